package watch_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tocsin/watch"
	"tocsin/watch/indicator"
)

// world draws some weeks of sightings, each learnt of within the delay, after
// some weeks of routine.
func world(t *rapid.T) []indicator.Sighting {
	given := quiet(30)
	outlets := []string{"Ferry", "Gull", "Lantern"}
	for n := range rapid.IntRange(5, 60).Draw(t, "sightings") {
		at := day(24).Add(time.Duration(rapid.IntRange(0, 16*24*4).Draw(t, "at")) * 15 * time.Minute)
		outlet, id := rapid.SampledFrom(outlets).Draw(t, "outlet"), fmt.Sprint("a", n)
		s := article(at, outlet, id)
		switch rapid.IntRange(0, 7).Draw(t, "kind") {
		case 0:
			s = threat(at, outlet, id)
		case 1:
			s = event(at, outlet, id, "COERCE", "Ellery")
		case 2:
			s = event(at, outlet, id, "ASSAULT", rapid.SampledFrom([]string{"Ellery", "Marsh"}).Draw(t, "place"))
		case 3:
			s = event(at, outlet, id, rapid.SampledFrom([]string{"RETREAT", "AID"}).Draw(t, "category"), "Ellery")
		case 4, 5, 6:
			for k := range rapid.IntRange(1, 4).Draw(t, "burst") {
				one := event(at, outlet, fmt.Sprint(id, "-", k), "COERCE", "Ellery")
				one.Known = at.Add(time.Duration(rapid.IntRange(0, 5*60).Draw(t, "late")) * time.Minute)
				given = append(given, one)
			}
		}
		s.Known = at.Add(time.Duration(rapid.IntRange(0, 5*60).Draw(t, "late")) * time.Minute)
		given = append(given, s)
	}
	return given
}

// TestCutsAndOrderDoNotMatter hands over the same sightings at once, and in
// many calls with a restart after each, in any order.
func TestCutsAndOrderDoNotMatter(t *testing.T) {
	p := problem(t, port)
	rapid.Check(t, func(t *rapid.T) {
		given := world(t)
		end := day(60)
		once, want := watch.Check(p, watch.State{}, given, end, watch.Env{})

		var moments []time.Time
		for range rapid.IntRange(0, 12).Draw(t, "cuts") {
			moments = append(moments, day(20).Add(time.Duration(rapid.IntRange(0, 30*24).Draw(t, "cut"))*time.Hour))
		}
		slices.SortFunc(moments, time.Time.Compare)
		shuffled := rapid.Permutation(given).Draw(t, "order")
		var state watch.State
		var got []watch.Change
		// The first call sets where the record begins.
		first := slices.MinFunc(given, func(a, b indicator.Sighting) int { return a.Moment().Compare(b.Moment()) }).Moment()
		done := time.Time{}
		for _, now := range append(moments, end) {
			if now.Before(first) {
				continue
			}
			var batch []indicator.Sighting
			for _, s := range shuffled {
				if m := s.Moment(); m.After(done) && !m.After(now) {
					batch = append(batch, s)
				}
			}
			var changes []watch.Change
			state, changes = watch.Check(p, state, batch, now, watch.Env{})
			got = append(got, changes...)
			var restarted watch.State
			out, _ := json.Marshal(state)
			if err := json.Unmarshal(out, &restarted); err != nil {
				t.Fatal(err)
			}
			state, done = restarted, now
		}
		if tell(got) != tell(want) {
			t.Fatalf("at once:\n%s\nin parts:\n%s", tell(want), tell(got))
		}
		a, _ := json.Marshal(once)
		b, _ := json.Marshal(state)
		if string(a) != string(b) {
			t.Fatalf("the states differ:\n%s\n%s", a, b)
		}
	})
}

// TestTheFutureIsNotUsed poisons everything after a moment.
func TestTheFutureIsNotUsed(t *testing.T) {
	p := problem(t, port)
	rapid.Check(t, func(t *rapid.T) {
		given := world(t)
		now := day(20).Add(time.Duration(rapid.IntRange(0, 30*24).Draw(t, "now")) * time.Hour)
		var known, poisoned []indicator.Sighting
		for _, s := range given {
			if s.Moment().After(now) {
				s.Event.Category, s.Claim.Act, s.Article.Outlet = "COERCE", "threaten", "Poison"
				s.Place.Name = "Nowhere"
			} else {
				known = append(known, s)
			}
			poisoned = append(poisoned, s)
		}
		for n := range 50 {
			poisoned = append(poisoned, threat(now.Add(time.Duration(n+1)*time.Minute), fmt.Sprint("Poison ", n), fmt.Sprint("q", n)))
		}
		a, want := watch.Check(p, watch.State{}, known, now, watch.Env{})
		b, got := watch.Check(p, watch.State{}, poisoned, now, watch.Env{})
		if x, y := text(t, a), text(t, b); x != y || tell(want) != tell(got) {
			t.Fatalf("the future is used:\n%s\n%s", x, y)
		}
		// What rang then is what a backtest to a later day says that rang.
		past := watch.Backtest(p, slices.Values(byMoment(given)), watch.Options{From: day(-100), To: day(70), Known: true}, watch.Env{})
		var before []watch.Change
		for _, c := range past.Changes {
			if !c.At.After(now) {
				before = append(before, c)
			}
		}
		if tell(before) != tell(want) {
			t.Fatalf("then:\n%s\nlooking back:\n%s", tell(want), tell(before))
		}
	})
}

func byMoment(given []indicator.Sighting) []indicator.Sighting {
	return slices.SortedStableFunc(slices.Values(given), func(a, b indicator.Sighting) int { return a.Moment().Compare(b.Moment()) })
}

// TestReportsInAnyOrderWithinTheDelay: which reports come sooner and which
// later does not decide what a closed bin says.
func TestReportsInAnyOrderWithinTheDelay(t *testing.T) {
	p := problem(t, port)
	rapid.Check(t, func(t *rapid.T) {
		given := world(t)
		other := slices.Clone(given)
		for n := range other {
			other[n].Known = other[n].At.Add(time.Duration(rapid.IntRange(0, 5*60).Draw(t, "late again")) * time.Minute)
		}
		borne := func(given []indicator.Sighting) string {
			state, _ := watch.Check(p, watch.State{}, given, day(60), watch.Env{})
			var counts []string
			for id, track := range state.Tracks {
				counts = append(counts, fmt.Sprint(id, track.Line))
			}
			slices.Sort(counts)
			return strings.Join(counts, "\n")
		}
		if a, b := borne(given), borne(other); a != b {
			t.Fatalf("closed bins differ:\n%s\n\n%s", a, b)
		}
	})
}
