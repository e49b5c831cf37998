package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/notify"
	"tocsin/store"
)

// flowFlags are how articles are taken in.
type flowFlags struct {
	Jobs         int           `short:"j" help:"Articles read at the same time; all cores without it." placeholder:"N"`
	MaxBytes     int64         `help:"Largest article to read, in bytes, unpacked (default 4 MB)." default:"${maxBytes}" placeholder:"N"`
	Timeout      time.Duration `help:"Longest wait for one web address." default:"30s" placeholder:"TIME"`
	Delay        time.Duration `help:"Least time between two requests to one host." default:"1s" placeholder:"TIME"`
	AllowPrivate bool          `help:"Let web addresses lead to this machine and private networks."`
	IgnoreRobots bool          `help:"Fetch what a site's robots.txt asks programs not to."`
	Notify       string        `help:"A file of channels that are told what rings (“tocsin help notify”)." type:"existingfile" placeholder:"FILE"`
	BaseURL      string        `name:"base-url" help:"Address of the pages that messages link to." placeholder:"URL"`
	Rescue       time.Duration `help:"How long a worker may be silent before another takes its work over." default:"2m" placeholder:"TIME"`
}

func (f flowFlags) options(log *slog.Logger) ingest.Options {
	return ingest.Options{
		Workers: f.Jobs, MaxBytes: f.MaxBytes, Timeout: f.Timeout, Delay: f.Delay, AllowPrivate: f.AllowPrivate,
		IgnoreRobots: f.IgnoreRobots, Rescue: f.Rescue, UserAgent: "tocsin/" + version, Log: log,
	}
}

// flow makes a Flow that rings, and starts to tell what rings. stop sends what
// is due and ends that.
func (f flowFlags) flow(ctx context.Context, ledger *store.Ledger, log *slog.Logger) (flow *ingest.Flow, stop func(), err error) {
	options := f.options(log)
	bell, err := bellOf(ctx, ledger, f.Notify, f.BaseURL, log)
	if err != nil {
		return nil, nil, err
	}
	options.Watch, options.Notify = bell.watch(), bell.wake
	if flow, err = ingest.New(ctx, ledger, options); err != nil {
		bell.stop()
		return nil, nil, err
	}
	return flow, func() {
		bell.stop()
		flow.Close()
	}, nil
}

// bell rings for what comes in, and tells channels.
type bell struct {
	watch func() *ingest.Watch // for one follower of the ledger
	wake  func()               // there is something to tell
	stop  func()               // tells what is due and ends
}

// bellOf makes a bell with the channels of a file, which may be "", and starts
// to tell what rings.
func bellOf(ctx context.Context, ledger *store.Ledger, file, baseURL string, log *slog.Logger) (bell, error) {
	channels, err := channelsIn(file)
	if err != nil {
		return bell{}, err
	}
	dispatcher := notify.NewDispatcher(ingest.Outbox{Ledger: ledger}, channels, log, notify.Options{})
	running, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := dispatcher.Run(running); err != nil && running.Err() == nil {
			log.Error("messages cannot be sent", "why", err)
		}
	}()
	return bell{
		watch: func() *ingest.Watch {
			return ingest.NewWatch(ledger, ingest.WatchOptions{Channels: channels, BaseURL: baseURL})
		},
		wake: dispatcher.Wake,
		stop: func() {
			cancel()
			<-ended
			if ctx.Err() == nil {
				dispatcher.Once(ctx)
			}
		},
	}, nil
}

func (f flowFlags) check() error {
	switch {
	case f.Jobs < 0:
		return usagef("--jobs must be 1 or more")
	case f.MaxBytes < 1:
		return usagef("--max-bytes must be 1 or more")
	case f.Rescue < time.Second:
		return usagef("--rescue must be a second or more")
	}
	return nil
}

