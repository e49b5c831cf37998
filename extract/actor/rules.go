package actor

import (
	"slices"
	"strings"
	"unicode"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

// allRules are the ways of telling whom a phrase stands for, in the order in
// which they are tried; each quotes a phrase that it reads.
func allRules() []rule {
	return []rule{
		{"pronoun", (*resolver).pronoun},       // “He said so.”
		{"named", (*resolver).namedPerson},     // “Finnish president Mia Lund”, “Mia Lund, the mayor”
		{"country", (*resolver).state},         // “Oslo denied it.”
		{"people", (*resolver).nationals},      // “Two Norwegians said”
		{"metonym", (*resolver).metonym},       // “The Kremlin said”
		{"organisation", (*resolver).known},    // “Reuters reported”
		{"share", (*resolver).share},           // “A number of Danish officials”
		{"document", (*resolver).document},     // “A report by the council found”
		{"relative", (*resolver).relative},     // “Her son said”
		{"office", (*resolver).office},         // “The French president added”
		{"government", (*resolver).government}, // “the Danish government”
		{"body again", (*resolver).bodyAgain},  // “The ministry added”
		{"body", (*resolver).describedBody},    // “Oslo’s defence ministry”
		{"group", (*resolver).group},           // “local officials”
		{"named body", (*resolver).namedBody},  // “Nordvik Shipping said”
		{"speaker", (*resolver).speaker},       // “Rival toymakers said”
	}
}

func (r *resolver) namedPerson(p *phrase, rule string) (*party, bool) {
	var person *party
	switch {
	case !p.named.empty() && p.isNoun && p.noun.class == body && p.noun.sector != "PTY" && r.g.isNoun(p.named.first-1, body):
		return r.calledBody(p, "named body"), true
	case !p.named.empty():
		person = r.bearer(p)
	case p.appos != nil && !p.appos.named.empty():
		person = r.personOf(p.appos)
		rule = "apposition"
	default:
		return nil, false
	}
	if p.appos != nil {
		rule = "apposition"
	}
	described := p
	if p.appos != nil && p.appos.named.empty() {
		described = p.appos
		r.resolveWithin(described)
	}
	if described.noun.class == kin {
		if owner := r.ownerOf(described); owner != nil {
			r.relate(person, r.lemma(described), owner)
		}
	}
	if patron := r.patron(described); patron != nil && patron != person && person.country == "" {
		person.owner = patron
	}
	if person.country == "" && person.owner == nil && described.isNoun && isOffice(described.noun.sector) {
		person.country = r.context(described)
		person.guessed = person.country != ""
	}
	if person.rule == "named" {
		person.rule = rule
	}
	return person, true
}

// calledBody is the body whose name stands behind its kind: "the newspaper
// Nordavisen".
func (r *resolver) calledBody(p *phrase, rule string) *party {
	name := r.g.doc.Words(r.g.doc.SpanOf(p.named.first, p.named.last))
	org := r.keyed("org "+plain(name), name, tocsin.Organization, rule)
	if org.sector == "" {
		org.sector = p.noun.sector
	}
	if org.country == "" {
		org.country = r.told(p)
	}
	return org
}

// patron is the person whom somebody's post names, and whose country is thus
// theirs: "a Lund aide", "an adviser to Lund".
func (r *resolver) patron(p *phrase) *party {
	if !p.isNoun || r.isForHire(p) {
		return nil
	}
	for _, link := range p.links {
		if !link.to.named.empty() {
			return r.personOf(link.to)
		}
	}
	last := p.to
	if !p.named.empty() {
		last = p.named.first
	}
	for i := p.from; i < last; i++ {
		if person := r.personNamed(i); person != nil {
			return person
		}
	}
	return nil
}

// isSomebodys reports whether a person's name stands before the head: "the Lund
// administration".
func (r *resolver) isSomebodys(p *phrase) bool {
	last := p.head
	if !p.named.empty() {
		last = p.named.first
	}
	for i := p.from; i < last; i++ {
		if n := r.g.nameAt[i]; n > 0 && r.g.doc.Names[n-1].Kind == text.PER && r.g.doc.Names[n-1].Last <= last {
			return true
		}
		// “the Olsen administration”, of a name that no tagger knows
		_, isCountry := country.Find(r.g.doc.Tokens[i].Text)
		_, isPlace := r.g.places[i]
		if r.g.doc.Tokens[i].POS == "PROPN" && p.named.empty() && r.lemma(p) == "administration" && !isCountry && !isPlace && !r.g.isNoun(i, role) && !r.g.isNoun(i, crowd) {
			return true
		}
	}
	return false
}

// isForHire reports whether the title is of those who serve people of any
// country: "Lund’s lawyer".
func (r *resolver) isForHire(p *phrase) bool {
	at := r.roleHead(p)
	if at < 0 {
		return false
	}
	switch r.g.doc.Tokens[at].Lower {
	case "lawyer", "lawyers", "attorney", "attorneys", "solicitor", "barrister":
		return true
	}
	return false
}

// bearer is the person whom the name in p stands for. Of several who share a
// surname it is the one spoken of last, but not somebody whom the article knows
// only as another's relative.
func (r *resolver) bearer(p *phrase) *party {
	person := r.personOf(p)
	if p.named.last-p.named.first != 1 {
		return person
	}
	name := folded(r.g.doc.Tokens[p.named.first].Text)
	var bearers []*party
	for _, other := range r.people[max(0, len(r.people)-maxPeople):] {
		if len(other.names) > 1 && other.names[len(other.names)-1] == name && !other.related {
			bearers = append(bearers, other)
		}
	}
	if len(bearers) < 2 {
		return person
	}
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
		if slices.Contains(bearers, r.recent[i].party) {
			return r.recent[i].party
		}
	}
	return bearers[0]
}

