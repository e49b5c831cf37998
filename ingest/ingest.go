// Package ingest is the whole flow on one page: items come in, are kept as they
// came and put on a queue; workers turn each into an Article, read it and save
// it to the ledger.
//
// Every step can be done twice without harm, for the ledger knows what it has.
// So a process may be killed at any moment: what it had taken in is on the
// queue, what it was doing is done again, nothing is lost and nothing doubled.
package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"tocsin"
	"tocsin/extract"
	"tocsin/feed"
	"tocsin/page"
	"tocsin/store"
	"tocsin/watch"
)

// Options say how a Flow works. Zero values stand for the defaults named.
type Options struct {
	Workers      int           // articles read at the same time; as many as there are cores
	Fetchers     int           // pages fetched at the same time; 16
	MaxBytes     int64         // of one article; feed.DefaultMaxBytes
	Timeout      time.Duration // of one address; feed.DefaultTimeout
	Delay        time.Duration // between two requests to one host; a second
	AllowPrivate bool          // let addresses lead to this machine and private networks
	IgnoreRobots bool
	UserAgent    string
	Rescue       time.Duration // how long a worker may be silent before its work goes to another; two minutes
	Watch        *Watch        // rings for what comes in; one without channels where there is none
	Notify       func()        // told when letters may be waiting, nil for nobody
	Log          *slog.Logger  // of what goes wrong, nil for nothing
	Now          func() time.Time
}

// Flow reads what it is given into a ledger.
type Flow struct {
	ledger *store.Ledger
	queue  *queue
	client *feed.Client
	links  *Links
	opts   Options
	counts Counts
}

// Counts are what a Flow has done so far.
type Counts struct {
	Taken                           atomic.Int64 // items put on the queue
	Added, Revised, Reread, Known   atomic.Int64
	Failed, Fetched, Refused, Moved atomic.Int64
}

// New makes a Flow on a ledger and its queue in the same database.
func New(ctx context.Context, ledger *store.Ledger, opts Options) (*Flow, error) {
	opts = withDefaults(opts)
	if opts.Watch == nil {
		opts.Watch = NewWatch(ledger, WatchOptions{Now: opts.Now})
	}
	f := &Flow{ledger: ledger, links: NewLinks(ledger), opts: opts}
	f.client = feed.NewClient(feed.ClientOptions{
		UserAgent: opts.UserAgent, MaxBytes: opts.MaxBytes, Timeout: opts.Timeout, Delay: opts.Delay,
		AllowPrivate: opts.AllowPrivate, IgnoreRobots: opts.IgnoreRobots,
	})
	var err error
	f.queue, err = openQueue(ctx, f)
	return f, err
}

