package when

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/text/numeral"
)

// unit returns the unit of time that the match counts.
func (m *match) unit() timeUnit {
	if m.word(slotUnit) == "night" {
		return nights
	}
	return timeUnit(m.meaning(slotUnit))
}

// shiftUnit reads "last week", "this year", "the following month".
func shiftUnit(m *match) (reading, bool) {
	u, shift := m.unit(), m.meaning(slotShift)
	word := m.word(slotShift)
	if u < days || u == nights || strings.HasSuffix(m.word(slotUnit), "s") {
		return reading{}, false
	}
	// "the past year" is the year up to now, not one of the calendar.
	if word == "past" {
		return duration(period(1, u)), true
	}
	from := m.today()
	if word == "previous" || word == "following" || u == days && m.lower(m.first) == "the" {
		from = m.anchor()
		if !m.anchored() {
			return unresolved(u == days), true
		}
	} else if !m.dated() {
		return unresolved(u == days), true
	}
	if u == days {
		if word == "this" || word == "last" || word == "current" || word == "coming" {
			return reading{}, false
		}
		return dayOf(from.AddDate(0, 0, shift)), true
	}
	if u == weekends && shift == 1 && word == "coming" {
		shift = 0
	}
	return date(stretch(from, u, shift)), true
}

// sameUnit reads "that year", "the same day": those of the day named last.
func sameUnit(m *match) (reading, bool) {
	u := m.unit()
	if u < days || u == nights || strings.HasSuffix(m.word(slotUnit), "s") {
		return reading{}, false
	}
	// "the day" may be any; "the end of the year" is that of this year.
	if m.lower(m.first) == "the" && m.last == m.first+2 {
		if u == days || !m.dated() {
			return unresolved(false), u != days
		}
		return date(stretch(m.today(), u, 0)), true
	}
	if !m.anchored() {
		return unresolved(u == days), true
	}
	if u == days {
		return dayOf(m.anchor()), true
	}
	return date(stretch(m.anchor(), u, 0)), true
}

// sinceThen is the stretch that the text named last.
func sinceThen(m *match) (reading, bool) {
	return reading{kind: tocsin.Date, value: m.named}, true
}

func yearEarlier(m *match) (reading, bool) {
	if !m.gluedYear() || !m.dated() {
		return unresolved(false), m.gluedYear()
	}
	return date(stretch(m.today(), years, -1)), true
}

// gluedYear tells "the year-earlier quarter" from "that year - earlier than".
func (m *match) gluedYear() bool {
	at := m.at[slotWord]
	return m.pieces[at+1].Glued && m.pieces[at+2].Glued
}

// unitBefore reads "the day before", counted from the day named last.
func unitBefore(m *match) (reading, bool) {
	u, shift := m.unit(), 1
	if m.word(slotWord) == "before" {
		shift = -1
	}
	if u < days || u == nights || strings.HasSuffix(m.word(slotUnit), "s") {
		return reading{}, false
	}
	if !m.anchored() {
		return unresolved(u == days), true
	}
	if u == days {
		return dayOf(m.anchor().AddDate(0, 0, shift)), true
	}
	return date(stretch(m.anchor(), u, shift)), true
}

// amount is how many units the match counts, 1 where an article does.
func (m *match) amount() float64 {
	if m.has(slotNumber) {
		return m.piece(slotNumber).Value
	}
	return 1
}

// ago counts back from the day of publication.
func ago(m *match) (reading, bool) {
	if !m.dated() {
		read := unresolved(m.unit() == days)
		read.measured = true
		return read, true
	}
	return m.away(m.today(), m.published, -m.amount())
}

