package detect

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What comes after a bin does not change what is said of it, whatever it is.
func TestFutureIsNotRead(t *testing.T) {
	detectors := everyDetector()
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SampledFrom(detectors).Draw(t, "detector")
		bins := rapid.IntRange(200, 460).Draw(t, "bins")
		series := randomSeries(rapid.Uint64().Draw(t, "seed"), bins)
		series.Bin = rapid.SampledFrom([]Bin{Hour, Day, Week}).Draw(t, "bin")
		series.Floor = make([]float64, bins)
		series.Reported = Reported(bins, bins, nil)
		now := rapid.IntRange(bins/2, bins-1).Draw(t, "now")
		poison := rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -7}).Draw(t, "poison")

		poisoned := series
		for _, along := range []*[]float64{&poisoned.Values, &poisoned.Volume, &poisoned.Floor, &poisoned.Reported} {
			*along = slices.Clone(*along)
			for at := now + 1; at < bins; at++ {
				(*along)[at] = poison
			}
		}
		state := State{Ever: true, Since: rapid.IntRange(1, 300).Draw(t, "since")}
		want, wantState := Step(one.detector, Reset{}, series, now, state)
		got, gotState := Step(one.detector, Reset{}, poisoned, now, state)
		if want != got || wantState != gotState {
			t.Fatalf("%s: with the future poisoned %+v, else %+v", one.name, got, want)
		}
	})
}

// A run gives for each bin what a run that ends there gives, panel and all.
func TestRunIsWhatWasKnown(t *testing.T) {
	panel := make([]Series, 24)
	for i := range panel {
		panel[i] = randomSeries(uint64(i), 260)
		panel[i].Volume = nil
	}
	for at := 150; at < 200; at++ {
		panel[3].Values[at] += 6
	}
	cut := func(end int) []Series {
		short := slices.Clone(panel)
		for i := range short {
			short[i] = short[i].Before(end)
		}
		return short
	}
	reset := Reset{Quiet: 3, Refractory: 5}
	for _, detector := range []Detector{Robust{Threshold: 1, Volume: true}, Rate{Alpha: 0.1}, CUSUM{Apart: 100}} {
		whole := Run(detector, reset, Panel(Robust{}, panel)[3])
		part := Run(detector, reset, Panel(Robust{}, cut(200))[3])
		if !reflect.DeepEqual(whole[:200], part) {
			t.Errorf("%T: a longer series changes what was said before", detector)
		}
		if !slices.ContainsFunc(part, func(r Result) bool { return r.Alarm }) {
			t.Errorf("%T: nothing rang, so nothing was compared", detector)
		}
	}
}

// A bar may be asked again and again while a bin fills; it does not change.
func TestBarDoesNotChange(t *testing.T) {
	for _, one := range everyDetector() {
		bar := one.detector.Prepare(randomSeries(3, 400), State{})
		first := bar.Judge(Point{Value: 4, Volume: 600})
		bar.Judge(Point{Value: 90, Volume: 6000})
		if again := bar.Judge(Point{Value: 4, Volume: 600}); again != first {
			t.Errorf("%s: %+v, then %+v", one.name, first, again)
		}
	}
}

// Strange values make no detector panic, nor give figures that cannot be stored.
func TestStrangeValues(t *testing.T) {
	detectors := everyDetector()
	odd := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, 0, 0, 1, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e308}))
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.SampledFrom(detectors).Draw(t, "detector")
		series := Series{Start: monday, Bin: Day, Values: rapid.SliceOfN(odd, 20, 90).Draw(t, "values")}
		if rapid.Bool().Draw(t, "volume") {
			series.Volume = rapid.SliceOfN(odd, len(series.Values), len(series.Values)).Draw(t, "volume of")
		}
		for _, result := range Run(one.detector, Reset{}, series) {
			for _, figure := range []float64{result.Score, result.Strength, result.Observed, result.Expected, result.Limit} {
				if math.IsNaN(figure) || math.IsInf(figure, 0) {
					t.Fatalf("%s: %+v", one.name, result)
				}
			}
			if result.Fired && (!result.Judged || result.Explanation == "") {
				t.Fatalf("%s fires without reason: %+v", one.name, result)
			}
			if result.Fired != (result.Judged && result.Strength >= 1) {
				t.Fatalf("%s: fired and strength disagree: %+v", one.name, result)
			}
		}
	})
}
