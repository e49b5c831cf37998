package actor

import (
	"slices"
	"strings"
	"unicode"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

// party is an actor in the making.
type party struct {
	name     string
	kind     tocsin.ActorKind
	role     string
	country  string
	explicit bool // the country was told, not inferred
	guessed  bool // the country is that of the last subject, and tells nobody else's
	sector   string
	rule     string
	score    float64
	gender   gender
	plural   bool
	names    []string    // of a person
	roles    []roleWords // what a person was called
	lemma    string      // the head noun of a description, lower case
	content  []string    // the content words of its description
	mentions []mention
	owner    *party // of a relative
	related  bool   // introduced as somebody's relative
}

// mention is one place where a party is spoken of, and the rule that saw it.
type mention struct {
	span tocsin.Span
	rule string
}

// roleWords is one description of a person: its head and its other content
// words, lower case.
type roleWords struct {
	head    string
	content []string
}

// seen is one mention, for the look back.
type seen struct {
	party    *party
	token    int
	sentence int
	quote    int
	subject  bool
	speaker  bool // the subject of a verb of saying
}

// resolver turns phrases into parties, in text order.
type resolver struct {
	g       *grammar
	rules   []rule
	parties []*party
	people  []*party
	byName  map[string]*party // of people, by their folded names

	surnamed map[string]*party // of people, by the last of their names
	byKey    map[string]*party // of the others
	recent   []seen
	backer   string // the state behind the article's separatists, once backerKnown

	backerKnown bool

	focus string // country of the last subject that has one
}

// lookBack bounds how many mentions a description or pronoun looks back at.
const lookBack = 60

func newResolver(g *grammar) *resolver {
	return &resolver{g: g, rules: allRules(), byName: map[string]*party{}, surnamed: map[string]*party{}, byKey: map[string]*party{}}
}

func (r *resolver) newParty(name string, kind tocsin.ActorKind, rule string) *party {
	p := &party{name: name, kind: kind, rule: rule, score: 0.7}
	r.parties = append(r.parties, p)
	return p
}

// keyed returns the party with the key, a new one where there is none.
func (r *resolver) keyed(key, name string, kind tocsin.ActorKind, rule string) *party {
	if p := r.byKey[key]; p != nil {
		return p
	}
	p := r.newParty(name, kind, rule)
	r.byKey[key] = p
	return p
}

// resolve finds the party of the phrase and of those within it, and notes the
// mention.
func (r *resolver) resolve(p *phrase) *party {
	if p.resolved {
		return p.party
	}
	p.resolved = true
	if p.owner != nil {
		r.resolve(p.owner)
	}
	for _, link := range p.links {
		r.resolve(link.to)
	}
	r.noteOwner(p)
	var rule string
	p.party, rule = r.partyOf(p)
	if p.party != nil {
		r.note(p, rule)
	}
	return p.party
}

// noteOwner notes whom a possessive pronoun stands for: “its report” speaks of a paper,
// and what a plan or a refusal says, its owner does.
func (r *resolver) noteOwner(p *phrase) {
	if p.ownedBy < 0 {
		return
	}
	if owner := r.possessor(p); owner != nil {
		owner.mentions = append(owner.mentions, mention{r.g.doc.SpanOf(p.ownedBy, p.ownedBy+1), "possessive"})
	}
}

// note records the mention and keeps the focus on the country of the last
// subject outside quotations.
func (r *resolver) note(p *phrase, rule string) {
	if r.absorbs(p) {
		if p.owner != nil {
			r.forget(p.owner)
		}
		for _, link := range p.links {
			r.forget(link.to)
		}
		if p.appos != nil && p.appos.owner != nil {
			r.forget(p.appos.owner)
		}
	}
	p.party.mentions = append(p.party.mentions, mention{r.g.doc.SpanOf(p.first, p.last), rule})
	token := &r.g.doc.Tokens[p.head]
	subject := r.isSubject(p)
	r.recent = append(r.recent, seen{p.party, p.head, token.Sentence, token.Quote, subject, subject && (r.speaks(r.clause(p.head)) || r.saysNext(p))})
	if subject && token.Quote < 0 && p.party.country != "" && !p.party.guessed {
		r.focus = p.party.country
	}
	if p.party.lemma == "" && p.isNoun && p.named.empty() {
		p.party.lemma = r.lemma(p)
	}
}

// speaks reports whether the verb at token i is one of saying. The short list
// is of those that news uses most; it only tips balances.
func (r *resolver) speaks(i int) bool {
	if i < 0 {
		return false
	}
	switch r.g.doc.Tokens[i].Lemma {
	case "say", "add", "tell", "write", "warn", "claim", "announce", "report", "tweet", "insist", "argue", "deny", "call", "accuse", "urge", "state", "explain", "note", "stress", "describe", "post", "declare", "acknowledge", "admit", "confirm", "suggest", "reveal", "believe", "think":
		return true
	}
	return false
}

// shows reports whether the verb at token i is what a document does.
func (r *resolver) shows(i int) bool {
	if r.speaks(i) || i < 0 {
		return true
	}
	switch r.g.doc.Tokens[i].Lemma {
	case "show", "find", "indicate", "depict", "appear", "allege", "conclude", "estimate", "put", "point", "recommend", "predict", "document", "detail", "list", "quote", "cite", "circulate", "emerge", "purport", "record", "read", "outline", "highlight":
		return true
	}
	return false
}

// absorbs reports whether what stands within the phrase only helps to name
// the one party: the country in “Norway’s prime minister” says nothing here.
func (r *resolver) absorbs(p *phrase) bool {
	switch p.noun.class {
	case role, body, state, force:
		return !r.isPlural(p) || !p.named.empty()
	}
	return !p.named.empty()
}

// forget takes back the mention of a phrase that stands within another.
func (r *resolver) forget(p *phrase) {
	if p.party == nil || len(p.party.mentions) == 0 || !p.named.empty() {
		return
	}
	span := r.g.doc.SpanOf(p.first, p.last)
	if n := len(p.party.mentions) - 1; p.party.mentions[n].span == span {
		p.party.mentions = p.party.mentions[:n]
	}
}

// isSubject reports whether the phrase is the subject of a clause, or whom
// "according to" names.
func (r *resolver) isSubject(p *phrase) bool {
	last := p.to
	if p.appos != nil {
		last = p.last
	}
	for i := p.from; i < last; i++ {
		token := &r.g.doc.Tokens[i]
		if token.Head >= p.first && token.Head < p.last {
			continue
		}
		if token.Is("nsubj") {
			return true
		}
		// “…,” said Ann Lee: taken for the object by parsers.
		if token.Is("obj") && token.Head >= 0 && token.Head < i && r.speaks(token.Head) && r.g.doc.Child(token.Head, "nsubj") < 0 {
			return true
		}
	}
	return r.isAccordingTo(p) || r.saysNext(p)
}

// saysNext reports whether a verb of saying follows that the parse gives no
// subject: "…, Ann Lee has said".
func (r *resolver) saysNext(p *phrase) bool {
	doc := r.g.doc
	for i := p.last; i < min(p.last+3, len(doc.Tokens)); i++ {
		token := &doc.Tokens[i]
		switch {
		case token.Sentence != doc.Tokens[p.head].Sentence:
			return false
		case token.POS == "VERB":
			return r.speaks(i) && token.Tag != "VBG" && token.Tag != "VB" && doc.Child(i, "nsubj") < 0
		case token.POS != "AUX" && token.POS != "ADV":
			return false
		}
	}
	return false
}

func (r *resolver) isAccordingTo(p *phrase) bool {
	return p.first >= 2 && r.g.doc.Tokens[p.first-1].Lower == "to" && r.g.doc.Tokens[p.first-2].Lower == "according"
}

// partyOf finds whom the phrase stands for; nil where nobody.
func (r *resolver) partyOf(p *phrase) (*party, string) {
	for _, rule := range r.rules {
		if party, decided := rule.apply(r, p, rule.name); decided {
			return party, rule.name
		}
	}
	return nil, ""
}

// rule is one way of telling whom a phrase stands for. It decides, or leaves
// the phrase to the next.
type rule struct {
	name  string
	apply func(r *resolver, p *phrase, rule string) (*party, bool)
}

func (r *resolver) head(p *phrase) string { return r.g.doc.Tokens[p.head].Lower }

func (r *resolver) lemma(p *phrase) string { return strings.ToLower(r.g.doc.Tokens[p.head].Lemma) }

// roleHead is the noun that tells the role: the phrase's head, or the last
// title before a name.
func (r *resolver) roleHead(p *phrase) int {
	if p.named.empty() {
		return p.head
	}
	for i := p.title.last - 1; i >= p.title.first; i-- {
		if entry, found := r.g.nounAt(i); found && entry.class != document {
			return i
		}
	}
	return -1
}

// contentWords are the words that set a description apart from others with
// the same head: no determiners, no country, no head.
func (r *resolver) contentWords(p *phrase) []string {
	var words []string
	head := r.roleHead(p)
	add := func(first, last int) {
		_, at, found := r.g.countryIn(first, last)
		for i := first; i < last; i++ {
			token := &r.g.doc.Tokens[i]
			if i == head || found && i >= at.first && i < at.last {
				continue
			}
			switch token.POS {
			case "NOUN", "PROPN", "ADJ", "VERB":
				words = append(words, strings.TrimSuffix(token.Lower, "s"))
			}
		}
	}
	last := p.to
	if !p.named.empty() {
		last = p.title.last
	}
	add(p.from, min(last, p.to))
	if len(p.links) > 0 && p.named.empty() {
		add(p.to, p.last)
	}
	return words
}

// isDefinite reports whether the phrase points to something known: "the
// ministry", "The Foreign Ministry", a possessive.
func (r *resolver) isDefinite(p *phrase) bool {
	switch r.g.doc.Tokens[p.from].Lower {
	case "the", "this", "that", "these", "those", "both":
		return true
	}
	return p.owner != nil || p.ownedBy >= 0
}

func (r *resolver) isIndefinite(p *phrase) bool {
	switch r.g.doc.Tokens[p.from].Lower {
	case "a", "an", "another", "one", "some", "any", "no", "every", "each":
		return true
	}
	return false
}

func (r *resolver) isPlural(p *phrase) bool {
	tag := r.g.doc.Tokens[p.head].Tag
	return tag == "NNS" || tag == "NNPS" || p.noun.class == many || p.noun.class == troops
}

// wholeCountry tells which country a phrase names with all its words.
func (r *resolver) wholeCountry(p *phrase) (country.Match, span, bool) {
	words := trimArticle(r.g.doc.Words(r.g.doc.SpanOf(p.from, p.to)))
	match, found := country.Find(words)
	if found && !unicode.IsUpper(firstRune(words)) {
		found = false
	}
	return match, span{p.from, p.to}, found
}

// isCountry reports whether the phrase is a country or its capital, or stands
// for one ("the country").
func (r *resolver) isCountry(p *phrase) bool { return r.countryCode(p) != "" }

// countryCode is the country that the phrase as a whole names, or "".
func (r *resolver) countryCode(p *phrase) string {
	if match, _, found := r.wholeCountry(p); found && match.Sense != country.Metonym && match.Sense != country.People {
		return match.Country.Code
	}
	if r.isTheCountry(p) && p.party != nil {
		return p.party.country
	}
	return ""
}

func (r *resolver) isTheCountry(p *phrase) bool {
	switch r.head(p) {
	case "country", "nation":
		return p.named.empty() && p.to-p.from <= 2 && !r.isIndefinite(p) && !r.isPlural(p)
	}
	return false
}

// told is the country that the phrase's own words tell: of the owner, among
// the words before the head, or of a complement.
func (r *resolver) told(p *phrase) string {
	if code := r.backerOf(p); code != "" {
		return code
	}
	// “Lund’s Estonian counterpart” is no compatriot of Lund’s.
	if p.owner != nil && r.head(p) != "counterpart" && !r.isCounterpart(p) {
		if code := r.countryOfPhrase(p.owner); code != "" {
			return code
		}
	}
	last := p.to
	if !p.named.empty() && p.named.last == p.to {
		last = p.named.first
	}
	if match, at, found := r.g.countryIn(p.from, last); found && !r.isAgainst(at.first) {
		return match.Country.Code
	}
	if p.noun.country != "" {
		return p.noun.country
	}
	// “a Lund aide”
	for i := p.from; i < last; i++ {
		if person := r.personNamed(i); person != nil && person.country != "" && !r.isForHire(p) {
			return person.country
		}
	}
	for i := p.from; i < last; i++ {
		if org := r.organisationAt(i, last); org != nil && org.country != "" {
			return org.country
		}
	}
	for _, link := range p.links {
		if link.prep == "to" && (r.head(p) == "ambassador" || r.head(p) == "envoy") || link.prep == "in" && r.head(p) == "embassy" {
			continue
		}
		if code := r.countryOfPhrase(link.to); code != "" {
			return code
		}
	}
	for i := p.from; i < last; i++ {
		if place, known := r.g.places[i]; known && place.Country != "" && r.isPlaceName(i) {
			return alpha3(place.Country)
		}
	}
	return ""
}

// isCounterpart reports whether the title calls somebody another's counterpart.
func (r *resolver) isCounterpart(p *phrase) bool {
	return !p.title.empty() && r.g.doc.Tokens[p.title.last-1].Lower == "counterpart"
}

// isPlaceName reports whether the name tagger, too, reads a place at token i.
func (r *resolver) isPlaceName(i int) bool {
	n := r.g.nameAt[i]
	return n > 0 && r.g.doc.Names[n-1].Kind == text.LOC
}

// personNamed is whom the name at token i stands for within a description, or
// nil.
func (r *resolver) personNamed(i int) *party {
	if r.g.doc.Tokens[i].POS != "PROPN" {
		return nil
	}
	if n := r.g.nameAt[i]; n == 0 || r.g.doc.Names[n-1].Kind != text.PER {
		if !r.g.surnames[r.g.doc.Tokens[i].Text] {
			return nil
		}
	}
	return r.surnamed[folded(r.g.doc.Tokens[i].Text)]
}

// backerOf is the state behind a party that is called by its backer
// ("pro-Swedish forces", "the Oslo-installed mayor"), or that is one of those
// which the article says elsewhere who backs ("the self-proclaimed republic").
func (r *resolver) backerOf(p *phrase) string {
	code, partisan := backerIn(r.g, p.first, p.last)
	if code != "" || !partisan {
		return code
	}
	if !r.backerKnown {
		r.backer, _ = backerIn(r.g, 0, len(r.g.doc.Tokens))
		r.backerKnown = true
	}
	return r.backer
}

var backings = []string{"backed", "installed", "appointed", "controlled", "imposed", "supported", "aligned", "led", "occupied", "held", "run", "allied", "friendly", "sponsored", "funded", "proxy", "loyal"}

// backerIn finds the first backer told among the tokens [first, last), and
// whether any word calls for one.
func backerIn(g *grammar, first, last int) (code string, partisan bool) {
	for i := first; i < last; i++ {
		token := &g.doc.Tokens[i]
		switch token.Lower {
		case "separatist", "separatists", "self-proclaimed", "breakaway", "puppet", "proxy", "proxies", "rebel", "rebels":
			partisan = true
		case "proclaimed":
			partisan = true
		case "pro":
			if i+2 < last && g.doc.Tokens[i+1].Tag == "HYPH" {
				if match, found := country.Find(g.doc.Tokens[i+2].Text); found {
					return match.Country.Code, true
				}
			}
		}
		before, after, hyphened := strings.Cut(token.Text, "-")
		switch {
		case hyphened && strings.EqualFold(before, "pro"):
			if match, found := country.Find(after); found {
				return match.Country.Code, true
			}
		case hyphened && slices.Contains(backings, strings.ToLower(after)):
			if match, found := country.Find(before); found {
				return match.Country.Code, true
			}
		case i+2 < last && g.doc.Tokens[i+1].Tag == "HYPH" && slices.Contains(backings, g.doc.Tokens[i+2].Lower):
			if match, found := country.Find(token.Text); found {
				return match.Country.Code, true
			}
		}
	}
	return "", partisan
}

func alpha3(code string) string {
	if state := country.Of(code); state != nil {
		return state.Code
	}
	return ""
}

// isAgainst reports whether the word tells whom somebody is against
// ("anti-Russian").
func (r *resolver) isAgainst(i int) bool {
	return strings.HasPrefix(r.g.doc.Tokens[i].Lower, "anti")
}

// countryOfPhrase is the country of a phrase by whatever is known of it.
func (r *resolver) countryOfPhrase(p *phrase) string {
	if code := r.countryCode(p); code != "" {
		return code
	}
	if p.party != nil && p.party.country != "" {
		return p.party.country
	}
	if !p.named.empty() {
		return r.personOf(p).country
	}
	if org := r.organisationAt(p.from, p.to); org != nil {
		return org.country
	}
	if code := r.told(p); code != "" {
		return code
	}
	if place, known := r.g.places[p.head]; known {
		return alpha3(place.Country)
	}
	return ""
}

// organisationAt returns the well-known organisation that the words from
// token i on name, the longest first.
func (r *resolver) organisationAt(i, last int) *organisation {
	for n := min(5, last-i); n > 0; n-- {
		words := r.g.doc.Words(r.g.doc.SpanOf(i, i+n))
		if !unicode.IsUpper(firstRune(trimArticle(words))) && !strings.HasPrefix(words, "al-") {
			continue
		}
		if org := r.g.lex.organisations[plain(words)]; org != nil {
			return org
		}
	}
	return nil
}

func (r *resolver) ownerOf(p *phrase) *party {
	if p.owner != nil {
		return p.owner.party
	}
	if p.ownedBy >= 0 {
		return r.possessor(p)
	}
	return nil
}

func (r *resolver) isBodyLike(p *party) bool {
	switch p.kind {
	case tocsin.Person, tocsin.People, tocsin.Unnamed:
		return false
	}
	return true
}

// pointsToCountry reports whether the words around the head tell the country,
// so that the name should.
func (r *resolver) pointsToCountry(p *phrase) bool {
	if p.owner != nil && r.isCountry(p.owner) {
		return true
	}
	_, at, found := r.g.countryIn(p.from, p.to)
	return found && at.last > at.first
}

// mentions reports whether the words of the name tell the country already
// ("Russian-controlled administration").
func (r *resolver) mentions(p *phrase, code string) bool {
	match, at, found := r.g.countryIn(p.from, p.to)
	if !found || match.Country.Code != code {
		return false
	}
	return at.last == at.first || at.last < p.to && r.g.doc.Tokens[at.last].Text == "-" || match.Sense == country.Metonym || match.Sense == country.People
}

// governmentOf returns the party of a state's government.
func (r *resolver) governmentOf(code, rule string) *party {
	p := r.keyed("state "+code, adjective(code)+" government", tocsin.Government, rule)
	p.country, p.explicit, p.sector = code, true, "GOV"
	p.score = 0.85
	return p
}

// compatible reports whether a description can be said of the person: the
// country must not contradict, and what sets the description apart must have
// been said of the person.
func compatible(person *party, code, head string, content []string) bool {
	if code != "" && person.country != "" && person.country != code {
		return false
	}
	for _, known := range person.roles {
		if sameRole(known.head, head) && (subset(content, known.content) || head == "minister" && overlap(content, known.content)) {
			return true
		}
	}
	return false
}

// overlap is enough for ministers, whose portfolios have long names: "the
// minister for economic and energy affairs" after "Economy minister Ann Lee".
func overlap(words, of []string) bool {
	for _, word := range words {
		if word != "affair" && word != "former" && word != "prime" && word != "deputy" && subset([]string{word}, of) {
			return true
		}
	}
	return false
}

func sameRole(known, head string) bool {
	if known == head {
		return true
	}
	if known == "counterpart" {
		return slices.Contains([]string{"president", "premier", "minister", "chancellor", "secretary", "leader", "king"}, head)
	}
	if head == "leader" {
		return slices.Contains([]string{"president", "premier", "minister", "chancellor", "head", "chief", "king", "governor", "mayor", "ruler", "secretary"}, known)
	}
	if head == "spokesperson" || known == "spokesperson" {
		return strings.HasPrefix(known, "spokes") && strings.HasPrefix(head, "spokes")
	}
	return head == "premier" && known == "minister" || head == "chief" && known == "head" || head == "head" && (known == "chief" || known == "leader") ||
		head == "official" && (known == "minister" || known == "deputy")
}

func subset(words, of []string) bool {
	for _, word := range words {
		if !slices.ContainsFunc(of, func(other string) bool { return sameStem(word, other) }) {
			return false
		}
	}
	return true
}

func sameStem(a, b string) bool {
	if a == "defence" {
		a = "defense"
	}
	if b == "defence" {
		b = "defense"
	}
	if a == b {
		return true
	}
	// "economy" and "economic"
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 5 && max(len(a), len(b))-n <= 4
}
