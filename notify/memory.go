package notify

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// Memory is an Outbox that lasts as long as the program, for tests and trials.
// The zero value is empty. It is safe for use by many goroutines.
type Memory struct {
	mu         sync.Mutex
	deliveries map[string]*kept
}

type kept struct {
	Delivery
	ended bool
}

var _ Outbox = (*Memory)(nil)

// Put adds deliveries.
func (m *Memory) Put(_ context.Context, deliveries ...Delivery) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.deliveries == nil {
		m.deliveries = map[string]*kept{}
	}
	for _, d := range deliveries {
		if m.deliveries[d.Key] == nil {
			m.deliveries[d.Key] = &kept{Delivery: d}
		}
	}
	return nil
}

// Due are the channel's deliveries that wait.
func (m *Memory) Due(_ context.Context, channel string, now time.Time, limit int) ([]Delivery, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []Delivery
	for _, d := range m.deliveries {
		if d.Channel == channel && !d.ended && !d.Due.After(now) {
			due = append(due, d.Delivery)
		}
	}
	slices.SortFunc(due, func(a, b Delivery) int {
		return cmp.Or(a.Put.Compare(b.Put), cmp.Compare(a.Message.Alarm, b.Message.Alarm),
			cmp.Compare(a.Message.Revision, b.Message.Revision), cmp.Compare(a.Key, b.Key))
	})
	return due[:min(len(due), limit)], nil
}

// Done ends deliveries that were taken.
func (m *Memory) Done(_ context.Context, _ time.Time, keys ...string) error {
	m.change(keys, func(d *kept) { d.ended = true })
	return nil
}

// Retry makes deliveries wait.
func (m *Memory) Retry(_ context.Context, next time.Time, why string, keys ...string) error {
	m.change(keys, func(d *kept) { d.Due, d.Why, d.Tries = next, why, d.Tries+1 })
	return nil
}

// Dead ends deliveries that were not taken.
func (m *Memory) Dead(_ context.Context, _ time.Time, why string, keys ...string) error {
	m.change(keys, func(d *kept) { d.ended, d.Why, d.Tries = true, why, d.Tries+1 })
	return nil
}

func (m *Memory) change(keys []string, change func(*kept)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range keys {
		if d := m.deliveries[key]; d != nil && !d.ended {
			change(d)
		}
	}
}
