package watch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// Kind says what a Change is.
type Kind string

// The kinds of Change.
const (
	Opened    Kind = "opened"
	Updated   Kind = "updated"   // more evidence joined it
	Escalated Kind = "escalated" // what is counted has doubled, measured from what was expected
	Resolved  Kind = "resolved"
	Expires   Kind = "expired"
	Reopened  Kind = "reopened"
	Moved     Kind = "stage"   // the problem is in another stage
	Acted     Kind = "acted"   // an analyst did something
	Trouble   Kind = "trouble" // a rule could not be followed
)

// Change is one thing that happened to a problem.
type Change struct {
	Kind  Kind      `json:"kind"`
	At    time.Time `json:"at"`
	Alarm *Alarm    `json:"alarm,omitempty"` // as it is after the change
	From  string    `json:"from,omitzero"`   // the stages
	To    string    `json:"to,omitzero"`
	Why   string    `json:"why"`
	// Muted: somebody silenced the alarm; it is not to be announced.
	Muted bool `json:"muted,omitzero"`
}

// Check brings a problem's state up to now with the sightings that came in.
// Sightings whose Moment is after now are not looked at, and must be handed
// over again. The old state is left as it is.
func Check(problem *indicator.Problem, state State, sightings []indicator.Sighting, now time.Time, env Env) (State, []Change) {
	w := &walk{problem: problem, env: env, state: state.clone(), owned: map[string]bool{}, mine: map[string]bool{}}
	now = now.UTC()
	if now.Before(w.state.Now) {
		return w.state, nil
	}
	arrivals := w.arrivals(sightings, now)
	w.begin(arrivals, now)
	for len(arrivals) > 0 {
		moment := arrivals[0].moment
		w.passTo(moment, false)
		end := 1
		for end < len(arrivals) && arrivals[end].moment.Equal(moment) {
			end++
		}
		w.take(arrivals[:end], moment)
		arrivals = arrivals[end:]
	}
	w.passTo(now, true)
	w.state.Now = now
	return w.state, w.changes
}

// walk goes through time, one moment after the other.
type walk struct {
	problem *indicator.Problem
	env     Env
	state   State
	owned   map[string]bool // tracks that were copied already
	mine    map[string]bool // alarms that were
	costly  map[string]bool // indicators whose rules cost too much
	changes []Change
}

// arrival is a sighting and when it comes to be used.
type arrival struct {
	moment   time.Time
	sighting *indicator.Sighting
}

// arrivals are the sightings that may be used, in the order of their moments.
// One that should have come with an earlier call comes now.
func (w *walk) arrivals(sightings []indicator.Sighting, now time.Time) []arrival {
	var list []arrival
	for i := range sightings {
		moment := sightings[i].Moment().UTC()
		if moment.After(now) || sightings[i].At.IsZero() {
			continue
		}
		if moment.Before(w.state.Now) {
			moment = w.state.Now
		}
		list = append(list, arrival{moment, &sightings[i]})
	}
	slices.SortFunc(list, func(a, b arrival) int {
		return cmp.Or(a.moment.Compare(b.moment), strings.Compare(a.sighting.Article.ID, b.sighting.Article.ID),
			strings.Compare(string(a.sighting.Noun), string(b.sighting.Noun)), strings.Compare(a.sighting.ID, b.sighting.ID))
	})
	return list
}

// begin sets up a state that was never checked, and what new rules need.
func (w *walk) begin(arrivals []arrival, now time.Time) {
	first := now
	if len(arrivals) > 0 {
		first = arrivals[0].moment
	}
	if !w.state.Now.IsZero() {
		first = w.state.Now
	}
	w.state.Problem = w.problem.Name
	if rules := w.problem.Hash(); w.state.Rules != rules {
		w.state.Rules = rules
		w.forget()
	}
	for i := range w.problem.Indicators {
		one := &w.problem.Indicators[i]
		if _, known := w.state.Closed[one.Bin]; !known {
			w.state.Closed[one.Bin] = binOf(one.Bin, first.Add(-w.problem.Delay))
		}
		// What rings at too little must be judged though nothing ever came.
		if one.By == indicator.ByNothing && !one.Upward() && one.Detect.Silence == nil {
			w.track(one, "")
		}
	}
}

// forget drops the tracks of indicators that are no longer there.
func (w *walk) forget() {
	for id, track := range w.state.Tracks {
		if w.problem.Indicator(track.Indicator) == nil {
			delete(w.state.Tracks, id)
		}
	}
}

// track is an indicator's track of a key, to be changed.
func (w *walk) track(i *indicator.Indicator, key string) *Track {
	id := trackID(i.ID, key)
	track := w.state.Tracks[id]
	switch {
	case track == nil:
		track = &Track{Indicator: i.ID, Key: key}
	case !w.owned[id]:
		track = track.clone()
	}
	w.owned[id] = true
	w.state.Tracks[id] = track
	return track
}

// passTo lets time pass: bins close and alarms expire, each at its own moment,
// up to a moment; what happens just then only if that is included, for what
// arrives at a moment comes before what closes at it.
func (w *walk) passTo(moment time.Time, included bool) {
	for {
		due, what := w.next()
		if due.IsZero() || due.After(moment) || due.Equal(moment) && !included {
			return
		}
		what(due)
	}
}

// next is what happens next by itself, and when; nil for nothing.
func (w *walk) next() (time.Time, func(time.Time)) {
	var due time.Time
	var what func(time.Time)
	for _, bin := range []detect.Bin{detect.Hour, detect.Day, detect.Week} {
		number, used := w.state.Closed[bin]
		if !used {
			continue
		}
		if closing := begin(bin, number+1).Add(w.problem.Delay); due.IsZero() || closing.Before(due) {
			due, what = closing, func(at time.Time) { w.closeBin(bin, number, at) }
		}
	}
	for _, alarm := range w.state.Alarms {
		if at := alarm.wakes(); alarm.rings() && !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due, what = at, func(at time.Time) { w.wake(alarm.ID, at) }
		}
	}
	return due, what
}

// take counts what arrives at one moment.
func (w *walk) take(arrivals []arrival, moment time.Time) {
	w.countArticles(arrivals, moment)
	touched := map[string]touch{}
	for _, a := range arrivals {
		matched, costly := w.problem.Match(a.sighting)
		for _, n := range costly {
			w.complain(&w.problem.Indicators[n], moment)
		}
		for _, n := range matched {
			i := &w.problem.Indicators[n]
			w.count(i, a.sighting, moment, touched)
		}
	}
	for _, id := range sortedKeys(touched) {
		w.judgeOpen(touched[id], moment)
	}
	for _, a := range arrivals {
		for _, n := range w.problem.ResetBy(a.sighting) {
			w.resetBy(&w.problem.Indicators[n], a.sighting, moment)
		}
	}
	w.settleStage(moment)
}

// touch is a track that something was added to, and in which bins.
type touch struct {
	indicator   *indicator.Indicator
	key         string
	first, last int64
}

func (w *walk) complain(i *indicator.Indicator, moment time.Time) {
	if w.costly[i.ID] {
		return
	}
	if w.costly == nil {
		w.costly = map[string]bool{}
	}
	w.costly[i.ID] = true
	w.changes = append(w.changes, Change{Kind: Trouble, At: moment, Why: fmt.Sprintf("%s: %v", i.ID, indicator.ErrCost)})
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
