package main

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"tocsin/country"
	"tocsin/extract/place/gazetteer"
)

// The columns of GeoNames' dump.
const (
	colID, colName, colASCII, colAlternates      = 0, 1, 2, 3
	colLat, colLon, colFeature, colCountry       = 4, 5, 7, 8
	colAdmin1, colAdmin2, colPopulation, columns = 10, 11, 14, 19
)

// addTowns adds GeoNames' populated places and counts their people towards
// the regions that they lie in.
func (w *world) addTowns(dump string) error {
	for line := range strings.SplitSeq(dump, "\n") {
		fields := strings.Split(line, "\t")
		if len(fields) < columns {
			continue
		}
		if err := w.addTown(fields); err != nil {
			return fmt.Errorf("read towns: %q: %w", fields[colName], err)
		}
	}
	return nil
}

// townKeys tells which names towns have in which first-level regions.
func townKeys(dump string) map[string]bool {
	keys := map[string]bool{}
	for line := range strings.SplitSeq(dump, "\n") {
		if fields := strings.Split(line, "\t"); len(fields) >= columns {
			keys[townKey(fields[colCountry]+"."+fields[colAdmin1], fields[colName])] = true
		}
	}
	return keys
}

func townKey(admin1, name string) string {
	return admin1 + " " + strconv.FormatUint(uint64(gazetteer.KeyOf(name)), 36)
}

func (w *world) addTown(fields []string) error {
	state := country.Of(fields[colCountry])
	if state == nil {
		return nil
	}
	id, err := strconv.Atoi(fields[colID])
	if err != nil {
		return err
	}
	lat, err := strconv.ParseFloat(fields[colLat], 64)
	if err != nil {
		return err
	}
	lon, err := strconv.ParseFloat(fields[colLon], 64)
	if err != nil {
		return err
	}
	people, _ := strconv.Atoi(fields[colPopulation]) // nothing stands for 0
	admin1 := fields[colCountry] + "." + fields[colAdmin1]
	in := []map[string]int{w.country, w.admin1, w.admin2}
	for i, code := range []string{fields[colCountry], admin1, admin1 + "." + fields[colAdmin2]} {
		if region, ok := in[i][code]; ok {
			w.middle[region].add(lat, lon, people)
		}
	}
	place := gazetteer.Source{Place: gazetteer.Place{
		GeoNames: id, Name: fields[colName], Lat: lat, Lon: lon, Country: state.Code,
		Admin1: gazetteer.None, Feature: fields[colFeature], Population: people,
	}}
	if region, ok := w.admin1[admin1]; ok {
		place.Admin1 = gazetteer.Ref(region)
	}
	place.Firsts = firsts(fields[colName], fields[colASCII])
	if people >= leastAliased || place.Feature != "PPL" {
		place.Alternates = usable(strings.Split(fields[colAlternates], ","))
	}
	w.add(place)
	return nil
}

// leastAliased is the size from which a town's foreign and former names are
// kept: news that names a hamlet uses its name.
const leastAliased = 2000

// firsts are the spellings that count as a town's own name.
func firsts(name, ascii string) []string {
	names := []string{ascii}
	for _, short := range []struct{ long, short string }{
		{"Saint ", "St. "}, {"Sainte ", "Ste. "}, {"Mount ", "Mt. "}, {"Fort ", "Ft. "},
	} {
		if rest, ok := strings.CutPrefix(name, short.short); ok {
			names = append(names, short.long+rest)
		}
		if rest, ok := strings.CutPrefix(name, short.long); ok {
			names = append(names, short.short+rest)
		}
	}
	if rest, ok := strings.CutPrefix(name, "City of "); ok {
		names = append(names, rest)
	}
	return clean(names)
}

// usable keeps the alternate names that English news can use: in Latin
// letters with a capital, not codes of airports, not transliterations in
// lower case, without digits.
func usable(names []string) []string {
	var kept []string
	for _, name := range names {
		if len(name) >= 3 && isSpelt(name) {
			kept = append(kept, name)
		}
	}
	return clean(kept)
}

func isSpelt(name string) bool {
	var lower, first bool
	for i, r := range name {
		if !unicode.Is(unicode.Latin, r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" -'’‘`.ʼʻʿ", r) {
			return false
		}
		first = first || i <= 3 && unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
	}
	return first && lower
}

// settle gives regions the middle and the people of their towns. A region
// without towns cannot be shown on a map and is given its country's middle.
func (w *world) settle() {
	for i := range w.places {
		place := &w.places[i]
		m := &w.middle[i]
		if m.people > 0 {
			place.Population = max(place.Population, m.people)
		}
		if place.Feature != "ADM1" && place.Feature != "ADM2" {
			continue
		}
		if m.empty() {
			home := w.country[country.Of(place.Country).Code2]
			place.Lat, place.Lon = w.places[home].Lat, w.places[home].Lon
			continue
		}
		place.Lat, place.Lon = m.at()
	}
}

// addAliases gives places further first names.
func (w *world) addAliases(table string) error {
	for line := range lines(table) {
		fields := append(strings.Split(line, "|"), "", "")
		id, err := strconv.Atoi(fields[1])
		if err != nil {
			return fmt.Errorf("read aliases.txt: %q: %w", line, err)
		}
		at, ok := w.byID[id]
		if !ok {
			return fmt.Errorf("read aliases.txt: %q: no place has this id", line)
		}
		w.places[at].Firsts = append(w.places[at].Firsts, strings.Split(fields[0], ";")...)
		if people, err := strconv.Atoi(fields[2]); err == nil {
			w.places[at].Population = people
		}
	}
	return nil
}
