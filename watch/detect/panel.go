package detect

import (
	"math"
)

// floorOfPanel is how many times the median scale of a panel no series' scale
// falls below. Series of a panel are counted in one unit (articles, a score);
// one that is nearly always 0 has a scale of nearly 0, by which its every
// stir is an event. Chosen on the dyads to develop on of eval's warning test.
const floorOfPanel = 3

// A panel of fewer series than this has no floor: what is usual among a few is
// not known.
const fewestOfPanel = 20

// every is after how many bins a panel's scale is taken anew.
const every = 7

// Panel gives series that are counted in the same unit and have the same bins
// what they can tell one another: the Floor of each bin, and where they have no
// Volume, the sum of all their absolute values in the bin, as a measure of how
// much news there was. Both are functions of the past alone (volume: of the bin
// too). The series share the slices.
func Panel(rule Robust, series []Series) []Series {
	if len(series) == 0 {
		return nil
	}
	rule = rule.filled()
	bins := len(series[0].Values)
	for _, one := range series {
		bins = min(bins, len(one.Values))
	}
	volume, floor := make([]float64, bins), make([]float64, bins)
	scales := make([]float64, 0, len(series))
	for at := range bins {
		for _, one := range series {
			if value := math.Abs(one.Values[at]); known(value) {
				volume[at] += value
			}
		}
		if at%every != 0 {
			floor[at] = floor[at-1]
			continue
		}
		scales = scales[:0]
		for _, one := range series {
			if scale, ok := rule.scale(one.Before(at)); ok {
				scales = append(scales, scale)
			}
		}
		if len(scales) >= fewestOfPanel {
			floor[at] = floorOfPanel * quantileOf(scales, 0.5)
		}
	}
	panel := make([]Series, len(series))
	for i, one := range series {
		one.Values = one.Values[:bins:bins]
		one.Reported = upTo(one.Reported, bins)
		if one.Volume == nil {
			one.Volume = volume
		} else {
			one.Volume = one.Volume[:bins:bins]
		}
		one.Floor = floor
		panel[i] = one
	}
	return panel
}

// scale is the usual scatter of a series' short means, by their median distance.
func (r Robust) scale(past Series) (float64, bool) {
	r.Quantile = 0.5
	bar, ok := r.Prepare(past, State{}).(*robustBar)
	if !ok {
		return 0, false
	}
	return bar.usual[1][0].scale, true
}
