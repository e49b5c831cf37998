package promise

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tocsin"
)

// The word lists are data, so that a reader of English can mend them.
var (
	//go:embed stop.txt
	stopWords string
	//go:embed generic.txt
	genericWords string
	//go:embed conditions.txt
	conditionWords string
	//go:embed retractions.txt
	retractionWords string
)

var lists = sync.OnceValue(func() (l struct {
	stop, generic, retraction map[string]bool
	conditions                []string
}) {
	l.stop, l.generic, l.retraction = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, word := range entries(stopWords) {
		l.stop[word] = true
	}
	for _, word := range entries(genericWords) {
		l.generic[short(word)] = true
	}
	for _, word := range entries(retractionWords) {
		l.retraction[word] = true
	}
	for _, word := range entries(conditionWords) {
		l.conditions = append(l.conditions, " "+strings.ReplaceAll(word, "_", " ")+" ")
	}
	return l
})

func entries(list string) []string {
	var found []string
	for line := range strings.Lines(list) {
		if !strings.HasPrefix(line, "#") {
			found = append(found, strings.Fields(line)...)
		}
	}
	return found
}

// letters is how many letters of a word are compared: English inflects at the
// end.
const letters = 6

// short is the beginning of a word, without a plural's s.
func short(word string) string {
	word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "s")
	if utf8.RuneCountInString(word) <= letters {
		return word
	}
	return string([]rune(word)[:letters])
}

// split cuts a text into its words in lower case.
func split(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
}

// stems are the words of content of a text, cut short, in text order.
func stems(text string) []string {
	var found []string
	for _, word := range split(text) {
		if word = strings.Trim(word, "'"); len(word) > 1 && !lists().stop[word] {
			found = append(found, short(word))
		}
	}
	return found
}

// conditional reports whether what is promised hangs on something.
func conditional(text string) bool {
	plain := " " + strings.Join(split(text), " ") + " "
	if strings.HasPrefix(plain, " should ") || strings.HasPrefix(plain, " were ") {
		return true
	}
	for _, words := range lists().conditions {
		if strings.Contains(plain, words) {
			return true
		}
	}
	return false
}

// takesBack reports whether a claim denies or withdraws what its content says.
func takesBack(claim tocsin.Claim) bool {
	if claim.Source.Name == "" || len(claim.Content) == 0 {
		return false
	}
	return claim.Act == tocsin.Deny || lists().retraction[strings.ToLower(claim.Cue.Lemma)]
}

// common is how many entries of a are in b.
func common(a, b []string) int {
	in := make(map[string]bool, len(b))
	for _, word := range b {
		in[word] = true
	}
	count := 0
	for _, word := range a {
		if in[word] {
			count++
		}
	}
	return count
}

// wholeRunes is the range without parts of characters at its ends.
func wholeRunes(text string, start, end int) tocsin.Span {
	for start < end && !utf8.RuneStart(text[start]) {
		start++
	}
	for end > start && end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return tocsin.Span{Start: start, End: end}
}
