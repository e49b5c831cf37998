package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"tocsin/eval"
)

type evalCommand struct {
	Data     string `help:"Folder of the data sets." env:"TOCSIN_DATA" placeholder:"DIR" type:"path"`
	Baseline string `help:"File of the floors." default:"eval/baseline.json" placeholder:"FILE" type:"path"`
	Only     string `help:"Run only the tests whose names start with PREFIX." placeholder:"PREFIX"`
	Update   bool   `help:"Raise the floors to what is measured; none is ever lowered."`
	List     bool   `help:"Say what each test shows and what it does not, and run none."`
	Explain  bool   `help:"Print what is missed (-), invented (+) and misread (~) in the ledgers to develop on, and measure nothing."`

	Parts []string `arg:"" optional:"" name:"part" help:"With --explain: only articles whose id holds one of these."`
}

func (evalCommand) Help() string {
	return `Each figure is printed beside its floor, that of the linear reader which the network replaced, and the best published one. A figure below its floor makes the exit status 1.
Data that is not there is skipped by name.

Examples:

  tocsin eval --data ../data
  tocsin eval --only when/
  tocsin eval --update
  tocsin eval --explain seed`
}

// Run measures and compares.
func (c *evalCommand) Run(ctx context.Context, term terminal) error {
	if len(c.Parts) > 0 && !c.Explain {
		return usagef("%q names an article, which only --explain asks for; to choose tests give --only PREFIX", c.Parts[0])
	}
	if c.List {
		return c.list(term.Out)
	}
	if c.Data == "" {
		return usagef("say where the data sets are: --data DIR, or TOCSIN_DATA=DIR in the environment")
	}
	if c.Explain {
		return eval.Explain(term.Out, c.Data, c.Parts...)
	}
	bars, err := eval.ReadBars(c.Baseline)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(term.Out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "FIGURE\tVALUE\tFLOOR\tLINEAR\tBEST PUBLISHED\t")
	failed, skipped, measured := false, []string(nil), map[string]bool{}
	for _, test := range eval.Tests {
		if !strings.HasPrefix(test.Name, c.Only) {
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fmt.Fprintf(term.Err, "%s …\n", test.Name)
		figures, err := eval.Measure(test, c.Data)
		switch {
		case errors.Is(err, eval.ErrMissing):
			skipped = append(skipped, err.Error())
			continue
		case err != nil:
			fmt.Fprintf(term.Err, "tocsin: measure %s: %v\n", test.Name, err)
			failed = true
			continue
		}
		for _, figure := range figures {
			verdict := judge(figure, bars)
			failed = failed || verdict == below
			measured[figure.Name] = true
			printFigure(table, figure, bars[figure.Name], verdict)
			bars[figure.Name] = raise(bars[figure.Name], figure)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, skip := range skipped {
		fmt.Fprintln(term.Out, "skipped:", skip)
	}
	if c.Only == "" && len(skipped) == 0 {
		for _, name := range slices.Sorted(maps.Keys(bars)) {
			if !measured[name] {
				fmt.Fprintf(term.Err, "tocsin: %s has a floor, but no test gives it any more\n", name)
				failed = true
			}
		}
	}
	if c.Update {
		if err := writeBars(c.Baseline, bars); err != nil {
			return err
		}
	}
	if failed {
		return errSilent
	}
	return nil
}

func (c *evalCommand) list(out io.Writer) error {
	for _, test := range eval.Tests {
		if strings.HasPrefix(test.Name, c.Only) {
			fmt.Fprintf(out, "%s\n    %s\n", test.Name, test.Shows)
		}
	}
	return nil
}

// below marks a figure that is under its floor.
const below = "BELOW"

// judge holds a figure against its floor.
func judge(figure eval.Figure, bars map[string]eval.Bar) string {
	bar, known := bars[figure.Name]
	switch {
	case !known:
		return "new"
	case figure.Value < bar.Floor:
		return below
	}
	return "ok"
}

func printFigure(out io.Writer, figure eval.Figure, bar eval.Bar, verdict string) {
	known := func(value float64) string {
		if value == 0 {
			return "–"
		}
		return fmt.Sprintf("%.3f", value)
	}
	note := ""
	if figure.Note != "" {
		note = " (" + figure.Note + ")"
	}
	fmt.Fprintf(out, "%s\t%.3f\t%s\t%s\t%s\t%s%s\n", figure.Name, figure.Value, known(bar.Floor), known(bar.Linear), bar.Best, verdict, note)
}

// raise lifts a floor to the figure, rounded down so that the same run meets
// it, and never lowers it.
func raise(bar eval.Bar, figure eval.Figure) eval.Bar {
	bar.Floor = max(bar.Floor, math.Floor(figure.Value*1000)/1000)
	return bar
}

func writeBars(name string, bars map[string]eval.Bar) error {
	data, err := json.MarshalIndent(bars, "", "  ")
	if err != nil {
		return fmt.Errorf("write floors: %w", err)
	}
	if err := os.WriteFile(name, append(data, '\n'), 0o666); err != nil {
		return fmt.Errorf("write floors: %w", err)
	}
	return nil
}
