package ingest

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/ask"
	"tocsin/country/border"
	"tocsin/extract"
	"tocsin/link"
	"tocsin/notify"
	"tocsin/store"
	"tocsin/watch"
	"tocsin/watch/indicator"
)

// World is what rules are told of the world.
func World() indicator.World { return indicator.World{Border: border.Distance} }

// Watch follows a ledger's log, once it is linked, and rings for the warning
// problems that the ledger watches. Where a problem stands, what rang and the
// letters that tell of it are kept in one transaction with how far was looked,
// so that a process that dies loses and doubles nothing. Several processes may
// do so at once. It is not safe for concurrent use.
type Watch struct {
	ledger   *store.Ledger
	channels []*notify.Channel
	now      func() time.Time
	base     string // of the pages that messages link to, "" for none
	problems map[string]*indicator.Problem
	looked   map[[2]int64]looked // what was read of the log, while all problems look at it
}

// looked is what some entries of the log brought.
type looked struct {
	seen []indicator.Sighting
	next int64     // the entry behind them
	last time.Time // when the last of them was made
}

// WatchOptions say how a Watch works.
type WatchOptions struct {
	Channels []*notify.Channel
	Now      func() time.Time // time.Now without it
	BaseURL  string
}

// NewWatch makes a Watch of a ledger.
func NewWatch(ledger *store.Ledger, o WatchOptions) *Watch {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Watch{ledger, o.Channels, o.Now, o.BaseURL, map[string]*indicator.Problem{}, map[[2]int64]looked{}}
}

// manyChanged is how many entries of the log are looked at together.
const manyChanged = 500

// Follow looks at what was linked since the last time, and returns what rang or
// changed.
func (w *Watch) Follow(ctx context.Context) ([]watch.Change, error) {
	watched, err := w.ledger.Watches(ctx)
	if err != nil || len(watched) == 0 {
		return nil, err
	}
	env, err := EnvOf(ctx, w.ledger, time.Time{})
	if err != nil {
		return nil, err
	}
	defer clear(w.looked)
	var all []watch.Change
	for _, one := range watched {
		changes, err := w.follow(ctx, one, env)
		all = append(all, changes...)
		if err != nil && !errors.Is(err, store.ErrMoved) { // another process looks at it
			return all, fmt.Errorf("watch %s: %w", one.Name, err)
		}
	}
	return all, nil
}

func (w *Watch) follow(ctx context.Context, watched store.Watched, env watch.Env) ([]watch.Change, error) {
	var all []watch.Change
	for {
		linked, err := w.ledger.Linked(ctx)
		if err != nil {
			return all, err
		}
		most := min(manyChanged, linked.Seq-watched.Seq)
		entries, err := w.entries(ctx, watched.Seq, most)
		if err != nil {
			return all, err
		}
		// What is not linked yet may be of any moment since: then the clock stands
		// where the last linked entry does. It never stands before that, since
		// what is not looked at in its time is never looked at.
		now := w.now()
		if entries.next < linked.Size || now.Before(entries.last) {
			now = entries.last
		}
		changes, err := w.look(ctx, &watched, func(problem *indicator.Problem, state watch.State) (watch.State, []watch.Change, error) {
			if now.IsZero() || now.Before(state.Now) {
				now = state.Now
			}
			state, changes := watch.Check(problem, state, entries.seen, now, env)
			return state, changes, nil
		}, entries.next)
		all = append(all, changes...)
		if err != nil || entries.next >= linked.Seq {
			return all, err
		}
	}
}

// Past rings for what the ledger has already, as if every article had come in
// when it was published, and goes on from there. The problem must be watched.
// Nobody is told: it is past.
func (w *Watch) Past(ctx context.Context, name string) ([]*watch.Alarm, error) {
	watched, err := w.watched(ctx, name)
	if err != nil {
		return nil, err
	}
	linked, err := w.ledger.Linked(ctx)
	if err != nil {
		return nil, err
	}
	env, err := EnvOf(ctx, w.ledger, time.Time{})
	if err != nil {
		return nil, err
	}
	now := w.now()
	chronicle, failed := Chronicle(ctx, w.ledger, now)
	quiet := Watch{w.ledger, nil, w.now, w.base, w.problems, w.looked}
	var alarms []*watch.Alarm
	_, err = quiet.look(ctx, &watched, func(problem *indicator.Problem, _ watch.State) (watch.State, []watch.Change, error) {
		past := watch.Backtest(problem, chronicle, watch.Options{To: now}, env)
		alarms = past.Alarms
		return past.State, past.Changes, failed()
	}, linked.Seq)
	return alarms, err
}

