package statement

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
)

// weights.txt has a line for each feature: its name, what it adds to the
// logit of "the same" and what to that of "the contrary", both against
// "neither". The first line is what they begin with. train/pairs/weights.py
// writes it.
//
//go:embed weights.txt
var weightLines string

// weights are a multinomial logistic regression.
type weights struct {
	same, contrary     float64
	ofSame, ofContrary []float64
}

var learned = sync.OnceValue(func() weights {
	w, err := readWeights(weightLines)
	if err != nil {
		panic("statement: embedded weights: " + err.Error()) // the build is broken, a test sees it first
	}
	return w
})

func readWeights(lines string) (weights, error) {
	var w weights
	wanted := append([]string{"none"}, FeatureNames()...)
	rows := strings.Split(strings.TrimSpace(lines), "\n")
	if len(rows) != len(wanted) {
		return w, fmt.Errorf("%d lines for %d features", len(rows), len(wanted))
	}
	for i, row := range rows {
		fields := strings.Fields(row)
		if len(fields) != 3 || fields[0] != wanted[i] {
			return w, fmt.Errorf("line %d is not %q and two numbers: %q", i+1, wanted[i], row)
		}
		same, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			return w, err
		}
		contrary, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			return w, err
		}
		if i == 0 {
			w.same, w.contrary = same, contrary
			continue
		}
		w.ofSame, w.ofContrary = append(w.ofSame, same), append(w.ofContrary, contrary)
	}
	return w, nil
}

// judge tells how probable it is that two claims say the same, and that they
// say the contrary.
func (w weights) judge(features []float64) (same, contrary float64) {
	x, y := w.same, w.contrary
	for i, value := range features {
		x += w.ofSame[i] * value
		y += w.ofContrary[i] * value
	}
	most := math.Max(0, math.Max(x, y))
	same, contrary = math.Exp(x-most), math.Exp(y-most)
	total := math.Exp(-most) + same + contrary
	return same / total, contrary / total
}
