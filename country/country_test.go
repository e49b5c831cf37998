package country

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFind(t *testing.T) {
	cases := []struct {
		words, code string
		sense       Sense
	}{
		{"Belarus", "BLR", Name}, {"Byelorussia", "BLR", Name}, {"the UK", "GBR", Name},
		{"U.S.", "USA", Name}, {"US", "USA", Name}, {"the United States", "USA", Name},
		{"BRITAIN", "GBR", Name}, {"Ivory Coast", "CIV", Name}, {"Côte d’Ivoire", "CIV", Name},
		{"Ukraine’s", "UKR", Name}, {"Burma", "MMR", Name}, {"Czechia", "CZE", Name},
		{"DPRK", "PRK", Name}, {"Congo", "COD", Name}, {"Korea", "KOR", Name},
		{"Belarusian", "BLR", Adjective}, {"Dutch", "NLD", Adjective}, {"Korean", "KOR", Adjective},
		{"Polish", "POL", Adjective}, {"Scottish", "GBR", Adjective}, {"Soviet", "RUS", Adjective},
		{"Britons", "GBR", People}, {"Pole", "POL", People}, {"Poles", "POL", People},
		{"Russians", "RUS", People}, {"Israelis", "ISR", People}, {"Spaniard", "ESP", People},
		{"Hong Kongers", "HKG", People}, {"Frenchmen", "FRA", People},
		{"Minsk", "BLR", Capital}, {"Kiev", "UKR", Capital}, {"Kyiv's", "UKR", Capital},
		{"Washington, D.C.", "USA", Capital}, {"Ulan Bator", "MNG", Capital},
		{"The Kremlin", "RUS", Metonym}, {"the Pentagon", "USA", Metonym}, {"No. 10", "GBR", Metonym},
		{"Élysée Palace", "FRA", Metonym}, {"Foggy Bottom", "USA", Metonym}, {"Zhongnanhai", "CHN", Metonym},
		{"Kosovo", "XKX", Name}, {"Taiwan", "TWN", Name}, {"Palestine", "PSE", Name}, {"Hong Kong", "HKG", Name},
	}
	for _, want := range cases {
		got, ok := Find(want.words)
		if !ok || got.Country.Code != want.code || got.Sense != want.sense {
			t.Errorf("Find(%q) = %+v, %v; want %s as %s", want.words, got, ok, want.code, want.sense)
		}
	}
}

func TestMetonymNamesItsBody(t *testing.T) {
	got, ok := Find("the Pentagon")
	if !ok || got.Body != "United States Department of Defense" {
		t.Errorf("the body of the Pentagon is %q", got.Body)
	}
}

func TestFindRefuses(t *testing.T) {
	for _, words := range []string{
		"", " ", "the", "us", "turkey", "polish", "china", "swede", "Georgetown", "Hamilton", "Jersey",
		"Yugoslavia", "Crimea", "Springfield", "\xff\xfe", strings.Repeat("United ", 1000), "’s", ".", "-",
	} {
		if got, ok := Find(words); ok {
			t.Errorf("Find(%.30q) = %v, want nothing", words, got)
		}
	}
}

func TestOf(t *testing.T) {
	if got := Of("BLR"); got == nil || got != Of("BY") || got.Capital != "Minsk" || got.Adjective != "Belarusian" {
		t.Errorf("Of(BLR) = %+v", got)
	}
	if got := Of("ZZZ"); got != nil {
		t.Errorf("Of(ZZZ) = %+v, want nil", got)
	}
}

// TestNoFormBelongsToTwo holds the data to one country a form, so that the
// order of the file never decides.
func TestNoFormBelongsToTwo(t *testing.T) {
	owners := map[string]string{}
	for line := range lines(countriesText) {
		fields := strings.Split(line, "|")
		if len(fields) != 7 {
			t.Fatalf("%d fields in %q", len(fields), line)
		}
		entries := []string{fields[2]}
		for _, field := range fields[3:] {
			entries = append(entries, list(field, ",")...)
		}
		for _, entry := range entries {
			key, _ := fold(nil, bare(entry))
			if strings.Contains(entry, "!") {
				continue
			}
			if owner := owners[string(key)]; owner != "" && owner != fields[0] {
				t.Errorf("%q belongs to %s and to %s", entry, owner, fields[0])
			}
			owners[string(key)] = fields[0]
			if len(entry) > longest {
				t.Errorf("%q is longer than can be found", entry)
			}
		}
	}
}

func TestMetonymsHaveCountries(t *testing.T) {
	for line := range lines(metonymsText) {
		fields := strings.Split(line, "|")
		if len(fields) != 3 || Of(fields[0]) == nil {
			t.Errorf("metonym %q", line)
		}
	}
}

func TestAccentsPairUp(t *testing.T) {
	if n := utf8.RuneCountInString(accented); n != len(plain) {
		t.Errorf("%d accented letters, %d plain ones", n, len(plain))
	}
}

func TestAllIsComplete(t *testing.T) {
	const iso3166 = 249
	if n := len(All()); n != iso3166+1 {
		t.Errorf("%d countries, want the %d of ISO 3166 and Kosovo", n, iso3166)
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"U.S.", "Côte d’Ivoire", "the ", "ß’s", "\x80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		if match, ok := Find(words); ok && match.Country == nil {
			t.Errorf("Find(%q) found no country", words)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	forms := []string{"Belarus", "the Kremlin", "Côte d’Ivoire", "tomorrow", "Zelensky’s"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Find(forms[i%len(forms)])
	}
}
