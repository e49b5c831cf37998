package syntax

import (
	"encoding/binary"
	"math"
	"math/bits"
)

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

// everyLane has the lowest bit of each 16-bit lane set.
const everyLane = 0x0001000100010001

// find writes the rows of the features into found and returns how many have
// one. Many features of a state are known and many are not, in no order that a
// processor could guess, so nothing branches on it: what is not known is
// written too, and written over by the next.
func (l *Layer) find(features []uint32, found *[maxFeatures]uint32) int {
	buckets := l.buckets
	mask := uint32(len(buckets)) - 1
	n := uint(0)
	for _, f := range features {
		bucket := f & mask
		// The lanes that match become zero; the borrow of a subtraction shows
		// the lowest of them in its highest bit.
		lanes := buckets[bucket] ^ uint64(f>>16|1)*everyLane
		zero := (lanes - everyLane) &^ lanes & (everyLane << 15)
		found[n%maxFeatures] = bucket*Ways + uint32(bits.TrailingZeros64(zero))/16
		if zero != 0 {
			n++
		}
	}
	return int(n)
}

// maxFeatures is how many features sum can take: with 257 a lane could carry.
const maxFeatures = 256

// Layer is the hidden layer and what is read off it.
type Layer struct {
	buckets []uint64 // an Index, a bucket each
	rows    []row
	scale   float32
	bias    []float32 // Width
	out     []float32 // panels of panel classes: for each unit, a weight a class
	base    []float32 // one a class, filled up to a whole panel
}

// row is the weights of a feature, a byte each: weight/scale + 128. It fills a
// cache line, which it does not share as long as rows are aligned; that is why
// they do not stay in the file.
type row [Width / 8]uint64

// panel is the number of classes that are scored at once, which is how many
// sums fit into registers.
const panel = 8

// hidden is what the hidden units say. About half of them are silent, and only
// the others are read; they are kept in four lanes by their number's rest, so
// that the order in which scores are added up does not depend on who speaks.
type hidden struct {
	units  [Width]float32
	active [4][Width / 4]uint8 // numbers of the units that are not silent
	count  [4]uint
}

// set sets a unit, which is the next of the lane. A negative value makes it
// silent; it is written too, and written over by the next.
func (h *hidden) set(lane int, unit uint, value float32) {
	h.units[unit%Width] = value
	h.active[lane][h.count[lane]%(Width/4)] = uint8(unit)
	h.count[lane] += uint(1 - math.Float32bits(value)>>31)
}

// sum adds the rows of the features and applies the hidden units (rectified
// linear). Eight weights are added at a time in two words of four 16-bit
// lanes; as weights are stored with 128 added to each, a lane cannot carry
// into its neighbour before 257 rows. A quarter of the width is summed at a
// time, so that the sums stay in registers.
func (l *Layer) sum(features []uint32, h *hidden) {
	var found [maxFeatures]uint32
	n := l.find(features[:min(len(features), maxFeatures-1)], &found)
	h.count = [4]uint{}
	rows := l.rows
	for k := 0; k < Width/8; k += 2 {
		const lanes = 0x00FF00FF00FF00FF
		var even0, odd0, even1, odd1 uint64
		for _, at := range found[:n] {
			row := &rows[at]
			w := row[k]
			even0 += w & lanes
			odd0 += w >> 8 & lanes
			w = row[k+1]
			even1 += w & lanes
			odd1 += w >> 8 & lanes
		}
		l.activate(h, uint(8*k), int32(n), even0, odd0)
		l.activate(h, uint(8*k+8), int32(n), even1, odd1)
	}
}

