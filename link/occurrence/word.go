package occurrence

import (
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tocsin"
	states "tocsin/country"
)

// The word lists are data, so that a reader of English can mend them.
var (
	//go:embed common.txt
	commonWords string
	//go:embed stop.txt
	stopWords string
	//go:embed generic.txt
	genericWords string
	//go:embed irregular.txt
	irregularForms string
)

type lexicon struct {
	rank    map[string]int // of the commonest words by frequency
	stop    map[string]bool
	generic map[string]bool   // stems
	plain   map[string]string // irregular form → plain form
}

var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{rank: map[string]int{}, stop: map[string]bool{}, generic: map[string]bool{}, plain: map[string]string{}}
	for line := range entries(irregularForms) {
		for _, form := range line {
			l.plain[form] = line[0]
		}
	}
	for line := range entries(commonWords) {
		for _, word := range line {
			l.rank[word] = len(l.rank)
		}
	}
	for line := range entries(stopWords) {
		for _, word := range line {
			l.stop[word] = true
		}
	}
	for line := range entries(genericWords) {
		for _, word := range line {
			l.generic[l.stem(word)] = true
		}
	}
	return l
})

// entries yields the words of each line that is no comment.
func entries(list string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(list) {
			if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" && !yield(fields) {
				return
			}
		}
	}
}

// Word is a word brought to its stem, and what sharing it says.
type Word struct {
	Stem   string  `json:"stem"`   // or "@" and the code of a country
	Weight float64 `json:"weight"` // near 0 for the commonest words, about 5 for rare ones
}

type token struct {
	lower string
	span  tocsin.Span
	upper bool
}

// tokenize cuts words at everything that is neither letter, digit nor an
// apostrophe within a word; digits keep what divides them.
func tokenize(text string, span tocsin.Span) []token {
	var tokens []token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			first, _ := utf8.DecodeRuneInString(text[start:end])
			tokens = append(tokens, token{lower: fold(text[start:end]), span: tocsin.Span{Start: start, End: end}, upper: unicode.IsUpper(first)})
			start = -1
		}
	}
	for i, r := range text[span.Start:span.End] {
		at := span.Start + i
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = at
			}
		case (r == '\'' || r == '’') && start >= 0:
		case (r == '.' || r == ',') && start >= 0 && digit(text[at-1]) && at+1 < span.End && digit(text[at+1]):
		default:
			flush(at)
		}
	}
	flush(span.End)
	return tokens
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// fold brings words to lower case, straight apostrophes and plain letters, and
// takes a possessive off.
func fold(word string) string {
	word = plainLetters.Replace(strings.ToLower(word))
	return strings.TrimRight(strings.TrimSuffix(word, "'s"), "'")
}

