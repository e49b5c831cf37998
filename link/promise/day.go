package promise

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"tocsin"
)

// Days is a stretch of the calendar, both ends included, at midnight UTC; zero
// where it is unknown.
type Days struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// IsZero reports whether no date is known.
func (d Days) IsZero() bool { return d.From.IsZero() }

// String is the day, or both ends.
func (d Days) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.From.Equal(d.To):
		return d.From.Format(time.DateOnly)
	}
	return d.From.Format(time.DateOnly) + "/" + d.To.Format(time.DateOnly)
}

// overlaps reports whether the two have a day in common, give or take some.
func (d Days) overlaps(other Days, slack int) bool {
	return !d.From.After(other.To.AddDate(0, 0, slack)) && !other.From.After(d.To.AddDate(0, 0, slack))
}

// days are when an event happens by the text.
func (r reading) days(event tocsin.Event) Days {
	for _, when := range r.whens {
		if when.ID == event.When && event.When != "" {
			return daysOf(when.Start, when.End)
		}
	}
	return daysOf(event.Date, event.Date)
}

func daysOf(start, end string) Days {
	from, errFrom := time.Parse(time.DateOnly, start)
	to, errTo := time.Parse(time.DateOnly, end)
	if errFrom != nil || errTo != nil || to.Before(from) {
		return Days{}
	}
	return Days{From: from, To: to}
}

// toCome is the stretch if it was not over when the article appeared; an
// article without a date tells of nothing to come.
func (r reading) toCome(days Days) Days {
	if days.IsZero() || r.article.Published.IsZero() || days.To.Before(dayOf(r.article.Published)) {
		return Days{}
	}
	return days
}

func dayOf(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }

// due is the first stretch to come that the words under the spans name, or the
// end of a delay: "within a week".
func (r reading) due(spans []tocsin.Span) Days {
	for _, span := range spans {
		for _, when := range within(r.whens, span, func(when tocsin.When) tocsin.Span { return when.Span }) {
			if days := r.toCome(daysOf(when.Start, when.End)); !days.IsZero() {
				return days
			}
			if days := r.delay(when); !days.IsZero() {
				return days
			}
		}
	}
	return Days{}
}

var duration = regexp.MustCompile(`^P(\d{1,3})([DWMY])$`)

// delay is the time until the end of a duration that the text sets as a limit.
func (r reading) delay(when tocsin.When) Days {
	parts := duration.FindStringSubmatch(when.Value)
	words := strings.ToLower(r.article.Text[max(0, when.Span.Start-len("within ")):when.Span.End])
	if parts == nil || !strings.Contains(words, "within") || r.article.Published.IsZero() {
		return Days{}
	}
	n, _ := strconv.Atoi(parts[1])
	from := dayOf(r.article.Published)
	to := from
	switch parts[2] {
	case "D":
		to = from.AddDate(0, 0, n)
	case "W":
		to = from.AddDate(0, 0, 7*n)
	case "M":
		to = from.AddDate(0, n, 0)
	case "Y":
		to = from.AddDate(n, 0, 0)
	}
	return Days{From: from, To: to}
}
