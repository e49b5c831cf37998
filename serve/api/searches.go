package api

import (
	"cmp"
	"net/http"
	"time"

	"tocsin/serve/account"
	"tocsin/serve/query"
	"tocsin/store"
)

// Search is a query that somebody saved.
type Search struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Query   string     `json:"query" doc:"As an address has it: text=drill&country=BLR"`
	Feed    string     `json:"feed" doc:"Path of the feed of what it finds (Atom). It needs no login: whoever has it can read that."`
	Created *time.Time `json:"created"`
}

// NewSearch is a query that is to be saved.
type NewSearch struct {
	Name  string `json:"name,omitempty" maxLength:"100" doc:"The query itself without it."`
	Query string `json:"query" minLength:"1" maxLength:"4000" doc:"As the address of a search has it: text=drill&country=BLR&from=2022-10-01"`
}

// searches adds what readers save. It is their own, in whatever way they come in.
func (a *API) searches() {
	add(a, operation{
		method: http.MethodGet, path: "/searches", id: "list-searches", tag: "Searches", summary: "What you saved", answer: Page[Search]{},
	}, func(c *call, _ *struct{}) error {
		saved, err := a.ledger.Searches(c, account.Of(c).Name)
		page := Page[Search]{Items: []Search{}}
		for _, s := range saved {
			page.Items = append(page.Items, searchOf(s))
		}
		if err != nil {
			return err
		}
		return c.json(page)
	})
	add(a, operation{
		method: http.MethodPost, path: "/searches", id: "save-search", tag: "Searches", summary: "Save a search", answer: Search{}, status: http.StatusCreated,
		description: "It is listed on your pages, and has a feed of what it finds. A token of scope read may do so: it changes nothing of the ledger's record.",
	}, func(c *call, in *struct{ Body NewSearch }) error {
		encoded, err := query.Saved(in.Body.Query)
		if err != nil {
			return err
		}
		saved, err := a.ledger.KeepSearch(c, account.Of(c).Name, cmp.Or(line(in.Body.Name), encoded), encoded)
		if err != nil {
			return err
		}
		return c.json(searchOf(saved))
	})
	add(a, operation{
		method: http.MethodDelete, path: "/searches/{id}", id: "remove-search", tag: "Searches", summary: "Forget a saved search", answer: Gone{},
		description: "Its feed ends.",
	}, func(c *call, in *struct {
		ID string `path:"id" maxLength:"40"`
	}) error {
		if err := a.ledger.DropSearch(c, in.ID, account.Of(c).Name); err != nil {
			return err
		}
		return c.json(Gone{in.ID})
	})
}

func searchOf(s store.Search) Search {
	return Search{s.ID, s.Name, s.Query, query.FeedPath(s.Secret), moment(s.Created)}
}
