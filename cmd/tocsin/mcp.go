package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"tocsin/ingest"
	"tocsin/serve/mcp"
	"tocsin/store"
)

type mcpCommand struct {
	ledgerFlag
	BaseURL string `name:"base-url" help:"Address of the pages that answers may name, as http://127.0.0.1:7700." placeholder:"URL"`
}

func (mcpCommand) Help() string {
	return `Lets an assistant ask the ledger by the Model Context Protocol, on standard input and output, so that it cites instead of
inventing. The tools only read: search_claims, get_story (with its disputes), get_statement, quote_evidence, list_alarms. Over
the network “tocsin serve” offers the same at /mcp, to whoever has a token.

An assistant is told of it like this:

  {"mcpServers": {"tocsin": {"command": "tocsin", "args": ["mcp", "--ledger", "/path/to/news.db"]}}}

Example:

  tocsin mcp --ledger news.db`
}

// Run answers until its input ends.
func (c *mcpCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		if err := ingest.NewLinks(ledger).Follow(ctx, nil); err != nil {
			return err
		}
		err := mcp.Run(ctx, mcp.Options{Ledger: ledger, Version: version, BaseURL: c.BaseURL, Log: slog.New(slog.NewTextHandler(term.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))})
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	})
}
