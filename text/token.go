package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"tocsin"
)

const (
	// maxChunk bounds what stands between two blanks, in bytes, and with it
	// the longest token: a megabyte without a space is many words, not one.
	maxChunk = 2048
	// maxWord bounds a word, in bytes. The longest English word in use has 45
	// letters; addresses and file names are longer.
	maxWord = 256
	// ornament is the length, in runes, from which a run of one punctuation
	// mark is a single token: "__________".
	ornament = 8
	// bytesPerToken is what nearly all English news needs at least, so that the
	// tokens are allocated once and few too many of them.
	bytesPerToken = 5
)

// tokenize splits the text into words, numbers, marks and symbols.
func tokenize(text string) []Token {
	l := lexer{text: text, fresh: true, tokens: make([]Token, 0, len(text)/bytesPerToken+8)}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if classOf(r) == blank {
			if r == '\n' || r == '\u2028' || r == '\u2029' {
				l.fresh = true
			}
			at += size
			continue
		}
		end := l.lettersEnd(at)
		if end-at <= maxWord && (end == len(text) || asciiClass[text[end]&0x7f] == blank && text[end] < utf8.RuneSelf) {
			l.emitWord(at, end, false) // most words of English
		} else {
			end = l.chunkEnd(at)
			l.chunk(at, end)
		}
		at, l.fresh = end, false
	}
	return l.tokens
}

// lexer is the state of one tokenize.
type lexer struct {
	text   string
	tokens []Token
	fresh  bool // no token yet on this line
	lowers lowers
}

// lettersEnd returns where the run of ASCII letters ends, looking no further
// than a word can reach.
func (l *lexer) lettersEnd(at int) int {
	limit := min(len(l.text), at+maxWord+1)
	for at < limit && asciiLetter(l.text[at]) {
		at++
	}
	return at
}

