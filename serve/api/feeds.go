package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/serve/account"
	"tocsin/store"
)

// Feed is a source that is visited again and again, and how it does.
type Feed struct {
	URL      string     `json:"url"`
	Title    string     `json:"title"`
	Folder   string     `json:"folder"`
	Every    string     `json:"every" doc:"Between two visits, as 15m0s; empty where it follows the feed."`
	State    string     `json:"state" enum:"fine,silent,in trouble,not visited yet"`
	Trouble  string     `json:"trouble" doc:"Why the last visit failed."`
	Failures int        `json:"failures" doc:"In a row."`
	PerDay   float64    `json:"items_a_day"`
	Added    *time.Time `json:"added"`
	Visited  *time.Time `json:"visited"`
	Answered *time.Time `json:"answered"`
	Spoke    *time.Time `json:"spoke" doc:"When it last had something new."`
	Due      *time.Time `json:"due"`
}

// Subscription is a feed that somebody adds.
type Subscription struct {
	URL    string `json:"url" minLength:"8" maxLength:"2000" doc:"Of the feed; https or http."`
	Title  string `json:"title,omitempty" maxLength:"300"`
	Folder string `json:"folder,omitempty" maxLength:"300" doc:"As Europe/North."`
	Every  string `json:"every,omitempty" maxLength:"20" doc:"Between two visits, as 15m or 2h; a minute at least."`
	Check  *bool  `json:"check,omitempty" doc:"Look at it first, and refuse what is no feed; yes without it."`
}

// Subscribed is what a feed had when it was looked at.
type Subscribed struct {
	URL    string  `json:"url"`
	Items  int     `json:"items"`
	Latest []Entry `json:"latest"`
}

// Entry is an item of a feed.
type Entry struct {
	Title     string     `json:"title"`
	URL       string     `json:"url"`
	Published *time.Time `json:"published"`
}

// feeds adds the feeds.
func (a *API) feeds() {
	add(a, operation{
		method: http.MethodGet, path: "/feeds", id: "list-feeds", tag: "Feeds", summary: "What is collected, and how it does",
		description: "As “tocsin sources --feeds”.", answer: Page[Feed]{},
	}, func(c *call, _ *struct{}) error {
		healths, err := ingest.Healths(c, a.ledger, a.opts.Now())
		if err != nil {
			return err
		}
		page := Page[Feed]{Items: []Feed{}}
		for _, h := range healths {
			page.Items = append(page.Items, feedOf(h))
		}
		return c.json(page)
	})
	add(a, operation{
		method: http.MethodPost, path: "/feeds", id: "add-feed", tag: "Feeds", summary: "Add a feed", role: account.RoleAnalyst,
		description: "Looks at it at once and says what it has. “tocsin serve --collect” or “tocsin collect” visits it from then on.", answer: Subscribed{}, status: http.StatusCreated,
	}, func(c *call, in *struct{ Body Subscription }) error {
		f, err := subscription(in.Body)
		if err != nil {
			return err
		}
		out := Subscribed{URL: f.URL, Latest: []Entry{}}
		if in.Body.Check == nil || *in.Body.Check {
			if out, err = a.look(c, f.URL); err != nil {
				return err
			}
		}
		if err := a.ledger.Subscribe(c, f); err != nil {
			return err
		}
		return c.json(out)
	})
	add(a, operation{
		method: http.MethodDelete, path: "/feeds", id: "remove-feed", tag: "Feeds", summary: "Stop visiting a feed", role: account.RoleAnalyst,
		description: "What it brought stays.", answer: Gone{},
	}, func(c *call, in *struct {
		URL string `query:"url" required:"true" maxLength:"2000"`
	}) error {
		feeds, err := a.ledger.Feeds(c)
		if err != nil {
			return err
		}
		for _, f := range feeds {
			if f.URL == in.URL {
				if err := a.ledger.Unsubscribe(c, in.URL); err != nil {
					return err
				}
				return c.json(Gone{in.URL})
			}
		}
		return faultf(http.StatusNotFound, "no such feed is visited; %s/feeds lists them", Prefix)
	})
}

// Gone names what was taken away.
type Gone struct {
	Gone string `json:"gone"`
}

func feedOf(h ingest.Health) Feed {
	f := Feed{
		URL: h.URL, Title: h.Title, Folder: h.Folder, State: "fine", Trouble: h.Trouble, Failures: h.Failures, PerDay: h.PerDay,
		Added: moment(h.Added), Visited: moment(h.Visited), Answered: moment(h.Succeeded), Spoke: moment(h.Spoke), Due: moment(h.Next),
	}
	if h.Every > 0 {
		f.Every = h.Every.String()
	}
	switch {
	case h.Failures > 0:
		f.State = "in trouble"
	case h.Silent:
		f.State = "silent"
	case h.Visited.IsZero():
		f.State = "not visited yet"
	}
	return f
}

// line is words without control characters.
func line(words string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r <= 0x9f {
			return ' '
		}
		return r
	}, words)
}

func subscription(s Subscription) (store.Feed, error) {
	f := store.Feed{URL: s.URL, Title: line(s.Title), Folder: line(s.Folder)}
	if !isWeb(s.URL) {
		return f, faultf(http.StatusUnprocessableEntity, "%.100q is no web address: give one that begins with https:// or http://", s.URL)
	}
	if s.Every == "" {
		return f, nil
	}
	every, err := time.ParseDuration(s.Every)
	if err != nil || every < time.Minute || every > 31*24*time.Hour {
		return f, faultf(http.StatusUnprocessableEntity, "every: %q is no time of a minute or more; write 15m or 2h", s.Every)
	}
	f.Every = every
	return f, nil
}

// Heads fetches a feed and returns the titles of its latest items. Its errors are
// sentences for whoever named the address.
func (a *API) Heads(ctx context.Context, address string) ([]string, error) {
	found, err := a.look(ctx, address)
	var heads []string
	for _, entry := range found.Latest {
		heads = append(heads, entry.Title)
	}
	return heads, err
}

// look fetches a feed and tells what it has.
func (a *API) look(ctx context.Context, address string) (Subscribed, error) {
	const shown = 5
	out := Subscribed{URL: address, Latest: []Entry{}}
	response, err := a.opts.Fetch(ctx, address)
	if err != nil {
		return out, unfetched(err)
	}
	alone := false // it is an article itself
	for item, err := range feed.Read(address, response, feed.Options{MaxBytes: a.opts.MaxBytes}) {
		if errors.Is(err, feed.ErrNoEntries) {
			return out, nil
		}
		if err != nil {
			return out, faultf(http.StatusUnprocessableEntity, "the address is no feed that can be read: %v", err)
		}
		alone = item.Kind != feed.Link && item.Kind != feed.Feed && (item.URL == "" || item.URL == address || item.URL == response.URL)
		if out.Items++; len(out.Latest) < shown {
			out.Latest = append(out.Latest, Entry{item.Title, item.URL, moment(item.Published)})
		}
	}
	if alone && out.Items == 1 {
		return out, faultf(http.StatusUnprocessableEntity, "the address leads to an article, not to a feed; POST %s/articles takes it", Prefix)
	}
	return out, nil
}
