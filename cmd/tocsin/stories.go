package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/link/story"
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

// storyLine is a story as it is printed.
type storyLine struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	First    string      `json:"first"` // published; "" where unknown
	Last     string      `json:"last"`
	Articles []string    `json:"articles"`
	Outlets  []string    `json:"outlets"`
	Summary  []citation  `json:"summary"`
	Why      []belonging `json:"why,omitempty"`
	History  []step      `json:"history,omitempty"`
}

// step is what became of a story at one time.
type step struct {
	At       string   `json:"at"`
	What     string   `json:"what"`
	Story    string   `json:"story"`
	From     string   `json:"from,omitempty"`
	Articles []string `json:"articles"`
}

// belonging says why an article belongs to a story.
type belonging struct {
	Article string   `json:"article"`
	With    string   `json:"with"` // the article of the story that it is like
	Score   float64  `json:"score"`
	Shared  []shared `json:"shared"`
}

// shared is what two articles have in common.
type shared struct {
	Kind  story.Kind `json:"kind"`
	Words []string   `json:"words"`
}

// citation is a claim that a summary cites.
type citation struct {
	Article string `json:"article"`
	Claim   string `json:"claim"`
	Source  string `json:"source"`
	Act     string `json:"act"`
	Text    string `json:"text"`
}

// Run prints stories, those with the latest articles first.
func (c *storiesCommand) Run(ctx context.Context, term terminal) error {
	if c.Least < 1 {
		return usagef("--least must be 1 or more")
	}
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		chosen, err := c.chosen(ctx, ledger, filter)
		if err != nil {
			return err
		}
		stories := make([]storyLine, len(chosen))
		for i, s := range chosen {
			if stories[i], err = c.tell(ctx, ledger, s, filter.AsOf); err != nil {
				return err
			}
		}
		return c.write(term, stories)
	})
}

func (c *storiesCommand) chosen(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter) ([]tocsin.Story, error) {
	if c.ID == "" {
		return ledger.Stories(ctx, filter, c.Least)
	}
	one, err := ledger.Story(ctx, c.ID, filter)
	return []tocsin.Story{one}, err
}

// tell collects what is to be said of a story. The claims are read only where
// they are printed: a table of many stories has no room for them.
func (c *storiesCommand) tell(ctx context.Context, ledger *store.Ledger, s tocsin.Story, asOf time.Time) (storyLine, error) {
	const most = 5
	out := storyLine{ID: s.ID, Title: s.Title, First: moment(s.From), Last: moment(s.To), Articles: s.Articles, Outlets: s.Outlets, Summary: []citation{}}
	if c.ID != "" {
		history, err := ledger.History(ctx, s.ID)
		if err != nil {
			return out, err
		}
		for _, change := range history {
			out.History = append(out.History, step{moment(change.At), change.What, change.Story, change.From, change.Articles})
		}
	}
	if !c.Explain && (c.Format == "table" || c.Format == "csv") {
		return out, nil
	}
	var members []tocsin.Findings
	var signatures []story.Signature
	for _, id := range s.Articles {
		for findings, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: id, AsOf: asOf}) {
			if err != nil {
				return out, err
			}
			members = append(members, findings)
			signatures = append(signatures, story.Of(findings))
		}
	}
	for _, cited := range story.Summary(members, most) {
		out.Summary = append(out.Summary, cite(members, cited))
	}
	if c.Explain {
		out.Why = why(s, signatures)
	}
	return out, nil
}

// why says of every article why it belongs.
func why(s tocsin.Story, members []story.Signature) []belonging {
	var out []belonging
	for _, member := range members {
		for _, tie := range story.Why(member, members, s) {
			b := belonging{Article: member.Article, With: tie.Article, Score: tie.Score}
			for _, reason := range tie.Reasons {
				if len(reason.Shared) > 0 {
					b.Shared = append(b.Shared, shared{reason.Kind, reason.Shared})
				}
			}
			out = append(out, b)
		}
	}
	return out
}

// cite words a cited claim.
func cite(members []tocsin.Findings, cited story.Cited) citation {
	out := citation{Article: cited.Article, Claim: cited.Claim}
	for _, findings := range members {
		if findings.Article.ID != cited.Article {
			continue
		}
		for _, claim := range findings.Claims {
			if claim.ID != cited.Claim {
				continue
			}
			var words []string
			for _, span := range claim.Content {
				words = append(words, span.Of(findings.Article.Text))
			}
			out.Source, out.Act, out.Text = claim.Source.Name, string(claim.Act), strings.Join(words, " … ")
		}
	}
	return out
}

func (c *storiesCommand) write(term terminal, stories []storyLine) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, stories, c.Format == "json")
	}
	rows := make([][]string, len(stories))
	for i, s := range stories {
		rows[i] = []string{s.ID, dayOf(s.First), dayOf(s.Last), strconv.Itoa(len(s.Articles)), strconv.Itoa(len(s.Outlets)), s.Title}
	}
	if err := c.rows(term, []string{"story", "first", "last", "articles", "outlets", "title"}, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, s := range stories {
		if len(s.Articles) > 1 {
			fmt.Fprintf(term.Out, "\n%s  %s\n", s.ID, printable(s.Title))
			explain(term, s)
		}
	}
	return nil
}

// explain prints what is told, what became of it, and why articles belong.
func explain(term terminal, s storyLine) {
	for _, said := range s.Summary {
		fmt.Fprintf(term.Out, "  %s (%s, %s): %s\n", printable(said.Source), said.Act, printable(said.Article), printable(said.Text))
	}
	for _, step := range s.History {
		fmt.Fprintf(term.Out, "  %s %s %s %s: %s\n", step.At, step.What, step.Story, step.From, printable(strings.Join(step.Articles, " ")))
	}
	for _, b := range s.Why {
		var parts []string
		for _, part := range b.Shared {
			parts = append(parts, fmt.Sprintf("%s: %s", part.Kind, strings.Join(part.Words, ", ")))
		}
		fmt.Fprintf(term.Out, "  %s with %s (%.2f): %s\n", printable(b.Article), printable(b.With), b.Score, printable(strings.Join(parts, "; ")))
	}
}

func dayOf(moment string) string { return moment[:min(len(moment), len(time.DateOnly))] }
