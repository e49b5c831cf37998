package place

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tocsin"
	"tocsin/extract/place/gazetteer"
	"tocsin/golden"
	"tocsin/text"
)

// TestGolden reads every case of testdata. A case is a text, and the places
// found in it: one a line, what the text says → the entry, its id, country,
// region and precision. Every bar must be come upon by one of the texts.
func TestGolden(t *testing.T) {
	met := map[string]bool{}
	golden.Run(t, "places", func(words string) string {
		meet(words, met)
		return print(words)
	})
	for _, bar := range bars {
		if !met[bar.rule] {
			t.Errorf("no golden text comes upon %q", bar.rule)
		}
	}
}

// meet notes the bars that hold for some name in words.
func meet(words string, met map[string]bool) {
	r := read(text.Read(tocsin.Article{Text: words}), gazetteer.World())
	r.noteNames()
	owners := namesByToken(r.doc)
	for m := range r.mentions {
		seen := r.look(m, owners)
		for _, bar := range bars {
			met[bar.rule] = met[bar.rule] || bar.holds(&seen)
		}
	}
}

func print(article string) string {
	var out strings.Builder
	for _, p := range Extract(text.Read(tocsin.Article{Text: article})) {
		where := p.Country
		if p.Admin1 != "" {
			where += ", " + p.Admin1
		}
		fmt.Fprintf(&out, "%s → %s %d %s (%s) %s\n", p.Span.Of(article), p.Name, p.GeoNames, p.Feature, where, p.Precision)
	}
	return out.String()
}

func TestSpansLieInTheText(t *testing.T) {
	words := rapid.SampledFrom([]string{
		"Kyiv", "Paris", "New York", "the", " ", " ", ",", ".", "’s", "River", "São Paulo", "\n\n", "“", "of", "Georgia", "\xff", "é", "U.S.", "-", "in",
	})
	rapid.Check(t, func(t *rapid.T) {
		article := strings.ToValidUTF8(strings.Join(rapid.SliceOf(words).Draw(t, "words"), ""), "�")
		last := 0
		for _, p := range Extract(text.Read(tocsin.Article{Text: article})) {
			if p.Span.Start < last || p.Span.End > len(article) || p.Span.IsZero() {
				t.Fatalf("span %v of %d bytes after %d", p.Span, len(article), last)
			}
			if !utf8.RuneStart(article[p.Span.Start]) || p.Span.End < len(article) && !utf8.RuneStart(article[p.Span.End]) {
				t.Fatalf("span %v cuts a character", p.Span)
			}
			if p.Score <= 0 || p.Score > 1 || p.Name == "" || p.Precision == "" {
				t.Fatalf("place %+v", p)
			}
			last = p.Span.End
		}
	})
}

func FuzzExtract(f *testing.F) {
	f.Add("Heavy rain fell on Paris, Texas, and on the banks of the Seine.")
	f.Fuzz(func(t *testing.T, article string) {
		article = strings.ToValidUTF8(article, "�")
		for _, p := range Extract(text.Read(tocsin.Article{Text: article})) {
			if p.Span.Start < 0 || p.Span.End > len(article) {
				t.Fatalf("span %v of %d bytes", p.Span, len(article))
			}
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	doc := text.Read(tocsin.Article{Text: strings.Repeat("Two ferries that left Odesa on Monday reached Istanbul late, port officials in Turkey said. "+
		"The mayor of Springfield, Illinois, who was travelling with a delegation from Germany and France, told reporters that the Black Sea was calm. ", 12)})
	b.ReportAllocs()
	for b.Loop() {
		Extract(doc)
	}
}
