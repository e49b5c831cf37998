package text

import "tocsin"

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
	return doc
}

// stretch is a run of tokens [first, last).
type stretch struct{ first, last int }
