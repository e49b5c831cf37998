package text

import (
	"fmt"
	"strings"
	"testing"

	"tocsin"
)

func namesOf(words string) string {
	var out []string
	doc := Read(tocsin.Article{Text: words})
	for _, n := range doc.Names {
		out = append(out, fmt.Sprintf("%s %s", n.Kind, doc.Words(n.Span)))
	}
	return strings.Join(out, "; ")
}

func TestNamesInPlainSentence(t *testing.T) {
	got := namesOf("Belgium’s president, Maria Keller, met Reuters reporters in Paris on Friday.")
	want := "LOC Belgium; PER Maria Keller; ORG Reuters; LOC Paris"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSurnameAgreesWithFullName(t *testing.T) {
	got := namesOf("The plan came from Peter Lagos. Lagos said on Monday that it would work.")
	want := "PER Peter Lagos; PER Lagos"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNationalitiesAreOtherNames(t *testing.T) {
	got := namesOf("Two Norwegian soldiers stood beside the Danes.")
	want := "MISC Norwegian; MISC Danes"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestNamesStayInRange holds the spans to the text on rough input.
func TestNamesStayInRange(t *testing.T) {
	for _, words := range []string{"", "\x00", "A", "ÀÉ ÎÕ", "“", strings.Repeat("Ab ", 5000), strings.Repeat("X", 100000)} {
		doc := Read(tocsin.Article{Text: words})
		last := 0
		for _, n := range doc.Names {
			if n.First < last || n.Last <= n.First || n.Last > len(doc.Tokens) || n.Span.Of(words) == "" {
				t.Fatalf("%q: %+v", words[:min(len(words), 20)], n)
			}
			last = n.Last
		}
	}
}
