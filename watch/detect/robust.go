package detect

import (
	"cmp"
	"fmt"
	"math"
)

// Direction is which way a series must move to ring.
type Direction string

// The directions.
const (
	Above Direction = "above"
	Below Direction = "below"
	Both  Direction = "both"
)

// Robust finds where a signed series leaves its usual range. The means of the
// last 1, Short and Long bins are compared with the median of such means in
// the past, in units of how far those means themselves usually stray from it
// (so that a series whose days hang together is not thought quieter than it
// is, as it would be by the scatter of single days). A score is a robust z.
//
// The baseline ends Gap bins ago, so that what builds up is not its own
// measure. There are two: Window bins long, and Recent bins long; both must be
// left, so that a lasting change of level stops ringing after some weeks.
// The scale of each is the Quantile of the distances from its median, divided
// by what that quantile is for a normal distribution. The median distance
// (Hampel 1974) is the usual choice; a higher quantile sees the tails, which
// series of news have, and is not 0 where most bins are.
//
// In the mean of Long bins each bin counts for at most two scatters of single
// bins: what lasts a day is the business of the shorter means.
//
// A Floor keeps the scale from falling below that of comparable series (see
// Panel). Bins whose reports are not all in count by their share, and the
// scale widens by the root of the share that is missing.
type Robust struct {
	Direction Direction `json:"direction,omitempty" yaml:"direction,omitempty"` // "": below, conflict on a scale from conflict to cooperation
	// Threshold is the z at which it fires; 0: 4.
	Threshold float64 `json:"threshold,omitempty" yaml:"threshold,omitempty"`
	Short     int     `json:"short,omitempty" yaml:"short,omitempty"`       // 0: 3 bins
	Long      int     `json:"long,omitempty" yaml:"long,omitempty"`         // 0: 7 bins
	Window    int     `json:"window,omitempty" yaml:"window,omitempty"`     // 0: 365 bins
	Recent    int     `json:"recent,omitempty" yaml:"recent,omitempty"`     // 0: 90 bins; −1: no second baseline
	Gap       int     `json:"gap,omitempty" yaml:"gap,omitempty"`           // 0: 14 bins; −1: none
	History   int     `json:"history,omitempty" yaml:"history,omitempty"`   // known bins that a baseline must have; 0: 60
	Quantile  float64 `json:"quantile,omitempty" yaml:"quantile,omitempty"` // 0: 0.8; 0.5 is the MAD
	// Least is a scale below which none falls, in the series' own unit; 0: none.
	Least float64 `json:"least,omitempty" yaml:"least,omitempty"`
	// Volume divides by the series' volume, scaled to its mean in the window.
	Volume bool `json:"volume,omitempty" yaml:"volume,omitempty"`
}

// longest bounds the windows of all detectors, in bins.
const longest = 1100

// Each mean is measured by its own scale, but the shorter it is the heavier are
// its tails: by these weights a z of each comes up about as often. Chosen with
// clip, on the injections and the dyads to develop on of eval; anything near
// does about as well.
const (
	weightOfOne  = 0.75
	weightOfLong = 1.3
	clip         = 2
)

// Check says which setting is out of range.
func (r Robust) Check() error {
	r = r.filled()
	switch {
	case r.Direction != Above && r.Direction != Below && r.Direction != Both:
		return fmt.Errorf("direction %q is none of above, below, both", r.Direction)
	case !(r.Threshold > 0):
		return fmt.Errorf("threshold %v: give a z above 0", r.Threshold)
	case r.Short < 1 || r.Long < r.Short || r.Long > 60:
		return fmt.Errorf("short %d, long %d: give bins, short not above long, long at most 60", r.Short, r.Long)
	case r.Window < 10 || r.Window > longest-200:
		return fmt.Errorf("window %d is not in 10…%d", r.Window, longest-200)
	case r.Recent > r.Window || r.Recent < -1:
		return fmt.Errorf("recent %d: give at most the window (%d), or -1 for none", r.Recent, r.Window)
	case r.Gap > 100:
		return fmt.Errorf("gap %d is above 100", r.Gap)
	case r.History < 5 || r.History > r.Window:
		return fmt.Errorf("history %d is not in 5…%d (the window)", r.History, r.Window)
	case !(r.Quantile >= 0.5 && r.Quantile < 1):
		return fmt.Errorf("quantile %v is not in 0.5…1", r.Quantile)
	case !(r.Least >= 0):
		return fmt.Errorf("least %v is below 0", r.Least)
	}
	return nil
}

func (r Robust) filled() Robust {
	r.Direction = cmp.Or(r.Direction, Below)
	r.Threshold = cmp.Or(r.Threshold, 4)
	r.Short = cmp.Or(r.Short, 3)
	r.Long = cmp.Or(r.Long, max(7, r.Short))
	r.Window = cmp.Or(r.Window, 365)
	r.Recent = cmp.Or(r.Recent, min(90, r.Window))
	r.Gap = cmp.Or(r.Gap, 14)
	r.History = cmp.Or(r.History, min(60, r.Window))
	r.Quantile = cmp.Or(r.Quantile, 0.8)
	return r
}

// span is one of the means: of how many bins, by what its z is multiplied, and
// what part of the floor it has.
type span struct {
	bins          int
	weight, floor float64
}

