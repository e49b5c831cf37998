package web

import (
	"cmp"
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"tocsin"
	"tocsin/country"
)

// searchView is what a search found.
type searchView struct {
	Query      asked
	Tabs       []count
	Statements []tocsin.Statement
	Articles   []hit
	Events     []eventLine
	Figures    []figureLine
	Stories    []tocsin.Story
	Next       string
	Facets     []facet
	Feed       string
}

// facet is a part by which the results can be narrowed.
type facet struct {
	Name   string
	Values []count
	Chosen string
	Clear  templ.SafeURL
}

// figureLine is a figure of an article as a list shows it.
type figureLine struct {
	tocsin.Quantity
	Article tocsin.Article
	Words   string
	Before  string
	After   string
}

const mostValues = 8 // of a facet

// nouns are what can be listed, in the order of the tabs.
var nouns = []struct{ name, title string }{
	{"claims", "Claims"}, {"articles", "Articles"}, {"stories", "Stories"}, {"events", "Events"}, {"figures", "Figures"},
}

func (p *Pages) search(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	if !slices.ContainsFunc(nouns, func(n struct{ name, title string }) bool { return n.name == q.Noun }) {
		q.Noun = "claims"
	}
	v := &searchView{Query: q}
	if !q.empty() {
		var err error
		v, err = kept(r.Context(), p, "search "+q.Noun+" "+r.URL.RawQuery, func() (*searchView, error) { return p.find(r.Context(), q) })
		if err != nil {
			return err
		}
	}
	heading := "Search"
	if said := q.said(); said != "" {
		heading = capital(said)
	}
	saved, err := p.ledger.Searches(r.Context(), p.who(r))
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: heading, Section: "search", Feed: v.Feed, Wide: true}, func(reader reader) templ.Component { return searchPage(v, saved, reader) })
}

func (p *Pages) find(ctx context.Context, q asked) (*searchView, error) {
	v := &searchView{Query: q, Feed: q.on("/search.atom")}
	f, err := q.filter()
	if err != nil {
		return nil, err
	}
	switch q.Noun {
	case "articles":
		v.Articles, v.Next, err = p.hits(ctx, tocsin.NounArticle, q, "/search", onePage)
	case "events":
		var found []hit
		found, v.Next, err = p.hits(ctx, tocsin.NounEvent, q, "/search", onePage)
		v.Events = eventLines(found)
	case "figures":
		var found []hit
		found, v.Next, err = p.hits(ctx, tocsin.NounQuantity, q, "/search", onePage)
		v.Figures = figureLines(found)
	case "stories":
		bare := f
		bare.Act, bare.Category, bare.Limit = "", "", onePage
		v.Stories, err = p.ledger.Stories(ctx, bare, 1)
	default:
		v.Statements, v.Next, err = p.statementsOf(ctx, q, "/search", onePage)
	}
	if err != nil {
		return nil, err
	}
	if err := p.count(ctx, v, f); err != nil {
		return nil, err
	}
	return v, p.facets(ctx, v, f)
}

// count tells how many of each noun there are.
func (p *Pages) count(ctx context.Context, v *searchView, f tocsin.Filter) error {
	of := map[string]tocsin.Noun{"claims": tocsin.NounClaim, "articles": tocsin.NounArticle, "events": tocsin.NounEvent, "figures": tocsin.NounQuantity}
	for _, noun := range nouns {
		c := count{Name: noun.title, N: -1, Link: templ.SafeURL(v.Query.with("noun", noun.name).on("/search"))}
		if kind, counted := of[noun.name]; counted {
			one := f
			one.To = time.Time{}
			if to, err := v.Query.dateTo(); err == nil {
				one.To = to
			}
			if kind != tocsin.NounClaim {
				one.Act = ""
			}
			if kind != tocsin.NounEvent {
				one.Category = ""
			}
			var err error
			if c.N, err = p.ledger.Count(ctx, kind, one); err != nil {
				return err
			}
		}
		v.Tabs = append(v.Tabs, c)
	}
	return nil
}

