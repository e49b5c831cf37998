package eval

import "testing"

func TestShingles(t *testing.T) {
	for _, test := range []struct {
		gold, found string
		want        Counts
	}{
		{"one two three four five", "one two three four five", Counts{Right: 2, Found: 2, Gold: 2}},
		{"one two three four five", "two three four five six", Counts{Right: 1, Found: 2, Gold: 2}},
		{"a b c d a b c d", "a b c d", Counts{Right: 1, Found: 1, Gold: 5}},
		{"one, two; three: “four”", "one two three four", Counts{Right: 1, Found: 1, Gold: 1}},
		{"one two", "one two", Counts{Right: 1, Found: 1, Gold: 1}},
		{"one two three four", "", Counts{Right: 0, Found: 1, Gold: 1}},
	} {
		if got := shingles(test.gold, test.found); got != test.want {
			t.Errorf("%q and %q share %+v instead of %+v", test.gold, test.found, got, test.want)
		}
	}
}
