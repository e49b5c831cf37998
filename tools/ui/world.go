package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
)

// topology is TopoJSON, as much of it as world-atlas uses.
type topology struct {
	Transform struct {
		Scale, Translate [2]float64
	}
	Arcs    [][][2]float64
	Objects map[string]struct {
		Geometries []struct {
			Type string
			Arcs json.RawMessage
		}
	}
}

// draw makes an SVG of the world in Mercator's projection, in hundredths of a
// degree of longitude, as serve/web/atlas.go has it: the land with its borders
// in one symbol, so that any part of it can be shown by a viewBox.
func draw(shapes []byte) ([]byte, error) {
	var t topology
	if err := json.Unmarshal(shapes, &t); err != nil {
		return nil, fmt.Errorf("read shapes: %w", err)
	}
	arcs := make([][][2]float64, len(t.Arcs))
	for i, arc := range t.Arcs {
		x, y := 0.0, 0.0
		for _, step := range arc {
			x, y = x+step[0], y+step[1]
			arcs[i] = append(arcs[i], [2]float64{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]})
		}
	}
	var path bytes.Buffer
	for _, g := range t.Objects["countries"].Geometries {
		var polygons [][][]int
		switch g.Type {
		case "Polygon":
			var rings [][]int
			if err := json.Unmarshal(g.Arcs, &rings); err != nil {
				return nil, err
			}
			polygons = [][][]int{rings}
		case "MultiPolygon":
			if err := json.Unmarshal(g.Arcs, &polygons); err != nil {
				return nil, err
			}
		}
		for _, rings := range polygons {
			for _, ring := range rings {
				outline(&path, ring, arcs)
			}
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 3000 36000 21600\"><!-- made by tools/ui from world-atlas 2.0.2 (Natural Earth, public domain) --><path id=\"world\" vector-effect=\"non-scaling-stroke\" d=\"%s\"/></svg>\n", path.Bytes())
	return out.Bytes(), nil
}

// turn is once around the earth.
const turn = 36000

// outline writes one ring. The shapes are not cut at the antimeridian: what
// crosses it goes on beyond the edge of the map, and stands at the other edge a
// second time. What goes all around a pole is left out.
func outline(path *bytes.Buffer, ring []int, arcs [][][2]float64) {
	var points [][2]float64
	shift := 0.0
	for _, at := range ring {
		arc, back := at, at < 0
		if back {
			arc = ^at
		}
		line := arcs[arc]
		for i := range line {
			point := line[i]
			if back {
				point = line[len(line)-1-i]
			}
			x, y := math.Round((point[0]+180)*100)+shift, math.Round(mercator(point[1]))
			if n := len(points); n > 0 && math.Abs(x-points[n-1][0]) > turn/2 {
				step := math.Copysign(turn, points[n-1][0]-x)
				x, shift = x+step, shift+step
			}
			points = append(points, [2]float64{x, y})
		}
	}
	if len(points) == 0 || shift != 0 {
		return
	}
	least, most := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		least, most = math.Min(least, p[0]), math.Max(most, p[0])
	}
	write(path, points, 0)
	if most > turn {
		write(path, points, -turn)
	}
	if least < 0 {
		write(path, points, turn)
	}
}

// write writes points in whole units, each as a step from the one before; those
// nearer than a fortieth of a degree are left out.
func write(path *bytes.Buffer, points [][2]float64, shift float64) {
	const least = 2.5
	kept := points[:0:0]
	for _, p := range points {
		if n := len(kept); n > 0 && math.Hypot(kept[n-1][0]-p[0], kept[n-1][1]-p[1]) < least {
			continue
		}
		kept = append(kept, p)
	}
	if len(kept) < 4 {
		return
	}
	fmt.Fprintf(path, "M%.0f %.0fl", kept[0][0]+shift, kept[0][1])
	for i, p := range kept[1:] {
		x, y := p[0]-kept[i][0], p[1]-kept[i][1]
		if i > 0 && x >= 0 {
			path.WriteByte(' ')
		}
		fmt.Fprintf(path, "%.0f", x)
		if y >= 0 {
			path.WriteByte(' ')
		}
		fmt.Fprintf(path, "%.0f", y)
	}
	path.WriteByte('z')
}

func mercator(lat float64) float64 {
	lat = math.Max(-84, math.Min(84, lat)) * math.Pi / 180
	return 18000 - math.Log(math.Tan(math.Pi/4+lat/2))*180/math.Pi*100
}