// resolveWithin resolves what stands within an apposition, which is no
// mention of its own.
func (r *resolver) resolveWithin(p *phrase) {
	if p.owner != nil {
		r.resolve(p.owner)
	}
	for _, link := range p.links {
		r.resolve(link.to)
	}
	p.resolved = true
}

// servesMany reports whether the words tell a body that speaks for no state
// ("the Nato secretary general"), so that the context must not tell one.
func (r *resolver) servesMany(p *phrase) bool {
	for i := p.first; i < p.last; i++ {
		switch r.g.doc.Tokens[i].Lower {
		case "bloc", "alliance", "pacific", "european", "western", "world", "global", "international", "african", "asian", "arab", "baltic", "nordic", "allied", "multilateral", "worldwide", "independent":
			return true
		}
		if org := r.organisationAt(i, p.last); org != nil && org.country == "" {
			return true
		}
	}
	return false
}

// context is the country that an office or a body without one speaks for:
// where only one state has such an office, that one; for what is local, that
// of the last place before it; for others, that of the last subject. It is ""
// for who serves somebody else ("an adviser at Nordvik", "the bloc’s energy
// chief", "a lawyer for Mia Lund").
func (r *resolver) context(p *phrase) string {
	if code := r.boundOffice(p); code != "" {
		return code
	}
	if r.servesMany(p) || r.servesOther(p) {
		return ""
	}
	if owner := r.ownerOf(p); owner != nil && owner.country != "" {
		return owner.country
	}
	if code := r.ministryOf(p); code != "" {
		return code
	}
	if !r.isLocal(p) {
		return r.focus
	}
	doc := r.g.doc
	for i := p.last - 1; i >= max(0, p.first-placeReach); i-- {
		if place, known := r.g.places[i]; known && place.Country != "" {
			return alpha3(place.Country)
		}
		if match, found := country.Find(doc.Tokens[i].Text); found && match.Sense == country.Name && unicode.IsUpper(firstRune(doc.Tokens[i].Text)) {
			return match.Country.Code
		}
	}
	return r.focus
}

// ministryOf is the state whose ministry of the same portfolio the article spoke
// of before the minister: "Norway’s defence ministry objected. Sweden did not
// answer. Defence minister Ann Lee …".
func (r *resolver) ministryOf(p *phrase) string {
	head := r.roleHead(p)
	if head < 0 || r.g.doc.Tokens[head].Lower != "minister" {
		return ""
	}
	content := r.contentWords(p)
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
		party := r.recent[i].party
		if party.lemma == "ministry" && party.country != "" && len(party.content) > 0 && subset(party.content, content) {
			return party.country
		}
	}
	return ""
}

// boundOffice is the only state that has the office or body that p names.
func (r *resolver) boundOffice(p *phrase) string {
	words := " " + strings.ToLower(r.g.doc.Words(r.g.doc.SpanOf(p.first, p.own()))) + " "
	for _, bound := range boundOffices {
		if strings.Contains(words, " "+bound.words+" ") {
			return bound.country
		}
	}
	return ""
}

// servesOther reports whether the phrase tells a master that is no part of a
// state, or a trade whose members serve whoever pays.
func (r *resolver) servesOther(p *phrase) bool {
	switch r.lemma(p) {
	case "lawyer", "attorney", "solicitor", "barrister", "advocate", "adviser", "advisor", "aide", "state", "nation", "country", "leader":
		return !r.isLocal(p)
	}
	if !r.isLocal(p) && (r.isSomebodys(p) || r.patron(p) != nil) {
		return true
	}
	for _, link := range p.links {
		if link.to.isNoun && (link.to.noun.class == state || link.to.noun.class == role || link.to.noun.class == force) || link.prep == "in" {
			continue
		}
		if link.to.party != nil && r.isBodyLike(link.to.party) && link.to.party.country == "" {
			return true
		}
		if link.prep == "at" {
			return true
		}
	}
	owner := r.ownerOf(p)
	return owner != nil && owner.country == "" && r.isBodyLike(owner)
}

// placeReach is how many tokens back the place of something local may stand.
const placeReach = 80

// isLocal reports whether the phrase is about somebody of a town or region.
func (r *resolver) isLocal(p *phrase) bool {
	for i := p.from; i < p.to; i++ {
		switch r.g.doc.Tokens[i].Lower {
		case "local", "regional", "city", "municipal", "provincial", "district", "mayor", "governor", "mayors", "governors", "resident", "residents", "villagers", "villager", "town", "village", "locals":
			return true
		}
	}
	return false
}

// isOffice reports whether who holds such a post speaks for a state.
func isOffice(sector string) bool {
	switch sector {
	case "GOV", "MIL", "COP", "JUD", "LEG", "SPY":
		return true
	}
	return false
}

