package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"tocsin"
)

// Watched is a warning problem that is watched, and how far.
type Watched struct {
	Name     string
	Rules    []byte // the file, as it was given
	Added    time.Time
	Seq      int64  // of the next entry of the log to be looked at
	Revision int64  // grows whenever the state changes
	State    []byte // JSON, nil before the first look
}

// AlarmRow is an alarm as the ledger keeps it.
type AlarmRow struct {
	ID, Problem, Indicator, State string
	Opened, Updated               time.Time
	Body                          []byte // JSON
}

// Letter is a message on its way to a channel.
type Letter struct {
	Key, Channel, Alarm string
	Revision            int
	Put, Due            time.Time
	Tries               int
	Why                 string
	State               string // waiting, done, dead
	Body                []byte // JSON
}

// ErrNoProblem is returned for the name of a problem that is not watched.
var ErrNoProblem = errors.New("the ledger watches no such problem")

// Watch has a problem watched, or gives one that is watched already new rules:
// then it is looked at from the first entry on, and its state begins anew.
// It reports whether anything changed.
func (l *Ledger) Watch(ctx context.Context, name string, rules []byte, state []byte) (bool, error) {
	changed := false
	err := l.writing(ctx, func(tx *sql.Tx) error {
		var old []byte
		var revision int64
		err := l.askOne(ctx, tx, "SELECT rules, revision FROM problems WHERE name = ?", name).Scan(&old, &revision)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			changed = true
			return l.execute(ctx, tx, "INSERT INTO problems (name, rules, added, seq, revision, state) VALUES (?, ?, ?, 0, 0, ?)", name, rules, l.now().UnixMicro(), packed(state))
		case err != nil || string(old) == string(rules):
			return err
		}
		changed = true
		return l.execute(ctx, tx, "UPDATE problems SET rules = ?, seq = 0, revision = ?, state = ? WHERE name = ?", rules, revision+1, packed(state), name)
	})
	return changed, err
}

// Unwatch ends the watching of a problem; its alarms stay.
func (l *Ledger) Unwatch(ctx context.Context, name string) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		gone, err := tx.ExecContext(ctx, l.dialect.bind("DELETE FROM problems WHERE name = ?"), name)
		if err != nil {
			return err
		}
		if n, err := gone.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("%w: %s", ErrNoProblem, name))
		}
		return nil
	})
}

// Watches lists the problems that are watched, by name.
func (l *Ledger) Watches(ctx context.Context) ([]Watched, error) {
	var found []Watched
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, "SELECT name, rules, added, seq, revision, state FROM problems ORDER BY name")
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var w Watched
			var added int64
			var state []byte
			if err := scan(&w.Name, &w.Rules, &added, &w.Seq, &w.Revision, &state); err != nil {
				return err
			}
			w.Added = moment(added)
			var err error
			w.State, err = unpacker.DecodeAll(state, nil)
			found = append(found, w)
			return err
		})
	})
	return found, err
}

// Rang keeps in one transaction where a problem stands after a look, the alarms
// that changed and the letters that tell of them. Where another process has
// looked meanwhile, so that the revision is no longer w's, it changes nothing
// and returns ErrMoved.
func (l *Ledger) Rang(ctx context.Context, w Watched, alarms []AlarmRow, letters []Letter) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		moved, err := tx.ExecContext(ctx, l.dialect.bind("UPDATE problems SET seq = ?, revision = revision + 1, state = ? WHERE name = ? AND revision = ?"),
			w.Seq, packed(w.State), w.Name, w.Revision)
		if err != nil {
			return err
		}
		if n, err := moved.RowsAffected(); err != nil || n == 0 {
			return errors.Join(ErrMoved, err)
		}
		for _, a := range alarms {
			err := l.execute(ctx, tx, "INSERT INTO alarms (id, problem, indicator, state, opened, updated, body) VALUES (?, ?, ?, ?, ?, ?, ?)"+
				" ON CONFLICT (id) DO UPDATE SET state = excluded.state, opened = excluded.opened, updated = excluded.updated, body = excluded.body",
				a.ID, a.Problem, a.Indicator, a.State, a.Opened.UnixMicro(), a.Updated.UnixMicro(), packed(a.Body))
			if err != nil {
				return err
			}
		}
		return l.post(ctx, tx, letters)
	})
}

