package api

import (
	"net/http"
	"strconv"
	"time"

	"tocsin/extract"
	"tocsin/serve/account"
	"tocsin/store"
)

// Me is who asks, and of which server.
type Me struct {
	Name    string `json:"name"`
	Role    string `json:"role" enum:"viewer,analyst,admin"`
	Way     string `json:"way" enum:"session,token,loopback" doc:"How you came in."`
	Version string `json:"version"`
	Reader  string `json:"reader"`
	Model   string `json:"model"`
	Entries int64  `json:"entries" doc:"Of the ledger's log."`
	Linked  int64  `json:"linked" doc:"How many of them are linked."`
	Head    string `json:"head" doc:"SIZE:HASH of the log; keep it elsewhere to show later that nothing is lost."`
}

// User is an account.
type User struct {
	Name    string     `json:"name"`
	Role    string     `json:"role" enum:"viewer,analyst,admin"`
	Created *time.Time `json:"created"`
	Closed  *time.Time `json:"closed" doc:"Null while it is open."`
}

// Token lets a program in.
type Token struct {
	ID      string     `json:"id"`
	Owner   string     `json:"owner"`
	Label   string     `json:"label"`
	Scope   string     `json:"scope" enum:"read,write,admin"`
	Created *time.Time `json:"created"`
	Expires *time.Time `json:"expires"`
	Used    *time.Time `json:"used" doc:"To the hour."`
	Revoked *time.Time `json:"revoked"`
}

// Password changes one's own.
type Password struct {
	Old string `json:"old" maxLength:"1024"`
	New string `json:"new" maxLength:"1024" doc:"Twelve characters or more."`
}

// NewUser is an account that is to be made.
type NewUser struct {
	Name     string       `json:"name" maxLength:"64"`
	Role     account.Role `json:"role" enum:"viewer,analyst,admin"`
	Password string       `json:"password" maxLength:"1024" doc:"Twelve characters or more."`
}

// UserChange is what is to be changed of an account; what is left out stays.
type UserChange struct {
	Role     *account.Role `json:"role,omitempty" enum:"viewer,analyst,admin"`
	Password *string       `json:"password,omitempty" maxLength:"1024"`
	Closed   *bool         `json:"closed,omitempty" doc:"Whether it is closed."`
}

// NewToken is a token that is to be made.
type NewToken struct {
	Label string        `json:"label" minLength:"1" maxLength:"100" doc:"What it is for."`
	Scope account.Scope `json:"scope" enum:"read,write,admin"`
	Days  int           `json:"days,omitempty" minimum:"0" maximum:"3650" doc:"How long it is good; until it is revoked without it."`
}

// Secret is a token as it is shown this once.
type Secret struct {
	Token
	Secret string `json:"secret" doc:"Send it as Authorization: Bearer SECRET. It is shown this once."`
}

// Act is what somebody did.
type Act struct {
	Line    int64      `json:"line"`
	At      *time.Time `json:"at"`
	Who     string     `json:"who"`
	Way     string     `json:"way"`
	Origin  string     `json:"origin"`
	What    string     `json:"what"`
	Subject string     `json:"subject"`
	Outcome string     `json:"outcome" doc:"done, refused, or the status that was answered; empty while it is under way."`
}

