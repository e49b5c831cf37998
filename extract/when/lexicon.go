package when

import "tocsin/text/numeral"

// class is a set of the kinds of word that patterns speak of.
type class uint32

const (
	month   = iota // value 1…12
	weekday        // value 1 (Monday) … 7
	unit           // value is a timeUnit
	season         // value indexes seasonCodes
	part           // of the day; value indexes partCodes
	number
	day  // a number or ordinal from 1 to 31
	year // a number that can be a year
	ordinal
	holiday // may begin the name of a holiday
	vague   // several, a few
	shift   // last -1, this 0, next 1
	zone    // GMT
	count   // what stands before a number of units: the last, the first
	weekdays
	opening // the first word of a rule that names it
	placing // the first word of a placing phrase
	hedging // the first word of a hedge
	classes
)

var classNames = map[string]int{
	"MONTH": month, "WEEKDAY": weekday, "UNIT": unit, "SEASON": season, "PART": part, "NUMBER": number,
	"DAY": day, "YEAR": year, "ORDINAL": ordinal, "HOLIDAY": holiday, "VAGUE": vague, "SHIFT": shift, "ZONE": zone,
	"SPAN": count, "WEEKDAYS": weekdays,
}

// meaning is what the lexicon knows of a word.
type meaning struct {
	classes class
	value   int32
	short   bool // an abbreviation that needs a number beside it: "Oct", "Sun"
	proper  bool // counts only when capitalised
}

// timeUnit is a unit of time.
type timeUnit int

const (
	seconds timeUnit = iota
	minutes
	hours
	days
	nights
	weekends
	weeks
	fortnights
	months
	quarters
	years
	decades
	centuries
)

var seasonCodes = []string{"SP", "SU", "FA", "WI"}

var partCodes = []string{"MO", "AF", "EV", "NI", "DT"}

var lexicon = buildLexicon()

func buildLexicon() map[string]meaning {
	words := map[string]meaning{}
	add := func(bit int, value int, extra meaning, forms ...string) {
		for _, form := range forms {
			extra.classes, extra.value = 1<<bit, int32(value)
			words[form] = extra
		}
	}
	short := meaning{proper: true, short: true}
	for i, name := range []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"} {
		add(month, i+1, meaning{proper: name == "may" || name == "march" || name == "august"}, name)
		if len(name) > 3 {
			add(month, i+1, short, name[:3], name[:3]+".")
		}
	}
	add(month, 9, short, "sept", "sept.")
	for i, name := range []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"} {
		add(weekday, i+1, meaning{}, name)
		add(weekdays, i+1, meaning{}, name+"s")
		add(weekday, i+1, short, name[:3], name[:3]+".")
	}
	add(weekday, 2, short, "tues", "tues.")
	add(weekday, 4, short, "thur", "thur.", "thurs", "thurs.")

	plain := meaning{}
	for u, forms := range map[timeUnit][]string{
		seconds: {"second", "seconds", "sec", "secs"}, minutes: {"minute", "minutes", "min", "mins", "min."}, hours: {"hour", "hours", "hr", "hrs"},
		days: {"day", "days"}, nights: {"night", "nights"}, weekends: {"weekend", "weekends"},
		weeks: {"week", "weeks"}, fortnights: {"fortnight", "fortnights"}, months: {"month", "months"},
		quarters: {"quarter", "quarters"}, years: {"year", "years"}, decades: {"decade", "decades"}, centuries: {"century", "centuries"},
	} {
		add(unit, int(u), plain, forms...)
	}
	for i, name := range []string{"spring", "summer", "autumn", "winter"} {
		add(season, i, plain, name)
	}
	add(season, 2, plain, "fall")
	add(part, 0, plain, "morning")
	add(part, 1, plain, "afternoon")
	add(part, 2, plain, "evening")
	words["night"] = meaning{classes: 1<<part | 1<<unit, value: 3}
	add(vague, 0, plain, "several", "many", "few", "some", "countless", "numerous")
	add(shift, -1, plain, "last", "previous", "past", "latest")
	add(shift, 0, plain, "this", "current")
	add(shift, 1, plain, "next", "coming", "following")
	for word, sign := range map[string]int{"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1, "following": 1, "first": 0, "final": 0, "latest": -1} {
		known := words[word]
		known.classes |= 1 << count
		known.value = int32(sign)
		words[word] = known
	}
	add(zone, 0, plain, "gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "cet", "cest", "eet", "eest", "et", "msk")
	for i := range holidays {
		known := words[holidays[i].first]
		known.classes |= 1 << holiday
		known.proper = true
		words[holidays[i].first] = known
	}
	mark := func(bit int, word string) {
		known := words[word]
		known.classes |= 1 << bit
		words[word] = known
	}
	for word := range times.byWord {
		mark(opening, word)
	}
	for _, phrase := range placings {
		mark(placing, phrase[0])
	}
	for _, phrase := range hedges {
		mark(hedging, phrase[0])
	}
	return words
}

