package statement

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin"
	"tocsin/country"
	"tocsin/text/wordpiece"
)

// Term is one word of a content, brought to its sense.
type Term struct {
	Word    string      // a sense, a stem, or "@" and the code of a country
	Weight  float64     // what sharing it says: 0 for the commonest words, about 6 for the rarest
	Name    bool        // a proper name
	Negated bool        // "not", "never", "no" stand before it
	Span    tocsin.Span // where it stands first, in bytes
}

// Content is what some words say, as far as two contents can be compared.
type Content struct {
	Terms     []Term   // in the order of Word, each once
	Sentences [][]Term // the same, sentence by sentence; nil where there is one only
	Quotes    []string // what stands between quotation marks, folded; in text order
	Refutes   bool     // it speaks against what somebody claims: "false", "a hoax", "denied"
}

// Read brings running text into a Content.
func Read(text string) Content {
	return read(text, []tocsin.Span{{Start: 0, End: len(text)}})
}

// read brings the words under the spans into a Content.
func read(text string, spans []tocsin.Span) Content {
	var content Content
	for _, span := range spans {
		content.Quotes = append(content.Quotes, quotes(span.Of(text))...)
		tokens := tokenize(text, span)
		content.Refutes = content.Refutes || refutes(tokens)
		for sentence := range sentences(tokens) {
			if found := distinct(terms(text, sentence)); len(found) > 0 {
				content.Sentences = append(content.Sentences, found)
			}
		}
	}
	content.Terms = distinct(slices.Concat(content.Sentences...))
	if len(content.Sentences) == 1 {
		content.Sentences = nil
	}
	return content
}

// sentences are the tokens up to each stop.
func sentences(tokens []token) iter.Seq[[]token] {
	return func(yield func([]token) bool) {
		start := 0
		for i := range tokens {
			if i+1 < len(tokens) && !tokens[i].stops {
				continue
			}
			if !yield(tokens[start : i+1]) {
				return
			}
			start = i + 1
		}
	}
}

// token is a word where it stands.
type token struct {
	lower string
	span  tocsin.Span
	upper bool // begins with a capital
	first bool // begins a sentence or the content
	ends  bool // a comma or the end of a clause follows
	stops bool // the end of a sentence or of a clause follows
}

// tokenize cuts words at everything that is neither letter, digit nor an
// apostrophe between letters.
func tokenize(text string, span tocsin.Span) []token {
	var tokens []token
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		word := text[start:end]
		first, _ := utf8.DecodeRuneInString(word)
		begins := len(tokens) == 0 || tokens[len(tokens)-1].stops
		tokens = append(tokens, token{lower: fold(word), span: tocsin.Span{Start: start, End: end}, upper: unicode.IsUpper(first), first: begins})
		start = -1
	}
	for i, r := range text[span.Start:span.End] {
		at := span.Start + i
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = at
			}
		case (r == '\'' || r == '’') && start >= 0:
			// An apostrophe inside a word belongs to it.
		case (r == '.' || r == ',') && start >= 0 && digit(text[at-1]) && at+1 < span.End && digit(text[at+1]):
			// So does what divides a figure.
		default:
			flush(at)
			if strings.ContainsRune(",;:.!?", r) && len(tokens) > 0 {
				tokens[len(tokens)-1].ends = true
				tokens[len(tokens)-1].stops = r != ',' && r != ':'
			}
		}
	}
	flush(span.End)
	return tokens
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// fold brings a word to lower case, straight apostrophes and plain letters.
func fold(word string) string {
	word = strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	return strings.TrimRight(plainLetters.Replace(word), "'")
}

// plainLetters takes off the accents that names in news carry most.
var plainLetters = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ç", "c", "č", "c", "ć", "c",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ğ", "g", "í", "i", "ì", "i", "î", "i", "ï", "i", "ı", "i", "ñ", "n", "ó", "o", "ò", "o",
	"ô", "o", "ö", "o", "ø", "o", "š", "s", "ş", "s", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ý", "y", "ž", "z", "ł", "l", "ń", "n")

// reach is how many words a negation turns, at most to the end of its clause.
const reach = 6

// terms brings tokens to their senses, with what negates them.
func terms(text string, tokens []token) []Term {
	l := words()
	var found []Term
	negated := 0
	for i := 0; i < len(tokens); i++ {
		at := tokens[i]
		if l.negations[at.lower] || strings.HasSuffix(at.lower, "n't") {
			negated = reach
			continue
		}
		term, width := l.term(text, tokens[i:])
		if width > 0 {
			term.Negated = negated > 0
			if i > 0 && at.upper && tokens[i-1].upper && !tokens[i-1].ends && term.Weight > furtherName {
				term.Weight = furtherName
			}
			found = append(found, term)
			i += width - 1
		}
		negated--
		if tokens[i].ends {
			negated = 0
		}
	}
	return found
}

