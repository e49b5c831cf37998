package store

import (
	"context"
	"database/sql"
	"os"
	"strconv"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// dialect is where the two databases differ.
type dialect struct {
	name  string
	goose goose.Dialect
	// lock makes transactions that append wait for one another; "" where
	// beginning one does.
	lock string
	// bind turns ? into the database's own marks.
	bind func(query string) string
	// words makes the value of a text index, match the condition that a
	// text index holds what is sought, sought what is asked of it.
	words, match string
	sought       func(query string) string
	// least is the function for the smaller of two numbers.
	least string
	// snapshot is the isolation in which a reading sees one state throughout.
	snapshot sql.IsolationLevel
	// alone keeps others from migrating at the same time.
	alone func(ctx context.Context, l *Ledger) (unlock func(), err error)
}

var sqliteDialect = dialect{
	name: "sqlite", goose: goose.DialectSQLite3,
	bind:  func(query string) string { return query },
	words: "?", match: "MATCH ?", sought: soughtFTS5,
	least: "min", snapshot: sql.LevelDefault,
	alone: lockFile,
}

var postgresDialect = dialect{
	name: "postgres", goose: goose.DialectPostgres,
	lock:  "SELECT pg_advisory_xact_lock(7227473)",
	bind:  numbered,
	words: "to_tsvector('tocsin', ?)", match: "@@ websearch_to_tsquery('tocsin', ?)", sought: unaccented,
	least: "least", snapshot: sql.LevelRepeatableRead,
	alone: func(ctx context.Context, l *Ledger) (func(), error) {
		conn, err := l.write.Conn(ctx)
		if err != nil {
			return nil, err
		}
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(7227474)"); err != nil {
			conn.Close()
			return nil, err
		}
		return func() {
			conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(7227474)")
			conn.Close()
		}, nil
	},
}

// lockFile holds a lock beside the database file.
func lockFile(_ context.Context, l *Ledger) (func(), error) {
	file, err := os.OpenFile(l.where+".lock", os.O_CREATE|os.O_RDWR, 0o666)
	if os.IsPermission(err) { // a ledger that may only be read is not migrated either
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	if err := flock(file); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}

// numbered turns ? into $1, $2 …
func numbered(query string) string {
	var out strings.Builder
	n := 0
	for i := range len(query) {
		if query[i] != '?' {
			out.WriteByte(query[i])
			continue
		}
		n++
		out.WriteString("$" + strconv.Itoa(n))
	}
	return out.String()
}

// soughtFTS5 writes a query of words, "phrases", OR and -word as FTS5 has it.
func soughtFTS5(query string) string {
	var want, not []string
	or := false
	for _, term := range terms(unaccented(query)) {
		if term == "OR" {
			or = len(want) > 0
			continue
		}
		denied := strings.HasPrefix(term, "-")
		quoted := `"` + strings.ReplaceAll(strings.Trim(strings.TrimPrefix(term, "-"), `"`), `"`, `""`) + `"`
		switch {
		case quoted == `""`:
		case denied:
			not = append(not, quoted)
		case or:
			want[len(want)-1] += " OR " + quoted
		default:
			want = append(want, quoted)
		}
		or = false
	}
	if len(want) == 0 {
		return `""` // which nothing matches
	}
	for i := range want {
		want[i] = "(" + want[i] + ")"
	}
	out := strings.Join(want, " AND ")
	if len(not) > 0 {
		out = "(" + out + ") NOT (" + strings.Join(not, " OR ") + ")"
	}
	return out
}

// terms splits at spaces outside quotation marks.
func terms(query string) []string {
	var out []string
	var term strings.Builder
	quoted := false
	for _, r := range query + " " {
		switch {
		case r == '"':
			quoted = !quoted
			term.WriteRune(r)
		case (r == ' ' || r == '\t' || r == '\n') && !quoted:
			if term.Len() > 0 {
				out = append(out, term.String())
			}
			term.Reset()
		default:
			term.WriteRune(r)
		}
	}
	if term.Len() > 0 { // an open quotation
		out = append(out, strings.TrimSpace(term.String()))
	}
	return out
}

// execute and ask bind and run.
func (l *Ledger) execute(ctx context.Context, tx *sql.Tx, query string, args ...any) error {
	_, err := tx.ExecContext(ctx, l.dialect.bind(query), args...)
	return err
}

func (l *Ledger) ask(ctx context.Context, tx *sql.Tx, query string, args ...any) (*sql.Rows, error) {
	return tx.QueryContext(ctx, l.dialect.bind(query), args...)
}

func (l *Ledger) askOne(ctx context.Context, tx *sql.Tx, query string, args ...any) *sql.Row {
	return tx.QueryRowContext(ctx, l.dialect.bind(query), args...)
}
