package reader

import (
	"math/rand/v2"
	"testing"
)

// trees calls yield with every projective tree of n words that has one root.
func trees(n int, yield func([]int)) {
	heads := make([]int, n)
	var fill func(int)
	fill = func(i int) {
		if i == n {
			if isTree(heads) {
				yield(heads)
			}
			return
		}
		for head := -1; head < n; head++ {
			if head != i {
				heads[i] = head
				fill(i + 1)
			}
		}
	}
	fill(0)
}

func worth(scores []float32, heads []int) float32 {
	sum, n := float32(0), len(heads)
	for i, head := range heads {
		sum += scores[i*(n+1)+1+head]
	}
	return sum
}

func TestEisnerFindsTheBestTree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 5; n++ {
		for range 40 {
			scores := make([]float32, n*(n+1))
			for i := range scores {
				scores[i] = float32(random.NormFloat64())
			}
			best := float32(impossible)
			trees(n, func(heads []int) { best = max(best, worth(scores, heads)) })
			var e eisner
			found := make([]int, n)
			e.search(scores, found)
			if !isTree(found) {
				t.Fatalf("%v is no projective tree with one root", found)
			}
			if got := worth(scores, found); got < best-1e-4 {
				t.Fatalf("found a tree of %f, the best of %d words has %f", got, n, best)
			}
		}
	}
}

func TestIsTree(t *testing.T) {
	for _, test := range []struct {
		heads []int
		want  bool
	}{
		{[]int{-1}, true},
		{[]int{1, -1, 1}, true},
		{[]int{1, 0, -1}, false},    // a cycle
		{[]int{-1, -1}, false},      // two roots
		{[]int{2, 3, -1, 2}, false}, // crossing arcs
		{[]int{2, -1, 1}, false},    // an arc over the root
		{[]int{1, 2, 3, -1}, true},
	} {
		if got := isTree(test.heads); got != test.want {
			t.Errorf("isTree(%v) = %v", test.heads, got)
		}
	}
}
