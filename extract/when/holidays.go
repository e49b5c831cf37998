package when

import (
	"strings"
	"time"
)

// holidayOf is a holiday whose date is the same everywhere it is kept, or
// follows a rule. first is the word that begins its name.
type holidayOf struct {
	first string
	rest  string // the words that must follow
	day   func(y int) time.Time
}

func fixed(m time.Month, d int) func(int) time.Time {
	return func(y int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
}

// nth returns the nth weekday (1…7) of a month; the last one for n = -1.
func nth(m time.Month, n, weekday int) func(int) time.Time {
	return func(y int) time.Time {
		first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
		if n < 0 {
			end := first.AddDate(0, 1, -1)
			return end.AddDate(0, 0, -((isoWeekday(end) - weekday + 7) % 7))
		}
		return first.AddDate(0, 0, (weekday-isoWeekday(first)+7)%7+7*(n-1))
	}
}

// easter is the western Easter Sunday by the anonymous Gregorian computus
// (Nature, 20 April 1876).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(y, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

func aroundEaster(shift int) func(int) time.Time {
	return func(y int) time.Time { return easter(y).AddDate(0, 0, shift) }
}

var holidays = []holidayOf{
	{"christmas", "eve", fixed(12, 24)},
	{"christmas", "", fixed(12, 25)},
	{"boxing", "day", fixed(12, 26)},
	{"new", "year 's eve", fixed(12, 31)},
	{"new", "year 's day", fixed(1, 1)},
	{"new", "year 's", fixed(1, 1)},
	{"valentine", "'s day", fixed(2, 14)},
	{"halloween", "", fixed(10, 31)},
	{"may", "day", fixed(5, 1)},
	{"victory", "day", fixed(5, 9)},
	{"thanksgiving", "", nth(11, 4, 4)},
	{"labor", "day", nth(9, 1, 1)},
	{"memorial", "day", nth(5, -1, 1)},
	{"good", "friday", aroundEaster(-2)},
	{"easter", "monday", aroundEaster(1)},
	{"easter", "", aroundEaster(0)},
}

// holiday returns the holiday whose longest name stands at the slot, -1 where
// none does, and the piece after the name.
func (m *match) holiday() (best, end int) {
	best = -1
	at := m.at[slotHoliday]
	for i := range holidays {
		if holidays[i].first != m.word(slotHoliday) {
			continue
		}
		rest := strings.Fields(holidays[i].rest)
		if after := at + 1 + len(rest); m.starts(at+1, rest) && after > end {
			best, end = i, after
		}
	}
	if best >= 0 && m.lower(end) == "day" {
		end++
	}
	return best, end
}

// shiftHoliday reads "last Christmas" as the latest that is over, "next" as the
// first to come, "this" as that of the year.
func shiftHoliday(m *match) (reading, bool) {
	best, end := m.holiday()
	if best < 0 {
		return reading{}, false
	}
	m.last = end
	if !m.dated() {
		return unresolved(true), true
	}
	today := m.today()
	y := today.Year()
	switch day := holidays[best].day(y); {
	case m.meaning(slotShift) < 0 && !day.Before(today):
		y--
	case m.meaning(slotShift) > 0 && !day.After(today):
		y++
	}
	return dayOf(holidays[best].day(y)), true
}

// holidayDay reads a holiday by the longest of its names that stands here.
func holidayDay(m *match) (reading, bool) {
	best, end := m.holiday()
	if best < 0 {
		return reading{}, false
	}
	m.last = end
	if end < len(m.pieces) && m.meanings[end].classes&(1<<year) != 0 {
		m.last = end + 1
		return dayOf(holidays[best].day(int(m.pieces[end].Value))), true
	}
	if !m.dated() {
		return unresolved(true), true
	}
	today := m.today()
	y := nearestYear(today.Year(), m.tense(), func(y int) int { return daysBetween(today, holidays[best].day(y)) })
	return dayOf(holidays[best].day(y)), true
}
