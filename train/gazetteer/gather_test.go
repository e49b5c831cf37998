package main

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"tocsin/country"
)

func TestEveryCountryHasAPoint(t *testing.T) {
	points := map[string]bool{}
	for line := range lines(pointsTable) {
		fields := strings.Fields(line)
		lat, latErr := strconv.ParseFloat(fields[1], 64)
		lon, lonErr := strconv.ParseFloat(fields[2], 64)
		if len(fields) != 3 || latErr != nil || lonErr != nil || math.Abs(lat) > 90 || math.Abs(lon) > 180 {
			t.Errorf("point %q", line)
		}
		points[fields[0]] = true
	}
	for _, state := range country.All() {
		if !points[state.Code2] {
			t.Errorf("%s has no point", state.Name)
		}
	}
}

func TestOwnRegionsAreOnEarth(t *testing.T) {
	w := &world{byID: map[int]int{}}
	if err := w.addOwn(regionsTable); err != nil {
		t.Fatal(err)
	}
	for _, place := range w.places {
		if math.Abs(place.Lat) > 90 || math.Abs(place.Lon) > 180 || place.Feature == "" {
			t.Errorf("%+v", place.Place)
		}
	}
}

func TestRegionsLoseTheirKind(t *testing.T) {
	for name, want := range map[string]string{
		"Kherson Oblast": "Kherson", "Republic of Karelia": "Karelia", "Free State": "Free State",
		"Autonomous Republic of Crimea": "Crimea", "Texas": "Texas",
	} {
		if got := withoutKind(name); got != want {
			t.Errorf("%s becomes %s, want %s", name, got, want)
		}
	}
}

func TestUsableNames(t *testing.T) {
	got := usable([]string{"KBP", "Kiew", "kyiva", "Київ", "Kíev", "", "Kyiv 2", "Kiew"})
	if want := "Kiew Kíev"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
