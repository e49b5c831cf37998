package main

import (
	"cmp"
	"maps"
	"slices"

	"tocsin/eval"
	"tocsin/text/syntax"
)

// sample is a training sentence.
type sample struct {
	words []syntax.Word
	tags  []uint8   // gold
	heads []int32   // gold; len(words) for the root
	marks []uint8   // gold labels
	below [][]int32 // gold dependents of each word, and of the root
	guess []uint8   // tags as the parser will see them
}

// outline fixes the tags and labels of a model and its lexicon.
func outline(trees []eval.Tree) *syntax.Weights {
	w := &syntax.Weights{}
	tags, labels := map[syntax.Tag]int{}, map[string]int{}
	for _, tree := range trees {
		for _, node := range tree {
			tags[syntax.Tag{UPOS: node.UPOS, XPOS: node.XPOS}]++
			labels[node.Dep]++
		}
	}
	for tag, count := range tags {
		if count >= 3 {
			w.Tags = append(w.Tags, tag)
		}
	}
	slices.SortFunc(w.Tags, func(a, b syntax.Tag) int {
		return cmp.Or(cmp.Compare(tags[b], tags[a]), cmp.Compare(a.UPOS+a.XPOS, b.UPOS+b.XPOS))
	})
	for label := range labels {
		w.Labels = append(w.Labels, label)
	}
	slices.SortFunc(w.Labels, func(a, b string) int {
		if a == "root" || b == "root" {
			return flagOf(b == "root") - flagOf(a == "root")
		}
		return cmp.Or(cmp.Compare(labels[b], labels[a]), cmp.Compare(a, b))
	})
	fillLexicon(w, trees)
	return w
}

func flagOf(is bool) int {
	if is {
		return 1
	}
	return 0
}

func tagNumbers(w *syntax.Weights) map[syntax.Tag]uint8 {
	numbers := map[syntax.Tag]uint8{}
	for i, tag := range w.Tags {
		numbers[tag] = uint8(i)
	}
	return numbers
}

// Thresholds of the lexicon, in occurrences in training.
const (
	knownFrom    = 2
	frequentFrom = 8
	closedFrom   = 60
	closedShare  = .002 // rarer tags of a closed class are annotation noise
)

func fillLexicon(w *syntax.Weights, trees []eval.Tree) {
	seen := tally(w, trees)
	hashes := slices.Sorted(maps.Keys(seen))
	w.Classes = []syntax.Class{{}}
	classes := map[string]int{}
	for _, hash := range hashes {
		class, count := classOf(seen[hash])
		key := string(class.Tags) + string(rune('0'+flagOf(class.Closed)))
		if classes[key] == 0 {
			classes[key] = len(w.Classes)
			w.Classes = append(w.Classes, class)
		}
		level := flagOf(count >= knownFrom) + flagOf(count >= frequentFrom)
		w.Words = append(w.Words, syntax.Entry{Hash: hash, Class: uint16(classes[key]), Level: uint8(level)})
	}
	logf("lexicon: %d words, %d classes, %d tags, %d labels", len(w.Words), len(w.Classes), len(w.Tags), len(w.Labels))
}

// tally counts the tags of each word.
func tally(w *syntax.Weights, trees []eval.Tree) map[uint32]map[uint8]int {
	numbers := tagNumbers(w)
	seen := map[uint32]map[uint8]int{}
	for _, tree := range trees {
		for _, node := range tree {
			tag, ok := numbers[syntax.Tag{UPOS: node.UPOS, XPOS: node.XPOS}]
			if !ok {
				continue
			}
			hash := syntax.Hash(node.Form)
			if seen[hash] == nil {
				seen[hash] = map[uint8]int{}
			}
			seen[hash][tag]++
		}
	}
	return seen
}

// classOf returns the tags that are more than noise, and the number of
// occurrences.
func classOf(counts map[uint8]int) (syntax.Class, int) {
	total := 0
	for _, count := range counts {
		total += count
	}
	tags := slices.SortedFunc(maps.Keys(counts), func(a, b uint8) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	class := syntax.Class{Closed: total >= closedFrom}
	for _, tag := range tags {
		if float64(counts[tag]) >= closedShare*float64(total) {
			class.Tags = append(class.Tags, tag)
		}
	}
	return class, total
}

// samples makes training sentences of the trees.
func samples(w *syntax.Weights, trees []eval.Tree) []sample {
	numbers := tagNumbers(w)
	labels := map[string]uint8{}
	for i, label := range w.Labels {
		labels[label] = uint8(i)
	}
	var all []sample
	for _, tree := range trees {
		n := len(tree)
		s := sample{
			words: make([]syntax.Word, n), tags: make([]uint8, n), heads: projective(tree),
			marks: make([]uint8, n), below: make([][]int32, n+1), guess: make([]uint8, n),
		}
		for i, node := range tree {
			s.words[i].Form = node.Form
			s.tags[i] = numbers[syntax.Tag{UPOS: node.UPOS, XPOS: node.XPOS}]
			s.marks[i] = labels[node.Dep]
			s.below[s.heads[i]] = append(s.below[s.heads[i]], int32(i))
		}
		copy(s.guess, s.tags)
		all = append(all, s)
	}
	return all
}

// projective returns the heads with crossing arcs lifted: the shortest arc
// that another crosses is hung from its head's head, until none is left.
func projective(tree eval.Tree) []int32 {
	heads := make([]int32, len(tree))
	for i, node := range tree {
		heads[i] = int32(node.Head)
		if node.Head < 0 {
			heads[i] = int32(len(tree))
		}
	}
	for {
		worst, length := -1, int32(math32)
		for i := range heads {
			if d := abs(int32(i) - heads[i]); d < length && !covers(heads, int32(i)) {
				worst, length = i, d
			}
		}
		if worst < 0 {
			return heads
		}
		heads[worst] = heads[heads[worst]]
	}
}

const math32 = 1 << 30

func abs(n int32) int32 { return max(n, -n) }

// covers reports whether the head of i is an ancestor of all words between.
func covers(heads []int32, i int32) bool {
	head, root := heads[i], int32(len(heads))
	if head == root {
		return true
	}
	for j := min(i, head) + 1; j < max(i, head); j++ {
		at := j
		for at != root && at != head {
			at = heads[at]
		}
		if at != head {
			return false
		}
	}
	return true
}
