package quantity

import (
	"tocsin/text/numeral"
)

// number is a number or a range of numbers at pieces up to end.
type number struct {
	low, high float64
	ranged    bool
	end       int
}

// number reads the number or range at piece at: "300", "300-400", "60 to 80",
// "between 60 and 80". What counts nothing is refused.
func (r *reader) number(at int) (number, bool) {
	if r.lower(at) == "between" || r.lower(at) == "from" {
		return r.between(at)
	}
	if (r.lower(at) == "minus" || r.lower(at) == "-" && r.glued(at+1) && !r.glued(at)) && r.is(at+1, numeral.Number) && !r.inDate(at+1) {
		return number{low: -r.pieces[at+1].Value, end: at + 2}, true
	}
	if !r.is(at, numeral.Number) || r.countsNothing(at) {
		return number{}, false
	}
	low := &r.pieces[at]
	n := number{low: low.Value, end: at + 1}
	if r.isMillion(n.end) {
		n.low, n.end = n.low*1e6, n.end+1
	}
	next := n.end
	switch r.lower(next) {
	case "-", "–", "—":
		if !r.glued(next) || !r.glued(next+1) {
			return n, true
		}
	case "to", "or":
		if r.lower(at-1) == "from" {
			return n, true
		}
	default:
		return n, true
	}
	next = r.skipCurrency(next + 1)
	if !r.is(next, numeral.Number) {
		return n, true
	}
	if r.isMillion(next + 1) {
		return r.millions(n, next), true
	}
	return r.ranged(n, next), true
}

// millions adds an upper end in millions at piece at; a low end without its
// own "m" shares that: "1-2m tonnes".
func (r *reader) millions(n number, at int) number {
	low, high := n.low, r.pieces[at].Value*1e6
	if low < 1e6 {
		low *= 1e6
	}
	if low >= high {
		return n
	}
	return number{low: low, high: high, ranged: true, end: at + 2}
}

// isMillion reports whether piece at is an "m" that stands before a unit, so
// that it can be none itself ("20m tonnes"), or before another such ("1.5m to
// 2m tonnes").
func (r *reader) isMillion(at int) bool {
	if r.lower(at) != "m" || !r.glued(at) {
		return false
	}
	next := at + 1
	if word := r.lower(next); (word == "to" || word == "or" || word == "-" || word == "–") && r.is(next+1, numeral.Number) && r.lower(next+2) == "m" && r.glued(next+2) {
		next += 3
	}
	m, known := measures[r.lower(next)]
	return known && !m.short || currencies[r.lower(next)] != "" && r.is(next, numeral.Word)
}

// between reads "between 60 and 80" and "from 60 to 80"; the latter only where
// no change is told ("rose from 60 to 80").
func (r *reader) between(at int) (number, bool) {
	first := r.skipCurrency(at + 1)
	if !r.is(first, numeral.Number) || r.countsNothing(first) || r.lower(at) == "from" {
		return number{}, false
	}
	and := first + 1
	if r.lower(and) == "%" || r.lower(and) == "m" {
		and++
	}
	if r.lower(and) != "and" {
		return number{}, false
	}
	second := r.skipCurrency(and + 1)
	if !r.is(second, numeral.Number) || r.countsNothing(second) {
		return number{}, false
	}
	n := r.ranged(number{low: r.pieces[first].Value, end: second + 1}, second)
	return n, n.ranged
}

// ranged adds the upper end at piece at. A scale that stands only there counts
// for both: "5-10 million".
func (r *reader) ranged(n number, at int) number {
	high := &r.pieces[at]
	low := n.low
	if high.Scaled && low < 1000 && low > 0 {
		scale := 1.0
		for low*scale*1000 <= high.Value {
			scale *= 1000
		}
		low *= scale
	}
	if low >= high.Value {
		return n
	}
	return number{low: low, high: high.Value, ranged: true, end: at + 1}
}

func (r *reader) skipCurrency(at int) int {
	if at < len(r.pieces) && r.pieces[at].Kind == numeral.Mark && currencies[r.pieces[at].Lower] != "" {
		return at + 1
	}
	return at
}

// numbered are the nouns that a number after them names instead of counting.
var numbered = map[string]bool{
	"day": true, "week": true, "phase": true, "article": true, "chapter": true, "number": true, "no": true, "no.": true, "page": true,
	"part": true, "section": true, "resolution": true, "line": true, "room": true, "flight": true, "route": true, "channel": true,
	"war": true, "title": true, "level": true, "category": true, "type": true, "class": true, "grade": true, "version": true,
	"round": true, "stage": true, "group": true, "point": true, "unit": true, "block": true, "reactor": true, "step": true, "table": true,
	"figure": true, "volume": true, "season": true, "episode": true, "highway": true, "article.": true, "sector": true, "top": true, "under": true,
	"aged": true, "age": true, "ages": true, "appendix": true, "rule": true, "gate": true, "platform": true, "model": true, "size": true,
	"plan": true, "option": true, "magnitude": true, "boeing": true, "airbus": true, "leopard": true, "stream": true, "formula": true, "radio": true, "bbc": true, "tv": true,
}

