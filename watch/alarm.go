package watch

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"tocsin/watch/indicator"
)

// Condition is how an alarm stands.
type Condition string

// The conditions of an Alarm; in the first four it rings.
const (
	Open         Condition = "open"
	Acknowledged Condition = "acknowledged" // somebody has seen it
	Assigned     Condition = "assigned"     // somebody works on it
	Silenced     Condition = "silenced"     // it is not to be announced until a time
	WentOut      Condition = "resolved"     // what it rang for is over, or an analyst said so
	Expired      Condition = "expired"      // it rang as long as one may
)

// Verdict is what an analyst says an alarm was.
type Verdict string

// The verdicts.
const (
	True  Verdict = "true"  // what it warned of was so
	False Verdict = "false" // it was not
	Noise Verdict = "noise" // it rang for what it should not look at
)

// Alarm is one ring of the bell and what became of it.
type Alarm struct {
	ID        string             `json:"id"` // of problem, indicator, key and first bin
	Problem   string             `json:"problem"`
	Indicator string             `json:"indicator"` // "stage/NAME" where a stage was entered
	Name      string             `json:"name"`
	Question  string             `json:"question,omitzero"`
	Key       string             `json:"key,omitzero"`
	Severity  indicator.Severity `json:"severity"`
	Notify    []string           `json:"notify,omitempty"`

	Condition Condition `json:"condition"`
	Assignee  string    `json:"assignee,omitzero"`
	Until     time.Time `json:"until,omitzero"` // of a silenced one
	Opened    time.Time `json:"opened"`
	Updated   time.Time `json:"updated"`
	Ended     time.Time `json:"ended,omitzero"`
	Bin       time.Time `json:"bin"`            // when the bin that rang first begins
	Early     bool      `json:"early,omitzero"` // that bin is not closed yet
	Limit     time.Time `json:"limit,omitzero"` // when it expires

	Observed float64 `json:"observed"` // the most since it rang
	Level    int     `json:"level"`    // how often it doubled, measured from what was expected
	Evidence []Mark  `json:"evidence"` // by publication; the first that counted
	Origins  int     `json:"origins"`  // independent ones of the evidence
	History  []Step  `json:"history"`
	Verdict  Verdict `json:"verdict,omitzero"`

	Assessment Assessment `json:"assessment"`
	Receipt    Receipt    `json:"receipt"`
}

// Step is one thing that happened to an alarm.
type Step struct {
	At   time.Time `json:"at"`
	What string    `json:"what"`
	Who  string    `json:"who,omitzero"` // "" for Tocsin itself
	Why  string    `json:"why,omitzero"`
}

// Bounds of an alarm.
const (
	mostEvidence = 100
	mostHistory  = 200
	// keptAlarms is how long an alarm that went out stays in the state.
	keptAlarms = 400 * 24 * time.Hour
)

func (a *Alarm) rings() bool {
	return a.Condition != WentOut && a.Condition != Expired
}

// wakes is when the alarm next changes by itself, zero for never.
func (a *Alarm) wakes() time.Time {
	at := a.Limit
	if a.Condition == Silenced && (at.IsZero() || a.Until.Before(at)) {
		at = a.Until
	}
	return at
}

func (a *Alarm) note(at time.Time, what, who, why string) {
	if len(a.History) < mostHistory {
		a.History = append(a.History, Step{at, what, who, why})
	}
}

func (a *Alarm) clone() *Alarm {
	c := *a
	c.Evidence, c.History = slices.Clone(a.Evidence), slices.Clone(a.History)
	return &c
}

func alarmID(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return "w" + hex.EncodeToString(h.Sum(nil)[:6])
}

// alarm is one of the state's, to be changed; nil if it is not there.
func (w *walk) alarm(id string) *Alarm {
	for n, alarm := range w.state.Alarms {
		if alarm.ID != id {
			continue
		}
		if !w.mine[id] {
			alarm = alarm.clone()
			w.mine[id], w.state.Alarms[n] = true, alarm
		}
		return alarm
	}
	return nil
}

func (w *walk) changed(kind Kind, alarm *Alarm, at time.Time, why string) {
	w.changes = append(w.changes, Change{Kind: kind, At: at, Alarm: alarm.clone(), Why: why, Muted: alarm.Condition == Silenced})
}
