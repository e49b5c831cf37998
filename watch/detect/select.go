package detect

import "math"

// nth puts the value of rank k (0 the least) in its place and returns it: the
// selection of Hoare, with the median of three as pivot. It takes linear time
// on what is met here, and reorders values.
func nth(values []float64, k int) float64 {
	low, high := 0, len(values)-1
	for low < high {
		middle := (low + high) / 2
		pivot := median3(values[low], values[middle], values[high])
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return values[k]
		}
	}
	return values[k]
}

func median3(a, b, c float64) float64 {
	return max(min(a, b), min(max(a, b), c))
}

// quantileOf is the value that a share q of values does not exceed; it reorders
// them. There must be one.
func quantileOf(values []float64, q float64) float64 {
	position := q * float64(len(values)-1)
	low := int(math.Floor(position))
	value := nth(values, low)
	if part := position - float64(low); part > 0 {
		// What is right of rank low is not less; the least of it is next.
		next := math.Inf(1)
		for _, other := range values[low+1:] {
			next = min(next, other)
		}
		value += part * (next - value)
	}
	return value
}
