package text

// parse sets Head and Dep of the tokens of the sentence, which is the one that
// was prepared. A sentence has exactly one root, and its tree is projective,
// so that the Reach of a token is its subtree.
func (r *syntaxReader) parse(s *Sentence) {
	r.model.Parse(&r.state, r.words)
	for i := range r.words {
		word, token := &r.words[i], &r.doc.Tokens[s.First+i]
		token.Dep = r.model.Labels[word.Label]
		token.Head = -1
		if word.Head >= 0 {
			token.Head = s.First + int(word.Head)
		}
	}
}
