package story

import "slices"

// divided cuts a cluster in two, and each part again, as long as there are two
// clear halves: a fight and the same boxer's next one, a rule and its repeal.
// Joining alone does not see them, since what they share is what is rare in
// news at large; so it looks only at what not all of the cluster share.
func divided(cluster []int, members []member) [][]int {
	if len(cluster) < 2*smallestPart || len(cluster) > largestDivided {
		return [][]int{cluster}
	}
	scores := contrast(cluster, members)
	left, right := halves(scores)
	if len(left) < smallestPart || len(right) < smallestPart {
		return [][]int{cluster}
	}
	alike := min(within(scores, left), within(scores, right))
	if across(scores, left, right) >= divideAt*alike {
		return [][]int{cluster}
	}
	parts := divided(chosen(cluster, left), members)
	return append(parts, divided(chosen(cluster, right), members)...)
}

// chosen are the elements of cluster at the places.
func chosen(cluster, places []int) []int {
	elements := make([]int, len(places))
	for i, place := range places {
		elements[i] = cluster[place]
	}
	slices.Sort(elements)
	return elements
}

// contrast scores all pairs of a cluster by words, each weighed by the share
// of the cluster that does not have it.
func contrast(cluster []int, members []member) [][]float64 {
	frequency := map[uint32]int{}
	for _, i := range cluster {
		for _, c := range members[i].shape.terms {
			frequency[c.id]++
		}
	}
	vectors := make([]vector, len(cluster))
	for at, i := range cluster {
		vectors[at] = members[i].shape.terms.scaled(func(id uint32) float64 {
			return 1 - float64(frequency[id])/float64(len(cluster)+1)
		})
	}
	scores := make([][]float64, len(cluster))
	for a := range scores {
		scores[a] = make([]float64, len(cluster))
	}
	for a := range vectors {
		for b := range a {
			near := nearness(members[cluster[a]].shape.published, members[cluster[b]].shape.published)
			scores[a][b] = near * vectors[a].dot(vectors[b])
			scores[b][a] = scores[a][b]
		}
	}
	return scores
}

// halves looks for the last two large parts that average link would join, and
// then gives every element to the part that it is more like, until nothing
// changes (as k-means does; few rounds suffice).
func halves(scores [][]float64) (left, right []int) {
	left, right = seeds(scores)
	for range 10 {
		var newLeft, newRight []int
		for i := range scores {
			if likeness(scores, i, right) > likeness(scores, i, left) {
				newRight = append(newRight, i)
			} else {
				newLeft = append(newLeft, i)
			}
		}
		if slices.Equal(newLeft, left) && slices.Equal(newRight, right) {
			break
		}
		left, right = newLeft, newRight
	}
	return left, right
}

// seeds are the last two clusters of at least smallestPart-1 elements that
// are joined when everything is.
func seeds(scores [][]float64) (left, right []int) {
	var edges []edge
	for a := range scores {
		for b := a + 1; b < len(scores); b++ {
			edges = append(edges, edge{a, b, scores[a][b]})
		}
	}
	g := newAgglomeration(len(scores), edges)
	g.run(0)
	parts := make([][]int, len(scores))
	for i := range parts {
		parts[i] = []int{i}
	}
	for _, m := range g.merges {
		if min(len(parts[m.a]), len(parts[m.b])) >= smallestPart-1 {
			left, right = parts[m.a], parts[m.b]
		}
		parts[m.a] = slices.Concat(parts[m.a], parts[m.b])
	}
	return left, right
}

// likeness is an element's mean score to the others of a part.
func likeness(scores [][]float64, element int, part []int) float64 {
	sum, count := 0.0, 0
	for _, other := range part {
		if other != element {
			sum += scores[element][other]
			count++
		}
	}
	return sum / float64(max(count, 1))
}

// within is the mean score of the pairs in a part.
func within(scores [][]float64, part []int) float64 {
	return across(scores, part, part) * float64(len(part)) / float64(len(part)-1)
}

// across is the mean score of the pairs between two parts.
func across(scores [][]float64, left, right []int) float64 {
	sum := 0.0
	for _, a := range left {
		for _, b := range right {
			sum += scores[a][b]
		}
	}
	return sum / float64(len(left)*len(right))
}
