package ingest_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/country"
	"tocsin/ingest"
	"tocsin/store"
	"tocsin/store/storetest"
)

// manyProblems are warning problems with so many indicators each, each about
// another country and kind of event.
func manyProblems(problems, each int) []string {
	categories := []string{"ASSAULT", "MOBILIZE", "PROTEST", "THREATEN", "ACCUSE", "SANCTION"}
	countries := country.All()
	var files []string
	for p := range problems {
		var file strings.Builder
		fmt.Fprintf(&file, "problem: Trouble %d\nquestion: Is there any?\nindicators:\n", p)
		for i := range each {
			n := p*each + i
			fmt.Fprintf(&file, "  - id: i%d\n    name: Indicator %d\n    of: events\n    where: event.category == %q && event.actor.country == %q\n    count: occurrences\n    detect: {rate: {}}\n",
				i, i, categories[n%len(categories)], countries[n/len(categories)%len(countries)].Code)
		}
		files = append(files, file.String())
	}
	return files
}

// BenchmarkWatch tells what watching a thousand indicators costs an arriving
// article.
func BenchmarkWatch(b *testing.B) {
	ctx := context.Background()
	now := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC)
	ledger := storetest.Open(b, filepath.Join(b.TempDir(), "ledger.db"), func() time.Time { return now })
	for i, file := range manyProblems(20, 50) {
		if _, err := ledger.Watch(ctx, fmt.Sprintf("Trouble %d", i), []byte(file), nil); err != nil {
			b.Fatal(err)
		}
	}
	links, bell := ingest.NewLinks(ledger), ingest.NewWatch(ledger, ingest.WatchOptions{Now: func() time.Time { return now }})
	samples := reports()
	arrive := func(n int) {
		f := samples[n%len(samples)]
		now = now.Add(5 * time.Minute)
		f.Article.ID, f.Article.URL, f.Article.Published = fmt.Sprint("n", n), fmt.Sprint("https://vik.example/", n), now.Add(-time.Minute)
		is, err := ledger.Identify(ctx, f.Article, f.Reader)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ledger.Save(ctx, store.Delivery{Findings: f, Identity: is, Raw: []byte(is.ID), Evidence: tocsin.Evidence{SHA256: is.ID}}); err != nil {
			b.Fatal(err)
		}
		if err := links.Follow(ctx, nil); err != nil {
			b.Fatal(err)
		}
	}
	n := 0
	for ; n < 300; n++ {
		arrive(n)
	}
	if _, err := bell.Follow(ctx); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		arrive(n)
		n++
		b.StartTimer()
		if _, err := bell.Follow(ctx); err != nil {
			b.Fatal(err)
		}
	}
}
