package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// The sorts of Join.
const (
	JoinOrigin    = "origin"    // an Edge: two articles, or an article and a publisher
	JoinStory     = "story"     // the likeness of two articles
	JoinStatement = "statement" // how two claims stand to each other; A and B are their articles
)

// Join is a link between two articles, or between an article and a publisher.
type Join struct {
	Sort  string
	A, B  string
	Score float64
	Body  []byte // JSON; what it says is not the ledger's to know
}

// Shape is what is kept of an article to link it, as linking wrote it.
type Shape struct {
	Article             string
	Stretch             int64
	Shape, Keys, Voices []byte
	Story               string // ID of the article's story, "" for none
}

// Linked says how far the log has been linked, and by what.
type Linked struct {
	Seq    int64 // of the next entry
	Linker string
	At     time.Time // of the entry before, zero where there is none
	Size   int64     // how many entries the log has
}

// Changed is an article that entries of the log concern.
type Changed struct {
	Article string
	Seq     int64 // of its entry
	At      time.Time
	Holds   bool // it was not replaced by a revision
	Read    bool
}

// LinkChange is what linking found since the Linked that it goes on from.
type LinkChange struct {
	From       Linked
	To         Linked // how far it got; From, where there is more to come
	At         int64  // entry with which it became known
	Gone       []string
	Shapes     []Shape
	Joins      []Join
	Stories    []tocsin.Story
	Ended      []string // stories
	History    []tocsin.StoryChange
	Statements []tocsin.Statement
	Withdrawn  []string // statements that are no more
}

// Linked tells how far the log has been linked.
func (l *Ledger) Linked(ctx context.Context) (Linked, error) {
	var linked Linked
	err := l.reading(ctx, func(tx *sql.Tx) error {
		var at int64
		err := l.askOne(ctx, tx, "SELECT seq, linker, COALESCE((SELECT at FROM entries WHERE entries.seq = linked.seq - 1), 0), (SELECT COALESCE(MAX(seq) + 1, 0) FROM entries) FROM linked").Scan(&linked.Seq, &linked.Linker, &at, &linked.Size)
		if at > 0 {
			linked.At = moment(at)
		}
		return err
	})
	return linked, err
}

// Unlinked lists the articles that at most so many entries of the log from one
// on concern, and the entry behind those. A correction of a name concerns all
// articles that name the actor.
func (l *Ledger) Unlinked(ctx context.Context, from int64, most int) (changed []Changed, next int64, err error) {
	err = l.reading(ctx, func(tx *sql.Tx) error {
		subjects, merges, end, err := l.concerned(ctx, tx, from, most)
		if err != nil {
			return err
		}
		next = end
		for _, query := range merges {
			b := &batch{ctx: ctx, l: l, tx: tx}
			articles, err := b.naming(query.Name, query.Into)
			if err != nil {
				return err
			}
			for _, seq := range articles {
				var id string
				if err := l.askOne(ctx, tx, "SELECT id FROM articles WHERE seq = ?", seq).Scan(&id); err != nil {
					return err
				}
				subjects[id] = true
			}
		}
		for _, id := range sortedKeys(subjects) {
			c := Changed{Article: id}
			var at int64
			err := l.askOne(ctx, tx, "SELECT seq, at, until IS NULL, EXISTS (SELECT 1 FROM readings WHERE article = articles.seq AND until IS NULL) FROM articles WHERE id = ?", id).Scan(&c.Seq, &at, &c.Holds, &c.Read)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			c.At = moment(at)
			changed = append(changed, c)
		}
		return nil
	})
	return changed, next, err
}

// concerned reads which articles entries name. A revision concerns the article
// that it replaces too.
func (l *Ledger) concerned(ctx context.Context, tx *sql.Tx, from int64, most int) (subjects map[string]bool, merges []tocsin.Correction, next int64, err error) {
	rows, err := l.ask(ctx, tx, "SELECT e.seq, e.kind, e.subject, COALESCE(a.revises, ''), CASE WHEN e.kind = ? THEN e.body END FROM entries AS e LEFT JOIN articles AS a ON a.seq = e.seq WHERE e.seq >= ? ORDER BY e.seq LIMIT ?", kindCorrection, from, most)
	if err != nil {
		return nil, nil, from, err
	}
	subjects, next = map[string]bool{}, from
	var corrections []tocsin.Correction
	err = eachRow(rows, func(scan func(...any) error) error {
		var seq int64
		var kind, subject, revises string
		var body []byte
		if err := scan(&seq, &kind, &subject, &revises, &body); err != nil {
			return err
		}
		next = seq + 1
		for _, id := range []string{subject, revises} {
			if id != "" {
				subjects[id] = true
			}
		}
		if kind != kindCorrection {
			return nil
		}
		var c tocsin.Correction
		if err := unpackInto(body, &c); err != nil {
			return err
		}
		corrections = append(corrections, c)
		return nil
	})
	for _, c := range corrections {
		if err == nil && c.Kind == tocsin.Undo {
			c, err = l.undone(ctx, tx, c.Undoes)
		}
		if c.Kind == tocsin.Merge {
			merges = append(merges, c)
		}
	}
	return subjects, merges, next, err
}

