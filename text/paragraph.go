package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// headingLength is the longest line, in bytes, that may be a heading.
	headingLength = 120
	// wrapWidth is the widest column, in bytes, at which text is wrapped.
	wrapWidth = 120
)

// divide groups the tokens into paragraphs. A blank line always parts two. A
// single newline does only where the line before looks finished or is a
// heading: pages leave newlines around links, and mail is wrapped at a column.
func divide(doc *Doc) []stretch {
	var paragraphs []stretch
	lines, ends := lines(doc)
	first := 0
	for _, end := range ends {
		block := lines[first:end]
		first = end
		from := 0
		width := wrapped(doc, block)
		for i := 1; i < len(block); i++ {
			if !runsOn(doc, block[i-1], block[i], width) {
				paragraphs = append(paragraphs, stretch{block[from].first, block[i-1].last})
				from = i
			}
		}
		paragraphs = append(paragraphs, stretch{block[from].first, block[len(block)-1].last})
	}
	return paragraphs
}

// lines returns the lines that hold tokens. Blank lines part them into blocks:
// block i ends before line ends[i].
func lines(doc *Doc) (lines []stretch, ends []int) {
	from := 0
	for i := 1; i < len(doc.Tokens); i++ {
		gap := doc.Text[doc.Tokens[i-1].Span.End:doc.Tokens[i].Span.Start]
		if gap == "" || gap == " " {
			continue
		}
		newlines := newlines(gap)
		if newlines > 0 {
			lines = append(lines, stretch{from, i})
			from = i
		}
		if newlines > 1 {
			ends = append(ends, len(lines))
		}
	}
	if from < len(doc.Tokens) {
		lines = append(lines, stretch{from, len(doc.Tokens)})
		ends = append(ends, len(lines))
	}
	return lines, ends
}

// newlines counts the line ends of a gap between tokens, two of them standing
// for any more.
func newlines(gap string) int {
	count := 0
	for i, r := range gap {
		switch r {
		case '\n':
			count++
		case '\r':
			if i+1 >= len(gap) || gap[i+1] != '\n' {
				count++
			}
		case '\u2028', '\v', '\u0085':
			count++
		case '\u2029', '\f':
			count += 2
		}
		if count > 1 {
			return 2
		}
	}
	return count
}

// wrapped returns the column at which the block's lines are wrapped, or 0. In
// wrapped text no line could have held the first word of the next one too.
func wrapped(doc *Doc, lines []stretch) int {
	if len(lines) < 3 {
		return 0
	}
	width := 0
	for _, line := range lines {
		width = max(width, doc.SpanOf(line.first, line.last).Len())
	}
	if width > wrapWidth || width < 40 {
		return 0
	}
	fits := 0
	for i := 1; i < len(lines); i++ {
		if tooWide(doc, lines[i-1], lines[i], width) {
			fits++
		}
	}
	if 3*fits < 2*(len(lines)-1) {
		return 0
	}
	return width
}

// tooWide reports whether the line and the first word of the next one are
// wider than the column.
func tooWide(doc *Doc, line, next stretch, width int) bool {
	return doc.SpanOf(line.first, line.last).Len()+1+chunkWidth(doc, next.first) > width
}

func chunkWidth(doc *Doc, i int) int {
	start := doc.Tokens[i].Span.Start
	for i+1 < len(doc.Tokens) && doc.Tokens[i+1].Span.Start == doc.Tokens[i].Span.End {
		i++
	}
	return doc.Tokens[i].Span.End - start
}

// runsOn reports whether the next line carries the line on.
func runsOn(doc *Doc, line, next stretch, width int) bool {
	start, end := &doc.Tokens[next.first], &doc.Tokens[line.last-1]
	switch {
	case bullet(doc, next):
		return false
	case width > 0 && tooWide(doc, line, next, width):
		return true
	case unicode.IsLower(first(start.Text)):
		return end.Text != ":"
	case finished(doc, line):
		return false
	case awaits(end):
		return true
	case classOf(first(start.Text)) == other && !strings.ContainsAny(start.Text, "([{@#$€£-–—"):
		return true
	}
	return doc.SpanOf(line.first, line.last).Len() > headingLength
}

// finished reports whether the line ends with a full stop or the like, with or
// without closing marks after it.
func finished(doc *Doc, line stretch) bool {
	for i := line.last - 1; i >= line.first; i-- {
		t := &doc.Tokens[i]
		if terminator(t.Text) || t.Text == ":" || t.Text == ")" || t.Text == "]" {
			return true
		}
		if !closer(t.Text) {
			return strings.HasSuffix(t.Text, ".") && abbreviations[strings.TrimSuffix(t.Lower, ".")] != leads
		}
	}
	return true
}

// awaits reports whether a line that ends with the token cannot be whole: "…
// in Kyiv," and "according to the".
func awaits(t *Token) bool {
	return strings.ContainsAny(t.Text, ",;-–—([{“‘«$€£") && utf8.RuneCountInString(t.Text) <= 2 || waiting[t.Text]
}

// waiting are the words that do not end a line in lower case unless the
// sentence goes on.
var waiting = set(`the a an and or but nor of to in on at by for from with as that which who whose than
	into onto over under between among is are was were be been has have had its his her their our my
	your this these those if when while because not said says told per via against during after before`)

// bullet reports whether the line begins with a mark or a number of a list, or
// with a live blog's time.
func bullet(doc *Doc, line stretch) bool {
	t := &doc.Tokens[line.first]
	switch t.Text {
	case "•", "‣", "◦", "▪", "●", "■", "►", "→", "*", "·":
		return true
	case "-", "–", "—":
		return line.first+1 < line.last && doc.Tokens[line.first+1].Span.Start > t.Span.End
	}
	if marker(t.Text) {
		return true
	}
	return line.last-line.first <= 4 && clock(t.Text)
}

// marker reports whether the token numbers an item: "1." or "12.".
func marker(text string) bool {
	return len(text) > 1 && text[len(text)-1] == '.' && numbered(text[:len(text)-1])
}

// numbered reports whether the text is a number of a list or of a section:
// "3", "2.1".
func numbered(text string) bool {
	for i := range len(text) {
		if (text[i] < '0' || text[i] > '9') && (text[i] != '.' || i == 0) {
			return false
		}
	}
	return true
}

// clock reports whether the token is a time of day: "10.32", "14:05".
func clock(text string) bool {
	if len(text) < 4 || len(text) > 5 {
		return false
	}
	hours, minutes, found := strings.Cut(strings.Replace(text, ".", ":", 1), ":")
	return found && len(minutes) == 2 && digits(hours) && digits(minutes)
}
