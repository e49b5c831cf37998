// Package border knows where countries end. In go a point and the ISO 3166
// alpha-3 codes of two countries, out comes how far the point is from the land
// border that they share; or a point alone, and out comes the country that it
// lies in. It knows nothing about texts and refuses to say whose land is whose.
//
// # Whose lines these are
//
// The lines are Natural Earth's, admin 0 countries at 1:10m, version 4.1, as
// the npm package world-atlas 2.0.2 carries them, with the coasts thinned out.
// Natural Earth draws who controlled the ground when the file was made (2018),
// not who owned it by law or claimed it. They are used here to measure with,
// and are no statement about sovereignty. Where that matters most:
//
//   - Crimea lies in Russia in all three files of the source (1:10m, 1:50m and
//     1:110m), so that the isthmus of Perekop is part of the border RUS–UKR.
//     Package gazetteer gives Crimea to Ukraine, as the United Nations do.
//   - Donetsk and Luhansk lie in Ukraine, South Ossetia and Abkhazia in
//     Georgia, Transnistria in Moldova, Nagorno-Karabakh in Azerbaijan: lines
//     of contact inside a country are no borders here.
//   - The Golan Heights lie in Israel, East Jerusalem, the West Bank and Gaza in
//     Palestine (PSE). Kashmir is parted along the line of control, Aksai Chin
//     lies in China, Arunachal Pradesh in India; the Siachen glacier lies in
//     no country.
//   - Western Sahara is parted along the berm: what lies west of it is Morocco's.
//   - Kosovo (XKX), Taiwan, Hong Kong and Macao stand for themselves, as they do
//     in package country. What the source draws apart and ISO 3166 does not know
//     is counted with a country: Northern Cyprus and the buffer zone with Cyprus,
//     Somaliland with Somalia, Baikonur with Kazakhstan, the bases Akrotiri and
//     Dhekelia with the United Kingdom, Guantánamo with Cuba.
//
// # How exact
//
// A corner of a border is where the source has it, on a grid of 400 by 190 m; the
// source lies within about a kilometre or two of the ground, along rivers more.
// Coasts may be 2 km off. The source ends at 85° S. Distances are those on a
// sphere, at most 0.5 % from those on the ellipsoid.
package border

import (
	"math"
	"slices"
	"sync"

	_ "embed"
)

//go:embed borders.bin
var embedded string

// earth is the mean radius R1 of the Earth in kilometres (IUGG; Moritz,
// “Geodetic Reference System 1980”, Journal of Geodesy 74, 2000).
const earth = 6371.0088

// world is the embedded file, ready to be asked. It is made on first use.
var world = sync.OnceValue(func() *atlas {
	lines, err := Read(embedded)
	if err != nil {
		// Only a broken build can come here; an empty atlas knows no borders.
		return newAtlas(nil)
	}
	return newAtlas(lines)
})

// Distance is how far a point is from the common land border of two countries,
// in kilometres along a great circle. The countries are alpha-3 codes, in
// either order; the point may lie on either side, or in a third country. It is
// not ok where the two share no land border, where a code is unknown and where
// the point is none.
func Distance(lat, lon float64, a, b string) (km float64, ok bool) {
	if !valid(lat, lon) {
		return 0, false
	}
	return world().distance(lat, lon, pairOf(a, b))
}

// Within is the alpha-3 code of the country that a point lies in, "" at sea and
// where the source knows no country. A point up to 5 km off a coast counts
// with it: harbours, river mouths and small islands are drawn coarsely.
func Within(lat, lon float64) (code string) {
	if !valid(lat, lon) {
		return ""
	}
	return world().within(lat, lon)
}

// Neighbours are the countries that share a land border with one, as sorted
// alpha-3 codes; nil for an island and for an unknown code.
func Neighbours(code string) []string {
	var found []string
	for pair := range world().shared {
		switch code {
		case pair[0]:
			found = append(found, pair[1])
		case pair[1]:
			found = append(found, pair[0])
		}
	}
	slices.Sort(found)
	return found
}

func valid(lat, lon float64) bool {
	return math.Abs(lat) <= 90 && math.Abs(lon) <= 180 // false for NaN
}

// pairOf puts two codes in order.
func pairOf(a, b string) [2]string {
	if a > b {
		a, b = b, a
	}
	return [2]string{a, b}
}
