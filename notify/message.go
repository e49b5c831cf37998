package notify

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Severity is how much would be at stake, in the words of CAP 1.2.
type Severity string

// The severities, the least first; "" is unknown and counts below all.
const (
	Minor    Severity = "minor"
	Moderate Severity = "moderate"
	Severe   Severity = "severe"
	Extreme  Severity = "extreme"
)

var severities = []Severity{"", Minor, Moderate, Severe, Extreme}

// rank is 0 for unknown to 4 for extreme, -1 for no severity at all.
func (s Severity) rank() int { return slices.Index(severities, s) }

// State is where an alarm stands.
type State string

// The states of an alarm.
const (
	Open     State = "open"
	Updated  State = "updated"
	Resolved State = "resolved"
)

// Message is an alarm as one of its revisions tells it. Texts are plain, without
// markup; they may hold words of articles and are escaped wherever they go.
type Message struct {
	Alarm      string            `json:"alarm"`                // ID of the alarm
	Revision   int               `json:"revision"`             // grows whenever there is something new to tell
	Problem    string            `json:"problem,omitempty"`    // the warning problem
	Indicator  string            `json:"indicator,omitempty"`  // what rang
	Title      string            `json:"title"`                // one line
	Summary    []string          `json:"summary,omitempty"`    // a few lines: what was expected, what observed
	Severity   Severity          `json:"severity,omitempty"`   // "" where unknown
	Likelihood string            `json:"likelihood,omitempty"` // in the words of ICD 203: "likely"
	Confidence string            `json:"confidence,omitempty"` // "low", "moderate", "high"
	State      State             `json:"state"`
	Stage      string            `json:"stage,omitempty"` // of the problem
	Started    time.Time         `json:"started"`
	Updated    time.Time         `json:"updated,omitzero"`
	Ended      time.Time         `json:"ended,omitzero"` // of a resolved alarm
	Labels     map[string]string `json:"labels,omitempty"`
	Link       string            `json:"link,omitempty"` // to the alarm's page
	Evidence   []Evidence        `json:"evidence,omitempty"`
	Area       Area              `json:"area,omitzero"`
	Receipt    string            `json:"receipt,omitempty"` // hash of the receipt by which the alarm can be replayed
}

// Evidence is one article that an alarm rests on.
type Evidence struct {
	Title     string    `json:"title,omitempty"`
	Outlet    string    `json:"outlet,omitempty"`
	URL       string    `json:"url,omitempty"`
	Published time.Time `json:"published,omitzero"`
	Quote     string    `json:"quote,omitempty"` // the words
}

// Area is where it is about: a circle where Km is above 0, a country where
// Country is set, both, or nothing known.
type Area struct {
	Name    string  `json:"name,omitempty"`
	Country string  `json:"country,omitempty"` // ISO 3166 alpha-3
	Lat     float64 `json:"lat,omitempty"`
	Lon     float64 `json:"lon,omitempty"`
	Km      float64 `json:"km,omitempty"` // radius
}

// check refuses what no channel could tell.
func (m Message) check() error {
	switch {
	case m.Alarm == "":
		return fmt.Errorf("a message without the ID of its alarm")
	case m.Title == "":
		return fmt.Errorf("alarm %s: a message without a title", m.Alarm)
	case m.Severity.rank() < 0:
		return fmt.Errorf("alarm %s: the severity %q is none of minor, moderate, severe, extreme", m.Alarm, m.Severity)
	case m.State != Open && m.State != Updated && m.State != Resolved:
		return fmt.Errorf("alarm %s: the state %q is none of open, updated, resolved", m.Alarm, m.State)
	}
	return nil
}

// urgent messages wait for nothing.
func (m Message) urgent() bool { return m.Severity == Extreme }

// latest is when the message has last something to tell of.
func (m Message) latest() time.Time {
	for _, at := range []time.Time{m.Ended, m.Updated} {
		if !at.IsZero() {
			return at
		}
	}
	return m.Started
}

// newest leaves one message for each alarm, that of the highest revision, the
// severest first.
func newest(messages []Message) []Message {
	sorted := slices.Clone(messages)
	slices.SortStableFunc(sorted, func(a, b Message) int {
		return cmp.Or(cmp.Compare(a.Alarm, b.Alarm), cmp.Compare(b.Revision, a.Revision))
	})
	sorted = slices.CompactFunc(sorted, func(a, b Message) bool { return a.Alarm == b.Alarm })
	slices.SortStableFunc(sorted, func(a, b Message) int {
		return cmp.Or(cmp.Compare(b.Severity.rank(), a.Severity.rank()), b.latest().Compare(a.latest()), cmp.Compare(a.Alarm, b.Alarm))
	})
	return sorted
}

// byTime puts messages in order, the last changed first.
func byTime(messages []Message) {
	slices.SortStableFunc(messages, func(a, b Message) int {
		return cmp.Or(b.latest().Compare(a.latest()), cmp.Compare(a.Alarm, b.Alarm))
	})
}
