package watch

import (
	"fmt"
	"math"
	"slices"
	"time"

	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// ring opens an alarm, or the one of the same bin again.
func (w *walk) ring(track *Track, j judgement, at time.Time) {
	i := j.indicator
	id := alarmID(w.problem.Name, i.ID, track.Key, begin(i.Bin, j.number).Format(time.RFC3339))
	track.Alarm = id
	if again := w.alarm(id); again != nil {
		again.Condition, again.Ended, again.Limit = Open, time.Time{}, at.Add(i.Resets.Expires)
		again.Early = j.early
		w.gather(again, j, at)
		again.note(at, "opened again", "", j.why())
		w.changed(Reopened, again, at, j.why())
		return
	}
	alarm := &Alarm{
		ID: id, Problem: w.problem.Name, Indicator: i.ID, Name: i.Name, Question: i.Question, Key: track.Key, Severity: i.Severity, Notify: i.Notify,
		Condition: Open, Opened: at, Bin: begin(i.Bin, j.number), Early: j.early, Limit: at.Add(i.Resets.Expires), Level: j.level(),
	}
	w.gather(alarm, j, at)
	alarm.Receipt = w.receipt(track, j, at)
	alarm.note(at, "opened", "", j.why())
	w.mine[id] = true
	w.state.Alarms = append(w.state.Alarms, alarm)
	w.changed(Opened, alarm, at, j.why())
}

// gather adds a judgement's marks to an alarm and reports whether some are new.
func (w *walk) gather(alarm *Alarm, j judgement, at time.Time) bool {
	known := map[string]bool{}
	for _, m := range alarm.Evidence {
		known[m.Article+" "+m.ID] = true
	}
	more := false
	for _, m := range j.marks {
		if known[m.Article+" "+m.ID] || len(alarm.Evidence) >= mostEvidence {
			continue
		}
		more = true
		place, _ := slices.BinarySearchFunc(alarm.Evidence, m, compareMarks)
		alarm.Evidence = slices.Insert(alarm.Evidence, place, m)
	}
	if j.result.Observed > alarm.Observed || len(alarm.History) == 0 {
		alarm.Observed = j.result.Observed
	}
	alarm.Origins = len(originsOf(alarm.Evidence))
	alarm.Updated = at
	alarm.Assessment = assess(w.state.Records[alarm.Indicator], j.result, alarm)
	return more
}

// join adds what a bin has to the alarm that rings already.
func (w *walk) join(track *Track, j judgement, at time.Time) {
	alarm := w.alarm(track.Alarm)
	if alarm == nil {
		return
	}
	more := w.gather(alarm, j, at)
	switch level := j.level(); {
	case level > alarm.Level:
		alarm.Level = level
		why := fmt.Sprintf("%s, where %s were enough to ring", figure(j.result.Observed), figure(j.result.Limit))
		alarm.note(at, "escalated", "", why)
		w.changed(Escalated, alarm, at, why)
	case more:
		w.changed(Updated, alarm, at, j.why())
	}
}

// confirm notes that the bin for which an alarm rang early is closed and bears it out.
func (w *walk) confirm(track *Track, j judgement, at time.Time) {
	if alarm := w.alarm(track.Alarm); alarm != nil && alarm.Early {
		alarm.Early = false
		alarm.note(at, "borne out", "", fmt.Sprintf("the %s is over, and it still rings", j.indicator.Bin))
	}
	w.join(track, j, at)
}

// rest lets an alarm go out where its bin did not bear it out, or after enough
// quiet bins.
func (w *walk) rest(i *indicator.Indicator, track *Track, number int64, next detect.State, at time.Time) {
	alarm := w.alarm(track.Alarm)
	switch {
	case alarm == nil:
		track.Alarm = ""
	case alarm.Early && alarm.Bin.Equal(begin(i.Bin, number)):
		w.end(track, WentOut, Resolved, at, "", fmt.Sprintf("the %s is over and does not bear it out", i.Bin))
	case !alarm.Early && next.Calm >= i.Resets.Quiet:
		w.end(track, WentOut, Resolved, at, "", fmt.Sprintf("quiet for %s", countOf(i.Resets.Quiet, string(i.Bin))))
	}
}

// end puts a track's alarm out.
func (w *walk) end(track *Track, to Condition, kind Kind, at time.Time, who, why string) {
	alarm := w.alarm(track.Alarm)
	track.Alarm = ""
	if alarm == nil {
		return
	}
	w.changed(kind, alarm.out(to, at, who, why), at, why)
}

func (a *Alarm) out(to Condition, at time.Time, who, why string) *Alarm {
	a.Condition, a.Ended, a.Updated, a.Until, a.Early = to, at, at, time.Time{}, false
	a.note(at, string(to), who, why)
	return a
}

// wake does what is due for an alarm: it expires, or is silenced no longer.
func (w *walk) wake(id string, at time.Time) {
	alarm := w.alarm(id)
	if alarm.Limit.IsZero() || at.Before(alarm.Limit) {
		alarm.Condition, alarm.Until = Open, time.Time{}
		alarm.note(at, "silenced no longer", "", "")
		w.changed(Updated, alarm, at, "silenced no longer")
		return
	}
	why := "it rang for as long as one may"
	w.restart(alarm, at)
	w.changed(Expires, alarm.out(Expired, at, "", why), at, why)
	w.settleStage(at)
}

// restart makes the track of an alarm that is put out ready again: what it
// rang for does not count any more.
func (w *walk) restart(alarm *Alarm, at time.Time) {
	i := w.problem.Indicator(alarm.Indicator)
	id := trackID(alarm.Indicator, alarm.Key)
	if i == nil || w.state.Tracks[id] == nil || w.state.Tracks[id].Alarm != alarm.ID {
		return
	}
	track := w.track(i, alarm.Key)
	track.Alarm, track.Since = "", at
	track.State, track.cache = detect.State{Ever: true}, nil
}

// resetBy puts out what a sighting puts out: the alarms of the same key.
func (w *walk) resetBy(i *indicator.Indicator, s *indicator.Sighting, at time.Time) {
	for _, id := range w.tracksOf(i) {
		track := w.state.Tracks[id]
		if track.Alarm == "" || i.By != indicator.ByNothing && track.Key != i.Key(s) {
			continue
		}
		alarm := w.alarm(track.Alarm)
		// A sighting older than what rang says nothing about it.
		if alarm == nil || s.Published().Before(alarm.Bin) {
			continue
		}
		why := fmt.Sprintf("%q (%s, %s)", cut(s.Text), s.Article.Outlet, s.Article.ID)
		w.restart(alarm, at)
		w.changed(Resolved, alarm.out(WentOut, at, "", why), at, why)
	}
}

// forgetAlarms drops alarms that went out long ago.
func (w *walk) forgetAlarms(at time.Time) {
	w.state.Alarms = slices.DeleteFunc(w.state.Alarms, func(a *Alarm) bool { return !a.rings() && at.Sub(a.Ended) > keptAlarms })
}

// level is how often what is observed doubled from the limit, measured from
// what was expected.
func (j *judgement) level() int {
	ratio := j.result.Strength
	if j.result.Limit > j.result.Expected {
		ratio = (j.result.Observed - j.result.Expected) / (j.result.Limit - j.result.Expected)
	}
	if !(ratio >= 2) {
		return 0
	}
	return int(math.Log2(ratio))
}

// figure prints a number with about three digits.
func figure(value float64) string {
	if math.Abs(value) >= 100 || value == math.Trunc(value) {
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.3g", value)
}

func countOf(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
