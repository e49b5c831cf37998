package extract_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tocsin"
	"tocsin/extract"
	"tocsin/extract/actor"
	"tocsin/extract/claim"
	"tocsin/extract/event"
	"tocsin/extract/place"
	"tocsin/extract/quantity"
	"tocsin/extract/when"
	"tocsin/text"
)

// articles are the news articles of the data folder that TOCSIN_DATA names,
// or, without it, the examples of this repository.
func articles(b *testing.B) []tocsin.Article {
	b.Helper()
	if dir := os.Getenv("TOCSIN_DATA"); dir != "" {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join("..", dir) // as the root of the repository sees it
		}
		if file, err := os.Open(filepath.Join(dir, "articles", "guardian", "articles.jsonl")); err == nil {
			defer file.Close()
			return linesOf(b, file)
		}
	}
	names, err := filepath.Glob("../examples/*.txt")
	if err != nil || len(names) == 0 {
		b.Fatalf("no articles in examples: %v", err)
	}
	var articles []tocsin.Article
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		articles = append(articles, tocsin.Article{ID: name, Text: string(content), Published: time.Date(2024, 3, 14, 0, 0, 0, 0, time.UTC)})
	}
	return articles
}

func linesOf(b *testing.B, file *os.File) []tocsin.Article {
	b.Helper()
	var articles []tocsin.Article
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			ID, Text  string
			Published time.Time
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			b.Fatal(err)
		}
		articles = append(articles, tocsin.Article{ID: line.ID, Text: line.Text, Published: line.Published})
	}
	if err := lines.Err(); err != nil {
		b.Fatal(err)
	}
	return articles
}

// stage runs one stage on one article after the other and reports articles a
// second; an operation is one article.
func stage(b *testing.B, articles []tocsin.Article, work func(i int)) {
	b.Helper()
	bytes := 0
	for _, article := range articles {
		bytes += len(article.Text)
	}
	b.SetBytes(int64(bytes / len(articles)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		work(n % len(articles))
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkFindings reads whole articles on one core, as a worker of
// “tocsin read” does.
func BenchmarkFindings(b *testing.B) {
	articles := articles(b)
	stage(b, articles, func(i int) { extract.Findings(articles[i]) })
}

// BenchmarkFindingsParallel reads whole articles on all cores.
func BenchmarkFindingsParallel(b *testing.B) {
	articles := articles(b)
	b.ReportAllocs()
	b.RunParallel(func(loop *testing.PB) {
		for n := 0; loop.Next(); n++ {
			extract.Findings(articles[n%len(articles)])
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkStage times each stage by itself, on what the stages before it
// made.
func BenchmarkStage(b *testing.B) {
	articles := articles(b)
	docs := make([]*text.Doc, len(articles))
	found := make([]tocsin.Findings, len(articles))
	for i, article := range articles {
		docs[i] = text.Read(article)
		found[i] = extract.Findings(article)
	}
	stages := []struct {
		name string
		work func(i int)
	}{
		{"text", func(i int) { text.Read(articles[i]) }},
		{"when", func(i int) { when.Extract(docs[i], articles[i].Published) }},
		{"place", func(i int) { place.Extract(docs[i]) }},
		{"quantity", func(i int) { quantity.Extract(docs[i]) }},
		{"actor", func(i int) { actor.Extract(docs[i], found[i].Places) }},
		{"claim", func(i int) { claim.Extract(docs[i], found[i].Actors, found[i].Whens) }},
		{"event", func(i int) {
			event.Extract(docs[i], found[i].Claims, found[i].Actors, found[i].Whens, found[i].Places)
		}},
	}
	for _, each := range stages {
		b.Run(each.name, func(b *testing.B) { stage(b, articles, each.work) })
	}
}
