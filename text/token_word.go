package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word returns where the word or number that begins at at ends, and whether
// there is an apostrophe in it.
func (l *lexer) word(start, at, end int) (to int, apostrophes bool) {
	end = min(end, at+maxWord)
	for end > at && end < len(l.text) && !utf8.RuneStart(l.text[end]) {
		end--
	}
	w := wordScan{text: l.text, start: at, end: end, numeric: true, segment: at}
	if to := w.dated(); to > at {
		return to, false
	}
	if to := currency(l.text[at:end]); to > 0 {
		return at + to, false
	}
	for i := at; ; {
		if i >= end {
			return i, w.apostrophes
		}
		r, size := l.decode(i)
		switch c := classOf(r); c {
		case digit:
			i += size
			continue
		case letter:
			if w.numeric && i > at && l.unitAt(i, end) {
				return i, w.apostrophes
			}
			w.numeric = false
			i += size
			continue
		}
		if i+size < end {
			if next, _ := l.decode(i + size); classOf(next) == letter || classOf(next) == digit {
				goOn, to := w.connects(r, i, i+size)
				if goOn {
					i += size
					continue
				}
				return to, w.apostrophes
			}
		}
		if r == '.' && l.abbreviates(at, i, end) {
			return i + 1, w.apostrophes
		}
		return i, w.apostrophes
	}
}

func (l *lexer) decode(at int) (rune, int) {
	if b := l.text[at]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(l.text[at:])
}

// unitAt reports whether the letters at at are a unit that stands apart from
// the number before it: "5pm", "10km", "1bn".
func (l *lexer) unitAt(at, end int) bool {
	to := at
	for to < end && to-at <= 4 && asciiLetter(l.text[to]) {
		to++
	}
	if to < end && l.text[to] >= '0' && l.text[to] <= '9' {
		return false
	}
	if to-at == 1 {
		// One letter is a unit in its own case alone: "7A" is a flat.
		tail := l.text[at:min(end, at+3)]
		return strings.Contains("kKmMgp", tail[:1]) || tail == "a.m" || tail == "p.m"
	}
	return units[strings.ToLower(l.text[at:to])]
}

// currency returns the length of a currency's code that begins the text where
// the amount is written to it: "US$5", "UAH200,000".
func currency(text string) int {
	if len(text) < 3 || text[0] < 'A' || text[0] > 'Z' {
		return 0
	}
	if sign := strings.IndexByte(text[:min(len(text), 4)], '$'); sign > 0 {
		if isUpper(text[:sign]) {
			return sign + 1
		}
		return 0
	}
	if len(text) > 3 && '0' <= text[3] && text[3] <= '9' && currencies[text[:3]] {
		return 3
	}
	return 0
}

var currencies = set("USD EUR GBP CHF RUB UAH BYN PLN CNY RMB JPY INR TRY IRR ILS")

func isUpper(text string) bool {
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			return false
		}
	}
	return true
}

func asciiLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// units are what stands apart from the number that it is written to.
var units = set(`am pm mn mln bn tn km cm mm kg kgs mg lb lbs oz ft mph kmh kph kw mw gw kwh mwh gwh gb mb kb
	tb hr hrs min mins sec secs yr yrs ha sqm bps bpd tcm bcm pc`)

// wordScan is the state of one word.
type wordScan struct {
	text        string
	start, end  int
	segment     int // where the part after the last point begins
	numeric     bool
	apostrophes bool
}

// connects decides whether the mark r at [at, after), with a letter or a digit
// on both sides, belongs within the word. Where it does not, the word ends at
// to.
func (w *wordScan) connects(r rune, at, after int) (goOn bool, to int) {
	last, _ := utf8.DecodeLastRuneInString(w.text[w.start:at])
	next, _ := utf8.DecodeRuneInString(w.text[after:w.end])
	switch r {
	case '\'', '’', '‘', 'ʼ', '＇':
		if classOf(next) == letter && (classOf(last) == letter || next == 's') {
			w.apostrophes = true
			return true, at
		}
	case '.':
		return w.point(last, next, at)
	case ',':
		return w.numeric && thousands(w.text[after:w.end]), at
	case ':', '/':
		return w.numeric && classOf(next) == digit, at
	case '-', '\u2010', '\u2011':
		return prefixes[strings.ToLower(w.text[w.start:at])], at
	case '&':
		return at-w.start <= 3 && unicode.IsUpper(last) && unicode.IsUpper(next), at
	case '*', '@':
		return classOf(last) == letter && classOf(next) == letter, at
	}
	return false, at
}

