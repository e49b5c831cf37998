package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"tocsin/serve/account"
	"tocsin/serve/query"
	"tocsin/store"
)

// handler answers a request. An error of it becomes a page that says what to do.
type handler func(w http.ResponseWriter, r *http.Request) error

// problem is an error with a page of its own.
type problem struct {
	status int
	says   string
}

func (e *problem) Error() string { return e.says }

func missing(says string) error { return &problem{http.StatusNotFound, says} }
func refused(says string) error { return &problem{http.StatusForbidden, says} }
func mistaken(says string) error {
	return &problem{http.StatusUnprocessableEntity, says}
}

// reader is who looks at a page, and how.
type reader struct {
	Name, Role, Token string
	Theme             string // "light", "dark", or "" for the system's
	Session           bool   // there is a session to end
	Tiles, Credit     string // address of map tiles and whom they are from, "" for none
}

// MayWrite reports whether the reader may correct.
func (v reader) MayWrite() bool { return v.Role == "analyst" || v.Role == "admin" }

// MayAdmin reports whether the reader may change sources.
func (v reader) MayAdmin() bool { return v.Role == "admin" }

func (p *Pages) reader(r *http.Request) reader {
	v := reader{Tiles: p.opts.Tiles, Credit: p.opts.Credit}
	v.Name, v.Role, v.Token = p.opts.Viewer(r.Context())
	v.Session = account.Of(r.Context()).Way == account.BySession
	if cookie, err := r.Cookie("theme"); err == nil && (cookie.Value == "light" || cookie.Value == "dark") {
		v.Theme = cookie.Value
	}
	return v
}

// page serves a handler.
func (p *Pages) page(handle handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := handle(w, r); err != nil {
			p.fail(w, r, err)
		}
	}
}

// form serves a handler that changes something: for those who may, and only
// where the form is one of ours.
func (p *Pages) form(handle handler) http.HandlerFunc {
	return p.page(func(w http.ResponseWriter, r *http.Request) error {
		v := p.reader(r)
		if !v.MayWrite() {
			return refused("You may read here, not correct. Ask an administrator to make you an analyst.")
		}
		defer p.views.forget()
		return p.owned(handle)(w, r)
	})
}

// owned serves a handler of a form that everybody may send: what it changes is
// the reader's own, or the handler looks who asks.
func (p *Pages) owned(handle handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := p.own(w, r, p.reader(r)); err != nil {
			return err
		}
		return handle(w, r)
	}
}

const mostForm = 4 << 20 // bytes: a list of subscriptions is the largest

// own checks that a form was made for this reader.
func (p *Pages) own(w http.ResponseWriter, r *http.Request, v reader) error {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseMultipartForm(mostForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return &problem{http.StatusRequestEntityTooLarge, "The form could not be read. It may be too large: 4 MB is the most."}
	}
	if v.Token == "" || subtle.ConstantTimeCompare([]byte(v.Token), []byte(r.PostFormValue("csrf"))) != 1 {
		return refused("This form is too old, or not one of ours. Go back, load the page again and send it once more.")
	}
	return nil
}

func (p *Pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	var known *problem
	switch {
	case r.Context().Err() != nil:
		return // nobody waits for an answer
	case errors.As(err, &known):
	case query.Faulty(err) != nil:
		known = &problem{http.StatusUnprocessableEntity, capital(query.Faulty(err).Naming(fieldWords)) + "."}
	case errors.Is(err, store.ErrNoStory):
		known = &problem{http.StatusNotFound, "The ledger has no such story now. It may have become part of another one: search for its words."}
	case errors.Is(err, store.ErrNoStatement):
		known = &problem{http.StatusNotFound, "The ledger has no such statement now. Its claims may have been corrected or joined to another one."}
	case account.Says(err) != "":
		known = &problem{http.StatusUnprocessableEntity, capital(account.Says(err)) + "."}
	case errors.Is(err, store.ErrNoSearch):
		known = &problem{http.StatusNotFound, "There is no such saved search now. Whoever saved it may have removed it."}
	case errors.Is(err, store.ErrSearches):
		known = &problem{http.StatusUnprocessableEntity, capital(err.Error()) + "."}
	case errors.Is(err, store.ErrFilter):
		known = &problem{http.StatusBadRequest, "This query cannot be answered: " + err.Error() + "."}
	default:
		p.opts.Log.Error("a page could not be made", "page", r.URL.Path, "why", err)
		known = &problem{http.StatusInternalServerError, "The page could not be made. The program's log says why."}
	}
	p.write(w, r, known.status, failure(known.status, known.says), frame{Title: http.StatusText(known.status)})
}

// frame is what stands around a page's content.
type frame struct {
	Title   string
	Section string // of the navigation: "stories"
	Feed    string // address of an Atom feed of what the page shows
	Wide    bool
	Map     bool // the page has a map
	Once    bool // the page is shown this once and kept nowhere
}

// show writes a page, and keeps what is drawn where the handler is a still one.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, f frame, content func(reader) templ.Component) error {
	v := p.reader(r)
	place, still := r.Context().Value(placeKey{}).(place)
	if !still {
		return p.write(w, r, http.StatusOK, content(v), f)
	}
	// Each reader's forms carry a token of their own.
	v.Token = tokenPlace
	var body bytes.Buffer
	if err := content(v).Render(r.Context(), &body); err != nil {
		return err
	}
	page := drawn{f, body.Bytes()}
	p.views.put(place.version, place.key, page, len(page.body))
	return p.showDrawn(w, r, page)
}

// showDrawn writes a page that was drawn for readers like this one.
func (p *Pages) showDrawn(w http.ResponseWriter, r *http.Request, page drawn) error {
	body := bytes.ReplaceAll(page.body, []byte(tokenPlace), []byte(templ.EscapeString(p.reader(r).Token)))
	return p.write(w, r, http.StatusOK, templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := w.Write(body)
		return err
	}), page.frame)
}

// write writes a page, but not to those who have the same already.
func (p *Pages) write(w http.ResponseWriter, r *http.Request, status int, content templ.Component, f frame) error {
	v := p.reader(r)
	var body bytes.Buffer
	if err := layout(f, v, here(r), content).Render(r.Context(), &body); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "private, no-cache")
	if f.Once {
		w.Header().Set("Cache-Control", "no-store")
	}
	w.Header().Set("Vary", "Cookie")
	if status == http.StatusOK {
		sum := sha256.Sum256(body.Bytes())
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
		w.Header().Set("ETag", tag)
		if strings.Contains(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // whoever has gone away needs no page
	return nil
}

// here is the address of the page itself.
func here(r *http.Request) string {
	if r.Method != http.MethodGet {
		return "/"
	}
	return r.URL.RequestURI()
}

// back sends the reader to a page of ours after a form.
func back(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, local(to), http.StatusSeeOther)
	return nil
}

// local is an address on this site; what leads elsewhere leads to the first page.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(address, `\`) {
		return "/"
	}
	return u.String()
}

// who is the reader's name as the record has it.
func (p *Pages) who(r *http.Request) string {
	name, _, _ := p.opts.Viewer(r.Context())
	return cmp.Or(name, "local reader")
}
