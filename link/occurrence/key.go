package occurrence

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
)

// bucket is the length in days of the stretches of time into which keys are
// cut. A mention stands in its own stretch and the next, so that two that are
// at most so many days apart meet.
const bucket = 8

// mostBuckets bounds in how many stretches a mention stands that tells no day:
// one that tells a month stands in all of its month's, one that tells a year
// meets only those that tell of that year too.
const mostBuckets = 5

// times are the stretches of time that a mention stands in. Articles without a
// date share one of their own.
func (s Signature) times() []string {
	var found []string
	if s.Published.IsZero() {
		found = append(found, "undated")
	}
	if !s.Days.IsZero() {
		found = append(found, "year "+s.Days.From.Format("2006"))
	}
	first, known := s.moment()
	if !known {
		return found
	}
	last := first
	if !s.Days.IsZero() {
		last = number(s.Days.To)
	}
	if last-first > mostBuckets*bucket {
		return found
	}
	for at := first / bucket; at <= last/bucket+1; at++ {
		found = append(found, fmt.Sprint(at))
	}
	return found
}

// How many words of a sentence and of an article are paired to make keys.
const (
	pairedWords = 5
	keyAbout    = 4
	keySide     = 3
)

// topics are what two mentions of one happening have in common one of at least:
// a word of a side's name, a town or region, two heavy words of their
// sentences, or the trigger with both countries or with what the article is
// about.
func (s Signature) topics() []string {
	var found []string
	for _, side := range []Side{s.Actor, s.Recipient} {
		for _, word := range side.Words[:min(len(side.Words), keySide)] {
			found = append(found, "side "+word)
		}
	}
	if s.Place.rank() > 2 {
		found = append(found, "place "+s.Place.Name)
	}
	heavy := byWeight(s.Words, pairedWords)
	for i, a := range heavy {
		for _, b := range heavy[:i] {
			found = append(found, "words "+min(a.Stem, b.Stem)+" "+max(a.Stem, b.Stem))
		}
	}
	if s.Trigger == "" {
		return found
	}
	if s.Actor.Country != "" || s.Recipient.Country != "" {
		found = append(found, "trigger "+s.Trigger+" "+s.Actor.Country+" "+s.Recipient.Country)
	}
	for _, word := range byWeight(s.About, keyAbout) {
		found = append(found, "about "+s.Trigger+" "+word.Stem)
	}
	return found
}

func byWeight(list []Word, most int) []Word {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Word) int { return cmp.Compare(b.Weight, a.Weight) })
	return list[:min(len(list), most)]
}

// Keys are the blocking keys of a mention, rising: two mentions are compared
// only if they share one.
func Keys(s Signature) []uint64 {
	keys := []uint64{hash(string(s.Category), "article", s.Article)}
	topics := s.topics()
	for _, time := range s.times() {
		for _, topic := range topics {
			keys = append(keys, hash(string(s.Category), time, topic))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// A block of mentions that share a key is compared pair by pair up to
// wholeBlock of them. In a larger one, sorted by date, trigger and place, each
// is compared with the next few only (the sorted neighbourhood of Hernández and
// Stolfo 1995): the cost of a mention stays bounded, however large a war is.
const (
	wholeBlock = 30
	neighbours = 12
)

// pair is two mentions by their places in a sorted list, the lesser first.
type pair struct{ a, b int32 }

// candidates are the pairs of mentions that share a key, rising.
func candidates(sorted []Signature) []pair {
	type entry struct {
		key uint64
		at  int32
	}
	var entries []entry
	for i, s := range sorted {
		for _, key := range Keys(s) {
			entries = append(entries, entry{key, int32(i)})
		}
	}
	slices.SortFunc(entries, func(x, y entry) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.at, y.at)) })
	var pairs []pair
	for start := 0; start < len(entries); {
		end := start
		for end < len(entries) && entries[end].key == entries[start].key {
			end++
		}
		reach := end - start
		if reach > wholeBlock {
			reach = neighbours
		}
		for i := start; i < end; i++ {
			for j := i + 1; j < min(end, i+1+reach); j++ {
				pairs = append(pairs, pair{entries[i].at, entries[j].at})
			}
		}
		start = end
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return slices.Compact(pairs)
}
