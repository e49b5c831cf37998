package claim

import "tocsin"

// left returns the content before the verb and its subject, where a comma or
// a closing quotation mark sets it off.
//
// Example: Two bridges had been mined, the governor said.
func (r *reader) left(entry *entry, c clause) tocsin.Span {
	doc := r.doc
	if !entry.has("clause", "quote") || doc.Tokens[c.verb].Tag == "VBG" {
		return tocsin.Span{}
	}
	edge := c.first
	if c.subjFrom >= 0 && c.subjFrom < c.verb {
		edge = min(edge, c.subjFrom)
	}
	if c.tail >= 0 {
		edge = min(edge, c.tail)
	}
	low := doc.Sentences[doc.Tokens[c.verb].Sentence].First
	if edge <= low || c.tail < 0 && r.subordinateAfterComma(c) {
		return tocsin.Span{}
	}
	k := edge - 1
	sawMark := false
	for k >= low && doc.Tokens[k].POS == "PUNCT" {
		sawMark = true
		k--
	}
	if !sawMark || k < low {
		return tocsin.Span{}
	}
	start := r.pastConjunction(low, k)
	if q := doc.Tokens[k].Quote; q >= 0 && doc.Tokens[c.verb].Quote < 0 {
		quote := &doc.Quotes[r.outermost(q)]
		if quote.First <= start || doc.Tokens[start].Quote >= 0 && r.outermost(doc.Tokens[start].Quote) == r.outermost(q) {
			return doc.SpanOf(quote.First, k+1)
		}
	}
	if doc.Tokens[start].POS == "SCONJ" && doc.Tokens[start].Lower != "that" && !r.finiteMain(start, k+1) {
		return tocsin.Span{}
	}
	if !r.hasFinite(start, k+1) && !(c.tail >= 0 && k-start >= leastClause) {
		return tocsin.Span{}
	}
	return r.trim(start, k+1)
}

// subordinateAfterComma: the verb stands in a clause of its own that only
// describes a noun (“…, who said X”), so that nothing before it is content.
func (r *reader) subordinateAfterComma(c clause) bool {
	v := r.subordinate(c.verb)
	if c.first > 1 && c.subjFrom > 0 && c.subjFrom < c.verb && r.closesAfterQuote(c.subjFrom-1) {
		return false
	}
	return v >= 0 && (r.doc.Tokens[v].Is("acl") || r.doc.Tokens[v].Is("advcl") && r.doc.Tokens[c.verb].Tag == "VBG")
}

// closesAfterQuote reports whether token k is punctuation with quoted words
// before it.
func (r *reader) closesAfterQuote(k int) bool {
	for k > 0 && r.doc.Tokens[k].POS == "PUNCT" {
		if k--; r.doc.Tokens[k].Quote >= 0 {
			return true
		}
	}
	return false
}

// finiteMain reports whether a main clause follows the subordinate one that
// the stretch begins with ("As the shelling stopped, troops moved in, X said").
func (r *reader) finiteMain(from, to int) bool {
	for k := from; k < to; k++ {
		if r.doc.Tokens[k].Lower == "," && r.hasFinite(k, to) {
			return true
		}
	}
	return false
}

// sentenceBefore returns the quotation that ends right before a sentence that
// only names the speaker.
//
// Example: “Nobody told us anything.” the driver said.
func (r *reader) sentenceBefore(entry *entry, c clause) tocsin.Span {
	const longest = 14
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	if !entry.has("clause", "quote") || sentence.First < 2 || sentence.Last-sentence.First > longest {
		return tocsin.Span{}
	}
	k := sentence.First - 1
	for k > 0 && doc.Tokens[k].POS == "PUNCT" && doc.Tokens[k].Quote < 0 {
		k--
	}
	q := doc.Tokens[k].Quote
	if q < 0 || doc.Sentences[doc.Tokens[k].Sentence].Paragraph != sentence.Paragraph {
		return tocsin.Span{}
	}
	quote := &doc.Quotes[r.outermost(q)]
	return doc.SpanOf(quote.First, quote.Last)
}

