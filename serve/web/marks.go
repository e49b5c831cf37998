package web

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"tocsin"
	"tocsin/export"
)

// paragraph is a line of the article, cut wherever a finding begins or ends.
type paragraph []segment

// segment is words that lie under the same findings.
type segment struct {
	Text   string
	Class  string // what lies over it, as CSS classes
	To     string // ID of the innermost finding, "" for none
	All    string // IDs of all of them, the innermost last
	Plain  bool   // it is only what a claim says
	Badges []badge
}

// badge is a claim's number, where its content begins.
type badge struct {
	Number int
	ID     string
	Act    tocsin.Act
}

// cover is a finding's hold on a stretch of the text.
type cover struct {
	span  tocsin.Span
	class string
	id    string
	badge *badge
	shown bool
}

// The deepest nesting that a reader can still tell apart, and the most findings
// that are looked at over one stretch: the innermost ones. They keep a page
// linear in the text whatever lies over it.
const (
	deepest    = 3
	mostCovers = 32
)

// marked lays the findings over the article's text.
func marked(f tocsin.Findings) []paragraph {
	covers := coversOf(f)
	slices.SortStableFunc(covers, func(a, b cover) int { return a.span.Compare(b.span) })
	text := f.Article.Text
	spans := make([]tocsin.Span, len(covers))
	for i, c := range covers {
		spans[i] = c.span
	}
	var out []paragraph
	var current paragraph
	finish := func() {
		if slices.ContainsFunc(current, func(s segment) bool { return strings.TrimSpace(s.Text) != "" }) {
			out = append(out, current)
		}
		current = nil
	}
	for piece, under := range export.Pieces(text, spans) {
		if text[piece.Start] == '\n' {
			finish()
			continue
		}
		var open []*cover
		for _, n := range under[max(0, len(under)-mostCovers):] {
			open = append(open, &covers[n])
		}
		current = append(current, cutSegment(visible(piece.Of(text)), open))
	}
	finish()
	return out
}

func coversOf(f tocsin.Findings) []cover {
	var covers []cover
	add := func(span tocsin.Span, class, id string, b *badge) {
		if !span.IsZero() {
			covers = append(covers, cover{span: span, class: class, id: id, badge: b})
		}
	}
	for i, claim := range f.Claims {
		for j, part := range claim.Content {
			var b *badge
			if j == 0 {
				b = &badge{i + 1, claim.ID, claim.Act}
			}
			add(part, "content", claim.ID, b)
		}
		add(claim.Source.Span, "source", claim.ID, nil)
		add(claim.Cue.Span, "cue", claim.ID, nil)
	}
	for _, event := range f.Events {
		add(event.Trigger, "event", event.ID, nil)
	}
	for _, when := range f.Whens {
		add(when.Span, "time", when.ID, nil)
	}
	for _, place := range f.Places {
		add(place.Span, "place", place.ID, nil)
	}
	for _, quantity := range f.Quantities {
		add(quantity.Span, "figure", quantity.ID, nil)
	}
	return covers
}

// cutSegment describes words under the open covers, of which the innermost is
// the last.
func cutSegment(words string, open []*cover) segment {
	s := segment{Text: words}
	depth := 0
	var classes, ids []string
	inner := ""
	for _, c := range open {
		if c.class == "content" {
			depth++
		} else if !slices.Contains(classes, c.class) {
			classes = append(classes, c.class)
			inner = c.id
		}
		if !slices.Contains(ids, c.id) {
			ids = append(ids, c.id)
		}
		if c.badge != nil && !c.shown {
			s.Badges = append(s.Badges, *c.badge)
		}
		c.shown = true
	}
	if depth > 0 {
		classes = append(classes, "content", "depth"+strconv.Itoa(min(depth, deepest)))
		if inner == "" {
			inner, s.Plain = ids[len(ids)-1], true
		}
	}
	s.Class, s.To, s.All = strings.Join(classes, " "), inner, strings.Join(ids, " ")
	return s
}

// visible makes words fit for a page: white space becomes a space each, control
// characters are shown as pictures, and what reverses the reading direction
// unseen is left out.
func visible(words string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\u202f':
			return r
		case unicode.IsSpace(r):
			return ' '
		case r < 0x20:
			return 0x2400 + r
		case r == 0x7f:
			return '␡'
		case unicode.IsControl(r):
			return unicode.ReplacementChar
		case 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c, r == 0xfeff:
			return -1
		}
		return r
	}, words)
}

// Render writes a paragraph as a component does. It is written by hand, so that
// no space comes between the segments of a text.
func (p paragraph) Render(_ context.Context, w io.Writer) error {
	var out strings.Builder
	for _, s := range p {
		for _, b := range s.Badges {
			id := templ.EscapeString(b.ID)
			number := strconv.Itoa(b.Number)
			out.WriteString(`<a class="badge ` + templ.EscapeString(string(b.Act)) + `" href="#` + id + `" data-f="` + id + `" aria-label="claim ` + number + `">` + number + `</a>`)
		}
		if s.To == "" {
			out.WriteString(templ.EscapeString(s.Text))
			continue
		}
		// What a claim says is no link: its number is.
		if s.Plain || strings.TrimSpace(s.Text) == "" {
			out.WriteString(`<span class="` + s.Class + `" data-f="` + templ.EscapeString(s.All) + `">` + templ.EscapeString(s.Text) + `</span>`)
			continue
		}
		out.WriteString(`<a class="` + s.Class + `" href="#` + templ.EscapeString(s.To) + `" data-f="` + templ.EscapeString(s.All) + `">` + templ.EscapeString(s.Text) + `</a>`)
	}
	_, err := io.WriteString(w, out.String())
	return err
}
