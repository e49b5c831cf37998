package figure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin"
)

// word is a word of an article where it stands.
type word struct {
	lower    string
	span     tocsin.Span
	upper    bool // begins with a capital
	sentence int  // number of its sentence in the article
	clause   int  // number of its clause: what colons, semicolons, dashes, brackets, "while" and "but" part
	comma    bool // a comma follows
}

// cut cuts an article into words, sentences and clauses, in one pass. It knows
// no grammar: a full stop ends a sentence if a capital or a quotation follows
// and no title or initial goes before.
func cut(text string) []word {
	var cutWords []word
	sentence, clause, start := 0, 0, -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		raw := text[start:end]
		first, _ := utf8.DecodeRuneInString(raw)
		lower := strings.ToLower(strings.ReplaceAll(raw, "’", "'"))
		if parting[lower] {
			clause++
		}
		cutWords = append(cutWords, word{lower: strings.TrimRight(lower, "'"), span: tocsin.Span{Start: start, End: end}, upper: unicode.IsUpper(first), sentence: sentence, clause: clause})
		start = -1
	}
	for at, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = at
			}
		case start >= 0 && insideWord(text, at, r):
		default:
			flush(at)
			last := len(cutWords) - 1
			switch {
			case last < 0:
			case r == ',':
				cutWords[last].comma = true
			case r == '\n', (r == '.' || r == '!' || r == '?') && endsSentence(text, at, cutWords[last]):
				sentence++
				clause++
			case strings.ContainsRune(";:–—()", r):
				clause++
			}
		}
	}
	flush(len(text))
	return cutWords
}

var parting = map[string]bool{"while": true, "but": true, "whereas": true, "although": true}

// insideWord reports whether an apostrophe, or what divides a figure, belongs
// to the word before it.
func insideWord(text string, at int, r rune) bool {
	next := at + utf8.RuneLen(r)
	if next >= len(text) {
		return false
	}
	switch r {
	case '\'', '’':
		following, _ := utf8.DecodeRuneInString(text[next:])
		return unicode.IsLetter(following)
	case '.', ',':
		return digit(text[at-1]) && digit(text[next])
	}
	return false
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

var titles = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "gen": true, "col": true, "lt": true, "maj": true, "capt": true, "sgt": true, "st": true, "prof": true,
	"sen": true, "rep": true, "gov": true, "no": true, "vs": true, "jan": true, "feb": true, "aug": true, "sept": true, "oct": true, "nov": true, "dec": true,
}

// endsSentence reports whether the stop at a byte ends a sentence.
func endsSentence(text string, at int, before word) bool {
	if text[at] == '.' && before.span.End == at && (titles[before.lower] && before.upper || len(before.lower) == 1 && before.upper) {
		return false
	}
	rest := strings.TrimLeft(text[at+1:min(len(text), at+12)], "\"'”’»)")
	if rest == "" {
		return true
	}
	if rest[0] != ' ' && rest[0] != '\n' && rest[0] != '\t' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " \n\t"))
	return !unicode.IsLower(next)
}
