package actor

import (
	"slices"
	"strings"
	"unicode"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

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
