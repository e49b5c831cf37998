package story

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Kind says by what two articles are alike.
type Kind string

// The kinds of Reason.
const (
	Words     Kind = "words"
	Names     Kind = "names"     // actors and places
	Events    Kind = "events"    // a category with the same sides
	Days      Kind = "days"      // days that both speak of
	Published Kind = "published" // how near in time
)

// Reason is one part of why two articles are alike.
type Reason struct {
	Kind   Kind     `json:",omitzero"`
	Shared []string `json:",omitzero"` // the weightiest first, at most mostShared
	// Score is what this adds to the articles' likeness. That of Published,
	// which is 1 or less, multiplies the sum of the others.
	Score float64       `json:",omitzero"`
	Apart time.Duration `json:",omitzero"` // between the publications; of Published only
}

const mostShared = 8

// Compare says how alike two articles are, from 0 to 1, and why. Articles of
// one story seldom reach half: each tells much in words of its own.
func Compare(a, b Signature) (float64, []Reason) {
	var reasons []Reason
	for _, part := range []struct {
		kind  Kind
		a, b  []Term
		share float64
	}{
		{Words, a.Terms, b.Terms, termShare},
		{Names, a.Names, b.Names, nameShare},
		{Events, a.Events, b.Events, eventShare},
		{Days, a.Days, b.Days, dayShare},
	} {
		if score := part.share * vectorOf(part.a).dot(vectorOf(part.b)); score > 0 {
			reasons = append(reasons, Reason{Kind: part.kind, Shared: shared(part.a, part.b), Score: score})
		}
	}
	if !a.Published.IsZero() && !b.Published.IsZero() {
		reasons = append(reasons, Reason{Kind: Published, Score: nearness(a.Published, b.Published), Apart: a.Published.Sub(b.Published).Abs()})
	}
	left, right := shapeOf(a), shapeOf(b)
	return left.score(&right), reasons
}

// shared lists what two vectors have in common, as a reader would write it.
func shared(a, b []Term) []string {
	var common []Term
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := strings.Compare(a[i].Key, b[j].Key); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			common = append(common, Term{Key: a[i].Key, Weight: a[i].Weight * b[j].Weight, Form: min(a[i].form(), b[j].form())})
			i, j = i+1, j+1
		}
	}
	slices.SortFunc(common, heaviest)
	var forms []string
	for _, term := range common[:min(len(common), mostShared)] {
		forms = append(forms, term.Form)
	}
	return forms
}

func (t Term) form() string { return cmp.Or(t.Form, t.Key) }

// Why says why an article belongs to a story: its Reasons with the story's
// central article, and with the member that it is most like, where that is
// another. Signatures are those of the story's articles.
func Why(article Signature, members []Signature, story Story) []Tie {
	var nearest, central *Tie
	for _, member := range slices.SortedFunc(slices.Values(members), func(a, b Signature) int { return strings.Compare(a.Article, b.Article) }) {
		if member.Article == article.Article {
			continue
		}
		score, reasons := Compare(article, member)
		tie := &Tie{Article: member.Article, Score: score, Reasons: reasons}
		if nearest == nil || score > nearest.Score {
			nearest = tie
		}
		if member.Article == story.Central {
			central = tie
		}
	}
	var ties []Tie
	for _, tie := range []*Tie{nearest, central} {
		if tie != nil && (len(ties) == 0 || ties[0].Article != tie.Article) {
			ties = append(ties, *tie)
		}
	}
	return ties
}

// Tie is what an article has in common with another of its story.
type Tie struct {
	Article string   `json:",omitzero"`
	Score   float64  `json:",omitzero"`
	Reasons []Reason `json:",omitzero"`
}
