package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"time"

	"tocsin"
	"tocsin/extract"
	"tocsin/feed"
	"tocsin/page"
	"tocsin/text"
)

type readCommand struct {
	Inputs []string `arg:"" optional:"" name:"input" help:"Files, folders, web addresses, or - for standard input." predictor:"file"`

	Date   *date  `help:"Publication date, as 2022-10-17 or 2022-10-17T09:30:00Z; it resolves “last week”." placeholder:"DATE"`
	Outlet string `help:"Who published it." placeholder:"NAME"`
	URL    string `name:"url" help:"Where it was published." placeholder:"URL"`
	Title  string `help:"Its headline." placeholder:"TITLE"`

	Format string `short:"f" help:"${formatList}. Without it: text, or JSON Lines where several articles go to a file or a pipe." enum:"auto,${formats}" default:"auto" placeholder:"FORMAT"`
	Output string `short:"o" help:"Write to FILE, or into the folder DIR/ one file an article." placeholder:"FILE|DIR/"`
	Color  string `help:"Colour the text: auto, always or never." enum:"auto,always,never" default:"auto" placeholder:"WHEN"`
	Width  int    `help:"Columns of the text; the terminal's width without it." placeholder:"N"`
	Quiet  bool   `short:"q" help:"No progress bar."`

	Jobs         int           `short:"j" help:"Articles read at the same time; all cores without it." placeholder:"N"`
	MaxBytes     int64         `help:"Largest article to read, in bytes, unpacked (default 4 MB). Reading takes about a hundred bytes of memory for each." default:"${maxBytes}" placeholder:"N"`
	Timeout      time.Duration `help:"Longest wait for one web address." default:"30s" placeholder:"TIME"`
	AllowPrivate bool          `help:"Let web addresses lead to this machine and private networks."`
}

func (readCommand) Help() string {
	return `An input is plain text, an HTML page, JSON Lines, a WARC file or a feed that carries whole texts, gzipped or not; what
it is shows in its first bytes. JSON Lines hold one article on each line: {"id", "url", "outlet", "title", "published", "text"}, of which only "text" is needed.
An input that cannot be read is reported and the rest go on; the exit status is then 1.

--date, --outlet, --url and --title win over what the input says of itself.

Examples:

  tocsin read story.txt --date 2022-10-17
  tocsin read --outlet "The Herald" - < story.txt
  tocsin read https://news.example/story.html
  tocsin read pages/ -f html -o ledgers/
  tocsin read archive.jsonl.gz -f json | jq -c '.claims[]'`
}

// date is a publication date on the command line.
type date struct{ time.Time }

// UnmarshalText reads a date as package feed does.
func (d *date) UnmarshalText(text []byte) error {
	at, err := feed.ParseDate(string(text))
	d.Time = at
	return err
}

// pageBudget is how long the careful ways to read a page may take.
const pageBudget = 10 * time.Second

// outcome is what became of one input.
type outcome struct {
	name     string
	findings tocsin.Findings
	err      error
}

// arrival is what package feed hands over.
type arrival struct {
	item feed.Item
	err  error
}

// Run reads all inputs and writes their ledgers in the order of the inputs.
func (c *readCommand) Run(ctx context.Context, term terminal) error {
	if err := c.check(term); err != nil {
		return err
	}
	out, err := c.destination(term)
	if err != nil {
		return err
	}
	if _, slow := text.Arithmetic(); slow {
		fmt.Fprintln(term.Err, "tocsin: this processor has none of the instructions that reading is made for (AVX2, AVX-VNNI, AVX-512 VNNI or NEON dot products): it works, but an article takes seconds")
	}
	bar := c.progress(term)
	failed := false
	err = inOrder(ctx, c.arrivals(ctx, term, bar), c.Jobs, 4*c.Jobs, c.read(ctx), func(result outcome) error {
		if ctx.Err() != nil { // then what failed may have failed for that
			return ctx.Err()
		}
		defer bar.article()
		if result.err != nil {
			failed = true
			fmt.Fprintf(bar.lines(), "tocsin: %s\n", printable(fmt.Sprintf("%s: %v", result.name, result.err)))
			return nil
		}
		return out.write(result.name, result.findings)
	})
	bar.done()
	if err := errors.Join(err, out.close()); err != nil {
		return err
	}
	if failed {
		return errSilent
	}
	return nil
}

