package feed

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// How much of a feed's words about an article is kept. No headline is as long
// as titleBytes, and what is longer than summaryBytes sums nothing up.
const (
	titleBytes   = 1000
	summaryBytes = 2000
	nameBytes    = 200 // of an author, a publication or a folder
)

// inline are the elements that stand inside a word or a sentence: none of
// them parts words as the others do.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Ins: true,
	atom.Kbd: true, atom.Mark: true, atom.Q: true, atom.S: true, atom.Small: true, atom.Span: true, atom.Strong: true,
	atom.Sub: true, atom.Sup: true, atom.Time: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// mute are the elements whose content is nothing to read.
var mute = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Iframe: true, atom.Noembed: true, atom.Noframes: true, atom.Template: true,
}

// plain makes one line of plain text of what a feed gives as a title or a
// summary: tags go, scripts go with their content, character references are
// resolved, white space becomes single blanks, and what is over limit bytes is
// cut between words.
func plain(markup string, limit int) string {
	if !strings.ContainsAny(markup, "<&") {
		return squeeze(markup, limit)
	}
	if !strings.Contains(markup, ">") { // "profits < losses": no tags, then
		return squeeze(html.UnescapeString(markup), limit)
	}
	var text strings.Builder
	var silent atom.Atom
	tokens := xhtml.NewTokenizer(strings.NewReader(markup))
	// White space is squeezed later, so that a little more than the limit is
	// taken; what stands behind would be cut anyway, however long it is.
	for text.Len() <= 4*limit {
		kind := tokens.Next()
		if kind == xhtml.ErrorToken {
			break
		}
		if kind == xhtml.TextToken {
			if silent == 0 {
				text.WriteString(html.UnescapeString(string(tokens.Raw())))
			}
			continue
		}
		name, _ := tokens.TagName()
		tag := atom.Lookup(name)
		switch {
		case kind == xhtml.StartTagToken && silent == 0 && mute[tag]:
			silent = tag
		case kind == xhtml.EndTagToken && tag == silent:
			silent = 0
		}
		if len(name) > 0 && !inline[tag] {
			text.WriteByte(' ')
		}
	}
	return squeeze(text.String(), limit)
}

// squeeze makes white space single blanks, takes out control characters and
// cuts what is over limit bytes. The result is valid UTF-8.
func squeeze(text string, limit int) string {
	var line strings.Builder
	for word := range strings.FieldsSeq(text) {
		if line.Len() > limit {
			break
		}
		if line.Len() > 0 {
			line.WriteByte(' ')
		}
		line.WriteString(strings.Map(visible, word[:min(len(word), limit+utf8.UTFMax)]))
	}
	return cut(line.String(), limit)
}

func visible(char rune) rune {
	if unicode.IsControl(char) {
		return -1
	}
	return char
}

// cut shortens text to at most limit bytes, between words if it can, and says
// so with an ellipsis.
func cut(text string, limit int) string {
	const ellipsis = "…"
	if len(text) <= limit {
		return text
	}
	end := limit - len(ellipsis)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	if blank := strings.LastIndexByte(text[:end], ' '); blank > end/2 {
		end = blank
	}
	return text[:end] + ellipsis
}

// letters counts them, as a measure of how much there is to read.
func letters(text string) int {
	count := 0
	for _, char := range text {
		if unicode.IsLetter(char) {
			count++
		}
	}
	return count
}
