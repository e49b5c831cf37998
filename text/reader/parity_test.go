package reader

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"tocsin/text/kernel"
)

// article is what the network said of an article before it was quantised
// (train/reader/golden.py).
type article struct {
	Forms     []string `json:"words"`
	Sentences [][2]int
	Marks     []int `json:"quoted"`
	Tags      []uint8
	Lemmas    []uint16
	Heads     []int32
	Trees     []bool // whether the heads of the word's sentence are a tree without search
	Deps      []uint8
	Names     []uint8
	Triggers  []uint8
	Cues      [][2]int
	Parts     [][2][]int
	Acts      []uint8
}

func (a *article) Len() int          { return len(a.Forms) }
func (a *article) Word(i int) string { return a.Forms[i] }
func (a *article) Quoted(i int) bool { return a.Marks[i] > 0 }

func (a *article) sentences() []Sentence {
	var sentences []Sentence
	for _, s := range a.Sentences {
		sentences = append(sentences, Sentence{s[0], s[1]})
	}
	return sentences
}

// agreement counts labels that are the same before and after quantisation.
type agreement struct{ same, all int }

func (a *agreement) note(same bool) {
	a.all++
	if same {
		a.same++
	}
}

func (a agreement) share() float64 { return float64(a.same) / float64(max(1, a.all)) }

// TestParity holds the labels of the int8 network in Go against those of the
// float32 network in the framework that trained it.
func TestParity(t *testing.T) {
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var articles []article
	if err := json.Unmarshal(data, &articles); err != nil {
		t.Fatal(err)
	}
	for _, set := range kernel.All() {
		if set.Slow && len(kernel.All()) > 1 {
			articles = articles[:1]
		}
		t.Run(set.Name, func(t *testing.T) { parity(t, set, articles) })
	}
}

func parity(t *testing.T, set *kernel.Set, articles []article) {
	model, err := Load(weights(t), set)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]*agreement{}
	note := func(name string, same bool) {
		if counts[name] == nil {
			counts[name] = new(agreement)
		}
		counts[name].note(same)
		counts["all"].note(same)
	}
	counts["all"] = new(agreement)
	for i := range articles {
		gold := &articles[i]
		read := model.Read(gold, gold.sentences(), Ledger)
		for k, word := range read.Words {
			trigger := word.Trigger
			if word.TriggerScore < 0.5 {
				trigger = 0
			}
			note("tag", word.Tag == gold.Tags[k])
			note("lemma", word.Lemma == gold.Lemmas[k])
			note("name", word.Name == gold.Names[k])
			note("trigger", trigger == gold.Triggers[k])
			if gold.Trees[k] {
				note("head", word.Head == gold.Heads[k])
				if word.Head == gold.Heads[k] {
					note("relation", word.Dep == gold.Deps[k])
				}
			}
		}
		compareAttributions(gold, read, note)
	}
	for name, count := range counts {
		t.Logf("%-9s %.4f of %d", name, count.share(), count.all)
	}
	least := 0.995
	switch {
	case set.Name == "avx2":
		least = 0.99 // activations have 7 bits there
	case len(articles) == 1:
		least = 0.98 // so few labels that each counts
	}
	if all := counts["all"].share(); all < least {
		t.Errorf("only %.4f of the labels agree with those before quantisation; at least %.3f must", all, least)
	}
}

// compareAttributions compares the cues, and for those that both have the act
// and what every word in sight is: source, content or neither.
func compareAttributions(gold *article, read *Reading, note func(string, bool)) {
	for i, cue := range gold.Cues {
		at := slices.IndexFunc(read.Attributions, func(a Attribution) bool { return a.Cue == Span{cue[0], cue[1]} })
		note("cue", at >= 0)
		if at < 0 {
			continue
		}
		a := read.Attributions[at]
		note("act", a.Act == gold.Acts[i])
		for k := max(0, cue[0]-cueSight); k < min(len(gold.Forms), cue[1]+cueSight); k++ {
			inContent := slices.ContainsFunc(a.Content, func(s Span) bool { return s.First <= k && k < s.Last })
			inSource := a.Source.First <= k && k < a.Source.Last
			note("part", inContent == slices.Contains(gold.Parts[i][1], k) && inSource == slices.Contains(gold.Parts[i][0], k))
		}
	}
}

// weights reads the weights that the program embeds.
func weights(t *testing.T) []byte {
	t.Helper()
	name := os.Getenv("TOCSIN_WEIGHTS")
	if name == "" {
		name = "../model/reader.bin"
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
