package serve

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
	"github.com/klauspost/compress/gzhttp"

	"tocsin/serve/account"
	"tocsin/serve/api"
	"tocsin/serve/mcp"
)

// routes put everything together. The order of what every request goes through
// is: note it, bound it, look where it comes from, find out who asks, count them.
func (s *Server) routes(base *url.URL) http.Handler {
	r := chi.NewRouter()
	s.meter = newMeter(s.opts.Ledger, func() int { return s.api.Live().Listeners() })
	r.Use(s.meter.measured, s.logged, s.recovered, s.headed(base), s.bounded, s.named(base))
	r.Get("/healthz", s.healthy)
	r.Get("/readyz", s.ready)
	r.Group(func(r chi.Router) {
		r.Use(s.accounts.Authenticate, s.counted, s.accounts.Genuine)
		r.Get("/metrics", s.metrics)
		r.Group(func(r chi.Router) {
			r.Use(packed())
			r.Get("/login", s.loginPage)
			r.Post("/login", s.login)
			r.With(s.accounts.Allow(account.RoleViewer)).Post("/logout", s.logout)
			r.Get("/plain.css", s.style)
			r.Route(api.Prefix, func(r chi.Router) {
				r.Use(middleware.GetHead)
				s.api = api.New(r, api.Options{
					Ledger: s.opts.Ledger, Accounts: s.accounts, Version: s.opts.Version, MaxBytes: s.opts.MaxBytes, Slowest: s.opts.Times.Read, Fetch: s.opts.Fetch,
					Now: s.opts.Now, Log: s.opts.Log, Look: s.opts.Look, Watch: s.opts.Watch, Rang: s.opts.Rang,
				})
			})
			behind := r.With(s.accounts.Require(account.RoleViewer))
			if s.opts.Pages != nil {
				s.opts.Pages(s, behind, r)
			} else {
				behind.Get("/", s.front)
			}
		})
		r.With(s.accounts.Allow(account.RoleViewer)).Handle("/mcp", mcp.Handler(mcp.Options{
			Ledger: s.opts.Ledger, Version: s.opts.Version, BaseURL: strings.TrimSuffix(base.String(), "/"), Log: s.opts.Log,
		}))
	})
	r.NotFound(func(w http.ResponseWriter, r *http.Request) {
		deny(w, r, http.StatusNotFound, "There is nothing at this address.")
	})
	return r
}

// packed packs answers for those who can unpack them. Streams go as they are. A
// few random bytes keep the length of an answer from telling what is in it (BREACH).
func packed() func(http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.RandomJitter(32, 0, false), gzhttp.ExceptContentTypes([]string{"text/event-stream", "application/octet-stream", "image/png", "image/webp", "image/jpeg", "font/woff2"}))
	if err != nil {
		panic(err) // the options are constants
	}
	return func(next http.Handler) http.Handler {
		packing := wrap(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/stream") {
				next.ServeHTTP(w, r)
				return
			}
			packing.ServeHTTP(w, r)
		})
	}
}

// counted bounds how much one user or stranger asks.
func (s *Server) counted(next http.Handler) http.Handler {
	if s.opts.PerMinute <= 0 {
		return next
	}
	limited := httprate.LimitBy(s.opts.PerMinute, time.Minute, func(r *http.Request) (string, error) { return account.Caller(r), nil },
		httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
			deny(w, r, http.StatusTooManyRequests, "You ask too much at once; wait until Retry-After has passed.")
		}))
	return limited(next)
}

// deny answers whoever is refused: programs with a problem, people with a page,
// or the way to the login.
func deny(w http.ResponseWriter, r *http.Request, status int, says string) {
	if !strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/mcp" && strings.Contains(r.Header.Get("Accept"), "text/html") {
		if status == http.StatusUnauthorized && r.Method == http.MethodGet {
			w.Header().Del("WWW-Authenticate")
			http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		write(w, status, "refused", page{Title: http.StatusText(status), Says: says})
		return
	}
	api.Problem(w, r, status, says)
}