func withDefaults(opts Options) Options {
	if opts.Workers == 0 {
		opts.Workers = cores()
	}
	if opts.Fetchers == 0 {
		opts.Fetchers = 16
	}
	if opts.MaxBytes == 0 {
		opts.MaxBytes = feed.DefaultMaxBytes
	}
	if opts.Timeout == 0 {
		opts.Timeout = feed.DefaultTimeout
	}
	if opts.Delay == 0 {
		opts.Delay = time.Second
	}
	if opts.Rescue == 0 {
		opts.Rescue = 2 * time.Minute
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return opts
}

// Counts tells what was done so far.
func (f *Flow) Counts() *Counts { return &f.counts }

// Close lets go of the queue and of connections; the ledger stays open.
func (f *Flow) Close() { f.client.Close(); f.queue.close() }

// Work works on the queue, and links what was read, until ctx ends; what is
// begun is finished.
func (f *Flow) Work(ctx context.Context) error {
	if err := f.queue.start(); err != nil {
		return err
	}
	for {
		f.follow(ctx)
		select {
		case <-ctx.Done():
			return f.queue.stop()
		case <-time.After(look):
		}
	}
}

// look is how often is looked whether there is anything to do.
const look = 2 * time.Second

// follow links what was read since the last time and rings for it. What goes
// wrong is tried again at the next.
func (f *Flow) follow(ctx context.Context) {
	if err := f.linkAndWatch(ctx); err != nil && ctx.Err() == nil {
		f.opts.Log.Error("what was read could not be linked or watched", "why", err)
	}
}

func (f *Flow) linkAndWatch(ctx context.Context) error {
	if err := f.links.Follow(ctx, nil); err != nil {
		return err
	}
	changes, err := f.opts.Watch.Follow(ctx)
	for _, change := range changes {
		if change.Kind == watch.Opened || change.Kind == watch.Escalated {
			f.opts.Log.Warn("alarm "+string(change.Kind), "alarm", change.Alarm.ID, "name", change.Alarm.Name, "why", change.Why)
		}
	}
	if len(changes) > 0 && f.opts.Notify != nil {
		f.opts.Notify()
	}
	return err
}

// Ingest takes the names in, works on the queue until it is empty, and returns.
// Names are files, folders, addresses and "-", as package feed knows them. A
// file that was taken in before is not taken in again unless it has changed;
// one that was taken in partly is gone on with.
func (f *Flow) Ingest(ctx context.Context, names []string, source feed.Options) error {
	if err := f.queue.start(); err != nil {
		return err
	}
	err := f.take(ctx, names, source)
	return f.finish(ctx, err)
}

// finish waits until the queue is empty and links what was read, unless
// something went wrong before.
func (f *Flow) finish(ctx context.Context, err error) error {
	if err == nil {
		err = f.queue.drained(ctx)
	}
	if err = errors.Join(err, f.queue.stop()); err != nil {
		return err
	}
	return f.linkAndWatch(ctx)
}

// mostWaiting bounds how many items wait on the queue.
const mostWaiting = 5000

// take puts the items of the names on the queue.
func (f *Flow) take(ctx context.Context, names []string, source feed.Options) error {
	source.MaxBytes, source.Timeout, source.AllowPrivate, source.UserAgent = f.opts.MaxBytes, f.opts.Timeout, f.opts.AllowPrivate, f.opts.UserAgent
	for _, name := range names {
		if err := f.takeName(ctx, name, source); err != nil {
			return err
		}
	}
	return nil
}

func (f *Flow) takeName(ctx context.Context, name string, source feed.Options) error {
	key, err := archive(name)
	if err != nil {
		return err
	}
	var before store.Progress
	if key != "" {
		if before, err = f.ledger.Progress(ctx, key); err != nil {
			return err
		}
		if before.Done {
			f.counts.Known.Add(int64(before.Items))
			return nil
		}
	}
	t := taking{flow: f, key: key, skip: before.Items}
	for item, err := range feed.Items(ctx, []string{name}, source) {
		if err := t.item(ctx, item, err); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return t.flush(ctx, true)
}

// archive is what a plain file's progress is noted under, "" for what is none:
// its name and what changes when its content does.
func archive(name string) (string, error) {
	info, err := os.Stat(name)
	if name == "-" || feed.IsURL(name) || err != nil || !info.Mode().IsRegular() {
		return "", nil
	}
	full, err := filepath.Abs(name)
	return fmt.Sprintf("%s|%d|%d", full, info.Size(), info.ModTime().UnixNano()), err
}

// taking is one name on its way to the queue.
type taking struct {
	flow  *Flow
	key   string
	skip  int // items that were taken in before
	count int
	raws  map[string][]byte
	jobs  []args
	size  int
}

func (t *taking) item(ctx context.Context, item feed.Item, err error) error {
	t.count++
	if t.count <= t.skip {
		return nil
	}
	if err != nil {
		t.flow.fail(ctx, item.Name, err)
		return nil
	}
	job, raw := arrival(item)
	if t.raws == nil {
		t.raws = map[string][]byte{}
	}
	if raw != nil {
		t.raws[job.sum()] = raw
		t.size += len(raw)
	}
	t.jobs = append(t.jobs, job)
	const many, large = 100, 4 << 20
	if len(t.jobs) < many && t.size < large {
		return nil
	}
	return t.flush(ctx, false)
}

// flush keeps the bytes, then puts the jobs on the queue, then notes how far it
// got: whoever is killed between does the last step again.
func (t *taking) flush(ctx context.Context, done bool) error {
	if err := t.flow.queue.room(ctx, mostWaiting); err != nil {
		return err
	}
	if err := t.flow.put(ctx, t.raws, t.jobs); err != nil {
		return err
	}
	t.raws, t.jobs, t.size = nil, nil, 0
	if t.key == "" {
		return nil
	}
	return t.flow.ledger.SetProgress(ctx, t.key, store.Progress{Items: max(t.count, t.skip), Done: done})
}

func (f *Flow) put(ctx context.Context, raws map[string][]byte, jobs []args) error {
	if err := f.ledger.KeepRaw(ctx, raws); err != nil {
		return err
	}
	if err := f.queue.insert(ctx, jobs); err != nil {
		return fmt.Errorf("put on the queue: %w", err)
	}
	f.counts.Taken.Add(int64(len(jobs)))
	return nil
}

// arrival is the job for an item, and the bytes to keep.
func arrival(item feed.Item) (args, []byte) {
	about := aboutOf(item)
	switch item.Kind {
	case feed.Link:
		return pageArgs{About: about}, nil
	case feed.Feed:
		return feedArgs{URL: item.URL}, nil
	}
	raw := item.Raw
	if raw == nil {
		raw = item.Body
	}
	sum := sha256.Sum256(raw)
	job := readArgs{About: about, Raw: hex.EncodeToString(sum[:])}
	if item.Kind == feed.Text && item.Raw != nil {
		// The bytes are a line of JSON or the like: the text in them is what
		// is read, so it goes along.
		job.Text = string(item.Body)
	}
	return job, raw
}

// fail notes what could not be read.
func (f *Flow) fail(ctx context.Context, name string, err error) {
	f.counts.Failed.Add(1)
	f.opts.Log.Warn("not read", "input", name, "why", err)
	if err := f.ledger.Fail(context.WithoutCancel(ctx), name, err.Error()); err != nil {
		f.opts.Log.Error("a failure could not be noted", "input", name, "why", err)
	}
}

// about is what is known of an item besides its bytes. It travels on the queue.
type about struct {
	Name        string
	ID          string    `json:",omitempty"`
	URL         string    `json:",omitempty"`
	Outlet      string    `json:",omitempty"`
	Title       string    `json:",omitempty"`
	Authors     []string  `json:",omitempty"`
	Published   time.Time `json:",omitzero"`
	Fetched     time.Time `json:",omitzero"`
	Summary     string    `json:",omitempty"`
	Kind        feed.Kind
	ContentType string   `json:",omitempty"`
	Notes       []string `json:",omitempty"`
	From        string   `json:",omitempty"` // the feed that it came by
}

func aboutOf(item feed.Item) about {
	return about{
		Name: item.Name, ID: item.ID, URL: item.URL, Outlet: item.Outlet, Title: item.Title, Authors: item.Authors,
		Published: item.Published, Fetched: item.Fetched, Summary: item.Summary, Kind: item.Kind, ContentType: item.ContentType, Notes: item.Notes,
	}
}

// errUnreadable marks what no second try would read.
var errUnreadable = errors.New("cannot be read")

// read turns the bytes of one item into an article, reads it and saves it. An
// article that is known is not read.
func (f *Flow) read(ctx context.Context, job readArgs) error {
	raw, err := f.ledger.Raw(ctx, job.Raw)
	if err != nil {
		return err
	}
	article, notes, err := f.article(ctx, job, raw)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnreadable, err)
	}
	from := job.About.From
	if from == "" {
		from = job.About.Name
	}
	delivery := store.Delivery{Raw: raw, Notes: notes, Evidence: tocsin.Evidence{
		SHA256: job.Raw, Size: len(raw), ContentType: job.About.ContentType, Fetched: job.About.Fetched, From: from,
	}}
	saved, err := Save(ctx, f.ledger, article, delivery)
	f.counts.Moved.Add(int64(saved.Moved))
	if err == nil {
		f.counted(saved.Outcome)
	}
	return err
}

