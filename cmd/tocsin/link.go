package main

import (
	"context"
	"fmt"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"tocsin/ingest"
	"tocsin/store"
)

type linkCommand struct {
	ledgerFlag
	Again bool `help:"Forget all links and make them anew. Stories and statements get new IDs."`
	Quiet bool `short:"q" help:"No progress and no summary."`
}

func (linkCommand) Help() string {
	return `Joins what the articles of a ledger say: which come from one origin, which tell one story, which claims are one
statement, and how each statement stands. “ingest”, “work” and “collect” do so as articles come in, and every question about
stories, origins and statements does it first; this command is for doing it beforehand, and for beginning anew.

Examples:

  tocsin link
  tocsin link --again`
}

// Run links.
func (c *linkCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		links := ingest.NewLinks(ledger)
		follow := links.Follow
		if c.Again {
			follow = links.Again
		}
		begun := time.Now()
		if err := watched(ctx, term, c.Quiet, follow); err != nil {
			return err
		}
		if !c.Quiet {
			linked, err := ledger.Linked(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(term.Err, "%d entries linked in %s\n", linked.Seq, time.Since(begun).Round(time.Millisecond))
		}
		return nil
	})
}

// catchUp links what is not linked yet, so that what is asked for is true.
func catchUp(ctx context.Context, term terminal, ledger *store.Ledger) error {
	return watched(ctx, term, false, ingest.NewLinks(ledger).Follow)
}

// watched shows how far linking is, where it takes a while and somebody looks.
func watched(ctx context.Context, term terminal, quiet bool, follow func(context.Context, func(entry, of int64)) error) error {
	if quiet || !isTerminal(term.Err) {
		return follow(ctx, nil)
	}
	begun := time.Now()
	var bars *mpb.Progress
	var bar *mpb.Bar
	err := follow(ctx, func(entry, of int64) {
		if bar == nil && entry < of && time.Since(begun) > patience {
			bars = mpb.New(mpb.WithOutput(term.Err), mpb.WithWidth(40))
			bar = bars.New(of, mpb.BarStyle(), mpb.BarRemoveOnComplete(), mpb.PrependDecorators(decor.Name("linking ")),
				mpb.AppendDecorators(decor.CountersNoUnit("%d of %d entries")))
		}
		if bar != nil {
			bar.SetTotal(of+1, false)
			bar.SetCurrent(entry)
		}
	})
	if bar != nil {
		bar.Abort(true)
		bars.Wait()
	}
	return err
}
