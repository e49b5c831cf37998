package when

import (
	"strings"

	"tocsin/text/numeral"
)

// rule is one way of writing a time. Its pattern is matched against pieces;
// read makes the value, or refuses what only looks like a time.
type rule struct {
	name    string
	pattern string
	example string // a sentence that motivated the rule
	read    func(m *match) (reading, bool)
}

// A pattern is a row of elements parted by spaces. An element lists what it
// takes, parted by "|": CLASS names in capitals, words in lower case. A "?"
// makes it optional; "name=" says by which name read finds the piece (else
// the class name serves).
type element struct {
	words    []string
	classes  class
	slot     slot
	optional bool
}

// slot is a name by which a rule finds a piece that it matched.
type slot uint8

const (
	slotNone slot = iota
	slotMonth
	slotWeekday
	slotUnit
	slotSeason
	slotPart
	slotNumber
	slotDay
	slotYear
	slotOrdinal
	slotHoliday
	slotVague
	slotShift
	slotZone
	slotUnit2 // the smaller unit of two
	slotTo    // the far end of a range
	slotWord  // a word that a rule wants to look at
	slots
)

var slotNames = map[string]slot{
	"MONTH": slotMonth, "WEEKDAY": slotWeekday, "UNIT": slotUnit, "SEASON": slotSeason, "PART": slotPart,
	"NUMBER": slotNumber, "DAY": slotDay, "YEAR": slotYear, "ORDINAL": slotOrdinal, "HOLIDAY": slotHoliday,
	"VAGUE": slotVague, "WEEKDAYS": slotWeekday, "unit": slotUnit2, "SHIFT": slotShift, "ZONE": slotZone, "to": slotTo, "word": slotWord,
}

// grammar holds the rules by what they can begin with.
type grammar struct {
	rules   []rule
	rows    [][]element
	byWord  map[string][]int
	byClass [classes][]int
}

func compile(rules []rule) *grammar {
	g := &grammar{rules: rules, byWord: map[string][]int{}}
	for i := range rules {
		row := parse(rules[i].pattern)
		g.rows = append(g.rows, row)
		for _, first := range row {
			for _, word := range first.words {
				g.byWord[word] = append(g.byWord[word], i)
			}
			for bit := range classes {
				if first.classes&(1<<bit) != 0 {
					g.byClass[bit] = append(g.byClass[bit], i)
				}
			}
			if !first.optional {
				break
			}
		}
	}
	return g
}

func parse(pattern string) []element {
	var row []element
	for _, field := range strings.Fields(pattern) {
		var e element
		if name, rest, named := strings.Cut(field, "="); named {
			e.slot = slotNames[name]
			field = rest
		}
		field, e.optional = strings.CutSuffix(field, "?")
		for _, alternative := range strings.Split(field, "|") {
			bit, isClass := classNames[alternative]
			if !isClass {
				e.words = append(e.words, alternative)
				continue
			}
			e.classes |= 1 << bit
			if e.slot == slotNone {
				e.slot = slotNames[alternative]
			}
		}
		row = append(row, e)
	}
	return row
}

// match is a row of elements laid over pieces [first, last).
type match struct {
	*reader
	first, last int
	at          [slots]int // index of the piece in each slot, -1 where empty
}

// noPieces is an empty match.
var noPieces = func() (at [slots]int) {
	for i := range at {
		at[i] = -1
	}
	return at
}()

// piece returns the piece in the slot; asking for an empty one is a mistake
// in the rule.
func (m *match) piece(s slot) *numeral.Piece { return &m.pieces[m.at[s]] }

func (m *match) has(s slot) bool { return m.at[s] >= 0 }

// meaning is the number that the lexicon gives to the piece in the slot: of a
// month 1…12, of a weekday 1…7, of "next" 1.
func (m *match) meaning(s slot) int { return int(m.meanings[m.at[s]].value) }

// word is the lower-cased word in the slot, "" where it is empty.
func (m *match) word(s slot) string {
	if !m.has(s) {
		return ""
	}
	return m.piece(s).Lower
}

// lay matches the row from piece at on, taking optional elements where it
// can. Rows are short, so that backing out of an optional element costs
// little.
func (m *match) lay(row []element, at int) (end int, ok bool) {
	if len(row) == 0 {
		return at, true
	}
	e := &row[0]
	if at < len(m.pieces) && m.takes(e, at) {
		if e.slot != slotNone {
			m.at[e.slot] = at
		}
		if end, ok := m.lay(row[1:], at+1); ok {
			return end, true
		}
		if e.slot != slotNone {
			m.at[e.slot] = -1
		}
	}
	if e.optional {
		return m.lay(row[1:], at)
	}
	return 0, false
}

func (m *match) takes(e *element, at int) bool {
	if m.meanings[at].classes&e.classes != 0 {
		return true
	}
	for _, word := range e.words {
		if m.pieces[at].Lower == word {
			return true
		}
	}
	return false
}
