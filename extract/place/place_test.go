package place

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"tocsin"
	"tocsin/extract/place/gazetteer"
	"tocsin/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden reads every case of testdata. A case is a text, and the places
// found in it: one a line, what the text says → the entry, its id, country,
// region and precision.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, name, archive)
		})
	}
}

func checkGolden(t *testing.T, name string, archive *txtar.Archive) {
	for i := 0; i+1 < len(archive.Files); i += 2 {
		input, want := &archive.Files[i], &archive.Files[i+1]
		got := print(string(input.Data))
		if *update {
			want.Data = []byte(got)
		} else if got != string(want.Data) {
			t.Errorf("%s:\n%s\ngot:\n%s\nwant:\n%s", input.Name, input.Data, got, want.Data)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryBarHasACase fails for a bar that no golden text comes upon.
func TestEveryBarHasACase(t *testing.T) {
	met := map[string]bool{}
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(archive.Files); i += 2 {
			r := read(text.Read(tocsin.Article{Text: string(archive.Files[i].Data)}), gazetteer.World())
			r.noteNames()
			owners := namesByToken(r.doc)
			for m := range r.mentions {
				seen := r.look(m, owners)
				for _, bar := range bars {
					met[bar.rule] = met[bar.rule] || bar.holds(&seen)
				}
			}
		}
	}
	for _, bar := range bars {
		if !met[bar.rule] {
			t.Errorf("no golden text comes upon %q", bar.rule)
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
