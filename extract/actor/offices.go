package actor

import (
	"slices"
	"strings"

	"tocsin"
	"tocsin/country"
)

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
