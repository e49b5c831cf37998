package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"tocsin/feed"
	"tocsin/store"
)

// The pace of visits to a feed: what it asks for within these bounds, longer
// where it seldom has anything new.
const (
	soonest = 5 * time.Minute
	usually = 30 * time.Minute
	latest  = 24 * time.Hour
)

// Collect visits the feeds of the ledger, each in its time, fetches what is new
// and reads it, until ctx ends.
func (f *Flow) Collect(ctx context.Context) error {
	if err := f.queue.start(); err != nil {
		return err
	}
	const checkup = time.Hour
	var checked time.Time
	for {
		if now := f.opts.Now(); now.Sub(checked) > checkup {
			f.tellSilent(ctx, now)
			checked = now
		}
		if err := f.queueDue(ctx); err != nil && ctx.Err() == nil {
			f.opts.Log.Error("the feeds could not be looked through", "why", err)
		}
		f.follow(ctx)
		select {
		case <-ctx.Done():
			return f.queue.stop()
		case <-time.After(look):
		}
	}
}

// tellSilent warns of feeds that used to speak.
func (f *Flow) tellSilent(ctx context.Context, now time.Time) {
	healths, err := Healths(ctx, f.ledger, now)
	if err != nil {
		return
	}
	for _, h := range healths {
		if h.Silent {
			f.opts.Log.Warn("feed is silent", "feed", h.URL, "why", fmt.Sprintf("%.1f new items a day before, none since %s", h.PerDay, h.Spoke.UTC().Format(time.DateOnly)))
		}
	}
}

// CollectOnce visits every feed that is due and returns when all that it
// brought is read.
func (f *Flow) CollectOnce(ctx context.Context) error {
	if err := f.queue.start(); err != nil {
		return err
	}
	err := f.queueDue(ctx)
	return f.finish(ctx, err)
}

// queueDue puts the feeds whose time has come on the queue. One that is there
// already is not put there twice.
func (f *Flow) queueDue(ctx context.Context) error {
	feeds, err := f.ledger.Feeds(ctx)
	if err != nil {
		return err
	}
	now := f.opts.Now()
	var due []args
	for _, subscribed := range feeds {
		if !subscribed.Next.After(now) {
			due = append(due, feedArgs{URL: subscribed.URL})
		}
	}
	return f.queue.insert(ctx, due)
}