// AlarmFilter selects alarms. What is left zero does not restrict.
type AlarmFilter struct {
	Problem   string
	Indicator string
	States    []string
	Since     time.Time // updated then or later
	Limit     int
}

// Alarms lists the alarms that a filter selects, those that changed last first.
func (l *Ledger) Alarms(ctx context.Context, f AlarmFilter) ([]AlarmRow, error) {
	wheres, args := []string{"1 = 1"}, []any(nil)
	where := func(condition string, values ...any) {
		wheres, args = append(wheres, condition), append(args, values...)
	}
	if f.Problem != "" {
		where("problem = ?", f.Problem)
	}
	if f.Indicator != "" {
		where("indicator = ?", f.Indicator)
	}
	if !f.Since.IsZero() {
		where("updated >= ?", f.Since.UnixMicro())
	}
	if len(f.States) > 0 {
		in, values := within(f.States)
		where("state IN "+in, values...)
	}
	query := "SELECT id, problem, indicator, state, opened, updated, body FROM alarms WHERE " + strings.Join(wheres, " AND ") + " ORDER BY updated DESC, id"
	if f.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	return l.alarms(ctx, query, args...)
}

// Alarm is the alarm of an ID, or of one that begins so.
func (l *Ledger) Alarm(ctx context.Context, id string) (AlarmRow, error) {
	found, err := l.alarms(ctx, "SELECT id, problem, indicator, state, opened, updated, body FROM alarms WHERE id = ?", id)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("the ledger has no alarm %s; “tocsin alarms” shows them", id)
	}
	if err != nil {
		return AlarmRow{}, err
	}
	return found[0], nil
}

func (l *Ledger) alarms(ctx context.Context, query string, args ...any) ([]AlarmRow, error) {
	var found []AlarmRow
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, query, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var a AlarmRow
			var opened, updated int64
			var body []byte
			if err := scan(&a.ID, &a.Problem, &a.Indicator, &a.State, &opened, &updated, &body); err != nil {
				return err
			}
			a.Opened, a.Updated = moment(opened), moment(updated)
			var err error
			a.Body, err = unpacker.DecodeAll(body, nil)
			found = append(found, a)
			return err
		})
	})
	return found, err
}

// The states of a Letter.
const (
	waiting = "waiting"
	done    = "done"
	dead    = "dead"
)

// Post adds letters. Those whose key is known change nothing.
func (l *Ledger) Post(ctx context.Context, letters ...Letter) error {
	return l.writing(ctx, func(tx *sql.Tx) error { return l.post(ctx, tx, letters) })
}

func (l *Ledger) post(ctx context.Context, tx *sql.Tx, letters []Letter) error {
	for _, letter := range letters {
		err := l.execute(ctx, tx, "INSERT INTO outbox (name, channel, alarm, revision, state, put, due, tries, why, body) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '', ?) ON CONFLICT (name) DO NOTHING",
			letter.Key, letter.Channel, letter.Alarm, letter.Revision, waiting, letter.Put.UnixMicro(), letter.Due.UnixMicro(), letter.Body)
		if err != nil {
			return err
		}
	}
	return nil
}

// DueLetters are the letters to a channel that wait and are due.
func (l *Ledger) DueLetters(ctx context.Context, channel string, now time.Time, limit int) ([]Letter, error) {
	return l.letters(ctx, "WHERE channel = ? AND state = ? AND due <= ? ORDER BY put, alarm, revision, name LIMIT ?", channel, waiting, now.UnixMicro(), limit)
}

