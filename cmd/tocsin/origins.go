package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin"
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
agency's tag, cite one another or share long quotations have one origin, however many outlets print them. Origins are
reckoned anew from the ledger at each call.

Examples:

  tocsin origins --from 2022-10-01 --least 2
  tocsin origins --text "joint force" --explain`
}

// provenance is where the articles of a selection come from.
type provenance struct {
	ids   []string
	edges []origin.Edge
	at    map[string][]int // the edges of each article, by the lesser of two
}

// provenanceOf reads the articles that a filter selects and links them. each is
// told of every article on the way; it may be nil.
func provenanceOf(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter, each func(tocsin.Findings)) (provenance, error) {
	p := provenance{at: map[string][]int{}}
	filter.Limit = 0
	index := origin.NewIndex()
	texts := map[string]string{}
	for findings, err := range ledger.Select(ctx, tocsin.NounArticle, filter) {
		if err != nil {
			return p, err
		}
		if each != nil {
			each(findings)
		}
		article := findings.Article
		signature := origin.Of(findings)
		texts[article.ID] = article.Text
		p.ids = append(p.ids, article.ID)
		p.add(signature.Edges()...)
		for _, near := range index.Add(signature) {
			if origin.MayShare(signature, near) {
				p.add(origin.Compare(signature, near, article.Text, texts[near.ID])...)
			}
		}
	}
	return p, nil
}

func (p *provenance) add(edges ...origin.Edge) {
	for _, e := range edges {
		p.at[e.A] = append(p.at[e.A], len(p.edges))
		p.edges = append(p.edges, e)
	}
}

// copied parts the articles by what was copied, cited or tagged. That two
// reports are of one outlet matters where they tell of the same, not here.
func (p provenance) copied() []origin.Group {
	return origin.Origins(p.ids, slices.DeleteFunc(slices.Clone(p.edges), func(e origin.Edge) bool {
		return e.Kind == origin.Published || e.Kind == origin.Owned
	}))
}

// among names for each of some articles the origin that it shares with others
// of them.
func (p provenance) among(ids []string) map[string]string {
	var edges []origin.Edge
	for _, id := range ids {
		for _, i := range p.at[id] {
			edges = append(edges, p.edges[i])
		}
	}
	names := map[string]string{}
	for _, group := range origin.Origins(ids, edges) {
		for _, id := range group.Members {
			names[id] = group.Members[0]
		}
	}
	return names
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
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		p, err := provenanceOf(ctx, ledger, filter, nil)
		if err != nil {
			return err
		}
		var lines []originLine
		groups := p.copied()
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
		if filter.Limit > 0 {
			lines = lines[:min(filter.Limit, len(lines))]
		}
		return c.write(term, lines, len(groups), len(p.ids))
	})
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
