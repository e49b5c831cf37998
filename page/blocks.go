package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tocsin/furniture"
)

// captions are elements whose text belongs to a picture, not to the article.
var captions = map[string]bool{"figure": true, "figcaption": true, "picture": true, "video": true, "audio": true}

// writer collects the blocks of a tree.
type writer struct {
	blocks []string
	run    strings.Builder
}

// bodyOf writes the tree's text, a blank line between blocks, without
// captions, furniture and a first line that repeats the title.
func bodyOf(tree *html.Node, title string) string {
	if tree == nil {
		return ""
	}
	var w writer
	w.node(tree)
	w.end()
	blocks := w.blocks
	if len(blocks) > 1 && sameWords(blocks[0], title) {
		blocks = blocks[1:]
	}
	kept := blocks[:0]
	for _, block := range blocks {
		if !furniture.Is(block) {
			kept = append(kept, block)
		}
	}
	return strings.Join(kept, "\n\n")
}

// node descends no deeper than html.Parse has let the tree grow.
func (w *writer) node(node *html.Node) {
	switch node.Type {
	case html.TextNode:
		w.run.WriteString(node.Data)
		return
	case html.ElementNode:
		if silent[node.DataAtom] || captions[node.Data] {
			return
		}
	}
	tag := atom.Lookup([]byte(node.Data)) // trafilatura renames elements without their atoms
	breaks := breaking[tag]
	if breaks && !isCell(tag) {
		w.end()
	}
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		w.node(child)
	}
	switch {
	case tag == atom.Br || node.Data == "lb":
		w.run.WriteString("\n")
	case isCell(tag):
		w.run.WriteString(" ")
	case breaks:
		w.end()
	}
}

// isCell: the cells of a table's row stay on one line.
func isCell(tag atom.Atom) bool { return tag == atom.Td || tag == atom.Th }

// end makes blocks of the run so far. White space is one space, as browsers
// show it, but two line breaks in a row part paragraphs, as old pages do.
func (w *writer) end() {
	for _, text := range strings.Split(w.run.String(), "\n\n") {
		if text = tidy(text); text != "" {
			w.blocks = append(w.blocks, text)
		}
	}
	w.run.Reset()
}

// invisible characters steer the breaking of lines and mean nothing.
var invisible = strings.NewReplacer("\u00ad", "", "\u200b", "", "\ufeff", "", "\u2060", "")

func tidy(text string) string { return squeeze(invisible.Replace(text)) }

// sameWords compares what a reader sees of two lines.
func sameWords(a, b string) bool { return b != "" && strings.EqualFold(tidy(a), tidy(b)) }
