package web

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"tocsin/serve/account"
	"tocsin/store"
)

// settingsView is what a reader may set, and what an administrator may besides.
type settingsView struct {
	Way      string // how the reader came in
	Open     bool   // nobody at this machine needs a login
	Secret   string // of a token that was just made
	Searches []store.Search
	Tokens   []store.Token
	Scopes   []account.Scope // that the reader may give away
	Users    []store.User
	Acts     []store.Act
	Earlier  int64 // where the audit goes on, 0 at its end
	Now      time.Time
}

const mostActs = 50 // of the audit on one page

func (p *Pages) settings(w http.ResponseWriter, r *http.Request) error {
	return p.showSettings(w, r, "")
}

func (p *Pages) showSettings(w http.ResponseWriter, r *http.Request, secret string) error {
	v, err := p.tellSettings(r.Context(), p.who(r), r.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	v.Secret = secret
	return p.show(w, r, frame{Title: "Settings", Section: "settings", Once: secret != ""}, func(reader reader) templ.Component { return settingsPage(v, reader) })
}

func (p *Pages) tellSettings(ctx context.Context, who, before string) (*settingsView, error) {
	is := account.Of(ctx)
	v := &settingsView{Way: is.Way, Now: p.opts.Now()}
	var err error
	if v.Searches, err = p.ledger.Searches(ctx, who); err != nil || p.opts.Accounts == nil {
		return v, err
	}
	v.Open = p.opts.Accounts.Open()
	for _, scope := range account.Scopes {
		if is.Role.May(scope.Role()) {
			v.Scopes = append(v.Scopes, scope)
		}
	}
	owner := is.Name
	if is.Role.May(account.RoleAdmin) {
		owner = ""
		if v.Users, err = p.ledger.Users(ctx); err != nil {
			return nil, err
		}
		line, _ := strconv.ParseInt(before, 10, 64)
		if v.Acts, err = p.ledger.Audit(ctx, line, mostActs+1); err != nil {
			return nil, err
		}
		if len(v.Acts) > mostActs {
			v.Acts = v.Acts[:mostActs]
			v.Earlier = v.Acts[mostActs-1].Line
		}
	}
	v.Tokens, err = p.ledger.Tokens(ctx, owner)
	return v, err
}

// accounts are who may come in; without them there is nothing to change.
func (p *Pages) accounts() (*account.Accounts, error) {
	if p.opts.Accounts == nil {
		return nil, missing("This server keeps no accounts.")
	}
	return p.opts.Accounts, nil
}

// governing are the accounts, for those who may change those of others.
func (p *Pages) governing(r *http.Request) (*account.Accounts, error) {
	if !p.reader(r).MayAdmin() {
		return nil, refused("Only an administrator lets others in.")
	}
	return p.accounts()
}

// changePassword changes the reader's own, which ends all their sessions.
func (p *Pages) changePassword(w http.ResponseWriter, r *http.Request) error {
	accounts, err := p.accounts()
	if err != nil {
		return err
	}
	is := account.Of(r.Context())
	if is.Way != account.BySession {
		return mistaken("Whoever needs no login has no password.")
	}
	password := r.PostFormValue("new")
	if password != r.PostFormValue("again") {
		return mistaken("The two new passwords are not the same; nothing was changed.")
	}
	if err := accounts.Confirm(w, r, r.PostFormValue("old")); err != nil {
		return err
	}
	if err := accounts.Change(r.Context(), is.Name, account.Change{Password: &password}); err != nil {
		return err
	}
	return back(w, r, "/login?next=/settings")
}

// makeToken makes a token and shows its secret, this once.
func (p *Pages) makeToken(w http.ResponseWriter, r *http.Request) error {
	accounts, err := p.accounts()
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(cmp.Or(r.PostFormValue("days"), "0"))
	if err != nil || days < 0 || days > 3650 {
		return mistaken("A token is good for 1 to 3650 days, or until it is revoked.")
	}
	secret, _, err := accounts.NewToken(r.Context(), cut(strings.TrimSpace(visible(r.PostFormValue("label"))), 90), account.Scope(r.PostFormValue("scope")), time.Duration(days)*24*time.Hour)
	if err != nil {
		return err
	}
	return p.showSettings(w, r, secret)
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *http.Request) error {
	accounts, err := p.accounts()
	if err != nil {
		return err
	}
	if err := accounts.Revoke(r.Context(), r.PostFormValue("id")); err != nil {
		return err
	}
	return back(w, r, "/settings#tokens")
}

// addAccount lets somebody in. The first account is an admin's: after it nobody
// comes in without one.
func (p *Pages) addAccount(w http.ResponseWriter, r *http.Request) error {
	accounts, err := p.governing(r)
	if err != nil {
		return err
	}
	role := account.Role(r.PostFormValue("role"))
	users, err := p.ledger.Users(r.Context())
	if err != nil {
		return err
	}
	if len(users) == 0 && role != account.RoleAdmin {
		return mistaken("The first account has to be an admin’s, or nobody could let others in.")
	}
	if err := accounts.Add(r.Context(), strings.TrimSpace(r.PostFormValue("name")), role, r.PostFormValue("password")); err != nil {
		return err
	}
	return back(w, r, "/settings#accounts")
}

// changeAccount changes somebody's role or password, or closes their account.
func (p *Pages) changeAccount(w http.ResponseWriter, r *http.Request) error {
	accounts, err := p.governing(r)
	if err != nil {
		return err
	}
	var change account.Change
	switch r.PostFormValue("do") {
	case "role":
		role := account.Role(r.PostFormValue("role"))
		change.Role = &role
	case "password":
		password := r.PostFormValue("password")
		change.Password = &password
	case "close", "open":
		closed := r.PostFormValue("do") == "close"
		change.Closed = &closed
	default:
		return mistaken("Say what to change of the account.")
	}
	if err := accounts.Change(r.Context(), r.PostFormValue("name"), change); err != nil {
		return err
	}
	return back(w, r, "/settings#accounts")
}

// toldOf says in a line who the reader is.
func toldOf(r reader, way string) string {
	if r.Name == "" {
		return "You read without a name."
	}
	words := map[string]string{account.BySession: ", logged in", account.ByLoopback: ", at this machine", account.ByToken: ", by a token"}
	return r.Name + ", " + r.Role + words[way] + "."
}

// tokenState says in a word whether a token is good.
func tokenState(t store.Token, now time.Time) string {
	switch {
	case !t.Revoked.IsZero():
		return "revoked"
	case !t.Expires.IsZero() && !now.Before(t.Expires):
		return "ended"
	}
	return "good"
}
