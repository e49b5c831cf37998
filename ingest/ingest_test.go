package ingest_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tocsin"
	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/store"
	"tocsin/store/storetest"
)

var (
	kills    = flag.Int("kills", 8, "how often the kill tests kill")
	articles = flag.Int("articles", 300, "how many articles the kill tests take in")
)

// The test binary is its own victim: with this variable set it is a process
// that ingests or works until it is done or killed.
const role = "TOCSIN_TEST_ROLE"

func TestMain(m *testing.M) {
	if as := os.Getenv(role); as != "" {
		if err := victim(as, os.Args[1], os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	os.Exit(storetest.Main(m))
}

func victim(as, where string, names []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if as == "watch" {
		read, err := os.ReadFile(names[0])
		if err != nil {
			return err
		}
		var reports []tocsin.Findings
		if err := json.Unmarshal(read, &reports); err != nil {
			return err
		}
		return live(ctx, where, reports)
	}
	ledger, err := store.Open(ctx, where, store.Options{Create: true})
	if err != nil {
		return err
	}
	defer ledger.Close()
	flow, err := ingest.New(ctx, ledger, ingest.Options{Rescue: 2 * time.Second, Workers: 2, Log: slog.Default()})
	if err != nil {
		return err
	}
	defer flow.Close()
	if as == "work" {
		return flow.Work(ctx)
	}
	return flow.Ingest(ctx, names, feed.Options{})
}

func process(t *testing.T, as, where string, names ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{where}, names...)...)
	cmd.Env = append(os.Environ(), role+"="+as)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// archive writes n short articles of different words as JSON Lines.
func archive(t testing.TB, n int) string {
	t.Helper()
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"id": "a%d", "url": "https://vik.example/%d", "outlet": "The Vik Herald", "published": "2024-03-%02d", "text": "The ferry %d sank, Ann Dahl said."}`+"\n", i, i, 1+i%28, i)
	}
	name := filepath.Join(t.TempDir(), "archive.jsonl")
	if err := os.WriteFile(name, []byte(lines.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// holds demands that a ledger has n articles, one claim each, and that nothing
// is wrong with it.
func holds(t testing.TB, where string, n int) {
	t.Helper()
	ledger := storetest.Open(t, where, nil)
	for noun, want := range map[tocsin.Noun]int{tocsin.NounArticle: n, tocsin.NounClaim: n} {
		if got, err := ledger.Count(context.Background(), noun, tocsin.Filter{}); err != nil || got != want {
			t.Errorf("%d %ss instead of %d, %v", got, noun, want, err)
		}
	}
	found, err := ledger.Verify(context.Background(), store.Head{}, nil)
	if err != nil || len(found.Damages) > 0 || found.Entries != int64(2*n) {
		t.Errorf("verify: %+v %v", found, err)
	}
}

// flow opens a flow on a ledger.
func flow(t testing.TB, where string, opts ingest.Options) (*ingest.Flow, *store.Ledger) {
	t.Helper()
	ledger := storetest.Open(t, where, opts.Now)
	f, err := ingest.New(context.Background(), ledger, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f, ledger
}

func TestKilledAtAnyMomentNothingIsLostOrDoubled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		name := archive(t, *articles)
		for range *kills {
			victim := process(t, "ingest", where, name)
			done := make(chan error, 1)
			go func() { done <- victim.Wait() }()
			select {
			case err := <-done:
				if err != nil {
					t.Fatal(err)
				}
			case <-time.After(time.Duration(50+rand.IntN(700)) * time.Millisecond):
				victim.Process.Kill()
				<-done
			}
		}
		last := process(t, "ingest", where, name)
		if err := last.Wait(); err != nil {
			t.Fatal(err)
		}
		holds(t, where, *articles)
	})
}

func TestWorkersShareAndDieFreely(t *testing.T) {
	where := storetest.Postgres(t)
	storetest.Open(t, where, nil)
	name := archive(t, *articles)
	const many = 4
	workers := make([]*exec.Cmd, many)
	for i := range workers {
		workers[i] = process(t, "work", where)
	}
	source := process(t, "ingest", where, name)
	for i := range *kills / 2 {
		time.Sleep(400 * time.Millisecond)
		victim := workers[i%many]
		victim.Process.Kill()
		victim.Wait()
		workers[i%many] = process(t, "work", where)
	}
	if err := source.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, worker := range workers {
		worker.Process.Signal(syscall.SIGTERM)
		if err := worker.Wait(); err != nil {
			t.Error(err)
		}
	}
	holds(t, where, *articles)
}

func TestTakenInOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		name := archive(t, 10)
		for i, want := range []int64{10, 0} {
			f, _ := flow(t, where, ingest.Options{})
			if err := f.Ingest(context.Background(), []string{name}, feed.Options{}); err != nil {
				t.Fatal(err)
			}
			if added := f.Counts().Added.Load(); added != want {
				t.Errorf("time %d: %d added", i, added)
			}
			f.Close()
		}
		// A file that has grown is gone through again, and only what is new is
		// added.
		file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(file, `{"id": "new", "text": "The ferry is new, Ann Dahl said."}`)
		fmt.Fprintln(file, `{"id": "bad"}`)
		file.Close()
		f, ledger := flow(t, where, ingest.Options{})
		if err := f.Ingest(context.Background(), []string{name}, feed.Options{}); err != nil {
			t.Fatal(err)
		}
		if c := f.Counts(); c.Added.Load() != 1 || c.Known.Load() != 10 || c.Failed.Load() != 1 {
			t.Errorf("added %d, known %d, failed %d", c.Added.Load(), c.Known.Load(), c.Failed.Load())
		}
		failures, err := ledger.Failures(context.Background(), time.Time{})
		if err != nil || len(failures) != 1 || !strings.HasSuffix(failures[0].Input, ":12") || !strings.Contains(failures[0].Reason, `has no "text"`) {
			t.Errorf("%+v %v", failures, err)
		}
		holds(t, where, 11)
	})
}

func TestRereadingAddsAndTheOldFindingsStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ctx := context.Background()
		ledger := storetest.Open(t, where, nil)
		// Read by an earlier reader, which found nothing, under every way to be
		// named: by the input, by its words, by an address.
		old := tocsin.Reader{Version: "0"}
		for i, article := range []tocsin.Article{
			{ID: "a", Text: "The ferry sank, Ann Dahl said."}, {Text: "The bridge is shut, Ann Dahl said."}, {URL: "https://vik.example/", Text: "The road is open, Ann Dahl said."},
		} {
			is, err := ledger.Identify(ctx, article, old)
			if err != nil {
				t.Fatal(err)
			}
			article.ID = is.ID
			if _, err := ledger.Save(ctx, store.Delivery{Findings: tocsin.Findings{Article: article, Reader: old}, Identity: is, Raw: []byte{byte(i)}, Evidence: tocsin.Evidence{SHA256: fmt.Sprint(i)}}); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []int64{3, 0} {
			f, err := ingest.New(ctx, ledger, ingest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Reread(ctx, tocsin.Filter{}); err != nil || f.Counts().Reread.Load() != want || f.Counts().Failed.Load() > 0 {
				t.Errorf("%d read again, %d failed, %v", f.Counts().Reread.Load(), f.Counts().Failed.Load(), err)
			}
			f.Close()
		}
		if n, err := ledger.Count(ctx, tocsin.NounClaim, tocsin.Filter{}); err != nil || n != 3 {
			t.Errorf("%d claims, %v", n, err)
		}
	})
}

func TestAbsurdDatesAreLeftOutWithANote(t *testing.T) {
	where := filepath.Join(t.TempDir(), "l.db")
	dates := map[string]string{
		"1970-01-01": "it is where computers begin to count", "9999-12-31": "it lies in the future",
		"2031-01-01": "it lies in the future", "0001-05-05": "there were no newspapers", "1984-06-06": "", "2024-03-14": "",
	}
	var lines strings.Builder
	for date := range dates {
		fmt.Fprintf(&lines, `{"id": %q, "published": %q, "text": "The ferry of %s sank, Ann Dahl said."}`+"\n", date, date, date)
	}
	name := filepath.Join(t.TempDir(), "dates.jsonl")
	os.WriteFile(name, []byte(lines.String()), 0o666)
	now := func() time.Time { return time.Date(2024, 3, 15, 0, 0, 0, 0, time.UTC) }
	f, ledger := flow(t, where, ingest.Options{Now: now})
	if err := f.Ingest(context.Background(), []string{name}, feed.Options{}); err != nil {
		t.Fatal(err)
	}
	count := 0
	for findings, err := range ledger.Select(context.Background(), tocsin.NounArticle, tocsin.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		count++
		why := dates[findings.Article.ID]
		said := strings.Contains(strings.Join(findings.Notes, "\n"), why) && why != ""
		if findings.Article.Published.IsZero() != (why != "") || said != (why != "") {
			t.Errorf("%s: published %v, notes %q", findings.Article.ID, findings.Article.Published, findings.Notes)
		}
	}
	if count != len(dates) {
		t.Errorf("%d articles", count)
	}
}

func TestOtherLanguagesAreKeptAndMarked(t *testing.T) {
	where := filepath.Join(t.TempDir(), "l.db")
	name := filepath.Join(t.TempDir(), "foreign.txt")
	os.WriteFile(name, []byte("Le ministre a déclaré lundi que le pont de la rivière restera fermé jusqu'à la fin de la semaine, parce que les travaux ont pris du retard."), 0o666)
	f, ledger := flow(t, where, ingest.Options{})
	if err := f.Ingest(context.Background(), []string{name}, feed.Options{}); err != nil {
		t.Fatal(err)
	}
	for findings, err := range ledger.Select(context.Background(), tocsin.NounArticle, tocsin.Filter{}) {
		if err != nil || findings.Article.Language != "fr" || len(findings.Claims) > 0 || !strings.Contains(strings.Join(findings.Notes, ""), "kept, not read") {
			t.Errorf("%+v %v", findings, err)
		}
		return
	}
	t.Error("it was not kept")
}

// site is a web site with a feed of two pages, of which one is refused.
func site(t *testing.T) (address string, body *atomic.Value, hits *atomic.Int64) {
	body, hits = new(atomic.Value), new(atomic.Int64)
	body.Store("The ferry sank on Monday, the harbour master, Ann Dahl, said. Nobody was hurt, and the ferry will be raised in the spring.")
	mux := http.NewServeMux()
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"`+fmt.Sprint(len(body.Load().(string)))+`"`)
		if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>The Vik Herald</title>
