package occurrence

import (
	"fmt"
	"math"
	"slices"

	"tocsin"
)

// Reason is one thing that speaks for or against two mentions being of one
// happening.
type Reason struct {
	Part   string  `json:"part"`   // actor, recipient, place, date, published, status, mode, trigger, figures, words, about
	Says   string  `json:"says"`   // in words
	Weight float64 `json:"weight"` // in log-odds; Forbids where it decides alone
}

// Forbids is the weight of a Reason that no other outweighs.
const Forbids = -100

// even is the score from which two mentions count as one happening.
const even = 0.5

// The weights of reasons, in log-odds.
const (
	weightNone = -5.3

	weightSameActor     = 1.0
	weightSameRecipient = 1.6
	weightCompatible    = 0.3 // of one country
	weightDifferent     = -1.2

	weightTown, weightRegion, weightWithin, weightState = 2.0, 1.0, 1.0, 0.2

	weightDay, weightWeek, weightSeason, weightNextDay = 1.5, 1.0, 0.4, -0.5
	weightReported                                     = 0.5  // undated, and reported at one time
	weightLate                                         = -2.5 // undated, and reported lateFull days apart and more
	lateFull                                           = 20

	weightStatus                = -0.6
	weightSentence              = 4.5
	weightHarm                  = 5.4
	weightMode, weightOtherMode = 0.4, -0.8
	weightTrigger               = 2.0
	weightFigure                = 1.0
	weightThin                  = -1.5
	fewWords                    = 1.5 // of the weights of words and subject together
	weightWords                 = 5.0 // for all the words of both sentences
	weightAbout                 = 4.0 // for all that both articles are about
	aboutSelf                   = 0.3 // what two mentions of one article share by standing there
)

// Compare tells how sure it is that two mentions are of one happening, in
// 0…1, and why. It does not matter which one comes first. Mentions of two
// categories score 0 without reasons.
func Compare(a, b Signature) (score float64, reasons []Reason) {
	if a.Category != b.Category || a.Ref() == b.Ref() {
		return 0, nil
	}
	if b.Ref().compare(a.Ref()) < 0 {
		a, b = b, a
	}
	reasons = append(sides(a, b), places(a, b), dates(a, b), statuses(a, b), triggers(a, b))
	if a.Article == b.Article && a.Sentence.Overlaps(b.Sentence) {
		reasons = append(reasons, oneSentence(a, b))
	} else {
		reasons = append(reasons, modes(a, b), figures(a, b), sentences(a, b), subjects(a, b))
		reasons = append(reasons, thin(reasons))
	}
	reasons = slices.DeleteFunc(reasons, func(r Reason) bool { return r.Weight == 0 })
	sum := weightNone
	for _, reason := range reasons {
		sum += reason.Weight
	}
	return 1 / (1 + math.Exp(-sum)), reasons
}

// forbids reports whether Compare finds a Reason that Forbids. It says no why
// and so costs little: in a war most pairs end here.
func forbids(a, b Signature) bool {
	if a.Category != b.Category || a.Place.compare(b.Place) == elsewhere || datesForbid(a, b) {
		return true
	}
	straight := a.Actor.compare(b.Actor) == contrary || a.Recipient.compare(b.Recipient) == contrary
	if !straight || !mutual(a.Category) {
		return straight
	}
	return a.Actor.compare(b.Recipient) == contrary || a.Recipient.compare(b.Actor) == contrary
}

func places(a, b Signature) Reason {
	says := either(a.Place.Name, b.Place.Name)
	switch a.Place.compare(b.Place) {
	case elsewhere:
		return Reason{"place", a.Place.Name + " against " + b.Place.Name, Forbids}
	case within:
		return Reason{"place", says, weightWithin}
	case sameState:
		return Reason{"place", says, weightState}
	case samePlace:
		if a.Place.town() {
			return Reason{"place", says, weightTown}
		}
		return Reason{"place", says, weightRegion}
	}
	return Reason{}
}

// statuses says that one is told as fact and the other as a plan or a case.
func statuses(a, b Signature) Reason {
	if open(a.Status) == open(b.Status) {
		return Reason{}
	}
	return Reason{"status", string(a.Status) + " against " + string(b.Status), weightStatus}
}

func open(status tocsin.Status) bool {
	return status == tocsin.Planned || status == tocsin.Hypothetical
}

func modes(a, b Signature) Reason {
	switch {
	case a.Mode == "" || b.Mode == "":
		return Reason{}
	case a.Mode == b.Mode:
		return Reason{"mode", a.Mode, weightMode}
	}
	return Reason{"mode", a.Mode + " against " + b.Mode, weightOtherMode}
}

func triggers(a, b Signature) Reason {
	if a.Trigger == "" || a.Trigger != b.Trigger {
		return Reason{}
	}
	return Reason{"trigger", a.Trigger, weightTrigger}
}

// figures says that both count as many of the same. Differing counts say
// nothing: the dead are counted for days.
func figures(a, b Signature) Reason {
	for _, x := range a.Figures {
		for _, y := range b.Figures {
			if x.Of == y.Of && x.Value == y.Value && x.Value > 1 {
				return Reason{"figures", fmt.Sprintf("%g %s", x.Value, x.Of), weightFigure}
			}
		}
	}
	return Reason{}
}
