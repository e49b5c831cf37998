package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/a-h/templ"

	"tocsin"
	"tocsin/country"
	"tocsin/extract/place/gazetteer"
)

// spot is a place on a map.
type spot struct {
	Name, Country string
	Lat, Lon      float64
	Articles      int
	Events        int
	Wide          bool // a region or a country: its point stands for an area
	Link          templ.SafeURL
}

// chartMap is a map as a page draws it, in Mercator's projection, in hundredths
// of a degree of longitude.
type chartMap struct {
	X, Y, Width, Height float64
	Pixels              float64 // how wide it is meant to be shown
	Spots               []pin
	Lands               []label
}

type pin struct {
	spot
	X, Y, R float64
	Label   bool
	End     bool // the label stands on the left
}

type label struct {
	X, Y float64
	Name string
}

const mostPins = 300

// mercatorX and mercatorY are where a point lies; tools/ui draws the world with
// the same scale.
func mercatorX(lon float64) float64 { return (lon + 180) * 100 }

func mercatorY(lat float64) float64 {
	lat = max(-84, min(84, lat)) * math.Pi / 180
	return 18000 - math.Log(math.Tan(math.Pi/4+lat/2))*180/math.Pi*100
}

// The width that maps are drawn for, beside something else and by themselves.
const smallMap, largeMap = 600.0, 1100.0

// unit is the length on the map that a pixel has on the screen.
func (m chartMap) unit() float64 { return m.Width / m.Pixels }

// textSize is how large names are, in pixels.
const textSize = 12.5

// mapOfSpots fits a map around spots, to be shown so many pixels wide.
func mapOfSpots(spots []spot, pixels float64) chartMap {
	const ratio, least, margin = 0.6, 900.0, 0.12
	m := chartMap{X: 0, Y: 3000, Width: 36000, Height: 21600, Pixels: pixels}
	spots = spots[:min(mostPins, len(spots))]
	if len(spots) > 0 {
		left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, s := range inFrame(spots) {
			x, y := mercatorX(s.Lon), mercatorY(s.Lat)
			left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
		}
		m.Width = max((right-left)*(1+2*margin), (bottom-top)*(1+2*margin)/ratio, least)
		m.Width = min(m.Width, 36000)
		m.Height = m.Width * ratio
		m.X, m.Y = (left+right-m.Width)/2, (top+bottom-m.Height)/2
	}
	most := 1
	for _, s := range spots {
		most = max(most, s.Articles+s.Events)
	}
	var taken [][4]float64
	for _, s := range spots {
		p := pin{spot: s, X: mercatorX(s.Lon), Y: mercatorY(s.Lat)}
		p.R = m.unit() * (4 + 7*math.Sqrt(float64(s.Articles+s.Events)/float64(most)))
		size := m.unit() * textSize
		wide := float64(len([]rune(s.Name))) * size * 0.58
		for _, end := range []bool{false, true} {
			if s.Wide && s.Articles < 3 && len(spots) > 12 {
				break // the middle of some country says little among many places
			}
			box := [4]float64{p.X + p.R, p.Y - size*0.6, p.X + p.R + wide + size*0.5, p.Y + size*0.6}
			if end {
				box[0], box[2] = p.X-p.R-wide-size*0.5, p.X-p.R
			}
			if box[0] < m.X || box[2] > m.X+m.Width || slices.ContainsFunc(taken, func(t [4]float64) bool { return overlap(t, box) }) {
				continue
			}
			p.Label, p.End = true, end
			taken = append(taken, box)
			break
		}
		taken = append(taken, [4]float64{p.X - p.R, p.Y - p.R, p.X + p.R, p.Y + p.R})
		m.Spots = append(m.Spots, p)
	}
	m.Lands = landsIn(m, taken)
	// The greatest lie lowest, so that none hides another.
	slices.SortStableFunc(m.Spots, func(a, b pin) int { return cmp.Compare(b.R, a.R) })
	return m
}

