package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/user"
	"strings"

	"github.com/go-chi/chi/v5"
	"golang.org/x/term"

	"tocsin/ingest"
	"tocsin/serve"
	"tocsin/serve/account"
	"tocsin/serve/api"
	"tocsin/serve/web"
	"tocsin/store"
)

type serveCommand struct {
	ledgerFlag
	Listen  string `help:"Where to listen: HOST:PORT." default:"127.0.0.1:7700" placeholder:"ADDRESS"`
	BaseURL string `name:"base-url" help:"What it is called from outside, as https://news.example; needed behind a proxy." placeholder:"URL"`
	Admin   string `help:"Make an account of an admin; its password is asked for, or taken from $$TOCSIN_PASSWORD." placeholder:"NAME"`
	Reset   bool   `help:"Give the account of --admin a new password."`
	TLSCert string `name:"tls-cert" help:"Speak https with the certificate in FILE (PEM)." placeholder:"FILE" predictor:"file"`
	TLSKey  string `name:"tls-key" help:"The key of the certificate." placeholder:"FILE" predictor:"file"`
	Tiles   string `help:"Address of map tiles in Web Mercator, as https://tiles.example/{z}/{x}/{y}.png; the shapes that are built in without it." placeholder:"URL"`
	Credit  string `name:"tiles-credit" help:"Whom the tiles are from, as their maker asks." placeholder:"WORDS"`
	Collect bool   `help:"Visit the ledger's feeds as “tocsin collect” does."`
	Watch   bool   `help:"Ring for what comes in; so do --collect and --notify."`
	Notify  string `help:"A file of channels that are told what rings (“tocsin help notify”)." type:"existingfile" placeholder:"FILE"`
	Rate    int    `help:"Requests a minute of one user or stranger; 1200 without it, and no limit where nobody needs a login." placeholder:"N"`
	LogJSON bool   `name:"log-json" help:"Write the log as JSON."`
}

func (serveCommand) Help() string {
	return `Shows a ledger in the browser, and answers programs (/api/v1, explained at /api/v1/docs) and assistants (/mcp, see “tocsin mcp”).

On 127.0.0.1, without accounts, whoever sits at this machine may do everything and needs no login. Anybody else does: make
an account of an admin first, who lets others in: viewers read, analysts correct and add, admins let others in. Passwords go
over a network only by https: give --tls-cert and --tls-key, or --base-url https://… of a proxy that speaks it. Behind a
proxy on the same machine make an account too, or everybody who comes through it is you.

What comes in rings where this process collects (--collect), tells channels (--notify) or is told to (--watch). Where
“tocsin collect --notify” runs beside it, leave that to it: whoever looks first decides who is told.

/healthz and /readyz say how it does; /metrics (Prometheus) is for this machine and for admins.

Examples:

  tocsin serve
  tocsin serve --ledger news.db --collect
  tocsin serve --admin ada
  tocsin serve --listen :443 --tls-cert cert.pem --tls-key key.pem --base-url https://news.example
  TOCSIN_PASSWORD=… tocsin serve --ledger postgres://desk@db.example/news --admin ada --base-url https://news.example`
}

// Run serves until it is stopped.
func (c *serveCommand) Run(ctx context.Context, term terminal) error {
	opts := serve.Options{Listen: c.Listen, BaseURL: c.BaseURL, Version: version, Me: me(), PerMinute: c.Rate, Log: c.log(term)}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return usagef("--tls-cert and --tls-key go together")
	}
	if c.TLSCert != "" {
		pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
		if err != nil {
			return usagef("--tls-cert: %v", err)
		}
		opts.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	if c.Reset && c.Admin == "" {
		return usagef("--reset gives the account of --admin a new password; name it")
	}
	if c.Tiles != "" {
		origin, err := tilesOrigin(c.Tiles)
		if err != nil {
			return err
		}
		opts.Images = []string{origin}
	}
	return c.with(ctx, func(ledger *store.Ledger) error {
		if err := c.admit(ctx, term, ledger); err != nil {
			return err
		}
		bell, err := bellOf(ctx, ledger, c.Notify, c.BaseURL, opts.Log)
		if err != nil {
			return err
		}
		defer bell.stop()
		opts.Ledger = ledger
		// Whoever looks at what came in decides whom it tells: one process alone should.
		if c.Watch || c.Notify != "" {
			opts.Watch, opts.Rang = bell.watch(), bell.wake
		}
		opts.Pages = c.pages(opts)
		server, err := serve.New(ctx, opts)
		if errors.Is(err, serve.ErrOpenToAll) || errors.Is(err, serve.ErrPlain) {
			return usageError{err}
		}
		if err != nil {
			return err
		}
		return c.answer(ctx, term, server, opts, bell)
	})
}

