package api

import (
	"context"
	"sync"
	"sync/atomic"
)

// turns let some work at the same time and others wait; who comes when many
// wait already is sent away.
type turns struct {
	working chan struct{}
	waiting *atomic.Int32
	most    int32
}

func newTurns(working, waiting int) turns {
	return turns{make(chan struct{}, working), new(atomic.Int32), int32(waiting)}
}

// take waits for a turn; done ends it.
func (t turns) take(ctx context.Context) (done func(), err error) {
	if t.waiting.Add(1) > t.most {
		t.waiting.Add(-1)
		return nil, errBusy
	}
	defer t.waiting.Add(-1)
	select {
	case t.working <- struct{}{}:
		return func() { <-t.working }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// answers remember the last answers that took the whole ledger, so that their
// further pages cost nothing, and who asks the same at the same time waits for
// one. Each is of a pinned moment and never grows old.
type answers struct {
	mu    sync.Mutex
	order []string
	known map[string]*flight
}

// flight is an answer, or one on its way.
type flight struct {
	done    chan struct{}
	records []any
	err     error
}

// Bounds of what is remembered.
const (
	mostAnswers = 16
	mostRecords = 20_000 // of one answer
)

func newAnswers() *answers { return &answers{known: map[string]*flight{}} }

// of is the answer to a question, which find finds if nobody has.
func (a *answers) of(ctx context.Context, key string, find func() ([]any, error)) ([]any, error) {
	for {
		a.mu.Lock()
		f, known := a.known[key]
		if !known {
			f = &flight{done: make(chan struct{})}
			a.known[key] = f
		}
		a.mu.Unlock()
		if !known {
			f.records, f.err = find()
			a.landed(key, f)
			return f.records, f.err
		}
		select {
		case <-f.done:
			if f.err == nil {
				return f.records, nil
			} // whoever asked first may only have gone away
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// landed keeps an answer, within bounds, and lets the others have it.
func (a *answers) landed(key string, f *flight) {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer close(f.done)
	if f.err != nil || len(f.records) > mostRecords {
		delete(a.known, key)
		return
	}
	if len(a.order) == mostAnswers {
		delete(a.known, a.order[0])
		a.order = a.order[1:]
	}
	a.order = append(a.order, key)
}

// bodies remember answers as they were sent, by their tags: the tag of an answer
// from the log says all that it depends on.
type bodies struct {
	mu    sync.Mutex
	order []string
	known map[string]sent
	size  int
}

// sent is an answer: its body, and its header Link.
type sent struct {
	body []byte
	link string
}

// Bounds of what is remembered.
const (
	mostBodies  = 32 << 20 // bytes
	largestBody = 1 << 20
)

func newBodies() *bodies { return &bodies{known: map[string]sent{}} }

func (b *bodies) get(tag string) (body []byte, link string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.known[tag].body, b.known[tag].link
}

func (b *bodies) put(tag string, body []byte, link string) {
	if len(body) > largestBody {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.known[tag].body != nil {
		return
	}
	for b.size+len(body) > mostBodies {
		b.size -= len(b.known[b.order[0]].body)
		delete(b.known, b.order[0])
		b.order = b.order[1:]
	}
	b.order, b.known[tag], b.size = append(b.order, tag), sent{body, link}, b.size+len(body)
}
