package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/ask"
	"tocsin/store"
)

type originsCommand struct {
	askFlags
	Least   int  `help:"Only origins of at least so many articles." default:"1" placeholder:"N"`
	Explain bool `help:"Say what holds the articles of an origin together."`
}

func (originsCommand) Help() string {
	return `Tells where the articles that the filters choose come from: those that copy one another (down to a paragraph), carry an
agency's tag, cite one another or share long quotations have one origin, however many outlets print them.

Examples:

  tocsin origins --from 2022-10-01 --least 2
  tocsin origins --text "joint force" --explain`
}

// Run prints origins, those of most articles first.
func (c *originsCommand) Run(ctx context.Context, term terminal) error {
	if c.Least < 1 {
		return usagef("--least must be 1 or more")
	}
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		found, origins, articles, err := ask.Origins(ctx, ledger, filter, c.Least)
		if err != nil {
			return err
		}
		for i := range found {
			if !c.Explain {
				found[i].Edges = nil
			}
		}
		return c.write(term, found, origins, articles)
	})
}

func (c *originsCommand) write(term terminal, found []ask.Origin, origins, articles int) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, found, c.Format == "json")
	}
	rows := make([][]string, len(found))
	for i, o := range found {
		rows[i] = []string{o.Source, strconv.Itoa(len(o.Articles)), strings.Join(o.Articles, " "), o.Why}
	}
	if err := c.rows(term, []string{"source", "articles", "ids", "why"}, rows); err != nil || c.Format != "table" {
		return err
	}
	for _, o := range found {
		for _, e := range o.Edges {
			fmt.Fprintf(term.Out, "  %s – %s: %s (%.2f)\n", printable(e.A), printable(e.B), printable(e.Why), e.Score)
		}
	}
	fmt.Fprintf(term.Err, "%d independent origins of %d articles\n", origins, articles)
	return nil
}
