package origin

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is one word of a text, as it is compared: two words are the same where
// their keys are.
type word struct {
	key        uint32 // hash of the normalised form
	start, end int32  // bytes of the text
	quoted     bool   // it stands between quotation marks
	plain      bool   // a function word, which says little about origin
}

// longestWord is where a run of letters without an end is cut, in bytes; no
// word of news is longer, and what is cut is still compared.
const longestWord = 64

// readWords cuts a text into words and normalises away what an outlet's house
// style changes in a report that it takes over: case, accents, contractions
// ("didn't", "did not"), British and American endings, how numbers and per
// cents are written. A word may give two ("didn't") or none ("’s"). Scripts
// that are written without spaces give one word a character.
func readWords(text string) []word {
	s := scanner{text: text, words: make([]word, 0, len(text)/5+8)}
	for at := 0; at < len(text); {
		at = s.next(at)
	}
	return s.words
}

// scanner holds what has been read so far.
type scanner struct {
	text   string
	words  []word
	quotes quotes
	folded []byte
}

// next reads what begins at the byte offset and returns where it ends.
func (s *scanner) next(at int) int {
	r, size := utf8.DecodeRuneInString(s.text[at:])
	switch {
	case unspaced(r):
		s.add(at, at+size, s.text[at:at+size])
		return at + size
	case inWord(r):
		end := s.wordEnd(at)
		s.split(at, end)
		return end
	case r == '%':
		s.add(at, at+size, "per")
		s.add(at, at+size, "cent")
	default:
		s.quotes.see(r, s.before(at), s.after(at+size))
	}
	return at + size
}

func (s *scanner) before(at int) rune {
	r, _ := utf8.DecodeLastRuneInString(s.text[:at])
	return r
}

func (s *scanner) after(at int) rune {
	r, _ := utf8.DecodeRuneInString(s.text[at:])
	return r
}

// wordEnd is where the word that begins at start ends: letters, digits and
// marks, with apostrophes between letters, points between single letters and
// points and commas between digits.
func (s *scanner) wordEnd(start int) int {
	at, last := start, rune(0)
	for at < len(s.text) && at-start < longestWord {
		r, size := utf8.DecodeRuneInString(s.text[at:])
		switch {
		case inWord(r) && !unspaced(r):
		case at > start && joins(r, last, s.after(at+size), s.text[start:at]):
		default:
			return at
		}
		at, last = at+size, r
	}
	return at
}

// joins reports whether a punctuation mark belongs to the word that it stands
// in, as in "don't", "1,500", "3.5" and "U.S.".
func joins(r, last, next rune, word string) bool {
	switch r {
	case '\'', '’':
		return unicode.IsLetter(last) && unicode.IsLetter(next)
	case ',':
		return unicode.IsDigit(last) && unicode.IsDigit(next)
	case '.':
		return unicode.IsDigit(last) && unicode.IsDigit(next) || unicode.IsLetter(last) && unicode.IsLetter(next) && initials(word)
	}
	return false
}

