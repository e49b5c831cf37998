package serve

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"tocsin/serve/account"
	"tocsin/serve/api"
)

//go:embed page
var pages embed.FS

var templates = template.Must(template.ParseFS(pages, "page/*.html"))

// page is what a plain page shows.
type page struct {
	Title, Says, Prefix, Name, CSRF, Next string
	Open                                  bool
}

func write(w http.ResponseWriter, status int, name string, p page) {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name+".html", p); err != nil {
		panic(err) // the templates are constants
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(out.Bytes())
}

// front is the page of a server without pages.
func (s *Server) front(w http.ResponseWriter, r *http.Request) {
	name, _, csrf := account.Viewer(r.Context())
	write(w, http.StatusOK, "front", page{Title: "Tocsin", Prefix: api.Prefix, Name: name, CSRF: csrf, Open: s.Open()})
}

func (s *Server) style(w http.ResponseWriter, _ *http.Request) {
	body, _ := pages.ReadFile("page/plain.css")
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=3600")
	w.Write(body)
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) {
	next := within(r.URL.Query().Get("next"))
	if name, _, _ := account.Viewer(r.Context()); name != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	s.askLogin(w, http.StatusOK, "", next)
}

func (s *Server) askLogin(w http.ResponseWriter, status int, says, next string) {
	write(w, status, "login", page{Title: "Log in", Says: says, CSRF: s.accounts.Invite(w), Next: next})
}

// login begins a session.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	const most = 16 << 10
	r.Body = http.MaxBytesReader(w, r.Body, most)
	if err := r.ParseForm(); err != nil {
		deny(w, r, http.StatusRequestEntityTooLarge, "The form is too large.")
		return
	}
	next := within(r.PostForm.Get("next"))
	if !s.accounts.Invited(r) {
		s.askLogin(w, http.StatusForbidden, "The form was too old; please try again.", next)
		return
	}
	err := s.accounts.Login(w, r, r.PostForm.Get("name"), r.PostForm.Get("password"))
	switch {
	case err == nil:
		http.Redirect(w, r, next, http.StatusSeeOther)
	case errors.Is(err, account.ErrTooMany):
		s.askLogin(w, http.StatusTooManyRequests, "There were too many attempts. Wait some minutes.", next)
	case errors.Is(err, account.ErrLogin):
		s.askLogin(w, http.StatusForbidden, "The name or the password is wrong.", next)
	default:
		s.opts.Log.Error("somebody could not log in", "why", err)
		s.askLogin(w, http.StatusServiceUnavailable, "The server could not look you up; its log says why.", next)
	}
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	if err := s.accounts.Logout(r.Context()); err != nil {
		s.opts.Log.Error("somebody could not log out", "why", err)
		deny(w, r, http.StatusServiceUnavailable, "The session could not be ended; try again.")
		return
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// within is an address of this site, whatever is asked for: a login leads
// nowhere else.
func within(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}
