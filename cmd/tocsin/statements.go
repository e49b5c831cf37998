package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/store"
)

type statementsCommand struct {
	askFlags
	ID       string `arg:"" optional:"" help:"Only this one: its ID, or that of one of its claims."`
	Standing string `help:"Only statements that stand so: single-source, corroborated, disputed, denied, corrected or withdrawn." enum:",single-source,corroborated,disputed,denied,corrected,withdrawn" default:"" placeholder:"STANDING"`
	Explain  bool   `help:"Say what each is held against, and why."`
}

func (statementsCommand) Help() string {
	return `Claims that say the same by the same source are one statement. How it stands is computed: by how many sources and
independent origins it is told, and whether others, those whom it concerns, or its own source say what excludes it. An
analyst's verdict (“tocsin correct verdict”) stands above that and is kept beside it. The grade is that of the Admiralty
system: reliability of the source A to F, credibility of the information 1 to 6, F6 where nothing tells.

What claims say is compared by words, names, figures, dates and negation; see README for how often that is right, and read
the words before you rely on it.

Examples:

  tocsin statements --about Belarus --standing disputed --explain
  tocsin statements --from 2022-10-01 --by Lukashenko --format jsonl
  tocsin statements s3f9a01bb72c4 --explain`
}

// Run prints statements, those said last first.
func (c *statementsCommand) Run(ctx context.Context, term terminal) error {
	return c.askLinked(ctx, term, func(ledger *store.Ledger, filter tocsin.Filter) error {
		var statements []tocsin.Statement
		var err error
		if c.ID != "" {
			var one tocsin.Statement
			one, err = ledger.Statement(ctx, c.ID, filter)
			statements = append(statements, one)
		} else {
			statements, err = ledger.Statements(ctx, filter, tocsin.Standing(c.Standing))
		}
		if err != nil {
			return err
		}
		return c.write(term, statements)
	})
}

func (c *statementsCommand) write(term terminal, statements []tocsin.Statement) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, statements, c.Format == "json")
	}
	rows := make([][]string, len(statements))
	for i, s := range statements {
		rows[i] = []string{s.ID, s.First.Format(time.DateOnly), string(s.Standing), s.Grade.String(), strconv.Itoa(s.Sources), strconv.Itoa(s.Origins), strconv.Itoa(len(s.Claims)), s.Source, s.Text}
	}
	if err := c.rows(term, []string{"statement", "first", "standing", "grade", "sources", "origins", "claims", "source", "text"}, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, s := range statements {
		fmt.Fprintf(term.Out, "\n%s  %s %s: %s\n  %s: %s\n", s.ID, s.First.Format(time.DateOnly), printable(s.Source), printable(s.Text), s.Standing, printable(strings.Join(s.Reasons, "; ")))
		fmt.Fprintf(term.Out, "  source %s: %s\n  information %d: %s\n", s.Grade.Reliability, printable(strings.Join(s.Grade.ReliabilityReasons, "; ")), s.Grade.Credibility, printable(strings.Join(s.Grade.CredibilityReasons, "; ")))
		for _, t := range s.Tellings {
			fmt.Fprintf(term.Out, "  told %s by %s (%s, %.0f%% of the first one's words): %s\n", moment(t.Published), printable(t.Outlet), t.Cue, 100*t.Kept, printable(t.Text))
		}
		for _, t := range s.Ties {
			fmt.Fprintf(term.Out, "  %s (%.2f) %s: %s\n    %s\n", t.Kind, t.Score, printable(t.Source), printable(t.Text), printable(strings.Join(t.Reasons, "; ")))
		}
	}
	return nil
}
