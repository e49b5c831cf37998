package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/store"
)

func (p *Pages) sources(w http.ResponseWriter, r *http.Request) error {
	return p.showSources(w, r, nil)
}

// showSources shows the feeds, and what one that was just added has.
func (p *Pages) showSources(w http.ResponseWriter, r *http.Request, heads []string) error {
	healths, err := ingest.Healths(r.Context(), p.ledger, p.opts.Now())
	if err != nil {
		return err
	}
	failures, err := p.ledger.Failures(r.Context(), p.opts.Now().AddDate(0, 0, -7))
	if err != nil {
		return err
	}
	const most = 20
	slices.Reverse(failures)
	failures = failures[:min(most, len(failures))]
	return p.show(w, r, frame{Title: "Sources", Section: "sources"}, func(reader reader) templ.Component {
		return sourcesPage(healths, failures, heads, reader, p.opts.Now())
	})
}

func (p *Pages) subscribe(w http.ResponseWriter, r *http.Request) error {
	address, err := feedAddress(r.PostFormValue("url"))
	if err != nil {
		return err
	}
	var heads []string
	if p.opts.Probe != nil {
		if heads, err = p.opts.Probe(r.Context(), address); err != nil {
			return mistaken("Nothing was added: " + strings.TrimSuffix(err.Error(), ".") + ".")
		}
		if len(heads) == 0 {
			heads = []string{"Nothing at the moment."}
		}
	}
	f := store.Feed{URL: address, Title: cut(strings.TrimSpace(r.PostFormValue("title")), 200), Folder: cut(strings.TrimSpace(r.PostFormValue("folder")), 200)}
	if err := p.ledger.Subscribe(r.Context(), f); err != nil {
		return err
	}
	return p.showSources(w, r, heads)
}

// feedAddress is the address of a feed as somebody gave it.
func feedAddress(given string) (string, error) {
	given = strings.TrimSpace(given)
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || len(given) > 2000 {
		return "", mistaken("A feed has a web address that begins with https:// or http://, and no password.")
	}
	return u.String(), nil
}

func (p *Pages) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	if err := p.ledger.Unsubscribe(r.Context(), r.PostFormValue("url")); err != nil {
		return err
	}
	return back(w, r, "/sources")
}

// importSubscriptions subscribes to a list in OPML.
func (p *Pages) importSubscriptions(w http.ResponseWriter, r *http.Request) error {
	file, _, err := r.FormFile("opml")
	if err != nil {
		return mistaken("Choose an OPML file: readers of feeds export their subscriptions as one.")
	}
	defer file.Close()
	list, err := feed.ReadOPML(file)
	if err != nil {
		return mistaken("The file is no OPML list: " + err.Error() + ".")
	}
	const most = 2000
	for _, s := range list[:min(most, len(list))] {
		address, err := feedAddress(s.URL)
		if err != nil || s.Type == "include" {
			continue
		}
		if err := p.ledger.Subscribe(r.Context(), store.Feed{URL: address, Title: cut(s.Title, 200), Folder: strings.Join(s.Folder, "/")}); err != nil {
			return err
		}
	}
	return back(w, r, "/sources")
}

// subscriptions is the list of feeds as OPML.
func (p *Pages) subscriptions(w http.ResponseWriter, r *http.Request) error {
	feeds, err := p.ledger.Feeds(r.Context())
	if err != nil {
		return err
	}
	var list []feed.Subscription
	for _, f := range feeds {
		s := feed.Subscription{Title: f.Title, URL: f.URL}
		if f.Folder != "" {
			s.Folder = strings.Split(f.Folder, "/")
		}
		list = append(list, s)
	}
	var body bytes.Buffer
	if err := feed.WriteOPML(&body, "Tocsin", list, p.opts.Now()); err != nil {
		return err
	}
	attach(w, "text/x-opml; charset=utf-8", "tocsin.opml")
	_, _ = w.Write(body.Bytes())
	return nil
}

// healthOf says in a word how a feed does.
func healthOf(h ingest.Health) string {
	switch {
	case h.Failures > 0:
		return "failing"
	case h.Silent:
		return "silent"
	case h.Visited.IsZero():
		return "not visited yet"
	}
	return "well"
}
