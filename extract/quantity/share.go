package quantity

import (
	"math"
	"strings"

	"tocsin"
	"tocsin/text/numeral"
)

// percent reads shares: "20%", "95 per cent", "3 percentage points".
func percent(r *reader, at int, _ bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	unit, end := r.percentSign(n.end)
	if end == 0 {
		return figure{}, false
	}
	f := from(n)
	f.unit, f.end = unit, end
	// "20%-30%", "20% to 30%".
	next := end
	if word := r.lower(next); !n.ranged && (word == "-" || word == "–" || word == "to") && r.is(next+1, numeral.Number) && r.lower(at-1) != "from" {
		if _, last := r.percentSign(next + 2); last > 0 && r.pieces[next+1].Value > f.value {
			f.high, f.bound, f.end = r.pieces[next+1].Value, tocsin.Range, last
		}
	}
	return r.shareOf(f), true
}

// percentSign returns the unit and the piece after a sign of per cent.
func (r *reader) percentSign(at int) (unit string, end int) {
	if r.lower(at) == "-" && r.glued(at) {
		at++
	}
	switch word := r.lower(at); {
	case word == "percentage" && strings.HasPrefix(r.lower(at+1), "point"):
		return "pp", at + 2
	case word == "%" && r.lower(at+1) == "-" && r.lower(at+2) == "point":
		return "pp", at + 3
	case word == "%", word == "percent", word == "pc" && r.glued(at), word == "per-cent", word == "pct":
		return "%", at + 1
	case word == "per" && r.lower(at+1) == "cent":
		return "%", at + 2
	}
	return "", 0
}

// shareOf adds what a share is of: "of its capacity", "of the harvest", or the
// noun after it ("a 20% rise").
func (r *reader) shareOf(f figure) figure {
	next := f.end
	if r.lower(next) == "of" {
		next = r.skipDeterminers(next + 1)
		if p, ok := r.noun(next); ok {
			p = r.possessed(p, next)
			f.of, f.end = p.of, p.end
		} else if r.lower(f.end+1) == "them" || r.lower(f.end+1) == "those" {
			f.end += 2
		}
		return f
	}
	if tag := r.tag(next); isNoun(tag) || tag == "JJ" {
		if p, ok := r.noun(next); ok {
			f.of = p.of
		}
	}
	return f
}

// parts are the words of fractions.
var parts = map[string]float64{
	"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6,
	"seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}

// fraction reads "half of", "a third of", "two-thirds".
func fraction(r *reader, at int, hedged bool) (figure, bool) {
	value, end := 0.0, 0
	switch word := r.lower(at); {
	case word == "half" && r.lower(at+1) == "a" && r.lower(at+2) == "dozen":
		return r.countFrom(figure{value: 6, end: at + 3}, at)
	case word == "half" && (r.is(at-1, numeral.Ordinal) || r.lower(at-1) == "latter" || r.lower(at-1) == "last" || r.lower(at-1) == "other"):
		return figure{}, false
	case word == "half" && r.is(at, numeral.Word):
		value, end = 0.5, at+1
	case (word == "a" || word == "one") && (r.is(at, numeral.Word) || r.pieces[at].Value == 1):
		next := at + 1
		if r.lower(next) == "-" && word == "one" {
			next++
		}
		if below := parts[r.lower(next)]; below > 2 || below == 2 && word == "one" {
			value, end = 1/below, next+1
		}
	case r.is(at, numeral.Number) && r.pieces[at].Value >= 2 && r.pieces[at].Value < 10 && r.pieces[at].Value == math.Trunc(r.pieces[at].Value):
		next := at + 1
		if r.lower(next) == "-" && r.glued(next) {
			next++
		}
		if below := parts[r.lower(next)]; below > r.pieces[at].Value && strings.HasSuffix(r.lower(next), "s") {
			value, end = r.pieces[at].Value/below, next+1
		}
	}
	if end == 0 {
		return figure{}, false
	}
	f := figure{value: value, end: end}
	switch next := r.lower(end); {
	case next == "of":
		if m, known := measures[r.lower(r.skipDeterminers(end+1))]; known && m.time {
			return figure{}, false
		}
		return r.shareOf(f), r.lower(end+1) != "an"
	case next == "the" || next == "its" || next == "their" || next == "his" || next == "all":
		start := r.skipDeterminers(end)
		p, ok := r.noun(start)
		if !ok || isTime(r.lower(p.head)) {
			return figure{}, false
		}
		p = r.possessed(p, start)
		f.of, f.end = p.of, p.end
		return f, true
	}
	// Without what it is of, only the unmistakable ones are figures.
	if hedged && f.value == 0.5 {
		if p, ok := r.noun(end); ok && r.tag(p.head) == "NNS" && !isTime(r.lower(p.head)) {
			f.of, f.end = p.of, p.end
		}
		return f, r.tag(end) != "NN" && !r.is(end, numeral.Number)
	}
	return f, strings.HasSuffix(r.lower(end-1), "s") && r.lower(end-1) != "quarters"
}

// oneIn reads "one in five", "four out of ten".
func oneIn(r *reader, at int, _ bool) (figure, bool) {
	if !r.is(at, numeral.Number) {
		return figure{}, false
	}
	next := at + 1
	switch {
	case r.lower(next) == "out" && r.lower(next+1) == "of":
		next += 2
	case r.lower(next) == "in":
		next++
	default:
		return figure{}, false
	}
	if r.lower(next) == "every" {
		next++
	}
	if !r.is(next, numeral.Number) {
		return figure{}, false
	}
	above, below := r.pieces[at].Value, r.pieces[next].Value
	if above < 1 || above >= below || below > 1000 || r.pieces[next].Digits == 4 {
		return figure{}, false
	}
	f := figure{value: above / below, end: next + 1}
	if p, ok := r.noun(next + 1); ok {
		if isTime(r.lower(p.head)) {
			return figure{}, false
		}
		f.of, f.end = p.of, p.end
	}
	return f, true
}
