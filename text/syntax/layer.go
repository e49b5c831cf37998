package syntax

import "encoding/binary"

// Width is the number of hidden units.
const Width = 64

// Index says which row a feature owns. A bucket is four 16-bit checks in eight
// bytes; what no check matches was not seen in training and has no row.
type Index []byte

// Ways is the number of rows in a bucket.
const Ways = 4

// Row returns the row of the feature, or -1.
func (x Index) Row(feature uint32) int32 {
	bucket, check := x.Place(feature)
	checks := binary.LittleEndian.Uint64(x[bucket*8:])
	for way := range int32(Ways) {
		if uint16(checks>>(16*way)) == check {
			return int32(bucket)*Ways + way
		}
	}
	return -1
}

// Place returns the bucket of the feature and the check that it would have
// there. A check of 0 marks a free row.
func (x Index) Place(feature uint32) (bucket uint32, check uint16) {
	return feature & (uint32(len(x)/8) - 1), uint16(feature>>16) | 1
}

// Layer is the hidden layer and what is read off it.
type Layer struct {
	index Index
	rows  []byte // Width bytes a row: weight/scale + 128
	scale float32
	bias  []float32 // Width
	out   []float32 // Width a class
	base  []float32 // one a class
}

// sum adds the rows of the features and applies the hidden units (rectified
// linear). Eight weights are added at a time in two words of four 16-bit
// lanes; as weights are stored with 128 added to each, a lane cannot carry
// into its neighbour before 257 rows.
func (l *Layer) sum(features []uint32, hidden *[Width]float32) {
	var even, odd [Width / 8]uint64
	n := 0
	for _, f := range features {
		row := l.index.Row(f)
		if row < 0 {
			continue
		}
		n++
		weights := l.rows[int(row)*Width:][:Width]
		for k := range even {
			eight := binary.LittleEndian.Uint64(weights[8*k:])
			even[k] += eight & 0x00FF00FF00FF00FF
			odd[k] += eight >> 8 & 0x00FF00FF00FF00FF
		}
	}
	for k := range even {
		e, o := even[k], odd[k]
		for lane := range 4 {
			at := 8*k + 2*lane
			hidden[at] = max(0, float32(int32(e>>(16*lane)&0xFFFF)-int32(128*n))*l.scale+l.bias[at])
			hidden[at+1] = max(0, float32(int32(o>>(16*lane)&0xFFFF)-int32(128*n))*l.scale+l.bias[at+1])
		}
	}
}

// score returns the score of one class.
func (l *Layer) score(class int, hidden *[Width]float32) float32 {
	weights := l.out[class*Width:][:Width]
	var a, b, c, d float32
	for k := 0; k < Width; k += 4 {
		a += hidden[k] * weights[k]
		b += hidden[k+1] * weights[k+1]
		c += hidden[k+2] * weights[k+2]
		d += hidden[k+3] * weights[k+3]
	}
	return l.base[class] + (a + b) + (c + d)
}

// best returns the class in [first, last) with the highest score.
func (l *Layer) best(first, last int, hidden *[Width]float32) int {
	best, bestScore := first, l.score(first, hidden)
	for class := first + 1; class < last; class++ {
		if score := l.score(class, hidden); score > bestScore {
			best, bestScore = class, score
		}
	}
	return best
}
