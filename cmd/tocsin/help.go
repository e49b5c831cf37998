package main

import (
	"context"
	"io"
)

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"What to explain; everything if none is named."`
}

// Run shows what “tocsin COMMAND --help” shows.
func (c *helpCommand) Run(ctx context.Context, term terminal) error {
	shown := false
	parser, err := newParser(term.Out, io.Discard, func(int) { shown = true })
	if err != nil {
		return err
	}
	_, err = parser.Parse(append(c.Command, "--help"))
	if !shown && err != nil {
		return usagef("there is no command named %q; “tocsin help” lists them", c.Command[0])
	}
	return nil
}
