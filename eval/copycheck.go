package eval

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The near-duplicates test needs to know which articles of its data are copies
// of one another already. It does not ask the reader of origins: it compares
// every word of one with every word of the other and marks the runs of at
// least leastRun words that stand in both, letter for letter, once quotations
// are taken out of the texts.
const (
	leastRun = 8   // words
	longRun  = 20  // words: a pair that shares such a run is not fresh
	copied   = 0.2 // from this share of the shorter one's words on, a pair is a copy
	fresh    = 0.1 // below this share it is none, and in between it is not judged
)

// verdict is what the check says of a pair.
type verdict struct {
	share   float64 // of the words of the shorter text, in 0…1
	longest int     // words of the longest run
}

func (v verdict) copied() bool { return v.share >= copied }
func (v verdict) fresh() bool  { return v.share < fresh && v.longest < longRun }

// quotation is words between quotation marks, which two reporters may well
// have heard both. A straight mark opens at the beginning of a word and closes
// at the end of one; a quotation that is not closed ends with its paragraph.
var quotation = regexp.MustCompile(`“[^”\n]*(?:”|\n|$)|(?:^|[\s(—])"[^"\s](?:[^"\n]*[^"\s])?(?:"|\n|$)|‘[^’\n]{20,}’\s`)

// judge compares what two texts say in their own words.
func judge(a, b string) verdict {
	return judgeWords(wordsOf(quotation.ReplaceAllString(a, " ")), wordsOf(quotation.ReplaceAllString(b, " ")))
}

// judgeWhole compares two texts with their quotations.
func judgeWhole(a, b string) verdict { return judgeWords(wordsOf(a), wordsOf(b)) }

func judgeWords(left, right []string) verdict {
	if len(left) > len(right) {
		left, right = right, left
	}
	marked, longest := commonRuns(left, right)
	return verdict{share: share(float64(marked), float64(len(left))), longest: longest}
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// commonRuns counts the words of a that stand in a run that b has too, and the
// words of the longest one, by the table of common suffixes, a row at a time.
func commonRuns(a, b []string) (marked, longest int) {
	in := make([]bool, len(a))
	above, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for i := range a {
		here := 0
		for j := range b {
			row[j+1] = 0
			if a[i] == b[j] {
				row[j+1] = above[j] + 1
				here = max(here, row[j+1])
			}
		}
		if here >= leastRun {
			for k := i - here + 1; k <= i; k++ {
				in[k] = true
			}
		}
		longest = max(longest, here)
		above, row = row, above
	}
	return len(slices.DeleteFunc(in, func(in bool) bool { return !in })), longest
}