// countsNothing reports whether the number at piece at is a date, a time, an
// age, part of a name or a number that something bears.
func (r *reader) countsNothing(at int) bool {
	piece := &r.pieces[at]
	before, after := r.lower(at-1), r.lower(at+1)
	switch {
	case r.inName(at), r.inDate(at), r.isAge(at):
		return true
	case numbered[before] && !(before == "under" || before == "top") && !r.hedgedBy(at, before):
		return true
	case piece.Value == 1 && !piece.Scaled && piece.Digits == 0 && !r.countsOne(at):
		return true
	case r.isListNumber(at), r.isDialled(at), r.isOneOf(at):
		return true
	case after == ":" && r.glued(at+1) && r.is(at+2, numeral.Number), before == ":" && r.glued(at) && r.is(at-2, numeral.Number):
		return true
	case after == "/" && r.glued(at+1), before == "/" && r.glued(at):
		return true
	}
	return false
}

// hedgedBy tells "group 5" from "a group of 5"; a word that is both a hedge and
// a name ("over", "some") is a hedge.
func (r *reader) hedgedBy(at int, before string) bool {
	for _, one := range hedges[before] {
		if len(one.words) == 1 {
			return true
		}
	}
	return false
}

// inName reports whether letters are glued to the number: "S-300", "G7",
// "777F", "5G", "1990s", "Covid-19".
func (r *reader) inName(at int) bool {
	if r.glued(at) {
		before := r.pieces[at-1]
		if before.Kind == numeral.Word && currencies[before.Lower] == "" {
			return true
		}
		if (before.Lower == "-" || before.Lower == "." || before.Lower == "_" || before.Lower == "#" || before.Lower == "@") && r.glued(at-1) && at >= 2 &&
			(r.pieces[at-2].Kind == numeral.Word || before.Lower != "-" || r.is(at-2, numeral.Number) && r.pieces[at-2].Value >= r.pieces[at].Value) {
			return true
		}
		if before.Lower == "'" || before.Lower == "’" || before.Lower == "#" {
			return r.pieces[at].Digits == 2 || before.Lower == "#"
		}
	}
	if r.glued(at+1) && r.is(at+1, numeral.Word) {
		after := r.lower(at + 1)
		if r.glued(at+2) && (r.is(at+2, numeral.Number) || r.is(at+2, numeral.Word)) {
			return true
		}
		_, isMeasure := measures[after]
		return !isMeasure && currencies[after] == "" && after != "m" && after != "b" && after != "p" && after != "pc" && after != "sq"
	}
	return false
}

// inDate reports whether the number is part of a date or a time of day.
func (r *reader) inDate(at int) bool {
	piece := &r.pieces[at]
	before, after := r.lower(at-1), r.lower(at+1)
	isMonth := func(at int) bool { return calendar[r.lower(at)] && r.pieces[at].Capital }
	switch {
	case isMonth(at+1) && piece.Value <= 31, after == "of" && isMonth(at+2), isMonth(at-1) && (piece.Value <= 31 || piece.Digits == 4):
		return true
	case (after == "-" || after == "–" || after == "and" || after == "to") && r.is(at+2, numeral.Number) && isMonth(at+3) && piece.Value <= 31:
		return true
	case (before == "-" || before == "–") && r.glued(at) && r.is(at-2, numeral.Number) && isMonth(at-3):
		return true
	case after == "am" || after == "pm" || after == "a.m." || after == "p.m." || after == "a.m" || after == "p.m" || after == "gmt" || after == "o'clock" || after == "bst" || after == "est" || after == "et" || after == "cet" || after == "utc":
		return true
	case piece.Year, piece.Decimals == 2 && r.is(at-1, numeral.Number) && r.pieces[at-1].Digits == 4:
		return true
	}
	// "in 2014" is a year, "2,014 tanks" are not; of "2000 tanks" the tag of
	// what follows decides.
	if piece.Digits == 4 && piece.Decimals == 0 && 1900 <= piece.Value && piece.Value < 2100 {
		return before == "in" || before == "since" || before == "," || !(r.tag(at+1) == "NNS" || r.tag(at+1) == "JJ" && r.tag(at+2) == "NNS") || calendar[r.lower(at-2)]
	}
	return false
}

// isAge reports whether the number tells how old somebody is.
func (r *reader) isAge(at int) bool {
	next := at + 1
	if r.lower(next) == "-" {
		next++
	}
	if m, ok := measures[r.lower(next)]; ok && m.time {
		rest := next + 1
		if r.lower(rest) == "-" {
			rest++
		}
		if word := r.lower(rest); word == "old" || word == "olds" || word == "of" && r.lower(rest+1) == "age" {
			return true
		}
	}
	if r.lower(at-1) == "aged" || r.lower(at-1) == "age" {
		return true
	}
	piece := &r.pieces[at]
	// "Ann Lee, 39, said", "Ann Lee (39)".
	if be := r.lower(at - 1); (be == "was" || be == "is" || be == "turned") && people[r.lower(at-2)] && piece.Value <= 110 && !r.is(at+1, numeral.Word) {
		return true
	}
	if piece.Digits > 0 && piece.Decimals == 0 && piece.Value <= 110 && at >= 2 && (r.pieces[at-2].Capital || r.pieces[at-2].Lower == "’" || r.pieces[at-2].Lower == "'" || r.pieces[at-2].Lower == "who") {
		opens, closes := r.lower(at-1), r.lower(at+1)
		if r.lower(at-1) == "was" || r.lower(at-1) == "is" {
			return r.lower(at+1) == "when" || r.lower(at+1) == "and" && r.lower(at-2) == "who"
		}
		return opens == "," && (closes == "," || closes == "." || closes == ";" || closes == "and" || closes == "who" || closes == ")" || closes == "") || opens == "(" && closes == ")"
	}
	return false
}

