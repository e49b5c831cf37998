package when

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tocsin"
)

// reading is what a rule makes of a match.
type reading struct {
	kind  tocsin.WhenType
	value string
	day   bool   // names a single day, to which a time of day can be joined
	clock string // the time of day alone, to be joined to a day: "17:30", "NI"
	// placeable expressions can have "early" or "the end of" before them.
	placeable bool
	// measured expressions count units, and can have "nearly" before them.
	measured bool
}

func date(value string) reading {
	return reading{kind: tocsin.Date, value: value, placeable: true}
}

func dayOf(t time.Time) reading {
	return reading{kind: tocsin.Date, value: t.Format(time.DateOnly), day: true, placeable: true}
}

// unresolved is a reading that needs the day of publication.
func unresolved(day bool) reading {
	return reading{kind: tocsin.Date, day: day, placeable: true}
}

func duration(value string) reading {
	return reading{kind: tocsin.Duration, value: value, measured: true}
}

func set(value string) reading { return reading{kind: tocsin.Set, value: value} }

// atClock joins a time of day to a day; an unresolved day stays so.
func atClock(day, clock string) string {
	if len(day) != len(time.DateOnly) {
		return ""
	}
	return day + "T" + clock
}

// today is the day of publication at midnight, in UTC so that days count
// evenly.
func (r *reader) today() time.Time {
	y, m, d := r.published.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// evening is the day whose night has just passed or is at hand: what appears
// in the small hours was written on the day before.
func (r *reader) evening() time.Time {
	if r.published.Hour() < 4 && (r.published.Hour() > 0 || r.published.Minute() > 0) {
		return r.today().AddDate(0, 0, -1)
	}
	return r.today()
}

func (r *reader) dated() bool { return !r.published.IsZero() }

// anchor is the day that the text spoke of last.
func (r *reader) anchor() time.Time {
	if !r.mentioned.IsZero() {
		return r.mentioned
	}
	return r.today()
}

// anchored reports whether there is anything to count from.
func (r *reader) anchored() bool { return r.dated() || !r.mentioned.IsZero() }

// stretch is the value of the unit of calendar that contains t, n units on.
func stretch(t time.Time, u timeUnit, n int) string {
	switch u {
	case days, nights:
		return t.AddDate(0, 0, n).Format(time.DateOnly)
	case weeks, fortnights, weekends:
		if u == fortnights {
			n *= 2
		}
		y, w := t.AddDate(0, 0, 7*n).ISOWeek()
		value := fmt.Sprintf("%04d-W%02d", y, w)
		if u == weekends {
			value += "-WE"
		}
		return value
	case months:
		return firstOfMonth(t).AddDate(0, n, 0).Format("2006-01")
	case quarters:
		q := t.Year()*4 + (int(t.Month())-1)/3 + n
		return fmt.Sprintf("%04d-Q%d", q/4, q%4+1)
	case years:
		return fmt.Sprintf("%04d", t.Year()+n)
	case decades:
		return fmt.Sprintf("%03d", t.Year()/10+n)
	case centuries:
		return fmt.Sprintf("%02d", t.Year()/100+n)
	}
	return ""
}

func firstOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// isDay reports whether the calendar has that day.
func isDay(y int, m time.Month, d int) bool {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return t.Month() == m && t.Day() == d
}

// farCost is how much further away a day may not lie against the tense: a
// date in a past-tense sentence is still a coming one when it is more than so
// many times nearer ("ordered him to appear on 10 February").
const farCost = 4

// nearestYear picks the year for something that returns every year, from its
// distance to the day of publication (in days, positive for the future) in
// this year, the last and the next.
func nearestYear(this int, t tense, distance func(y int) int) int {
	best, bestCost := this, 1<<30
	for y := this - 1; y <= this+1; y++ {
		d := distance(y)
		cost := d
		switch {
		case d < 0 && t == future:
			cost = -d * farCost
		case d < 0:
			cost = -d
		case d > 0 && t != future:
			cost = d * farCost
		}
		if cost < bestCost {
			best, bestCost = y, cost
		}
	}
	return best
}

// days between two midnights.
func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// cover returns the first and last day that a TIMEX3 value covers, "" where
// it names no stretch of the calendar.
func cover(value string) (first, last string) {
	if from, to, interval := strings.Cut(value, "/"); interval {
		first, _ = cover(from)
		_, last = cover(to)
		return first, last
	}
	value, _, _ = strings.Cut(value, "T")
	start, end, ok := stretchOf(value)
	if !ok {
		return "", ""
	}
	return start.Format(time.DateOnly), end.AddDate(0, 0, -1).Format(time.DateOnly)
}

// stretchOf returns the first day of a calendar value and the day after its
// last.
func stretchOf(value string) (start, end time.Time, ok bool) {
	number := func(s string) int {
		for _, c := range []byte(s) {
			if c < '0' || c > '9' {
				return -1
			}
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			return -1
		}
		return n
	}
	on := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	head, tail, _ := strings.Cut(value, "-")
	y := number(head)
	if y < 0 {
		return start, end, false
	}
	switch {
	case len(head) == 2 && tail == "":
		return on(y*100, 1, 1), on(y*100+100, 1, 1), true
	case len(head) == 3 && tail == "":
		return on(y*10, 1, 1), on(y*10+10, 1, 1), true
	case len(head) != 4:
		return start, end, false
	case tail == "":
		return on(y, 1, 1), on(y+1, 1, 1), true
	case tail[0] == 'W' && len(tail) >= 2 && tail[1] != 'I':
		return weekOf(y, tail)
	case tail[0] == 'Q' && len(tail) == 2:
		q := number(tail[1:])
		return on(y, time.Month(q*3-2), 1), on(y, time.Month(q*3+1), 1), 1 <= q && q <= 4
	case tail[0] == 'H' && len(tail) == 2:
		h := number(tail[1:])
		return on(y, time.Month(h*6-5), 1), on(y, time.Month(h*6+1), 1), 1 <= h && h <= 2
	}
	for i, code := range seasonCodes {
		if tail == code {
			return on(y, time.Month(i*3+3), 1), on(y, time.Month(i*3+6), 1), true
		}
	}
	monthPart, dayPart, hasDay := strings.Cut(tail, "-")
	m := number(monthPart)
	if m < 1 || m > 12 {
		return start, end, false
	}
	if !hasDay {
		return on(y, time.Month(m), 1), on(y, time.Month(m+1), 1), true
	}
	d := number(dayPart)
	if d < 1 || !isDay(y, time.Month(m), d) {
		return start, end, false
	}
	return on(y, time.Month(m), d), on(y, time.Month(m), d+1), true
}

// weekOf covers "W41" and "W41-WE" of an ISO year.
func weekOf(y int, tail string) (start, end time.Time, ok bool) {
	week, rest, _ := strings.Cut(tail[1:], "-")
	w, err := strconv.Atoi(week)
	if err != nil || w < 1 || w > 53 {
		return start, end, false
	}
	// The fourth of January lies in week 1.
	fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := fourth.AddDate(0, 0, -isoWeekday(fourth)+1+7*(w-1))
	switch rest {
	case "":
		return monday, monday.AddDate(0, 0, 7), true
	case "WE":
		return monday.AddDate(0, 0, 5), monday.AddDate(0, 0, 7), true
	}
	return start, end, false
}

// isoWeekday counts from Monday, 1, to Sunday, 7.
func isoWeekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }
