package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tocsin/country"
)

//go:embed model/names-first.txt
var firstNamesFile string

//go:embed model/names-words.txt
var nameWordsFile string

//go:embed model/names-known.txt
var knownNamesFile string

// Word classes, as bits: what a word alone says about the names around it.
const (
	classFirst = 1 << iota
	classTitle
	classOrg
	classPlace
	classMisc
	classMonth
	classWeekday
	classVerb
	classLink
	classCountry
	classNationality
)

var classOfSection = map[string]uint16{
	"title": classTitle, "org": classOrg, "place": classPlace, "misc": classMisc,
	"month": classMonth, "weekday": classWeekday, "verb": classVerb, "link": classLink,
}

// nameLists are the embedded lists, parsed once.
type nameLists struct {
	classes map[string]uint16
	// known holds lower-cased words joined by spaces; the value is the kind's
	// index in nameKinds.
	known    map[string]uint8
	knownMax int // words in the longest of known
}

var nameKnowledge = sync.OnceValue(func() nameLists {
	lists := nameLists{classes: map[string]uint16{}, known: map[string]uint8{}}
	for line := range sections(firstNamesFile) {
		for _, word := range strings.Fields(line) {
			lists.classes[word] |= classFirst
		}
	}
	for line := range sections(nameWordsFile) {
		fields := strings.Fields(line)
		for _, word := range fields[1:] {
			lists.classes[strings.ReplaceAll(word, "’", "'")] |= classOfSection[fields[0]]
		}
	}
	for line := range sections(knownNamesFile) {
		kind, names, _ := strings.Cut(line, " ")
		for _, name := range strings.Split(names, ",") {
			words := splitHyphens(strings.ToLower(name))
			lists.known[strings.Join(words, " ")] = uint8(kindIndex(NameKind(kind)))
			lists.knownMax = max(lists.knownMax, len(words))
		}
	}
	return lists
})

// splitHyphens parts a listed name as the tokenizer parts the text's words.
func splitHyphens(name string) []string {
	name = strings.ReplaceAll(name, "-", " - ")
	name = strings.ReplaceAll(name, "’s", " 's")
	return strings.Fields(name)
}

func kindIndex(kind NameKind) int {
	for k, other := range nameKinds {
		if other == kind {
			return k
		}
	}
	return 0
}

// sections yields the lines that are neither empty nor comments.
func sections(file string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(file) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}

// nameWord is what the features need of one token.
type nameWord struct {
	word, lower, shape, tag uint32
	prefix, suffix          [3]uint32
	classes                 uint16
	// listed is 0 outside any listed name; else 1 + 2×kind, plus 1 after the
	// first of its words.
	listed uint8
	// habit says how the rest of the article writes the word: bit 0 where it
	// stands in lower case somewhere, bit 1 where it is capitalised within a
	// sentence.
	habit uint8
	upper bool
}

// nameFeatures turns a Doc's tokens into rows of the weights.
type nameFeatures struct {
	doc   *Doc
	words []nameWord
	caps  []uint8 // for each sentence, how much of it is capitalised: 0…2
}

// habitWords bounds the memory that the look at the whole article takes.
const habitWords = 1 << 16

func newNameFeatures(doc *Doc) nameFeatures {
	f := nameFeatures{doc: doc, words: make([]nameWord, len(doc.Tokens)), caps: make([]uint8, len(doc.Sentences))}
	f.caps = f.caps[:0]
	habits := map[uint32]uint8{}
	lists := nameKnowledge()
	for s := range doc.Sentences {
		first, last := doc.Sentences[s].First, doc.Sentences[s].Last
		capitals := capitalised(doc.Tokens[first:last])
		f.caps = append(f.caps, capitals)
		for i := first; i < last; i++ {
			f.words[i] = readNameWord(&doc.Tokens[i], lists)
			w := &f.words[i]
			switch {
			case len(habits) > habitWords:
			case !w.upper:
				habits[w.lower] |= 1
			case i > first && capitals == 0 && !isOpening(doc.Tokens[i-1].Text):
				habits[w.lower] |= 2
			}
		}
		f.list(lists, first, last)
	}
	for i := range f.words {
		f.words[i].habit = habits[f.words[i].lower]
	}
	return f
}

