package figure

import (
	"cmp"
	"slices"

	"tocsin"
	"tocsin/country"
)

// mostSpots bounds the places that are kept of one figure.
const mostSpots = 3

// where finds the towns and the country that a figure is about: those that
// stand nearest in its clause, else in its sentence, and for the country else
// in the sentence before. What stands for a source is no place.
func (r *reading) where(s *Signature, here scene) {
	near := r.near(here, here.before, here.after)
	if len(near) == 0 {
		near = r.near(here, here.left, here.right)
	}
	if len(near) == 0 {
		near = r.near(here, here.start, here.end)
	}
	if land := countryOf(near); land != "" {
		s.Country = land
	}
	var spots []Spot
	for _, place := range near {
		if (place.Precision == "city" || place.Precision == "point") && len(spots) < mostSpots && place.Country == s.Country {
			spots = append(spots, Spot{place.Name, place.Lat, place.Lon})
		}
	}
	if len(spots) > 0 {
		s.Spots = spots
	}
	if s.Country == "" {
		s.Country = countryOf(r.near(here, here.start, here.end))
	}
	if s.Country == "" && !here.located() {
		s.Country = r.countryBefore(here)
	}
}

// located reports whether the words say where it is in another way than by
// name, so that a name from the sentence before would be wrong: "along the
// border".
func (here scene) located() bool {
	for i := here.figure.end; i < here.after; i++ {
		if inside[here.lower(i)] && !(here.lower(i+1) == "the" && here.lower(i+2) == "country") {
			return true
		}
	}
	return false
}

// countryBefore is the only country where the sentence before has places.
func (r *reading) countryBefore(here scene) string {
	if here.start == 0 {
		return ""
	}
	first := here.start - 1
	for first > max(0, here.start-farthest) && r.words[first-1].sentence == r.words[here.start-1].sentence {
		first--
	}
	only := ""
	for _, place := range r.near(here, first, here.start) {
		switch {
		case place.Country == "" || place.Country == only:
		case only != "":
			return ""
		default:
			only = place.Country
		}
	}
	return only
}

func countryOf(places []tocsin.Place) string {
	for _, place := range places {
		if place.Country != "" {
			return place.Country
		}
	}
	return ""
}

// near are the places among words [first, end), those after the figure first,
// the nearest ones first.
func (r *reading) near(here scene, first, end int) []tocsin.Place {
	var found []placed[tocsin.Place]
	for _, place := range within(r.places, first, end) {
		if !r.speaks(place.value.Span) && r.isPlace(place) {
			found = append(found, place)
		}
	}
	distance := func(p placed[tocsin.Place]) int {
		if p.first >= here.figure.first {
			return p.first - here.figure.first
		}
		// What stands before belongs to the figure less often.
		return 2 * (here.figure.first - p.first)
	}
	slices.SortStableFunc(found, func(a, b placed[tocsin.Place]) int { return cmp.Compare(distance(a), distance(b)) })
	places := make([]tocsin.Place, 0, len(found))
	for _, place := range found {
		places = append(places, place.value)
	}
	return places
}

// speaks reports whether the words are the source of a claim: "Minsk says".
func (r *reading) speaks(span tocsin.Span) bool {
	_, found := slices.BinarySearchFunc(r.speakers, span, func(source, span tocsin.Span) int {
		if source.Overlaps(span) {
			return 0
		}
		return cmp.Compare(source.Start, span.Start)
	})
	return found
}

// isPlace reports whether words name where something is. A country or a capital
// that no preposition stands before is an actor: "Russia will send", "Minsk
// expects".
func (r *reading) isPlace(p placed[tocsin.Place]) bool {
	match, known := country.Find(p.value.Span.Of(r.findings.Article.Text))
	if !known {
		return true
	}
	if match.Sense != country.Name && match.Sense != country.Capital {
		return false
	}
	for i := p.first - 1; i >= max(0, p.first-3) && r.words[i].sentence == r.words[min(p.first, len(r.words)-1)].sentence; i-- {
		if leading[r.words[i].lower] {
			return true
		}
	}
	return false
}

// leading are the words that lead to a place.
var leading = map[string]bool{
	"in": true, "to": true, "into": true, "near": true, "across": true, "of": true, "from": true, "inside": true, "around": true, "throughout": true, "within": true,
	"on": true, "at": true, "over": true, "outside": true, "through": true, "leave": true, "left": true, "fled": true, "entered": true, "reached": true, "towards": true, "toward": true,
}

// side finds whose the things are where their noun does not tell: by the same
// noun shortly before ("Russian troops … 6,500 soldiers have arrived"), or by
// who sends them.
func (r *reading) side(s *Signature, here scene) {
	l := words()
	if s.Thing.Side == "" && s.Thing.Head != "" {
		for i := here.figure.first - 1; i >= max(1, here.figure.first-farthest); i-- {
			if l.group(r.words[i].lower) != s.Thing.Head || r.words[i-1].sentence != r.words[i].sentence {
				continue
			}
			if side, width := sideAt(r.findings.Article.Text, r.words[i-1:i]); width > 0 {
				s.Thing.Side = side
				break
			}
		}
	}
	if !l.forces[s.Thing.Head] || !stationed[s.Attribute] {
		return
	}
	if s.Thing.Side == "" {
		s.Thing.Side = r.subject(here)
	}
	if s.Country == s.Thing.Side {
		s.Country = ""
		for _, place := range r.near(here, here.start, here.end) {
			if place.Country != "" && place.Country != s.Thing.Side {
				s.Country = place.Country
				break
			}
		}
	}
}

// subject is the country that begins the figure's clause: "Russia is expected
// to have 30,000 troops". Where it only says so, it is not.
func (r *reading) subject(here scene) string {
	const opening = 2
	for _, land := range within(r.lands, here.left, min(here.figure.first, here.left+opening)) {
		span := tocsin.Span{Start: r.words[land.first].span.Start, End: r.words[land.end-1].span.End}
		if !r.speaks(span) && !reporting[here.lower(land.end)] {
			return land.value
		}
	}
	return ""
}

// reporting are the verbs by which a country only speaks of a figure.
var reporting = map[string]bool{
	"said": true, "says": true, "claims": true, "claimed": true, "estimates": true, "estimated": true, "puts": true, "put": true, "reported": true, "reports": true,
	"denied": true, "denies": true, "speaks": true, "spoke": true, "counted": true, "counts": true, "believes": true, "expects": true, "accused": true, "fears": true,
}
