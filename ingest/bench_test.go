package ingest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/store"
)

// BenchmarkIngest takes in as many articles as -articles says, end to end: from
// JSON Lines to a verified ledger. It tells articles a second, words in an
// article, bytes on disk for each, and the memory held from the system.
func BenchmarkIngest(b *testing.B) {
	sample, err := os.ReadFile("../examples/canal.txt")
	if err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(b.TempDir(), "archive.jsonl")
	file, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	out := json.NewEncoder(file)
	for i := range *articles {
		out.Encode(map[string]string{
			"id": fmt.Sprint("a", i), "url": fmt.Sprint("https://vik.example/", i), "outlet": fmt.Sprint("Outlet ", i%50),
			"published": time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Hour).Format(time.RFC3339),
			"text":      fmt.Sprintf("Report %d.\n\n%s", i, sample),
		})
	}
	file.Close()
	for b.Loop() {
		where := filepath.Join(b.TempDir(), "ledger.db")
		f, ledger := flow(b, where, ingest.Options{})
		begun := time.Now()
		if err := f.Ingest(context.Background(), []string{name}, feed.Options{}); err != nil {
			b.Fatal(err)
		}
		spent := time.Since(begun)
		if n := f.Counts().Added.Load(); n != int64(*articles) {
			b.Fatalf("%d added", n)
		}
		f.Close()
		found, err := ledger.Verify(context.Background(), store.Head{}, nil)
		if err != nil || len(found.Damages) > 0 {
			b.Fatalf("%+v %v", found.Damages, err)
		}
		ledger.Close()
		info, err := os.Stat(where)
		if err != nil {
			b.Fatal(err)
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(*articles)/spent.Seconds(), "articles/s")
		b.ReportMetric(float64(len(strings.Fields(string(sample)))), "words/article")
		b.ReportMetric(float64(info.Size())/float64(*articles), "disk-B/article")
		b.ReportMetric(float64(memory.Sys-memory.HeapReleased)/(1<<20), "MB")
	}
}
