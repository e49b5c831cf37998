package when

import (
	"fmt"
	"strings"
	"time"
)

func monthYear(m *match) (reading, bool) {
	return date(fmt.Sprintf("%04d-%02d", int(m.piece(slotYear).Value), m.meaning(slotMonth))), true
}

func monthShiftYear(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(false), true
	}
	y := m.today().Year() + m.meaning(slotShift)
	return date(fmt.Sprintf("%04d-%02d", y, m.meaning(slotMonth))), true
}

func monthAlone(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(false), true
	}
	mo, today := m.meaning(slotMonth), m.today()
	t := m.tense()
	y := today.Year()
	switch {
	case t == future && mo < int(today.Month()):
		y++
	case t != future && mo > int(today.Month()):
		y--
	}
	return date(fmt.Sprintf("%04d-%02d", y, mo)), true
}

// shiftMonth reads "last November" as the latest that is over, "next" as the
// first to come, "this" as that of the year.
func shiftMonth(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(false), true
	}
	mo, today := m.meaning(slotMonth), m.today()
	y := today.Year()
	switch shift := m.meaning(slotShift); {
	case shift < 0 && mo >= int(today.Month()):
		y--
	case shift > 0 && mo <= int(today.Month()):
		y++
	}
	return date(fmt.Sprintf("%04d-%02d", y, mo)), true
}

// leadsToYear are the words after which any four digits are a year.
var leadsToYear = map[string]bool{
	"in": true, "since": true, "of": true, "until": true, "till": true, "from": true, "by": true, "during": true, "before": true,
	"after": true, "early": true, "late": true, "mid": true, "between": true, "through": true, "throughout": true, "around": true, "circa": true,
	"and": true, "to": true, "year": true, "-": true, "–": true, "(": true, ",": true, "the": true,
}

// yearAlone tells years from other numbers of four digits: those between 1900
// and 2099 count unless something is counted by them ("2000 soldiers"), older
// ones need a preposition.
func yearAlone(m *match) (reading, bool) {
	piece := m.piece(slotYear)
	y := int(piece.Value)
	at := m.at[slotYear]
	before, after := m.lower(at-1), m.lower(at+1)
	glued := piece.Glued && before != "-" && before != "–" && before != "(" && before != "/" && before != "“" && before != "‘" && before != "\"" && before != "'"
	// "£2000", "2000 km", "2014th", "100-2000".
	if glued || after == "%" || m.meansUnit(at+1) || at+1 < len(m.pieces) && m.pieces[at+1].Glued && isLetters(after) {
		return reading{}, false
	}
	recent := 1900 <= y && y < 2100
	if m.has(slotWord) {
		return date(fmt.Sprintf("%04d", y)), recent
	}
	if !recent && (!leadsToYear[before] || before == "to" || before == "by" || before == "the" || before == "," || before == "and" || before == "around" || m.countsThings(at+1)) {
		return reading{}, false
	}
	if recent && m.countsThings(at+1) && (y%100 == 0 || !leadsToYear[before] || before == "to" || before == "by" || before == "around") {
		return reading{}, false
	}
	if y%100 == 0 && !leadsToYear[before] {
		return reading{}, false
	}
	return date(fmt.Sprintf("%04d", y)), true
}

// isLetters reports whether the word begins with a letter, save for the "s" of
// a possessive that lost its apostrophe.
func isLetters(word string) bool { return word != "" && word[0] >= 'a' && word[0] <= 'z' }

func (r *reader) meansUnit(at int) bool {
	return at < len(r.pieces) && r.meanings[at].classes&(1<<unit) != 0
}

// countsThings reports whether what stands at piece at is a plural noun.
func (r *reader) countsThings(at int) bool {
	if at >= len(r.pieces) {
		return false
	}
	tag := r.doc.Tokens[r.pieces[at].First].Tag
	if tag == "" {
		return len(r.pieces[at].Lower) > 3 && strings.HasSuffix(r.pieces[at].Lower, "s") && !r.pieces[at].Capital
	}
	return tag == "NNS" || tag == "JJ" && r.countsThings(at+1)
}

// yearRange reads two years of which the second is cut short: "2022-23".
func yearRange(m *match) (reading, bool) {
	first, second := int(m.piece(slotYear).Value), m.piece(slotNumber)
	if second.Digits != 2 || second.Decimals > 0 || !m.gluedThroughout() || int(second.Value) <= first%100 || first < 1800 {
		return reading{}, false
	}
	if next := m.lower(m.last); m.last < len(m.pieces) && m.pieces[m.last].Glued && (next == "-" || next == "/") {
		return reading{}, false
	}
	return date(fmt.Sprintf("%04d/%04d", first, first-first%100+int(second.Value))), true
}

// shortYear reads "'98".
func shortYear(m *match) (reading, bool) {
	number := m.piece(slotNumber)
	if number.Digits != 2 || !number.Glued || m.lower(m.at[slotNumber]+1) == "s" || m.lower(m.at[slotNumber]+1) == "%" {
		return reading{}, false
	}
	if m.pieces[m.first].Glued {
		return reading{}, false
	}
	return date(fmt.Sprintf("%04d", fullYear(int(number.Value)))), true
}

// fullYear puts two digits into the hundred years that end in 2049.
func fullYear(y int) int {
	if y < 50 {
		return 2000 + y
	}
	return 1900 + y
}

