// Package quantity finds figures: how much, how many, of what.
//
// In goes a text.Doc; out come quantities in text order, each with its value,
// the bound that its hedge sets ("less than 9,000 people" is under 9,000), its
// unit and what is counted. Vague ones ("dozens of homes") have no value. What
// is written with numbers but counts nothing is left out: dates, times, ages,
// ordinals, numbered things ("Article 5", "day 12"), names ("S-300", "G7"),
// phone numbers, and "one" where it is a pronoun. Lengths of time are times,
// not figures, save where they measure something ("an 80-minute call", "seven
// months of drought").
package quantity

import (
	"strings"

	"tocsin"
	"tocsin/text"
	"tocsin/text/numeral"
)

// Extract returns the figures of doc in text order.
func Extract(doc *text.Doc) []tocsin.Quantity {
	r := &reader{doc: doc, pieces: numeral.Pieces(doc)}
	var quantities []tocsin.Quantity
	for at := 0; at < len(r.pieces); {
		if !r.opens(at) {
			at++
			continue
		}
		f, ok := r.figure(at)
		if !ok {
			at++
			continue
		}
		quantities = append(quantities, r.finding(f))
		r.previous = f
		at = f.end
	}
	return quantities
}

// reader is the state of one pass over a Doc.
type reader struct {
	doc    *text.Doc
	pieces []numeral.Piece
	// previous is the figure before this one, which "a further 100,000" goes on
	// counting.
	previous figure
}

// figure is what a rule makes of pieces [first, end).
type figure struct {
	first, end int
	value      float64
	high       float64
	vague      bool // no value
	bound      tocsin.Bound
	unit       string
	of         string
	rule       string
}

func (r *reader) finding(f figure) tocsin.Quantity {
	span := tocsin.Span{Start: r.pieces[f.first].Span.Start, End: r.pieces[f.end-1].Span.End}
	q := tocsin.Quantity{
		ID: tocsin.ID(r.doc.Article.ID, "quantity", span), Span: span,
		Bound: f.bound, Unit: f.unit, Of: f.of, Rule: f.rule,
	}
	if !f.vague {
		q.Value = &f.value
	}
	if f.bound == tocsin.Range {
		q.High = &f.high
	}
	return q
}

// openers are the words, besides numbers, that a figure can begin with.
var openers = openingWords()

func openingWords() map[string]bool {
	words := map[string]bool{"half": true, "a": true, "an": true, "between": true, "tens": true, "several": true, "few": true, "many": true, "minus": true, "-": true, "magnitude": true}
	for word := range hedges {
		words[word] = true
	}
	for word := range vagues {
		words[word] = true
	}
	for word := range currencies {
		words[word] = true
		// "US$" may come in two pieces.
		if prefix, ok := strings.CutSuffix(word, "$"); ok {
			words[prefix] = true
		}
	}
	return words
}

// opens reports whether a figure may begin at piece at: most words are passed
// over by this alone.
func (r *reader) opens(at int) bool {
	return r.pieces[at].Kind == numeral.Number || openers[r.pieces[at].Lower]
}

// figure reads the figure that begins at piece at, hedges and all.
func (r *reader) figure(at int) (figure, bool) {
	bound, core := tocsin.Exact, at
	for steps := 0; steps < 3; steps++ {
		hedge, length := r.hedge(core)
		if length == 0 {
			break
		}
		if hedge != tocsin.Exact {
			bound = hedge
		}
		core += length
	}
	if core >= len(r.pieces) {
		return figure{}, false
	}
	f, ok := r.core(core, core > at)
	if !ok {
		return f, false
	}
	f.first = at
	if f.bound == "" || f.bound == tocsin.Exact {
		f.bound = bound
	}
	return r.hedgeAfter(f), true
}

// core reads the figure at piece at by the first rule that takes it.
func (r *reader) core(at int, hedged bool) (figure, bool) {
	for i := range rules {
		f, ok := rules[i].read(r, at, hedged)
		if ok {
			f.first, f.rule = at, rules[i].name
			return f, true
		}
	}
	return figure{}, false
}

// lower returns the words of piece at, "" past either end.
func (r *reader) lower(at int) string {
	if at < 0 || at >= len(r.pieces) {
		return ""
	}
	return r.pieces[at].Lower
}

// is reports whether piece at is there and of the kind.
func (r *reader) is(at int, kind numeral.Kind) bool {
	return at >= 0 && at < len(r.pieces) && r.pieces[at].Kind == kind
}

// glued reports whether piece at follows the one before it without a space.
func (r *reader) glued(at int) bool { return at > 0 && at < len(r.pieces) && r.pieces[at].Glued }

// starts reports whether the words of the phrase stand at piece at.
func (r *reader) starts(at int, phrase []string) bool {
	for i, word := range phrase {
		if r.lower(at+i) != word {
			return false
		}
	}
	return true
}

// tag returns the Penn tag of the token that piece at begins, "" past either
// end.
func (r *reader) tag(at int) string {
	if at < 0 || at >= len(r.pieces) {
		return ""
	}
	return r.doc.Tokens[r.pieces[at].First].Tag
}

// sameSentence reports whether both pieces are there and stand in one
// sentence.
func (r *reader) sameSentence(a, b int) bool {
	if a < 0 || b < 0 || a >= len(r.pieces) || b >= len(r.pieces) {
		return false
	}
	return r.doc.Tokens[r.pieces[a].First].Sentence == r.doc.Tokens[r.pieces[b].First].Sentence
}
