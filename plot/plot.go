// Package plot draws backtests: for each series a strip with what was observed,
// the days on which the bell rang and the days on which something began. In go
// strips, out comes an SVG or PNG file. It does no I/O and reads no clock.
package plot

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/go-analyze/charts"
)

// Strip is one series over time.
type Strip struct {
	Name     string
	Times    []time.Time // rising
	Observed []float64   // one for each time; NaN where unknown
	Bars     bool        // counts, of which only those above nought are given
	Alarms   []time.Time
	Onsets   []Onset
}

// Onset is when something began.
type Onset struct {
	At    time.Time
	Label string
	Found bool // an alarm rang in its window
}

// Sizes in pixels.
const (
	width      = 1200
	left       = 230
	right      = 30
	top        = 60
	stripTall  = 96
	gap        = 18
	bottom     = 40
	mostStrips = 60 // more make no picture that anybody looks at
)

// ErrNothing is returned where there is nothing to draw.
var ErrNothing = errors.New("there is nothing to draw: no series with two known values")

// Draw draws strips, one below the other, on one axis of time. The format is
// "svg" or "png". Of more than mostStrips those with onsets, then those with most
// alarms are drawn.
func Draw(title string, strips []Strip, format string) ([]byte, error) {
	strips = chosen(strips)
	if len(strips) == 0 {
		return nil, ErrNothing
	}
	from, to := span(strips)
	tall := top + len(strips)*(stripTall+gap) + bottom
	d := drawing{
		painter: charts.NewPainter(charts.PainterOptions{OutputFormat: format, Width: width, Height: tall}),
		from:    from, to: to,
	}
	d.painter.FilledRect(0, 0, width, tall, charts.ColorWhite, charts.ColorWhite, 0)
	d.text(title, left, 28, 16, ink)
	d.text("red triangles: alarms; green lines: onsets, broken where missed", left, 48, 11, quiet)
	for i, strip := range strips {
		d.strip(strip, top+i*(stripTall+gap))
	}
	d.axis(tall-bottom+4, top)
	return d.painter.Bytes()
}

func chosen(strips []Strip) []Strip {
	var known []Strip
	for _, strip := range strips {
		count := 0
		for _, value := range strip.Observed {
			if !math.IsNaN(value) {
				count++
			}
		}
		if (count > 1 || count > 0 && strip.Bars) && len(strip.Times) == len(strip.Observed) {
			known = append(known, strip)
		}
	}
	if len(known) > mostStrips {
		slices.SortStableFunc(known, func(a, b Strip) int {
			return cmp.Or(cmp.Compare(len(b.Onsets), len(a.Onsets)), cmp.Compare(len(b.Alarms), len(a.Alarms)))
		})
		known = known[:mostStrips]
	}
	return known
}

func span(strips []Strip) (from, to time.Time) {
	for _, strip := range strips {
		first, last := strip.Times[0], strip.Times[len(strip.Times)-1]
		if from.IsZero() || first.Before(from) {
			from = first
		}
		if last.After(to) {
			to = last
		}
	}
	return from, to
}

var (
	ink    = charts.ColorRGB(30, 30, 30)
	quiet  = charts.ColorRGB(110, 110, 110)
	faint  = charts.ColorRGB(225, 225, 225)
	line   = charts.ColorRGB(70, 100, 140)
	ringer = charts.ColorRGB(190, 50, 30)
	onset  = charts.ColorRGB(30, 120, 60)
)

// drawing is a picture in the making.
type drawing struct {
	painter  *charts.Painter
	from, to time.Time
}

func (d *drawing) x(at time.Time) int {
	whole := d.to.Sub(d.from).Seconds()
	if whole <= 0 {
		return left
	}
	return left + int(at.Sub(d.from).Seconds()/whole*float64(width-left-right))
}

func (d *drawing) text(words string, x, y int, size float64, color charts.Color) {
	d.painter.Text(words, x, y, 0, charts.FontStyle{FontSize: size, FontColor: color})
}

