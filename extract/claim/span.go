package claim

import (
	"strings"

	"tocsin"
	"tocsin/text"
)

// trim returns the span of tokens [first, last) without punctuation at its
// ends, save for quotation marks whose partner lies within.
func (r *reader) trim(first, last int) tocsin.Span {
	doc := r.doc
	for first < last && doc.Tokens[first].POS == "PUNCT" && !r.isMark(first) {
		first++
	}
	for last > first && doc.Tokens[last-1].POS == "PUNCT" && !r.isMark(last-1) && !strings.ContainsAny(doc.Tokens[last-1].Lower, "%)]") {
		last--
	}
	if first >= last {
		return tocsin.Span{}
	}
	if q := doc.Tokens[last-1].Quote; q >= 0 && doc.Quotes[q].First > first && doc.Quotes[q].Last <= last+1 && doc.Quotes[q].Closed {
		_, last = doc.TokensIn(doc.Quotes[q].Span)
	}
	if q := doc.Tokens[first].Quote; q >= 0 && doc.Quotes[q].First == first && doc.Quotes[q].Last < last && first > 0 && r.isMark(first-1) {
		first--
	}
	span := doc.SpanOf(first, last)
	// A pair of marks around the whole is no part of it.
	if q := doc.Tokens[min(first+1, last-1)].Quote; q >= 0 && doc.Quotes[q].Span == span {
		return doc.Quotes[q].Inner
	}
	return span
}

func (r *reader) isMark(i int) bool {
	switch r.doc.Tokens[i].Lower {
	case "“", "”", "\"", "‘", "'", "’", "«", "»", "„", "``", "''":
		return true
	}
	return false
}

// whole extends content that breaks off inside a quotation to the quotation's
// end, sentence by sentence.
//
// Example: The minister said it “rejects the demand. We will answer it.”
func (r *reader) whole(content []tocsin.Span, cue int) []tocsin.Span {
	doc := r.doc
	last := content[len(content)-1]
	_, end := doc.TokensIn(last)
	q := doc.Tokens[end-1].Quote
	if q < 0 {
		return content
	}
	q = r.outermost(q)
	quote := &doc.Quotes[q]
	if quote.Last <= end || cue >= quote.First && cue < quote.Last {
		return content
	}
	if first, _ := doc.TokensIn(last); first == quote.First {
		content[len(content)-1] = doc.SpanOf(quote.First, quote.Last)
		return content
	}
	for s := doc.Tokens[end-1].Sentence + 1; s < len(doc.Sentences) && doc.Sentences[s].First < quote.Last; s++ {
		content = append(content, doc.SpanOf(doc.Sentences[s].First, min(doc.Sentences[s].Last, quote.Last)))
	}
	return content
}

func (r *reader) outermost(q int) int {
	for step := 0; r.doc.Quotes[q].Outer >= 0 && step < 8; step++ {
		q = r.doc.Quotes[q].Outer
	}
	return q
}

func (r *reader) hasFinite(from, to int) bool {
	for k := from; k < to; k++ {
		if r.doc.Tokens[k].Finite() {
			return true
		}
	}
	return false
}

func (r *reader) hasVerb(from, to int) bool {
	for k := from; k < to; k++ {
		if pos := r.doc.Tokens[k].POS; pos == "VERB" || pos == "AUX" {
			return true
		}
	}
	return false
}

func isStop(token *text.Token) bool { return token.POS == "PUNCT" || token.Lower == "”" }

func isDash(s string) bool { return s == "—" || s == "–" || s == "-" || s == "--" }

func isPause(s string) bool {
	switch s {
	case ",", "and", "but", "while", "”", "\"", "—", "–":
		return true
	}
	return false
}

func isJoint(s string) bool { return s == "and" || s == "but" }
