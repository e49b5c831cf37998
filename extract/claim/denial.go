package claim

import (
	"strings"

	"tocsin"
	"tocsin/text"
)

// deny links each denial to the earlier claims that it answers: those of
// another side, near before it, that accuse or that share its words.
//
// Example: The rebels said the army had shelled the camp. The army denied it.
func deny(claims []tocsin.Claim, doc *text.Doc) {
	const lookBack = 12
	for i := range claims {
		denial := &claims[i]
		if denial.Act != tocsin.Deny {
			continue
		}
		words := contentWords(doc, denial.Content)
		pointing := pointsBack(doc, denial.Content)
		for j := max(0, i-lookBack); j < i; j++ {
			if answers(doc, denial, &claims[j], words, pointing) {
				denial.Denies = append(denial.Denies, claims[j].ID)
			}
		}
	}
}

// answers reports whether the denial answers the earlier claim.
func answers(doc *text.Doc, denial, earlier *tocsin.Claim, words map[string]bool, pointing bool) bool {
	if earlier.Act == tocsin.Deny || sameSide(denial.Source, earlier.Source) || denial.Within == earlier.ID {
		return false
	}
	apart := paragraphOf(doc, denial.Content[0]) - paragraphOf(doc, earlier.Content[0])
	if pointing && earlier.Act == tocsin.Accuse && apart <= 3 {
		return true
	}
	shared := 0
	for word := range contentWords(doc, earlier.Content) {
		if words[word] {
			shared++
		}
	}
	return shared >= 2 && shared*3 >= len(words) && apart <= 6
}

func sameSide(a, b tocsin.Source) bool {
	return a.Actor != "" && a.Actor == b.Actor || a.Country != "" && a.Country == b.Country || a.IsZero() && b.IsZero()
}

// paragraphOf returns the paragraph that the span begins in.
func paragraphOf(doc *text.Doc, span tocsin.Span) int {
	first, _ := doc.TokensIn(span)
	if first >= len(doc.Tokens) {
		return 0
	}
	return doc.Sentences[doc.Tokens[first].Sentence].Paragraph
}

// pointsBack reports whether the denied thing is named by a word for what
// somebody said ("the claims", "this") instead of being told.
func pointsBack(doc *text.Doc, content []tocsin.Span) bool {
	first, last := doc.TokensIn(content[0])
	for k := first; k < min(last, first+12); k++ {
		switch token := &doc.Tokens[k]; token.Lemma {
		case "claim", "allegation", "accusation", "charge", "insinuation", "report", "suggestion", "it", "this", "that", "involvement", "responsibility", "assertion", "rumour", "rumor":
			return true
		}
	}
	return false
}

// contentWords are the lemmas that carry meaning.
func contentWords(doc *text.Doc, content []tocsin.Span) map[string]bool {
	const most = 60
	words := map[string]bool{}
	for _, span := range content {
		first, last := doc.TokensIn(span)
		for k := first; k < last && len(words) < most; k++ {
			switch token := &doc.Tokens[k]; token.POS {
			case "NOUN", "PROPN", "VERB", "ADJ", "NUM":
				words[strings.ToLower(token.Lemma)] = true
			}
		}
	}
	return words
}
