package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tocsin"
)

// ErrNoStory is returned for the ID of a story that there is not.
var ErrNoStory = errors.New("the ledger has no such story")

// ErrNoStatement is returned for the ID of a statement that there is not.
var ErrNoStatement = errors.New("the ledger has no such statement")

// Stories lists the stories of which the filter selects an article, and that
// have at least so many articles, those with the latest articles first.
func (l *Ledger) Stories(ctx context.Context, filter tocsin.Filter, least int) ([]tocsin.Story, error) {
	b, err := conditions(l.dialect, tocsin.NounArticle, filter)
	if err != nil {
		return nil, err
	}
	query := "SELECT s.body, s.id FROM stories AS s WHERE " + b.held("s") + " AND s.size >= ?"
	args := []any{least}
	if selective(filter) {
		query += " AND s.id IN (SELECT m.story FROM members AS m JOIN articles AS t ON t.id = m.article WHERE " + b.held("m") + " AND " + b.all() + ")"
		args = append(args, b.args...)
	}
	query += " ORDER BY s.last DESC, s.id"
	if filter.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", filter.Limit)
	}
	var found []tocsin.Story
	err = l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, query, args...)
		if err != nil {
			return err
		}
		if found, err = storiesIn(rows); err != nil {
			return err
		}
		return l.fill(ctx, tx, b, found)
	})
	return found, err
}

// selective reports whether a filter restricts anything but how many and when.
func selective(f tocsin.Filter) bool {
	f.Limit, f.AsOf = 0, tocsin.Filter{}.AsOf
	return f != tocsin.Filter{}
}

func storiesIn(rows *sql.Rows) ([]tocsin.Story, error) {
	var found []tocsin.Story
	err := eachRow(rows, func(scan func(...any) error) error {
		var s tocsin.Story
		var body []byte
		if err := scan(&body, &s.ID); err != nil {
			return err
		}
		err := json.Unmarshal(body, &s)
		found = append(found, s)
		return err
	})
	return found, err
}

// fill gives stories their articles and outlets.
func (l *Ledger) fill(ctx context.Context, tx *sql.Tx, b *builder, stories []tocsin.Story) error {
	at := map[string]int{}
	var ids []string
	for i, s := range stories {
		at[s.ID] = i
		ids = append(ids, s.ID)
	}
	for chunk := range slices.Chunk(ids, manyMarks) {
		in, args := within(chunk)
		rows, err := l.ask(ctx, tx, "SELECT m.story, m.article, a.outlet FROM members AS m JOIN articles AS a ON a.id = m.article WHERE "+b.held("m")+" AND m.story IN "+in+" ORDER BY m.article", args...)
		if err != nil {
			return err
		}
		if err := eachRow(rows, func(scan func(...any) error) error {
			var id, article, outlet string
			err := scan(&id, &article, &outlet)
			s := &stories[at[id]]
			s.Articles = append(s.Articles, article)
			if outlet != "" && !slices.Contains(s.Outlets, outlet) {
				s.Outlets = append(s.Outlets, outlet)
			}
			return err
		}); err != nil {
			return err
		}
	}
	for i := range stories {
		slices.Sort(stories[i].Outlets)
	}
	return nil
}

// Story is the story of an ID, or the one that an article of that ID is in, as
// it was at the filter's time.
func (l *Ledger) Story(ctx context.Context, id string, filter tocsin.Filter) (tocsin.Story, error) {
	b := asking(l.dialect, filter)
	var found []tocsin.Story
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, "SELECT s.body, s.id FROM stories AS s WHERE "+b.held("s")+" AND (s.id = ? OR s.id IN (SELECT m.story FROM members AS m WHERE m.article = ? AND "+b.held("m")+"))", id, id)
		if err != nil {
			return err
		}
		if found, err = storiesIn(rows); err != nil || len(found) == 0 {
			return err
		}
		return l.fill(ctx, tx, b, found[:1])
	})
	if err != nil {
		return tocsin.Story{}, err
	}
	if len(found) == 0 {
		return tocsin.Story{}, fmt.Errorf("%w: %s", ErrNoStory, id)
	}
	return found[0], nil
}

// History is what became of a story, the oldest first.
func (l *Ledger) History(ctx context.Context, id string) ([]tocsin.StoryChange, error) {
	var found []tocsin.StoryChange
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, "SELECT body FROM changes WHERE story = ? OR other = ? ORDER BY line", id, id)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var body []byte
			if err := scan(&body); err != nil {
				return err
			}
			var change tocsin.StoryChange
			err := json.Unmarshal(body, &change)
			found = append(found, change)
			return err
		})
	})
	return found, err
}

