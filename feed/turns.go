package feed

import (
	"context"
	"sync"
	"time"
)

// turns lets one request at a time go to a host, some time after the one
// before. It is safe for use by many goroutines, and whoever waits first goes
// first.
type turns struct {
	now  func() time.Time
	keep time.Duration // how long after its last request a host is remembered; no pause is longer

	mu    sync.Mutex
	hosts map[string]*turn
	sweep int // how many hosts are worth looking for those to forget
}

// turn is one host's. Only who holds the token in free may touch last, and
// only who holds turns.mu may touch users.
type turn struct {
	free  chan struct{}
	last  time.Time // when the last request ended
	users int       // who hold the token or wait for it
}

const minSweep = 64

func newTurns(now func() time.Time, keep time.Duration) *turns {
	return &turns{now: now, keep: keep, hosts: map[string]*turn{}, sweep: minSweep}
}

// take waits until no other request to the host is under way and the pause
// since the end of the last one is over. The caller calls release, once, when
// its request has ended.
func (t *turns) take(ctx context.Context, host string, pause time.Duration) (release func(), _ error) {
	turn := t.enter(host)
	select {
	case <-turn.free:
	case <-ctx.Done():
		t.leave(turn)
		return nil, ctx.Err()
	}
	leave := func() {
		turn.free <- struct{}{}
		t.leave(turn)
	}
	if err := sleep(ctx, turn.last.Add(pause).Sub(t.now())); err != nil {
		leave()
		return nil, err
	}
	return func() {
		turn.last = t.now()
		leave()
	}, nil
}

func (t *turns) enter(host string) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := t.hosts[host]
	if found == nil {
		if len(t.hosts) >= t.sweep {
			t.forget()
		}
		found = &turn{free: make(chan struct{}, 1)}
		found.free <- struct{}{}
		t.hosts[host] = found
	}
	found.users++
	return found
}

func (t *turns) leave(turn *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	turn.users--
}

// forget drops the hosts that nobody asks and whose pause is surely over. It
// looks again when there are twice as many as are left, so that a look costs
// each new host a constant time.
func (t *turns) forget() {
	for host, turn := range t.hosts {
		if turn.users == 0 && t.now().Sub(turn.last) >= t.keep {
			delete(t.hosts, host)
		}
	}
	t.sweep = max(minSweep, 2*len(t.hosts))
}

func sleep(ctx context.Context, pause time.Duration) error {
	if pause <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
