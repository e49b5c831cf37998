package gazetteer

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Source is a place to be written, with all of its names.
type Source struct {
	Place
	Firsts     []string // other names that are as good as Place.Name
	Alternates []string // foreign, former and less usual names
}

// mostNamesakes bounds a list, so that reading a text full of San Josés takes
// no longer than another.
const mostNamesakes = 64

// Write makes an index of the places. Regions that others lie in must be
// among the first 65,534, and Admin1 is an index into places.
func Write(places []Source) ([]byte, error) {
	if len(places) > refMask {
		return nil, fmt.Errorf("write gazetteer: %d places are more than %d", len(places), refMask)
	}
	made := writer{nameAt: map[string]int{}}
	for i := range places {
		if err := made.addRecord(&places[i]); err != nil {
			return nil, fmt.Errorf("write gazetteer: place %d (%s): %w", i, places[i].Name, err)
		}
	}
	made.addKeys(places)
	return made.file(), nil
}

type writer struct {
	countries, features              []string
	keys                             int
	tails, values, postings, records []byte
	names                            []byte
	buckets                          []byte
	nameAt                           map[string]int
}

func (w *writer) addRecord(place *Source) error {
	country, err := number(&w.countries, place.Country)
	if err != nil {
		return err
	}
	feature, err := number(&w.features, place.Feature)
	if err != nil {
		return err
	}
	name := w.nameOf(place.Name)
	if place.GeoNames >= 1<<24 || name >= 1<<24 || place.Admin1 >= 1<<16-1 {
		return fmt.Errorf("a number is too great")
	}
	w.records = append24(w.records, uint32(place.GeoNames), keptDegrees(place.Lat), keptDegrees(place.Lon))
	w.records = binary.BigEndian.AppendUint16(w.records, uint16(place.Admin1+1))
	w.records = append(w.records, country, feature, keptPopulation(place.Population))
	w.records = append24(w.records, uint32(name))
	return nil
}

// number returns the place of an entry in a list, adding it where it is new.
func number(list *[]string, entry string) (byte, error) {
	at := slices.Index(*list, entry)
	if at < 0 {
		at = len(*list)
		*list = append(*list, entry)
	}
	if at > 255 {
		return 0, fmt.Errorf("%q is one too many", entry)
	}
	return byte(at), nil
}

func (w *writer) nameOf(name string) int {
	if at, ok := w.nameAt[name]; ok {
		return at
	}
	at := len(w.names)
	w.nameAt[name] = at
	w.names = append(append(w.names, byte(min(255, len(name)))), name[:min(255, len(name))]...)
	return at
}

// addKeys files every place under all of its names.
func (w *writer) addKeys(places []Source) {
	bearers := map[Key][]Candidate{}
	for i := range places {
		file := func(name string, alternate bool) {
			key := KeyOf(name)
			for _, other := range bearers[key] {
				if other.Ref == Ref(i) {
					return
				}
			}
			if key != 0 {
				bearers[key] = append(bearers[key], Candidate{Ref: Ref(i), Alternate: alternate})
			}
		}
		file(places[i].Name, false)
		for _, name := range places[i].Firsts {
			file(name, false)
		}
		for _, name := range places[i].Alternates {
			file(name, true)
		}
	}
	keys := make([]Key, 0, len(bearers))
	for key := range bearers {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareKeys)
	w.keys = len(keys)
	next := 0
	for bucket := range 1 << bucketBits {
		w.buckets = binary.BigEndian.AppendUint32(w.buckets, uint32(next))
		for next < len(keys) {
			at, tail := keys[next].split()
			if at != bucket {
				break
			}
			w.tails = binary.BigEndian.AppendUint32(w.tails, tail)
			w.values = append24(w.values, w.post(places, bearers[keys[next]]))
			next++
		}
	}
	w.buckets = binary.BigEndian.AppendUint32(w.buckets, uint32(next))
}

func compareKeys(a, b Key) int {
	aBucket, aTail := a.split()
	bBucket, bTail := b.split()
	if aBucket != bBucket {
		return aBucket - bBucket
	}
	switch {
	case aTail < bTail:
		return -1
	case aTail > bTail:
		return 1
	}
	return 0
}

// post returns the value of a key with these bearers.
func (w *writer) post(places []Source, bearers []Candidate) uint32 {
	slices.SortStableFunc(bearers, func(a, b Candidate) int {
		return places[b.Ref].Population - places[a.Ref].Population
	})
	bearers = bearers[:min(len(bearers), mostNamesakes)]
	if len(bearers) == 1 {
		return valueOf(bearers[0])
	}
	at := len(w.postings) / valueBytes
	for i, bearer := range bearers {
		value := valueOf(bearer)
		if i == len(bearers)-1 {
			value |= listFlag
		}
		w.postings = append24(w.postings, value)
	}
	return uint32(at) | listFlag
}

func valueOf(c Candidate) uint32 {
	if c.Alternate {
		return uint32(c.Ref) | alternateFlag
	}
	return uint32(c.Ref)
}

func (w *writer) file() []byte {
	file := []byte(magic)
	for _, number := range []int{w.keys, len(w.postings) / valueBytes, len(w.records) / recordBytes, len(w.names)} {
		file = binary.BigEndian.AppendUint32(file, uint32(number))
	}
	for _, list := range [][]string{w.countries, w.features} {
		file = append(file, byte(len(list)))
		for _, entry := range list {
			file = append(append(file, byte(len(entry))), entry...)
		}
	}
	for _, section := range [][]byte{w.buckets, w.tails, w.values, w.postings, w.records, w.names} {
		file = append(file, section...)
	}
	return file
}

func append24(to []byte, numbers ...uint32) []byte {
	for _, number := range numbers {
		to = append(to, byte(number>>16), byte(number>>8), byte(number))
	}
	return to
}
