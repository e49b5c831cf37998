package event

import (
	"slices"

	"tocsin/text"
)

// frame is a verb with its parts, passives and shared subjects undone.
type frame struct {
	verb      int
	passive   bool
	agents    []int // heads of who does it
	patients  []int // heads of what it is done to
	receivers []int // indirect objects
	obliques  []oblique
	particles []int
	clauses   []int // xcomp and ccomp
	// ownAgents tells that the clause itself names the agents, and that they
	// were not taken over from a verb above.
	ownAgents bool
}

// oblique is a prepositional phrase.
type oblique struct {
	prep string // "" where there is none
	head int
}

// maxClimb bounds how far subjects are inherited: a hostile sentence can chain
// verbs without end.
const maxClimb = 8

// frameOf reads the frame of the verb at i.
func (r *reader) frameOf(i int) *frame {
	if found, ok := r.frames[i]; ok {
		return found
	}
	found := &frame{verb: i, passive: r.isPassive(i)}
	if r.isGerund(i) {
		object := r.doc.Tokens[i].Head
		found.passive = false
		found.patients = r.conjuncts(object)
		if above := r.doc.Tokens[object].Head; above >= 0 && r.isVerb(above) {
			switch r.doc.Tokens[i-1].Lower {
			case "of", "from", "for":
				found.agents = r.controller(above, 1)
			default:
				found.agents, _ = r.subject(above, 1)
			}
		}
		r.frames[i] = found
		return found
	}
	if before := r.misread(i); before >= 0 {
		found.passive, found.ownAgents = false, true
		found.agents = slices.DeleteFunc(r.conjuncts(before), func(agent int) bool { return agent > i })
		found.patients = r.conjuncts(r.doc.Tokens[i].Head)
		r.frames[i] = found
		return found
	}
	for _, child := range r.doc.Children(i) {
		r.place(found, int(child))
	}
	surface, own := r.subject(i, 0)
	found.ownAgents = own
	if found.passive {
		if len(found.patients) == 0 {
			found.patients = surface
		}
	} else if len(found.agents) == 0 {
		found.agents = surface
	}
	if !found.passive && len(found.patients) == 0 {
		found.patients = r.gap(i)
	}
	if r.isFinite(i) {
		r.mend(found)
	}
	r.frames[i] = found
	return found
}

// mend fills in what a broken parse leaves out of a plain finite clause, by
// word order alone: the party right before the verb and the noun phrase right
// after it.
func (r *reader) mend(f *frame) {
	if f.passive {
		if len(f.patients) == 0 {
			if before := r.partyBefore(f.verb); before >= 0 {
				f.patients = []int{before}
			}
		}
		return
	}
	if len(f.agents) == 0 {
		if before := r.partyBefore(f.verb); before >= 0 {
			f.agents = []int{before}
		}
	}
	if len(f.patients) == 0 && len(f.clauses) == 0 {
		if after := r.nounAfter(f.verb); after >= 0 {
			f.patients = []int{after}
		}
	}
}

// reachOfMending bounds in tokens how far mending looks.
const reachOfMending = 10

// partyBefore finds the nearest party before the verb that no preposition
// governs, with no other verb between.
func (r *reader) partyBefore(verb int) int {
	sentence := r.doc.Tokens[verb].Sentence
	speaker := false // the next party is the speaker of an inserted "he said"
	for i := verb - 1; i >= 0 && verb-i <= reachOfMending; i-- {
		token := &r.doc.Tokens[i]
		if token.Sentence != sentence || token.POS == "SCONJ" {
			return -1
		}
		if token.POS == "VERB" {
			if !inserted[r.lemma(i)] || r.doc.Tokens[i+1].Lower != "," {
				return -1
			}
			speaker = true
			continue
		}
		if token.POS != "PROPN" && token.POS != "NOUN" && token.POS != "PRON" && r.actorAt[i] == 0 {
			continue
		}
		if token.Is("compound", "nmod:poss", "flat", "nmod:desc", "amod", "det") || r.prepOf(i) != "" || !r.isParty(i) {
			continue
		}
		if speaker {
			speaker = false
			continue
		}
		return i
	}
	return -1
}

