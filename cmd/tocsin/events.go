package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/ingest"
	"tocsin/link/occurrence"
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
	category := strings.ToUpper(c.Category)
	if category != "" && !slices.Contains(categories, category) {
		return usagef("PLOVER has no category %q: choose one of %s", c.Category, strings.Join(categories, ", "))
	}
	if !c.Occurrences {
		return c.print(ctx, term, tocsin.NounEvent, "events", func(f *tocsin.Filter) { f.Category = tocsin.Category(category) })
	}
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		limit := filter.Limit
		filter.Limit, filter.Category = 0, tocsin.Category(category)
		occurrences, err := occurrencesOf(ctx, ledger, filter)
		if err != nil {
			return err
		}
		occurrences = slices.DeleteFunc(occurrences, func(o occurrence.Occurrence) bool { return o.Articles < c.Least })
		slices.SortStableFunc(occurrences, func(a, b occurrence.Occurrence) int { return b.Last.Compare(a.Last) })
		if limit > 0 {
			occurrences = occurrences[:min(limit, len(occurrences))]
		}
		return c.write(term, occurrences)
	})
}

// occurrencesOf puts the events that a filter selects together.
func occurrencesOf(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter) ([]occurrence.Occurrence, error) {
	var signatures []occurrence.Signature
	var articles []string
	for findings, err := range ledger.Select(ctx, tocsin.NounEvent, filter) {
		if err != nil {
			return nil, err
		}
		signatures = append(signatures, occurrence.Sign(findings)...)
		articles = append(articles, findings.Article.ID)
	}
	origins, err := ingest.Among(ctx, ledger, articles, filter)
	if err != nil {
		return nil, err
	}
	return occurrence.Group(signatures, origins), nil
}

func (c *eventsCommand) write(term terminal, occurrences []occurrence.Occurrence) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, occurrences, c.Format == "json")
	}
	rows := make([][]string, len(occurrences))
	for i, o := range occurrences {
		rows[i] = []string{o.ID, o.Date, string(o.Category), string(o.Status), o.Actor.String(), o.Recipient.String(), o.Place.Name,
			strconv.Itoa(o.Articles), strconv.Itoa(o.Claims), strconv.Itoa(o.Origins), day(o.First), day(o.Last)}
	}
	headings := []string{"occurrence", "date", "category", "status", "actor", "recipient", "place", "articles", "claims", "origins", "first", "last"}
	if err := c.rows(term, headings, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, o := range occurrences {
		fmt.Fprintf(term.Out, "\n%s  %s\n", o.ID, printable(o.Line))
		for _, m := range o.Members {
			fmt.Fprintf(term.Out, "  %s %s (%s) %s\n", printable(m.Article), m.Event, m.Status, printable(m.Source.Name))
		}
		for _, t := range o.Why {
			var reasons []string
			for _, r := range t.Reasons {
				reasons = append(reasons, r.Part+": "+r.Says)
			}
			fmt.Fprintf(term.Out, "  %s with %s (%.2f): %s\n", printable(t.A.Article), printable(t.B.Article), t.Score, printable(strings.Join(reasons, "; ")))
		}
	}
	return nil
}
