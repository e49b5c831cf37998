package claim_test

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzExtract holds every claim to the text: spans within it, on rune
// boundaries, in order, and content for each claim.
func FuzzExtract(f *testing.F) {
	f.Add("“We are ready,” the general said. “Nobody will pass.”")
	f.Add("The announcement by X that Y said Z, according to W, denied by V.")
	f.Add(strings.Repeat("“he said that ", 50))
	f.Add("said said said, said: “” ”“ according to according to reportedly")
	f.Fuzz(func(t *testing.T, words string) {
		if !utf8.ValidString(words) {
			t.Skip()
		}
		_, claims := extract(words)
		for _, claim := range claims {
			if len(claim.Content) == 0 {
				t.Fatalf("a claim without content: %+v", claim)
			}
			end := 0
			for _, span := range append(claim.Content[:len(claim.Content):len(claim.Content)], claim.Cue.Span, claim.Source.Span) {
				if span.Start < 0 || span.End > len(words) || span.Start > span.End || !utf8.ValidString(span.Of(words)) {
					t.Fatalf("span %v does not fit the text of %d bytes", span, len(words))
				}
			}
			for _, span := range claim.Content {
				if span.IsZero() || span.Start < end {
					t.Fatalf("content %v is empty or out of order", claim.Content)
				}
				end = span.End
			}
		}
	})
}