// activate sets the eight units from first on, given the sums of n rows.
func (l *Layer) activate(h *hidden, first uint, n int32, even, odd uint64) {
	bias := (*[8]float32)(l.bias[first:])
	scale, raised := l.scale, 128*n
	h.set(0, first, float32(int32(even&0xFFFF)-raised)*scale+bias[0])
	h.set(1, first+1, float32(int32(odd&0xFFFF)-raised)*scale+bias[1])
	h.set(2, first+2, float32(int32(even>>16&0xFFFF)-raised)*scale+bias[2])
	h.set(3, first+3, float32(int32(odd>>16&0xFFFF)-raised)*scale+bias[3])
	h.set(0, first+4, float32(int32(even>>32&0xFFFF)-raised)*scale+bias[4])
	h.set(1, first+5, float32(int32(odd>>32&0xFFFF)-raised)*scale+bias[5])
	h.set(2, first+6, float32(int32(even>>48)-raised)*scale+bias[6])
	h.set(3, first+7, float32(int32(odd>>48)-raised)*scale+bias[7])
}

// panel scores the classes from n·panel on.
func (l *Layer) panel(n int, h *hidden) (scores [panel]float32) {
	weights := (*[Width * panel]float32)(l.out[n*Width*panel:])
	var sums [4][panel]float32
	for lane := range sums {
		var a, b, c, d, e, f, g, i float32
		for _, unit := range h.active[lane][:h.count[lane]] {
			value := h.units[unit%Width]
			w := (*[panel]float32)(weights[int(unit%Width)*panel:])
			a += value * w[0]
			b += value * w[1]
			c += value * w[2]
			d += value * w[3]
			e += value * w[4]
			f += value * w[5]
			g += value * w[6]
			i += value * w[7]
		}
		sums[lane] = [panel]float32{a, b, c, d, e, f, g, i}
	}
	base := l.base[n*panel:][:panel]
	for k := range scores {
		scores[k] = base[k] + (sums[0][k] + sums[1][k]) + (sums[2][k] + sums[3][k])
	}
	return scores
}

// score returns the score of one class.
func (l *Layer) score(class int, h *hidden) float32 {
	weights := (*[Width * panel]float32)(l.out[class/panel*Width*panel:])
	var sums [4]float32
	for lane := range sums {
		var sum float32
		for _, unit := range h.active[lane][:h.count[lane]] {
			sum += h.units[unit%Width] * weights[int(unit%Width)*panel+class%panel]
		}
		sums[lane] = sum
	}
	return l.base[class] + (sums[0] + sums[1]) + (sums[2] + sums[3])
}

// best returns the class in [first, last) with the highest score.
func (l *Layer) best(first, last int, h *hidden) int {
	best, bestScore := first, float32(math.Inf(-1))
	for n := first / panel; n*panel < last; n++ {
		scores := l.panel(n, h)
		for class := max(first, n*panel); class < min(last, (n+1)*panel); class++ {
			if scores[class%panel] > bestScore {
				best, bestScore = class, scores[class%panel]
			}
		}
	}
	return best
}

// bestOf returns the one of a few classes with the highest score.
func (l *Layer) bestOf(classes []uint8, h *hidden) uint8 {
	best, bestScore := classes[0], float32(math.Inf(-1))
	for _, class := range classes {
		if score := l.score(int(class), h); score > bestScore {
			best, bestScore = class, score
		}
	}
	return best
}

// panels lays out the weights of the classes, Width a class, for panel.
func panels(out []float32) []float32 {
	classes := len(out) / Width
	laid := make([]float32, (classes+panel-1)/panel*panel*Width)
	for class := range classes {
		for unit := range Width {
			laid[(class/panel*Width+unit)*panel+class%panel] = out[class*Width+unit]
		}
	}
	return laid
}

func rowsOf(data []byte) []row {
	rows := make([]row, len(data)/Width)
	for i := range rows {
		for k := range rows[i] {
			rows[i][k] = binary.LittleEndian.Uint64(data[i*Width+8*k:])
		}
	}
	return rows
}

func bucketsOf(x Index) []uint64 {
	buckets := make([]uint64, len(x)/8)
	for i := range buckets {
		buckets[i] = binary.LittleEndian.Uint64(x[8*i:])
	}
	return buckets
}