func (r Robust) spans() [3]span {
	return [3]span{{1, weightOfOne, r.floor(1)}, {r.Short, 1, 1}, {r.Long, weightOfLong, r.floor(r.Long)}}
}

// floor is the part of the floor, which is that of means of Short bins, that a
// mean of other length has. The scatter of means falls with the root of their
// length where bins are independent; where they hang together as those of news
// do, rather with the fourth root.
func (r Robust) floor(bins int) float64 {
	return math.Pow(float64(r.Short)/float64(bins), 0.25)
}

// robustBar holds, for each span, what is known of its mean before the bin, and
// what such means usually are in the long and in the recent past.
type robustBar struct {
	rule       Robust
	spans      [3]span
	sum, known [3]float64  // of the bins of the span before the one judged, weighted by the share reported
	usual      [3][2]usual // long and recent
	recent     bool
	level      float64 // mean volume; 0 where not corrected for
	low, high  float64 // what a bin counts for at most in the long mean
	baseline   int
	bin        Bin
}

// long is the place of the mean of Long bins among the spans.
const long = 2

// Prepare implements Detector.
func (r Robust) Prepare(past Series, _ State) Bar {
	r = r.filled()
	bar := &robustBar{rule: r, spans: r.spans(), recent: r.Recent > 0, bin: past.Bin}
	var values, weights, means [longest]float64
	gap := max(r.Gap, 0)
	from := max(0, len(past.Values)-gap-r.Window-r.Long)
	count := len(past.Values) - from
	if r.Volume && past.Volume != nil {
		bar.level = past.meanVolume(from)
	}
	for i := range count {
		values[i], weights[i] = past.scored(from+i, bar.level)
	}
	settled := count - min(gap, count)
	for which, span := range bar.spans {
		if which == long {
			bar.clip(values[:count])
		}
		for i := max(0, count-span.bins+1); i < count; i++ {
			bar.sum[which] += values[i] * weights[i]
			bar.known[which] += weights[i]
		}
		n := movingMeans(means[:settled], values[:], weights[:], span.bins)
		if n < r.History {
			return tooShort
		}
		bar.baseline = n
		bar.usual[which][0] = r.usual(means[max(0, n-r.Window):n])
		if bar.recent {
			bar.usual[which][1] = r.usual(means[max(0, n-r.Recent):n])
		}
		if which == 0 {
			bar.bound(bar.usual[0][0], past.lastFloor())
		}
	}
	return bar
}

// bound says what a bin counts for at most in the long mean.
func (b *robustBar) bound(usual usual, floor float64) {
	scale := max(usual.scale, floor*b.spans[0].floor, b.rule.Least)
	b.low, b.high = usual.median-clip*scale, usual.median+clip*scale
}

func (b *robustBar) clip(values []float64) {
	for i := range values {
		values[i] = max(b.low, min(b.high, values[i]))
	}
}

// Judge implements Bar.
func (b *robustBar) Judge(now Point) Result {
	value, weight := now.Value, share(now.Reported)
	if !known(value) || b.level > 0 && !(now.Volume > 0 && known(now.Volume)) {
		return unknown.Judge(now)
	}
	if b.level > 0 {
		value *= b.level / now.Volume
	}
	result := Result{Judged: true, Baseline: b.baseline}
	strongest := span{}
	for which, span := range b.spans {
		if which == long {
			value = max(b.low, min(b.high, value))
		}
		known := b.known[which] + weight
		mean := (b.sum[which] + value*weight) / known
		// Fewer reports than usual scatter more.
		widen := math.Sqrt(max(1, float64(span.bins)/max(known, 1e-3)))
		z, limit, expected := b.distance(which, mean, widen, now.Floor)
		if which == 0 || z > result.Score {
			result.Score, result.Limit, result.Expected, result.Observed = z, limit, expected, mean
			strongest = span
		}
	}
	result.Strength = result.Score / b.rule.Threshold
	result.Fired = result.Strength >= 1
	if result.Fired {
		result.Explanation = fmt.Sprintf("mean of %s is %s, usually %s: %.1f times the usual scatter (bar %.1f)",
			b.bin.count(strongest.bins), figure(result.Observed), figure(result.Expected), result.Score/strongest.weight, b.rule.Threshold/strongest.weight)
	}
	return result
}

// distance is the weighted z of a mean: the smaller of those by the two
// baselines, in the direction that rings.
func (b *robustBar) distance(which int, mean, widen, floor float64) (z, limit, expected float64) {
	z = math.Inf(1)
	for i, usual := range b.usual[which] {
		if i == 1 && !b.recent {
			break
		}
		least := max(floor*b.spans[which].floor, b.rule.Least)
		scale := max(usual.scale, least, 1e-9*math.Abs(usual.median), 1e-12) * widen / b.spans[which].weight
		away := mean - usual.median
		sign := 1.0
		if b.rule.Direction == Below || b.rule.Direction == Both && away < 0 {
			sign = -1
		}
		if one := sign * away / scale; one < z {
			z, expected = one, usual.median
			limit = usual.median + sign*b.rule.Threshold*scale
		}
	}
	return bounded(z), limit, expected
}
