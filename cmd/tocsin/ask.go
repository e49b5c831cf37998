package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"tocsin"
	"tocsin/export"
	"tocsin/ingest"
	"tocsin/store"
)

// askFlags are shared by the commands that ask a ledger.
type askFlags struct {
	ledgerFlag
	filterFlags
	Format string `short:"f" help:"table (to read), json (a list), jsonl (a line each) or csv." enum:"table,json,jsonl,csv" default:"table" placeholder:"FORMAT"`
	Width  int    `help:"Columns of the table; the terminal's width without it, as much as it takes elsewhere." placeholder:"N"`
	Color  string `help:"Colour the table: auto, always or never." enum:"auto,always,never" default:"auto" placeholder:"WHEN"`
}

type claimsCommand struct {
	askFlags
	Act string `help:"What the source does: assert, deny, accuse, demand, commit, threaten, warn or believe." enum:",assert,deny,accuse,demand,commit,threaten,warn,believe" default:"" placeholder:"ACT"`
}

type (
	articlesCommand struct{ askFlags }
	actorsCommand   struct{ askFlags }
)

const askHelp = `All filters that are given must hold. Names are found by their words, whatever their case and accents.

Examples:

`

func (claimsCommand) Help() string {
	return askHelp + `  tocsin claims --by Lukashenko --act deny
  tocsin claims --about "nuclear weapons" --country Belarus --from 2022-10-01 --format csv
  tocsin claims --text '"joint force" OR grouping -exercise' --as-of 2022-10-17
  tocsin claims --place Brest --within 80km --limit 0 --format jsonl`
}

func (articlesCommand) Help() string {
	return askHelp + `  tocsin articles --outlet Guardian --text ceasefire
  tocsin articles --by Zelenskiy --format jsonl`
}

func (actorsCommand) Help() string {
	return askHelp + `  tocsin actors --country Belarus
  tocsin actors --by lukashenko --format json`
}

// Run prints claims.
func (c *claimsCommand) Run(ctx context.Context, term terminal) error {
	return c.print(ctx, term, tocsin.NounClaim, "claims", func(f *tocsin.Filter) { f.Act = tocsin.Act(c.Act) })
}

// Run prints articles.
func (c *articlesCommand) Run(ctx context.Context, term terminal) error {
	return c.print(ctx, term, tocsin.NounArticle, "articles", nil)
}

// ask reads the filters and opens the ledger for some work.
func (a *askFlags) ask(ctx context.Context, work func(*store.Ledger, tocsin.Filter) error) error {
	filter, err := a.filter()
	if err != nil {
		return err
	}
	return a.with(ctx, func(ledger *store.Ledger) error { return work(ledger, filter) })
}

// askLinked is ask for what joins articles: what is not linked yet is first.
func (a *askFlags) askLinked(ctx context.Context, term terminal, work func(*store.Ledger, tocsin.Filter) error) error {
	return a.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		if err := catchUp(ctx, term, ledger); err != nil {
			return err
		}
		return work(ledger, filter)
	})
}

// print writes what the filter selects of a noun.
func (a *askFlags) print(ctx context.Context, term terminal, noun tocsin.Noun, plural string, more func(*tocsin.Filter)) error {
	return a.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		if more != nil {
			more(&filter)
		}
		format := a.Format
		switch format {
		case "table":
			a.tellPlace(term)
		case "json":
			format = "list"
		}
		options := export.BulkOptions{Noun: plural, Now: time.Now(), Width: a.columns(term), Color: colored(a.Color, term.Out)}
		report, err := bulkNamed(format).Write(term.Out, ledger.Select(ctx, noun, filter), options)
		if err != nil || format != "table" {
			return err
		}
		return besides(ctx, term, ledger, noun, filter, plural, report.Rows)
	})
}

// besides says below a table how many there are besides.
func besides(ctx context.Context, term terminal, ledger *store.Ledger, noun tocsin.Noun, filter tocsin.Filter, plural string, shown int) error {
	if shown == 0 {
		fmt.Fprintf(term.Err, "no %s match; leave a filter out, or see what there is with “tocsin articles”\n", plural)
		return nil
	}
	if filter.Limit == 0 || shown < filter.Limit {
		return nil
	}
	count, err := ledger.Count(ctx, noun, filter)
	if err == nil && count > shown {
		fmt.Fprintf(term.Err, "%d of %d %s; --limit 0 shows all\n", shown, count, plural)
	}
	return err
}

// columns is the width of a table; where nobody looks nothing is cut.
func (a *askFlags) columns(term terminal) int {
	if a.Width > 0 || !isTerminal(term.Out) {
		return a.Width
	}
	return width(term.Out)
}

