package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"tocsin"
	"tocsin/link/figure"
)

// ladderView is a ladder as a page draws it: a chart, and the same as a list.
type ladderView struct {
	What, Reason    string
	Low, Best, High string
	Rungs           []rungView
	Marks           []mark
	Levels          []tick // of the values
	Days            []tick
	Band            [2]float64 // heights of high and low, equal where there is none
	At              float64    // height of the best
	flags           int
}

type rungView struct {
	figure.Rung
	Number int
	Spoken string
	Who    string
}

// mark is a figure in a chart.
type mark struct {
	Number    int
	X, Y, End float64 // End: how far its bound reaches, Y where it has none
	Shape     string  // dot, range, below, above
	Hollow    bool    // it is not told as fact
	Gone      bool    // it was taken back
	Title     string
}

type tick struct {
	At    float64
	Label string
}

// The size of a chart, in its own units, and what lies around its plot.
const (
	chartWidth, chartHeight          = 440.0, 190.0
	plotLeft, plotTop, plotFoot, rim = 62.0, 14.0, 160.0, 14.0
)

func ladderOf(l figure.Ladder) ladderView {
	v := ladderView{What: capital(l.What), Reason: l.Reason, Low: valued(l.Low, l.Unit), Best: valued(l.Best, l.Unit), High: valued(l.High, l.Unit)}
	for i, rung := range l.Rungs {
		v.flags += len(rung.Flags)
		v.Rungs = append(v.Rungs, rungView{rung, i + 1, cmp.Or(figure.Spoken(rung.Figure), rung.Words), cmp.Or(rung.Source.Name, rung.Reports[0].Outlet, "unknown")})
	}
	v.draw(l)
	return v
}

func valued(value *float64, unit string) string {
	switch {
	case value == nil:
		return ""
	case unit == "%":
		return grouped(*value) + "%"
	case unit != "":
		return grouped(*value) + " " + unit
	}
	return grouped(*value)
}

// draw lays out the chart. A ladder whose figures have no values or days has none.
func (v *ladderView) draw(l figure.Ladder) {
	least, most := math.Inf(1), math.Inf(-1)
	var first, last time.Time
	for _, rung := range l.Rungs {
		at, ok := dayOf(rung)
		if rung.Figure.Value == nil || !ok {
			continue
		}
		least, most = min(least, *rung.Figure.Value), max(most, *rung.Figure.Value)
		if rung.Figure.High != nil {
			most = max(most, *rung.Figure.High)
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	if first.IsZero() {
		return
	}
	if least > 0 && least < most*0.6 || least == most && least > 0 {
		least = 0
	}
	steps := levels(least, most)
	bottom, top := steps[0], steps[len(steps)-1]
	y := func(value float64) float64 {
		if top == bottom {
			return (plotTop + plotFoot) / 2
		}
		return plotFoot - (value-bottom)/(top-bottom)*(plotFoot-plotTop)
	}
	x := func(at time.Time) float64 {
		if !last.After(first) {
			return (plotLeft + chartWidth - rim) / 2
		}
		const inner = 12
		return plotLeft + inner + float64(at.Sub(first))/float64(last.Sub(first))*(chartWidth-rim-plotLeft-2*inner)
	}
	for _, value := range steps {
		v.Levels = append(v.Levels, tick{y(value), short(value)})
	}
	v.Days = append(v.Days, tick{x(first), first.Format("2 Jan 2006")})
	if x(last)-x(first) > 130 {
		v.Days = append(v.Days, tick{x(last), last.Format("2 Jan 2006")})
	}
	if l.Low != nil && l.High != nil {
		v.Band = [2]float64{y(min(*l.High, top)), y(max(*l.Low, bottom))}
	}
	if l.Best != nil {
		v.At = y(*l.Best)
	}
	for i, rung := range l.Rungs {
		at, ok := dayOf(rung)
		if rung.Figure.Value == nil || !ok {
			continue
		}
		m := mark{Number: i + 1, X: x(at), Y: y(*rung.Figure.Value), Shape: "dot", Hollow: rung.Mode != figure.Fact, Gone: rung.Mode == figure.Withdrawn,
			Title: fmt.Sprintf("%d: %s, %s, %s", i+1, v.Rungs[i].Spoken, v.Rungs[i].Who, rung.AsOf)}
		const reach = 22
		switch rung.Figure.Bound {
		case tocsin.Range:
			m.Shape = "range"
			if rung.Figure.High != nil {
				m.End = y(*rung.Figure.High)
			}
		case tocsin.Less, tocsin.AtMost:
			m.Shape, m.End = "below", min(m.Y+reach, plotFoot)
		case tocsin.More, tocsin.AtLeast:
			m.Shape, m.End = "above", max(m.Y-reach, plotTop-8)
		}
		v.Marks = append(v.Marks, m)
	}
	apart(v.Marks)
}

// apart moves marks aside that would lie on one another.
func apart(marks []mark) {
	const wide = 15
	order := make([]int, len(marks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(marks[a].X, marks[b].X) })
	for n, i := range order {
		for _, j := range order[max(0, n-8):n] {
			if math.Abs(marks[i].Y-marks[j].Y) < wide && marks[i].X-marks[j].X < wide && marks[i].X+wide < chartWidth {
				marks[i].X = marks[j].X + wide
			}
		}
	}
}

func dayOf(r figure.Rung) (time.Time, bool) {
	at, err := time.Parse(time.DateOnly, r.AsOf)
	return at, err == nil
}

// levels are round values from at most the least to at least the most.
func levels(least, most float64) []float64 {
	span := most - least
	if span <= 0 {
		return []float64{least}
	}
	step := math.Pow(10, math.Floor(math.Log10(span/3)))
	for _, times := range []float64{2, 2.5, 2} {
		if span/step > 4 {
			step *= times
		}
	}
	var out []float64
	for value := math.Floor(least/step) * step; value < most+step*0.999; value += step {
		out = append(out, value)
	}
	return out
}

// short writes a value for an axis: 12k, 3.5m.
func short(value float64) string {
	for _, unit := range []struct {
		of   float64
		name string
	}{{1e9, "bn"}, {1e6, "m"}, {1e4, ""}} {
		if math.Abs(value) >= unit.of && unit.name != "" {
			return strconv.FormatFloat(math.Round(value/unit.of*100)/100, 'f', -1, 64) + unit.name
		}
	}
	return grouped(math.Round(value*100) / 100)
}

// px writes a length in a picture's own units.
func px(value float64) string { return strconv.FormatFloat(math.Round(value*10)/10, 'f', -1, 64) }

// bar is a stretch of a strip of counts by time.
type bar struct {
	X, Width, Y, Height float64
	Title               string
	Link                string
}

const stripWidth, stripHeight = 640.0, 64.0

// strip draws how many there were in each of some stretches.
func strip(counts []int, title func(i int) string, link func(i int) string) []bar {
	most := slices.Max(append(slices.Clone(counts), 1))
	width := stripWidth / float64(max(len(counts), 1))
	var bars []bar
	for i, count := range counts {
		if count == 0 {
			continue
		}
		height := max(2, float64(count)/float64(most)*(stripHeight-4))
		bars = append(bars, bar{float64(i)*width + width*0.08, width * 0.84, stripHeight - height, height, title(i), link(i)})
	}
	return bars
}
