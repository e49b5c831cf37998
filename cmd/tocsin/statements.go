package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/link/statement"
	"tocsin/store"
)

type statementsCommand struct {
	askFlags
	Standing string `help:"Only statements that stand so: single-source, corroborated, disputed, denied, corrected or withdrawn." enum:",single-source,corroborated,disputed,denied,corrected,withdrawn" default:"" placeholder:"STANDING"`
	Explain  bool   `help:"Say what each is held against, and why."`
}

func (statementsCommand) Help() string {
	return `Puts the claims of the articles that the filters choose together that say the same by the same source, and tells how each
statement stands: by how many sources and independent origins it is told, and whether others, those whom it concerns, or
its own source say what excludes it. Statements are reckoned anew from the ledger at each call.

What claims say is compared by words, names, figures, dates and negation. About six of ten that say the same are found,
and seven of ten that are found do (README); read the words before you rely on it.

Examples:

  tocsin statements --about Belarus --standing disputed --explain
  tocsin statements --from 2022-10-01 --by Lukashenko --format jsonl`
}

// statementLine is a statement as it is printed.
type statementLine struct {
	ID       string             `json:"id"`
	First    string             `json:"first"`
	Source   string             `json:"source"`
	Country  string             `json:"country"`
	Standing statement.Standing `json:"standing"`
	Sources  int                `json:"sources"`
	Origins  int                `json:"origins"`
	Text     string             `json:"text"`
	Claims   []ref              `json:"claims"`
	Reasons  []string           `json:"reasons"`
	Ties     []tie              `json:"ties,omitempty"`
}

// ref names a claim.
type ref struct {
	Article string `json:"article"`
	Claim   string `json:"claim"`
}

// tie is how a statement stands to another.
type tie struct {
	To      string         `json:"to"`
	Kind    statement.Kind `json:"kind"`
	Denial  bool           `json:"denial"`
	Score   float64        `json:"score"`
	Source  string         `json:"source"`
	Text    string         `json:"text"`
	Reasons []string       `json:"reasons"`
}

// Run prints statements, the latest first.
func (c *statementsCommand) Run(ctx context.Context, term terminal) error {
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		by := filter.By
		filter.By = "" // whoever contradicts the one who is asked about counts too
		index := statement.NewIndex()
		words := map[statement.Ref]string{}
		p, err := provenanceOf(ctx, ledger, filter, func(findings tocsin.Findings) {
			for _, signature := range statement.Sign(findings) {
				index.Add(signature)
				words[signature.Ref()] = contentOf(findings, signature)
			}
		})
		if err != nil {
			return err
		}
		lines := c.lines(index.Statements(), p, words, by)
		if filter.Limit > 0 {
			lines = lines[:min(filter.Limit, len(lines))]
		}
		return c.write(term, lines)
	})
}

// contentOf is what a claim says, in its article's words.
func contentOf(findings tocsin.Findings, signature statement.Signature) string {
	var parts []string
	for _, span := range signature.Spans {
		parts = append(parts, span.Of(findings.Article.Text))
	}
	return strings.Join(parts, " … ")
}

func (c *statementsCommand) lines(statements []statement.Statement, p provenance, words map[statement.Ref]string, by string) []statementLine {
	all := map[string]statement.Statement{}
	for _, s := range statements {
		all[s.ID] = s
	}
	var lines []statementLine
	for _, s := range statements {
		if by != "" && !namesAll(s.Source.Name, by) {
			continue
		}
		origins := p.among(articlesOf(s, all))
		judge := statement.Judge{Origin: func(article string) string { return origins[article] }}
		status := judge.Status(s, all, statement.Verdict{})
		if c.Standing != "" && string(status.Standing) != c.Standing {
			continue
		}
		first := s.Claims[0]
		line := statementLine{
			ID: s.ID, First: moment(first.Published), Source: s.Source.Name, Country: s.Source.Country, Standing: status.Standing,
			Sources: status.Sources, Origins: status.Origins, Text: words[first.Ref()], Reasons: status.Reasons,
		}
		for _, claim := range s.Claims {
			line.Claims = append(line.Claims, ref{claim.Article, claim.Claim})
		}
		if c.Explain {
			for _, t := range s.Links {
				other := all[t.To]
				line.Ties = append(line.Ties, tie{t.To, t.Kind, t.Denial, t.Score, other.Source.Name, words[other.Claims[0].Ref()], t.Reasons})
			}
		}
		lines = append(lines, line)
	}
	slices.SortStableFunc(lines, func(a, b statementLine) int { return cmp.Compare(b.First, a.First) })
	return lines
}

// articlesOf lists the articles that tell a statement or what it is tied to.
func articlesOf(s statement.Statement, all map[string]statement.Statement) []string {
	var ids []string
	note := func(claims []statement.Signature) {
		for _, claim := range claims {
			ids = append(ids, claim.Article)
		}
	}
	note(s.Claims)
	for _, t := range s.Links {
		note(all[t.To].Claims)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// namesAll reports whether a name has all the words.
func namesAll(name, words string) bool {
	have := strings.Fields(store.Folded(name))
	for _, word := range strings.Fields(store.Folded(words)) {
		if !slices.Contains(have, word) {
			return false
		}
	}
	return true
}

func (c *statementsCommand) write(term terminal, lines []statementLine) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, lines, c.Format == "json")
	}
	rows := make([][]string, len(lines))
	for i, line := range lines {
		rows[i] = []string{dayOf(line.First), string(line.Standing), strconv.Itoa(line.Sources), strconv.Itoa(line.Origins), strconv.Itoa(len(line.Claims)), line.Source, line.Text}
	}
	if err := c.rows(term, []string{"first", "standing", "sources", "origins", "claims", "source", "text"}, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, line := range lines {
		fmt.Fprintf(term.Out, "\n%s %s: %s\n  %s\n", dayOf(line.First), printable(line.Source), printable(line.Text), printable(strings.Join(line.Reasons, "; ")))
		for _, t := range line.Ties {
			fmt.Fprintf(term.Out, "  %s (%.2f) %s: %s\n    %s\n", t.Kind, t.Score, printable(t.Source), printable(t.Text), printable(strings.Join(t.Reasons, "; ")))
		}
	}
	return nil
}