<item><title>Ferry sinks</title><link>/ferry</link><description>A ferry sank (%d).</description><pubDate>Mon, 11 Mar 2024 08:00:00 GMT</pubDate></item>
<item><title>Bridge shut</title><link>/bridge</link><description>The bridge at Vik is shut, Mayor Bo Lind said on Monday, and it will stay shut until the ice has gone.</description></item>
</channel></rss>`, len(body.Load().(string)))
	})
	mux.HandleFunc("/ferry", func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><head><title>Ferry sinks</title></head><body><article><h1>Ferry sinks</h1><p>%s</p><p>It was built in Oster in 1974 and carried cars between the islands.</p></article></body></html>`, body.Load())
	})
	mux.HandleFunc("/bridge", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "subscribers only", http.StatusForbidden) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL, body, hits
}

func TestCollectedPagesAreRevised(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ctx := context.Background()
		address, body, hits := site(t)
		now := time.Date(2024, 3, 14, 12, 0, 0, 0, time.UTC)
		collect := func() (*ingest.Flow, *store.Ledger) {
			f, ledger := flow(t, where, ingest.Options{AllowPrivate: true, Delay: time.Millisecond, Now: func() time.Time { now = now.Add(time.Second); return now }})
			if err := ledger.Subscribe(ctx, store.Feed{URL: address + "/feed"}); err != nil {
				t.Fatal(err)
			}
			if err := f.CollectOnce(ctx); err != nil {
				t.Fatal(err)
			}
			f.Close()
			return f, ledger
		}
		f, ledger := collect()
		if c := f.Counts(); c.Added.Load() != 2 || c.Fetched.Load() != 1 || c.Refused.Load() != 1 {
			t.Errorf("first visit: added %d, fetched %d, refused %d", c.Added.Load(), c.Fetched.Load(), c.Refused.Load())
		}
		bridge := 0
		for findings, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Text: "bridge"}) {
			if err != nil || !strings.Contains(strings.Join(findings.Notes, ""), "403") || findings.Article.Outlet != "The Vik Herald" {
				t.Errorf("%+v %v", findings, err)
			}
			bridge++
		}
		if bridge != 1 {
			t.Errorf("the summary of the page that refused was kept %d times", bridge)
		}
		// Before its time a feed is not visited; when nothing has changed,
		// nothing is fetched.
		collect()
		now = now.Add(24 * time.Hour)
		collect()
		if hits.Load() != 1 {
			t.Errorf("the page was fetched %d times", hits.Load())
		}
		body.Store("The ferry sank on Monday, the harbour master, Ann Dahl, said. Two were hurt, and the ferry will be raised in the spring, she said.")
		now = now.Add(24 * time.Hour)
		f, ledger = collect()
		if c := f.Counts(); c.Revised.Load() != 1 || c.Added.Load() != 0 {
			t.Errorf("changed page: revised %d, added %d", c.Revised.Load(), c.Added.Load())
		}
		feeds, err := ledger.Feeds(ctx)
		if err != nil || len(feeds) != 1 || feeds[0].Trouble != "" || feeds[0].Spoke.IsZero() {
			t.Errorf("%+v %v", feeds, err)
		}
	})
}

