package text

import "tocsin/text/syntax"

// tag sets POS and Tag of every token. It returns the tokens as the engine
// sees them, for the parser.
func tag(doc *Doc) []syntax.Word {
	model := syntaxModel()
	words := make([]syntax.Word, len(doc.Tokens))
	for i := range doc.Tokens {
		words[i].Form = doc.Tokens[i].Text
	}
	for _, sentence := range doc.Sentences {
		part := words[sentence.First:sentence.Last]
		model.Prepare(part)
		model.Tag(part)
	}
	for i := range words {
		tag := &model.Tags[words[i].Tag]
		doc.Tokens[i].POS, doc.Tokens[i].Tag = tag.UPOS, tag.XPOS
	}
	return words
}
