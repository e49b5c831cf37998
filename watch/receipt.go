package watch

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"tocsin"
	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// Receipt says why an alarm rang, with all that is needed to see it ring again.
type Receipt struct {
	At        time.Time `json:"at"`   // when it rang
	Rule      string    `json:"rule"` // the indicator as a file of its own
	Hash      string    `json:"hash"` // SHA-256 of the rule, in hexadecimal
	Indicator string    `json:"indicator"`
	Key       string    `json:"key,omitzero"`
	// From and To are the window that was counted: published in [From, To).
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Since time.Time `json:"since,omitzero"` // what was published before did not count: an earlier alarm was put out then
	Early bool      `json:"early,omitzero"` // it rang before the bin was closed

	Observed    float64       `json:"observed"`
	Expected    float64       `json:"expected"`
	Upper       float64       `json:"upper"` // the count that is enough to ring
	Score       float64       `json:"score"`
	Strength    float64       `json:"strength"`
	Explanation string        `json:"explanation"`
	Detector    detect.Config `json:"detector"`
	State       detect.State  `json:"state,omitzero"` // of the bell, before
	// History is the windows before, oldest first, −1 where nothing is known
	// of one; Volume is how many articles there were in each, and in the
	// window itself.
	History      []float64 `json:"history"`
	Volume       []float64 `json:"volume,omitempty"`
	WindowVolume float64   `json:"window_volume"`

	Sightings []Mark   `json:"sightings"`     // those counted, by publication
	More      int      `json:"more,omitzero"` // further ones, not shown
	Origins   []string `json:"origins"`
	Without   []string `json:"without"` // what would not have made it ring, in sentences

	Reader tocsin.Reader `json:"reader"`
	Linker string        `json:"linker"`
	Tree   Tree          `json:"tree"`
}

// why says what was counted, and what the detector says of it.
func (j *judgement) why() string {
	i := j.indicator
	if i.Detect.Silence != nil {
		return j.result.Explanation
	}
	what := countOf(int(j.point.Value), strings.TrimSuffix(string(i.Count), "s"))
	if i.Count == indicator.Value {
		what = figure(j.point.Value) + " by " + countOf(i.Origins, "origin")
	}
	return fmt.Sprintf("%s in %s: %s", what, countOf(i.Window, string(i.Bin)), j.result.Explanation)
}

// mostSightings is how many sightings a receipt shows.
const mostSightings = 200

func (w *walk) receipt(track *Track, j judgement, at time.Time) Receipt {
	return receiptOf(track, j, at, w.env)
}

func receiptOf(track *Track, j judgement, at time.Time, env Env) Receipt {
	i := j.indicator
	r := Receipt{
		At: at, Rule: i.Text, Hash: i.Hash, Indicator: i.ID, Key: track.Key,
		From: begin(i.Bin, j.number-int64(i.Window)+1), To: begin(i.Bin, j.number+1), Since: track.Since, Early: j.early,
		Observed: j.result.Observed, Expected: j.result.Expected, Upper: j.result.Limit, Score: j.result.Score, Strength: j.result.Strength,
		Explanation: j.why(), Detector: i.Detect, State: track.State,
		History: known(j.series.Values), Volume: known(j.series.Volume), WindowVolume: j.point.Volume,
		Origins: sortedKeys(originsOf(j.marks)), Without: j.without(),
		Reader: env.Reader, Linker: env.Linker, Tree: env.Tree,
	}
	r.Sightings = slices.Clone(j.marks)
	if len(r.Sightings) > mostSightings {
		r.More = len(r.Sightings) - mostSightings
		r.Sightings = r.Sightings[:mostSightings]
	}
	return r
}

// known is values with −1 for what is not known, which JSON cannot hold.
func known(values []float64) []float64 {
	values = slices.Clone(values)
	for n, value := range values {
		if value != value {
			values[n] = -1
		}
	}
	return values
}

