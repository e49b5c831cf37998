// Package when finds time expressions and resolves them against the day of
// publication.
//
// In go a text.Doc and the moment of publication; out come TIMEX3 expressions
// in text order, with a value ("2022-10-15", "2022-W41", "P7M", "PRESENT_REF")
// and, where the value covers a stretch of the calendar, its first and last
// day. Without a publication date, what is relative to it keeps its span and
// type and has no value. Ages, ordinals and words that only look like times
// ("May" the person, "second" the rank) are no times, and what would need
// knowledge of the world ("day 158 of the war", "since the invasion") is left
// alone rather than guessed.
//
// The annotation follows TimeML: no preposition, but early, late, nearly and
// the like belong to the expression.
package when

import (
	"fmt"
	"math"
	"time"

	"tocsin"
	"tocsin/text"
	"tocsin/text/numeral"
)

// Extract returns the time expressions of doc in text order. The publication
// is zero where unknown; its day counts in its own time zone.
func Extract(doc *text.Doc, published time.Time) []tocsin.When {
	r := &reader{doc: doc, pieces: numeral.Pieces(doc), published: published, grammar: times}
	r.meanings = mean(r.pieces)
	var whens []tocsin.When
	for at := 0; at < len(r.pieces); {
		found, ok := r.expression(at)
		if !ok {
			at++
			continue
		}
		r.ended = found.end
		if !r.furniture(at, found) {
			whens = append(whens, r.finding(at, found))
			r.remember(found.reading)
		}
		at = found.end
	}
	return whens
}

// reader is the state of one pass over a Doc.
type reader struct {
	doc       *text.Doc
	pieces    []numeral.Piece
	meanings  []meaning
	published time.Time
	grammar   *grammar
	// matches are reused; a rule that reads another expression within its own
	// ("the night of 9 June") takes the next.
	matches [2]match
	depth   int
	// mentioned is the day that the text named last, from which "two days
	// later" counts; it begins as the day of publication.
	mentioned time.Time
	named     string // the value of that day, or of the stretch that it begins
	ended     int    // the piece after the last expression
}

// found is an expression over pieces up to end.
type found struct {
	reading
	end  int
	rule string
}

func (r *reader) finding(at int, f found) tocsin.When {
	span := tocsin.Span{Start: r.pieces[at].Span.Start, End: r.pieces[f.end-1].Span.End}
	first, last := cover(f.value)
	return tocsin.When{
		ID:    tocsin.ID(r.doc.Article.ID, "when", span),
		Span:  span,
		Type:  f.kind,
		Value: f.value,
		Start: first, End: last,
		Rule: f.rule,
	}
}

// furniture reports whether the expression is none of the article's: a time
// that is a paragraph by itself is the length of a video.
func (r *reader) furniture(at int, f found) bool {
	sentence := r.doc.Sentences[r.doc.Tokens[r.pieces[at].First].Sentence]
	return f.clock != "" && sentence.First == r.pieces[at].First && sentence.Last == r.pieces[f.end-1].Last
}

// remember keeps the day that later expressions count from.
func (r *reader) remember(read reading) {
	first, _ := cover(read.value)
	if first == "" || read.kind == tocsin.Set {
		return
	}
	if day, err := time.Parse(time.DateOnly, first); err == nil {
		r.mentioned, r.named = day, read.value
	}
}

// expression reads the longest expression at piece at: a core that one rule
// describes, the words that place it within its stretch ("early", "the end
// of") before it, and a time of day beside a day.
func (r *reader) expression(at int) (found, bool) {
	if skip := r.longest(placings, placing, at); skip > 0 && at+skip < len(r.pieces) {
		if f, ok := r.joined(at + skip); ok && f.placeable {
			return f, true
		}
	}
	if skip := r.longest(hedges, hedging, at); skip > 0 && at+skip < len(r.pieces) && r.lower(at+skip) != "the" {
		if f, ok := r.core(at + skip); ok && f.measured {
			return f, true
		}
	}
	return r.joined(at)
}

// joined reads a core and whatever belongs to the same moment beside it:
// "9 a.m. on Tuesday", "Saturday night", "9 June at noon".
func (r *reader) joined(at int) (found, bool) {
	f, ok := r.core(at)
	if !ok {
		return f, false
	}
	switch {
	case f.clock != "":
		return r.dayAfterClock(f), true
	case f.day:
		return r.clockAfterDay(f), true
	}
	return f, true
}

