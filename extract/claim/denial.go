package claim

import (
	"slices"
	"strings"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

// deny links each denial to the earlier claims that it answers: those of
// another side, near before it, that accuse or concern the denier and that it
// points back to ("the claims"), or that share its words.
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
		points := pointsBack(doc, denial.Content)
		for j := i - 1; j >= max(0, i-lookBack); j-- {
			if !answers(doc, denial, &claims[j], words, points) {
				continue
			}
			denial.Denies = append(denial.Denies, claims[j].ID)
			if points == toOne {
				break
			}
		}
		slices.Reverse(denial.Denies)
	}
}

// answers reports whether the denial answers the earlier claim.
func answers(doc *text.Doc, denial, earlier *tocsin.Claim, words map[string]bool, points pointing) bool {
	if earlier.Act == tocsin.Deny || sameSide(denial.Source, earlier.Source) || denial.Within == earlier.ID {
		return false
	}
	apart := paragraphOf(doc, denial.Content[0]) - paragraphOf(doc, earlier.Content[0])
	if points != nowhere && apart <= 3 && (earlier.Act == tocsin.Accuse || concerns(doc, earlier, denial.Source.Country)) {
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

// concerns reports whether the claim's content names the country.
func concerns(doc *text.Doc, claim *tocsin.Claim, code string) bool {
	const longest = 60
	if code == "" {
		return false
	}
	for _, span := range claim.Content {
		first, last := doc.TokensIn(span)
		for k := first; k < min(last, first+longest); k++ {
			if token := &doc.Tokens[k]; token.POS == "PROPN" || token.POS == "ADJ" {
				if match, ok := country.Find(token.Text); ok && match.Country.Code == code {
					return true
				}
			}
		}
	}
	return false
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

// pointing says how a denial names what it denies, if by a word for what
// somebody said.
type pointing int

const (
	nowhere pointing = iota
	toOne            // "the claim", "this"
	toMany           // "the claims"
)

// saidThings are the words for what somebody said.
var saidThings = map[string]bool{
	"claim": true, "allegation": true, "accusation": true, "charge": true, "insinuation": true, "report": true,
	"suggestion": true, "it": true, "this": true, "that": true, "involvement": true, "responsibility": true,
	"assertion": true, "rumour": true, "rumor": true, "them": true, "these": true, "they": true,
}

// pointsBack reports how the content begins to name what is denied.
func pointsBack(doc *text.Doc, content []tocsin.Span) pointing {
	const near = 12
	first, last := doc.TokensIn(content[0])
	for k := first; k < min(last, first+near); k++ {
		token := &doc.Tokens[k]
		if !saidThings[token.Lemma] && !saidThings[token.Lower] || k == first && token.POS == "PRON" && last-first > 3 {
			continue
		}
		if token.Tag == "NNS" || token.Lower == "them" || token.Lower == "these" {
			return toMany
		}
		return toOne
	}
	return nowhere
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
