package main

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"tocsin/feed"
)

// progress shows how far the reading is: a bar of the bytes read where their
// number is known, with the time left, and the articles read with their rate.
// It shows nothing where nobody watches, and nothing in the first moments, so
// that short work leaves the terminal alone.
type progress struct {
	errs     io.Writer
	watched  bool
	total    int64 // bytes, 0 where unknown
	begun    time.Time
	bytes    atomic.Int64
	articles atomic.Int64
	bars     *mpb.Progress
	bar      *mpb.Bar
}

// patience is how long work may last without a bar.
const patience = 700 * time.Millisecond

// progress watches stderr. Where the ledgers go to the same terminal they are
// the progress, and a bar would run through them.
func (c *readCommand) progress(term terminal) *progress {
	p := &progress{errs: term.Err, begun: time.Now()}
	p.watched = !c.Quiet && isTerminal(term.Err) && (c.Output != "" || !isTerminal(term.Out))
	if p.watched {
		p.total, _ = feed.Size(c.Inputs)
	}
	return p
}

// consumed is told of bytes taken from the inputs.
func (p *progress) consumed(bytes int) { p.bytes.Add(int64(bytes)) }

// article is told of an article that is done with.
func (p *progress) article() {
	p.articles.Add(1)
	if !p.watched || time.Since(p.begun) < patience {
		return
	}
	if p.bar == nil {
		p.show()
	}
	p.bar.SetCurrent(min(p.bytes.Load(), max(p.total-1, 0)))
}

func (p *progress) show() {
	p.bars = mpb.New(mpb.WithOutput(p.errs), mpb.WithWidth(40))
	count := decor.Any(func(decor.Statistics) string {
		done := p.articles.Load()
		return fmt.Sprintf("%d articles, %.1f/s", done, float64(done)/time.Since(p.begun).Seconds())
	})
	if p.total == 0 {
		p.bar = p.bars.New(0, mpb.SpinnerStyle(), mpb.AppendDecorators(count), mpb.BarRemoveOnComplete())
		return
	}
	left := decor.Any(func(decor.Statistics) string {
		read := p.bytes.Load()
		if read == 0 || read >= p.total {
			return ""
		}
		spent := time.Since(p.begun)
		rest := time.Duration(float64(spent) * float64(p.total-read) / float64(read))
		return fmt.Sprintf(", %s left", rest.Round(time.Second))
	})
	p.bar = p.bars.New(p.total, mpb.BarStyle(), mpb.AppendDecorators(count, left), mpb.BarRemoveOnComplete())
}

// lines is where messages go: above the bar, if there is one.
func (p *progress) lines() io.Writer {
	if p.bars != nil {
		return p.bars
	}
	return p.errs
}

// done takes the bar away.
func (p *progress) done() {
	if p.bar != nil {
		p.bar.Abort(true)
		p.bars.Wait()
	}
}
