package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tocsin/furniture"
)

// The sizes up to which a page is made into a tree, and up to which
// go-trafilatura reads that tree. Its time grows with the square of the
// paragraphs: 0.5 s for 5,000, 24 s for 40,000. News pages have 500 to 8,000
// elements.
const (
	maxMarkup      = 16 << 20 // bytes
	maxNodes       = 200_000  // elements, those that the parser reopens included
	maxTrafilatura = 12_000
)

// outline is a page read from front to back, without a tree: how large a tree
// it would make, what its head says, and its blocks of text. It costs time and
// memory linear in the page, whatever the page is.
type outline struct {
	nodes  int
	title  string
	heads  []string // what its <h1> say, the first few
	lang   string
	meta   map[string]string // the first content of each name or property, lower-cased
	blocks []block
}

// block is a run of text between two tags that break it.
type block struct {
	text  string
	tag   atom.Atom // the innermost block element around it
	links int       // bytes of the text that are links
}

// silent elements hold no text of the page.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Math: true,
	atom.Iframe: true, atom.Object: true, atom.Select: true, atom.Textarea: true, atom.Button: true, atom.Title: true,
}

// aside elements hold text that is not the article's.
var aside = map[atom.Atom]bool{
	atom.Nav: true, atom.Header: true, atom.Footer: true, atom.Aside: true, atom.Form: true, atom.Figure: true,
	atom.Figcaption: true, atom.Menu: true, atom.Dialog: true,
}

// breaking elements end a run of text.
var breaking = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Blockquote: true,
	atom.Pre: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Table: true,
	atom.Tr: true, atom.Td: true, atom.Th: true, atom.Hr: true, atom.Body: true, atom.Html: true, atom.Head: true,
	atom.Nav: true, atom.Header: true, atom.Footer: true, atom.Aside: true, atom.Form: true, atom.Figure: true,
	atom.Figcaption: true, atom.Address: true, atom.Fieldset: true, atom.Center: true, atom.Details: true,
	atom.Summary: true, atom.Menu: true, atom.Dialog: true, atom.Tbody: true, atom.Thead: true, atom.Caption: true,
}

// formatting elements are reopened in every block that follows while they are
// open, so that a few thousand tags can make millions of elements.
var formatting = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true,
	atom.Nobr: true, atom.S: true, atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// scanner is the state of scan. Nesting is counted, never stacked.
type scanner struct {
	outline
	run               strings.Builder
	links             int
	tag               atom.Atom
	inLink, inTitle   int
	inHead            bool
	head              strings.Builder
	inSilent, inAside int
	silentTag         atom.Atom
	openFormatting    int
}

// scan reads a page from front to back.
func scan(markup string) outline {
	s := scanner{outline: outline{meta: map[string]string{}}}
	tokens := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			s.end()
			return s.outline
		case html.TextToken:
			s.text(tokens.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, hasAttributes := tokens.TagName()
			tag := atom.Lookup(name)
			if hasAttributes && (tag == atom.Meta || tag == atom.Html) {
				s.attributes(tokens, tag)
			}
			s.open(tag)
		case html.EndTagToken:
			name, _ := tokens.TagName()
			s.close(atom.Lookup(name))
		}
	}
}

// attributes keeps what the head says of the page.
func (s *scanner) attributes(tokens *html.Tokenizer, tag atom.Atom) {
	var name, content string
	for more := true; more; {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		switch string(key) {
		case "lang", "xml:lang":
			if tag == atom.Html && s.lang == "" {
				s.lang = string(value)
			}
		case "name", "property", "itemprop":
			name = strings.ToLower(string(value))
		case "content":
			content = strings.TrimSpace(string(value))
		}
	}
	if tag == atom.Meta && name != "" && content != "" && s.meta[name] == "" && len(s.meta) < 1000 {
		s.meta[name] = content
	}
}

func (s *scanner) open(tag atom.Atom) {
	s.nodes += 1 + s.openFormatting
	switch {
	case s.inSilent > 0:
		if tag == s.silentTag {
			s.inSilent++
		}
		return
	case tag == atom.Title:
		s.inTitle++
	case silent[tag]:
		s.inSilent, s.silentTag = 1, tag
		return
	}
	if tag == atom.Br {
		s.run.WriteByte('\n')
	}
	if formatting[tag] {
		s.openFormatting++
	}
	if tag == atom.A {
		s.inLink = 1 // links do not nest
	}
	if breaking[tag] {
		s.end()
		s.tag = tag
		s.inLink = 0
		s.inHead = s.inHead || tag == atom.H1
	}
	if aside[tag] {
		s.inAside++
	}
}

func (s *scanner) close(tag atom.Atom) {
	switch {
	case s.inSilent > 0:
		if tag == s.silentTag {
			s.inSilent--
		}
		return
	case tag == atom.Title && s.inTitle > 0:
		s.inTitle--
	}
	if formatting[tag] && s.openFormatting > 0 {
		s.openFormatting--
	}
	if tag == atom.A {
		s.inLink = 0
	}
	if tag == atom.H1 {
		s.endHead()
	}
	if breaking[tag] {
		s.end()
		s.tag = 0
	}
	if aside[tag] && s.inAside > 0 {
		s.inAside--
	}
}

func (s *scanner) text(text []byte) {
	switch {
	case s.inTitle > 0:
		if s.title == "" {
			s.title = squeeze(string(text))
		}
	case s.inSilent > 0:
		return
	}
	if s.inHead && s.head.Len() < longestHead {
		s.head.Write(text)
	}
	if s.inTitle == 0 && s.inAside == 0 {
		s.run.Write(text)
		if s.inLink > 0 {
			s.links += len(text)
		}
	}
}

// How many headlines a page may have, and how long, in bytes, one may be.
const (
	mostHeads   = 5
	longestHead = 500
)

func (s *scanner) endHead() {
	if head := tidy(s.head.String()); head != "" && len(head) < longestHead && len(s.heads) < mostHeads {
		s.heads = append(s.heads, head)
	}
	s.head.Reset()
	s.inHead = false
}

// end makes a block of the run of text so far.
func (s *scanner) end() {
	for _, line := range strings.Split(s.run.String(), "\n\n") {
		if text := squeeze(line); text != "" {
			s.blocks = append(s.blocks, block{text, s.tag, min(s.links, len(text))})
		}
	}
	s.run.Reset()
	s.links = 0
}

// minBody is how many bytes make a text that is worth reading.
const minBody = 200

// body is the text in the order of the page: its paragraphs, or, where
// those are too little, everything that is not links.
func (o outline) body() string {
	var paragraphs, all []string
	for _, block := range o.blocks {
		if 2*block.links > len(block.text) || furniture.Is(block.text) {
			continue
		}
		all = append(all, block.text)
		if block.tag == atom.P || block.tag == atom.Blockquote || isProse(block.text) {
			paragraphs = append(paragraphs, block.text)
		}
	}
	if body := strings.Join(paragraphs, "\n\n"); len(body) >= minBody {
		return body
	}
	return strings.Join(all, "\n\n")
}

// isProse reports whether a block without a paragraph's tag reads like one: it
// is long and ends a sentence.
func isProse(text string) bool {
	return len(text) > 80 && strings.ContainsAny(text[len(text)-3:], ".!?”’\"")
}

// squeeze makes single spaces of all white space.
func squeeze(text string) string { return strings.Join(strings.Fields(text), " ") }