// inFrame are the spots that a map must show: towns and points where there are
// any, so that the middle of a far country does not shrink them.
func inFrame(spots []spot) []spot {
	var near []spot
	for _, s := range spots {
		if !s.Wide {
			near = append(near, s)
		}
	}
	if len(near) == 0 {
		return spots
	}
	return central(near)
}

// central leaves out far outliers: the spots beyond the middle nine tenths that
// would make the map more than three times as wide.
func central(spots []spot) []spot {
	if len(spots) < 8 {
		return spots
	}
	lons, lats := make([]float64, len(spots)), make([]float64, len(spots))
	for i, s := range spots {
		lons[i], lats[i] = s.Lon, s.Lat
	}
	slices.Sort(lons)
	slices.Sort(lats)
	n := len(spots)
	low, high := n/10, n-1-n/10
	width, height := max(lons[high]-lons[low], 4), max(lats[high]-lats[low], 3)
	var kept []spot
	for _, s := range spots {
		if s.Lon > lons[low]-width && s.Lon < lons[high]+width && s.Lat > lats[low]-height && s.Lat < lats[high]+height {
			kept = append(kept, s)
		}
	}
	return kept
}

func overlap(a, b [4]float64) bool {
	return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

// middles are the middle points of the countries, the populous ones first.
var middles = sync.OnceValue(func() []gazetteer.Place {
	world := gazetteer.World()
	var found []gazetteer.Place
	for _, c := range country.All() {
		for _, candidate := range world.Append(nil, gazetteer.KeyOf(c.Name)) {
			if p := world.Place(candidate.Ref); p.Country == c.Code && len(p.Feature) >= 3 && p.Feature[:3] == "PCL" {
				p.Name = c.Name
				found = append(found, p)
				break
			}
		}
	}
	slices.SortStableFunc(found, func(a, b gazetteer.Place) int { return b.Population - a.Population })
	return found
})

func landsIn(m chartMap, taken [][4]float64) []label {
	const most = 24
	var out []label
	size := m.unit() * textSize
	for _, c := range middles() {
		if slices.ContainsFunc(m.Spots, func(p pin) bool { return p.Label && p.Name == c.Name }) {
			continue
		}
		x, y := mercatorX(c.Lon), mercatorY(c.Lat)
		half := float64(len(c.Name)) * size * 0.36
		box := [4]float64{x - half, y - size*0.6, x + half, y + size*0.6}
		if box[0] < m.X || box[2] > m.X+m.Width || box[1] < m.Y || box[3] > m.Y+m.Height || len(out) >= most {
			continue
		}
		if slices.ContainsFunc(taken, func(t [4]float64) bool { return overlap(t, box) }) {
			continue
		}
		taken = append(taken, box)
		out = append(out, label{x, y, c.Name})
	}
	return out
}

func (m chartMap) box() string {
	return fmt.Sprintf("%s %s %s %s", px(m.X), px(m.Y), px(m.Width), px(m.Height))
}

// spotsOf are the places of articles, those of most articles first.
func spotsOf(members []tocsin.Findings) []spot {
	var list []spot
	at := map[[2]float64]int{}
	for _, m := range members {
		seen := map[int]bool{}
		byID := map[string]int{}
		for _, place := range m.Places {
			if place.Lat == 0 && place.Lon == 0 {
				continue
			}
			key := [2]float64{place.Lat, place.Lon}
			i, known := at[key]
			if !known {
				i = len(list)
				at[key] = i
				list = append(list, spot{Name: place.Name, Country: place.Country, Lat: place.Lat, Lon: place.Lon,
					Wide: place.Precision == "country" || place.Precision == "region" || place.Precision == "area", Link: placeOf(place)})
			}
			byID[place.ID] = i
			if !seen[i] {
				seen[i] = true
				list[i].Articles++
			}
		}
		for _, event := range m.Events {
			if i, ok := byID[event.Place]; ok {
				list[i].Events++
			}
		}
	}
	slices.SortStableFunc(list, func(a, b spot) int {
		return cmp.Or(cmp.Compare(boolean(a.Wide), boolean(b.Wide)), cmp.Compare(b.Articles+b.Events, a.Articles+a.Events), cmp.Compare(a.Name, b.Name))
	})
	return list
}