// entries reads what some entries of the log brought, once for all problems that
// have come as far.
func (w *Watch) entries(ctx context.Context, from, most int64) (looked, error) {
	if most <= 0 {
		return looked{next: from}, nil
	}
	if known, done := w.looked[[2]int64{from, most}]; done {
		return known, nil
	}
	changed, next, err := w.ledger.Unlinked(ctx, from, int(most))
	if err != nil {
		return looked{}, err
	}
	found := looked{next: next}
	for _, c := range changed {
		if c.Seq < from || !c.Read {
			continue // read anew or corrected: it was seen when it came
		}
		seen, err := Sightings(ctx, w.ledger, c.Article, c.At, time.Time{})
		if err != nil {
			return looked{}, err
		}
		found.seen = append(found.seen, seen...)
	}
	if found.last, err = w.ledger.EntryTime(ctx, next-1); err != nil {
		return looked{}, err
	}
	clear(w.looked)
	w.looked[[2]int64{from, most}] = found
	return found, nil
}

// look changes the state of a problem and keeps what came of it.
func (w *Watch) look(ctx context.Context, watched *store.Watched, change func(*indicator.Problem, watch.State) (watch.State, []watch.Change, error), next int64) ([]watch.Change, error) {
	problem, err := w.problem(*watched)
	if err != nil {
		return nil, err
	}
	var state watch.State
	if len(watched.State) > 0 {
		if err := json.Unmarshal(watched.State, &state); err != nil {
			return nil, err
		}
	}
	state, changes, err := change(problem, state)
	if err != nil {
		return nil, err
	}
	rows, letters, err := w.kept(problem, changes, state)
	if err != nil {
		return nil, err
	}
	if watched.State, err = json.Marshal(state); err != nil {
		return nil, err
	}
	watched.Seq = next
	if err := w.ledger.Rang(ctx, *watched, rows, letters); err != nil {
		return nil, err
	}
	watched.Revision++
	return changes, nil
}

// problem compiles the rules, once.
func (w *Watch) problem(watched store.Watched) (*indicator.Problem, error) {
	if known := w.problems[string(watched.Rules)]; known != nil {
		return known, nil
	}
	problem, err := indicator.Read(watched.Name, watched.Rules, World())
	if err == nil {
		w.problems[string(watched.Rules)] = problem
	}
	return problem, err
}

// EnvOf is what the engine is told of a ledger; origins are told as they were
// known at a time, the zero time for now.
func EnvOf(ctx context.Context, ledger *store.Ledger, asOf time.Time) (watch.Env, error) {
	head, err := ledger.Head(ctx)
	if err != nil {
		return watch.Env{}, err
	}
	return watch.Env{
		Reader: extract.Reader(), Linker: link.Version, Tree: watch.Tree{Size: head.Size, Root: hex.EncodeToString(head.Hash[:])},
		Origins: func(refs []tocsin.Ref) []string { return originsOf(ctx, ledger, refs, tocsin.Filter{AsOf: asOf}) },
	}, nil
}

// originsOf names the independent origins of findings. What cannot be told is
// its article's own.
func originsOf(ctx context.Context, ledger *store.Ledger, refs []tocsin.Ref, filter tocsin.Filter) []string {
	var articles []string
	for _, ref := range refs {
		articles = append(articles, ref.Article)
	}
	slices.Sort(articles)
	known, err := ask.OriginNames(ctx, ledger, slices.Compact(articles), filter)
	names := make([]string, len(refs))
	for i, ref := range refs {
		names[i] = ref.Article
		if err == nil {
			names[i] = known[ref.Article]
		}
	}
	return names
}

// kept are the alarms that changed, as the ledger keeps them, and the letters
// that tell of them.
func (w *Watch) kept(problem *indicator.Problem, changes []watch.Change, state watch.State) ([]store.AlarmRow, []store.Letter, error) {
	var rows []store.AlarmRow
	var letters []store.Letter
	for _, change := range changes {
		if change.Alarm == nil {
			continue
		}
		row, err := alarmRow(*change.Alarm)
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
		message, tells := messageOf(change, state, w.base)
		if !tells {
			continue
		}
		deliveries, err := notify.Deliveries(w.channels, message, w.now())
		if err != nil {
			return nil, nil, err
		}
		for _, d := range deliveries {
			l, err := letter(d)
			if err != nil {
				return nil, nil, err
			}
			letters = append(letters, l)
		}
	}
	return rows, letters, nil
}

