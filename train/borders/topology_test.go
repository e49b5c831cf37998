package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tocsin/country/border"
)

// Three squares in a row: Belarus and Ukraine share a line, Ukraine and an
// uncoded part of Cyprus another one, and Cyprus itself lies on the part's right.
const squares = `{
 "transform": {"scale": [%g, %g], "translate": [0, 0]},
 "arcs": [
  [[10,0],[0,10]], [[10,10],[-10,0],[0,-10],[10,0]],
  [[20,0],[0,0],[0,10]], [[10,0],[10,0]], [[20,10],[-10,0]],
  [[30,0],[0,10]], [[20,0],[10,0]], [[30,10],[-10,0]],
  [[30,0],[10,0],[0,10],[-10,0]]],
 "objects": {"countries": {"geometries": [
  {"type": "Polygon", "id": "112", "properties": {"name": "Belarus"}, "arcs": [[0, 1]]},
  {"type": "Polygon", "id": "804", "properties": {"name": "Ukraine"}, "arcs": [[3, 2, 4, -1]]},
  {"type": "MultiPolygon", "properties": {"name": "N. Cyprus"}, "arcs": [[[6, 5, 7, -3]]]},
  {"type": "Polygon", "id": "196", "properties": {"name": "Cyprus"}, "arcs": [[8, -6]]}
 ]}}}`

func TestSharedLinesAreBorders(t *testing.T) {
	lines, err := gather(fmt.Appendf(nil, squares, border.Step[0], border.Step[1]))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, line := range lines {
		count[strings.Join(line.Sides, " ")]++
	}
	for sides, want := range map[string]int{"BLR UKR": 1, "CYP UKR": 1, "BLR": 1, "UKR": 2, "CYP": 3} {
		if count[sides] != want {
			t.Errorf("%s: %d lines, want %d", sides, count[sides], want)
		}
	}
	shared := lines[slices.IndexFunc(lines, func(l border.Line) bool { return len(l.Sides) == 2 && l.Sides[0] == "CYP" })]
	if want := [][2]int{{20, 0}, {20, 10}}; !slices.Equal(shared.Points, want) {
		t.Errorf("the border is %v, want %v without the point that stands still", shared.Points, want)
	}
}

func TestWhatHasNoCodeIsAnError(t *testing.T) {
	for _, c := range [][2]string{{"", "Atlantis"}, {"999", "Utopia"}} {
		if code, err := codeOf(c[0], c[1]); err == nil {
			t.Errorf("%s has the code %q", c[1], code)
		}
	}
}

func TestThinningKeepsShapes(t *testing.T) {
	var straight [][2]int
	for i := range 101 {
		straight = append(straight, [2]int{i * 10, i % 2})
	}
	if got := thin(straight); len(got) != 2 {
		t.Errorf("an almost straight coast keeps %d points", len(got))
	}
	round := [][2]int{{0, 0}, {4, 1}, {8, 0}, {8, 6}, {3, 7}, {0, 6}, {0, 0}}
	if got := thin(round); len(got) < 4 || got[0] != got[len(got)-1] {
		t.Errorf("a small island becomes %v", got)
	}
}
