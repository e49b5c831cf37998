// Command tocsin reads the news and keeps a ledger of who says what about
// what, when and where. This package is wiring: it asks package feed for
// articles, package page and package extract to read them and package export
// to write the findings, and it decides what a terminal shows.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/alecthomas/kong"

	"tocsin/feed"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end, the second one kills.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// Exit statuses.
const (
	exitFine        = 0
	exitFailed      = 1   // some input could not be read, some figure is below its floor
	exitUsage       = 2   // the command line says something that cannot be done
	exitInterrupted = 130 // as shells count SIGINT
)

// commands is the command line. Every subcommand lives in a file of its own.
type commands struct {
	Read        readCommand        `cmd:"" help:"Read articles and write their ledgers."`
	Ingest      ingestCommand      `cmd:"" help:"Take articles into a ledger and read them."`
	Collect     collectCommand     `cmd:"" help:"Visit feeds again and again and read what is new."`
	Work        workCommand        `cmd:"" help:"Read what waits on the queue of a ledger."`
	Reread      rereadCommand      `cmd:"" help:"Read what a ledger has once more, with a newer reader."`
	Claims      claimsCommand      `cmd:"" help:"Ask a ledger who said what."`
	Events      eventsCommand      `cmd:"" help:"Ask a ledger what happened."`
	Figures     figuresCommand     `cmd:"" help:"Ask a ledger for figures."`
	Actors      actorsCommand      `cmd:"" help:"Ask a ledger for the parties that it knows."`
	Articles    articlesCommand    `cmd:"" help:"Ask a ledger for its articles."`
	Sources     sourcesCommand     `cmd:"" help:"Ask a ledger for its outlets, or how its feeds do."`
	Stories     storiesCommand     `cmd:"" help:"Ask a ledger which articles tell of the same."`
	Origins     originsCommand     `cmd:"" help:"Ask a ledger which articles come from one place."`
	Statements  statementsCommand  `cmd:"" help:"Ask a ledger what is said, by whom else, and who says otherwise."`
	Promises    promisesCommand    `cmd:"" help:"Ask a ledger what was promised, and what became of it."`
	Link        linkCommand        `cmd:"" help:"Join what articles say: origins, stories, statements."`
	Watch       watchCommand       `cmd:"" help:"Have a ledger watch for what builds up, and try rules beforehand."`
	Alarms      alarmsCommand      `cmd:"" help:"List what rang."`
	Alarm       alarmCommand       `cmd:"" help:"Look into one alarm, and do something with it."`
	Backtest    backtestCommand    `cmd:"" help:"See how often rules would have rung, and for what."`
	Notify      notifyCommand      `cmd:"" help:"Try whether messages arrive."`
	Show        showCommand        `cmd:"" help:"Show one article of a ledger with all that was read in it."`
	Revisions   revisionsCommand   `cmd:"" help:"Show how a page has changed."`
	Correct     correctCommand     `cmd:"" help:"Put right what was misread."`
	Corrections correctionsCommand `cmd:"" help:"List what was put right."`
	Verify      verifyCommand      `cmd:"" help:"Prove that nothing in a ledger was altered or removed."`
	Prove       proveCommand       `cmd:"" help:"Prove that a ledger holds an article."`
	Backup      backupCommand      `cmd:"" help:"Copy a ledger while it is in use."`
	Export      exportCommand      `cmd:"" help:"Write a ledger in a format that other programs read."`
	Bundle      bundleCommand      `cmd:"" help:"Pack a part of a ledger, signed, to be opened elsewhere."`
	Open        openCommand        `cmd:"" help:"Check a bundle and read it into a ledger."`
	Serve       serveCommand       `cmd:"" help:"Show a ledger in the browser, and answer programs."`
	MCP         mcpCommand         `cmd:"" name:"mcp" help:"Let an assistant ask a ledger."`
	Eval        evalCommand        `cmd:"" help:"Measure Tocsin on public gold and hold it against its floors."`
	Version     versionCommand     `cmd:"" help:"Say which program, reader and model this is."`
	Completion  completionCommand  `cmd:"" help:"Write a completion script for a shell."`
	Help        helpCommand        `cmd:"" help:"Explain a command."`
}

const description = `Tocsin reads news articles and prints what each one claims: who says what about what, when and where,
what happened, with figures, times and places, each with the words that it comes from.

  tocsin read story.txt --date 2022-10-17
  tocsin read https://news.example/story.html --format html -o story.html
  tocsin read archive.jsonl.gz > ledger.jsonl

“tocsin help COMMAND” says more about each command.`

// errSilent ends the program with status 1 when everything has been said.
var errSilent = errors.New("something failed")

// usageError is a user's mistake on the command line, told in a sentence that
// says what to do.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, term terminal) int {
	ended := -1
	parser, err := newParser(term.Out, term.Err, func(status int) { ended = status })
	if err != nil {
		fmt.Fprintln(term.Err, "tocsin:", err)
		return exitUsage
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	chosen, err := parser.Parse(args)
	switch {
	case ended >= 0: // --help has been shown
		return ended
	case err != nil:
		fmt.Fprintf(term.Err, "tocsin: %v\nTry “tocsin help”.\n", err)
		return exitUsage
	}
	chosen.BindTo(ctx, (*context.Context)(nil))
	return report(chosen.Run(term), term.Err)
}

// newParser makes the command line out of nothing, so that every run and every
// completion script sees the same one.
func newParser(out, errs io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(&commands{},
		kong.Name("tocsin"),
		kong.Description(description),
		kong.Writers(out, errs),
		kong.Exit(exit),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, NoExpandSubcommands: true}),
		kong.Vars{"formats": formatNames(), "formatList": formatList(), "bulks": bulkNames(), "bulkList": bulkList(), "limit": "50", "maxBytes": strconv.Itoa(feed.DefaultMaxBytes)},
	)
}

// report says what went wrong, once, and chooses the exit status.
func report(err error, errs io.Writer) int {
	var usage usageError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errSilent):
		return exitFailed
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &usage):
		fmt.Fprintf(errs, "tocsin: %v\n", err)
		return exitUsage
	}
	fmt.Fprintf(errs, "tocsin: %v\n", err)
	return exitFailed
}