// core reads the longest expression that a single rule describes.
func (r *reader) core(at int) (found, bool) {
	var best found
	classes := r.meanings[at].classes
	if classes == 0 || r.depth == len(r.matches) {
		return best, false
	}
	m := &r.matches[r.depth]
	r.depth++
	defer func() { r.depth-- }()
	try := func(index int) {
		*m = match{reader: r, first: at, at: noPieces}
		end, ok := m.lay(r.grammar.rows[index], at)
		if !ok || end <= best.end {
			return
		}
		m.last = end
		if m.lower(end-1) == "," {
			m.last--
		}
		read, ok := r.grammar.rules[index].read(m)
		if ok {
			best = found{reading: read, end: m.last, rule: r.grammar.rules[index].name}
		}
	}
	if classes&(1<<opening) != 0 {
		for _, index := range r.grammar.byWord[r.pieces[at].Lower] {
			try(index)
		}
	}
	for bits, bit := classes, 0; bits != 0; bits, bit = bits>>1, bit+1 {
		if bits&1 != 0 {
			for _, index := range r.grammar.byClass[bit] {
				try(index)
			}
		}
	}
	return best, best.end > 0
}

// dayAfterClock takes the day that follows a time of day: "5 p.m. Friday".
func (r *reader) dayAfterClock(f found) found {
	next := f.end
	if r.lower(next) == "local" && r.lower(next+1) == "time" {
		next += 2
	}
	if r.lower(next) == "," || r.lower(next) == "on" || r.lower(next) == "of" {
		next++
	}
	if next >= len(r.pieces) {
		return f
	}
	if d, ok := r.core(next); ok && d.day {
		f.value = atClock(d.value, f.clock)
		f.end = d.end
		f.rule = "clock-day"
	}
	return f
}

// clockAfterDay takes the time of day that follows a day: "Saturday night",
// "Friday at 5.30pm".
func (r *reader) clockAfterDay(f found) found {
	next := f.end
	if next < len(r.pieces) && r.meanings[next].classes&(1<<part) != 0 {
		f.value = atClock(f.value, partCodes[r.meanings[next].value])
		f.kind, f.end, f.day, f.rule = tocsin.Time, next+1, false, "day-part"
		return f
	}
	if r.lower(next) == "," {
		next++
	}
	if r.lower(next) == "at" {
		next++
	}
	if next >= len(r.pieces) {
		return f
	}
	// The hours of a live report follow its date: "30 June 2022 17.43".
	if p := &r.pieces[next]; next == f.end && p.Decimals == 2 && p.Digits > 0 && p.Digits <= 2 && f.rule == "day-month" && r.meanings[next-1].classes&(1<<year) != 0 {
		hour := int(p.Value)
		if minute := int(math.Round((p.Value - float64(hour)) * 100)); hour < 24 && minute < 60 {
			f.value = atClock(f.value, fmt.Sprintf("%02d:%02d", hour, minute))
			f.kind, f.end, f.day, f.rule = tocsin.Time, next+1, false, "day-clock"
			return f
		}
	}
	if c, ok := r.core(next); ok && c.clock != "" && c.rule != "day-word" {
		f.value = atClock(f.value, c.clock)
		f.kind, f.end, f.day, f.rule = tocsin.Time, c.end, false, "day-clock"
	}
	return f
}

// lower returns the words of piece at, "" past either end.
func (r *reader) lower(at int) string {
	if at < 0 || at >= len(r.pieces) {
		return ""
	}
	return r.pieces[at].Lower
}

// longest counts the pieces of the longest of the phrases that stands at at.
// The class is that of the words that begin them.
func (r *reader) longest(phrases [][]string, first class, at int) int {
	best := 0
	if r.meanings[at].classes&(1<<first) == 0 {
		return 0
	}
	for _, phrase := range phrases {
		if len(phrase) > best && r.starts(at, phrase) {
			best = len(phrase)
		}
	}
	return best
}

func (r *reader) starts(at int, phrase []string) bool {
	for i, word := range phrase {
		if r.lower(at+i) != word {
			return false
		}
	}
	return true
}
