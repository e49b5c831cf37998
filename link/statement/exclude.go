package statement

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin"
)

// How probable it must be that two claims are about the same thing for a rule to
// decide; where they are suspected to be contraries anyway, it confirms.
const (
	perhaps   = 0.5
	likely    = 0.6
	suspected = 0.4
)

// Bounds of the rules, from the development part.
const (
	turnedShare = 0.35 // share of the common weight that must stand turned
	turnedWord  = 3.5  // weight of the heaviest word that does
	thin        = 14   // a content of less weight may only point at what was said before
	answeredBy  = 0.3  // share of the thinner claim, with its surroundings, that the other has
)

// sign is the first sign found that the claims cannot both be so, or tell of
// different happenings, with the words that give it and the reason; the reason
// is empty where there is none.
func (c comparison) sign(same, contrary float64) (found sign, pairs []Pair, reason string) {
	for _, s := range signs {
		suspect := s.kind == Incompatible && contrary >= suspected
		if same+contrary < s.least && !suspect || s.least > 0 && !c.near(nearTopic, nearWords) || c.source == samePerson && !s.ownClaims {
			continue
		}
		if pairs, reason := s.find(c); reason != "" {
			return s, pairs, reason
		}
	}
	return sign{}, nil, ""
}

// sign is a rule, and what it tells.
type sign struct {
	least     float64 // how probable it must be that the claims are about the same thing, the same or contrary
	kind      Kind
	denial    bool
	ownClaims bool // also between claims of one source, which then takes back what it said
	find      func(comparison) ([]Pair, string)
}

// signs are tried in this order.
var signs = []sign{
	{0, Incompatible, true, false, comparison.answered},
	{0, Incompatible, true, false, comparison.accusedDenies},
	{likely, Incompatible, true, true, comparison.turned},
	{likely, Incompatible, true, true, comparison.refuted},
	{perhaps, Incompatible, true, true, comparison.undone},
	{perhaps, Incompatible, false, false, comparison.accuseEachOther},
	{likely, Incompatible, false, true, comparison.dates},
	{perhaps, Unrelated, false, true, comparison.elsewhere},
	{perhaps, Incompatible, false, true, comparison.figures},
	{likely, Incompatible, false, true, comparison.opposite},
}

// denies reports whether the source speaks against its content.
func (s Signature) denies() bool { return s.Act == tocsin.Deny }

// answered: "The minister called the report a lie", where the claims that this
// denies in its own article say what the other claim says.
func (c comparison) answered() ([]Pair, string) {
	for _, side := range []struct{ denier, other Signature }{{c.a, c.b}, {c.b, c.a}} {
		if len(side.denier.Against) == 0 || side.other.denies() {
			continue
		}
		like := likenTerms(side.denier.Against, side.other.Content.Terms)
		if like.Dice >= 0.5 && like.Weight >= least {
			return like.evidence(), fmt.Sprintf("%s denies a claim that says the same (%s)", named(side.denier), like.spoken())
		}
	}
	return nil, ""
}

// accusedDenies: "The garrison denied responsibility", where the other claim
// charges the garrison, and the surroundings are the same.
func (c comparison) accusedDenies() ([]Pair, string) {
	for _, side := range []struct{ denier, other Signature }{{c.a, c.b}, {c.b, c.a}} {
		if !side.denier.denies() || sum(side.denier.Content.Terms) > thin || side.other.denies() || !side.other.concerns(side.denier.Source) {
			continue
		}
		if like := likenTerms(side.denier.said(), side.other.said()); like.Weight >= least && like.Weight >= answeredBy*min(sum(side.denier.said()), sum(side.other.said())) {
			return like.evidence(), fmt.Sprintf("%s, whom the other claim concerns, denies it (%s)", named(side.denier), like.spoken())
		}
	}
	return nil, ""
}

// said are the words of the content with those around it, for contents that
// only point at what was said before.
func (s Signature) said() []Term {
	return distinct(slices.Concat(s.Content.Terms, s.Context))
}

// concerns reports whether the claim names the source or its country.
func (s Signature) concerns(source Source) bool {
	if source.Key != "" && slices.Contains(s.Names, source.Key) {
		return true
	}
	if source.Country == "" {
		return false
	}
	return slices.Contains(s.Parties, source.Country) || has(s.Content.Terms, "@"+source.Country)
}

func named(s Signature) string {
	if s.Source.Name == "" {
		return "somebody unnamed"
	}
	return s.Source.Name
}

// turned: "will not withdraw" against "will withdraw", "denied that it
// withdrew" against "it withdrew".
func (c comparison) turned() ([]Pair, string) {
	if c.a.denies() != c.b.denies() {
		if c.like.Turned >= turnedShare || c.like.Plain < turnedWord {
			return nil, ""
		}
	} else if c.like.Turned < turnedShare || c.like.TurnedMost < turnedWord || c.a.Content.negates() && c.b.Content.negates() {
		// "The turbine has not arrived" and "it has still not received the
		// turbine" negate different words and mean the same.
		return nil, ""
	}
	return c.like.evidence(), fmt.Sprintf("one says it, the other says that it is not so (%s)", c.like.spoken())
}

// negates reports whether anything in the content is negated.
func (c Content) negates() bool {
	return slices.ContainsFunc(c.Terms, func(term Term) bool { return term.Negated })
}

// refuted: "the report is a fabrication" against the report.
func (c comparison) refuted() ([]Pair, string) {
	if c.a.Content.Refutes == c.b.Content.Refutes || c.a.denies() || c.b.denies() {
		return nil, ""
	}
	return c.like.evidence(), fmt.Sprintf("one says that it is false (%s)", c.like.spoken())
}