// visit visits a feed. An address that no feed of the ledger has was named by
// one of them, as an index of site maps names its parts; it is visited once.
func (f *Flow) visit(ctx context.Context, address string) error {
	feeds, err := f.ledger.Feeds(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(feeds, func(s store.Feed) bool { return s.URL == address })
	if i < 0 {
		_, _, err := f.arrivals(ctx, store.Feed{URL: address})
		return err
	}
	subscribed := feeds[i]
	if subscribed.Next.After(f.opts.Now()) {
		return nil // visited since it was put on the queue
	}
	fresh, count, err := f.arrivals(ctx, subscribed)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return f.ledger.Visit(ctx, f.visited(subscribed, fresh, count, err), count)
}

// visited is the state of a feed after a visit.
func (f *Flow) visited(s store.Feed, response feed.Response, count int, err error) store.Feed {
	now := f.opts.Now()
	s.Visited = now
	if err != nil {
		s.Failures++
		s.Trouble = err.Error()
		s.Next = feed.Backoff(s.Failures, err, now, s.URL)
		f.opts.Log.Warn("feed not read", "feed", s.URL, "why", err)
		return s
	}
	s.Succeeded, s.Failures, s.Trouble = now, 0, ""
	s.ETag, s.Modified = response.Validators.ETag, response.Validators.LastModified
	if count > 0 {
		s.Spoke = now
	}
	s.Next = now.Add(pace(s, response.Fresh, now))
	return s
}

// pace is how long to wait before the next visit: what the user says, else
// half as long as the feed has been quiet, and not before it says that its
// answer grows stale.
func pace(s store.Feed, fresh time.Duration, now time.Time) time.Duration {
	if s.Every > 0 {
		return max(s.Every, time.Minute)
	}
	quiet := usually
	if !s.Spoke.IsZero() {
		quiet = min(max(now.Sub(s.Spoke)/2, soonest), 4*usually)
	}
	return min(max(quiet, fresh), latest)
}

// arrivals fetches a feed and puts on the queue what is new in it or has
// changed.
func (f *Flow) arrivals(ctx context.Context, s store.Feed) (feed.Response, int, error) {
	response, err := f.client.Get(ctx, s.URL, feed.Validators{ETag: s.ETag, LastModified: s.Modified})
	if err != nil || response.NotModified {
		if response.Validators == (feed.Validators{}) {
			response.Validators = feed.Validators{ETag: s.ETag, LastModified: s.Modified}
		}
		return response, 0, err
	}
	var items []feed.Item
	var hashes []string
	for item, err := range feed.Read(s.URL, response, feed.Options{MaxBytes: f.opts.MaxBytes, Timeout: f.opts.Timeout, AllowPrivate: f.opts.AllowPrivate, UserAgent: f.opts.UserAgent}) {
		if errors.Is(err, feed.ErrNoEntries) {
			continue // a feed may be empty
		}
		if err != nil {
			return response, 0, err
		}
		if s.Title != "" && item.Outlet == "" {
			item.Outlet = s.Title
		}
		items, hashes = append(items, item), append(hashes, itemHash(item))
	}
	unseen, err := f.ledger.Unseen(ctx, s.URL, hashes)
	if err != nil {
		return response, 0, err
	}
	raws, jobs := map[string][]byte{}, []args(nil)
	for i, item := range items {
		if !unseen[hashes[i]] {
			continue
		}
		item.Name = item.URL
		if item.Name == "" {
			item.Name = s.URL + " " + item.Title
		}
		job, raw := arrival(item)
		job = from(job, s.URL)
		if raw != nil {
			raws[job.sum()] = raw
		}
		jobs = append(jobs, job)
	}
	if err := f.put(ctx, raws, jobs); err != nil {
		return response, 0, err
	}
	return response, len(jobs), f.ledger.Seen(ctx, s.URL, hashes)
}

// from notes by which feed an item came.
func from(job args, address string) args {
	switch job := job.(type) {
	case readArgs:
		job.About.From = address
		return job
	case pageArgs:
		job.About.From = address
		return job
	}
	return job
}

// itemHash changes when a feed says something else of an item.
func itemHash(item feed.Item) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %d %x", item.ID, item.URL, item.Title, item.Summary, item.Published.Unix(), sha256.Sum256(item.Body)))
	return hex.EncodeToString(sum[:16])
}

// Health is how a feed does.
type Health struct {
	store.Feed
	PerDay float64 // new items a day in the two weeks before the last day
	Silent bool    // it used to speak, and has been quiet for too long
}

// Healths tells how the feeds do. A feed is silent that has had nothing new for
// so long that, at its own pace, chance would have it in one of a thousand
// cases (its items taken as a Poisson process), and for a day at the least.
func Healths(ctx context.Context, ledger *store.Ledger, now time.Time) ([]Health, error) {
	const days, rare = 15, 0.001
	feeds, err := ledger.Feeds(ctx)
	if err != nil {
		return nil, err
	}
	var healths []Health
	for _, f := range feeds {
		counts, err := ledger.Arrivals(ctx, f.URL, now, days)
		if err != nil {
			return nil, err
		}
		h := Health{Feed: f}
		total := 0
		for _, n := range counts[:days-1] {
			total += n
		}
		spoken := min(max(now.Sub(f.Added).Hours()/24-1, 1), days-1)
		h.PerDay = float64(total) / spoken
		quiet := now.Sub(f.Spoke)
		h.Silent = !f.Spoke.IsZero() && quiet > 24*time.Hour && math.Exp(-h.PerDay*quiet.Hours()/24) < rare
		healths = append(healths, h)
	}
	return healths, nil
}
