package account

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/go-chi/httprate"
)

type originKey struct{}

// origin is the address that a request came from.
func origin(ctx context.Context) string {
	address, _ := ctx.Value(originKey{}).(string)
	return address
}

// network is what strangers are counted by: an address, of IPv6 its network.
func network(address string) string { return httprate.CanonicalizeIP(address) }

// Caller is what a request is counted by: its user, else where it comes from.
func Caller(r *http.Request) string {
	if is := Of(r.Context()); is.Name != "" {
		return is.Way + " " + is.Name
	}
	return network(Address(r))
}

// Address is the address of the other end of the connection.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Near reports whether a request comes from this machine, and not through a
// proxy on it that says so.
func Near(r *http.Request) bool {
	for _, header := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	address, err := netip.ParseAddr(Address(r))
	return err == nil && address.Unmap().IsLoopback()
}

// Authenticate finds out who asks: by a token, by a session, or, where that is
// open, because they sit at this machine. Who is nobody goes on as nobody; a
// token that is not good is refused.
func (a *Accounts) Authenticate(next http.Handler) http.Handler {
	known := a.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		is, err := a.ofSession(r.Context())
		if err != nil {
			a.unknown(w, r)
			return
		}
		next.ServeHTTP(w, r.WithContext(with(r.Context(), is)))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(context.WithValue(r.Context(), originKey{}, Address(r)))
		switch secret, given := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); {
		case given:
			is, err := a.ofToken(r.Context(), strings.TrimSpace(secret))
			switch {
			case err != nil:
				a.unknown(w, r)
			case is.Name == "":
				w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
				a.opts.Deny(w, r, http.StatusUnauthorized, "The token is unknown, has ended or was revoked; make another one.")
			default:
				next.ServeHTTP(w, r.WithContext(with(r.Context(), is)))
			}
		case a.opts.Open:
			if !Near(r) {
				a.opts.Deny(w, r, http.StatusForbidden, "This server has no accounts and answers this machine alone. To reach it from elsewhere, make one with “tocsin serve --admin NAME”.")
				return
			}
			next.ServeHTTP(w, r.WithContext(with(r.Context(), Identity{a.opts.Me, RoleAdmin, ByLoopback, a.signed("loopback")})))
		default:
			known.ServeHTTP(w, r)
		}
	})
}

func (a *Accounts) unknown(w http.ResponseWriter, r *http.Request) {
	a.opts.Deny(w, r, http.StatusServiceUnavailable, "The accounts could not be looked up; try again.")
}

// safe reports whether a request by its method changes nothing.
func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// Genuine refuses what a page of another site has a browser send: whatever says
// that it comes from elsewhere, and forms without the token of this site's own.
// Programs that come with a token cannot be abused so.
func (a *Accounts) Genuine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		is := Of(r.Context())
		if is.Way == ByToken || safe(r.Method) {
			next.ServeHTTP(w, r)
			return
		}
		if err := a.origins.Check(r); err != nil {
			a.opts.Deny(w, r, http.StatusForbidden, "The request comes from a page of another site and was not obeyed.")
			return
		}
		if is.Name != "" && formed(r) && !a.carries(r, is.csrf) {
			a.opts.Deny(w, r, http.StatusForbidden, "The form is too old, or not one of this site; load its page again.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// formed reports whether a request may come from a plain form.
func formed(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data"
}

func (a *Accounts) carries(r *http.Request, want string) bool {
	const memory = 1 << 20
	got := r.Header.Get("X-CSRF-Token")
	if got == "" {
		if err := r.ParseMultipartForm(memory); err != nil && r.PostForm == nil {
			return false
		}
		got = r.PostFormValue("csrf")
	}
	return want != "" && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// Allow refuses whoever may not do what the role may.
func (a *Accounts) Allow(role Role) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch is := Of(r.Context()); {
			case is.Name == "" && role != Nobody:
				w.Header().Set("WWW-Authenticate", "Bearer")
				a.opts.Deny(w, r, http.StatusUnauthorized, "Log in, or send a token: Authorization: Bearer tocsin_…")
			case !is.Role.May(role):
				a.opts.Deny(w, r, http.StatusForbidden, lacking(is, role))
			default:
				next.ServeHTTP(w, r)
			}
		})
	}
}

func lacking(is Identity, role Role) string {
	if is.Way == ByToken {
		return "The token may not do this: it takes the role “" + string(role) + "” of its owner and a scope that allows it."
	}
	return "This takes the role “" + string(role) + "”; an admin can give it to you."
}

// Require is Allow, and notes in the audit what is changed, before it is done:
// what cannot be noted is not done.
func (a *Accounts) Require(role Role) func(http.Handler) http.Handler {
	allow := a.Allow(role)
	return func(next http.Handler) http.Handler {
		return allow(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if safe(r.Method) {
				next.ServeHTTP(w, r)
				return
			}
			ctx := r.Context()
			line, err := a.ledger.Begin(ctx, Act(ctx, r.Method, r.URL.Path))
			if err != nil {
				a.opts.Deny(w, r, http.StatusServiceUnavailable, "The change could not be noted, so it was not made; try again.")
				return
			}
			seen := &seeing{ResponseWriter: w, status: http.StatusOK}
			next.ServeHTTP(seen, r)
			// The change is made and noted; how it went is a courtesy.
			a.ledger.End(context.WithoutCancel(ctx), line, strconv.Itoa(seen.status))
		}))
	}
}

// seeing remembers the status of an answer.
type seeing struct {
	http.ResponseWriter
	status int
}

func (s *seeing) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (s *seeing) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// preamble is the cookie of those who are about to log in.
func (a *Accounts) preamble() string {
	if a.opts.Secure {
		return "__Host-tocsin-login"
	}
	return "tocsin-login"
}

// Invite gives a browser what its login form must carry.
func (a *Accounts) Invite(w http.ResponseWriter) (csrf string) {
	value := a.signed(string(random(32)))
	http.SetCookie(w, &http.Cookie{Name: a.preamble(), Value: value, Path: "/", HttpOnly: true, Secure: a.opts.Secure, SameSite: http.SameSiteStrictMode, MaxAge: 3600})
	return a.signed("login " + value)
}

// Invited reports whether a login form is one that Invite was asked for.
func (a *Accounts) Invited(r *http.Request) bool {
	cookie, err := r.Cookie(a.preamble())
	return err == nil && a.carries(r, a.signed("login "+cookie.Value))
}

// Still reports whether whoever began a long answer may still have it: the
// account may have been closed and the token revoked meanwhile.
func (a *Accounts) Still(r *http.Request, role Role) bool {
	ctx := r.Context()
	var is Identity
	var err error
	switch Of(ctx).Way {
	case ByToken:
		is, err = a.ofToken(ctx, strings.TrimSpace(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")))
	case BySession:
		var body []byte
		if cookie, missing := r.Cookie(a.sessions.Cookie.Name); missing == nil {
			body, err = a.ledger.Session(ctx, scsHash(cookie.Value))
		}
		if body != nil {
			is, err = a.ofSession(ctx)
		}
	default:
		is = Of(ctx)
	}
	return err == nil && is.Role.May(role)
}

// scsHash is what a session is kept under.
func scsHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