// undone: "the convoy left" against "the convoy did not leave", as the events
// say it.
func (c comparison) undone() ([]Pair, string) {
	if c.a.denies() != c.b.denies() {
		return nil, ""
	}
	for _, x := range c.a.Events {
		for _, y := range c.b.Events {
			if x.Category == y.Category && x.Negated != y.Negated && x.Actor != "" && x.Actor == y.Actor && agree(x.Recipient, y.Recipient) {
				return []Pair{{A: x.Span, B: y.Span, Word: string(x.Category)}}, fmt.Sprintf("one says that it happened, the other that it did not (%s)", x.Category)
			}
		}
	}
	return nil, ""
}

// agree reports whether two parties are one, or one of them is not known.
func agree(a, b string) bool { return a == b || a == "" || b == "" }

// alikeButFor is the likeness from which other days contradict each other;
// below it they tell of another happening.
const alikeButFor = 0.7

// dates: "the bridge fell on Tuesday" against "the bridge fell on Friday".
func (c comparison) dates() ([]Pair, string) {
	if x, y := days(c.a.Dates), days(c.b.Dates); disjoint(x, y) && c.like.Dice >= alikeButFor && !far(c.a.Places, c.b.Places) {
		return nil, fmt.Sprintf("of the same, other days: %s, %s", strings.Join(x, ", "), strings.Join(y, ", "))
	}
	return nil, ""
}

// figures: "60 died" against "200 died".
func (c comparison) figures() ([]Pair, string) {
	for _, x := range c.a.Figures {
		for _, y := range c.b.Figures {
			if compared := CompareQuantities(x, y); compared.Agreement == Conflict && !c.agreeElsewhere(x, y) {
				return []Pair{{A: x.Span, B: y.Span, Word: strings.TrimSpace(y.Of)}}, compared.Reason
			}
		}
	}
	return nil, ""
}

// agreeElsewhere reports whether one of the figures has a compatible partner in
// the other claim: a claim can count the same things twice.
func (c comparison) agreeElsewhere(x, y tocsin.Quantity) bool {
	for _, other := range c.b.Figures {
		if CompareQuantities(x, other).Agreement == Compatible {
			return true
		}
	}
	for _, other := range c.a.Figures {
		if CompareQuantities(other, y).Agreement == Compatible {
			return true
		}
	}
	return false
}

// opposite: "is advancing" against "is retreating".
func (c comparison) opposite() ([]Pair, string) {
	if len(c.like.Opposites) == 0 || c.a.denies() != c.b.denies() {
		return nil, ""
	}
	return c.like.Opposites[:1], "opposites: " + c.like.Opposites[0].Word
}

// accuseEachOther: "the north shelled the port" against "the south shelled the
// port": the same act, by different hands.
func (c comparison) accuseEachOther() ([]Pair, string) {
	x, y := c.a.agent(), c.b.agent()
	if x.Word == "" || y.Word == "" || x.Word == y.Word || !c.violent() {
		return nil, ""
	}
	return []Pair{{A: x.Span, B: y.Span, Word: x.Word + " / " + y.Word}},
		fmt.Sprintf("one says that %s did it, the other %s", strings.Trim(x.Word, "@"), strings.Trim(y.Word, "@"))
}

// subject is how many bytes from its beginning a content names its agent in.
const subject = 24

// agent is the country that the content begins with: in English who does it
// comes first, and an accusation begins with the accused.
func (s Signature) agent() Term {
	var first Term
	for _, term := range s.Content.Terms {
		if strings.HasPrefix(term.Word, "@") && term.Span.Start < s.Spans[0].Start+subject && (first.Word == "" || term.Span.Start < first.Span.Start) {
			first = term
		}
	}
	return first
}

// violent reports whether the contents share an act of violence: of other acts
// two parties can well do the same.
func (c comparison) violent() bool {
	l := words()
	for _, act := range []string{"attack", "kill", "destroy", "explode", "kidnap", "execute"} {
		if sense := l.sense(act); has(c.a.Content.Terms, sense) && has(c.b.Content.Terms, sense) {
			return true
		}
	}
	return false
}

// elsewhere: both name places or days, and none is the same: another
// happening of the kind.
func (c comparison) elsewhere() ([]Pair, string) {
	if far(c.a.Places, c.b.Places) && c.like.Verbatim < verbatimFull {
		return nil, fmt.Sprintf("of other places: %s, %s", spotNames(c.a.Places), spotNames(c.b.Places))
	}
	if x, y := days(c.a.Dates), days(c.b.Dates); disjoint(x, y) {
		return nil, fmt.Sprintf("of other days: %s, %s", strings.Join(x, ", "), strings.Join(y, ", "))
	}
	return nil, ""
}

// near is the distance in degrees up to which two spots may be one: about 50
// km, so that a suburb is where its city is.
const near = 0.45

// far reports whether both name spots, and none of one is near one of the
// other.
func far(a, b []Spot) bool {
	for _, x := range a {
		for _, y := range b {
			if math.Hypot(x.Lat-y.Lat, (x.Lon-y.Lon)*math.Cos(x.Lat*math.Pi/180)) < near {
				return false
			}
		}
	}
	return len(a) > 0 && len(b) > 0
}

func spotNames(spots []Spot) string {
	var names []string
	for _, spot := range spots {
		names = append(names, spot.Name)
	}
	return strings.Join(names, ", ")
}

// disjoint reports whether both lists have entries, and none in common.
func disjoint(a, b []string) bool {
	for _, entry := range a {
		if slices.Contains(b, entry) {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0
}

// days are the values that name a day.
func days(dates []string) []string {
	var found []string
	for _, date := range dates {
		if len(date) >= len("2006-01-02") && !strings.Contains(date, "W") {
			found = append(found, date[:len("2006-01-02")])
		}
	}
	return found
}
