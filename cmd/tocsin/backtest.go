package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin/export"
	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/plot"
	"tocsin/serve/query"
	"tocsin/store"
	"tocsin/watch"
	"tocsin/watch/backtest"
	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

type backtestCommand struct {
	ledgerFlag
	File   string `arg:"" optional:"" help:"A file of indicators." type:"existingfile"`
	Series string `help:"Instead of a ledger: a CSV file with a date and one column a series." type:"existingfile" placeholder:"FILE"`
	From   string `help:"Ring from that day on; what was before is history." placeholder:"DATE"`
	To     string `help:"Ring to that day." placeholder:"DATE"`
	Known  bool   `help:"Use an article only from when the ledger learnt of it, not from when it was published."`
	Onsets string `help:"A CSV file of what was to be warned of: date, series, what, source. The series is an indicator, with “/” and its key, or empty for any." type:"existingfile" placeholder:"FILE"`
	Before int    `help:"An alarm counts for an onset from so many days before it …" default:"30" placeholder:"DAYS"`
	After  int    `help:"… to so many days after it." default:"3" placeholder:"DAYS"`
	Method string `help:"Of --series: auto (robust for signed series, rate for counts), robust, rate, cusum, ears, farrington, naive or last." enum:"auto,robust,rate,cusum,ears,farrington,naive,last" default:"auto" placeholder:"METHOD"`
	Plot   string `help:"Draw it: FILE.svg or FILE.png." placeholder:"FILE"`
	Format string `short:"f" help:"table, json or jsonl (a line an alarm)." enum:"table,json,jsonl" default:"table" placeholder:"FORMAT"`
}

func (backtestCommand) Help() string {
	return `Replays the ledger by the time of publication, with nothing from the future, and prints what would have rung, how many
alarms a week that is, and, given what was to be warned of, how many onsets were found, how early, and how that compares
with simple rules (last value, volume of news, Farrington).

With --series any dated series is judged: each day by the days before it. Columns that are counted in one unit are
measured against each other, as a panel.

Examples:

  tocsin backtest indicators.yaml --from 2021-11-01 --to 2022-12-31
  tocsin backtest indicators.yaml --onsets onsets.csv --plot backtest.svg
  tocsin backtest --series dyads.csv --from 2020-01-01 --format jsonl`
}

// Run replays.
func (c *backtestCommand) Run(ctx context.Context, term terminal) error {
	if (c.File == "") == (c.Series == "") {
		return usagef("name a file of indicators, or a file of series with --series")
	}
	from, to, err := c.bounds()
	if err != nil {
		return err
	}
	onsets, err := onsetsIn(c.Onsets)
	if err != nil {
		return err
	}
	if c.Series != "" {
		return c.series(term, from, to, onsets)
	}
	return c.with(ctx, func(ledger *store.Ledger) error { return c.ledger(ctx, term, ledger, from, to, onsets) })
}

func (c *backtestCommand) bounds() (from, to time.Time, err error) {
	if c.From != "" {
		if from, err = query.Instant("from", c.From, false); err != nil {
			return from, to, mistaken(err)
		}
	}
	if c.To != "" {
		if to, err = query.Instant("to", c.To, true); err != nil {
			return from, to, mistaken(err)
		}
	}
	return from, to, nil
}

// window is where an alarm counts for an onset.
func (c *backtestCommand) window() backtest.Window {
	return backtest.Window{Before: c.Before, After: c.After}
}

// ledger replays a ledger.
func (c *backtestCommand) ledger(ctx context.Context, term terminal, ledger *store.Ledger, from, to time.Time, onsets []backtest.Onset) error {
	problem, _, err := problemIn(c.File)
	if err != nil {
		return err
	}
	if err := catchUp(ctx, term, ledger); err != nil {
		return err
	}
	if to.IsZero() {
		to = time.Now()
	}
	env, err := ingest.EnvOf(ctx, ledger, time.Time{})
	if err != nil {
		return err
	}
	chronicle, failed := ingest.Chronicle(ctx, ledger, to)
	if c.Known {
		chronicle, failed = ingest.Lived(ctx, ledger, to)
	}
	past := watch.Backtest(problem, chronicle, watch.Options{From: from, To: to, Known: c.Known}, env)
	if err := failed(); err != nil {
		return err
	}
	comparisons := past.Compare(problem, onsets, c.window())
	if c.Plot != "" {
		if err := c.draw(term, problem.Name, stripsOf(problem, past, onsets, comparisons)); err != nil {
			return err
		}
	}
	if c.Format != "table" {
		return writeObjects(term.Out, past.Alarms, c.Format == "json")
	}
	rows := make([][]string, len(past.Alarms))
	for i, a := range past.Alarms {
		name := a.Name
		if a.Key != "" {
			name += ": " + a.Key
		}
		rows[i] = []string{a.Opened.Format(time.DateOnly), day(a.Ended), string(a.Severity), a.Indicator, name, strconv.FormatFloat(a.Receipt.Observed, 'f', -1, 64), fmt.Sprintf("%.3g", a.Receipt.Expected), strconv.Itoa(a.Origins), a.Receipt.Explanation}
	}
	if err := table(term, []string{"opened", "ended", "severity", "indicator", "name", "observed", "expected", "origins", "why"}, rows); err != nil {
		return err
	}
	fmt.Fprintf(term.Out, "\n%d alarms in %.1f weeks: %.2f a week; stage at the end: %s\n", len(past.Alarms), past.Weeks, past.PerWeek, stageName(past.State.Stage))
	if len(onsets) == 0 {
		return nil
	}
	var reports []named
	for _, comparison := range comparisons {
		reports = append(reports, named{comparison.Method, comparison.Report})
	}
	return scores(term, reports)
}

