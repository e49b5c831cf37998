package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// The state of collecting: what is read from where, how far an archive has been
// taken in, and what failed. It is no part of the record.

// Feed is a source that is visited again and again.
type Feed struct {
	URL      string
	Title    string
	Folder   string        // as OPML nests them, "a/b"
	Added    time.Time     // when it was subscribed to
	Every    time.Duration // between two visits
	ETag     string        // of the last answer, as is Modified
	Modified string
	Visited  time.Time // last tried
	Succeeded,
	Spoke time.Time // last answered, last had something new
	Failures int    // in a row
	Trouble  string // why the last visit failed, "" where it did not
	Next     time.Time
}

// Subscribe adds a feed, or gives a known one its new title, folder and pace.
func (l *Ledger) Subscribe(ctx context.Context, f Feed) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		return l.execute(ctx, tx, "INSERT INTO feeds (url, title, folder, added, removed, every, etag, modified, visited, succeeded, spoke, failures, trouble, next)"+
			" VALUES (?, ?, ?, ?, 0, ?, '', '', 0, 0, 0, 0, '', 0) ON CONFLICT (url) DO UPDATE SET title = excluded.title, folder = excluded.folder, every = excluded.every, removed = 0",
			f.URL, f.Title, f.Folder, l.now().Unix(), int64(f.Every/time.Second))
	})
}

// Unsubscribe ends the visits to a feed; what it brought stays.
func (l *Ledger) Unsubscribe(ctx context.Context, url string) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		return l.execute(ctx, tx, "UPDATE feeds SET removed = ? WHERE url = ?", l.now().Unix(), url)
	})
}

// Visit notes how a visit to a feed went.
func (l *Ledger) Visit(ctx context.Context, f Feed, arrivals int) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		if arrivals > 0 {
			day := f.Visited.Unix() / 86400
			if err := l.execute(ctx, tx, "INSERT INTO arrivals (feed, day, items) VALUES (?, ?, ?) ON CONFLICT (feed, day) DO UPDATE SET items = arrivals.items + excluded.items", f.URL, day, arrivals); err != nil {
				return err
			}
		}
		return l.execute(ctx, tx, "UPDATE feeds SET etag = ?, modified = ?, visited = ?, succeeded = ?, spoke = ?, failures = ?, trouble = ?, next = ? WHERE url = ?",
			f.ETag, f.Modified, unix(f.Visited), unix(f.Succeeded), unix(f.Spoke), f.Failures, f.Trouble, unix(f.Next), f.URL)
	})
}

// Feeds lists the feeds that are visited, by folder and title.
func (l *Ledger) Feeds(ctx context.Context) ([]Feed, error) {
	rows, err := l.read.QueryContext(ctx, "SELECT url, title, folder, added, every, etag, modified, visited, succeeded, spoke, failures, trouble, next FROM feeds WHERE removed = 0 ORDER BY folder, title, url")
	if err != nil {
		return nil, plainly(err)
	}
	var feeds []Feed
	err = eachRow(rows, func(scan func(...any) error) error {
		var f Feed
		var added, every, visited, succeeded, spoke, next int64
		err := scan(&f.URL, &f.Title, &f.Folder, &added, &every, &f.ETag, &f.Modified, &visited, &succeeded, &spoke, &f.Failures, &f.Trouble, &next)
		f.Added, f.Every = at(added), time.Duration(every)*time.Second
		f.Visited, f.Succeeded, f.Spoke, f.Next = at(visited), at(succeeded), at(spoke), at(next)
		feeds = append(feeds, f)
		return err
	})
	return feeds, plainly(err)
}

// Arrivals are the new items of a feed in each of the days before now, today
// last.
func (l *Ledger) Arrivals(ctx context.Context, feed string, now time.Time, days int) ([]int, error) {
	counts := make([]int, days)
	first := now.Unix()/86400 - int64(days) + 1
	rows, err := l.read.QueryContext(ctx, l.dialect.bind("SELECT day, items FROM arrivals WHERE feed = ? AND day >= ?"), feed, first)
	if err != nil {
		return nil, plainly(err)
	}
	err = eachRow(rows, func(scan func(...any) error) error {
		var day int64
		var items int
		err := scan(&day, &items)
		if i := day - first; err == nil && i >= 0 && i < int64(days) {
			counts[i] = items
		}
		return err
	})
	return counts, plainly(err)
}

