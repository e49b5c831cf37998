package main

import (
	"math/rand/v2"
	"testing"
)

// TestNewswireIsTrees holds that every sentence made is a tree with one root
// that reaches all words.
func TestNewswireIsTrees(t *testing.T) {
	all, err := readParts("own.conllu")
	if err != nil {
		t.Fatal(err)
	}
	for _, tree := range newswire(all, 2000, rand.New(rand.NewPCG(1, 1))) {
		roots := 0
		for i := range tree {
			if tree[i].Head < 0 {
				roots++
			}
			at := i
			for steps := 0; at >= 0; steps++ {
				if steps > len(tree) {
					t.Fatalf("word %d of %v never comes to the root", i, tree)
				}
				at = tree[at].Head
			}
		}
		if roots != 1 {
			t.Fatalf("%d roots in %v", roots, tree)
		}
	}
}