// point decides on a full stop between two letters or digits.
func (w *wordScan) point(last, next rune, at int) (goOn bool, to int) {
	segment := w.text[w.segment:at]
	capitalised := unicode.IsUpper(next) && w.lowerAt(at+1+utf8.RuneLen(next))
	switch {
	case classOf(last) == digit && classOf(next) == digit:
		return true, at
	case classOf(last) == digit && w.numeric:
		return false, at // "in 2022.The"
	case classOf(next) == digit:
		if abbreviations[strings.ToLower(segment)] != 0 {
			return false, at + 1 // "No.5"
		}
		return unicode.IsDigit(rune(segment[0])) || len(segment) == 1, at
	case capitalised && utf8.RuneCountInString(segment) == 1 && !w.degree(at+1):
		return false, at + 1 // "J.Smith"
	case capitalised && unicode.IsLower(last):
		return false, at // "the border.They"
	}
	w.segment = at + 1
	return true, at
}

// degree reports whether two letters and a full stop begin at at: "M.Sc."
func (w *wordScan) degree(at int) bool {
	return at+2 < w.end && w.text[at+2] == '.' && asciiLetter(w.text[at+1])
}

func (w *wordScan) lowerAt(at int) bool {
	if at >= w.end {
		return false
	}
	r, _ := utf8.DecodeRuneInString(w.text[at:w.end])
	return unicode.IsLower(r)
}

// thousands reports whether exactly three digits begin the text.
func thousands(text string) bool {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n == 3
}

// dated returns the end of a date or a telephone number written with hyphens:
// "2022-10-17", "11-20-2000", "713-555-0188". A range ("5-10", "2014-15") is
// three words.
func (w *wordScan) dated() int {
	to, groups := w.start, 0
	for {
		from := to
		for to < w.end && '0' <= w.text[to] && w.text[to] <= '9' {
			to++
		}
		if to == from {
			return w.start
		}
		groups++
		if to+1 < w.end && w.text[to] == '-' && '0' <= w.text[to+1] && w.text[to+1] <= '9' {
			to++
			continue
		}
		break
	}
	if groups < 3 || to < w.end && asciiLetter(w.text[to]) && w.text[to] != 'T' {
		return w.start
	}
	return to
}

// prefixes stay with what follows their hyphen, by the Linguistic Data
// Consortium's guidelines that UD English EWT follows.
//
// Left out are those that the treebanks part all the same: "x-ray", "a-level".
var prefixes = set(`e ante anti arch bi bio co counter cross cyber de ex extra inter intra macro mega
	micro mid mini mono multi neo non over para peri post pre pro pseudo psycho re semi socio sub
	super tri ultra`)

// emitWord emits a word, its clitics apart.
func (l *lexer) emitWord(start, end int, apostrophes bool) {
	if cut := fused(l.text[start:end]); cut > 0 {
		l.emit(start, start+cut)
		l.emit(start+cut, end)
		return
	}
	if !apostrophes {
		l.emit(start, end)
		return
	}
	// At most three clitics: "he wouldn't've".
	var cuts [3]int
	n := 0
	for stem := end; n < len(cuts); n++ {
		cut := clitic(l.text[start:stem])
		if cut <= 0 {
			break
		}
		stem = start + cut
		cuts[n] = stem
	}
	for from := start; ; n-- {
		if n == 0 {
			l.emit(from, end)
			return
		}
		l.emit(from, cuts[n-1])
		from = cuts[n-1]
	}
}