func (p *Pages) facets(ctx context.Context, v *searchView, f tocsin.Filter) error {
	q := v.Query
	plain := f
	plain.Act, plain.Category, plain.Limit = "", "", mostValues
	outlets, err := p.ledger.Outlets(ctx, plain)
	if err != nil {
		return err
	}
	byOutlet := facet{Name: "Outlet", Chosen: q.Outlet, Clear: templ.SafeURL(q.with("outlet", "").on("/search"))}
	for _, o := range outlets {
		if o.Name == "" {
			continue
		}
		byOutlet.Values = append(byOutlet.Values, count{o.Name, o.Articles, templ.SafeURL(q.with("outlet", o.Name).on("/search"))})
	}
	voices := plain
	voices.About = ""
	actors, err := p.ledger.Actors(ctx, voices)
	if err != nil {
		return err
	}
	bySource := facet{Name: "Actor", Chosen: q.By, Clear: templ.SafeURL(q.with("by", "").on("/search"))}
	sides := facet{Name: "Side", Chosen: q.Country, Clear: templ.SafeURL(q.with("country", "").on("/search"))}
	totals := map[string]int{}
	for _, a := range actors {
		if a.Claims > 0 {
			bySource.Values = append(bySource.Values, count{a.Name, a.Articles, templ.SafeURL(q.with("by", a.Name).on("/search"))})
		}
		if a.Country != "" && !strings.Contains(a.Country, ",") {
			totals[a.Country] += a.Articles
		}
	}
	for _, code := range sortedKeys(totals) {
		if country.Of(code) != nil {
			sides.Values = append(sides.Values, count{land(code), totals[code], templ.SafeURL(q.with("country", code).on("/search"))})
		}
	}
	slices.SortStableFunc(sides.Values, func(a, b count) int { return b.N - a.N })
	v.Facets = append(v.Facets, byOutlet, bySource, sides)
	if q.Noun == "claims" {
		stands := facet{Name: "Standing", Chosen: q.Standing, Clear: templ.SafeURL(q.with("standing", "").on("/search"))}
		for _, s := range tocsin.Standings {
			stands.Values = append(stands.Values, count{string(s), -1, templ.SafeURL(q.with("standing", string(s)).on("/search"))})
		}
		deeds := facet{Name: "Act", Chosen: q.Act, Clear: templ.SafeURL(q.with("act", "").on("/search"))}
		for _, act := range acts {
			deeds.Values = append(deeds.Values, count{verb(act), -1, templ.SafeURL(q.with("act", string(act)).on("/search"))})
		}
		v.Facets = append(v.Facets, stands, deeds)
	}
	return nil
}

func figureLines(found []hit) []figureLine {
	var out []figureLine
	for _, h := range found {
		for _, quantity := range h.Quantities {
			if quantity.ID != h.ID {
				continue
			}
			line := figureLine{Quantity: quantity, Article: h.Article}
			line.Before, line.Words, line.After = inContext(h.Article.Text, []tocsin.Span{quantity.Span})
			out = append(out, line)
		}
	}
	return out
}

// Atom as RFC 4287 has it, as much of it as a reader of feeds needs.
type atomFeed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// searchFeed is a search that readers of feeds can keep: its latest results.
func (p *Pages) searchFeed(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	return p.feedOf(w, r, q, q.said(), q.on("/search.atom"))
}

// feedOf writes what a query finds as a feed of a name, which is at an address.
func (p *Pages) feedOf(w http.ResponseWriter, r *http.Request, q asked, name, self string) error {
	q.Until, q.After = "", ""
	base := strings.TrimSuffix(p.opts.BaseURL, "/")
	var entries []atomEntry
	add := func(link templ.SafeURL, heading, summary string, at time.Time) {
		if at.IsZero() {
			at = time.Unix(0, 0)
		}
		entries = append(entries, atomEntry{ID: base + string(link), Title: visible(heading), Updated: at.UTC().Format(time.RFC3339), Link: atomLink{Href: base + string(link)}, Summary: visible(summary)})
	}
	if q.Noun == "articles" {
		found, _, err := p.hits(r.Context(), tocsin.NounArticle, q, "/search", onePage)
		if err != nil {
			return err
		}
		for _, h := range found {
			add(articleAt(h.Article.ID), title(h.Article), h.Article.Outlet+", "+many(len(h.Claims), "claim"), h.Article.Published)
		}
	} else {
		found, _, err := p.statementsOf(r.Context(), q, "/search", onePage)
		if err != nil {
			return err
		}
		for _, s := range found {
			add(statementAt(s.ID), speaker(s.Source)+" "+does(s.Source, s.Act)+": "+cut(s.Text, 120), string(s.Standing)+", "+many(s.Origins, "independent origin")+": "+s.Text, s.Last)
		}
	}
	feed := atomFeed{ID: base + q.on("/search"), Title: "Tocsin: " + visible(cmp.Or(name, "all claims")), Entries: entries,
		Links: []atomLink{{"self", base + self}, {"alternate", base + q.on("/search")}}}
	feed.Author.Name = "Tocsin"
	feed.Updated = time.Unix(0, 0).UTC().Format(time.RFC3339)
	for _, e := range entries {
		feed.Updated = max(feed.Updated, e.Updated)
	}
	body, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write([]byte(xml.Header + string(body) + "\n"))
	return nil
}
