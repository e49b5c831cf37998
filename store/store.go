// Package store keeps the Ledger: what was read, in SQLite or in PostgreSQL.
//
// The ledger is a log of entries that only grows: articles, findings,
// corrections. Beside it stand projections, tables that queries are answered
// from; each of their rows holds from one moment until another, so that the
// ledger can be asked what it knew at any time. A Merkle tree over the entries
// (RFC 6962, by golang.org/x/mod/sumdb/tlog) shows that none was altered or
// removed.
//
// In go Articles with their Findings and the bytes that they were read from;
// out come the same, filtered. Saving what is known already changes nothing.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// Ledger is an open ledger. It is safe for use by many goroutines, and several
// processes may have the same one open.
type Ledger struct {
	write   *sql.DB // for SQLite one connection, whose transactions wait for the lock at once
	read    *sql.DB
	dialect dialect
	where   string
	now     func() time.Time
}

// Options say how a ledger is opened.
type Options struct {
	Create bool             // make it where there is none
	Now    func() time.Time // the clock, time.Now without it
}

// ErrNone is returned where there is no ledger and none is to be made.
var ErrNone = errors.New("there is no ledger; “tocsin ingest” makes one")

// ErrNewer is returned for a ledger that a newer program has changed.
var ErrNewer = errors.New("the ledger was made by a newer version of Tocsin; use that one")

//go:embed schema
var schemas embed.FS

// Open opens the ledger: the name of a file, or a PostgreSQL URL. Its schema is
// brought up to date.
func Open(ctx context.Context, where string, opts Options) (*Ledger, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	l := &Ledger{where: where, now: opts.Now}
	var err error
	if IsURL(where) {
		err = l.openPostgres(ctx)
	} else {
		err = l.openSQLite(ctx, opts.Create)
	}
	if err == nil {
		err = l.migrate(ctx)
	}
	if err != nil {
		l.Close()
		return nil, fmt.Errorf("open ledger %s: %w", Shown(where), err)
	}
	return l, nil
}

// IsURL reports whether a ledger is in PostgreSQL.
func IsURL(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// Shown is the ledger's name without the password that a URL may hold.
func Shown(where string) string {
	if !IsURL(where) {
		return where
	}
	scheme, rest, _ := strings.Cut(where, "://")
	user, host, found := strings.Cut(rest, "@")
	if !found {
		return where
	}
	name, _, _ := strings.Cut(user, ":")
	return scheme + "://" + name + "@" + host
}

// Where is the file's name or the URL.
func (l *Ledger) Where() string { return l.where }

// Close closes the ledger.
func (l *Ledger) Close() error {
	var errs []error
	for _, db := range []*sql.DB{l.read, l.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Database is the connection that the ledger writes with, for the queue of
// work that lives in the same database.
func (l *Ledger) Database() *sql.DB { return l.write }

func (l *Ledger) openSQLite(ctx context.Context, create bool) error {
	if _, err := os.Stat(l.where); errors.Is(err, fs.ErrNotExist) {
		if !create {
			return ErrNone
		}
		if folder := filepath.Dir(l.where); folder != "." {
			if _, err := os.Stat(folder); err != nil {
				return fmt.Errorf("there is no folder %s; make it first", folder)
			}
		}
	} else if err != nil {
		return err
	}
	if err := checkHeader(l.where); err != nil {
		return err
	}
	l.dialect = sqliteDialect
	var err error
	if l.write, err = sql.Open("sqlite", sqliteName(l.where, "immediate")); err != nil {
		return err
	}
	l.write.SetMaxOpenConns(1)
	if l.read, err = sql.Open("sqlite", sqliteName(l.where, "deferred")+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	l.read.SetMaxOpenConns(8)
	return plainly(l.write.PingContext(ctx))
}

// checkHeader tells a file that is no database before SQLite does, in words.
func checkHeader(name string) error {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, 16)
	n, _ := file.Read(head)
	if n > 0 && string(head[:n]) != "SQLite format 3\x00" {
		return errors.New("the file is no ledger; name another with --ledger")
	}
	return nil
}

// sqliteName names a database with how long it waits for others, a log that
// readers may read beside, and when transactions take the lock. A crash of the
// machine may lose the last moments, never the file.
func sqliteName(file, lock string) string {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
	return "file:" + escaped + "?_txlock=" + lock + "&_pragma=busy_timeout(30000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
		"&_pragma=cache_size(-65536)&_pragma=temp_store(MEMORY)"
}

func (l *Ledger) openPostgres(ctx context.Context) error {
	l.dialect = postgresDialect
	db, err := sql.Open("pgx", l.where)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(8)
	l.write, l.read = db, nil
	if err := db.PingContext(ctx); err != nil {
		return err
	}
	l.read = db
	return nil
}

// migrate brings the schema up to date. Processes that start at the same time
// wait for each other.
func (l *Ledger) migrate(ctx context.Context) error {
	migrations, err := l.dialect.migrations()
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(l.dialect.goose, l.write, nil, goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(migrations...))
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	unlock, err := l.dialect.alone(ctx, l)
	if err != nil {
		return plainly(err)
	}
	defer unlock()
	version, err := provider.GetDBVersion(ctx)
	if err != nil {
		return plainly(err)
	}
	if version > newest {
		return ErrNewer
	}
	if _, err := provider.Up(ctx); err != nil {
		return plainly(err)
	}
	return nil
}

// plainly puts what a database complains of most into words that help.
func plainly(err error) error {
	if err == nil {
		return nil
	}
	said := err.Error()
	for _, known := range troubles {
		if strings.Contains(said, known.part) {
			return fmt.Errorf("%s (%w)", known.words, err)
		}
	}
	return err
}

var troubles = []struct{ part, words string }{
	{"disk is full", "the disk is full; make room, nothing that was saved is lost"},
	{"No space left on device", "the disk is full; make room, nothing that was saved is lost"},
	{"malformed", "the file is damaged; a backup, or “tocsin verify”, tells what is left"},
	{"file is not a database", "the file is no ledger; name another with --ledger"},
	{"attempt to write a readonly database", "the file may not be written"},
	{"unable to open database file", "the file cannot be opened; look at its folder's permissions"},
	{"database is locked", "another program has held the ledger for too long; try again"},
}

// Alone runs work while no other process changes the schema of the ledger's
// database.
func (l *Ledger) Alone(ctx context.Context, work func() error) error {
	unlock, err := l.dialect.alone(ctx, l)
	if err != nil {
		return plainly(err)
	}
	defer unlock()
	return work()
}
