package occurrence

import (
	"cmp"
	"slices"
	"strings"

	"tocsin"
)

// oneSentence compares mentions that share their words anyway. A sentence tells
// of two blows but rarely of two accusations by one party: the saying and what
// is said are one. So are a blow and the harm that it did ("the rocket hit a
// market, killing five").
func oneSentence(a, b Signature) Reason {
	switch {
	case verbal[a.Category] && a.Actor.compare(b.Actor) >= compatible:
		return Reason{"words", "one sentence, saying and said", weightSentence}
	case a.Category == tocsin.Assault && harm[a.Trigger] != harm[b.Trigger]:
		// Whom it hurt is not what it hit.
		return Reason{"words", "one sentence, blow and harm", weightHarm - differing(a.Recipient, b.Recipient)}
	}
	return Reason{}
}

// differing is what recipients with different names weigh.
func differing(a, b Side) float64 {
	if a.compare(b) == different {
		return weightDifferent
	}
	return 0
}

// harm are the stems of triggers that tell an outcome.
var harm = map[string]bool{"kill": true, "injur": true, "wound": true, "maim": true, "death": true}

var verbal = map[tocsin.Category]bool{tocsin.AccuseOf: true, tocsin.Request: true, tocsin.Reject: true, tocsin.Threat: true}

func sentences(a, b Signature) Reason {
	dice, says := alike(a.Words, b.Words)
	return Reason{"words", says, weightWords * dice}
}

// thin speaks against two that neither a place nor a date joins and that have
// few words in common: one party does the like more than once.
func thin(reasons []Reason) Reason {
	sum := 0.0
	for _, reason := range reasons {
		switch reason.Part {
		case "place", "date":
			if reason.Weight >= weightSeason {
				return Reason{}
			}
		case "words", "about":
			sum += reason.Weight
		}
	}
	if sum >= fewWords {
		return Reason{}
	}
	return Reason{"words", "neither place nor date, and few words in common", weightThin}
}

func subjects(a, b Signature) Reason {
	if a.Article == b.Article {
		return Reason{"about", "one article", weightAbout * aboutSelf}
	}
	dice, says := alike(a.About, b.About)
	return Reason{"about", says, weightAbout * dice}
}

// least is the weight of about three telling words: what has less is not alike
// even if it is equal.
const least = 12

// alike is the share of the weight of two lists of words that both have (Dice),
// and the heaviest of those.
func alike(a, b []Word) (dice float64, says string) {
	var both []Word
	total, weight := 0.0, 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := strings.Compare(a[i].Stem, b[j].Stem); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			weight += a[i].Weight + b[j].Weight
			both = append(both, a[i])
			i++
			j++
		}
	}
	for _, list := range [][]Word{a, b} {
		for _, word := range list {
			total += word.Weight
		}
	}
	return weight / max(total, 2*least), spoken(both)
}

// spoken names the heaviest few words.
func spoken(list []Word) string {
	const most = 5
	slices.SortStableFunc(list, func(a, b Word) int { return cmp.Compare(b.Weight, a.Weight) })
	var names []string
	for _, word := range list[:min(len(list), most)] {
		names = append(names, strings.TrimPrefix(word.Stem, "@"))
	}
	return strings.Join(names, ", ")
}