// inserted are verbs of saying that stand between commas in what is said.
var inserted = map[string]bool{"say": true, "add": true, "claim": true, "argue": true, "note": true, "insist": true, "admit": true, "warn": true}

// nounAfter finds the head of the noun phrase that begins right after the
// verb.
func (r *reader) nounAfter(verb int) int {
	found := -1
	for i := verb + 1; i < len(r.doc.Tokens) && i-verb <= reachOfMending; i++ {
		token := &r.doc.Tokens[i]
		if token.Sentence != r.doc.Tokens[verb].Sentence {
			break
		}
		switch token.POS {
		case "NOUN", "PROPN":
			found = i
			continue
		case "DET", "ADJ", "NUM", "SYM":
			if found >= 0 && token.POS == "DET" {
				return found
			}
			continue
		case "PART":
			if token.Tag == "POS" {
				continue
			}
		}
		i = len(r.doc.Tokens)
	}
	if found < 0 || r.isTime(found) {
		return -1
	}
	for r.doc.Tokens[found].Is("flat") && r.doc.Tokens[found].Head > verb {
		found = r.doc.Tokens[found].Head
	}
	return found
}

// misread finds the subject of a verb that the parser took for a participle
// before its object: in "the two armies held joint drills" a noun stands right
// before "held", as it never does before a participle. It returns -1 elsewhere.
func (r *reader) misread(i int) int {
	token := &r.doc.Tokens[i]
	if !token.Is("amod") || token.Head <= i || i == 0 || token.Tag != "VBN" && token.Tag != "VBD" {
		return -1
	}
	before := &r.doc.Tokens[i-1]
	if before.Sentence != token.Sentence || before.POS != "NOUN" && before.POS != "PROPN" && before.POS != "PRON" || before.Is("compound", "nmod:poss") {
		return -1
	}
	if before.Is("conj", "flat") && before.Head >= 0 {
		return before.Head
	}
	return i - 1
}

// isGerund reports whether a participle that the parser hung from the noun
// after it is a gerund with that noun as its object: in "accused it of
// squeezing supplies" a preposition stands before, and supplies squeeze nobody.
func (r *reader) isGerund(i int) bool {
	token := &r.doc.Tokens[i]
	if !token.Is("amod") || token.Tag != "VBG" || token.Head <= i || i == 0 {
		return false
	}
	switch r.doc.Tokens[i-1].Lower {
	case "of", "by", "from", "for", "in", "after", "before", "without":
		return !r.inClass(token.Head, "force") && !r.inClass(token.Head, "weapon")
	}
	return false
}

// place files one child of the verb.
func (r *reader) place(f *frame, child int) {
	token := &r.doc.Tokens[child]
	switch {
	case token.Is("obj"):
		if !isRelative(token) || r.doc.Tokens[f.verb].Dep != "acl:relcl" {
			f.patients = append(f.patients, r.conjuncts(child)...)
		}
	case token.Is("iobj"):
		f.receivers = append(f.receivers, r.conjuncts(child)...)
	case token.Is("compound:prt"):
		f.particles = append(f.particles, child)
	case token.Is("advmod") && particles[token.Lower]:
		f.particles = append(f.particles, child)
	case token.Is("xcomp") && token.POS == "ADJ" && r.doc.Child(child, "obj") > child:
		// "freed former minister Smith": the adjective belongs to the object.
		f.patients = append(f.patients, r.conjuncts(r.doc.Child(child, "obj"))...)
	case token.Is("xcomp", "ccomp"):
		f.clauses = append(f.clauses, r.conjuncts(child)...)
	case token.Is("obl", "nmod"):
		prep := r.prepOf(child)
		if particle := r.swallowed(f.verb, child); particle >= 0 {
			f.particles = append(f.particles, particle)
			f.patients = append(f.patients, r.conjuncts(child)...)
			return
		}
		if prep == "by" && f.passive && !r.isTime(child) {
			f.agents = append(f.agents, r.conjuncts(child)...)
			f.ownAgents = true
			return
		}
		for _, head := range r.conjuncts(child) {
			f.obliques = append(f.obliques, oblique{prep, head})
		}
	}
}

