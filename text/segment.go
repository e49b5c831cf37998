package text

import (
	"tocsin"
	"tocsin/furniture"
)

// segment finds paragraphs, quotations, sentences and tokens. The tokens are
// in text order and do not overlap; together they cover every rune that is not
// blank. Every token belongs to one sentence and every sentence to one
// paragraph.
func segment(article tocsin.Article) *Doc {
	doc := &Doc{Article: article, Text: article.Text}
	doc.Tokens = tokenize(doc.Text)
	paragraphs := divide(doc)
	for _, paragraph := range paragraphs {
		doc.Paragraphs = append(doc.Paragraphs, doc.SpanOf(paragraph.first, paragraph.last))
	}
	quote(doc, paragraphs)
	for i, paragraph := range paragraphs {
		split(doc, i, paragraph)
	}
	setAside(doc)
	return doc
}

// setAside marks the sentences of paragraphs that are furniture.
func setAside(doc *Doc) {
	first := 0
	for i, paragraph := range doc.Paragraphs {
		last := first
		for last < len(doc.Sentences) && doc.Sentences[last].Paragraph == i {
			last++
		}
		aside := furniture.Is(doc.Words(paragraph))
		for s := first; s < last; s++ {
			doc.Sentences[s].Furniture = aside
		}
		first = last
	}
}

// stretch is a run of tokens [first, last).
type stretch struct{ first, last int }
