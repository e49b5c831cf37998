package quantity

import (
	"math"
	"strings"

	"tocsin"
	"tocsin/text/numeral"
)

// rule is one kind of figure. read looks at piece at only, and says how far
// the figure reaches; hedged says that a hedge stands before it.
type rule struct {
	name    string
	example string // a sentence that motivated the rule
	read    func(r *reader, at int, hedged bool) (figure, bool)
}

// rules are tried in this order; the first that takes a piece has it.
var rules = []rule{
	{"money-mark", "The port cost €2.3bn.", moneyMark},
	{"fraction", "Two-thirds of the harvest was lost.", fraction},
	{"one-in", "One in five farms has closed.", oneIn},
	{"vague-money", "It spent billions of dollars on roads.", vagueMoney},
	{"vague", "Dozens of barns burned.", vague},
	{"several", "Several hundred herders fled.", several},
	{"percent", "Output fell by about 20% of its former level.", percent},
	{"money-word", "They paid 20 million euros.", moneyWord},
	{"length", "Seven months of drought ended.", lengthOf},
	{"measure", "A 300-kilometre canal was dug.", measured},
	{"count", "Fewer than 40 herders stayed.", count},
}

// from makes a figure of a number.
func from(n number) figure {
	f := figure{value: n.low, end: n.end}
	if n.ranged {
		f.high, f.bound = n.high, tocsin.Range
	}
	return f
}

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

