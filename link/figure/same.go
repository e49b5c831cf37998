package figure

import (
	"fmt"
	"math"
	"slices"

	"tocsin"
)

// Even is the score from which two figures count as being about the same thing.
const Even = 0.5

// What speaks for two figures being about the same thing. Unit, noun and
// attribute must agree; that alone is not enough, since every war has people
// killed. The weights are set by hand on ladders of public and of our own
// articles, so that none of these alone, but for a telling figure, reaches Even.
const (
	forNoun      = 0.1
	forAttribute = 0.1
	forSide      = 0.2
	forPlace     = 0.25
	forCountry   = 0.1
	forDay       = 0.1
	forFigure    = 0.15 // the same value, which is no common one
	forModifier  = 0.1
	forContext   = 0.09 // a telling word in common
	mostContext  = 0.36
	againstOther = -0.2 // other modifiers: "nuclear warheads", "cluster warheads"
	againstOpen  = -0.1 // one has a side or an attribute, the other none
)

const (
	sameTown   = 10  // km
	sameToll   = 4   // days between two days of one event
	longAgo    = 120 // days between figures of a state that are still one ladder
	recentNews = 7   // days between tolls where words do not give the day of both
)

// Same tells whether two figures are about the same thing: how sure that is, in
// 0…1, and why. It is symmetric, but for the order of the reasons' words.
func Same(a, b Signature) (score float64, reasons []string) {
	if reason := apart(a, b); reason != "" {
		return 0, []string{reason}
	}
	sum := 0.0
	add := func(weight float64, reason string) {
		if weight != 0 {
			sum += weight
			reasons = append(reasons, reason)
		}
	}
	if a.Thing.Head != "" {
		add(forNoun, "both count "+a.Thing.Head)
	}
	switch {
	case stays(a) && stays(b):
		add(forAttribute, "sent or there")
	case a.Attribute == b.Attribute && a.Attribute != "":
		add(forAttribute, a.Attribute)
	case a.Attribute != b.Attribute && (a.Attribute == "" || b.Attribute == ""):
		add(againstOpen, "one does not say what befell them")
	}
	switch {
	case a.Thing.Side == b.Thing.Side && a.Thing.Side != "":
		add(forSide, "of "+a.Thing.Side)
	case a.Thing.Side != b.Thing.Side:
		add(againstOpen, "one does not say whose they are")
	}
	if spot, found := sharedSpot(a, b); found {
		add(forPlace, "at "+spot)
	} else if a.Country == b.Country && a.Country != "" {
		add(forCountry, "in "+a.Country)
	}
	if days, known := daysBetween(a, b); known && days <= 1 {
		add(forDay, "as of one day")
	}
	if uncommon(a.Figure) && sameValue(a.Figure, b.Figure) {
		add(forFigure, "one figure")
	}
	if beside(a, b) {
		add(forPlace, "one stands beside the other")
	}
	add(modifiers(a.Thing, b.Thing), "what modifies the noun")
	common := shared(a.Context, b.Context)
	add(min(mostContext, forContext*float64(len(common))), fmt.Sprintf("words in common: %v", common))
	if !tied(a, b, len(common)) {
		sum = min(sum, loose)
		reasons = append(reasons, "nothing ties them to one happening")
	}
	return math.Max(0, math.Min(1, sum)), reasons
}

// loose is the most that two figures can score which nothing ties together.
const loose = 0.4

// tied reports whether more than nouns and a country says that two figures are
// about one thing: a town; a side's forces in another country; all the dead of
// one side until now; one telling figure; or one day, and many of the same
// words.
func tied(a, b Signature, common int) bool {
	sideAndCountry := a.Thing.Side != "" && a.Thing.Side == b.Thing.Side && (a.Country != "" && a.Country == b.Country || common >= 2)
	days, known := daysBetween(a, b)
	if _, found := sharedSpot(a, b); found {
		return common >= 1 || a.Attribute != ""
	}
	switch {
	case beside(a, b), stays(a) && stays(b) && sideAndCountry:
		return true
	case a.Extent == Cumulative && b.Extent == Cumulative && sideAndCountry:
		return true
	case uncommon(a.Figure) && sameValue(a.Figure, b.Figure) && common >= 2:
		return true
	case known && days <= 1 && a.From != "" && b.From != "" && common >= 3:
		return true
	}
	return known && days <= sameToll && common >= 5
}

