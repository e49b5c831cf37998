package when

import (
	"fmt"
	"strings"
	"time"

	"tocsin"
	"tocsin/text/numeral"
)

// dayMonth reads a day and a month, in either order, with or without a year.
func dayMonth(m *match) (reading, bool) {
	d, mo := int(m.piece(slotDay).Value), time.Month(m.meaning(slotMonth))
	if m.piece(slotDay).Digits == 0 && m.piece(slotDay).Lower == "second" {
		return reading{}, false
	}
	// A date in words is spoken: "March eighth" is one, "May one" is not.
	if m.piece(slotDay).Digits == 0 && m.meanings[m.at[slotDay]].classes&(1<<ordinal) == 0 {
		return reading{}, false
	}
	if !isDay(2000, mo, d) {
		return reading{}, false
	}
	if m.has(slotYear) {
		return dayOf(time.Date(int(m.piece(slotYear).Value), mo, d, 0, 0, 0, 0, time.UTC)), true
	}
	if !m.dated() {
		return unresolved(true), true
	}
	y := m.yearOf(mo, d)
	if !isDay(y, mo, d) {
		return unresolved(true), true
	}
	return dayOf(time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)), true
}

// dayOfMonth reads "on the 24th" as the nearest by tense, where it ranks
// nothing ("on the 24th floor").
func dayOfMonth(m *match) (reading, bool) {
	piece := m.piece(slotDay)
	lead := m.lower(m.first - 1)
	if piece.Kind != numeral.Ordinal || piece.Lower[0] > '9' || lead != "on" && lead != "by" && lead != "until" && lead != "since" {
		return reading{}, false
	}
	if m.last < len(m.pieces) && m.pieces[m.last].Kind == numeral.Word && strings.HasPrefix(m.doc.Tokens[m.pieces[m.last].First].Tag, "NN") || m.lower(m.last) == "anniversary" {
		return reading{}, false
	}
	if !m.dated() {
		return unresolved(true), true
	}
	today, d := m.today(), int(piece.Value)
	month := firstOfMonth(today)
	named := m.mentioned
	if !named.IsZero() && m.ended > 0 && m.doc.Tokens[m.pieces[m.ended-1].First].Sentence == m.doc.Tokens[m.pieces[m.first].First].Sentence && named.Day() < d {
		// The month was named before: "on 5 November, and again on the 19th".
		month = firstOfMonth(named)
	} else if t := m.tense(); t == future && d < today.Day() {
		month = month.AddDate(0, 1, 0)
	} else if t != future && d > today.Day() {
		month = month.AddDate(0, -1, 0)
	}
	if !isDay(month.Year(), month.Month(), d) {
		return unresolved(true), true
	}
	return dayOf(month.AddDate(0, 0, d-1)), true
}

// yearOf picks the year of a day that comes without one.
func (m *match) yearOf(mo time.Month, d int) int {
	today := m.today()
	return nearestYear(today.Year(), m.tense(), func(y int) int {
		return daysBetween(today, time.Date(y, mo, d, 0, 0, 0, 0, time.UTC))
	})
}

// dayRange reads two days of one month as an interval.
func dayRange(m *match) (reading, bool) {
	from, to, mo := int(m.piece(slotDay).Value), int(m.piece(slotTo).Value), time.Month(m.meaning(slotMonth))
	if from >= to || !isDay(2000, mo, to) {
		return reading{}, false
	}
	y := 0
	switch {
	case m.has(slotYear):
		y = int(m.piece(slotYear).Value)
	case m.dated():
		y = m.yearOf(mo, to)
	default:
		return unresolved(false), true
	}
	return date(fmt.Sprintf("%04d-%02d-%02d/%04d-%02d-%02d", y, mo, from, y, mo, to)), true
}

func isoDate(m *match) (reading, bool) {
	y, mo, d := int(m.piece(slotYear).Value), time.Month(m.piece(slotNumber).Value), int(m.piece(slotDay).Value)
	if !m.gluedThroughout() || mo < 1 || mo > 12 || !isDay(y, mo, d) {
		return reading{}, false
	}
	return dayOf(time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)), true
}

// gluedThroughout reports whether no space parts the pieces of the match.
func (m *match) gluedThroughout() bool {
	for at := m.first + 1; at < m.last; at++ {
		if !m.pieces[at].Glued {
			return false
		}
	}
	return true
}

// numericDate reads "15/10/2022" and "15.10.2022" as day, month, year, and as
// month, day, year where only that is a date (or where slashes part them and
// both are: an American habit, but so is the slash).
func numericDate(m *match) (reading, bool) {
	if !m.gluedThroughout() {
		return reading{}, false
	}
	first, second, third := m.pieces[m.first], m.pieces[m.first+2], m.pieces[m.first+4]
	if first.Digits == 0 || first.Digits > 2 || second.Digits == 0 || second.Digits > 2 || third.Digits != 2 && third.Digits != 4 {
		return reading{}, false
	}
	y := int(third.Value)
	if third.Digits == 2 {
		y = fullYear(y)
	}
	d, mo := int(first.Value), int(second.Value)
	if mo > 12 || m.pieces[m.first+1].Lower == "/" && d <= 12 {
		d, mo = mo, d
	}
	if mo < 1 || mo > 12 || !isDay(y, time.Month(mo), d) {
		return reading{}, false
	}
	return dayOf(time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)), true
}

func dayWord(m *match) (reading, bool) {
	if !m.dated() {
		r := unresolved(true)
		if m.word(slotWord) == "tonight" {
			r.kind, r.day = tocsin.Time, false
		}
		return r, true
	}
	today := m.today()
	switch m.word(slotWord) {
	case "yesterday":
		return dayOf(today.AddDate(0, 0, -1)), true
	case "tomorrow":
		return dayOf(today.AddDate(0, 0, 1)), true
	case "tonight":
		return reading{kind: tocsin.Time, value: atClock(today.Format(time.DateOnly), "NI"), placeable: true}, true
	}
	return dayOf(today), true
}

func dayBeforeYesterday(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(true), true
	}
	if m.word(slotWord) == "before" {
		return dayOf(m.today().AddDate(0, 0, -2)), true
	}
	return dayOf(m.today().AddDate(0, 0, 2)), true
}