// swallowed finds a particle that the parser took for a preposition: "cut off
// the town" is not "cut … off the town". It returns -1 where there is none.
func (r *reader) swallowed(verb, object int) int {
	next := verb + 1
	if next >= len(r.doc.Tokens) || next >= object {
		return -1
	}
	token := &r.doc.Tokens[next]
	switch token.Lower {
	case "off", "up", "down", "out", "back":
		if token.Is("case") && token.Head == object && r.doc.Tokens[next+1].Lower != "of" {
			return next
		}
	}
	return -1
}

// particles are adverbs that parsers mark now as particles, now as adverbs.
var particles = map[string]bool{
	"back": true, "out": true, "down": true, "away": true, "together": true, "in": true, "home": true, "up": true,
	"over": true, "off": true, "forward": true, "apart": true, "forcibly": true, "captive": true, "dead": true,
	"hostage": true, "prisoner": true, "through": true, "into": true, "on": true,
}

// isPassive reports whether the surface subject of the verb undergoes it.
func (r *reader) isPassive(i int) bool {
	token := &r.doc.Tokens[i]
	if r.doc.Child(i, "nsubj:pass", "aux:pass") >= 0 {
		return true
	}
	if token.Tag != "VBN" && token.Tag != "VBD" && token.Tag != "JJ" {
		return false
	}
	if token.Is("amod") {
		return true
	}
	if token.Tag == "JJ" || r.doc.Child(i, "aux", "nsubj") >= 0 {
		return false
	}
	if token.Is("acl") && token.Dep != "acl:relcl" {
		// "troops entered the town": with an object it is no participle,
		// whatever the parser says.
		return r.doc.Child(i, "obj") < 0
	}
	if token.Tag != "VBN" {
		return false
	}
	if token.Is("conj") && token.Head >= 0 && r.isVerb(token.Head) {
		// "were shelled and looted": the second shares the first's auxiliary.
		return r.doc.Child(token.Head, "nsubj:pass", "aux:pass") >= 0
	}
	return token.Is("advcl", "xcomp", "parataxis") && r.doc.Child(i, "obj") < 0
}

// subject finds the heads of the surface subject of the verb, its own or one
// that it shares with a verb above it.
func (r *reader) subject(i, depth int) (heads []int, own bool) {
	if depth > maxClimb {
		return nil, false
	}
	token := &r.doc.Tokens[i]
	if child := r.nearestSubject(i); child >= 0 {
		if isRelative(&r.doc.Tokens[child]) && token.Is("acl") {
			return r.conjuncts(r.antecedent(child, token.Head)), true
		}
		return r.conjuncts(child), true
	}
	above := token.Head
	if above < 0 {
		return nil, false
	}
	heads, own = r.shared(i, above, depth)
	if len(heads) == 0 && token.Tag == "VBG" && !own && !token.Is("csubj", "nsubj", "amod") && !r.isFinite(i) {
		heads = r.mainSubject(i)
	}
	return heads, own
}