type ingestCommand struct {
	ledgerFlag
	Sources []string `arg:"" optional:"" name:"source" help:"Files, folders, archives, web addresses, or - for standard input." predictor:"file"`
	flowFlags
	Report string `help:"Write what could not be read to FILE, as JSON Lines {input, reason, at}." placeholder:"FILE"`
	Quiet  bool   `short:"q" help:"No progress and no summary."`
}

func (ingestCommand) Help() string {
	return `A source is plain text, an HTML page, JSON Lines, a WARC file (as of Common Crawl's CC-NEWS), a feed (RSS, Atom, JSON
Feed), a news site map, a list of documents of GDELT, or OPML, gzipped or not; what it is shows in its first bytes. What
a feed only links to is fetched, politely.

An article that the ledger has is not added twice; a page that has changed becomes a revision. The work may be stopped
at any moment, however roughly: the same command goes on where it ended.

Examples:

  tocsin ingest archive.jsonl.gz
  tocsin ingest --ledger news.db CC-NEWS-20221017.warc.gz --report failures.jsonl
  tocsin ingest pages/ https://news.example/rss.xml
  tocsin ingest --ledger postgres://desk@db.example/news archive/`
}

// Run takes the sources in and reads them.
func (c *ingestCommand) Run(ctx context.Context, term terminal) error {
	if err := c.check(); err != nil {
		return err
	}
	if len(c.Sources) == 0 {
		if isTerminal(term.In) {
			return usagef("there is nothing to take in: name a file, a folder or a web address\nFor example: tocsin ingest archive.jsonl.gz")
		}
		c.Sources = []string{"-"}
	}
	ledger, err := c.make(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	bar := newBar(term, c.Quiet, c.Sources)
	flow, stopTelling, err := c.flow(ctx, ledger, slog.New(&lines{out: bar.lines}))
	if err != nil {
		return err
	}
	defer stopTelling()
	begun := time.Now()
	stop := bar.watch(flow.Counts())
	err = flow.Ingest(ctx, c.Sources, feed.Options{Stdin: term.In, Consumed: bar.consumed})
	stop()
	if !c.Quiet {
		fmt.Fprintln(term.Err, summary(flow.Counts(), time.Since(begun)))
	}
	if c.Report != "" {
		if reportErr := writeReport(ledger, begun, c.Report); reportErr != nil {
			return errors.Join(err, reportErr)
		}
	}
	if err == nil && flow.Counts().Failed.Load() > 0 {
		return errSilent
	}
	return err
}

// summary tells what was done in a sentence.
func summary(counts *ingest.Counts, spent time.Duration) string {
	var parts []string
	for _, part := range []struct {
		count *atomic.Int64
		words string
	}{
		{&counts.Added, "added"}, {&counts.Revised, "revised"}, {&counts.Reread, "read again"}, {&counts.Known, "known already"},
		{&counts.Fetched, "pages fetched"}, {&counts.Refused, "pages refused"}, {&counts.Failed, "not read"},
	} {
		if n := part.count.Load(); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, part.words))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing new"}
	}
	return fmt.Sprintf("%s, in %s", strings.Join(parts, ", "), spent.Round(time.Second/10))
}

// writeReport writes what could not be read since a time.
func writeReport(ledger *store.Ledger, since time.Time, name string) error {
	failures, err := ledger.Failures(context.Background(), since)
	if err != nil {
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	encoder := json.NewEncoder(file)
	encoder.SetEscapeHTML(false)
	for _, failure := range failures {
		err = errors.Join(err, encoder.Encode(map[string]string{"input": failure.Input, "reason": failure.Reason, "at": failure.At.Format(time.RFC3339)}))
	}
	return errors.Join(err, file.Close())
}

// lines is a handler of logs for people: one sentence a line, no times.
type lines struct {
	out func() io.Writer
}

func (l *lines) Enabled(context.Context, slog.Level) bool { return true }
func (l *lines) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l *lines) WithGroup(string) slog.Handler            { return l }

