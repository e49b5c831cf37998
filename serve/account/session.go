package account

import (
	"context"
	"errors"
	"net/http"
	"time"

	"tocsin/store"
)

// sessions keeps the sessions of scs in the ledger's database.
type sessions struct{ ledger *store.Ledger }

func (s sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	body, err := s.ledger.Session(ctx, token)
	return body, body != nil, err
}

func (s sessions) CommitCtx(ctx context.Context, token string, body []byte, expires time.Time) error {
	return s.ledger.KeepSession(ctx, token, body, expires)
}

func (s sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.ledger.EndSession(ctx, token)
}

func (s sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessions) Commit(token string, body []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, body, expires)
}

func (s sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// What is kept of a session.
const (
	sessionUser       = "user"
	sessionGeneration = "generation"
	sessionCSRF       = "csrf"
)

// Login begins a session for the user of a name and a password. The request must
// have come through Authenticate. Whether the name or the password was wrong
// cannot be told from the answer or from how long it takes.
func (a *Accounts) Login(w http.ResponseWriter, r *http.Request, name, password string) error {
	ctx := r.Context()
	by := store.Act{Who: clipped(name), Way: BySession, Origin: origin(ctx), What: "log in"}
	if a.byOrigin.OnLimit(w, r, network(origin(ctx))) || a.byName.OnLimit(w, r, clipped(name)) {
		return ErrTooMany
	}
	user, err := a.ledger.User(ctx, name)
	if err != nil && !errors.Is(err, store.ErrNoUser) {
		return err
	}
	good := err == nil && user.Closed.IsZero()
	hash := a.decoy
	if good {
		hash = user.Password
	}
	if err := a.turn(ctx); err != nil {
		return err
	}
	fits := len(password) <= longest && matches(hash, password)
	a.done()
	if !good || !fits {
		by.Outcome = "refused"
		if _, err := a.ledger.Begin(ctx, by); err != nil {
			return err
		}
		return ErrLogin
	}
	by.Outcome = "done"
	if _, err := a.ledger.Begin(ctx, by); err != nil {
		return err
	}
	// A session that an attacker may have planted gets another name.
	if err := a.sessions.RenewToken(ctx); err != nil {
		return err
	}
	a.sessions.Put(ctx, sessionUser, user.Name)
	a.sessions.Put(ctx, sessionGeneration, user.Generation)
	a.sessions.Put(ctx, sessionCSRF, a.signed(string(random(32))))
	return nil
}

// clipped bounds a name that is nobody's yet.
func clipped(name string) string { return name[:min(len(name), 64)] }

// Logout ends the session.
func (a *Accounts) Logout(ctx context.Context) error {
	by := Act(ctx, "log out", "")
	by.Outcome = "done"
	if _, err := a.ledger.Begin(ctx, by); err != nil {
		return err
	}
	return a.sessions.Destroy(ctx)
}

// ofSession is who a session belongs to; nobody where the account has changed
// since it began.
func (a *Accounts) ofSession(ctx context.Context) (Identity, error) {
	name := a.sessions.GetString(ctx, sessionUser)
	if name == "" {
		return Identity{}, nil
	}
	user, err := a.ledger.User(ctx, name)
	if errors.Is(err, store.ErrNoUser) {
		return Identity{}, nil
	}
	if err != nil || !user.Closed.IsZero() || user.Generation != a.sessions.GetInt64(ctx, sessionGeneration) {
		return Identity{}, err
	}
	return Identity{user.Name, Role(user.Role), BySession, a.sessions.GetString(ctx, sessionCSRF)}, nil
}

// ofToken is who a token's secret belongs to, with no more than its scope.
func (a *Accounts) ofToken(ctx context.Context, secret string) (Identity, error) {
	token, user, err := a.ledger.TokenOf(ctx, sumOf(secret))
	if errors.Is(err, store.ErrNoToken) || errors.Is(err, store.ErrNoUser) {
		return Identity{}, nil
	}
	now := a.opts.Now()
	if err != nil || !token.Revoked.IsZero() || !user.Closed.IsZero() || !token.Expires.IsZero() && !now.Before(token.Expires) {
		return Identity{}, err
	}
	const seldom = time.Hour // noting every use would write with every question
	if now.Sub(token.Used) > seldom {
		if err := a.ledger.UsedToken(ctx, token.ID); err != nil {
			return Identity{}, err
		}
	}
	return Identity{Name: user.Name, Role: Role(user.Role).within(Scope(token.Scope).Role()), Way: ByToken}, nil
}

// Holds reports whether what somebody of a name left open still is: they have an
// account that is not closed, or none needs one.
func (a *Accounts) Holds(ctx context.Context, name string) bool {
	user, err := a.ledger.User(ctx, name)
	return a.opts.Open || err == nil && user.Closed.IsZero()
}

// Confirm reports whether the password is that of whoever asks; attempts are
// counted as those to log in.
func (a *Accounts) Confirm(w http.ResponseWriter, r *http.Request, password string) error {
	ctx := r.Context()
	is := Of(ctx)
	if a.byOrigin.OnLimit(w, r, network(origin(ctx))) || a.byName.OnLimit(w, r, is.Name) {
		return ErrTooMany
	}
	user, err := a.ledger.User(ctx, is.Name)
	if err != nil {
		return err
	}
	if err := a.turn(ctx); err != nil {
		return err
	}
	defer a.done()
	if len(password) > longest || !matches(user.Password, password) {
		return ErrLogin
	}
	return nil
}
