package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"tocsin/text/syntax"
)

const width = syntax.Width

// net is a syntax.Layer in training: sums of rows of floats, rectified, and a
// matrix of scores, learned by stochastic gradient descent with Adagrad.
type net struct {
	index syntax.Index
	rows  [][width]float32
	speed []float32 // Adagrad: sum of mean squared gradients of a row
	bias  [width]float32
	out   [][width]float32
	base  []float32
	pace  [][width]float32 // Adagrad of out
	drag  []float32        // Adagrad of base
	push  [width]float32   // Adagrad of bias

	mean  *net // average of the nets of past epochs
	means int

	random  *rand.Rand
	dropout float32
	unplug  float32 // dropout of hidden units

	active []int32
	hidden [width]float32
	mask   [width]float32
}

// newIndex gives a row to each of the most frequent features: in every bucket
// the first few. Features are given once for each time that they occur.
func newIndex(features []uint32, rows, atLeast int) syntax.Index {
	slices.Sort(features)
	type counted struct {
		feature uint32
		count   int
	}
	var all []counted
	for i := 0; i < len(features); {
		j := i
		for j < len(features) && features[j] == features[i] {
			j++
		}
		if j-i >= atLeast {
			all = append(all, counted{features[i], j - i})
		}
		i = j
	}
	slices.SortFunc(all, func(a, b counted) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.feature, b.feature))
	})
	index := make(syntax.Index, rows/syntax.Ways*8)
	placed := 0
	for _, c := range all {
		bucket, check := index.Place(c.feature)
		checks := index[bucket*8:][:8]
		for way := range syntax.Ways {
			have := uint16(checks[2*way]) | uint16(checks[2*way+1])<<8
			if have == check {
				break
			}
			if have == 0 {
				checks[2*way], checks[2*way+1] = byte(check), byte(check>>8)
				placed++
				break
			}
		}
	}
	logf("  %d features seen at least %d times, %d have a row", len(all), atLeast, placed)
	return index
}

func newNet(index syntax.Index, classes int, random *rand.Rand) *net {
	n := &net{index: index, random: random}
	rows := len(index) / 2
	n.rows, n.speed = make([][width]float32, rows), make([]float32, rows)
	n.out, n.pace = make([][width]float32, classes), make([][width]float32, classes)
	n.base, n.drag = make([]float32, classes), make([]float32, classes)
	for i := range n.rows {
		for k := range n.rows[i] {
			n.rows[i][k] = (random.Float32() - .5) * .02
		}
	}
	for i := range n.out {
		for k := range n.out[i] {
			n.out[i][k] = (random.Float32() - .5) * 2 * float32(math.Sqrt(6./float64(width+classes)))
		}
	}
	for k := range n.bias {
		n.bias[k] = .1
	}
	return n
}

// see computes the hidden layer. In training some features and units are left out.
func (n *net) see(features []uint32, training bool) {
	n.active = n.active[:0]
	for _, f := range features {
		row := n.index.Row(f)
		if row >= 0 && !(training && n.random.Float32() < n.dropout) {
			n.active = append(n.active, row)
		}
	}
	n.hidden = n.bias
	for _, row := range n.active {
		weights := &n.rows[row]
		for k := range n.hidden {
			n.hidden[k] += weights[k]
		}
	}
	for k := range n.hidden {
		n.mask[k] = 1
		if n.hidden[k] <= 0 {
			n.hidden[k], n.mask[k] = 0, 0
		} else if training && n.unplug > 0 {
			if n.random.Float32() < n.unplug {
				n.hidden[k], n.mask[k] = 0, 0
			} else {
				n.mask[k] = 1 / (1 - n.unplug)
				n.hidden[k] *= n.mask[k]
			}
		}
	}
}

func (n *net) score(class int) float32 {
	weights := &n.out[class]
	var a, b float32
	for k := 0; k < width; k += 2 {
		a += n.hidden[k] * weights[k]
		b += n.hidden[k+1] * weights[k+1]
	}
	return n.base[class] + a + b
}

// slope is the gradient of the loss by the score of a class.
type slope struct {
	class int
	by    float32
}

// softmax turns the scores of the classes into slopes, given which are right.
func softmax(classes []int, scores []float32, right func(int) bool, slopes []slope) []slope {
	top := slices.Max(scores)
	var all, good float64
	for i, s := range scores {
		e := math.Exp(float64(s - top))
		all += e
		if right(classes[i]) {
			good += e
		}
	}
	for i, s := range scores {
		e := math.Exp(float64(s - top))
		by := e / all
		if right(classes[i]) {
			by -= e / max(good, 1e-30)
		}
		slopes = append(slopes, slope{classes[i], float32(by)})
	}
	return slopes
}

// learn moves the weights against the slopes.
func (n *net) learn(slopes []slope, rate float32) {
	var back [width]float32
	for _, s := range slopes {
		if s.by > -1e-5 && s.by < 1e-5 {
			continue
		}
		weights, pace := &n.out[s.class], &n.pace[s.class]
		for k := range back {
			back[k] += s.by * weights[k]
			g := s.by * n.hidden[k]
			if g != 0 {
				pace[k] += g * g
				weights[k] -= rate * g / float32(math.Sqrt(float64(pace[k]))+1e-3)
			}
		}
		n.drag[s.class] += s.by * s.by
		n.base[s.class] -= rate * s.by / float32(math.Sqrt(float64(n.drag[s.class]))+1e-3)
	}
	var square float32
	for k := range back {
		back[k] *= n.mask[k]
		square += back[k] * back[k]
		n.push[k] += back[k] * back[k]
		n.bias[k] -= rate * back[k] / float32(math.Sqrt(float64(n.push[k]))+1e-3)
	}
	square /= width
	if square < 1e-12 {
		return
	}
	for _, row := range n.active {
		n.speed[row] += square
		step := rate / float32(math.Sqrt(float64(n.speed[row]))+1e-3)
		weights := &n.rows[row]
		for k := range weights {
			weights[k] -= step * back[k]
		}
	}
}

// remember adds the present weights to the mean.
func (n *net) remember() {
	if n.mean == nil {
		n.mean = &net{index: n.index, rows: make([][width]float32, len(n.rows)), out: make([][width]float32, len(n.out)), base: make([]float32, len(n.base))}
	}
	n.means++
	share := 1 / float32(n.means)
	blend := func(mean, now []float32) {
		for k := range mean {
			mean[k] += (now[k] - mean[k]) * share
		}
	}
	for i := range n.rows {
		blend(n.mean.rows[i][:], n.rows[i][:])
	}
	for i := range n.out {
		blend(n.mean.out[i][:], n.out[i][:])
	}
	blend(n.mean.base, n.base)
	blend(n.mean.bias[:], n.bias[:])
}

// weights returns the mean, or the present weights where there is none.
func (n *net) weights() syntax.LayerWeights {
	from := n
	if n.mean != nil {
		from = n.mean
	}
	flat := func(rows [][width]float32) []float32 {
		values := make([]float32, 0, len(rows)*width)
		for i := range rows {
			values = append(values, rows[i][:]...)
		}
		return values
	}
	return syntax.LayerWeights{Index: n.index, Rows: flat(from.rows), Bias: slices.Clone(from.bias[:]), Out: flat(from.out), Base: slices.Clone(from.base)}
}
