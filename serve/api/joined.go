package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"tocsin"
	"tocsin/ask"
	"tocsin/link/promise"
	"tocsin/serve/query"
)

// farthest bounds how far into a list of records one may go page by page.
const farthest = 100_000

// listed answers with records that a filter selects: one page, or all of them as
// lines. Dear questions take the whole ledger: they wait for a turn, are answered
// whole, and the answer is remembered for its further pages. Others are asked for
// no more than is shown. More is what the answer depends on besides the ledger.
func listed[T any](c *call, filters Filters, paging Paging, dear bool, more string, find func(tocsin.Filter) ([]T, error)) error {
	return listedOf(c, filters.words(), paging, dear, more, find)
}

func listedOf[T any](c *call, words query.Words, paging Paging, dear bool, more string, find func(tocsin.Filter) ([]T, error)) error {
	q, err := c.ask(words, paging)
	if err != nil {
		return err
	}
	if q.at.Done > farthest {
		return faultf(http.StatusBadRequest, "the list goes on for too long: narrow it with from and to, or take it as JSON Lines")
	}
	if same, err := c.unchanged(more); same || err != nil {
		return err
	}
	records, err := records(c, q, dear, more, find)
	if err != nil {
		return err
	}
	records = records[min(q.at.Done, len(records)):]
	rest := q.limit > 0 && len(records) > q.limit
	if rest {
		records = records[:q.limit]
	}
	if c.lines() {
		for _, record := range records {
			line, err := json.Marshal(record)
			if err != nil {
				return err
			}
			if err := c.line(line); err != nil {
				return c.gone(err)
			}
		}
		return c.ended()
	}
	page := Page[any]{Items: records}
	if rest {
		next := q.at
		next.Done += len(records)
		page.Next = next.String()
	}
	c.link(page.Next)
	return c.json(page)
}

// records are what is found from the first to one behind the page.
func records[T any](c *call, q asked, dear bool, more string, find func(tocsin.Filter) ([]T, error)) ([]any, error) {
	filter := q.filter
	all := func() ([]any, error) {
		found, err := find(filter)
		records := make([]any, len(found))
		for i, record := range found {
			records[i] = record
		}
		return records, err
	}
	if !dear {
		if q.limit > 0 {
			filter.Limit = q.at.Done + q.limit + 1
		}
		return all()
	}
	return c.api.answers.of(c, fmt.Sprint(q.at.Asks, " ", q.at.AsOf, " ", more), func() ([]any, error) {
		done, err := c.api.asking.take(c)
		if err != nil {
			return nil, err
		}
		defer done()
		return all()
	})
}

// Least leaves out what few tell of.
type Least struct {
	Least int `query:"least" minimum:"1" doc:"Only those of at least so many articles, or rungs; 1 without it."`
}

func (l Least) least() int { return max(l.Least, 1) }

