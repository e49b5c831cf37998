package watch

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"time"

	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// monday is the first Monday of Unix time: weeks begin with it.
const monday = 4 * 24 * 60 * 60

// binOf is the number of the bin that a moment is in.
func binOf(bin detect.Bin, at time.Time) int64 {
	seconds := at.Unix()
	if bin == detect.Week {
		seconds -= monday
	}
	width := int64(indicator.Width(bin) / time.Second)
	number := seconds / width
	if seconds%width < 0 {
		number--
	}
	return number
}

// begin is when a bin begins.
func begin(bin detect.Bin, number int64) time.Time {
	seconds := number * int64(indicator.Width(bin)/time.Second)
	if bin == detect.Week {
		seconds += monday
	}
	return time.Unix(seconds, 0).UTC()
}

// Line is what was counted in each bin, for bins that have something, by their
// numbers.
type Line []Bin

// Bin is the things counted in one bin, each once, as hashes; for figures the
// largest of each origin.
type Bin struct {
	Number int64     `json:"number"`
	Things []uint64  `json:"things,omitempty"` // sorted
	Values []float64 `json:"values,omitempty"` // of each of Things
	More   int       `json:"more,omitzero"`    // how many there were, where the things themselves are no longer kept
}

// hash names a thing in 48 bits, so that it survives JSON in every language.
func hash(thing string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(thing))
	sum := h.Sum64()
	// FNV mixes its low bits best; a last multiplication spreads the rest.
	return (sum ^ sum>>32) * 0x9E3779B97F4A7C15 >> 16
}

// find is the place of a bin, or where it would be.
func (l Line) find(number int64) (int, bool) {
	return slices.BinarySearchFunc(l, number, func(b Bin, number int64) int { return cmp.Compare(b.Number, number) })
}

// add counts things in a bin; those that are there already do not count again.
// The line is changed in place, the bin is copied.
func (l *Line) add(number int64, things []uint64, value *float64) {
	at, found := l.find(number)
	if !found {
		*l = slices.Insert(*l, at, Bin{Number: number})
	}
	bin := (*l)[at]
	bin.Things, bin.Values = slices.Clone(bin.Things), slices.Clone(bin.Values)
	for _, thing := range things {
		place, known := slices.BinarySearch(bin.Things, thing)
		if !known {
			bin.Things = slices.Insert(bin.Things, place, thing)
			if value != nil {
				bin.Values = slices.Insert(bin.Values, place, *value)
			}
		} else if value != nil {
			bin.Values[place] = max(bin.Values[place], *value)
		}
	}
	(*l)[at] = bin
}

// drop takes a bin out.
func (l *Line) drop(number int64) {
	if at, found := l.find(number); found {
		*l = slices.Delete(*l, at, at+1)
	}
}

// seal forgets the things of bins before a number and keeps how many there were.
func (l Line) seal(before int64) {
	for i := range l {
		if l[i].Number >= before {
			return
		}
		if len(l[i].Things) > 0 {
			l[i] = Bin{Number: l[i].Number, More: l[i].More + len(l[i].Things)}
		}
	}
}

// after is the line without the bins before a number.
func (l Line) after(number int64) Line {
	at, _ := l.find(number)
	return l[at:]
}

// between is the bins from…to, both included.
func (l Line) between(from, to int64) Line {
	first, _ := l.find(from)
	last, _ := l.find(to + 1)
	return l[first:max(first, last)]
}

// size is how many things a bin has.
func (b Bin) size() int { return b.More + len(b.Things) }

// count is how many things the bins from…to have, both included.
func (l Line) count(from, to int64) float64 {
	bins := l.between(from, to)
	if len(bins) == 1 {
		return float64(bins[0].size())
	}
	more := 0
	things := map[uint64]bool{}
	for _, bin := range bins {
		more += bin.More
		for _, thing := range bin.Things {
			things[thing] = true
		}
	}
	return float64(more + len(things))
}

// value is the largest figure that at least so many origins of the bins
// from…to give or exceed, NaN for none.
func (l Line) value(from, to int64, origins int) float64 {
	largest := map[uint64]float64{}
	for _, bin := range l.between(from, to) {
		for i, thing := range bin.Things {
			if old, known := largest[thing]; !known || bin.Values[i] > old {
				largest[thing] = bin.Values[i]
			}
		}
	}
	return supported(largest, origins)
}

// supported is the largest figure that so many of those who give one give or
// exceed, NaN for none.
func supported[K comparable](largest map[K]float64, origins int) float64 {
	if len(largest) < max(1, origins) {
		return math.NaN()
	}
	values := make([]float64, 0, len(largest))
	for _, value := range largest {
		values = append(values, value)
	}
	slices.Sort(values)
	return values[len(values)-max(1, origins)]
}