// strip draws one series: its line, what began, and what rang.
func (d *drawing) strip(s Strip, y int) {
	low, high := limits(s.Observed)
	at := func(value float64) int {
		return y + stripTall - int((value-low)/(high-low)*float64(stripTall))
	}
	d.painter.FilledRect(left, y, width-right, y+stripTall, charts.ColorWhite, faint, 1)
	d.text(s.Name, 12, y+16, 12, ink)
	d.text(short(high), left-48, y+10, 9, quiet)
	d.text(short(low), left-48, y+stripTall, 9, quiet)
	for _, o := range s.Onsets {
		if o.At.Before(d.from) || o.At.After(d.to) {
			continue
		}
		dashes := []float64{4, 4}
		if o.Found {
			dashes = nil
		}
		x := d.x(o.At)
		d.dashed(x, y, y+stripTall, dashes)
	}
	if s.Bars {
		d.bars(s, y, at)
	} else {
		d.line(s, at)
	}
	for _, alarm := range s.Alarms {
		x := d.x(alarm)
		d.painter.FillArea([]charts.Point{{X: x - 5, Y: y + stripTall + 9}, {X: x + 5, Y: y + stripTall + 9}, {X: x, Y: y + stripTall}, {X: x - 5, Y: y + stripTall + 9}}, ringer)
	}
}

// bars draws an upright bar for each value.
func (d *drawing) bars(s Strip, y int, at func(float64) int) {
	for i, value := range s.Observed {
		x := d.x(s.Times[i])
		d.painter.FilledRect(x, at(value), x+2, y+stripTall, line, line, 0)
	}
}

// line draws what is known, with gaps where nothing is.
func (d *drawing) line(s Strip, at func(float64) int) {
	var points []charts.Point
	for i, value := range s.Observed {
		if math.IsNaN(value) {
			d.painter.LineStroke(points, line, 1)
			points = nil
			continue
		}
		points = append(points, charts.Point{X: d.x(s.Times[i]), Y: at(value)})
	}
	d.painter.LineStroke(points, line, 1)
}

// dashed draws an upright line.
func (d *drawing) dashed(x, from, to int, dashes []float64) {
	if dashes == nil {
		d.painter.LineStroke([]charts.Point{{X: x, Y: from}, {X: x, Y: to}}, onset, 2)
		return
	}
	step := int(dashes[0] + dashes[1])
	for y := from; y < to; y += step {
		d.painter.LineStroke([]charts.Point{{X: x, Y: y}, {X: x, Y: min(to, y+int(dashes[0]))}}, onset, 2)
	}
}

// axis writes the months or years below, and thin lines up to the first strip.
func (d *drawing) axis(y, top int) {
	step, layout := 1, "Jan 2006"
	switch months := int(d.to.Sub(d.from).Hours() / 24 / 30); {
	case months > 48:
		step, layout = 12, "2006"
	case months > 14:
		step = 3
	case months < 3:
		for at := d.from.Truncate(7 * 24 * time.Hour); !at.After(d.to); at = at.AddDate(0, 0, 7) {
			d.tick(at, y, "2 Jan")
		}
		return
	}
	first := time.Date(d.from.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
	for at := first; !at.After(d.to); at = at.AddDate(0, step, 0) {
		d.tick(at, y, layout)
	}
}

func (d *drawing) tick(at time.Time, y int, layout string) {
	if at.Before(d.from) {
		return
	}
	x := d.x(at)
	d.painter.LineStroke([]charts.Point{{X: x, Y: y}, {X: x, Y: y + 5}}, quiet, 1)
	d.text(at.Format(layout), x-18, y+18, 9, quiet)
}

// limits are the least and the largest value, never equal, with 0 between them
// where all are counts.
func limits(values []float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, value := range values {
		if !math.IsNaN(value) && !math.IsInf(value, 0) {
			low, high = min(low, value), max(high, value)
		}
	}
	if low > 0 {
		low = 0
	}
	if high <= low {
		high = low + 1
	}
	return low, high
}

// short is a number for an axis.
func short(value float64) string {
	switch size := math.Abs(value); {
	case size >= 1e6:
		return fmt.Sprintf("%.1fM", value/1e6)
	case size >= 1e4:
		return fmt.Sprintf("%.0fk", value/1e3)
	case size >= 10 || value == math.Trunc(value):
		return strconv.FormatFloat(math.Round(value), 'f', -1, 64)
	}
	return fmt.Sprintf("%.1f", value)
}