func decadeDigits(m *match) (reading, bool) {
	y := int(m.piece(slotYear).Value)
	if y%10 != 0 || !m.pieces[m.last-1].Glued {
		return reading{}, false
	}
	return date(fmt.Sprintf("%03d", y/10)), true
}

func decadeShort(m *match) (reading, bool) {
	number := m.piece(slotNumber)
	if number.Digits != 2 || int(number.Value)%10 != 0 || !number.Glued || !m.pieces[m.last-1].Glued {
		return reading{}, false
	}
	return date(fmt.Sprintf("%03d", fullYear(int(number.Value))/10)), true
}

func decadeWord(m *match) (reading, bool) {
	for i, word := range []string{"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"} {
		if m.word(slotWord) == word {
			return date(fmt.Sprintf("19%d", i+2)), true
		}
	}
	return reading{}, false
}

func century(m *match) (reading, bool) {
	return date(fmt.Sprintf("%02d", int(m.piece(slotOrdinal).Value)-1)), true
}

func seasonYear(m *match) (reading, bool) {
	return date(fmt.Sprintf("%04d-%s", int(m.piece(slotYear).Value), seasonCodes[m.meaning(slotSeason)])), true
}

// seasonOf picks the season nearest to the day of publication by tense.
func (m *match) seasonOf(code int) reading {
	if !m.dated() {
		return unresolved(false)
	}
	today := m.today()
	y := nearestYear(today.Year(), m.tense(), func(y int) int { return daysToSeason(today, y, code) })
	return date(fmt.Sprintf("%04d-%s", y, seasonCodes[code]))
}

// daysToSeason is 0 within the season.
func daysToSeason(today time.Time, y, code int) int {
	start := time.Date(y, time.Month(code*3+3), 1, 0, 0, 0, 0, time.UTC)
	end := start.AddDate(0, 3, 0)
	switch {
	case today.Before(start):
		return daysBetween(today, start)
	case !today.Before(end):
		return -daysBetween(end, today) - 1
	}
	return 0
}

// seasonAlone takes a season that a preposition or article makes a time; the
// "fall" of a city is none.
func seasonAlone(m *match) (reading, bool) {
	word, next := m.word(slotWord), m.lower(m.last)
	if m.word(slotSeason) == "fall" && (word == "in" || next == "of" || next == "in") {
		return reading{}, false
	}
	return m.seasonOf(m.meaning(slotSeason)), true
}

func shiftSeason(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(false), true
	}
	today, code := m.today(), m.meaning(slotSeason)
	y := today.Year()
	d := daysToSeason(today, y, code)
	switch shift := m.meaning(slotShift); {
	case shift < 0 && d >= 0 || shift < 0 && code == 3 && int(today.Month()) < 3 && daysToSeason(today, y-1, code) == 0:
		y--
	case shift > 0 && d <= 0:
		y++
	}
	return date(fmt.Sprintf("%04d-%s", y, seasonCodes[code])), true
}

// quarter reads "the third quarter", "Q3"; without a year it is that of the
// year, or the latest that is over.
func quarter(m *match) (reading, bool) {
	q := 0
	if m.has(slotOrdinal) {
		q = int(m.piece(slotOrdinal).Value)
	} else {
		if !m.piece(slotNumber).Glued {
			return reading{}, false
		}
		q = int(m.piece(slotNumber).Value)
	}
	if q < 1 || q > 4 {
		return reading{}, false
	}
	if m.has(slotYear) {
		return date(fmt.Sprintf("%04d-Q%d", int(m.piece(slotYear).Value), q)), true
	}
	if last := m.lower(m.last - 1); last == "of" || last == "in" {
		return reading{}, false
	}
	if !m.dated() {
		return unresolved(false), true
	}
	today := m.today()
	now := (int(today.Month())-1)/3 + 1
	y := nearestYear(today.Year(), m.tense(), func(y int) int { return (y-today.Year())*4 + q - now })
	return date(fmt.Sprintf("%04d-Q%d", y, q)), true
}

func quarterOfShift(m *match) (reading, bool) {
	q := int(m.piece(slotOrdinal).Value)
	if q < 1 || q > 4 {
		return reading{}, false
	}
	if !m.dated() {
		return unresolved(false), true
	}
	return date(fmt.Sprintf("%04d-Q%d", m.today().Year()+m.meaning(slotShift), q)), true
}

func half(m *match) (reading, bool) {
	h := 0
	if m.has(slotOrdinal) {
		h = int(m.piece(slotOrdinal).Value)
	} else if m.piece(slotNumber).Glued {
		h = int(m.piece(slotNumber).Value)
	}
	if h < 1 || h > 2 {
		return reading{}, false
	}
	y := m.today().Year()
	switch {
	case m.has(slotYear):
		y = int(m.piece(slotYear).Value)
	case !m.dated():
		return unresolved(false), true
	default:
		y += m.meaning(slotShift)
	}
	return date(fmt.Sprintf("%04d-H%d", y, h)), true
}

func fiscalYear(m *match) (reading, bool) {
	return date(fmt.Sprintf("FY%04d", int(m.piece(slotYear).Value))), true
}

// theWeekend is the last one, or the coming one by tense; within it, this.
func theWeekend(m *match) (reading, bool) {
	if m.unit() != weekends {
		return reading{}, false
	}
	if !m.dated() {
		return unresolved(false), true
	}
	shift := 0
	if isoWeekday(m.today()) < 6 && m.tense() != future {
		shift = -1
	}
	return date(stretch(m.today(), weekends, shift)), true
}
