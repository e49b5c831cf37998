package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"
	"unicode"

	"github.com/alexedwards/scs/v2"
	"github.com/go-chi/httprate"

	"tocsin/store"
)

// Options say how accounts are kept. Zero values stand for the defaults named.
type Options struct {
	// Open lets whoever comes from this machine in without a login, as an admin
	// named Me. Who serves decides whether that is safe.
	Open bool
	Me   string // "local"
	// Secure is of a site that is reached by https: cookies go no other way.
	Secure   bool
	Lifetime time.Duration // of a session; twelve hours
	Cost     Cost          // of a password; 64 MiB and three passes
	Now      func() time.Time
	// Deny answers a request that is refused, with a sentence that says what
	// to do; plain text without it.
	Deny func(w http.ResponseWriter, r *http.Request, status int, says string)
}

// Accounts let people and programs in. It is safe for concurrent use.
type Accounts struct {
	ledger   *store.Ledger
	sessions *scs.SessionManager
	opts     Options
	key      []byte // of this process, for tokens of forms
	decoy    string // what the password of nobody is held against
	hashing  chan struct{}
	byOrigin *httprate.RateLimiter
	byName   *httprate.RateLimiter
	origins  *http.CrossOriginProtection
}

// Refused is a sentence for the user: what cannot be done, and what can.
type Refused struct{ says string }

func (r *Refused) Error() string { return r.says }

func refusedf(format string, args ...any) error { return &Refused{fmt.Sprintf(format, args...)} }

var (
	// ErrLogin is returned for a name and a password that do not go together.
	ErrLogin = errors.New("the name or the password is wrong")
	// ErrTooMany is returned for too many attempts to log in.
	ErrTooMany = errors.New("there were too many attempts; wait some minutes")
)

// Says is what an error tells whoever can do something about it, "" where nobody
// who asks can.
func Says(err error) string {
	var refused *Refused
	for _, known := range []error{ErrLogin, ErrTooMany, store.ErrUser, store.ErrNoUser, store.ErrNoToken, store.ErrLastAdmin} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	if errors.As(err, &refused) {
		return refused.says
	}
	return ""
}

// New makes Accounts of a ledger.
func New(ledger *store.Ledger, opts Options) *Accounts {
	if opts.Lifetime == 0 {
		opts.Lifetime = 12 * time.Hour
	}
	if opts.Cost == (Cost{}) {
		opts.Cost = usual
	}
	if opts.Me == "" {
		opts.Me = "local"
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Deny == nil {
		opts.Deny = func(w http.ResponseWriter, _ *http.Request, status int, says string) { http.Error(w, says, status) }
	}
	// Hashing one password takes 64 MiB: more at once would let strangers
	// empty the machine's memory.
	const together = 2
	a := &Accounts{
		ledger: ledger, opts: opts, key: random(32), decoy: opts.Cost.hash("nobody's password"), hashing: make(chan struct{}, together),
		byOrigin: httprate.NewRateLimiter(10, time.Minute), byName: httprate.NewRateLimiter(30, 15*time.Minute),
		origins: http.NewCrossOriginProtection(),
	}
	a.sessions = scs.New()
	a.sessions.Store = sessions{ledger}
	a.sessions.HashTokenInStore = true
	a.sessions.Lifetime = opts.Lifetime
	a.sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, _ error) {
		a.opts.Deny(w, r, http.StatusServiceUnavailable, "The session could not be looked up; try again.")
	}
	a.sessions.Cookie = scs.SessionCookie{Name: "tocsin", HttpOnly: true, Path: "/", SameSite: http.SameSiteLaxMode, Persist: true}
	if opts.Secure {
		a.sessions.Cookie.Secure, a.sessions.Cookie.Name = true, "__Host-tocsin"
	}
	return a
}

// Open reports whether whoever comes from this machine needs no login.
func (a *Accounts) Open() bool { return a.opts.Open }

func random(n int) []byte {
	bytes := make([]byte, n)
	rand.Read(bytes)
	return bytes
}

// signed is what only this process can make of words.
func (a *Accounts) signed(words string) string {
	mac := hmac.New(sha256.New, a.key)
	mac.Write([]byte(words))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func sumOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// checkName says what is wrong with the name of a new account.
func checkName(name string) error {
	const most = 64
	if name == "" || len(name) > most {
		return refusedf("the name of an account has 1 to %d bytes", most)
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-' && r != '_' && r != '@' {
			return refusedf("the name of an account is made of letters, digits and . - _ @")
		}
	}
	return nil
}

func checkRole(role Role) error {
	if !slices.Contains(Roles, role) {
		return refusedf("there is no role %q: choose viewer, analyst or admin", role)
	}
	return nil
}

