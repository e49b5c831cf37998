package text

import (
	"unicode"

	"tocsin"
)

// maxDepth bounds how deep quotations are followed. Print nests two, speech
// within speech within speech three.
const maxDepth = 8

// style is a pair of marks.
type style uint8

const (
	curly   style = iota // “ ”
	plain                // " and `` ''
	guillem              // « »
	low                  // „ “ and „ ”
	single               // ‘ ’
	tick                 // '
	corner               // ‹ ›
	styles
)

// mates are the styles that careless typing mixes: “so", 'so’.
var mates = [styles]style{curly: plain, plain: curly, guillem: guillem, low: curly, single: tick, tick: single, corner: corner}

// role is what a mark may do where it stands.
type role uint8

const (
	opens role = 1 << iota
	closes
)

// open is a quotation whose closing mark is awaited.
type open struct {
	style style
	at    int // token of the opening mark
	quote int // index in Doc.Quotes
}

// quoter matches the marks of one document.
type quoter struct {
	doc      *Doc
	stack    []open
	awaited  [styles]int // how many of the stack have the style
	dangling int         // the Quote that the paragraph before left open, or -1
	style    style       // of dangling
	colon    int         // the token after the last colon since the last mark, or -1
	stop     int         // the token after the last stop since the last mark, or -1
}

// quote finds the Quotes and sets every token's Quote. A quotation that its
// paragraph does not close ends there.
func quote(doc *Doc, paragraphs []stretch) {
	q := quoter{doc: doc, dangling: -1}
	for _, paragraph := range paragraphs {
		q.paragraph(paragraph)
	}
	q.mark()
}

func (q *quoter) paragraph(p stretch) {
	q.stack, q.awaited = q.stack[:0], [styles]int{}
	earlier := q.dangling
	seen := false
	q.colon, q.stop = -1, p.first
	nests := q.nests(p)
	for i := p.first; i < p.last; i++ {
		style, role, ok := q.role(p, i)
		if !ok {
			q.pass(p, i)
			continue
		}
		if role&closes != 0 && q.awaited[style] == 0 && q.awaited[mates[style]] > 0 {
			style = mates[style]
		}
		switch {
		case role&closes != 0 && q.awaited[style] > 0 && !q.possessive(p, i, style):
			q.close(style, i)
		case role&opens != 0 && (style != tick || q.answered(p, i)):
			if q.awaited[style] > 0 && (style != curly || !nests) {
				q.abandon(style, i)
			}
			q.open(style, i, earlier, p.first)
		case role&closes != 0 && !seen && earlier >= 0 && style == q.style:
			q.unopened(p.first, i, earlier)
		case style == curly && len(q.stack) == 0 && q.forgotten(i) >= 0:
			q.unopened(q.forgotten(i), i, -1)
		default:
			continue
		}
		seen, q.colon, q.stop = true, -1, -1
	}
	q.dangling = -1
	if len(q.stack) > 0 {
		q.dangling, q.style = q.stack[0].quote, q.stack[0].style
	}
	for len(q.stack) > 0 {
		q.end(p.last)
	}
}

// pass notes where a quotation may begin whose opening mark was forgotten.
func (q *quoter) pass(p stretch, i int) {
	switch text := q.doc.Tokens[i].Text; {
	case i+1 >= p.last:
	case terminator(text):
		q.stop = i + 1
	case text == ":" && unicode.IsUpper(first(q.doc.Tokens[i+1].Text)):
		q.colon = i + 1
	}
}

// forgotten returns where the quotation begins that the closing mark at i ends
// without an opening one, or -1. It begins after a colon, as a block of the
// page, or with the sentence where the mark follows a comma and so an
// attribution follows the mark: We will stay,” she said.
func (q *quoter) forgotten(i int) int {
	if q.colon >= 0 {
		return q.colon
	}
	if i > 0 && q.doc.Tokens[i-1].Text == "," && q.stop < i-1 {
		return q.stop
	}
	return -1
}