// shared finds a subject that the verb takes over from what is above it.
func (r *reader) shared(i, above, depth int) (heads []int, own bool) {
	token := &r.doc.Tokens[i]
	switch {
	case token.Is("amod"):
		if token.Tag == "VBG" || token.Tag == "VBN" || token.Tag == "VBD" || token.Tag == "JJ" {
			return []int{above}, true
		}
	case token.Dep == "acl:relcl":
		return nil, false
	case token.Is("acl"):
		if r.hasMark(i, "to") || r.doc.Tokens[above].POS != "PROPN" && r.prepMark(i) != "" {
			return r.masters(above, depth+1), false
		}
		return r.conjuncts(above), true
	case token.Is("xcomp"):
		return r.controller(above, depth+1), false
	case token.Is("conj"):
		heads, _ = r.subject(above, depth+1)
		return heads, false
	case token.Is("advcl"):
		if r.prepMark(i) == "of" || r.prepMark(i) == "from" || r.hasMark(i, "to") && objectControl[r.lemma(above)] {
			return r.controller(above, depth+1), false
		}
		if !r.isFinite(i) {
			heads, _ = r.subject(above, depth+1)
			return heads, false
		}
	case token.Is("ccomp") && !r.isFinite(i):
		heads, _ = r.subject(above, depth+1)
		return heads, false
	}
	return nil, false
}

// mainSubject is the subject of the sentence's main verb, which a participle
// most often shares, whatever it was hung from.
func (r *reader) mainSubject(i int) []int {
	for depth := 0; depth < maxClimb && r.doc.Tokens[i].Head >= 0; depth++ {
		i = r.doc.Tokens[i].Head
	}
	if subject := r.doc.Child(i, "nsubj"); subject >= 0 {
		return r.conjuncts(subject)
	}
	return nil
}

// antecedent is what a relative pronoun stands for: the noun that the clause
// hangs from, or where that cannot act the party right before the pronoun.
func (r *reader) antecedent(pronoun, head int) int {
	if r.isParty(head) || r.inClass(head, "weapon") {
		return head
	}
	for i := pronoun - 1; i > head && pronoun-i <= 3; i-- {
		if r.doc.Tokens[i].POS == "PUNCT" {
			continue
		}
		if r.isParty(i) {
			return i
		}
		break
	}
	return head
}

// nearestSubject returns the last subject before the verb, or the first after
// it: of the two that a broken parse may give, that is the true one.
func (r *reader) nearestSubject(i int) int {
	found := -1
	for _, child := range r.doc.Children(i) {
		if r.doc.Tokens[child].Is("nsubj") && (found < 0 || int(child) < i) {
			found = int(child)
		}
	}
	return found
}

// controller finds who a completing infinitive or participle is about: the
// object of "force", "urge", "accuse", the subject of "try", "agree".
func (r *reader) controller(above, depth int) []int {
	if r.lemma(above) == "call" {
		for _, child := range r.doc.Children(above) {
			if r.doc.Tokens[child].Is("obl") && r.prepOf(int(child)) == "on" {
				return r.conjuncts(int(child))
			}
		}
	}
	if !subjectControl[r.lemma(above)] {
		if object := r.doc.Child(above, "obj", "iobj"); object >= 0 {
			return r.conjuncts(object)
		}
	}
	heads, _ := r.subject(above, depth)
	return heads
}

// subjectControl are verbs whose completing infinitive is about their subject
// although they have an object ("promised its allies to attack").
var subjectControl = map[string]bool{"promise": true, "vow": true, "threaten": true, "use": true, "deploy": true}

// objectControl are verbs whose infinitive is about their object even where
// the parser calls it adverbial ("urged Berlin to send tanks").
var objectControl = map[string]bool{
	"urge": true, "ask": true, "tell": true, "order": true, "force": true, "call": true, "press": true, "push": true,
	"allow": true, "invite": true, "help": true, "enable": true, "persuade": true, "convince": true, "warn": true,
	"pressure": true, "encourage": true, "want": true, "expect": true, "require": true, "lead": true, "send": true,
}

// masters finds who owns a noun that an infinitive completes: "Moscow's plan
// to attack", "forces made efforts to seize".
func (r *reader) masters(noun, depth int) []int {
	if owners := r.owners(noun); len(owners) > 0 {
		return owners
	}
	token := &r.doc.Tokens[noun]
	if token.Head >= 0 && token.Is("obj", "obl", "xcomp", "advcl") && r.isVerb(token.Head) {
		heads, _ := r.subject(token.Head, depth)
		return heads
	}
	if token.Head >= 0 && token.Is("conj", "nmod") && depth < maxClimb {
		return r.masters(token.Head, depth+1)
	}
	return nil
}

