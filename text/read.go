package text

import "tocsin"

// Read reads the article's text.
func Read(article tocsin.Article) *Doc {
	doc := segment(article)
	understand(doc)
	return doc
}

// understand reads the tokens of a segmented text.
func understand(doc *Doc) {
	readSyntax(doc)
	doc.index()
	name(doc)
}
