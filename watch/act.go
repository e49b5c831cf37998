package watch

import (
	"fmt"
	"slices"
	"time"

	"tocsin/watch/indicator"
)

// Deed says what an analyst does with an alarm.
type Deed string

// The deeds.
const (
	Acknowledge Deed = "acknowledge"
	Assign      Deed = "assign"  // to To
	Silence     Deed = "silence" // until Until
	Resolve     Deed = "resolve" // what it rang for does not count any more
	Reopen      Deed = "reopen"
	Judge       Deed = "judge" // with Verdict; "" takes one back
	Note        Deed = "note"
)

// Deeds are all of them.
var Deeds = []Deed{Acknowledge, Assign, Silence, Resolve, Reopen, Judge, Note}

// Action is what an analyst does, and when.
type Action struct {
	At      time.Time `json:"at"`
	Who     string    `json:"who"`
	Deed    Deed      `json:"deed"`
	Alarm   string    `json:"alarm"` // its ID
	To      string    `json:"to,omitzero"`
	Until   time.Time `json:"until,omitzero"`
	Verdict Verdict   `json:"verdict,omitzero"`
	Why     string    `json:"why,omitzero"`
}

// Act does what an analyst decided, after time has passed up to then: what came
// in before must have been handed to Check. The error says what cannot be done,
// and why; the state is then as it was.
func Act(problem *indicator.Problem, state State, action Action, env Env) (State, []Change, error) {
	action.At = action.At.UTC()
	passed, changes := Check(problem, state, nil, action.At, env)
	w := &walk{problem: problem, env: env, state: passed.clone(), owned: map[string]bool{}, mine: map[string]bool{}, changes: changes}
	alarm := w.alarm(action.Alarm)
	if alarm == nil {
		return state, nil, fmt.Errorf("there is no alarm %s here", action.Alarm)
	}
	if action.Who == "" {
		return state, nil, fmt.Errorf("say who does it")
	}
	if err := w.act(alarm, action); err != nil {
		return state, nil, err
	}
	alarm.Updated = action.At
	w.changes = append(w.changes, Change{Kind: Acted, At: action.At, Alarm: alarm.clone(), Why: action.Why, Muted: alarm.Condition == Silenced})
	w.settleStage(action.At)
	return w.state, w.changes, nil
}

func (w *walk) act(alarm *Alarm, action Action) error {
	switch action.Deed {
	case Judge, Note, Reopen:
	default:
		if !alarm.rings() {
			return fmt.Errorf("alarm %s is %s already; reopen it first", alarm.ID, alarm.Condition)
		}
	}
	what := ""
	switch action.Deed {
	case Acknowledge:
		alarm.Condition, alarm.Until, what = Acknowledged, time.Time{}, "acknowledged"
	case Assign:
		if action.To == "" {
			return fmt.Errorf("say to whom alarm %s is assigned", alarm.ID)
		}
		alarm.Condition, alarm.Until, alarm.Assignee, what = Assigned, time.Time{}, action.To, "assigned to "+action.To
	case Silence:
		if !action.Until.After(action.At) {
			return fmt.Errorf("say until when alarm %s is silenced, a moment still to come", alarm.ID)
		}
		alarm.Condition, alarm.Until, what = Silenced, action.Until.UTC(), "silenced until "+action.Until.UTC().Format(time.RFC3339)
	case Resolve:
		w.restart(alarm, action.At)
		alarm.out(WentOut, action.At, action.Who, action.Why)
		return nil
	case Reopen:
		if alarm.rings() {
			return fmt.Errorf("alarm %s still rings", alarm.ID)
		}
		if err := w.reopen(alarm, action); err != nil {
			return err
		}
		what = "reopened"
	case Judge:
		if !slices.Contains([]Verdict{"", True, False, Noise}, action.Verdict) {
			return fmt.Errorf("verdict %q is none of true, false, noise", action.Verdict)
		}
		record := w.state.Records[alarm.Indicator].add(alarm.Verdict, -1).add(action.Verdict, 1)
		w.state.Records[alarm.Indicator] = record
		alarm.Verdict, what = action.Verdict, "judged "+string(action.Verdict)
		if action.Verdict == "" {
			what = "verdict taken back"
		}
	case Note:
		what = "note"
	default:
		return fmt.Errorf("%q is none of %v", action.Deed, Deeds)
	}
	alarm.note(action.At, what, action.Who, action.Why)
	return nil
}

// reopen lets an alarm ring again, unless another one took its place.
func (w *walk) reopen(alarm *Alarm, action Action) error {
	i := w.problem.Indicator(alarm.Indicator)
	if i == nil {
		return fmt.Errorf("alarm %s is of %s, which is no longer watched", alarm.ID, alarm.Indicator)
	}
	track := w.track(i, alarm.Key)
	if track.Alarm != "" {
		return fmt.Errorf("alarm %s took its place", track.Alarm)
	}
	track.Alarm, track.State.Rung, track.State.Ever, track.State.Calm = alarm.ID, true, true, 0
	track.cache = nil
	alarm.Condition, alarm.Ended, alarm.Until = Open, time.Time{}, time.Time{}
	alarm.Limit = action.At.Add(i.Resets.Expires).UTC()
	return nil
}
