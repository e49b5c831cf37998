package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"tocsin/serve/query"
	"tocsin/store"
)

// saveSearch keeps a search for its reader, with a feed of what it finds.
func (p *Pages) saveSearch(w http.ResponseWriter, r *http.Request) error {
	encoded, err := query.Saved(r.PostFormValue("query"))
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(encoded)
	if err != nil {
		return err
	}
	q := askedOf(values)
	name := cut(strings.TrimSpace(visible(r.PostFormValue("name"))), 100)
	if _, err := p.ledger.KeepSearch(r.Context(), p.who(r), cmp.Or(name, q.said()), encoded); err != nil {
		return err
	}
	return back(w, r, q.on("/search")+"#saved")
}

// dropSearch forgets a search of the reader's.
func (p *Pages) dropSearch(w http.ResponseWriter, r *http.Request) error {
	if err := p.ledger.DropSearch(r.Context(), r.PostFormValue("id"), p.who(r)); err != nil {
		return err
	}
	return back(w, r, cmp.Or(r.PostFormValue("back"), "/settings#searches"))
}

// savedFeed is what a saved search finds, for programs that follow feeds and
// cannot log in: the address itself is the secret.
func (p *Pages) savedFeed(w http.ResponseWriter, r *http.Request) error {
	secret, _ := strings.CutSuffix(chi.URLParam(r, "secret"), ".atom")
	saved, err := p.ledger.SearchOf(r.Context(), secret)
	if err != nil {
		return err
	}
	if p.opts.Accounts != nil && !p.opts.Accounts.Holds(r.Context(), saved.Owner) {
		return store.ErrNoSearch
	}
	values, err := url.ParseQuery(saved.Query)
	if err != nil {
		return err
	}
	return p.feedOf(w, r, askedOf(values), saved.Name, query.FeedPath(saved.Secret))
}
