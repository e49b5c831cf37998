package detect

import (
	"fmt"
	"math"
)

// EARS are the three methods of the Early Aberration Reporting System of the
// CDC (Hutwagner et al. 2003), to compare with: mean and standard deviation of
// seven bins, which end just before the bin judged (C1) or two bins earlier
// (C2); C3 sums what C2 has above 1 over three bins. The score is the number of
// deviations (C1, C2) or their sum (C3).
type EARS struct {
	Method    int       `json:"method,omitempty" yaml:"method,omitempty"`       // 1, 2, 3; 0: 2
	Direction Direction `json:"direction,omitempty" yaml:"direction,omitempty"` // "": above
	Threshold float64   `json:"threshold,omitempty" yaml:"threshold,omitempty"` // 0: 3, for C3 2
}

// Check says which setting is out of range.
func (e EARS) Check() error {
	switch {
	case e.Method < 0 || e.Method > 3:
		return fmt.Errorf("method %d is none of 1, 2, 3", e.Method)
	case e.Direction != "" && e.Direction != Above && e.Direction != Below:
		return fmt.Errorf("direction %q is neither above nor below", e.Direction)
	case !(e.Threshold >= 0):
		return fmt.Errorf("threshold %v is below 0", e.Threshold)
	}
	return nil
}

type earsBar struct {
	rule      EARS
	usual     normalOf
	carried   float64 // of C3: what the two bins before had above 1
	threshold float64
	bin       Bin
}

// normalOf is a mean and a standard deviation.
type normalOf struct{ mean, deviation float64 }

// ears is the width of the baseline.
const ears = 7

// Prepare implements Detector.
func (e EARS) Prepare(past Series, _ State) Bar {
	bar := earsBar{rule: e, threshold: e.Threshold, bin: past.Bin}
	if bar.threshold == 0 {
		bar.threshold = 3
		if e.Method == 3 {
			bar.threshold = 2
		}
	}
	gap := 2
	if e.Method == 1 {
		gap = 0
	}
	var ok bool
	at := len(past.Values)
	if bar.usual, ok = past.normal(at-gap-ears, at-gap); !ok {
		return tooShort
	}
	for before := 1; e.Method == 3 && before <= 2; before++ {
		usual, ok := past.normal(at-before-gap-ears, at-before-gap)
		if value := past.Values[at-before]; ok && known(value) {
			bar.carried += max(0, e.away(usual, value)-1)
		}
	}
	return bar
}

// normal are mean and standard deviation of bins from…to, more than half of
// which must be known.
func (s Series) normal(from, to int) (normalOf, bool) {
	if from < 0 {
		return normalOf{}, false
	}
	var sum, n float64
	for at := from; at < to; at++ {
		if value := s.Values[at]; known(value) {
			sum += value
			n++
		}
	}
	if 2*n <= float64(to-from) {
		return normalOf{}, false
	}
	mean, squares := sum/n, 0.0
	for at := from; at < to; at++ {
		if value := s.Values[at]; known(value) {
			squares += (value - mean) * (value - mean)
		}
	}
	return normalOf{mean, math.Sqrt(squares / max(1, n-1))}, true
}

func (e EARS) away(usual normalOf, value float64) float64 {
	away := value - usual.mean
	if e.Direction == Below {
		away = -away
	}
	if away == 0 {
		return 0
	}
	return bounded(away / max(usual.deviation, 1e-9))
}

// Judge implements Bar.
func (b earsBar) Judge(now Point) Result {
	if !known(now.Value) {
		return unknown.Judge(now)
	}
	result := Result{Judged: true, Observed: now.Value, Expected: b.usual.mean, Baseline: ears}
	result.Score = b.rule.away(b.usual, now.Value)
	needed := b.threshold
	if b.rule.Method == 3 {
		result.Score = bounded(b.carried + max(0, result.Score-1))
		needed = max(0, b.threshold-b.carried) + 1
	}
	if b.rule.Direction == Below {
		needed = -needed
	}
	result.Limit = b.usual.mean + needed*b.usual.deviation
	result.Strength = result.Score / b.threshold
	if result.Fired = result.Strength >= 1; result.Fired {
		result.Explanation = fmt.Sprintf("%s, where the mean of %s was %s", figure(now.Value), b.bin.count(ears), figure(b.usual.mean))
	}
	return result
}