// capitalised is 2 where nearly all words of a sentence begin with a capital
// letter (a headline in title case, a shout), 1 where most do, 0 else.
func capitalised(tokens []Token) uint8 {
	words, upper := 0, 0
	for i := range tokens {
		r, _ := utf8.DecodeRuneInString(tokens[i].Text)
		if !unicode.IsLetter(r) {
			continue
		}
		words++
		if unicode.IsUpper(r) {
			upper++
		}
	}
	switch {
	case words < 3 || 2*upper <= words:
		return 0
	case 5*upper <= 4*words:
		return 1
	}
	return 2
}

func isOpening(word string) bool {
	switch word {
	case "“", "\"", "‘", "'", "(", "[", "``", "-", "–", "—", ":", ".":
		return true
	}
	return false
}

func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

func readNameWord(token *Token, lists nameLists) nameWord {
	w := nameWord{
		word: hashOf(token.Text), lower: hashOf(token.Lower), shape: hashOf(shapeOf(token.Text)),
		tag: hashOf(token.Tag), upper: startsUpper(token.Text), classes: lists.classes[token.Lower],
	}
	for n := range 3 {
		w.prefix[n] = hashOf(headRunes(token.Lower, n+2))
		w.suffix[n] = hashOf(tailRunes(token.Lower, n+2))
	}
	return w
}

// list marks the listed names and the countries among the tokens.
func (f *nameFeatures) list(lists nameLists, first, last int) {
	for i := first; i < last; {
		if !f.words[i].upper {
			i++
			continue
		}
		count, mark := f.longest(lists, i, min(last, i+lists.knownMax))
		for j := i; j < i+count; j++ {
			if f.words[j].listed == 0 {
				f.words[j].listed = mark
				if j > i {
					f.words[j].listed++
				}
			}
		}
		i += max(count, 1)
	}
}

// longest returns how many tokens from i on make a listed name, and its mark.
func (f *nameFeatures) longest(lists nameLists, i, limit int) (count int, mark uint8) {
	for last := limit; last > i; last-- {
		phrase := f.phrase(i, last)
		if kind, known := lists.known[phrase]; known {
			return last - i, 1 + 2*kind
		}
		if last-i > 4 {
			continue
		}
		match, found := country.Find(f.doc.Words(f.doc.SpanOf(i, last)))
		if !found {
			continue
		}
		switch match.Sense {
		case country.Name, country.Capital:
			f.words[i].classes |= classCountry
			return last - i, 1 + 2*2
		case country.Adjective, country.People:
			f.words[i].classes |= classNationality
			return last - i, 1 + 2*3
		case country.Metonym:
			return last - i, 1 + 2*1
		}
	}
	return 0, 0
}

func (f *nameFeatures) phrase(first, last int) string {
	if last-first == 1 {
		return f.doc.Tokens[first].Lower
	}
	words := make([]string, 0, 8)
	for i := first; i < last; i++ {
		words = append(words, f.doc.Tokens[i].Lower)
	}
	return strings.Join(words, " ")
}

// candidates tells which tokens of a sentence, counted from its first, can be
// part of a name: in a sentence that writes names with capitals, those that
// are capitalised or hold a digit, and small words between two such.
func (f *nameFeatures) candidates(first, last int) func(i int) bool {
	capitals := 0
	for i := first + 1; i < last; i++ {
		if f.words[i].upper {
			capitals++
		}
	}
	if capitals == 0 {
		return func(int) bool { return true } // “anna lives in oslo”
	}
	marked := func(i int) bool {
		return i >= first && i < last && (f.words[i].upper || strings.ContainsAny(f.doc.Tokens[i].Text, "0123456789@#"))
	}
	return func(i int) bool {
		i += first
		if i > first && (f.doc.Tokens[i-1].Text == "@" || f.doc.Tokens[i-1].Text == "#") {
			return true
		}
		return marked(i) || (marked(i-1) || marked(i-2) || marked(i-3)) && (marked(i+1) || marked(i+2) || marked(i+3))
	}
}

