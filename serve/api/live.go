package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"tocsin"
	"tocsin/ingest"
	"tocsin/store"
)

// Live follows a ledger for everybody who wants to know what is new: one look at
// the log at a time, however many listen. It links what was read, and rings for it where nobody else does.
type Live struct {
	ledger *store.Ledger
	now    func() time.Time
	log    *slog.Logger
	look   time.Duration
	most   int

	linking chan struct{} // held by whoever links
	links   *ingest.Links
	watch   *ingest.Watch
	wake    func() // tells channels that something rang

	mu        sync.Mutex
	begun     string // names this run, for the IDs of news
	last      int64
	kept      []News // the latest, the oldest first
	listeners map[chan News]bool
	closed    bool
}

// News is something that is new.
type News struct {
	ID   string
	Kind string // article, statement, alarm, reset
	Data []byte // JSON
}

// ArticleNews tells of an article that was read, or read again.
type ArticleNews struct {
	ID        string     `json:"id"`
	Outlet    string     `json:"outlet"`
	Title     string     `json:"title"`
	Published *time.Time `json:"published"`
	Claims    int        `json:"claims"`
}

// StatementNews tells of a statement that stands otherwise than before.
type StatementNews struct {
	ID       string          `json:"id"`
	Source   string          `json:"source"`
	Text     string          `json:"text"`
	Standing tocsin.Standing `json:"standing"`
	Before   tocsin.Standing `json:"before" doc:"Empty where the statement is new."`
}

// AlarmNews tells of an alarm that rang or changed.
type AlarmNews struct {
	ID        string    `json:"id"`
	Problem   string    `json:"problem"`
	Indicator string    `json:"indicator"`
	State     string    `json:"state"`
	Updated   time.Time `json:"updated"`
}

// Bounds of what is told and kept.
const (
	keptNews    = 1000
	newsWaiting = 256 // for one listener; who is slower than that is let go
	mostPerLook = 200 // articles and statements that are told of one by one
)

func newLive(opts Options) *Live {
	return &Live{
		ledger: opts.Ledger, links: ingest.NewLinks(opts.Ledger), watch: opts.Watch, wake: opts.Rang, now: opts.Now, log: opts.Log, look: opts.Look, most: opts.Streams,
		linking: make(chan struct{}, 1), begun: fmt.Sprintf("%x", opts.Now().UnixNano()), listeners: map[chan News]bool{},
	}
}

// follow links what was read since the last time. Who comes while another one
// links waits for that and looks again.
func (l *Live) follow(ctx context.Context) error {
	select {
	case l.linking <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.linking }()
	err := l.links.Follow(ctx, nil)
	if err != nil && ctx.Err() == nil {
		l.log.Error("what was read could not be linked", "why", err)
	}
	return err
}

// ring rings for what was linked since the last time, unless another process
// does. What rings is in the ledger.
func (l *Live) ring(ctx context.Context) {
	if l.watch == nil {
		return
	}
	changes, err := l.watch.Follow(ctx)
	if err != nil && ctx.Err() == nil {
		l.log.Error("what came in could not be watched", "why", err)
	}
	if len(changes) > 0 {
		l.wake()
	}
}

// Run follows the ledger until ctx ends.
func (l *Live) Run(ctx context.Context) {
	defer l.close()
	seen, err := l.ledger.Linked(ctx)
	if err != nil && ctx.Err() == nil {
		l.log.Error("the ledger could not be looked at", "why", err)
	}
	alarmed := l.now()
	for {
		if l.follow(ctx) == nil {
			l.ring(ctx)
		}
		if seen, err = l.news(ctx, seen); err == nil {
			alarmed, err = l.rang(ctx, alarmed)
		}
		if err != nil && ctx.Err() == nil {
			l.log.Error("the ledger could not be looked at", "why", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(l.look):
		}
	}
}

// news tells what was linked since the ledger was last seen.
func (l *Live) news(ctx context.Context, seen store.Linked) (store.Linked, error) {
	now, err := l.ledger.Linked(ctx)
	if err != nil || now.Seq == seen.Seq {
		return seen, err
	}
	if now.Seq < seen.Seq { // linked anew: other statements, other names
		l.tell("reset", map[string]string{"why": "the ledger was linked anew; load what you show again"})
		return now, nil
	}
	changed, _, err := l.ledger.Unlinked(ctx, seen.Seq, int(now.Seq-seen.Seq))
	if err != nil {
		return seen, err
	}
	if len(changed) > mostPerLook {
		l.tell("reset", map[string]string{"why": fmt.Sprintf("%d articles are new; load what you show again", len(changed))})
		return now, nil
	}
	told := map[string]bool{}
	for _, c := range changed {
		if !c.Holds {
			continue
		}
		if err := l.article(ctx, c.Article); err != nil {
			return seen, err
		}
		statements, err := l.ledger.StatementsIn(ctx, c.Article, tocsin.Filter{})
		if err != nil {
			return seen, err
		}
		for _, s := range statements {
			if err := l.statement(ctx, s.ID, seen.At, told); err != nil {
				return seen, err
			}
			for _, tie := range s.Ties {
				if err := l.statement(ctx, tie.To, seen.At, told); err != nil {
					return seen, err
				}
			}
		}
	}
	return now, nil
}

func (l *Live) article(ctx context.Context, id string) error {
	for findings, err := range l.ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: id}) {
		if err != nil {
			return err
		}
		a := findings.Article
		l.tell("article", ArticleNews{a.ID, a.Outlet, a.Title, moment(a.Published), len(findings.Claims)})
	}
	return nil
}

