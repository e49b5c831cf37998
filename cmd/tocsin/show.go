package main

import (
	"context"
	"errors"

	"tocsin"
	"tocsin/export"
	"tocsin/serve/query"
)

type showCommand struct {
	ledgerFlag
	Article string `arg:"" help:"ID of the article."`
	AsOf    string `help:"As the ledger had it then: a day (its end) or a moment." placeholder:"TIME"`
	Format  string `short:"f" help:"${formatList}." enum:"${formats}" default:"text" placeholder:"FORMAT"`
	Output  string `short:"o" help:"Write to FILE." placeholder:"FILE"`
	Color   string `help:"Colour the text: auto, always or never." enum:"auto,always,never" default:"auto" placeholder:"WHEN"`
	Width   int    `help:"Columns of the text; the terminal's width without it." placeholder:"N"`
}

func (showCommand) Help() string {
	return `Shows one article of the ledger with all that was read in it, corrections applied, in the formats of “tocsin read”.

Examples:

  tocsin show guardian-016
  tocsin show guardian-016 --format html -o guardian-016.html
  tocsin show guardian-016 --as-of 2022-10-17`
}

// Run shows the article.
func (c *showCommand) Run(ctx context.Context, term terminal) error {
	filter := tocsin.Filter{Article: c.Article}
	if c.AsOf != "" {
		var err error
		if filter.AsOf, err = query.Instant("as-of", c.AsOf, true); err != nil {
			return mistaken(err)
		}
	}
	ledger, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	for findings, err := range ledger.Select(ctx, tocsin.NounArticle, filter) {
		if err != nil {
			return err
		}
		out, err := create(c.Output, term)
		if err != nil {
			return err
		}
		opts := export.Options{Width: c.Width, Color: colored(c.Color, term.Out) && c.Output == ""}
		if opts.Width == 0 {
			opts.Width = width(term.Out)
		}
		return errors.Join(formatNamed(c.Format).Write(out, findings, opts), out.Close())
	}
	return usagef("the ledger has no article %s then; “tocsin articles” shows them, “tocsin revisions” what replaced one", c.Article)
}
