package export

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// style is an ANSI rendition, "" for none. Only the sixteen colours that every
// terminal lets its user choose are used.
type style string

const (
	plain  style = ""
	bold   style = "1"
	faint  style = "2"
	italic style = "3"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	blue   style = "94" // the dark one is lost on black
	violet style = "35"
	cyan   style = "36"
)

// run is words in one style.
type run struct {
	text  string
	style style
}

// sheet is a page of a given width that is filled line by line.
type sheet struct {
	out   strings.Builder
	width int
	color bool
}

// line ends the sheet's current line after the runs, which are not wrapped.
func (s *sheet) line(runs ...run) {
	for _, r := range runs {
		s.put(r)
	}
	s.out.WriteByte('\n')
}

func (s *sheet) put(r run) {
	if !s.color || r.style == plain || r.text == "" {
		s.out.WriteString(r.text)
		return
	}
	s.out.WriteString("\x1b[" + string(r.style) + "m" + r.text + "\x1b[0m")
}

// word is a piece of a run between two places where a line may break.
type word struct {
	run
	width int
	space bool // a space stands before it
	glued bool // it reads on from the word before it, and may not be parted from it
}

// flow writes the runs as one paragraph: first stands at the left of its first
// line, and every line begins indent columns in. A word that is too long for
// a line is broken between grapheme clusters.
func (s *sheet) flow(indent int, first []run, runs ...run) {
	used := 0
	for _, r := range first {
		s.put(r)
		used += displaywidth.String(r.text)
	}
	if used < indent {
		s.out.WriteString(strings.Repeat(" ", indent-used))
	} else if used > indent {
		s.out.WriteByte('\n')
		s.out.WriteString(strings.Repeat(" ", indent))
	}
	room := max(s.width-indent, 8)
	column := 0
	var pending run // words of one style, so that a colour is not set for each
	list := words(runs, room)
	for i, w := range list {
		needed := w.width
		if w.space && column > 0 {
			needed++
		}
		for next := i + 1; next < len(list) && list[next].glued; next++ {
			needed += list[next].width
		}
		switch {
		case column > 0 && column+needed > room && !(w.glued && column+w.width <= room):
			s.put(pending)
			s.out.WriteString("\n" + strings.Repeat(" ", indent))
			pending, column = run{style: w.style}, 0
		case w.style != pending.style:
			s.put(pending)
			pending = run{style: w.style}
			if w.space && column > 0 {
				s.out.WriteByte(' ')
				column++
			}
		case w.space && column > 0:
			pending.text += " "
			column++
		}
		pending.text += w.text
		column += w.width
	}
	s.put(pending)
	s.out.WriteByte('\n')
}

// words cuts runs at their spaces, and words at the width of a line.
func words(runs []run, room int) []word {
	var out []word
	space := false
	for _, r := range runs {
		for i, piece := range strings.Split(r.text, " ") {
			space = space || i > 0
			if piece == "" {
				continue
			}
			for j, part := range chop(piece, room) {
				out = append(out, word{run{part, r.style}, displaywidth.String(part), space && j == 0, !space && j == 0 && len(out) > 0})
			}
			space = false
		}
	}
	return out
}

// chop cuts a word into parts that are no wider than room.
func chop(word string, room int) []string {
	if displaywidth.String(word) <= room {
		return []string{word}
	}
	var parts []string
	var part strings.Builder
	column := 0
	graphemes := displaywidth.StringGraphemes(word)
	for graphemes.Next() {
		if width := graphemes.Width(); column+width > room && column > 0 {
			parts = append(parts, part.String())
			part.Reset()
			column = 0
		}
		part.WriteString(graphemes.Value())
		column += graphemes.Width()
	}
	return append(parts, part.String())
}

// fit fills words with spaces up to a width, or cuts them there.
func fit(words string, width int) string {
	words = displaywidth.TruncateString(words, width, "…")
	return words + strings.Repeat(" ", max(0, width-displaywidth.String(words)))
}