// statement tells of a statement if it stands otherwise than at a time before.
func (l *Live) statement(ctx context.Context, id string, before time.Time, told map[string]bool) error {
	if told[id] || len(told) > mostPerLook {
		return nil
	}
	told[id] = true
	now, err := l.ledger.Statement(ctx, id, tocsin.Filter{})
	if errors.Is(err, store.ErrNoStatement) {
		return nil
	}
	if err != nil {
		return err
	}
	var stood tocsin.Standing
	if !before.IsZero() {
		old, err := l.ledger.Statement(ctx, id, tocsin.Filter{AsOf: before})
		if err != nil && !errors.Is(err, store.ErrNoStatement) {
			return err
		}
		stood = old.Standing
	}
	if now.Standing != stood && (stood != "" || now.Standing != tocsin.SingleSource) {
		l.tell("statement", StatementNews{now.ID, now.Source, now.Text, now.Standing, stood})
	}
	return nil
}

// rang tells of the alarms that changed since a time.
func (l *Live) rang(ctx context.Context, since time.Time) (time.Time, error) {
	rows, err := l.ledger.Alarms(ctx, store.AlarmFilter{Since: since.Add(time.Microsecond), Limit: mostPerLook})
	if err != nil {
		return since, err
	}
	for i := len(rows) - 1; i >= 0; i-- {
		row := rows[i]
		l.tell("alarm", AlarmNews{row.ID, row.Problem, row.Indicator, row.State, row.Updated})
		since = row.Updated
	}
	return since, nil
}

// tell tells everybody. Who has not taken the last news yet is let go, and may
// come again with the ID of the last that it has.
func (l *Live) tell(kind string, data any) {
	body, err := json.Marshal(data)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	news := News{fmt.Sprintf("%s-%d", l.begun, l.last), kind, body}
	l.kept = append(l.kept, news)
	if len(l.kept) > keptNews {
		l.kept = append([]News(nil), l.kept[len(l.kept)-keptNews:]...)
	}
	for listener := range l.listeners {
		select {
		case listener <- news:
		default:
			delete(l.listeners, listener)
			close(listener)
		}
	}
}

// listen subscribes to news: those after an ID that is still known come first,
// and where it is not, the word that some were missed. The channel is closed when
// the listener is too slow or nothing is told any more.
func (l *Live) listen(after string) (news chan News, missed []News, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || len(l.listeners) >= l.most {
		return nil, nil, errBusy
	}
	news = make(chan News, newsWaiting)
	l.listeners[news] = true
	if after == "" {
		return news, nil, nil
	}
	for i, known := range l.kept {
		if known.ID == after {
			return news, append(missed, l.kept[i+1:]...), nil
		}
	}
	reset := News{ID: fmt.Sprintf("%s-%d", l.begun, l.last), Kind: "reset", Data: []byte(`{"why":"news were missed; load what you show again"}`)}
	return news, []News{reset}, nil
}

func (l *Live) leave(news chan News) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.listeners[news] {
		delete(l.listeners, news)
		close(news)
	}
}

// Listeners counts who listens.
func (l *Live) Listeners() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.listeners)
}

func (l *Live) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for listener := range l.listeners {
		delete(l.listeners, listener)
		close(listener)
	}
}
