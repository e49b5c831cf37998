package story

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"tocsin"
)

// Story is articles about the same happening.
type Story = tocsin.Story

// Partition is stories that share no article, sorted by ID.
type Partition []Story

// nameAfter is the ID of a story that began with an article.
func nameAfter(article string) string { return tocsin.ID(article, "story") }

// Cluster makes stories of articles that may belong together. It compares all
// pairs of them, so it is for a neighbourhood; an Index finds those. The order
// of the articles does not matter, that of the pins does: of two that
// contradict each other the later one stands.
//
// Articles are joined by average link, on likeness in which words that many of
// the neighbourhood share weigh less. What was joined is then divided again
// where it falls into two clear halves.
func Cluster(neighbourhood []Signature, pins []Pin) Partition {
	members := make([]member, len(neighbourhood))
	for i := range neighbourhood {
		members[i] = memberOf(neighbourhood[i])
	}
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.article, b.article) })
	var edges []edge
	for a := range members {
		for b := a + 1; b < len(members); b++ {
			if score := members[a].shape.score(&members[b].shape); score >= linkAt {
				edges = append(edges, edge{a, b, score})
			}
		}
	}
	rulings, _ := resolve(pins)
	return clusterMembers(members, edges, rulings)
}

// member is an article with what it is compared by.
type member struct {
	article, title string
	shape          shape
}

func memberOf(s Signature) member { return member{s.Article, s.Title, shapeOf(s)} }

// The thresholds, tuned on the first ten topics of ECB+ and judged by eye on
// half a year of dated news about one war.
const (
	// linkAt is from which score on two articles have to do with each other.
	linkAt = 0.09
	// joinAt is the least average link within a story.
	joinAt = 0.12
	// divideAt is how much less alike than themselves two halves of a story
	// must be to be two stories.
	divideAt = 0.5
	// smallestPart: fewer articles are no story of their own if most of what
	// they have is another's.
	smallestPart = 4
	// largestDivided bounds the time of a division, which looks at all pairs.
	largestDivided = 150
	// ordinary is how many articles may share a word before it counts less.
	ordinary = 15.0
	// prior stands for articles elsewhere that do not have the word.
	prior = 50.0
)

// clusterMembers makes stories of members, sorted by article, with edges
// between those that are alike.
func clusterMembers(members []member, edges []edge, rulings *verdicts) Partition {
	shapes := localShapes(members)
	scored := make([]edge, len(edges))
	for i, e := range edges {
		scored[i] = edge{e.a, e.b, shapes[e.a].score(&shapes[e.b])}
	}
	roots := make([]node, len(members))
	for i := range members {
		roots[i] = rulings.root(node{id: members[i].article})
	}
	var partition Partition
	for _, cluster := range ruled(scored, members, roots, rulings) {
		partition = append(partition, storyOf(cluster, members, shapes, nameOf(cluster, roots, rulings)))
	}
	slices.SortFunc(partition, func(a, b Story) int { return strings.Compare(a.ID, b.ID) })
	return partition
}

// nameOf is the name that an analyst gave to the story of a part's articles.
func nameOf(part []int, roots []node, rulings *verdicts) string {
	for _, i := range part {
		if name := rulings.name[roots[i]]; name != "" {
			return name
		}
	}
	return ""
}

// ruled clusters as the articles are alike, never joining what an analyst
// keeps apart, and then makes one story of all clusters that hold articles of
// one verdict. So a story that was made of two unlike ones still attracts what
// is like either. Where that would bring together what must be apart, the
// articles of each verdict are one from the start instead.
//
// Clusters come out in the order of their first member, and so do members in
// each.
func ruled(edges []edge, members []member, roots []node, rulings *verdicts) [][]int {
	free := newAgglomeration(len(roots), edges)
	keepApart(free, roots, rulings)
	free.run(joinAt)
	var clusters [][]int
	for _, cluster := range free.clusters() {
		clusters = append(clusters, divided(cluster, members)...)
	}
	clusters = united(clusters, roots)
	if !slices.ContainsFunc(clusters, func(cluster []int) bool { return contradicts(cluster, roots, rulings) }) {
		return clusters
	}
	bound := newAgglomeration(len(roots), edges)
	for i, first := range firsts(roots) {
		if first != i {
			bound.join(first, i)
			bound.merges = append(bound.merges, merge{a: first, b: i})
		}
	}
	keepApart(bound, roots, rulings)
	bound.run(joinAt)
	return bound.clusters()
}