// relate notes that person is somebody's mother, and takes the country over.
func (r *resolver) relate(person *party, lemma string, owner *party) {
	r.byKey["kin "+lemma+" of "+owner.name] = person
	person.related = true
	switch lemma {
	case "mother", "father", "mum", "mom", "dad", "parent":
		for _, child := range [...]string{"son", "daughter", "child"} {
			if owner.gender == male && child == "daughter" || owner.gender == female && child == "son" {
				continue
			}
			r.byKey["kin "+child+" of "+person.name] = owner
		}
	case "son", "daughter":
		r.byKey["kin mother of "+person.name] = owner
	case "husband", "wife":
		r.byKey["kin husband of "+person.name] = owner
		r.byKey["kin wife of "+person.name] = owner
	}
	if person.country == "" {
		person.country = owner.country
	}
	if person.sector == "" {
		person.sector = "CVL"
	}
}

// state reads a country, its capital or "the country" as its government,
// unless it is only where something is.
func (r *resolver) state(p *phrase, rule string) (*party, bool) {
	if r.isTheCountry(p) && r.isDefinite(p) {
		code := r.focus
		if code == "" {
			return nil, true
		}
		return r.governmentOf(code, rule), true
	}
	match, _, found := r.wholeCountry(p)
	if !found {
		if head := r.head(p); (head == "pair" || head == "duo") && r.isDefinite(p) && len(p.links) == 0 {
			return r.bothPeople(rule), true
		}
		if p.named.empty() && r.isPlural(p) && (r.head(p) == "countries" || r.head(p) == "nations" || r.head(p) == "sides") && !unicode.IsUpper(firstRune(r.g.doc.Tokens[p.head].Text)) && r.isDefinite(p) {
			return r.bothStates(rule), true
		}
		return nil, false
	}
	switch match.Sense {
	case country.Name, country.Capital:
	case country.Adjective:
		return nil, true
	default:
		return nil, false
	}
	government := r.governmentOf(match.Country.Code, rule)
	if r.isWhere(p, match.Sense) {
		p.party = government // for what it owns or complements; no mention
		return nil, true
	}
	return government, true
}

// isWhere reports whether a country's name is only a place here.
func (r *resolver) isWhere(p *phrase, sense country.Sense) bool {
	doc := r.g.doc
	if p.to < len(doc.Tokens) && doc.Tokens[p.to].Tag == "POS" {
		return false
	}
	if p.from == 0 || doc.Tokens[p.from-1].Sentence != doc.Tokens[p.from].Sentence {
		return false
	}
	before := p.from - 1
	if doc.Tokens[before].POS == "ADJ" || doc.Tokens[before].POS == "DET" {
		before--
	}
	if before < 0 || doc.Tokens[before].POS != "ADP" && doc.Tokens[before].Lower != "to" {
		return false
	}
	if r.isSubject(p) {
		return false
	}
	switch doc.Tokens[before].Lower {
	case "by", "with", "between", "against", "for", "than", "like", "among":
		return false
	case "to", "from", "of", "on":
		return sense == country.Capital
	}
	return true
}

// bothStates is the two governments that were spoken of last.
func (r *resolver) bothStates(rule string) *party {
	var two []*party
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack) && len(two) < 2; i-- {
		p := r.recent[i].party
		if p.kind == tocsin.Government && strings.HasSuffix(p.name, " government") && !slices.Contains(two, p) {
			two = append(two, p)
		}
	}
	if len(two) < 2 {
		return nil
	}
	slices.SortFunc(two, func(a, b *party) int { return strings.Compare(a.name, b.name) })
	both := r.keyed("both "+two[0].name+two[1].name, two[0].name+" and "+two[1].name, tocsin.Government, rule)
	both.plural, both.sector = true, "GOV"
	return both
}

// bothPeople is the two people who were named last, in the order in which they
// were.
func (r *resolver) bothPeople(rule string) *party {
	var two []*party
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack) && len(two) < 2; i-- {
		if p := r.recent[i].party; p.kind == tocsin.Person && !slices.Contains(two, p) {
			two = append(two, p)
		}
	}
	if len(two) < 2 {
		return nil
	}
	both := r.keyed("both "+two[1].name+two[0].name, two[1].name+" and "+two[0].name, tocsin.People, rule)
	both.plural = true
	if two[0].country == two[1].country {
		both.country = two[0].country
	}
	return both
}

// nationals reads "Ukrainians" and "two Britons".
func (r *resolver) nationals(p *phrase, rule string) (*party, bool) {
	if (r.head(p) == "west" || r.head(p) == "allies") && r.isTheWest(p) {
		west := r.keyed("the west", "Western governments", tocsin.Government, rule)
		west.plural, west.sector = true, "GOV"
		return west, true
	}
	match, found := country.Find(r.g.doc.Words(r.g.doc.SpanOf(p.head, p.to)))
	if !found || match.Sense != country.People || !p.named.empty() {
		return nil, false
	}
	name := r.g.doc.Words(r.g.doc.SpanOf(p.head, p.to))
	for i := p.from; i < p.head; i++ {
		if r.g.doc.Tokens[i].POS == "NUM" {
			name = r.g.doc.Tokens[i].Text + " " + name
			break
		}
	}
	people := r.keyed("people "+name, capital(name), tocsin.People, rule)
	people.country, people.explicit, people.plural, people.sector = match.Country.Code, true, r.isPlural(p), "CVL"
	return people, true
}

// isTheWest reports whether the phrase means the states of the west: "the
// west", not "the west of the city".
func (r *resolver) isTheWest(p *phrase) bool {
	doc := r.g.doc
	if doc.Tokens[p.from].Lower != "the" || p.to < len(doc.Tokens) && doc.Tokens[p.to].Lower == "of" {
		return false
	}
	if p.to-p.from == 2 {
		return r.head(p) == "west" && (r.isSubject(p) || p.from > 0 && doc.Tokens[p.from-1].Lower != "in" && doc.Tokens[p.from-1].Lower != "to")
	}
	return p.to-p.from == 3 && doc.Tokens[p.from+1].Lower == "western"
}

