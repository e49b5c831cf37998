package watch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// stageName sets the alarms of stages apart from those of indicators.
const stageName = "stage/"

// settleStage finds the stage that the problem is in, the last of those whose
// indicators ring, and tells of a change: entering a later one rings.
func (w *walk) settleStage(at time.Time) {
	if len(w.problem.Stages) == 0 {
		return
	}
	ringing := map[string][]*Alarm{}
	for _, alarm := range w.state.Alarms {
		if alarm.rings() && alarm.Verdict != False && alarm.Verdict != Noise {
			ringing[alarm.Indicator] = append(ringing[alarm.Indicator], alarm)
		}
	}
	to, before, now := -1, -1, -1
	for n, stage := range w.problem.Stages {
		if stage.Name == w.state.Stage {
			before = n
		}
		count := 0
		for _, id := range stage.Ringing {
			count += min(1, len(ringing[id]))
		}
		if count >= stage.Least {
			to = n
		}
	}
	if now = to; now == before {
		return
	}
	from := w.state.Stage
	w.state.Stage = ""
	if to >= 0 {
		w.state.Stage = w.problem.Stages[to].Name
	}
	w.leave(from, at)
	change := Change{Kind: Moved, At: at, From: from, To: w.state.Stage, Why: "its indicators went out"}
	if to > before {
		change.Why, change.Alarm = w.enter(w.problem.Stages[to], ringing, at)
	}
	w.changes = append(w.changes, change)
}

// leave puts out the alarm of the stage that the problem was in.
func (w *walk) leave(stage string, at time.Time) {
	for _, alarm := range w.state.Alarms {
		if alarm.Indicator == stageName+stage && alarm.rings() {
			why := "the problem left the stage"
			w.changed(Resolved, w.alarm(alarm.ID).out(WentOut, at, "", why), at, why)
		}
	}
}

// enter rings for a stage.
func (w *walk) enter(stage indicator.Stage, ringing map[string][]*Alarm, at time.Time) (string, *Alarm) {
	day := at.Truncate(24 * time.Hour)
	alarm := &Alarm{
		ID: alarmID(w.problem.Name, stageName+stage.Name, at.Format(time.RFC3339Nano)), Problem: w.problem.Name, Indicator: stageName + stage.Name,
		Name: stage.Name, Question: w.problem.Question, Severity: stage.Severity,
		Condition: Open, Opened: at, Updated: at, Bin: day,
	}
	var names, labels []string
	for _, id := range stage.Ringing {
		for _, one := range ringing[id] {
			names = append(names, id)
			labels = append(labels, one.Notify...)
			alarm.Evidence = append(alarm.Evidence, one.Evidence...)
		}
	}
	slices.SortFunc(alarm.Evidence, compareMarks)
	alarm.Evidence = slices.CompactFunc(alarm.Evidence, func(a, b Mark) bool { return a.Ref() == b.Ref() })
	alarm.Evidence = alarm.Evidence[:min(len(alarm.Evidence), mostEvidence)]
	alarm.Origins = len(originsOf(alarm.Evidence))
	slices.Sort(labels)
	alarm.Notify = slices.Compact(labels)
	names = slices.Compact(names)
	why := fmt.Sprintf("%d of %s ring (%d are enough): %s", len(names), strings.Join(stage.Ringing, ", "), stage.Least, strings.Join(names, ", "))
	alarm.Observed = float64(len(names))
	alarm.Receipt = Receipt{
		At: at, Indicator: alarm.Indicator, Rule: fmt.Sprintf("stage: %s\nringing: [%s]\nleast: %d\n", stage.Name, strings.Join(stage.Ringing, ", "), stage.Least),
		Hash: w.problem.Hash(), From: day, To: at, Observed: alarm.Observed, Upper: float64(stage.Least), Explanation: why,
		Origins: sortedKeys(originsOf(alarm.Evidence)), Reader: w.env.Reader, Linker: w.env.Linker, Tree: w.env.Tree,
	}
	if spare := len(names) - stage.Least + 1; spare > 0 {
		alarm.Receipt.Without = []string{fmt.Sprintf("With %s fewer the stage would not have been entered.", countOf(spare, "indicator"))}
	}
	alarm.Assessment = assess(w.state.Records[alarm.Indicator], detect.Result{}, alarm)
	alarm.note(at, "opened", "", why)
	w.mine[alarm.ID] = true
	w.state.Alarms = append(w.state.Alarms, alarm)
	return why, alarm.clone()
}