// Saved is what became of an article.
type Saved struct {
	Identity store.Identity
	Outcome  store.Outcome
	Findings tocsin.Findings // empty where it was known
	Notes    []string        // of what was done to it
	Moved    int             // how often another process took its place meanwhile
}

// Save names an article, reads it under that name and saves it with what it was
// read from; one that the ledger has, read by this reader, is not read again.
// Where another process takes its place meanwhile, it begins anew.
func Save(ctx context.Context, ledger *store.Ledger, article tocsin.Article, delivery store.Delivery) (Saved, error) {
	reader := extract.Reader()
	english := article.Language == "en" || article.Language == ""
	if !english {
		reader = tocsin.Reader{}
		delivery.Notes = append(slices.Clone(delivery.Notes), "language "+article.Language+": kept, not read; only English is")
	}
	const tries = 8
	saved := Saved{Notes: delivery.Notes}
	for range tries {
		is, err := ledger.Identify(ctx, article, reader)
		if err != nil {
			return saved, err
		}
		saved.Identity, saved.Outcome = is, store.Known
		if is.Known {
			return saved, nil
		}
		named := article
		named.ID = is.ID
		delivery.Identity, delivery.Findings = is, tocsin.Findings{Article: named}
		if english {
			delivery.Findings = extract.Findings(named)
		}
		outcomes, err := ledger.Save(ctx, delivery)
		if errors.Is(err, store.ErrMoved) {
			saved.Moved++
			continue
		}
		if err != nil {
			return saved, err
		}
		saved.Outcome, saved.Findings = outcomes[0], delivery.Findings
		return saved, nil
	}
	return saved, store.ErrMoved
}

