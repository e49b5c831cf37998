package border

import (
	"math"
	"slices"
)

// atlas is lines, ready to be asked.
type atlas struct {
	sides   []string            // all codes, sorted
	corners [][2]float32        // of all lines, one line after the other: longitude and latitude
	shared  map[[2]string][]run // of each pair of neighbours, in order of their codes
	edges   []edge              // band by band; those that cross several bands stand in each
	bands   [bands + 1]int32    // where in edges each band begins
}

// bands cut the world into stripes of a fifth of a degree of latitude, so that a
// search for a country looks only at what can lie east of a point or near it.
const (
	bandsPerDegree = 5
	bands          = 180 * bandsPerDegree
)

// edge is a straight piece of a line, from a corner to the next.
type edge struct {
	from int32
	// sides are places in atlas.sides, -1 for none. A line has a third side
	// only where shapes of the source overlap.
	sides [3]int16
}

// run is some pieces of a border that follow one another.
type run struct {
	points   []vector // the corners
	middle   vector   // of a cap of the sphere that holds them all
	sin, cos float64  // of the radius of the cap
}

// runLength is how many pieces of a border are looked at together.
const runLength = 16

func newAtlas(lines []Line) *atlas {
	a := &atlas{shared: map[[2]string][]run{}}
	corners := 0
	for _, line := range lines {
		a.sides = append(a.sides, line.Sides...)
		corners += len(line.Points)
	}
	slices.Sort(a.sides)
	a.sides = slices.Compact(a.sides)
	a.corners = make([][2]float32, 0, corners)
	for _, line := range lines {
		if len(line.Sides) > 1 {
			a.share(line)
		}
		for _, point := range line.Points {
			lon, lat := degrees(point)
			a.corners = append(a.corners, [2]float32{float32(lon), float32(lat)})
		}
	}
	a.fillBands(lines)
	return a
}

// degrees are the longitude and the latitude of a point of the file.
func degrees(point [2]int) (lon, lat float64) {
	return origin[0] + float64(point[0])*Step[0], origin[1] + float64(point[1])*Step[1]
}

// share gives a border to all pairs of its sides.
func (a *atlas) share(line Line) {
	points := make([]vector, len(line.Points))
	for i, point := range line.Points {
		lon, lat := degrees(point)
		points[i] = vectorOf(lat, lon)
	}
	var runs []run
	for first := 0; first < len(points)-1; first += runLength {
		runs = append(runs, runOf(points[first:min(first+runLength+1, len(points))]))
	}
	for i, one := range line.Sides {
		for _, other := range line.Sides[i+1:] {
			pair := pairOf(one, other)
			a.shared[pair] = append(a.shared[pair], runs...)
		}
	}
}

func runOf(points []vector) run {
	var sum vector
	for _, point := range points {
		sum = sum.plus(point)
	}
	r := run{points: points, middle: sum.times(1 / sum.length())}
	radius := 0.0
	for _, point := range points {
		radius = max(radius, r.middle.angle(point))
	}
	r.sin, r.cos = math.Sincos(radius)
	return r
}

// fillBands counts first and fills then, so that all edges lie in one piece of
// memory.
func (a *atlas) fillBands(lines []Line) {
	var filled [bands]int32
	a.crossings(lines, func(band int, _ edge) { filled[band]++ })
	for band, n := range filled {
		a.bands[band+1] = a.bands[band] + n
		filled[band] = a.bands[band]
	}
	a.edges = make([]edge, a.bands[bands])
	a.crossings(lines, func(band int, piece edge) {
		a.edges[filled[band]] = piece
		filled[band]++
	})
}

// crossings tells of each piece of each line and each band that it touches.
func (a *atlas) crossings(lines []Line, tell func(band int, piece edge)) {
	from := int32(0)
	for _, line := range lines {
		sides := [3]int16{-1, -1, -1}
		for i, code := range line.Sides[:min(len(line.Sides), len(sides))] {
			at, _ := slices.BinarySearch(a.sides, code)
			sides[i] = int16(at)
		}
		for range len(line.Points) - 1 {
			one, other := bandOf(float64(a.corners[from][1])), bandOf(float64(a.corners[from+1][1]))
			for band := min(one, other); band <= max(one, other); band++ {
				tell(band, edge{from, sides})
			}
			from++
		}
		from += int32(min(len(line.Points), 1))
	}
}