func stageName(stage string) string {
	if stage == "" {
		return "none"
	}
	return stage
}

// table prints rows to the terminal's width.
func table(term terminal, headings []string, rows [][]string) error {
	columns := 0
	if isTerminal(term.Out) {
		columns = width(term.Out)
	}
	return export.WriteTable(term.Out, headings, rows, columns, colored("auto", term.Out))
}

// named is how good a method's alarms were.
type named struct {
	method string
	backtest.Report
}

// scores prints how good alarms were, a method a row, and what was missed.
func scores(term terminal, reports []named) error {
	rows := make([][]string, len(reports))
	for i, r := range reports {
		rows[i] = []string{r.method, fmt.Sprintf("%d of %d", r.Found, r.Onsets), fmt.Sprintf("%.2f", r.Sensitivity), fmt.Sprintf("%.1f", r.Chance), fmt.Sprintf("%.1f", r.Lead), strconv.Itoa(r.Alarms), fmt.Sprintf("%.2f", r.PerYear), fmt.Sprintf("%.2f", r.Precision)}
	}
	fmt.Fprintln(term.Out)
	if err := table(term, []string{"method", "onsets found", "sensitivity", "by chance", "lead days", "alarms", "a series-year", "precision"}, rows); err != nil {
		return err
	}
	if len(reports) > 0 {
		for _, miss := range reports[0].Misses {
			fmt.Fprintf(term.Out, "missed: %s %s %s\n", miss.At.Format(time.DateOnly), printable(miss.Series), printable(miss.What))
		}
	}
	return nil
}

// draw writes a picture.
func (c *backtestCommand) draw(term terminal, title string, strips []plot.Strip) error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Plot)), ".")
	if format != "svg" && format != "png" {
		return usagef("--plot: name a file that ends in .svg or .png")
	}
	picture, err := plot.Draw(title, strips, format)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Plot, picture, 0o666); err != nil {
		return err
	}
	fmt.Fprintf(term.Err, "drawn to %s\n", c.Plot)
	return nil
}

// stripsOf are the indicators' counts over time with what rang.
func stripsOf(problem *indicator.Problem, past watch.Past, onsets []backtest.Onset, comparisons []watch.Comparison) []plot.Strip {
	var strips []plot.Strip
	missed := missedIn(comparisons)
	for i := range problem.Indicators {
		one := &problem.Indicators[i]
		tracks := tracksOf(past.State, one.ID)
		strips = append(strips, overStrips(one.ID, tracks, past.Alarms, onsets, missed)...)
		for _, track := range tracks {
			series := one.ID
			if track.Key != "" {
				series += "/" + track.Key
			}
			strip := plot.Strip{Name: series, Bars: true}
			long := indicator.Width(one.Bin)
			for _, bin := range track.Line {
				count := float64(len(bin.Things))
				if bin.More > 0 {
					count = float64(bin.More)
				}
				strip.Times = append(strip.Times, time.Unix(0, 0).UTC().Add(time.Duration(bin.Number)*long))
				strip.Observed = append(strip.Observed, count)
			}
			for _, alarm := range past.Alarms {
				if alarm.Indicator == one.ID && alarm.Key == track.Key {
					strip.Alarms = append(strip.Alarms, alarm.Opened)
				}
			}
			strip.Onsets = onsetsOf(onsets, series, missed)
			strips = append(strips, strip)
		}
	}
	return strips
}