// check completes the command line and refuses what makes no sense.
func (c *readCommand) check(term terminal) error {
	if len(c.Inputs) == 0 {
		if isTerminal(term.In) {
			return usagef("there is nothing to read: name a file, a folder or a web address, or - to type an article\n" +
				"For example: tocsin read story.txt --date 2022-10-17")
		}
		c.Inputs = []string{"-"}
	}
	switch {
	case c.Jobs < 0:
		return usagef("--jobs must be 1 or more")
	case c.Width < 0:
		return usagef("--width must be 1 or more")
	case c.MaxBytes < 1:
		return usagef("--max-bytes must be 1 or more")
	case c.Jobs == 0:
		c.Jobs = runtime.GOMAXPROCS(0)
	}
	return nil
}

// arrivals asks package feed for the inputs.
func (c *readCommand) arrivals(ctx context.Context, term terminal, bar *progress) iter.Seq[arrival] {
	items := feed.Items(ctx, c.Inputs, feed.Options{
		Stdin: term.In, MaxBytes: c.MaxBytes, Timeout: c.Timeout, AllowPrivate: c.AllowPrivate,
		UserAgent: "tocsin/" + version, Consumed: bar.consumed,
	})
	return func(yield func(arrival) bool) {
		for item, err := range items {
			if !yield(arrival{item, err}) {
				return
			}
		}
	}
}

// read makes the function that reads one article. Reading cannot fail by
// contract; should an article bring the reader down all the same, it must not
// take the other articles with it.
func (c *readCommand) read(ctx context.Context) func(arrival) outcome {
	return func(in arrival) (result outcome) {
		result.name, result.err = in.item.Name, in.err
		if in.err != nil {
			return result
		}
		defer func() {
			if trouble := recover(); trouble != nil {
				if os.Getenv("TOCSIN_DEBUG") != "" {
					panic(trouble)
				}
				result.err = fmt.Errorf("brought the reader down, please report it with the article: %v", trouble)
			}
		}()
		article, notes, err := c.article(ctx, in.item)
		if err != nil {
			result.err = err
			return result
		}
		result.findings = extract.Findings(article)
		result.findings.Notes = append(notes, result.findings.Notes...)
		return result
	}
}

// errLinked is for what a feed only names: reading it means to fetch it.
var errLinked = errors.New("is only a link in a feed or a list: “tocsin ingest” fetches what it leads to, into a ledger")

// article makes an Article of an Item and of what the user says about it.
func (c *readCommand) article(ctx context.Context, item feed.Item) (tocsin.Article, []string, error) {
	article := tocsin.Article{URL: item.URL, Outlet: item.Outlet, Title: item.Title, Published: item.Published}
	notes := item.Notes
	switch item.Kind {
	case feed.Link, feed.Feed:
		return article, nil, errLinked
	case feed.HTML:
		ctx, cancel := context.WithTimeout(ctx, pageBudget)
		defer cancel()
		parsed, err := page.Parse(ctx, item.Body, page.About{URL: item.URL, ContentType: item.ContentType, Now: time.Now()})
		if err != nil {
			return article, nil, err
		}
		article = parsed
	default:
		article.Text = string(item.Body)
		article.Language = page.Language(article.Text)
	}
	article.ID = item.ID
	if article.ID == "" {
		article.ID = tocsin.TextID(article.Text)
	}
	return c.told(article), notes, nil
}

// told lets the command line win over what the input says of itself.
func (c *readCommand) told(article tocsin.Article) tocsin.Article {
	if c.Date != nil {
		article.Published = c.Date.Time
	}
	if c.Outlet != "" {
		article.Outlet = c.Outlet
	}
	if c.URL != "" {
		article.URL = c.URL
	}
	if c.Title != "" {
		article.Title = c.Title
	}
	return article
}
