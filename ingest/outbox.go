package ingest

import (
	"context"
	"encoding/json"
	"time"

	"tocsin/notify"
	"tocsin/store"
)

// Outbox is the ledger as notify wants it.
type Outbox struct{ Ledger *store.Ledger }

var _ notify.Outbox = Outbox{}

// letter writes a delivery as the ledger keeps it.
func letter(d notify.Delivery) (store.Letter, error) {
	body, err := json.Marshal(d.Message)
	return store.Letter{Key: d.Key, Channel: d.Channel, Alarm: d.Message.Alarm, Revision: d.Message.Revision, Put: d.Put, Due: d.Due, Body: body}, err
}

// Put adds deliveries.
func (o Outbox) Put(ctx context.Context, deliveries ...notify.Delivery) error {
	var letters []store.Letter
	for _, d := range deliveries {
		l, err := letter(d)
		if err != nil {
			return err
		}
		letters = append(letters, l)
	}
	return o.Ledger.Post(ctx, letters...)
}

// Due are the deliveries to a channel that wait.
func (o Outbox) Due(ctx context.Context, channel string, now time.Time, limit int) ([]notify.Delivery, error) {
	letters, err := o.Ledger.DueLetters(ctx, channel, now, limit)
	if err != nil {
		return nil, err
	}
	deliveries := make([]notify.Delivery, len(letters))
	for i, l := range letters {
		deliveries[i] = notify.Delivery{Key: l.Key, Channel: l.Channel, Put: l.Put, Due: l.Due, Tries: l.Tries, Why: l.Why}
		if err := json.Unmarshal(l.Body, &deliveries[i].Message); err != nil {
			return nil, err
		}
	}
	return deliveries, nil
}

// Done ends deliveries that were taken.
func (o Outbox) Done(ctx context.Context, now time.Time, keys ...string) error {
	return o.Ledger.EndLetters(ctx, now, true, "", keys...)
}

// Retry makes deliveries wait.
func (o Outbox) Retry(ctx context.Context, next time.Time, why string, keys ...string) error {
	return o.Ledger.RetryLetters(ctx, next, why, keys...)
}

// Dead ends deliveries that will not be tried again.
func (o Outbox) Dead(ctx context.Context, now time.Time, why string, keys ...string) error {
	return o.Ledger.EndLetters(ctx, now, false, why, keys...)
}