// plainLetters takes off the accents that names in news carry most.
var plainLetters = strings.NewReplacer("’", "'", "á", "a", "à", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ç", "c", "č", "c", "ć", "c",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ğ", "g", "í", "i", "ì", "i", "î", "i", "ï", "i", "ı", "i", "ñ", "n", "ó", "o", "ò", "o",
	"ô", "o", "ö", "o", "ø", "o", "š", "s", "ş", "s", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ý", "y", "ž", "z", "ł", "l", "ń", "n")

// What sharing a word says: a country is named in nearly every report, a
// number the more the more digits it has, and a word that is not among the
// commonest as much as any.
const (
	nationWeight = 0.7
	digitWeight  = 1.3
	rarestWeight = 5
)

// weight follows Zipf's law: the logarithm of a word's rank goes with that of
// its inverse frequency.
func (l *lexicon) weight(word, stem string) float64 {
	rank, common := l.rank[word]
	if other, known := l.rank[stem]; known && (!common || other < rank) {
		rank, common = other, true
	}
	if !common {
		return rarestWeight
	}
	return math.Log1p(float64(rank) / 60)
}

// nation is the code of the country that a word names, "" for none. Words
// arrive folded, so those that must be capitalised ("us") are none.
func nation(lower string) string {
	if match, ok := states.Find(lower); ok {
		return match.Country.Code
	}
	return ""
}

// weigh brings the words of a stretch of text to their stems, in text order.
func weigh(text string, span tocsin.Span) []Word {
	l := words()
	var found []Word
	for _, at := range tokenize(text, span) {
		if l.stop[at.lower] || len(at.lower) < 2 {
			continue
		}
		if digit(at.lower[0]) {
			found = append(found, Word{at.lower, digitWeight * float64(min(3, len(at.lower)))})
			continue
		}
		if code := nation(at.span.Of(text)); at.upper && code != "" {
			found = append(found, Word{"@" + code, nationWeight})
			continue
		}
		stem := l.stem(at.lower)
		found = append(found, Word{romanised(stem), l.weight(at.lower, stem)})
	}
	return found
}

// heaviest are at most so many of the words, each once, in the order of Stem.
func heaviest(list []Word, most int) []Word {
	list = distinct(list)
	slices.SortStableFunc(list, func(a, b Word) int { return cmp.Compare(b.Weight, a.Weight) })
	list = list[:min(len(list), most)]
	return distinct(list)
}

func distinct(list []Word) []Word {
	slices.SortFunc(list, func(a, b Word) int {
		return cmp.Or(strings.Compare(a.Stem, b.Stem), cmp.Compare(b.Weight, a.Weight))
	})
	return slices.CompactFunc(list, func(a, b Word) bool { return a.Stem == b.Stem })
}

// opening is how many bytes of an article tell what it is about: news says it
// first.
const opening = 1500

// subject is the words that an article is about: the heaviest of its title and
// opening, those that come again more than those that do not.
func subject(title, text string) []Word {
	end := min(len(text), opening)
	for end < len(text) && end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	all := append(weigh(title, tocsin.Span{End: len(title)}), weigh(text, tocsin.Span{End: end})...)
	times := map[string]float64{}
	for _, word := range all {
		times[word.Stem]++
	}
	for i := range all {
		all[i].Weight *= 1 + math.Log(times[all[i].Stem])
	}
	return heaviest(all, mostAbout)
}

// farthest is how many bytes a sentence is followed to either side of an
// event's trigger.
const farthest = 160

// around is the sentence that a trigger stands in, as far as stops and line
// breaks tell.
func around(text string, trigger tocsin.Span) tocsin.Span {
	start, end := max(0, trigger.Start-farthest), min(len(text), trigger.End+farthest)
	for start > 0 && start < trigger.Start && !utf8.RuneStart(text[start]) {
		start++
	}
	for end < len(text) && end > trigger.End && !utf8.RuneStart(text[end]) {
		end--
	}
	for i := trigger.Start - 1; i > start; i-- {
		if text[i] == '\n' || text[i] == ' ' && stops(text[:i]) {
			start = i + 1
			break
		}
	}
	for i := trigger.End; i < end; i++ {
		if text[i] == '\n' || text[i] == ' ' && stops(text[:i]) {
			end = i
			break
		}
	}
	return tocsin.Span{Start: start, End: end}
}

// stops reports whether a sentence ends before a space. A full stop after one
// capital or after a short title belongs to a name.
func stops(before string) bool {
	before = strings.TrimRight(before[max(0, len(before)-8):], "\"”’')")
	if before == "" || !strings.ContainsRune(".!?", rune(before[len(before)-1])) {
		return false
	}
	word := before[strings.LastIndexAny(before[:len(before)-1], " \n.(“\"")+1 : len(before)-1]
	first, size := utf8.DecodeRuneInString(word)
	return !(unicode.IsUpper(first) && (size == len(word) || titles[word]))
}

var titles = map[string]bool{"Mr": true, "Mrs": true, "Ms": true, "Dr": true, "Gen": true, "Col": true, "Lt": true, "Sen": true, "Gov": true, "St": true}

// triggerStem is the stem of the first word of content in a trigger: not "has
// been", not "said".
func triggerStem(trigger string) string {
	for _, at := range tokenize(trigger, tocsin.Span{End: len(trigger)}) {
		if !words().stop[at.lower] {
			return words().stem(at.lower)
		}
	}
	return ""
}

// lastStem is the stem of the last word: the head of an English noun phrase.
func lastStem(phrase string) string {
	tokens := tokenize(phrase, tocsin.Span{End: len(phrase)})
	if len(tokens) == 0 {
		return ""
	}
	return words().stem(tokens[len(tokens)-1].lower)
}
