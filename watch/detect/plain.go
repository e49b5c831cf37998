package detect

import (
	"fmt"
)

// The detectors of this file are to compare with: what a rule must beat to be
// worth having.

// Naive is the mean of 7 bins against median and MAD (times 1.4826) of the 180
// bins before these. The score is the z.
type Naive struct {
	Direction Direction `json:"direction,omitempty" yaml:"direction,omitempty"` // "": below
	Threshold float64   `json:"threshold,omitempty" yaml:"threshold,omitempty"` // 0: 4
}

// Loud rings where there is much news of anything: the bin's volume against
// mean and standard deviation of the 28 bins before. The score is the z.
type Loud struct {
	Threshold float64 `json:"threshold,omitempty" yaml:"threshold,omitempty"` // 0: 3
}

// Last expects of a bin what the bin before it had, and takes the scatter of
// the 28 changes before it for usual. The score is the z.
type Last struct {
	Direction Direction `json:"direction,omitempty" yaml:"direction,omitempty"` // "": above
	Threshold float64   `json:"threshold,omitempty" yaml:"threshold,omitempty"` // 0: 3
}

const (
	naiveShort, naiveWindow = 7, 180
	plainWindow             = 28
)

// Check says which setting is out of range.
func (n Naive) Check() error { return checkPlain(n.Direction, n.Threshold) }

// Check says which setting is out of range.
func (l Loud) Check() error { return checkPlain(Above, l.Threshold) }

// Check says which setting is out of range.
func (l Last) Check() error { return checkPlain(l.Direction, l.Threshold) }

func checkPlain(direction Direction, threshold float64) error {
	switch {
	case direction != "" && direction != Above && direction != Below:
		return fmt.Errorf("direction %q is neither above nor below", direction)
	case !(threshold >= 0):
		return fmt.Errorf("threshold %v is below 0", threshold)
	}
	return nil
}

// plainBar compares (sum + what is judged) / n with a mean in deviations.
type plainBar struct {
	usual     normalOf
	sum, n    float64
	below     bool
	threshold float64
	baseline  int
	volume    bool // volume is judged, not the value
	words     string
}

// Prepare implements Detector.
func (n Naive) Prepare(past Series, _ State) Bar {
	at := len(past.Values)
	if at < naiveWindow+naiveShort-1 {
		return tooShort
	}
	to := at - naiveShort + 1
	usual, known := past.usual(to-naiveWindow, to)
	if known < naiveWindow-20 {
		return tooShort
	}
	if usual.scale == 0 {
		return refusal("the MAD is 0, which gives no z")
	}
	bar := plainBar{
		usual: normalOf{usual.median, usual.scale}, below: n.Direction != Above,
		threshold: n.Threshold, baseline: known, words: "the mean of 7 bins",
	}
	if bar.threshold == 0 {
		bar.threshold = 4
	}
	for i := to; i < at; i++ {
		if value, weight := past.scored(i, 0); weight > 0 {
			bar.sum += value
			bar.n++
		}
	}
	return bar
}

// Prepare implements Detector.
func (l Loud) Prepare(past Series, _ State) Bar {
	past.Values = past.Volume
	usual, ok := past.normal(len(past.Values)-plainWindow, len(past.Values))
	if !ok {
		return tooShort
	}
	bar := plainBar{usual: usual, threshold: l.Threshold, baseline: plainWindow, volume: true, words: "the volume"}
	if bar.threshold == 0 {
		bar.threshold = 3
	}
	return bar
}

// Prepare implements Detector.
func (l Last) Prepare(past Series, _ State) Bar {
	at := len(past.Values)
	if at < plainWindow+1 || !known(past.Values[at-1]) {
		return tooShort
	}
	var changes [plainWindow]float64
	for i := range changes {
		changes[i] = past.Values[at-i-1] - past.Values[at-i-2]
	}
	usual, ok := Series{Values: changes[:]}.normal(0, plainWindow)
	if !ok {
		return tooShort
	}
	usual.mean = past.Values[at-1]
	bar := plainBar{usual: usual, below: l.Direction == Below, threshold: l.Threshold, baseline: plainWindow, words: "the value"}
	if bar.threshold == 0 {
		bar.threshold = 3
	}
	return bar
}

// Judge implements Bar.
func (b plainBar) Judge(now Point) Result {
	value := now.Value
	if b.volume {
		value = now.Volume
	}
	if !known(value) {
		return unknown.Judge(now)
	}
	mean := (b.sum + value) / (b.n + 1)
	sign := 1.0
	if b.below {
		sign = -1
	}
	result := Result{Judged: true, Observed: mean, Expected: b.usual.mean, Baseline: b.baseline}
	if away := sign * (mean - b.usual.mean); away != 0 {
		result.Score = bounded(away / max(b.usual.deviation, 1e-9))
	}
	result.Limit = b.usual.mean + sign*b.threshold*b.usual.deviation
	result.Strength = result.Score / b.threshold
	if result.Fired = result.Strength >= 1; result.Fired {
		result.Explanation = fmt.Sprintf("%s is %s, usually %s: %.1f deviations (bar %.1f)",
			b.words, figure(mean), figure(b.usual.mean), result.Score, b.threshold)
	}
	return result
}
