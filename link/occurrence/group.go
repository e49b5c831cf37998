package occurrence

import (
	"cmp"
	"slices"
	"strings"
)

// Group makes occurrences of mentions. Origin names the group of articles that
// an article shares its origin with; nil where each has its own. The order in
// which mentions are given does not matter, and one that is given twice counts
// once. Occurrences come in the order of their first mentions.
func Group(signatures []Signature, origin func(article string) string) []Occurrence {
	if origin == nil {
		origin = func(article string) string { return article }
	}
	sorted := inOrder(signatures)
	c := newClusters(sorted)
	for _, edge := range edges(sorted) {
		c.join(edge)
	}
	var occurrences []Occurrence
	for _, members := range c.members {
		if members != nil {
			occurrences = append(occurrences, describe(members.of(sorted), c.ties(members.first()), origin))
		}
	}
	slices.SortFunc(occurrences, func(a, b Occurrence) int {
		return cmp.Or(a.First.Compare(b.First), a.Members[0].Ref().compare(b.Members[0].Ref()))
	})
	return occurrences
}

// inOrder sorts mentions so that those that are likely to be of one happening
// stand near each other, by what they tell and not by when they came.
func inOrder(signatures []Signature) []Signature {
	sorted := slices.Clone(signatures)
	slices.SortFunc(sorted, func(a, b Signature) int {
		x, _ := a.moment()
		y, _ := b.moment()
		return cmp.Or(cmp.Compare(x, y), strings.Compare(a.Trigger, b.Trigger), strings.Compare(a.Place.Name, b.Place.Name), a.Ref().compare(b.Ref()))
	})
	return slices.CompactFunc(sorted, func(a, b Signature) bool { return a.Ref() == b.Ref() })
}

// edge is two mentions that look like one happening.
type edge struct {
	pair
	score float64
}

// edges are the pairs that score even and more, the surest first.
func edges(sorted []Signature) []edge {
	var found []edge
	for _, pair := range candidates(sorted) {
		if forbids(sorted[pair.a], sorted[pair.b]) {
			continue
		}
		if score, _ := Compare(sorted[pair.a], sorted[pair.b]); score >= even {
			found = append(found, edge{pair, score})
		}
	}
	slices.SortFunc(found, surest)
	return found
}

func surest(x, y edge) int {
	return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// list is the mentions of a cluster, rising.
type list []int32

func (l list) first() int32 { return l[0] }

func (l list) of(sorted []Signature) []Signature {
	mentions := make([]Signature, len(l))
	for i, at := range l {
		mentions[i] = sorted[at]
	}
	return mentions
}

// clusters are the mentions that were joined so far.
type clusters struct {
	sorted  []Signature
	home    []int32          // mention → cluster, which is named after its first mention
	members []list           // cluster → mentions; nil where it went into another one
	frames  []frame          // cluster → what all of its mentions must agree with
	held    map[int32][]edge // cluster → what joined it
}

func newClusters(sorted []Signature) *clusters {
	c := &clusters{sorted: sorted, held: map[int32][]edge{}}
	for i, s := range sorted {
		c.home = append(c.home, int32(i))
		c.members = append(c.members, list{int32(i)})
		c.frames = append(c.frames, frameOf(s))
	}
	return c
}

// join makes one cluster of two if all that is known of both fits together and
// their mentions are alike on average.
func (c *clusters) join(e edge) {
	x, y := c.home[e.a], c.home[e.b]
	if x == y {
		return
	}
	both, fits := c.frames[x].and(c.frames[y])
	if !fits || !c.alike(c.members[x], c.members[y]) {
		return
	}
	into, from := min(x, y), max(x, y)
	for _, at := range c.members[from] {
		c.home[at] = into
	}
	c.members[into] = merge(c.members[into], c.members[from])
	c.frames[into] = both
	c.held[into] = append(append(c.held[into], c.held[from]...), e)
	c.members[from] = nil
	delete(c.held, from)
}

// ties are what joined a cluster, the surest first.
func (c *clusters) ties(cluster int32) []Tie {
	held := c.held[cluster]
	slices.SortFunc(held, surest)
	var ties []Tie
	for _, e := range held[:min(len(held), mostTies)] {
		a, b := c.sorted[e.a], c.sorted[e.b]
		score, reasons := Compare(a, b)
		ties = append(ties, Tie{A: a.Ref(), B: b.Ref(), Score: score, Reasons: reasons})
	}
	return ties
}

// linkage is the least average score of the pairs between two clusters, and
// mostCompared how many mentions of each are looked at.
const (
	linkage      = 0.4
	mostCompared = 6
)

// alike reports whether mentions of both are alike on average and none forbids
// another.
func (c *clusters) alike(x, y list) bool {
	sum, count := 0.0, 0.0
	for _, a := range spread(x) {
		for _, b := range spread(y) {
			if forbids(c.sorted[a], c.sorted[b]) {
				return false
			}
			score, _ := Compare(c.sorted[a], c.sorted[b])
			sum += score
			count++
		}
	}
	return sum/count >= linkage
}

// spread takes mostCompared mentions from the whole length of a list.
func spread(l list) list {
	if len(l) <= mostCompared {
		return l
	}
	var some list
	for i := range mostCompared {
		some = append(some, l[i*(len(l)-1)/(mostCompared-1)])
	}
	return some
}

func merge(a, b list) list {
	both := append(slices.Clone(a), b...)
	slices.Sort(both)
	return both
}