func TestFeedThatFallsSilentIsTold(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
	ledger := storetest.Open(t, filepath.Join(t.TempDir(), "l.db"), func() time.Time { return now })
	for _, url := range []string{"https://busy.example/", "https://rare.example/"} {
		if err := ledger.Subscribe(ctx, store.Feed{URL: url}); err != nil {
			t.Fatal(err)
		}
	}
	for day := range 14 {
		at := now.AddDate(0, 0, day)
		if err := ledger.Visit(ctx, store.Feed{URL: "https://busy.example/", Visited: at, Succeeded: at, Spoke: at}, 10); err != nil {
			t.Fatal(err)
		}
		if day%7 == 0 {
			if err := ledger.Visit(ctx, store.Feed{URL: "https://rare.example/", Visited: at, Succeeded: at, Spoke: at}, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	for days, want := range map[int]bool{14: false, 16: true} {
		healths, err := ingest.Healths(ctx, ledger, now.AddDate(0, 0, days))
		if err != nil || len(healths) != 2 {
			t.Fatalf("%+v %v", healths, err)
		}
		if healths[0].Silent != want || healths[1].Silent {
			t.Errorf("day %d: busy %+v, rare %+v", days, healths[0], healths[1])
		}
	}
}

func TestLongArticleOutlivesTheTimeOfAWorker(t *testing.T) {
	where := filepath.Join(t.TempDir(), "l.db")
	name := filepath.Join(t.TempDir(), "long.txt")
	var text strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&text, "The ferry %d sank, Ann Dahl said.\n\n", i)
	}
	os.WriteFile(name, []byte(text.String()), 0o666)
	f, ledger := flow(t, where, ingest.Options{Rescue: time.Second})
	if err := f.Ingest(context.Background(), []string{name}, feed.Options{}); err != nil {
		t.Fatal(err)
	}
	if n, err := ledger.Count(context.Background(), tocsin.NounClaim, tocsin.Filter{}); err != nil || n != 1200 {
		t.Errorf("%d claims, %v", n, err)
	}
}
