package ingest_test

import (
	"context"
	"testing"

	"tocsin/ingest"
	"tocsin/notify"
	"tocsin/store"
	"tocsin/store/storetest"
)

func TestTheLedgerIsAnOutbox(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		outbox := ingest.Outbox{Ledger: storetest.Open(t, where, nil)}
		err := notify.CheckOutbox(context.Background(), outbox, func(notify.Outbox) (notify.Outbox, error) {
			again, err := store.Open(context.Background(), where, store.Options{})
			if err == nil {
				t.Cleanup(func() { again.Close() })
			}
			return ingest.Outbox{Ledger: again}, err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
