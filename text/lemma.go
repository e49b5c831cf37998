package text

// lemmatize sets the Lemma of every token.
func lemmatize(doc *Doc) {}
