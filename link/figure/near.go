package figure

import (
	"math"
	"time"
)

// How near two figures lie to each other, in time and in space.

// daysBetween is how many days lie between the stretches that two figures are
// as of; 0 where these overlap.
func daysBetween(a, b Signature) (days float64, known bool) {
	startA, endA, okA := stretch(a)
	startB, endB, okB := stretch(b)
	if !okA || !okB {
		return 0, false
	}
	gap := math.Max(startB.Sub(endA).Hours(), startA.Sub(endB).Hours()) / 24
	return math.Max(0, gap), true
}

func stretch(s Signature) (start, end time.Time, ok bool) {
	end, wrong := time.Parse(day, s.AsOf)
	if wrong != nil {
		return start, end, false
	}
	start = end
	if from, wrong := time.Parse(day, s.From); wrong == nil && s.Extent != Cumulative && from.Before(end) {
		start = from
	}
	return start, end, true
}

// farApart reports whether both name towns and share none.
func farApart(a, b Signature) bool {
	if len(a.Spots) == 0 || len(b.Spots) == 0 {
		return false
	}
	_, found := sharedSpot(a, b)
	return !found
}

// sharedSpot is a town that both name and that stands nearest to one of them.
func sharedSpot(a, b Signature) (name string, found bool) {
	for i, x := range a.Spots {
		for j, y := range b.Spots {
			if (i == 0 || j == 0) && km(x, y) <= sameTown {
				return x.Name, true
			}
		}
	}
	return "", false
}

// km is the distance of two spots on a sphere, by the haversine formula.
func km(a, b Spot) float64 {
	const radius, degree = 6371, math.Pi / 180
	lat, lon := (b.Lat-a.Lat)*degree/2, (b.Lon-a.Lon)*degree/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*math.Sin(lon)*math.Sin(lon)
	return 2 * radius * math.Asin(math.Sqrt(math.Min(1, h)))
}
