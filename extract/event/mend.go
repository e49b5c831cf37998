package event

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
