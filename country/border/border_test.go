package border

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tocsin/country"
)

func TestDistancesThatMapsTell(t *testing.T) {
	for _, c := range []struct {
		name        string
		lat, lon    float64
		a, b        string
		least, most float64
	}{
		{"the fortress of Brest, by the bridge to Terespol", 52.083, 23.655, "BLR", "POL", 0, 3},
		{"Chernihiv", 51.494, 31.289, "BLR", "UKR", 45, 75},
		{"Belgorod", 50.595, 36.587, "RUS", "UKR", 25, 42},
		{"Kyiv", 50.450, 30.523, "BLR", "UKR", 80, 100},
		{"Kharkiv", 49.993, 36.230, "UKR", "RUS", 25, 42},
		{"Suwałki", 54.100, 22.933, "LTU", "POL", 15, 35},
		{"Goma lies at the border", -1.674, 29.228, "COD", "RWA", 0, 3},
		{"Panmunjom", 37.956, 126.677, "PRK", "KOR", 0, 3},
		{"Seoul", 37.567, 126.978, "KOR", "PRK", 35, 50},
		{"El Paso", 31.759, -106.487, "USA", "MEX", 0, 3},
		{"Warsaw to a border far away", 52.230, 21.011, "ARG", "CHL", 10000, 15000},
	} {
		t.Run(c.name, func(t *testing.T) {
			km, ok := Distance(c.lat, c.lon, c.a, c.b)
			if !ok || km < c.least || km > c.most {
				t.Errorf("%.1f km (%v), want %g to %g", km, ok, c.least, c.most)
			}
			if back, _ := Distance(c.lat, c.lon, c.b, c.a); back != km {
				t.Errorf("%g km in the other order of codes, %g in this", back, km)
			}
		})
	}
}

func TestNoBorderNoDistance(t *testing.T) {
	for _, c := range []struct {
		lat, lon float64
		a, b     string
	}{
		{50, 30, "BLR", "EST"}, {50, 30, "GBR", "FRA"}, {50, 30, "UKR", "UKR"}, {50, 30, "", "UKR"},
		{50, 30, "XXX", "UKR"}, {math.NaN(), 30, "BLR", "UKR"}, {91, 30, "BLR", "UKR"}, {50, math.Inf(1), "BLR", "UKR"},
	} {
		if km, ok := Distance(c.lat, c.lon, c.a, c.b); ok || km != 0 {
			t.Errorf("%v: %g km, %v", c, km, ok)
		}
	}
}

func TestTownsLieInTheirCountries(t *testing.T) {
	for _, c := range []struct {
		name     string
		lat, lon float64
		code     string
	}{
		{"Minsk", 53.9, 27.567, "BLR"}, {"Kyiv", 50.45, 30.523, "UKR"}, {"Donetsk", 48.0, 37.8, "UKR"},
		{"Kherson, by its river", 46.63, 32.6, "UKR"}, {"Vladivostok", 43.12, 131.9, "RUS"}, {"Anadyr, past 177° E", 64.73, 177.5, "RUS"},
		{"Kaliningrad", 54.71, 20.5, "RUS"}, {"Maseru, in a hole", -29.31, 27.48, "LSO"}, {"San Marino", 43.936, 12.447, "SMR"},
		{"Monaco", 43.738, 7.424, "MCO"}, {"Singapore", 1.29, 103.85, "SGP"}, {"Suva", -18.14, 178.44, "FJI"},
		{"Honolulu", 21.307, -157.858, "USA"}, {"Malé", 4.175, 73.509, "MDV"}, {"Hong Kong", 22.3, 114.17, "HKG"},
		{"Taipei", 25.03, 121.56, "TWN"}, {"the south of the world", -80, 100, "ATA"},
		{"the North Pole", 90, 0, ""}, {"the middle of the Black Sea", 43.2, 34, ""}, {"the Atlantic", 0, -30, ""}, {"the antimeridian", -40, 180, ""},
		// These follow the source's lines; the package's documentation says so.
		{"Simferopol", 44.95, 34.1, "RUS"}, {"Pristina", 42.66, 21.16, "XKX"}, {"North Nicosia", 35.22, 33.38, "CYP"},
		{"Hargeisa", 9.56, 44.06, "SOM"}, {"Baikonur", 45.96, 63.31, "KAZ"}, {"Katzrin", 32.99, 35.69, "ISR"},
		{"Gaza", 31.5, 34.46, "PSE"}, {"Laayoune", 27.15, -13.2, "MAR"}, {"Tifariti", 26.16, -10.57, "ESH"},
		{"Tskhinvali", 42.23, 43.96, "GEO"}, {"Tiraspol", 46.84, 29.63, "MDA"}, {"the Siachen glacier", 35.4, 77.1, ""},
	} {
		if code := Within(c.lat, c.lon); code != c.code {
			t.Errorf("%s lies in %q, want %q", c.name, code, c.code)
		}
	}
	if code := Within(math.NaN(), 0); code != "" {
		t.Errorf("nowhere lies in %s", code)
	}
}

