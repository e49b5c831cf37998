package event

import (
	"slices"
	"strings"

	"tocsin"
	"tocsin/text"
)

// fitVerb returns the first entry whose conditions the frame meets, or nil.
func (r *reader) fitVerb(f *frame) *entry {
	for _, candidate := range r.verbEntries(f.verb) {
		if r.hasParticle(f, candidate.particle) && r.holdsAll(candidate, func(c *condition) bool { return r.verbHolds(f, c) }) {
			return candidate
		}
	}
	return nil
}

// hasParticle reports whether the verb has the wanted particle. Without one
// wanted, a true particle forbids: to carry out is not to carry.
func (r *reader) hasParticle(f *frame, want string) bool {
	if want == "" {
		return !slices.ContainsFunc(f.particles, func(i int) bool { return r.doc.Tokens[i].Is("compound:prt") })
	}
	if slices.ContainsFunc(f.particles, func(i int) bool { return r.doc.Tokens[i].Lower == want }) {
		return true
	}
	// "taken prisoner", "found the captain guilty": the parser may call the
	// word an object, a complement or anything else, so that its place decides.
	far := 1
	if distant[want] {
		far = reachOfMending
	}
	for next := f.verb + 1; next < len(r.doc.Tokens) && next <= f.verb+far; next++ {
		if r.doc.Tokens[next].Lower == want {
			return r.doc.Tokens[next].Sentence == r.doc.Tokens[f.verb].Sentence
		}
	}
	return false
}

// distant are the complements that stand behind their object.
var distant = map[string]bool{"guilty": true, "responsible": true, "accountable": true, "prisoner": true, "captive": true, "hostage": true, "dead": true, "free": true}

func (r *reader) holdsAll(e *entry, holds func(*condition) bool) bool {
	for i := range e.conditions {
		if holds(&e.conditions[i]) == e.conditions[i].not {
			return false
		}
	}
	return true
}

func (r *reader) verbHolds(f *frame, c *condition) bool {
	switch c.key {
	case "obj":
		return r.anyIs(f.patients, c)
	case "subj":
		return r.anyIs(f.agents, c)
	case "xcomp":
		for _, clause := range f.clauses {
			if (r.doc.Tokens[clause].Is("xcomp") || !r.isFinite(clause)) && r.anyIs([]int{clause}, c) {
				return true
			}
		}
		return false
	case "obl":
		for _, phrase := range f.obliques {
			if slices.Contains(c.prep, phrase.prep) && (c.any || r.anyIs([]int{phrase.head}, c)) {
				return true
			}
		}
		for _, object := range f.patients {
			if r.phraseHolds(object, c) {
				return true
			}
		}
		// "charged with spying": a clause may stand for the noun.
		for _, child := range r.doc.Children(f.verb) {
			if c.any && r.doc.Tokens[child].Is("advcl") && slices.Contains(c.prep, r.prepMark(int(child))) {
				return true
			}
		}
	}
	return false
}

// phraseHolds looks for a prepositional phrase of a noun.
func (r *reader) phraseHolds(noun int, c *condition) bool {
	for _, child := range r.doc.Children(noun) {
		token := &r.doc.Tokens[child]
		if !token.Is("nmod", "obl", "acl") {
			continue
		}
		joined := slices.Contains(c.prep, r.prepOf(int(child))) ||
			token.Is("acl") && slices.Contains(c.prep, "to") && r.hasMark(int(child), "to")
		if joined && (c.any || r.anyIs(r.conjuncts(int(child)), c)) {
			return true
		}
	}
	return false
}

// fitNoun returns the first entry whose conditions the noun meets, or nil.
func (r *reader) fitNoun(i int) *entry {
	for _, candidate := range r.lex.nouns[r.lemma(i)] {
		if r.follows(i, candidate.before) >= 0 && r.holdsAll(candidate, func(c *condition) bool { return r.nounHolds(i, c) }) {
			return candidate
		}
	}
	return nil
}

// follows returns where the words stand that come right before i, hyphens
// aside, or -1 where they do not.
func (r *reader) follows(i int, before []string) int {
	at := i
	for n := len(before) - 1; n >= 0; n-- {
		at--
		for at >= 0 && (r.doc.Tokens[at].Lower == "-" || r.doc.Tokens[at].Lower == "‑") {
			at--
		}
		if at < 0 || r.lemma(at) != before[n] && r.doc.Tokens[at].Lower != before[n] {
			return -1
		}
	}
	return at
}

func (r *reader) nounHolds(i int, c *condition) bool {
	if c.key == "nmod" {
		return r.phraseHolds(i, c)
	}
	for _, child := range r.doc.Children(i) {
		if r.doc.Tokens[child].Is("amod", "compound", "nmod:desc") && (c.any || r.anyIs([]int{int(child)}, c)) {
			return true
		}
	}
	return false
}

// fitAdjective returns the entry for a participle that stands before a noun.
func (r *reader) fitAdjective(i int) *entry {
	head := r.doc.Tokens[i].Head
	for _, candidate := range r.lex.adjectives[r.doc.Tokens[i].Lower] {
		if r.holdsAll(candidate, func(c *condition) bool { return r.anyIs([]int{head}, c) }) {
			return candidate
		}
	}
	return nil
}

