package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/store/storetest"
)

func TestAccounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ctx := context.Background()
		now := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
		l := storetest.Open(t, where, func() time.Time { return now })
		by := store.Act{Who: "tester", Way: "terminal", What: "test"}
		if err := l.AddUser(ctx, store.User{Name: "ada", Role: "admin", Password: "hash"}, by); err != nil {
			t.Fatal(err)
		}
		if err := l.AddUser(ctx, store.User{Name: "ada", Role: "viewer"}, by); !errors.Is(err, store.ErrUser) {
			t.Errorf("a name is given twice: %v", err)
		}
		if _, err := l.User(ctx, "eve"); !errors.Is(err, store.ErrNoUser) {
			t.Errorf("nobody is somebody: %v", err)
		}
		ada, err := l.User(ctx, "ada")
		if err != nil || ada.Role != "admin" || ada.Password != "hash" || !ada.Created.Equal(now) || !ada.Closed.IsZero() {
			t.Errorf("%+v %v", ada, err)
		}
		demoted := ada
		demoted.Role = "viewer"
		if err := l.SetUser(ctx, demoted, by); !errors.Is(err, store.ErrLastAdmin) {
			t.Errorf("nobody is left who may let others in: %v", err)
		}
		if again, err := l.User(ctx, "ada"); err != nil || again != ada {
			t.Errorf("what was refused was done: %+v %v", again, err)
		}
		ada.Password = "other"
		if err := l.SetUser(ctx, ada, by); err != nil {
			t.Fatal(err)
		}
		if again, _ := l.User(ctx, "ada"); again.Password != "other" || again.Generation != ada.Generation+1 {
			t.Errorf("%+v", again)
		}
	})
}

func TestTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ctx := context.Background()
		now := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
		l := storetest.Open(t, where, func() time.Time { return now })
		by := store.Act{Who: "ada", Way: "session"}
		if err := l.AddUser(ctx, store.User{Name: "ada", Role: "admin"}, by); err != nil {
			t.Fatal(err)
		}
		token := store.Token{ID: "t1", Owner: "ada", Label: "script", Scope: "read", Sum: "abc", Expires: now.Add(time.Hour)}
		if err := l.AddToken(ctx, token, by); err != nil {
			t.Fatal(err)
		}
		got, user, err := l.TokenOf(ctx, "abc")
		if err != nil || user.Name != "ada" || got.Scope != "read" || !got.Expires.Equal(token.Expires) || !got.Used.IsZero() {
			t.Errorf("%+v %+v %v", got, user, err)
		}
		if _, _, err := l.TokenOf(ctx, "abd"); !errors.Is(err, store.ErrNoToken) {
			t.Errorf("a guess is a token: %v", err)
		}
		if err := l.UsedToken(ctx, "t1"); err != nil {
			t.Fatal(err)
		}
		if err := l.RevokeToken(ctx, "t1", "eve", by); !errors.Is(err, store.ErrNoToken) {
			t.Errorf("somebody revokes another's: %v", err)
		}
		if err := l.RevokeToken(ctx, "t1", "", by); err != nil {
			t.Fatal(err)
		}
		if list, err := l.Tokens(ctx, "ada"); err != nil || len(list) != 1 || !list[0].Revoked.Equal(now) || !list[0].Used.Equal(now) {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestSessionsAndAudit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ctx := context.Background()
		now := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
		l := storetest.Open(t, where, func() time.Time { return now })
		for _, body := range []string{"one", "two"} {
			if err := l.KeepSession(ctx, "s1", []byte(body), now.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			if got, err := l.Session(ctx, "s1"); err != nil || string(got) != body {
				t.Errorf("%q %v", got, err)
			}
		}
		now = now.Add(2 * time.Hour)
		if got, err := l.Session(ctx, "s1"); err != nil || got != nil {
			t.Errorf("a session has no end: %q %v", got, err)
		}
		line, err := l.Begin(ctx, store.Act{Who: "ada", Way: "token", Origin: "127.0.0.1", What: "POST", Subject: "/x"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Begin(ctx, store.Act{Who: "ann"}); err != nil {
			t.Fatal(err)
		}
		if err := l.End(ctx, line, "201"); err != nil {
			t.Fatal(err)
		}
		acts, err := l.Audit(ctx, 0, 10)
		if err != nil || len(acts) != 2 || acts[0].Who != "ann" || acts[1].Outcome != "201" || acts[1].Subject != "/x" || !acts[1].At.Equal(now) {
			t.Errorf("%+v %v", acts, err)
		}
		if acts, err := l.Audit(ctx, acts[0].Line, 10); err != nil || len(acts) != 1 || acts[0].Line != line {
			t.Errorf("%+v %v", acts, err)
		}
	})
}