// fused returns where a word that is two is cut, or 0: "cannot", "gonna",
// "dont".
func fused(word string) int {
	if len(word) < 4 || len(word) > 8 {
		return 0
	}
	switch word[len(word)-2:] {
	case "ot", "na", "ta", "me", "nt":
		return fusedWords[strings.ToLower(word)]
	}
	return 0
}

var fusedWords = map[string]int{
	"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3,
	"dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "arent": 3, "werent": 4,
	"couldnt": 5, "wouldnt": 5, "shouldnt": 6, "hasnt": 3, "havent": 4, "hadnt": 3,
}

// clitic returns where the last clitic of the word begins, or 0.
func clitic(word string) int {
	at, size := lastApostrophe(word)
	if at <= 0 {
		return 0
	}
	tail := word[at+size:]
	if len(tail) > 2 {
		return 0
	}
	switch strings.ToLower(tail) {
	case "t":
		if at >= 2 && word[at-1]|0x20 == 'n' {
			return at - 1
		}
	case "s":
		if decade(word[:at]) {
			return 0
		}
		return at
	case "m", "d", "re", "ve", "ll":
		return at
	}
	return 0
}

// decade reports whether the digits name a decade: "the 1990's" is one word.
func decade(word string) bool {
	return (len(word) == 2 || len(word) == 4) && word[len(word)-1] == '0' && '0' <= word[0] && word[0] <= '9'
}

func lastApostrophe(word string) (at, size int) {
	for i := len(word); i > 0; {
		r, size := utf8.DecodeLastRuneInString(word[:i])
		i -= size
		switch r {
		case '\'', '’', '‘', 'ʼ', '＇':
			return i, size
		}
	}
	return -1, 0
}

// elision returns where the token that begins with the apostrophe at at ends:
// usually after the mark, but "’90s", "’em" and a clitic that stands alone are
// words.
func (l *lexer) elision(start, at, end int) int {
	r, size := l.decode(at)
	after := at + size
	if l.doubled(start, at, end) {
		return after + size
	}
	if r == '‚' || r == '‹' || r == '›' {
		return after
	}
	to := after
	for to < end && to-after < 6 && (asciiClass[l.text[to]&0x7f] == letter || asciiClass[l.text[to]&0x7f] == digit) && l.text[to] < utf8.RuneSelf {
		to++
	}
	word := strings.ToLower(l.text[after:to])
	if at > start && !l.afterOpener(at) {
		if clitics[word] && (to == end || !isWord(l.text[to:end])) {
			return to // "Holm Jr.'s", "@portholm's"
		}
		return after
	}
	switch {
	case len(word) == 3 && digits(word[:2]) && word[2] == 's':
		return to
	case len(word) == 2 && digits(word) && r != '‘':
		return to
	case elided[word] && (r != '‘' || word == "em" || word == "til"):
		return to
	case at == start && to == end && clitics[word]:
		return to
	}
	return after
}

// doubled reports whether the mark at at and its twin after it are a double
// mark. Of three, the outer two are the double one.
func (l *lexer) doubled(start, at, end int) bool {
	r, size := l.decode(at)
	if r != '\'' && r != '‘' && r != '’' {
		return false
	}
	mark := l.text[at : at+size]
	if !strings.HasPrefix(l.text[at+size:end], mark) {
		return false
	}
	return at == start || l.afterOpener(at) || !strings.HasPrefix(l.text[at+2*size:end], mark)
}

// afterOpener reports whether an opening mark may stand at at by what is
// written before it.
func (l *lexer) afterOpener(at int) bool {
	_, size := utf8.DecodeLastRuneInString(l.text[:at])
	return before(l.text[at-size : at])
}

// classAt is the class of the rune before the byte offset.
func classAt(text string, at int) class {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return classOf(r)
}

func digits(word string) bool {
	for i := range len(word) {
		if word[i] < '0' || word[i] > '9' {
			return false
		}
	}
	return true
}

var (
	elided  = set("em til tis twas cause bout n")
	clitics = set("s m d re ve ll t")
)

func set(words string) map[string]bool {
	list := strings.Fields(words)
	m := make(map[string]bool, len(list))
	for _, word := range list {
		m[word] = true
	}
	return m
}
