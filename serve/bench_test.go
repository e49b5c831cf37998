package serve_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tocsin/serve"
)

var rate = flag.Int("rate", 300, "how many readers a second come in BenchmarkPages")

// BenchmarkPages loads pages over loopback as readers do who go from the lists to
// what they name: hundreds of pages of every kind, in turn. “First” is of pages
// that nobody has looked at since the ledger changed, one after the other;
// “again” of pages that somebody has, by four readers for each processor who never
// rest; “at300” of 300 readers a second (-rate), whoever is still waiting, where
// the time of each counts from when it was due.
func BenchmarkPages(b *testing.B) {
	ledger := many(b)
	front := func() *httptest.Server {
		server, err := serve.New(context.Background(), serve.Options{Ledger: ledger, Version: "test", Me: "tester", Pages: newsroom(ledger)})
		if err != nil {
			b.Fatal(err)
		}
		return httptest.NewServer(server.Handler())
	}
	at := front()
	paths := linkedPages(b, at.URL, 24)
	at.Close()
	for _, kind := range []string{"all", "", "stories", "articles", "claims", "statements", "events", "actors", "places", "outlets", "search", "map", "timeline", "watch", "review"} {
		chosen := slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return kind != "all" && kindOf(path) != kind })
		if len(chosen) == 0 {
			continue
		}
		name := kind
		if name == "" {
			name = "today"
		}
		b.Run(name+"/first", func(b *testing.B) {
			spent := make([]time.Duration, 0, b.N)
			for i := 0; i < b.N; {
				b.StopTimer()
				at := front()
				b.StartTimer()
				for _, path := range chosen[:min(len(chosen), b.N-i)] {
					begun := time.Now()
					fetch(b, at.Client(), at.URL+path)
					spent = append(spent, time.Since(begun))
					i++
				}
				at.Close()
			}
			told(b, spent)
		})
		at := front()
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 512}}
		for _, path := range chosen {
			fetch(b, client, at.URL+path)
		}
		b.Run(name+"/again", func(b *testing.B) {
			spent := make([]time.Duration, b.N)
			var next atomic.Int64
			b.SetParallelism(4)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					i := int(next.Add(1)) - 1
					begun := time.Now()
					fetch(b, client, at.URL+chosen[i%len(chosen)])
					spent[i] = time.Since(begun)
				}
			})
			b.StopTimer()
			told(b, spent)
		})
		b.Run(fmt.Sprintf("%s/at%d", name, *rate), func(b *testing.B) {
			spent := make([]time.Duration, b.N)
			var under sync.WaitGroup
			begun := time.Now()
			for i := range b.N {
				due := begun.Add(time.Duration(i) * time.Second / time.Duration(*rate))
				time.Sleep(time.Until(due))
				under.Go(func() {
					fetch(b, client, at.URL+chosen[i%len(chosen)])
					spent[i] = time.Since(due)
				})
			}
			under.Wait()
			b.StopTimer()
			told(b, spent)
		})
		at.Close()
	}
}

// told reports how many pages a second there were, and how long the slowest
// hundredth took.
func told(b *testing.B, spent []time.Duration) {
	slices.Sort(spent)
	b.ReportMetric(float64(len(spent))/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(spent[len(spent)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(spent[len(spent)*99/100].Microseconds())/1000, "p99-ms")
}

func fetch(t testing.TB, client *http.Client, address string) string {
	response, err := client.Get(address)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Error(address, response.Status, err)
	}
	return string(body)
}

var hrefs = regexp.MustCompile(`href="(/[^"#]*)`)

// linkedPages are the pages that the sections name, and so on, at most so many of a kind.
func linkedPages(t testing.TB, address string, most int) []string {
	paths, seen, kinds := []string{"/"}, map[string]bool{"/": true}, map[string]int{}
	for i := 0; i < len(paths); i++ {
		for _, found := range hrefs.FindAllStringSubmatch(fetch(t, http.DefaultClient, address+paths[i]), -1) {
			path := strings.ReplaceAll(found[1], "&amp;", "&")
			kind := kindOf(path)
			if seen[path] || kinds[kind] >= most || slices.Contains([]string{"static", "api", "search.atom", "sources.opml"}, kind) || strings.HasSuffix(path, "/raw") || strings.HasSuffix(path, "/correct") || strings.Contains(path, "/correct?") {
				continue
			}
			seen[path] = true
			kinds[kind]++
			paths = append(paths, path)
		}
	}
	return paths
}

// kindOf is the first part of a path.
func kindOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	kind, _, _ := strings.Cut(path[1:], "/")
	return kind
}
