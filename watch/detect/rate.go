package detect

import (
	"fmt"
)

// Rate finds counts above what was to be expected, by a regression on the bins
// of the past in the manner of Farrington flexible (Noufaily et al. 2013,
// Statistics in Medicine 32): log-linear, with a trend that is kept only where
// it is significant and leads no higher than was seen before, the days of the
// week (for hours, quarters of the day on working days and weekends), a yearly
// wave where the window has two years, and the volume of news as an offset, so
// that a loud day is not a warning. Past outbreaks get little weight. The
// limit is a quantile of the negative binomial distribution, with the
// uncertainty of the fit in its variance; p-values are exact.
//
// With less than History bins, or hardly any counts, it takes the mean of what
// there is: a Gamma distribution of the rate with Jeffreys' prior, which gives
// a negative binomial one of the count, wider the less is known.
//
// Values are counts; the score is −log10 of the p-value. Bins whose reports are
// not all in weigh as much as the share that is in; where the bin judged is
// such a one, that share of the count is expected.
type Rate struct {
	Alpha   float64 `json:"alpha,omitempty" yaml:"alpha,omitempty"`     // one-sided; 0: 0.001
	Minimum float64 `json:"minimum,omitempty" yaml:"minimum,omitempty"` // no smaller count fires; 0: 3
	Window  int     `json:"window,omitempty" yaml:"window,omitempty"`   // 0: 52 weeks of days, 6 of hours, 156 of weeks
	Gap     int     `json:"gap,omitempty" yaml:"gap,omitempty"`         // 0: 14 days, 48 hours, 4 weeks; −1: none
	History int     `json:"history,omitempty" yaml:"history,omitempty"` // 0: 8 weeks of days, 4 of hours, 26 of weeks
	NoTrend bool    `json:"no_trend,omitempty" yaml:"no_trend,omitempty"`
}

// shortest is the least number of bins that anything can be said by.
const shortest = 7

// Check says which setting is out of range.
func (r Rate) Check() error {
	switch {
	case !(r.Alpha >= 0 && r.Alpha < 0.5):
		return fmt.Errorf("alpha %v is not in 0…0.5", r.Alpha)
	case !(r.Minimum >= 0):
		return fmt.Errorf("minimum %v is below 0", r.Minimum)
	case r.Window != 0 && (r.Window < 2*shortest || r.Window > longest):
		return fmt.Errorf("window %d is not in %d…%d", r.Window, 2*shortest, longest)
	case r.Gap < -1 || r.Gap > longest:
		return fmt.Errorf("gap %d: give the number of bins, or -1 for none", r.Gap)
	case r.History < 0:
		return fmt.Errorf("history %d is below 0", r.History)
	}
	return nil
}

func (r Rate) filled(bin Bin) Rate {
	window, gap, history := 52*7, 14, 8*7
	switch bin {
	case Hour:
		window, gap, history = 6*7*24, 48, 4*7*24
	case Week:
		window, gap, history = 156, 4, 26
	}
	if r.Alpha == 0 {
		r.Alpha = 0.001
	}
	if r.Minimum == 0 {
		r.Minimum = 3
	}
	if r.Window == 0 {
		r.Window = window
	}
	if r.Gap == 0 {
		r.Gap = gap
	}
	if r.History == 0 {
		r.History = min(history, r.Window)
	}
	return r
}

// Prepare implements Detector.
func (r Rate) Prepare(past Series, _ State) Bar {
	r = r.filled(past.Bin)
	at := len(past.Values)
	to := max(0, at-max(0, r.Gap))
	if to < r.History {
		to = at // A gap is a luxury of those with a history.
	}
	model := modelOf(past, max(0, to-r.Window), to, r.History, !r.NoTrend, at)
	if model.bins < shortest {
		return tooShort
	}
	rate, spread := model.rate(past, at)
	return rateBar{r, rate, spread, model.dispersion, model.bins, past.Volume != nil}
}

// rateBar is what a unit of exposure is expected to give.
type rateBar struct {
	rule       Rate
	rate       float64
	spread     float64 // relative variance of rate
	dispersion float64
	baseline   int
	volume     bool
}

// Judge implements Bar.
func (b rateBar) Judge(now Point) Result {
	if !(now.Value >= 0) || !known(now.Value) {
		return unknown.Judge(now)
	}
	exposure := share(now.Reported)
	if b.volume {
		if !(now.Volume > 0 && known(now.Volume)) {
			return refusal("nothing was read in this bin").Judge(now)
		}
		exposure *= now.Volume
	}
	mean := b.rate * exposure
	if !known(mean) {
		return unknown.Judge(now)
	}
	expected := countsOf(mean, b.dispersion*mean+b.spread*mean*mean)
	result := Result{Judged: true, Observed: now.Value, Expected: mean, Baseline: b.baseline}
	p := expected.atLeast(now.Value)
	result.Score = surprise(p)
	result.Strength = result.Score / surprise(b.rule.Alpha)
	result.Limit = max(b.rule.Minimum, expected.limit(b.rule.Alpha))
	result.Fired = result.Strength >= 1 && now.Value >= b.rule.Minimum
	if !result.Fired {
		result.Strength = min(result.Strength, 0.99)
		return result
	}
	result.Explanation = fmt.Sprintf("%s where %s were expected; as many or more would come by chance once in %s such bins (bar: %s)",
		figure(now.Value), figure(mean), figure(1/max(p, 1e-15)), figure(result.Limit))
	return result
}
