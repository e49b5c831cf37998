package detect

import (
	"fmt"
	"math/bits"
)

// Reset says which fired bins ring, and what makes the bell ready again. It is
// the same for all detectors.
//
// After an alarm the bell is silent for Refractory bins, and until Quiet bins
// in a row have been well below the bar: one crisis rings once, however long
// it lasts. What grows beyond what it rang for rings all the same, after
// Refractory (Escalate) or before (Surge).
type Reset struct {
	// Refractory is how many bins after an alarm it cannot ring; 0: 30 days,
	// 24 hours or 4 weeks by the series' bin; −1: none.
	Refractory int `json:"refractory,omitempty" yaml:"refractory,omitempty"`
	// Quiet is how many bins in a row must be below Rearm times the bar before
	// it can ring again; 0: none.
	Quiet int `json:"quiet,omitempty" yaml:"quiet,omitempty"`
	// Rearm is in 0…1; 0: 1, the bar itself.
	Rearm float64 `json:"rearm,omitempty" yaml:"rearm,omitempty"`
	// Escalate is how many times the strongest bin since the alarm a bin must
	// be to ring though there was no quiet; 0: never.
	Escalate float64 `json:"escalate,omitempty" yaml:"escalate,omitempty"`
	// Surge is how many times the strongest bin since the alarm a bin must be to
	// ring though the refractory bins are not over; 0: never. The first quarter
	// of these belongs to what it rang for, which may be half a day's news.
	Surge float64 `json:"surge,omitempty" yaml:"surge,omitempty"`
	// Persist of the last Of bins must have fired; 0: 1 of 1.
	Persist int `json:"persist,omitempty" yaml:"persist,omitempty"`
	Of      int `json:"of,omitempty" yaml:"of,omitempty"`
}

// OneCrisis is a Reset for signed series of days: it rings again only after two
// weeks well below the bar, or when after a month things are worse than they
// were, or after a week three times as bad.
func OneCrisis() Reset { return Reset{Quiet: 14, Rearm: 0.7, Escalate: 1, Surge: 3} }

// Check says which setting is out of range.
func (r Reset) Check() error {
	switch {
	case r.Refractory < -1:
		return fmt.Errorf("refractory %d: give the number of bins, or -1 for none", r.Refractory)
	case r.Quiet < 0:
		return fmt.Errorf("quiet %d: give the number of bins, 0 for none", r.Quiet)
	case !(r.Rearm >= 0 && r.Rearm <= 1):
		return fmt.Errorf("rearm %v is not in 0…1", r.Rearm)
	case !(r.Escalate == 0 || r.Escalate >= 1):
		return fmt.Errorf("escalate %v: give 1 or more, or 0 for never", r.Escalate)
	case !(r.Surge == 0 || r.Surge > 1):
		return fmt.Errorf("surge %v: give more than 1, or 0 for never", r.Surge)
	case r.Persist < 0 || r.Of < 0 || r.Of > 64 || r.Persist > max(r.Of, 1):
		return fmt.Errorf("persist %d of %d: give at most 64 bins, and no more fired ones than bins", r.Persist, r.Of)
	}
	return nil
}

// refractory is how many bins after an alarm cannot ring.
func (r Reset) refractory(bin Bin) int {
	if r.Refractory != 0 {
		return max(r.Refractory, 0)
	}
	switch bin {
	case Hour:
		return 24
	case Week:
		return 4
	}
	return 30
}

// State is what Reset keeps from bin to bin; the zero State is that of a bell
// that has never rung. It can be stored.
type State struct {
	Rung  bool    `json:"rung"`  // it has rung, and is not ready again
	Since int     `json:"since"` // bins since the last alarm; of use where Ever
	Ever  bool    `json:"ever"`  // it has rung before
	Calm  int     `json:"calm"`  // bins in a row below the bar for being ready
	Peak  float64 `json:"peak"`  // the greatest strength since the last alarm
	Fired uint64  `json:"fired"` // the last bins, newest lowest: 1 fired
}

// Next takes a bin's result, decides whether it rings, and gives the state for
// the next bin. A bin that was not judged counts as time that passes, and as
// neither fired nor quiet.
func (r Reset) Next(bin Bin, state State, result Result) (Result, State) {
	state.Since++
	if !result.Judged {
		return result, state
	}
	state.Fired <<= 1
	if result.Fired {
		state.Fired |= 1
	}
	rested := !state.Ever || state.Since >= r.refractory(bin)
	grown := r.Escalate > 0 && result.Strength >= r.Escalate*state.Peak
	// It becomes ready by the calm before this bin, which may itself end it.
	if rested && state.Calm >= r.Quiet {
		state.Rung = false
	}
	rearm := r.Rearm
	if rearm == 0 {
		rearm = 1
	}
	if result.Strength < rearm {
		state.Calm++
	} else {
		state.Calm = 0
	}
	surged := r.Surge > 0 && state.Ever && 4*state.Since >= r.refractory(bin) && result.Strength >= r.Surge*state.Peak
	if result.Fired && r.persists(state.Fired) && (rested && (!state.Rung || grown) || surged) {
		result.Alarm = true
		return result, State{Rung: true, Ever: true, Peak: result.Strength, Fired: state.Fired}
	}
	state.Peak = max(state.Peak, result.Strength)
	return result, state
}

func (r Reset) persists(fired uint64) bool {
	of := max(r.Of, 1)
	return bits.OnesCount64(fired&(1<<of-1)) >= max(r.Persist, 1)
}
