package event

import (
	"tocsin"
)

// irrealis orders the statuses: what embeds an event can only take it further
// from fact.
var irrealis = map[tocsin.Status]int{tocsin.Actual: 0, tocsin.Planned: 1, tocsin.Hypothetical: 2, tocsin.Negated: 3}

func further(a, b tocsin.Status) tocsin.Status {
	if irrealis[b] > irrealis[a] {
		return b
	}
	return a
}

// verbStatus tells whether the verb's event is fact, from its own auxiliaries
// and from what embeds it.
func (r *reader) verbStatus(i, depth int) tocsin.Status {
	status := r.ownStatus(i)
	token := &r.doc.Tokens[i]
	if depth > maxClimb || token.Head < 0 {
		return status
	}
	above := token.Head
	switch {
	case token.Is("xcomp", "ccomp", "csubj"):
		return further(status, r.embedded(i, above, depth))
	case token.Is("conj"):
		if r.isVerb(above) && !r.hasOwnSubject(i) {
			return further(status, r.verbStatus(above, depth+1))
		}
	case token.Is("acl") && token.Dep != "acl:relcl":
		if !r.hasMark(i, "to") && r.prepMark(i) == "" {
			return status
		}
		if _, ok := operatorNouns[r.lemma(above)]; !ok && r.hasMark(i, "to") && !trying[r.lemma(above)] {
			return further(status, tocsin.Planned)
		}
		return further(status, r.governedBy(above, depth+1))
	case token.Is("advcl"):
		return further(status, r.adverbial(i, above, depth))
	case token.Is("amod"):
		return status
	}
	return status
}

// ownStatus looks at the verb's own words: auxiliaries, negation, "if".
func (r *reader) ownStatus(i int) tocsin.Status {
	status := tocsin.Actual
	negated := false
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		switch {
		case token.Is("aux"):
			status = further(status, r.modal(token.Lower, i))
		case token.Is("advmod", "cc:preconj", "advmod:neg") && negations[token.Lower]:
			negated = true
		case token.Is("mark", "advmod") && conditionals[token.Lower]:
			status = further(status, tocsin.Hypothetical)
		case token.Is("mark") && token.Lower == "without":
			negated = true
		case token.Is("advmod") && token.Lower == "nearly", token.Is("advmod") && token.Lower == "almost":
			negated = true
		case token.Is("nsubj"):
			if token.Lower == "nobody" || token.Lower == "none" || r.hasNo(int(child)) {
				negated = true
			}
		case token.Is("obj") && r.hasNo(int(child)):
			negated = true
		}
	}
	if negated {
		return tocsin.Negated
	}
	return status
}

func (r *reader) modal(word string, verb int) tocsin.Status {
	switch word {
	case "will", "’ll", "'ll", "shall", "wo", "gon":
		return tocsin.Planned
	case "would", "'d", "’d":
		if r.claimAt[verb] > 0 || r.doc.Tokens[verb].Is("ccomp") {
			// Reported speech moves "will" into the past: "said it would send".
			return tocsin.Planned
		}
		return tocsin.Hypothetical
	case "could", "may", "might", "should", "can", "must", "ought", "ca":
		return tocsin.Hypothetical
	}
	return tocsin.Actual
}

var negations = map[string]bool{"not": true, "n't": true, "n’t": true, "never": true, "nor": true, "neither": true, "hardly": true}

var conditionals = map[string]bool{"if": true, "unless": true, "whether": true, "lest": true, "should": true, "until": true}

// hasNo reports whether the noun has "no" before it.
func (r *reader) hasNo(noun int) bool {
	det := r.doc.Child(noun, "det")
	return det >= 0 && r.doc.Tokens[det].Lower == "no"
}

func (r *reader) hasOwnSubject(i int) bool { return r.doc.Child(i, "nsubj") >= 0 }

// embedded tells what the governor of a completing clause makes of it.
func (r *reader) embedded(i, above, depth int) tocsin.Status {
	outer := operators[r.lemma(above)]
	if r.lemma(above) == "have" && !r.hasMark(i, "to") {
		outer = tocsin.Actual // "has hit", if the parser misreads it
	}
	if outer == "" || r.lemma(above) == "go" && r.doc.Tokens[above].Tag != "VBG" {
		outer = tocsin.Actual // "went on to seize" is fact, "is going to seize" is not
	}
	if !r.doc.Tokens[i].Is("xcomp") {
		// "said that", "believes that" leave the clause to its claim; a
		// finite clause below "promised" or "expects" has its own "will".
		if r.isFinite(i) && irrealis[outer] < irrealis[tocsin.Hypothetical] {
			return tocsin.Actual
		}
		if r.lemma(above) == "tell" || r.lemma(above) == "insist" || r.lemma(above) == "suggest" {
			return tocsin.Actual
		}
		return outer
	}
	return further(outer, r.verbStatus(above, depth+1))
}

