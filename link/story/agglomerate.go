package story

import (
	"cmp"
	"container/heap"
)

// edge is the likeness of two of n things, a < b.
type edge struct {
	a, b  int
	score float64
}

// merge is one step of an agglomeration: cluster b became part of cluster a.
// Clusters go by their first thing.
type merge struct {
	a, b  int
	score float64
}

// agglomeration joins things to clusters by average link (Sokal and Michener
// 1958): always those two clusters whose things are most alike on average, in
// pairs across; a pair without an edge counts as 0. Ties go to the clusters
// that come first, so that the result is a function of the edges, not of
// their order.
type agglomeration struct {
	size   []int             // 0 for a cluster that became part of another
	sums   []map[int]float64 // of the scores to each other cluster
	apart  []map[int]bool    // clusters that must not be joined; nil for none
	queue  mergeQueue
	merges []merge
}

func newAgglomeration(n int, edges []edge) *agglomeration {
	g := &agglomeration{size: make([]int, n), sums: make([]map[int]float64, n), apart: make([]map[int]bool, n)}
	for i := range n {
		g.size[i], g.sums[i] = 1, map[int]float64{}
	}
	for _, e := range edges {
		g.sums[e.a][e.b], g.sums[e.b][e.a] = e.score, e.score
	}
	return g
}

// keepApart forbids that the clusters of two things be joined.
func (g *agglomeration) keepApart(a, b int) {
	for _, pair := range [2][2]int{{a, b}, {b, a}} {
		if g.apart[pair[0]] == nil {
			g.apart[pair[0]] = map[int]bool{}
		}
		g.apart[pair[0]][pair[1]] = true
	}
}

// run joins clusters as long as two are at least so much alike.
func (g *agglomeration) run(least float64) {
	for a := range g.sums {
		for b := range g.sums[a] {
			if a < b {
				g.offer(a, b, least)
			}
		}
	}
	heap.Init(&g.queue)
	for g.queue.Len() > 0 {
		next := heap.Pop(&g.queue).(merge)
		if g.holds(next) {
			g.join(next.a, next.b)
			g.merges = append(g.merges, next)
			for other := range g.sums[next.a] {
				g.offerNow(min(next.a, other), max(next.a, other), least)
			}
		}
	}
}

// holds reports whether a merge that was offered can still be made as it was.
func (g *agglomeration) holds(m merge) bool {
	return g.size[m.a] > 0 && g.size[m.b] > 0 && !g.apart[m.a][m.b] && m.score == g.average(m.a, m.b)
}

func (g *agglomeration) average(a, b int) float64 {
	return g.sums[a][b] / float64(g.size[a]*g.size[b])
}

func (g *agglomeration) offer(a, b int, least float64) {
	if score := g.average(a, b); score >= least && !g.apart[a][b] {
		g.queue = append(g.queue, merge{a, b, score})
	}
}

func (g *agglomeration) offerNow(a, b int, least float64) {
	if score := g.average(a, b); score >= least && !g.apart[a][b] {
		heap.Push(&g.queue, merge{a, b, score})
	}
}

// join makes b part of a.
func (g *agglomeration) join(a, b int) {
	delete(g.sums[a], b)
	delete(g.sums[b], a)
	for other, sum := range g.sums[b] {
		g.sums[a][other] += sum
		g.sums[other][a] += sum
		delete(g.sums[other], b)
	}
	for other := range g.apart[b] {
		delete(g.apart[other], b)
		g.keepApart(a, other)
	}
	g.size[a] += g.size[b]
	g.size[b], g.sums[b], g.apart[b] = 0, nil, nil
}

// mergeQueue is a heap of merges to try, the best first.
type mergeQueue []merge

func (q mergeQueue) Len() int { return len(q) }

func (q mergeQueue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[j].score, q[i].score), cmp.Compare(q[i].a, q[j].a), cmp.Compare(q[i].b, q[j].b)) < 0
}

func (q mergeQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q *mergeQueue) Push(x any) { *q = append(*q, x.(merge)) }

func (q *mergeQueue) Pop() any {
	last := len(*q) - 1
	popped := (*q)[last]
	*q = (*q)[:last]
	return popped
}

// clusters are the things of each cluster, in order.
func (g *agglomeration) clusters() [][]int {
	parent := each(len(g.size))
	for _, m := range g.merges {
		parent[m.b] = m.a
	}
	return collected(parent)
}

// each gives n things the parent that they are themselves.
func each(n int) []int {
	parent := make([]int, n)
	for i := range parent {
		parent[i] = i
	}
	return parent
}

// collected are the things that lead to the same one; a parent never comes
// after its child. They come out in the order of their first.
func collected(parent []int) [][]int {
	var clusters [][]int
	place := make([]int, len(parent))
	for i, up := range parent {
		if up == i {
			place[i] = len(clusters)
			clusters = append(clusters, nil)
		} else {
			place[i] = place[up]
		}
		clusters[place[i]] = append(clusters[place[i]], i)
	}
	return clusters
}