// metonym reads a seat of power as the body that sits there; the ledger keeps
// the seat's own name.
func (r *resolver) metonym(p *phrase, rule string) (*party, bool) {
	match, _, found := r.wholeCountry(p)
	if !found || match.Sense != country.Metonym {
		return nil, false
	}
	name := trimArticle(r.g.doc.Words(r.g.doc.SpanOf(p.from, p.to)))
	seat := r.keyed("body "+match.Body, name, tocsin.Government, rule)
	seat.country, seat.explicit, seat.sector, seat.score = match.Country.Code, true, "GOV", 0.85
	return seat, true
}

// known reads a well-known organisation: alone, or with its kind behind it
// ("the Interfax news agency").
func (r *resolver) known(p *phrase, rule string) (*party, bool) {
	if !p.named.empty() {
		return nil, false
	}
	first := p.from
	if r.isDefinite(p) && p.owner == nil && r.g.doc.Tokens[first].POS == "DET" {
		first++
	}
	org := (*organisation)(nil)
	for ; first < p.to && org == nil; first++ {
		org = r.organisationAt(first, p.to)
		if org == nil && !r.isPlainModifier(first) {
			break
		}
		if org != nil {
			words := r.organisationLength(first, p.to)
			if first+words < p.to && (!p.isNoun || p.noun.class != body || r.isPlural(p) || unicode.IsUpper(firstRune(r.g.doc.Tokens[p.head].Text))) {
				return nil, false
			}
		}
	}
	if org == nil {
		org = r.g.lex.organisations[plain(r.g.doc.Words(r.g.doc.SpanOf(p.from, p.own())))]
	}
	if org == nil {
		return nil, false
	}
	if longer := r.longerName(org.name); longer != nil {
		return longer, true
	}
	party := r.keyed("known "+org.name, org.name, tocsin.Organization, rule)
	party.country, party.sector, party.score = org.country, org.sector, 0.95
	party.explicit = org.country != ""
	switch org.sector {
	case "REB", "MIL":
		party.kind = tocsin.ArmedGroup
	case "SPY", "COP":
		party.kind = tocsin.Government
	}
	if p.isNoun {
		party.lemma = r.lemma(p)
	}
	return party, true
}

// longerName is an organisation spoken of before whose name ends with this
// one: "the Times" after "the Nordic Times".
func (r *resolver) longerName(name string) *party {
	short, found := strings.CutPrefix(name, "The ")
	if !found {
		return nil
	}
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
		if party := r.recent[i].party; party.kind == tocsin.Organization && strings.HasSuffix(party.name, " "+short) && party.name != name {
			return party
		}
	}
	return nil
}

func (r *resolver) isPlainModifier(i int) bool {
	token := &r.g.doc.Tokens[i]
	if token.POS == "ADJ" || token.POS == "DET" || token.Tag == "NN" || token.POS == "ADV" || token.Tag == "HYPH" || token.POS == "VERB" {
		return true
	}
	match, found := country.Find(token.Text)
	return found && match.Sense != country.Metonym
}

func (r *resolver) organisationLength(i, last int) int {
	for n := min(5, last-i); n > 0; n-- {
		if r.g.lex.organisations[plain(r.g.doc.Words(r.g.doc.SpanOf(i, i+n)))] != nil {
			return n
		}
	}
	return 0
}

// share reads "a number of Danish officials" as Danish officials, and "members
// of the council" as the council.
func (r *resolver) share(p *phrase, rule string) (*party, bool) {
	if !r.g.isQuantity(p) && !isPart(&r.g.doc.Tokens[p.head]) || len(p.links) != 1 || p.links[0].prep != "of" {
		return nil, false
	}
	whole := p.links[0].to
	if r.isCountry(whole) || whole.pronoun {
		return nil, true
	}
	return whole.party, true
}

// document reads what speaks for its author as the author ("a report by the
// council"), and what has none as a party of its own where it says something.
func (r *resolver) document(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || p.noun.class != document || !p.named.empty() {
		return nil, false
	}
	for _, link := range p.links {
		if link.prep != "of" && link.to.party != nil {
			return link.to.party, true
		}
	}
	if p.owner != nil && p.owner.party != nil {
		return p.owner.party, true
	}
	if !r.isSubject(p) || !r.isAccordingTo(p) && !slices.Contains([]string{"poll", "survey", "report", "study", "polling", "video", "footage", "analysis", "figure", "data", "statistic", "estimate", "email", "paper", "record"}, r.lemma(p)) && !r.shows(r.clause(p.head)) {
		return nil, true
	}
	name := capital(strings.Join(r.modifiers(p), " "))
	if code := r.told(p); code != "" && r.pointsToCountry(p) {
		name = adjective(code) + " " + strings.Join(r.modifiers(p), " ")
	}
	paper := r.keyed("document "+name, name, tocsin.Document, rule)
	paper.country, paper.score = r.told(p), 0.5
	paper.plural = r.isPlural(p)
	return paper, true
}