// medial reports whether the cue stands between two parts of its content.
//
// Example: “The bridge,” the mayor said, “will be rebuilt.”
func (r *reader) medial(c clause) bool {
	doc := r.doc
	edge := c.after
	if c.subjFrom > c.verb {
		edge = max(edge, c.subjTo)
	}
	for k := edge; k < c.top && k < edge+8; k++ {
		if doc.Tokens[k].Lower == "," {
			return true
		}
		if next := r.whenAt(k); next > k {
			k = next - 1
		}
	}
	return false
}

// rest returns what of the content follows an attribution in its middle, where
// it goes on with an infinitive or a relative clause.
//
// Example: The dam must be opened, she said, to save the city below it.
func (r *reader) rest(c clause) tocsin.Span {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	after := c.after
	if c.subjFrom > c.verb {
		after = max(after, c.subjTo)
	}
	if after+2 >= sentence.Last || doc.Tokens[after].Lower != "," {
		return tocsin.Span{}
	}
	next := &doc.Tokens[after+1]
	if next.Tag == "TO" || next.Lower == "which" && c.subjFrom < c.verb {
		return r.trim(after+1, sentence.Last)
	}
	return tocsin.Span{}
}

// around reads an attribution set off by commas on both sides, or one that
// "as" puts before its content.
//
// Example: For a decade, she noted, the port has been closed. As she noted,
// the port has been closed.
func (r *reader) around(entry *entry, c clause) []tocsin.Span {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	from, after := min(c.first, c.subjFrom), max(c.after, c.subjTo)
	if !entry.has("clause") || c.subjFrom < 0 || after >= sentence.Last || doc.Tokens[after].Lower != "," || doc.Tokens[c.verb].Tag == "VBG" {
		return nil
	}
	right := r.trim(after+1, sentence.Last)
	if right.IsZero() || !r.hasFinite(after+1, sentence.Last) || doc.Tokens[after+1].Tag == "VBG" || doc.Tokens[after+1].Tag == "WDT" || doc.Tokens[after+1].Tag == "WP" {
		return nil
	}
	switch {
	case from > sentence.First && doc.Tokens[from-1].Lower == "as":
		return []tocsin.Span{right}
	case from > sentence.First+1 && doc.Tokens[from-1].Lower == "," && doc.Tokens[from-2].Quote < 0 && !r.hasFinite(sentence.First, from):
		if left := r.trim(r.pastConjunction(sentence.First, from), from); !left.IsZero() {
			return []tocsin.Span{left, right}
		}
		return []tocsin.Span{right}
	}
	return nil
}

func (r *reader) pastConjunction(from, to int) int {
	for from < to && (r.doc.Tokens[from].POS == "CCONJ" || r.doc.Tokens[from].POS == "PUNCT") {
		from++
	}
	return from
}

// gap reads a relative clause from which the subject of what is said is
// taken out.
//
// Example: Police held three men the ministry says are deserters.
func (r *reader) gap(entry *entry, c clause) []tocsin.Span {
	doc := r.doc
	if !entry.has("clause") || c.after >= c.top || c.subjFrom < 1 || c.subjFrom > c.verb {
		return nil
	}
	next := &doc.Tokens[c.after]
	if !next.Finite() {
		return nil
	}
	before := &doc.Tokens[c.subjFrom-1]
	noun := c.subjFrom - 1
	if before.Tag == "WDT" || before.Tag == "WP" || before.Lower == "that" {
		noun--
	}
	if noun < 0 || doc.Tokens[noun].Sentence != doc.Tokens[c.verb].Sentence || doc.Tokens[noun].POS != "NOUN" && doc.Tokens[noun].POS != "PROPN" {
		return nil
	}
	return []tocsin.Span{r.nounPhrase(noun), r.trim(c.after, r.cut(entry, c, c.after, c.top))}
}

func (r *reader) closesQuote(span tocsin.Span) bool {
	if span.IsZero() {
		return false
	}
	_, last := r.doc.TokensIn(span)
	return r.doc.Tokens[last-1].Quote >= 0
}

func (r *reader) opensQuote(span tocsin.Span) bool {
	if span.IsZero() {
		return false
	}
	first, _ := r.doc.TokensIn(span)
	return r.doc.Tokens[first].Quote >= 0
}
