package text

import (
	"strings"

	"tocsin"
)

// ReadWords reads sentences whose words are known already, as those of a
// treebank. The Doc's text is the words with a space between them.
func ReadWords(sentences [][]string) *Doc {
	var text strings.Builder
	doc := &Doc{Paragraphs: []tocsin.Span{}}
	for number, words := range sentences {
		first := len(doc.Tokens)
		for _, word := range words {
			if text.Len() > 0 {
				text.WriteByte(' ')
			}
			span := tocsin.Span{Start: text.Len(), End: text.Len() + len(word)}
			text.WriteString(word)
			doc.Tokens = append(doc.Tokens, Token{Span: span, Text: word, Lower: strings.ToLower(straight(word)), Sentence: number, Quote: -1})
		}
		sentence := Sentence{First: first, Last: len(doc.Tokens), Paragraph: number}
		sentence.Span = doc.SpanOf(first, len(doc.Tokens))
		doc.Sentences = append(doc.Sentences, sentence)
		doc.Paragraphs = append(doc.Paragraphs, sentence.Span)
	}
	doc.Text = text.String()
	doc.Article.Text = doc.Text
	understand(doc, Ledger)
	return doc
}
