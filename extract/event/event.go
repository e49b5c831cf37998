// Package event finds events: who did what to whom, coded in PLOVER 2.0. In
// go a parsed article and what else was found in it, out come events with
// their trigger words, both sides, place, date, status and the claim that
// asserts them.
//
// What counts as an event is said by lexicon.txt, entry by entry; the rules
// here find those words in the parse, undo passives, light verbs and shared
// subjects, and read the status off tense, modality and negation. The network
// confirms them, and adds what it is sure of and the lexicon does not know.
// Statements that are acts (an accusation, a demand, a threat) come from the
// claims.
//
// It refuses to tell an event whose actor the article does not let one
// identify, and one that only points back ("the attack"). Who attacked is
// never inferred: the shelling that nobody is said to have done keeps an
// empty actor, while whose "the invasion" is, and against whom a side fights,
// is taken over from where the article tells it.
package event

import (
	"slices"

	"tocsin"
	"tocsin/text"
)

// Extract returns the events of doc in text order. Actors, claims, whens and
// places that are not there are done without.
func Extract(doc *text.Doc, claims []tocsin.Claim, actors []tocsin.Actor, whens []tocsin.When, places []tocsin.Place) []tocsin.Event {
	if len(doc.Tokens) == 0 {
		return nil
	}
	r := newReader(doc, claims, actors, whens, places)
	r.findTriggers()
	r.confirm()
	r.findStatements()
	r.addRead()
	return r.events()
}

// reader holds what is known while one article is read.
type reader struct {
	doc    *text.Doc
	lex    *lexicon
	claims []tocsin.Claim
	actors []tocsin.Actor
	whens  []tocsin.When
	places []tocsin.Place

	// By token: which finding covers it most closely, counted from 1, or 0.
	actorAt, claimAt, whenAt, placeAt, nameAt, triggerAt []int32
	lemmas                                               []string

	claimOf  map[string]int // by ID
	frames   map[int]*frame
	found    []finding
	consumed map[int]bool // nouns that are part of another trigger
	around   map[int]circumstances
}

// The rules of this package, as an event's Rule names them.
var rules = []string{"verb", "passive", "participle", "noun", "light-verb", "statement", "network"}

// finding is an event while it is being put together.
type finding struct {
	anchor      int // the token that carries it
	first, last int // tokens of the trigger
	category    tocsin.Category
	mode        string
	sides       sides
	actor       *tocsin.Party // where a claim knows it better
	recipient   *tocsin.Party // likewise
	status      tocsin.Status
	rule        string
	score       float64
	pointing    bool // "the invasion": counts only where it is news
	vague       bool // "the attack": counts only where nothing of its category was told
	singular    bool // "the invasion": a reader knows which
	claim       int  // the claim whose own act this is, counted from 1, or 0
}

func newReader(doc *text.Doc, claims []tocsin.Claim, actors []tocsin.Actor, whens []tocsin.When, places []tocsin.Place) *reader {
	r := &reader{
		doc: doc, lex: words(), claims: claims, actors: actors, whens: whens, places: places,
		claimOf: map[string]int{}, frames: map[int]*frame{}, consumed: map[int]bool{}, around: map[int]circumstances{},
	}
	r.lemmas = make([]string, len(doc.Tokens))
	for i := range doc.Tokens {
		r.lemmas[i] = lemmaOf(&doc.Tokens[i])
	}
	var paint painter
	for i := range actors {
		for _, mention := range actors[i].Mentions {
			paint.add(mention, i)
		}
	}
	r.actorAt = paint.on(doc)
	for i := range claims {
		r.claimOf[claims[i].ID] = i
		for _, content := range claims[i].Content {
			paint.add(content, i)
		}
	}
	r.claimAt = paint.on(doc)
	for i := range whens {
		paint.add(whens[i].Span, i)
	}
	r.whenAt = paint.on(doc)
	for i := range places {
		paint.add(places[i].Span, i)
	}
	r.placeAt = paint.on(doc)
	for i := range doc.Names {
		paint.add(doc.Names[i].Span, i)
	}
	r.nameAt = paint.on(doc)
	r.triggerAt = make([]int32, len(doc.Tokens))
	for i := range doc.Triggers {
		r.triggerAt[doc.Triggers[i].Token] = int32(i) + 1
	}
	return r
}

// painter marks tokens with the shortest of the spans that cover them.
type painter struct{ spans []painted }

type painted struct {
	span tocsin.Span
	mark int
}

func (p *painter) add(span tocsin.Span, mark int) { p.spans = append(p.spans, painted{span, mark}) }

// on paints the longest spans first, so that the shortest stay on top, and
// leaves the painter empty for the next use.
func (p *painter) on(doc *text.Doc) []int32 {
	slices.SortStableFunc(p.spans, func(a, b painted) int { return b.span.Len() - a.span.Len() })
	marks := make([]int32, len(doc.Tokens))
	for _, one := range p.spans {
		first, last := doc.TokensIn(one.span)
		for i := first; i < last; i++ {
			marks[i] = int32(one.mark) + 1
		}
	}
	p.spans = p.spans[:0]
	return marks
}

// findTriggers looks every word up in the lexicon. Verbs go first, so that a
// noun that is part of a verb's trigger ("held talks") is not told twice.
func (r *reader) findTriggers() {
	for i := range r.doc.Tokens {
		if !r.doc.Aside(i) && (r.isVerb(i) || r.isParticiple(i)) {
			r.tryVerb(i)
		}
	}
	for i := range r.doc.Tokens {
		if r.doc.Tokens[i].POS == "NOUN" && !r.consumed[i] && !r.doc.Aside(i) {
			r.tryNoun(i)
		}
	}
}

// isParticiple reports whether an adjective is a verb's participle before its
// noun ("invading forces", "the occupied province").
func (r *reader) isParticiple(i int) bool {
	token := &r.doc.Tokens[i]
	return token.POS == "ADJ" && token.Is("amod") && (token.Tag == "VBG" || token.Tag == "VBN" || r.lex.adjectives[token.Lower] != nil)
}
