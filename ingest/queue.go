package ingest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"tocsin/store"
)

// args are a job's arguments.
type args interface {
	river.JobArgs
	sum() string // of the bytes that it needs, "" for none
}

// readArgs asks for one item to be read.
type readArgs struct {
	About about
	Raw   string // SHA-256 of its bytes
	Text  string `json:",omitempty"` // what is read of them, where it is not all
}

// pageArgs asks for a page to be fetched.
type pageArgs struct{ About about }

// feedArgs asks for a feed to be visited.
type feedArgs struct{ URL string }

func (readArgs) Kind() string { return "read" }
func (pageArgs) Kind() string { return "page" }
func (feedArgs) Kind() string { return "feed" }

func (a readArgs) sum() string { return a.Raw }
func (pageArgs) sum() string   { return "" }
func (feedArgs) sum() string   { return "" }

// The queues: reading keeps the cores busy, fetching waits for others.
const (
	readQueue  = "read"
	fetchQueue = "fetch"
)

func (readArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: readQueue} }
func (pageArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: fetchQueue} }

// InsertOpts keeps a feed from being visited twice at the same time.
func (feedArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: fetchQueue, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

// queue is the work that is to be done, by River, in the ledger's database.
type queue struct {
	client interface {
		InsertMany(context.Context, []river.InsertManyParams) ([]*rivertype.JobInsertResult, error)
		Start(context.Context) error
		Stop(context.Context) error
		StopAndCancel(context.Context) error
	}
	db    *sql.DB
	pool  *pgxpool.Pool // nil on SQLite
	alone *os.File      // held by the one process that works on a SQLite ledger
}

// attempts is how often an item is tried. Dying with a process counts, so that
// an article that kills its reader does not do so for ever.
const attempts = 25

func openQueue(ctx context.Context, f *Flow) (*queue, error) {
	q := &queue{db: f.ledger.Database()}
	if store.IsURL(f.ledger.Where()) {
		pool, err := pgxpool.New(ctx, f.ledger.Where())
		if err != nil {
			return nil, err
		}
		q.pool = pool
		client, err := newClient(ctx, f, riverpgxv5.New(pool))
		if err != nil {
			return nil, err
		}
		q.client = client
		return q, nil
	}
	client, err := newClient(ctx, f, riversqlite.New(q.db))
	if err != nil {
		return nil, err
	}
	q.client = client
	return q, q.takeOver(ctx, f.ledger.Where())
}

// newClient migrates River's own tables and makes its client.
func newClient[Tx any](ctx context.Context, f *Flow, driver riverdriver.Driver[Tx]) (*river.Client[Tx], error) {
	quiet := slog.New(slog.DiscardHandler)
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return nil, err
	}
	if err := f.ledger.Alone(ctx, func() error {
		_, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}); err != nil {
		return nil, fmt.Errorf("make the queue: %w", err)
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &reading{flow: f})
	river.AddWorker(workers, &fetching{flow: f})
	river.AddWorker(workers, &visiting{flow: f})
	return river.NewClient(driver, &river.Config{
		Logger: quiet, Workers: workers, MaxAttempts: attempts,
		Queues: map[string]river.QueueConfig{
			readQueue:  {MaxWorkers: f.opts.Workers, FetchCooldown: 20 * time.Millisecond, FetchPollInterval: 100 * time.Millisecond},
			fetchQueue: {MaxWorkers: f.opts.Fetchers},
		},
		JobTimeout: f.opts.Rescue, RescueStuckJobsAfter: f.opts.Rescue,
		CompletedJobRetentionPeriod: 10 * time.Minute,
	})
}

// takeOver gives the work of a process that died back to the queue. On SQLite
// one process works, so whoever gets the lock knows that nobody else does.
func (q *queue) takeOver(ctx context.Context, ledger string) error {
	file, err := os.OpenFile(ledger+".work", os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return err
	}
	if !tryLock(file) {
		file.Close()
		return nil // another one works; both may, and wait for each other's transactions
	}
	q.alone = file
	_, err = q.db.ExecContext(ctx, "UPDATE river_job SET state = 'available' WHERE state = 'running'")
	return err
}

func (q *queue) close() {
	if q.alone != nil {
		q.alone.Close()
	}
	if q.pool != nil {
		q.pool.Close()
	}
}

// start starts the workers. They end by stop alone, so that what is begun is
// finished.
func (q *queue) start() error { return q.client.Start(context.Background()) }

func (q *queue) stop() error {
	const patience = 30 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := q.client.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return q.client.StopAndCancel(context.Background())
	}
	return err
}

func (q *queue) insert(ctx context.Context, jobs []args) error {
	if len(jobs) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(jobs))
	for i, job := range jobs {
		params[i].Args = job
	}
	_, err := q.client.InsertMany(ctx, params)
	return err
}

// waiting counts the jobs that are not done.
func (q *queue) waiting(ctx context.Context) (int, error) {
	var count int
	err := q.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM river_job WHERE state IN ('available', 'pending', 'running', 'retryable', 'scheduled')").Scan(&count)
	return count, err
}

// room waits until fewer than most jobs wait.
func (q *queue) room(ctx context.Context, most int) error {
	return q.until(ctx, func(waiting int) bool { return waiting < most })
}

// drained waits until nothing is left to be done.
func (q *queue) drained(ctx context.Context) error {
	return q.until(ctx, func(waiting int) bool { return waiting == 0 })
}

func (q *queue) until(ctx context.Context, enough func(waiting int) bool) error {
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 250*time.Millisecond) {
		waiting, err := q.waiting(ctx)
		if err != nil || enough(waiting) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

func cores() int { return runtime.GOMAXPROCS(0) }