func alarmRow(a watch.Alarm) (store.AlarmRow, error) {
	body, err := json.Marshal(a)
	return store.AlarmRow{ID: a.ID, Problem: a.Problem, Indicator: a.Indicator, State: string(a.Condition), Opened: a.Opened, Updated: a.Updated, Body: body}, err
}

// severities are those of CAP 1.2.
var severities = map[indicator.Severity]notify.Severity{
	indicator.Low: notify.Minor, indicator.Moderate: notify.Moderate, indicator.High: notify.Severe, indicator.Critical: notify.Extreme,
}

// messageOf words a change for people, and reports whether it is worth telling.
func messageOf(change watch.Change, state watch.State, base string) (notify.Message, bool) {
	states := map[watch.Kind]notify.State{
		watch.Opened: notify.Open, watch.Reopened: notify.Open, watch.Escalated: notify.Updated,
		watch.Resolved: notify.Resolved, watch.Expires: notify.Resolved,
	}
	told, tells := states[change.Kind]
	if !tells || change.Muted {
		return notify.Message{}, false
	}
	return MessageOf(*change.Alarm, told, change.Why, state.Stage, base), true
}

// MessageOf words an alarm for people.
func MessageOf(a watch.Alarm, state notify.State, why, stage, base string) notify.Message {
	m := notify.Message{
		Alarm: a.ID, Revision: len(a.History), Problem: a.Problem, Indicator: a.Indicator, Title: a.Name, Severity: severities[a.Severity],
		Likelihood: a.Assessment.Likelihood, Confidence: a.Assessment.Confidence, State: state, Stage: stage,
		Started: a.Opened, Updated: a.Updated, Ended: a.Ended, Receipt: a.Receipt.Hash,
	}
	if a.Key != "" {
		m.Title += ": " + a.Key
	}
	for _, line := range []string{why, a.Question, a.Receipt.Explanation, fmt.Sprintf("%d independent origins", a.Origins)} {
		if line != "" && !slices.Contains(m.Summary, line) {
			m.Summary = append(m.Summary, line)
		}
	}
	if base != "" {
		m.Link = strings.TrimSuffix(base, "/") + "/watch/" + a.ID
	}
	if len(a.Notify) > 0 {
		m.Labels = map[string]string{}
		for _, label := range a.Notify {
			key, value, _ := strings.Cut(label, "=")
			m.Labels[key] = value
		}
	}
	const most = 10
	for _, mark := range a.Evidence[:min(len(a.Evidence), most)] {
		m.Evidence = append(m.Evidence, notify.Evidence{Title: mark.Title, Outlet: mark.Outlet, URL: mark.URL, Published: mark.At, Quote: mark.Text})
		m.Area.Country = cmp.Or(m.Area.Country, mark.Country)
		m.Area.Name = cmp.Or(m.Area.Name, mark.Place)
	}
	return m
}

// Act does to an alarm what an analyst decided.
func (w *Watch) Act(ctx context.Context, action watch.Action) (watch.Alarm, error) {
	row, err := w.ledger.Alarm(ctx, action.Alarm)
	if err != nil {
		return watch.Alarm{}, err
	}
	const tries = 8
	for range tries {
		if _, err := w.Follow(ctx); err != nil { // what came in before comes first
			return watch.Alarm{}, err
		}
		watched, err := w.watched(ctx, row.Problem)
		if err != nil {
			return watch.Alarm{}, err
		}
		env, err := EnvOf(ctx, w.ledger, time.Time{})
		if err != nil {
			return watch.Alarm{}, err
		}
		changes, err := w.look(ctx, &watched, func(problem *indicator.Problem, state watch.State) (watch.State, []watch.Change, error) {
			if action.At.Before(state.Now) {
				action.At = state.Now
			}
			state, passed := watch.Check(problem, state, nil, action.At, env)
			var err error
			if state.Alarms, err = withAlarm(state.Alarms, row); err != nil {
				return state, nil, err
			}
			state, changes, err := watch.Act(problem, state, action, env)
			return state, append(passed, changes...), err
		}, watched.Seq)
		if errors.Is(err, store.ErrMoved) {
			continue
		}
		for _, change := range changes {
			if err == nil && change.Alarm != nil && change.Alarm.ID == action.Alarm {
				return *change.Alarm, nil
			}
		}
		return watch.Alarm{}, err
	}
	return watch.Alarm{}, store.ErrMoved
}

