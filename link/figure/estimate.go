package figure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Estimate is what a ladder says by now, after the three estimates of the UCDP
// Georeferenced Event Dataset (UCDP GED Codebook: best, low, high). It is
// made from the rungs of the last 30 days before the latest one, told as fact;
// where there are none, from those that are expected. What was withdrawn, and
// what stands in replaced articles only, does not count.
//
//   - Low is the least value that a source commits to: an exact or approximate
//     figure, the lower end of a range, "at least" and "more than".
//   - High is the greatest: an exact or approximate figure, the upper end of a
//     range, "at most" and "less than".
//   - Best is the figure that most independent sources give, within a tenth:
//     the number of different sources or of different origins of their reports,
//     whichever is less. Among equals the latest one counts. A mere bound ("up
//     to 10,000") is best only where there is no figure.
//
// Each is nil where nothing tells it.
type Estimate struct {
	Best   *float64 `json:"best,omitzero"`
	Low    *float64 `json:"low,omitzero"`
	High   *float64 `json:"high,omitzero"`
	Reason string   `json:"reason,omitzero"` // why Best is the best, in words
}

// window is how many days before the latest rung an estimate looks back.
const window = 30

func estimate(rungs []Rung, origin func(string) string) Estimate {
	counted := current(rungs)
	if len(counted) == 0 {
		return Estimate{}
	}
	var e Estimate
	for _, r := range counted {
		low, high := committed(r.Figure)
		if low != nil && (e.Low == nil || *low < *e.Low) {
			e.Low = low
		}
		if high != nil && (e.High == nil || *high > *e.High) {
			e.High = high
		}
	}
	var best support
	for _, r := range counted {
		if s := supporting(r, counted, origin); s.beats(best) {
			best = s
		}
	}
	value := main(best.rung.Figure)
	e.Best, e.Reason = &value, best.reason()
	return e
}

// current are the rungs that an estimate counts.
func current(rungs []Rung) []Rung {
	for _, mode := range []Mode{Fact, Expected} {
		var found []Rung
		for _, r := range rungs {
			if r.Mode == mode && r.Figure.Value != nil && !r.replaced() {
				found = append(found, r)
			}
		}
		if len(found) == 0 {
			continue
		}
		latest, wrong := time.Parse(day, found[len(found)-1].AsOf)
		if wrong != nil {
			return found
		}
		first := latest.AddDate(0, 0, -window).Format(day)
		return slices.DeleteFunc(found, func(r Rung) bool { return r.AsOf < first })
	}
	return nil
}

// committed is the least and the greatest value that a figure commits its
// source to.
func committed(q tocsin.Quantity) (low, high *float64) {
	switch q.Bound {
	case tocsin.Less, tocsin.AtMost:
		return nil, q.Value
	case tocsin.More, tocsin.AtLeast:
		return q.Value, nil
	case tocsin.Range:
		if q.High != nil {
			return q.Value, q.High
		}
	}
	return q.Value, q.Value
}

// main is the value that stands for a figure.
func main(q tocsin.Quantity) float64 {
	if q.Bound == tocsin.Range && q.High != nil {
		return (*q.Value + *q.High) / 2
	}
	return *q.Value
}

// support is how many stand behind a rung's figure.
type support struct {
	rung             Rung
	sources, origins int
}

// mostSupport bounds how many rungs are looked at for each.
const mostSupport = 64

// supporting counts who gives the figure of a rung, or about the same.
func supporting(r Rung, counted []Rung, origin func(string) string) support {
	sources, origins := map[string]bool{}, map[string]bool{}
	for _, other := range counted[max(0, len(counted)-mostSupport):] {
		if math.Abs(main(other.Figure)-main(r.Figure)) > likeness*math.Abs(main(r.Figure)) || isBound(other.Figure) != isBound(r.Figure) {
			continue
		}
		if isBound(r.Figure) && (other.Figure.Bound != r.Figure.Bound || !sameValue(other.Figure, r.Figure)) {
			continue
		}
		sources[other.Source.key()] = true
		for _, report := range other.Reports {
			if !report.Replaced {
				origins[origin(report.Article)] = true
			}
		}
	}
	return support{r, len(sources), len(origins)}
}

func (s support) independent() int { return min(s.sources, s.origins) }

// isBound reports whether a figure says only what the truth lies above or
// below.
func isBound(q tocsin.Quantity) bool {
	low, high := committed(q)
	return low == nil || high == nil
}

func (s support) beats(other support) bool {
	switch {
	case other.sources == 0:
		return true
	case isBound(s.rung.Figure) != isBound(other.rung.Figure):
		return !isBound(s.rung.Figure)
	case s.independent() != other.independent():
		return s.independent() > other.independent()
	}
	return s.rung.AsOf >= other.rung.AsOf
}

func (s support) reason() string {
	name := cmp.Or(s.rung.giver(), "an unnamed source")
	reason := Spoken(s.rung.Figure)
	if s.rung.AsOf != "" {
		reason += " as of " + s.rung.AsOf
	}
	if s.independent() > 1 {
		reason += fmt.Sprintf(", given by %d independent sources", s.independent())
	} else {
		reason += ", by " + name + ", the latest; no figure has two independent sources"
	}
	if isBound(s.rung.Figure) {
		reason += "; only a bound is known"
	}
	if s.rung.Mode == Expected {
		reason += "; expected, not told as fact"
	}
	return strings.TrimSpace(reason)
}
