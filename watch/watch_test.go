package watch_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin"
	"tocsin/watch"
	"tocsin/watch/indicator"
)

// port is a problem of several kinds of indicators.
const port = `
problem: Port Ellery is closed
question: Will somebody close the port within a month?
delay: 6h
stages:
  - name: talk
    ringing: [threats]
  - name: closure
    ringing: [closure, threats]
    least: 2
    severity: critical
indicators:
  - id: threats
    of: claims
    where: claim.act == "threaten" && about(claim.text, "port|harbour")
    count: origins
    origins: 2
    window: 3d
    detect: {tripwire: {at_least: 2}}
    resets: {quiet: 4d, expires: 40d}
  - id: closure
    of: events
    where: event.category == "COERCE" && event.status == "actual"
    detect: {rate: {alpha: 0.01, history: 10, gap: -1}}
    resets: {quiet: 3d, where: event.category == "RETREAT"}
    notify: [harbour-master]
  - id: by-place
    of: events
    by: place
    where: event.category == "ASSAULT"
    detect: {tripwire: {at_least: 2}}
  - id: pilot
    of: claims
    where: claim.source.name == "Chief pilot"
    count: claims
    detect: {silence: {minimum: 10}}
`

func problem(t testing.TB, text string) *indicator.Problem {
	t.Helper()
	problem, err := indicator.Read("port.yaml", []byte(text), indicator.World{})
	if err != nil {
		t.Fatal(err)
	}
	return problem
}

// day is noon of a day of March 2031 (and after).
func day(n int) time.Time { return time.Date(2031, 3, n, 12, 0, 0, 0, time.UTC) }

func article(at time.Time, outlet, id string) indicator.Sighting {
	return indicator.Sighting{
		At: at, Noun: tocsin.NounArticle, ID: id, Text: "Tides", Origin: outlet,
		Article: indicator.Article{ID: id, Outlet: outlet, Title: "Tides", Published: at},
	}
}

func threat(at time.Time, outlet, id string) indicator.Sighting {
	s := article(at, outlet, id)
	s.Noun, s.ID = tocsin.NounClaim, "c"+id
	s.Claim = indicator.Claim{ID: s.ID, Act: "threaten", Text: "the port would be shut", Source: indicator.Source{Name: "Admiral"}}
	s.Text, s.Span = s.Claim.Text, tocsin.Span{Start: 10, End: 32}
	return s
}

func event(at time.Time, outlet, id, category, place string) indicator.Sighting {
	s := article(at, outlet, id)
	s.Noun, s.ID, s.Text = tocsin.NounEvent, "e"+id, "closed"
	s.Event = indicator.Event{Category: category, Status: "actual", Text: "Guards closed the quay."}
	s.Place.Name = place
	return s
}

