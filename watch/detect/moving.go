package detect

import "math"

// usual is what a mean usually is, and how far it usually strays from that.
type usual struct{ median, scale float64 }

// usual reorders means.
func (r Robust) usual(means []float64) usual {
	var distances [longest]float64
	median := quantileOf(means, 0.5)
	for i, mean := range means {
		distances[i] = math.Abs(mean - median)
	}
	distance := quantileOf(distances[:len(means)], r.Quantile)
	return usual{median, distance / normal((1+r.Quantile)/2)}
}

// lastFloor is the floor of the last bin, 0 where there is none.
func (s Series) lastFloor() float64 {
	if n := len(s.Floor); n > 0 && s.Floor[n-1] > 0 {
		return s.Floor[n-1]
	}
	return 0
}

// scored is the value of a bin, corrected for volume where level is not 0, and
// the weight that it has: 0 where it is not known.
func (s Series) scored(at int, level float64) (value, weight float64) {
	value = s.Values[at]
	if !known(value) {
		return 0, 0
	}
	if level > 0 {
		volume := s.volume(at)
		if volume == 0 {
			return 0, 0
		}
		value *= level / volume
	}
	return value, s.reported(at)
}

// meanVolume is the mean of the known volumes from a bin on; 0 where none is.
func (s Series) meanVolume(from int) float64 {
	var sum, n float64
	for at := from; at < len(s.Volume); at++ {
		if volume := s.volume(at); volume > 0 {
			sum += volume
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// movingMeans writes the means of each span bins, at least half of which must
// be known, and returns how many there are. Means of bins that lie in a gap
// are left out, so places in means are not places in values.
func movingMeans(means, values, weights []float64, span int) int {
	n := 0
	least := float64(span) / 2
	var sum, known float64
	for i := range means {
		sum += values[i] * weights[i]
		known += weights[i]
		if i >= span {
			sum -= values[i-span] * weights[i-span]
			known -= weights[i-span]
		}
		if i >= span-1 && known >= least {
			means[n] = sum / known
			n++
		}
	}
	return n
}
