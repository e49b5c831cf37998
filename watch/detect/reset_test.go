package detect

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// rings runs strengths through a reset rule and lists the bins that ring.
func rings(reset Reset, strengths ...float64) []int {
	var state State
	var rung []int
	for at, strength := range strengths {
		var result Result
		result, state = reset.Next(Day, state, Result{Judged: strength >= 0, Fired: strength >= 1, Strength: max(strength, 0)})
		if result.Alarm {
			rung = append(rung, at)
		}
	}
	return rung
}

func TestReset(t *testing.T) {
	for _, one := range []struct {
		name      string
		reset     Reset
		strengths []float64
		want      []int
	}{
		{"each fired bin", Reset{Refractory: -1}, []float64{1, 1, 0, 2}, []int{0, 1, 3}},
		{"three days between", Reset{Refractory: 3}, []float64{1, 1, 1, 1, 1, 1, 1}, []int{0, 3, 6}},
		{"a long crisis rings once", Reset{Refractory: 2, Quiet: 2}, []float64{1, 1, 1, 1, 1, 0, 1, 0, 0, 1}, []int{0, 9}},
		{"calm within the refractory time counts", Reset{Refractory: 3, Quiet: 2}, []float64{1, 0, 0, 1}, []int{0, 3}},
		{"quiet is well below the bar", Reset{Refractory: 1, Quiet: 1, Rearm: 0.5}, []float64{1, 0.8, 1, 0.4, 1}, []int{0, 4}},
		{"worse than it was", Reset{Refractory: 2, Quiet: 5, Escalate: 1.5}, []float64{2, 2, 2.5, 3.9, 1}, []int{0, 3}},
		{"not before the refractory time is over", Reset{Refractory: 3, Quiet: 5, Escalate: 1}, []float64{1, 9, 8, 9}, []int{0, 3}},
		{"three times as bad rings, but not at once", Reset{Refractory: 9, Quiet: 5, Surge: 3}, []float64{1, 2, 6, 7, 0, 21}, []int{0, 5}},
		{"two of three", Reset{Persist: 2, Of: 3}, []float64{1, 0, 0, 1, 0, 1}, []int{5}},
		{"what is not known is neither", Reset{Refractory: 1, Quiet: 2}, []float64{1, 0, -1, 0, 1}, []int{0, 4}},
	} {
		if got := rings(one.reset, one.strengths...); !slices.Equal(got, one.want) {
			t.Errorf("%s: rings at %v, want %v", one.name, got, one.want)
		}
	}
	crisis := make([]float64, 75)
	for i := range crisis {
		crisis[i] = 1
	}
	if got := rings(Reset{}, crisis...); !slices.Equal(got, []int{0, 30, 60}) {
		t.Errorf("by default at most one alarm in 30 days: %v", got)
	}
}

// Replay with the same bar is what Run gave; with a higher one it rings less.
func TestReplay(t *testing.T) {
	series := signed(9, 500, func(at int) float64 { return 20 - 60*float64(boolean(at%100 > 90)) })
	results := Run(Robust{Threshold: 0.8}, Reset{}, series)
	if !slices.Equal(Replay(Reset{}, Day, 1, results), results) {
		t.Error("the same bar gives something else")
	}
	count := func(results []Result) (n int) {
		for _, r := range results {
			n += boolean(r.Alarm)
		}
		return n
	}
	all, high := count(results), count(Replay(Reset{}, Day, 4, results))
	exact := Run(Robust{Threshold: 3.2}, Reset{}, series)
	if all == 0 || high >= all || high != count(exact) {
		t.Errorf("%d alarms, with a higher bar %d, run with it %d", all, high, count(exact))
	}
}

func TestConfig(t *testing.T) {
	for text, want := range map[string]string{
		`{"rate": {"alpha": 0.001}, "reset": {"quiet": 3}}`: "",
		`{"robust": {}}`:                                  "",
		`{"silence": {}}`:                                 "",
		`{"cusum": {"signed": true}}`:                     "",
		`{}`:                                              "just one of",
		`{"rate": {}, "first": {}}`:                       "just one of",
		`{"rate": {"alpha": 2}}`:                          "rate: alpha 2",
		`{"robust": {"direction": "left"}}`:               `robust: direction "left"`,
		`{"threshold": {}}`:                               "at_least or at_most",
		`{"cusum": {"shift": 0.9}}`:                       "shift 0.9",
		`{"robust": {"window": 5000}}`:                    "window 5000",
		`{"first": {}, "reset": {"persist": 3, "of": 2}}`: "reset: persist 3 of 2",
	} {
		var config Config
		if err := json.Unmarshal([]byte(text), &config); err != nil {
			t.Fatal(err)
		}
		_, err := config.Detector()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestSeriesCheck(t *testing.T) {
	if err := (Series{Bin: "month"}).Check(); err == nil {
		t.Error("a month is no bin")
	}
	if err := (Series{Bin: Day, Values: []float64{1, 2}, Volume: []float64{1}}).Check(); err == nil || !strings.Contains(err.Error(), "volume has 1 bins") {
		t.Errorf("%v", err)
	}
	if got := Reported(5, 2, []float64{0.9, 0.4}); !slices.Equal(got, []float64{1, 1, 0.9, 0.4, 0.4}) {
		t.Errorf("reported: %v", got)
	}
}
