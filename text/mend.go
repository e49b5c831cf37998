package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mend corrects tags that news shows to be wrong and the tagger, which reads a
// few words at a time, cannot know to be: it looks at the whole sentence, and
// at the whole article. The parser then reads the corrected tags.
func mend(doc *Doc, tags []uint8) {
	m := mender{doc: doc, tags: tags, named: namesWithin(doc)}
	for i := range doc.Sentences {
		m.sentence(&doc.Sentences[i])
	}
}

type mender struct {
	doc   *Doc
	tags  []uint8         // for each token, the index in the model's tags
	named map[string]bool // words that are proper nouns somewhere within a sentence
}

// namesWithin collects the words that stand capitalised as proper nouns where
// no sentence begins.
func namesWithin(doc *Doc) map[string]bool {
	named := map[string]bool{}
	for i := range doc.Tokens {
		token := &doc.Tokens[i]
		if token.Tag == "NNP" && i > doc.Sentences[token.Sentence].First && doc.Tokens[i-1].POS != "PUNCT" && isName(token.Text) {
			named[token.Text] = true
		}
	}
	return named
}

// isName reports whether the word looks like a name: a capital and small
// letters behind it.
func isName(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && len(word) > size+1 && strings.ToLower(word[size:]) == word[size:] && !strings.ContainsAny(word, "0123456789.’'")
}

func (m *mender) sentence(s *Sentence) {
	doc := m.doc
	for i := s.First; i < s.Last; i++ {
		token := &doc.Tokens[i]
		begins := i == s.First || doc.Tokens[i-1].POS == "PUNCT"
		switch {
		// “Orlen praised the envoy.” The article names Orlen elsewhere.
		case begins && token.POS != "PROPN" && m.named[token.Text]:
			m.set(i, "PROPN", "NNP")
		// “A senior Karsian official said …”
		case token.Tag == "JJ" && m.headless(s, i):
			m.set(i, "NOUN", "NN")
		}
	}
	for i := s.First; i < s.Last; i++ {
		// “The envoy called for a truce.”
		if doc.Tokens[i].Tag == "VBN" && m.isFinite(s, i) {
			m.set(i, "VERB", "VBD")
		}
	}
}

// headless reports whether the adjective stands where its noun phrase must
// have its noun: behind a determiner and right before a finite verb.
func (m *mender) headless(s *Sentence, i int) bool {
	doc := m.doc
	if i+1 >= s.Last || doc.Tokens[i+1].POS != "VERB" || !doc.Tokens[i+1].Finite() {
		return false
	}
	for k := i - 1; k >= s.First; k-- {
		switch tag := doc.Tokens[k].Tag; tag {
		case "DT", "PRP$":
			return true
		case "JJ", "NNP", "CD":
		default:
			return false
		}
	}
	return i > s.First
}

// isFinite reports whether what was tagged a past participle must be the past
// tense: it follows its subject, no auxiliary stands before it, and the
// sentence has no other finite verb for that subject.
func (m *mender) isFinite(s *Sentence, i int) bool {
	doc := m.doc
	token := &doc.Tokens[i]
	if !strings.HasSuffix(token.Lower, "ed") && !bothPasts[token.Lower] || !m.ends(s) {
		return false
	}
	before := i - 1
	for before >= s.First && doc.Tokens[before].POS == "ADV" {
		before--
	}
	if before < s.First || doc.Tokens[before].Quote != token.Quote {
		return false
	}
	switch doc.Tokens[before].POS {
	case "NOUN", "PROPN":
	case "PRON":
		if doc.Tokens[before].Tag != "PRP" {
			return false
		}
	default:
		return false
	}
	for k := before; k >= s.First; k-- {
		if other := &doc.Tokens[k]; other.Quote == token.Quote && (other.Finite() || other.POS == "AUX") {
			return false
		}
	}
	return !m.verbFollows(s, i)
}

// verbFollows reports whether a finite verb comes after token i that may be
// the subject's own: before any subordinate clause, quotation or colon.
func (m *mender) verbFollows(s *Sentence, i int) bool {
	doc := m.doc
	for k := i + 1; k < s.Last; k++ {
		token := &doc.Tokens[k]
		if token.Quote != doc.Tokens[i].Quote {
			return false
		}
		switch token.Tag {
		case "WDT", "WP", "WRB", ":":
			return false
		case "IN":
			if token.POS == "SCONJ" {
				return false
			}
		}
		if token.Finite() {
			return true
		}
	}
	return false
}

// ends reports whether the sentence ends as sentences do: headlines and
// captions, which leave the verb "to be" out, do not.
func (m *mender) ends(s *Sentence) bool {
	for k := s.Last - 1; k >= s.First && k > s.Last-3; k-- {
		switch m.doc.Tokens[k].Text {
		case ".", "!", "?", ":":
			return true
		}
	}
	return false
}

// bothPasts are irregular verbs whose past tense is also their participle.
var bothPasts = map[string]bool{
	"said": true, "told": true, "held": true, "sent": true, "met": true, "led": true, "put": true, "hit": true,
	"cut": true, "set": true, "made": true, "found": true, "lost": true, "left": true, "kept": true, "brought": true,
	"fought": true, "won": true, "sold": true, "bought": true, "shot": true, "struck": true, "built": true, "felt": true,
	"heard": true, "paid": true, "read": true, "spent": true, "thought": true, "sought": true, "laid": true,
}

// set gives token i another tag, where the model knows it.
func (m *mender) set(i int, upos, xpos string) {
	tags := syntaxModel().Tags
	for k := range tags {
		if tags[k].UPOS == upos && tags[k].XPOS == xpos {
			m.doc.Tokens[i].POS, m.doc.Tokens[i].Tag = upos, xpos
			m.tags[i] = uint8(k)
			return
		}
	}
}
