package statement

import "slices"

// window is the length in days of the stretches of time into which keys are
// cut. Claims are compared with those of their own stretch and of both
// neighbours, so that the cost of a claim depends on how much is published in
// a season and not on how large the ledger is.
const window = 16

// Stretch is the number of the stretch of time that a claim was published in;
// claims without a date share one of their own, 0.
func Stretch(s Signature) int64 {
	if s.Published.IsZero() {
		return 0
	}
	return s.Published.Unix() / (window * 24 * 60 * 60)
}

// block is where claims meet.
type block struct {
	stretch int64
	key     string
}

// Index finds relations among claims as they arrive. The order of arrival does
// not matter to what it holds in the end. It is not safe for concurrent use.
type Index struct {
	signatures []Signature
	blocks     map[block][]int
	known      map[Ref]int
	links      []Link
}

// NewIndex is an Index without claims.
func NewIndex() *Index { return &Index{blocks: map[block][]int{}, known: map[Ref]int{}} }

// Add takes in a claim and returns its links with those that are there; none
// where it is there already.
func (x *Index) Add(s Signature) []Link {
	if _, there := x.known[s.Ref()]; there {
		return nil
	}
	var found []Link
	for _, i := range x.candidates(s) {
		if link, related := Relate(x.signatures[i], s); related {
			found = append(found, link)
		}
	}
	at := len(x.signatures)
	x.signatures = append(x.signatures, s)
	x.known[s.Ref()] = at
	for _, key := range Keys(s) {
		b := block{Stretch(s), key}
		x.blocks[b] = append(x.blocks[b], at)
	}
	x.links = append(x.links, found...)
	return found
}

// candidates are the claims that share a key and a season.
func (x *Index) candidates(s Signature) []int {
	var found []int
	stretch := Stretch(s)
	for _, key := range Keys(s) {
		for near := stretch - 1; near <= stretch+1; near++ {
			found = append(found, x.blocks[block{near, key}]...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Statements groups the claims that are there.
func (x *Index) Statements() []Statement { return Group(x.signatures, x.links) }
