package watch_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/watch"
	"tocsin/watch/backtest"
	"tocsin/watch/indicator"
)

// rung is a state in which the threats ring, and that alarm's ID.
func rung(t *testing.T) (*indicator.Problem, watch.State, string) {
	t.Helper()
	p := problem(t, port)
	given := []indicator.Sighting{threat(day(1), "Ferry", "a"), threat(day(2), "Gull", "b")}
	state, changes := watch.Check(p, watch.State{}, given, day(2), watch.Env{})
	return p, state, changes[0].Alarm.ID
}

func act(t *testing.T, p *indicator.Problem, state watch.State, action watch.Action) (watch.State, []watch.Change) {
	t.Helper()
	action.Who = "Ines"
	state, changes, err := watch.Act(p, state, action, watch.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return state, changes
}

func TestAnalystsHandleAlarms(t *testing.T) {
	p, state, id := rung(t)
	before := text(t, state)
	next, changes := act(t, p, state, watch.Action{At: day(3), Deed: watch.Assign, Alarm: id, To: "Jonas", Why: "knows the port"})
	if alarm := changes[0].Alarm; alarm.Condition != watch.Assigned || alarm.Assignee != "Jonas" {
		t.Errorf("it is %+v", alarm)
	}
	if step := changes[0].Alarm.History; step[len(step)-1].Who != "Ines" || step[len(step)-1].Why != "knows the port" {
		t.Errorf("the history is %+v", step)
	}
	if text(t, state) != before {
		t.Error("the old state was changed")
	}
	// Resolved, it does not ring again for the same reports, but for new ones.
	next, changes = act(t, p, next, watch.Action{At: day(3), Deed: watch.Resolve, Alarm: id, Why: "old news"})
	check(t, changes, `
	03-03 12:00 acted threats
	03-03 12:00 resolved stage/talk
	03-03 12:00 stage "talk" to ""`)
	_, changes = watch.Check(p, next, []indicator.Sighting{threat(day(3).Add(time.Hour), "Lantern", "c"), threat(day(3).Add(2*time.Hour), "Ferry", "d")}, day(4), watch.Env{})
	check(t, changes, `
	03-03 14:00 opened threats
	03-03 14:00 stage stage/talk "" to "talk"`)
}

func TestSilencedAlarmsAreMutedUntilTheirTime(t *testing.T) {
	p, state, id := rung(t)
	state, _ = act(t, p, state, watch.Action{At: day(2), Deed: watch.Silence, Alarm: id, Until: day(3)})
	given := []indicator.Sighting{threat(day(2).Add(time.Hour), "Lantern", "c"), threat(day(3).Add(time.Hour), "Anchor", "d")}
	_, changes := watch.Check(p, state, given, day(3).Add(2*time.Hour), watch.Env{})
	var muted []string
	for _, c := range changes {
		muted = append(muted, fmt.Sprint(c.Kind, " ", c.Muted))
	}
	if got := strings.Join(muted, ", "); got != "updated true, updated false, escalated false" {
		t.Errorf("got %s", got)
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	p, state, id := rung(t)
	gone, _ := act(t, p, state, watch.Action{At: day(3), Deed: watch.Resolve, Alarm: id})
	for _, c := range []struct {
		state  watch.State
		action watch.Action
		want   string
	}{
		{state, watch.Action{Who: "Ines", Deed: watch.Note, Alarm: "w0"}, "no alarm w0"},
		{state, watch.Action{Deed: watch.Acknowledge, Alarm: id}, "say who"},
		{state, watch.Action{Who: "Ines", Deed: watch.Assign, Alarm: id}, "to whom"},
		{state, watch.Action{Who: "Ines", At: day(3), Until: day(2), Deed: watch.Silence, Alarm: id}, "still to come"},
		{state, watch.Action{Who: "Ines", Deed: watch.Judge, Verdict: "maybe", Alarm: id}, "none of true, false, noise"},
		{state, watch.Action{Who: "Ines", Deed: watch.Reopen, Alarm: id}, "still rings"},
		{state, watch.Action{Who: "Ines", Deed: "eat", Alarm: id}, "none of"},
		{gone, watch.Action{Who: "Ines", Deed: watch.Acknowledge, Alarm: id}, "resolved already"},
	} {
		_, _, err := watch.Act(p, c.state, c.action, watch.Env{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v gives %v, want %q", c.action, err, c.want)
		}
	}
}

func TestReopenedAlarmRingsUntilItIsQuiet(t *testing.T) {
	p, state, id := rung(t)
	state, _ = act(t, p, state, watch.Action{At: day(3), Deed: watch.Resolve, Alarm: id})
	state, _ = act(t, p, state, watch.Action{At: day(3), Deed: watch.Reopen, Alarm: id})
	var given []indicator.Sighting
	for n := range 12 {
		given = append(given, article(day(3+n).Add(time.Hour), "Ferry", fmt.Sprint("q", n)))
	}
	_, changes := watch.Check(p, state, given, day(15), watch.Env{})
	check(t, changes, `
	03-07 06:00 resolved threats
	03-07 06:00 resolved stage/talk
	03-07 06:00 stage "talk" to ""`)
}

func TestVerdictsMakeARecordAndEndAStage(t *testing.T) {
	p, state, id := rung(t)
	state, changes := act(t, p, state, watch.Action{At: day(2), Deed: watch.Judge, Alarm: id, Verdict: watch.Noise})
	if state.Stage != "" {
		t.Error("an alarm that is noise holds a stage")
	}
	if len(changes) == 0 || state.Records["threats"] != (watch.Record{Noise: 1}) {
		t.Errorf("the records are %v", state.Records)
	}
	state, _ = act(t, p, state, watch.Action{At: day(2), Deed: watch.Judge, Alarm: id, Verdict: watch.True})
	if state.Records["threats"] != (watch.Record{True: 1}) {
		t.Errorf("after another verdict the records are %v", state.Records)
	}
	state, _ = act(t, p, state, watch.Action{At: day(2), Deed: watch.Judge, Alarm: id})
	if state.Records["threats"] != (watch.Record{}) {
		t.Errorf("after it was taken back the records are %v", state.Records)
	}
}

func TestLikelihoodIsEarnedByARecord(t *testing.T) {
	p, state, _ := rung(t)
	if a := state.Alarms[0].Assessment; a.Likelihood != "unlikely" || a.Confidence != "low" || len(a.Reasons) < 3 {
		t.Errorf("without a record it is %+v", a)
	}
	state.Records = map[string]watch.Record{"threats": {True: 30, False: 1}}
	given := []indicator.Sighting{threat(day(2).Add(time.Hour), "Lantern", "c"), article(day(5), "Ferry", "x")}
	state, _ = watch.Check(p, state, given, day(5), watch.Env{})
	if a := state.Alarms[0].Assessment; a.Likelihood != "very likely" || a.Confidence != "high" {
		t.Errorf("with a good record it is %+v", a)
	}
	for probability, want := range map[float64]string{0.03: "almost no chance", 0.1: "very unlikely", 0.3: "unlikely", 0.5: "roughly even chance", 0.6: "likely", 0.9: "very likely", 0.97: "almost certain"} {
		if got := watch.Likelihood(probability); got != want {
			t.Errorf("%v is %q, want %q", probability, got, want)
		}
	}
	share, low, high := watch.Record{True: 8, False: 2}.Precision()
	if share != 0.8 || low < 0.48 || low > 0.5 || high < 0.94 || high > 0.95 {
		t.Errorf("the precision is %v, %v to %v", share, low, high)
	}
}

func TestReceiptSaysWhatWouldHaveKeptItSilent(t *testing.T) {
	p := problem(t, strings.Replace(port, "at_least: 2", "at_least: 3", 1))
	given := []indicator.Sighting{
		threat(day(1), "Ferry", "a"), threat(day(1).Add(time.Minute), "Gull", "b"),
		threat(day(1).Add(time.Minute), "Gull", "b2"), threat(day(2), "Lantern", "c"),
	}
	env := watch.Env{Reader: tocsin.Reader{Version: "7"}, Linker: "l2", Tree: watch.Tree{Size: 9, Root: "ab"}}
	state, _ := watch.Check(p, watch.State{}, given, day(2), env)
	receipt := state.Alarms[0].Receipt
	for _, want := range []string{"With 2 origins instead of 3 it would have stayed silent.", "any one of its 3 origins"} {
		if !strings.Contains(strings.Join(receipt.Without, " "), want) {
			t.Errorf("missing %q in %q", want, receipt.Without)
		}
	}
	if receipt.Reader.Version != "7" || receipt.Linker != "l2" || receipt.Tree.Root != "ab" || receipt.Hash != p.Indicators[0].Hash {
		t.Errorf("it does not say by what it was made: %+v", receipt)
	}
	if !receipt.From.Equal(day(0).Add(-12*time.Hour)) || !receipt.To.Equal(day(3).Add(-12*time.Hour)) {
		t.Errorf("the window is %v to %v", receipt.From, receipt.To)
	}
	if first := receipt.Sightings[0]; first.Article != "a" || first.Origin != "Ferry" || first.Span.End != 32 {
		t.Errorf("the first sighting is %+v", first)
	}
}

func TestReplayGivesTheSameOrSaysWhy(t *testing.T) {
	p := problem(t, port)
	given := quiet(60)
	for n := range 6 {
		given = append(given, event(day(61).Add(time.Duration(n)*time.Minute), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery"))
	}
	given = append(given, threat(day(60), "Ferry", "t1"), threat(day(61), "Gull", "t2"))
	state, _ := watch.Check(p, watch.State{}, byMoment(given), day(64), watch.Env{Linker: "l1"})
	if len(state.Alarms) < 3 {
		t.Fatalf("only %d alarms", len(state.Alarms))
	}
	// What came later, or was learnt of later, changes nothing.
	more := append(slices.Clone(given), event(day(65), "Ferry", "later", "COERCE", "Ellery"))
	late := event(day(61), "Ferry", "learnt later", "COERCE", "Ellery")
	late.Known = day(70)
	more = append(more, late)
	for _, alarm := range state.Alarms {
		if alarm.Receipt.Detector.Threshold == nil && alarm.Receipt.Detector.Rate == nil {
			continue
		}
		differences, err := watch.Replay(alarm.Receipt, more, indicator.World{}, watch.Env{Linker: "l1"})
		if err != nil || len(differences) > 0 {
			t.Errorf("%s: %q, %v", alarm.Indicator, differences, err)
		}
	}
	for _, alarm := range state.Alarms {
		if alarm.Indicator != "threats" {
			continue
		}
		less := slices.DeleteFunc(slices.Clone(given), func(s indicator.Sighting) bool { return s.Article.ID == "t1" })
		differences, _ := watch.Replay(alarm.Receipt, less, indicator.World{}, watch.Env{Linker: "l2"})
		all := strings.Join(differences, "\n")
		for _, want := range []string{"observed: 2 then, 1 now", "counted then and not now: claim ct1", "the linker was l1; it is l2"} {
			if !strings.Contains(all, want) {
				t.Errorf("missing %q in\n%s", want, all)
			}
		}
		alarm.Receipt.Hash = "0"
		if differences, _ := watch.Replay(alarm.Receipt, given, indicator.World{}, watch.Env{}); len(differences) != 1 || !strings.Contains(differences[0], "hash") {
			t.Errorf("a changed rule gives %q", differences)
		}
	}
}

func TestStagesAreEnteredAndLeft(t *testing.T) {
	p := problem(t, port)
	given := quiet(60)
	given = append(given, threat(day(60), "Ferry", "t1"), threat(day(60).Add(time.Minute), "Gull", "t2"))
	for n := range 6 {
		given = append(given, event(day(61).Add(time.Duration(n)*time.Minute), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery"))
	}
	for n := range 30 {
		given = append(given, article(day(62+n), "Ferry", fmt.Sprint("r", n)))
	}
	_, changes := watch.Check(p, watch.State{}, given, day(90), watch.Env{})
	var stages []string
	var critical *watch.Alarm
	for _, c := range changes {
		if c.Kind == watch.Moved {
			stages = append(stages, fmt.Sprintf("%s>%s", c.From, c.To))
			if c.Alarm != nil && c.Alarm.Name == "closure" {
				critical = c.Alarm
			}
		}
	}
	if got := strings.Join(stages, " "); got != ">talk talk>closure closure>talk talk>" {
		t.Errorf("the stages go %s", got)
	}
	if critical == nil || critical.Severity != indicator.Critical || !slices.Equal(critical.Notify, []string{"harbour-master"}) || len(critical.Evidence) < 4 {
		t.Errorf("entering the stage gives %+v", critical)
	}
}

func TestARuleThatCostsTooMuchIsTold(t *testing.T) {
	p := problem(t, `
problem: Costly
indicators:
  - id: loops
    of: articles
    where: actors.all(a, actors.all(b, actors.all(c, a.name + b.name + c.name != "x")))
    detect: {tripwire: {at_least: 1}}
`)
	s := article(day(1), "Ferry", "a")
	for n := range 100 {
		s.Actors = append(s.Actors, indicator.Party{Name: fmt.Sprint(n)})
	}
	_, changes := watch.Check(p, watch.State{}, []indicator.Sighting{s}, day(2), watch.Env{})
	if len(changes) != 1 || changes[0].Kind != watch.Trouble || !strings.Contains(changes[0].Why, "loops") {
		t.Errorf("got %s", tell(changes))
	}
}

func TestBacktestIsComparedWithPlainRules(t *testing.T) {
	p := problem(t, port)
	given := quiet(120)
	for n := range 8 {
		given = append(given, event(day(110).Add(time.Duration(n)*time.Minute), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery"))
	}
	past := watch.Backtest(p, slices.Values(byMoment(given)), watch.Options{From: day(40), To: day(125)}, watch.Env{})
	if len(past.Alarms) != 1 || past.Weeks < 12 || past.PerWeek <= 0 {
		t.Fatalf("got %s", tell(past.Changes))
	}
	onsets := []backtest.Onset{{Series: watch.Whole, At: day(115), What: "the port was closed"}, {Series: watch.Whole, At: day(60), What: "nothing foretold it"}}
	comparisons := past.Compare(p, onsets, backtest.Window{Before: 10, After: 1})
	var methods []string
	for _, c := range comparisons {
		methods = append(methods, c.Method)
	}
	if !slices.Equal(methods, []string{"indicators", "last value", "volume only", "Farrington"}) {
		t.Errorf("it is compared with %v", methods)
	}
	if r := comparisons[0].Report; r.Found != 1 || r.Alarms != 1 || r.Lead != 5 || len(r.Misses) != 1 {
		t.Errorf("the indicators' report is %+v", r)
	}
}
