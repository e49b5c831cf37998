package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrPostgres is returned for what PostgreSQL has its own programs for.
var ErrPostgres = errors.New("a ledger in PostgreSQL is copied with pg_dump")

// Backup writes a copy of the ledger as it is at this moment to a file that
// must not be there yet. Others may read and write meanwhile.
func (l *Ledger) Backup(ctx context.Context, file string) error {
	if l.dialect.name != "sqlite" {
		return ErrPostgres
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; name a new file", file)
	}
	part := file + ".part"
	os.Remove(part)
	// A connection of its own: those that read may not write, those that
	// write must not wait.
	db, err := sql.Open("sqlite", sqliteName(l.where, "deferred"))
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		os.Remove(part)
		return fmt.Errorf("back up ledger: %w", plainly(err))
	}
	if err := synced(part); err != nil {
		return err
	}
	return os.Rename(part, file)
}

// synced makes sure that a file has reached the disk.
func synced(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return file.Sync()
}
