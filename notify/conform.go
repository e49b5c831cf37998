package notify

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// CheckOutbox holds an empty Outbox against what the interface promises and
// returns the first fault, for the tests of implementations. reopen gives the
// same Outbox as it is after a restart of the program.
func CheckOutbox(ctx context.Context, outbox Outbox, reopen func(Outbox) (Outbox, error)) error {
	check := &outboxCheck{ctx: ctx, outbox: outbox, reopen: reopen, start: time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)}
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"what is put comes out in its order", check.order},
		{"a known key changes nothing", check.known},
		{"what is done stays so", check.done},
		{"what failed waits", check.retry},
		{"what is dead stays so", check.dead},
		{"unknown keys change nothing", check.unknown},
		{"all of it outlives a restart", check.restart},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

type outboxCheck struct {
	ctx    context.Context
	outbox Outbox
	reopen func(Outbox) (Outbox, error)
	start  time.Time
}

func (c *outboxCheck) at(minutes int) time.Time {
	return c.start.Add(time.Duration(minutes) * time.Minute)
}

func (c *outboxCheck) delivery(channel, alarm string, revision, put, due int) Delivery {
	return Delivery{
		Key: KeyOf(alarm, revision, channel), Channel: channel, Put: c.at(put), Due: c.at(due),
		Message: Message{
			Alarm: alarm, Revision: revision, Title: "Café “" + alarm + "” <&>", State: Open, Severity: Severe, Started: c.at(put),
			Labels: map[string]string{"team": "east"}, Evidence: []Evidence{{Title: "A", Quote: "B"}}, Area: Area{Lat: 1, Lon: 2, Km: 3},
		},
	}
}

// expect compares what is due with alarms' IDs and revisions, as "a1 b2".
func (c *outboxCheck) expect(channel string, minutes, limit int, want ...string) error {
	due, err := c.outbox.Due(c.ctx, channel, c.at(minutes), limit)
	if err != nil {
		return err
	}
	var got []string
	for _, d := range due {
		got = append(got, fmt.Sprintf("%s%d", d.Message.Alarm, d.Message.Revision))
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("due on %s after %d minutes: %v, want %v", channel, minutes, got, want)
	}
	return nil
}

// of is one delivery that is due.
func (c *outboxCheck) of(channel string, minutes int, key string) (Delivery, error) {
	due, err := c.outbox.Due(c.ctx, channel, c.at(minutes), 100)
	if err != nil {
		return Delivery{}, err
	}
	at := slices.IndexFunc(due, func(d Delivery) bool { return d.Key == key })
	if at < 0 {
		return Delivery{}, fmt.Errorf("%s is not due on %s after %d minutes", key, channel, minutes)
	}
	return due[at], nil
}

func (c *outboxCheck) order() error {
	if err := c.expect("x", 100, 10); err != nil {
		return err
	}
	err := c.outbox.Put(c.ctx,
		c.delivery("x", "b", 2, 1, 5), c.delivery("x", "b", 1, 1, 5), c.delivery("x", "a", 7, 1, 1),
		c.delivery("x", "c", 1, 0, 2), c.delivery("y", "a", 7, 1, 1), c.delivery("x", "later", 1, 0, 60))
	if err != nil {
		return err
	}
	for _, one := range []struct {
		channel        string
		minutes, limit int
		want           []string
	}{
		{"x", 0, 10, nil}, {"x", 1, 10, []string{"a7"}}, {"x", 5, 10, []string{"c1", "a7", "b1", "b2"}},
		{"x", 5, 2, []string{"c1", "a7"}}, {"y", 5, 10, []string{"a7"}}, {"z", 99, 10, nil},
	} {
		if err := c.expect(one.channel, one.minutes, one.limit, one.want...); err != nil {
			return err
		}
	}
	want := c.delivery("x", "a", 7, 1, 1)
	got, err := c.of("x", 5, want.Key)
	if err != nil {
		return err
	}
	if string(encoded(got)) != string(encoded(want)) {
		return fmt.Errorf("%s came back as %s", encoded(want), encoded(got))
	}
	return nil
}

func (c *outboxCheck) known() error {
	again := c.delivery("x", "a", 7, 30, 30)
	again.Message.Title = "another title"
	if err := c.outbox.Put(c.ctx, again, c.delivery("y", "new", 1, 2, 2)); err != nil {
		return err
	}
	if err := c.expect("y", 5, 10, "a7", "new1"); err != nil {
		return err
	}
	got, err := c.of("x", 5, again.Key)
	if err == nil && (got.Message.Title == again.Message.Title || !got.Due.Equal(c.at(1))) {
		err = fmt.Errorf("it has become %s", encoded(got))
	}
	return err
}

func (c *outboxCheck) done() error {
	if err := c.outbox.Done(c.ctx, c.at(6), KeyOf("c", 1, "x"), KeyOf("a", 7, "x")); err != nil {
		return err
	}
	if err := c.outbox.Put(c.ctx, c.delivery("x", "c", 1, 7, 7)); err != nil {
		return err
	}
	if err := c.outbox.Retry(c.ctx, c.at(7), "late", KeyOf("c", 1, "x")); err != nil {
		return err
	}
	return c.expect("x", 9, 10, "b1", "b2")
}

func (c *outboxCheck) retry() error {
	key := KeyOf("b", 1, "x")
	for range 2 {
		if err := c.outbox.Retry(c.ctx, c.at(20), "no answer", key); err != nil {
			return err
		}
	}
	if err := c.expect("x", 19, 10, "b2"); err != nil {
		return err
	}
	got, err := c.of("x", 20, key)
	if err == nil && (got.Tries != 2 || got.Why != "no answer" || !got.Put.Equal(c.at(1)) || !got.Due.Equal(c.at(20))) {
		err = fmt.Errorf("after two tries it is %s", encoded(got))
	}
	if err != nil {
		return err
	}
	// The older revision still goes first.
	return c.expect("x", 20, 10, "b1", "b2")
}

func (c *outboxCheck) dead() error {
	if err := c.outbox.Dead(c.ctx, c.at(21), "refused", KeyOf("b", 2, "x")); err != nil {
		return err
	}
	if err := c.outbox.Put(c.ctx, c.delivery("x", "b", 2, 22, 22)); err != nil {
		return err
	}
	return c.expect("x", 25, 10, "b1")
}

func (c *outboxCheck) unknown() error {
	for _, err := range []error{
		c.outbox.Done(c.ctx, c.at(26), "nobody"), c.outbox.Retry(c.ctx, c.at(26), "why", "nobody"),
		c.outbox.Dead(c.ctx, c.at(26), "why", "nobody"), c.outbox.Done(c.ctx, c.at(26)), c.outbox.Put(c.ctx),
	} {
		if err != nil {
			return err
		}
	}
	return c.expect("x", 26, 10, "b1")
}

func (c *outboxCheck) restart() error {
	var err error
	if c.outbox, err = c.reopen(c.outbox); err != nil {
		return err
	}
	if err := c.outbox.Put(c.ctx, c.delivery("x", "c", 1, 7, 7), c.delivery("x", "b", 2, 7, 7), c.delivery("x", "a", 7, 7, 7)); err != nil {
		return err
	}
	got, err := c.of("x", 60, KeyOf("b", 1, "x"))
	if err != nil {
		return err
	}
	if got.Tries != 2 || got.Why != "no answer" {
		return fmt.Errorf("what failed twice is %s", encoded(got))
	}
	return c.expect("x", 60, 10, "later1", "b1")
}
