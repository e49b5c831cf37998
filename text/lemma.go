package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"tocsin/text/reader"
	"tocsin/text/wordpiece"
)

//go:embed verbs.txt
var verbsFile string

// verbForms gives the lemma of listed verbs' forms.
var verbForms = sync.OnceValue(func() map[string]string {
	forms := map[string]string{}
	for line := range strings.Lines(verbsFile) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[0] == "#" {
			continue
		}
		lemma, past, participle := fields[0], fields[1], fields[2]
		if participle == "=" {
			participle = past
		}
		forms[past], forms[participle] = lemma, lemma
		if strings.HasSuffix(past, "ed") {
			third, ing := present(lemma, past)
			forms[third], forms[ing] = lemma, lemma
		}
	}
	return forms
})

// present returns the present forms of a verb with a regular past. A
// consonant is doubled where it is in the past ("stopped").
func present(lemma, past string) (third, ing string) {
	third, ing = lemma+"s", lemma+"ing"
	end := lemma[len(lemma)-1]
	switch {
	case end == 'y' && !strings.ContainsAny(lemma[len(lemma)-2:len(lemma)-1], "aeou"):
		third = lemma[:len(lemma)-1] + "ies"
	case strings.ContainsRune("sxzo", rune(end)) || strings.HasSuffix(lemma, "ch") || strings.HasSuffix(lemma, "sh"):
		third = lemma + "es"
	}
	switch {
	case past == lemma+string(end)+"ed":
		ing = lemma + string(end) + "ing"
	case strings.HasSuffix(lemma, "ie"):
		ing = lemma[:len(lemma)-2] + "ying"
	case end == 'e' && !strings.HasSuffix(lemma, "ee") && !strings.HasSuffix(lemma, "ye"):
		ing = lemma[:len(lemma)-1] + "ing"
	}
	return third, ing
}

// nounForms are plurals that no ending tells.
var nounForms = map[string]string{
	"children": "child", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth", "mice": "mouse",
	"lives": "life", "wives": "wife", "knives": "knife", "thieves": "thief", "shelves": "shelf", "wolves": "wolf",
	"policemen": "policeman", "spokesmen": "spokesman", "gunmen": "gunman", "servicemen": "serviceman",
	"crises": "crisis", "analyses": "analysis", "bases": "base", "criteria": "criterion", "phenomena": "phenomenon",
}

// lemma makes the lemma of a tagged token: what the lists say of a word, else
// what the edit makes of it. Where that is no word that the vocabulary knows,
// but cutting a regular ending off gives one, it is that. New strings are cut
// from fresh.
func lemma(token *Token, edit reader.Edit, fresh *strings.Builder) string {
	word := token.Lower
	switch token.Tag {
	case "VBD", "VBN", "VBZ", "VBG":
		if listed, ok := verbForms()[word]; ok && token.POS == "VERB" {
			return listed
		}
	case "NNS":
		if listed, ok := nounForms[word]; ok {
			return listed
		}
	case "VB":
		// An infinitive is its own lemma, unless it is a clitic.
		if token.POS == "VERB" && isPiece(word) {
			return word
		}
	case "PRP":
		if word == "i" {
			return "I"
		}
	}
	made := edited(token, edit, fresh)
	if regular := endings[token.Tag]; regular != nil && token.POS != "PROPN" && token.POS != "AUX" && !isPiece(made) {
		if cut := uncut(word, regular); cut != "" {
			return cut
		}
	}
	return made
}

// ending is a regular ending and what stands in its place in the lemma.
type ending struct{ cut, add string }

var (
	sEndings  = []ending{{"ies", "y"}, {"s", ""}, {"es", ""}}
	edEndings = []ending{{"ied", "y"}, {"ed", ""}, {"d", ""}}
	endings   = map[string][]ending{"NNS": sEndings, "VBZ": sEndings, "VBD": edEndings, "VBN": edEndings, "VBG": {{"ing", ""}, {"ing", "e"}}}
)

// uncut returns the first known word that the word becomes without one of the
// endings, or without the consonant that was doubled for it ("running").
func uncut(word string, endings []ending) string {
	for _, e := range endings {
		stem, found := strings.CutSuffix(word, e.cut)
		if !found || len(stem) < 2 {
			continue
		}
		if candidate := stem + e.add; isPiece(candidate) {
			return candidate
		}
		if n := len(stem); n > 3 && stem[n-1] == stem[n-2] && isPiece(stem[:n-1]) {
			return stem[:n-1]
		}
	}
	return ""
}

// isPiece reports whether the vocabulary has the word as one piece.
func isPiece(word string) bool {
	_, known := wordpiece.English().ID(word)
	return known
}

// edited is what the edit makes of the word.
func edited(token *Token, edit reader.Edit, fresh *strings.Builder) string {
	word := token.Lower
	if edit.Keep {
		word = straight(token.Text)
	}
	rest := len(word)
	for range edit.Cut {
		_, size := utf8.DecodeLastRuneInString(word[:rest])
		rest -= size
	}
	if rest+len(edit.Add) == 0 {
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
