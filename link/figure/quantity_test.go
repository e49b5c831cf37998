package figure

import (
	"testing"

	"pgregory.net/rapid"

	"tocsin"
)

func TestCompare(t *testing.T) {
	of := func(value float64, bound tocsin.Bound, unit, of string) tocsin.Quantity {
		return tocsin.Quantity{Value: &value, Bound: bound, Unit: unit, Of: of}
	}
	high := 60.0
	span := of(40, tocsin.Range, "", "boats")
	span.High = &high
	for _, test := range []struct {
		name  string
		a, b  tocsin.Quantity
		want  Agreement
		jumps bool
	}{
		{"bounds that leave room", of(9000, tocsin.Less, "", "soldiers"), of(10000, tocsin.AtMost, "", "troops"), Compatible, false},
		{"bounds that leave none", of(9000, tocsin.Less, "", "soldiers"), of(9000, tocsin.AtLeast, "", "troops"), Conflict, false},
		{"bounds that meet", of(9000, tocsin.AtMost, "", "soldiers"), of(9000, tocsin.AtLeast, "", "troops"), Compatible, false},
		{"small counts are exact", of(19, tocsin.Exact, "", "boats"), of(20, tocsin.Exact, "", "boats"), Conflict, false},
		{"round numbers are not", of(2000, tocsin.Exact, "", "boats"), of(1960, tocsin.Exact, "", "boats"), Compatible, false},
		{"about", of(500, tocsin.About, "", "boats"), of(540, tocsin.Exact, "", "boats"), Compatible, false},
		{"a range", span, of(70, tocsin.Exact, "", "boats"), Conflict, false},
		{"half as much again", of(100, tocsin.Exact, "", "boats"), of(150, tocsin.Exact, "", "boats"), Conflict, true},
		{"miles and kilometres", of(4, tocsin.About, "mi", "front"), of(7, tocsin.About, "km", "front"), Compatible, false},
		{"a third and per cent", of(1.0/3, tocsin.About, "", "city"), of(33, tocsin.Exact, "%", "city"), Compatible, false},
		{"other units", of(4, tocsin.About, "km", "front"), of(4, tocsin.About, "t", "front"), Incomparable, false},
		{"other things", of(4, tocsin.Exact, "", "boats"), of(4, tocsin.Exact, "", "barns"), Incomparable, false},
		{"other fates", of(500, tocsin.Exact, "", "people killed"), of(500, tocsin.Exact, "", "people wounded"), Incomparable, false},
		{"one thing unknown", of(4, tocsin.Exact, "", "boats"), of(4, tocsin.Exact, "", ""), Incomparable, false},
		{"vague", of(4, tocsin.Exact, "", "boats"), tocsin.Quantity{Of: "boats"}, Incomparable, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := Compare(test.a, test.b)
			if c.Agreement != test.want || c.Jump != test.jumps {
				t.Errorf("got %+v", c)
			}
			if (c.Reason == "") != (c.Agreement == Incomparable) {
				t.Errorf("reason %q", c.Reason)
			}
		})
	}
}

// What two figures say does not depend on which comes first, and a figure
// agrees with itself.
func TestCompareIsSymmetric(t *testing.T) {
	bounds := []tocsin.Bound{tocsin.Exact, tocsin.About, tocsin.Less, tocsin.More, tocsin.AtMost, tocsin.AtLeast}
	draw := func(t *rapid.T, name string) tocsin.Quantity {
		value := float64(rapid.IntRange(1, 20000).Draw(t, name))
		return tocsin.Quantity{Value: &value, Bound: rapid.SampledFrom(bounds).Draw(t, name+" bound"), Of: "boats"}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		x, y := Compare(a, b), Compare(b, a)
		if x.Agreement != y.Agreement || x.Jump != y.Jump {
			t.Errorf("%s, %s: %v and %v", Spoken(a), Spoken(b), x, y)
		}
		if own := Compare(a, a); own.Agreement != Compatible || own.Jump {
			t.Errorf("%s against itself: %v", Spoken(a), own)
		}
	})
}

func TestSpoken(t *testing.T) {
	value, high := 1234567.0, 2e6
	for want, q := range map[string]tocsin.Quantity{
		"less than 1,234,567":        {Value: &value, Bound: tocsin.Less},
		"1,234,567 to 2,000,000 USD": {Value: &value, High: &high, Bound: tocsin.Range, Unit: "USD"},
		"":                           {},
	} {
		if got := Spoken(q); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
