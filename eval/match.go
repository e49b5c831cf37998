package eval

import (
	"cmp"
	"slices"

	"tocsin"
)

// stretch is a half-open range of an article's text in code points, as gold
// files count.
type stretch [2]int

func (s stretch) len() int { return max(0, s[1]-s[0]) }

// shared is how many characters two stretches have in common.
func (s stretch) shared(other stretch) int {
	return max(0, min(s[1], other[1])-max(s[0], other[0]))
}

// touches reports whether the stretches have at least half of the shorter
// one's characters in common, so that an article or a title more or less does
// not count as a miss.
func (s stretch) touches(other stretch) bool {
	return s.shared(other) > 0 && 2*s.shared(other) >= min(s.len(), other.len())
}

// of returns the words that the stretch covers; out of range it is cut.
func (s stretch) of(text []rune) string {
	start := min(max(s[0], 0), len(text))
	end := min(max(s[1], start), len(text))
	return string(text[start:end])
}

// stretches converts spans into code points.
func stretches(runes tocsin.Runes, spans ...tocsin.Span) []stretch {
	var out []stretch
	for _, span := range spans {
		if !span.IsZero() {
			out = append(out, runes.Range(span))
		}
	}
	return out
}

// optional converts a span that may be unset.
func optional(runes tocsin.Runes, span tocsin.Span) *stretch {
	if span.IsZero() {
		return nil
	}
	s := stretch(runes.Range(span))
	return &s
}

// touch compares two optional stretches: both unset is agreement.
func touch(a, b *stretch) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.touches(*b)
}

// together is the number of characters in stretches that do not overlap.
func together(parts []stretch) int {
	sum := 0
	for _, part := range parts {
		sum += part.len()
	}
	return sum
}

// common is the number of characters that two lists of stretches share.
func common(a, b []stretch) int {
	sum := 0
	for _, one := range a {
		for _, other := range b {
			sum += one.shared(other)
		}
	}
	return sum
}

// pair joins a gold item to a found one by their indices.
type pair struct{ gold, found int }

// match pairs gold with found items one to one, best first. fit tells how well
// two items fit; below or at 0 they are never paired. Equal fits go to the
// items that come first, so that the result is the same every time.
func match(golds, founds int, fit func(gold, found int) float64) []pair {
	type candidate struct {
		pair
		fit float64
	}
	var candidates []candidate
	for gold := range golds {
		for found := range founds {
			if f := fit(gold, found); f > 0 {
				candidates = append(candidates, candidate{pair{gold, found}, f})
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.fit, a.fit) })
	goldTaken, foundTaken := make([]bool, golds), make([]bool, founds)
	var pairs []pair
	for _, c := range candidates {
		if goldTaken[c.gold] || foundTaken[c.found] {
			continue
		}
		goldTaken[c.gold], foundTaken[c.found] = true, true
		pairs = append(pairs, c.pair)
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.gold, b.gold) })
	return pairs
}

// unpaired returns the gold and the found items that no pair holds.
func unpaired(golds, founds int, pairs []pair) (missed, invented []int) {
	goldTaken, foundTaken := make([]bool, golds), make([]bool, founds)
	for _, p := range pairs {
		goldTaken[p.gold], foundTaken[p.found] = true, true
	}
	for i, taken := range goldTaken {
		if !taken {
			missed = append(missed, i)
		}
	}
	for i, taken := range foundTaken {
		if !taken {
			invented = append(invented, i)
		}
	}
	return missed, invented
}

// board counts a fixed list of measures.
type board []Counts

// add adds other, which counts the same measures.
func (b board) add(other board) {
	for i := range b {
		b[i].Add(other[i])
	}
}

// share notes one matched item of which something was right or wrong.
func (b board) share(measure int, right bool) {
	b[measure].Gold++
	b[measure].Found++
	if right {
		b[measure].Right++
	}
}

// both notes how many gold and found items there were and how many agreed.
func (b board) both(measure, right, golds, founds int) {
	b[measure].Add(Counts{Right: float64(right), Gold: float64(golds), Found: float64(founds)})
}
