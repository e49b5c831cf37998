package ask

import (
	"context"
	"slices"

	"tocsin"
	"tocsin/link/origin"
	"tocsin/store"
)

// Origin is articles that come from one place.
type Origin struct {
	Source   string   `json:"source"` // where it comes from, as a guess: an article or a publisher
	Articles []string `json:"articles"`
	Why      string   `json:"why"`
	Edges    []Edge   `json:"edges,omitempty"`
}

// Edge is what joins two articles, or an article and a publisher.
type Edge struct {
	A     string      `json:"a"`
	B     string      `json:"b"`
	Kind  origin.Kind `json:"kind"`
	Score float64     `json:"score"`
	Why   string      `json:"why"`
}

// Origins parts the articles that a filter selects by what was copied, cited or
// tagged: those of at least so many articles, the largest first. That two reports
// are of one outlet matters where they tell of the same, not here. The counts are
// those of all origins and articles.
func Origins(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter, least int) (found []Origin, origins, articles int, err error) {
	all := filter
	all.Limit = 0
	ids, err := ledger.IDs(ctx, all)
	if err != nil {
		return nil, 0, 0, err
	}
	edges, err := Edges(ctx, ledger, ids, all)
	if err != nil {
		return nil, 0, 0, err
	}
	edges = slices.DeleteFunc(edges, func(e origin.Edge) bool { return e.Kind == origin.Published || e.Kind == origin.Owned })
	groups := origin.Origins(ids, edges)
	for _, group := range groups {
		if len(group.Members) < least {
			continue
		}
		out := Origin{Source: group.Source, Articles: group.Members, Why: group.Why}
		for _, e := range group.Edges {
			out.Edges = append(out.Edges, Edge{e.A, e.B, e.Kind, e.Score, e.Why})
		}
		found = append(found, out)
	}
	slices.SortStableFunc(found, func(a, b Origin) int { return len(b.Articles) - len(a.Articles) })
	return limited(found, filter), len(groups), len(ids), nil
}
