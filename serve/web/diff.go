package web

import (
	"slices"
	"strings"
	"unicode"
)

// change is a line of a difference: its words, each the same, gone or new.
type change struct {
	Pieces []piece
	Kind   string // same, gone, new, mixed; "skip" for lines left out
	Count  int    // of lines left out
}

type piece struct {
	Text, Kind string // same, gone, new
}

// The bounds of a comparison: what is longer is shown as replaced.
const (
	mostDiffLines = 800
	mostDiffWords = 900
	around        = 1 // lines of context
)

// changed compares two texts line by line, and lines that took each other's
// place word by word.
func changed(before, after []string) []change {
	var out []change
	steps := compared(before, after, mostDiffLines)
	for i := 0; i < len(steps); {
		if steps[i].Kind == "same" {
			out = append(out, change{Kind: "same", Pieces: []piece{steps[i]}})
			i++
			continue
		}
		var gone, fresh []string
		for ; i < len(steps) && steps[i].Kind != "same"; i++ {
			if steps[i].Kind == "gone" {
				gone = append(gone, steps[i].Text)
			} else {
				fresh = append(fresh, steps[i].Text)
			}
		}
		for n := range max(len(gone), len(fresh)) {
			switch {
			case n >= len(fresh):
				out = append(out, change{Kind: "gone", Pieces: []piece{{gone[n], "gone"}}})
			case n >= len(gone):
				out = append(out, change{Kind: "new", Pieces: []piece{{fresh[n], "new"}}})
			default:
				out = append(out, change{Kind: "mixed", Pieces: joined(compared(wordsOf(gone[n]), wordsOf(fresh[n]), mostDiffWords))})
			}
		}
	}
	return folding(out)
}

// compared is the shortest way from one list to another, by their longest common
// subsequence.
func compared(a, b []string, most int) []piece {
	var head, tail []piece
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head, a, b = append(head, piece{a[0], "same"}), a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail, a, b = append(tail, piece{a[len(a)-1], "same"}), a[:len(a)-1], b[:len(b)-1]
	}
	slices.Reverse(tail)
	if len(a) > most || len(b) > most {
		for _, x := range a {
			head = append(head, piece{x, "gone"})
		}
		for _, x := range b {
			head = append(head, piece{x, "new"})
		}
		return append(head, tail...)
	}
	long := make([][]int16, len(a)+1)
	for i := range long {
		long[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				long[i][j] = long[i+1][j+1] + 1
			} else {
				long[i][j] = max(long[i+1][j], long[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			head = append(head, piece{a[i], "same"})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && long[i+1][j] >= long[i][j+1]:
			head = append(head, piece{a[i], "gone"})
			i++
		default:
			head = append(head, piece{b[j], "new"})
			j++
		}
	}
	return append(head, tail...)
}

// wordsOf cuts a line into words, each with the space behind it.
func wordsOf(line string) []string {
	var out []string
	start := 0
	space := false
	for i, r := range line {
		if space && !unicode.IsSpace(r) {
			out = append(out, line[start:i])
			start = i
		}
		space = unicode.IsSpace(r)
	}
	return append(out, line[start:])
}

// joined puts pieces of one kind that follow each other together.
func joined(pieces []piece) []piece {
	var out []piece
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].Kind == p.Kind {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return slices.DeleteFunc(out, func(p piece) bool { return strings.TrimSpace(p.Text) == "" && p.Kind != "same" })
}

// folding leaves out lines that are the same, far from what changed.
func folding(list []change) []change {
	near := make([]bool, len(list))
	for i, c := range list {
		if c.Kind != "same" {
			for j := max(0, i-around); j <= min(len(list)-1, i+around); j++ {
				near[j] = true
			}
		}
	}
	var out []change
	for i, c := range list {
		if near[i] {
			out = append(out, c)
			continue
		}
		if n := len(out); n > 0 && out[n-1].Kind == "skip" {
			out[n-1].Count++
			continue
		}
		out = append(out, change{Kind: "skip", Count: 1})
	}
	return out
}