// nests reports whether the paragraph's curly marks are balanced, so that a
// second opening mark before any closing one is a quotation within a quotation
// and not the sign that a closing mark was forgotten.
func (q *quoter) nests(p stretch) bool {
	depth := 0
	for i := p.first; i < p.last; i++ {
		switch q.doc.Tokens[i].Text {
		case "“":
			depth++
		case "”":
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

// role tells what the token may do as a quotation mark.
func (q *quoter) role(p stretch, i int) (style, role, bool) {
	switch t := q.doc.Tokens[i].Text; t {
	case "“", "‟", "〝", "‘‘":
		if q.awaited[low] > 0 && q.awaited[curly] == 0 {
			return low, closes, true
		}
		return curly, q.turned(p, i, curly), true
	case "”", "〞", "’’":
		if q.awaited[low] > 0 && q.awaited[curly] == 0 {
			return low, closes, true
		}
		return curly, closes, true
	case "„":
		return low, opens, true
	case "«", "»":
		return guillem, q.stands(p, i), true
	case "‹", "›":
		return corner, q.stands(p, i), true
	case "\"", "＂", "``", "''":
		return plain, q.stands(p, i), true
	case "‘", "‛":
		return single, q.turned(p, i, single), true
	case "‚":
		return single, opens, true
	case "’":
		r := q.stands(p, i)
		if r&closes != 0 {
			return single, closes, true
		}
		// “’Tis so,’” with its opening mark turned the wrong way.
		if i > p.first && q.doc.Tokens[i-1].Text == "“" && q.answered(p, i) {
			return single, opens, true
		}
	case "'":
		return tick, q.stands(p, i), true
	case "`":
		return tick, opens, true
	}
	return 0, 0, false
}

// turned is the role of an opening mark: it opens, unless it follows what a
// mark of its style opened and stands where only a closing one can, as in
// “at once“ and left.
func (q *quoter) turned(p stretch, i int, style style) role {
	tokens := q.doc.Tokens
	if q.awaited[style] == 0 || i == p.first {
		return opens
	}
	spaceAfter := i+1 == p.last || tokens[i+1].Span.Start > tokens[i].Span.End
	spaceBefore := tokens[i-1].Span.End < tokens[i].Span.Start
	if spaceAfter || !spaceBefore && !isWord(tokens[i+1].Text) && !opener(tokens[i+1].Text) && !before(tokens[i-1].Text) {
		return closes
	}
	return opens
}

// before reports whether an opening mark may be written to the token.
func before(text string) bool {
	switch text {
	case "(", "[", "{", "-", "–", "—", "--", "/", "“", "‘", "\"", "'", "«", "``", "=":
		return true
	}
	return false
}

// stands tells from the neighbours what a mark that looks the same on both
// sides may do.
func (q *quoter) stands(p stretch, i int) role {
	tokens := q.doc.Tokens
	spaceBefore := i == p.first || tokens[i-1].Span.End < tokens[i].Span.Start
	spaceAfter := i+1 == p.last || tokens[i+1].Span.Start > tokens[i].Span.End
	openBefore := spaceBefore || before(tokens[i-1].Text)
	closeAfter := spaceAfter || !isWord(tokens[i+1].Text)
	switch {
	case openBefore && !spaceAfter && (spaceBefore || !closeAfter):
		return opens
	case closeAfter && !spaceBefore:
		return closes
	}
	return opens | closes
}

func isWord(text string) bool {
	c := classOf(first(text))
	return c == letter || c == digit
}

// answered reports whether a straight single mark has a closing one to match
// before the next that opens; without it is an apostrophe.
func (q *quoter) answered(p stretch, i int) bool {
	mark := q.doc.Tokens[i].Text
	for j := i + 1; j < p.last; j++ {
		switch text := q.doc.Tokens[j].Text; {
		case mark == "`" && text == mark:
			return false
		case text == mark, mark == "`" && text == "'":
			return q.stands(p, j)&closes != 0
		}
	}
	return false
}

// possessive reports whether a mark that could close a single quotation is an
// apostrophe after a plural, as in ‘the Smiths’ house burned down’: a mark that
// cannot be one closes later, before the next that opens. In ‘settlers’ left
// the farmers’ land there is none.
func (q *quoter) possessive(p stretch, i int, style style) bool {
	if style != single && style != tick || i+1 >= p.last || i == p.first {
		return false
	}
	tokens := q.doc.Tokens
	before, after := tokens[i-1].Lower, tokens[i+1].Text
	if !plural(before) || !unicode.IsLower(first(after)) || starters[after] {
		return false
	}
	for j := i + 1; j < min(p.last, i+200); j++ {
		switch tokens[j].Text {
		case "‘", "“", "”", "\"":
			return false
		case "’", "'":
			if !plural(tokens[j-1].Lower) {
				return q.stands(p, j)&closes != 0
			}
		}
	}
	return false
}

func plural(word string) bool { return word[len(word)-1] == 's' }

func (q *quoter) open(style style, at, earlier, start int) {
	if len(q.stack) >= maxDepth {
		return
	}
	quote := Quote{First: at + 1, Last: at + 1, Continues: -1, Outer: -1}
	quote.Span.Start = q.doc.Tokens[at].Span.Start
	quote.Inner.Start = q.doc.Tokens[at].Span.End
	if len(q.stack) > 0 {
		quote.Outer = q.stack[len(q.stack)-1].quote
	} else if earlier >= 0 && style == q.style && at-start <= 1 {
		quote.Continues = earlier
	}
	q.doc.Quotes = append(q.doc.Quotes, quote)
	q.stack = append(q.stack, open{style: style, at: at, quote: len(q.doc.Quotes) - 1})
	q.awaited[style]++
}

// close ends the innermost quotation of the style at its closing mark; those
// within it that are still open end there too.
func (q *quoter) close(style style, at int) {
	for {
		top := q.stack[len(q.stack)-1]
		if top.style != style {
			q.end(at)
			continue
		}
		q.end(at)
		quote := &q.doc.Quotes[top.quote]
		quote.Closed = true
		quote.Inner.End = q.doc.Tokens[at].Span.Start
		quote.Span.End = q.doc.Tokens[at].Span.End
		return
	}
}

// abandon ends the innermost quotation of the style, whose closing mark was
// forgotten, before the mark that opens another.
func (q *quoter) abandon(style style, at int) {
	for {
		top := q.stack[len(q.stack)-1].style
		q.end(at)
		if top == style {
			return
		}
	}
}

// end ends the innermost open quotation before the token at, unclosed.
func (q *quoter) end(at int) {
	top := q.stack[len(q.stack)-1]
	q.stack = q.stack[:len(q.stack)-1]
	q.awaited[top.style]--
	quote := &q.doc.Quotes[top.quote]
	quote.Last = max(at, quote.First)
	end := q.doc.Tokens[at-1].Span.End
	quote.Inner.End, quote.Span.End = end, end
}

// unopened makes a quotation of what stands between the token from and a
// closing mark without its opening one: a paragraph closes what the one before
// left open, or the mark was forgotten.
func (q *quoter) unopened(from, at, earlier int) {
	start := q.doc.Tokens[from].Span.Start
	q.doc.Quotes = append(q.doc.Quotes, Quote{
		Span:  tocsin.Span{Start: start, End: q.doc.Tokens[at].Span.End},
		Inner: tocsin.Span{Start: start, End: q.doc.Tokens[at].Span.Start},
		First: from, Last: at,
		Closed: true, Continues: earlier, Outer: -1,
	})
}

// mark sets the tokens' Quote. An inner quotation comes after its outer one
// and so has the last word; nesting is bounded, and with it the work.
func (q *quoter) mark() {
	for i := range q.doc.Quotes {
		quote := &q.doc.Quotes[i]
		for t := quote.First; t < quote.Last; t++ {
			q.doc.Tokens[t].Quote = i
		}
	}
}
