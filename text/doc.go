// Package text turns an article's words into a Doc: paragraphs, sentences,
// tokens, quotations, tags, names and a dependency parse. It is the only home
// of models; nothing outside it knows which engine read the text.
//
// In goes any valid UTF-8, of any length and in any state; out comes a Doc
// whose every offset is a byte offset into that text, on a rune boundary. It
// cannot fail, does no I/O and takes time linear in the length of the text.
package text

import (
	"sort"

	"tocsin"
)

// Doc is one article read. It is made once and never changed.
type Doc struct {
	Article    tocsin.Article
	Text       string // Article.Text
	Paragraphs []tocsin.Span
	Sentences  []Sentence
	Tokens     []Token
	Quotes     []Quote
	Names      []Name
	// Attributions are who says what by the network's reading, in the order
	// of their cues; Triggers the tokens that may tell of an event.
	Attributions []Attribution
	Triggers     []Trigger

	meanings []int8  // reader.MeaningSize values a token
	children []int32 // token indices grouped by head, in text order
	firstOf  []int32 // children of i are children[firstOf[i]:firstOf[i+1]]
}

// Sentence is a run of tokens that reads as one.
type Sentence struct {
	Span        tocsin.Span
	First, Last int // tokens [First, Last)
	Paragraph   int
	// Furniture is set where the sentence is no part of the article: a
	// caption, a credit, an invitation to subscribe. Extractors pass it over.
	Furniture bool
}

// Token is a word as Universal Dependencies counts them: clitics ("’s",
// "n’t") and the parts of hyphenated words stand alone.
type Token struct {
	Span     tocsin.Span
	Text     string // the words themselves
	Lower    string // lower-cased, curly apostrophes made straight
	Lemma    string // lower-cased save for proper nouns
	POS      string // UPOS: "NOUN", "VERB", "PROPN" …
	Tag      string // Penn Treebank tag (XPOS): "VBD", "NNP" …
	Head     int    // index of the governing token in Doc.Tokens, -1 for a root
	Dep      string // UD relation with subtype: "nsubj", "nsubj:pass", "obl:tmod"
	Sentence int    // index in Doc.Sentences
	Quote    int    // index in Doc.Quotes of the innermost quotation, -1 outside
}

// Quote is a quotation: a pair of marks with what stands between them. Its own
// marks are outside it: their Token.Quote names the quotation around it. Where
// a paragraph reopens a quotation that the one before left open, the two are
// two Quotes, and the later names the earlier in Continues.
type Quote struct {
	Span        tocsin.Span // with its marks
	Inner       tocsin.Span // without them
	First, Last int         // tokens [First, Last) of Inner
	Closed      bool        // false where no closing mark was found
	Continues   int         // index of the Quote that this one carries on, or -1
	Outer       int         // index of the Quote that encloses this one, or -1
}

// NameKind is the kind of a Name.
type NameKind string

// The kinds of a Name.
const (
	PER  NameKind = "PER"
	ORG  NameKind = "ORG"
	LOC  NameKind = "LOC"
	MISC NameKind = "MISC" // nationalities, events, works, products
)

// Name is a named entity mention.
type Name struct {
	Kind        NameKind
	Span        tocsin.Span
	First, Last int     // tokens [First, Last)
	Score       float64 // in 0…1
}

// Children returns the tokens that token i governs, in text order. The slice
// belongs to the Doc.
func (d *Doc) Children(i int) []int32 { return d.children[d.firstOf[i]:d.firstOf[i+1]] }

// Child returns the first child of i that hangs from it by one of the
// relations, or -1. A relation without subtype matches any of its subtypes.
func (d *Doc) Child(i int, deps ...string) int {
	for _, child := range d.Children(i) {
		if d.Tokens[child].Is(deps...) {
			return int(child)
		}
	}
	return -1
}

// Is reports whether the token hangs from its head by one of the relations. A
// relation without subtype matches any of its subtypes.
func (t *Token) Is(deps ...string) bool {
	for _, dep := range deps {
		if t.Dep == dep || len(t.Dep) > len(dep) && t.Dep[len(dep)] == ':' && t.Dep[:len(dep)] == dep {
			return true
		}
	}
	return false
}

// Finite reports whether the token is a verb form that says when: a past or
// present tense, or a modal.
func (t *Token) Finite() bool {
	switch t.Tag {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}

// Reach returns the first token and the one after the last of i's subtree.
// In a projective parse that range is the subtree itself.
func (d *Doc) Reach(i int) (first, last int) {
	// The depth is bounded by an explicit stack: a hostile sentence can nest
	// as deep as it is long.
	first, last = i, i+1
	stack := []int{i}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		first, last = min(first, top), max(last, top+1)
		for _, child := range d.Children(top) {
			stack = append(stack, int(child))
		}
	}
	return first, last
}

// Aside reports whether token i stands in furniture, which is no part of the
// article.
func (d *Doc) Aside(i int) bool { return d.Sentences[d.Tokens[i].Sentence].Furniture }

// Governs reports whether token i is an ancestor of token j.
func (d *Doc) Governs(i, j int) bool {
	for j = d.Tokens[j].Head; j >= 0; j = d.Tokens[j].Head {
		if j == i {
			return true
		}
	}
	return false
}

// SpanOf returns the span from token first to the one before last.
func (d *Doc) SpanOf(first, last int) tocsin.Span {
	if first >= last {
		return tocsin.Span{}
	}
	return tocsin.Span{Start: d.Tokens[first].Span.Start, End: d.Tokens[last-1].Span.End}
}

// TokensIn returns the tokens [first, last) that overlap the span.
func (d *Doc) TokensIn(span tocsin.Span) (first, last int) {
	first = sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].Span.End > span.Start })
	last = sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].Span.Start >= span.End })
	return first, max(first, last)
}

// Words returns what the span covers.
func (d *Doc) Words(span tocsin.Span) string { return span.Of(d.Text) }

// index makes Children answer; it is called once the heads are set.
func (d *Doc) index() {
	d.firstOf = make([]int32, len(d.Tokens)+1)
	for i := range d.Tokens {
		if head := d.Tokens[i].Head; head >= 0 {
			d.firstOf[head+1]++
		}
	}
	for i := range d.Tokens {
		d.firstOf[i+1] += d.firstOf[i]
	}
	d.children = make([]int32, d.firstOf[len(d.Tokens)])
	next := make([]int32, len(d.Tokens))
	for i := range d.Tokens {
		if head := d.Tokens[i].Head; head >= 0 {
			d.children[d.firstOf[head]+next[head]] = int32(i)
			next[head]++
		}
	}
}