// firsts gives for each place the first with the same root.
func firsts(roots []node) []int {
	places := make([]int, len(roots))
	first := map[node]int{}
	for i, root := range roots {
		if _, known := first[root]; !known {
			first[root] = i
		}
		places[i] = first[root]
	}
	return places
}

// keepApart tells the agglomeration which of its clusters are apart.
func keepApart(g *agglomeration, roots []node, rulings *verdicts) {
	var concerned []int
	for i, root := range roots {
		if g.size[i] > 0 && rulings.concern(root) {
			concerned = append(concerned, i)
		}
	}
	for at, i := range concerned {
		for _, j := range concerned[at+1:] {
			if rulings.areApart(roots[i], roots[j]) {
				g.keepApart(i, j)
			}
		}
	}
}

// united joins clusters that share a root.
func united(clusters [][]int, roots []node) [][]int {
	parent := each(len(roots))
	first := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	join := func(a, b int) {
		a, b = first(a), first(b)
		parent[max(a, b)] = min(a, b)
	}
	for _, cluster := range clusters {
		for _, i := range cluster[1:] {
			join(cluster[0], i)
		}
	}
	for i, earlier := range firsts(roots) {
		join(earlier, i)
	}
	return collected(parent)
}

// contradicts reports whether a cluster holds what an analyst keeps apart.
func contradicts(cluster []int, roots []node, rulings *verdicts) bool {
	for at, i := range cluster {
		if !rulings.concern(roots[i]) {
			continue
		}
		for _, j := range cluster[at+1:] {
			if rulings.areApart(roots[i], roots[j]) {
				return true
			}
		}
	}
	return false
}

// localShapes makes words count less that more than an ordinary number of
// members share: where everything is about one war, its name tells no stories
// apart.
func localShapes(members []member) []shape {
	shapes := make([]shape, len(members))
	for i := range members {
		shapes[i] = members[i].shape
	}
	if float64(len(members)) <= ordinary {
		return shapes
	}
	of := func(part func(*shape) *vector) {
		frequency := map[uint32]float64{}
		for i := range shapes {
			for _, c := range *part(&shapes[i]) {
				frequency[c.id]++
			}
		}
		full := math.Log((float64(len(members)) + prior) / ordinary)
		for i := range shapes {
			v := part(&shapes[i])
			*v = v.scaled(func(id uint32) float64 {
				if frequency[id] <= ordinary {
					return 1
				}
				return math.Log((float64(len(members))+prior)/frequency[id]) / full
			})
		}
	}
	of(func(s *shape) *vector { return &s.terms })
	of(func(s *shape) *vector { return &s.names })
	of(func(s *shape) *vector { return &s.events })
	return shapes
}

// storyOf describes one cluster. It gets its pinned name, or is named after
// the article that was published first.
func storyOf(cluster []int, members []member, shapes []shape, name string) Story {
	story := Story{ID: name, Pinned: name != ""}
	founder := &members[cluster[0]]
	for _, i := range cluster {
		one := &members[i]
		story.Articles = append(story.Articles, one.article)
		if earlier(one, founder) {
			founder = one
		}
		if at := one.shape.published; !at.IsZero() {
			if story.From.IsZero() || at.Before(story.From) {
				story.From = at
			}
			if at.After(story.To) {
				story.To = at
			}
		}
	}
	story.ID = cmp.Or(story.ID, nameAfter(founder.article))
	central := members[mostCentral(cluster, members, shapes)]
	story.Central, story.Title = central.article, central.title
	return story
}

// earlier orders by publication, the undated last, and then by article.
func earlier(a, b *member) bool {
	when, other := a.shape.published, b.shape.published
	if when.IsZero() != other.IsZero() {
		return other.IsZero()
	}
	return cmp.Or(when.Compare(other), strings.Compare(a.article, b.article)) < 0
}

// mostCentral is the member whose words are nearest to those of the whole
// story; one with a title, if any has one.
func mostCentral(cluster []int, members []member, shapes []shape) int {
	mean := map[uint32]float64{}
	for _, i := range cluster {
		for _, c := range shapes[i].terms {
			mean[c.id] += float64(c.weight)
		}
	}
	best, most := cluster[0], -1.0
	for _, i := range cluster {
		near := 0.0
		for _, c := range shapes[i].terms {
			near += float64(c.weight) * mean[c.id]
		}
		if members[i].title != "" {
			near += float64(len(cluster)) // more than any likeness
		}
		if near > most {
			best, most = i, near
		}
	}
	return best
}
