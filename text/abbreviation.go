package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// manner says what may follow an abbreviation.
type manner uint8

const (
	// leads is followed by a name: "Gen. Brown". It never ends a sentence
	// before a capital.
	leads manner = iota + 1
	// counts is followed by a number and is a word otherwise: "No. 10", but
	// "He said no."
	counts
	// dates is followed by a number or by a name's end: "Oct. 17".
	dates
	// trails may end a sentence: "Acme Inc.", "etc."
	trails
)

// abbreviations are the words that take a full stop of their own, in lower
// case and without it.
var abbreviations = func() map[string]manner {
	lists := map[manner]string{
		leads: `mr mrs ms mx dr drs prof gen lt col maj capt cpt cmdr cdr adm sgt cpl pvt brig
			lieut rev hon pres gov govs sen sens rep reps rt msgr fr sr supt insp det st ft mt mlle mme messrs
			vs v cf al viz approx ca dept univ assn bros mgr atty e.g i.e`,
		counts: `no nos art sec fig figs vol vols pp para ch eq ver nr`,
		dates:  `jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun`,
		trails: `inc ltd corp co cos plc llc jr esq etc ave blvd rd bldg sq ph.d m.d b.a m.a d.c
			ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb
			nev okla ore pa tenn tex vt va wash wis wyo`,
	}
	m := map[string]manner{}
	for kind, words := range lists {
		for _, word := range strings.Fields(words) {
			m[word] = kind
		}
	}
	return m
}()

// abbreviates reports whether the full stop at stop belongs to the word
// [at, stop). The chunk ends at end.
func (l *lexer) abbreviates(at, stop, end int) bool {
	if strings.HasPrefix(l.text[stop+1:end], "..") {
		return false // an ellipsis follows the word
	}
	word := l.text[at:stop]
	if dotted(word[strings.LastIndexByte(word, '-')+1:]) {
		return true // "U.S.", "non-U.S."
	}
	if numbering[word] && unicode.IsDigit(l.peek(stop+1)) {
		return true // "p. 12", "c. 1900"
	}
	if l.fresh && len(word) <= 5 && numbered(word) && l.beginsChunk(at) {
		return stop+1 == end // "1. The first point"
	}
	if utf8.RuneCountInString(word) == 1 {
		return l.initial(word, stop+1, end)
	}
	if len(word) > 8 {
		return false
	}
	next := l.peek(stop + 1)
	switch abbreviations[strings.ToLower(word)] {
	case leads, trails:
		if word == "etc" && (next == 0 || unicode.IsUpper(next)) {
			return false // the treebanks give the sentence its own stop
		}
		return unicode.IsUpper(first(word)) || !capitalOnly[word]
	case counts:
		return unicode.IsDigit(next)
	case dates:
		return unicode.IsUpper(first(word)) && (unicode.IsDigit(next) || !unicode.IsUpper(next) || word == "Sept")
	}
	return false
}

// capitalOnly are words when in lower case: "He was ill."
var capitalOnly = set(`v gen rev hon gov rep det ft mt fr sr st co ave sq inc corp col pres sen ala ark colo conn del
	ga ill ind kan la mass md minn miss mo mont neb ore pa tex va vt wash`)

// numbering are the abbreviations of one letter, before a number.
var numbering = set("p c b d m n v")

// beginsChunk reports whether nothing is written to what begins at at.
func (l *lexer) beginsChunk(at int) bool { return at == 0 || classAt(l.text, at) == blank }

// dotted reports whether the word is letters between points: "U.S", "a.m",
// "Ph.D".
func dotted(word string) bool {
	points, run := 0, 0
	for _, r := range word {
		switch {
		case r == '.':
			if run == 0 || run > 2 {
				return false
			}
			points, run = points+1, 0
		case unicode.IsLetter(r):
			run++
		default:
			return false
		}
	}
	return points > 0 && run > 0 && run <= 2
}

// initial reports whether the letter before the full stop is an initial: a
// capital before anything but a word that begins a sentence.
func (l *lexer) initial(word string, after, end int) bool {
	if !unicode.IsUpper(first(word)) {
		return false
	}
	if after < end {
		r, _ := l.decode(after)
		return classOf(r) == letter || r == ',' || r == ';' || r == '&'
	}
	if unicode.IsDigit(l.peek(after)) {
		return true // "H. R. 1280"
	}
	next := l.nextWord(after)
	return next != "" && (unicode.IsLower(first(next)) || !starters[strings.ToLower(next)])
}

// peek returns the first rune after the offset that is not blank.
func (l *lexer) peek(at int) rune {
	for at < len(l.text) {
		r, size := l.decode(at)
		if classOf(r) != blank {
			return r
		}
		at += size
	}
	return 0
}

// nextWord returns the word after the blanks at the offset, cut at 16 bytes.
func (l *lexer) nextWord(at int) string {
	for at < len(l.text) {
		r, size := l.decode(at)
		if classOf(r) != blank {
			break
		}
		at += size
	}
	to := at
	for to < len(l.text) && to-at < 16 {
		r, size := l.decode(to)
		if classOf(r) != letter {
			break
		}
		to += size
	}
	return l.text[at:to]
}

func first(word string) rune {
	r, _ := utf8.DecodeRuneInString(word)
	return r
}

// starters are words that, capitalised, begin a sentence rather than a name.
var starters = set(`the a an this that these those it its he his she her they their we our you your i my
	in on at by for from with of to as if when while where after before since until during despite
	although though because but and or so yet then there here what who why how which whether not no
	some many most all both each every several such one two three another other more also still
	however meanwhile moreover now today yesterday tomorrow earlier later last next according
	was were is are has had have do does did can could will would may might must should let`)
