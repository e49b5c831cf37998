package numeral

// role is what a word does in a number of several words.
type role uint8

const (
	unit    role = iota + 1 // one … nine
	teen                    // ten … nineteen
	tens                    // twenty … ninety
	scale                   // hundred, thousand, million …
	suffix                  // a scale that must be glued to digits: "1bn"
	half                    // half a million
	ordinal                 // first … twelfth, twentieth
)

type meaning struct {
	role  role
	value float64
}

var meanings = map[string]meaning{
	"zero": {teen, 0}, "one": {unit, 1}, "two": {unit, 2}, "three": {unit, 3}, "four": {unit, 4},
	"five": {unit, 5}, "six": {unit, 6}, "seven": {unit, 7}, "eight": {unit, 8}, "nine": {unit, 9},
	"ten": {teen, 10}, "eleven": {teen, 11}, "twelve": {teen, 12}, "thirteen": {teen, 13},
	"fourteen": {teen, 14}, "fifteen": {teen, 15}, "sixteen": {teen, 16}, "seventeen": {teen, 17},
	"eighteen": {teen, 18}, "nineteen": {teen, 19},
	"twenty": {tens, 20}, "thirty": {tens, 30}, "forty": {tens, 40}, "fourty": {tens, 40}, "fifty": {tens, 50},
	"sixty": {tens, 60}, "seventy": {tens, 70}, "eighty": {tens, 80}, "ninety": {tens, 90},
	"hundred": {scale, 1e2}, "thousand": {scale, 1e3}, "million": {scale, 1e6}, "billion": {scale, 1e9},
	"trillion": {scale, 1e12}, "dozen": {scale, 12}, "lakh": {scale, 1e5}, "crore": {scale, 1e7},
	"k": {suffix, 1e3}, "mn": {suffix, 1e6}, "mln": {suffix, 1e6}, "bn": {suffix, 1e9}, "bln": {suffix, 1e9}, "tn": {suffix, 1e12}, "trn": {suffix, 1e12},
	"half": {half, 0.5}, "quarter": {half, 0.25},
	"first": {ordinal, 1}, "second": {ordinal, 2}, "third": {ordinal, 3}, "fourth": {ordinal, 4},
	"fifth": {ordinal, 5}, "sixth": {ordinal, 6}, "seventh": {ordinal, 7}, "eighth": {ordinal, 8},
	"ninth": {ordinal, 9}, "tenth": {ordinal, 10}, "eleventh": {ordinal, 11}, "twelfth": {ordinal, 12},
	"thirteenth": {ordinal, 13}, "fourteenth": {ordinal, 14}, "fifteenth": {ordinal, 15},
	"sixteenth": {ordinal, 16}, "seventeenth": {ordinal, 17}, "eighteenth": {ordinal, 18},
	"nineteenth": {ordinal, 19}, "twentieth": {ordinal, 20}, "thirtieth": {ordinal, 30},
	"fortieth": {ordinal, 40}, "fiftieth": {ordinal, 50}, "sixtieth": {ordinal, 60}, "seventieth": {ordinal, 70},
	"eightieth": {ordinal, 80}, "ninetieth": {ordinal, 90}, "hundredth": {ordinal, 100},
}

// join reads the numbers of several pieces, and returns all pieces again with
// each number as one. It works in place: what it writes never overtakes what
// it reads.
func join(atoms []Piece) []Piece {
	pieces := atoms[:0]
	for at := 0; at < len(atoms); {
		number, next := read(atoms, at)
		pieces = append(pieces, number)
		at = next
	}
	return pieces
}