// bulkNamed is a format for many articles.
func bulkNamed(name string) export.Bulk {
	for _, bulk := range export.Bulks {
		if bulk.Name == name {
			return bulk
		}
	}
	return export.Bulk{}
}

// Run prints actors.
func (c *actorsCommand) Run(ctx context.Context, term terminal) error {
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		actors, err := ledger.Actors(ctx, filter)
		if err != nil {
			return err
		}
		rows := make([][]string, len(actors))
		for i, a := range actors {
			rows[i] = []string{a.Name, string(a.Kind), a.Role, a.Country, strconv.Itoa(a.Articles), strconv.Itoa(a.Mentions), strconv.Itoa(a.Claims), day(a.First), day(a.Last)}
		}
		return c.rows(term, []string{"name", "kind", "role", "country", "articles", "mentions", "claims", "first", "last"}, rows)
	})
}

type sourcesCommand struct {
	askFlags
	Feeds bool   `help:"The feeds that are collected, with how they do."`
	OPML  string `name:"opml" help:"Write the feeds to FILE as OPML." placeholder:"FILE"`
}

func (sourcesCommand) Help() string {
	return `Without a flag: the outlets of the ledger's articles. With --feeds: what “tocsin collect” visits, when it last answered
and spoke, how many new items it brings a day, and whether it has fallen silent or is in trouble.

Examples:

  tocsin sources
  tocsin sources --feeds
  tocsin sources --opml feeds.opml`
}

// Run prints outlets, or feeds.
func (c *sourcesCommand) Run(ctx context.Context, term terminal) error {
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		switch {
		case c.OPML != "":
			return writeOPML(ctx, ledger, c.OPML)
		case c.Feeds:
			return c.health(ctx, term, ledger)
		}
		outlets, err := ledger.Outlets(ctx, filter)
		if err != nil {
			return err
		}
		rows := make([][]string, len(outlets))
		for i, o := range outlets {
			rows[i] = []string{o.Name, strconv.Itoa(o.Articles), strconv.Itoa(o.Claims), strconv.Itoa(o.Revisions), day(o.First), day(o.Last)}
		}
		return c.rows(term, []string{"outlet", "articles", "claims", "revisions", "first", "last"}, rows)
	})
}

func (c *sourcesCommand) health(ctx context.Context, term terminal, ledger *store.Ledger) error {
	healths, err := ingest.Healths(ctx, ledger, time.Now())
	if err != nil {
		return err
	}
	rows := make([][]string, len(healths))
	for i, h := range healths {
		state := "fine"
		switch {
		case h.Failures > 0:
			state = "in trouble"
		case h.Silent:
			state = "silent"
		case h.Visited.IsZero():
			state = "not visited yet"
		}
		rows[i] = []string{h.Title, h.URL, h.Folder, state, moment(h.Succeeded), moment(h.Spoke), fmt.Sprintf("%.1f", h.PerDay), strconv.Itoa(h.Failures), h.Trouble, moment(h.Next)}
	}
	return c.rows(term, []string{"title", "feed", "folder", "state", "answered", "spoke", "items_a_day", "failures", "trouble", "next"}, rows)
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// rows prints records that are no findings.
func (a *askFlags) rows(term terminal, headings []string, rows [][]string) error {
	switch a.Format {
	case "csv":
		out := csv.NewWriter(term.Out)
		out.Write(headings)
		out.WriteAll(rows)
		return out.Error()
	case "table":
		return export.WriteTable(term.Out, headings, rows, a.columns(term), colored(a.Color, term.Out))
	}
	objects := make([]map[string]any, len(rows))
	for i, row := range rows {
		objects[i] = object(headings, row)
	}
	return writeObjects(term.Out, objects, a.Format == "json")
}

// object is a record as JSON shows it; what is a number stays one.
func object(headings, row []string) map[string]any {
	out := map[string]any{}
	for i, heading := range headings {
		out[heading] = row[i]
		if n, err := strconv.ParseFloat(row[i], 64); err == nil && heading != "name" && heading != "outlet" && heading != "title" {
			out[heading] = n
		}
	}
	return out
}

// writeObjects writes a JSON list, or a line for each.
func writeObjects[T any](out io.Writer, objects []T, list bool) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if list {
		encoder.SetIndent("", "  ")
		return encoder.Encode(append([]T{}, objects...)) // a list, even of nothing
	}
	for _, object := range objects {
		if err := encoder.Encode(object); err != nil {
			return err
		}
	}
	return nil
}

// create makes a file for output, standard output without a name.
func create(name string, term terminal) (io.WriteCloser, error) {
	if name == "" || name == "-" {
		return keepOpen{term.Out}, nil
	}
	return os.Create(name)
}

type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }
