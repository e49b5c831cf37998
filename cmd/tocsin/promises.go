package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/ask"
	"tocsin/link/promise"
	"tocsin/serve/query"
	"tocsin/store"
)

type promisesCommand struct {
	askFlags
	State   string `help:"Only those that stand so: open, due, kept, broken, lapsed or unclear." enum:",open,due,kept,broken,lapsed,unclear" default:"" placeholder:"STATE"`
	At      string `help:"How they stood on that day; today without it." placeholder:"DATE"`
	Explain bool   `help:"Say why each stands as it does."`
}

func (promisesCommand) Help() string {
	return `What was promised, threatened and planned in the articles that the filters choose, with the day when it is due, and what
became of it: kept where a later report tells of the deed, broken where it tells the contrary or the word was taken back, lapsed
where the day has passed by more than a week. What hangs on a condition never lapses; what names no day stays open.

Examples:

  tocsin promises --by Lukashenko --at 2022-12-31
  tocsin promises --about grouping --state kept --explain`
}

// Run prints promises, the latest first.
func (c *promisesCommand) Run(ctx context.Context, term terminal) error {
	now := time.Now()
	if c.At != "" {
		at, err := query.Instant("at", c.At, true)
		if err != nil {
			return mistaken(err)
		}
		now = at.Add(-time.Second) // before the day after
	}
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		promises, err := ask.Promises(ctx, ledger, filter, promise.State(c.State), now)
		if err != nil {
			return err
		}
		return c.write(term, promises)
	})
}

func (c *promisesCommand) write(term terminal, promises []ask.Promise) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, promises, c.Format == "json")
	}
	rows := make([][]string, len(promises))
	for i, p := range promises {
		rows[i] = []string{p.ID, dayAt(p.Said), string(p.Kind), string(p.State), p.DueFrom, p.DueTo, p.Who.Name, strconv.Itoa(p.Articles), p.Text}
	}
	if err := c.rows(term, []string{"promise", "said", "kind", "state", "due_from", "due_to", "by", "articles", "words"}, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, p := range promises {
		fmt.Fprintf(term.Out, "\n%s  %s\n  %s: %s\n", p.ID, printable(p.Line), p.State, printable(strings.Join(p.Reasons, "; ")))
		for _, r := range p.Reports {
			fmt.Fprintf(term.Out, "  said in %s %s\n", printable(r.Article), r.Claim)
		}
		if p.Deed != nil {
			fmt.Fprintf(term.Out, "  by %s: %s\n", printable(p.Deed.Article), printable(strings.Join(p.Deed.Reasons, "; ")))
		}
	}
	return nil
}

// dayAt is the day of a moment, "" for an unknown one.
func dayAt(at *time.Time) string {
	if at == nil {
		return ""
	}
	return day(*at)
}
