package tocsin

import (
	"cmp"
	"slices"
)

// Contents finds the claim whose content holds some words.
type Contents struct {
	claims []Claim
	spans  []content // in text order, longer ones first
}

// content is one span of a claim's content.
type content struct {
	span  Span
	claim int
}

// NewContents indexes claims, which must not be changed meanwhile.
func NewContents(claims []Claim) Contents {
	c := Contents{claims: claims}
	for i := range claims {
		for _, span := range claims[i].Content {
			c.spans = append(c.spans, content{span, i})
		}
	}
	slices.SortStableFunc(c.spans, func(a, b content) int { return a.span.Compare(b.span) })
	return c
}

// Around is the innermost claim whose content holds the span, nil for none.
// Contents nest, seldom deeply: a look back over few of them is enough, and
// keeps the time of a look-up bounded.
func (c Contents) Around(span Span) *Claim {
	const far = 64
	last, _ := slices.BinarySearchFunc(c.spans, span.Start+1, func(at content, start int) int { return cmp.Compare(at.span.Start, start) })
	for i := last - 1; i >= max(0, last-far); i-- {
		if c.spans[i].span.Contains(span) {
			return &c.claims[c.spans[i].claim]
		}
	}
	return nil
}
