package numeral_test

import (
	"fmt"
	"strings"
	"testing"

	"tocsin"
	"tocsin/text"
	"tocsin/text/numeral"
)

// numbers prints the numbers and ordinals of words.
func numbers(words string) string {
	var got []string
	for _, piece := range numeral.Pieces(text.Read(tocsin.Article{Text: words})) {
		switch piece.Kind {
		case numeral.Number:
			got = append(got, fmt.Sprintf("%s=%g", piece.Span.Of(words), piece.Value))
		case numeral.Ordinal:
			got = append(got, fmt.Sprintf("%s=%gth", piece.Span.Of(words), piece.Value))
		}
	}
	return strings.Join(got, " ")
}

func TestNumbers(t *testing.T) {
	for words, want := range map[string]string{
		"They lost 1,000 men.":                      "1,000=1000",
		"It cost 4.5 million in all.":               "4.5 million=4.5e+06",
		"About 1bn left.":                           "1bn=1e+09",
		"She is twenty-five.":                       "twenty-five=25",
		"Two hundred and six ships.":                "Two hundred and six=206",
		"Some three hundred thousand left.":         "three hundred thousand=300000",
		"A hundred ships.":                          "A hundred=100",
		"half a million people":                     "half a million=500000",
		"A quarter of a million people":             "A quarter of a million=250000",
		"a quarter million dollars":                 "a quarter million=250000",
		"a quarter of the people":                   "",
		"25 lakh tonnes":                            "25 lakh=2.5e+06",
		"two dozen eggs":                            "two dozen=24",
		"dozens of eggs":                            "",
		"In nineteen ninety-six it fell.":           "nineteen ninety-six=1996",
		"It lasted 2 1/2 years.":                    "2 1/2=2.5",
		"It lasted 2½ years.":                       "2½=2.5",
		"It lasted five and a half years.":          "five and a half=5.5",
		"the 21st century":                          "21st=21th",
		"the twenty-first day":                      "twenty-first=21th",
		"on 24.02.2022 at dawn":                     "24=24 02=2 2022=2022",
		"June 9, 2022":                              "9=9 2022=2022",
		"one, two and three":                        "one=1 two=2 three=3",
		"the two million, three hundred people":     "two million=2e+06 three hundred=300",
		"a three-month siege":                       "three=3",
		"at 5pm":                                    "5=5",
		"a million and a half":                      "a million=1e+06",
		"one hundred and twenty thousand residents": "one hundred and twenty thousand=120000",
	} {
		if got := numbers(words); got != want {
			t.Errorf("%q: got %s, want %s", words, got, want)
		}
	}
}

func FuzzPieces(f *testing.F) {
	f.Add("2 1/2 million-and-a-half ½ 1,000,00 twenty-twenty 1.2.3.4 ’98 5p.m.")
	f.Fuzz(func(t *testing.T, words string) {
		words = strings.ToValidUTF8(words, "?")
		end := 0
		for _, piece := range numeral.Pieces(text.Read(tocsin.Article{Text: words})) {
			if piece.Span.Start < end || piece.Span.IsZero() || piece.Span.End > len(words) {
				t.Fatalf("piece %v of %d bytes, after %d", piece.Span, len(words), end)
			}
			end = piece.Span.End
		}
	})
}
