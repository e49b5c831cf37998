package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/ask"
	"tocsin/store"
)

type figuresCommand struct {
	askFlags
	Ladder  bool `help:"Put figures about the same thing together, in the order of time, with best, low and high."`
	Least   int  `help:"Of ladders: only those with at least so many rungs." default:"1" placeholder:"N"`
	Explain bool `help:"Of ladders: say why figures are flagged and how best, low and high come about."`
}

func (figuresCommand) Help() string {
	return askHelp + `  tocsin figures --about troops --by Minsk
  tocsin figures --text grouping --format csv
  tocsin figures --country Belarus --ladder --least 2 --explain

A ladder is every figure about one thing: who gives it, as of when, with its bounds. Jumps, figures that cannot both hold and
those that a source revised are flagged. Low and high are the bounds that sources commit to; best is the latest figure that
most independent sources give, as UCDP reckons deaths.`
}

// Run prints figures, or ladders of them.
func (c *figuresCommand) Run(ctx context.Context, term terminal) error {
	if !c.Ladder {
		return c.print(ctx, term, tocsin.NounQuantity, "figures", nil)
	}
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		ladders, err := ask.Ladders(ctx, ledger, filter, c.Least)
		if err != nil {
			return err
		}
		return c.write(term, ladders)
	})
}

func (c *figuresCommand) write(term terminal, ladders []ask.Ladder) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, ladders, c.Format == "json")
	}
	var rows [][]string
	for _, l := range ladders {
		for i, r := range l.Rungs {
			row := []string{"", "", "", "", "", r.AsOf, r.Spoken, r.Source, strconv.Itoa(len(r.Reports)), flagged(r)}
			if i == 0 || c.Format == "csv" {
				copy(row, []string{l.ID, l.What, number(l.Low), number(l.Best), number(l.High)})
			}
			rows = append(rows, row)
		}
	}
	if err := c.rows(term, []string{"ladder", "what", "low", "best", "high", "as_of", "figure", "source", "reports", "flags"}, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, l := range ladders {
		explainLadder(term, l)
	}
	return nil
}

func explainLadder(term terminal, l ask.Ladder) {
	fmt.Fprintf(term.Out, "\n%s  %s\n  %s\n", l.ID, printable(l.What), printable(l.Reason))
	for _, r := range l.Rungs {
		var reports []string
		for _, report := range r.Reports {
			reports = append(reports, report.Article)
		}
		fmt.Fprintf(term.Out, "  %s %s (%s): “%s”\n", r.AsOf, printable(r.Source), printable(strings.Join(reports, ", ")), printable(r.Words))
		for _, flag := range r.Flags {
			fmt.Fprintf(term.Out, "    %s: %s\n", flag.Kind, printable(flag.Reason))
		}
	}
}

func flagged(r ask.Rung) string {
	var kinds []string
	for _, flag := range r.Flags {
		if !slices.Contains(kinds, string(flag.Kind)) {
			kinds = append(kinds, string(flag.Kind))
		}
	}
	return strings.Join(kinds, " ")
}

// number is a figure that may be unknown.
func number(value *float64) string {
	if value == nil {
		return ""
	}
	return strconv.FormatFloat(*value, 'f', -1, 64)
}
