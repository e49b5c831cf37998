package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"tocsin/ingest"
)

type rereadCommand struct {
	ledgerFlag
	filterFlags `embed:"" set:"limit=0"` // all, unless the user says otherwise
	Jobs        int                      `short:"j" help:"Articles read at the same time; all cores without it." placeholder:"N"`
	Quiet       bool                     `short:"q" help:"No progress and no summary."`
}

func (rereadCommand) Help() string {
	return `Reads articles of the ledger once more with this program's reader, where another version has read them. What was found
before stays in the ledger's past (--as-of); corrections hold over the new findings too.

Examples:

  tocsin reread
  tocsin reread --outlet Guardian --from 2022-10-01`
}

// Run reads again.
func (c *rereadCommand) Run(ctx context.Context, term terminal) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	ledger, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	bar := newBar(term, c.Quiet, nil)
	flow, err := ingest.New(ctx, ledger, ingest.Options{Workers: c.Jobs, Log: slog.New(&lines{out: bar.lines})})
	if err != nil {
		return err
	}
	defer flow.Close()
	begun := time.Now()
	stop := bar.watch(flow.Counts())
	err = flow.Reread(ctx, filter)
	stop()
	if !c.Quiet {
		fmt.Fprintln(term.Err, summary(flow.Counts(), time.Since(begun)))
	}
	if err == nil && flow.Counts().Failed.Load() > 0 {
		return errSilent
	}
	return err
}