// relative reads "her son", "Lund’s wife", "the family of Mia Lund".
func (r *resolver) relative(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || p.noun.class != kin && r.lemma(p) != "family" && r.lemma(p) != "relative" || !p.named.empty() {
		return nil, false
	}
	owner := r.ownerOf(p)
	for _, link := range p.links {
		if link.prep == "of" && link.to.party != nil && owner == nil {
			owner = link.to.party
		}
	}
	if owner == nil {
		if r.isIndefinite(p) || r.isDefinite(p) {
			return nil, false
		}
		return r.group(p, rule)
	}
	lemma := r.lemma(p)
	key := "kin " + lemma + " of " + owner.name
	relative := r.byKey[key]
	if relative == nil {
		relative = r.keyed(key, capital(r.head(p))+" of "+owner.name, tocsin.Unnamed, rule)
		relative.country, relative.plural, relative.sector = owner.country, r.isPlural(p) || lemma == "family", "CVL"
		relative.gender, relative.owner = gendered[lemma], owner
		if relative.plural {
			relative.kind = tocsin.People
		}
	}
	return relative, true
}

// office reads one person by the post: "the French president", "a senior
// official".
func (r *resolver) office(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || p.noun.class != role && p.noun.class != crowd && p.noun.class != kin || r.isPlural(p) || !p.named.empty() {
		return nil, false
	}
	if isGroup(r.head(p)) {
		return nil, false
	}
	code, head, content := r.told(p), r.lemma(p), r.contentWords(p)
	switch {
	case r.isPredicate(p):
		return nil, true
	case r.isIndefinite(p):
		if person := r.describedSoon(p, code, head, content); person != nil {
			return person, true
		}
		return r.unnamed(p, code, rule), true
	case !r.isDefinite(p) && !r.isSubject(p) && len(content) == 0 && code == "":
		return nil, true
	}
	if person := r.personBefore(code, head, content); person != nil {
		return person, true
	}
	if code != "" {
		for _, person := range r.people {
			if person.country == code && compatible(person, code, head, content) {
				return person, true
			}
		}
	}
	if r.isDefinite(p) && p.noun.sector != "" {
		if person := r.adopt(p, code); person != nil {
			person.roles = append(person.roles, roleWords{head, content})
			if code != "" && person.country == "" {
				person.country = code
			}
			if person.role == "" {
				person.role = r.roleOf(p)
			}
			return person, true
		}
	}
	if person := r.variation(p, code, head, content); person != nil {
		person.roles = append(person.roles, roleWords{head, content})
		return person, true
	}
	return r.unnamed(p, code, rule), true
}

// isPredicate reports whether the phrase only says what somebody is: "he is a
// critic", "as president".
func (r *resolver) isPredicate(p *phrase) bool {
	doc := r.g.doc
	if doc.Child(p.head, "cop") >= 0 {
		return true
	}
	if p.first == 0 {
		return false
	}
	before := &doc.Tokens[p.first-1]
	return (before.Lower == "as" || before.Lower == "like") && before.POS == "ADP" && !r.isSubject(p)
}

// loose are heads that writers use for variety, of anybody.
var loose = []string{"politician", "official", "lawmaker", "leader", "billionaire", "activist", "veteran", "diplomat", "businessman", "oligarch", "journalist", "lawyer", "spokesperson", "man", "woman", "author", "general", "commander", "expert", "analyst", "candidate", "mp", "senator", "star", "soldier", "deputy", "teacher", "doctor", "scientist", "professor", "adviser", "envoy", "chief", "boss"}

// variation takes a definite description of who has just spoken for elegant
// variation, where it says nothing that would set another one apart: "the
// former Finnish president wrote".
func (r *resolver) variation(p *phrase, code, head string, content []string) *party {
	if !r.isDefinite(p) || p.owner != nil || p.ownedBy >= 0 || len(p.links) > 0 || !r.isSubject(p) {
		return nil
	}
	former := slices.Contains(content, "former") || slices.Contains(content, "ex")
	if !former && !(slices.Contains(loose, head) && (len(content) == 0 || head == "politician" || head == "lawmaker")) {
		return nil
	}
	sentence := r.g.doc.Tokens[p.head].Sentence
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
		seen := r.recent[i]
		if sentence-seen.sentence > 3 {
			return nil
		}
		person := seen.party
		g := gendered[head]
		if seen.subject && (person.kind == tocsin.Person || person.kind == tocsin.Unnamed) && !person.plural &&
			(code == "" || person.country == "" || person.country == code) && (g == unknown || person.gender == unknown || g == person.gender) {
			return person
		}
	}
	return nil
}

func isGroup(head string) bool {
	switch head {
	case "people", "public", "community", "crowd", "youth", "family":
		return true
	}
	return false
}

// unnamed makes a party of a description that nobody's name goes with.
func (r *resolver) unnamed(p *phrase, code, rule string) *party {
	patron := r.patron(p)
	if code == "" {
		code = r.boundOffice(p)
	}
	if code == "" && patron == nil && isOffice(p.noun.sector) && (r.isDefinite(p) || r.isLocal(p)) {
		code = r.context(p)
	}
	name := r.describe(p, r.told(p))
	key := "unnamed " + name
	if r.isIndefinite(p) {
		key += "@" + string(rune(p.first))
	}
	party := r.keyed(key, name, tocsin.Unnamed, rule)
	party.sector, party.gender = p.noun.sector, gendered[r.lemma(p)]
	if patron != nil {
		party.owner = patron
	}
	if party.country == "" {
		party.country = code
	}
	party.roles = append(party.roles, roleWords{r.lemma(p), r.contentWords(p)})
	party.role = r.roleOf(p)
	return party
}

