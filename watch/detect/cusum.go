package detect

import (
	"fmt"
	"math"
)

// CUSUM finds what rises slowly: it sums, bin by bin, the logarithm of how much
// likelier the values are under a raised level than under the usual one, from
// the last bin at which the usual one was likelier (Page 1954). Of counts it
// compares negative binomial distributions whose means are as 1 to Shift (Höhle
// and Paul 2008), of signed values normal ones Shift deviations apart, where
// median and scale are robust and a single bin counts for at most Clip
// deviations, so that one loud day is not a rise.
//
// It fires where the sum reaches ln(Apart): where nothing changes, this happens
// on average no more often than once in Apart bins (Lorden 1971). What the
// usual level is comes from a window that ends Span bins ago, without a trend,
// which would learn the rise. The sum reaches back Span bins at most, and never
// beyond the last alarm, after which it begins anew. The score is the sum.
type CUSUM struct {
	Signed    bool      `json:"signed,omitempty" yaml:"signed,omitempty"`       // values are signed scores, not counts
	Direction Direction `json:"direction,omitempty" yaml:"direction,omitempty"` // of signed values: above or below; "": below. Counts ring above
	Shift     float64   `json:"shift,omitempty" yaml:"shift,omitempty"`         // 0: 1.5 times for counts, 1 deviation for signed values
	Apart     float64   `json:"apart,omitempty" yaml:"apart,omitempty"`         // 0: 1000 bins
	Span      int       `json:"span,omitempty" yaml:"span,omitempty"`           // 0: 56 bins
	Window    int       `json:"window,omitempty" yaml:"window,omitempty"`       // 0: 182 bins
	Clip      float64   `json:"clip,omitempty" yaml:"clip,omitempty"`           // 0: 3
}

// Check says which setting is out of range.
func (c CUSUM) Check() error {
	c = c.filled()
	switch {
	case c.Direction != Above && c.Direction != Below:
		return fmt.Errorf("direction %q is neither above nor below", c.Direction)
	case c.Signed && !(c.Shift > 0):
		return fmt.Errorf("shift %v: give deviations above 0", c.Shift)
	case !c.Signed && !(c.Shift > 1):
		return fmt.Errorf("shift %v: give a factor above 1", c.Shift)
	case !(c.Apart >= 10):
		return fmt.Errorf("apart %v is below 10", c.Apart)
	case c.Span < 2 || c.Window < 2*shortest || c.Window > longest:
		return fmt.Errorf("span %d, window %d: give bins, at least 2 and %d…%d", c.Span, c.Window, 2*shortest, longest)
	case c.Span > longest:
		return fmt.Errorf("span %d is above %d", c.Span, longest)
	case !(c.Clip > 0):
		return fmt.Errorf("clip %v is not above 0", c.Clip)
	}
	return nil
}

func (c CUSUM) filled() CUSUM {
	if c.Direction == "" {
		c.Direction = Below
	}
	if c.Shift == 0 {
		c.Shift = 1.5
		if c.Signed {
			c.Shift = 1
		}
	}
	if c.Apart == 0 {
		c.Apart = 1000
	}
	if c.Span == 0 {
		c.Span = 56
	}
	if c.Window == 0 {
		c.Window = 182
	}
	if c.Clip == 0 {
		c.Clip = 3
	}
	return c
}

// cusumBar is the sum before the bin judged, and what the bin is usually.
type cusumBar struct {
	rule               CUSUM
	level              level
	sum                float64
	observed, expected float64 // since the sum was last 0
	bins               int
	baseline           int
	volume             bool
	bin                Bin
}

// level is what is usual in a bin: of counts a unit of exposure, of signed
// values with its scale.
type level struct{ mean, scale, dispersion float64 }