// Letters lists what was sent, waits and died, the latest first.
func (l *Ledger) Letters(ctx context.Context, filter tocsin.Filter) ([]Letter, error) {
	limit := filter.Limit
	if limit == 0 {
		limit = -1
		if l.dialect.name == "postgres" {
			limit = 1 << 31
		}
	}
	return l.letters(ctx, "ORDER BY put DESC, name LIMIT ?", limit)
}

func (l *Ledger) letters(ctx context.Context, where string, args ...any) ([]Letter, error) {
	var found []Letter
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, "SELECT name, channel, alarm, revision, state, put, due, tries, why, body FROM outbox "+where, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var letter Letter
			var put, due int64
			err := scan(&letter.Key, &letter.Channel, &letter.Alarm, &letter.Revision, &letter.State, &put, &due, &letter.Tries, &letter.Why, &letter.Body)
			letter.Put, letter.Due = moment(put), moment(due)
			found = append(found, letter)
			return err
		})
	})
	return found, err
}

// EndLetters ends letters that wait: done, or dead with the reason, which counts
// a try.
func (l *Ledger) EndLetters(ctx context.Context, now time.Time, taken bool, why string, keys ...string) error {
	state, tries := done, 0
	if !taken {
		state, tries = dead, 1
	}
	return l.change(ctx, keys, "UPDATE outbox SET state = ?, ended = ?, why = ?, tries = tries + ? WHERE state = ? AND name = ?", state, now.UnixMicro(), why, tries, waiting)
}

// RetryLetters makes letters wait until next and counts a try.
func (l *Ledger) RetryLetters(ctx context.Context, next time.Time, why string, keys ...string) error {
	return l.change(ctx, keys, "UPDATE outbox SET due = ?, why = ?, tries = tries + 1 WHERE state = ? AND name = ?", next.UnixMicro(), why, waiting)
}

func (l *Ledger) change(ctx context.Context, keys []string, query string, args ...any) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		for _, key := range keys {
			if err := l.execute(ctx, tx, query, append(args[:len(args):len(args)], key)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// EntryTime is when an entry of the log was made, zero where there is none.
func (l *Ledger) EntryTime(ctx context.Context, seq int64) (time.Time, error) {
	var at int64
	err := l.reading(ctx, func(tx *sql.Tx) error {
		return l.askOne(ctx, tx, "SELECT at FROM entries WHERE seq = ?", seq).Scan(&at)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return moment(at), err
}

// Chronicled is an article with when the ledger learnt of it.
type Chronicled struct {
	ID    string
	Known time.Time
}

// ChronicleQuery asks for articles in the order of time: for those that hold and
// were published before Published, by publication; or for those that were known
// at Known, whether or not they were replaced since, by when that was.
type ChronicleQuery struct{ Published, Known time.Time }

// Chronicle lists articles that were read in the order of time. An article
// without a date counts as published when the ledger learnt of it.
func (l *Ledger) Chronicle(ctx context.Context, q ChronicleQuery) ([]Chronicled, error) {
	query, args := "SELECT id, at FROM articles WHERE until IS NULL AND published < ? AND EXISTS (SELECT 1 FROM readings WHERE article = articles.seq AND until IS NULL) ORDER BY CASE WHEN published > ? THEN published ELSE at / 1000000 END, seq",
		[]any{q.Published.Unix(), unknown}
	if !q.Known.IsZero() {
		query, args = "SELECT id, at FROM articles WHERE at <= ? AND EXISTS (SELECT 1 FROM readings WHERE article = articles.seq AND readings.at <= ?) ORDER BY seq",
			[]any{q.Known.UnixMicro(), q.Known.UnixMicro()}
	}
	var found []Chronicled
	err := l.reading(ctx, func(tx *sql.Tx) error {
		rows, err := l.ask(ctx, tx, query, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, func(scan func(...any) error) error {
			var c Chronicled
			var at int64
			err := scan(&c.ID, &at)
			c.Known = moment(at)
			found = append(found, c)
			return err
		})
	})
	return found, err
}
