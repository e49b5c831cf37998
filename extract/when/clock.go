package when

import (
	"fmt"
	"math"
	"strings"
	"time"

	"tocsin"
)

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
