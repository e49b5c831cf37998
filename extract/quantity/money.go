package quantity

import (
	"strings"

	"tocsin"
	"tocsin/text/numeral"
)

// scales are the letters that multiply an amount of money.
var scales = map[string]float64{"m": 1e6, "b": 1e9, "mn": 1e6}

// moneyMark reads an amount with its mark before it: "$1bn", "US$5 million",
// "€100m-€120m".
func moneyMark(r *reader, at int, _ bool) (figure, bool) {
	start := at
	code := ""
	if r.lower(at) == "between" {
		start = at + 1
	}
	if prefix := r.lower(start); r.glued(start+1) && currencies[prefix+r.lower(start+1)] != "" && r.lower(start+1) == "$" {
		code, start = currencies[prefix+"$"], start+2
	} else if c := currencies[r.lower(start)]; c != "" && (r.is(start, numeral.Mark) || len(r.lower(start)) == 3 && r.pieces[start].Capital || strings.HasSuffix(r.lower(start), "$")) {
		code, start = c, start+1
	}
	if code == "" || !r.is(start, numeral.Number) {
		return figure{}, false
	}
	low, next := r.amount(start)
	f := figure{value: low, end: next, unit: code}
	joins := r.lower(next) == "-" || r.lower(next) == "–" || r.lower(next) == "to" && r.lower(at-1) != "from" || r.lower(next) == "and" && r.lower(at) == "between"
	if second := r.skipCurrency(next + 1); joins && r.is(second, numeral.Number) {
		high, end := r.amount(second)
		if high > low && low < 1000 && high >= 1e6 {
			low *= scaleOf(r.pieces[second].Value, high, r.pieces[second].Scaled)
		}
		if low < high {
			f = figure{value: low, high: high, bound: tocsin.Range, end: end, unit: code}
		}
	}
	if r.lower(at) == "between" && f.bound != tocsin.Range {
		return figure{}, false
	}
	if r.lower(f.end) == "-" && r.glued(f.end) && r.lower(f.end+1) == "worth" {
		f.end += 2
	}
	return r.paidFor(f), true
}

// amount reads the number at piece at with the letter that multiplies it.
func (r *reader) amount(at int) (value float64, end int) {
	value, end = r.pieces[at].Value, at+1
	if scale := scales[r.lower(end)]; scale != 0 && r.glued(end) {
		return value * scale, end + 1
	}
	return value, end
}

// scaleOf is what the upper end of a range was multiplied by.
func scaleOf(written, high float64, scaled bool) float64 {
	if !scaled {
		return high / written
	}
	scale := 1.0
	for scale*1000 <= high {
		scale *= 1000
	}
	return scale
}

// paidFor adds what an amount of money goes for: "in military aid", "of
// grain", or the noun that it qualifies ("a $40m loan").
func (r *reader) paidFor(f figure) figure {
	next := f.end
	if r.lower(next) == "worth" {
		next++
	}
	switch r.lower(next) {
	case "in", "of":
		start := r.skipDeterminers(next + 1)
		p, ok := r.noun(start)
		if ok && r.tag(p.head) != "NNP" && !calendar[r.lower(p.head)] && !isTime(r.lower(p.head)) && !(r.lower(next) == "in" && start > next+1) {
			f.of, f.end = p.of, p.end
		}
		return f
	case "-":
		next++
	}
	if tag := r.tag(next); isNoun(tag) || tag == "JJ" || tag == "VBN" {
		if p, ok := r.noun(next); ok && !isTime(r.lower(p.head)) {
			f.of = p.of
		}
	}
	return f
}

// moneyWord reads an amount with its currency after it: "20 million euros".
func moneyWord(r *reader, at int, _ bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	next := n.end
	factor := 1.0
	if scale := scales[r.lower(next)]; scale != 0 && r.glued(next) {
		factor, next = scale, next+1
	}
	if r.lower(next) == "-" && r.glued(next) {
		next++
	}
	code := ""
	switch {
	case qualified[r.lower(next)][r.lower(next+1)] != "":
		code = qualified[r.lower(next)][r.lower(next+1)]
		next += 2
	case r.is(next, numeral.Word) && currencies[r.lower(next)] != "" && !r.properCode(next), r.is(next, numeral.Mark) && currencies[r.lower(next)] != "" && !r.is(next+1, numeral.Number):
		code = currencies[r.lower(next)]
		next++
	case hundredths[r.lower(next)] != "" || r.lower(next) == "p" && r.glued(next):
		code, factor = hundredths[r.lower(next)], 0.01
		if code == "" {
			code = "GBP"
		}
		next++
	default:
		return figure{}, false
	}
	f := from(n)
	f.value, f.high, f.unit, f.end = f.value*factor, f.high*factor, code, next
	return r.paidFor(f), true
}

// properCode refuses words that are codes only in capitals, or currencies only
// in small letters: "20 Eur" and "5 Real".
func (r *reader) properCode(at int) bool {
	lower := r.lower(at)
	if len(lower) == 3 && lower != "yen" && lower != "won" && lower != "lei" {
		words := r.words(at, at+1)
		return words != strings.ToUpper(words)
	}
	return lower == "real" || lower == "won" || lower == "rand" && r.pieces[at].Capital
}

// vagueMoney gives an amount its least: "billions of dollars" are at least one
// billion.
func vagueMoney(r *reader, at int, _ bool) (figure, bool) {
	least, end := r.vagueEnd(at)
	if end == 0 || r.lower(end) != "of" || currencies[r.lower(end+1)] == "" {
		return figure{}, false
	}
	f := figure{value: least, bound: tocsin.AtLeast, unit: currencies[r.lower(end+1)], end: end + 2}
	paid := r.paidFor(f)
	if paid.of == "" {
		paid.of = r.words(end+1, end+2)
	}
	return paid, true
}
