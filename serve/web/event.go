package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/ask"
	"tocsin/link/occurrence"
)

// eventLine is an event of an article as a list shows it.
type eventLine struct {
	tocsin.Event
	Article tocsin.Article
	Words   string
	Where   string
	By      string
}

func eventLines(found []hit) []eventLine {
	var out []eventLine
	for _, h := range found {
		for _, e := range h.Events {
			if e.ID != h.ID {
				continue
			}
			line := eventLine{Event: e, Article: h.Article, Words: e.Trigger.Of(h.Article.Text)}
			for _, place := range h.Places {
				if place.ID == e.Place {
					line.Where = place.Name
				}
			}
			for _, claim := range h.Claims {
				if claim.ID == e.By {
					line.By = speaker(claim.Source.Name)
				}
			}
			out = append(out, line)
		}
	}
	return out
}

func (p *Pages) events(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	found, next, err := p.hits(r.Context(), tocsin.NounEvent, q, "/events", onePage)
	if err != nil {
		return err
	}
	lines := eventLines(found)
	return p.show(w, r, frame{Title: "Events", Section: "events"}, func(reader) templ.Component { return eventsPage(q, lines, next) })
}

// occurrenceView is one happening with all reports of it.
type occurrenceView struct {
	occurrence.Occurrence
	Mentions []mentionView
	Story    tocsin.Story
	Spots    []spot
}

type mentionView struct {
	occurrence.Member
	Title, Before, Words, After string
}

// occurrence shows the happening that an event of an article is a mention of,
// with the other reports in the article's story.
func (p *Pages) occurrence(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	article, event := chi.URLParam(r, "article"), chi.URLParam(r, "event")
	v, err := p.tellOccurrence(ctx, article, event)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: lineOf(v.Occurrence), Section: "events", Map: len(v.Spots) > 0}, func(reader) templ.Component { return occurrencePage(v) })
}

func (p *Pages) tellOccurrence(ctx context.Context, article, event string) (*occurrenceView, error) {
	v := &occurrenceView{}
	ids := []string{article}
	story, err := p.ledger.Story(ctx, article, tocsin.Filter{})
	if err == nil {
		v.Story = story
		if ids, err = p.latest(ctx, story.Articles, story.From, story.To, mostMembers); err != nil {
			return nil, err
		}
		if !slices.Contains(ids, article) {
			ids = append(ids, article)
		}
	}
	members, err := p.members(ctx, ids)
	if err != nil {
		return nil, err
	}
	edges, err := ask.Edges(ctx, p.ledger, ids, tocsin.Filter{})
	if err != nil {
		return nil, err
	}
	same, _ := sameOrigin(ids, edges)
	texts := map[string]tocsin.Findings{}
	var signatures []occurrence.Signature
	for _, m := range members {
		texts[m.Article.ID] = m
		signatures = append(signatures, occurrence.Sign(m)...)
	}
	for _, o := range occurrence.Group(signatures, same) {
		if !slices.ContainsFunc(o.Members, func(m occurrence.Member) bool { return m.Article == article && m.Event == event }) {
			continue
		}
		v.Occurrence = o
		for _, m := range o.Members {
			f := texts[m.Article]
			view := mentionView{Member: m, Title: title(f.Article)}
			view.Before, view.Words, view.After = inContext(f.Article.Text, []tocsin.Span{m.Span})
			v.Mentions = append(v.Mentions, view)
		}
		if !o.Place.IsZero() {
			v.Spots = []spot{{Name: o.Place.Name, Country: o.Place.Country, Lat: o.Place.Lat, Lon: o.Place.Lon, Articles: o.Articles, Events: 1,
				Wide: o.Place.Precision == "country" || o.Place.Precision == "region", Link: placeAt(o.Place.Name, o.Place.Lat, o.Place.Lon)}}
		}
		return v, nil
	}
	return nil, missing("The ledger has no such event now. It may have been corrected, or its article revised.")
}

// eventWords tell an event in one line.
func eventWords(e eventLine) string {
	line := firstOf(e.Actor.Name, land(e.Actor.Country), "somebody") + ": “" + e.Words + "”"
	if to := firstOf(e.Recipient.Name, land(e.Recipient.Country)); to != "" {
		line += " → " + to
	}
	if e.Where != "" {
		line += ", " + e.Where
	}
	return line
}
