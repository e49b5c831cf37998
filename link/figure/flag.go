package figure

import (
	"fmt"
	"math"
	"strconv"
)

// FlagKind says what is to be noticed of a rung.
type FlagKind string

// The kinds of Flag.
const (
	Jump       FlagKind = "jump"     // half as much again as the rung before, or more; or less by as much
	Contradict FlagKind = "conflict" // another source's figure of about the same day cannot hold as well
	Revised    FlagKind = "revised"  // the source gives another figure than it did before
)

// Flag is what is to be noticed of a rung, against an earlier one.
type Flag struct {
	Kind    FlagKind `json:"kind"`
	Against int      `json:"against"`         // index of the earlier rung
	Ratio   float64  `json:"ratio,omitzero"`  // of the two main values, this one's to the earlier one's
	Reason  string   `json:"reason,omitzero"` // in words
}

const (
	// lookBack bounds how many earlier rungs one is held against.
	lookBack = 24
	// sameDays is how many days apart two figures are still of about the same
	// day.
	sameDays = 1
)

// flag marks rungs that jump, contradict or revise earlier ones. A plan is held
// against plans, a total against totals.
func flag(rungs []Rung) {
	for i := range rungs {
		if rungs[i].Mode == Withdrawn || rungs[i].Figure.Value == nil || rungs[i].replaced() {
			continue
		}
		jumped, revised := false, false
		for j := i - 1; j >= max(0, i-lookBack); j-- {
			if !comparable(rungs[j], rungs[i]) {
				continue
			}
			c := measureOf(rungs[j].Figure).against(measureOf(rungs[i].Figure), Spoken(rungs[j].Figure), Spoken(rungs[i].Figure), "")
			own := sameGiver(rungs[i], rungs[j])
			if !jumped && c.Jump {
				rungs[i].add(Flag{Jump, j, c.Ratio, fmt.Sprintf("%s after %s: %s times as much", Spoken(rungs[i].Figure), Spoken(rungs[j].Figure), times(c.Ratio))})
			}
			jumped = true
			if own && !revised {
				revised = true
				if !sameValue(rungs[i].Figure, rungs[j].Figure) {
					rungs[i].add(Flag{Revised, j, c.Ratio, fmt.Sprintf("%s spoke of %s before", rungs[i].giver(), Spoken(rungs[j].Figure))})
				}
			}
			if !own && c.Agreement == Conflict && sameTime(rungs[i], rungs[j]) {
				rungs[i].add(Flag{Contradict, j, c.Ratio, c.Reason})
			}
		}
	}
}

// times writes a ratio with one decimal, a small one with two.
func times(ratio float64) string {
	if ratio < 1 {
		return strconv.FormatFloat(ratio, 'f', 2, 64)
	}
	return grouped(math.Round(10*ratio) / 10)
}

// sameGiver reports whether one named source gives both figures, or one outlet
// by itself.
func sameGiver(a, b Rung) bool {
	return a.Source.key() == b.Source.key() && a.giver() == b.giver() && a.giver() != ""
}

// giver names who gives a figure: its source, else the outlet that says it
// first; "" where a source is not named.
func (r Rung) giver() string {
	if r.Source.key() == "" {
		return r.Reports[0].Outlet
	}
	return r.Source.Name
}

func (r *Rung) add(f Flag) { r.Flags = append(r.Flags, f) }

// comparable reports whether an earlier rung is of the kind of a later one.
func comparable(earlier, later Rung) bool {
	return earlier.Mode == later.Mode && earlier.Extent == later.Extent && earlier.Figure.Value != nil && !earlier.replaced()
}

// replaced reports whether all articles that give the figure were revised.
func (r Rung) replaced() bool {
	for _, report := range r.Reports {
		if !report.Replaced {
			return false
		}
	}
	return true
}

func sameTime(a, b Rung) bool {
	days, known := daysBetween(Signature{AsOf: a.AsOf}, Signature{AsOf: b.AsOf})
	return known && days <= sameDays
}