// Statements lists the statements of which the filter selects a claim and that
// stand as asked, "" for any; those said last first.
func (l *Ledger) Statements(ctx context.Context, filter tocsin.Filter, standing tocsin.Standing) ([]tocsin.Statement, error) {
	b, err := conditions(l.dialect, tocsin.NounClaim, filter)
	if err != nil {
		return nil, err
	}
	query, args := "SELECT s.body FROM statements AS s WHERE "+b.held("s"), []any(nil)
	if standing != "" {
		query, args = query+" AND s.standing = ?", append(args, string(standing))
	}
	if selective(filter) {
		query += " AND s.id IN (SELECT g.statement FROM claims AS t JOIN articles AS a ON a.seq = t.article JOIN tellings AS g ON g.article = a.id AND g.claim = t.id WHERE " + b.held("g") + " AND " + b.all() + ")"
		args = append(args, b.args...)
	}
	query += " ORDER BY s.last DESC, s.id"
	if filter.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", filter.Limit)
	}
	return l.statements(ctx, query, args...)
}

func (l *Ledger) statements(ctx context.Context, query string, args ...any) ([]tocsin.Statement, error) {
	var found []tocsin.Statement
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, query, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var body []byte
			if err := scan(&body); err != nil {
				return err
			}
			var s tocsin.Statement
			err := unpackInto(body, &s)
			found = append(found, s)
			return err
		})
	})
	return found, err
}

// Statement is the statement of an ID, or the one that a claim of that ID is
// in, as it was at the filter's time.
func (l *Ledger) Statement(ctx context.Context, id string, filter tocsin.Filter) (tocsin.Statement, error) {
	b := asking(l.dialect, filter)
	found, err := l.statements(ctx, "SELECT s.body FROM statements AS s WHERE "+b.held("s")+" AND (s.id = ? OR s.id IN (SELECT g.statement FROM tellings AS g WHERE g.claim = ? AND "+b.held("g")+"))", id, id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%w: %s", ErrNoStatement, id)
	}
	if err != nil {
		return tocsin.Statement{}, err
	}
	return found[0], nil
}

// StatementsOf maps each claim of some articles to the ID of its statement.
func (l *Ledger) StatementsOf(ctx context.Context, articles []string) (map[tocsin.Ref]string, error) {
	found := map[tocsin.Ref]string{}
	err := l.reading(ctx, func(tx *sql.Tx) error {
		for chunk := range slices.Chunk(articles, manyMarks) {
			in, args := within(chunk)
			rows, err := l.ask(ctx, tx, "SELECT article, claim, statement FROM tellings WHERE until IS NULL AND article IN "+in, args...)
			if err != nil {
				return err
			}
			if err := eachRow(rows, func(scan func(...any) error) error {
				var ref tocsin.Ref
				var id string
				err := scan(&ref.Article, &ref.Claim, &id)
				found[ref] = id
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// Text is the text of an article.
func (l *Ledger) Text(ctx context.Context, article string) (string, error) {
	var entry articleEntry
	err := l.reading(ctx, func(tx *sql.Tx) error {
		var body []byte
		if err := l.askOne(ctx, tx, "SELECT body FROM entries JOIN articles ON articles.seq = entries.seq WHERE articles.id = ?", article).Scan(&body); err != nil {
			return fmt.Errorf("article %s: %w", article, err)
		}
		return unpackInto(body, &entry)
	})
	return entry.Article.Text, err
}

// StatementsIn are the statements that claims of an article were in at the
// filter's time.
func (l *Ledger) StatementsIn(ctx context.Context, article string, filter tocsin.Filter) ([]tocsin.Statement, error) {
	b := asking(l.dialect, filter)
	return l.statements(ctx, "SELECT s.body FROM statements AS s WHERE "+b.held("s")+" AND s.id IN (SELECT g.statement FROM tellings AS g WHERE g.article = ? AND "+b.held("g")+") ORDER BY s.id", article)
}

// Order numbers articles as the ledger learnt of them.
func (l *Ledger) Order(ctx context.Context, articles []string) (map[string]int64, error) {
	found := map[string]int64{}
	err := l.reading(ctx, func(tx *sql.Tx) error {
		for chunk := range slices.Chunk(articles, manyMarks) {
			in, args := within(chunk)
			rows, err := l.ask(ctx, tx, "SELECT id, seq FROM articles WHERE id IN "+in, args...)
			if err != nil {
				return err
			}
			if err := eachRow(rows, func(scan func(...any) error) error {
				var id string
				var seq int64
				err := scan(&id, &seq)
				found[id] = seq
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}
