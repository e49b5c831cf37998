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

type storiesCommand struct {
	askFlags
	ID      string `arg:"" optional:"" help:"Only this one, with its history: its ID, or that of one of its articles."`
	Least   int    `help:"Only stories of at least so many articles." default:"1" placeholder:"N"`
	Explain bool   `help:"Say of every article why it belongs."`
}

func (storiesCommand) Help() string {
	return `Articles that tell of the same happening are one story: who, where, when and in which words decide. A story keeps its ID
while articles join and leave it; what became of it is kept. “tocsin correct together”, “apart” and “story” put right what is
joined wrongly, for later arrivals too.

A story is a line: its ID, its title (of its most central article), when it began and ended, its articles, the outlets
they are from, and the claims that tell most of it. --format jsonl holds all of it.

Examples:

  tocsin stories --from 2022-10-01 --least 3
  tocsin stories --about Belarus --explain
  tocsin stories s84163b158a52 --explain
  tocsin stories --limit 0 --format jsonl`
}

// Run prints stories, those with the latest articles first.
func (c *storiesCommand) Run(ctx context.Context, term terminal) error {
	if c.Least < 1 {
		return usagef("--least must be 1 or more")
	}
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		stories, err := c.chosen(ctx, ledger, filter)
		if err != nil {
			return err
		}
		return c.write(term, stories)
	})
}

// chosen are the stories that were asked for. Claims are read only where they
// are printed: a table of many stories has no room for them.
func (c *storiesCommand) chosen(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter) ([]ask.Story, error) {
	told := c.Explain || c.Format == "json" || c.Format == "jsonl"
	if c.ID == "" {
		return ask.Stories(ctx, ledger, filter, c.Least, ask.Depth{Summary: told, Why: c.Explain})
	}
	one, err := ask.StoryOf(ctx, ledger, c.ID, filter, ask.Depth{Summary: told, Why: c.Explain, History: true})
	return []ask.Story{one}, err
}

func (c *storiesCommand) write(term terminal, stories []ask.Story) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, stories, c.Format == "json")
	}
	rows := make([][]string, len(stories))
	for i, s := range stories {
		rows[i] = []string{s.ID, dayAt(s.First), dayAt(s.Last), strconv.Itoa(len(s.Articles)), strconv.Itoa(len(s.Outlets)), s.Title}
	}
	if err := c.rows(term, []string{"story", "first", "last", "articles", "outlets", "title"}, rows); err != nil || c.Format != "table" || !c.Explain && c.ID == "" {
		return err
	}
	for _, s := range stories {
		if len(s.Articles) > 1 || c.ID != "" {
			fmt.Fprintf(term.Out, "\n%s  %s\n", s.ID, printable(s.Title))
			explain(term, s)
		}
	}
	return nil
}

// explain prints what is told, what became of it, and why articles belong.
func explain(term terminal, s ask.Story) {
	for _, said := range s.Summary {
		fmt.Fprintf(term.Out, "  %s (%s, %s): %s\n", printable(said.Source), said.Act, printable(said.Article), printable(said.Text))
	}
	for _, step := range s.History {
		fmt.Fprintf(term.Out, "  %s %s %s %s: %s\n", moment(*step.At), step.What, step.Story, step.From, printable(strings.Join(step.Articles, " ")))
	}
	for _, b := range s.Why {
		var parts []string
		for _, part := range b.Shared {
			parts = append(parts, fmt.Sprintf("%s: %s", part.Kind, strings.Join(part.Words, ", ")))
		}
		fmt.Fprintf(term.Out, "  %s with %s (%.2f): %s\n", printable(b.Article), printable(b.With), b.Score, printable(strings.Join(parts, "; ")))
	}
}
