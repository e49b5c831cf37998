// Package backtest says how good alarms would have been. In go the alarms of a
// replay and a list of dated onsets of what they were to warn of; out come how
// many onsets were found and how early, how many alarms there were a year, how
// many of these were near an onset, and what was missed.
//
// Alarms and onsets may come in any order. An alarm is near an onset that is
// not listed only by chance: precision is a lower bound where the list is not
// complete. The package does no I/O and reads no clock.
package backtest

import (
	"cmp"
	"slices"
	"time"

	"tocsin/watch/detect"
)

// Alarm is one ring of the bell.
type Alarm struct {
	Series      string    `json:"series"`
	At          time.Time `json:"date"` // when its bin begins
	Score       float64   `json:"score"`
	Expected    float64   `json:"expected"`
	Observed    float64   `json:"observed"`
	Limit       float64   `json:"limit"`
	Explanation string    `json:"explanation"`
}

// Onset is when something began.
type Onset struct {
	Series string    `json:"series"`
	At     time.Time `json:"date"`
	What   string    `json:"what"`
	Source string    `json:"source"` // in words
}

// Span is what was watched of a series: from From until before To.
type Span struct {
	Series   string
	From, To time.Time
}

// Window is where an alarm counts for an onset: from Before days before it to
// After days after it, both included. An alarm after the onset may still be
// the first that anyone hears; it is no forecast.
type Window struct{ Before, After int }

// Report is how good the alarms were.
type Report struct {
	Onsets      int     `json:"onsets"` // those within what was watched
	Found       int     `json:"found"`  // with an alarm in their window
	Sensitivity float64 `json:"sensitivity"`
	// Chance is how many would be found if each onset lay anywhere in what was
	// watched of its series.
	Chance float64 `json:"chance"`
	Ahead  int     `json:"ahead"` // found with an alarm at least a day before
	// Lead is the median, over the onsets found, of the days from the first
	// alarm in the window to the onset; negative after it.
	Lead    float64 `json:"lead_days"`
	Alarms  int     `json:"alarms"`
	Years   float64 `json:"series_years"`
	PerYear float64 `json:"alarms_per_series_year"`
	// True are alarms in the window of a listed onset; Precision is their
	// share of all alarms, PrecisionListed that of alarms in series with onsets.
	True            int     `json:"true"`
	Precision       float64 `json:"precision"`
	PrecisionListed float64 `json:"precision_listed"`
	Misses          []Onset `json:"misses"` // by date and series
}

// Score holds alarms against onsets. Alarms and onsets outside what was watched
// are left out.
func Score(alarms []Alarm, onsets []Onset, spans []Span, window Window) Report {
	spans = slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return cmp.Compare(a.Series, b.Series) })
	bySeries := map[string]*tally{}
	var report Report
	for _, span := range spans {
		bySeries[span.Series] = &tally{span: span}
		report.Years += float64(days(span.From, span.To)) / 365.25
	}
	for _, alarm := range alarms {
		if t := bySeries[alarm.Series]; t != nil && t.watched(alarm.At) {
			t.alarms = append(t.alarms, alarm.At)
			report.Alarms++
		}
	}
	for _, onset := range onsets {
		if t := bySeries[onset.Series]; t != nil && t.watched(onset.At) {
			t.onsets = append(t.onsets, onset)
			report.Onsets++
		}
	}
	listed := 0
	var leads []int
	for _, span := range spans {
		t := bySeries[span.Series]
		if len(t.onsets) == 0 {
			continue
		}
		listed += len(t.alarms)
		slices.SortFunc(t.alarms, time.Time.Compare)
		report.True += t.near(window)
		report.Chance += float64(len(t.onsets)) * t.covered(window)
		for _, onset := range t.onsets {
			lead, found := t.lead(onset, window)
			if !found {
				report.Misses = append(report.Misses, onset)
				continue
			}
			leads = append(leads, lead)
			if lead > 0 {
				report.Ahead++
			}
		}
	}
	report.Found = len(leads)
	report.Sensitivity = share(report.Found, report.Onsets)
	report.Precision = share(report.True, report.Alarms)
	report.PrecisionListed = share(report.True, listed)
	report.Lead = median(leads)
	if report.Years > 0 {
		report.PerYear = float64(report.Alarms) / report.Years
	}
	slices.SortFunc(report.Misses, func(a, b Onset) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Series, b.Series), cmp.Compare(a.What, b.What))
	})
	return report
}

// tally is what is known of one series.
type tally struct {
	span   Span
	alarms []time.Time
	onsets []Onset
}

func (t *tally) watched(at time.Time) bool {
	return !at.Before(t.span.From) && at.Before(t.span.To)
}

// lead is by how many days the first alarm in an onset's window precedes it.
func (t *tally) lead(onset Onset, window Window) (int, bool) {
	for _, alarm := range t.alarms {
		if lead := days(alarm, onset.At); lead <= window.Before && lead >= -window.After {
			return lead, true
		}
	}
	return 0, false
}

// near is how many alarms are in the window of an onset.
func (t *tally) near(window Window) int {
	near := 0
	for _, alarm := range t.alarms {
		if slices.ContainsFunc(t.onsets, func(onset Onset) bool {
			lead := days(alarm, onset.At)
			return lead <= window.Before && lead >= -window.After
		}) {
			near++
		}
	}
	return near
}

// covered is the share of the days watched on which an onset would be found.
func (t *tally) covered(window Window) float64 {
	all := days(t.span.From, t.span.To)
	if all <= 0 {
		return 0
	}
	covered, until := 0, 0
	for _, alarm := range t.alarms {
		at := days(t.span.From, alarm)
		from, to := max(until, at-window.After), min(all, at+window.Before+1)
		covered += max(0, to-from)
		until = max(until, to)
	}
	return float64(covered) / float64(all)
}

// days from one moment to another, to the nearest.
func days(from, to time.Time) int {
	hours := to.Sub(from).Hours()
	if hours < 0 {
		return -int(-hours/24 + 0.5)
	}
	return int(hours/24 + 0.5)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func median(values []int) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return float64(values[middle])
	}
	return float64(values[middle-1]+values[middle]) / 2
}

// Alarms are those of a series' results that ring.
func Alarms(series detect.Series, results []detect.Result) []Alarm {
	var alarms []Alarm
	for _, result := range results {
		if result.Alarm {
			alarms = append(alarms, Alarm{
				Series: series.Name, At: result.At, Score: result.Score, Expected: result.Expected,
				Observed: result.Observed, Limit: result.Limit, Explanation: result.Explanation,
			})
		}
	}
	return alarms
}