// people are the pronouns of those who have an age.
var people = map[string]bool{"he": true, "she": true, "i": true, "who": true}

// isListNumber reports whether the number begins a line and is followed by a
// stop or a bracket.
func (r *reader) isListNumber(at int) bool {
	after := r.lower(at + 1)
	if after != "." && after != ")" || r.pieces[at].Digits == 0 || r.pieces[at].Digits > 2 {
		return false
	}
	start := r.pieces[at].Span.Start
	return start == 0 || r.doc.Text[start-1] == '\n'
}

// isDialled reports whether the number is part of a telephone number, a code
// or an address of the net: it begins with a nought, or hyphens or points join
// it to two numbers more.
func (r *reader) isDialled(at int) bool {
	piece := &r.pieces[at]
	if piece.Digits > 1 && r.doc.Text[piece.Span.Start] == '0' {
		return true
	}
	joined := 0
	for step := at - 4; step <= at+4; step += 2 {
		if step == at || !r.is(step, numeral.Number) {
			continue
		}
		low, high := min(step, at), max(step, at)
		if high-low == 2 && r.glued(low+1) && r.glued(high) && (r.lower(low+1) == "-" || r.lower(low+1) == ".") {
			joined++
			other := step + step - at
			if r.is(other, numeral.Number) && r.glued(max(other, step)) && r.glued(max(other, step)-1) {
				joined++
			}
		}
	}
	return joined > 1
}

// isOneOf reports whether a small number only says among how many one stands:
// "one of the two regions".
func (r *reader) isOneOf(at int) bool {
	if r.pieces[at].Value >= 10 {
		return false
	}
	of := at - 1
	if r.lower(of) == "the" {
		of--
	}
	return r.lower(of) == "of" && r.is(of-1, numeral.Number) && r.pieces[of-1].Value == 1 && r.pieces[of-1].Digits == 0
}

// ones are the nouns of which a single one is a figure: people, who are
// counted when they are hurt.
var ones = map[string]bool{
	"person": true, "civilian": true, "soldier": true, "serviceman": true, "child": true, "policeman": true, "officer": true, "worker": true,
	"journalist": true, "firefighter": true, "medic": true, "passenger": true, "pilot": true, "fighter": true, "missile": true, "rocket": true, "drone": true,
	"man": true, "woman": true, "boy": true, "girl": true, "tank": true, "helicopter": true, "plane": true, "aircraft": true, "warship": true, "ship": true,
	"building": true, "hospital": true, "school": true, "house": true,
}

// harms are the verbs and adjectives that make a single one a figure.
var harms = map[string]bool{
	"kill": true, "die": true, "injure": true, "wound": true, "hurt": true, "dead": true, "leave": true, "capture": true, "destroy": true, "damage": true,
	"shoot": true, "down": true, "hit": true, "arrest": true, "detain": true, "miss": true, "free": true, "release": true, "claim": true, "strike": true, "sink": true,
}

// countsOne tells the number in "one person was killed" from the pronoun in
// "one of the", "no one", "that one" and from "one" that only means some.
func (r *reader) countsOne(at int) bool {
	// "one to three metres" is a range.
	if (r.lower(at+1) == "to" || r.lower(at+1) == "or") && r.is(at+2, numeral.Number) {
		return true
	}
	if r.lower(at-1) == "least" {
		_, ok := r.noun(at + 1)
		return ok
	}
	if before := r.lower(at - 1); before == "no" || before == "that" || before == "this" || before == "the" || before == "any" || before == "every" {
		return false
	}
	p, ok := r.noun(at + 1)
	if !ok {
		// A unit of measurement: "one tonne", "one per cent".
		m, known := measures[r.lower(at+1)]
		return known && !m.time || r.lower(at+1) == "per" || r.lower(at+1) == "percent" || r.lower(at+1) == "in" && r.is(at+2, numeral.Number)
	}
	lower := r.lower(p.head)
	if lower == "person" {
		return true
	}
	if m, known := measures[lower]; known && !m.time && !m.short || currencies[lower] != "" || r.lower(at+1) == "percent" || r.lower(at+1) == "third" || r.lower(at+1) == "quarter" {
		return true
	}
	if !ones[lower] {
		return false
	}
	for step := at - 10; step < p.end+8; step++ {
		if step >= 0 && r.sameSentence(at, step) && harms[r.doc.Tokens[r.pieces[step].First].Lemma] {
			return true
		}
	}
	return false
}
