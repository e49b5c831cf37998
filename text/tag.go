package text

import (
	"strings"

	"tocsin/text/syntax"
)

// syntaxReader tags, lemmatizes and parses one sentence after the other. Its
// buffers are as large as the longest sentence, not as the text: what the
// engine knows of a word is half as large again as a Token. Sentences are
// therefore prepared twice, as tags are mended by the whole article before any
// is parsed.
type syntaxReader struct {
	model *syntax.Model
	doc   *Doc
	tags  []uint8 // for each token, the index in model.Tags
	words []syntax.Word
	state syntax.State
	// lemmas holds the lemmas that are not a part of their word; strings cut
	// from it stay valid when it moves.
	lemmas strings.Builder
}

// readSyntax sets what the tagger and the parser say of every token.
func readSyntax(doc *Doc) {
	r := syntaxReader{model: syntaxModel(), doc: doc, tags: make([]uint8, len(doc.Tokens))}
	for i := range doc.Sentences {
		r.tag(&doc.Sentences[i])
	}
	mend(doc, r.tags)
	for i := range doc.Sentences {
		r.prepare(&doc.Sentences[i])
		r.lemmatize(&doc.Sentences[i])
		r.parse(&doc.Sentences[i])
	}
}

// prepare makes the words those of the sentence, as the engine sees them, with
// the tags that they have so far.
func (r *syntaxReader) prepare(s *Sentence) {
	r.words = r.words[:0]
	for i := s.First; i < s.Last; i++ {
		r.words = append(r.words, syntax.Word{Form: r.doc.Tokens[i].Text, Tag: r.tags[i]})
	}
	r.model.Prepare(r.words)
}

// tag sets POS and Tag of the tokens of the sentence.
func (r *syntaxReader) tag(s *Sentence) {
	r.prepare(s)
	r.model.Tag(r.words)
	for i := range r.words {
		tag := r.words[i].Tag
		token := &r.doc.Tokens[s.First+i]
		token.POS, token.Tag = r.model.Tags[tag].UPOS, r.model.Tags[tag].XPOS
		r.tags[s.First+i] = tag
	}
}
