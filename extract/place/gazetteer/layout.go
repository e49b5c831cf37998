package gazetteer

import "math"

// The file is a head and six sections without gaps.
//
//	buckets   first key of each bucket, and the number of keys; 4 bytes each
//	tails     32 bits of each key's hash, by bucket; 4 bytes each
//	values    what each key means; 3 bytes each
//	postings  lists of places of keys with several; 3 bytes each
//	records   the places; recordBytes each
//	names     the places' names, a length byte before each
//
// A record is id 3, lat 3, lon 3, admin1+1 2, country 1, feature 1,
// population 1, offset of the name 3. All numbers are big-endian.
const (
	magic       = "tocsin gazetteer 1\n"
	bucketBits  = 16
	tailBytes   = 4
	valueBytes  = 3
	recordBytes = 17

	// A value is a Ref with the alternate flag, or with the list flag the
	// number of its first posting.
	listFlag      = 1 << 23
	alternateFlag = 1 << 22
	refMask       = alternateFlag - 1

	// populationSteps parts each doubling of a population into as many steps.
	populationSteps = 8
)

// layout is the head's numbers.
type layout struct{ keys, posted, places, nameBytes int }

// readHead reads the head and returns what follows it.
func (x *Index) readHead(data string) (rest string, err error) {
	if len(data) < len(magic)+4*4 || data[:len(magic)] != magic {
		return "", errBroken
	}
	data = data[len(magic):]
	for i, number := range []*int{&x.keys, &x.posted, &x.places, &x.nameBytes} {
		*number = int(uint32At(data, i*4))
	}
	data = data[4*4:]
	for _, list := range []*[]string{&x.countries, &x.features} {
		if *list, data, err = readList(data); err != nil {
			return "", err
		}
	}
	return data, nil
}

// readList reads a length byte and as many strings with a length byte each.
func readList(data string) (list []string, rest string, err error) {
	if len(data) == 0 {
		return nil, "", errBroken
	}
	count := int(data[0])
	data = data[1:]
	for range count {
		if len(data) == 0 || len(data) < 1+int(data[0]) {
			return nil, "", errBroken
		}
		end := 1 + int(data[0])
		list, data = append(list, data[1:end]), data[end:]
	}
	return list, data, nil
}

func uint24(s string, at int) uint32 {
	return uint32(s[at])<<16 | uint32(s[at+1])<<8 | uint32(s[at+2])
}

func uint32At(s string, at int) uint32 {
	return uint32(s[at])<<24 | uint24(s, at+1)
}

// Degrees are kept in ten-thousandths, about 11 m, from -180 upwards.
func degrees(kept uint32) float64 { return math.Round(float64(kept)-180e4) / 1e4 }

func keptDegrees(degrees float64) uint32 { return uint32(math.Round(degrees*1e4) + 180e4) }

func keptPopulation(population int) byte {
	return byte(min(255, math.Round(math.Log2(float64(max(0, population))+1)*populationSteps)))
}