// mean looks every piece up.
func mean(pieces []numeral.Piece) []meaning {
	meanings := make([]meaning, len(pieces))
	for i := range pieces {
		meanings[i] = meanOf(pieces, i)
	}
	return meanings
}

func meanOf(pieces []numeral.Piece, at int) meaning {
	piece := &pieces[at]
	switch piece.Kind {
	case numeral.Mark:
		return lexicon[piece.Lower]
	case numeral.Number:
		return meanNumber(piece)
	case numeral.Ordinal:
		known := meaning{classes: 1 << ordinal}
		if piece.Value <= 31 {
			known.classes |= 1 << day
		}
		if piece.Lower == "first" {
			known.classes |= 1 << count
		}
		if piece.Lower == "second" {
			known.classes |= 1 << unit
			known.value = int32(seconds)
		}
		return known
	}
	known := lexicon[piece.Lower]
	if known.proper && !piece.Capital || known.short && !besideNumber(pieces, at) {
		return meaning{classes: known.classes & (1<<opening | 1<<placing | 1<<hedging)}
	}
	if known.classes&(1<<month) != 0 && !isMonth(pieces, at) {
		known.classes &^= 1 << month
	}
	return known
}

func meanNumber(piece *numeral.Piece) meaning {
	known := meaning{classes: 1 << number}
	if piece.Lower == "one" || piece.Lower == "a" {
		known.classes |= 1 << opening
	}
	whole := piece.Value == float64(int(piece.Value))
	if whole && !piece.Scaled && 1 <= piece.Value && piece.Value <= 31 && (piece.Digits > 0 || piece.Value > 0) {
		known.classes |= 1 << day
	}
	if piece.Year || piece.Digits == 4 && piece.Decimals == 0 && 1000 <= piece.Value && piece.Value < 2200 {
		known.classes |= 1 << year
	}
	return known
}

// besideNumber tells the abbreviation in "Oct 17" and "Sun 9 June" from the
// name in "the Sun" and the verb in "they sat".
func besideNumber(pieces []numeral.Piece, at int) bool {
	for step := at + 1; step < len(pieces) && step <= at+2; step++ {
		if pieces[step].Kind == numeral.Number || pieces[step].Kind == numeral.Ordinal {
			return true
		}
		if known := lexicon[pieces[step].Lower]; known.classes&(1<<month) != 0 && step == at+1 {
			return true
		}
		if lower := pieces[step].Lower; lower != "." && lower != "," && lower != "-" && lower != "/" {
			break
		}
	}
	return at > 0 && (pieces[at-1].Kind == numeral.Number && pieces[at-1].Value <= 31 || pieces[at-1].Kind == numeral.Ordinal)
}

// leadsToMonth are the words after which "May" and "March" name a month.
var leadsToMonth = map[string]bool{
	"in": true, "since": true, "of": true, "until": true, "till": true, "from": true, "early": true, "late": true,
	"mid": true, "last": true, "next": true, "this": true, "between": true, "through": true, "during": true,
	"before": true, "after": true, "to": true, "and": true, "on": true, "-": true, "by": true, "every": true, "each": true,
	"previous": true, "around": true, "april": true, "february": true, "for": true, "or": true, "earlier": true, "later": true,
}

// isMonth tells months from the people, verbs and parades that share their
// names: "Ms May", "the May government", "March on!".
func isMonth(pieces []numeral.Piece, at int) bool {
	lower := pieces[at].Lower
	if lower != "may" && lower != "march" {
		return true
	}
	if besideNumber(pieces, at) {
		return true
	}
	return at > 0 && leadsToMonth[pieces[at-1].Lower] && !(at+1 < len(pieces) && pieces[at+1].Capital && pieces[at+1].Kind == numeral.Word && lower == "march")
}
