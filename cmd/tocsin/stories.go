package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/link/story"
	"tocsin/store"
)

type storiesCommand struct {
	askFlags
	Least   int  `help:"Only stories of at least so many articles." default:"1" placeholder:"N"`
	Explain bool `help:"Say of every article why it belongs."`
}

func (storiesCommand) Help() string {
	return `Puts the articles that the filters choose together by what happens in them: who, where, when and in which words. The
order in which articles came makes no difference. Stories are reckoned anew from the ledger at each call; of ten
thousand articles that takes some ten seconds.

A story is a line: its ID, its title (of its most central article), when it began and ended, its articles, the outlets
they are from, and the claims that tell most of it. --format jsonl holds all of it.

Examples:

  tocsin stories --from 2022-10-01 --least 3
  tocsin stories --about Belarus --explain
  tocsin stories --limit 0 --format jsonl`
}

// told is a story as it is printed.
type told struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	First    string      `json:"first"` // published; "" where unknown
	Last     string      `json:"last"`
	Articles []string    `json:"articles"`
	Outlets  []string    `json:"outlets"`
	Summary  []citation  `json:"summary"`
	Why      []belonging `json:"why,omitempty"`
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
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		limit := filter.Limit
		filter.Limit = 0
		index := story.NewIndex(nil)
		signatures := map[string]story.Signature{}
		for findings, err := range ledger.Select(ctx, tocsin.NounArticle, filter) {
			if err != nil {
				return err
			}
			signature := story.Of(findings)
			signatures[findings.Article.ID] = signature
			index.Add(signature)
		}
		index.Update()
		chosen := slices.DeleteFunc(index.Stories(), func(s story.Story) bool { return len(s.Articles) < c.Least })
		slices.SortStableFunc(chosen, func(a, b story.Story) int { return b.To.Compare(a.To) })
		if limit > 0 {
			chosen = chosen[:min(limit, len(chosen))]
		}
		var stories []told
		for _, s := range chosen {
			one, err := c.tell(ctx, ledger, s, signatures, filter.AsOf)
			if err != nil {
				return err
			}
			stories = append(stories, one)
		}
		return c.write(term, stories)
	})
}

// tell collects what is to be said of a story.
func (c *storiesCommand) tell(ctx context.Context, ledger *store.Ledger, s story.Story, signatures map[string]story.Signature, asOf time.Time) (told, error) {
	const most = 5
	out := told{ID: s.ID, Title: s.Title, First: moment(s.From), Last: moment(s.To), Articles: s.Articles, Summary: []citation{}}
	var members []tocsin.Findings
	outlets := map[string]bool{}
	for _, id := range s.Articles {
		for findings, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: id, AsOf: asOf}) {
			if err != nil {
				return out, err
			}
			members = append(members, findings)
			if name := findings.Article.Outlet; name != "" {
				outlets[name] = true
			}
		}
	}
	for name := range outlets {
		out.Outlets = append(out.Outlets, name)
	}
	slices.Sort(out.Outlets)
	for _, cited := range story.Summary(members, most) {
		out.Summary = append(out.Summary, cite(members, cited))
	}
	if c.Explain {
		out.Why = why(s, signatures)
	}
	return out, nil
}

// why says of every article why it belongs.
func why(s story.Story, signatures map[string]story.Signature) []belonging {
	var members []story.Signature
	for _, id := range s.Articles {
		members = append(members, signatures[id])
	}
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

func (c *storiesCommand) write(term terminal, stories []told) error {
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

// explain prints why articles belong.
func explain(term terminal, s told) {
	for _, b := range s.Why {
		var parts []string
		for _, part := range b.Shared {
			parts = append(parts, fmt.Sprintf("%s: %s", part.Kind, strings.Join(part.Words, ", ")))
		}
		fmt.Fprintf(term.Out, "  %s with %s (%.2f): %s\n", printable(b.Article), printable(b.With), b.Score, printable(strings.Join(parts, "; ")))
	}
}

func dayOf(moment string) string { return moment[:min(len(moment), len(time.DateOnly))] }
