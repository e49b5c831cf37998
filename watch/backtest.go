package watch

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"tocsin/watch/backtest"
	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// Past is what a problem would have rung for.
type Past struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Alarms  []*Alarm  `json:"alarms"` // opened in [From, To), by when; stages too
	Changes []Change  `json:"changes"`
	Weeks   float64   `json:"weeks"`
	PerWeek float64   `json:"alarms_per_week"` // of indicators, without stages
	State   State     `json:"-"`               // at the end
}

// Options say how a ledger is replayed.
type Options struct {
	From, To time.Time
	// Known uses a sighting only from when the ledger learnt of it; otherwise
	// from when it was published, as if everything had been read at once.
	Known bool
}

// Backtest replays sightings, which must come in the order of their moments (of
// publication, where Options.Known is not set). Those before From make the
// history that it rings against. At no moment does it see what came later: it
// is Check that does the work, called week by week.
func Backtest(problem *indicator.Problem, sightings iter.Seq[indicator.Sighting], options Options, env Env) Past {
	past := Past{From: options.From.UTC(), To: options.To.UTC()}
	const step = 7 * 24 * time.Hour
	var batch []indicator.Sighting
	var until time.Time
	advance := func(now time.Time) {
		var changes []Change
		past.State, changes = Check(problem, past.State, batch, now, env)
		past.Changes = append(past.Changes, changes...)
		batch = slices.DeleteFunc(batch, func(s indicator.Sighting) bool { return !s.Moment().After(now) })
		until = now.Add(step)
	}
	for s := range sightings {
		if !options.Known {
			s.Known = time.Time{}
		}
		moment := s.Moment()
		if moment.IsZero() || !moment.Before(past.To) {
			continue
		}
		if until.IsZero() {
			until = moment.Add(step)
		}
		for moment.After(until) {
			advance(until)
		}
		batch = append(batch, s)
	}
	advance(later(past.State.Now, past.To))
	past.Changes = slices.DeleteFunc(past.Changes, func(c Change) bool { return c.At.Before(past.From) || !c.At.Before(past.To) })
	past.collect()
	return past
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// collect takes the alarms from the changes, each as it was last.
func (p *Past) collect() {
	last := map[string]*Alarm{}
	for _, change := range p.Changes {
		if change.Alarm == nil {
			continue
		}
		last[change.Alarm.ID] = change.Alarm
	}
	indicators := 0
	for _, alarm := range last {
		if alarm.Opened.Before(p.From) {
			continue
		}
		p.Alarms = append(p.Alarms, alarm)
		if len(alarm.Indicator) < len(stageName) || alarm.Indicator[:len(stageName)] != stageName {
			indicators++
		}
	}
	slices.SortFunc(p.Alarms, func(a, b *Alarm) int {
		return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.ID, b.ID))
	})
	p.Weeks = p.To.Sub(p.From).Hours() / (7 * 24)
	if p.Weeks > 0 {
		p.PerWeek = float64(indicators) / p.Weeks
	}
}

// Comparison is how good the alarms were, beside what simple rules would have
// rung for over the same counts.
type Comparison struct {
	Method string          `json:"method"`
	Report backtest.Report `json:"report"`
}

// Whole is the series of an onset that any alarm of the problem may warn of.
const Whole = ""

// Compare holds a backtest against dated onsets. An onset's Series is the ID of
// an indicator, with "/" and the key where it has one, or Whole; then every
// alarm of an indicator counts. The rules compared with are: the bin before
// (last value), the volume of news alone, and Farrington's classic method.
func (p *Past) Compare(problem *indicator.Problem, onsets []backtest.Onset, window backtest.Window) []Comparison {
	whole := slices.ContainsFunc(onsets, func(o backtest.Onset) bool { return o.Series == Whole })
	var ours []backtest.Alarm
	for _, alarm := range p.Alarms {
		if problem.Indicator(alarm.Indicator) == nil {
			continue
		}
		r := alarm.Receipt
		name := trackID(alarm.Indicator, alarm.Key)
		if whole {
			name = Whole
		}
		ours = append(ours, backtest.Alarm{Series: name, At: alarm.Opened, Score: r.Score, Expected: r.Expected, Observed: r.Observed, Limit: r.Upper, Explanation: r.Explanation})
	}
	series := p.series(problem)
	var spans []backtest.Span
	for _, one := range series {
		spans = append(spans, backtest.Span{Series: one.Name, From: p.From, To: p.To})
	}
	if whole {
		spans = []backtest.Span{{Series: Whole, From: p.From, To: p.To}}
	}
	comparisons := []Comparison{{"indicators", backtest.Score(ours, onsets, spans, window)}}
	for _, plain := range []struct {
		name     string
		detector detect.Detector
	}{
		{"last value", detect.Last{}}, {"volume only", detect.Loud{}}, {"Farrington", detect.Farrington{}},
	} {
		var alarms []backtest.Alarm
		for n, one := range series {
			// The volume is the same for all series: it rings once.
			if _, loud := plain.detector.(detect.Loud); loud && whole && n > 0 {
				break
			}
			for _, alarm := range backtest.Alarms(one, detect.Run(plain.detector, detect.Reset{}, one)) {
				if whole {
					alarm.Series = Whole
				}
				alarms = append(alarms, alarm)
			}
		}
		comparisons = append(comparisons, Comparison{plain.name, backtest.Score(alarms, onsets, spans, window)})
	}
	return comparisons
}

// series are the counts of all tracks, from the first bin that is known to the
// end, in the order of their names.
func (p *Past) series(problem *indicator.Problem) []detect.Series {
	var all []detect.Series
	for _, id := range sortedKeys(p.State.Tracks) {
		track := p.State.Tracks[id]
		i := problem.Indicator(track.Indicator)
		if i == nil {
			continue
		}
		one := *i
		one.Window = 1 // plain rules count bin by bin
		series := past(&one, track, binOf(i.Bin, p.To), p.State.Volume[i.Bin], lookback)
		if i.Count == indicator.Value {
			continue
		}
		all = append(all, series)
	}
	return all
}
