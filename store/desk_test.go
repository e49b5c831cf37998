package store_test

import (
	"errors"
	"fmt"
	"testing"

	"tocsin/store"
	"tocsin/store/storetest"
)

func TestDesk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		l := storetest.Open(t, where, clock())
		var saved []store.Search
		for i := range store.MostSearches {
			s, err := l.KeepSearch(ctx, "ann", fmt.Sprint("Drills ", i), "text=drill")
			if err != nil {
				t.Fatal(err)
			}
			saved = append(saved, s)
		}
		if _, err := l.KeepSearch(ctx, "ann", "one more", "text=drill"); !errors.Is(err, store.ErrSearches) {
			t.Errorf("one too many: %v", err)
		}
		if _, err := l.KeepSearch(ctx, "bo", "Drills", "text=drill"); err != nil {
			t.Errorf("another's: %v", err)
		}
		if err := l.DropSearch(ctx, saved[3].ID, "bo"); !errors.Is(err, store.ErrNoSearch) {
			t.Errorf("bo drops what is ann's: %v", err)
		}
		if err := l.DropSearch(ctx, saved[3].ID, "ann"); err != nil {
			t.Error(err)
		}
		if _, err := l.SearchOf(ctx, saved[3].Secret); !errors.Is(err, store.ErrNoSearch) {
			t.Errorf("its feed goes on: %v", err)
		}
		if s, err := l.SearchOf(ctx, saved[4].Secret); err != nil || s.Owner != "ann" || s.Query != "text=drill" || s.Created.IsZero() {
			t.Errorf("%+v %v", s, err)
		}
		list, err := l.Searches(ctx, "ann")
		if err != nil || len(list) != store.MostSearches-1 || list[0].Name != "Drills 0" {
			t.Errorf("%d searches %v", len(list), err)
		}
		for _, value := range []string{"1", "2"} {
			if err := l.SetMark(ctx, "ann", "seen", value); err != nil {
				t.Fatal(err)
			}
		}
		for owner, want := range map[string]string{"ann": "2", "bo": ""} {
			if got, err := l.Mark(ctx, owner, "seen"); got != want || err != nil {
				t.Errorf("%s: %q %v, want %q", owner, got, err, want)
			}
		}
	})
}
