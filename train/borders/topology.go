package main

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"tocsin/country"
	"tocsin/country/border"
)

// uncoded are the territories that the source draws without a number of ISO
// 3166: those with a code here are counted with that country, the others
// (reefs that several states claim, and a glacier) with none.
var uncoded = map[string]string{
	"Akrotiri": "GBR", "Dhekelia": "GBR", "Baikonur": "KAZ", "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP",
	"Somaliland": "SOM", "Kosovo": "XKX", "USNB Guantanamo Bay": "CUB", "Indian Ocean Ter.": "AUS", "Coral Sea Is.": "AUS",
	"Clipperton I.": "FRA", "Bajo Nuevo Bank": "", "Serranilla Bank": "", "Scarborough Reef": "", "Spratly Is.": "",
	"Siachen Glacier": "",
}

// topology is what is needed of a TopoJSON file.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]int
	Objects   struct {
		Countries struct {
			Geometries []struct {
				Type       string
				ID         string
				Properties struct{ Name string }
				Arcs       json.RawMessage
			}
		}
	}
}

// gather makes lines of the file.
func gather(data []byte) ([]border.Line, error) {
	var file topology
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("read the topology: %w", err)
	}
	if !near(file.Transform.Scale[0], border.Step[0]) || !near(file.Transform.Scale[1], border.Step[1]) {
		return nil, fmt.Errorf("the source counts in steps of %v, package border in %v", file.Transform.Scale, border.Step)
	}
	// uses tells of each arc how often each country's outline runs along it.
	uses := make([]map[string]int, len(file.Arcs))
	for _, shape := range file.Objects.Countries.Geometries {
		code, err := codeOf(shape.ID, shape.Properties.Name)
		if err != nil {
			return nil, err
		}
		outline, err := arcsOf(shape.Type, shape.Arcs)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shape.Properties.Name, err)
		}
		for _, arc := range outline {
			if arc < 0 {
				arc = ^arc // TopoJSON marks an arc that is run through backwards so
			}
			if uses[arc] == nil {
				uses[arc] = map[string]int{}
			}
			uses[arc][code]++
		}
	}
	var lines []border.Line
	for i, arc := range file.Arcs {
		line := border.Line{Points: absolute(arc)}
		for code, times := range uses[i] {
			// A line between two parts of one country is run along twice.
			if code != "" && times%2 == 1 {
				line.Sides = append(line.Sides, code)
			}
		}
		slices.Sort(line.Sides)
		switch {
		case len(line.Sides) == 0:
			continue
		case len(line.Sides) == 1:
			line.Points = thin(line.Points)
		}
		if len(line.Points) > 1 {
			lines = append(lines, line)
		}
	}
	// Neighbours in the file are neighbours in their names, which makes a stable
	// file whatever the order of the source.
	slices.SortStableFunc(lines, func(a, b border.Line) int {
		return cmp.Or(slices.Compare(a.Sides, b.Sides), slices.Compare(a.Points[0][:], b.Points[0][:]))
	})
	return lines, nil
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

// codeOf is the alpha-3 code of a shape.
func codeOf(number, name string) (string, error) {
	if code, ok := uncoded[name]; ok {
		return code, nil
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return "", fmt.Errorf("%s has the number %q; give it a code in the table uncoded", name, number)
	}
	region, err := language.EncodeM49(n)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	if country.Of(region.ISO3()) == nil {
		return "", fmt.Errorf("%s is %s, which package country does not know", name, region.ISO3())
	}
	return region.ISO3(), nil
}

// arcsOf are the numbers of all arcs of a shape.
func arcsOf(kind string, raw json.RawMessage) ([]int, error) {
	var polygons [][][]int
	switch kind {
	case "MultiPolygon":
		if err := json.Unmarshal(raw, &polygons); err != nil {
			return nil, err
		}
	case "Polygon":
		polygons = make([][][]int, 1)
		if err := json.Unmarshal(raw, &polygons[0]); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("is a %s, not a polygon", kind)
	}
	return slices.Concat(slices.Concat(polygons...)...), nil
}

// absolute sums the differences of an arc up and leaves out points that stand
// still.
func absolute(arc [][2]int) [][2]int {
	var points [][2]int
	var at [2]int
	for i, step := range arc {
		at = [2]int{at[0] + step[0], at[1] + step[1]}
		if i == 0 || at != points[len(points)-1] {
			points = append(points, at)
		}
	}
	return points
}

// coastGrain is how far a coast may move, in steps of latitude (190 m): 1.9 km,
// well within what package border forgives off a coast.
const coastGrain = 10

// thin leaves out the points of a line that lie within coastGrain of the
// straight one between those that stay. A closed line keeps its farthest point
// too, so that a small island stays an island.
func thin(points [][2]int) [][2]int {
	if len(points) < 3 {
		return points
	}
	keep := make([]bool, len(points))
	keep[0], keep[len(points)-1] = true, true
	farthest := mark(points, keep, 0, len(points)-1)
	if points[0] == points[len(points)-1] && farthest > 0 {
		keep[farthest] = true
		a, b := mark(points, keep, 0, farthest), mark(points, keep, farthest, len(points)-1)
		keep[a] = keep[a] || a > 0
		keep[b] = keep[b] || b > 0
	}
	var kept [][2]int
	for i, point := range points {
		if keep[i] {
			kept = append(kept, point)
		}
	}
	return kept
}

// mark keeps what is needed between two points and returns the one farthest
// from the straight line between them, 0 for none.
func mark(points [][2]int, keep []bool, first, last int) int {
	most, farthest := 0.0, 0
	for i := first + 1; i < last; i++ {
		if away := distance(points[i], points[first], points[last]); away > most {
			most, farthest = away, i
		}
	}
	if most > coastGrain {
		keep[farthest] = true
		mark(points, keep, first, farthest)
		mark(points, keep, farthest, last)
	}
	return farthest
}

// distance is that of a point from a straight piece, in steps of latitude, on a
// map that is true to scale at the point.
func distance(at, from, to [2]int) float64 {
	lat := (float64(at[1])*border.Step[1] - 85.2) * math.Pi / 180
	wide := math.Cos(lat) * border.Step[0] / border.Step[1]
	x, y := float64(at[0]-from[0])*wide, float64(at[1]-from[1])
	dx, dy := float64(to[0]-from[0])*wide, float64(to[1]-from[1])
	if length := dx*dx + dy*dy; length > 0 {
		t := min(max((x*dx+y*dy)/length, 0), 1)
		x, y = x-t*dx, y-t*dy
	}
	return math.Hypot(x, y)
}

// unpack reads one file of a gzipped tar archive.
func unpack(archive, name string) ([]byte, error) {
	file, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", archive, err)
	}
	for entries := tar.NewReader(unzipped); ; {
		entry, err := entries.Next()
		if err != nil {
			return nil, fmt.Errorf("unpack %s from %s: %w", name, archive, err)
		}
		if entry.Name == name {
			return io.ReadAll(entries)
		}
	}
}
