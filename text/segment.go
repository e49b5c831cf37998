package text

import "tocsin"

// segment finds paragraphs, quotations, sentences and tokens.
func segment(article tocsin.Article) *Doc {
	return &Doc{Article: article, Text: article.Text}
}
