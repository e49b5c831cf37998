// Package ask answers questions to a ledger that take more than a query: what
// figures are about one thing, which mentions are of one happening, what became
// of promises, which articles come from one place, what a story tells and why
// its articles belong to it. In go a Ledger and a Filter; out come records as
// every door of the program shows them, the command line and the interface for
// programs alike. They name findings by their IDs; spans are to be had there.
//
// Links must be up to date, see package ingest.
package ask

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/link/origin"
	"tocsin/store"
)

// Edges are the edges of origins that some articles are an end of, as the
// ledger knew them at the filter's time.
func Edges(ctx context.Context, ledger *store.Ledger, articles []string, filter tocsin.Filter) ([]origin.Edge, error) {
	joins, err := ledger.Joins(ctx, store.JoinOrigin, articles, filter)
	if err != nil {
		return nil, err
	}
	return edgesOf(joins)
}

func edgesOf(joins []store.Join) ([]origin.Edge, error) {
	edges := make([]origin.Edge, len(joins))
	for i, join := range joins {
		if err := json.Unmarshal(join.Body, &edges[i]); err != nil {
			return nil, err
		}
	}
	return edges, nil
}

// Among tells of articles with which others of them they share their origin: it
// names a group for each. An article of which nothing is known is its own; one
// that was replaced since shares what it shared.
func Among(ctx context.Context, ledger *store.Ledger, articles []string, filter tocsin.Filter) (func(article string) string, error) {
	joins, err := ledger.JoinsEver(ctx, store.JoinOrigin, articles, filter)
	if err != nil {
		return nil, err
	}
	edges, err := edgesOf(joins)
	if err != nil {
		return nil, err
	}
	groups := map[string]string{}
	for _, group := range origin.Origins(articles, edges) {
		for _, member := range group.Members {
			groups[member] = group.Members[0]
		}
	}
	return func(article string) string { return cmp.Or(groups[article], article) }, nil
}

// IDs are those of the findings of a noun, or of the article where the noun has
// none of its own.
func IDs(noun tocsin.Noun, f tocsin.Findings) []string {
	var ids []string
	switch noun {
	case tocsin.NounClaim:
		for _, claim := range f.Claims {
			ids = append(ids, claim.ID)
		}
	case tocsin.NounEvent:
		for _, event := range f.Events {
			ids = append(ids, event.ID)
		}
	case tocsin.NounQuantity:
		for _, quantity := range f.Quantities {
			ids = append(ids, quantity.ID)
		}
	default:
		ids = append(ids, f.Article.ID)
	}
	return ids
}

// limited are the first of a list, as many as the filter wants.
func limited[T any](list []T, filter tocsin.Filter) []T {
	if filter.Limit > 0 {
		list = list[:min(filter.Limit, len(list))]
	}
	return list
}

// namesAll reports whether a name has all the words.
func namesAll(name, words string) bool {
	have := strings.Fields(store.Folded(name))
	for _, word := range strings.Fields(store.Folded(words)) {
		if !slices.Contains(have, word) {
			return false
		}
	}
	return true
}

// instant is a moment as records show it, nil for an unknown one.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
