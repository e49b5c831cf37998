package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"tocsin"
	"tocsin/ask"
	"tocsin/link/origin"
	"tocsin/store"
)

// outletView is what the page of an outlet shows.
type outletView struct {
	store.OutletRecord
	Looked   int // articles whose origin was looked at
	Own      int // nothing in them is known to come from elsewhere
	Shared   int // passages, quotations or figures shared, nobody knows who was first
	Followed int // others have it from here
	Copied   int // it has it from others, or from an agency
	From     []count
	To       []count
	Articles []outletArticle
	Next     string
	Revised  []outletArticle
}

type outletArticle struct {
	Article tocsin.Article
	Claims  int
	How     string // own, first, shared, copy
	Why     string
}

const mostLooked = 120

func (p *Pages) outlets(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	f, err := q.filter()
	if err != nil {
		return err
	}
	f.Act, f.Category, f.Limit = "", "", 200
	found, err := p.ledger.Outlets(r.Context(), f)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: "Outlets", Section: "outlets"}, func(reader) templ.Component { return outletsPage(q, found) })
}

func (p *Pages) outlet(w http.ResponseWriter, r *http.Request) error {
	name := named(r)
	ctx := r.Context()
	v, err := p.tellOutlet(ctx, name)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: name, Section: "outlets"}, func(reader) templ.Component { return outletPage(v) })
}

func (p *Pages) tellOutlet(ctx context.Context, name string) (*outletView, error) {
	v := &outletView{}
	records, err := p.ledger.Outlets(ctx, tocsin.Filter{Outlet: name, Limit: 20})
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		if record.Name == name {
			v.OutletRecord = record
		}
	}
	if v.Name == "" {
		return nil, missing("The ledger has nothing by an outlet of that name.")
	}
	var members []tocsin.Findings
	for f, err := range p.ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Outlet: name, Limit: mostLooked}) {
		if err != nil {
			return nil, err
		}
		if f.Article.Outlet == name {
			members = append(members, f)
		}
	}
	if err := p.originality(ctx, v, members); err != nil {
		return nil, err
	}
	for _, a := range v.Articles {
		if a.Article.Revises != "" {
			v.Revised = append(v.Revised, a)
		}
	}
	if v.OutletRecord.Articles > mostListed {
		v.Next = asked{Outlet: name}.on("/articles")
	}
	v.Articles = v.Articles[:min(mostListed, len(v.Articles))]
	return v, nil
}

// originality tells of each article whether it is the outlet's own.
func (p *Pages) originality(ctx context.Context, v *outletView, members []tocsin.Findings) error {
	mine := map[string]bool{}
	var ids []string
	for _, m := range members {
		ids = append(ids, m.Article.ID)
		mine[m.Article.ID] = true
	}
	edges, err := ask.Edges(ctx, p.ledger, ids, tocsin.Filter{})
	if err != nil {
		return err
	}
	of := map[string][]origin.Edge{}
	var away []string
	for _, e := range edges {
		if e.Kind == origin.Published || e.Kind == origin.Owned || e.Kind == origin.Revises || e.Score < origin.Strong || mine[e.A] && mine[e.B] {
			continue
		}
		own, other := e.A, e.B
		if !mine[own] {
			own, other = e.B, e.A
		}
		of[own] = append(of[own], e)
		if !origin.IsPublisher(other) {
			away = append(away, other)
		}
	}
	outlets := map[string]string{}
	slices.Sort(away)
	away = slices.Compact(away)
	others, err := p.members(ctx, away[:min(mostLooked, len(away))])
	if err != nil {
		return err
	}
	for _, o := range others {
		outlets[o.Article.ID] = o.Article.Outlet
	}
	from, to := map[string]int{}, map[string]int{}
	for _, m := range members {
		a := outletArticle{Article: m.Article, Claims: len(m.Claims), How: "own"}
		for _, e := range of[m.Article.ID] {
			other := cmp.Or(map[bool]string{true: e.B, false: e.A}[e.A == m.Article.ID])
			name := outlets[other] // "" for an article that was not looked at
			if origin.IsPublisher(other) {
				name = publisher(other)
			}
			how := "shared"
			switch {
			case origin.IsPublisher(other) && e.Kind != origin.Interview, e.From == other:
				how = "copy"
				from[name]++
			case e.From == m.Article.ID:
				how = "first"
				to[name]++
			case origin.IsPublisher(other):
				continue
			}
			if rank(how) > rank(a.How) {
				a.How, a.Why = how, e.Why
			}
		}
		switch a.How {
		case "own":
			v.Own++
		case "first":
			v.Followed++
		case "shared":
			v.Shared++
		case "copy":
			v.Copied++
		}
		v.Looked++
		v.Articles = append(v.Articles, a)
	}
	v.From, v.To = counted(from), counted(to)
	return nil
}

// rank orders how an article came about by how little of it is its outlet's.
func rank(how string) int {
	return slices.Index([]string{"own", "first", "shared", "copy"}, how)
}

func counted(counts map[string]int) []count {
	var out []count
	for _, name := range sortedKeys(counts) {
		if name == "" {
			continue
		}
		out = append(out, count{name, counts[name], outletAt(name)})
	}
	slices.SortStableFunc(out, func(a, b count) int { return b.N - a.N })
	return out[:min(8, len(out))]
}

// share is a part of a hundred.
func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) * 100 / float64(of)
}
