package claim

import "tocsin"

// according reads "according to X", before, after or within its content.
//
// Example: The convoy, according to two drivers, never reached the port.
func (r *reader) according(i int) []attribution {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	if i+2 >= sentence.Last || doc.Tokens[i+1].Lower != "to" {
		return nil
	}
	head := r.nounAfter(i+2, sentence.Last)
	if head < 0 {
		return nil
	}
	_, after := r.phrase(head)
	after = r.pastRelative(max(after, head+1), sentence.Last)
	low, top := sentence.First, sentence.Last
	if v := r.enclosingClause(i); v >= 0 {
		from, to := doc.Reach(v)
		low, top = max(low, from), min(top, max(to, after))
	}
	var content []tocsin.Span
	if left := r.trim(low, i); !left.IsZero() && i-low > 1 {
		content = append(content, left)
	}
	if after < top && (len(content) == 0 || doc.Tokens[after].Lower == "," && !r.addsCue(after+1, top) && !r.digresses(min(after+1, top-1))) {
		if right := r.trim(after, top); !right.IsZero() && (len(content) == 0 || right.Len() > 12) {
			content = append(content, right)
		}
	}
	if len(content) == 0 {
		return nil
	}
	return []attribution{{
		rule: "according-to", score: 0.9, first: i, last: i + 2,
		entry: accordingTo, source: head, content: r.whole(content, i),
	}}
}

// pastRelative passes over what only describes the source, a relative clause
// or a prepositional phrase at token i, to the comma behind it ("according to
// two drivers who had turned back, …", "according to reports from the port, …").
func (r *reader) pastRelative(i, end int) int {
	if i >= end {
		return i
	}
	token := &r.doc.Tokens[i]
	relative := token.Lower == "who" || token.Lower == "which" || token.Lower == "that" || token.Lower == "whose"
	if !relative && token.POS != "ADP" {
		return i
	}
	for k := i; k < end && (relative || !r.doc.Tokens[k].Finite()); k++ {
		if r.doc.Tokens[k].Lower == "," {
			return k
		}
	}
	return i
}

var accordingTo = &entry{lemma: "according", act: "say"}

// enclosingClause returns the verb of the subordinate clause around token i
// that is itself a cue's content, -1 where the main clause is meant.
func (r *reader) enclosingClause(i int) int {
	doc := r.doc
	const climbs = 8
	for v, step := doc.Tokens[i].Head, 0; v >= 0 && step < climbs; v, step = doc.Tokens[v].Head, step+1 {
		if doc.Tokens[v].Is("acl:relcl") {
			return v
		}
	}
	return -1
}

// addsCue reports whether what follows is another attribution ("…, adding
// that").
func (r *reader) addsCue(from, to int) bool {
	for k := from; k < to && k < from+3; k++ {
		if token := &r.doc.Tokens[k]; token.Tag == "VBG" && r.cues.verbs[token.Lemma] != nil {
			return true
		}
	}
	return false
}
