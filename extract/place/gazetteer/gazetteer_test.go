package gazetteer

import (
	"slices"
	"strings"
	"testing"
)

// bearers are the feature and country of all the places of a name.
func bearers(t *testing.T, name string) []string {
	t.Helper()
	var found []string
	for _, candidate := range World().Append(nil, KeyOf(name)) {
		place := World().Place(candidate.Ref)
		found = append(found, place.Feature+" "+place.Country)
	}
	return found
}

func TestWorldKnows(t *testing.T) {
	cases := map[string]string{
		"Kyiv": "PPLC UKR", "Kiev": "PPLC UKR", "KIEV": "PPLC UKR", "Zaporizhzhia": "PPLA UKR",
		"Zaporizhia": "PPLA UKR", "Mykolaiv": "PPLA UKR", "Mykolayiv": "PPLA UKR", "Donetsk": "ADM1 UKR",
		"Belarus": "PCLI BLR", "UK": "PCLI GBR", "Côte d’Ivoire": "PCLI CIV", "Black Sea": "SEA ",
		"Gaza Strip": "ADM1 PSE", "Crimea": "ADM1 UKR", "Illinois": "ADM1 USA", "Orange County": "ADM2 USA",
		"St. Louis": "PPL USA", "Saint Louis": "PPL USA", "Port-au-Prince": "PPLC HTI", "São Paulo": "PPLA BRA",
		"Africa": "CONT ", "Kosovo": "PCLI XKX", "Scotland": "ADM1 GBR", "Reykjavik": "PPLC ISL",
	}
	for name, want := range cases {
		if got := bearers(t, name); !slices.Contains(got, want) {
			t.Errorf("%s: %v, want %s among them", name, got, want)
		}
	}
}

func TestAbsentNamesFindNothing(t *testing.T) {
	for _, name := range []string{"", " ", "-", "’", "Qqqqville", "\xff\xfe", strings.Repeat("Long ", 10000)} {
		if found := World().Append(nil, KeyOf(name)); len(found) != 0 {
			t.Errorf("%.20q: found %v", name, found)
		}
	}
}

func TestRefsOutOfRangeAreNowhere(t *testing.T) {
	for _, ref := range []Ref{None, Ref(World().Len()), 1 << 30} {
		if place := World().Place(ref); place.Name != "" || place.GeoNames != 0 {
			t.Errorf("%d is %v", ref, place)
		}
	}
}

func TestNamesakesGreatestFirst(t *testing.T) {
	found := World().Append(nil, KeyOf("Springfield"))
	for i := 1; i < len(found); i++ {
		if World().PopulationOf(found[i-1].Ref) < World().PopulationOf(found[i].Ref) {
			t.Errorf("%v before %v", World().Place(found[i-1].Ref), World().Place(found[i].Ref))
		}
	}
}

func TestSpellingsShareAKey(t *testing.T) {
	for _, pair := range [][2]string{
		{"Kyiv", "KYIV"}, {"São Paulo", "Sao Paulo"}, {"Port-au-Prince", "Port au Prince"}, {"U.S.", "US"},
		{"Łódź", "Lodz"}, {"Côte d’Ivoire", "Cote d'Ivoire"}, {"Malmö", "Malmo\u0308"}, {" New  York ", "new york"},
	} {
		if KeyOf(pair[0]) != KeyOf(pair[1]) {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
}

func TestKeyIsSpeltOutPieceByPiece(t *testing.T) {
	if KeyOf("New York").With("-Newark") != KeyOf("New York Newark") {
		t.Error("pieces and whole differ")
	}
}

// small is an index of two namesakes in two regions.
func small(t testing.TB) []byte {
	data, err := Write([]Source{
		{Place: Place{GeoNames: 1, Name: "Northland", Lat: 10, Lon: -20, Country: "AAA", Admin1: None, Feature: "ADM1", Population: 1000}},
		{Place: Place{GeoNames: 2, Name: "Twin", Lat: -10.5, Lon: 179.9, Country: "AAA", Admin1: 0, Feature: "PPL", Population: 50}},
		{Place: Place{GeoNames: 3, Name: "Twin", Country: "BBB", Admin1: None, Feature: "PPL", Population: 5000}, Alternates: []string{"Gemini"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWriteAndOpen(t *testing.T) {
	index, err := Open(string(small(t)))
	if err != nil {
		t.Fatal(err)
	}
	found := index.Append(nil, KeyOf("twin"))
	if len(found) != 2 || index.Place(found[0].Ref).GeoNames != 3 {
		t.Fatalf("twin: %v", found)
	}
	want := Place{GeoNames: 2, Name: "Twin", Lat: -10.5, Lon: 179.9, Country: "AAA", Admin1: 0, Feature: "PPL", Population: 50}
	got := index.Place(found[1].Ref)
	if got.Population < 45 || got.Population > 55 {
		t.Errorf("population %d, want about 50", got.Population)
	}
	if got.Population = 50; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if found := index.Append(nil, KeyOf("Gemini")); len(found) != 1 || !found[0].Alternate {
		t.Errorf("Gemini: %v", found)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(string(small(f)), "Twin")
	f.Add(magic, "")
	f.Fuzz(func(t *testing.T, data, name string) {
		index, err := Open(data)
		if err != nil {
			return
		}
		for _, candidate := range index.Append(nil, KeyOf(name)) {
			index.Place(candidate.Ref)
		}
	})
}

func TestEveryCutIsRefusedOrHarmless(t *testing.T) {
	data := string(small(t))
	for cut := 0; cut < len(data); cut += 97 {
		if _, err := Open(data[:cut]); err == nil {
			t.Errorf("%d of %d bytes open", cut, len(data))
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	names := []Key{KeyOf("Kyiv"), KeyOf("Springfield"), KeyOf("Tomorrow"), KeyOf("United States")}
	World()
	var room [64]Candidate
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		World().Append(room[:0], names[i%len(names)])
	}
}
