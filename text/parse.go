package text

// parse sets Head and Dep of every token.
func parse(doc *Doc) {
	for i := range doc.Tokens {
		doc.Tokens[i].Head = -1
	}
}
