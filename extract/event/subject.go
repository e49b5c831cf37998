package event

import "slices"

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
	if len(heads) == 0 && token.Tag == "VBG" && !own && !token.Is("csubj", "nsubj", "amod", "parataxis") && !r.isFinite(i) && !r.isTopic(i) {
		heads = r.mainSubject(i)
	}
	return heads, own
}

// isTopic reports whether a gerund only says what a noun is about: of "its
// tracking of the raids showed a new weight on terrorising farmers" the main
// verb's subject terrorises nobody.
func (r *reader) isTopic(i int) bool {
	above := r.doc.Tokens[i].Head
	if above < 0 || r.doc.Tokens[above].POS != "NOUN" {
		return false
	}
	switch r.prepMark(i) {
	case "on", "in", "of", "about":
		return true
	}
	return false
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
		if r.doc.Child(i, "aux:pass") >= 0 && r.doc.Child(i, "obj") < 0 {
			return r.conjuncts(above), true // "Gao, a town in the north, was struck"
		}
		return nil, false
	case token.Is("acl"):
		if r.hasMark(i, "to") || r.doc.Tokens[above].POS != "PROPN" && r.prepMark(i) != "" {
			return r.masters(above, depth+1), false
		}
		if nearer := i - 1; nearer > above && r.doc.Tokens[nearer].Is("nmod") && r.doc.Tokens[nearer].Head == above && r.prepOf(nearer) == "of" && r.isParty(nearer) {
			return []int{nearer}, true // "the family of a man sentenced to death"
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
		if !r.doc.Tokens[child].Is("nsubj") || found >= 0 && int(child) > i {
			continue
		}
		if first, _ := r.doc.Reach(int(child)); found >= 0 && r.doc.Tokens[first].POS == "ADP" {
			continue // "the group with other troops arrived"
		}
		found = int(child)
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
