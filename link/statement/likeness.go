package statement

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"tocsin"
)

// Likeness is what two contents have in common: of contents of several
// sentences the two sentences that are most alike, since outlets tell one
// sentence of a long quotation.
type Likeness struct {
	Dice       float64 // share of both sentences' weight that they have in common, in 0…1
	Weight     float64 // what they have in common, as a sum of weights
	Plain      float64 // that without names, countries and figures
	Cover      float64 // share of the shorter sentence's weight, in 0…1
	Turned     float64 // share of it that stands negated in one of them only, in 0…1
	TurnedMost float64 // weight of the heaviest word that does, names aside
	Opposites  []Pair  // words that exclude each other
	Common     []Pair  // words in common, the heaviest first
	Verbatim   int     // words of the longest string that both contents quote
}

// Pair is a word, or a figure, in each of two articles.
type Pair struct {
	A, B   tocsin.Span // zero where the words come from elsewhere in the article
	Word   string      // what they share; of opposites "word / word"
	Weight float64     // what sharing it says
}

// Liken compares two contents. It takes time in the product of their numbers of
// sentences, and for quotations of their lengths, which are bounded.
func Liken(a, b Content) Likeness {
	var best Likeness
	for _, x := range a.sentences() {
		for _, y := range b.sentences() {
			if like := likenTerms(x, y); like.Dice > best.Dice || best.Weight == 0 {
				best = like
			}
		}
	}
	best.Verbatim = verbatim(a.Quotes, b.Quotes)
	return best
}

// mostSentences bounds how much of a long content is compared.
const mostSentences = 12

func (c Content) sentences() [][]Term {
	if c.Sentences == nil {
		return [][]Term{c.Terms}
	}
	return c.Sentences[:min(len(c.Sentences), mostSentences)]
}

func likenTerms(a, b []Term) Likeness {
	var l Likeness
	turned := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := strings.Compare(a[i].Word, b[j].Word); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			turned += l.add(a[i], b[j])
			i++
			j++
		}
	}
	l.Opposites = opposites(a, b)
	if l.Weight == 0 {
		return l
	}
	slices.SortStableFunc(l.Common, func(x, y Pair) int { return cmp.Compare(y.Weight, x.Weight) })
	l.Dice = 2 * l.Weight / math.Max(sum(a)+sum(b), 2*least)
	l.Cover = math.Min(1, l.Weight/math.Min(sum(a), sum(b)))
	l.Turned = turned / l.Weight
	return l
}

// add enters a word in common, and returns its weight where only one of the
// sentences negates it.
func (l *Likeness) add(a, b Term) (turned float64) {
	weight := (a.Weight + b.Weight) / 2
	l.Common = append(l.Common, Pair{A: a.Span, B: b.Span, Word: a.Word, Weight: weight})
	l.Weight += weight
	if !a.named() {
		l.Plain += weight
	}
	if a.Negated == b.Negated {
		return 0
	}
	if !a.named() {
		l.TurnedMost = max(l.TurnedMost, weight)
	}
	return weight
}

// least is the weight of two telling words: sentences of less than that are
// alike by chance.
const least = 10

func sum(terms []Term) float64 {
	total := 0.0
	for _, term := range terms {
		total += term.Weight
	}
	return total
}

// opposites are the pairs of terms whose senses exclude each other, neither
// content having both.
func opposites(a, b []Term) []Pair {
	l := words()
	var found []Pair
	for _, term := range a {
		for _, other := range l.opposites[term.Word] {
			i, there := position(b, other)
			if !there || has(b, term.Word) || has(a, other) || term.Negated != b[i].Negated {
				continue
			}
			found = append(found, Pair{A: term.Span, B: b[i].Span, Word: term.Word + " / " + other})
		}
	}
	return found
}

func position(terms []Term, word string) (int, bool) {
	return slices.BinarySearchFunc(terms, word, func(term Term, word string) int { return strings.Compare(term.Word, word) })
}

func has(terms []Term, word string) bool {
	_, found := position(terms, word)
	return found
}

// longestQuoted bounds how many words of a quotation are compared.
const longestQuoted = 120

// verbatim is the number of words of the longest string that a quotation of
// each has.
func verbatim(a, b []string) int {
	longest := 0
	for _, x := range a {
		for _, y := range b {
			longest = max(longest, commonRun(strings.Fields(x), strings.Fields(y)))
		}
	}
	return longest
}

// commonRun is the length of the longest run of words that stands in both.
func commonRun(a, b []string) int {
	a, b = a[:min(len(a), longestQuoted)], b[:min(len(b), longestQuoted)]
	runs := make([]int, len(b)+1) // runs[j+1]: length of the common run that ends at a[i], b[j]
	longest := 0
	for _, word := range a {
		for j := len(b) - 1; j >= 0; j-- {
			runs[j+1] = 0
			if b[j] == word {
				runs[j+1] = runs[j] + 1
				longest = max(longest, runs[j+1])
			}
		}
	}
	return longest
}

// named reports whether the term tells who, where or how many, and not what.
func (t Term) named() bool {
	return t.Name || strings.HasPrefix(t.Word, "@") || strings.HasPrefix(t.Word, "#")
}
