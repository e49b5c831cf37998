package export

import (
	"iter"
	"slices"

	"tocsin"
)

// Pieces cuts a text so that each piece lies under the same spans, and yields it
// with their numbers in the order of the list, which must be sorted by where
// spans begin. Every end of a line is a piece of its own. The numbers are valid
// until the next piece.
func Pieces(text string, spans []tocsin.Span) iter.Seq2[tocsin.Span, []int] {
	return func(yield func(tocsin.Span, []int) bool) {
		edges := append(edgesOf(text, spans), len(text))
		var open []int
		next := 0
		for i, start := range edges[:len(edges)-1] {
			for next < len(spans) && spans[next].Start <= start {
				open = append(open, next)
				next++
			}
			open = slices.DeleteFunc(open, func(n int) bool { return spans[n].End <= start })
			if piece := (tocsin.Span{Start: start, End: edges[i+1]}); piece.Len() > 0 && !yield(piece, open) {
				return
			}
		}
	}
}

// edgesOf are the offsets where a piece begins, in order.
func edgesOf(text string, spans []tocsin.Span) []int {
	edges := []int{0}
	for _, span := range spans {
		edges = append(edges, span.Start, span.End)
	}
	for i := range len(text) {
		if text[i] == '\n' {
			edges = append(edges, i, i+1)
		}
	}
	slices.Sort(edges)
	return slices.Compact(edges)
}
