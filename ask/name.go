package ask

import (
	"cmp"
	"context"
	"slices"

	"tocsin"
	"tocsin/link/origin"
	"tocsin/store"
)

// How far copies are followed to find the first of them.
const (
	mostSteps = 4
	mostMet   = 1000
)

// OriginNames names for each article the publisher, or the article, that it goes
// back to: the agency that it credits, else who brought the first of its copies
// that the ledger learnt of, else its own outlet; where an owner is known, the
// owner. Unlike Among the name of an article does not depend on which others are
// asked about, so that what was counted at one time can be held against what is
// counted at another.
func OriginNames(ctx context.Context, ledger *store.Ledger, articles []string, filter tocsin.Filter) (map[string]string, error) {
	n := naming{up: map[string]string{}, credits: map[string]string{}, outlets: map[string]string{}}
	front := articles
	for range mostSteps {
		joins, err := ledger.JoinsEver(ctx, store.JoinOrigin, front, filter)
		if err != nil {
			return nil, err
		}
		edges, err := edgesOf(joins)
		if err != nil {
			return nil, err
		}
		for _, article := range front {
			n.up[article] = cmp.Or(n.up[article], article)
		}
		if front = n.add(edges); len(front) == 0 || len(n.up) > mostMet {
			break
		}
	}
	order, err := ledger.Order(ctx, n.known())
	if err != nil {
		return nil, err
	}
	return n.names(articles, order), nil
}

// naming joins copies and notes publishers.
type naming struct {
	up      map[string]string // article → another of its copies, nearer to the root
	credits map[string]string // article → the publisher that it credits
	outlets map[string]string // article → who brought it
}

func (n *naming) root(article string) string {
	for n.up[article] != article {
		article = n.up[article]
	}
	return article
}

// add takes edges in and returns the articles that were not met before.
func (n *naming) add(edges []origin.Edge) []string {
	var fresh []string
	for _, edge := range edges {
		if edge.Score < origin.Strong {
			continue
		}
		if origin.IsPublisher(edge.B) {
			to := n.credits
			if edge.Kind == origin.Published {
				to = n.outlets
			}
			to[edge.A] = min(cmp.Or(to[edge.A], edge.B), edge.B)
			continue
		}
		for _, end := range []string{edge.A, edge.B} {
			if _, met := n.up[end]; !met {
				n.up[end] = end
				fresh = append(fresh, end)
			}
		}
		a, b := n.root(edge.A), n.root(edge.B)
		n.up[max(a, b)] = min(a, b)
	}
	return fresh
}

func (n *naming) known() []string {
	var all []string
	for article := range n.up {
		all = append(all, article)
	}
	slices.Sort(all)
	return all
}

func (n *naming) names(articles []string, order map[string]int64) map[string]string {
	first := map[string]string{} // by root, the copy that came first
	for _, article := range n.known() {
		root := n.root(article)
		if best, found := first[root]; !found || order[article] < order[best] {
			first[root] = article
		}
	}
	names := map[string]string{}
	for _, article := range articles {
		source := first[n.root(article)]
		name := cmp.Or(n.credits[source], n.credits[article], n.outlets[source], source)
		for _, owned := range origin.Owners(name) {
			if owned.Score >= origin.Strong {
				name = owned.B
			}
		}
		names[article] = name
	}
	return names
}