// overStrips are those of series that were forgotten before the end: all that
// is left of them is what their alarms rest on.
func overStrips(id string, tracks []*watch.Track, alarms []*watch.Alarm, onsets []backtest.Onset, missed map[string]bool) []plot.Strip {
	at := map[string]int{}
	var strips []plot.Strip
	for _, alarm := range alarms {
		if alarm.Indicator != id || slices.ContainsFunc(tracks, func(track *watch.Track) bool { return track.Key == alarm.Key }) {
			continue
		}
		if _, known := at[alarm.Key]; !known {
			series := id
			if alarm.Key != "" {
				series += "/" + alarm.Key
			}
			at[alarm.Key] = len(strips)
			strips = append(strips, plot.Strip{Name: series, Bars: true, Onsets: onsetsOf(onsets, series, missed)})
		}
		strip := &strips[at[alarm.Key]]
		strip.Alarms = append(strip.Alarms, alarm.Opened)
		for _, mark := range alarm.Evidence {
			strip.Times = append(strip.Times, mark.At)
			strip.Observed = append(strip.Observed, 1)
		}
	}
	return strips
}

func tracksOf(state watch.State, id string) []*watch.Track {
	var tracks []*watch.Track
	for _, track := range state.Tracks {
		if track.Indicator == id {
			tracks = append(tracks, track)
		}
	}
	slices.SortFunc(tracks, func(a, b *watch.Track) int { return strings.Compare(a.Key, b.Key) })
	return tracks
}

func missedIn(comparisons []watch.Comparison) map[string]bool {
	if len(comparisons) == 0 {
		return nil
	}
	return missedOnsets(comparisons[0].Report)
}

func missedOnsets(report backtest.Report) map[string]bool {
	missed := map[string]bool{}
	for _, miss := range report.Misses {
		missed[miss.Series+" "+miss.At.Format(time.DateOnly)] = true
	}
	return missed
}

func onsetsOf(onsets []backtest.Onset, series string, missed map[string]bool) []plot.Onset {
	var found []plot.Onset
	for _, o := range onsets {
		if o.Series == series || o.Series == watch.Whole {
			found = append(found, plot.Onset{At: o.At, Label: o.What, Found: !missed[o.Series+" "+o.At.Format(time.DateOnly)]})
		}
	}
	return found
}

// onsetsIn reads what was to be warned of.
func onsetsIn(name string) ([]backtest.Onset, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows := csv.NewReader(file)
	rows.FieldsPerRecord = -1
	var onsets []backtest.Onset
	for line := 1; ; line++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return onsets, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		at, err := feed.ParseDate(row[0])
		if err != nil {
			if line == 1 { // the headings
				continue
			}
			return nil, usagef("%s: line %d: %q is no date; a line is: date,series,what,source", name, line, row[0])
		}
		row = append(row, "", "", "")
		onsets = append(onsets, backtest.Onset{At: at, Series: row[1], What: row[2], Source: row[3]})
	}
}

// series replays series of a file.
func (c *backtestCommand) series(term terminal, from, to time.Time, onsets []backtest.Onset) error {
	all, err := seriesIn(c.Series)
	if err != nil {
		return err
	}
	detector, reset, panel := c.detector(all)
	if panel != nil {
		all = detect.Panel(*panel, all)
	}
	var alarms []backtest.Alarm
	var spans []backtest.Span
	for _, one := range all {
		for _, alarm := range backtest.Alarms(one, detect.Run(detector, reset, one)) {
			if !alarm.At.Before(from) && (to.IsZero() || alarm.At.Before(to)) {
				alarms = append(alarms, alarm)
			}
		}
		spans = append(spans, spanOf(one, from, to))
	}
	slices.SortStableFunc(alarms, func(a, b backtest.Alarm) int { return a.At.Compare(b.At) })
	score := backtest.Score(alarms, onsets, spans, c.window())
	if c.Plot != "" {
		if err := c.draw(term, filepath.Base(c.Series), seriesStrips(all, alarms, onsets, missedOnsets(score))); err != nil {
			return err
		}
	}
	if c.Format != "table" {
		return writeAlarms(term.Out, alarms, c.Format == "json")
	}
	rows := make([][]string, len(alarms))
	for i, a := range alarms {
		rows[i] = []string{a.At.Format(time.DateOnly), a.Series, fmt.Sprintf("%.2f", a.Score), fmt.Sprintf("%.4g", a.Expected), fmt.Sprintf("%.4g", a.Observed), a.Explanation}
	}
	if err := table(term, []string{"date", "series", "score", "expected", "observed", "why"}, rows); err != nil {
		return err
	}
	fmt.Fprintf(term.Out, "\n%d alarms in %.1f series-years: %.2f a year\n", score.Alarms, score.Years, score.PerYear)
	if len(onsets) == 0 {
		return nil
	}
	return scores(term, []named{{c.Method, score}})
}

