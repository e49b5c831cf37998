package detect

import (
	"fmt"
)

// First fires where a count is above 0 for the first time ever, or for the
// first time in Since bins. It needs History bins before it, most of which must
// be known: what begins with the record is not new. The score is how many bins
// there was nothing, and Expected is 0.
type First struct {
	Since   int `json:"since,omitempty" yaml:"since,omitempty"`     // 0: ever
	History int `json:"history,omitempty" yaml:"history,omitempty"` // 0: Since, or 28 bins
	// Minimum is the count that is something; 0: 1.
	Minimum float64 `json:"minimum,omitempty" yaml:"minimum,omitempty"`
}

// Check says which setting is out of range.
func (f First) Check() error {
	switch {
	case f.Since < 0:
		return fmt.Errorf("since %d: give a number of bins, 0 for ever", f.Since)
	case f.History < 0:
		return fmt.Errorf("history %d: give a number of bins", f.History)
	case !(f.Minimum >= 0):
		return fmt.Errorf("minimum %v is below 0", f.Minimum)
	}
	return nil
}

// farthest is how many bins "ever" reaches back: 54 years of days, more than
// two years of hours.
const farthest = 20000

// Prepare implements Detector. It looks back to the last bin with something in
// it, at most farthest bins.
func (f First) Prepare(past Series, _ State) Bar {
	history := f.History
	if history == 0 {
		history = f.Since
	}
	if history == 0 {
		history = 28
	}
	minimum := max(f.Minimum, 1e-12)
	if f.Minimum == 0 {
		minimum = 1
	}
	if len(past.Values) < history {
		return tooShort
	}
	gap, read, found := 0, 0, false
	for at := len(past.Values) - 1; at >= 0 && gap < farthest; at-- {
		if f.Since > 0 && gap >= f.Since {
			break
		}
		value := past.Values[at]
		if value >= minimum && known(value) {
			found = true
			break
		}
		if known(value) {
			read++
		}
		gap++
	}
	// The feed must have been read for most of the time in which there was nothing.
	if 2*read < gap || !found && read < (history+1)/2 {
		return tooShort
	}
	return firstBar{f, minimum, gap, found, past.Bin}
}

type firstBar struct {
	rule    First
	minimum float64
	gap     int  // bins without
	before  bool // there was something before the gap
	bin     Bin
}

func (b firstBar) Judge(now Point) Result {
	if !known(now.Value) {
		return unknown.Judge(now)
	}
	result := Result{Judged: true, Observed: now.Value, Limit: b.minimum, Baseline: b.gap}
	if now.Value < b.minimum {
		return result
	}
	result.Score = bounded(float64(b.gap))
	switch {
	case b.rule.Since > 0 && b.gap >= b.rule.Since:
		result.Strength = float64(b.gap) / float64(b.rule.Since)
		result.Explanation = fmt.Sprintf("the first in at least %s", b.bin.count(b.gap))
	case b.rule.Since == 0 && !b.before:
		result.Strength = 1
		result.Explanation = fmt.Sprintf("the first ever, in a record of %s", b.bin.count(b.gap))
	}
	result.Fired = result.Strength >= 1
	return result
}
