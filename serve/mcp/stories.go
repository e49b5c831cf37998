package mcp

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"tocsin"
	"tocsin/serve/query"
	"tocsin/store"
)

// Name asks for one thing.
type Name struct {
	ID   string `json:"id"`
	AsOf string `json:"as_of,omitempty" jsonschema:"as the ledger had it then: a day or a moment"`
}

// Story is articles about one happening, with what is said in them.
type Story struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	First      string      `json:"first"`
	Last       string      `json:"last"`
	Outlets    []string    `json:"outlets"`
	Count      int         `json:"count" jsonschema:"of articles"`
	Articles   []Article   `json:"articles" jsonschema:"the first of them"`
	Disputes   []Dispute   `json:"disputes" jsonschema:"what is said and who says otherwise"`
	Statements []Statement `json:"statements" jsonschema:"what is said besides, the best supported first"`
}

// Dispute is a statement and what excludes it.
type Dispute struct {
	Statement Statement   `json:"statement"`
	Against   []Statement `json:"against"`
}

// Statement is what one source says in one or several articles.
type Statement struct {
	ID       string `json:"id"`
	Source   string `json:"source" jsonschema:"empty where nobody is named"`
	Country  string `json:"country"`
	Words    string `json:"words"`
	Act      string `json:"act"`
	Standing string `json:"standing"`
	Grade    string `json:"grade" jsonschema:"by the Admiralty system: reliability of the source A to F, credibility of the information 1 to 6"`
	Origins  int    `json:"origins" jsonschema:"independent origins of all reports of it"`
	Outlets  int    `json:"outlets"`
	Articles int    `json:"articles"`
	First    string `json:"first"`
}

func statementOf(s tocsin.Statement) Statement {
	articles := map[string]bool{}
	for _, ref := range s.Claims {
		articles[ref.Article] = true
	}
	return Statement{s.ID, s.Source, s.Country, cut(s.Text, mostWords), string(s.Act), string(s.Standing), s.Grade.String(), s.Origins, s.Outlets, len(articles), dayOf(s.First)}
}

func (t tools) story(ctx context.Context, in Name) (Story, error) {
	filter, err := query.Words{AsOf: in.AsOf}.Filter()
	if err != nil {
		return Story{}, understood(err)
	}
	s, err := t.Ledger.Story(ctx, in.ID, filter)
	if err != nil {
		return Story{}, t.failed(err)
	}
	out := Story{
		ID: s.ID, Title: cut(s.Title, 200), First: dayOf(s.From), Last: dayOf(s.To), Outlets: append([]string{}, s.Outlets...), Count: len(s.Articles),
		Articles: []Article{}, Disputes: []Dispute{}, Statements: []Statement{},
	}
	var statements []tocsin.Statement
	seen := map[string]bool{}
	for _, id := range s.Articles[:min(len(s.Articles), mostArticles)] {
		one := tocsin.Filter{Article: id, AsOf: filter.AsOf}
		for findings, err := range t.Ledger.Select(ctx, tocsin.NounArticle, one) {
			if err != nil {
				return out, t.failed(err)
			}
			out.Articles = append(out.Articles, t.articleOf(findings.Article))
		}
		said, err := t.Ledger.Statements(ctx, one, "")
		if err != nil {
			return out, t.failed(err)
		}
		for _, statement := range said {
			if !seen[statement.ID] {
				seen[statement.ID] = true
				statements = append(statements, statement)
			}
		}
	}
	slices.SortStableFunc(statements, func(a, b tocsin.Statement) int {
		return cmp.Or(cmp.Compare(b.Origins, a.Origins), cmp.Compare(b.Sources, a.Sources), cmp.Compare(len(b.Claims), len(a.Claims)))
	})
	return out, t.told(ctx, &out, statements, filter)
}

// told parts what is said into what is disputed and the rest.
func (t tools) told(ctx context.Context, out *Story, statements []tocsin.Statement, filter tocsin.Filter) error {
	for _, s := range statements {
		against, err := t.against(ctx, s, filter)
		if err != nil {
			return err
		}
		switch {
		case len(against) > 0 && len(out.Disputes) < mostStatements:
			out.Disputes = append(out.Disputes, Dispute{statementOf(s), against})
		case len(against) == 0 && len(out.Statements) < mostStatements:
			out.Statements = append(out.Statements, statementOf(s))
		}
	}
	return nil
}

// against are the statements that exclude one.
func (t tools) against(ctx context.Context, s tocsin.Statement, filter tocsin.Filter) ([]Statement, error) {
	var found []Statement
	for _, tie := range s.Ties {
		if tie.Kind != "incompatible" || len(found) == mostTies {
			continue
		}
		other, err := t.Ledger.Statement(ctx, tie.To, tocsin.Filter{AsOf: filter.AsOf})
		if err != nil {
			if failed := t.missing(err); failed != nil {
				return nil, failed
			}
			continue
		}
		found = append(found, statementOf(other))
	}
	return found, nil
}

// missing is nil for a statement that is no more: links are made anew while one
// asks.
func (t tools) missing(err error) error {
	if errors.Is(err, store.ErrNoStatement) {
		return nil
	}
	return t.failed(err)
}
