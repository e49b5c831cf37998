package when

import (
	"fmt"
	"math"
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
	if t := m.tense(); t == future && d < today.Day() {
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

// weekdayAlone is the day of publication where it is that weekday, else the
// last such day, or the next where the tense is future.
func weekdayAlone(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(true), true
	}
	today := m.today()
	ago := (isoWeekday(today) - m.meaning(slotWeekday) + 7) % 7
	// Of a day that dates a noun, the verb above says little: the nearer one is
	// meant in "support would go on despite Thursday's vote".
	t := m.tense()
	// What is offered or planned "for Wednesday" comes; who answers for
	// "Wednesday's attack" looks back.
	if m.lower(m.first-1) == "for" && m.doc.Tokens[min(m.pieces[m.last-1].Last, len(m.doc.Tokens)-1)].Tag != "POS" {
		return dayOf(today.AddDate(0, 0, (7-ago)%7)), true
	}
	if ago > 3 && t == wasFuture || ago != 0 && t == future && !(ago <= 3 && m.datesNoun()) {
		ago -= 7
	}
	return dayOf(today.AddDate(0, 0, -ago)), true
}

// datesNoun reports whether the match hangs from a noun, as a possessive or
// after a preposition.
func (m *match) datesNoun() bool {
	token := &m.doc.Tokens[m.pieces[m.at[slotWeekday]].First]
	return token.Head >= 0 && token.Is("nmod", "compound") && (m.doc.Tokens[token.Head].Tag == "NN" || m.doc.Tokens[token.Head].Tag == "NNS")
}

func shiftWeekday(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(true), true
	}
	if m.word(slotShift) == "previous" || m.word(slotShift) == "following" {
		return m.weekdayFrom(m.anchor()), true
	}
	return m.weekdayFrom(m.today()), true
}

// weekdayFrom reads "last Monday" as the one before the day, "next" as the one
// after it, and "this" by tense.
func (m *match) weekdayFrom(t time.Time) reading {
	ago := (isoWeekday(t) - m.meaning(slotWeekday) + 7) % 7
	switch shift := m.meaning(slotShift); {
	case shift < 0 && ago == 0:
		ago = 7
	case shift > 0, shift == 0 && ago != 0 && m.tense() != past:
		ago -= 7
	}
	return dayOf(t.AddDate(0, 0, -ago))
}

func weekdayOfWeek(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(true), true
	}
	monday := m.today().AddDate(0, 0, 1-isoWeekday(m.today())+7*m.meaning(slotShift))
	return dayOf(monday.AddDate(0, 0, m.meaning(slotWeekday)-1)), true
}

// shiftPart reads "this morning" and "last night".
func shiftPart(m *match) (reading, bool) {
	code := partCodes[m.meaning(slotPart)]
	read := reading{kind: tocsin.Time, placeable: true}
	switch word := m.word(slotShift); {
	case word == "this" && m.dated():
		read.value = atClock(m.today().Format(time.DateOnly), code)
	case word == "last" && code == "NI" && m.dated():
		read.value = atClock(m.evening().AddDate(0, 0, -1).Format(time.DateOnly), code)
	case (word == "next" || word == "following") && m.anchored():
		read.value = atClock(m.anchor().AddDate(0, 0, 1).Format(time.DateOnly), code)
	case word == "previous" && m.anchored():
		read.value = atClock(m.anchor().AddDate(0, 0, -1).Format(time.DateOnly), code)
	case word != "this" && word != "last" && word != "next" && word != "following" && word != "previous":
		return read, false
	}
	return read, true
}

// overnight is the night before the text appeared.
func overnight(m *match) (reading, bool) {
	read := reading{kind: tocsin.Time}
	if m.dated() {
		read.value = atClock(m.evening().AddDate(0, 0, -1).Format(time.DateOnly), "NI")
	}
	return read, true
}

// partOfDay reads "the night of 24 February".
func partOfDay(m *match) (reading, bool) {
	// Looking no further than dates keeps a row of such nights from nesting.
	if m.last >= len(m.pieces) || m.meanings[m.last].classes&(1<<day|1<<month|1<<weekday) == 0 {
		return reading{}, false
	}
	f, ok := m.core(m.last)
	if !ok || !f.day {
		return reading{}, false
	}
	m.last = f.end
	return reading{kind: tocsin.Time, value: atClock(f.value, partCodes[m.meaning(slotPart)]), placeable: true}, true
}

// clock reads a time of day: "5.30pm", "17:30", "5 p.m. EST", "5 o'clock".
func clock(m *match) (reading, bool) {
	number := m.piece(slotNumber)
	hour := int(number.Value)
	minute := int(math.Round((number.Value - float64(hour)) * 100))
	if number.Scaled || number.Decimals != 0 && number.Decimals != 2 || number.Digits > 2 {
		return reading{}, false
	}
	colon := m.has(slotTo)
	if colon {
		to := m.piece(slotTo)
		if to.Digits != 2 || !to.Glued || !m.pieces[m.at[slotTo]-1].Glued || number.Digits == 0 || number.Decimals > 0 || m.lower(m.last) == ":" {
			return reading{}, false
		}
		minute = int(to.Value)
	}
	if number.Digits == 0 && m.lower(m.last-1) != "o'clock" && !m.has(slotWord) {
		return reading{}, false
	}
	switch word := m.word(slotWord); {
	case strings.HasPrefix(word, "p") && hour < 12:
		hour += 12
	case strings.HasPrefix(word, "a") && hour == 12:
		hour = 0
	}
	if hour > 24 || minute > 59 {
		return reading{}, false
	}
	value := fmt.Sprintf("%02d", hour)
	if minute > 0 || colon || number.Decimals > 0 || m.has(slotWord) || m.lower(m.last-1) == "o'clock" {
		value = fmt.Sprintf("%02d:%02d", hour, minute)
	}
	return m.clockReading(value), true
}

// clockReading gives a time of day the day that the text spoke of last.
func (m *match) clockReading(value string) reading {
	read := reading{kind: tocsin.Time, clock: value, placeable: true}
	if m.anchored() {
		read.value = atClock(m.anchor().Format(time.DateOnly), value)
	}
	return read
}

// clockZone reads "0600 GMT" and "00.05 BST".
func clockZone(m *match) (reading, bool) {
	number := m.piece(slotNumber)
	hour, minute := int(number.Value)/100, int(number.Value)%100
	if number.Digits <= 2 && number.Decimals == 2 {
		hour = int(number.Value)
		minute = int(math.Round((number.Value - float64(hour)) * 100))
	} else if number.Digits != 4 {
		return reading{}, false
	}
	if hour > 24 || minute > 59 {
		return reading{}, false
	}
	return m.clockReading(fmt.Sprintf("%02d:%02d", hour, minute)), true
}

func noon(m *match) (reading, bool) {
	value := "12:00"
	if m.word(slotWord) == "midnight" {
		value = "24:00"
	}
	return m.clockReading(value), true
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
