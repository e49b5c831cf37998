package main

import (
	"bufio"
	"fmt"
	"os"
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
// changes the answer. What the list says of a word outvotes the treebanks.
func learnLemmas(w *syntax.Weights, trees []eval.Tree, list string) error {
	listed, err := readLemmas(list)
	if err != nil {
		return err
	}
	trees = append(slices.Clone(trees), listed...)
	numbers := map[syntax.Edit]int{}
	tally := map[uint32]votes{}
	type occurrence struct {
		keys []uint32
		edit int
	}
	var words []occurrence
	for at, tree := range trees {
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
			for k, key := range keys {
				if k == len(keys)-1 && at >= len(trees)-len(listed) {
					tally[key] = votes{number: 1000}
					continue
				}
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
	return nil
}

// readLemmas reads the list of irregular verbs: a line a verb, its lemma, past
// tense and past participle ("=" for the same). Where the past is regular, the
// present forms are added.
func readLemmas(name string) ([]eval.Tree, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read lemmas: %w", err)
	}
	defer file.Close()
	var trees []eval.Tree
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 || fields[0] == "#" {
			continue
		}
		lemma, past, participle := fields[0], fields[1], fields[2]
		if participle == "=" {
			participle = past
		}
		forms := []eval.Node{{Form: past, XPOS: "VBD"}, {Form: participle, XPOS: "VBN"}}
		if strings.HasSuffix(past, "ed") {
			third, ing := regular(lemma, past)
			forms = append(forms, eval.Node{Form: third, XPOS: "VBZ"}, eval.Node{Form: ing, XPOS: "VBG"})
		}
		for _, node := range forms {
			node.Lemma, node.UPOS = lemma, "VERB"
			trees = append(trees, eval.Tree{node})
		}
	}
	return trees, lines.Err()
}

// regular returns the present forms of a verb. A consonant is doubled where
// it is in the regular past ("stopped").
func regular(lemma, past string) (third, ing string) {
	third, ing = lemma+"s", lemma+"ing"
	end := lemma[len(lemma)-1]
	switch {
	case strings.HasSuffix(lemma, "y") && !strings.ContainsAny(lemma[len(lemma)-2:len(lemma)-1], "aeou"):
		third = lemma[:len(lemma)-1] + "ies"
	case strings.ContainsAny(lemma[len(lemma)-1:], "sxzo") || strings.HasSuffix(lemma, "ch") || strings.HasSuffix(lemma, "sh"):
		third = lemma + "es"
	}
	switch {
	case past == lemma+string(end)+"ed":
		ing = lemma + string(end) + "ing"
	case strings.HasSuffix(lemma, "ie"):
		ing = lemma[:len(lemma)-2] + "ying"
	case end == 'e' && !strings.HasSuffix(lemma, "ee") && !strings.HasSuffix(lemma, "ye"):
		ing = lemma[:len(lemma)-1] + "ing"
	}
	return third, ing
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