// later counts on or back from the day named last. "Two weeks after the
// storm" counts from what only the world knows, and is a length of time.
func later(m *match) (reading, bool) {
	if word := m.word(slotWord); (word == "after" || word == "before") && m.continues(m.last) {
		m.last--
		return duration(period(m.amount(), m.unit())), true
	}
	if !m.anchored() {
		read := unresolved(m.unit() == days)
		read.measured = true
		return read, true
	}
	// In apposition the day just named is the later one itself: "on Thursday,
	// five days later".
	if m.unit() == days && m.lower(m.first-1) == "," && m.ended == m.first-1 && m.ended > 0 && !m.mentioned.IsZero() {
		read := dayOf(m.anchor())
		read.measured = true
		return read, true
	}
	n := m.amount()
	if word := m.word(slotWord); word == "earlier" || word == "before" {
		n = -n
	}
	read, ok := m.away(m.anchor(), m.anchor(), n)
	// What has happened "two decades later" counts from something that the text
	// did not date.
	if first, _ := cover(read.value); n > 0 && m.dated() && first > m.today().Format(time.DateOnly) && m.tense() == past {
		read.value = ""
	}
	return read, ok
}

// continues reports whether words of the same clause stand at piece at.
func (r *reader) continues(at int) bool {
	return at < len(r.pieces) && r.pieces[at].Kind != numeral.Mark && r.lower(at) != "and" && r.lower(at) != "but"
}

// away counts n units from a day; moment is the day with its time.
func (m *match) away(from, moment time.Time, n float64) (reading, bool) {
	const most = 100_000
	u := m.unit()
	if n > most || n < -most {
		return reading{}, false
	}
	whole := int(n)
	read := reading{kind: tocsin.Date, placeable: true, measured: true}
	switch {
	case u < days:
		t := moment.Add(time.Duration(n * float64(lengths[u]) * float64(time.Second)))
		read.kind, read.value = tocsin.Time, t.Format("2006-01-02T15:04")
	case u == days:
		read.value, read.day = stretch(from, u, whole), true
	case float64(whole) != n && u == years:
		read.value = stretch(from, months, int(n*12))
	case u == decades:
		read.value = stretch(from, decades, whole)
	default:
		read.value = stretch(from, u, whole)
	}
	if len(read.value) > 0 && read.value[0] == '-' {
		read.value = ""
	}
	return read, true
}

// lengths of the units below a day, in seconds.
var lengths = map[timeUnit]int{seconds: 1, minutes: 60, hours: 3600}

// agoVague reads "years ago", "several days ago".
func agoVague(m *match) (reading, bool) {
	read := date("PAST_REF")
	read.measured = true
	return read, true
}

func agoCouple(m *match) (reading, bool) {
	if !m.dated() {
		return unresolved(false), true
	}
	return m.away(m.today(), m.published, -2)
}

// period writes a length of time as ISO 8601 and TIMEX3 do. Halves of a year,
// an hour and a minute are broken down.
func period(n float64, u timeUnit) string {
	switch {
	case u == fortnights:
		return period(2*n, weeks)
	case u == decades:
		return period(10*n, years)
	case u == centuries:
		return period(100*n, years)
	case n != float64(int64(n)) && n*2 == float64(int64(n*2)) && (u == years || u == hours || u == minutes):
		below := map[timeUnit]string{years: "6M", hours: "30M", minutes: "30S"}[u]
		if n < 1 {
			return unitPrefix(u) + below
		}
		return unitPrefix(u) + strconv.FormatInt(int64(n), 10) + unitCode(u) + below
	}
	return unitPrefix(u) + strconv.FormatFloat(n, 'f', -1, 64) + unitCode(u)
}

func unitPrefix(u timeUnit) string {
	if u < days {
		return "PT"
	}
	return "P"
}

func unitCode(u timeUnit) string {
	return [...]string{"S", "M", "H", "D", "D", "WE", "W", "W", "M", "Q", "Y", "DE", "CE"}[u]
}

// vaguePeriod is a length of an unknown number of units.
func vaguePeriod(u timeUnit) string { return unitPrefix(u) + "X" + unitCode(u) }

// notLength reports whether the number and unit are something else than a
// length of time: an age, a rank, a day that has a number.
func (m *match) notLength() bool {
	next := m.last
	if m.lower(next) == "-" {
		next++
	}
	return m.lower(next) == "old" || m.lower(m.last) == "olds" || m.lower(m.first-1) == "aged" || m.lower(m.first-1) == "ages"
}