func (l *lines) Handle(_ context.Context, record slog.Record) error {
	values := map[string]string{}
	record.Attrs(func(attr slog.Attr) bool {
		values[attr.Key] = attr.Value.String()
		return true
	})
	subject := values["input"] + values["feed"]
	if subject == "" {
		subject = record.Message
	}
	_, err := fmt.Fprintf(l.out(), "tocsin: %s: %s\n", printable(subject), printable(values["why"]))
	return err
}

// bar shows how far the taking in is.
type bar struct {
	term    terminal
	watched bool
	total   int64
	bytes   atomic.Int64
	bars    atomic.Pointer[mpb.Progress]
}

func newBar(term terminal, quiet bool, sources []string) *bar {
	b := &bar{term: term, watched: !quiet && isTerminal(term.Err)}
	if b.watched {
		b.total, _ = feed.Size(sources)
	}
	return b
}

func (b *bar) consumed(bytes int) { b.bytes.Add(int64(bytes)) }

// lines is where messages go: above the bar, if there is one.
func (b *bar) lines() io.Writer {
	if bars := b.bars.Load(); bars != nil {
		return bars
	}
	return b.term.Err
}

// watch shows the counts until the function that it returns is called.
func (b *bar) watch(counts *ingest.Counts) (stop func()) {
	if !b.watched {
		return func() {}
	}
	begun := time.Now()
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-done:
			return
		case <-time.After(patience):
		}
		bars := mpb.New(mpb.WithOutput(b.term.Err), mpb.WithWidth(40))
		b.bars.Store(bars)
		shown := bars.New(1000, mpb.BarStyle(), mpb.BarRemoveOnComplete(), mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			return status(counts, b.share(counts), time.Since(begun))
		})))
		for {
			select {
			case <-done:
				shown.Abort(true)
				bars.Wait()
				b.bars.Store(nil)
				return
			case <-time.After(200 * time.Millisecond):
				shown.SetCurrent(int64(min(b.share(counts), 0.999) * 1000))
			}
		}
	}()
	return func() { close(done); <-ended }
}

// share is how much is done: of the bytes that are taken in, the part whose
// items are read.
func (b *bar) share(counts *ingest.Counts) float64 {
	taken := counts.Taken.Load()
	if b.total == 0 || taken == 0 {
		return 0
	}
	return float64(b.bytes.Load()) / float64(b.total) * min(1, float64(settled(counts))/float64(taken))
}

func settled(counts *ingest.Counts) int64 {
	return counts.Added.Load() + counts.Revised.Load() + counts.Reread.Load() + counts.Known.Load() + counts.Failed.Load()
}

func status(counts *ingest.Counts, share float64, spent time.Duration) string {
	line := fmt.Sprintf("%d articles, %.1f/s", settled(counts), float64(settled(counts))/spent.Seconds())
	if share > 0.01 {
		line += fmt.Sprintf(", %s left", time.Duration(float64(spent)*(1-share)/share).Round(time.Second))
	}
	return line
}

type workCommand struct {
	ledgerFlag
	flowFlags
}

func (workCommand) Help() string {
	return `Works on the queue of a ledger until it is stopped: reads what “tocsin ingest” and “tocsin collect” put there, on this
machine or another. Any number of workers may share a ledger in PostgreSQL. One that is killed costs nothing: after the
time of --rescue another does its work again.

Example:

  tocsin work --ledger postgres://desk@db.example/news`
}

// Run works until it is stopped.
func (c *workCommand) Run(ctx context.Context, term terminal) error {
	if err := c.check(); err != nil {
		return err
	}
	ledger, err := c.make(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	flow, stop, err := c.flow(ctx, ledger, slog.New(slog.NewTextHandler(term.Err, nil)))
	if err != nil {
		return err
	}
	defer stop()
	begun := time.Now()
	err = flow.Work(ctx)
	fmt.Fprintln(term.Err, summary(flow.Counts(), time.Since(begun)))
	return err
}
