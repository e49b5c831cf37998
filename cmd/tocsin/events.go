package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/ask"
	"tocsin/serve/query"
	"tocsin/store"
)

type eventsCommand struct {
	askFlags
	Category    string `help:"PLOVER category: ASSAULT, MOBILIZE, PROTEST …" placeholder:"CATEGORY"`
	Occurrences bool   `help:"Put mentions of one happening together; articles, claims and origins are counted apart."`
	Least       int    `help:"Of occurrences: only those that at least so many articles tell of." default:"1" placeholder:"N"`
	Explain     bool   `help:"Of occurrences: say what joins the mentions."`
}

func (eventsCommand) Help() string {
	return askHelp + `  tocsin events --category MOBILIZE --country BLR
  tocsin events --place "Brest, Belarus" --within 100km --from 2022-10-01 --to 2022-10-31
  tocsin events --by Kyiv --format csv
  tocsin events --category ASSAULT --from 2022-10-10 --occurrences --least 2 --explain

An occurrence is one happening, however often it is mentioned: of one category, with compatible sides, place and date.`
}

// Run prints events, or occurrences.
func (c *eventsCommand) Run(ctx context.Context, term terminal) error {
	category, err := query.Category(c.Category)
	if err != nil {
		return mistaken(err)
	}
	if !c.Occurrences {
		return c.print(ctx, term, tocsin.NounEvent, "events", func(f *tocsin.Filter) { f.Category = category })
	}
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		filter.Category = category
		occurrences, err := ask.Occurrences(ctx, ledger, filter, c.Least)
		if err != nil {
			return err
		}
		return c.write(term, occurrences)
	})
}

func (c *eventsCommand) write(term terminal, occurrences []ask.Occurrence) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, occurrences, c.Format == "json")
	}
	rows := make([][]string, len(occurrences))
	for i, o := range occurrences {
		rows[i] = []string{o.ID, o.Date, string(o.Category), string(o.Status), o.Actor.Name, o.Recipient.Name, o.Place.Name,
			strconv.Itoa(o.Articles), strconv.Itoa(o.Claims), strconv.Itoa(o.Origins), dayAt(o.First), dayAt(o.Last)}
	}
	headings := []string{"occurrence", "date", "category", "status", "actor", "recipient", "place", "articles", "claims", "origins", "first", "last"}
	if err := c.rows(term, headings, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, o := range occurrences {
		fmt.Fprintf(term.Out, "\n%s  %s\n", o.ID, printable(o.Line))
		for _, m := range o.Mentions {
			fmt.Fprintf(term.Out, "  %s %s (%s) %s\n", printable(m.Article), m.Event, m.Status, printable(m.Source))
		}
		for _, t := range o.Why {
			fmt.Fprintf(term.Out, "  %s with %s (%.2f): %s\n", printable(t.A), printable(t.B), t.Score, printable(strings.Join(t.Reasons, "; ")))
		}
	}
	return nil
}
