package text

import (
	"strings"
	"unicode/utf8"

	"tocsin/text/syntax"
)

// lemmatize sets the Lemma of every token; the words are those that tag made.
func lemmatize(doc *Doc, words []syntax.Word) {
	model := syntaxModel()
	// Lemmas that are not a part of their word share one growing buffer;
	// strings cut from it stay valid when it moves.
	var fresh strings.Builder
	for i := range doc.Tokens {
		token := &doc.Tokens[i]
		token.Lemma = lemma(token, model.Edit(token.Text, words[i].Tag), &fresh)
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
