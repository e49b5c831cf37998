package web

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tocsin"
)

// TestMarksKeepTheWords: whatever lies over a text, its words stand on the page
// once and in their order.
func TestMarksKeepTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"Brest ", "é", "said ", "\n", "\n\n", "<b>", "300 ", "“yes” ", " "}), 1, 40).Draw(t, "text"), "")
		span := func(name string) tocsin.Span {
			a, b := rapid.IntRange(0, len(text)).Draw(t, name), rapid.IntRange(0, len(text)).Draw(t, name)
			for a > 0 && a < len(text) && text[a]&0xC0 == 0x80 {
				a--
			}
			for b > 0 && b < len(text) && text[b]&0xC0 == 0x80 {
				b--
			}
			return tocsin.Span{Start: min(a, b), End: max(a, b)}
		}
		f := tocsin.Findings{Article: tocsin.Article{Text: text}}
		for range rapid.IntRange(0, 12).Draw(t, "claims") {
			f.Claims = append(f.Claims, tocsin.Claim{ID: "c" + rapid.StringMatching(`[a-f0-9]{6}`).Draw(t, "id"), Content: []tocsin.Span{span("content")}, Source: tocsin.Source{Span: span("source")}, Cue: tocsin.Cue{Span: span("cue")}})
			f.Places = append(f.Places, tocsin.Place{ID: "p", Span: span("place")})
			f.Events = append(f.Events, tocsin.Event{ID: "e", Trigger: span("trigger")})
		}
		var got []string
		for _, p := range marked(f) {
			var line strings.Builder
			for _, s := range p {
				line.WriteString(s.Text)
			}
			got = append(got, strings.TrimSpace(line.String()))
		}
		var want []string
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				want = append(want, line)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Fatalf("the page has %q, the article %q", got, want)
		}
	})
}

// TestDifferenceLeadsBothWays: what is the same and gone is the text before,
// what is the same and new the text after.
func TestDifferenceLeadsBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"the ", "ferry ", "was ", "late ", "not "}), 0, 30)
		before, after := words.Draw(t, "before"), words.Draw(t, "after")
		var old, fresh []string
		for _, p := range compared(before, after, rapid.SampledFrom([]int{3, 1000}).Draw(t, "most")) {
			if p.Kind != "new" {
				old = append(old, p.Text)
			}
			if p.Kind != "gone" {
				fresh = append(fresh, p.Text)
			}
		}
		if strings.Join(old, "") != strings.Join(before, "") || strings.Join(fresh, "") != strings.Join(after, "") {
			t.Fatalf("%q and %q came out as %q and %q", before, after, old, fresh)
		}
	})
}

func TestStretchesOfTime(t *testing.T) {
	for _, one := range []struct {
		day, want string
	}{{"2022-10-17", "17 Oct 2022"}, {"2022-10", "Oct 2022"}, {"2022", "2022"}, {"2022-10-17/2022-10-19", "17–19 Oct 2022"}, {"2022-12-30/2023-01-02", "30 Dec 2022 – 2 Jan 2023"}, {"", "undated"}} {
		if got := (instant{Day: one.day}).when(); got != one.want {
			t.Errorf("%q is shown as %q, want %q", one.day, got, one.want)
		}
	}
}

func TestNumbersAreGrouped(t *testing.T) {
	for value, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -9000: "−9,000", 1.5: "1.5", 12500.25: "12,500.25"} {
		if got := grouped(value); got != want {
			t.Errorf("%v is shown as %s, want %s", value, got, want)
		}
	}
}

func TestManySpeakInThePlural(t *testing.T) {
	for name, want := range map[string]string{"officials": "say", "Russian forces": "say", "Alexander Lukashenko": "says", "Rosneft Logistics": "says", "White House press": "says", "": "says", "its": "says", "people": "say"} {
		if got := does(name, tocsin.Assert); got != want {
			t.Errorf("%s %s, want %s", name, got, want)
		}
	}
}

// TestFilesComeFromHere: no file that pages load leads to another host, and a
// page is light.
func TestFilesComeFromHere(t *testing.T) {
	for _, name := range []string{"app.css", "app.js", "map.js", "bell.svg", "world.svg"} {
		file, found := assets()[name]
		if !found {
			t.Fatalf("%s is not embedded", name)
		}
		body := strings.ReplaceAll(string(file.body), `xmlns="http://www.w3.org/2000/svg"`, "")
		for _, outside := range []string{"http:", "https:", "url(", "@import", "eval("} {
			if strings.Contains(body, outside) {
				t.Errorf("%s has %q", name, outside)
			}
		}
	}
	if size := len(assets()["app.css"].body) + len(assets()["app.js"].body); size > 60_000 {
		t.Errorf("what every page loads has %d bytes, unpacked", size)
	}
}