func (f *Flow) counted(outcome store.Outcome) {
	switch outcome {
	case store.Added:
		f.counts.Added.Add(1)
	case store.Revised:
		f.counts.Revised.Add(1)
	case store.Reread:
		f.counts.Reread.Add(1)
	default:
		f.counts.Known.Add(1)
	}
}

// pageBudget is how long the careful ways to find a page's text may take.
const pageBudget = 20 * time.Second

// article makes an Article of an item. What the item says of itself wins over
// what its page says, but for the text.
func (f *Flow) article(ctx context.Context, job readArgs, raw []byte) (tocsin.Article, []string, error) {
	about, notes := job.About, job.About.Notes
	now := f.opts.Now()
	if !about.Fetched.IsZero() {
		now = about.Fetched
	}
	var article tocsin.Article
	if about.Kind == feed.HTML {
		ctx, cancel := context.WithTimeout(ctx, pageBudget)
		defer cancel()
		parsed, err := page.Parse(ctx, raw, page.About{URL: about.URL, ContentType: about.ContentType, Now: now})
		switch {
		case err == nil:
			article = parsed
		case about.Summary == "":
			return article, nil, err
		default: // the feed's own words are better than nothing
			article.Text = about.Summary
			notes = append(notes, "the page "+err.Error()+"; the feed's summary is kept")
		}
	} else {
		article.Text = job.Text
		if job.Text == "" {
			article.Text = string(raw)
		}
	}
	if article.Language == "" {
		article.Language = page.Language(article.Text)
	}
	told(&article, about)
	if why := absurd(article.Published, now); why != "" {
		notes = append(notes, fmt.Sprintf("the publication date %s is left out: %s", article.Published.UTC().Format(time.DateOnly), why))
		article.Published = time.Time{}
	}
	return article, notes, nil
}

// told completes an article with what its item says.
func told(article *tocsin.Article, about about) {
	article.ID = about.ID
	if about.URL != "" {
		article.URL = about.URL
	}
	// A page knows best whose it is, unless all that it has is its address.
	if about.Outlet != "" && (about.Kind != feed.HTML || article.Outlet == "" || isHost(article.Outlet)) {
		article.Outlet = about.Outlet
	}
	if about.Title != "" {
		article.Title = about.Title
	}
	if len(about.Authors) > 0 {
		article.Authors = about.Authors
	}
	if !about.Published.IsZero() {
		article.Published = about.Published
	}
}

// isHost reports whether an outlet's name is only the host of its address.
func isHost(outlet string) bool {
	return strings.Contains(outlet, ".") && !strings.ContainsAny(outlet, " \t")
}

// absurd says why a publication date cannot be right, "" where it can. The
// first day of 1970 is what programs write that know no date.
func absurd(published, fetched time.Time) string {
	switch {
	case published.IsZero():
		return ""
	case published.After(fetched.Add(36 * time.Hour)):
		return "it lies in the future"
	case published.UTC().Format(time.DateOnly) == "1970-01-01", published.UTC().Format(time.DateOnly) == "1969-12-31":
		return "it is where computers begin to count"
	case published.Year() < 1600:
		return "there were no newspapers"
	}
	return ""
}