// anyIs reports whether one of the words is wanted.
func (r *reader) anyIs(heads []int, c *condition) bool {
	for _, head := range heads {
		if head < 0 {
			continue
		}
		if c.any {
			return true
		}
		for k := range c.list {
			if r.is(head, &c.list[k]) {
				return true
			}
		}
	}
	return false
}

func (r *reader) is(i int, want *wanted) bool {
	if measures[r.lemma(i)] && want.class != "" && want.set == nil {
		if inner := r.measured(i); inner >= 0 {
			i = inner // "half of the town", "dozens of villages"
		}
	}
	switch want.class {
	case "force":
		return r.inSet(i, want.set) || r.isArmed(i)
	case "aid":
		return r.inSet(i, want.set) || isMoney(r.doc.Tokens[i].Text)
	case "":
		return r.isWord(i, want)
	case "party":
		return r.isParty(i)
	case "place":
		return r.isPlace(i)
	case "person":
		return r.isPerson(i)
	case "target":
		return r.isParty(i) || r.isPlace(i) || r.inClass(i, "facility") || r.inClass(i, "ground")
	}
	return r.inSet(i, want.set)
}

// isArmed reports whether the actor that the word stands for is an armed one,
// so that "they entered the town" is read as of its troops.
func (r *reader) isArmed(i int) bool {
	at := r.actorAt[i]
	if at == 0 {
		return false
	}
	actor := &r.actors[at-1]
	return actor.Kind == tocsin.ArmedGroup || actor.Sector == "MIL" && actor.Kind != tocsin.Person || actor.Sector == "REB" && actor.Kind != tocsin.Person
}

// isMoney reports whether the word is a sum ("$1bn").
func isMoney(word string) bool {
	return strings.HasPrefix(word, "$") || strings.HasPrefix(word, "£") || strings.HasPrefix(word, "€")
}

func (r *reader) isWord(i int, want *wanted) bool {
	if r.lemma(i) != want.word && r.doc.Tokens[i].Lower != want.word {
		return false
	}
	if want.narrowed == "" {
		return true
	}
	for _, child := range r.doc.Children(i) {
		if r.lemma(int(child)) == want.narrowed || r.doc.Tokens[child].Lower == want.narrowed {
			return true
		}
	}
	return false
}

func (r *reader) inClass(i int, class string) bool { return r.inSet(i, r.lex.classes[class]) }

// inSet looks a word up by its lemma and as it stands; of "a group of
// fighters" and "dozens of fighters" the fighters count.
func (r *reader) inSet(i int, set wordSet) bool {
	if set[r.lemma(i)] || set[r.doc.Tokens[i].Lower] {
		return true
	}
	if !measures[r.lemma(i)] {
		return false
	}
	inner := r.measured(i)
	return inner >= 0 && (set[r.lemma(inner)] || set[r.doc.Tokens[inner].Lower])
}

// measures are nouns that only count or bundle what follows their "of".
var measures = map[string]bool{
	"series": true, "wave": true, "round": true, "number": true, "dozen": true, "dozens": true, "hundred": true,
	"hundreds": true, "thousand": true, "thousands": true, "spate": true, "string": true, "act": true, "campaign": true,
	"kind": true, "type": true, "form": true, "group": true, "majority": true, "score": true, "scores": true,
	"pair": true, "couple": true, "lot": true, "bulk": true, "part": true, "most": true, "some": true, "many": true,
	"million": true, "millions": true, "billion": true, "billions": true, "ton": true, "tonne": true, "half": true,
	"rest": true, "set": true, "batch": true, "convoy": true, "flurry": true, "barrage": true, "volley": true,
	"%": true, "percent": true, "cent": true, "contingent": true, "infusion": true, "tranche": true, "injection": true, "fleet": true, "trove": true, "tens": true, "ten": true, "one": true, "third": true, "thirds": true, "two-thirds": true, "quarter": true, "quarters": true, "three-quarters": true, "remainder": true, "much": true, "fifth": true, "more": true, "all": true, "none": true, "both": true, "package": true,
}

// measured returns the noun that a measure bundles, or -1.
func (r *reader) measured(i int) int {
	for _, child := range r.doc.Children(i) {
		if r.doc.Tokens[child].Is("nmod", "obl") && r.prepOf(int(child)) == "of" {
			return int(child)
		}
	}
	return -1
}

func (r *reader) lemma(i int) string { return r.lemmas[i] }

// lemmaOf is the token's lemma in lower case and without hyphens, so that
// "cease-fire" is "ceasefire"; the word itself where it has none.
func lemmaOf(token *text.Token) string {
	lemma := token.Lower
	if token.Lemma != "" {
		lemma = strings.ToLower(token.Lemma)
	}
	if len(lemma) > 1 && strings.Contains(lemma, "-") {
		return strings.ReplaceAll(lemma, "-", "")
	}
	return lemma
}

// verbEntries returns the entries of a verb, by its lemma and, where that is
// unknown, by what its ending comes from.
func (r *reader) verbEntries(i int) []*entry {
	if entries := r.lex.verbs[r.lemma(i)]; entries != nil {
		return entries
	}
	word := r.doc.Tokens[i].Lower
	for _, ending := range []string{"ed", "d", "ing", "es", "s"} {
		stem, has := strings.CutSuffix(word, ending)
		if !has || len(stem) < 3 {
			continue
		}
		for _, lemma := range []string{stem, stem + "e", stem[:len(stem)-1]} {
			if entries := r.lex.verbs[lemma]; entries != nil {
				return entries
			}
		}
	}
	return nil
}
