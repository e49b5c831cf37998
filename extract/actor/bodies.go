package actor

import (
	"slices"
	"strings"
	"unicode"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

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
