package watch

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tocsin/watch/detect"
	"tocsin/watch/indicator"
)

// Bounds of a track.
const (
	mostMarks  = 1000 // what is kept for open bins; more is counted but not shown
	mostTracks = 2000 // of one indicator: further keys share one track
	// keptThings is for how long it is remembered which articles a bin had, so
	// that one of them does not count twice; after that only their number is.
	keptThings = 31 * 24 * time.Hour
	// lookback is how many windows a detector sees.
	lookback = 1500
)

// elsewhere is the key of what comes after mostTracks keys.
const elsewhere = "(others)"

// countArticles counts articles of any kind, which is the volume of news.
func (w *walk) countArticles(arrivals []arrival, moment time.Time) {
	seen := map[string]bool{}
	var articles []*indicator.Sighting
	for _, a := range arrivals {
		if !seen[a.sighting.Article.ID] {
			seen[a.sighting.Article.ID] = true
			articles = append(articles, a.sighting)
		}
	}
	for bin := range w.state.Closed {
		line := w.state.Volume[bin]
		for _, s := range articles {
			number := binOf(bin, s.Published())
			line.add(number, []uint64{hash(s.Article.ID)}, nil)
			if number != binOf(bin, moment) {
				w.state.late[bin]++
			}
		}
		w.state.Volume[bin] = line
	}
	for n := range w.problem.Indicators {
		i := &w.problem.Indicators[n]
		if i.Detect.Silence == nil {
			continue
		}
		for _, id := range w.tracksOf(i) {
			for _, s := range articles {
				if _, carries := slices.BinarySearch(w.state.Tracks[id].Carriers, s.Article.Outlet); carries {
					track := w.track(i, w.state.Tracks[id].Key)
					track.Alive.add(binOf(i.Bin, s.Published()), []uint64{hash(s.Article.ID)}, nil)
				}
			}
		}
	}
}

