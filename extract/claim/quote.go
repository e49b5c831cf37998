package claim

import (
	"slices"

	"tocsin"
	"tocsin/text"
)

// withFollowing adds the quotations that no cue reaches: those that carry on
// what the claim before them began.
//
// Example: “We are ready,” the general said. “Nobody will pass.”
func (r *reader) withFollowing(found []attribution) []attribution {
	doc := r.doc
	covered := make([]bool, len(doc.Quotes))
	for i := range found {
		for _, span := range found[i].content {
			r.cover(covered, span)
		}
	}
	var added []attribution
	next := 0
	var speaker *attribution
	for q := range doc.Quotes {
		quote := &doc.Quotes[q]
		for next < len(found) && found[next].content[0].Start <= quote.Span.Start {
			if found[next].source.head >= 0 && r.form(found[next].content) != tocsin.Indirect {
				speaker = &found[next]
			}
			next++
		}
		if covered[q] || quote.Outer >= 0 || speaker == nil || !r.standsAlone(q) || !r.carriesOn(speaker, q) {
			continue
		}
		a := attribution{rule: "quote-follows", score: 0.75, source: speaker.source,
			content: []tocsin.Span{doc.SpanOf(quote.First, quote.Last)}}
		if continued := quote.Continues; continued >= 0 && r.extend(found, added, continued, a.content[0]) {
			continue
		}
		added = append(added, a)
		if k := len(added); k > 0 {
			copied := added[k-1]
			copied.first, copied.last = speaker.first, speaker.last
			speaker = &copied
			speaker.content = a.content
		}
	}
	found = append(found, added...)
	slices.SortStableFunc(found, func(a, b attribution) int { return a.content[0].Compare(b.content[0]) })
	return found
}

// cover marks the quotations that the span touches.
func (r *reader) cover(covered []bool, span tocsin.Span) {
	quotes := r.doc.Quotes
	k, _ := slices.BinarySearchFunc(quotes, span.Start, func(quote text.Quote, start int) int {
		return quote.Span.Start - start
	})
	for k = max(0, k-4); k < len(quotes) && quotes[k].Span.Start < span.End; k++ {
		if quotes[k].Inner.Overlaps(span) {
			covered[k] = true
		}
	}
}

// standsAlone reports whether the quotation is one or more whole sentences.
func (r *reader) standsAlone(q int) bool {
	doc := r.doc
	quote := &doc.Quotes[q]
	if quote.Last-quote.First < 2 {
		return false
	}
	first := doc.Sentences[doc.Tokens[quote.First].Sentence].First
	last := doc.Sentences[doc.Tokens[quote.Last-1].Sentence].Last
	return quote.First-first <= 1 && last-quote.Last <= 2
}

// carriesOn reports whether the quotation follows the claim directly: in the
// same paragraph or at the start of the next.
func (r *reader) carriesOn(a *attribution, q int) bool {
	doc := r.doc
	end := a.content[len(a.content)-1].End
	if a.last > a.first {
		end = max(end, doc.Tokens[a.last-1].Span.End)
	}
	from, _ := doc.TokensIn(tocsin.Span{Start: max(0, end-1), End: end})
	here, there := doc.Tokens[min(from, len(doc.Tokens)-1)].Sentence, doc.Tokens[doc.Quotes[q].First].Sentence
	gap := doc.Sentences[there].Paragraph - doc.Sentences[here].Paragraph
	return there-here <= 2 && gap == 0 || there-here <= 1 && gap <= 1
}

// extend adds the span to the claim that holds the quotation before it.
func (r *reader) extend(found, added []attribution, q int, span tocsin.Span) bool {
	inner := r.doc.Quotes[q].Inner
	const lookBack = 40
	for _, list := range [][]attribution{added, found} {
		for i := range list {
			content := list[i].content
			if content[len(content)-1].Overlaps(inner) {
				list[i].content = append(content, span)
				return true
			}
		}
	}
	return false
}

// form says how much of the content is quoted.
func (r *reader) form(content []tocsin.Span) tocsin.Form {
	quoted, words := 0, 0
	for _, span := range content {
		first, last := r.doc.TokensIn(span)
		for k := first; k < last; k++ {
			token := &r.doc.Tokens[k]
			if token.POS == "PUNCT" {
				continue
			}
			words++
			if token.Quote >= 0 {
				quoted++
			}
		}
	}
	switch {
	case quoted == 0:
		return tocsin.Indirect
	case quoted == words:
		return tocsin.Direct
	}
	return tocsin.Mixed
}
