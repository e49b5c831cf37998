package quantity_test

import (
	"fmt"
	"strings"
	"testing"

	"tocsin"
	"tocsin/extract/quantity"
	"tocsin/golden"
	"tocsin/text"
)

func read(words string) []tocsin.Quantity {
	return quantity.Extract(text.Read(tocsin.Article{ID: "golden", Text: words}))
}

// TestGolden reads the text of each file in testdata and compares its figures
// with the file's.
func TestGolden(t *testing.T) {
	shown := map[string]bool{}
	golden.Run(t, "figures", func(words string) string {
		figures := read(words)
		for i := range figures {
			shown[figures[i].Rule] = true
		}
		return printed(words, figures)
	})
	for _, rule := range quantity.RuleNames() {
		if !shown[rule] {
			t.Errorf("no golden file shows the rule %s", rule)
		}
	}
}

// printed shows one figure a line.
func printed(words string, figures []tocsin.Quantity) string {
	var b strings.Builder
	for _, q := range figures {
		fmt.Fprintf(&b, "%q ", q.Span.Of(words))
		if q.Value == nil {
			b.WriteString("vague")
		} else {
			fmt.Fprintf(&b, "%.10g", *q.Value)
		}
		if q.High != nil {
			fmt.Fprintf(&b, "…%.10g", *q.High)
		}
		fmt.Fprintf(&b, " %s unit=%q of=%q rule=%s\n", q.Bound, q.Unit, q.Of, q.Rule)
	}
	return b.String()
}

func FuzzExtract(f *testing.F) {
	for _, sentence := range quantity.Sentences() {
		f.Add(sentence)
	}
	f.Add("between $5-10m and €1e9 or more per cent of half a dozen-dozen one in 2-1 (39) S-300 99999999999999999999")
	f.Fuzz(func(t *testing.T, words string) {
		words = strings.ToValidUTF8(words, "?")
		end := 0
		for _, q := range read(words) {
			if q.Span.Start < end || q.Span.IsZero() || q.Span.End > len(words) {
				t.Fatalf("span %v of %d bytes, after %d", q.Span, len(words), end)
			}
			if q.High != nil && (q.Value == nil || *q.High <= *q.Value) {
				t.Fatalf("a range that does not rise: %v", q)
			}
			end = q.Span.End
		}
	})
}

// BenchmarkExtract reads all sentences that motivated the rules.
func BenchmarkExtract(b *testing.B) {
	words := strings.Repeat(strings.Join(quantity.Sentences(), " ")+"\n", 10)
	doc := text.Read(tocsin.Article{ID: "bench", Text: words})
	b.ReportAllocs()
	b.SetBytes(int64(len(words)))
	for b.Loop() {
		quantity.Extract(doc)
	}
}

// TestSentences holds every rule against the sentence that motivated it.
func TestSentences(t *testing.T) {
	for i, sentence := range quantity.Sentences() {
		rule := quantity.RuleNames()[i]
		found := false
		for _, q := range read(sentence) {
			found = found || q.Rule == rule
		}
		if !found {
			t.Errorf("the rule %s does not read its sentence %q", rule, sentence)
		}
	}
}
