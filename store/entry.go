package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/mod/sumdb/tlog"

	"tocsin"
)

// The kinds of entries.
const (
	kindArticle    = "article"
	kindFindings   = "findings"
	kindCorrection = "correction"
)

// articleEntry is the body of an article's entry.
type articleEntry struct {
	Article  tocsin.Article
	Evidence tocsin.Evidence
	Notes    []string `json:",omitempty"` // of what was done to the input
}

// findingsEntry is the body of a reading's entry. The article is not in it.
type findingsEntry struct {
	Reader     tocsin.Reader
	Actors     []tocsin.Actor    `json:",omitempty"`
	Claims     []tocsin.Claim    `json:",omitempty"`
	Events     []tocsin.Event    `json:",omitempty"`
	Whens      []tocsin.When     `json:",omitempty"`
	Places     []tocsin.Place    `json:",omitempty"`
	Quantities []tocsin.Quantity `json:",omitempty"`
	Notes      []string          `json:",omitempty"`
}

func entryOf(f tocsin.Findings) findingsEntry {
	return findingsEntry{f.Reader, f.Actors, f.Claims, f.Events, f.Whens, f.Places, f.Quantities, f.Notes}
}

func (e findingsEntry) findings(article tocsin.Article) tocsin.Findings {
	return tocsin.Findings{
		Article: article, Reader: e.Reader, Actors: e.Actors, Claims: e.Claims, Events: e.Events,
		Whens: e.Whens, Places: e.Places, Quantities: e.Quantities, Notes: e.Notes,
	}
}

// ever is the until of what holds now, unknown the time of what has none.
const (
	ever    = int64(1) << 62
	unknown = -(int64(1) << 62)
)

// Packing is the same for every entry and safe for use by many goroutines.
var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderCRC(true))
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderMaxMemory(1<<30), zstd.WithDecoderConcurrency(0))
)

func packed(body []byte) []byte { return packer.EncodeAll(body, make([]byte, 0, len(body)/3)) }

// leaf is what the Merkle tree holds of an entry: every byte of it.
func leaf(at int64, kind, subject string, body []byte) tlog.Hash {
	record := fmt.Appendf(nil, "%d\n%s\n%s\n", at, kind, strings.ReplaceAll(subject, "\n", " "))
	return tlog.RecordHash(append(record, body...))
}

// appending runs work in a transaction that alone may append.
func (l *Ledger) appending(ctx context.Context, work func(*batch) error) error {
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return plainly(err)
	}
	defer tx.Rollback()
	if l.dialect.lock != "" {
		if err := l.execute(ctx, tx, l.dialect.lock); err != nil {
			return err
		}
	}
	b := &batch{ctx: ctx, l: l, tx: tx, at: l.now().UnixMicro()}
	var last sql.NullInt64
	err = l.askOne(ctx, tx, "SELECT seq + 1, at FROM entries ORDER BY seq DESC LIMIT 1").Scan(&b.size, &last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return plainly(err)
	}
	// Time never runs backwards in the log, whatever the clock says.
	if last.Valid && b.at <= last.Int64 {
		b.at = last.Int64 + 1
	}
	if err := work(b); err != nil {
		return plainly(err)
	}
	return plainly(tx.Commit())
}

// batch is a transaction that appends. All its entries have the same time.
type batch struct {
	ctx  context.Context
	l    *Ledger
	tx   *sql.Tx
	at   int64 // microseconds since 1970
	size int64 // how many entries there are
	// taken is how many lines of an entry a table has, by both.
	taken map[string]int
}

// append adds an entry and returns its number.
func (b *batch) append(kind, subject string, body any) (int64, error) {
	plain, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	seq := b.size
	hashes, err := tlog.StoredHashesForRecordHash(seq, leaf(b.at, kind, subject, plain), b.l.hashes(b.ctx, b.tx))
	if err != nil {
		return 0, err
	}
	if err := b.l.execute(b.ctx, b.tx, "INSERT INTO entries (seq, at, kind, subject, body) VALUES (?, ?, ?, ?, ?)", seq, b.at, kind, subject, packed(plain)); err != nil {
		return 0, err
	}
	position := tlog.StoredHashCount(seq)
	for i, hash := range hashes {
		if err := b.l.execute(b.ctx, b.tx, "INSERT INTO hashes (position, hash) VALUES (?, ?)", position+int64(i), hash[:]); err != nil {
			return 0, err
		}
	}
	b.size++
	return seq, nil
}

// hashes reads the stored hashes of the Merkle tree.
func (l *Ledger) hashes(ctx context.Context, tx *sql.Tx) tlog.HashReader {
	return tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(positions))
		for i, position := range positions {
			var stored []byte
			if err := l.askOne(ctx, tx, "SELECT hash FROM hashes WHERE position = ?", position).Scan(&stored); err != nil {
				return nil, fmt.Errorf("hash %d of the log: %w", position, err)
			}
			copy(found[i][:], stored)
		}
		return found, nil
	})
}

// unpackInto reads an entry's body.
func unpackInto(body []byte, into any) error {
	plain, err := unpacker.DecodeAll(body, nil)
	if err != nil {
		return fmt.Errorf("the entry is damaged: %w", err)
	}
	return json.Unmarshal(plain, into)
}

func hexOf(hash tlog.Hash) string { return hex.EncodeToString(hash[:]) }

func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return unknown
	}
	return t.Unix()
}
