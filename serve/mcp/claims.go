package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"tocsin"
	"tocsin/serve/query"
	"tocsin/store"
)

// Question is what claims are searched for.
type Question struct {
	Text    string `json:"text,omitempty" jsonschema:"words, \"phrases\", OR and -word in the claim"`
	By      string `json:"by,omitempty" jsonschema:"who says it: words of a name"`
	About   string `json:"about,omitempty" jsonschema:"who or what it mentions: words of a name"`
	Country string `json:"country,omitempty" jsonschema:"country of the source: a name or an ISO code"`
	Act     string `json:"act,omitempty" jsonschema:"assert, deny, accuse, demand, commit, threaten, warn or believe"`
	From    string `json:"from,omitempty" jsonschema:"published on or after that day, as 2022-10-17"`
	To      string `json:"to,omitempty" jsonschema:"published on or before that day"`
	Place   string `json:"place,omitempty" jsonschema:"a place's name or LATITUDE,LONGITUDE"`
	Within  string `json:"within,omitempty" jsonschema:"how far from place, in kilometres"`
	Outlet  string `json:"outlet,omitempty" jsonschema:"words of the outlet's name"`
	Article string `json:"article,omitempty" jsonschema:"ID of the article"`
	AsOf    string `json:"as_of,omitempty" jsonschema:"what the ledger knew then: a day or a moment"`
	Limit   int    `json:"limit,omitempty" jsonschema:"how many at most; 10 without it, never more than 20"`
}

// Found is the claims that match.
type Found struct {
	Total  int     `json:"total" jsonschema:"how many match; only the latest are here"`
	Claims []Claim `json:"claims"`
}

// Claim is what a source says in one article.
type Claim struct {
	ID        string  `json:"id"`
	Words     string  `json:"words"`
	Spans     [][]int `json:"spans" jsonschema:"where they stand: [start, end) in code points of the article's text"`
	Source    string  `json:"source" jsonschema:"empty where nobody is named"`
	Country   string  `json:"country" jsonschema:"of the side that it speaks for, ISO 3166 alpha-3"`
	Act       string  `json:"act"`
	Form      string  `json:"form" jsonschema:"direct (quoted), indirect (the outlet's words) or mixed"`
	Certainty string  `json:"certainty"`
	Statement string  `json:"statement" jsonschema:"ID for get_statement, empty where there is none yet"`
	Standing  string  `json:"standing" jsonschema:"how the statement stands"`
	Article   Article `json:"article"`
}

func (t tools) searchClaims(ctx context.Context, in Question) (Found, error) {
	found := Found{Claims: []Claim{}}
	words := query.Words{
		Text: in.Text, By: in.By, About: in.About, Country: in.Country, Act: in.Act, From: in.From, To: in.To, Place: in.Place, Within: in.Within,
		Outlet: in.Outlet, Article: in.Article, AsOf: in.AsOf, Limit: in.Limit,
	}
	if words.Limit <= 0 {
		words.Limit = 10
	}
	words.Limit = min(words.Limit, mostClaims)
	filter, err := words.Filter()
	if err != nil {
		return found, understood(err)
	}
	if found.Total, err = t.Ledger.Count(ctx, tocsin.NounClaim, filter); err != nil {
		return found, t.failed(err)
	}
	for findings, err := range t.Ledger.Select(ctx, tocsin.NounClaim, filter) {
		if err != nil {
			return found, t.failed(err)
		}
		claims, err := t.claimsOf(ctx, findings)
		if err != nil {
			return found, err
		}
		found.Claims = append(found.Claims, claims...)
	}
	return found, nil
}

// claimsOf are the claims of findings, with how their statements stand.
func (t tools) claimsOf(ctx context.Context, findings tocsin.Findings) ([]Claim, error) {
	names, err := t.Ledger.StatementsOf(ctx, []string{findings.Article.ID})
	if err != nil {
		return nil, t.failed(err)
	}
	text, runes := findings.Article.Text, tocsin.NewRunes(findings.Article.Text)
	var out []Claim
	for _, c := range findings.Claims {
		claim := Claim{
			ID: c.ID, Words: cut(tocsin.Words(text, c.Content...), mostWords), Spans: [][]int{}, Source: c.Source.Name, Country: c.Source.Country,
			Act: string(c.Act), Form: string(c.Form), Certainty: string(c.Certainty), Article: t.articleOf(findings.Article),
		}
		for _, span := range c.Content {
			at := runes.Range(span)
			claim.Spans = append(claim.Spans, at[:])
		}
		if id := names[tocsin.Ref{Article: findings.Article.ID, Claim: c.ID}]; id != "" {
			statement, err := t.Ledger.Statement(ctx, id, tocsin.Filter{})
			if err != nil && !errors.Is(err, store.ErrNoStatement) {
				return nil, t.failed(err)
			}
			claim.Statement, claim.Standing = statement.ID, string(statement.Standing)
		}
		out = append(out, claim)
	}
	return out, nil
}

// understood names fields as the tools do.
func understood(err error) error {
	if fault := query.Faulty(err); fault != nil {
		return errors.New(fault.Naming(func(field string) string { return strings.ReplaceAll(field, "-", "_") }))
	}
	return err
}

// failed tells what the ledger says to users and hides the rest, which the log
// has.
func (t tools) failed(err error) error {
	for _, known := range []error{store.ErrNoStory, store.ErrNoStatement, store.ErrFilter, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return err
		}
	}
	if t.Log != nil {
		t.Log.Error("a tool failed", "why", err)
	}
	return fmt.Errorf("the ledger could not answer")
}
