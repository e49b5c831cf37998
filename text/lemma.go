package text

import (
	"strings"
	"unicode/utf8"

	"tocsin/text/syntax"
)

// lemmatize sets the Lemma of the tokens of the sentence.
func (r *syntaxReader) lemmatize(s *Sentence) {
	for i := s.First; i < s.Last; i++ {
		token := &r.doc.Tokens[i]
		token.Lemma = lemma(token, r.model.Edit(token.Text, r.tags[i]), &r.lemmas)
	}
}

func lemma(token *Token, edit syntax.Edit, fresh *strings.Builder) string {
	word := token.Lower
	if edit.Keep {
		word = straight(token.Text)
	}
	rest := len(word) - edit.Cut
	if rest < 0 || rest+len(edit.Add) == 0 || rest < len(word) && !utf8.RuneStart(word[rest]) {
		return word
	}
	if edit.Add == "" {
		return word[:rest]
	}
	start := fresh.Len()
	fresh.WriteString(word[:rest])
	fresh.WriteString(edit.Add)
	return fresh.String()[start:]
}

// straight makes curly apostrophes ASCII.
func straight(word string) string {
	if !strings.ContainsAny(word, "’‘") {
		return word
	}
	return apostrophes.Replace(word)
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'")
