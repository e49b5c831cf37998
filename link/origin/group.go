package origin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tocsin"
)

// Group is what comes from one origin.
type Group struct {
	Members []string // the IDs that were asked about, rising
	Source  string   // where it comes from, as a guess: a publisher or an article; the only member where it stands alone
	Edges   []Edge   // what holds it together, the strongest first
	Why     string   // for people
}

// Origins parts articles into their independent origins: the components of the
// graph whose nodes are the articles and the publishers that edges join them
// to. Edges between the same two nodes add up, each leaving 1-Score of the
// doubt that the others left; two nodes are joined from Strong on. Edges to
// articles that were not asked about are left out, since what lies between may
// be about another matter. Neither the order of ids nor that of edges changes
// the outcome. Groups come in the order of their first members.
func Origins(ids []string, edges []Edge) []Group {
	g := newGraph(ids)
	for _, edge := range edges {
		g.add(edge)
	}
	return g.groups()
}

// Mention is words of an article of which the origin is asked: a claim's
// content.
type Mention struct {
	Article string
	Span    tocsin.Span
}

// String names a mention as a node of the graph.
func (m Mention) String() string { return fmt.Sprintf("%s#%d-%d", m.Article, m.Span.Start, m.Span.End) }

// OriginsOf parts mentions into their independent origins. Unlike Origins it
// asks where these words come from: a citation in their sentence says that they
// are the cited outlet's, whatever the rest of the article is; a citation
// elsewhere says nothing; and a copy counts where the shared passages hold the
// mentions, or most of an article is shared. Members are mentions as String
// writes them.
func OriginsOf(mentions []Mention, edges []Edge) []Group {
	names := make([]string, len(mentions))
	of := map[string][]Mention{}
	for i, mention := range mentions {
		names[i] = mention.String()
		of[mention.Article] = append(of[mention.Article], mention)
	}
	g := newGraph(names)
	lent := lentElsewhere(of, edges)
	for _, edge := range edges {
		for _, a := range orSelf(edge.A, of) {
			for _, b := range orSelf(edge.B, of) {
				if moved, ok := about(edge, a, b, lent); ok {
					g.add(moved)
				}
			}
		}
	}
	return g.groups()
}

// local reports whether edges of the kind are about a sentence rather than a
// whole article.
func local(kind Kind) bool { return kind == Cites || kind == Interview }

// lentElsewhere names the mentions that their own sentence credits to another
// outlet.
func lentElsewhere(of map[string][]Mention, edges []Edge) map[Mention]bool {
	lent := map[Mention]bool{}
	for _, edge := range edges {
		if !local(edge.Kind) {
			continue
		}
		for _, mention := range of[edge.A] {
			if overlapsA(edge, mention.Span) {
				lent[mention] = true
			}
		}
	}
	return lent
}

// Parts numbers the origins that OriginsOf finds, without explaining them: one
// number for each mention, in the order of the mentions.
func Parts(mentions []Mention, edges []Edge) []int {
	u := newUnion(mentions)
	of := map[string][]Mention{}
	for _, mention := range mentions {
		of[mention.Article] = append(of[mention.Article], mention)
	}
	lent := lentElsewhere(of, edges)
	for _, edge := range edges {
		for _, a := range orSelf(edge.A, of) {
			for _, b := range orSelf(edge.B, of) {
				if score, ok := bearing(edge, a, b, lent); ok {
					u.add(a, b, score)
				}
			}
		}
	}
	return u.parts()
}

// union joins mentions and publishers, of which it keeps the doubt that edges
// between two of them leave.
type union struct {
	numbers map[Mention]int
	count   int // of mentions
	doubts  map[[2]int]float64
}

func newUnion(mentions []Mention) *union {
	u := &union{numbers: map[Mention]int{}, doubts: map[[2]int]float64{}}
	for _, mention := range mentions {
		u.number(mention)
	}
	u.count = len(mentions)
	return u
}

func (u *union) number(m Mention) int {
	n, known := u.numbers[m]
	if !known {
		n = len(u.numbers)
		u.numbers[m] = n
	}
	return n
}

func (u *union) add(a, b Mention, score float64) {
	x, y := u.number(a), u.number(b)
	if x == y {
		return
	}
	pair := [2]int{min(x, y), max(x, y)}
	doubt, known := u.doubts[pair]
	if !known {
		doubt = 1
	}
	u.doubts[pair] = doubt * (1 - score)
}

func (u *union) parts() []int {
	up := make([]int, len(u.numbers))
	for i := range up {
		up[i] = i
	}
	top := func(i int) int {
		for up[i] != i {
			up[i] = up[up[i]]
			i = up[i]
		}
		return i
	}
	for pair, doubt := range u.doubts {
		if 1-doubt >= Strong {
			x, y := top(pair[0]), top(pair[1])
			up[max(x, y)] = min(x, y)
		}
	}
	parts := make([]int, u.count)
	for i := range parts {
		parts[i] = top(i)
	}
	return parts
}

// orSelf are the mentions of an article, or the publisher itself, which has a
// zero Span and no article of its own.
func orSelf(node string, of map[string][]Mention) []Mention {
	if IsPublisher(node) {
		return []Mention{{Article: node}}
	}
	return of[node]
}

