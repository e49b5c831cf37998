package export

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tocsin"
)

// paragraph is a line of the article, cut wherever a finding begins or ends.
type paragraph []segment

// segment is words that lie under the same findings.
type segment struct {
	Text   string
	Class  string // what lies over it, as CSS classes
	Claims string // numbers of the claims that it belongs to: "2 3"
	Claim  int    // the innermost of them
	Event  int    // number of the event whose trigger it is
	Anchor bool   // the trigger begins here
	Title  string // what the findings say of it
	Starts []claimView
}

// cover is a finding's hold on a stretch of the text.
type cover struct {
	span   tocsin.Span
	class  string
	claim  int // number, 0 for none
	event  int
	title  string
	badge  bool // a claim's number stands before it
	opened bool
}

// The deepest nesting that a reader can still tell apart, the most claims that
// one stretch is tied to, and the most covers that are looked at: always the
// innermost ones. They keep the page linear in the text whatever lies over it.
const (
	deepest    = 3
	mostTies   = 6
	mostCovers = 64
)

// paragraphs lays the findings over the article's text.
func paragraphs(findings tocsin.Findings, v view) []paragraph {
	covers := coversOf(findings, v)
	slices.SortStableFunc(covers, func(a, b cover) int { return a.span.Compare(b.span) })
	claims := numbered(v)
	text := findings.Article.Text
	var out []paragraph
	var current paragraph
	spans := make([]tocsin.Span, len(covers))
	for i, c := range covers {
		spans[i] = c.span
	}
	for piece, under := range Pieces(text, spans) {
		if text[piece.Start] == '\n' {
			out, current = appendParagraph(out, current), nil
			continue
		}
		if words := onPage(piece.Of(text)); words != "" {
			var open []*cover
			for _, n := range under[max(0, len(under)-mostCovers):] {
				open = append(open, &covers[n])
			}
			current = append(current, cutSegment(words, open, claims))
		}
	}
	return appendParagraph(out, current)
}

// appendParagraph leaves out lines without words.
func appendParagraph(list []paragraph, p paragraph) []paragraph {
	if slices.ContainsFunc(p, func(s segment) bool { return strings.TrimSpace(s.Text) != "" }) {
		return append(list, p)
	}
	return list
}

// numbered lists the claims by their numbers.
func numbered(v view) map[int]claimView {
	claims := map[int]claimView{}
	for _, speaker := range v.Speakers {
		for _, claim := range speaker.Claims {
			claims[claim.Number] = claim
		}
	}
	return claims
}

// coversOf lists everything that is marked in the text.
func coversOf(findings tocsin.Findings, v view) []cover {
	var covers []cover
	add := func(c cover) {
		if !c.span.IsZero() {
			covers = append(covers, c)
		}
	}
	for i, claim := range findings.Claims {
		for j, part := range claim.Content {
			add(cover{span: part, class: "content", claim: i + 1, badge: j == 0})
		}
		add(cover{span: claim.Source.Span, class: "source", claim: i + 1, title: sourceName(findings, claim)})
		add(cover{span: claim.Cue.Span, class: "cue", claim: i + 1})
	}
	for i, event := range findings.Events {
		add(cover{span: event.Trigger, class: "event", event: i + 1, title: v.Events[i].summary()})
	}
	for _, when := range findings.Whens {
		add(cover{span: when.Span, class: "time", title: readWhen(when)})
	}
	for _, place := range findings.Places {
		add(cover{span: place.Span, class: "place", title: join2(clean(place.Name), clean(place.Country))})
	}
	for _, quantity := range findings.Quantities {
		add(cover{span: quantity.Span, class: "figure", title: readQuantity(quantity)})
	}
	return covers
}

func join2(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// summary is an event in one line.
func (e eventView) summary() string {
	parts := []string{e.Category}
	for _, part := range []string{e.Date, e.Status} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if e.By != nil {
		parts = append(parts, "per ["+strconv.Itoa(e.By.Number)+"]")
	}
	return strings.Join(parts, " · ")
}

// cutSegment describes words under the open covers, of which the innermost is
// the last.
func cutSegment(words string, open []*cover, claims map[int]claimView) segment {
	s := segment{Text: words}
	depth := 0
	var classes, titles []string
	var ties []int
	for _, c := range open {
		switch {
		case c.class == "content":
			depth++
		case !slices.Contains(classes, c.class):
			classes = append(classes, c.class)
		}
		if c.claim > 0 && !slices.Contains(ties, c.claim) {
			ties = append(ties, c.claim)
		}
		if c.badge && !c.opened {
			s.Starts = append(s.Starts, claims[c.claim])
		}
		if c.event > 0 {
			s.Event, s.Anchor = c.event, !c.opened
		}
		if c.title != "" && !slices.Contains(titles, c.title) {
			titles = append(titles, c.title)
		}
		c.opened = true
	}
	if depth > 0 {
		classes = append(classes, "content", "depth"+strconv.Itoa(min(depth, deepest)))
	}
	slices.SortFunc(s.Starts, func(a, b claimView) int { return cmp.Compare(a.Number, b.Number) })
	if len(ties) > 0 {
		s.Claim = ties[len(ties)-1]
		s.Claims = numbers(ties[max(0, len(ties)-mostTies):])
	}
	s.Class, s.Title = strings.Join(classes, " "), strings.Join(titles, " · ")
	return s
}

func numbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

// onPage makes words fit for a page: white space becomes a space each, and
// what clean shows as a picture is one here too.
func onPage(words string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' {
			return ' '
		}
		return visible(r)
	}, words)
}