// rows appends the feature rows of token i of the sentence [first, last).
func (f *nameFeatures) rows(rows []uint32, first, i, last int) []uint32 {
	at := func(j int) nameWord {
		switch {
		case j < first:
			return nameWord{lower: 1, shape: 1}
		case j >= last:
			return nameWord{lower: 2, shape: 2}
		}
		return f.words[j]
	}
	w, a, b, c, d := at(i), at(i-2), at(i-1), at(i+1), at(i+2)
	caps := uint32(f.caps[f.doc.Tokens[i].Sentence])
	begins := uint32(0)
	if i == first {
		begins = 1
	} else if isOpening(f.doc.Tokens[i-1].Text) {
		begins = 2
	}
	row := func(kind uint32, parts ...uint32) {
		h := kind * 0x9E3779B1
		for _, part := range parts {
			h = (h ^ part) * 0x85EBCA6B
			h ^= h >> 15
		}
		rows = append(rows, (h^h>>13)&(nameRows-1))
	}
	row(1)
	row(2, w.word)
	row(3, w.lower)
	row(4, b.lower)
	row(5, c.lower)
	row(6, a.lower)
	row(7, d.lower)
	row(8, b.lower, w.lower)
	row(9, w.lower, c.lower)
	row(10, w.prefix[0])
	row(11, w.prefix[1])
	row(12, w.suffix[0])
	row(13, w.suffix[1])
	row(14, w.suffix[2])
	row(15, w.shape, begins, caps)
	row(16, b.shape, w.shape, caps)
	row(17, w.shape, c.shape, caps)
	row(18, b.shape, w.shape, c.shape)
	row(19, uint32(w.classes), w.shape)
	row(20, uint32(b.classes), uint32(w.classes))
	row(21, uint32(w.classes), uint32(c.classes))
	row(22, uint32(b.classes), w.shape, uint32(c.classes))
	row(23, uint32(w.listed), uint32(c.listed))
	row(24, uint32(b.listed), uint32(w.listed))
	row(25, uint32(w.habit), w.shape, begins)
	row(26, b.lower, w.shape)
	row(27, c.lower, w.shape)
	row(28, w.tag, b.tag, begins)
	row(29, w.tag, c.tag)
	row(30, w.tag, w.shape, uint32(w.classes))
	row(31, b.lower, c.lower)
	row(32, a.lower, b.lower)
	row(33, c.lower, d.lower)
	row(34, uint32(c.classes), uint32(d.classes), w.shape)
	return rows
}

// hashOf is FNV-1a.
func hashOf(words string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(words); i++ {
		h = (h ^ uint32(words[i])) * 16777619
	}
	return h
}

// shapeOf maps letters to X and x, digits to 9, and cuts runs at two: "NATO"
// is "XX", "McCain" is "XxXxx", "F-16s" is "X-99x".
func shapeOf(word string) string {
	shape := make([]byte, 0, 12)
	for _, r := range word {
		class := byte('.')
		switch {
		case unicode.IsUpper(r):
			class = 'X'
		case unicode.IsLetter(r):
			class = 'x'
		case unicode.IsDigit(r):
			class = '9'
		case r < utf8.RuneSelf:
			class = byte(r)
		}
		if n := len(shape); n >= 2 && shape[n-1] == class && shape[n-2] == class {
			continue
		}
		if len(shape) == cap(shape) {
			break
		}
		shape = append(shape, class)
	}
	return string(shape)
}

// headRunes is the first n runes of the word, or all of it.
func headRunes(word string, n int) string {
	for i := range word {
		if n == 0 {
			return word[:i]
		}
		n--
	}
	return word
}

// tailRunes is the last n runes of the word, or all of it.
func tailRunes(word string, n int) string {
	i := len(word)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(word[:i])
		i -= size
	}
	return word[i:]
}
