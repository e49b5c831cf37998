package detect

import (
	"fmt"
	"math"
)

// Threshold is an absolute tripwire: it fires where a value is at least, or at
// most, the one given. Its score is the distance beyond it, in the series' unit.
// Where not all of a bin's reports are in, AtMost does not judge: more may come.
type Threshold struct {
	AtLeast *float64 `json:"at_least,omitempty" yaml:"at_least,omitempty"`
	AtMost  *float64 `json:"at_most,omitempty" yaml:"at_most,omitempty"`
}

// Check says which setting is missing or out of range.
func (t Threshold) Check() error {
	switch {
	case (t.AtLeast == nil) == (t.AtMost == nil):
		return fmt.Errorf("give either at_least or at_most")
	case t.AtLeast != nil && !known(*t.AtLeast), t.AtMost != nil && !known(*t.AtMost):
		return fmt.Errorf("the threshold is not a number")
	}
	return nil
}

// Prepare implements Detector; the past does not matter.
func (t Threshold) Prepare(Series, State) Bar { return t }

// Judge implements Bar.
func (t Threshold) Judge(now Point) Result {
	if !known(now.Value) {
		return unknown.Judge(now)
	}
	if t.AtMost != nil && share(now.Reported) < 1 {
		return pending.Judge(now)
	}
	result := Result{Judged: true, Observed: now.Value}
	word := "at least"
	if t.AtLeast != nil {
		result.Limit = *t.AtLeast
		result.Score = bounded(now.Value - result.Limit)
	} else {
		word, result.Limit = "at most", *t.AtMost
		result.Score = bounded(result.Limit - now.Value)
	}
	// A distance has no ratio to the distance 0: only which side it is on counts.
	if result.Fired = result.Score >= 0; result.Fired {
		result.Strength = 1 + result.Score/(1+math.Abs(result.Limit))
		result.Explanation = fmt.Sprintf("%s, which is %s %s", figure(now.Value), word, figure(result.Limit))
	}
	return result
}
