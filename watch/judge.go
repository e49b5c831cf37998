package watch

import (
	"fmt"
	"math"
	"time"

	"tocsin"
	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// judgement is what was found of one bin, and all that it was found from.
type judgement struct {
	indicator *indicator.Indicator
	number    int64 // of the last bin of the window
	marks     []Mark
	origins   int           // independent ones among the marks
	series    detect.Series // the windows before
	point     detect.Point
	bar       detect.Bar
	result    detect.Result
	early     bool
}

// judge holds the window that ends with a bin against those before it.
// late tells whether what was prepared for the track before still holds.
func judge(i *indicator.Indicator, track *Track, number int64, volume Line, late int, env Env, early bool) judgement {
	from := number - int64(i.Window) + 1
	j := judgement{indicator: i, number: number, early: early}
	j.marks = resolve(between(track.Marks, i.Bin, from, number, track.Since), env)
	j.origins = len(originsOf(j.marks))
	if i.Detect.Silence != nil {
		volume = track.Alive
	}
	j.point = detect.Point{Value: measure(i, j.marks), Volume: float64(volumeOf(volume, from, number))}
	if track.Dropped > 0 && track.Since.IsZero() && i.Count != indicator.Value {
		j.point.Value = max(j.point.Value, track.Line.count(from, number))
	}
	if i.NoVolume {
		j.point.Volume = 0
	}
	if known := alive(i, volume, number); len(j.marks) == 0 && (!known || i.Upward()) {
		// Nothing is known, or nothing is there, which cannot be too much: the
		// past need not be looked at.
		j.result = detect.Result{Judged: known, At: begin(i.Bin, from)}
		return j
	}
	j.prepare(track, volume, late)
	if early && j.series.Volume != nil {
		j.point.Volume = max(j.point.Volume, usualVolume(j.series.Volume))
	}
	j.result = j.judged(j.marks, j.point)
	return j
}

// prepare finds the windows before, and what they make one expect.
func (j *judgement) prepare(track *Track, volume Line, late int) {
	cached := track.cache
	if cached == nil || cached.number != j.number || cached.late != late || !j.early {
		most := lookback
		if j.indicator.Detect.Threshold != nil {
			const shown = 60 // a tripwire needs no past; some of it is shown
			most = shown
		}
		series := past(j.indicator, track, j.number, volume, most)
		cached = &prepared{j.number, late, series, j.indicator.Detector().Prepare(series, track.State)}
		track.cache = cached
	}
	j.series, j.bar = cached.series, cached.bar
}

// judged is the bar's word on some marks, and on whether their origins suffice.
func (j *judgement) judged(marks []Mark, point detect.Point) detect.Result {
	result := j.bar.Judge(point)
	result.At = begin(j.indicator.Bin, j.number-int64(j.indicator.Window)+1)
	if origins := len(originsOf(marks)); result.Fired && j.indicator.Upward() && origins < j.indicator.Origins {
		result.Fired = false
		result.Strength = min(result.Strength, 0.99)
		result.Explanation = fmt.Sprintf("%d of %d independent origins", origins, j.indicator.Origins)
	}
	return result
}

// past is the windows before the one that ends with a bin, oldest first, at
// most so many.
func past(i *indicator.Indicator, track *Track, number int64, volume Line, most int) detect.Series {
	width := int64(i.Window)
	series := detect.Series{Name: trackID(i.ID, track.Key), Bin: i.Bin}
	if i.Window == 7 && i.Bin == detect.Day {
		series.Bin = detect.Week
	} else if i.Window == 24 && i.Bin == detect.Hour {
		series.Bin = detect.Day
	}
	first := number
	if len(volume) > 0 {
		first = min(first, volume[0].Number)
	}
	if len(track.Line) > 0 {
		first = min(first, track.Line[0].Number)
	}
	windows := max(0, min(int((number-first)/width), most))
	series.Start = begin(i.Bin, number-width*int64(windows+1)+1)
	series.Values = make([]float64, windows)
	for _, bin := range track.Line.between(number-width*int64(windows+1)+1, number-width) {
		n := windows - 1 - int((number-width-bin.Number)/width)
		series.Values[n] = 1 // something is there; how much is counted below
	}
	read := newTally(volume, number-width*int64(windows+1)+1-int64(lenient(i)), number-width)
	if !i.NoVolume {
		series.Volume = make([]float64, windows)
	}
	for n := range windows {
		to := number - width*int64(windows-n)
		from := to - width + 1
		if series.Volume != nil {
			series.Volume[n] = read.between(from, to)
		}
		switch {
		case series.Values[n] > 0 && i.Count == indicator.Value:
			series.Values[n] = track.Line.value(from, to, i.Origins)
		case series.Values[n] > 0:
			series.Values[n] = track.Line.count(from, to)
		case i.Count == indicator.Value || read.between(to-int64(lenient(i))+1, to) == 0:
			series.Values[n] = math.NaN()
		}
	}
	return series
}

// tally counts articles between any two bins of a stretch in constant time.
type tally struct {
	first  int64
	before []float64 // how many there are before each bin, from first on
}

func newTally(volume Line, first, last int64) tally {
	t := tally{first, make([]float64, max(0, last-first+1)+1)}
	for _, bin := range volume.between(first, last) {
		t.before[bin.Number-first+1] = float64(bin.size())
	}
	for n := 1; n < len(t.before); n++ {
		t.before[n] += t.before[n-1]
	}
	return t
}

// between is how many the bins from…to have, both included and both in the stretch.
func (t tally) between(from, to int64) float64 {
	return t.before[to-t.first+1] - t.before[from-t.first]
}

func volumeOf(volume Line, from, to int64) int {
	count := 0
	for _, bin := range volume.between(from, to) {
		count += bin.size()
	}
	return count
}

// usualVolume is the mean of the last known volumes.
func usualVolume(volumes []float64) float64 {
	const few = 28
	var sum, known float64
	for _, volume := range volumes[max(0, len(volumes)-few):] {
		if volume > 0 {
			sum += volume
			known++
		}
	}
	return sum / max(1, known)
}

// alive reports whether it is known what was in the window that ends with a
// bin: something was read of it.
func alive(i *indicator.Indicator, volume Line, number int64) bool {
	return volumeOf(volume, number-int64(lenient(i))+1, number) > 0
}

// lenient is of how many bins up to the last of a window something must have
// been read. For what rings at too much, something read within a week before
// is enough, since nothing unread makes it ring.
func lenient(i *indicator.Indicator) int {
	if !i.Upward() {
		return i.Window
	}
	return max(i.Window, map[detect.Bin]int{detect.Hour: 24, detect.Day: 7, detect.Week: 2}[i.Bin])
}

// measure counts marks as the indicator says; their origins must be resolved.
func measure(i *indicator.Indicator, marks []Mark) float64 {
	switch i.Count {
	case indicator.Origins:
		return float64(len(originsOf(marks)))
	case indicator.Value:
		largest := map[string]float64{}
		for _, m := range marks {
			if m.Value != nil {
				largest[m.Origin] = max(largest[m.Origin], *m.Value)
			}
		}
		return supported(largest, i.Origins)
	}
	things := map[string]bool{}
	for _, m := range marks {
		for _, thing := range m.Things {
			things[thing] = true
		}
	}
	return float64(len(things))
}

func originsOf(marks []Mark) map[string]bool {
	origins := map[string]bool{}
	for _, m := range marks {
		origins[m.Origin] = true
	}
	return origins
}

func refsOf(marks []Mark) []tocsin.Ref {
	refs := make([]tocsin.Ref, len(marks))
	for n, m := range marks {
		refs[n] = m.Ref()
	}
	return refs
}

// judgeOpen judges the open bins that something was added to, and rings where
// that is enough already.
func (w *walk) judgeOpen(t touch, moment time.Time) {
	i := t.indicator
	if !i.Early() {
		return
	}
	last := min(binOf(i.Bin, moment), t.last+int64(i.Window)-1)
	for number := max(w.state.Closed[i.Bin], t.first); number <= last; number++ {
		track := w.track(i, t.key)
		j := judge(i, track, number, w.state.Volume[i.Bin], w.state.late[i.Bin], w.env, true)
		result, _ := i.Reset().Next(i.Bin, track.State, j.result)
		switch {
		case !j.result.Fired:
		case track.Alarm != "":
			w.join(track, j, moment)
		case result.Alarm:
			w.ring(track, j, moment)
		}
	}
}

// settle judges a closed bin for good.
func (w *walk) settle(i *indicator.Indicator, track *Track, number int64, at time.Time) {
	j := judge(i, track, number, w.state.Volume[i.Bin], w.state.late[i.Bin], w.env, false)
	result, next := i.Reset().Next(i.Bin, track.State, j.result)
	ringing := track.Alarm != ""
	track.State = next
	switch {
	case result.Alarm && ringing:
		w.confirm(track, j, at)
	case result.Alarm:
		w.ring(track, j, at)
	case ringing && j.result.Fired:
		w.join(track, j, at)
	case ringing:
		w.rest(i, track, number, next, at)
	}
}