// undone is a correction that does not hold any more.
func (l *Ledger) undone(ctx context.Context, tx *sql.Tx, seq int64) (tocsin.Correction, error) {
	var c tocsin.Correction
	var body string
	if err := l.askOne(ctx, tx, "SELECT body FROM corrections WHERE seq = ?", seq).Scan(&body); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(body), &c)
}

// Shapes are what is kept of the articles of a stretch of time, without voices.
func (l *Ledger) Shapes(ctx context.Context, stretch int64) ([]Shape, error) {
	return l.shapes(ctx, "s.shape, s.keys, NULL", "WHERE s.stretch = ? ORDER BY s.article", stretch)
}

// ShapesOf are what is kept of some articles, without voices.
func (l *Ledger) ShapesOf(ctx context.Context, articles []string) ([]Shape, error) {
	return l.shapesOf(ctx, "s.shape, s.keys, NULL", articles)
}

// VoicesOf are what is kept of the claims of some articles: Shapes with nothing
// but their voices.
func (l *Ledger) VoicesOf(ctx context.Context, articles []string) ([]Shape, error) {
	return l.shapesOf(ctx, "NULL, NULL, s.voices", articles)
}

func (l *Ledger) shapesOf(ctx context.Context, columns string, articles []string) ([]Shape, error) {
	var found []Shape
	for chunk := range slices.Chunk(articles, manyMarks) {
		in, args := within(chunk)
		some, err := l.shapes(ctx, columns, "WHERE s.article IN "+in, args...)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// manyMarks is how many values are put into one statement.
const manyMarks = 200

// within is a list of values to look in.
func within(values []string) (marks string, args []any) {
	for _, value := range values {
		args = append(args, value)
	}
	return "(?" + strings.Repeat(", ?", len(values)-1) + ")", args
}

// shapes reads the columns shape, keys and voices, of which those that nobody
// wants are NULL: they are large.
func (l *Ledger) shapes(ctx context.Context, columns, where string, args ...any) ([]Shape, error) {
	var found []Shape
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, "SELECT s.article, s.stretch, "+columns+", COALESCE(m.story, '') FROM shapes AS s LEFT JOIN members AS m ON m.article = s.article AND m.until IS NULL "+where, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var s Shape
			var shape, voices []byte
			if err := scan(&s.Article, &s.Stretch, &shape, &s.Keys, &voices, &s.Story); err != nil {
				return err
			}
			var err error
			if s.Shape, err = unpacker.DecodeAll(shape, nil); err != nil {
				return err
			}
			s.Voices, err = unpacker.DecodeAll(voices, nil)
			found = append(found, s)
			return err
		})
	})
	return found, err
}

// Joins are the joins of a sort that some articles are an end of, each once, as
// they were at a time; the zero time of the filter is now.
func (l *Ledger) Joins(ctx context.Context, sort string, articles []string, filter tocsin.Filter) ([]Join, error) {
	b := asking(l.dialect, filter)
	return l.joinsWhere(ctx, sort, articles, b.held("j"))
}

// JoinsEver are those that were ever found until then: what a text was copied
// from does not change when another text replaces it.
func (l *Ledger) JoinsEver(ctx context.Context, sort string, articles []string, filter tocsin.Filter) ([]Join, error) {
	return l.joinsWhere(ctx, sort, articles, fmt.Sprintf("j.at <= %d", asOf(filter.AsOf)))
}

