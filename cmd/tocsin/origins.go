package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/ingest"
	"tocsin/link/origin"
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

// originLine is an origin as it is printed.
type originLine struct {
	Source   string   `json:"source"`
	Articles []string `json:"articles"`
	Why      string   `json:"why"`
	Edges    []edge   `json:"edges,omitempty"`
}

// edge is what joins two articles, or an article and a publisher.
type edge struct {
	A     string      `json:"a"`
	B     string      `json:"b"`
	Kind  origin.Kind `json:"kind"`
	Score float64     `json:"score"`
	Why   string      `json:"why"`
}

// Run prints origins, those of most articles first.
func (c *originsCommand) Run(ctx context.Context, term terminal) error {
	if c.Least < 1 {
		return usagef("--least must be 1 or more")
	}
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		limit := filter.Limit
		filter.Limit = 0
		ids, err := ledger.IDs(ctx, filter)
		if err != nil {
			return err
		}
		edges, err := ingest.OriginEdges(ctx, ledger, ids, filter)
		if err != nil {
			return err
		}
		groups := origin.Origins(ids, copied(edges))
		lines := c.lines(groups)
		if limit > 0 {
			lines = lines[:min(limit, len(lines))]
		}
		return c.write(term, lines, len(groups), len(ids))
	})
}

// copied are the edges by what was copied, cited or tagged. That two reports are
// of one outlet matters where they tell of the same, not here.
func copied(edges []origin.Edge) []origin.Edge {
	return slices.DeleteFunc(edges, func(e origin.Edge) bool { return e.Kind == origin.Published || e.Kind == origin.Owned })
}

func (c *originsCommand) lines(groups []origin.Group) []originLine {
	var lines []originLine
	for _, group := range groups {
		if len(group.Members) < c.Least {
			continue
		}
		line := originLine{Source: group.Source, Articles: group.Members, Why: group.Why}
		if c.Explain {
			for _, e := range group.Edges {
				line.Edges = append(line.Edges, edge{e.A, e.B, e.Kind, e.Score, e.Why})
			}
		}
		lines = append(lines, line)
	}
	slices.SortStableFunc(lines, func(a, b originLine) int { return len(b.Articles) - len(a.Articles) })
	return lines
}

func (c *originsCommand) write(term terminal, lines []originLine, origins, articles int) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, lines, c.Format == "json")
	}
	rows := make([][]string, len(lines))
	for i, line := range lines {
		rows[i] = []string{line.Source, strconv.Itoa(len(line.Articles)), strings.Join(line.Articles, " "), line.Why}
	}
	if err := c.rows(term, []string{"source", "articles", "ids", "why"}, rows); err != nil || c.Format != "table" {
		return err
	}
	for _, line := range lines {
		for _, e := range line.Edges {
			fmt.Fprintf(term.Out, "  %s – %s: %s (%.2f)\n", printable(e.A), printable(e.B), printable(e.Why), e.Score)
		}
	}
	fmt.Fprintf(term.Err, "%d independent origins of %d articles\n", origins, articles)
	return nil
}
