package text

// tag sets POS and Tag of every token.
func tag(doc *Doc) {}
