package eval

import (
	"fmt"
	"path/filepath"

	"tocsin/watch/backtest"
	"tocsin/watch/detect"
)

// Warning measures the detector of signed series on pairs of countries.
var Warning = Test{
	Name:  "warning",
	Data:  []string{dyadsFile},
	Shows: "whether the bell rings near 108 onsets of 2018–2020 that were written down before the series were looked at, and how often it rings in all; against the naive rule (7-day mean below median − 4 MAD of 180 days, at most one alarm in 30 days). An alarm counts from 14 days before to 7 days after an onset. The list is not complete, so most other alarms are not known to be false; and an onset in the series' noise cannot be found. Settings were chosen on the dyads of one half (dev)",
	Run:   runWarning,
}

// nearOnset is where an alarm counts for an onset.
var nearOnset = backtest.Window{Before: 14, After: 7}

// watchedFrom is the bin from which all detectors can judge.
const watchedFrom = 190

// trial is a detector on all series, whose bar can still be moved.
type trial struct {
	name    string
	series  []detect.Series
	results [][]detect.Result
	reset   detect.Reset
}

// tried runs a detector once on every series.
func tried(name string, detector detect.Detector, reset detect.Reset, series []detect.Series) trial {
	t := trial{name: name, series: series, reset: reset, results: make([][]detect.Result, len(series))}
	parallel(len(series), func(i int) { t.results[i] = detect.Run(detector, reset, series[i]) })
	return t
}

// report scores the trial with its bar moved, on the series that are wanted.
func (t trial) report(onsets []backtest.Onset, window backtest.Window, bar float64, wanted func(string) bool) (backtest.Report, []backtest.Alarm) {
	var alarms []backtest.Alarm
	var spans []backtest.Span
	for i, series := range t.series {
		if !wanted(series.Name) {
			continue
		}
		spans = append(spans, backtest.Span{Series: series.Name, From: series.At(watchedFrom), To: series.At(len(series.Values))})
		alarms = append(alarms, backtest.Alarms(series, detect.Replay(t.reset, series.Bin, bar, t.results[i]))...)
	}
	return backtest.Score(alarms, onsets, spans, window), alarms
}

// atRate is the report with the bar at which there are about this many alarms a
// year and series.
func (t trial) atRate(onsets []backtest.Onset, rate float64, wanted func(string) bool) (backtest.Report, float64) {
	low, high := 0.02, 50.0
	for range 18 {
		bar := (low + high) / 2
		if report, _ := t.report(onsets, nearOnset, bar, wanted); report.PerYear > rate {
			low = bar
		} else {
			high = bar
		}
	}
	report, _ := t.report(onsets, nearOnset, high, wanted)
	return report, high
}

// warningTrials are our detector and the naive rule.
func warningTrials(dir string) (ours, naive trial, onsets []backtest.Onset, err error) {
	series, err := readSeries(filepath.Join(dir, dyadsFile))
	if err != nil {
		return ours, naive, nil, err
	}
	if onsets, err = readOnsets(); err != nil {
		return ours, naive, nil, err
	}
	rule := detect.Robust{}
	ours = tried("ours", rule, detect.OneCrisis(), detect.Panel(rule, series))
	naive = tried("naive", detect.Naive{}, detect.Reset{}, series)
	return ours, naive, onsets, nil
}

func runWarning(dir string) ([]Figure, error) {
	ours, naive, onsets, err := warningTrials(dir)
	if err != nil {
		return nil, err
	}
	var figures []Figure
	for _, half := range []struct {
		name   string
		wanted func(string) bool
	}{
		{"dev", tuned},
		{"test", func(dyad string) bool { return !tuned(dyad) }},
	} {
		our, _ := ours.report(onsets, nearOnset, 1, half.wanted)
		plain, _ := naive.report(onsets, nearOnset, 1, half.wanted)
		same, _ := ours.atRate(onsets, plain.PerYear, half.wanted)
		prefix := "warning/" + half.name + " "
		figures = append(figures,
			Figure{Name: prefix + "onsets found", Value: our.Sensitivity, Note: fmt.Sprintf(
				"%d of %d (by chance %.1f), %d ahead, median lead %+.0f days, precision at least %.2f; naive %d, %d ahead, lead %+.0f, precision %.2f",
				our.Found, our.Onsets, our.Chance, our.Ahead, our.Lead, our.Precision, plain.Found, plain.Ahead, plain.Lead, plain.Precision)},
			Figure{Name: prefix + "quieter than naive", Value: plain.PerYear / our.PerYear, Note: fmt.Sprintf(
				"alarms a dyad-year: naive %.2f, ours %.2f", plain.PerYear, our.PerYear)},
			Figure{Name: prefix + "found at naive's rate", Value: same.Sensitivity, Note: fmt.Sprintf(
				"%d of %d, naive %d (by chance %.1f and %.1f)", same.Found, same.Onsets, plain.Found, same.Chance, plain.Chance)},
		)
	}
	return figures, nil
}

// everyDyad wants all.
func everyDyad(string) bool { return true }
