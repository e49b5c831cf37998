package occurrence

import (
	"math"
	"slices"
	"strings"

	"tocsin"
)

// mutual are the categories in which both sides do the same, so that either may
// be told first.
func mutual(category tocsin.Category) bool {
	return category == tocsin.Consult || category == tocsin.Agree || category == tocsin.Cooperate
}

// sides compares who did it to whom.
func sides(a, b Signature) []Reason {
	straight := []Reason{actors(a.Actor, b.Actor), recipients(a.Recipient, b.Recipient, a, b)}
	if !mutual(a.Category) {
		return straight
	}
	crossed := []Reason{actors(a.Actor, b.Recipient), recipients(a.Recipient, b.Actor, a, b)}
	if crossed[0].Weight+crossed[1].Weight > straight[0].Weight+straight[1].Weight {
		return crossed
	}
	return straight
}

func actors(a, b Side) Reason { return party("actor", a, b, weightSameActor, "") }

// recipients compares whom it befell. A town that is the recipient is the place
// too, and counts once.
func recipients(a, b Side, x, y Signature) Reason {
	return party("recipient", a, b, weightSameRecipient, x.Place.Stems+" "+y.Place.Stems)
}

// party compares two parties; words that are counted elsewhere do not count.
func party(part string, a, b Side, weight float64, counted string) Reason {
	switch a.compare(b) {
	case contrary:
		return Reason{part, a.String() + " against " + b.String(), Forbids}
	case different:
		return Reason{part, a.String() + " against " + b.String(), weightDifferent}
	case compatible:
		return Reason{part, "both of " + strings.Join(shared(a.countries(), b.countries()), ", "), weightCompatible}
	case same:
		return Reason{part, either(a.String(), b.String()), weightCompatible + (weight-weightCompatible)*distinction(a, b, counted)}
	}
	return Reason{}
}

// distinction tells how much it says that two names share their words, in 0…1:
// there are many cities and buildings, and one Nova Kakhovka.
func distinction(a, b Side, counted string) float64 {
	if a.Kind == tocsin.Person && b.Kind == tocsin.Person {
		return 1
	}
	sum := 0.0
	for _, word := range shared(a.Words, b.Words) {
		if !strings.Contains(counted, word) {
			sum += words().weight(word, word)
		}
	}
	return math.Min(1, sum/rarestWeight)
}

// either is what both say, or both ways to say it.
func either(a, b string) string {
	if a == b {
		return a
	}
	return a + ", " + b
}

func shared(a, b []string) []string {
	var both []string
	for _, entry := range a {
		if slices.Contains(b, entry) {
			both = append(both, entry)
		}
	}
	return both
}
