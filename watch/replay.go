package watch

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin/watch/indicator"
)

// Replay judges once more what an alarm rang for, from its receipt's own rule
// and from the sightings that the ledger has now, and tells how the outcome
// differs; nothing where it is the same. Sightings must be those of all
// articles published since as far back as the receipt's history reaches; what
// the ledger learnt of only after the alarm rang is left out.
func Replay(receipt Receipt, sightings []indicator.Sighting, world indicator.World, env Env) (differences []string, err error) {
	problem, err := indicator.Read("receipt.yaml", []byte(receipt.Rule), world)
	if err != nil {
		return nil, fmt.Errorf("the receipt's rule cannot be read any more: %w", err)
	}
	i := &problem.Indicators[0]
	if i.Hash != receipt.Hash {
		return []string{fmt.Sprintf("the rule has the hash %s, the receipt says %s", i.Hash, receipt.Hash)}, nil
	}
	track, volume := tracked(i, receipt, sightings, env)
	number := binOf(i.Bin, receipt.To) - 1
	return compare(receipt, receiptOf(track, judge(i, track, number, volume, 0, env, receipt.Early), receipt.At, env)), nil
}

// tracked counts the sightings that could be used when the alarm rang.
func tracked(i *indicator.Indicator, receipt Receipt, sightings []indicator.Sighting, env Env) (*Track, Line) {
	track := &Track{Indicator: i.ID, Key: receipt.Key, Since: receipt.Since, State: receipt.State}
	var volume Line
	var marks []Mark
	for n := range sightings {
		s := &sightings[n]
		if s.At.IsZero() || s.Moment().After(receipt.At) {
			continue
		}
		volume.add(binOf(i.Bin, s.Published()), []uint64{hash(s.Article.ID)}, nil)
		if matches, _ := i.Matches(s); matches && i.Key(s) == receipt.Key {
			marks = append(marks, mark(i, s, s.Moment()))
		}
	}
	slices.SortFunc(marks, compareMarks)
	first := binOf(i.Bin, receipt.From)
	for _, m := range resolve(marks, env) {
		number := binOf(i.Bin, m.At)
		track.Line.add(number, hashes(i, []Mark{m}), valueOf(i, m))
		if number >= first {
			track.Marks = append(track.Marks, m)
		}
	}
	if i.Detect.Silence != nil {
		track.alive(i, marks, sightings, receipt.At)
	}
	return track, volume
}

// alive counts the articles of the outlets that brought a speaker's words.
func (t *Track) alive(i *indicator.Indicator, marks []Mark, sightings []indicator.Sighting, until time.Time) {
	since := map[string]time.Time{}
	for _, m := range marks {
		if old, known := since[m.Outlet]; !known || m.Known.Before(old) {
			since[m.Outlet] = m.Known
		}
	}
	for n := range sightings {
		s := &sightings[n]
		if at, carries := since[s.Article.Outlet]; carries && !s.Moment().Before(at) && !s.Moment().After(until) {
			t.Alive.add(binOf(i.Bin, s.Published()), []uint64{hash(s.Article.ID)}, nil)
		}
	}
}

// compare tells how two receipts of one alarm differ.
func compare(then, now Receipt) []string {
	var differences []string
	differ := func(format string, args ...any) { differences = append(differences, fmt.Sprintf(format, args...)) }
	for _, number := range []struct {
		name      string
		then, now float64
	}{
		{"observed", then.Observed, now.Observed}, {"expected", then.Expected, now.Expected}, {"enough to ring", then.Upper, now.Upper},
		{"score", then.Score, now.Score}, {"strength", then.Strength, now.Strength}, {"news in the window", then.WindowVolume, now.WindowVolume},
	} {
		if math.Abs(number.then-number.now) > 1e-9*(1+math.Abs(number.then)) {
			differ("%s: %s then, %s now", number.name, figure(number.then), figure(number.now))
		}
	}
	if then.Explanation != now.Explanation {
		differ("then: %q, now: %q", then.Explanation, now.Explanation)
	}
	differences = append(differences, missing(then.Sightings, now.Sightings)...)
	if !slices.Equal(then.Origins, now.Origins) {
		differ("independent origins: %s then, %s now", strings.Join(then.Origins, ", "), strings.Join(now.Origins, ", "))
	}
	if at := firstDifference(then.History, now.History); at > 0 {
		differ("the history differs from %s before on", countOf(at, "window"))
	}
	if at := firstDifference(then.Volume, now.Volume); at > 0 {
		differ("the volume of news differs from %s before on", countOf(at, "window"))
	}
	if then.Reader != now.Reader && now.Reader.Version != "" {
		differ("the reader was version %s, model %s; it is version %s, model %s", then.Reader.Version, then.Reader.Model, now.Reader.Version, now.Reader.Model)
	}
	if then.Linker != now.Linker && now.Linker != "" {
		differ("the linker was %s; it is %s", then.Linker, now.Linker)
	}
	return differences
}

// missing are the sightings that only one of the two counted.
func missing(then, now []Mark) []string {
	var differences []string
	has := func(marks []Mark, m Mark) bool {
		return slices.ContainsFunc(marks, func(other Mark) bool { return other.Ref() == m.Ref() })
	}
	for _, m := range then {
		if !has(now, m) {
			differences = append(differences, fmt.Sprintf("counted then and not now: %s %s of %s, %q", m.Noun, m.ID, m.Article, m.Text))
		}
	}
	for _, m := range now {
		if !has(then, m) {
			differences = append(differences, fmt.Sprintf("counted now and not then: %s %s of %s, %q", m.Noun, m.ID, m.Article, m.Text))
		}
	}
	return differences
}

// firstDifference is how many values from the end two histories first differ,
// 0 for nowhere. What the longer one has before the shorter is no difference
// if it is nothing.
func firstDifference(a, b []float64) int {
	for n := 1; n <= max(len(a), len(b)); n++ {
		var x, y float64 = -1, -1
		if n <= len(a) {
			x = a[len(a)-n]
		}
		if n <= len(b) {
			y = b[len(b)-n]
		}
		if x != y && max(x, y) > 0 {
			return n
		}
	}
	return 0
}
