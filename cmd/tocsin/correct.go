package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"tocsin"
	"tocsin/serve/query"
	"tocsin/store"
)

type correctCommand struct {
	Dismiss dismissCommand `cmd:"" help:"This is no such finding."`
	Confirm confirmCommand `cmd:"" help:"This finding is right, however unsure its reader was."`
	Merge   mergeCommand   `cmd:"" help:"Two names are one actor's."`
	Place   placeCommand   `cmd:"" help:"This toponym is that place."`
	Undo    undoCommand    `cmd:"" help:"An earlier correction was mistaken."`

	Together togetherCommand `cmd:"" help:"Two articles tell one story."`
	Apart    apartCommand    `cmd:"" help:"Two articles do not tell one story."`
	Story    storyCommand    `cmd:"" help:"Articles, or all of another story, belong to this story."`
	Split    splitCommand    `cmd:"" help:"Articles are a story of their own."`
	Verdict  verdictCommand  `cmd:"" help:"How a statement stands."`
}

func (correctCommand) Help() string {
	return `A correction is an entry of the ledger with who made it, when and why. It holds over every later reading, and what the
ledger said before can still be asked with --as-of.

Examples:

  tocsin correct dismiss guardian-016 c5d1e0c3a9b7 --why "an idiom, not a claim"
  tocsin correct confirm guardian-016 c5d1e0c3a9b7 --why "heard it myself"
  tocsin correct merge "Belarus defence ministry" "Belarusian defense ministry" --why "one ministry"
  tocsin correct place guardian-016 p0aa11bb22cc "Brest, Belarus" --why "the one at the Polish border"
  tocsin correct undo 1207 --why "it was a claim after all"
  tocsin correct story s84163b158a52 s37393bea457e --why "one drill"
  tocsin correct verdict s3f9a01bb72c4 withdrawn --why "told to us by telephone"`
}

// wordFlags are who corrects, and why.
type wordFlags struct {
	ledgerFlag
	Who string `help:"Who says so; your user name without it." placeholder:"NAME"`
	Why string `help:"The reason." required:"" placeholder:"WORDS"`
}

// correct makes the correction that complete, which may be nil, has completed.
func (w wordFlags) correct(ctx context.Context, term terminal, c tocsin.Correction, complete func(*store.Ledger, *tocsin.Correction) error) error {
	c.Who, c.Why = w.me(), w.Why
	return w.with(ctx, func(ledger *store.Ledger) error {
		if complete != nil {
			if err := complete(ledger, &c); err != nil {
				return err
			}
		}
		return told(ctx, term, ledger, c)
	})
}

// told makes corrections and says what they are called.
func told(ctx context.Context, term terminal, ledger *store.Ledger, corrections ...tocsin.Correction) error {
	numbers, err := ledger.Correct(ctx, corrections...)
	for _, number := range numbers {
		fmt.Fprintf(term.Err, "correction %d; “tocsin correct undo %d” takes it back\n", number, number)
	}
	return err
}

// me is who corrects.
func (w wordFlags) me() string { return cmp.Or(w.Who, me()) }

// findingArgs name a finding of an article.
type findingArgs struct {
	wordFlags
	Article string `arg:"" help:"ID of the article."`
	Finding string `arg:"" help:"ID of the finding."`
}

// point makes a correction of a kind that points at the finding.
func (a findingArgs) point(ctx context.Context, term terminal, kind tocsin.CorrectionKind) error {
	return a.correct(ctx, term, tocsin.Correction{Kind: kind, Article: a.Article}, func(ledger *store.Ledger, correction *tocsin.Correction) (err error) {
		correction.Noun, correction.Span, err = finding(ctx, ledger, a.Article, a.Finding)
		return err
	})
}

type dismissCommand struct{ findingArgs }

// Run dismisses a finding.
func (c *dismissCommand) Run(ctx context.Context, term terminal) error {
	return c.point(ctx, term, tocsin.Dismiss)
}

type confirmCommand struct{ findingArgs }

// Run confirms a finding.
func (c *confirmCommand) Run(ctx context.Context, term terminal) error {
	return c.point(ctx, term, tocsin.Confirm)
}