// withAlarm adds an alarm that went out so long ago that the state no longer has
// it: a verdict may still come.
func withAlarm(alarms []*watch.Alarm, row store.AlarmRow) ([]*watch.Alarm, error) {
	if slices.ContainsFunc(alarms, func(a *watch.Alarm) bool { return a.ID == row.ID }) {
		return alarms, nil
	}
	var old watch.Alarm
	if err := json.Unmarshal(row.Body, &old); err != nil {
		return nil, err
	}
	return append([]*watch.Alarm{&old}, alarms...), nil
}

func (w *Watch) watched(ctx context.Context, name string) (store.Watched, error) {
	all, err := w.ledger.Watches(ctx)
	if err != nil {
		return store.Watched{}, err
	}
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
	}
	return store.Watched{}, fmt.Errorf("%w: %s", store.ErrNoProblem, name)
}

// Sightings are what rules see of an article of the ledger as it was read and
// linked at a time, the zero time for now; known is when the ledger learnt of it.
func Sightings(ctx context.Context, ledger *store.Ledger, article string, known, asOf time.Time) ([]indicator.Sighting, error) {
	statements, err := ledger.StatementsIn(ctx, article, tocsin.Filter{AsOf: asOf})
	if err != nil {
		return nil, err
	}
	links := indicator.Links{Occurrences: map[string]string{}, Statements: map[string]tocsin.Statement{}}
	for _, statement := range statements {
		for _, ref := range statement.Claims {
			if ref.Article == article {
				links.Statements[ref.Claim] = statement
			}
		}
	}
	findings := tocsin.Filter{Article: article}
	if !asOf.IsZero() {
		findings.AsOf = known // as it was read when it came, whatever has replaced it since
	}
	for findings, err := range ledger.Select(ctx, tocsin.NounArticle, findings) {
		if err != nil {
			return nil, err
		}
		places := map[string]string{}
		for _, place := range findings.Places {
			places[place.ID] = place.Name
		}
		for _, event := range findings.Events {
			links.Occurrences[event.ID] = happening(event, places, cmp.Or(day(findings.Article.Published), day(known)))
		}
		return indicator.See(findings, known, links), nil
	}
	return nil, nil
}

// happening names what an event is a mention of by its coded parts: two mentions
// of one category, with the same sides, at one place on one day, are one. It is
// coarser than package occurrence, which compares all mentions with each other,
// and costs nothing.
func happening(event tocsin.Event, places map[string]string, published string) string {
	side := func(p tocsin.Party) string { return cmp.Or(p.Country, p.Name) }
	return strings.Join([]string{string(event.Category), side(event.Actor), side(event.Recipient), places[event.Place], cmp.Or(event.Date, published)}, "|")
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// Chronicle yields the sightings of all articles published before a time, in the
// order of publication: the past as one would have liked to know it. What cannot
// be read ends it and is told by the function that it returns.
func Chronicle(ctx context.Context, ledger *store.Ledger, before time.Time) (iter.Seq[indicator.Sighting], func() error) {
	return chronicle(ctx, ledger, store.ChronicleQuery{Published: before}, func(s *indicator.Sighting) { s.Known = time.Time{} })
}

// Lived yields the sightings of all articles that the ledger knew at a time, in
// the order in which it learnt of them, with what it knew of them then: the past
// as it was lived.
func Lived(ctx context.Context, ledger *store.Ledger, at time.Time) (iter.Seq[indicator.Sighting], func() error) {
	return chronicle(ctx, ledger, store.ChronicleQuery{Known: at}, func(*indicator.Sighting) {})
}

func chronicle(ctx context.Context, ledger *store.Ledger, query store.ChronicleQuery, each func(*indicator.Sighting)) (iter.Seq[indicator.Sighting], func() error) {
	var failed error
	return func(yield func(indicator.Sighting) bool) {
		articles, err := ledger.Chronicle(ctx, query)
		if err != nil {
			failed = err
			return
		}
		for _, article := range articles {
			seen, err := Sightings(ctx, ledger, article.ID, article.Known, query.Known)
			if err != nil {
				failed = err
				return
			}
			for _, sighting := range seen {
				each(&sighting)
				if !yield(sighting) {
					return
				}
			}
		}
	}, func() error { return failed }
}
