package story

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// vector is a sparse vector of unit length, sorted by id. Keys are hashed, so
// that two are compared without touching strings and take little memory; that
// two of a pair's words share a hash is one chance in a million. The order by
// hash is the same whatever came first, and so is every sum over it.
type vector []coordinate

type coordinate struct {
	id     uint32
	weight float32
}

func vectorOf(terms []Term) vector {
	v := make(vector, len(terms))
	for i, term := range terms {
		v[i] = coordinate{hash(term.Key), float32(term.Weight)}
	}
	slices.SortFunc(v, func(a, b coordinate) int { return cmp.Compare(a.id, b.id) })
	return v
}

// dot is the cosine of two vectors.
func (v vector) dot(other vector) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(v) && j < len(other); {
		switch a, b := v[i], other[j]; {
		case a.id < b.id:
			i++
		case a.id > b.id:
			j++
		default:
			sum += float64(a.weight) * float64(b.weight)
			i, j = i+1, j+1
		}
	}
	return sum
}

// scaled multiplies each coordinate and makes the length 1 again.
func (v vector) scaled(by func(id uint32) float64) vector {
	scaled := make(vector, 0, len(v))
	squares := 0.0
	for _, c := range v {
		weight := float64(c.weight) * by(c.id)
		if weight > 0 {
			squares += weight * weight
			scaled = append(scaled, coordinate{c.id, float32(weight)})
		}
	}
	if squares > 0 {
		length := float32(math.Sqrt(squares))
		for i := range scaled {
			scaled[i].weight /= length
		}
	}
	return scaled
}

// keys are the ids of the heaviest coordinates.
func (v vector) keys() []uint32 {
	heaviest := slices.SortedFunc(slices.Values(v), func(a, b coordinate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.id, b.id))
	})
	keys := make([]uint32, 0, mostKeys)
	for _, c := range heaviest[:min(len(heaviest), mostKeys)] {
		keys = append(keys, c.id)
	}
	return keys
}

// hash is FNV-1a, written out because it must be the same in every process
// and is asked for every word.
func hash(key string) uint32 {
	sum := uint32(2166136261)
	for i := range len(key) {
		sum = (sum ^ uint32(key[i])) * 16777619
	}
	return sum
}

// shape is what a Signature is compared by.
type shape struct {
	terms, names, events, days vector
	published                  time.Time
}

func shapeOf(s Signature) shape {
	return shape{vectorOf(s.Terms), vectorOf(s.Names), vectorOf(s.Events), vectorOf(s.Days), s.Published}
}

// How much each kind of likeness counts. They add up to 1, so that a score
// reads as a share. Words carry most: names, events and days are among them
// in other guise, and a short article may show none of the others.
const (
	termShare  = 0.71
	nameShare  = 0.15
	eventShare = 0.07
	dayShare   = 0.07
)

// score is the likeness of two articles, in 0…1.
func (s *shape) score(other *shape) float64 {
	near := nearness(s.published, other.published)
	if near == 0 {
		return 0
	}
	return near * (termShare*s.terms.dot(other.terms) + nameShare*s.names.dot(other.names) +
		eventShare*s.events.dot(other.events) + dayShare*s.days.dot(other.days))
}

const (
	// spread is how far apart in time articles of one story are published: a
	// few days cost little, two weeks nearly all.
	spread = 10 * 24 * time.Hour
	// window is beyond which articles are never compared.
	window = 15 * 24 * time.Hour
)

// nearness falls from 1 to 0 with the time between two publications, as the
// bell curve does. Where a time is unknown it says nothing, and is 1.
func nearness(a, b time.Time) float64 {
	if a.IsZero() || b.IsZero() {
		return 1
	}
	apart := a.Sub(b)
	if apart > window || apart < -window {
		return 0
	}
	days := float64(apart) / float64(spread)
	return math.Exp(-days * days)
}
