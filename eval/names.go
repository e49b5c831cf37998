package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tocsin/text"
)

// Names scores the names of people, organisations and places.
var Names = Test{
	Name:  "names",
	Data:  []string{"names/BTC/CONLL-format/data/f.conll", "names/WNUT17/CONLL-format/data/test"},
	Shows: "whole names with the right kind in English tweets, with gold words; news is easier. BTC knows people, organisations and places; WNUT 2017 was chosen for names that are rare, and its works and products count as other names.",
	Run:   runNames,
}

func runNames(dir string) ([]Figure, error) {
	sets := []struct {
		name, file string
		kinds      map[string]text.NameKind
	}{
		{"btc", "names/BTC/CONLL-format/data/f.conll", map[string]text.NameKind{"PER": text.PER, "ORG": text.ORG, "LOC": text.LOC}},
		{"wnut17", "names/WNUT17/CONLL-format/data/test/emerging.test.annotated", map[string]text.NameKind{
			"person": text.PER, "corporation": text.ORG, "group": text.ORG, "location": text.LOC,
			"creative-work": text.MISC, "product": text.MISC}},
	}
	var figures []Figure
	for _, set := range sets {
		counts, err := scoreNames(filepath.Join(dir, set.file), set.kinds)
		if err != nil {
			return nil, err
		}
		var all Counts
		for _, kind := range []text.NameKind{text.PER, text.ORG, text.LOC, text.MISC} {
			if counts[kind].Gold == 0 {
				continue
			}
			all.Add(counts[kind])
			figures = append(figures, nameFigure("names/"+set.name+" "+string(kind)+" F1", counts[kind]))
		}
		figures = append(figures, nameFigure("names/"+set.name+" F1", all))
	}
	return figures, nil
}

func nameFigure(name string, counts Counts) Figure {
	return Figure{Name: name, Value: counts.F1(), Note: fmt.Sprintf("P %.3f R %.3f", counts.Precision(), counts.Recall())}
}

// scoreNames reads a CoNLL file and counts exact matches of each kind that
// the data set knows.
func scoreNames(name string, kinds map[string]text.NameKind) (map[text.NameKind]Counts, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	counts := map[text.NameKind]Counts{}
	var words, labels []string
	flush := func() {
		if len(words) > 0 {
			countNames(counts, text.ReadWords([][]string{words}), goldNames(labels, kinds))
		}
		words, labels = nil, nil
	}
	for line := range strings.Lines(string(data)) {
		word, label, found := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if word = strings.TrimSpace(word); !found || word == "" {
			flush()
			continue
		}
		words, labels = append(words, word), append(labels, strings.TrimSpace(label))
	}
	flush()
	return counts, nil
}

type namedTokens struct {
	kind        text.NameKind
	first, last int
}

func goldNames(labels []string, kinds map[string]text.NameKind) []namedTokens {
	var names []namedTokens
	for i := 0; i < len(labels); i++ {
		prefix, label, _ := strings.Cut(labels[i], "-")
		if prefix != "B" {
			continue
		}
		first := i
		for i+1 < len(labels) && labels[i+1] == "I-"+label {
			i++
		}
		names = append(names, namedTokens{kinds[label], first, i + 1})
	}
	return names
}

func countNames(counts map[text.NameKind]Counts, doc *text.Doc, gold []namedTokens) {
	for _, name := range gold {
		count := counts[name.kind]
		count.Gold++
		counts[name.kind] = count
	}
	for _, name := range doc.Names {
		count := counts[name.Kind]
		count.Found++
		if slices.Contains(gold, namedTokens{name.Kind, name.First, name.Last}) {
			count.Right++
		}
		counts[name.Kind] = count
	}
}