// chunkEnd returns where the run of runes that are not blank ends.
func (l *lexer) chunkEnd(at int) int {
	limit := min(len(l.text), at+maxChunk)
	for i := at; i < limit; {
		b := l.text[i]
		if b < utf8.RuneSelf {
			if asciiClass[b] == blank {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(l.text[i:])
		if classOf(r) == blank {
			return i
		}
		if i+size > limit {
			return i
		}
		i += size
	}
	return limit
}

// chunk emits the tokens between two blanks.
func (l *lexer) chunk(start, end int) {
	for at := start; at < end; {
		at = l.next(start, at, end)
	}
}

// next emits the token, or the word with its clitics, that begins at at, and
// returns where it ends.
func (l *lexer) next(start, at, end int) int {
	r, size := utf8.DecodeRuneInString(l.text[at:end])
	if to := l.whole(start, at, end); to > at {
		l.emit(at, to)
		return to
	}
	switch class := classOf(r); class {
	case letter, digit:
		to, apostrophes := l.word(start, at, end)
		l.emitWord(at, to, apostrophes)
		return to
	case stop:
		if b := l.text[at:end]; len(b) > 1 && b[0] == '.' && '0' <= b[1] && b[1] <= '9' && (at == start || classAt(l.text, at) == other) {
			to, _ := l.word(start, at+1, end)
			l.emit(at, to)
			return to
		}
		to := l.run(at, end, func(r rune) bool { return classOf(r) == stop })
		l.emit(at, to)
		return to
	case apostrophe:
		to := l.elision(start, at, end)
		l.emit(at, to)
		return to
	case other:
		if to := signed(l.text[at:end]); to > 0 && (at == start || classAt(l.text, at) == other) {
			to, _ = l.word(start, at+to, end)
			l.emit(at, to)
			return to
		}
	case mark:
		l.emit(at, at+size)
		return at + size
	case symbol:
		to := at + len(graphemes.FromString(l.text[at:end]).First())
		l.emit(at, to)
		return to
	}
	to, count := at, 0
	for to < end {
		next, width := utf8.DecodeRuneInString(l.text[to:end])
		if next != r {
			break
		}
		to += width
		count++
	}
	if count < ornament && !strings.ContainsRune("-–—_*=~+#<>|`'", r) {
		to = at + size
	}
	l.emit(at, to)
	return to
}

// run returns where the run of accepted runes ends.
func (l *lexer) run(at, end int, accept func(rune) bool) int {
	for at < end {
		r, size := utf8.DecodeRuneInString(l.text[at:end])
		if !accept(r) {
			break
		}
		at += size
	}
	return at
}

func (l *lexer) emit(start, end int) {
	// A Token is wide: it is filled where it lies, not copied there.
	if len(l.tokens) == cap(l.tokens) {
		l.tokens = slices.Grow(l.tokens, 1)
	}
	l.tokens = l.tokens[:len(l.tokens)+1]
	token := &l.tokens[len(l.tokens)-1]
	token.Span = tocsin.Span{Start: start, End: end}
	token.Text = l.text[start:end]
	token.Lower = l.lowers.of(token.Text)
	token.Head, token.Quote = -1, -1
}

// class is what a rune does in a text.
type class uint8

const (
	other class = iota // punctuation without a class of its own
	blank              // spaces, controls, marks of direction
	letter
	digit
	stop       // . ! ? …
	apostrophe // ' ’ and the opening single mark
	mark       // quotation marks that cannot be apostrophes
	symbol     // emoji, dingbats, whatever combines into clusters
)

var asciiClass = func() (classes [utf8.RuneSelf]class) {
	for b := range classes {
		switch r := rune(b); {
		case r <= ' ' || r == 0x7f:
			classes[b] = blank
		case 'a' <= r|0x20 && r|0x20 <= 'z' || r == '_':
			classes[b] = letter
		case '0' <= r && r <= '9':
			classes[b] = digit
		}
	}
	classes['.'], classes['!'], classes['?'] = stop, stop, stop
	classes['\''], classes['"'] = apostrophe, mark
	return classes
}()

func classOf(r rune) class {
	if uint32(r) < utf8.RuneSelf {
		return asciiClass[r]
	}
	switch r {
	case '‘', '’', '‚', '‛', 'ʼ', '＇', '‹', '›':
		return apostrophe
	case '“', '”', '„', '‟', '«', '»', '＂', '〝', '〞':
		return mark
	case '…', '。', '！', '？', '؟', '۔':
		return stop
	case '\u00ad', '\u200c', '\u200d', '\u2060': // soft hyphen and joiners: within words
		return letter
	}
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r):
		return letter
	case unicode.IsNumber(r):
		return digit
	case unicode.IsSpace(r), unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zs):
		return blank
	case unicode.Is(unicode.So, r), unicode.Is(unicode.Sk, r):
		return symbol
	}
	return other
}

// lowers lower-cases words with one allocation for many: the results are
// slices of a shared buffer.
type lowers struct{ buffer *strings.Builder }

const lowersBlock = 8192

// of returns the word lower-cased, its curly apostrophes straight and its soft
// hyphens gone.
func (l *lowers) of(word string) string {
	plain := true
	for i := 0; i < len(word); i++ {
		if b := word[i]; b >= utf8.RuneSelf || 'A' <= b && b <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return word
	}
	// A rune's lower case has at most three bytes for its two.
	if need := 2*len(word) + utf8.UTFMax; l.buffer == nil || l.buffer.Cap()-l.buffer.Len() < need {
		l.buffer = new(strings.Builder)
		l.buffer.Grow(max(lowersBlock, need))
	}
	start := l.buffer.Len()
	for _, r := range word {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r |= 0x20
			}
			l.buffer.WriteByte(byte(r))
		case r == '’' || r == '‘' || r == 'ʼ' || r == '＇':
			l.buffer.WriteByte('\'')
		case r == '\u00ad':
		default:
			l.buffer.WriteRune(unicode.ToLower(r))
		}
	}
	return l.buffer.String()[start:]
}