// finding tells what an ID names in an article, and by which words it is known.
func finding(ctx context.Context, ledger *store.Ledger, article, id string) (tocsin.Noun, tocsin.Span, error) {
	for f, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: article}) {
		if err != nil {
			return "", tocsin.Span{}, err
		}
		if noun, span, found := query.Finding(f, id); found {
			return noun, span, nil
		}
		return "", tocsin.Span{}, usagef("article %s has no finding %s now; “tocsin claims --article %s -f jsonl” and the like show their IDs", article, id, article)
	}
	return "", tocsin.Span{}, usagef("the ledger has no article %s now; “tocsin articles” shows them", article)
}

type mergeCommand struct {
	wordFlags
	Name string `arg:"" help:"The name that goes."`
	Into string `arg:"" help:"The name that stays."`
}

// Run merges two actors.
func (c *mergeCommand) Run(ctx context.Context, term terminal) error {
	return c.correct(ctx, term, tocsin.Correction{Kind: tocsin.Merge, Name: c.Name, Into: c.Into}, nil)
}

type placeCommand struct {
	wordFlags
	Article string `arg:"" help:"ID of the article."`
	Finding string `arg:"" help:"ID of the place."`
	Right   string `arg:"" name:"place" help:"The right place: a name (Brest, Belarus) or LATITUDE,LONGITUDE."`
}

// Run moves a place.
func (c *placeCommand) Run(ctx context.Context, term terminal) error {
	right, err := query.Entry(c.Right)
	if err != nil {
		return mistaken(err)
	}
	return c.correct(ctx, term, tocsin.Correction{Kind: tocsin.Relocate, Article: c.Article, Place: right}, func(ledger *store.Ledger, correction *tocsin.Correction) (err error) {
		correction.Noun, correction.Span, err = finding(ctx, ledger, c.Article, c.Finding)
		if err == nil && correction.Noun != tocsin.NounPlace {
			err = usagef("%s is a %s; name a place", c.Finding, correction.Noun)
		}
		return err
	})
}

type undoCommand struct {
	wordFlags
	Correction int64 `arg:"" help:"Its number."`
}

// Run takes a correction back.
func (c *undoCommand) Run(ctx context.Context, term terminal) error {
	return c.correct(ctx, term, tocsin.Correction{Kind: tocsin.Undo, Undoes: c.Correction}, nil)
}

type correctionsCommand struct{ askFlags }

func (correctionsCommand) Help() string {
	return `Lists the corrections that hold, the latest first: of one article with --article, as they held at a time with --as-of.

Example:

  tocsin corrections --as-of 2022-10-17 --format jsonl`
}

// Run lists corrections.
func (c *correctionsCommand) Run(ctx context.Context, term terminal) error {
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		corrections, err := ledger.Corrections(ctx, filter)
		if err != nil {
			return err
		}
		if filter.Limit > 0 {
			corrections = corrections[:min(filter.Limit, len(corrections))]
		}
		rows := make([][]string, len(corrections))
		for i, x := range corrections {
			rows[i] = []string{strconv.FormatInt(x.Seq, 10), moment(x.At), x.Who, string(x.Kind), x.Article, string(x.Noun), x.Name, x.Into + x.Place.Name + x.With + string(x.Standing), x.Why}
		}
		return c.rows(term, []string{"correction", "at", "who", "kind", "article", "noun", "from", "to", "why"}, rows)
	})
}

type revisionsCommand struct {
	ledgerFlag
	Article string `arg:"" help:"ID of an article, of whichever revision."`
}

func (revisionsCommand) Help() string {
	return `Prints every revision of a page that was read, and how each differs from the one before.

Example:

  tocsin revisions 6f1ed002ab5595859014ebf0951522d9`
}

// Run prints the differences.
func (c *revisionsCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		versions, err := ledger.Versions(ctx, c.Article)
		for i, v := range versions {
			fmt.Fprintf(term.Out, "%s  saved %s  %s\n", v.Article.ID, moment(v.Saved), printable(v.Article.Title))
			if i > 0 {
				before := versions[i-1].Article
				fmt.Fprint(term.Out, shown(string(diff.Diff(before.ID, paragraphs(before), v.Article.ID, paragraphs(v.Article)))))
			}
		}
		return err
	})
}

// paragraphs are the lines that are compared.
func paragraphs(article tocsin.Article) []byte {
	return []byte(article.Title + "\n\n" + strings.TrimRight(article.Text, "\n") + "\n")
}

// shown keeps lines apart and takes other control characters out.
func shown(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		body, ended := strings.CutSuffix(line, "\n")
		lines[i] = printable(strings.ReplaceAll(body, "\t", " "))
		if ended {
			lines[i] += "\n"
		}
	}
	return strings.Join(lines, "")
}
