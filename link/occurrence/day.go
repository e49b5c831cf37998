package occurrence

import (
	"math"
	"time"

	"tocsin"
)

// Days is a stretch of the calendar, both ends included, at midnight UTC. It is
// zero where the text does not tell.
type Days struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// IsZero reports whether no date is known.
func (d Days) IsZero() bool { return d.From.IsZero() }

// longestKnown is how many days a date may span and still tell when something
// happened: a year. A decade says nothing.
const longestKnown = 366

// days are when the event happens by the text. PAST_REF and the like are
// nothing to compare.
func (r reading) days(event tocsin.Event) Days {
	start, end := r.whens[event.When].Start, r.whens[event.When].End
	if start == "" || end == "" {
		start, end = event.Date, event.Date
	}
	from, errFrom := time.Parse(time.DateOnly, start)
	to, errTo := time.Parse(time.DateOnly, end)
	if errFrom != nil || errTo != nil || to.Before(from) || to.Sub(from).Hours() > longestKnown*24 {
		return Days{}
	}
	return Days{From: from, To: to}
}

// length is how many days it covers.
func (d Days) length() int {
	if d.IsZero() {
		return 0
	}
	return number(d.To) - number(d.From) + 1
}

// gap is how many days lie between the two: 0 where they overlap, 1 where one
// begins on the day after the other's end.
func (d Days) gap(other Days) int {
	return max(0, number(d.From)-number(other.To), number(other.From)-number(d.To))
}

// narrow is what both cover; where they do not overlap, as they are a day
// apart, the earlier one.
func (d Days) narrow(other Days) Days {
	switch {
	case d.IsZero():
		return other
	case other.IsZero():
		return d
	}
	both := Days{From: later(d.From, other.From), To: earlier(d.To, other.To)}
	if both.To.Before(both.From) {
		return Days{From: both.To, To: both.To}
	}
	return both
}

// String is the day, the month or the year where it is just that, else both
// ends: "2022-03-02", "2022-03", "2022-03-02/2022-03-05".
func (d Days) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.From.Equal(d.To):
		return d.From.Format(time.DateOnly)
	case d.From.Day() == 1 && d.To.Equal(d.From.AddDate(0, 1, -1)):
		return d.From.Format("2006-01")
	case d.From.YearDay() == 1 && d.To.Equal(d.From.AddDate(1, 0, -1)):
		return d.From.Format("2006")
	}
	return d.From.Format(time.DateOnly) + "/" + d.To.Format(time.DateOnly)
}

// number counts days from 1970.
func number(day time.Time) int { return int(math.Floor(float64(day.Unix()) / (24 * 60 * 60))) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// moment is the day about which a mention speaks, as far as one can tell: its
// date, or the day of the report. The second value is false where neither is
// known.
func (s Signature) moment() (day int, known bool) {
	switch {
	case !s.Days.IsZero():
		return number(s.Days.From), true
	case !s.Published.IsZero():
		return number(s.Published), true
	}
	return 0, false
}
