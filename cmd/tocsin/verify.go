package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"tocsin/store"
)

type verifyCommand struct {
	ledgerFlag
	Head string `help:"A tree head from earlier, SIZE:HASH: shows that all it covers is still there." placeholder:"HEAD"`
}

func (verifyCommand) Help() string {
	return `Reads the whole ledger and recomputes every hash: of each entry, of the tree over them, of the bytes that articles were
read from; makes the tables that queries are answered from again and compares. Prints the tree head. Keep it somewhere
else: held against it later, the ledger can lose nothing unseen.

Examples:

  tocsin verify --ledger news.db
  tocsin verify --head 1042:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`
}

// Run verifies the ledger; damage makes the exit status 1.
func (c *verifyCommand) Run(ctx context.Context, term terminal) error {
	var pinned store.Head
	if c.Head != "" {
		var err error
		if pinned, err = store.ParseHead(c.Head); err != nil {
			return usagef("%v", err)
		}
	}
	ledger, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	begun := time.Now()
	live := isTerminal(term.Err)
	found, err := ledger.Verify(ctx, pinned, func(entries int64) {
		if live && time.Since(begun) > patience {
			fmt.Fprintf(term.Err, "\r%d entries", entries)
		}
	})
	if live && time.Since(begun) > patience {
		fmt.Fprint(term.Err, "\r\x1b[K")
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	for _, damage := range found.Damages {
		if damage.Entry >= 0 {
			fmt.Fprintf(term.Out, "entry %d: ", damage.Entry)
		}
		fmt.Fprintln(term.Out, printable(damage.What))
	}
	fmt.Fprintf(term.Out, "%d entries, %d articles' bytes, %d rows: ", found.Entries, found.Raws, found.Rows)
	if len(found.Damages) > 0 {
		fmt.Fprintf(term.Out, "%d damages\n", len(found.Damages))
		return errSilent
	}
	fmt.Fprintf(term.Out, "nothing was altered or removed\nhead %s\n", found.Head)
	return nil
}

type proveCommand struct {
	ledgerFlag
	Article string `arg:"" help:"ID of the article." optional:""`
	Check   string `help:"Check a proof from FILE instead; no ledger is needed." placeholder:"FILE" predictor:"file"`
}

func (proveCommand) Help() string {
	return `Writes, one JSON line each, proofs that the ledger holds an article and what was read of it: the entry itself and the
hashes that lead from it to the tree head (RFC 6962). Whoever trusts the head can check the proof without the ledger.

Examples:

  tocsin prove guardian-016 > proof.jsonl
  tocsin prove --check proof.jsonl`
}

// Run writes proofs, or checks them.
func (c *proveCommand) Run(ctx context.Context, term terminal) error {
	if c.Check != "" {
		return checkProofs(term, c.Check)
	}
	if c.Article == "" {
		return usagef("name an article by its ID; “tocsin articles” shows them")
	}
	return c.with(ctx, func(ledger *store.Ledger) error {
		proofs, err := ledger.Prove(ctx, c.Article)
		encoder := json.NewEncoder(term.Out)
		for _, proof := range proofs {
			err = errors.Join(err, encoder.Encode(proof))
		}
		return err
	})
}

func checkProofs(term terminal, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	for n := 1; ; n++ {
		var proof store.Proof
		err := decoder.Decode(&proof)
		if errors.Is(err, io.EOF) && n > 1 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: no proof: %w", name, err)
		}
		if err := proof.Check(); err != nil {
			return fmt.Errorf("%s: proof %d fails: %w", name, n, err)
		}
		fmt.Fprintf(term.Out, "%s of %s is entry %d of the ledger with head %s\n", proof.Kind, printable(proof.Subject), proof.Seq, proof.Head)
	}
}

type backupCommand struct {
	ledgerFlag
	File string `arg:"" help:"Where the copy goes; it must not be there yet."`
}

func (backupCommand) Help() string {
	return `Copies the ledger as it is at this moment. Others may go on reading and writing.

Example:

  tocsin backup --ledger news.db news-2022-10-17.db`
}

// Run makes the copy.
func (c *backupCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		head, err := ledger.Head(ctx)
		if err != nil {
			return err
		}
		if err := ledger.Backup(ctx, c.File); err != nil {
			return err
		}
		fmt.Fprintf(term.Err, "%s holds the ledger up to head %s or later\n", c.File, head)
		return nil
	})
}
