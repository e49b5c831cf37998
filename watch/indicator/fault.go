package indicator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fault is one mistake in a file, in words that say what to do.
type Fault struct {
	File    string `json:"file"`
	Line    int    `json:"line"`   // from 1
	Column  int    `json:"column"` // from 1, in code points
	Field   string `json:"field"`  // "indicators[2].where"; "" for the whole file
	Message string `json:"message"`
	Source  string `json:"source,omitempty"` // the line
}

// String shows the fault with the line and a caret under the place.
func (f Fault) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: ", f.File, f.Line, f.Column)
	if f.Field != "" {
		fmt.Fprintf(&b, "%s: ", f.Field)
	}
	b.WriteString(f.Message)
	if f.Source != "" {
		source := strings.ReplaceAll(f.Source, "\t", " ")
		fmt.Fprintf(&b, "\n  | %s\n  | %s^", source, strings.Repeat(" ", max(0, f.Column-1)))
	}
	return b.String()
}

// Faults are all mistakes of a file, in its order.
type Faults []Fault

// Error lists them.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// sorted is the faults in the order of the file, nil for none.
func (f Faults) sorted() error {
	if len(f) == 0 {
		return nil
	}
	slices.SortStableFunc(f, func(a, b Fault) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	return slices.Compact(f)
}

// nearest is the word that was probably meant, "" where none is near: at most
// two letters, and no more than a third of the word, differ.
func nearest(word string, known []string) string {
	best, least := "", min(2, len(word)/3)+1
	for _, candidate := range known {
		if distance := edits(strings.ToLower(word), strings.ToLower(candidate)); distance < least {
			best, least = candidate, distance
		}
	}
	return best
}

// edits is how many letters must be put in, taken out or changed (Levenshtein
// 1966).
func edits(a, b string) int {
	if max(len(a), len(b)) > 64 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// instead says which words there are, and which one was probably meant.
func instead(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	const most = 24
	if len(known) > most {
		return ""
	}
	return "there are " + strings.Join(known, ", ")
}

// column counts code points before a byte of a line, from 1.
func column(line string, offset int) int {
	return utf8.RuneCountInString(line[:max(0, min(offset, len(line)))]) + 1
}
