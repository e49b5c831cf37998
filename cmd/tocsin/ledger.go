package main

import (
	"context"

	"tocsin/store"
)

// ledgerFlag is the flag that names the ledger.
type ledgerFlag struct {
	Ledger string `short:"L" help:"The ledger: a file, or the URL of a PostgreSQL database ($$TOCSIN_LEDGER)." env:"TOCSIN_LEDGER" default:"tocsin.db" placeholder:"FILE|URL"`
}

// open opens a ledger that is there.
func (l ledgerFlag) open(ctx context.Context) (*store.Ledger, error) {
	return store.Open(ctx, l.Ledger, store.Options{})
}

// with opens a ledger that is there for some work, and closes it.
func (l ledgerFlag) with(ctx context.Context, work func(*store.Ledger) error) error {
	ledger, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	return work(ledger)
}

// make opens the ledger and makes it where there is none.
func (l ledgerFlag) make(ctx context.Context) (*store.Ledger, error) {
	return store.Open(ctx, l.Ledger, store.Options{Create: true})
}