// without finds the least changes with which it would have stayed silent: fewer
// things, fewer origins, a source of reports taken away, more news in all.
func (j *judgement) without() []string {
	if !j.indicator.Upward() || j.bar == nil {
		return nil
	}
	var sentences []string
	sentences = append(sentences, j.fewer()...)
	sentences = append(sentences, j.lone("origin", func(m Mark) string { return m.Origin }, j.named)...)
	if !j.alike() {
		sentences = append(sentences, j.lone("outlet", func(m Mark) string { return m.Outlet }, func(outlet string) string { return outlet })...)
	}
	return append(sentences, j.louder()...)
}

// alike: every origin has one outlet, and every outlet one origin.
func (j *judgement) alike() bool {
	outlets, origins := map[string]string{}, map[string]string{}
	for _, m := range j.marks {
		outlet, known := outlets[m.Origin]
		origin, also := origins[m.Outlet]
		if known && outlet != m.Outlet || also && origin != m.Origin {
			return false
		}
		outlets[m.Origin], origins[m.Outlet] = m.Outlet, m.Origin
	}
	return true
}

// fewer finds the largest count, and the largest number of origins, that are
// not enough.
func (j *judgement) fewer() []string {
	const sentence = "With %s instead of %d it would have stayed silent."
	count, needed := j.indicator.Count, j.indicator.Origins
	var sentences []string
	edge := 0
	if enough := int(j.point.Value); count != indicator.Value && float64(enough) == j.point.Value {
		// What is enough stays enough with more, so that halving finds the edge.
		edge = sort.Search(enough, func(n int) bool {
			point := j.point
			point.Value = float64(n)
			return j.bar.Judge(point).Fired
		})
		if count == indicator.Origins {
			edge = max(edge, needed)
		}
		if edge > 1 {
			sentences = append(sentences, fmt.Sprintf(sentence, countOf(edge-1, strings.TrimSuffix(string(count), "s")), enough))
		}
	}
	if needed > 1 && count != indicator.Origins && j.origins >= needed {
		sentences = append(sentences, fmt.Sprintf(sentence, countOf(needed-1, "independent origin"), j.origins))
	}
	return sentences
}

// lone finds single origins or outlets without which it would have stayed
// silent.
func (j *judgement) lone(what string, of func(Mark) string, name func(string) string) []string {
	const most = 20
	groups := map[string]bool{}
	for _, m := range j.marks {
		groups[of(m)] = true
	}
	if len(groups) < 2 || len(groups) > most {
		return nil
	}
	var needed []string
	for _, group := range sortedKeys(groups) {
		var rest []Mark
		for _, m := range j.marks {
			if of(m) != group {
				rest = append(rest, m)
			}
		}
		point := j.point
		point.Value = measure(j.indicator, rest)
		if !j.judged(rest, point).Fired {
			needed = append(needed, name(group))
		}
	}
	switch {
	case len(needed) == 0:
		return []string{fmt.Sprintf("Without any one of its %d %ss it would have rung all the same.", len(groups), what)}
	case len(needed) == len(groups):
		return []string{fmt.Sprintf("Without the reports of any one of its %d %ss it would have stayed silent.", len(groups), what)}
	}
	return []string{fmt.Sprintf("Without what %s reported it would have stayed silent.", strings.Join(needed, ", or "))}
}

// named is an origin by the outlet that was first with it.
func (j *judgement) named(origin string) string {
	for _, m := range j.marks {
		if m.Origin == origin && m.Outlet != "" {
			return m.Outlet
		}
	}
	return "one origin"
}

// louder finds how much more news in all would have made it usual.
func (j *judgement) louder() []string {
	if j.point.Volume <= 0 {
		return nil
	}
	for _, factor := range []float64{2, 3, 5, 10} {
		point := j.point
		point.Volume *= factor
		if result := j.bar.Judge(point); result.Judged && !result.Fired {
			return []string{fmt.Sprintf("Had there been %.0f times as much news of any kind, it would have stayed silent.", factor)}
		}
	}
	return nil
}