func length(m *match) (reading, bool) {
	// "60 Minutes" is a title.
	if m.notLength() || m.piece(slotUnit).Capital && m.piece(slotNumber).Digits > 0 || m.piece(slotNumber).Value > 1e9 {
		return reading{}, false
	}
	// "three-month siege" has its hyphen, "Boeing 747 day" has none; a number
	// that is part of a year is no count.
	return duration(period(m.piece(slotNumber).Value, m.unit())), true
}

// lengthOne reads "a week". What comes to pass so often in it ("twice a day",
// "$40 a month") is no length.
func lengthOne(m *match) (reading, bool) {
	if m.notLength() || m.lower(m.last) == "-" || strings.HasSuffix(m.word(slotUnit), "s") {
		return reading{}, false
	}
	if u := m.unit(); u == seconds || u == nights || u == weekends || u == quarters {
		return reading{}, false
	}
	before := m.lower(m.first - 1)
	if before == "once" || before == "twice" || before == "times" {
		return set(period(1, m.unit())), true
	}
	if m.first > 0 && (m.isAmount(m.first-1) || before == "not" || before == "such" || before == "what" || before == "quite") {
		return reading{}, false
	}
	if next := m.lower(m.last); next == "of" && m.unit() < weeks {
		return reading{}, false
	}
	return duration(period(1, m.unit())), true
}

// isAmount reports whether piece at ends what a rate counts: "$40", "30 cents",
// "20 shells".
func (r *reader) isAmount(at int) bool {
	for step := 0; step < 3 && at-step >= 0; step++ {
		if r.meanings[at-step].classes&(1<<number) != 0 {
			return true
		}
		if tag := r.doc.Tokens[r.pieces[at-step].First].Tag; tag != "NNS" && tag != "NN" && tag != "CD" {
			return false
		}
	}
	return false
}

// lengthSum reads "two years and three months".
func lengthSum(m *match) (reading, bool) {
	above, below := m.unit(), timeUnit(m.meaning(slotUnit2))
	if above <= below || (above < days) != (below < days) || below == weekends || m.notLength() {
		return reading{}, false
	}
	first := period(m.piece(slotNumber).Value, above)
	second := period(m.piece(slotTo).Value, below)
	return duration(first + strings.TrimPrefix(second, unitPrefix(below))), true
}

func lengthAndHalf(m *match) (reading, bool) { return duration(period(1.5, m.unit())), true }

func lengthHalf(m *match) (reading, bool) {
	if m.unit() == seconds {
		return reading{}, false
	}
	return duration(period(0.5, m.unit())), true
}

// lengthRange reads "two to three weeks"; the value is the longer one.
func lengthRange(m *match) (reading, bool) {
	from, to := m.piece(slotNumber), m.piece(slotTo)
	if from.Value >= to.Value || m.notLength() {
		return reading{}, false
	}
	return duration(vaguePeriod(m.unit())), true
}

func lengthVague(m *match) (reading, bool) {
	if !strings.HasSuffix(m.word(slotUnit), "s") || m.notLength() {
		return reading{}, false
	}
	return duration(vaguePeriod(m.unit())), true
}

func lengthCouple(m *match) (reading, bool) { return duration(period(2, m.unit())), true }

// lengthBare reads "for years", "within weeks".
func lengthBare(m *match) (reading, bool) {
	u := m.unit()
	if !strings.HasSuffix(m.word(slotUnit), "s") || u == seconds || u == weekends || u == nights || u == quarters {
		return reading{}, false
	}
	switch m.lower(m.first - 1) {
	case "for", "in", "within", "after", "of", "over", "took", "take", "takes", "lasted", "lasting", "last", "spent", "spend", "waited", "until", "before", "and", "or", "than":
		return duration(vaguePeriod(u)), m.lower(m.last) != "old"
	}
	switch m.lower(m.last) {
	case "after", "before", "of", "later", "earlier":
		return duration(vaguePeriod(u)), m.lower(m.first-1) != "-"
	}
	return reading{}, false
}

func lengthLong(m *match) (reading, bool) {
	u := m.unit()
	if !strings.HasSuffix(m.word(slotUnit), "s") {
		return duration(period(1, u)), true
	}
	return duration(vaguePeriod(u)), true
}

