package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/extract"
	"tocsin/link/story"
)

// ECBPlus measures stories on ECB+ (Cybulska and Vossen 2014): 43 topics, each
// of two happenings of one kind (two quakes, two trials), so 86 stories.
//
// The documents arrive one by one, undated, each with its headline and text.
// B-cubed (Bagga and Baldwin 1998) takes for each document the share of its
// cluster that belongs to its story, and of its story that is in its cluster,
// and averages over documents.
var ECBPlus = Test{
	Name:  "link/ecb+",
	Data:  []string{"story/ecbplus"},
	Shows: "whether documents about one happening come together and those about another of its kind stay apart; without dates, which news has, and with few stories at a time. The first ten topics (dev) were tuned on, of the others (test) only scores were seen",
	Run:   runECBPlus,
}

// tunedTopics are ECB+'s first topics, on which thresholds were chosen.
const tunedTopics = 10

func runECBPlus(dir string) ([]Figure, error) {
	documents, err := readECBPlus(filepath.Join(dir, "story/ecbplus"))
	if err != nil {
		return nil, err
	}
	index := story.NewIndex(nil)
	for _, document := range documents {
		index.Add(story.Of(extract.Findings(document.article)))
		index.Update()
	}
	found := map[string]string{}
	gold := map[string]string{}
	for _, document := range documents {
		at, _ := index.StoryOf(document.article.ID)
		found[document.article.ID], gold[document.article.ID] = at.ID, document.subtopic
	}
	dev, test := map[string]bool{}, map[string]bool{}
	for _, document := range documents {
		if document.topic <= tunedTopics {
			dev[document.article.ID] = true
		} else {
			test[document.article.ID] = true
		}
	}
	var figures []Figure
	for _, part := range []struct {
		name string
		of   map[string]bool
	}{{"dev", dev}, {"test", test}, {"all", nil}} {
		precision, recall := bCubed(found, gold, part.of)
		note := fmt.Sprintf("%d clusters of %d documents", len(index.Stories()), len(documents))
		figures = append(figures,
			Figure{Name: "link/ecb+ " + part.name + " B-cubed precision", Value: precision, Note: note},
			Figure{Name: "link/ecb+ " + part.name + " B-cubed recall", Value: recall},
			Figure{Name: "link/ecb+ " + part.name + " B-cubed F1", Value: share(2*precision*recall, precision+recall)},
		)
	}
	return figures, nil
}

// ecbDocument is one document and where it belongs.
type ecbDocument struct {
	article  tocsin.Article
	topic    int
	subtopic string // "1ecb", "1ecbplus"
}

// readECBPlus reads the documents in the order of their names: a file each, in
// a folder a subtopic.
func readECBPlus(dir string) ([]ecbDocument, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("read ECB+: %w", err)
	}
	var documents []ecbDocument
	for _, name := range names {
		subtopic := filepath.Base(filepath.Dir(name))
		topic, err := strconv.Atoi(strings.TrimRight(subtopic, "ecbplus"))
		if err != nil {
			return nil, fmt.Errorf("read ECB+: folder %s: %w", subtopic, err)
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read ECB+: %w", err)
		}
		var document struct{ Title, Text string }
		if err := json.Unmarshal(content, &document); err != nil {
			return nil, fmt.Errorf("read ECB+ %s: %w", name, err)
		}
		id := strings.TrimSuffix(filepath.Base(name), ".json")
		documents = append(documents, ecbDocument{
			article:  tocsin.Article{ID: id, Title: document.Title, Text: document.Text, Language: "en"},
			topic:    topic,
			subtopic: subtopic,
		})
	}
	return documents, nil
}

// bCubed averages over the items of a part, nil for all; clusters and classes
// are those of all items.
func bCubed(found, gold map[string]string, part map[string]bool) (precision, recall float64) {
	clusters, classes, both := map[string]float64{}, map[string]float64{}, map[[2]string]float64{}
	for item, cluster := range found {
		clusters[cluster]++
		classes[gold[item]]++
		both[[2]string{cluster, gold[item]}]++
	}
	items := 0.0
	for item, cluster := range found {
		if part != nil && !part[item] {
			continue
		}
		items++
		shared := both[[2]string{cluster, gold[item]}]
		precision += shared / clusters[cluster]
		recall += shared / classes[gold[item]]
	}
	return share(precision, items), share(recall, items)
}