func isTime(word string) bool {
	m, ok := measures[word]
	return ok && m.time || word == "night" || word == "nights" || word == "weekend" || word == "weekends" || word == "times" || word == "time" || word == "quarter" || word == "quarters" ||
		word == "summers" || word == "winters" || word == "mornings" || word == "evenings" || word == "century" || word == "centuries"
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

// vagues are the words that count without saying how many, with the least that
// they can mean.
var vagues = map[string]float64{
	"dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1000, "millions": 1e6, "billions": 1e9, "trillions": 1e12,
}

// vagueEnd reads "tens of thousands", "hundreds": the least that it can mean,
// and the piece after it.
func (r *reader) vagueEnd(at int) (least float64, end int) {
	first := vagues[r.lower(at)]
	if r.lower(at) == "tens" {
		first = 10
	}
	if first == 0 {
		return 0, 0
	}
	end = at + 1
	for r.lower(end) == "of" && vagues[r.lower(end+1)] > 0 {
		first *= vagues[r.lower(end+1)]
		end += 2
	}
	if first == 10 {
		return 0, 0
	}
	return first, end
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

// vague reads "dozens of barns", "thousands dead", "hundreds were killed".
func vague(r *reader, at int, _ bool) (figure, bool) {
	_, end := r.vagueEnd(at)
	if end == 0 {
		return figure{}, false
	}
	f := figure{vague: true, bound: tocsin.AtLeast, end: end}
	if r.lower(at-1) == "the" && r.lower(end) != "of" {
		return f, false
	}
	return r.countOf(f, end)
}

// several reads "several hundred herders", "a few thousand".
func several(r *reader, at int, _ bool) (figure, bool) {
	next := at
	if r.lower(next) == "a" {
		next++
	}
	if word := r.lower(next); word != "several" && word != "few" && word != "many" {
		return figure{}, false
	}
	scale := r.lower(next + 1)
	if scale != "hundred" && scale != "thousand" && scale != "million" && scale != "billion" && scale != "dozen" {
		return figure{}, false
	}
	return r.countOf(figure{vague: true, bound: tocsin.AtLeast, end: next + 2}, next+2)
}

// fates are the words for what befell people, after a figure that counts them.
var fates = map[string]string{
	"dead": "people killed", "killed": "people killed", "wounded": "people wounded", "injured": "people injured", "missing": "people missing",
	"displaced": "people displaced", "homeless": "people made homeless", "arrested": "people arrested", "detained": "people detained", "hurt": "people injured",
}

// harmed are the verbs before a bare number that say what it counts: "injuring
// seven".
var harmed = map[string]string{
	"killed": "people killed", "killing": "people killed", "kills": "people killed", "kill": "people killed",
	"injured": "people injured", "injuring": "people injured", "injures": "people injured", "wounded": "people wounded", "wounding": "people wounded",
	"hurt": "people injured", "hurting": "people injured", "displacing": "people displaced", "arrested": "people arrested", "arresting": "people arrested",
	"detained": "people detained", "detaining": "people detained",
}

// countOf adds what a figure that ends before piece at counts.
func (r *reader) countOf(f figure, at int) (figure, bool) {
	next := at
	if r.lower(next) == "more" || r.lower(next) == "other" || r.lower(next) == "additional" {
		next++
	}
	if r.lower(next) == "of" {
		next = r.skipDeterminers(next + 1)
		for _, filler := range []string{"other", "more"} {
			if r.lower(next) == filler {
				next++
			}
		}
	}
	if fate := fates[r.lower(next)]; fate != "" && !r.leadsToNoun(next) {
		f.of, f.end = fate, next+1
		return f, true
	}
	// "hundreds were killed", "thousands have been displaced".
	if word := r.lower(next); next == at && (word == "were" || word == "was" || word == "have" || word == "are" || word == "had") {
		for step := next + 1; step <= next+3; step++ {
			if fate := fates[r.lower(step)]; fate != "" {
				f.of, f.end = fate, step+1
				return f, true
			}
		}
		if f.vague {
			f.of = "people"
		}
		return f, true
	}
	p, ok := r.noun(next)
	if ok && isTime(r.lower(p.head)) {
		return f, false
	}
	if ok {
		p = r.complement(p)
		f.of, f.end = p.of, p.end
	}
	return f, true
}

// lengthOf takes a length of time as a figure where it measures something:
// "seven months of drought", "an 80-minute call".
func lengthOf(r *reader, at int, _ bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	next := n.end
	hyphen := r.lower(next) == "-" && r.glued(next)
	if hyphen {
		next++
	}
	m, known := measures[r.lower(next)]
	if !known || !m.time {
		return figure{}, false
	}
	f := from(n)
	f.unit, f.end = m.symbol, next+1
	short := m.symbol == "hour" || m.symbol == "minute" || m.symbol == "second"
	switch {
	case hyphen && short:
		if r.lower(f.end) == "-" {
			return f, false
		}
		p, ok := r.noun(f.end)
		f.of, f.end = p.of, max(p.end, f.end)
		return f, ok
	case !hyphen && r.lower(f.end) == "of" && (r.tag(f.end+1) == "NN" || r.tag(f.end+1) == "JJ") && r.tag(at-1) != "JJ" && r.lower(at-1) != "first" && r.lower(at-1) != "last":
		p, ok := r.noun(f.end + 1)
		f.of = p.of
		return f, ok && !isTime(r.lower(p.head)) && r.lower(p.head) != "age"
	case r.sentence(f.end, hyphen) > 0:
		f.end = r.sentence(f.end, hyphen)
		f.of = "prison"
		return f, true
	case !hyphen && short && (r.lower(f.end) == "'" || r.lower(f.end) == "’") && r.lower(f.end+1) == "worth":
		return f, true
	}
	return f, false
}

// sentence returns the piece after what makes a length of time at piece at a
// punishment: "in prison", "-year jail term"; 0 where nothing does.
func (r *reader) sentence(at int, hyphen bool) int {
	if word := r.lower(at + 1); !hyphen && (r.lower(at) == "in" || r.lower(at) == "of") && (word == "prison" || word == "jail") {
		return at + 2
	}
	if !hyphen {
		return 0
	}
	for step := at; step < at+4; step++ {
		switch r.lower(step) {
		case "sentence", "sentences", "term", "imprisonment":
			if step > at && (r.lower(step-1) == "prison" || r.lower(step-1) == "jail") || r.lower(step) != "term" {
				return step + 1
			}
		case "prison", "jail", "suspended":
		default:
			return 0
		}
	}
	return 0
}

// measured reads a number with a unit of measurement: "300 km", "5.5 tonnes of
// grain", "a 1,000-kilometre front", "15C".
func measured(r *reader, at int, _ bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	next := n.end
	if r.lower(next) == "-" && r.glued(next) {
		next++
	}
	if word := r.lower(next); word == "metric" || word == "short" || word == "long" || word == "nautical" {
		if m, known := measures[r.lower(next+1)]; known && !m.time && !m.short {
			next++
		}
	}
	power := powers[r.lower(next)]
	if power != "" {
		next++
		if r.lower(next) == "-" {
			next++
		}
	}
	m, known := measures[r.lower(next)]
	if !known || m.time || m.short && (!r.glued(next) || next != n.end) {
		return figure{}, false
	}
	f := from(n)
	f.unit, f.end = m.symbol+power, next+1
	return r.measureRest(f)
}

// measureRest settles units that need what follows: degrees of what, rates,
// the "m" of millions, points that are no unit.
func (r *reader) measureRest(f figure) (figure, bool) {
	next := r.lower(f.end)
	switch {
	case f.unit == "°":
		switch {
		case next == "celsius" || next == "centigrade" || next == "c":
			f.unit, f.end = "°C", f.end+1
		case next == "fahrenheit" || next == "f":
			f.unit, f.end = "°F", f.end+1
		}
	case f.unit == "pp":
		return f, false
	case f.unit == "m" && r.lower(f.end-1) == "m" && !metreWords[next] && (isNoun(r.tag(f.end)) || r.tag(f.end) == "JJ"):
		f.value, f.high, f.unit = f.value*1e6, f.high*1e6, ""
		return r.countOf(f, f.end)
	case (next == "/" || next == "per" || next == "an") && rates[r.lower(f.end+1)] != "":
		f.unit += "/" + rates[r.lower(f.end+1)]
		f.end += 2
		return f, true
	}
	if r.lower(f.end) == "of" {
		start := r.skipDeterminers(f.end + 1)
		if p, ok := r.noun(start); ok && r.tag(p.head) != "NNP" {
			f.of, f.end = p.of, p.end
		}
		return f, true
	}
	p, ok := r.noun(f.end)
	// A calibre is part of a weapon's name: "a 155mm gun".
	if f.unit == "mm" && ok {
		return f, false
	}
	if ok && r.lower(f.end-2) == "-" {
		f.of = p.of
	}
	return f, true
}

// metreWords follow lengths: what they say of "100m" is not said of millions.
var metreWords = map[string]bool{
	"from": true, "away": true, "high": true, "long": true, "deep": true, "wide": true, "tall": true, "north": true, "south": true, "east": true,
	"west": true, "above": true, "below": true, "apart": true, "race": true, "off": true, "sprint": true, "runner": true, "champion": true,
}

// among are the plurals that "the two …" only points back at.
var among = map[string]bool{
	"countries": true, "sides": true, "nations": true, "states": true, "leaders": true, "parties": true, "presidents": true, "governments": true,
	"neighbours": true, "neighbors": true, "allies": true, "powers": true, "capitals": true, "ministers": true, "superpowers": true,
}

// abstract are the nouns whose small numbers order a text and count nothing in
// the world.
var abstract = map[string]bool{
	"purposes": true, "ways": true, "things": true, "reasons": true, "issues": true, "points": true, "options": true, "factors": true,
	"questions": true, "aspects": true, "kinds": true, "types": true, "elements": true, "steps": true, "scenarios": true, "occasions": true,
	"respects": true, "words": true, "examples": true, "conditions": true, "goals": true, "aims": true, "ideas": true, "problems": true,
	"fronts": true, "levels": true, "worlds": true, "halves": true,
}

// count reads a number with what it counts; without, only one that is hedged,
// or large enough to be a figure by itself, is taken.
func count(r *reader, at int, hedged bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	f := from(n)
	// "30-plus", "30+".
	if r.lower(n.end) == "+" && r.glued(n.end) {
		f.bound, f.end = tocsin.AtLeast, n.end+1
	} else if r.lower(n.end) == "-" && r.lower(n.end+1) == "plus" {
		f.bound, f.end = tocsin.AtLeast, n.end+2
	}
	if m, known := measures[strings.TrimPrefix(r.lower(f.end), "-")]; known && !m.short && r.lower(f.end) != "points" {
		return f, false
	}
	if r.lower(f.end) == "-" && r.glued(f.end) {
		return r.hyphened(f)
	}
	if !hedged {
		f = r.hedgeAfter(f)
	}
	return r.countFrom(f, at)
}

// hyphened refuses numbers that are part of a longer adjective ("a two-pronged
// attack", "five-star"); what they count is not counted.
func (r *reader) hyphened(f figure) (figure, bool) {
	p, ok := r.noun(f.end + 1)
	if !ok || f.value < 10 {
		return f, false
	}
	f.of, f.end = p.of, p.end
	return f, r.tag(p.head) == "NNS"
}

// countFrom adds what a figure counts and refuses what is no figure.
func (r *reader) countFrom(f figure, at int) (figure, bool) {
	bare := f.end
	f, ok := r.countOf(f, f.end)
	if !ok {
		return f, false
	}
	if f.of == "" {
		return r.bareCount(f, at, bare)
	}
	head := r.lower(f.end - 1)
	if f.value < 10 && abstract[head] {
		return f, false
	}
	if isTime(head) || head == "times" {
		return f, false
	}
	if r.lower(at-1) == "the" || r.lower(at-1) == "these" || r.lower(at-1) == "those" || r.lower(at-1) == "both" {
		for step := bare; step < f.end; step++ {
			if among[r.lower(step)] {
				return f, false
			}
		}
	}
	return f, true
}

// bareCount takes a number that names nothing: "the number rose to 50", "three
// of them", "95 who fought".
func (r *reader) bareCount(f figure, at, end int) (figure, bool) {
	if fate := harmed[r.lower(at-1)]; fate != "" {
		f.of = fate
		return f, true
	}
	switch next := r.lower(end); {
	case next == "of" && r.lower(at-1) == "the":
		return f, false
	case next == "of":
		return f, r.lower(end+1) == "them" || r.lower(end+1) == "whom" || r.lower(end+1) == "which"
	case next == "who":
		f.of = "people"
		return f, true
	}
	if r.lower(at-1) == "of" && isNoun(r.tag(at-2)) {
		f.of = r.lower(at - 2)
	}
	piece := &r.pieces[at]
	return f, piece.Value >= 20 && (piece.Digits > 1 || piece.Scaled || piece.Value >= 1000 || piece.Digits == 0) && r.tag(end) != "NNP" && (!r.glued(end) || !r.is(end, numeral.Word))
}
