package export

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// days are a stretch of the calendar, both ends included, at midnight UTC.
type days struct{ first, last time.Time }

// isOne reports whether the stretch is a single day.
func (d days) isOne() bool { return d.first.Equal(d.last) }

// daysBetween reads two days written as 2006-01-02.
func daysBetween(first, last string) (days, bool) {
	from, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return days{}, false
	}
	to, err := time.Parse(time.DateOnly, last)
	if err != nil || to.Before(from) {
		return days{}, false
	}
	return days{from, to}, true
}

// daysOf reads the stretch of the calendar that a TIMEX3 value covers: a day
// with or without a part of the day or a clock time ("2022-10-17TMO"), a week
// or its end ("2022-W42-WE"), a month, a quarter, a half, a year, a decade
// ("199"), a century ("19"), or two of these with a slash between them. What
// begins nowhere in particular is refused: seasons, which depend on the
// hemisphere, fiscal years, durations, sets, "PRESENT_REF", and what has an X
// for a digit.
func daysOf(value string) (days, bool) {
	if from, to, ranged := strings.Cut(value, "/"); ranged {
		first, ok := daysOf(from)
		last, okToo := daysOf(to)
		if !ok || !okToo || last.last.Before(first.first) {
			return days{}, false
		}
		return days{first.first, last.last}, true
	}
	if day, rest, timed := strings.Cut(value, "T"); timed {
		if len(day) != len(time.DateOnly) || !partOfDay.MatchString(rest) {
			return days{}, false
		}
		value = day
	}
	for _, form := range calendarForms {
		if found := form.pattern.FindStringSubmatch(value); found != nil {
			return form.days(integers(found[1:]))
		}
	}
	return days{}, false
}

// partOfDay is what may stand after the T of a time: a code of TIMEX3, or a
// time of the clock with or without a zone.
var partOfDay = regexp.MustCompile(`^(?:[A-Z]{2}|\d{2}(?::\d{2}){0,2}(?:\.\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)$`)

// calendarForms are the forms of a TIMEX3 value that name days, each with how
// to find them.
var calendarForms = []struct {
	pattern *regexp.Regexp
	days    func(n []int) (days, bool)
}{
	{regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`), func(n []int) (days, bool) { return oneDay(n[0], n[1], n[2]) }},
	{regexp.MustCompile(`^(\d{4})-(\d{2})$`), func(n []int) (days, bool) { return months(n[0], n[1], 1) }},
	{regexp.MustCompile(`^(\d{4})$`), func(n []int) (days, bool) { return months(n[0], 1, 12) }},
	{regexp.MustCompile(`^(\d{4})-Q([1-4])$`), func(n []int) (days, bool) { return months(n[0], 3*n[1]-2, 3) }},
	{regexp.MustCompile(`^(\d{4})-H([12])$`), func(n []int) (days, bool) { return months(n[0], 6*n[1]-5, 6) }},
	{regexp.MustCompile(`^(\d{4})-W(\d{2})$`), func(n []int) (days, bool) { return weekDays(n[0], n[1], 0, 6) }},
	{regexp.MustCompile(`^(\d{4})-W(\d{2})-WE$`), func(n []int) (days, bool) { return weekDays(n[0], n[1], 5, 6) }},
	{regexp.MustCompile(`^(\d{4})-W(\d{2})-([1-7])$`), func(n []int) (days, bool) { return weekDays(n[0], n[1], n[2]-1, n[2]-1) }},
	{regexp.MustCompile(`^(\d{3})$`), func(n []int) (days, bool) { return months(10*n[0], 1, 120) }},
	{regexp.MustCompile(`^(\d{2})$`), func(n []int) (days, bool) { return months(100*n[0], 1, 1200) }},
}

// integers reads digits, of which there are at most four.
func integers(digits []string) []int {
	return each(digits, func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	})
}

func oneDay(year, month, day int) (days, bool) {
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if date.Month() != time.Month(month) || date.Day() != day {
		return days{}, false // the 30th of February
	}
	return days{date, date}, true
}

// months are the days of so many months from the given one on.
func months(year, month, count int) (days, bool) {
	if month < 1 || month > 12 {
		return days{}, false
	}
	first := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	return days{first, first.AddDate(0, count, -1)}, true
}

// weekDays are days of an ISO 8601 week, 0 for its Monday.
func weekDays(year, week, from, to int) (days, bool) {
	// The fourth of January is always in week 1.
	fourth := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC)
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(week-1))
	if inYear, inWeek := monday.ISOWeek(); inYear != year || inWeek != week {
		return days{}, false // a year without a week 53, or week 0
	}
	return days{monday.AddDate(0, 0, from), monday.AddDate(0, 0, to)}, true
}
