package text

import "tocsin"

// Read reads the article's text.
func Read(article tocsin.Article) *Doc {
	doc := segment(article)
	tag(doc)
	lemmatize(doc)
	parse(doc)
	doc.index()
	name(doc)
	return doc
}
