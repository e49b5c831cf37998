package claim

import (
	"slices"
	"sort"

	"tocsin"
)

// withFollowing adds the quotations that no cue reaches: those that carry on
// what the claim before them began.
//
// Example: “We are ready,” the general said. “Nobody will pass.”
func (r *reader) withFollowing(found []attribution) []attribution {
	owners := r.owners(found)
	cued := len(found)
	speaker, cue := -1, 0
	for q := range r.doc.Quotes {
		quote := &r.doc.Quotes[q]
		for ; cue < cued && found[cue].content[0].Start <= quote.Span.Start; cue++ {
			if found[cue].source >= 0 && (r.form(found[cue].content) != tocsin.Indirect || r.leadsInto(&found[cue], q)) {
				speaker = cue
			}
		}
		if owners[q] >= 0 || quote.Outer >= 0 || speaker < 0 || !r.standsAlone(q) || !r.carriesOn(&found[speaker], q) {
			continue
		}
		content := r.doc.SpanOf(quote.First, quote.Last)
		next := attribution{
			rule: "quote-follows", score: 0.75, source: found[speaker].source, content: []tocsin.Span{content},
		}
		if before := quote.Continues; before >= 0 && owners[before] >= 0 && r.doesTheSame(&found[owners[before]], &next) {
			owner := owners[before]
			found[owner].content = append(found[owner].content, content)
			owners[q] = owner
			continue
		}
		owners[q] = len(found)
		found = append(found, next)
		speaker = owners[q]
	}
	slices.SortStableFunc(found, func(a, b attribution) int { return a.content[0].Compare(b.content[0]) })
	return found
}

// leadsInto reports whether the quotation is the sentence right behind the
// claim's, in the same paragraph: what was told is then told again in words.
//
// Example: The ministry said the depot was safe. “Nothing has burnt.”
func (r *reader) leadsInto(a *attribution, q int) bool {
	doc := r.doc
	if doc.Quotes[q].First >= doc.Quotes[q].Last {
		return false // a mark with nothing behind it
	}
	here, there := doc.Tokens[a.first].Sentence, doc.Tokens[doc.Quotes[q].First].Sentence
	return a.last > a.first && there == here+1 && doc.Sentences[here].Paragraph == doc.Sentences[there].Paragraph
}

// doesTheSame reports whether the two do the same to judge by their words
// alone: what goes on from a report to a promise is a claim of its own.
func (r *reader) doesTheSame(a, b *attribution) bool {
	words := attribution{source: a.source, content: a.content}
	return r.act(&words, tocsin.Source{}) == r.act(b, tocsin.Source{})
}

// owners tells for each quotation which attribution it is content of, -1
// where none.
func (r *reader) owners(found []attribution) []int {
	quotes := r.doc.Quotes
	owners := make([]int, len(quotes))
	for q := range owners {
		owners[q] = -1
	}
	for i := range found {
		for _, span := range found[i].content {
			k := sort.Search(len(quotes), func(k int) bool { return quotes[k].Span.Start >= span.Start })
			for k = max(0, k-4); k < len(quotes) && quotes[k].Span.Start < span.End; k++ {
				if quotes[k].Inner.Overlaps(span) {
					owners[k] = i
				}
			}
		}
	}
	return owners
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

// form says how much of the content is quoted. A "that" before a quotation
// makes the whole the outlet's sentence, however much of it is quoted.
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
