package when

import (
	"time"
)

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
	// The present tells of what is fixed ("takes effect on Thursday") and, under
	// pictures, of what just was: the nearer day is meant.
	if ago > 3 && (t == wasFuture || t == present) || ago != 0 && t == future && !(ago <= 3 && m.datesNoun()) {
		ago -= 7
	}
	return dayOf(today.AddDate(0, 0, -ago)), true
}

// datesNoun reports whether the match hangs from a noun, as a possessive or
// after a preposition. Behind "on" a parse cannot tell: in "is to chair a
// meeting on Monday" the day is the verb's as much as the noun's.
func (m *match) datesNoun() bool {
	token := &m.doc.Tokens[m.pieces[m.at[slotWeekday]].First]
	if m.lower(m.first-1) == "on" {
		return false
	}
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
// after it.
func (m *match) weekdayFrom(t time.Time) reading {
	ago := (isoWeekday(t) - m.meaning(slotWeekday) + 7) % 7
	switch shift := m.meaning(slotShift); {
	case shift < 0 && ago == 0:
		ago = 7
	case shift > 0:
		ago -= 7
	case shift == 0 && m.lower(m.at[slotWeekday]-1) != "past":
		// "This Friday" is that of the week.
		ago = isoWeekday(t) - m.meaning(slotWeekday)
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
