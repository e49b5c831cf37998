package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// User is an account. What its words mean is package account's to know.
type User struct {
	Name       string
	Role       string
	Password   string // a hash
	Created    time.Time
	Closed     time.Time // zero while it is open
	Generation int64     // grows with every change that ends its sessions
}

// Token lets a program in on behalf of a user.
type Token struct {
	ID, Owner, Label, Scope         string
	Sum                             string // a hash of the secret
	Created, Expires, Used, Revoked time.Time
}

// Act is what somebody did, for the audit.
type Act struct {
	Line    int64
	At      time.Time
	Who     string
	Way     string // how they came in: session, token, loopback, terminal
	Origin  string // address that they came from
	What    string
	Subject string
	Outcome string // "" while it is under way
}

var (
	// ErrNoUser is returned for the name of an account that there is not.
	ErrNoUser = errors.New("there is no account of that name")
	// ErrUser is returned where an account is to be made whose name is taken.
	ErrUser = errors.New("there is an account of that name already")
	// ErrNoToken is returned for a token that there is not.
	ErrNoToken = errors.New("there is no such token")
	// ErrLastAdmin is returned where nobody would be left who may let others in.
	ErrLastAdmin = errors.New("this is the only open account of an admin; make another one first")
)

const userColumns = "name, role, password, created, closed, generation"

// Users lists the accounts by name.
func (l *Ledger) Users(ctx context.Context) ([]User, error) {
	return l.users(ctx, "ORDER BY name")
}

// User is the account of a name.
func (l *Ledger) User(ctx context.Context, name string) (User, error) {
	found, err := l.users(ctx, "WHERE name = ?", name)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%w: %s", ErrNoUser, name)
	}
	if err != nil {
		return User{}, err
	}
	return found[0], nil
}

func (l *Ledger) users(ctx context.Context, where string, args ...any) ([]User, error) {
	rows, err := l.read.QueryContext(ctx, l.dialect.bind("SELECT "+userColumns+" FROM users "+where), args...)
	if err != nil {
		return nil, plainly(err)
	}
	var found []User
	err = eachRow(rows, func(scan func(...any) error) error {
		u, err := scanUser(scan)
		found = append(found, u)
		return err
	})
	return found, plainly(err)
}

func scanUser(scan func(...any) error, more ...any) (User, error) {
	var u User
	var created, closed int64
	err := scan(append([]any{&u.Name, &u.Role, &u.Password, &created, &closed, &u.Generation}, more...)...)
	u.Created, u.Closed = instant(created), instant(closed)
	return u, err
}

// AddUser makes an account and notes who did.
func (l *Ledger) AddUser(ctx context.Context, u User, by Act) error {
	return l.acting(ctx, by, func(tx *sql.Tx) error {
		made, err := tx.ExecContext(ctx, l.dialect.bind("INSERT INTO users ("+userColumns+") VALUES (?, ?, ?, ?, 0, 1) ON CONFLICT (name) DO NOTHING"),
			u.Name, u.Role, u.Password, l.now().UnixMicro())
		if err != nil {
			return err
		}
		if n, err := made.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("%w: %s", ErrUser, u.Name))
		}
		return nil
	})
}

// SetUser changes the role, the password or the state of an account, which ends
// its sessions, and notes who did. It refuses to leave no admin.
func (l *Ledger) SetUser(ctx context.Context, u User, by Act) error {
	return l.acting(ctx, by, func(tx *sql.Tx) error {
		changed, err := tx.ExecContext(ctx, l.dialect.bind("UPDATE users SET role = ?, password = ?, closed = ?, generation = generation + 1 WHERE name = ?"),
			u.Role, u.Password, micros(u.Closed), u.Name)
		if err != nil {
			return err
		}
		if n, err := changed.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("%w: %s", ErrNoUser, u.Name))
		}
		var admins int
		if err := l.askOne(ctx, tx, "SELECT COUNT(*) FROM users WHERE role = 'admin' AND closed = 0").Scan(&admins); err != nil {
			return err
		}
		if admins == 0 {
			return ErrLastAdmin
		}
		return nil
	})
}

const tokenColumns = "id, owner, label, scope, sum, created, expires, used, revoked"

// Tokens lists the tokens of a user, of all with "", the latest first.
func (l *Ledger) Tokens(ctx context.Context, owner string) ([]Token, error) {
	where, args := "", []any(nil)
	if owner != "" {
		where, args = "WHERE owner = ? ", append(args, owner)
	}
	rows, err := l.read.QueryContext(ctx, l.dialect.bind("SELECT "+tokenColumns+" FROM tokens "+where+"ORDER BY created DESC, id"), args...)
	if err != nil {
		return nil, plainly(err)
	}
	var found []Token
	err = eachRow(rows, func(scan func(...any) error) error {
		t, err := scanToken(scan)
		found = append(found, t)
		return err
	})
	return found, plainly(err)
}

func scanToken(scan func(...any) error) (Token, error) {
	var t Token
	var created, expires, used, revoked int64
	err := scan(&t.ID, &t.Owner, &t.Label, &t.Scope, &t.Sum, &created, &expires, &used, &revoked)
	t.Created, t.Expires, t.Used, t.Revoked = instant(created), instant(expires), instant(used), instant(revoked)
	return t, err
}