// read reads the number that begins at atom at, or returns the atom itself.
func read(atoms []Piece, at int) (Piece, int) {
	first := atoms[at]
	if first.Kind == Mark || first.Kind == Word && first.Lower == "" {
		return first, at + 1
	}
	if first.Kind == Number {
		return readFigures(atoms, at)
	}
	if first.Lower == "a" || first.Lower == "an" {
		return readArticle(atoms, at)
	}
	meant, known := meanings[first.Lower]
	if !known || meant.role == suffix {
		return first, at + 1
	}
	switch meant.role {
	case ordinal:
		first.Kind, first.Value = Ordinal, meant.value
		return first, at + 1
	case half:
		return readHalf(atoms, at)
	case scale:
		return first, at + 1
	}
	return readWords(atoms, at)
}

// readFigures reads a number that begins with digits: "5", "21st", "1bn",
// "4.5 million", "2 1/2", "2½".
func readFigures(atoms []Piece, at int) (Piece, int) {
	number, next := atoms[at], at+1
	if value, end := fraction(atoms, at); end > 0 {
		number.Value, number.Digits = value, 0
		return extend(number, atoms[end-1]), end
	}
	if next < len(atoms) && atoms[next].Glued && isOrdinalEnding(atoms[next].Lower) && number.Decimals == 0 {
		number.Kind = Ordinal
		return extend(number, atoms[next]), next + 1
	}
	if next < len(atoms) && atoms[next].Kind == Number && atoms[next].Digits == 0 && atoms[next].Value < 1 && atoms[next].Glued {
		number.Value += atoms[next].Value
		number.Digits = 0
		number, next = extend(number, atoms[next]), next+1
	} else if value, end := fraction(atoms, next); end > 0 && !atoms[next].Glued {
		number.Value += value
		number.Digits = 0
		number, next = extend(number, atoms[end-1]), end
	}
	return scaled(number, atoms, next)
}

// fraction reads "1/2", "3/4" at atom at; end is 0 where there is none.
func fraction(atoms []Piece, at int) (value float64, end int) {
	if at+2 >= len(atoms) || atoms[at].Kind != Number || atoms[at+1].Lower != "/" || atoms[at+2].Kind != Number ||
		!atoms[at+1].Glued || !atoms[at+2].Glued || atoms[at].Digits != 1 || atoms[at+2].Digits != 1 {
		return 0, 0
	}
	above, below := atoms[at].Value, atoms[at+2].Value
	if above < 1 || above >= below || at+3 < len(atoms) && atoms[at+3].Lower == "/" && atoms[at+3].Glued {
		return 0, 0
	}
	return above / below, at + 3
}

func isOrdinalEnding(lower string) bool {
	return lower == "st" || lower == "nd" || lower == "rd" || lower == "th"
}

// scaled multiplies a number written in digits by the scales that follow it.
func scaled(number Piece, atoms []Piece, next int) (Piece, int) {
	for next < len(atoms) && atoms[next].Kind == Word {
		meant := meanings[atoms[next].Lower]
		// "7bn" and "7 bn", but not the kelvins of "7 k".
		ok := meant.role == scale || meant.role == suffix && (atoms[next].Glued || len(atoms[next].Lower) > 1)
		if !ok {
			break
		}
		number.Value *= meant.value
		number.Scaled, number.Digits = true, 0
		number, next = extend(number, atoms[next]), next+1
	}
	if next+1 < len(atoms) && !number.Scaled && atoms[next].Lower == "-" && atoms[next].Glued && atoms[next+1].Glued {
		if meant := meanings[atoms[next+1].Lower]; meant.role == scale {
			number.Value *= meant.value
			number.Scaled, number.Digits = true, 0
			number, next = extend(number, atoms[next+1]), next+2
		}
	}
	return number, next
}

// readArticle reads "a hundred", "a million and a half", "a dozen"; an article
// before anything else is a word.
func readArticle(atoms []Piece, at int) (Piece, int) {
	article := atoms[at]
	if at+1 < len(atoms) && atoms[at+1].Lower == "quarter" {
		number, end := readHalf(atoms, at+1)
		if number.Kind == Number {
			number.Span.Start, number.First, number.Lower = article.Span.Start, article.First, article.Lower
			return number, end
		}
	}
	if at+1 >= len(atoms) || meanings[atoms[at+1].Lower].role != scale {
		return article, at + 1
	}
	number := article
	number.Kind, number.Value = Number, 1
	return scaled(number, atoms, at+1)
}

