package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"tocsin"
	"tocsin/feed"
	"tocsin/page"
)

// Draft is an article that somebody hands in: its text, its page, or only the
// address where that is to be had.
type Draft struct {
	ID        string   `json:"id,omitempty" maxLength:"200" doc:"A name that it already has."`
	URL       string   `json:"url,omitempty" maxLength:"2000" doc:"Where it was published; https or http."`
	Outlet    string   `json:"outlet,omitempty" maxLength:"300"`
	Title     string   `json:"title,omitempty" maxLength:"1000"`
	Authors   []string `json:"authors,omitempty" maxItems:"50"`
	Published string   `json:"published,omitempty" maxLength:"40" doc:"2022-10-17 or 2022-10-17T09:30:00Z."`
	Text      string   `json:"text,omitempty" doc:"What it says, as plain text."`
	HTML      string   `json:"html,omitempty" doc:"Its page, instead of its text."`
}

// draft reads a body by its content type. What JSON says in fields a bare text or
// page says in parameters.
func draft(kind string, body []byte, d Draft) (Draft, error) {
	kind, _, err := mime.ParseMediaType(kind)
	if !utf8.Valid(body) && kind != "text/html" {
		return d, faultf(http.StatusBadRequest, "the body is not valid UTF-8: send it so")
	}
	switch {
	case err != nil || kind == "application/json":
		if err := json.Unmarshal(body, &d); err != nil {
			return d, faultf(http.StatusBadRequest, "the body is no JSON object with a text, html or url (%v); send plain text as Content-Type: text/plain", err)
		}
	case kind == "text/plain":
		d.Text = string(body)
	case kind == "text/html":
		d.HTML = string(body)
	default:
		return d, faultf(http.StatusUnsupportedMediaType, "%.60q cannot be read: send application/json, text/plain or text/html", kind)
	}
	return d, nil
}

// source is what an article was made of.
type source struct {
	article tocsin.Article
	raw     []byte
	kind    string // of the bytes
	fetched time.Time
	notes   []string
}

// pageBudget is how long the careful ways to find a page's text may take.
const pageBudget = 20 * time.Second

// read makes an article of a draft. Only with fetch is an address asked for.
func (a *API) read(ctx context.Context, d Draft, fetch bool) (source, error) {
	if err := d.check(); err != nil {
		return source{}, err
	}
	now := a.opts.Now()
	s := source{}
	switch {
	case d.Text != "":
		s.raw, s.kind = []byte(d.Text), "text/plain; charset=utf-8"
		s.article.Text = d.Text
	case d.HTML != "":
		s.raw, s.kind = []byte(d.HTML), "text/html; charset=utf-8"
	case d.URL != "" && fetch:
		response, err := a.opts.Fetch(ctx, d.URL)
		if err != nil {
			return s, unfetched(err)
		}
		s.raw, s.kind, s.fetched = response.Body, response.ContentType, response.Fetched
	default:
		return s, faultf(http.StatusUnprocessableEntity, "there is nothing to read: give text or html")
	}
	if d.Text == "" {
		ctx, cancel := context.WithTimeout(ctx, pageBudget)
		defer cancel()
		parsed, err := page.Parse(ctx, s.raw, page.About{URL: d.URL, ContentType: s.kind, Now: now})
		if err != nil {
			return s, err
		}
		s.article = parsed
	}
	return s, d.complete(&s.article, now)
}

// unfetched puts into words why a page was not to be had. Where an address leads
// is not told in more detail than the client of feeds does.
func unfetched(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return faultf(http.StatusUnprocessableEntity, "the address was not read: %v", err)
}

func (d Draft) check() error {
	given := 0
	for _, words := range []string{d.Text, d.HTML} {
		if words != "" {
			given++
		}
	}
	switch {
	case given > 1:
		return faultf(http.StatusUnprocessableEntity, "give text or html, not both")
	case len(d.ID) > 200 || len(d.URL) > 2000 || len(d.Outlet) > 300 || len(d.Title) > 1000 || len(d.Authors) > 50:
		return faultf(http.StatusUnprocessableEntity, "a field is longer than %s/docs allows", Prefix)
	case d.URL != "" && !isWeb(d.URL):
		return faultf(http.StatusUnprocessableEntity, "%.100q is no web address: give one that begins with https:// or http://", d.URL)
	}
	for _, words := range append([]string{d.ID, d.Outlet, d.Title}, d.Authors...) {
		if strings.ContainsFunc(words, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return faultf(http.StatusUnprocessableEntity, "names, titles and IDs stand on one line and hold no control characters")
		}
	}
	return nil
}

// isWeb reports whether an address is one of the web: nothing else is stored as
// an address, for pages make links of them.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f })
}

// complete gives an article what its draft says of it.
func (d Draft) complete(article *tocsin.Article, now time.Time) error {
	article.ID = d.ID
	if d.URL != "" {
		article.URL = d.URL
	}
	if d.Outlet != "" {
		article.Outlet = d.Outlet
	}
	if d.Title != "" {
		article.Title = d.Title
	}
	if len(d.Authors) > 0 {
		article.Authors = d.Authors
	}
	if article.Language == "" {
		article.Language = page.Language(article.Text)
	}
	if d.Published == "" {
		return nil
	}
	at, err := feed.ParseDate(d.Published)
	if err != nil {
		return faultf(http.StatusUnprocessableEntity, "published: %v", err)
	}
	if at.After(now.Add(36 * time.Hour)) {
		return fault{http.StatusUnprocessableEntity, fmt.Sprintf("published: %s lies in the future", at.Format(time.DateOnly))}
	}
	article.Published = at
	return nil
}