func TestNeighbours(t *testing.T) {
	for code, want := range map[string]string{
		"BLR": "LTU LVA POL RUS UKR", "PRT": "ESP", "LSO": "ZAF", "ISL": "", "??": "",
		"UKR": "BLR HUN MDA POL ROU RUS SVK", "PRK": "CHN KOR RUS",
	} {
		if got := strings.Join(Neighbours(code), " "); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

func TestNeighboursAreMutualAndKnown(t *testing.T) {
	for _, state := range country.All() {
		for _, other := range Neighbours(state.Code) {
			if country.Of(other) == nil || !slices.Contains(Neighbours(other), state.Code) {
				t.Errorf("%s has the neighbour %s, but not the other way round", state.Code, other)
			}
		}
	}
}

// The run-by-run search must find what looking at every piece finds.
func TestDistanceIsThatOfTheNearestPiece(t *testing.T) {
	var pairs [][2]string
	for pair := range world().shared {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	rapid.Check(t, func(t *rapid.T) {
		pair := rapid.SampledFrom(pairs).Draw(t, "pair")
		lat := rapid.Float64Range(-90, 90).Draw(t, "lat")
		lon := rapid.Float64Range(-180, 180).Draw(t, "lon")
		at, best := vectorOf(lat, lon), math.Pi
		for _, r := range world().shared[pair] {
			best = min(best, r.angle(at))
		}
		if km, ok := Distance(lat, lon, pair[0], pair[1]); !ok || math.Abs(km-best*earth) > 1e-6 {
			t.Errorf("%g km (%v), the nearest piece is at %g", km, ok, best*earth)
		}
	})
}

func TestArcOnTheEquator(t *testing.T) {
	from, to := vectorOf(0, 10), vectorOf(0, 20)
	for _, c := range []struct{ lat, lon, degrees float64 }{
		{0, 15, 0}, {3, 15, 3}, {-3, 15, 3}, {0, 25, 5}, {0, 4, 6}, {90, 0, 90},
	} {
		if got := vectorOf(c.lat, c.lon).angleToArc(from, to) * 180 / math.Pi; math.Abs(got-c.degrees) > 1e-9 {
			t.Errorf("%v: %g°", c, got)
		}
	}
	if got := vectorOf(1, 10).angleToArc(from, from) * 180 / math.Pi; math.Abs(got-1) > 1e-9 {
		t.Errorf("a piece without length: %g°", got)
	}
}

func TestFileComesBackAsItWasWritten(t *testing.T) {
	lines, err := Read(embedded)
	if err != nil || len(lines) == 0 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	if again := string(Write(lines)); again != embedded {
		t.Errorf("written again the file has %d bytes, not the same %d", len(again), len(embedded))
	}
	if most := 400_000; len(embedded) > most {
		t.Errorf("the file has %d bytes, more than %d", len(embedded), most)
	}
}

func TestBrokenFilesAreErrors(t *testing.T) {
	whole := string(Write([]Line{{[]string{"AAA", "BBB"}, [][2]int{{5, 5}, {6, 7}, {4, 4}}}, {[]string{"AAA"}, [][2]int{{1, 1}, {2, 2}}}}))
	for cut := range len(whole) {
		if _, err := Read(whole[:cut]); err == nil {
			t.Errorf("the first %d of %d bytes are taken for a file", cut, len(whole))
		}
	}
	if _, err := Read(whole + "x"); err == nil {
		t.Error("a file with something after its end is taken")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(Write([]Line{{[]string{"AAA", "BBB"}, [][2]int{{5, 5}, {6, 7}}}})))
	f.Fuzz(func(t *testing.T, file string) { Read(file) })
}

func BenchmarkDistance(b *testing.B) {
	for _, c := range []struct{ name, a, b string }{{"short", "BLR", "UKR"}, {"longest", "KAZ", "RUS"}, {"none", "ISL", "RUS"}} {
		b.Run(c.name, func(b *testing.B) {
			points := somePoints()
			Distance(0, 0, c.a, c.b)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				at := points[i%len(points)]
				Distance(at[0], at[1], c.a, c.b)
			}
		})
	}
}

func BenchmarkWithin(b *testing.B) {
	points := somePoints()
	Within(0, 0)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := points[i%len(points)]
		Within(at[0], at[1])
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		lines, err := Read(embedded)
		if err != nil {
			b.Fatal(err)
		}
		newAtlas(lines)
	}
}

// somePoints lie where people live.
func somePoints() [][2]float64 {
	random := rand.New(rand.NewPCG(1, 2))
	points := make([][2]float64, 1000)
	for i := range points {
		points[i] = [2]float64{random.Float64()*90 - 30, random.Float64()*300 - 150}
	}
	return points
}
