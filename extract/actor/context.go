package actor

import (
	"strings"
	"unicode"

	"tocsin/country"
)

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

// boundOffices are posts and houses that, under this very name, only one state
// has as far as news in English goes; the words are lower case.
var boundOffices = []struct{ words, country string }{
	{"foreign secretary", "GBR"}, // “the foreign secretary, Ann Lee”
	{"home secretary", "GBR"},
	{"defence secretary", "GBR"}, // so spelt; America has a “defense secretary”
	{"health secretary", "GBR"},
	{"education secretary", "GBR"},
	{"business secretary", "GBR"},
	{"shadow", "GBR"}, // “the shadow chancellor”
	{"tory", "GBR"},
	{"first minister of scotland", "GBR"},
	{"secretary of state for", "GBR"},
	{"home office", "GBR"},
	{"secretary of state", "USA"}, // but “secretary of state for”
	{"defense secretary", "USA"},
	{"treasury secretary", "USA"},
	{"senate majority leader", "USA"},
	{"senate minority leader", "USA"},
	{"house speaker", "USA"},
	{"house majority leader", "USA"},
	{"house minority leader", "USA"},
	{"rep.", "USA"},
	{"sen.", "USA"},
	{"gop", "USA"},
}
