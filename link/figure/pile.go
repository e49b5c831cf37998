package figure

import (
	"slices"
	"strings"

	"tocsin/country"
)

// pile is the figures of a ladder to come, in order.
type pile []Signature

// index finds the piles that a figure may join.
type index struct {
	piles  []pile
	blocks map[string][]int // of piles by key, the latest last
}

const (
	// mostPiles bounds how many piles under one key are looked at.
	mostPiles = 24
	// mostCompared bounds how many figures of a pile one is compared with.
	mostCompared = 8
)

func (x *index) add(s Signature) {
	keys := Keys(s)
	var candidates []int
	for _, key := range keys {
		under := x.blocks[key]
		candidates = append(candidates, under[max(0, len(under)-mostPiles):]...)
	}
	slices.Sort(candidates)
	best, most := -1, 0.0
	for _, i := range slices.Compact(candidates) {
		if score := x.piles[i].fits(s); score > most {
			best, most = i, score
		}
	}
	if best < 0 {
		best = len(x.piles)
		x.piles = append(x.piles, nil)
	}
	x.piles[best] = append(x.piles[best], s)
	for _, key := range keys {
		under := x.blocks[key]
		// Moving the pile to the end keeps those in use within reach.
		if at := slices.Index(under[max(0, len(under)-mostPiles):], best); at >= 0 {
			at += max(0, len(under)-mostPiles)
			under = slices.Delete(under, at, at+1)
		}
		x.blocks[key] = append(under, best)
	}
}

// fits is how well a figure belongs to the pile, 0 where it does not. Figures
// of several sources and times stand in one pile, so that those of the same
// article and source may differ from it only once.
func (p pile) fits(s Signature) float64 {
	sum, even, seen := 0.0, 0, 0
	for i := len(p) - 1; i >= 0 && seen < mostCompared; i-- {
		score, _ := Same(p[i], s)
		if score == 0 {
			return 0
		}
		if score >= Even {
			even++
		}
		sum += score
		seen++
	}
	if 2*even <= seen {
		return 0
	}
	return sum / float64(seen)
}

// Keys are what two figures that can be about the same thing share one of at
// least, but for the noun alone: a ledger keeps a table of them to find those
// that an arriving figure must be compared with. A figure without a noun has
// none.
func Keys(s Signature) []string {
	if s.Thing.Head == "" {
		return nil
	}
	stem := unitOf(s.Figure) + "|" + s.Thing.Head + "|"
	keys := []string{stem + "of " + s.Thing.Side + " in " + s.Country}
	if s.Thing.Side != "" {
		keys = append(keys, stem+"of "+s.Thing.Side)
	}
	for _, spot := range s.Spots {
		keys = append(keys, stem+"at "+spot.Name)
	}
	for _, word := range s.Context {
		keys = append(keys, stem+word)
	}
	return keys
}

// what names the ladder's thing in words, after the fullest noun phrase that
// its figures have.
func (p pile) what() string {
	var phrase, attribute, per string
	for _, s := range p {
		if s.Thing.Words != "" && (phrase == "" || s.Thing.Side != "" && !hasSide(phrase) && hasSide(s.Thing.Words)) {
			phrase = s.Thing.Words
		}
		if attribute == "" {
			attribute = s.Attribute
		}
		per = s.Per
	}
	if land := country.Of(p[0].Thing.Side); land != nil && !hasSide(phrase) && land.Adjective != "" {
		phrase = land.Adjective + " " + phrase
	}
	what := phrase
	if _, said := thingOf(phrase); attribute != "" && said == "" {
		what += " " + attribute
	}
	switch per {
	case "":
	case "each":
		what += " each"
	default:
		what += " a " + per
	}
	land, place := p.place()
	if place != "" {
		return strings.TrimSpace(what + ", " + place)
	}
	if named := country.Of(land); named != nil {
		return strings.TrimSpace(what + ", " + named.Name)
	}
	return strings.TrimSpace(what)
}

func hasSide(phrase string) bool {
	thing, _ := thingOf(phrase)
	return thing.Side != ""
}

// place is the country and the town that most figures name.
func (p pile) place() (land, town string) {
	lands, towns := map[string]int{}, map[string]int{}
	for _, s := range p {
		lands[s.Country]++
		for _, spot := range s.Spots[:min(1, len(s.Spots))] {
			towns[spot.Name]++
		}
	}
	delete(lands, "")
	town = most(towns)
	if 2*towns[town] < len(p) {
		town = ""
	}
	return most(lands), town
}

// most is the commonest name, the first of those that are equal.
func most(counts map[string]int) string {
	best := ""
	for name, count := range counts {
		if count > counts[best] || count == counts[best] && (best == "" || name < best) {
			best = name
		}
	}
	return best
}