// tell is what happened, a line each.
func tell(changes []watch.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s %s", c.At.Format("01-02 15:04"), c.Kind)
		if c.Alarm != nil {
			fmt.Fprintf(&b, " %s", strings.TrimSuffix(c.Alarm.Indicator+"/"+c.Alarm.Key, "/"))
		}
		if c.Kind == watch.Moved {
			fmt.Fprintf(&b, " %q to %q", c.From, c.To)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func check(t *testing.T, changes []watch.Change, want string) {
	t.Helper()
	if diff := cmp.Diff(strings.ReplaceAll(strings.TrimSpace(want), "\t", ""), strings.TrimSpace(tell(changes))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func text(t interface{ Fatal(...any) }, v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAlarmOpensGrowsAndGoesOut(t *testing.T) {
	p := problem(t, port)
	given := []indicator.Sighting{
		threat(day(1), "Ferry", "a"), threat(day(2), "Ferry", "b"), // one origin twice
		threat(day(3), "Gull", "c"), threat(day(4), "Lantern", "d"), threat(day(4).Add(time.Hour), "Anchor", "e"),
		article(day(6), "Ferry", "f"), article(day(12), "Gull", "g"),
	}
	_, changes := watch.Check(p, watch.State{}, given, day(20), watch.Env{})
	// Four days are quiet once the window has left the last threat behind.
	check(t, changes, `
	03-03 12:00 opened threats
	03-03 12:00 stage stage/talk "" to "talk"
	03-04 12:00 updated threats
	03-04 13:00 escalated threats
	03-11 06:00 resolved threats
	03-11 06:00 resolved stage/talk
	03-11 06:00 stage "talk" to ""`)
	opened := changes[0].Alarm
	if opened.Observed != 2 || opened.Origins != 2 || len(opened.Receipt.Sightings) != 3 || !opened.Early {
		t.Errorf("opened with %+v", opened)
	}
}

func TestCopiesAreOneOrigin(t *testing.T) {
	p := problem(t, port)
	given := []indicator.Sighting{threat(day(1), "Ferry", "a"), threat(day(2), "Gull", "b"), threat(day(3), "Lantern", "c")}
	wire := func(refs []tocsin.Ref) []string {
		names := make([]string, len(refs))
		for i, ref := range refs {
			names[i] = map[string]string{"a": "wire", "b": "wire", "c": "own"}[ref.Article]
		}
		return names
	}
	_, changes := watch.Check(p, watch.State{}, given, day(3), watch.Env{Origins: wire})
	check(t, changes, `
	03-03 12:00 opened threats
	03-03 12:00 stage stage/talk "" to "talk"`)
}

func TestAlarmThatItsBinDoesNotBearOutIsTakenBack(t *testing.T) {
	p := problem(t, port)
	given := []indicator.Sighting{threat(day(1), "Ferry", "a"), threat(day(1).Add(time.Minute), "Gull", "b"), article(day(3), "Ferry", "z")}
	state, changes := watch.Check(p, watch.State{}, given, day(1).Add(time.Hour), watch.Env{})
	check(t, changes, `
	03-01 12:01 opened threats
	03-01 12:01 stage stage/talk "" to "talk"`)
	// Linking finds meanwhile that one copied the other.
	one := func(refs []tocsin.Ref) []string { return slices.Repeat([]string{"wire"}, len(refs)) }
	_, changes = watch.Check(p, state, nil, day(3), watch.Env{Origins: one})
	check(t, changes, `
	03-02 06:00 resolved threats
	03-02 06:00 resolved stage/talk
	03-02 06:00 stage "talk" to ""`)
}

func TestWhatIsLearntOfWhenABinClosesStillCounts(t *testing.T) {
	p := problem(t, port)
	given := quiet(60)
	for n := range 6 {
		s := event(day(61).Add(time.Duration(n)*time.Minute), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery")
		s.Known = time.Date(2031, 5, 1, 6, 0, n/3, 0, time.UTC) // day 61 is the last of April and closes then
		given = append(given, s)
	}
	state, _ := watch.Check(p, watch.State{}, given, day(63), watch.Env{})
	if len(state.Alarms) != 1 || state.Alarms[0].Observed != 3 {
		t.Errorf("got %s", text(t, state.Alarms))
	}
}

func TestABinThatClosesIsCountedAsLinkingKnowsItThen(t *testing.T) {
	p := problem(t, port)
	given := []indicator.Sighting{threat(day(1), "Ferry", "a"), threat(day(1).Add(time.Minute), "Gull", "b")}
	one := func(refs []tocsin.Ref) []string { return slices.Repeat([]string{"wire"}, len(refs)) }
	state, _ := watch.Check(p, watch.State{}, given, day(3), watch.Env{Origins: one})
	if line := state.Tracks["threats"].Line; len(line) != 1 || len(line[0].Things) != 1 {
		t.Errorf("the closed bin is %+v", line)
	}
}

func TestTooFewOriginsDoNotRing(t *testing.T) {
	p := problem(t, strings.Replace(port, "by: place", "origins: 2\n    by: place", 1))
	given := []indicator.Sighting{
		event(day(1), "Ferry", "a", "ASSAULT", "Ellery"), event(day(1).Add(time.Hour), "Ferry", "b", "ASSAULT", "Ellery"),
		event(day(1).Add(2*time.Hour), "Gull", "c", "ASSAULT", "Ellery"),
	}
	_, changes := watch.Check(p, watch.State{}, given, day(1).Add(3*time.Hour), watch.Env{})
	check(t, changes, `03-01 14:00 opened by-place/Ellery`)
}

func TestAnOldReportDoesNotPutAnAlarmOut(t *testing.T) {
	p := problem(t, port)
	given := quiet(60)
	for n := range 6 {
		given = append(given, event(day(61).Add(time.Duration(n)*time.Minute), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery"))
	}
	old := event(day(58), "Ferry", "y", "RETREAT", "Ellery")
	old.Known = day(62)
	_, changes := watch.Check(p, watch.State{}, append(given, old), day(62).Add(time.Hour), watch.Env{})
	if len(changes) == 0 || changes[len(changes)-1].Kind == watch.Resolved {
		t.Errorf("got\n%s", tell(changes))
	}
}

// TestTheFirstHourOfADayIsNotItsWhole: that all articles so far are of one kind
// is not unusual when there are but a few.
func TestTheFirstHourOfADayIsNotItsWhole(t *testing.T) {
	p := problem(t, port)
	var given []indicator.Sighting
	for n := range 60 {
		for k := range 30 {
			id := fmt.Sprint("n", n, "-", k)
			given = append(given, article(day(n+1), "Gull", id))
			if k%10 == n%3 {
				given = append(given, event(day(n+1), "Gull", id, "COERCE", "Marsh"))
			}
		}
	}
	morning := day(61).Add(-12 * time.Hour)
	for n := range 4 {
		given = append(given, event(morning.Add(time.Duration(n)*time.Minute), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery"))
	}
	if _, changes := watch.Check(p, watch.State{}, given, morning.Add(time.Hour), watch.Env{}); len(changes) > 0 {
		t.Errorf("it rings:\n%s", tell(changes))
	}
}

// TestLateArticlesReachTheHistory: an open bin was judged already when articles
// of the day before it come in.
func TestLateArticlesReachTheHistory(t *testing.T) {
	p := problem(t, port)
	given := quiet(60)
	morning := day(61).Add(-12 * time.Hour)
	given = append(given, event(morning.Add(time.Hour), "Gull", "early", "COERCE", "Ellery"))
	for n := range 2 {
		late := article(morning.Add(-time.Hour), "Ferry", fmt.Sprint("late", n))
		late.Known = morning.Add(2 * time.Hour)
		given = append(given, late)
	}
	for n := range 9 {
		given = append(given, event(morning.Add(3*time.Hour), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery"))
	}
	state, _ := watch.Check(p, watch.State{}, given, morning.Add(4*time.Hour), watch.Env{})
	if len(state.Alarms) != 1 {
		t.Fatalf("got %s", text(t, state.Alarms))
	}
	receipt := state.Alarms[0].Receipt
	if last := len(receipt.History) - 1; receipt.Volume[last] != 5 {
		t.Errorf("the day before has %v articles, want 5", receipt.Volume[last])
	}
}

func TestKeysRingApart(t *testing.T) {
	p := problem(t, port)
	given := []indicator.Sighting{
		event(day(1), "Ferry", "a", "ASSAULT", "Ellery"), event(day(1).Add(time.Minute), "Gull", "b", "ASSAULT", "Marsh"),
		event(day(1).Add(time.Hour), "Gull", "c", "ASSAULT", "Ellery"),
	}
	_, changes := watch.Check(p, watch.State{}, given, day(1).Add(2*time.Hour), watch.Env{})
	check(t, changes, `03-01 13:00 opened by-place/Ellery`)
}

func TestMentionsOfOneHappeningCountOnce(t *testing.T) {
	p := problem(t, port)
	given := []indicator.Sighting{event(day(1), "Ferry", "a", "ASSAULT", "Ellery"), event(day(1).Add(time.Hour), "Gull", "b", "ASSAULT", "Ellery")}
	given[0].Occurrence, given[1].Occurrence = "o1", "o1"
	if _, changes := watch.Check(p, watch.State{}, given, day(1).Add(2*time.Hour), watch.Env{}); len(changes) > 0 {
		t.Errorf("two reports of one happening ring: %s", tell(changes))
	}
}

// quiet is some weeks of every-day news, with a closure now and then.
func quiet(days int) []indicator.Sighting {
	var given []indicator.Sighting
	for n := range days {
		for _, outlet := range []string{"Ferry", "Gull", "Lantern"} {
			id := fmt.Sprintf("%s-%d", outlet, n)
			given = append(given, article(day(n+1), outlet, id))
			if n%6 == 0 && outlet == "Gull" {
				given = append(given, event(day(n+1), outlet, id, "COERCE", "Marsh"))
			}
		}
	}
	return given
}

func TestRateRingsAgainstItsPastAndIsReset(t *testing.T) {
	p := problem(t, port)
	given := quiet(60)
	for n := range 6 {
		given = append(given, event(day(61).Add(time.Duration(n)*time.Minute), "Gull", fmt.Sprint("x", n), "COERCE", "Ellery"))
	}
	back := event(day(62), "Ferry", "y", "RETREAT", "Ellery")
	given = append(given, back)
	_, changes := watch.Check(p, watch.State{}, given, day(62).Add(time.Hour), watch.Env{})
	if len(changes) < 3 || changes[0].Kind != watch.Opened || changes[0].Alarm.Indicator != "closure" || changes[0].At.Before(day(61)) {
		t.Fatalf("got\n%s", tell(changes))
	}
	last := changes[len(changes)-1]
	if last.Kind != watch.Resolved || !last.At.Equal(day(62)) || !strings.Contains(last.Why, "Ferry") {
		t.Errorf("the retreat does not put it out:\n%s%s", tell(changes), last.Why)
	}
	receipt := changes[0].Alarm.Receipt
	if receipt.Expected <= 0 || receipt.Observed <= receipt.Expected || len(receipt.History) < 50 {
		t.Errorf("the receipt is %+v", receipt)
	}
}

func TestALoudDayIsNoWarning(t *testing.T) {
	p := problem(t, port)
	given := quiet(60)
	// Three closures, as part of thirty times as much news of everything.
	for n := range 90 {
		id := fmt.Sprint("loud", n)
		given = append(given, article(day(61), "Gull", id))
		if n%30 == 0 {
			given = append(given, event(day(61), "Gull", id, "COERCE", "Ellery"))
		}
	}
	if _, changes := watch.Check(p, watch.State{}, given, day(63), watch.Env{}); len(changes) > 0 {
		t.Errorf("it rings:\n%s%s", tell(changes), changes[0].Why)
	}
}

func TestSilenceIsToldFromADeadFeed(t *testing.T) {
	p := problem(t, port)
	var given []indicator.Sighting
	for n := range 60 {
		at, id := day(n+1), fmt.Sprint("p", n)
		given = append(given, article(at, "Ferry", id), article(at, "Gull", "g"+id))
		if n < 50 {
			s := threat(at, "Ferry", id)
			s.Claim.Act, s.Claim.Source.Name = "assert", "Chief pilot"
			given = append(given, s)
		}
	}
	_, changes := watch.Check(p, watch.State{}, given, day(61), watch.Env{})
	if len(changes) == 0 || changes[0].Alarm.Indicator != "pilot" || changes[0].At.Before(day(51)) {
		t.Fatalf("the silence is not noticed: %s", tell(changes))
	}
	// The same, but it is the outlet that brings the pilot that falls silent.
	dead := slices.DeleteFunc(slices.Clone(given), func(s indicator.Sighting) bool {
		return s.Article.Outlet == "Ferry" && s.At.After(day(50))
	})
	if _, changes := watch.Check(p, watch.State{}, dead, day(61), watch.Env{}); len(changes) > 0 {
		t.Errorf("a dead feed is taken for silence: %s", tell(changes))
	}
}

func TestAlarmExpires(t *testing.T) {
	p := problem(t, port)
	var given []indicator.Sighting
	for n := range 60 {
		given = append(given, threat(day(n+1), []string{"Ferry", "Gull"}[n%2], fmt.Sprint("t", n)))
	}
	_, changes := watch.Check(p, watch.State{}, given, day(60), watch.Env{})
	kinds := map[watch.Kind]int{}
	for _, c := range changes {
		kinds[c.Kind]++
	}
	if kinds[watch.Opened] != 2 || kinds[watch.Expires] != 1 {
		t.Errorf("got %v", kinds)
	}
}
