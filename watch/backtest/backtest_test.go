package backtest_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin/watch/backtest"
	"tocsin/watch/detect"
)

func day(n int) time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

var (
	spans = []backtest.Span{{Series: "canal", From: day(0), To: day(1461)}, {Series: "strait", From: day(0), To: day(1461)}}

	onsets = []backtest.Onset{
		{Series: "canal", At: day(100), What: "pilots walk out"},
		{Series: "canal", At: day(500), What: "a lock is shelled"},
		{Series: "strait", At: day(300), What: "a tanker is boarded"},
		{Series: "strait", At: day(9000), What: "after the last day watched"},
		{Series: "lake", At: day(300), What: "not watched"},
	}

	alarms = []backtest.Alarm{
		{Series: "canal", At: day(92)},  // eight days ahead
		{Series: "canal", At: day(98)},  // of the same onset
		{Series: "canal", At: day(800)}, // of nothing that is listed
		{Series: "strait", At: day(302)},
		{Series: "lake", At: day(300)},
	}
)

func TestScore(t *testing.T) {
	report := backtest.Score(alarms, onsets, spans, backtest.Window{Before: 14, After: 3})
	chance := report.Chance
	report.Chance = 0
	want := backtest.Report{
		Onsets: 3, Found: 2, Sensitivity: 2. / 3, Ahead: 1, Lead: 3, // of 8 and −2
		Alarms: 4, Years: 8, PerYear: 0.5, True: 3, Precision: 0.75, PrecisionListed: 0.75,
		Misses: []backtest.Onset{onsets[1]},
	}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Error(diff)
	}
	// Of the canal 18 days around day 98 less what overlaps, and 18 around 800.
	if want := 2*float64(24+18)/1461 + float64(18)/1461; math.Abs(chance-want) > 1e-9 {
		t.Errorf("by chance %g, want %g", chance, want)
	}
}

func TestScoreWindow(t *testing.T) {
	for _, one := range []struct{ before, after, found int }{{7, 1, 1}, {8, 2, 2}, {0, 0, 0}, {0, 2, 1}} {
		if got := backtest.Score(alarms, onsets, spans, backtest.Window{Before: one.before, After: one.after}); got.Found != one.found {
			t.Errorf("from %d before to %d after: %d found, want %d", one.before, one.after, got.Found, one.found)
		}
	}
}

func TestScoreKnowsNoOrder(t *testing.T) {
	window := backtest.Window{Before: 14, After: 3}
	want := backtest.Score(alarms, onsets, spans, window)
	random := rand.New(rand.NewPCG(4, 4))
	for range 50 {
		a, o, s := slices.Clone(alarms), slices.Clone(onsets), slices.Clone(spans)
		random.Shuffle(len(a), func(i, j int) { a[i], a[j] = a[j], a[i] })
		random.Shuffle(len(o), func(i, j int) { o[i], o[j] = o[j], o[i] })
		random.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		got := backtest.Score(a, o, s, window)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestNothing(t *testing.T) {
	report := backtest.Score(nil, nil, nil, backtest.Window{})
	if report.Sensitivity != 0 || report.Precision != 0 || report.PerYear != 0 {
		t.Errorf("%+v", report)
	}
}

func TestAlarms(t *testing.T) {
	series := detect.Series{Name: "canal", Start: day(0), Bin: detect.Day, Values: make([]float64, 60)}
	series.Values[50] = 9
	got := backtest.Alarms(series, detect.Run(detect.First{}, detect.Reset{}, series))
	if len(got) != 1 || !got[0].At.Equal(day(50)) || got[0].Series != "canal" || got[0].Observed != 9 || got[0].Explanation == "" {
		t.Errorf("%+v", got)
	}
}
