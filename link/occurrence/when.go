package occurrence

import (
	"fmt"
	"math"
	"time"

	"tocsin"
)

// A day is told a day off where a night or a time zone lies between.
const dayOff = 1

// datesForbid reports whether the two cannot have happened at one time: their
// dates lie apart, or one was reported as done before the other's day.
func datesForbid(a, b Signature) bool {
	switch {
	case !a.Days.IsZero() && !b.Days.IsZero():
		gap := a.Days.gap(b.Days)
		return gap > dayOff || gap == dayOff && max(a.Days.length(), b.Days.length()) > 1
	case a.Days.IsZero() && b.Days.IsZero() || a.Article == b.Article:
		return false
	case a.Days.IsZero():
		a, b = b, a
	}
	return b.Status == tocsin.Actual && !b.Published.IsZero() && number(a.Days.From) > number(b.Published)+dayOff
}

// dates compares when it happened; where the text does not tell, an event is
// taken to be reported soon.
func dates(a, b Signature) Reason {
	switch {
	case datesForbid(a, b):
		return Reason{"date", a.when() + " against " + b.when(), Forbids}
	case !a.Days.IsZero() && !b.Days.IsZero():
		return bothDated(a.Days, b.Days)
	case a.Days.IsZero() && b.Days.IsZero():
		return reported(a, b)
	case a.Article == b.Article:
		return Reason{}
	case a.Days.IsZero():
		return halfDated(b, a)
	}
	return halfDated(a, b)
}

// when is its date, else that of its report.
func (s Signature) when() string {
	if s.Days.IsZero() {
		return "a report of " + s.Published.Format(time.DateOnly)
	}
	return s.Days.String()
}

func bothDated(a, b Days) Reason {
	longest := max(a.length(), b.length())
	says := either(a.String(), b.String())
	switch {
	case a.gap(b) > 0:
		return Reason{"date", says, weightNextDay}
	case longest <= 2:
		return Reason{"date", says, weightDay}
	case longest <= 7:
		return Reason{"date", says, weightWeek}
	}
	return Reason{"date", says, weightSeason}
}

// halfDated compares a mention with a date to one without.
func halfDated(dated, undated Signature) Reason {
	if undated.Published.IsZero() {
		return Reason{}
	}
	published := number(undated.Published)
	days := max(0, published-number(dated.Days.To), number(dated.Days.From)-published)
	return apart(days, fmt.Sprintf("%s, and reported %d days off", dated.Days, days))
}

func reported(a, b Signature) Reason {
	if a.Published.IsZero() || b.Published.IsZero() || a.Article == b.Article {
		return Reason{}
	}
	days := number(a.Published) - number(b.Published)
	days = max(days, -days)
	return apart(days, fmt.Sprintf("reported %d days apart", days))
}

func apart(days int, says string) Reason {
	share := math.Min(1, float64(days)/lateFull)
	return Reason{"published", says, weightReported + share*(weightLate-weightReported)}
}
