package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/link/promise"
	"tocsin/store"
)

type promisesCommand struct {
	askFlags
	State   string `help:"Only those that stand so: open, due, kept, broken, lapsed or unclear." enum:",open,due,kept,broken,lapsed,unclear" default:"" placeholder:"STATE"`
	At      string `help:"How they stood on that day; today without it." placeholder:"DATE"`
	Explain bool   `help:"Say why each stands as it does."`
}

func (promisesCommand) Help() string {
	return `What was promised, threatened and planned in the articles that the filters choose, with the day when it is due, and what
became of it: kept where a later report tells of the deed, broken where it tells the contrary or the word was taken back, lapsed
where the day has passed by more than a week. What hangs on a condition never lapses; what names no day stays open.

Examples:

  tocsin promises --by Lukashenko --at 2022-12-31
  tocsin promises --about grouping --state kept --explain`
}

// Run prints promises, the latest first.
func (c *promisesCommand) Run(ctx context.Context, term terminal) error {
	now := time.Now()
	if c.At != "" {
		at, err := instant(c.At, true)
		if err != nil {
			return usagef("--at: %v", err)
		}
		now = at.Add(-time.Second) // before the day after
	}
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		entries, err := promisesOf(ctx, ledger, filter, now)
		if err != nil {
			return err
		}
		entries = slices.DeleteFunc(entries, func(e promised) bool { return c.State != "" && string(e.State) != c.State })
		slices.SortStableFunc(entries, func(a, b promised) int { return b.Said.Compare(a.Said) })
		if filter.Limit > 0 {
			entries = entries[:min(filter.Limit, len(entries))]
		}
		return c.write(term, entries)
	})
}

// promised is a promise with the words of its first report.
type promised struct {
	promise.Entry
	Text string `json:"text"`
}

// promisesOf follows the promises in the articles that a filter selects. Deeds
// are looked for in those and in all later reports of what was promised.
func promisesOf(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter, now time.Time) ([]promised, error) {
	by := filter.By
	filter.By, filter.Limit = "", 0
	var promises []promise.Promise
	var deeds []promise.Deed
	words := map[[3]string]string{}
	for findings, err := range ledger.Select(ctx, tocsin.NounArticle, filter) {
		if err != nil {
			return nil, err
		}
		made, done := promise.Sign(findings)
		for _, p := range made {
			words[[3]string{p.Article, p.Claim, p.Event}] = tocsin.Words(findings.Article.Text, p.Spans...)
		}
		promises, deeds = append(promises, made...), append(deeds, done...)
	}
	promises = slices.DeleteFunc(promises, func(p promise.Promise) bool { return by != "" && !namesAll(p.Who.Name, by) })
	later, err := deedsFor(ctx, ledger, promises, filter.AsOf)
	if err != nil {
		return nil, err
	}
	var entries []promised
	for _, e := range promise.Follow(promises, append(deeds, later...), now) {
		first := e.Mentions[0]
		entries = append(entries, promised{e, words[[3]string{first.Article, first.Claim, first.Event}]})
	}
	return entries, nil
}

// deedsFor are the events told in the ledger that may be what was promised.
func deedsFor(ctx context.Context, ledger *store.Ledger, promises []promise.Promise, asOf time.Time) ([]promise.Deed, error) {
	type sought struct {
		category tocsin.Category
		country  string
	}
	since := map[sought]time.Time{}
	for _, p := range promises {
		for _, act := range p.Would {
			for _, country := range strings.Split(act.Actor.Country, ",") {
				of := sought{act.Category, country}
				if first, known := since[of]; country != "" && (!known || p.Published.Before(first)) {
					since[of] = p.Published
				}
			}
		}
	}
	var deeds []promise.Deed
	for of, first := range since {
		filter := tocsin.Filter{Category: of.category, Country: of.country, From: first, AsOf: asOf}
		for findings, err := range ledger.Select(ctx, tocsin.NounEvent, filter) {
			if err != nil {
				return nil, err
			}
			_, done := promise.Sign(findings)
			deeds = append(deeds, done...)
		}
	}
	return deeds, nil
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

func (c *promisesCommand) write(term terminal, entries []promised) error {
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, entries, c.Format == "json")
	}
	rows := make([][]string, len(entries))
	for i, e := range entries {
		due := ""
		if !e.Due.IsZero() {
			due = e.Due.String()
		}
		rows[i] = []string{e.ID, day(e.Said), string(e.Kind), string(e.State), due, e.Who.Name, strconv.Itoa(e.Articles), e.Text}
	}
	if err := c.rows(term, []string{"promise", "said", "kind", "state", "due", "by", "articles", "words"}, rows); err != nil || c.Format != "table" || !c.Explain {
		return err
	}
	for _, e := range entries {
		fmt.Fprintf(term.Out, "\n%s  %s\n  %s: %s\n", e.ID, printable(e.Line), e.State, printable(strings.Join(e.Reasons, "; ")))
		for _, m := range e.Mentions {
			fmt.Fprintf(term.Out, "  said in %s %s\n", printable(m.Article), m.Claim)
		}
		if e.Match != nil {
			fmt.Fprintf(term.Out, "  by %s: %s\n", printable(e.Match.Deed.Article), printable(strings.Join(e.Match.Reasons, "; ")))
		}
	}
	return nil
}