func nodeOf(m Mention) string {
	if IsPublisher(m.Article) {
		return m.Article
	}
	return m.String()
}

// about turns an edge between articles into one between mentions, if it is
// about them.
func about(edge Edge, a, b Mention, lent map[Mention]bool) (Edge, bool) {
	score, ok := bearing(edge, a, b, lent)
	if !ok {
		return Edge{}, false
	}
	edge.Score = score
	switch edge.From {
	case edge.A:
		edge.From = nodeOf(a)
	case edge.B:
		edge.From = nodeOf(b)
	}
	edge.A, edge.B = nodeOf(a), nodeOf(b)
	return edge, edge.A != edge.B
}

// bearing is what an edge between articles says of two mentions in them, and
// whether it says anything.
func bearing(edge Edge, a, b Mention, lent map[Mention]bool) (float64, bool) {
	const sure, mostly = 0.9, 0.5
	switch {
	case local(edge.Kind):
		return max(edge.Score, sure), overlapsA(edge, a.Span)
	case edge.Kind == Published:
		return edge.Score, !lent[a]
	case edge.Kind == Copy:
		if slices.ContainsFunc(edge.Shared, func(s Shared) bool { return s.A.Overlaps(a.Span) && s.B.Overlaps(b.Span) }) {
			return max(edge.Score, sure), true
		}
		return edge.Score, max(edge.Share[0], edge.Share[1]) >= mostly
	}
	return edge.Score, true
}

func overlapsA(edge Edge, span tocsin.Span) bool {
	return slices.ContainsFunc(edge.Shared, func(s Shared) bool { return s.A.Overlaps(span) })
}

// graph collects edges between the nodes asked about and publishers.
type graph struct {
	asked map[string]bool
	pairs map[[2]string][]Edge
}

func newGraph(ids []string) *graph {
	g := &graph{asked: map[string]bool{}, pairs: map[[2]string][]Edge{}}
	for _, id := range ids {
		g.asked[id] = true
	}
	return g
}

func (g *graph) add(edge Edge) {
	if g.has(edge.A) && g.has(edge.B) && edge.A != edge.B {
		pair := [2]string{min(edge.A, edge.B), max(edge.A, edge.B)}
		g.pairs[pair] = append(g.pairs[pair], edge)
	}
}

func (g *graph) has(node string) bool { return g.asked[node] || IsPublisher(node) }

// groups joins what strong pairs link.
func (g *graph) groups() []Group {
	up := map[string]string{}
	var strong []Edge
	for pair, edges := range g.pairs {
		if together(edges) >= Strong {
			if x, y := top(up, pair[0]), top(up, pair[1]); x != y {
				up[max(x, y)] = min(x, y)
			}
			strong = append(strong, edges...)
		}
	}
	slices.SortFunc(strong, compareEdges)
	members := map[string][]string{}
	for id := range g.asked {
		root := top(up, id)
		members[root] = append(members[root], id)
	}
	holding := map[string][]Edge{}
	for _, edge := range strong {
		root := top(up, edge.A)
		holding[root] = append(holding[root], edge)
	}
	var groups []Group
	for root, ids := range members {
		slices.Sort(ids)
		groups = append(groups, explain(Group{Members: ids, Edges: holding[root]}))
	}
	slices.SortFunc(groups, func(x, y Group) int { return strings.Compare(x.Members[0], y.Members[0]) })
	return groups
}

// together is how much edges between the same nodes say, each leaving a part
// of the doubt. Two that were given twice count once.
func together(edges []Edge) float64 {
	slices.SortFunc(edges, compareEdges)
	doubt := 1.0
	for i, edge := range edges {
		if i == 0 || compareEdges(edge, edges[i-1]) != 0 {
			doubt *= 1 - edge.Score
		}
	}
	return 1 - doubt
}

// top finds what a node was joined to, and shortens the way for the next time.
func top(up map[string]string, node string) string {
	root := node
	for next, joined := up[root]; joined; next, joined = up[root] {
		root = next
	}
	for node != root {
		next := up[node]
		up[node] = root
		node = next
	}
	return root
}

// explain fills in the source and the reasons of a group.
func explain(g Group) Group {
	votes := map[string]float64{}
	for _, edge := range g.Edges {
		votes[edge.From] += edge.Score
	}
	delete(votes, "")
	g.Source = g.Members[0]
	for _, node := range slices.Sorted(maps.Keys(votes)) {
		if votes[node] > votes[g.Source] {
			g.Source = node
		}
	}
	if len(g.Edges) == 0 {
		g.Why = "nothing joins it to another"
		return g
	}
	const most = 6
	var reasons []string
	for _, edge := range g.Edges[:min(len(g.Edges), most)] {
		reasons = append(reasons, edge.A+" – "+edge.B+": "+edge.Why)
	}
	if more := len(g.Edges) - most; more > 0 {
		reasons = append(reasons, fmt.Sprintf("and %d more", more))
	}
	g.Why = strings.Join(reasons, "; ")
	return g
}