// initials reports whether a word is one letter, or letters parted by points.
func initials(word string) bool {
	letters := 0
	for _, r := range word {
		if r == '.' {
			letters = 0
			continue
		}
		if letters++; letters > 1 {
			return false
		}
	}
	return true
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// unspaced reports whether the rune is of a script that puts no spaces between
// words.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// split adds the words that one written word stands for.
func (s *scanner) split(start, end int) {
	folded := s.fold(s.text[start:end])
	if len(folded) == 0 {
		return // a combining mark alone
	}
	if digits := leadingDigits(folded); digits > 0 {
		s.addBytes(start, end, folded[:digits])
		if scale := scales[string(folded[digits:])]; scale != "" {
			s.add(start, end, scale)
		} else if digits < len(folded) {
			s.addBytes(start, end, folded[digits:])
		}
		return
	}
	at := bytes.LastIndexByte(folded, '\'')
	if at < 0 {
		s.addWhole(start, end, folded)
		return
	}
	s.contracted(start, end, folded[:at], folded[at+1:])
}

// addWhole adds a word without an apostrophe; two are written as one.
func (s *scanner) addWhole(start, end int, folded []byte) {
	switch string(folded) {
	case "cannot":
		s.add(start, end, "can")
		s.add(start, end, "not")
	case "percent":
		s.add(start, end, "per")
		s.add(start, end, "cent")
	default:
		s.addBytes(start, end, folded)
	}
}

// contracted adds the words of a contraction: "didn't" is "did not", "it's" is
// "it", since what its "s" stands for is not to be seen.
func (s *scanner) contracted(start, end int, stem, clitic []byte) {
	if base, negated := bytes.CutSuffix(stem, []byte("n")); negated && string(clitic) == "t" {
		if full := negations[string(base)]; full != "" {
			s.add(start, end, full)
		} else {
			s.addBytes(start, end, base)
		}
		s.add(start, end, "not")
		return
	}
	full, known := clitics[string(clitic)]
	if !known { // O'Brien, d'Ivoire
		s.addBytes(start, end, append(stem, clitic...))
		return
	}
	s.addBytes(start, end, stem)
	if full != "" {
		s.add(start, end, full)
	}
}

// leadingDigits is how many of the bytes that a folded word begins with are
// digits or a decimal point between them.
func leadingDigits(folded []byte) int {
	i := 0
	for i < len(folded) && (folded[i] >= '0' && folded[i] <= '9' || i > 0 && folded[i] == '.') {
		i++
	}
	return i
}

// fold lowers case, takes accents off, drops the commas of numbers and the
// points of initials and makes every apostrophe straight.
func (s *scanner) fold(written string) []byte {
	if !ascii(written) {
		written = norm.NFKD.String(written)
	}
	s.folded = s.folded[:0]
	digits := written[0] >= '0' && written[0] <= '9'
	for _, r := range written {
		switch {
		case unicode.IsMark(r), r == ',', r == '.' && !digits:
		case r == '’':
			s.folded = append(s.folded, '\'')
		case 'A' <= r && r <= 'Z':
			s.folded = append(s.folded, byte(r)|0x20)
		default:
			s.folded = utf8.AppendRune(s.folded, unicode.ToLower(r))
		}
	}
	return s.folded
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// addBytes adds one folded word.
func (s *scanner) addBytes(start, end int, folded []byte) {
	if full := variants[string(folded)]; full != "" {
		s.add(start, end, full)
	} else if len(folded) > 0 {
		s.keep(start, end, hashForm(folded), plainWords[string(folded)])
	}
}

// add adds one word in its normal form.
func (s *scanner) add(start, end int, form string) {
	s.keep(start, end, hashForm(form), plainWords[form])
}

func (s *scanner) keep(start, end int, key uint32, plain bool) {
	s.words = append(s.words, word{key: key, start: int32(start), end: int32(end), quoted: s.quotes.open(), plain: plain})
}

// hashForm is FNV-1a of the form, after the endings that British and American
// spelling part have been made one ("organised", "organized"; "labour",
// "labor"). The forms need not be English: they are only compared.
func hashForm[T string | []byte](form T) uint32 {
	hash := uint32(2166136261)
	for i := 0; i < len(form); i++ {
		c := form[i]
		switch {
		case c == 's' && i >= 3 && i+1 < len(form) && form[i-1] == 'i' && ending(string(form[i+1:])):
			c = 'z'
		case c == 'u' && i >= 3 && i+1 < len(form) && form[i-1] == 'o' && form[i+1] == 'r':
			continue
		}
		hash = (hash ^ uint32(c)) * 16777619
	}
	return hash
}

// ending reports whether these are the letters that follow "is" in a verb of
// Greek kind or a noun made from it.
func ending(rest string) bool {
	switch rest {
	case "e", "ed", "es", "er", "ers", "ing", "ation", "ations":
		return true
	}
	return false
}

// quotes follows quotation marks through a text. A mark that is never closed
// holds no longer than its paragraph.
type quotes struct{ closer rune }

func (q *quotes) open() bool { return q.closer != 0 }

func (q *quotes) see(r, before, after rune) {
	switch {
	case r == '\n':
		q.closer = 0
	case r == q.closer && !(r == '’' && inWord(after)):
		q.closer = 0
	case q.closer != 0:
	case r == '"':
		q.closer = '"'
	case r == '“', r == '„':
		q.closer = '”'
		if r == '„' {
			q.closer = '“'
		}
	case r == '«':
		q.closer = '»'
	case r == '‘' && !inWord(before) && inWord(after):
		q.closer = '’'
	}
}

// scales are the letters that stand for a scale after a number.
var scales = map[string]string{"m": "million", "mn": "million", "bn": "billion", "b": "billion", "k": "thousand", "tn": "trillion"}

// clitics are what may follow an apostrophe and the word that it stands for;
// "'s" and "'d" are of several and stand for none.
var clitics = map[string]string{"s": "", "d": "", "re": "are", "ll": "will", "ve": "have", "m": "am"}

// negations are stems that change before "n't".
var negations = map[string]string{"wo": "will", "ca": "can", "sha": "shall", "can": "can"}

// variants are other ways to write the same word.
var variants = map[string]string{
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
	"eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14",
	"fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
	"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
	"jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july",
	"aug": "august", "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
	"mister": "mr", "doctor": "dr", "usa": "us", "programme": "program", "programmes": "programs",
	"defence": "defense", "centre": "center", "centres": "centers", "theatre": "theater", "licence": "license",
	"offence": "offense", "grey": "gray", "travelled": "traveled", "travelling": "traveling", "cancelled": "canceled",
	"metre": "meter", "metres": "meters", "kilometre": "kilometer", "kilometres": "kilometers", "km": "kilometers",
	"toward": "towards", "among": "amongst", "while": "whilst",
}

// plainWords are English function words.
var plainWords = func() map[string]bool {
	const list = `a an the and or but if then than that this these those there here of to in on at by for from with
without within into onto over under about after before between during through as is are was were be been being am do does
did done have has had having will would can could shall should may might must not no nor so such it its he him his she
her hers they them their we us our you your i me my who whom whose which what when where why how all any both each more
most other some only own same very also just out up down off again further once because until while`
	plain := map[string]bool{}
	for _, form := range strings.Fields(list) {
		plain[form] = true
	}
	return plain
}()