// joined adds the questions for what joins articles.
func (a *API) joined() {
	type Plain struct {
		Filters
		Paging
	}
	type Counted struct {
		Plain
		Least
	}
	add(a, operation{
		method: http.MethodGet, path: "/stories", id: "list-stories", tag: "Across articles", summary: "Articles about the same happening",
		description: "As “tocsin stories”: those with the latest articles first.", answer: Page[ask.Story]{}, lines: ask.Story{},
	}, func(c *call, in *struct {
		Counted
		Summary bool `query:"summary" doc:"With the claims that tell most of it."`
	}) error {
		return listed(c, in.Filters, in.Paging, false, "", func(filter tocsin.Filter) ([]ask.Story, error) {
			return ask.Stories(c, a.ledger, filter, in.least(), ask.Depth{Summary: in.Summary})
		})
	})
	type One struct {
		ID   string `path:"id" maxLength:"300"`
		AsOf string `query:"as_of" maxLength:"40" doc:"As the ledger had it then."`
	}
	add(a, operation{
		method: http.MethodGet, path: "/stories/{id}", id: "get-story", tag: "Across articles", summary: "One story",
		description: "By its ID or that of one of its articles: with the claims that tell most of it, why each article belongs, and what became of it.", answer: ask.Story{},
	}, func(c *call, in *One) error {
		filter, err := query.Words{AsOf: in.AsOf}.Filter()
		if err != nil {
			return err
		}
		if same, err := c.unchanged(); same || err != nil {
			return err
		}
		story, err := ask.StoryOf(c, a.ledger, in.ID, filter, ask.Depth{Summary: true, Why: true, History: true})
		if err != nil {
			return err
		}
		return c.json(story)
	})
	add(a, operation{
		method: http.MethodGet, path: "/statements", id: "list-statements", tag: "Across articles", summary: "What is said, by whom else, and who says otherwise",
		description: "As “tocsin statements”: those said last first.", answer: Page[tocsin.Statement]{}, lines: tocsin.Statement{},
	}, func(c *call, in *struct {
		Plain
		Standing string `query:"standing" enum:"single-source,corroborated,disputed,denied,corrected,withdrawn" doc:"How they stand."`
	}) error {
		return listed(c, in.Filters, in.Paging, false, "", func(filter tocsin.Filter) ([]tocsin.Statement, error) {
			return a.ledger.Statements(c, filter, tocsin.Standing(in.Standing))
		})
	})
	add(a, operation{
		method: http.MethodGet, path: "/statements/{id}", id: "get-statement", tag: "Across articles", summary: "One statement",
		description: "By its ID or that of one of its claims.", answer: tocsin.Statement{},
	}, func(c *call, in *One) error {
		filter, err := query.Words{AsOf: in.AsOf}.Filter()
		if err != nil {
			return err
		}
		if same, err := c.unchanged(); same || err != nil {
			return err
		}
		statement, err := a.ledger.Statement(c, in.ID, filter)
		if err != nil {
			return err
		}
		return c.json(statement)
	})
	add(a, operation{
		method: http.MethodGet, path: "/ladders", id: "list-ladders", tag: "Across articles", summary: "Figures about the same thing",
		description: "As “tocsin figures --ladder”: who gives them, as of when, with best, low and high; the latest first.", answer: Page[ask.Ladder]{}, lines: ask.Ladder{},
	}, func(c *call, in *Counted) error {
		return listed(c, in.Filters, in.Paging, true, "", func(filter tocsin.Filter) ([]ask.Ladder, error) {
			return ask.Ladders(c, a.ledger, filter, in.least())
		})
	})
	add(a, operation{
		method: http.MethodGet, path: "/occurrences", id: "list-occurrences", tag: "Across articles", summary: "Happenings, however often they are mentioned",
		description: "As “tocsin events --occurrences”: the latest told first.", answer: Page[ask.Occurrence]{}, lines: ask.Occurrence{},
	}, func(c *call, in *struct {
		Counted
		Categories
	}) error {
		words := in.words()
		words.Category = in.Category
		return listedOf(c, words, in.Paging, true, "", func(filter tocsin.Filter) ([]ask.Occurrence, error) {
			return ask.Occurrences(c, a.ledger, filter, in.least())
		})
	})
	add(a, operation{
		method: http.MethodGet, path: "/promises", id: "list-promises", tag: "Across articles", summary: "What was promised, and what became of it",
		description: "As “tocsin promises”: the latest first.", answer: Page[ask.Promise]{}, lines: ask.Promise{},
	}, func(c *call, in *struct {
		Plain
		State string `query:"state" enum:"open,due,kept,broken,lapsed,unclear" doc:"How they stand."`
		At    string `query:"at" maxLength:"40" doc:"How they stood on that day; today without it."`
	}) error {
		now := a.opts.Now()
		if in.At != "" {
			at, err := query.Instant("at", in.At, true)
			if err != nil {
				return err
			}
			now = at.Add(-time.Second) // before the day after
		}
		return listed(c, in.Filters, in.Paging, true, now.UTC().Format(time.DateOnly), func(filter tocsin.Filter) ([]ask.Promise, error) {
			return ask.Promises(c, a.ledger, filter, promise.State(in.State), now)
		})
	})
	add(a, operation{
		method: http.MethodGet, path: "/origins", id: "list-origins", tag: "Across articles", summary: "Articles that come from one place",
		description: "As “tocsin origins”: those of most articles first.", answer: Page[ask.Origin]{}, lines: ask.Origin{},
	}, func(c *call, in *struct {
		Counted
		Explain bool `query:"explain" doc:"With what holds the articles together."`
	}) error {
		return listed(c, in.Filters, in.Paging, true, "", func(filter tocsin.Filter) ([]ask.Origin, error) {
			origins, _, _, err := ask.Origins(c, a.ledger, filter, in.least())
			for i := range origins {
				if !in.Explain {
					origins[i].Edges = nil
				}
			}
			return origins, err
		})
	})
}