// gap finds the antecedent of an object relative clause: "the city that the
// rebels captured".
func (r *reader) gap(i int) []int {
	token := &r.doc.Tokens[i]
	if token.Dep != "acl:relcl" || token.Head < 0 {
		return nil
	}
	subject := r.doc.Child(i, "nsubj")
	if subject < 0 || isRelative(&r.doc.Tokens[subject]) {
		return nil
	}
	return r.conjuncts(token.Head)
}

// conjuncts returns the head and the nouns that are joined to it.
func (r *reader) conjuncts(head int) []int {
	out := []int{head}
	for _, child := range r.doc.Children(head) {
		if r.doc.Tokens[child].Is("conj") {
			out = append(out, int(child))
		}
	}
	return out
}

// owners finds the modifiers that say whose a noun is: "Russia's", "Russian",
// "by Russian forces".
func (r *reader) owners(noun int) []int {
	var out []int
	for _, child := range r.doc.Children(noun) {
		token := &r.doc.Tokens[child]
		switch {
		case token.Is("nmod:poss"):
			out = append(out, r.conjuncts(int(child))...)
		case token.Is("compound") && r.doc.Child(int(child), "nmod:poss") >= 0:
			// "Kenya's large-scale offensive": the parser gives Kenya to the scale.
			out = append(out, r.conjuncts(r.doc.Child(int(child), "nmod:poss"))...)
		case token.Is("amod", "compound", "nmod:desc"):
			if !r.isAgainst(int(child)) && r.namesParty(int(child)) {
				out = append(out, r.conjuncts(int(child))...)
			}
		case token.Is("nmod", "obl"):
			if r.prepOf(int(child)) == "by" {
				out = append(out, r.conjuncts(int(child))...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isAgainst reports whether the adjective is the target in "anti-Russian".
func (r *reader) isAgainst(i int) bool {
	for back := i - 1; back >= 0 && back >= i-2; back-- {
		switch r.doc.Tokens[back].Lower {
		case "-", "‑":
		case "anti", "pro":
			return true
		default:
			return false
		}
	}
	return false
}

// prepOf returns the preposition of a nominal, in lower case.
func (r *reader) prepOf(i int) string {
	for _, child := range r.doc.Children(i) {
		if r.doc.Tokens[child].Is("case") && int(child) < i {
			return r.doc.Tokens[child].Lower
		}
	}
	return ""
}

// prepMark returns the marker of a clause that is a preposition ("by
// shelling", "accused of shelling"), or "".
func (r *reader) prepMark(i int) string {
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("mark", "case") && token.Tag == "IN" {
			return token.Lower
		}
	}
	return ""
}

func (r *reader) hasMark(i int, word string) bool {
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("mark", "aux") && token.Lower == word {
			return true
		}
	}
	return false
}

func (r *reader) isVerb(i int) bool {
	pos := r.doc.Tokens[i].POS
	return pos == "VERB" || pos == "AUX"
}

// isFinite reports whether the verb carries tense, itself or by an auxiliary.
func (r *reader) isFinite(i int) bool {
	switch r.doc.Tokens[i].Tag {
	case "VBD", "VBP", "VBZ":
		return true
	}
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("aux", "cop") {
			switch token.Tag {
			case "VBD", "VBP", "VBZ", "MD":
				return true
			}
		}
	}
	return false
}

// isRelative reports whether the token is a relative pronoun.
func isRelative(token *text.Token) bool {
	switch token.Lower {
	case "who", "which", "that", "whom":
		return token.POS == "PRON" || token.POS == "DET" || token.Tag == "WP" || token.Tag == "WDT"
	}
	return false
}
