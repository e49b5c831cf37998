package origin

import (
	"cmp"
	"slices"
	"time"
)

// mostNeighbours is how many articles before and after it in time an article
// is compared with for one key. A key that hardly anybody has is not touched
// by it; one that thousands have (a wire report that everybody runs, the lines
// that an outlet puts below every article) costs no more than this.
const mostNeighbours = 24

// window is how far apart in time two articles may be published that are
// compared: what is printed again weeks later is history, not news.
const window = 15 * 24 * time.Hour

// Index finds the articles that a Signature may be linked with. It is what a
// ledger does with a table of (key, time, article), kept in memory.
//
// Articles that share a key stand in the order of their publication, and an
// article's candidates are its neighbours there. So a report with a thousand
// copies becomes a chain in which each is compared with its neighbours only,
// and what is near at the end was near at every time before: in whatever order
// articles arrive, every pair that Near gives at the end has been given by Add.
type Index struct {
	articles []Signature
	lists    map[uint64][]int32 // places in articles, by time and ID
	marks    []int32            // per article: the last query that met it
	query    int32
}

// NewIndex makes an empty index.
func NewIndex() *Index { return &Index{lists: map[uint64][]int32{}} }

// Add puts an article in and returns what it may be linked with. An article
// that is there already must not be added again.
func (x *Index) Add(sig Signature) []Signature {
	near := x.Near(sig)
	x.Hold(sig)
	return near
}

// Hold puts an article in without looking for what it may be linked with: one
// that was added to an earlier index.
func (x *Index) Hold(sig Signature) {
	added := int32(len(x.articles))
	x.articles = append(x.articles, sig)
	x.marks = append(x.marks, 0)
	for _, key := range sig.Keys() {
		list := x.lists[key]
		at, _ := x.find(list, sig)
		x.lists[key] = slices.Insert(list, at, added)
	}
}

// Remove takes an article out, given what it was put in with.
func (x *Index) Remove(sig Signature) {
	for _, key := range sig.Keys() {
		list := x.lists[key]
		if at, found := x.find(list, sig); found {
			x.lists[key] = slices.Delete(list, at, at+1)
		}
	}
}

// Near returns the articles that sig may be linked with, in order of time;
// whether sig itself is in the index makes no difference.
func (x *Index) Near(sig Signature) []Signature {
	x.query++
	var met []int32
	for _, key := range sig.Keys() {
		list := x.lists[key]
		at, found := x.find(list, sig)
		if found {
			x.marks[list[at]] = x.query
		}
		for _, one := range list[max(0, at-mostNeighbours):min(len(list), at+mostNeighbours+1)] {
			if x.marks[one] != x.query && x.articles[one].Published.Sub(sig.Published).Abs() <= window {
				x.marks[one] = x.query
				met = append(met, one)
			}
		}
	}
	near := make([]Signature, len(met))
	for i, one := range met {
		near[i] = x.articles[one]
	}
	slices.SortFunc(near, bySeniority)
	return near
}

func (x *Index) find(list []int32, sig Signature) (int, bool) {
	return slices.BinarySearchFunc(list, sig, func(one int32, sig Signature) int { return bySeniority(x.articles[one], sig) })
}

// bySeniority orders articles by time of publication, unknown first, then by
// name.
func bySeniority(a, b Signature) int {
	return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
}