// term reads the term that the tokens begin with, and how many of them it
// takes; none where the first carries no content.
func (l *lexicon) term(text string, tokens []token) (Term, int) {
	at := tokens[0]
	if code, width := nation(text, tokens); width > 0 {
		return Term{Word: "@" + code, Weight: nationWeight, Span: tocsin.Span{Start: at.span.Start, End: tokens[width-1].span.End}}, width
	}
	stem := l.stem(at.lower)
	if len(tokens) > 1 && !at.ends {
		next := tokens[1]
		if name, ok := l.senses[stem+" "+l.stem(next.lower)]; ok {
			return Term{Word: name, Weight: weight(name), Span: tocsin.Span{Start: at.span.Start, End: next.span.End}}, 2
		}
	}
	switch {
	case unicode.IsDigit(rune(at.lower[0])):
		return Term{Word: "#" + at.lower, Weight: digitWeight * float64(min(3, len(at.lower))), Span: at.span}, 1
	case l.stop[at.lower], len(at.lower) < 2:
		return Term{}, 0
	case at.upper && rare(at.lower):
		return Term{Word: spelling(at.lower), Weight: nameWeight, Span: at.span, Name: true}, 1
	}
	if name, ok := l.senses[stem]; ok {
		return Term{Word: name, Weight: min(weight(at.lower), weight(name)+1), Span: at.span}, 1
	}
	term := Term{Word: stem, Weight: weight(at.lower), Span: at.span, Name: at.upper && !at.first}
	if term.Name {
		term.Weight = min(term.Weight, nameWeight)
	}
	return term, 1
}

// nameWeight is the most that a name says, rare as it may be: it tells who is
// spoken of, not what is said.
const nameWeight = 4

// furtherName is the most that a capitalised word says after another one: the
// second word of a name follows from the first.
const furtherName = 2.5

// digitWeight is what a digit of a shared figure says, for up to three of them.
const digitWeight = 1.5

// nationWeight is low: countries are named in nearly every report.
const nationWeight = 1.5

// nation tells the country that up to three tokens name: "Russian", "the
// United States", "Moscow".
func nation(text string, tokens []token) (code string, width int) {
	if !tokens[0].upper {
		return "", 0
	}
	for width := min(3, len(tokens)); width > 0; width-- {
		if !tokens[width-1].upper {
			continue
		}
		words := tocsin.Span{Start: tokens[0].span.Start, End: tokens[width-1].span.End}.Of(text)
		if match, ok := country.Find(words); ok {
			return match.Country.Code, width
		}
	}
	return "", 0
}

// rarest is the weight of a word that the vocabulary does not know.
const rarest = 6.2

// weight tells how much sharing a word says, by its place in a vocabulary in
// the order of frequency: with Zipf's law the logarithm of the rank follows
// that of the inverse frequency.
func weight(word string) float64 {
	vocabulary := wordpiece.English()
	first, _ := vocabulary.ID("the")
	id, ok := vocabulary.ID(word)
	if !ok {
		return rarest
	}
	return math.Log1p(float64(max(0, id-first)) / 60)
}

func rare(word string) bool {
	_, known := wordpiece.English().ID(strings.TrimSuffix(word, "'s"))
	return !known
}

// refutes reports whether one of the words speaks against a claim, and is not
// itself negated.
func refutes(tokens []token) bool {
	l := words()
	negated := 0
	for _, at := range tokens {
		if l.negations[at.lower] {
			negated = 3
			continue
		}
		if l.denials[l.stem(at.lower)] && negated <= 0 {
			return true
		}
		negated--
	}
	return false
}

// fewestQuoted is how many words a quotation must have to be kept as one;
// shorter ones are words held at arm's length.
const fewestQuoted = 3

// quotes are the strings between quotation marks.
func quotes(text string) []string {
	var found []string
	open := -1
	for i, r := range text {
		if r != '“' && r != '”' && r != '"' {
			continue
		}
		if open < 0 && r != '”' {
			open = i + utf8.RuneLen(r)
			continue
		}
		if inside := plain(text[max(0, open):i]); open >= 0 && strings.Count(inside, " ") >= fewestQuoted-1 {
			found = append(found, inside)
		}
		open = -1
	}
	return found
}

// plain is the text's words, folded, with single spaces between them.
func plain(text string) string {
	var words []string
	for _, token := range tokenize(text, tocsin.Span{Start: 0, End: len(text)}) {
		words = append(words, token.lower)
	}
	return strings.Join(words, " ")
}

// distinct sorts terms by word and keeps the first of each.
func distinct(terms []Term) []Term {
	slices.SortStableFunc(terms, func(a, b Term) int {
		return cmp.Or(strings.Compare(a.Word, b.Word), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	return slices.CompactFunc(terms, func(a, b Term) bool { return a.Word == b.Word })
}