func aWhile(m *match) (reading, bool) {
	if m.lower(m.first) == "a" && m.lower(m.last-1) == "while" {
		return duration("PXX"), true
	}
	return reading{}, false
}

func everyUnit(m *match) (reading, bool) {
	n := 1.0
	if m.lower(m.first+1) == "other" {
		n = 2
	}
	if strings.HasSuffix(m.word(slotUnit), "s") || m.unit() == weekends {
		return reading{}, false
	}
	return set(period(n, m.unit())), true
}

func everyNumber(m *match) (reading, bool) {
	return set(period(m.piece(slotNumber).Value, m.unit())), true
}

func everyWeekday(m *match) (reading, bool) {
	return set(fmt.Sprintf("XXXX-WXX-%d", m.meaning(slotWeekday))), true
}

func everyMonth(m *match) (reading, bool) {
	return set(fmt.Sprintf("XXXX-%02d", m.meaning(slotMonth))), true
}

// regularly takes the adverbs; of the adjectives, whose nouns are seldom about
// time ("a monthly paper"), only "daily".
func regularly(m *match) (reading, bool) {
	tag := m.doc.Tokens[m.pieces[m.first].First].Tag
	if m.word(slotWord) != "daily" && tag != "" && tag != "RB" {
		return reading{}, false
	}
	if m.word(slotWord) == "daily" && m.pieces[m.first].Capital && m.first > 0 {
		return reading{}, false
	}
	switch m.word(slotWord) {
	case "hourly":
		return set("PT1H"), true
	case "weekly":
		return set("P1W"), true
	case "fortnightly":
		return set("P2W"), true
	case "monthly":
		return set("P1M"), true
	case "quarterly":
		return set("P3M"), true
	case "yearly", "annually":
		return set("P1Y"), true
	}
	return set("P1D"), true
}

// ref reads a time that is only before, at or after the present.
func ref(value string) func(m *match) (reading, bool) {
	return func(m *match) (reading, bool) { return reading{kind: tocsin.Date, value: value}, true }
}

// thePast is no time where something of the past follows: "the past week".
func thePast(m *match) (reading, bool) {
	if m.meansUnit(m.last) || m.last < len(m.pieces) && m.meanings[m.last].classes&(1<<number|1<<vague|1<<season|1<<weekday|1<<month) != 0 {
		return reading{}, false
	}
	return reading{kind: tocsin.Date, value: "PAST_REF"}, m.lower(m.last) != "tense"
}

func recentUnits(m *match) (reading, bool) {
	if !strings.HasSuffix(m.word(slotUnit), "s") {
		return reading{}, false
	}
	return date("PAST_REF"), true
}

func comingUnits(m *match) (reading, bool) {
	if !strings.HasSuffix(m.word(slotUnit), "s") {
		return reading{}, false
	}
	return date("FUTURE_REF"), true
}

// soon is no time in "as soon as they came".
func soon(m *match) (reading, bool) {
	return reading{kind: tocsin.Date, value: "FUTURE_REF"}, m.lower(m.first-1) != "as" && m.lower(m.last) != "as" && m.lower(m.last) != "after"
}

// refAdjective reads an adjective of time before its noun: "current prices".
func refAdjective(m *match) (reading, bool) {
	if m.last >= len(m.pieces) {
		return reading{}, false
	}
	tag := m.doc.Tokens[m.pieces[m.last].First].Tag
	value := map[string]string{"current": "PRESENT_REF", "recent": "PAST_REF"}[m.word(slotWord)]
	return reading{kind: tocsin.Date, value: value}, strings.HasPrefix(tag, "NN") || tag == "JJ"
}

// earlierNoun reads "earlier" where it stands for "previous": before a noun.
func earlierNoun(m *match) (reading, bool) {
	if m.last >= len(m.pieces) || m.first > 0 && m.meanings[m.first-1].classes&(1<<unit) != 0 {
		return reading{}, false
	}
	tag := m.doc.Tokens[m.pieces[m.last].First].Tag
	return reading{kind: tocsin.Date, value: "PAST_REF"}, tag == "NN" || tag == "NNS" || tag == "JJ"
}
