package eval

import (
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/extract/quantity"
	"tocsin/text"
)

// RecognizedQuantities measures figures on the Recognizers specifications.
var RecognizedQuantities = Test{
	Name:  "quantity/recognizers",
	Data:  []string{"quantity/recognizers"},
	Shows: "what a voice assistant should find: money, units, shares and bare numbers in short commands; many are no figures of news (“minus one hundred thirty fifths”), and what is found beside them costs nothing, so that only a fall means anything",
	Run: func(dir string) ([]Figure, error) {
		var figures []Figure
		for _, model := range []string{"Currency", "Dimension", "Percent", "Temperature", "NumberRange", "Number"} {
			cases, err := readSpecifications(filepath.Join(dir, "quantity/recognizers", model+"Model.json"))
			if err != nil {
				return nil, err
			}
			figures = append(figures, recognizedQuantities(strings.ToLower(model), cases)...)
		}
		return figures, nil
	},
}

func recognizedQuantities(model string, cases []specification) []Figure {
	var gold, found, right float64
	for _, one := range cases {
		quantities := quantity.Extract(text.Read(tocsin.Article{ID: "case", Text: one.Input}))
		for _, result := range one.Results {
			numbers := numbersIn(result.resolutions()["value"])
			if len(numbers) == 0 {
				continue
			}
			gold++
			start, end := result.span(one.Input)
			for _, q := range quantities {
				if !q.Span.Overlaps(tocsin.Span{Start: start, End: end}) {
					continue
				}
				found++
				if sameNumbers(numbers, q) {
					right++
				}
				break
			}
		}
	}
	prefix := "recognizers/" + model
	return []Figure{
		{Name: prefix + " found", Value: share(found, gold), Note: fmt.Sprintf("%.0f of %.0f", found, gold)},
		{Name: prefix + " value", Value: share(right, gold), Note: fmt.Sprintf("%.0f of %.0f", right, gold)},
	}
}

var decimal = regexp.MustCompile(`-?\d+(\.\d+)?(E[+-]?\d+)?`)

// numbersIn reads "75000000", "100%", "(20,35]".
func numbersIn(values []string) []float64 {
	var numbers []float64
	for _, value := range values {
		for _, digits := range decimal.FindAllString(value, -1) {
			if number, err := strconv.ParseFloat(digits, 64); err == nil {
				numbers = append(numbers, number)
			}
		}
	}
	return numbers
}

// sameNumbers compares with the tolerance of a value printed to 15 digits.
func sameNumbers(numbers []float64, q tocsin.Quantity) bool {
	near := func(a float64, b *float64) bool {
		return b != nil && math.Abs(a-*b) <= 1e-6*max(1, math.Abs(a))
	}
	if len(numbers) == 1 {
		return near(numbers[0], q.Value)
	}
	return near(numbers[0], q.Value) && near(numbers[1], q.High)
}
