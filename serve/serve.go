// Package serve puts a ledger on the network: the interface for programs (serve/api),
// assistants (serve/mcp), pages, and what keeps them safe: accounts (serve/account),
// headers, limits, and a look at who really asks.
//
// One person at their own machine needs no login; everybody else does. That is
// decided once, when the server is made: by where it listens, what it is called
// and whether there are accounts.
package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"golang.org/x/net/netutil"

	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/serve/account"
	"tocsin/serve/api"
	"tocsin/store"
)

// Options say how a Server works. All but the ledger may be zero; zero values
// stand for the defaults named.
type Options struct {
	Ledger  *store.Ledger
	Listen  string      // HOST:PORT that it will listen on; 127.0.0.1:7700
	BaseURL string      // what it is called from outside, "" where it is reached as it listens
	TLS     *tls.Config // to speak https itself; TLS 1.2 at least
	Version string      // of the program
	Me      string      // what whoever needs no login is called; "local"

	Pages  Pages    // the pages, if there are any
	Images []string // origins that pages may load pictures from, as https://tiles.example

	PerMinute int   // requests of one user or stranger; 1200, and without a limit where no login is needed
	MaxBytes  int64 // of a body; feed.DefaultMaxBytes
	MaxConns  int   // connections at the same time; 1024
	Times     Times
	Fetch     func(ctx context.Context, address string) (feed.Response, error) // of addresses that are handed in; a feed.Client of public addresses
	Cost      account.Cost                                                     // of a password
	Look      time.Duration                                                    // how often the ledger is looked at for what is new; a second
	Watch     *ingest.Watch                                                    // rings for what is new, nil where another process does
	Rang      func()                                                           // called when something rang or changed

	Log *slog.Logger // nil for nothing
	Now func() time.Time
}

// Pages put pages under two routers: one behind the login and one before it.
// Who looks is account.Viewer.
type Pages func(s *Server, behind, before chi.Router)

// Times bound how long a connection may take for what it does.
type Times struct {
	Header time.Duration // until the head of a request is there; 5 seconds
	Read   time.Duration // until all of it is; 40 seconds
	Write  time.Duration // until an answer is taken, streams apart; 60 seconds
	Idle   time.Duration // between two requests; 2 minutes
	Stop   time.Duration // for answers under way when the server ends; 10 seconds
}

// DefaultListen is where a server listens that is not told where.
const DefaultListen = "127.0.0.1:7700"

// Server answers people and programs.
type Server struct {
	opts     Options
	accounts *account.Accounts
	api      *api.API
	meter    *meter
	handler  http.Handler
}

// ErrOpenToAll is returned where anybody could come in.
var ErrOpenToAll = errors.New("anybody who reaches this address could read and change the ledger: make an account first with “tocsin serve --admin NAME”, or listen on 127.0.0.1")

// ErrPlain is returned where passwords would travel for all to read.
var ErrPlain = errors.New("without https passwords travel for all to read: give --tls-cert and --tls-key, or --base-url https://… of a proxy that speaks it")

// New makes a Server. It refuses to let everybody in, and passwords to go over
// a network in the clear.
func New(ctx context.Context, opts Options) (*Server, error) {
	opts = withDefaults(opts)
	base, err := baseOf(opts)
	if err != nil {
		return nil, err
	}
	users, err := opts.Ledger.Users(ctx)
	if err != nil {
		return nil, err
	}
	near := isLoopback(opts.Listen) && isLoopback(base.Host)
	open := near && len(users) == 0
	switch {
	case !near && len(users) == 0:
		return nil, ErrOpenToAll
	case !near && base.Scheme != "https":
		return nil, ErrPlain
	}
	if open {
		opts.PerMinute = max(opts.PerMinute, 0)
	} else if opts.PerMinute == 0 {
		opts.PerMinute = 1200
	}
	s := &Server{opts: opts}
	s.accounts = account.New(opts.Ledger, account.Options{
		Open: open, Me: opts.Me, Secure: base.Scheme == "https", Cost: opts.Cost, Now: opts.Now, Deny: deny,
	})
	s.handler = s.routes(base)
	return s, nil
}

func withDefaults(opts Options) Options {
	for _, d := range []struct {
		at    *time.Duration
		value time.Duration
	}{
		{&opts.Times.Header, 5 * time.Second}, {&opts.Times.Read, 40 * time.Second}, {&opts.Times.Write, time.Minute},
		{&opts.Times.Idle, 2 * time.Minute}, {&opts.Times.Stop, 10 * time.Second},
	} {
		if *d.at == 0 {
			*d.at = d.value
		}
	}
	if opts.Listen == "" {
		opts.Listen = DefaultListen
	}
	if opts.MaxBytes == 0 {
		opts.MaxBytes = feed.DefaultMaxBytes
	}
	if opts.MaxConns == 0 {
		opts.MaxConns = 1024
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return opts
}

// baseOf is what the server is called.
func baseOf(opts Options) (*url.URL, error) {
	if _, _, err := net.SplitHostPort(opts.Listen); err != nil {
		return nil, fmt.Errorf("listen on %q: give HOST:PORT, as 127.0.0.1:7700", opts.Listen)
	}
	if opts.BaseURL == "" {
		scheme := "http"
		if opts.TLS != nil {
			scheme = "https"
		}
		return &url.URL{Scheme: scheme, Host: opts.Listen}, nil
	}
	base, err := url.Parse(opts.BaseURL)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" || strings.Trim(base.Path, "/") != "" {
		return nil, fmt.Errorf("base URL %q: give a scheme and a host and no path, as https://news.example", opts.BaseURL)
	}
	return base, nil
}

// isLoopback reports whether a host, with or without a port, is this machine.
func isLoopback(host string) bool {
	name := hostOf(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(name)
	return err == nil && address.Unmap().IsLoopback()
}

// hostOf is a host without its port, in small letters.
func hostOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// Open reports whether whoever sits at this machine needs no login.
func (s *Server) Open() bool { return s.accounts.Open() }

// Accounts are who may come in.
func (s *Server) Accounts() *account.Accounts { return s.accounts }

// API is the interface for programs.
func (s *Server) API() *api.API { return s.api }

// Handler answers requests. News are told only while Serve runs, or Live does.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers who comes to the listener, until ctx ends; then what is under
// way is finished, within bounds. The listener is closed.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	live, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		s.api.Live().Run(live)
	}()
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: s.opts.Times.Header, ReadTimeout: s.opts.Times.Read, WriteTimeout: s.opts.Times.Write,
		IdleTimeout: s.opts.Times.Idle, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(s.opts.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	listener = netutil.LimitListener(listener, s.opts.MaxConns)
	if s.opts.TLS != nil {
		secure := s.opts.TLS.Clone()
		secure.MinVersion, secure.NextProtos = max(secure.MinVersion, tls.VersionTLS12), []string{"h2", "http/1.1"}
		listener = tls.NewListener(listener, secure)
	}
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	// Streams end with what they tell of; nothing else would end them.
	stop()
	<-followed
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opts.Times.Stop)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		server.Close()
	}
	return nil
}
