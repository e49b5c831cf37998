package eval

import (
	"os"
	"testing"
)

// TestInjectionsTable prints sensitivity and delay by method, with one bar for
// all series and with one for each.
func TestInjectionsTable(t *testing.T) {
	dir := os.Getenv("TOCSIN_DATA")
	if dir == "" {
		t.Skip("TOCSIN_DATA does not name the folder of data sets")
	}
	methods, all, err := injectionMethods(dir)
	if err != nil {
		t.Skip(err)
	}
	for _, each := range []bool{false, true} {
		for _, method := range methods {
			bars := method.barsFor(each)
			t.Logf("one bar for each series: %v, %s, bar ×%.2f …", each, method.name, bars[0])
			for of, outcome := range outcomes(all, method.found(all, bars)) {
				if of < len(shapes) {
					t.Logf("  %s %g: %.2f, delay %g", shapes[of].name, shapes[of].size, outcome.sensitivity, outcome.delay)
				} else {
					t.Logf("  all: %.2f, delay %g, n %d", outcome.sensitivity, outcome.delay, outcome.n)
				}
			}
		}
	}
}
