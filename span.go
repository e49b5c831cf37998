package tocsin

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Span is a half-open range [Start, End) of an Article's text in bytes. Both
// ends lie on rune boundaries. Whatever leaves the program counts in Unicode
// code points instead (see Runes), as brat and W3C Web Annotation do.
type Span struct{ Start, End int }

// Of returns the words that the span covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// IsZero reports whether the span is unset or empty.
func (s Span) IsZero() bool { return s.End <= s.Start }

// Contains reports whether other lies within s.
func (s Span) Contains(other Span) bool { return s.Start <= other.Start && other.End <= s.End }

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(other Span) bool { return s.Start < other.End && other.Start < s.End }

// Compare orders spans by start, longer ones first.
func (s Span) Compare(other Span) int {
	return cmp.Or(cmp.Compare(s.Start, other.Start), cmp.Compare(other.End, s.End))
}

// Words are the words that spans cover, with an ellipsis where they are apart.
func Words(text string, spans ...Span) string {
	parts := make([]string, len(spans))
	for i, span := range spans {
		parts[i] = span.Of(text)
	}
	return strings.Join(parts, " … ")
}

// Runes converts byte offsets of one text into code points. Making one costs
// a pass over the text; each conversion after that is a constant-time look-up.
type Runes struct {
	text string
	// marks[i] is the number of code points before byte i*runesStep.
	marks []int32
}

const runesStep = 64

// NewRunes indexes text.
func NewRunes(text string) Runes {
	marks := make([]int32, 0, len(text)/runesStep+1)
	count := int32(0)
	for i := range len(text) {
		if i%runesStep == 0 {
			marks = append(marks, count)
		}
		if utf8.RuneStart(text[i]) {
			count++
		}
	}
	return Runes{text: text, marks: marks}
}

// At returns how many code points begin before the byte offset.
func (r Runes) At(offset int) int {
	if offset <= 0 || len(r.marks) == 0 {
		return 0
	}
	offset = min(offset, len(r.text))
	mark := min(offset/runesStep, len(r.marks)-1)
	count := int(r.marks[mark])
	for i := mark * runesStep; i < offset; i++ {
		if utf8.RuneStart(r.text[i]) {
			count++
		}
	}
	return count
}

// Range returns the span in code points.
func (r Runes) Range(s Span) [2]int { return [2]int{r.At(s.Start), r.At(s.End)} }