// adverbial tells what an adverbial clause takes from the clause above it: a
// purpose is planned, "accused of shelling" and "while shelling" are as told.
func (r *reader) adverbial(i, above, depth int) tocsin.Status {
	if r.hasMark(i, "to") {
		if r.lemma(above) == "go" && r.doc.Tokens[above].Tag != "VBG" {
			return r.verbStatus(above, depth+1)
		}
		if outer, ok := operators[r.lemma(above)]; ok {
			return further(outer, r.verbStatus(above, depth+1))
		}
		return tocsin.Planned
	}
	if r.prepMark(i) == "from" && operators[r.lemma(above)] == tocsin.Negated {
		return tocsin.Negated
	}
	if r.prepMark(i) == "for" || r.prepMark(i) == "before" {
		return tocsin.Actual
	}
	return tocsin.Actual
}

// nounStatus tells whether an event noun's event is fact.
func (r *reader) nounStatus(i, depth int) tocsin.Status {
	status := tocsin.Actual
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("amod", "det", "compound") {
			if found, ok := modifierStatus[token.Lower]; ok {
				status = further(status, found)
			}
		}
	}
	return further(status, r.above(i, depth))
}

// governedBy tells what a noun makes of the clause or noun below it: by itself
// ("the plan to attack") and by what stands above it.
func (r *reader) governedBy(i, depth int) tocsin.Status {
	status := operatorNouns[r.lemma(i)]
	if status == "" {
		status = tocsin.Actual
	}
	return further(status, r.above(i, depth))
}

// above tells what stands above a noun and takes it out of fact: a light
// verb's own status, a verb or a noun that does ("ruled out an invasion",
// "fears of an invasion").
func (r *reader) above(i, depth int) tocsin.Status {
	status := tocsin.Actual
	token := &r.doc.Tokens[i]
	if depth > maxClimb || token.Head < 0 {
		return status
	}
	above := token.Head
	switch {
	case token.Is("conj"):
		return further(status, r.above(above, depth+1))
	case token.Is("nmod", "appos", "compound"):
		if r.lemma(above) == r.lemma(i) {
			return status
		}
		return further(status, r.governedNoun(above, depth+1))
	case r.isVerb(above) || r.doc.Tokens[above].POS == "ADJ":
		if token.Is("nsubj") && token.Dep != "nsubj:pass" {
			return further(status, r.asSubject(i, above))
		}
		if r.lemma(above) == "call" && r.hasParticle(r.frameOf(above), "off") {
			return tocsin.Negated
		}
		if found, ok := governorStatus[r.lemma(above)]; ok && r.isVerb(above) {
			return further(status, found)
		}
		if light[r.lemma(above)] != 0 || token.Is("nsubj:pass") {
			return further(status, r.verbStatus(above, depth+1))
		}
		if own := r.ownStatus(above); token.Is("obj") && irrealis[own] > 0 {
			return further(status, own)
		}
	}
	return status
}

// asSubject tells what the verb of an event noun makes of it: "talks may
// resume" are no fact, but in "the invasion did not cause this" it is.
func (r *reader) asSubject(noun, verb int) tocsin.Status {
	own := r.ownStatus(verb)
	if goingOn[r.lemma(verb)] {
		return own
	}
	if own == tocsin.Negated || r.pointsOut(noun) {
		return tocsin.Actual
	}
	return own
}

// pointsOut reports whether the noun is definite or somebody's.
func (r *reader) pointsOut(noun int) bool {
	for _, child := range r.doc.Children(noun) {
		token := &r.doc.Tokens[child]
		if token.Is("nmod:poss") || token.Is("det") && token.Lower == "the" {
			return true
		}
	}
	return false
}

// governedNoun passes on only what a noun above really takes out of fact.
func (r *reader) governedNoun(i, depth int) tocsin.Status {
	if _, ok := operatorNouns[r.lemma(i)]; ok || measures[r.lemma(i)] {
		return r.governedBy(i, depth)
	}
	return tocsin.Actual
}