// seriesAlarm is an alarm over a series, as programs read it.
type seriesAlarm struct {
	Series      string  `json:"series"`
	Date        string  `json:"date"`
	Score       float64 `json:"score"`
	Expected    float64 `json:"expected"`
	Observed    float64 `json:"observed"`
	Limit       float64 `json:"limit"`
	Explanation string  `json:"explanation"`
}

func writeAlarms(out io.Writer, alarms []backtest.Alarm, list bool) error {
	lines := make([]seriesAlarm, len(alarms))
	for i, a := range alarms {
		lines[i] = seriesAlarm{a.Series, a.At.Format(time.DateOnly), a.Score, a.Expected, a.Observed, a.Limit, a.Explanation}
	}
	return writeObjects(out, lines, list)
}

// detector is the method that was asked for, with what suits the series.
func (c *backtestCommand) detector(all []detect.Series) (detect.Detector, detect.Reset, *detect.Robust) {
	method := c.Method
	if method == "auto" {
		method = "rate"
		if signed(all) {
			method = "robust"
		}
	}
	switch method {
	case "robust":
		rule := detect.Robust{}
		return rule, detect.OneCrisis(), &rule
	case "cusum":
		return detect.CUSUM{}, detect.Reset{}, nil
	case "ears":
		ears := detect.EARS{}
		if signed(all) {
			ears.Direction = detect.Below
		}
		return ears, detect.Reset{}, nil
	case "farrington":
		return detect.Farrington{}, detect.Reset{}, nil
	case "naive":
		return detect.Naive{}, detect.Reset{Refractory: 30}, nil
	case "last":
		return detect.Last{}, detect.Reset{}, nil
	}
	return detect.Rate{}, detect.Reset{}, nil
}

// signed reports whether values lie on either side of nought.
func signed(all []detect.Series) bool {
	return slices.ContainsFunc(all, func(s detect.Series) bool {
		return slices.ContainsFunc(s.Values, func(value float64) bool { return value < 0 })
	})
}

func spanOf(s detect.Series, from, to time.Time) backtest.Span {
	first, end := s.Start, s.At(len(s.Values))
	if from.After(first) {
		first = from
	}
	if !to.IsZero() && to.Before(end) {
		end = to
	}
	return backtest.Span{Series: s.Name, From: first, To: end}
}

func seriesStrips(all []detect.Series, alarms []backtest.Alarm, onsets []backtest.Onset, missed map[string]bool) []plot.Strip {
	strips := make([]plot.Strip, len(all))
	for i, one := range all {
		strips[i] = plot.Strip{Name: one.Name, Observed: one.Values, Onsets: onsetsOf(onsets, one.Name, missed)}
		for at := range one.Values {
			strips[i].Times = append(strips[i].Times, one.At(at))
		}
		for _, alarm := range alarms {
			if alarm.Series == one.Name {
				strips[i].Alarms = append(strips[i].Alarms, alarm.At)
			}
		}
	}
	return strips
}

// seriesIn reads a CSV file of a date and one column a series. Days that are
// missing, and empty cells, are unknown.
func seriesIn(name string) ([]detect.Series, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows := csv.NewReader(file)
	head, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(head) < 2 {
		return nil, usagef("%s: the first line names a date and one column a series, parted by commas", name)
	}
	all := make([]detect.Series, len(head)-1)
	for i := range all {
		all[i] = detect.Series{Name: head[i+1], Bin: detect.Day}
	}
	for line := 2; ; line++ {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if err := addDay(all, row); err != nil {
			return nil, usagef("%s: line %d: %v", name, line, err)
		}
	}
}

// addDay adds the values of one day.
func addDay(all []detect.Series, row []string) error {
	const mostDays = 100_000
	at, err := feed.ParseDate(row[0])
	if err != nil {
		return err
	}
	at = at.UTC().Truncate(24 * time.Hour)
	for i := range all {
		s := &all[i]
		if s.Start.IsZero() {
			s.Start = at
		}
		place := int(at.Sub(s.Start).Hours() / 24)
		if place < len(s.Values) || place > mostDays {
			return fmt.Errorf("%s does not follow the day before it; days must rise", row[0])
		}
		for len(s.Values) < place {
			s.Values = append(s.Values, math.NaN())
		}
		value := math.NaN()
		if cell := strings.TrimSpace(row[i+1]); cell != "" {
			if value, err = strconv.ParseFloat(cell, 64); err != nil {
				return fmt.Errorf("%q is no number", cell)
			}
		}
		s.Values = append(s.Values, value)
	}
	return nil
}
