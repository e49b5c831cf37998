package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"time"

	"tocsin"
	"tocsin/extract"
	"tocsin/ingest"
	"tocsin/serve/account"
	"tocsin/store"
)

// about is what a bare text or page says of itself in parameters.
type about struct {
	Kind      string `header:"Content-Type" hidden:"true"`
	Title     string `query:"title" maxLength:"1000" doc:"Where the body is no JSON."`
	URL       string `query:"url" maxLength:"2000" doc:"Where the body is no JSON."`
	Outlet    string `query:"outlet" maxLength:"300" doc:"Where the body is no JSON."`
	Published string `query:"published" maxLength:"40" doc:"Where the body is no JSON."`
	RawBody   []byte
}

func (in *about) draft() (Draft, error) {
	return draft(in.Kind, in.RawBody, Draft{Title: in.Title, URL: in.URL, Outlet: in.Outlet, Published: in.Published})
}

// Saved is what became of an article that was handed in.
type Saved struct {
	ID      string        `json:"id" doc:"What it is called in the ledger."`
	Outcome store.Outcome `json:"outcome" enum:"added,revised,reread,known"`
	Revises string        `json:"revises" doc:"The article that it replaces."`
	Claims  int           `json:"claims"`
	Events  int           `json:"events"`
	Figures int           `json:"figures"`
	Notes   []string      `json:"notes"`
}

// writing adds reading, and saving what was read.
func (a *API) writing() {
	kinds := []string{"text/plain", "text/html"}
	add(a, operation{
		method: http.MethodPost, path: "/read", id: "read", tag: "Articles", summary: "Read an article that is kept nowhere", quiet: true,
		description: "In goes a text or a page, out comes tocsin.findings/1, as “tocsin read --format json”. Nothing is fetched and nothing is kept.", answer: Findings{}, body: Draft{}, kinds: kinds,
	}, func(c *call, in *about) error {
		d, err := in.draft()
		if err != nil {
			return err
		}
		done, err := a.reading.take(c)
		if err != nil {
			return err
		}
		defer done()
		s, err := a.read(c, d, false)
		if err != nil {
			return err
		}
		if s.article.ID == "" {
			s.article.ID = tocsin.TextID(s.article.Text)
		}
		return c.document(extract.Findings(s.article))
	})
	add(a, operation{
		method: http.MethodPost, path: "/articles", id: "add-article", tag: "Articles", summary: "Add an article to the ledger", role: account.RoleAnalyst,
		description: "A text, a page, or an address that is fetched as a polite robot does (robots.txt is heeded, private networks are not reached). What the ledger has already changes nothing; a page that has changed becomes a revision.", answer: Saved{}, status: http.StatusCreated, body: Draft{}, kinds: kinds,
	}, func(c *call, in *about) error {
		d, err := in.draft()
		if err != nil {
			return err
		}
		done, err := a.reading.take(c)
		if err != nil {
			return err
		}
		defer done()
		s, err := a.read(c, d, true)
		if err != nil {
			return err
		}
		saved, err := a.save(c, s)
		if err != nil {
			return err
		}
		a.settle(c)
		c.w.Header().Set("Location", Prefix+"/articles/"+url.PathEscape(saved.ID))
		return c.json(saved)
	})
}

// save saves what was handed in and says what became of it.
func (a *API) save(ctx context.Context, s source) (Saved, error) {
	sum := sha256.Sum256(s.raw)
	done, err := ingest.Save(ctx, a.ledger, s.article, store.Delivery{Raw: s.raw, Notes: s.notes, Evidence: tocsin.Evidence{
		SHA256: hex.EncodeToString(sum[:]), Size: len(s.raw), ContentType: s.kind, Fetched: s.fetched, From: "handed in by " + account.Of(ctx).Name,
	}})
	if err != nil {
		return Saved{}, err
	}
	f := done.Findings
	return Saved{
		ID: done.Identity.ID, Outcome: done.Outcome, Revises: done.Identity.Revises, Claims: len(f.Claims), Events: len(f.Events), Figures: len(f.Quantities),
		Notes: slices.Concat([]string{}, done.Notes, f.Notes),
	}, nil
}

// settle links what was changed, so that whoever asks next sees it. Where that
// takes long, asking goes on and linking too.
func (a *API) settle(ctx context.Context) {
	const patience = 3 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	a.live.follow(ctx)
}
