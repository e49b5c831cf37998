package occurrence

import (
	"math"
	"strings"
)

// Spot is where something happens, as far as two of them must be told apart.
type Spot struct {
	Name      string  `json:"name,omitzero"`    // the gazetteer's
	Country   string  `json:"country,omitzero"` // ISO 3166 alpha-3
	Admin1    string  `json:"admin1,omitzero"`
	Lat       float64 `json:"lat,omitzero"`
	Lon       float64 `json:"lon,omitzero"`
	Precision string  `json:"precision,omitzero"` // as of a tocsin.Place
	Stems     string  `json:"stems,omitzero"`     // of the words of its name
}

// The precisions of a place that matter here.
const (
	point   = "point"
	city    = "city"
	region  = "region"
	country = "country"
)

// IsZero reports whether no place is known.
func (p Spot) IsZero() bool { return p.Name == "" }

func (p Spot) town() bool { return p.Precision == city || p.Precision == point }

// How far apart, in kilometres, two towns may lie and be one place (a town and
// its suburb), a town from the middle of its region, and the middles of two
// regions of which one may lie in the other.
const (
	sameTown   = 15
	inRegion   = 300
	farRegions = 120
)

// where says how two places stand to each other.
type where int

const (
	elsewhere where = iota // both cannot be
	unplaced               // one of them is unknown, or says next to nothing
	sameState
	within // one lies in the other
	samePlace
)

// compare tells how two places stand to each other.
func (p Spot) compare(other Spot) where {
	switch {
	case p.IsZero() || other.IsZero():
		return unplaced
	case p.Name == other.Name && p.Country == other.Country && p.Precision == other.Precision:
		if p.Precision == country {
			return sameState
		}
		return samePlace
	case p.Precision != other.Precision && common(strings.Fields(p.Stems), strings.Fields(other.Stems)) > 0:
		// A county and its seat, of which gazetteers know several.
		return unplaced
	case p.town() && other.town():
		if p.km(other) <= sameTown {
			return samePlace
		}
		return elsewhere
	case p.Country != "" && other.Country != "" && p.Country != other.Country:
		if p.town() || other.town() || p.Precision == region && other.Precision == region {
			return elsewhere
		}
		return unplaced
	case p.Precision == country || other.Precision == country:
		return sameState
	case p.Precision == region && other.Precision == region:
		if p.km(other) > farRegions {
			return elsewhere
		}
		return unplaced
	case p.town() && other.Precision == region:
		return p.inside(other)
	case p.Precision == region && other.town():
		return other.inside(p)
	}
	return unplaced
}

// inside tells whether a town lies in a region: by name, else by distance, as
// gazetteers write the names of regions in more than one way.
func (p Spot) inside(region Spot) where {
	switch {
	case p.Admin1 != "" && (p.Admin1 == region.Admin1 || p.Admin1 == region.Name):
		return within
	case p.km(region) > inRegion:
		return elsewhere
	}
	return unplaced
}

// km is the distance on the sphere (haversine formula).
func (p Spot) km(other Spot) float64 {
	const radius, degree = 6371.0, math.Pi / 180
	lat, lon := (other.Lat-p.Lat)*degree/2, (other.Lon-p.Lon)*degree/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(p.Lat*degree)*math.Cos(other.Lat*degree)*math.Sin(lon)*math.Sin(lon)
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

// rank orders places by how much they tell.
func (p Spot) rank() int {
	switch p.Precision {
	case point:
		return 5
	case city:
		return 4
	case region:
		return 3
	case country:
		return 2
	case "":
		return 0
	}
	return 1
}
