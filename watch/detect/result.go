package detect

import (
	"fmt"
	"math"
	"time"
)

// Result is what a detector says of one bin.
type Result struct {
	At     time.Time `json:"at"`     // when the bin begins
	Judged bool      `json:"judged"` // false: too little history, or the bin is not known; the figures are 0 then
	Fired  bool      `json:"fired"`  // the detector's condition holds
	Alarm  bool      `json:"alarm"`  // it rings: fired, and the reset rule lets it
	// Score is how unusual the bin is; what it means is the detector's to say
	// (−log10 of a p-value, or a z). Strength is the score over the score at
	// which the detector fires, so that 1 and more is beyond the bar.
	Score    float64 `json:"score"`
	Strength float64 `json:"strength"`
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
	Limit    float64 `json:"limit"`    // the value at which it would fire
	Baseline int     `json:"baseline"` // how many bins the expectation rests on
	// Explanation says it in words where the bin fired, or why it was not
	// judged.
	Explanation string `json:"explanation,omitempty"`
}

// Bar is what one bin is held against. It does not change, and may judge the
// bin as often as more of it becomes known.
type Bar interface {
	Judge(now Point) Result
}

// Detector is a rule for what is unusual. Prepare makes the Bar for the bin
// that follows past; state is what Reset keeps of earlier bins.
type Detector interface {
	Prepare(past Series, state State) Bar
	// Check says which setting is out of range, nil where none is. A setting
	// that is 0 takes its default.
	Check() error
}

// refusal is the Bar of a detector that cannot judge.
type refusal string

func (r refusal) Judge(Point) Result { return Result{Explanation: string(r)} }

const (
	tooShort = refusal("too little history")
	unknown  = refusal("nothing is known of this bin")
	pending  = refusal("its reports are not all in yet")
)

// largest bounds scores, so that they can always be stored and printed.
const largest = 1000

func bounded(score float64) float64 {
	if math.IsNaN(score) {
		return 0
	}
	return max(-largest, min(largest, score))
}

// figure prints a number with about three digits.
func figure(value float64) string {
	if math.Abs(value) >= 100 {
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.3g", value)
}
