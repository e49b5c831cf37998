package text_test

import (
	"testing"

	"tocsin"
	"tocsin/text"
)

// TestMend: each article holds a word that the tagger alone takes for another
// part of speech.
func TestMend(t *testing.T) {
	for _, test := range []struct{ words, word, tag string }{
		{"Ann Lovegrove met the envoy. Lovegrove praised the decision.", "Lovegrove", "NNP"},
		{"A senior Nato official said the road was clear.", "official", "NN"},
		{"Zoran described the camp as a ruin.", "described", "VBD"},
		{"The bridge destroyed by the flood has reopened.", "destroyed", "VBN"},
		{"The road was mined.", "mined", "VBN"},
	} {
		doc := text.Read(tocsin.Article{Text: test.words})
		last := -1
		for i := range doc.Tokens {
			if doc.Tokens[i].Text == test.word {
				last = i
			}
		}
		if last < 0 || doc.Tokens[last].Tag != test.tag {
			t.Errorf("%q in %q is not tagged %s", test.word, test.words, test.tag)
		}
	}
}
