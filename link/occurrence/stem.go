package occurrence

import "strings"

// ending is what a word may end with, what stands instead, and how many letters
// must stay before it.
type ending struct {
	ending, instead string
	keep            int
}

// Plurals are taken off first, then one of the others, in this order. They are
// the inflections of English and a few derivations of verbs; more would make
// two happenings alike that are not.
var (
	plurals = []ending{{"ies", "y", 2}, {"sses", "ss", 1}, {"xes", "x", 1}, {"ches", "ch", 1}, {"shes", "sh", 2}, {"ss", "ss", 0}, {"us", "us", 0}, {"s", "", 3}}
	others  = []ending{
		{"isation", "", 4}, {"ization", "", 4}, {"ation", "", 4}, {"ated", "", 4}, {"ating", "", 4}, {"ssion", "ss", 3}, {"ction", "ct", 3}, {"ment", "", 4},
		{"ied", "y", 2}, {"ing", "", 3}, {"ed", "", 3},
	}
)

// stem brings the forms of a lower-case word together: "attacks", "attacked"
// and "attacking" become "attack". What comes out need not be a word.
func (l *lexicon) stem(word string) string {
	if plain, ok := l.plain[word]; ok {
		word = plain
	}
	word, _ = without(word, plurals)
	if rest, found := without(word, others); found {
		word = undouble(rest)
	}
	if len(word) > 3 {
		word = strings.TrimSuffix(word, "e")
	}
	return word
}

// without takes off the first ending of the list that the word has.
func without(word string, list []ending) (rest string, found bool) {
	for _, rule := range list {
		rest, ok := strings.CutSuffix(word, rule.ending)
		if ok && len(rest) >= rule.keep && (rule.keep == 0 || strings.ContainsAny(rest, "aeiouy")) {
			return rest + rule.instead, true
		}
	}
	return word, false
}

// undouble takes off the second of two equal consonants ("stopp"), except
// where English keeps them.
func undouble(word string) string {
	n := len(word)
	if n > 3 && word[n-1] == word[n-2] && !strings.ContainsRune("aeiouslz", rune(word[n-1])) {
		return word[:n-1]
	}
	return word
}
