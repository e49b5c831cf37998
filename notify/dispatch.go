package notify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// How a Dispatcher works when nothing else is said.
const (
	poll = 5 * time.Second // how often the Outbox is asked
	// atOnce is how many deliveries are looked at in one go. It is far more than
	// wait even after a day without network, so that a digest is always whole.
	atOnce     = 5000
	digestMost = 100 // messages in one digest

	firstRetry = 5 * time.Second
	lastRetry  = time.Hour
	longestAsk = 6 * time.Hour // the longest that another side may ask us to wait
	pauseMost  = time.Minute
	// maxTries makes 37 hours or more of trying.
	maxTries = 48
)

// Dispatcher takes deliveries from an Outbox to their channels.
type Dispatcher struct {
	outbox   Outbox
	channels []*Channel
	now      func() time.Time
	jitter   func() float64
	log      *slog.Logger
	wake     map[string]chan struct{}

	mu    sync.Mutex
	pause map[string]time.Time // channels that failed just now are left alone until then
}

// NewDispatcher makes a Dispatcher. What is sent, fails and dies is told to log,
// without secrets; nil for nobody.
func NewDispatcher(outbox Outbox, channels []*Channel, log *slog.Logger, o Options) *Dispatcher {
	d := &Dispatcher{
		outbox: outbox, channels: channels, now: o.Now, jitter: o.Jitter, log: log,
		wake: map[string]chan struct{}{}, pause: map[string]time.Time{},
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.jitter == nil {
		d.jitter = rand.Float64
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	for _, c := range channels {
		d.wake[c.Name()] = make(chan struct{}, 1)
	}
	return d
}

// Put puts messages into the Outbox for all channels that want them. What is
// there already is not put twice.
func (d *Dispatcher) Put(ctx context.Context, messages ...Message) error {
	now := d.now()
	var all []Delivery
	for _, m := range messages {
		deliveries, err := Deliveries(d.channels, m, now)
		if err != nil {
			return err
		}
		all = append(all, deliveries...)
	}
	if len(all) == 0 {
		return nil
	}
	if err := d.outbox.Put(ctx, all...); err != nil {
		return fmt.Errorf("keep what is to be sent: %w", err)
	}
	d.Wake()
	return nil
}

// Wake makes Run look into the Outbox at once, after somebody else put into it.
func (d *Dispatcher) Wake() {
	for _, wake := range d.wake {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// Run sends what is due until ctx ends, each channel on its own, so that a slow
// one holds up no other. It returns ctx's error: failures of channels and of the
// Outbox are logged, and tried again.
func (d *Dispatcher) Run(ctx context.Context) error {
	var all sync.WaitGroup
	for _, c := range d.channels {
		all.Go(func() {
			for ctx.Err() == nil {
				if _, err := d.pass(ctx, c); err != nil && ctx.Err() == nil {
					d.log.Error("notify: the outbox fails", "channel", c.Name(), "error", err)
				}
				select {
				case <-ctx.Done():
				case <-d.wake[c.Name()]:
				case <-time.After(poll):
				}
			}
		})
	}
	all.Wait()
	return ctx.Err()
}

// Once sends what is due now and returns how many deliveries were taken. Its
// error is one of the Outbox; channels' failures are kept there.
func (d *Dispatcher) Once(ctx context.Context) (taken int, err error) {
	var faults []error
	for _, c := range d.channels {
		n, err := d.pass(ctx, c)
		taken += n
		faults = append(faults, err)
	}
	return taken, errors.Join(faults...)
}

// pass sends what is due on one channel, in order, until something fails: where
// one message does not get through, the next seldom does, and it should not
// overtake the first.
func (d *Dispatcher) pass(ctx context.Context, c *Channel) (taken int, err error) {
	now := d.now()
	if now.Before(d.pausedUntil(c)) {
		return 0, nil
	}
	due, err := d.outbox.Due(ctx, c.Name(), now, atOnce)
	if err != nil {
		return 0, err
	}
	for _, deliveries := range join(c, due, now) {
		became, err := d.try(ctx, c, deliveries)
		if became == done {
			taken += len(deliveries)
		}
		if err != nil || became == waits {
			return taken, err
		}
	}
	return taken, nil
}

// outcome is what became of a try.
type outcome int

const (
	waits outcome = iota // it is to be tried again, and so is what comes after it
	done
	dead
)

// join makes batches of what is due, in its order. What waited for the same
// moment, the time of a digest or the end of quiet hours, becomes one; it does so
// again after a crash, and has the same key then. What failed together waits for
// a moment of its own, so that it stays together and alone. In quiet hours only
// urgent messages stay.
func join(c *Channel, due []Delivery, now time.Time) [][]Delivery {
	hushed := c.quiet.until(now).After(now)
	var batches [][]Delivery
	waited := map[int64]int{} // moment → place in batches
	for _, delivery := range due {
		if delivery.Message.urgent() {
			batches = append(batches, []Delivery{delivery})
			continue
		}
		if hushed {
			continue
		}
		moment := delivery.Due.UnixNano()
		at, ok := waited[moment]
		switch {
		case !delivery.Due.After(delivery.Put):
			batches = append(batches, []Delivery{delivery})
		case ok && len(batches[at]) < digestMost:
			batches[at] = append(batches[at], delivery)
		default:
			waited[moment] = len(batches)
			batches = append(batches, []Delivery{delivery})
		}
	}
	// Urgent ones overtake what waited.
	slices.SortStableFunc(batches, func(a, b []Delivery) int {
		return cmp.Compare(b[0].Message.Severity.rank()/Extreme.rank(), a[0].Message.Severity.rank()/Extreme.rank())
	})
	return batches
}

// keyOf is a delivery's own key, or for several a hash of theirs.
func keyOf(deliveries []Delivery) string {
	keys := keysOf(deliveries)
	if len(keys) == 1 {
		return keys[0]
	}
	slices.Sort(keys)
	return hashed(append([]string{"digest"}, keys...)...)
}

func keysOf(deliveries []Delivery) []string {
	var keys []string
	for _, delivery := range deliveries {
		keys = append(keys, delivery.Key)
	}
	return keys
}

// try sends a batch and keeps what became of it. The error is the Outbox's.
func (d *Dispatcher) try(ctx context.Context, c *Channel, deliveries []Delivery) (outcome, error) {
	now, keys := d.now(), keysOf(deliveries)
	var messages []Message
	for _, delivery := range deliveries {
		messages = append(messages, delivery.Message)
	}
	failed := c.Send(ctx, now, keyOf(deliveries), messages...)
	if failed != nil && ctx.Err() != nil {
		// We are being stopped, which says nothing about the channel.
		return waits, nil
	}
	log := d.log.With("channel", c.Name(), "key", keyOf(deliveries), "messages", len(deliveries))
	if failed == nil {
		log.Info("notify: sent")
		return done, d.outbox.Done(ctx, now, keys...)
	}
	why := failed.Error()
	var answer *Error
	known := errors.As(failed, &answer)
	tries := 0
	for _, delivery := range deliveries {
		tries = max(tries, delivery.Tries+1)
	}
	switch {
	case known && answer.Permanent:
		log.Error("notify: refused for good", "why", why)
		return dead, d.outbox.Dead(ctx, now, why, keys...)
	case tries >= maxTries:
		log.Error("notify: given up", "why", why, "tries", tries)
		return dead, d.outbox.Dead(ctx, now, why, keys...)
	}
	wait := backoff(tries, d.jitter())
	if known {
		wait = max(wait, min(answer.After, longestAsk))
	}
	next := now.Add(wait)
	d.mu.Lock()
	d.pause[c.Name()] = now.Add(min(wait, pauseMost))
	d.mu.Unlock()
	log.Warn("notify: failed, to be tried again", "why", why, "tries", tries, "next", next)
	return waits, d.outbox.Retry(ctx, next, why, keys...)
}

func (d *Dispatcher) pausedUntil(c *Channel) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.pause[c.Name()]
}

// backoff is how long to wait after so many tries: from firstRetry on twice as
// long each time up to lastRetry, of which a random part up to a half is taken off,
// so that many that failed together do not come back together.
func backoff(tries int, jitter float64) time.Duration {
	wait := lastRetry
	if shift := tries - 1; shift < 20 {
		wait = min(firstRetry<<max(shift, 0), lastRetry)
	}
	return wait - time.Duration(jitter*float64(wait)/2)
}
