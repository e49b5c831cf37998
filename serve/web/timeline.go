package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"tocsin"
	"tocsin/ask"
	"tocsin/link/occurrence"
)

// timelineView is the timeline of a query.
type timelineView struct {
	Query   asked
	Bars    []bar
	From    string
	To      string
	Moments []instant
	More    string
}

func (p *Pages) timeline(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	ctx := r.Context()
	found, more, err := p.hits(ctx, tocsin.NounArticle, q, "/timeline", 60)
	if err != nil {
		return err
	}
	v := &timelineView{Query: q, More: more}
	members := findingsIn(found)
	var ids []string
	for _, m := range members {
		ids = append(ids, m.Article.ID)
	}
	edges, err := ask.Edges(ctx, p.ledger, ids, tocsin.Filter{})
	if err != nil {
		return err
	}
	same, _ := sameOrigin(ids, edges)
	s := &storyView{Members: members, Occurred: occurredIn(members, same)}
	v.Moments = momentsOf(s)
	slices.Reverse(v.Moments)
	v.draw(q, members)
	return p.show(w, r, frame{Title: "Timeline", Section: "timeline"}, func(reader) templ.Component { return timelinePage(v) })
}

// draw counts articles by equal stretches of days.
func (v *timelineView) draw(q asked, members []tocsin.Findings) {
	var first, last time.Time
	for _, m := range members {
		if t := m.Article.Published; !t.IsZero() {
			if first.IsZero() || t.Before(first) {
				first = t
			}
			if t.After(last) {
				last = t
			}
		}
	}
	if first.IsZero() {
		return
	}
	const most = 60
	first = first.UTC().Truncate(24 * time.Hour)
	days := int(last.Sub(first).Hours()/24) + 1
	each := (days + most - 1) / most
	counts := make([]int, max((days+each-1)/each, 7))
	for _, m := range members {
		if t := m.Article.Published; !t.IsZero() {
			counts[int(t.Sub(first).Hours()/24)/each]++
		}
	}
	begin := func(i int) time.Time { return first.AddDate(0, 0, i*each) }
	v.From, v.To = day(first), day(last)
	v.Bars = strip(counts, func(i int) string {
		return stretch(begin(i), begin(i+1).AddDate(0, 0, -1)) + ": " + many(counts[i], "article")
	}, func(i int) string {
		return q.with("from", begin(i).Format(time.DateOnly)).with("to", begin(i+1).AddDate(0, 0, -1).Format(time.DateOnly)).on("/timeline")
	})
}

// instant is a line of a timeline.
type instant struct {
	At      time.Time
	Day     string // what the words say, where that is no single day
	Kind    string // article, event
	Text    string
	Link    templ.SafeURL
	Outlet  string
	Note    string
	Status  tocsin.Status
	Dispute bool
	Count   int // articles that tell of it
}

// when is what stands in the margin: the day, or the stretch that the words name.
func (m instant) when() string {
	if at, err := time.Parse(time.DateOnly, m.Day); err == nil || m.Day == "" {
		if err == nil {
			return day(at)
		}
		return day(m.At)
	}
	for _, form := range []struct{ in, out string }{{"2006-01", "Jan 2006"}, {"2006", "2006"}} {
		if at, err := time.Parse(form.in, m.Day); err == nil {
			return at.Format(form.out)
		}
	}
	if first, last, found := strings.Cut(m.Day, "/"); found {
		from, err1 := time.Parse(time.DateOnly, first)
		to, err2 := time.Parse(time.DateOnly, last)
		if err1 == nil && err2 == nil {
			return stretch(from, to)
		}
	}
	return m.Day
}

// momentsOf puts what was published and what happened into one order of time.
func momentsOf(v *storyView) []instant {
	var out []instant
	for _, m := range v.Members {
		out = append(out, instant{At: m.Article.Published, Kind: "article", Text: cmp.Or(m.Article.Title, cut(m.Article.Text, 80)), Link: articleAt(m.Article.ID), Outlet: m.Article.Outlet,
			Note: many(len(m.Claims), "claim"), Count: 1})
	}
	for _, o := range v.Occurred {
		if o.Days.IsZero() || o.Days.To.Sub(o.Days.From) > 62*24*time.Hour {
			continue
		}
		first := o.Members[0]
		out = append(out, instant{At: o.Days.From, Day: o.Days.String(), Kind: "event", Text: lineOf(o), Link: eventAt(first.Article, first.Event), Status: o.Status,
			Dispute: o.Disputed, Count: o.Articles})
	}
	slices.SortStableFunc(out, func(a, b instant) int {
		return cmp.Or(a.At.Truncate(24*time.Hour).Compare(b.At.Truncate(24*time.Hour)), cmp.Compare(b.Kind, a.Kind), a.At.Compare(b.At), strings.Compare(a.Text, b.Text))
	})
	return out
}

// lineOf is an occurrence in words, without its day.
func lineOf(o occurrence.Occurrence) string {
	text := categoryWords(o.Category)
	if name := o.Actor.String(); name != "" {
		text = name + ": " + text
	}
	if name := o.Recipient.String(); name != "" {
		text += " → " + name
	}
	if o.Place.Name != "" {
		text += ", " + o.Place.Name
	}
	return capital(text)
}
