package actor

import (
	"slices"
	"strings"

	"tocsin"
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
