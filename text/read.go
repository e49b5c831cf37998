package text

import (
	"tocsin"
	"tocsin/text/reader"
)

// Convention is whose idea of an attribution the network follows.
type Convention = reader.Convention

// Ledger counts what a ledger of claims does; PolNeAR (Newell, Margolin and
// Ruths 2018) is wider and takes in attitudes and vaguer attributions.
const (
	Ledger  = reader.Ledger
	PolNeAR = reader.PolNeAR
)

// Read reads the article's text.
func Read(article tocsin.Article) *Doc { return ReadAs(article, Ledger) }

// ReadAs reads the article's text with the Attributions of a convention.
func ReadAs(article tocsin.Article, convention Convention) *Doc {
	doc := segment(article)
	understand(doc, convention)
	return doc
}

// understand reads the tokens of a segmented text.
func understand(doc *Doc, convention Convention) {
	readNetwork(doc, convention)
	doc.index()
	settle(doc)
}