// tracksOf are the tracks of an indicator, sorted.
func (w *walk) tracksOf(i *indicator.Indicator) []string {
	if i.By == indicator.ByNothing {
		if w.state.Tracks[i.ID] == nil {
			return nil
		}
		return []string{i.ID}
	}
	var ids []string
	for id, track := range w.state.Tracks {
		if track.Indicator == i.ID {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// count adds a sighting to the track that it belongs to.
func (w *walk) count(i *indicator.Indicator, s *indicator.Sighting, moment time.Time, touched map[string]touch) {
	key := i.Key(s)
	if i.By != indicator.ByNothing && key == "" {
		key = "(unknown)"
	}
	if w.state.Tracks[trackID(i.ID, key)] == nil && len(w.state.Tracks) >= mostTracks && len(w.tracksOf(i)) >= mostTracks {
		key = elsewhere
	}
	track := w.track(i, key)
	m := mark(i, s, moment)
	number := binOf(i.Bin, m.At)
	track.add(i, m, number, w.state.Closed[i.Bin])
	if i.Detect.Silence != nil {
		if at, carries := slices.BinarySearch(track.Carriers, m.Outlet); !carries {
			track.Carriers = slices.Insert(track.Carriers, at, m.Outlet)
		}
		track.Alive.add(number, []uint64{hash(m.Article)}, nil)
	}
	id := trackID(i.ID, key)
	span, known := touched[id]
	if !known {
		span = touch{i, key, number, number}
	}
	span.first, span.last = min(span.first, number), max(span.last, number)
	touched[id] = span
}

// add counts a mark. One of the same finding, which linking now knows more of,
// is replaced.
func (t *Track) add(i *indicator.Indicator, m Mark, number, closed int64) {
	t.Line.add(number, hashes(i, []Mark{m}), valueOf(i, m))
	if number <= closed-int64(i.Window) {
		return
	}
	if at := slices.IndexFunc(t.Marks, func(old Mark) bool { return old.ID == m.ID && old.Article == m.Article }); at >= 0 {
		m.Known = t.Marks[at].Known
		t.Marks[at] = m
		return
	}
	if len(t.Marks) >= mostMarks {
		t.Dropped++
		return
	}
	at, _ := slices.BinarySearchFunc(t.Marks, m, compareMarks)
	t.Marks = slices.Insert(t.Marks, at, m)
}

func compareMarks(a, b Mark) int {
	return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Article, b.Article), strings.Compare(a.ID, b.ID))
}

// hashes are what marks count as.
func hashes(i *indicator.Indicator, marks []Mark) []uint64 {
	var all []uint64
	for _, m := range marks {
		if i.Count == indicator.Origins || i.Count == indicator.Value {
			all = append(all, hash(m.Origin))
		}
		for _, thing := range m.Things {
			all = append(all, hash(thing))
		}
	}
	return all
}

func valueOf(i *indicator.Indicator, m Mark) *float64 {
	if i.Count != indicator.Value {
		return nil
	}
	if m.Value == nil {
		zero := 0.0
		return &zero
	}
	return m.Value
}

// closeBin judges a bin for good, for every indicator with such bins.
func (w *walk) closeBin(bin detect.Bin, number int64, at time.Time) {
	for n := range w.problem.Indicators {
		i := &w.problem.Indicators[n]
		if i.Bin != bin {
			continue
		}
		for _, id := range w.tracksOf(i) {
			track := w.track(i, w.state.Tracks[id].Key)
			w.recount(i, track, number)
			w.settle(i, track, number, at)
			track.trim(i, number+1)
			if i.By != indicator.ByNothing && track.idle() {
				delete(w.state.Tracks, id)
			}
		}
	}
	w.state.Closed[bin] = number + 1
	w.state.late[bin]++
	seal := number - int64(keptThings/indicator.Width(bin))
	line := w.state.Volume[bin]
	line.seal(seal)
	w.state.Volume[bin] = line.after(number - w.reach(bin))
	w.forgetAlarms(at)
	w.settleStage(at)
}

// reach is how many bins back anything is asked for.
func (w *walk) reach(bin detect.Bin) int64 {
	widest := 1
	for _, i := range w.problem.Indicators {
		if i.Bin == bin {
			widest = max(widest, i.Window)
		}
	}
	return int64(lookback * widest)
}

// recount counts a bin that closes anew from its marks: linking may have found
// meanwhile that some are one.
func (w *walk) recount(i *indicator.Indicator, track *Track, number int64) {
	if track.Dropped > 0 {
		return
	}
	marks := between(track.Marks, i.Bin, number, number, time.Time{})
	if len(marks) == 0 {
		return
	}
	marks = resolve(marks, w.env)
	track.Line.drop(number)
	for _, m := range marks {
		track.Line.add(number, hashes(i, []Mark{m}), valueOf(i, m))
	}
}

// trim forgets what no bin from open on can need.
func (t *Track) trim(i *indicator.Indicator, open int64) {
	first := open - int64(i.Window) + 1
	kept := t.Marks[:0]
	for _, m := range t.Marks {
		if binOf(i.Bin, m.At) >= first {
			kept = append(kept, m)
		}
	}
	t.Marks = kept
	if len(kept) == 0 {
		t.Dropped = 0
	}
	reach := int64(lookback * i.Window)
	t.Line, t.Alive = t.Line.after(open-reach), t.Alive.after(open-reach)
}

// idle: nothing is left to be kept.
func (t *Track) idle() bool { return len(t.Line) == 0 && len(t.Marks) == 0 && t.Alarm == "" }

// between are the marks of bins from…to that were published after a moment.
func between(marks []Mark, bin detect.Bin, from, to int64, since time.Time) []Mark {
	var found []Mark
	for _, m := range marks {
		if number := binOf(bin, m.At); number >= from && number <= to && (since.IsZero() || m.At.After(since)) {
			found = append(found, m)
		}
	}
	return found
}

// resolve names the origin of each mark as it is known now.
func resolve(marks []Mark, env Env) []Mark {
	if env.Origins == nil || len(marks) == 0 {
		return marks
	}
	refs := refsOf(marks)
	for n, origin := range env.Origins(refs) {
		marks[n].Origin = origin
	}
	return marks
}