// people adds accounts, tokens and the audit.
func (a *API) people() {
	accounts := a.opts.Accounts
	add(a, operation{
		method: http.MethodGet, path: "/me", id: "whoami", tag: "Accounts", summary: "Who you are, and where", answer: Me{},
	}, func(c *call, _ *struct{}) error {
		is := account.Of(c)
		linked, err := a.ledger.Linked(c)
		if err != nil {
			return err
		}
		head, err := a.ledger.Head(c)
		if err != nil {
			return err
		}
		reader := extract.Reader()
		return c.json(Me{is.Name, string(is.Role), is.Way, a.opts.Version, reader.Version, reader.Model, head.Size, linked.Seq, head.String()})
	})
	add(a, operation{
		method: http.MethodPost, path: "/me/password", id: "change-password", tag: "Accounts", summary: "Change your password", answer: Gone{},
		description: "Takes the one that you have. It ends all your sessions.",
	}, func(c *call, in *struct {
		Body Password
	}) error {
		if err := accounts.Confirm(c.w, c.r, in.Body.Old); err != nil {
			return err
		}
		if err := accounts.Change(c, account.Of(c).Name, account.Change{Password: &in.Body.New}); err != nil {
			return err
		}
		return c.json(Gone{"sessions"})
	})
	add(a, operation{
		method: http.MethodGet, path: "/users", id: "list-users", tag: "Accounts", summary: "Who may come in", role: account.RoleAdmin, answer: Page[User]{},
	}, func(c *call, _ *struct{}) error {
		users, err := a.ledger.Users(c)
		page := Page[User]{Items: []User{}}
		for _, u := range users {
			page.Items = append(page.Items, userOf(u))
		}
		if err != nil {
			return err
		}
		return c.json(page)
	})
	add(a, operation{
		method: http.MethodPost, path: "/users", id: "add-user", tag: "Accounts", summary: "Let somebody in", role: account.RoleAdmin, answer: User{}, status: http.StatusCreated,
		description: "A server that needed no login so far demands one from its next start on.",
	}, func(c *call, in *struct {
		Body NewUser
	}) error {
		if err := accounts.Add(c, in.Body.Name, in.Body.Role, in.Body.Password); err != nil {
			return err
		}
		return c.user(in.Body.Name)
	})
	add(a, operation{
		method: http.MethodPatch, path: "/users/{name}", id: "change-user", tag: "Accounts", summary: "Change or close an account", role: account.RoleAdmin, answer: User{},
		description: "It ends all sessions of the account. The last admin stays one.",
	}, func(c *call, in *struct {
		Name string `path:"name" maxLength:"64"`
		Body UserChange
	}) error {
		if err := accounts.Change(c, in.Name, account.Change{Role: in.Body.Role, Password: in.Body.Password, Closed: in.Body.Closed}); err != nil {
			return err
		}
		return c.user(in.Name)
	})
	add(a, operation{
		method: http.MethodGet, path: "/tokens", id: "list-tokens", tag: "Accounts", summary: "Your tokens", answer: Page[Token]{},
		description: "Of an admin everybody's.",
	}, func(c *call, _ *struct{}) error {
		is := account.Of(c)
		owner := is.Name
		if is.Role.May(account.RoleAdmin) {
			owner = ""
		}
		tokens, err := a.ledger.Tokens(c, owner)
		page := Page[Token]{Items: []Token{}}
		for _, t := range tokens {
			page.Items = append(page.Items, tokenOf(t))
		}
		if err != nil {
			return err
		}
		return c.json(page)
	})
	add(a, operation{
		method: http.MethodPost, path: "/tokens", id: "add-token", tag: "Accounts", summary: "Make a token for a program", answer: Secret{}, status: http.StatusCreated,
		description: "A token never may more than its scope, nor more than you. A token of scope read makes no tokens.",
	}, func(c *call, in *struct {
		Body NewToken
	}) error {
		secret, token, err := accounts.NewToken(c, in.Body.Label, in.Body.Scope, time.Duration(in.Body.Days)*24*time.Hour)
		if err != nil {
			return err
		}
		c.w.Header().Set("Cache-Control", "no-store")
		return c.json(Secret{tokenOf(token), secret})
	})
	add(a, operation{
		method: http.MethodDelete, path: "/tokens/{id}", id: "revoke-token", tag: "Accounts", summary: "Revoke a token", answer: Gone{},
	}, func(c *call, in *struct {
		ID string `path:"id" maxLength:"40"`
	}) error {
		if err := accounts.Revoke(c, in.ID); err != nil {
			return err
		}
		return c.json(Gone{in.ID})
	})
	add(a, operation{
		method: http.MethodGet, path: "/audit", id: "list-audit", tag: "Accounts", summary: "Who changed what", role: account.RoleAdmin, answer: Page[Act]{},
		description: "The latest first.",
	}, func(c *call, in *struct{ Paging }) error {
		limit := in.Limit
		if limit == 0 {
			limit = 50
		}
		at, err := c.cursor(in.Cursor)
		if err != nil {
			return err
		}
		before, _ := strconv.ParseInt(at.Key, 10, 64)
		acts, err := a.ledger.Audit(c, before, limit+1)
		if err != nil {
			return err
		}
		page := Page[Act]{Items: []Act{}}
		for _, act := range acts[:min(limit, len(acts))] {
			page.Items = append(page.Items, Act{act.Line, moment(act.At), act.Who, act.Way, act.Origin, act.What, act.Subject, act.Outcome})
		}
		if len(acts) > limit {
			at.Key = strconv.FormatInt(acts[limit-1].Line, 10)
			page.Next = at.String()
		}
		c.link(page.Next)
		return c.json(page)
	})
}

func (c *call) user(name string) error {
	user, err := c.api.ledger.User(c, name)
	if err != nil {
		return err
	}
	return c.json(userOf(user))
}

func userOf(u store.User) User { return User{u.Name, u.Role, moment(u.Created), moment(u.Closed)} }

func tokenOf(t store.Token) Token {
	return Token{t.ID, t.Owner, t.Label, t.Scope, moment(t.Created), moment(t.Expires), moment(t.Used), moment(t.Revoked)}
}
