package promise

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"tocsin"
)

// State says how a promise stands.
type State string

// The states of an Entry.
const (
	Open    State = "open"
	Due     State = "due"     // now, and not yet reported as done
	Kept    State = "kept"    // a deed was reported that is the promised one
	Broken  State = "broken"  // the contrary was reported, or it was taken back
	Lapsed  State = "lapsed"  // its date has passed by more than a week and no report of it was found
	Unclear State = "unclear" // its date has passed, but nobody could have seen: no event was coded to look for, or nothing is known of those days
)

// Entry is one promise with all its reports, and how it stands.
type Entry struct {
	ID          string     `json:"id"`   // of its first report
	Line        string     `json:"line"` // for people, of coded parts
	Who         Party      `json:"who,omitzero"`
	Kind        Kind       `json:"kind"`
	Act         tocsin.Act `json:"act,omitzero"`
	Would       []Act      `json:"would,omitempty"` // what would fulfil it: one of these
	Due         Days       `json:"due,omitzero"`
	Conditional bool       `json:"conditional,omitzero"`
	Words       []string   `json:"words,omitempty"`
	Said        time.Time  `json:"said,omitzero"` // its first report
	Mentions    []Promise  `json:"mentions"`      // in the order of publication
	Articles    int        `json:"articles"`
	Outlets     int        `json:"outlets"`
	State       State      `json:"state"`
	Match       *Match     `json:"match,omitempty"` // the deed that decided
	Reasons     []string   `json:"reasons"`         // why the state is what it is
}

// Follow tells how each promise stands at a moment. What was published later is
// left out, so that any moment of the past can be asked about. The order in
// which promises and deeds are given does not matter. Entries come in the order
// of their first reports.
func Follow(promises []Promise, deeds []Deed, now time.Time) []Entry {
	promises = slices.DeleteFunc(slices.Clone(promises), func(p Promise) bool { return p.Published.After(now) })
	x := newIndex(slices.DeleteFunc(slices.Clone(deeds), func(d Deed) bool { return d.Published.After(now) }))
	var entries []Entry
	for _, mentions := range gather(promises) {
		e := newEntry(mentions)
		x.judge(&e, now)
		entries = append(entries, e)
	}
	return entries
}

func newEntry(mentions []Promise) Entry {
	first := mentions[0]
	sum := sha256.Sum256([]byte(first.name()))
	e := Entry{ID: "r" + hex.EncodeToString(sum[:6]), Who: first.Who, Said: first.Published, Mentions: mentions}
	e.Kind, e.Act = kindOf(mentions)
	articles, outlets := map[string]bool{}, map[string]bool{}
	for _, p := range mentions {
		articles[p.Article] = true
		if p.Outlet != "" {
			outlets[p.Outlet] = true
		}
		if len(e.Would) == 0 {
			e.Would = p.Would
		}
		if e.Due.IsZero() {
			e.Due = p.Due
		}
		e.Conditional = e.Conditional || p.Conditional
		e.Words = append(e.Words, p.Words...)
	}
	slices.Sort(e.Words)
	e.Words = slices.Compact(e.Words)
	e.Articles, e.Outlets = len(articles), len(outlets)
	e.Line = e.line()
	return e
}

// judge decides how a promise stands: by a deed, by words taken back, else by
// the calendar.
func (x index) judge(e *Entry, now time.Time) {
	if e.Said.IsZero() {
		e.State, e.Reasons = Open, []string{"nobody knows when it was made"}
		return
	}
	for _, would := range e.Would {
		if done := x.best(*e, would, now, func(d Deed) bool { return !d.Act.Negated }); done != nil {
			e.decide(Kept, done, "reported as done")
			if would.Negated {
				e.State = Broken
			}
			return
		}
	}
	for _, would := range e.Would {
		undone := x.best(*e, would, now, func(d Deed) bool { return e.toldUndone(d) })
		if undone != nil && !would.Negated {
			e.decide(Broken, undone, "reported as not done")
			return
		}
	}
	if back := x.takenBack(*e, now); back != nil {
		e.decide(Broken, back, "taken back")
		return
	}
	e.State, e.Reasons = e.byCalendar(now, x.covers(e.Due))
}

func (e *Entry) decide(state State, match *Match, why string) {
	e.State, e.Match = state, match
	e.Reasons = append([]string{fmt.Sprintf("%s in %s on %s", why, match.Deed.Article, match.Deed.Published.Format(time.DateOnly))}, match.Reasons...)
}

// toldUndone reports whether a deed says that what was due was not done: by an
// outlet itself or by who promised it. A third party's denial does not.
func (e Entry) toldUndone(d Deed) bool {
	if !d.Act.Negated || e.Due.IsZero() || d.Published.Before(e.Due.From) {
		return false
	}
	return d.Claim == "" || d.By.compare(e.Who) >= compatible
}

// byCalendar tells how a promise stands of which nothing was heard; covered
// says whether anything at all was read from the days when it was due.
func (e Entry) byCalendar(now time.Time, covered bool) (State, []string) {
	switch last := e.Due.To.AddDate(0, 0, grace+1); {
	case e.Due.IsZero():
		return Open, []string{"it names no date"}
	case now.Before(e.Due.From):
		return Open, []string{"it is due on " + e.Due.String()}
	case now.Before(last):
		return Due, []string{"it is due on " + e.Due.String() + ", and nothing like it was found yet"}
	case e.Conditional:
		return Open, []string{"its date has passed, but it hangs on a condition"}
	case len(e.Would) == 0:
		return Unclear, []string{"its date has passed, and no event was read in it that one could look for"}
	case !covered:
		return Unclear, []string{"its date has passed, and no report of those days is known"}
	case !slices.ContainsFunc(e.Would, func(act Act) bool { return !act.Negated }):
		return Kept, []string{"its date has passed, and nothing to the contrary was reported"}
	}
	return Lapsed, []string{fmt.Sprintf("it was due on %s, and nothing like it was found in reports of up to %d days later", e.Due, grace)}
}