// personBefore is the last one whom the description fits.
func (r *resolver) personBefore(code, head string, content []string) *party {
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
		person := r.recent[i].party
		if (person.kind == tocsin.Person || person.kind == tocsin.Unnamed) && !person.plural && compatible(person, code, head, content) {
			return person
		}
	}
	return nil
}

// describedSoon is a person whom the article names further on and describes
// alike, as a lead that keeps the name back does: "A separatist commander said
// …" before "Igor Marek, the commander of the separatists"; or, in the first
// sentence, whom the next one names: "A top Danish official accused … Mia
// Lund, the head of the council, said".
func (r *resolver) describedSoon(p *phrase, code, head string, content []string) *party {
	doc := r.g.doc
	switch doc.Tokens[p.from].Lower {
	case "a", "an":
	case "one":
		if strings.Contains(doc.Words(doc.Sentences[doc.Tokens[p.head].Sentence].Span), "anonym") {
			return nil
		}
	default:
		return nil
	}
	for _, next := range r.following(p, 40) {
		if next.named.empty() {
			continue
		}
		person := r.personOf(next)
		if len(person.mentions) > 0 || code != "" && person.country != "" && person.country != code {
			continue
		}
		for _, known := range person.roles {
			if len(content) > 1 && known.head == head && subset(content, known.content) {
				return person
			}
		}
		soon := doc.Tokens[next.head].Sentence-doc.Tokens[p.head].Sentence <= 1 && doc.Tokens[p.head].Sentence <= 1
		if soon && code != "" && person.country == code && len(person.roles) > 0 && r.isSubject(p) && r.isSubject(next) && r.speaks(r.clause(p.head)) && r.speaks(r.clause(next.named.first)) {
			return person
		}
	}
	return nil
}

// adopt links a definite description to a person of whom no post is told: the
// subject of the sentences before ("Mia Lund spoke. The Finnish president …"),
// or a full name that comes in the next two.
func (r *resolver) adopt(p *phrase, code string) *party {
	sentence := r.g.doc.Tokens[p.head].Sentence
	fits := func(person *party) bool {
		g := gendered[r.lemma(p)]
		return person.kind == tocsin.Person && len(person.roles) == 0 && (person.country == "" || person.country == code) &&
			(g == unknown || person.gender == unknown || g == person.gender)
	}
	content := r.contentWords(p)
	plain := len(p.links) == 0 && (len(content) == 0 || len(content) == 1 && content[0] == "prime" || code != "" && leads(r.lemma(p), content))
	for i := len(r.recent) - 1; plain && i >= max(0, len(r.recent)-lookBack); i-- {
		seen := r.recent[i]
		if sentence-seen.sentence > 3 {
			break
		}
		if seen.subject && fits(seen.party) && (seen.party.country == code || sentence-seen.sentence == 1 || r.spokenOf(code, seen.sentence, p.first)) {
			return seen.party
		}
	}
	if len(p.links) == 0 && p.owner == nil && code == "" {
		return nil
	}
	for _, next := range r.following(p, 2) {
		if r.isSubject(next) && !next.named.empty() && next.named.last-next.named.first > 1 && next.title.empty() {
			if person := r.personOf(next); fits(person) && len(person.mentions) == 0 {
				return person
			}
		}
	}
	return nil
}

// spokenOf reports whether the state was named between the sentence and the
// token, which makes it likelier that a person there is one of its own.
func (r *resolver) spokenOf(code string, sentence, last int) bool {
	for i := r.g.doc.Sentences[sentence].First; i < last; i++ {
		if match, found := country.Find(r.g.doc.Tokens[i].Text); found && match.Country.Code == code {
			return true
		}
	}
	return false
}

// leads reports whether nothing in the description sets one post apart from
// others of the same state, so that it can stand for a bare name: "the Finnish
// prime minister", but not "the Finnish army chief".
func leads(lemma string, content []string) bool {
	switch lemma {
	case "chief", "head", "official", "minister", "secretary", "officer", "general", "commander", "adviser", "spokesperson":
	default:
		return true
	}
	for _, word := range content {
		if word != "prime" && word != "former" {
			return false
		}
	}
	return true
}

// following yields the phrases of the next sentences.
func (r *resolver) following(p *phrase, sentences int) []*phrase {
	at, _ := slices.BinarySearchFunc(r.g.found, p.first+1, func(q *phrase, first int) int { return q.first - first })
	limit := r.g.doc.Tokens[p.head].Sentence + sentences
	end := at
	for end < len(r.g.found) && end < at+lookBack && r.g.doc.Tokens[r.g.found[end].head].Sentence <= limit {
		end++
	}
	return r.g.found[at:end]
}

// government reads "the Danish government", "the Lund administration" and,
// where the context tells whose, "the government".
func (r *resolver) government(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || !p.named.empty() || r.isPlural(p) {
		return nil, false
	}
	switch r.lemma(p) {
	case "government", "regime":
	case "state":
		if r.told(p) == "" || len(p.links) > 0 {
			return nil, false
		}
	case "administration":
		if len(p.links) > 0 || !r.isWhose(p) {
			return nil, false
		}
	default:
		return nil, false
	}
	if len(r.contentWords(p)) > 0 && r.lemma(p) != "administration" && !r.isCountryOnly(p) {
		return nil, false
	}
	code := r.told(p)
	if code == "" {
		if owner := r.ownerOf(p); owner != nil {
			code = owner.country
		}
	}
	if code == "" && r.isDefinite(p) && !r.isSomebodys(p) {
		code = r.focus
	}
	if code == "" {
		return nil, false
	}
	return r.governmentOf(code, rule), true
}