// Act is what the identity in a context does, for the audit.
func Act(ctx context.Context, what, subject string) store.Act {
	is := Of(ctx)
	return store.Act{Who: is.Name, Way: is.Way, Origin: origin(ctx), What: what, Subject: subject}
}

// Terminal is a context in which the person at the machine acts.
func Terminal(ctx context.Context, name string) context.Context {
	return with(ctx, Identity{Name: name, Role: RoleAdmin, Way: ByTerminal})
}

// Add makes an account.
func (a *Accounts) Add(ctx context.Context, name string, role Role, password string) error {
	if err := errors.Join(checkName(name), checkRole(role)); err != nil {
		return first(err)
	}
	if err := checkPassword(name, password); err != nil {
		return err
	}
	hash, err := a.hash(ctx, password)
	if err != nil {
		return err
	}
	return a.ledger.AddUser(ctx, store.User{Name: name, Role: string(role), Password: hash}, Act(ctx, "add account as "+string(role), name))
}

// first is the first of joined errors: one sentence at a time helps most.
func first(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()[0]
	}
	return err
}

// hash hashes a password when its turn comes.
func (a *Accounts) hash(ctx context.Context, password string) (string, error) {
	if err := a.turn(ctx); err != nil {
		return "", err
	}
	defer a.done()
	return a.opts.Cost.hash(password), nil
}

func (a *Accounts) turn(ctx context.Context) error {
	select {
	case a.hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *Accounts) done() { <-a.hashing }

// Change is what is changed of an account; what is nil stays.
type Change struct {
	Role     *Role
	Password *string
	Closed   *bool
}

// Change changes an account, which ends all its sessions.
func (a *Accounts) Change(ctx context.Context, name string, change Change) error {
	user, err := a.ledger.User(ctx, name)
	if err != nil {
		return err
	}
	what := "change account:"
	if change.Role != nil {
		if err := checkRole(*change.Role); err != nil {
			return err
		}
		user.Role = string(*change.Role)
		what += " role " + user.Role
	}
	if change.Password != nil {
		if err := checkPassword(name, *change.Password); err != nil {
			return err
		}
		if user.Password, err = a.hash(ctx, *change.Password); err != nil {
			return err
		}
		what += " password"
	}
	if change.Closed != nil {
		user.Closed = time.Time{}
		what += " opened"
		if *change.Closed {
			user.Closed = a.opts.Now()
			what = "change account: closed"
		}
	}
	return a.ledger.SetUser(ctx, user, Act(ctx, what, name))
}

// NewToken makes a token for the one who asks, good for some time or, with 0,
// until it is revoked. The secret is to be had this once.
func (a *Accounts) NewToken(ctx context.Context, label string, scope Scope, lifetime time.Duration) (secret string, token store.Token, err error) {
	is := Of(ctx)
	const most = 100
	switch {
	case !is.manages():
		return "", token, errManage
	case is.Way == ByLoopback:
		return "", token, refusedf("tokens belong to accounts; make one with “tocsin serve --admin NAME” first")
	case !slices.Contains(Scopes, scope):
		return "", token, refusedf("there is no scope %q: choose read, write or admin", scope)
	case !is.Role.May(scope.Role()):
		return "", token, refusedf("a token of scope %s may do more than you: choose a lesser one", scope)
	case label == "" || len(label) > most:
		return "", token, refusedf("a token needs a label of 1 to %d bytes that says what it is for", most)
	case lifetime < 0:
		return "", token, refusedf("a token cannot have ended before it is made")
	}
	secret = "tocsin_" + base64.RawURLEncoding.EncodeToString(random(32))
	token = store.Token{ID: "t" + hex.EncodeToString(random(6)), Owner: is.Name, Label: label, Scope: string(scope), Sum: sumOf(secret), Created: a.opts.Now()}
	if lifetime > 0 {
		token.Expires = a.opts.Now().Add(lifetime)
	}
	return secret, token, a.ledger.AddToken(ctx, token, Act(ctx, "make token of scope "+string(scope), token.ID))
}

// manages reports whether somebody may make and end tokens: a program whose own
// token is stolen must not be one that makes others.
func (is Identity) manages() bool { return is.Way != ByToken || is.Role.May(RoleAdmin) }

var errManage = &Refused{"a token of this scope makes and ends no tokens: log in, or take one of scope admin"}

// Revoke ends a token: one's own, or as an admin anybody's.
func (a *Accounts) Revoke(ctx context.Context, id string) error {
	is := Of(ctx)
	if !is.manages() {
		return errManage
	}
	owner := is.Name
	if is.Role.May(RoleAdmin) {
		owner = ""
	}
	return a.ledger.RevokeToken(ctx, id, owner, Act(ctx, "revoke token", id))
}
