// Package numeral cuts a Doc into the pieces that numbers and dates are
// written with, and reads the numbers among them.
//
// In goes a text.Doc, out come Pieces in text order: words, marks, numbers and
// ordinals, however they are written ("1,000", "4.5 million", "twenty-five",
// "half a million", "2½", "nineteen ninety-six", "21st"). It reads numbers
// only; what they count, and whether they are a date or an age, is for the
// packages that use it. It takes time linear in the number of tokens.
package numeral

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin"
	"tocsin/text"
)

// Kind is what a Piece is.
type Kind uint8

// The kinds of a Piece.
const (
	Word Kind = iota
	Mark
	Number
	Ordinal
)

// Piece is a word, a mark, or a whole number or ordinal. Tokens that mix
// letters and digits ("5pm", "S") are cut where they change, so that it does
// not matter how the tokenizer saw them.
type Piece struct {
	Span        tocsin.Span
	First, Last int    // the tokens [First, Last) that it touches
	Lower       string // of a number of several words: its first word
	Kind        Kind
	Glued       bool    // no space stands before it
	Capital     bool    // begins with a capital letter
	Scaled      bool    // a scale word or suffix multiplies it: "4.5 million", "1bn"
	Year        bool    // spoken as a year: "nineteen ninety-six"
	Value       float64 // of a Number or Ordinal
	Digits      int     // digits before any decimal point where written plainly ("2022"), else 0
	Decimals    int     // digits after the decimal point
}

// Pieces cuts the Doc.
func Pieces(doc *text.Doc) []Piece {
	atoms := make([]Piece, 0, len(doc.Tokens)+len(doc.Tokens)/8+1)
	for i := range doc.Tokens {
		if !doc.Aside(i) {
			atoms = cut(atoms, doc, i)
		}
	}
	return join(atoms)
}

// cut appends the pieces of token i, before numbers of several words are read.
func cut(atoms []Piece, doc *text.Doc, i int) []Piece {
	token := &doc.Tokens[i]
	words := token.Text
	glued := token.Span.Start > 0 && i > 0 && doc.Tokens[i-1].Span.End == token.Span.Start
	for start := 0; start < len(words); {
		end, kind := run(words, start)
		piece := Piece{
			Span:  tocsin.Span{Start: token.Span.Start + start, End: token.Span.Start + end},
			First: i, Last: i + 1,
			Kind:  kind,
			Glued: glued,
		}
		part := words[start:end]
		if len(part) == len(words) && token.Lower != "" {
			piece.Lower = token.Lower
		} else {
			piece.Lower = strings.ToLower(part)
		}
		first, _ := utf8.DecodeRuneInString(part)
		piece.Capital = unicode.IsUpper(first)
		if kind == Number {
			readDigits(&piece, part)
		}
		atoms = append(atoms, piece)
		start, glued = end, true
	}
	return atoms
}

// run finds the end of the run of letters, digits or the single mark that
// begins at start.
func run(words string, start int) (end int, kind Kind) {
	first, size := utf8.DecodeRuneInString(words[start:])
	switch {
	case isDigit(first):
		return digitsEnd(words, start), Number
	case vulgar(first) != 0:
		return start + size, Number
	case unicode.IsLetter(first), isApostrophe(first) && beginsLetter(words[start+size:]):
		for end = start + size; end < len(words); {
			r, size := utf8.DecodeRuneInString(words[end:])
			inner := (isApostrophe(r) || r == '.') && beginsLetter(words[end+size:])
			// The stop of an abbreviation ("p.m.", "Oct.") stays with it.
			inner = inner || r == '.' && end+size == len(words)
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !inner {
				break
			}
			end += size
		}
		return end, Word
	}
	return start + size, Mark
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

func beginsLetter(words string) bool {
	first, _ := utf8.DecodeRuneInString(words)
	return unicode.IsLetter(first)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// digitsEnd finds the end of a number written in digits. Commas belong to it
// only where they part thousands, a single point only where it is decimal:
// "24.02.2022" is three numbers.
func digitsEnd(words string, start int) int {
	plain := func(at int) int {
		for at < len(words) && isDigit(rune(words[at])) {
			at++
		}
		return at
	}
	end := plain(start)
	if end-start <= 3 {
		for end < len(words) && words[end] == ',' {
			group := plain(end + 1)
			if group-end-1 != 3 {
				break
			}
			end = group
		}
	}
	if end+1 < len(words) && words[end] == '.' {
		decimal := plain(end + 1)
		another := decimal+1 < len(words) && words[decimal] == '.' && isDigit(rune(words[decimal+1]))
		if decimal > end+1 && !another && !afterPoint(words, start) {
			end = decimal
		}
	}
	return end
}

// afterPoint reports whether the digits at start follow a point that follows
// a digit, as the last part of "24.02.2022" does.
func afterPoint(words string, start int) bool {
	return start >= 2 && words[start-1] == '.' && isDigit(rune(words[start-2]))
}

func readDigits(piece *Piece, part string) {
	if first, _ := utf8.DecodeRuneInString(part); vulgar(first) != 0 {
		piece.Value = vulgar(first)
		return
	}
	whole, fraction, _ := strings.Cut(part, ".")
	piece.Decimals = len(fraction)
	if strings.IndexByte(whole, ',') < 0 {
		piece.Digits = len(whole)
	} else {
		part = strings.ReplaceAll(part, ",", "")
	}
	// Longer ones than a float holds come out as +Inf; they count nothing.
	value, err := strconv.ParseFloat(part, 64)
	if err != nil {
		piece.Kind = Mark
		return
	}
	piece.Value = value
}

func vulgar(r rune) float64 {
	switch r {
	case '½':
		return 1.0 / 2
	case '⅓':
		return 1.0 / 3
	case '⅔':
		return 2.0 / 3
	case '¼':
		return 1.0 / 4
	case '¾':
		return 3.0 / 4
	}
	return 0
}
