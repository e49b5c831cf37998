package when_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"tocsin"
	"tocsin/extract/when"
	"tocsin/golden"
	"tocsin/text"
)

// read finds the times of words that appeared at published.
func read(words string, published time.Time) []tocsin.When {
	return when.Extract(text.Read(tocsin.Article{ID: "golden", Text: words, Published: published}), published)
}

// TestGolden reads the text of each file in testdata and compares its times
// with the file's. The file begins with "published:" and the moment, or none.
func TestGolden(t *testing.T) {
	shown := map[string]bool{}
	golden.Fill(t, "testdata", func(t *testing.T, archive *txtar.Archive) {
		words := strings.TrimSuffix(string(archive.Files[0].Data), "\n")
		whens := read(words, publishedIn(t, string(archive.Comment)))
		for i := range whens {
			shown[whens[i].Rule] = true
		}
		archive.Files = append(archive.Files[:1], txtar.File{Name: "whens", Data: []byte(printed(words, whens))})
	})
	for _, rule := range when.RuleNames() {
		if !shown[rule] {
			t.Errorf("no golden file shows the rule %s", rule)
		}
	}
}

func publishedIn(t *testing.T, comment string) time.Time {
	for line := range strings.Lines(comment) {
		if moment, ok := strings.CutPrefix(strings.TrimSpace(line), "published: "); ok {
			if moment == "none" {
				return time.Time{}
			}
			published, err := time.Parse(time.RFC3339, moment)
			if err != nil {
				t.Fatal(err)
			}
			return published
		}
	}
	t.Fatal(`no line "published: 2006-01-02T15:04:05Z" or "published: none"`)
	return time.Time{}
}

// printed shows one time a line.
func printed(words string, whens []tocsin.When) string {
	var b strings.Builder
	for _, w := range whens {
		fmt.Fprintf(&b, "%q %s %q", w.Span.Of(words), w.Type, w.Value)
		if w.Start != "" {
			fmt.Fprintf(&b, " %s…%s", w.Start, w.End)
		}
		fmt.Fprintf(&b, " rule=%s\n", w.Rule)
	}
	return b.String()
}

func FuzzExtract(f *testing.F) {
	for _, rule := range when.Sentences() {
		f.Add(rule)
	}
	f.Add("24-26 February '98 99999999999999999999 years ago on 31/31/31 at 25:61pm")
	f.Fuzz(func(t *testing.T, words string) {
		words = strings.ToValidUTF8(words, "?")
		end := 0
		for _, w := range read(words, time.Date(2022, 10, 17, 9, 0, 0, 0, time.UTC)) {
			if w.Span.Start < end || w.Span.IsZero() || w.Span.End > len(words) {
				t.Fatalf("span %v of %d bytes, after %d", w.Span, len(words), end)
			}
			end = w.Span.End
		}
	})
}

// BenchmarkExtract reads all sentences that motivated the rules.
func BenchmarkExtract(b *testing.B) {
	words := strings.Repeat(strings.Join(when.Sentences(), " ")+"\n", 2)
	published := time.Date(2022, 10, 17, 9, 0, 0, 0, time.UTC)
	doc := text.Read(tocsin.Article{ID: "bench", Text: words, Published: published})
	b.ReportAllocs()
	b.SetBytes(int64(len(words)))
	for b.Loop() {
		when.Extract(doc, published)
	}
}

// TestSentences holds every rule against the sentence that motivated it.
func TestSentences(t *testing.T) {
	published := time.Date(2022, 10, 17, 9, 0, 0, 0, time.UTC)
	for sentence, rule := range when.RuleOf() {
		found := false
		for _, w := range read(sentence, published) {
			found = found || w.Rule == rule
		}
		if !found {
			t.Errorf("the rule %s does not read its sentence %q", rule, sentence)
		}
	}
}
