// Package gazetteer holds the world's places by name. In goes a name, as a
// Key, out come the places that bear it, the greatest first. The index is a
// constant that is used where it lies: nothing is unpacked, and opening it
// costs no more than a look at its head. It knows nothing about texts and
// refuses to choose among namesakes.
//
// An index is made by Write, from what the command train/gazetteer gathers.
package gazetteer

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"sync"
)

// Place is one entry.
type Place struct {
	GeoNames   int // GeoNames id, 0 where the entry has none
	Name       string
	Lat, Lon   float64
	Country    string // ISO 3166 alpha-3, "" for what belongs to none
	Admin1     Ref    // the first-level region that it lies in, or None
	Feature    string // GeoNames feature code: "PPLC", "ADM1", "STM"
	Population int    // rounded to about a tenth; a made-up weight for seas and the like
}

// Ref names a place of one Index.
type Ref int32

// None is no place.
const None Ref = -1

// Candidate is a place that bears a name.
type Candidate struct {
	Ref       Ref
	Alternate bool // the name is not the place's first, nor that without accents
}

//go:embed index.bin
var embedded string

// World is the embedded index.
var World = sync.OnceValue(func() *Index {
	index, err := Open(embedded)
	if err != nil {
		// Only a broken build can come here; an empty index finds nothing.
		return &Index{}
	}
	return index
})

// Index is an opened index. Its zero value is empty.
type Index struct {
	layout
	countries, features []string
	// Sections of the data, in the order of the file.
	buckets, tails, values, postings, records, names string
}

var errBroken = errors.New("the data is broken or of another version")

// Open opens an index that Write made.
func Open(data string) (*Index, error) {
	index := &Index{}
	rest, err := index.readHead(data)
	if err != nil {
		return nil, fmt.Errorf("open gazetteer: %w", err)
	}
	sections := []struct {
		to    *string
		bytes int
	}{
		{&index.buckets, (1<<bucketBits + 1) * 4},
		{&index.tails, index.keys * tailBytes},
		{&index.values, index.keys * valueBytes},
		{&index.postings, index.posted * valueBytes},
		{&index.records, index.places * recordBytes},
		{&index.names, index.nameBytes},
	}
	for _, section := range sections {
		if section.bytes < 0 || section.bytes > len(rest) {
			return nil, fmt.Errorf("open gazetteer: %w", errBroken)
		}
		*section.to, rest = rest[:section.bytes], rest[section.bytes:]
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("open gazetteer: %w", errBroken)
	}
	return index, nil
}

// Len is the number of places.
func (x *Index) Len() int { return x.places }

// Append appends the places that bear the name to found, greatest first.
func (x *Index) Append(found []Candidate, name Key) []Candidate {
	value, ok := x.look(name)
	if !ok {
		return found
	}
	if value&listFlag == 0 {
		return append(found, candidateOf(value))
	}
	for i := int(value & refMask); i < x.posted; i++ {
		posting := uint24(x.postings, i*valueBytes)
		found = append(found, candidateOf(posting))
		if posting&listFlag != 0 {
			break // in a list the flag marks the last one
		}
	}
	return found
}

// Has reports whether any place bears the name.
func (x *Index) Has(name Key) bool {
	_, ok := x.look(name)
	return ok
}

func candidateOf(value uint32) Candidate {
	return Candidate{Ref: Ref(value & refMask), Alternate: value&alternateFlag != 0}
}

// look finds the name's value. Names are kept as 48 bits of their hash: 16
// choose a bucket, 32 are compared, so that one in a billion absent names is
// taken for another.
func (x *Index) look(name Key) (value uint32, ok bool) {
	if x.keys == 0 {
		return 0, false
	}
	bucket, tail := name.split()
	first, last := int(uint32At(x.buckets, bucket*4)), int(uint32At(x.buckets, bucket*4+4))
	last = min(last, x.keys)
	for i := first; i < last; i++ {
		if uint32At(x.tails, i*tailBytes) == tail {
			return uint24(x.values, i*valueBytes), true
		}
	}
	return 0, false
}

// Place returns the place, or the zero Place for a Ref out of range.
func (x *Index) Place(ref Ref) Place {
	if ref < 0 || int(ref) >= x.places {
		return Place{Admin1: None}
	}
	at := int(ref) * recordBytes
	return Place{
		GeoNames:   int(uint24(x.records, at)),
		Lat:        degrees(uint24(x.records, at+3)),
		Lon:        degrees(uint24(x.records, at+6)),
		Admin1:     x.admin1(at),
		Country:    x.CountryOf(ref),
		Feature:    x.FeatureOf(ref),
		Population: x.PopulationOf(ref),
		Name:       x.NameOf(ref),
	}
}

// The following give one property of a place without reading the others. A
// Ref out of range has none.

// CountryOf is Place(ref).Country.
func (x *Index) CountryOf(ref Ref) string {
	return pick(x.countries, x.byteOf(ref, 11))
}

// FeatureOf is Place(ref).Feature.
func (x *Index) FeatureOf(ref Ref) string {
	return pick(x.features, x.byteOf(ref, 12))
}

// PopulationOf is Place(ref).Population.
func (x *Index) PopulationOf(ref Ref) int {
	return int(math.Exp2(float64(x.byteOf(ref, 13))/populationSteps)) - 1
}

// Admin1Of is Place(ref).Admin1.
func (x *Index) Admin1Of(ref Ref) Ref {
	if ref < 0 || int(ref) >= x.places {
		return None
	}
	return x.admin1(int(ref) * recordBytes)
}

// At returns where the place lies.
func (x *Index) At(ref Ref) (lat, lon float64) {
	if ref < 0 || int(ref) >= x.places {
		return 0, 0
	}
	at := int(ref) * recordBytes
	return degrees(uint24(x.records, at+3)), degrees(uint24(x.records, at+6))
}

// NameOf is Place(ref).Name. It shares the index's memory.
func (x *Index) NameOf(ref Ref) string {
	if ref < 0 || int(ref) >= x.places {
		return ""
	}
	start := int(uint24(x.records, int(ref)*recordBytes+14))
	if start >= len(x.names) {
		return ""
	}
	end := start + 1 + int(x.names[start])
	if end > len(x.names) {
		return ""
	}
	return x.names[start+1 : end]
}

func (x *Index) admin1(at int) Ref {
	number := int(x.records[at+9])<<8 | int(x.records[at+10])
	if number == 0 {
		return None
	}
	return Ref(number - 1)
}

func (x *Index) byteOf(ref Ref, field int) int {
	if ref < 0 || int(ref) >= x.places {
		return 0
	}
	return int(x.records[int(ref)*recordBytes+field])
}

func pick(list []string, i int) string {
	if i >= len(list) {
		return ""
	}
	return list[i]
}
