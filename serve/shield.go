package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5/middleware"

	"tocsin/serve/account"
)

// headed sets what keeps a browser from doing more than it should. Pages bring
// no script or style within them and load nothing from elsewhere.
func (s *Server) headed(base *url.URL) func(http.Handler) http.Handler {
	images := strings.Join(append([]string{"'self'", "data:"}, s.opts.Images...), " ")
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src " + images + "; font-src 'self'; connect-src " + strings.Join(append([]string{"'self'"}, s.opts.Images...), " ") +
		"; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			head := w.Header()
			head.Set("Content-Security-Policy", policy)
			head.Set("X-Content-Type-Options", "nosniff")
			head.Set("X-Frame-Options", "DENY")
			head.Set("Referrer-Policy", "same-origin")
			head.Set("Cross-Origin-Opener-Policy", "same-origin")
			head.Set("Cross-Origin-Resource-Policy", "same-origin")
			head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
			head.Set("Cache-Control", "private, no-cache")
			if base.Scheme == "https" {
				head.Set("Strict-Transport-Security", "max-age=31536000")
			}
			next.ServeHTTP(w, r)
		})
	}
}

// bounded bounds what is read of a request.
func (s *Server) bounded(next http.Handler) http.Handler {
	const longestAddress = 32 << 10
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.RawQuery)+len(r.URL.Path) > longestAddress {
			deny(w, r, http.StatusRequestURITooLong, "The address is too long.")
			return
		}
		if r.ContentLength > s.opts.MaxBytes {
			w.Header().Set("Connection", "close")
			deny(w, r, http.StatusRequestEntityTooLarge, fmt.Sprintf("The body is larger than the %d bytes that are taken.", s.opts.MaxBytes))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, s.opts.MaxBytes+1)
		next.ServeHTTP(w, r)
	})
}

// named looks what the server is called by whoever asks. A page elsewhere may
// have its own name lead to this machine (DNS rebinding); where nobody needs a
// login, that is all that gives it away. What says that it comes from elsewhere
// is refused there whatever it asks.
func (s *Server) named(base *url.URL) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" { // whoever watches over the process asks by address
				next.ServeHTTP(w, r)
				return
			}
			known := !s.accounts.Open() && s.opts.BaseURL == "" || isLoopback(r.Host) && account.Near(r) || hostOf(r.Host) == hostOf(base.Host)
			if !known {
				deny(w, r, http.StatusMisdirectedRequest, "This server is not called so; it is "+base.String()+".")
				return
			}
			if origin := r.Header.Get("Origin"); s.accounts.Open() && origin != "" {
				from, err := url.Parse(origin)
				if err != nil || from.Host != r.Host {
					deny(w, r, http.StatusForbidden, "The request comes from a page of another site and was not obeyed.")
					return
				}
			}
			next.ServeHTTP(w, r)
		})
	}
}

// recovered answers where something went very wrong, and goes on.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch trouble := recover(); {
			case trouble == nil:
			case trouble == http.ErrAbortHandler:
				panic(trouble)
			default:
				s.opts.Log.Error("a request brought its handler down, please report it", "path", spoken(r.URL.Path), "why", trouble, "stack", string(debug.Stack()))
				deny(w, r, http.StatusInternalServerError, "The server could not answer; its log says why.")
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// logged notes every request: never what it carries, nor what it asks for in
// detail, which may be secret.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			quiet := slices.Contains([]string{"/healthz", "/readyz", "/metrics"}, r.URL.Path)
			if !quiet {
				s.opts.Log.Info("request", "method", r.Method, "path", spoken(r.URL.Path), "status", max(seen.Status(), 200), "bytes", seen.BytesWritten(),
					"ms", time.Since(begun).Milliseconds(), "from", account.Address(r))
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// spoken is a path as the log may have it: the name of a saved search's feed is a
// secret.
func spoken(path string) string {
	if strings.HasPrefix(path, "/feeds/") {
		return "/feeds/…"
	}
	return path
}
