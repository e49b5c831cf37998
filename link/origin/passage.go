package origin

import (
	"slices"

	"tocsin"
)

// What counts as a shared passage. It begins where seedWords words in a row
// are the same; a word changed, put in or left out does not end it, so long as
// the two texts agree again within gapWords words of each other. It counts
// from leastPassage same words on, leastContent of which are no function words:
// shorter ones are titles and turns of phrase that everybody uses.
const (
	seedWords    = 3
	gapWords     = 4
	leastPassage = 7
	leastContent = 4
	mostPlaces   = 8  // places of one seed that are tried, and
	mostLooks    = 64 // places that are looked at for them: both keep the time linear
)

// passage is a run of words that two texts share, as half-open ranges of
// words.
type passage struct {
	a, b     [2]int
	same     int // words that are the same
	own      int // of those, how many stand outside quotation marks
	content  int // of those, how many are no function words
	unbroken int // the longest run without a difference, outside quotation marks
}

// passages finds what two texts share, in the order of the first one. Every
// word of the first is in at most one passage. It takes time linear in the
// lengths of the two.
func passages(a, b []word) []passage {
	places := newPlaces(b)
	var found []passage
	for i := 0; i+seedWords <= len(a); {
		best := places.longest(a, b, i)
		if best.same < leastPassage || best.content < leastContent {
			// A long run of function words is stepped over in one go: trying again
			// from its middle would cost its length each time.
			i = max(i+1, best.a[1]-leastPassage)
			continue
		}
		found = append(found, best)
		i = best.a[1]
	}
	return found
}

// longest extends every seed at word i of a and returns the passage with the
// most same words, the first in b of equals.
func (p places) longest(a, b []word, i int) passage {
	var best passage
	tried, looks := 0, 0
	for j := p.first[p.slot(a[i:i+seedWords])]; j >= 0 && tried < mostPlaces && looks < mostLooks; j = p.next[j] {
		looks++
		if !sameRun(a[i:i+seedWords], b[j:int(j)+seedWords]) {
			continue
		}
		tried++
		if here := extend(a, b, i, int(j)); here.same > best.same {
			best = here
		}
	}
	return best
}

// extend follows two texts from words i and j, which are the same, for as long
// as they agree.
func extend(a, b []word, i, j int) passage {
	p := passage{a: [2]int{i, i}, b: [2]int{j, j}}
	run := 0
	for i < len(a) && j < len(b) {
		if a[i].key != b[j].key {
			run = 0
			di, dj := resume(a[i:], b[j:])
			if di+dj == 0 {
				break
			}
			i, j = i+di, j+dj
		}
		if own := p.count(a[i], b[j]); own {
			run++
			p.unbroken = max(p.unbroken, run)
		}
		i, j = i+1, j+1
		p.a[1], p.b[1] = i, j
	}
	return p
}

// count counts a pair of words that are the same and reports whether they are
// the outlets' own.
func (p *passage) count(a, b word) bool {
	own := !a.quoted && !b.quoted
	p.same++
	if own {
		p.own++
	}
	if !a.plain {
		p.content++
	}
	return own
}

// resume finds how many words of each text to leave out so that the two agree
// again for seedWords words, or for two of which none is a function word; the
// fewest in all, and 0, 0 where they do not agree soon.
func resume(a, b []word) (int, int) {
	for skipped := 1; skipped <= 2*gapWords; skipped++ {
		for di := max(0, skipped-gapWords); di <= min(skipped, gapWords); di++ {
			if agree(a, b, di, skipped-di) {
				return di, skipped - di
			}
		}
	}
	return 0, 0
}

func agree(a, b []word, i, j int) bool {
	if i+2 > len(a) || j+2 > len(b) || !sameRun(a[i:i+2], b[j:j+2]) {
		return false
	}
	if !a[i].plain && !a[i+1].plain {
		return true
	}
	return i+seedWords <= len(a) && j+seedWords <= len(b) && a[i+2].key == b[j+2].key
}

func sameRun(a, b []word) bool {
	for i := range a {
		if a[i].key != b[i].key {
			return false
		}
	}
	return true
}

// places says where in a text each run of seedWords words stands: a hash table
// whose chains run through next.
type places struct {
	first []int32
	next  []int32
}

func newPlaces(words []word) places {
	size := 1
	for size < 2*len(words) {
		size *= 2
	}
	p := places{first: slices.Repeat([]int32{-1}, size), next: make([]int32, len(words))}
	// Backwards, so that a chain begins with the first place.
	for i := len(words) - seedWords; i >= 0; i-- {
		slot := p.slot(words[i : i+seedWords])
		p.next[i], p.first[slot] = p.first[slot], int32(i)
	}
	return p
}

func (p places) slot(run []word) int { return int(hashRun(run)) & (len(p.first) - 1) }

// spanOf is where words [from, to) stand in their text.
func spanOf(words []word, at [2]int) tocsin.Span {
	return tocsin.Span{Start: int(words[at[0]].start), End: int(words[at[1]-1].end)}
}

// covered is how many of the words stand in a passage, each counted once.
func covered(ranges [][2]int) int {
	slices.SortFunc(ranges, func(x, y [2]int) int { return x[0] - y[0] })
	count, end := 0, 0
	for _, r := range ranges {
		if r[1] > end {
			count += r[1] - max(r[0], end)
			end = r[1]
		}
	}
	return count
}