// isWhose reports whether an administration is a president's or a state's and
// not a town's: "the Lund administration", "the Danish administration".
func (r *resolver) isWhose(p *phrase) bool {
	if p.owner != nil {
		return p.to-p.from == 1 && (!p.owner.named.empty() || r.isCountry(p.owner))
	}
	if p.head == p.from {
		return false
	}
	before := p.head - 1
	if n := r.g.nameAt[before]; n > 0 && r.g.doc.Names[n-1].Kind == text.PER {
		return true
	}
	match, found := country.Find(r.g.doc.Tokens[before].Text)
	return found && (match.Sense == country.Adjective || match.Sense == country.Name)
}

// isCountryOnly reports whether nothing but the country sets p apart.
func (r *resolver) isCountryOnly(p *phrase) bool {
	for _, link := range p.links {
		if !r.isCountry(link.to) {
			return false
		}
	}
	return len(r.modifiers(p)) <= 1
}

// generalHeads are general nouns that take up any party of a
// sector: "the newspaper", "the company", "the bloc".
var generalHeads = map[string][]string{
	"newspaper": {"MED"}, "agency": {"MED", "IGO", "GOV", "SPY"}, "broadcaster": {"MED"}, "outlet": {"MED"}, "channel": {"MED"}, "magazine": {"MED"}, "paper": {"MED"}, "network": {"MED", "BUS"},
	"company": {"BUS"}, "firm": {"BUS"}, "bank": {"BUS", "IGO"}, "platform": {"BUS"}, "giant": {"BUS"},
	"group": {"REB", "NGO", "BUS", "MIL"}, "organisation": {"NGO", "IGO", "REB"}, "organization": {"NGO", "IGO", "REB"}, "charity": {"NGO"}, "watchdog": {"NGO", "IGO"}, "thinktank": {"NGO"}, "institute": {"NGO"},
	"alliance": {"IGO"}, "bloc": {"IGO"}, "body": {"IGO", "GOV", "NGO"}, "party": {"PTY"}, "movement": {"REB", "PTY", "NGO"}, "militia": {"REB"}, "regiment": {"MIL"}, "battalion": {"MIL"},
}

// bodyAgain takes up a body that was named before: "the ministry", "the
// regiment", "the newspaper".
func (r *resolver) bodyAgain(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || !r.isBody(p) || !r.isDefinite(p) || p.owner != nil || p.ownedBy >= 0 || r.told(p) != "" || !p.named.empty() || r.isPlural(p) {
		return nil, false
	}
	head, content := r.lemma(p), r.contentWords(p)
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
		party := r.recent[i].party
		if !r.isBodyLike(party) || party.plural {
			continue
		}
		if party.lemma == head && subset(content, party.content) {
			return party, true
		}
	}
	for i := len(r.recent) - 1; len(content) == 0 && i >= max(0, len(r.recent)-lookBack); i-- {
		party := r.recent[i].party
		if r.isBodyLike(party) && !party.plural && slices.Contains(generalHeads[head], party.sector) && !strings.HasSuffix(party.name, " government") {
			return party, true
		}
	}
	return nil, false
}

func (r *resolver) isBody(p *phrase) bool {
	switch p.noun.class {
	case body, state, force:
		return true
	}
	return false
}

// describedBody names a body by its description and whose it is.
func (r *resolver) describedBody(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || !r.isBody(p) || !p.named.empty() {
		return nil, false
	}
	code := r.told(p)
	if code == "" && p.ownedBy >= 0 {
		if owner := r.ownerOf(p); owner != nil {
			code = owner.country
		}
	}
	if code == "" && (p.noun.class != body || isOffice(p.noun.sector)) && !r.isIndefinite(p) && !r.isPlural(p) {
		code = r.context(p)
	}
	if code == "" && r.isIndefinite(p) && len(r.contentWords(p)) == 0 {
		return nil, true
	}
	kind := tocsin.Organization
	switch p.noun.class {
	case state:
		kind = tocsin.Government
	case force:
		kind = tocsin.ArmedGroup
	}
	if p.noun.sector == "COP" {
		kind = tocsin.Government
	}
	name := r.describe(p, code)
	described := r.keyed("body "+strings.ToLower(name), name, kind, rule)
	described.lemma, described.content, described.sector = r.lemma(p), r.contentWords(p), p.noun.sector
	described.plural = r.isPlural(p)
	if described.country == "" {
		described.country = code
	}
	if p.alias != "" {
		r.byKey["alias "+plain(p.alias)] = described
	}
	return described, true
}

