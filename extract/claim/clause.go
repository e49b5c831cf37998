package claim

// clause is the surroundings of a verb cue, in token indices.
type clause struct {
	verb     int
	first    int // the first auxiliary or adverb that belongs to the verb group
	after    int // the token after the verb and its particle
	top      int // where the stretch ends that the verb governs: its sentence or its subordinate clause
	tail     int // where an attribution begins that ends its sentence, else -1
	subject  int // head of the subject, -1 where there is none
	subjFrom int // the subject's noun phrase, where it stands beside the verb
	subjTo   int
}

// clauseOf finds the stretch of the sentence that the verb governs.
func (r *reader) clauseOf(i int) clause {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	c := clause{verb: i, first: i, after: i + 1, top: sentence.Last, tail: -1, subject: -1, subjFrom: -1}
	for c.first > sentence.First {
		prev := &doc.Tokens[c.first-1]
		if prev.Head == i && prev.Is("aux", "advmod") || prev.POS == "PART" && prev.Lower == "to" {
			c.first--
			continue
		}
		if when := r.whenBefore(c.first); when < c.first && when > sentence.First {
			c.first = when // “The premier on Friday announced …”
			continue
		}
		break
	}
	if c.after < sentence.Last && doc.Tokens[c.after].Lower == "out" && doc.Tokens[c.after].Is("compound:prt", "advmod") {
		c.after++
	}
	if v := r.subordinate(i); v >= 0 {
		_, to := doc.Reach(v)
		c.top = r.toPause(min(to, sentence.Last), sentence.Last)
	}
	for c.top > i+1 && isStop(&doc.Tokens[c.top-1]) {
		c.top--
	}
	c.tail = r.tail(c)
	c.subject = r.speaker(c)
	if s := c.subject; s >= 0 && doc.Tokens[s].Sentence == doc.Tokens[i].Sentence {
		c.subjFrom, c.subjTo = r.phrase(s)
	}
	return c
}

// isFinite reports whether the verb group says when it happened.
func (r *reader) isFinite(c clause) bool {
	switch r.doc.Tokens[c.verb].Tag {
	case "VBD", "VBZ", "VBP", "NNS":
		return true
	}
	return c.first < c.verb && r.doc.Tokens[c.first].POS == "AUX"
}

// toPause moves the end of a clause to the next punctuation or conjunction,
// for a parse that lets a clause end in the middle of the words.
func (r *reader) toPause(end, top int) int {
	for end < top {
		if token := &r.doc.Tokens[end]; token.POS == "PUNCT" && token.Quote < 0 && !r.isMark(end) || token.POS == "CCONJ" || token.POS == "SCONJ" {
			break
		}
		end++
	}
	return end
}

// subordinate returns the verb of the relative or adverbial clause that the
// cue stands in, -1 where it stands in the main clause.
func (r *reader) subordinate(i int) int {
	doc := r.doc
	const climbs = 4
	for v, step := i, 0; v >= 0 && step < climbs; v, step = doc.Tokens[v].Head, step+1 {
		switch {
		case doc.Tokens[v].Is("acl", "advcl", "ccomp", "csubj"):
			return v
		case doc.Tokens[v].Is("conj", "xcomp"):
		default:
			return -1
		}
	}
	return -1
}

// tail returns the first token of an attribution that ends its sentence, -1
// where the verb makes none: a comma or a closing mark, a noun phrase, the
// verb, and at most circumstance behind it.
//
// Example: The depot was hit, the regional governor, Ivo Marin, said on Friday.
func (r *reader) tail(c clause) int {
	const longest, trailing = 24, 15
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	if !r.isFinite(c) || sentence.Last-c.after > trailing || !r.onlyCircumstance(c, sentence.Last) {
		return -1
	}
	for k := c.first - 1; k > sentence.First && k > c.first-longest; k-- {
		switch token := &doc.Tokens[k]; token.Tag {
		case "VBD", "VBZ", "VBP", "MD", "WP", "WDT":
			return -1
		default:
			if token.Lower != "," && !(r.isMark(k) && doc.Tokens[k-1].Quote >= 0) {
				continue
			}
		}
		if k+1 >= c.first {
			continue // the comma behind an apposition
		}
		if r.phraseAfter(k+1, c.first) < 0 || !r.endsContent(k, sentence.First) && !(k-sentence.First > leastClause && r.onlySays(c.verb)) {
			return -1
		}
		return r.withTitle(k, sentence.First) + 1
	}
	return -1
}

// withTitle moves from the comma before a bare name to the one before its
// title ("…, the regional governor, Ivo Marin, said").
func (r *reader) withTitle(comma, low int) int {
	const longest = 10
	doc := r.doc
	if doc.Tokens[comma+1].POS != "PROPN" || doc.Tokens[comma-1].POS != "NOUN" && doc.Tokens[comma-1].POS != "PROPN" {
		return comma
	}
	for k := comma - 1; k > low && k > comma-longest; k-- {
		token := &doc.Tokens[k]
		if token.POS == "VERB" || token.POS == "AUX" || token.Quote >= 0 {
			return comma
		}
		if token.Lower != "," {
			continue
		}
		first := &doc.Tokens[k+1]
		if first.POS == "DET" || k+2 < comma && doc.Tokens[k+2].Tag == "POS" {
			return k
		}
		return comma
	}
	return comma
}

// onlyCircumstance reports whether nothing follows the verb but when, where
// and to whom.
func (r *reader) onlyCircumstance(c clause, top int) bool {
	for k := c.after; k < top; k++ {
		token := &r.doc.Tokens[k]
		switch token.Tag {
		case "VBD", "VBZ", "VBP", "MD", "TO", "WDT", "WP":
			return false
		}
		if token.Quote >= 0 || token.Lower == "that" || k == c.after && token.POS != "PUNCT" && token.POS != "ADP" && token.POS != "ADV" && r.whenAt(k) == k && r.doc.Tokens[c.verb].Lemma != "tell" {
			return false
		}
	}
	return true
}

// leastClause is how many tokens must stand before an attribution for a
// stretch in which the tagger sees no finite verb to pass for a clause.
const leastClause = 6
