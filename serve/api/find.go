package api

import (
	"cmp"
	"encoding/json"
	"net/http"
	"time"

	"tocsin"
	"tocsin/ask"
	"tocsin/store"
)

// finding adds the questions for findings.
func (a *API) finding() {
	type Plain struct {
		Filters
		Paging
	}
	add(a, operation{
		method: http.MethodGet, path: "/articles", id: "list-articles", tag: "Findings", summary: "Articles",
		description: "As “tocsin articles”.", answer: Page[ArticleRow]{}, lines: ArticleRow{},
	}, func(c *call, in *Plain) error {
		q, err := c.ask(in.words(), in.Paging)
		if err != nil {
			return err
		}
		return c.rows(tocsin.NounArticle, q)
	})
	add(a, operation{
		method: http.MethodGet, path: "/claims", id: "list-claims", tag: "Findings", summary: "Who said what",
		description: "As “tocsin claims”.", answer: Page[ClaimRow]{}, lines: ClaimRow{},
	}, func(c *call, in *struct {
		Plain
		Act string `query:"act" enum:"assert,deny,accuse,demand,commit,threaten,warn,believe" doc:"What the source does."`
	}) error {
		words := in.words()
		words.Act = in.Act
		q, err := c.ask(words, in.Paging)
		if err != nil {
			return err
		}
		return c.rows(tocsin.NounClaim, q)
	})
	add(a, operation{
		method: http.MethodGet, path: "/events", id: "list-events", tag: "Findings", summary: "What happened",
		description: "As “tocsin events”: each mention of an event, coded in PLOVER 2.0, with the claim that asserts it.", answer: Page[EventRow]{}, lines: EventRow{},
	}, func(c *call, in *struct {
		Plain
		Categories
	}) error {
		words := in.words()
		words.Category = in.Category
		q, err := c.ask(words, in.Paging)
		if err != nil {
			return err
		}
		return c.rows(tocsin.NounEvent, q)
	})
	add(a, operation{
		method: http.MethodGet, path: "/figures", id: "list-figures", tag: "Findings", summary: "Figures",
		description: "As “tocsin figures”.", answer: Page[FigureRow]{}, lines: FigureRow{},
	}, func(c *call, in *Plain) error {
		q, err := c.ask(in.words(), in.Paging)
		if err != nil {
			return err
		}
		return c.rows(tocsin.NounQuantity, q)
	})
	add(a, operation{
		method: http.MethodGet, path: "/actors", id: "list-actors", tag: "Findings", summary: "The parties that the ledger knows",
		description: "As “tocsin actors”: those of most articles first. by looks in their names.", answer: Page[Actor]{}, lines: Actor{},
	}, func(c *call, in *Plain) error {
		return listed(c, in.Filters, in.Paging, false, "", func(filter tocsin.Filter) ([]Actor, error) { return c.actors(filter) })
	})
	add(a, operation{
		method: http.MethodGet, path: "/outlets", id: "list-outlets", tag: "Findings", summary: "Who published",
		description: "As “tocsin sources”: those of most articles first.", answer: Page[Outlet]{}, lines: Outlet{},
	}, func(c *call, in *Plain) error {
		return listed(c, in.Filters, in.Paging, false, "", func(filter tocsin.Filter) ([]Outlet, error) {
			outlets, err := c.api.ledger.Outlets(c, filter)
			var found []Outlet
			for _, o := range outlets {
				found = append(found, Outlet{o.Name, o.Articles, o.Claims, o.Revisions, day(o.First), day(o.Last)})
			}
			return found, err
		})
	})
	add(a, operation{
		method: http.MethodGet, path: "/search", id: "search", tag: "Findings", summary: "Anything about some words",
		description: "How much there is of each kind, and the latest of it.", answer: Result{},
	}, searched)
}

// Categories choose events.
type Categories struct {
	Category string `query:"category" maxLength:"20" doc:"PLOVER category: ASSAULT, MOBILIZE, PROTEST …"`
}

// Actor is what the ledger has of a party.
type Actor struct {
	Name     string           `json:"name"`
	Kind     tocsin.ActorKind `json:"kind"`
	Role     string           `json:"role" doc:"One of its roles."`
	Country  string           `json:"country"`
	Articles int              `json:"articles"`
	Mentions int              `json:"mentions"`
	Claims   int              `json:"claims" doc:"That are credited to it."`
	First    string           `json:"first" doc:"Day of the first article, empty where unknown."`
	Last     string           `json:"last"`
}

// Outlet is what the ledger has of an outlet.
type Outlet struct {
	Outlet    string `json:"outlet"`
	Articles  int    `json:"articles"`
	Claims    int    `json:"claims"`
	Revisions int    `json:"revisions"`
	First     string `json:"first"`
	Last      string `json:"last"`
}

func (c *call) actors(filter tocsin.Filter) ([]Actor, error) {
	records, err := c.api.ledger.Actors(c, filter)
	var found []Actor
	for _, a := range records {
		found = append(found, actorOf(a))
	}
	return found, err
}

func actorOf(a store.ActorRecord) Actor {
	return Actor{a.Name, a.Kind, a.Role, a.Country, a.Articles, a.Mentions, a.Claims, day(a.First), day(a.Last)}
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// Result is what a search finds.
type Result struct {
	Counts   map[string]int `json:"counts" doc:"Of articles, claims, events and figures; the latter two in the articles that match."`
	Articles []ArticleRow   `json:"articles"`
	Claims   []ClaimRow     `json:"claims"`
	Actors   []Actor        `json:"actors" doc:"Whose names have the words."`
	Stories  []ask.Story    `json:"stories"`
}

func searched(c *call, in *struct {
	Q     string `query:"q" required:"true" minLength:"1" maxLength:"500" doc:"Words, \"phrases\", OR and -word."`
	Limit int    `query:"limit" minimum:"1" maximum:"50" doc:"Of each kind; 10 without it."`
}) error {
	if same, err := c.unchanged(); same || err != nil {
		return err
	}
	filter := tocsin.Filter{Text: in.Q, Limit: cmp.Or(in.Limit, 10)}
	counts, items := map[string]int{}, map[tocsin.Noun][]json.RawMessage{}
	for noun, plural := range plurals {
		count, err := c.api.ledger.Count(c, noun, filter)
		if err != nil {
			return err
		}
		counts[plural] = count
		if noun != tocsin.NounArticle && noun != tocsin.NounClaim {
			continue
		}
		p, err := c.part(noun, asked{filter: filter}, filter.Limit)
		if err != nil {
			return err
		}
		if items[noun], err = rowsOf(noun, p.findings); err != nil {
			return err
		}
	}
	actors, err := c.actors(tocsin.Filter{By: in.Q, Limit: filter.Limit})
	if err != nil {
		return err
	}
	stories, err := ask.Stories(c, c.api.ledger, filter, 1, ask.Depth{})
	if err != nil {
		return err
	}
	return c.json(map[string]any{
		"counts": counts, "articles": items[tocsin.NounArticle], "claims": items[tocsin.NounClaim],
		"actors": append([]Actor{}, actors...), "stories": append([]ask.Story{}, stories...),
	})
}