func (l *Ledger) joinsWhere(ctx context.Context, sort string, articles []string, when string) ([]Join, error) {
	var found []Join
	err := l.reading(ctx, func(tx *sql.Tx) error {
		for chunk := range slices.Chunk(articles, manyMarks) {
			in, args := within(chunk)
			query := "SELECT sort, a, b, score, body FROM joins AS j WHERE sort = ? AND " + when + " AND a IN " + in +
				" UNION SELECT sort, a, b, score, body FROM joins AS j WHERE sort = ? AND " + when + " AND b IN " + in
			all := slices.Concat([]any{sort}, args, []any{sort}, args)
			rows, err := l.ask(ctx, tx, query, all...)
			if err != nil {
				return err
			}
			if err := eachRow(rows, func(scan func(...any) error) error {
				var j Join
				err := scan(&j.Sort, &j.A, &j.B, &j.Score, &j.Body)
				found = append(found, j)
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if len(articles) > manyMarks {
		found = eachOnce(found)
	}
	return found, err
}

func eachOnce(joins []Join) []Join {
	seen := map[string]bool{}
	return slices.DeleteFunc(joins, func(j Join) bool {
		key := j.A + "\x00" + j.B + "\x00" + string(j.Body)
		was := seen[key]
		seen[key] = true
		return was
	})
}

// Link keeps what linking found, in one transaction. Where another process has
// linked meanwhile it changes nothing and returns ErrMoved.
func (l *Ledger) Link(ctx context.Context, c LinkChange) error {
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return plainly(err)
	}
	defer tx.Rollback()
	moved, err := tx.ExecContext(ctx, l.dialect.bind("UPDATE linked SET seq = ?, linker = ? WHERE seq = ? AND linker = ?"), c.To.Seq, c.To.Linker, c.From.Seq, c.From.Linker)
	if err != nil {
		return plainly(err)
	}
	if n, err := moved.RowsAffected(); err != nil || n == 0 {
		return errors.Join(ErrMoved, err)
	}
	k := linking{batch: &batch{ctx: ctx, l: l, tx: tx}}
	if err := l.askOne(ctx, tx, "SELECT at FROM entries WHERE seq = ?", c.At).Scan(&k.at); err != nil {
		return fmt.Errorf("link: entry %d: %w", c.At, err)
	}
	if err := k.all(c); err != nil {
		return fmt.Errorf("link: %w", plainly(err))
	}
	return plainly(tx.Commit())
}

// Unlink forgets all links, so that linking begins anew.
func (l *Ledger) Unlink(ctx context.Context) error {
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return plainly(err)
	}
	defer tx.Rollback()
	for _, table := range []string{"shapes", "joins", "stories", "members", "changes", "statements", "tellings"} {
		if err := l.execute(ctx, tx, "DELETE FROM "+table); err != nil {
			return plainly(err)
		}
	}
	if err := l.execute(ctx, tx, "UPDATE linked SET seq = 0, linker = ''"); err != nil {
		return plainly(err)
	}
	return plainly(tx.Commit())
}

// linking is a transaction that changes links.
type linking struct{ *batch }

func (k linking) all(c LinkChange) error {
	for _, step := range []func(LinkChange) error{k.gone, k.shapes, k.joins, k.stories, k.statements} {
		if err := step(c); err != nil {
			return err
		}
	}
	return nil
}

// gone ends what joins articles that were taken out.
func (k linking) gone(c LinkChange) error {
	for _, article := range c.Gone {
		for _, column := range []string{"a", "b"} {
			if err := k.run("UPDATE joins SET until = ? WHERE "+column+" = ? AND until IS NULL", k.at, article); err != nil {
				return err
			}
		}
		if err := k.run("DELETE FROM shapes WHERE article = ?", article); err != nil {
			return err
		}
		if err := k.run("UPDATE members SET until = ? WHERE article = ? AND until IS NULL", k.at, article); err != nil {
			return err
		}
		if err := k.run("UPDATE tellings SET until = ? WHERE article = ? AND until IS NULL", k.at, article); err != nil {
			return err
		}
	}
	return nil
}

func (k linking) shapes(c LinkChange) error {
	for _, s := range c.Shapes {
		if err := k.run("INSERT INTO shapes (article, stretch, shape, keys, voices) VALUES (?, ?, ?, ?, ?)", s.Article, s.Stretch, packed(s.Shape), s.Keys, packed(s.Voices)); err != nil {
			return err
		}
	}
	return nil
}

func (k linking) joins(c LinkChange) error {
	n := inserter{into: "joins (sort, a, b, score, at, body)", width: 6}
	for _, j := range c.Joins {
		n.add(j.Sort, j.A, j.B, j.Score, k.at, j.Body)
	}
	return n.run(k.batch)
}

func (k linking) stories(c LinkChange) error {
	for _, id := range c.Ended {
		if err := k.endStory(id); err != nil {
			return err
		}
		if err := k.run("UPDATE members SET until = ? WHERE story = ? AND until IS NULL", k.at, id); err != nil {
			return err
		}
	}
	for _, s := range c.Stories {
		if err := k.story(s); err != nil {
			return err
		}
	}
	for _, change := range c.History {
		change.At = moment(k.at)
		body, err := json.Marshal(change)
		if err != nil {
			return err
		}
		if err := k.run("INSERT INTO changes (story, other, at, body) VALUES (?, ?, ?, ?)", change.Story, change.From, k.at, body); err != nil {
			return err
		}
	}
	return nil
}

func (k linking) endStory(id string) error {
	return k.run("UPDATE stories SET until = ? WHERE id = ? AND until IS NULL", k.at, id)
}

// story replaces a story's row and changes whose its articles are.
func (k linking) story(s tocsin.Story) error {
	if err := k.endStory(s.ID); err != nil {
		return err
	}
	articles := s.Articles
	s.Articles = nil // they are rows of their own
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := k.run("INSERT INTO stories (id, first, last, size, at, body) VALUES (?, ?, ?, ?, ?, ?)", s.ID, seconds(s.From), seconds(s.To), len(articles), k.at, body); err != nil {
		return err
	}
	held, err := k.column("SELECT article FROM members WHERE story = ? AND until IS NULL", s.ID)
	if err != nil {
		return err
	}
	n := inserter{into: "members (story, article, at)", width: 3}
	for _, article := range articles {
		if held[article] {
			delete(held, article)
			continue
		}
		if err := k.run("UPDATE members SET until = ? WHERE article = ? AND until IS NULL", k.at, article); err != nil {
			return err
		}
		n.add(s.ID, article, k.at)
	}
	for article := range held {
		if err := k.run("UPDATE members SET until = ? WHERE story = ? AND article = ? AND until IS NULL", k.at, s.ID, article); err != nil {
			return err
		}
	}
	return n.run(k.batch)
}

// column is the set of the values that a query gives.
func (k linking) column(query string, args ...any) (map[string]bool, error) {
	rows, err := k.l.ask(k.ctx, k.tx, query, args...)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	err = eachRow(rows, func(scan func(...any) error) error {
		var value string
		err := scan(&value)
		found[value] = true
		return err
	})
	return found, err
}

func (k linking) statements(c LinkChange) error {
	for _, id := range c.Withdrawn {
		if err := k.run("UPDATE statements SET until = ? WHERE id = ? AND until IS NULL", k.at, id); err != nil {
			return err
		}
		if err := k.run("UPDATE tellings SET until = ? WHERE statement = ? AND until IS NULL", k.at, id); err != nil {
			return err
		}
	}
	for _, s := range c.Statements {
		if err := k.statement(s); err != nil {
			return fmt.Errorf("statement %s: %w", s.ID, err)
		}
	}
	return nil
}

// statement replaces a statement's row if it changed.
func (k linking) statement(s tocsin.Statement) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	hash := fnv.New64a()
	hash.Write(body)
	sum := int64(hash.Sum64() >> 1)
	var old int64
	err = k.l.askOne(k.ctx, k.tx, "SELECT sum FROM statements WHERE id = ? AND until IS NULL", s.ID).Scan(&old)
	if err == nil && old == sum {
		return k.tellings(s)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err == nil {
		if err := k.run("UPDATE statements SET until = ? WHERE id = ? AND until IS NULL", k.at, s.ID); err != nil {
			return err
		}
	}
	if err := k.run("INSERT INTO statements (id, last, standing, sources, origins, sum, at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		s.ID, seconds(s.Last), string(s.Standing), s.Sources, s.Origins, sum, k.at, packed(body)); err != nil {
		return err
	}
	return k.tellings(s)
}

// tellings makes the claims of a statement be those that it has.
func (k linking) tellings(s tocsin.Statement) error {
	held, err := k.column("SELECT article || ' ' || claim FROM tellings WHERE statement = ? AND until IS NULL", s.ID)
	if err != nil {
		return err
	}
	n := inserter{into: "tellings (statement, article, claim, at)", width: 4}
	for _, ref := range s.Claims {
		key := ref.Article + " " + ref.Claim
		if held[key] {
			delete(held, key)
			continue
		}
		if err := k.run("UPDATE tellings SET until = ? WHERE article = ? AND claim = ? AND until IS NULL", k.at, ref.Article, ref.Claim); err != nil {
			return err
		}
		n.add(s.ID, ref.Article, ref.Claim, k.at)
	}
	for key := range held {
		if err := k.run("UPDATE tellings SET until = ? WHERE statement = ? AND article || ' ' || claim = ? AND until IS NULL", k.at, s.ID, key); err != nil {
			return err
		}
	}
	return n.run(k.batch)
}
