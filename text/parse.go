package text

import "tocsin/text/syntax"

// parse sets Head and Dep of every token; the words are those that tag made.
// A sentence has exactly one root, and its tree is projective, so that the
// Reach of a token is its subtree.
func parse(doc *Doc, words []syntax.Word) {
	model := syntaxModel()
	var state syntax.State
	for _, sentence := range doc.Sentences {
		model.Parse(&state, words[sentence.First:sentence.Last])
	}
	for _, sentence := range doc.Sentences {
		for i := sentence.First; i < sentence.Last; i++ {
			token := &doc.Tokens[i]
			token.Dep = model.Labels[words[i].Label]
			token.Head = -1
			if words[i].Head >= 0 {
				token.Head = sentence.First + int(words[i].Head)
			}
		}
	}
}
