package web

import (
	"container/list"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"sync"
)

// drawn is a page's content with what stands around it.
type drawn struct {
	frame frame
	body  []byte
}

// tokenPlace stands in a drawn page where a reader's token goes. No text can have
// it: it is another one each time that the program starts.
var tokenPlace = "token" + rand.Text()

// place is where a page that is being drawn will be kept.
type place struct{ version, key string }

type placeKey struct{}

// still serves a handler whose page is a function of the ledger, the address and
// the reader's role: it is drawn once for as long as the ledger stays the
// same, however many ask for it at the same time.
func (p *Pages) still(handle handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		version, err := p.version(ctx)
		if err != nil {
			return err
		}
		key := p.reader(r).Role + " " + r.URL.RequestURI()
		found, err := p.views.get(ctx, version, key)
		if err != nil {
			return err
		}
		if found != nil {
			return p.showDrawn(w, r, found.(drawn))
		}
		defer p.views.done(key)
		return handle(w, r.WithContext(context.WithValue(ctx, placeKey{}, place{version, key})))
	}
}

// version names the state of all that still pages show: the log, its links, and
// the day, since some tell what is due.
func (p *Pages) version(ctx context.Context) (string, error) {
	linked, err := p.ledger.Linked(ctx)
	return fmt.Sprintf("%d %d %s %s", linked.Size, linked.Seq, linked.Linker, day(p.opts.Now())), err
}

// kept returns what make makes of a ledger that is as it was when it was last
// made. Only what is a function of the ledger and the key may be kept.
func kept[T any](ctx context.Context, p *Pages, key string, make func() (T, error)) (T, error) {
	const weight = 100_000 // of a view, about
	var made T
	version, err := p.version(ctx)
	if err != nil {
		return made, err
	}
	found, err := p.views.get(ctx, version, key)
	if err != nil {
		return made, err
	}
	if found != nil {
		return found.(T), nil
	}
	defer p.views.done(key)
	if made, err = make(); err == nil {
		p.views.put(version, key, made, weight)
	}
	return made, err
}

// memo keeps what was made of a ledger for as long as that stays the same, what
// was asked for last the longest.
type memo struct {
	mu      sync.Mutex
	version string
	kept    map[string]*list.Element // of souvenirs
	recent  list.List                // the latest asked for first
	bytes   int
	making  map[string]chan struct{}
}

type souvenir struct {
	key    string
	value  any
	weight int
}

// mostKept bounds a memo, in bytes.
const mostKept = 96 << 20

// forget begins anew.
func (m *memo) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.clear("")
}

func (m *memo) clear(version string) {
	m.version, m.kept, m.bytes = version, map[string]*list.Element{}, 0
	m.recent.Init()
}

// get returns what is kept under a key, and waits for it where somebody makes it;
// nil for what the one who asks has to make, and then to call done.
func (m *memo) get(ctx context.Context, version, key string) (any, error) {
	for {
		found, wait := m.look(version, key)
		if found != nil || wait == nil {
			return found, nil
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// look returns what is kept under a key; else a channel that is closed when
// somebody else who makes it has ended; else nil twice, and the one who asks has
// to make it and to call done.
func (m *memo) look(version, key string) (any, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version != version || m.kept == nil {
		m.clear(version)
	}
	if e, known := m.kept[key]; known {
		m.recent.MoveToFront(e)
		return e.Value.(souvenir).value, nil
	}
	if wait, making := m.making[key]; making {
		return nil, wait
	}
	if m.making == nil {
		m.making = map[string]chan struct{}{}
	}
	m.making[key] = make(chan struct{})
	return nil, nil
}

// done tells those who wait that nobody makes it any more.
func (m *memo) done(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	close(m.making[key])
	delete(m.making, key)
}

// put keeps a value unless the ledger has changed since it was asked for.
func (m *memo) put(version, key string, value any, weight int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.version != version || m.kept[key] != nil {
		return
	}
	m.kept[key] = m.recent.PushFront(souvenir{key, value, weight})
	for m.bytes += weight; m.bytes > mostKept && m.recent.Len() > 1; {
		last := m.recent.Remove(m.recent.Back()).(souvenir)
		delete(m.kept, last.key)
		m.bytes -= last.weight
	}
}