func bandOf(lat float64) int {
	return min(max(int((lat+90)*bandsPerDegree), 0), bands-1)
}

// band are the edges that touch a band of latitude.
func (a *atlas) band(band int) []edge { return a.edges[a.bands[band]:a.bands[band+1]] }

// distance looks first at the run that seems nearest, then at those that can
// still hold something nearer.
func (a *atlas) distance(lat, lon float64, pair [2]string) (km float64, ok bool) {
	runs := a.shared[pair]
	if len(runs) == 0 {
		return 0, false
	}
	at := vectorOf(lat, lon)
	seems, nearest := -2.0, 0
	for i := range runs {
		if cos := at.dot(runs[i].middle); cos > seems {
			seems, nearest = cos, i
		}
	}
	best := runs[nearest].angle(at)
	sin, cos := math.Sincos(best)
	for i := range runs {
		r := &runs[i]
		// A cap comes nearer than the best so far where its middle is less than
		// both angles together away. No cap is half a world wide.
		if i == nearest || at.dot(r.middle) < cos*r.cos-sin*r.sin && sin*r.cos+cos*r.sin > 0 {
			continue
		}
		if angle := r.angle(at); angle < best {
			best = angle
			sin, cos = math.Sincos(best)
		}
	}
	return best * earth, true
}

// angle is how far a point is from the pieces of a run, in radians.
func (r *run) angle(at vector) float64 {
	best := 4.0 // the square of the longest chord
	for i := range len(r.points) - 1 {
		best = min(best, at.chordToArc(r.points[i], r.points[i+1]))
	}
	return angleOf(best)
}

// within counts for each country how often a line east of the point parts it
// from something else: an odd number means that the point lies in it (Shimrat,
// “Algorithm 112: position of point relative to polygon”, CACM 5(8), 1962). No
// line of the source crosses the antimeridian.
func (a *atlas) within(lat, lon float64) string {
	var odd [maxCodes]bool
	for _, piece := range a.band(bandOf(lat)) {
		from, to := a.corners[piece.from], a.corners[piece.from+1]
		x0, y0, x1, y1 := float64(from[0]), float64(from[1]), float64(to[0]), float64(to[1])
		if (y0 > lat) == (y1 > lat) || lon >= x0+(lat-y0)*(x1-x0)/(y1-y0) {
			continue
		}
		for _, side := range piece.sides {
			if side >= 0 {
				odd[side] = !odd[side]
			}
		}
	}
	for side, code := range a.sides {
		if odd[side] {
			return code
		}
	}
	return a.ashore(lat, lon)
}

// offshore is how far off a coast a point still counts with it, in kilometres.
const offshore = 5.0

// ashore is the country whose line is nearest to a point that lies in none.
func (a *atlas) ashore(lat, lon float64) string {
	at := vectorOf(lat, lon)
	best, nearest := offshore/earth, int16(-1)
	reach := best * 180 / math.Pi
	for band := bandOf(lat - reach); band <= bandOf(lat+reach); band++ {
		for _, piece := range a.band(band) {
			from, to := a.corners[piece.from], a.corners[piece.from+1]
			// Most are far off in longitude and need no arithmetic; those at the
			// antimeridian and at the poles do.
			if least, most := min(from[0], to[0]), max(from[0], to[0]); math.Abs(lat) < 80 && math.Abs(lon) < 179 &&
				(lon < float64(least)-1 || lon > float64(most)+1) {
				continue
			}
			angle := at.angleToArc(vectorOf(float64(from[1]), float64(from[0])), vectorOf(float64(to[1]), float64(to[0])))
			if angle < best {
				best, nearest = angle, piece.sides[0]
			}
		}
	}
	if nearest < 0 {
		return ""
	}
	return a.sides[nearest]
}
