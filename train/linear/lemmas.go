package main

import (
	"slices"
	"strings"

	"tocsin/eval"
	"tocsin/text/syntax"
)

type votes map[int]int

// winner returns the edit with most votes, the first of equals.
func (v votes) winner() int {
	best := -1
	for edit, count := range v {
		if best < 0 || count > v[best] || count == v[best] && edit < best {
			best = edit
		}
	}
	return best
}

// learnLemmas fills the edits: endings in order of length, each only where it
// changes the answer.
func learnLemmas(w *syntax.Weights, trees []eval.Tree) {
	numbers := map[syntax.Edit]int{}
	tally := map[uint32]votes{}
	type occurrence struct {
		keys []uint32
		edit int
	}
	var words []occurrence
	for _, tree := range trees {
		for _, node := range tree {
			edit, ok := editOf(node.Form, node.Lemma)
			if !ok {
				continue
			}
			number, known := numbers[edit]
			if !known {
				number = len(w.Edits)
				numbers[edit] = number
				w.Edits = append(w.Edits, edit)
			}
			keys := syntax.EditKeys(syntax.Normalised(node.Form), node.XPOS, nil)
			words = append(words, occurrence{keys, number})
			for _, key := range keys {
				if tally[key] == nil {
					tally[key] = votes{}
				}
				tally[key][number]++
			}
		}
	}
	kept := map[uint32]int{}
	for _, word := range words {
		answer := -1
		for i, key := range word.keys {
			exact := i == len(word.keys)-1
			edit := tally[key].winner()
			total := 0
			for _, count := range tally[key] {
				total += count
			}
			// An ending that was seen once says nothing that the word
			// itself does not say better.
			if edit != answer && (exact || i == 0 || total >= 3) {
				kept[key] = edit
			}
			if known, ok := kept[key]; ok {
				answer = known
			}
		}
	}
	for key, edit := range kept {
		w.Endings = append(w.Endings, syntax.Ending{Key: key, Edit: uint16(edit)})
	}
	slices.SortFunc(w.Endings, func(a, b syntax.Ending) int { return int(int64(a.Key) - int64(b.Key)) })
	logf("lemmas: %d edits, %d keys", len(w.Edits), len(w.Endings))
}

// editOf returns the shortest edit that makes the lemma of the form.
func editOf(form, lemma string) (syntax.Edit, bool) {
	straight := strings.NewReplacer("’", "'", "‘", "'").Replace(form)
	keep := syntax.Edit{Keep: true}
	lower := syntax.Edit{}
	keep.Cut, keep.Add = difference(straight, lemma)
	lower.Cut, lower.Add = difference(strings.ToLower(straight), lemma)
	if lower.Cut+len(lower.Add) <= keep.Cut+len(keep.Add) {
		return lower, lemma != "_" && lemma != ""
	}
	return keep, lemma != "_" && lemma != ""
}

func difference(from, to string) (cut int, add string) {
	common := 0
	for common < min(len(from), len(to)) && from[common] == to[common] {
		common++
	}
	return len(from) - common, to[common:]
}