// Prepare implements Detector.
func (c CUSUM) Prepare(past Series, state State) Bar {
	c = c.filled()
	at := len(past.Values)
	to := max(0, at-c.Span)
	from := max(0, to-c.Window)
	begin := to
	if state.Ever {
		begin = max(begin, at-state.Since)
	}
	bar := &cusumBar{rule: c, bin: past.Bin, volume: past.Volume != nil && !c.Signed}
	var levels func(at int) level
	if c.Signed {
		usual, n := past.usual(from, to)
		bar.baseline = n
		levels = func(int) level { return level{usual.median, usual.scale, 1} }
	} else {
		model := modelOf(past, from, to, 4*past.Bin.perWeek(), false, at)
		bar.baseline = model.bins
		levels = func(at int) level {
			mean, _ := model.rate(past, at)
			return level{mean, 0, model.dispersion}
		}
	}
	if bar.baseline < 2*shortest {
		return tooShort
	}
	for i := begin; i < at; i++ {
		bar.level = levels(i)
		point := past.Point(i)
		point.Reported = past.reported(i)
		if step, value, usual, ok := bar.step(point); ok {
			bar.add(step, value, usual)
		}
	}
	bar.level = levels(at)
	return bar
}

func (b *cusumBar) add(step, value, usual float64) {
	b.sum += step
	if b.sum <= 0 {
		b.sum, b.observed, b.expected, b.bins = 0, 0, 0, 0
		return
	}
	b.observed += value
	b.expected += usual
	b.bins++
}

// usual are median and scale (by the median distance) of the values in bins
// from…to, and how many were known.
func (s Series) usual(from, to int) (usual, int) {
	var buffer [longest]float64
	values := buffer[:0]
	for at := from; at < to; at++ {
		if value, weight := s.scored(at, 0); weight > 0 {
			values = append(values, value)
		}
	}
	if len(values) == 0 {
		return usual{}, 0
	}
	return Robust{Quantile: 0.5}.usual(values), len(values)
}

// step is the log-likelihood ratio of one bin.
func (b *cusumBar) step(now Point) (step, value, expected float64, ok bool) {
	value = now.Value
	if !known(value) {
		return 0, 0, 0, false
	}
	if b.rule.Signed {
		scale := max(b.level.scale, now.Floor, 1e-9*math.Abs(b.level.mean), 1e-12)
		z := (value - b.level.mean) / scale
		if b.rule.Direction == Below {
			z = -z
		}
		z = max(-b.rule.Clip, min(b.rule.Clip, z))
		// Reports that are still missing leave that much less to go by.
		return share(now.Reported) * (z*b.rule.Shift - b.rule.Shift*b.rule.Shift/2), value, b.level.mean, true
	}
	exposure := share(now.Reported)
	if b.volume {
		if !known(now.Volume) {
			return 0, 0, 0, false
		}
		exposure *= now.Volume
	}
	expected = b.level.mean * exposure
	if !(expected > 0) || value < 0 {
		return 0, 0, 0, false
	}
	shift := b.rule.Shift
	if b.level.dispersion <= 1+1e-9 {
		return value*math.Log(shift) - (shift-1)*expected, value, expected, true
	}
	size := expected / (b.level.dispersion - 1)
	return value*math.Log(shift) - (value+size)*math.Log((size+shift*expected)/(size+expected)), value, expected, true
}

// Judge implements Bar. Observed and Expected are sums since the rise began;
// Limit is the sum of counts at which it would fire, and of signed values the
// sum of logarithms.
func (b *cusumBar) Judge(now Point) Result {
	step, value, expected, ok := b.step(now)
	if !ok {
		return unknown.Judge(now)
	}
	after := *b
	after.add(step, value, expected)
	bar := math.Log(b.rule.Apart)
	result := Result{
		Judged: true, Score: bounded(after.sum), Strength: after.sum / bar, Baseline: b.baseline,
		Observed: after.observed, Expected: after.expected, Limit: bar,
	}
	if !b.rule.Signed {
		// What the sum lacks, in counts, all else being equal.
		result.Limit = max(0, after.observed+(bar-after.sum)/math.Log(b.rule.Shift))
	}
	if result.Fired = result.Strength >= 1; result.Fired {
		result.Explanation = fmt.Sprintf("%s in the last %s, where %s were usual; such a rise comes by chance at most once in about %s bins",
			figure(after.observed), b.bin.count(after.bins), figure(after.expected), figure(math.Exp(min(after.sum, 30))))
	}
	return result
}
