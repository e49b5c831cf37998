package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"tocsin"
)

// ActorRecord sums up what the ledger has of one actor.
type ActorRecord struct {
	Name, Country string
	Kind          tocsin.ActorKind
	Role          string // one of its roles
	Articles      int    // that mention it
	Mentions      int
	Claims        int       // that are credited to it
	First, Last   time.Time // publication; zero where unknown
}

// Actors lists the actors that the filter selects, those of most articles
// first. By looks in their names; Text and Outlet look in the articles.
func (l *Ledger) Actors(ctx context.Context, filter tocsin.Filter) ([]ActorRecord, error) {
	b, err := conditions(l.dialect, tocsin.NounActor, filter)
	if err != nil {
		return nil, err
	}
	const order = " ORDER BY articles DESC, called, country, kind"
	query := "SELECT n.name AS called, t.name AS name, t.country AS country, t.kind AS kind, MAX(t.role) AS role, COUNT(DISTINCT t.article) AS articles," +
		" SUM(t.mentions) AS mentions, MIN(CASE WHEN t.published > ? THEN t.published END) AS first, MAX(t.published) AS last" +
		" FROM actors AS t JOIN names AS n ON n.id = t.name WHERE " + b.all() +
		" GROUP BY n.name, t.name, t.country, t.kind" + order
	if filter.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", filter.Limit)
	}
	// Claims are counted only for those who are listed.
	query = "SELECT called, country, kind, role, articles, mentions," +
		" (SELECT COUNT(*) FROM claims AS c WHERE c.source = s.name AND c.country = s.country AND " + b.held("c") + ")," +
		" first, last FROM (" + query + ") AS s" + order
	rows, err := l.read.QueryContext(ctx, l.dialect.bind(query), append([]any{unknown}, b.args...)...)
	if err != nil {
		return nil, plainly(err)
	}
	var found []ActorRecord
	err = eachRow(rows, func(scan func(...any) error) error {
		var a ActorRecord
		var kind string
		var first sql.NullInt64
		var last int64
		err := scan(&a.Name, &a.Country, &kind, &a.Role, &a.Articles, &a.Mentions, &a.Claims, &first, &last)
		a.Kind = tocsin.ActorKind(kind)
		a.First, a.Last = spread(first, last)
		found = append(found, a)
		return err
	})
	return found, plainly(err)
}

// spread is the time from the first publication to the last, zero where no
// article has a date.
func spread(first sql.NullInt64, last int64) (from, to time.Time) {
	if !first.Valid {
		return
	}
	return time.Unix(first.Int64, 0).UTC(), time.Unix(last, 0).UTC()
}

// OutletRecord sums up what the ledger has of one outlet.
type OutletRecord struct {
	Name        string
	Articles    int
	Claims      int
	Revisions   int
	First, Last time.Time // publication; zero where unknown
}

// Outlets lists the outlets whose articles the filter selects, those of most
// articles first.
func (l *Ledger) Outlets(ctx context.Context, filter tocsin.Filter) ([]OutletRecord, error) {
	b, err := conditions(l.dialect, tocsin.NounArticle, filter)
	if err != nil {
		return nil, err
	}
	query := "SELECT t.outlet, COUNT(*), SUM((SELECT COUNT(*) FROM claims AS c WHERE c.article = t.seq AND " + b.held("c") + "))," +
		" SUM(CASE WHEN t.revises <> '' THEN 1 ELSE 0 END), MIN(CASE WHEN t.published > ? THEN t.published END), MAX(t.published)" +
		" FROM articles AS t WHERE " + b.all() + " GROUP BY t.outlet ORDER BY 2 DESC, 1"
	if filter.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", filter.Limit)
	}
	rows, err := l.read.QueryContext(ctx, l.dialect.bind(query), append([]any{unknown}, b.args...)...)
	if err != nil {
		return nil, plainly(err)
	}
	var found []OutletRecord
	err = eachRow(rows, func(scan func(...any) error) error {
		var o OutletRecord
		var first sql.NullInt64
		var last int64
		err := scan(&o.Name, &o.Articles, &o.Claims, &o.Revisions, &first, &last)
		o.First, o.Last = spread(first, last)
		found = append(found, o)
		return err
	})
	return found, plainly(err)
}

// Version is an article as it stood for a while.
type Version struct {
	Article  tocsin.Article
	Evidence tocsin.Evidence
	Saved    time.Time
	Until    time.Time // when a revision replaced it, zero while it holds
}

// Versions lists all that was ever read at the address of an article, the
// oldest first.
func (l *Ledger) Versions(ctx context.Context, id string) ([]Version, error) {
	var found []Version
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, "SELECT entries.body, articles.at, articles.until FROM articles JOIN entries ON entries.seq = articles.seq WHERE page = (SELECT page FROM articles WHERE id = ?) ORDER BY articles.seq", id)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var body []byte
			var at int64
			var until sql.NullInt64
			if err := scan(&body, &at, &until); err != nil {
				return err
			}
			var entry articleEntry
			if err := unpackInto(body, &entry); err != nil {
				return err
			}
			v := Version{Article: entry.Article, Evidence: entry.Evidence, Saved: moment(at)}
			if until.Valid {
				v.Until = moment(until.Int64)
			}
			found = append(found, v)
			return nil
		})
	})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("the ledger has no article %s", id)
	}
	return found, err
}

// Raw returns the bytes that an article was read from.
func (l *Ledger) Raw(ctx context.Context, sha256 string) ([]byte, error) {
	var body []byte
	err := l.reading(ctx, func(tx *sql.Tx) error {
		return l.askOne(ctx, tx, "SELECT body FROM raws WHERE sha256 = ?", sha256).Scan(&body)
	})
	if err != nil {
		return nil, fmt.Errorf("bytes %s: %w", sha256, err)
	}
	return unpacker.DecodeAll(body, nil)
}
