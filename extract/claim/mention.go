package claim

import (
	"slices"
	"sort"

	"tocsin"
)

// mention is one noun phrase that stands for an actor.
type mention struct {
	span  tocsin.Span
	actor *tocsin.Actor
}

func indexMentions(actors []tocsin.Actor) []mention {
	var mentions []mention
	for i := range actors {
		for _, span := range actors[i].Mentions {
			mentions = append(mentions, mention{span, &actors[i]})
		}
	}
	slices.SortFunc(mentions, func(a, b mention) int { return a.span.Compare(b.span) })
	return mentions
}

// mentionAt returns the shortest mention that covers the token. Mentions nest
// only a few deep, so that a short look back suffices.
func (r *reader) mentionAt(token int) (mention, bool) {
	const lookBack = 12
	span := r.doc.Tokens[token].Span
	next := sort.Search(len(r.mentions), func(i int) bool { return r.mentions[i].span.Start > span.Start })
	var best mention
	for i := next - 1; i >= 0 && i >= next-lookBack; i-- {
		m := r.mentions[i]
		if m.span.Contains(span) && (best.actor == nil || m.span.Len() < best.span.Len()) {
			best = m
		}
	}
	return best, best.actor != nil
}

// mentionFrom returns the longest mention that begins with token i and ends
// before token end.
func (r *reader) mentionFrom(i, end int) (mention, bool) {
	start, limit := r.doc.Tokens[i].Span.Start, r.doc.Tokens[end-1].Span.End
	next := sort.Search(len(r.mentions), func(k int) bool { return r.mentions[k].span.Start >= start })
	for ; next < len(r.mentions) && r.mentions[next].span.Start == start; next++ {
		if r.mentions[next].span.End <= limit {
			return r.mentions[next], true
		}
	}
	return mention{}, false
}

// whenAt returns the token after the time expression that starts at token i,
// or i where none does.
func (r *reader) whenAt(i int) int {
	start := r.doc.Tokens[i].Span.Start
	next := sort.Search(len(r.whens), func(k int) bool { return r.whens[k].Span.Start >= start })
	if next == len(r.whens) || r.whens[next].Span.Start != start {
		return i
	}
	_, last := r.doc.TokensIn(r.whens[next].Span)
	return last
}

// whenBefore returns the first token of the time expression that ends before
// token i, or i where none does.
func (r *reader) whenBefore(i int) int {
	if i == 0 {
		return i
	}
	end := r.doc.Tokens[i-1].Span.End
	next := sort.Search(len(r.whens), func(k int) bool { return r.whens[k].Span.End >= end })
	if next == len(r.whens) || r.whens[next].Span.End != end {
		return i
	}
	first, _ := r.doc.TokensIn(r.whens[next].Span)
	return first
}

// phrase returns the tokens of the noun phrase with this head: those of the
// actor's mention where there is one.
func (r *reader) phrase(head int) (first, last int) {
	span := r.nounPhrase(head)
	if m, ok := r.mentionAt(head); ok {
		span = m.span
	}
	return r.doc.TokensIn(span)
}

// nounPhrase returns the head with what stands before it and with its
// prepositional complements, but without relative clauses.
func (r *reader) nounPhrase(head int) tocsin.Span {
	doc := r.doc
	first, last := head, head+1
	for _, child := range doc.Children(head) {
		c := int(child)
		from, to := doc.Reach(c)
		switch {
		case c < head && doc.Tokens[c].Is("det", "amod", "compound", "nmod", "nummod", "flat", "case") && doc.Tokens[c].Dep != "case":
			first = min(first, from)
		case c > head && to-head < 20 && r.whenAt(c) == c && doc.Tokens[c].Is("flat", "nmod", "appos", "conj") && from == last:
			last = to
		}
	}
	return doc.SpanOf(first, last)
}

// nounAfter returns the head of the noun phrase that begins at token i.
func (r *reader) nounAfter(i, end int) int {
	doc := r.doc
	if i >= end {
		return -1
	}
	if m, ok := r.mentionFrom(i, end); ok {
		// The mention's own head: the token in it whose head lies outside.
		first, last := doc.TokensIn(m.span)
		for k := first; k < last; k++ {
			if h := doc.Tokens[k].Head; (h < first || h >= last) && doc.Tokens[k].POS != "PUNCT" {
				return k
			}
		}
	}
	for k := i; k < end && k < i+12; k++ {
		switch token := &doc.Tokens[k]; token.POS {
		case "NOUN", "PROPN", "PRON":
			if token.Head < i || token.Head >= end || token.Head < k {
				return k
			}
			if k+1 < end && token.Is("compound", "nmod", "amod", "flat") {
				continue
			}
			return k
		case "PUNCT", "VERB":
			return -1
		}
	}
	return -1
}

// phraseAfter returns the head of a noun phrase that begins at token i, -1
// where something else does.
func (r *reader) phraseAfter(i, end int) int {
	doc := r.doc
	if i >= len(doc.Tokens) || doc.Tokens[i].Quote >= 0 || i > 0 && doc.Tokens[i].Sentence != doc.Tokens[i-1].Sentence {
		return -1
	}
	switch doc.Tokens[i].POS {
	case "DET", "PROPN", "NOUN", "ADJ", "NUM":
	case "PRON":
		if tag := doc.Tokens[i].Tag; tag != "PRP" && tag != "PRP$" {
			return -1
		}
	default:
		return -1
	}
	if doc.Tokens[i].Lower == "that" || r.whenAt(i) > i {
		return -1
	}
	return r.nounAfter(i, min(end, doc.Sentences[doc.Tokens[i].Sentence].Last))
}

func (r *reader) isActor(i int) bool {
	if i >= len(r.doc.Tokens) {
		return false
	}
	m, ok := r.mentionAt(i)
	return ok && m.actor.Kind != tocsin.Document
}

// isDocument reports whether the noun phrase stands for words or pictures.
func (r *reader) isDocument(head int) bool {
	if head < 0 {
		return false
	}
	m, ok := r.mentionAt(head)
	return ok && m.actor.Kind == tocsin.Document
}