// apart says why two figures cannot be about the same thing; "" where they can.
func apart(a, b Signature) string {
	l := words()
	switch {
	case a.Article == b.Article && a.Figure.ID == b.Figure.ID && a.Figure.Span == b.Figure.Span:
		return "one figure"
	case unitOf(a.Figure) != unitOf(b.Figure):
		return "other units"
	case a.Thing.Head == "" || a.Thing.Head != b.Thing.Head:
		return "other things"
	case !sameAttribute(a, b):
		return "another fate"
	case a.Per != b.Per:
		return "another rate"
	case a.Part != b.Part && !sameValue(a.Figure, b.Figure):
		return "a part of what the other counts"
	case a.Mode == Supposed || b.Mode == Supposed:
		return "a condition or a demand"
	case a.Thing.Side != "" && b.Thing.Side != "" && a.Thing.Side != b.Thing.Side:
		return "of other sides"
	case a.Country != "" && b.Country != "" && a.Country != b.Country:
		return "in other countries"
	case farApart(a, b):
		return "at other places"
	case a.Extent != b.Extent && (a.Extent == Recent || b.Extent == Recent || l.kinds[a.Attribute] == toll):
		return "over another stretch of time"
	case unitOf(a.Figure) == "%" && len(shared(a.Thing.Modifiers, b.Thing.Modifiers)) == 0 && a.Thing.Words != b.Thing.Words:
		return "shares of other things"
	}
	if days, known := daysBetween(a, b); known && days > mostDays(a, b) {
		return "at other times"
	}
	if a.Article == b.Article && !sameValue(a.Figure, b.Figure) && !varies(a, b) {
		return "one article counts two things"
	}
	if a.Attribute == "" && b.Attribute == "" && !stays(a) && !beside(a, b) && !repeats(a, b) && !alike(a.Figure, b.Figure) {
		return "other figures, and nothing says what befalls them"
	}
	return ""
}

// repeats reports whether one named source counts the same in the same words in
// two articles: then another figure is its correction.
func repeats(a, b Signature) bool {
	return a.Article != b.Article && a.Source.Name != "" && a.Source.key() == b.Source.key() && a.Thing.Words == b.Thing.Words
}

// likeness is how far one figure may be from another to be about the same, as a
// share.
const likeness = 0.1

// alike reports whether two figures of one unit say about the same. Small ones
// must be equal; of others both can hold, a bound within a tenth of the other.
func alike(a, b tocsin.Quantity) bool {
	if a.Value == nil || b.Value == nil {
		return a.Value == b.Value
	}
	x, y := measureOf(a), measureOf(b)
	switch {
	case x.main < leastRound && y.main < leastRound:
		return x.main == y.main
	case isBound(a) || isBound(b):
		return math.Abs(x.main-y.main) <= likeness*math.Max(math.Abs(x.main), math.Abs(y.main))
	}
	return !below(x, y) && !below(y, x)
}

// leastRound is the least value that reporters round.
const leastRound = 100

// varies reports whether one article can give two values of one thing: by two
// sources, of two days, or as a plan and as a fact; and only of what has a name
// for what befalls it, since all else is listed more often than it is disputed.
func varies(a, b Signature) bool {
	l := words()
	if a.Attribute == "" && !stays(a) || l.kinds[a.Attribute] == toll && a.Extent != Cumulative {
		return false
	}
	return a.Source.key() != b.Source.key() || a.AsOf != b.AsOf || a.Mode != b.Mode
}

// unitOf is the main unit of a figure's measure.
func unitOf(q tocsin.Quantity) string {
	if q.Value == nil {
		return q.Unit
	}
	return measureOf(q).unit
}

// sameAttribute reports whether one thing befalls both. For what is moved and
// stationed, to be sent and to be there are stages of one thing, and a bare
// number of them is the number of those there.
func sameAttribute(a, b Signature) bool {
	if a.Attribute == b.Attribute {
		return true
	}
	return stays(a) && stays(b)
}

// stays reports whether the figure counts forces that are sent or there.
func stays(s Signature) bool { return words().forces[s.Thing.Head] && stationed[s.Attribute] }

// beside reports whether one figure takes its noun from the other.
func beside(a, b Signature) bool {
	return a.Article == b.Article && (a.Beside != "" && a.Beside == b.Figure.ID || b.Beside != "" && b.Beside == a.Figure.ID)
}

var stationed = map[string]bool{"": true, "sent": true, "present": true}

// mostDays is how many days may lie between two figures of one thing. What
// befalls people in one event has its day; what is there or sent goes on for
// months; all until now goes on as well.
func mostDays(a, b Signature) float64 {
	switch {
	case a.Extent == Recent:
		return 1
	case a.Extent == Cumulative && b.Extent == Cumulative:
		return longAgo
	case words().kinds[a.Attribute] != toll:
		return longAgo
	case a.From != "" && b.From != "":
		return sameToll
	}
	return recentNews
}

// leastUncommon is the least count that two reporters hardly give both by
// chance.
const leastUncommon = 20

func uncommon(q tocsin.Quantity) bool { return q.Value != nil && *q.Value >= leastUncommon }

func sameValue(a, b tocsin.Quantity) bool {
	if a.Value == nil || b.Value == nil {
		return a.Value == b.Value
	}
	return *a.Value == *b.Value && (a.High == nil) == (b.High == nil) && (a.High == nil || *a.High == *b.High)
}

// modifiers weighs what else two noun phrases say.
func modifiers(a, b Thing) float64 {
	if len(a.Modifiers) == 0 || len(b.Modifiers) == 0 {
		return 0
	}
	if len(shared(a.Modifiers, b.Modifiers)) > 0 {
		return forModifier
	}
	return againstOther
}

// shared are the entries that two sorted lists have in common.
func shared(a, b []string) []string {
	var common []string
	for _, entry := range a {
		if _, found := slices.BinarySearch(b, entry); found {
			common = append(common, entry)
		}
	}
	return common
}