// pages are the newsroom's pages.
func (c *serveCommand) pages(opts serve.Options) serve.Pages {
	return func(s *serve.Server, behind, before chi.Router) {
		pages := web.New(opts.Ledger, web.Options{
			Accounts: s.Accounts(), BaseURL: c.BaseURL, Probe: s.API().Heads, Tiles: c.Tiles, Credit: c.Credit, Log: opts.Log,
		})
		pages.Routes(behind)
		pages.Feeds(before)
	}
}

// tilesOrigin is where pages may load tiles from.
func tilesOrigin(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", usagef("--tiles %q: give a web address, as https://tiles.example/{z}/{x}/{y}.png", address)
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(address, part) {
			return "", usagef("--tiles %q lacks %s, which stands for a part of a tile's address", address, part)
		}
	}
	return u.Scheme + "://" + u.Host, nil
}

// answer listens and answers, and visits feeds meanwhile if that is wanted.
func (c *serveCommand) answer(ctx context.Context, term terminal, server *serve.Server, opts serve.Options, bell bell) error {
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; is another one running? --listen names another address", c.Listen, err)
	}
	collected := make(chan error, 1)
	if c.Collect {
		flow, err := ingest.New(ctx, opts.Ledger, ingest.Options{UserAgent: "tocsin/" + version, Log: opts.Log, Watch: bell.watch(), Notify: bell.wake})
		if err != nil {
			listener.Close()
			return err
		}
		defer flow.Close()
		go func() { collected <- flow.Collect(ctx) }()
	} else {
		collected <- nil
	}
	who := "log in to see it"
	if server.Open() {
		who = "open to whoever sits at this machine"
	}
	fmt.Fprintf(term.Err, "%s, %s; programs see %s%s/docs; end with Ctrl-C\n", c.address(listener), who, c.address(listener), api.Prefix)
	err = server.Serve(ctx, listener)
	return errors.Join(err, <-collected)
}

// address is where to look.
func (c *serveCommand) address(listener net.Listener) string {
	if c.BaseURL != "" {
		return strings.TrimSuffix(c.BaseURL, "/")
	}
	scheme := "http://"
	if c.TLSCert != "" {
		scheme = "https://"
	}
	return scheme + listener.Addr().String()
}

// admit makes the account of --admin.
func (c *serveCommand) admit(ctx context.Context, term terminal, ledger *store.Ledger) error {
	if c.Admin == "" {
		return nil
	}
	accounts := account.New(ledger, account.Options{})
	known, err := ledger.User(ctx, c.Admin)
	switch {
	case err == nil && !c.Reset:
		fmt.Fprintf(term.Err, "the account %s is there already (%s); --reset gives it a new password\n", c.Admin, known.Role)
		return nil
	case err != nil && !errors.Is(err, store.ErrNoUser):
		return err
	case err != nil && c.Reset:
		return err
	}
	password, err := newPassword(term, c.Admin)
	if err != nil {
		return err
	}
	ctx = account.Terminal(ctx, me())
	if c.Reset {
		role, closed := account.RoleAdmin, false
		return refused(accounts.Change(ctx, c.Admin, account.Change{Role: &role, Closed: &closed, Password: &password}))
	}
	return refused(accounts.Add(ctx, c.Admin, account.RoleAdmin, password))
}

// refused is a user's mistake where it is one.
func refused(err error) error {
	var mistake *account.Refused
	if errors.As(err, &mistake) {
		return usageError{err}
	}
	return err
}

// newPassword asks for a password twice, or takes it from the environment.
func newPassword(t terminal, name string) (string, error) {
	if password := os.Getenv("TOCSIN_PASSWORD"); password != "" {
		return password, nil
	}
	file, ok := t.In.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", usagef("there is no terminal to ask for a password: give it in TOCSIN_PASSWORD")
	}
	var given [2]string
	for i, asked := range []string{"Password for " + name + " (twelve characters or more): ", "Again: "} {
		fmt.Fprint(t.Err, asked)
		typed, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(t.Err)
		if err != nil {
			return "", fmt.Errorf("ask for a password: %w", err)
		}
		given[i] = string(typed)
	}
	if given[0] != given[1] {
		return "", usagef("the two are not the same; nothing was changed")
	}
	return given[0], nil
}

// me is who sits at this machine.
func me() string {
	if me, err := user.Current(); err == nil {
		return me.Username
	}
	return ""
}

func (c *serveCommand) log(term terminal) *slog.Logger {
	if c.LogJSON {
		return slog.New(slog.NewJSONHandler(term.Err, nil))
	}
	return slog.New(slog.NewTextHandler(term.Err, nil))
}