// readHalf reads "half a million" and "quarter of a million"; other halves and
// quarters are words.
func readHalf(atoms []Piece, at int) (Piece, int) {
	word := atoms[at]
	next := at + 1
	if next+1 < len(atoms) && atoms[next].Lower == "of" && word.Lower == "quarter" {
		next++
	}
	if next < len(atoms) && (atoms[next].Lower == "a" || atoms[next].Lower == "-") {
		next++
	}
	direct := next == at+1 && word.Lower != "quarter"
	if direct || next >= len(atoms) || meanings[atoms[next].Lower].role != scale {
		return word, at + 1
	}
	word.Kind, word.Value = Number, meanings[word.Lower].value
	return scaled(word, atoms, next)
}

// readWords reads a number in words. The grammar is the usual one: what is
// below a hundred, times a hundred, times a thousand and so on, "and" and
// hyphens between; two numbers below a hundred side by side are a year.
func readWords(atoms []Piece, at int) (Piece, int) {
	number := atoms[at]
	number.Kind = Number
	meant := meanings[number.Lower]
	total, current := 0.0, meant.value
	last, next := meant.role, at+1
	for next < len(atoms) {
		step := next
		// "two hundred and six", "twenty-six", "one-hundred-and-six".
		if step < len(atoms) && atoms[step].Lower == "-" && atoms[step].Glued {
			step++
		}
		and := last == scale && step < len(atoms) && atoms[step].Lower == "and"
		if and {
			step++
		}
		if step >= len(atoms) || atoms[step].Kind != Word {
			break
		}
		meant, known := meanings[atoms[step].Lower]
		hyphened := step > next && !and
		if !known || hyphened && !atoms[step].Glued {
			break
		}
		switch {
		case meant.role == unit && last == tens:
			current += meant.value
		case meant.role == ordinal && last == tens && meant.value < 10:
			number.Kind, number.Value = Ordinal, total+current+meant.value
			return extend(number, atoms[step]), step + 1
		case (meant.role == unit || meant.role == teen || meant.role == tens) && last == scale && and:
			current += meant.value
		case (meant.role == unit || meant.role == teen || meant.role == tens) && last == scale && !hyphened && (current > 0 || total > 0):
			current += meant.value
		case (meant.role == teen || meant.role == tens) && meant.value >= 10 && last != scale && total == 0 && 10 < current && current < 21:
			current = current*100 + meant.value
			number.Year = true
		case meant.role == scale && meant.value == 100 && current < 100 && !and:
			current *= 100
			number.Scaled = true
		case meant.role == scale && meant.value == 12 && !and && total == 0:
			current *= 12
		case meant.role == scale && meant.value > 100 && !and:
			total, current = total+current*meant.value, 0
			number.Scaled = true
		default:
			number.Value = total + current
			return number, next
		}
		number, next, last = extend(number, atoms[step]), step+1, meant.role
	}
	number.Value = total + current
	return andHalf(number, atoms, next)
}

// andHalf adds the half of "five and a half"; the half of "a week and a half"
// stands elsewhere.
func andHalf(number Piece, atoms []Piece, next int) (Piece, int) {
	if next+2 < len(atoms) && atoms[next].Lower == "and" && atoms[next+1].Lower == "a" && atoms[next+2].Lower == "half" && number.Value < 100 {
		number.Value += 0.5
		return extend(number, atoms[next+2]), next + 3
	}
	return number, next
}

// extend makes the number reach to the end of the piece.
func extend(number, last Piece) Piece {
	number.Span.End = last.Span.End
	number.Last = last.Last
	return number
}