// TokenOf is the token whose secret has the hash, with its owner's account.
func (l *Ledger) TokenOf(ctx context.Context, sum string) (Token, User, error) {
	t, err := scanToken(l.read.QueryRowContext(ctx, l.dialect.bind("SELECT "+tokenColumns+" FROM tokens WHERE sum = ?"), sum).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return t, User{}, ErrNoToken
	}
	if err != nil {
		return t, User{}, plainly(err)
	}
	u, err := l.User(ctx, t.Owner)
	return t, u, err
}

// AddToken keeps a token and notes who made it.
func (l *Ledger) AddToken(ctx context.Context, t Token, by Act) error {
	return l.acting(ctx, by, func(tx *sql.Tx) error {
		return l.execute(ctx, tx, "INSERT INTO tokens (id, owner, label, scope, sum, created, expires, used, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)",
			t.ID, t.Owner, t.Label, t.Scope, t.Sum, l.now().UnixMicro(), micros(t.Expires))
	})
}

// RevokeToken ends a token of an owner, of anybody with "", and notes who did.
func (l *Ledger) RevokeToken(ctx context.Context, id, owner string, by Act) error {
	return l.acting(ctx, by, func(tx *sql.Tx) error {
		ended, err := tx.ExecContext(ctx, l.dialect.bind("UPDATE tokens SET revoked = ? WHERE id = ? AND revoked = 0 AND (owner = ? OR ? = '')"), l.now().UnixMicro(), id, owner, owner)
		if err != nil {
			return err
		}
		if n, err := ended.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("%w: %s", ErrNoToken, id))
		}
		return nil
	})
}

// UsedToken notes when a token was last used.
func (l *Ledger) UsedToken(ctx context.Context, id string) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		return l.execute(ctx, tx, "UPDATE tokens SET used = ? WHERE id = ?", l.now().UnixMicro(), id)
	})
}

// Session is what is kept of a session, nil where it has ended or never was.
func (l *Ledger) Session(ctx context.Context, token string) ([]byte, error) {
	var body []byte
	err := l.read.QueryRowContext(ctx, l.dialect.bind("SELECT body FROM sessions WHERE token = ? AND expires > ?"), token, l.now().UnixMicro()).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return body, plainly(err)
}

// KeepSession keeps a session, and forgets those that have ended.
func (l *Ledger) KeepSession(ctx context.Context, token string, body []byte, expires time.Time) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		if err := l.execute(ctx, tx, "DELETE FROM sessions WHERE expires <= ?", l.now().UnixMicro()); err != nil {
			return err
		}
		return l.execute(ctx, tx, "INSERT INTO sessions (token, body, expires) VALUES (?, ?, ?) ON CONFLICT (token) DO UPDATE SET body = excluded.body, expires = excluded.expires",
			token, body, expires.UnixMicro())
	})
}

// EndSession forgets a session.
func (l *Ledger) EndSession(ctx context.Context, token string) error {
	return l.writing(ctx, func(tx *sql.Tx) error { return l.execute(ctx, tx, "DELETE FROM sessions WHERE token = ?", token) })
}

// Begin notes what somebody is about to do, and returns its line.
func (l *Ledger) Begin(ctx context.Context, a Act) (int64, error) {
	var line int64
	err := l.writing(ctx, func(tx *sql.Tx) error {
		var err error
		line, err = l.act(ctx, tx, a)
		return err
	})
	return line, err
}

// End notes how it went.
func (l *Ledger) End(ctx context.Context, line int64, outcome string) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		return l.execute(ctx, tx, "UPDATE audit SET outcome = ? WHERE line = ?", outcome, line)
	})
}

// Audit lists what was done before a line, the latest first; 0 for the end.
func (l *Ledger) Audit(ctx context.Context, before int64, limit int) ([]Act, error) {
	if before <= 0 {
		before = ever
	}
	rows, err := l.read.QueryContext(ctx, l.dialect.bind("SELECT line, at, who, way, origin, what, subject, outcome FROM audit WHERE line < ? ORDER BY line DESC LIMIT ?"), before, limit)
	if err != nil {
		return nil, plainly(err)
	}
	var found []Act
	err = eachRow(rows, func(scan func(...any) error) error {
		var a Act
		var at int64
		err := scan(&a.Line, &at, &a.Who, &a.Way, &a.Origin, &a.What, &a.Subject, &a.Outcome)
		a.At = moment(at)
		found = append(found, a)
		return err
	})
	return found, plainly(err)
}

// acting runs work and notes who did it in the same transaction: no change
// without its line.
func (l *Ledger) acting(ctx context.Context, by Act, work func(*sql.Tx) error) error {
	return l.writing(ctx, func(tx *sql.Tx) error {
		if err := work(tx); err != nil {
			return err
		}
		by.Outcome = "done"
		_, err := l.act(ctx, tx, by)
		return err
	})
}

func (l *Ledger) act(ctx context.Context, tx *sql.Tx, a Act) (int64, error) {
	var line int64
	err := l.askOne(ctx, tx, "INSERT INTO audit (at, who, way, origin, what, subject, outcome) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING line",
		l.now().UnixMicro(), a.Who, a.Way, a.Origin, a.What, a.Subject, a.Outcome).Scan(&line)
	return line, err
}

// micros and instant are moments as these tables hold them, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return moment(micros)
}
