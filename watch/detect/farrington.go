package detect

import (
	"fmt"
	"math"
)

// Farrington is the classic method (Farrington et al. 1996), to compare with:
// quasi-Poisson regression, with a trend where it is significant, on Half bins
// around the same place in each of Back earlier periods, outbreaks downweighed,
// and a limit by the 2/3 power of counts. A period is a week of days or hours
// and a year of weeks. The score is how far the count is beyond what was
// expected, over how far the limit is (the method's exceedance): it fires at 1.
type Farrington struct {
	Alpha   float64 `json:"alpha,omitempty" yaml:"alpha,omitempty"`     // one-sided; 0: 0.001
	Back    int     `json:"back,omitempty" yaml:"back,omitempty"`       // 0: 26 weeks, or 5 years
	Half    int     `json:"half,omitempty" yaml:"half,omitempty"`       // 0: 1 bin of days and hours, 3 of weeks; −1: none
	Minimum float64 `json:"minimum,omitempty" yaml:"minimum,omitempty"` // 0: 3
}

// Check says which setting is out of range.
func (f Farrington) Check() error {
	switch {
	case !(f.Alpha >= 0 && f.Alpha < 0.5):
		return fmt.Errorf("alpha %v is not in 0…0.5", f.Alpha)
	case f.Back < 0 || f.Half < -1 || f.Half > 10 || f.Back*(2*f.Half+1) > longest:
		return fmt.Errorf("back %d, half %d: give at most %d bins in all", f.Back, f.Half, longest)
	case !(f.Minimum >= 0):
		return fmt.Errorf("minimum %v is below 0", f.Minimum)
	}
	return nil
}

func (f Farrington) filled(bin Bin) (filled Farrington, period int) {
	back, half := 26, 1
	period = bin.perWeek()
	if bin == Week {
		back, half, period = 5, 3, 52
	}
	if f.Alpha == 0 {
		f.Alpha = 0.001
	}
	if f.Back == 0 {
		f.Back = back
	}
	if f.Half == 0 {
		f.Half = half
	}
	if f.Minimum == 0 {
		f.Minimum = 3
	}
	f.Half = max(f.Half, 0)
	return f, period
}

type farringtonBar struct {
	rule             Farrington
	expected, spread float64
	dispersion       float64
	baseline         int
}

// Prepare implements Detector.
func (f Farrington) Prepare(past Series, _ State) Bar {
	f, period := f.filled(past.Bin)
	at := len(past.Values)
	rows := make([]row, 0, f.Back*(2*f.Half+1))
	for back := f.Back; back >= 1; back-- {
		for i := at - back*period - f.Half; i <= at-back*period+f.Half; i++ {
			if i < 0 || i >= at || !(past.Values[i] >= 0) || !known(past.Values[i]) {
				continue
			}
			one := row{count: past.Values[i], exposure: 1, weight: 1}
			one.columns.add(0, 1)
			one.columns.add(1, float64(i-at)/float64(f.Back*period))
			rows = append(rows, one)
		}
	}
	if len(rows) < 2*shortest {
		return tooShort
	}
	model, ok := f.fit(rows, 2)
	if slope := model.coefficients[1]; !ok || math.Abs(slope) < 1.96*math.Sqrt(model.dispersion*model.covariance[1][1]) {
		for i := range rows {
			rows[i].weight, rows[i].columns.n = 1, 1
		}
		if model, ok = f.fit(rows, 1); !ok {
			return farringtonBar{rule: f, dispersion: 1, baseline: len(rows)}
		}
	}
	var now columns
	now.add(0, 1)
	return farringtonBar{f, math.Exp(model.eta(&now)), model.dispersion * model.variance(&now), model.dispersion, len(rows)}
}

func (f Farrington) fit(rows []row, count int) (fit, bool) {
	first, ok := fitted(rows, count, count, fit{})
	if !ok {
		return first, false
	}
	first.downweigh(rows)
	return fitted(rows, count, count, first)
}

// Judge implements Bar.
func (b farringtonBar) Judge(now Point) Result {
	if !(now.Value >= 0) || !known(now.Value) {
		return unknown.Judge(now)
	}
	result := Result{Judged: true, Observed: now.Value, Expected: b.expected, Limit: b.rule.Minimum, Baseline: b.baseline}
	if b.expected > 0 {
		tau := b.dispersion + b.expected*b.spread
		root := 1 + 2./3*normal(1-b.rule.Alpha)*math.Sqrt(tau/b.expected)
		result.Limit = max(result.Limit, b.expected*math.Pow(root, 1.5))
	}
	result.Score = bounded((now.Value - b.expected) / max(result.Limit-b.expected, 1e-9))
	result.Strength = result.Score
	if result.Fired = result.Strength >= 1; result.Fired {
		result.Explanation = fmt.Sprintf("%s, where %s were expected (bar %s)", figure(now.Value), figure(b.expected), figure(result.Limit))
	}
	return result
}
