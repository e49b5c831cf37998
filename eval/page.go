package eval

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"tocsin/page"
)

// Page measures the text of web pages on the article extraction benchmark of
// Scrapinghub (181 pages of news sites, 2019 and 2020) as its evaluate.py
// does: precision and recall of 4-grams of words on each page, averaged over
// the pages, and the F1 of these averages.
var Page = Test{
	Name: "page/scrapinghub",
	Data: []string{"page/scrapinghub/ground-truth.json", "page/scrapinghub/html"},
	Shows: "How much of an article's text is found on a page, and how little else. It says nothing about titles, dates, " +
		"paragraph breaks, or pages newer than 2020.",
	Run: runPage,
}

func runPage(dir string) ([]Figure, error) {
	dir = filepath.Join(dir, "page", "scrapinghub")
	data, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		return nil, fmt.Errorf("read page truths: %w", err)
	}
	var truths map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}
	if err := json.Unmarshal(data, &truths); err != nil {
		return nil, fmt.Errorf("read page truths: %w", err)
	}
	var precision, recall float64
	for name, truth := range truths {
		source, err := unzip(filepath.Join(dir, "html", name+".html.gz"))
		if err != nil {
			return nil, err
		}
		article, err := page.Parse(context.Background(), source, page.About{URL: truth.URL, Now: time.Now()})
		if err != nil && !errors.Is(err, page.ErrNoText) {
			return nil, fmt.Errorf("read page %s: %w", name, err)
		}
		counts := shingles(truth.Body, article.Text)
		if counts.Found == counts.Right && counts.Gold == counts.Right {
			counts = Counts{Right: 1, Found: 1, Gold: 1} // both empty, or both the same
		}
		precision += counts.Precision() / float64(len(truths))
		recall += counts.Recall() / float64(len(truths))
	}
	return []Figure{
		{Name: "page/scrapinghub precision", Value: precision},
		{Name: "page/scrapinghub recall", Value: recall},
		{Name: "page/scrapinghub F1", Value: share(2*precision*recall, precision+recall)},
	}, nil
}

func unzip(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("read page %s: %w", name, err)
	}
	return io.ReadAll(unzipped)
}

var pageWord = regexp.MustCompile(`[\pL\pN\pM_]+`)

// shingles counts the 4-grams of words that two texts share. A text of less
// than four words is one shingle, as in the benchmark.
func shingles(gold, found string) Counts {
	inGold, inFound := shinglesOf(gold), shinglesOf(found)
	var counts Counts
	for shingle, n := range inGold {
		counts.Gold += n
		counts.Right += min(n, inFound[shingle])
	}
	for _, n := range inFound {
		counts.Found += n
	}
	return counts
}

func shinglesOf(text string) map[string]float64 {
	words := pageWord.FindAllString(text, -1)
	counts := map[string]float64{}
	for i := range max(1, len(words)-3) {
		counts[strings.Join(words[i:min(i+4, len(words))], " ")]++
	}
	return counts
}