// Unseen tells which items of a feed are new or have changed since Seen was told
// of them. Items are hashes of what the feed says.
func (l *Ledger) Unseen(ctx context.Context, feed string, items []string) (map[string]bool, error) {
	unseen := map[string]bool{}
	for _, item := range items {
		var count int
		if err := l.read.QueryRowContext(ctx, l.dialect.bind("SELECT COUNT(*) FROM seen WHERE feed = ? AND item = ?"), feed, item).Scan(&count); err != nil {
			return nil, plainly(err)
		}
		if count == 0 {
			unseen[item] = true
		}
	}
	return unseen, nil
}

// Seen notes the items of a feed and forgets those that it has not had for long.
func (l *Ledger) Seen(ctx context.Context, feed string, items []string) error {
	const long = 60 * 24 * time.Hour
	now := l.now()
	return l.writing(ctx, func(tx *sql.Tx) error {
		for _, item := range items {
			if err := l.execute(ctx, tx, "INSERT INTO seen (feed, item, at) VALUES (?, ?, ?) ON CONFLICT (feed, item) DO UPDATE SET at = excluded.at", feed, item, now.Unix()); err != nil {
				return err
			}
		}
		return l.execute(ctx, tx, "DELETE FROM seen WHERE feed = ? AND at < ?", feed, now.Add(-long).Unix())
	})
}

// Progress is how far an input has been taken in.
type Progress struct {
	Items int // taken in
	Done  bool
}

// Progress tells how far an input has been taken in.
func (l *Ledger) Progress(ctx context.Context, input string) (Progress, error) {
	var p Progress
	var done int
	err := l.read.QueryRowContext(ctx, l.dialect.bind("SELECT items, done FROM progress WHERE input = ?"), input).Scan(&p.Items, &done)
	if errors.Is(err, sql.ErrNoRows) {
		return Progress{}, nil
	}
	p.Done = done > 0
	return p, plainly(err)
}

// SetProgress notes how far an input has been taken in.
func (l *Ledger) SetProgress(ctx context.Context, input string, p Progress) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		done := 0
		if p.Done {
			done = 1
		}
		return l.execute(ctx, tx, "INSERT INTO progress (input, items, done) VALUES (?, ?, ?) ON CONFLICT (input) DO UPDATE SET items = excluded.items, done = excluded.done", input, p.Items, done)
	})
}

// Failure is an input that could not be read.
type Failure struct {
	Input, Reason string
	At            time.Time
}

// Fail notes what could not be read.
func (l *Ledger) Fail(ctx context.Context, input, reason string) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		return l.execute(ctx, tx, "INSERT INTO failures (input, reason, at) VALUES (?, ?, ?) ON CONFLICT (input) DO UPDATE SET reason = excluded.reason, at = excluded.at", input, reason, l.now().UnixMicro())
	})
}

// Failures lists what could not be read since a time, the oldest first.
func (l *Ledger) Failures(ctx context.Context, since time.Time) ([]Failure, error) {
	rows, err := l.read.QueryContext(ctx, l.dialect.bind("SELECT input, reason, at FROM failures WHERE at >= ? ORDER BY at, input"), since.UnixMicro())
	if err != nil {
		return nil, plainly(err)
	}
	var found []Failure
	err = eachRow(rows, func(scan func(...any) error) error {
		var f Failure
		var micros int64
		err := scan(&f.Input, &f.Reason, &micros)
		f.At = moment(micros)
		found = append(found, f)
		return err
	})
	return found, plainly(err)
}

// KeepRaw keeps the bytes of an article that is yet to be read.
func (l *Ledger) KeepRaw(ctx context.Context, raws map[string][]byte) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		b := &batch{ctx: ctx, l: l, tx: tx}
		for sum, body := range raws {
			if err := b.raw(sum, body); err != nil {
				return err
			}
		}
		return nil
	})
}

// writing runs work in a transaction that appends no entry.
func (l *Ledger) writing(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return plainly(err)
	}
	defer tx.Rollback()
	if err := work(tx); err != nil {
		return plainly(err)
	}
	return plainly(tx.Commit())
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func at(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