// group reads several people by what they are: "local officials", "residents
// of Lund", "two diplomats".
func (r *resolver) group(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || !p.named.empty() {
		return nil, false
	}
	switch p.noun.class {
	case role, crowd, troops, many, kin:
	default:
		return nil, false
	}
	code := r.told(p)
	head, content := r.lemma(p), r.contentWords(p)
	if r.isDefinite(p) && code == "" && p.owner == nil {
		for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
			if party := r.recent[i].party; party.plural && party.lemma == head && subset(content, party.content) {
				return party, true
			}
		}
	}
	if code == "" {
		if owner := r.ownerOf(p); owner != nil {
			code = owner.country
		}
	}
	told := code
	counted := r.startsWithNumber(p) && !r.isDefinite(p) // “two diplomats” are anybody’s
	if code == "" && !counted && (isOffice(p.noun.sector) || r.isLocal(p)) {
		code = r.context(p)
	}
	if told == "" && p.noun.sector == "GOV" && len(content) == 0 {
		told = code // “officials” are somebody’s
	}
	kind := tocsin.Unnamed
	switch {
	case p.noun.class == troops || p.noun.class == crowd && (p.noun.sector == "MIL" || p.noun.sector == "REB"):
		kind = tocsin.ArmedGroup
	case p.noun.class == crowd || p.noun.class == many && p.noun.sector == "CVL":
		kind = tocsin.People
	}
	name := r.describe(p, told)
	key := "group " + strings.ToLower(name)
	if r.g.doc.Tokens[p.from].POS == "NUM" {
		key += "@" + string(rune(p.first))
	}
	party := r.keyed(key, name, kind, rule)
	party.plural, party.lemma, party.content, party.sector = true, head, content, p.noun.sector
	if party.country == "" {
		party.country = code
	}
	return party, true
}

// namedBody reads a name that the name tagger takes for an organisation.
func (r *resolver) namedBody(p *phrase, rule string) (*party, bool) {
	n := int(r.g.nameAt[p.head]) - 1
	if !p.named.empty() || n < 0 && !r.isNamedSpeaker(p) {
		return nil, false
	}
	name := trimArticle(r.g.doc.Words(r.g.doc.SpanOf(r.behindKind(p), p.own())))
	if known := r.byKey["alias "+plain(name)]; known != nil {
		return known, true
	}
	if r.isIndefinite(p) {
		return nil, false
	}
	score := 0.5
	if n >= 0 {
		score = r.g.doc.Names[n].Score
	}
	if n < 0 {
		// A name that the tagger missed.
	} else if kind := r.g.doc.Names[n].Kind; kind != text.ORG && !(kind == text.MISC && r.isSubject(p) && r.speaks(r.clause(p.head))) {
		return nil, false
	}
	if _, place := r.g.places[p.head]; place {
		return nil, false
	}
	org := r.keyed("org "+plain(name), name, tocsin.Organization, rule)
	if org.country == "" {
		org.country = r.told(p)
	}
	org.score = score
	if acronym := initials(name); len(acronym) > 1 {
		r.byKey["alias "+acronym] = org
	}
	if p.alias != "" {
		r.byKey["alias "+plain(p.alias)] = org
	}
	return org, true
}

// behindKind is where the name begins if words in lower case say first what it
// is: "research firm Nordvik Insight", "pollster Nordmeter".
func (r *resolver) behindKind(p *phrase) int {
	for i := p.head; i > p.from; i-- {
		if unicode.IsUpper(firstRune(r.g.doc.Tokens[i].Text)) {
			continue
		}
		if r.g.isNoun(i, body) || r.g.isNoun(i, role) {
			return i + 1
		}
		break
	}
	return p.from
}

// isNamedSpeaker reports whether a capitalised name that no tagger knows says
// something: "Nordvik Shipping said".
func (r *resolver) isNamedSpeaker(p *phrase) bool {
	token := &r.g.doc.Tokens[p.head]
	if token.POS != "PROPN" && p.head == p.from || !unicode.IsUpper(firstRune(token.Text)) || !r.isSubject(p) || !r.speaks(r.clause(p.head)) {
		return false
	}
	_, place := r.g.places[p.head]
	return !place && !calendar[token.Lower]
}

// inanimate are nouns that end as words for people do.
var inanimate = []string{
	"paper", "letter", "number", "power", "order", "weather", "winter", "river", "water", "newsletter", "factor", "sector", "error", "corner", "matter",
	"figure", "summer", "chapter", "offer", "answer", "cover", "quarter", "border", "chamber", "disaster", "cluster", "computer", "centre", "center", "poster", "banner",
	"moment", "element", "document", "event", "content", "amount", "plant", "front", "point", "restaurant", "apartment", "government", "statement", "percent", "agreement", "movement", "reactor", "motor", "monitor", "corridor", "meter", "container", "helicopter", "tanker", "freighter", "fighter", "cancer", "finger", "shelter", "theatre", "character", "counter",
}

// speaker reads whoever says something and is called by a noun for people that
// no list holds: "exporters", "the toymaker".
func (r *resolver) speaker(p *phrase, rule string) (*party, bool) {
	if p.isNoun || !p.named.empty() || !r.isSubject(p) || !r.speaks(r.clause(p.head)) || r.isPredicate(p) {
		return nil, false
	}
	lemma := r.lemma(p)
	agent := false
	for _, ending := range [...]string{"er", "or", "ist", "ian", "ant", "ent", "man", "woman", "eer"} {
		agent = agent || strings.HasSuffix(lemma, ending) && len(lemma) > len(ending)+2
	}
	if !agent || slices.Contains(inanimate, lemma) || r.g.doc.Tokens[p.head].POS != "NOUN" {
		return nil, false
	}
	code := r.told(p)
	name := r.describe(p, code)
	party := r.keyed("speaker "+strings.ToLower(name), name, tocsin.Unnamed, rule)
	party.plural, party.lemma, party.content, party.score = r.isPlural(p), lemma, r.contentWords(p), 0.5
	if party.country == "" {
		party.country = code
	}
	return party, true
}

func initials(name string) string {
	var letters []rune
	for _, word := range strings.Fields(name) {
		if first := firstRune(word); strings.ToLower(word) != word {
			letters = append(letters, first)
		}
	}
	return string(letters)
}
