// Package place finds toponyms. In goes a Doc, out come the places that it
// names, each with the gazetteer entry that is most likely meant. A name
// inside that of a person or an organisation (Paris Hilton, the Bank of
// England) is not a place, and neither are adjectives and peoples, though
// both tell which country is spoken of. A name has one sense in an article.
//
// It works in three steps: names of the gazetteer are looked up in the text;
// a small linear model says from the words around whether each stands for a
// place; a second one ranks the namesakes by size, kind, and what else the
// article speaks of. Both are learnt by learn_test.go.
package place

import (
	"tocsin"
	"tocsin/extract/place/gazetteer"
	"tocsin/text"
)

// leastChance is the least probability of being a place that is reported.
const leastChance = 0.5

// Extract returns the toponyms of doc in text order.
func Extract(doc *text.Doc) []tocsin.Place {
	r := read(doc, gazetteer.World())
	r.judge()
	r.resolve()
	var places []tocsin.Place
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.chance < leastChance {
			continue
		}
		g := &r.groups[m.group]
		if g.chosen == gazetteer.None {
			continue
		}
		places = append(places, r.report(m, g))
	}
	return places
}

func (r *reading) report(m *mention, g *group) tocsin.Place {
	entry := r.world.Place(g.chosen)
	return tocsin.Place{
		ID:        tocsin.ID(r.doc.Article.ID, "place", m.span),
		Span:      m.span,
		Name:      entry.Name,
		GeoNames:  entry.GeoNames,
		Lat:       entry.Lat,
		Lon:       entry.Lon,
		Country:   entry.Country,
		Admin1:    r.world.NameOf(entry.Admin1),
		Feature:   entry.Feature,
		Precision: precision(entry.Feature),
		Score:     m.chance * g.sure,
	}
}

// precision says how much of the map a feature code stands for.
func precision(feature string) string {
	switch kindOf(feature) {
	case nation:
		return "country"
	case region, district, area:
		return "region"
	case capital, seat, town:
		return "city"
	case water, continent:
		return "area"
	}
	return "point"
}

// kind is a coarse sort of place.
type kind uint8

const (
	nation   kind = iota
	region        // first-level regions
	district      // second-level regions
	capital
	seat // of a first-level region
	town
	continent
	water // seas, rivers, lakes
	area  // regions that are no administration, mountains, islands
	spot  // a point: an airport, a square, a mountain
)

// kindOf sorts GeoNames' feature codes.
func kindOf(feature string) kind {
	switch feature {
	case "PCLI":
		return nation
	case "ADM1":
		return region
	case "ADM2":
		return district
	case "PPLC":
		return capital
	case "PPLA":
		return seat
	case "CONT", "ZN":
		return continent
	case "OCN", "SEA", "GULF", "STRT", "BAY", "CHN", "STM", "LK", "LKS", "CNL", "RSV":
		return water
	case "RGN", "PEN", "MTS", "DSRT", "ISL", "ISLS", "VAL", "PLN", "UPLD", "DLTA", "PRK", "AREA", "SWMP", "RF", "SHOL":
		return area
	}
	if len(feature) >= 3 && feature[:3] == "PPL" || feature == "STLMT" {
		return town
	}
	return spot
}
