package eval

import (
	"os"
	"slices"
	"testing"
	"time"

	"tocsin/watch/backtest"
)

// TestWarningCurve prints what moving the bar does on the dyads to develop on,
// how the years differ, and the alarms of dyads that everyone knows: for
// reading, with -v.
func TestWarningCurve(t *testing.T) {
	dir := os.Getenv("TOCSIN_DATA")
	if dir == "" {
		t.Skip("TOCSIN_DATA does not name the folder of data sets")
	}
	ours, naive, onsets, err := warningTrials(dir)
	if err != nil {
		t.Skip(err)
	}
	for _, one := range []trial{naive, ours} {
		for _, bar := range []float64{0.6, 0.8, 1, 1.25, 1.5, 2} {
			report, alarms := one.report(onsets, nearOnset, bar, tuned)
			wide, _ := one.report(onsets, backtest.Window{Before: 30, After: 3}, bar, tuned)
			years := map[int]int{}
			for _, alarm := range alarms {
				years[alarm.At.Year()]++
			}
			t.Logf("dev %-6s bar ×%.2f: %.3f alarms a dyad-year, %d of %d found (chance %.1f; 30 days before to 3 after %d), %d ahead, lead %+.1f, precision %.3f, in listed dyads %.3f, by year %v",
				one.name, bar, report.PerYear, report.Found, report.Onsets, report.Chance, wide.Found, report.Ahead, report.Lead, report.Precision, report.PrecisionListed, years)
		}
	}
	_, alarms := ours.report(nil, nearOnset, 1, everyDyad)
	for _, dyad := range []string{"RUS-UKR", "ARM-AZE", "IND-PAK", "IRN-USA", "CHN-IND"} {
		for _, alarm := range alarmsOf(alarms, dyad) {
			t.Logf("%s %s z %.1f: %s", dyad, alarm.At.Format(time.DateOnly), alarm.Score, alarm.Explanation)
		}
	}
}

// alarmsOf are the alarms in some series.
func alarmsOf(alarms []backtest.Alarm, names ...string) []backtest.Alarm {
	return slices.DeleteFunc(slices.Clone(alarms), func(alarm backtest.Alarm) bool {
		return !slices.Contains(names, alarm.Series)
	})
}
