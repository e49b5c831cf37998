package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"tocsin/feed"
)

// reading reads items.
type reading struct {
	river.WorkerDefaults[readArgs]
	flow *Flow
}

func (w *reading) Work(ctx context.Context, job *river.Job[readArgs]) (err error) {
	defer func() {
		// Reading cannot fail by contract; should an article bring the reader
		// down all the same, it must not take the others with it.
		if trouble := recover(); trouble != nil {
			w.flow.fail(ctx, job.Args.About.Name, fmt.Errorf("brought the reader down, please report it with the article: %v", trouble))
			err = river.JobCancel(fmt.Errorf("%v", trouble))
		}
	}()
	// A long article may take longer than a worker may be silent. Another then
	// takes it over as well, which does no harm; giving up would read it never.
	return w.flow.settled(ctx, job.JobRow, job.Args.About.Name, w.flow.read(context.WithoutCancel(ctx), job.Args))
}

// settled decides what becomes of a job: what no second try would mend is noted
// as a failure and done with, as is what was tried too often.
func (f *Flow) settled(ctx context.Context, job *rivertype.JobRow, name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errUnreadable):
		f.fail(ctx, name, errors.Unwrap(unmarked{err}))
		return river.JobCancel(err)
	case ctx.Err() == nil && job.Attempt >= job.MaxAttempts:
		f.fail(ctx, name, err)
	}
	return err
}

// unmarked takes the mark of errUnreadable off.
type unmarked struct{ error }

func (u unmarked) Unwrap() error {
	if joined, ok := u.error.(interface{ Unwrap() []error }); ok {
		for _, part := range joined.Unwrap() {
			if part != errUnreadable {
				return part
			}
		}
	}
	return u.error
}

// fetching fetches pages.
type fetching struct {
	river.WorkerDefaults[pageArgs]
	flow *Flow
}

func (w *fetching) Work(ctx context.Context, job *river.Job[pageArgs]) error {
	return w.flow.settled(ctx, job.JobRow, job.Args.About.Name, w.flow.fetch(ctx, job.JobRow, job.Args.About))
}

// pageAttempts is how often a page is asked for that its server withholds for
// the moment.
const pageAttempts = 6

// snoozes is how often a job was put off; River counts it in the metadata.
func snoozes(job *rivertype.JobRow) int {
	var counted struct {
		Snoozes int `json:"snoozes"`
	}
	if json.Unmarshal(job.Metadata, &counted) != nil {
		return 0
	}
	return counted.Snoozes
}

// fetch fetches a page and has it read. Where the page refuses, what the feed
// says of it is kept.
func (f *Flow) fetch(ctx context.Context, job *rivertype.JobRow, about about) error {
	response, err := f.client.Get(ctx, about.URL, feed.Validators{})
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	if tries := 1 + snoozes(job); err != nil && feed.Temporary(err) && tries < pageAttempts {
		now := f.opts.Now()
		return river.JobSnooze(feed.Backoff(tries, err, now, about.URL).Sub(now))
	}
	if err != nil {
		f.counts.Refused.Add(1)
		return f.summarised(ctx, about, err)
	}
	f.counts.Fetched.Add(1)
	about.Fetched, about.ContentType, about.Kind = response.Fetched, response.ContentType, feed.HTML
	sum := sha256.Sum256(response.Body)
	raw := hex.EncodeToString(sum[:])
	return f.put(ctx, map[string][]byte{raw: response.Body}, []args{readArgs{About: about, Raw: raw}})
}

// summarised keeps the feed's own words of a page that cannot be had.
func (f *Flow) summarised(ctx context.Context, about about, refusal error) error {
	if about.Summary == "" {
		return fmt.Errorf("%w: %w", errUnreadable, refusal)
	}
	about.Kind = feed.Text
	about.Notes = append(about.Notes, fmt.Sprintf("the page %v; the feed's summary is kept", refusal))
	raw := []byte(about.Summary)
	sum := sha256.Sum256(raw)
	key := hex.EncodeToString(sum[:])
	return f.put(ctx, map[string][]byte{key: raw}, []args{readArgs{About: about, Raw: key}})
}

// visiting visits feeds.
type visiting struct {
	river.WorkerDefaults[feedArgs]
	flow *Flow
}

func (w *visiting) Work(ctx context.Context, job *river.Job[feedArgs]) error {
	return w.flow.settled(ctx, job.JobRow, job.Args.URL, w.flow.visit(ctx, job.Args.URL))
}
