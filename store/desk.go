package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Search is a query that somebody saved.
type Search struct {
	ID, Owner, Name string
	Query           string // as an address has it: “text=drill&country=BLR”
	Secret          string // in the address of its feed; whoever knows it may read what the query finds
	Created         time.Time
}

// MostSearches bounds how many searches one reader saves.
const MostSearches = 200

var (
	// ErrNoSearch is returned for a saved search that there is not.
	ErrNoSearch = errors.New("there is no such saved search")
	// ErrSearches is returned where one reader would save too many.
	ErrSearches = fmt.Errorf("%d searches are saved already, which is the most: remove one first", MostSearches)
)

const searchColumns = "id, owner, name, query, secret, created"

// Searches lists what a reader saved, in the order in which it was.
func (l *Ledger) Searches(ctx context.Context, owner string) ([]Search, error) {
	return l.searches(ctx, "WHERE owner = ? ORDER BY created, id", owner)
}

// SearchOf is the saved search whose feed has the secret.
func (l *Ledger) SearchOf(ctx context.Context, secret string) (Search, error) {
	found, err := l.searches(ctx, "WHERE secret = ?", secret)
	if err == nil && len(found) == 0 {
		err = ErrNoSearch
	}
	if err != nil {
		return Search{}, err
	}
	return found[0], nil
}

func (l *Ledger) searches(ctx context.Context, where string, args ...any) ([]Search, error) {
	rows, err := l.read.QueryContext(ctx, l.dialect.bind("SELECT "+searchColumns+" FROM searches "+where), args...)
	if err != nil {
		return nil, plainly(err)
	}
	var found []Search
	err = eachRow(rows, func(scan func(...any) error) error {
		var s Search
		var created int64
		err := scan(&s.ID, &s.Owner, &s.Name, &s.Query, &s.Secret, &created)
		s.Created = instant(created)
		found = append(found, s)
		return err
	})
	return found, plainly(err)
}

// KeepSearch saves a query under a name and returns it with what it is called.
func (l *Ledger) KeepSearch(ctx context.Context, owner, name, query string) (Search, error) {
	s := Search{ID: "q" + strings.ToLower(rand.Text()[:12]), Owner: owner, Name: name, Query: query, Secret: strings.ToLower(rand.Text()), Created: l.now()}
	return s, l.writing(ctx, func(tx *sql.Tx) error {
		var saved int
		if err := l.askOne(ctx, tx, "SELECT COUNT(*) FROM searches WHERE owner = ?", s.Owner).Scan(&saved); err != nil {
			return err
		}
		if saved >= MostSearches {
			return ErrSearches
		}
		return l.execute(ctx, tx, "INSERT INTO searches ("+searchColumns+") VALUES (?, ?, ?, ?, ?, ?)", s.ID, s.Owner, s.Name, s.Query, s.Secret, s.Created.UnixMicro())
	})
}

// DropSearch forgets a search of an owner's; its feed ends with it.
func (l *Ledger) DropSearch(ctx context.Context, id, owner string) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		dropped, err := tx.ExecContext(ctx, l.dialect.bind("DELETE FROM searches WHERE id = ? AND owner = ?"), id, owner)
		if err != nil {
			return err
		}
		if n, err := dropped.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrNoSearch)
		}
		return nil
	})
}

// Mark is what a reader left under a name, "" for nothing.
func (l *Ledger) Mark(ctx context.Context, owner, name string) (string, error) {
	var value string
	err := l.read.QueryRowContext(ctx, l.dialect.bind("SELECT value FROM marks WHERE owner = ? AND name = ?"), owner, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, plainly(err)
}

// SetMark leaves something for a reader under a name.
func (l *Ledger) SetMark(ctx context.Context, owner, name, value string) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		return l.execute(ctx, tx, "INSERT INTO marks (owner, name, value) VALUES (?, ?, ?) ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value", owner, name, value)
	})
}
