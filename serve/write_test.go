package serve_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"tocsin/ingest"
	"tocsin/serve"
	"tocsin/store"
)

// TestRead: a text, a page and JSON are read alike, and kept nowhere.
func TestRead(t *testing.T) {
	s := open(t, empty(t), nil)
	text := "The mayor of Narva said on Friday that about 300 people had left the town."
	var plain, boxed struct {
		Schema     string
		Article    struct{ Title, Published, Text string }
		Claims     []struct{ ID string }
		Quantities []struct{ Value float64 }
	}
	got := s.ask(http.MethodPost, "/api/v1/read?published=2023-01-09&title=Narva", text, "Content-Type", "text/plain; charset=utf-8")
	got.read(t, &plain)
	if plain.Schema != "tocsin.findings/1" || plain.Article.Text != text || plain.Article.Title != "Narva" || plain.Article.Published != "2023-01-09T00:00:00Z" || len(plain.Claims) == 0 || len(plain.Quantities) != 1 || plain.Quantities[0].Value != 300 {
		t.Errorf("%s", got.body)
	}
	boxedAnswer := s.post("/api/v1/read", map[string]string{"text": text, "published": "2023-01-09", "title": "Narva"}, http.StatusOK)
	boxedAnswer.read(t, &boxed)
	if boxedAnswer.body != got.body {
		t.Error("JSON is read otherwise than text")
	}
	page, _ := sources(context.Background(), "https://news.example/ferry")
	if got := s.ask(http.MethodPost, "/api/v1/read", string(page.Body), "Content-Type", "text/html"); got.status != http.StatusOK || !strings.Contains(got.body, "three weeks") {
		t.Errorf("%d %s", got.status, got.body)
	}
	for name, body := range map[string]string{"nothing": `{}`, "both": `{"text": "a", "html": "b"}`, "only an address": `{"url": "https://news.example/ferry"}`, "no JSON": `{`, "the future": `{"text": "a", "published": "2040-01-01"}`, "no date": `{"text": "a", "published": "soon"}`} {
		if got := s.ask(http.MethodPost, "/api/v1/read", body, "Content-Type", "application/json"); got.status < 400 || got.status > 422 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	var list page2
	s.get("/api/v1/articles", http.StatusOK).read(t, &list)
	if len(list.Items) != 0 {
		t.Error("what was read was kept")
	}
}

type page2 = struct{ Items []map[string]any }

// TestAddArticle: what is handed in is in the ledger, once; a page that has
// changed is a revision with a difference, a proof and its bytes.
func TestAddArticle(t *testing.T) {
	s := open(t, empty(t), func(o *serve.Options) { o.Fetch = sources })
	var saved struct {
		ID, Outcome, Revises string
		Claims               int
	}
	draft := map[string]string{"url": "https://news.example/a?utm_source=x", "title": "Bridge", "outlet": "News", "published": "2023-01-09", "text": "The mayor said that the bridge is safe."}
	got := s.post("/api/v1/articles", draft, http.StatusCreated)
	got.read(t, &saved)
	first := saved.ID
	if saved.Outcome != "added" || saved.Claims != 1 || got.header.Get("Location") != "/api/v1/articles/"+first {
		t.Fatal(got.body)
	}
	s.post("/api/v1/articles", draft, http.StatusCreated).read(t, &saved)
	if saved.Outcome != "known" || saved.ID != first {
		t.Errorf("%+v", saved)
	}
	draft["text"] = "The mayor said that the bridge is not safe."
	s.post("/api/v1/articles", draft, http.StatusCreated).read(t, &saved)
	if saved.Outcome != "revised" || saved.Revises != first || saved.ID == first {
		t.Errorf("%+v", saved)
	}
	s.get("/api/v1/articles/"+first, http.StatusNotFound)
	var revisions struct {
		Items []struct{ ID, Diff, SHA256 string }
	}
	s.get("/api/v1/articles/"+first+"/revisions", http.StatusOK).read(t, &revisions)
	if len(revisions.Items) != 2 || !strings.Contains(revisions.Items[1].Diff, "+The mayor said that the bridge is not safe.") {
		t.Errorf("%+v", revisions)
	}
	raw := s.get("/api/v1/articles/"+saved.ID+"/raw", http.StatusOK)
	sum := sha256.Sum256([]byte(draft["text"]))
	if raw.body != draft["text"] || raw.header.Get("Repr-Digest") != "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":" {
		t.Errorf("%q %v", raw.body, raw.header)
	}
	var proofs struct{ Items []store.Proof }
	s.get("/api/v1/articles/"+saved.ID+"/proof", http.StatusOK).read(t, &proofs)
	for _, proof := range proofs.Items {
		if err := proof.Check(); err != nil {
			t.Error(err)
		}
	}
	if len(proofs.Items) != 2 {
		t.Errorf("%d proofs", len(proofs.Items))
	}
	// An address alone is fetched.
	s.post("/api/v1/articles", map[string]string{"url": "https://news.example/ferry", "published": "2023-01-09"}, http.StatusCreated).read(t, &saved)
	if saved.Outcome != "added" || saved.Claims == 0 {
		t.Errorf("%+v", saved)
	}
	s.post("/api/v1/articles", map[string]string{"url": "https://news.example/none"}, http.StatusUnprocessableEntity)
}

// TestCorrect: a correction holds from then on, in its maker's name, and can be
// undone; what makes no sense is refused with a sentence.
func TestCorrect(t *testing.T) {
	s := open(t, filled(t), nil)
	var claims struct {
		Items []struct{ ID, Article, Source string }
	}
	s.get("/api/v1/claims?limit=1&by=Lukashenko", http.StatusOK).read(t, &claims)
	claim := claims.Items[0]
	count := func() int { return len(s.lines("/api/v1/claims?article=" + claim.Article)) }
	before := count()
	var made struct{ Number int64 }
	s.post("/api/v1/corrections", map[string]string{"kind": "dismiss", "article": claim.Article, "finding": claim.ID, "why": "an idiom"}, http.StatusCreated).read(t, &made)
	if count() != before-1 {
		t.Error("the claim is still there")
	}
	var list struct {
		Items []struct {
			Number         int64
			Who, Why, Noun string
			Span           [2]int
		}
	}
	s.get("/api/v1/corrections?article="+claim.Article, http.StatusOK).read(t, &list)
	if len(list.Items) != 1 || list.Items[0].Who != "tester" || list.Items[0].Noun != "claim" || list.Items[0].Span[1] <= list.Items[0].Span[0] {
		t.Errorf("%+v", list)
	}
	s.post("/api/v1/corrections", map[string]any{"kind": "undo", "undoes": made.Number, "why": "it was one"}, http.StatusCreated)
	if count() != before {
		t.Error("it is not undone")
	}
	var statements struct {
		Items []struct{ ID, Standing string }
	}
	s.get("/api/v1/statements?limit=1&standing=single-source", http.StatusOK).read(t, &statements)
	s.post("/api/v1/corrections", map[string]string{"kind": "verdict", "statement": statements.Items[0].ID, "standing": "withdrawn", "why": "told to us"}, http.StatusCreated)
	if got := s.get("/api/v1/statements/"+statements.Items[0].ID, http.StatusOK); !strings.Contains(got.body, `"standing":"withdrawn"`) {
		t.Errorf("the verdict does not hold: %.300s", got.body)
	}
	for name, wrong := range map[string]map[string]any{
		"no reason":    {"kind": "merge", "name": "A", "into": "B"},
		"no such kind": {"kind": "praise", "why": "x"},
		"no finding":   {"kind": "dismiss", "article": claim.Article, "finding": "c000", "why": "x"},
		"no article":   {"kind": "dismiss", "article": "none", "finding": "c000", "why": "x"},
		"no place":     {"kind": "place", "article": claim.Article, "finding": claim.ID, "place": "Brest, Belarus", "why": "x"},
		"one name":     {"kind": "merge", "name": "A", "into": "A", "why": "x"},
		"nothing done": {"kind": "undo", "undoes": 1, "why": "x"},
		"no story":     {"kind": "story", "article": claim.Article, "with": "s000", "why": "x"},
	} {
		got := s.post("/api/v1/corrections", wrong, map[string]int{"no finding": 404, "no article": 404, "no story": 404}[name]+map[bool]int{true: 0, false: 422}[name == "no finding" || name == "no article" || name == "no story"])
		if strings.Contains(got.body, "sql") || !strings.Contains(got.body, "detail") {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

// TestFeeds: a feed is looked at before it is added, and can be taken away.
func TestFeeds(t *testing.T) {
	s := open(t, empty(t), func(o *serve.Options) { o.Fetch = sources })
	got := s.post("/api/v1/feeds", map[string]string{"url": "https://news.example/feed", "title": "Nachrichten für alle", "every": "30m"}, http.StatusCreated)
	if !strings.Contains(got.body, `"items":1`) || !strings.Contains(got.body, "https://news.example/ferry") {
		t.Error(got.body)
	}
	if got := s.get("/api/v1/feeds", http.StatusOK); !strings.Contains(got.body, "Nachrichten für alle") || !strings.Contains(got.body, `"every":"30m0s"`) || !strings.Contains(got.body, "not visited yet") {
		t.Error(got.body)
	}
	s.post("/api/v1/feeds", map[string]string{"url": "https://news.example/ferry"}, http.StatusUnprocessableEntity)
	s.post("/api/v1/feeds", map[string]string{"url": "https://news.example/feed", "every": "1s"}, http.StatusUnprocessableEntity)
	for _, want := range []int{http.StatusOK, http.StatusNotFound} {
		if got := s.ask(http.MethodDelete, "/api/v1/feeds?url=https://news.example/feed", ""); got.status != want {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
}

// TestStream: whoever follows hears of articles, of statements that stand
// otherwise and of alarms, and goes on where they broke off.
func TestStream(t *testing.T) {
	ledger := filled(t)
	s := open(t, ledger, nil)
	ctx, cancel := context.WithCancel(context.Background())
	followed := make(chan struct{})
	go func() { defer close(followed); s.server.API().Live().Run(ctx) }()
	defer func() { cancel(); <-followed }()
	events := s.follow(ctx, "")
	s.post("/api/v1/articles", map[string]string{"id": "narva-1", "text": "Mayor Anna Kask said on Monday that the bridge in Narva has collapsed.", "published": "2023-01-09", "outlet": "One", "title": "Bridge collapses"}, http.StatusCreated)
	article := wanted(t, events, "article", "narva-1")
	s.post("/api/v1/articles", map[string]string{"id": "narva-2", "text": "Mayor Anna Kask denied on Monday that the bridge in Narva has collapsed.", "published": "2023-01-09", "outlet": "Two", "title": "Bridge stands"}, http.StatusCreated)
	wanted(t, events, "article", "narva-2")
	var statements struct{ Items []struct{ ID string } }
	s.get("/api/v1/statements?limit=1&standing=single-source&from=2022-12-01", http.StatusOK).read(t, &statements)
	s.post("/api/v1/corrections", map[string]string{"kind": "verdict", "statement": statements.Items[0].ID, "standing": "withdrawn", "why": "told to us"}, http.StatusCreated)
	wanted(t, events, "statement", `"standing":"withdrawn","before":"single-source"`)
	again := s.follow(ctx, article.id)
	wanted(t, again, "article", "narva-2")
	lost := s.follow(ctx, "long-ago-7")
	wanted(t, lost, "reset", "missed")
}

type event struct{ id, kind, data string }

// follow follows the stream from behind an event on.
func (s *site) follow(ctx context.Context, last string) <-chan event {
	s.t.Helper()
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, s.address+"/api/v1/stream", nil)
	if last != "" {
		request.Header.Set("Last-Event-ID", last)
	}
	response, err := s.client.Do(request)
	if err != nil || response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("%v %v", response, err)
	}
	events := make(chan event, 100)
	go func() {
		defer response.Body.Close()
		defer close(events)
		var e event
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.kind = value
			case "data":
				e.data = value
			case "":
				if e.kind != "" {
					events <- e
				}
				e = event{}
			}
		}
	}()
	return events
}

func wanted(t *testing.T, events <-chan event, kind, data string) event {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case e, open := <-events:
			if !open {
				t.Fatalf("the stream ended before %s %s", kind, data)
			}
			if e.kind == kind && strings.Contains(e.data, data) {
				return e
			}
		case <-late:
			t.Fatalf("no %s %s", kind, data)
		}
	}
}

// TestServeRings: what is handed in rings where the server is to ring, and
// whoever tells channels is woken; elsewhere it leaves that to others.
func TestServeRings(t *testing.T) {
	const rules = "problem: Ferries\nindicators:\n  - id: ferry\n    of: articles\n    where: about(article.text, \"Narva\")\n    count: articles\n    detect: {tripwire: {at_least: 1}}\n"
	for _, rings := range []bool{true, false} {
		ledger := empty(t)
		if _, err := ledger.Watch(context.Background(), "Ferries", []byte(rules), nil); err != nil {
			t.Fatal(err)
		}
		woken := make(chan struct{}, 100)
		s := open(t, ledger, func(o *serve.Options) {
			o.Rang = func() { woken <- struct{}{} }
			if rings {
				o.Watch = ingest.NewWatch(ledger, ingest.WatchOptions{Now: clock()})
			}
		})
		live, stop := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.server.API().Live().Run(live)
		}()
		s.post("/api/v1/articles", map[string]any{"id": "ferry", "published": "2023-01-10T07:00:00Z", "text": "The ferry to Narva sank on Monday, the harbour master said."}, http.StatusCreated)
		const patience, short = 10 * time.Second, 300 * time.Millisecond
		select {
		case <-woken:
			if !rings {
				t.Error("it rings though another process does")
			}
		case <-time.After(map[bool]time.Duration{true: patience, false: short}[rings]):
			if rings {
				t.Error("it does not ring")
			}
		}
		stop()
		<-ended
		alarms, err := ledger.Alarms(context.Background(), store.AlarmFilter{})
		if err != nil || (len(alarms) > 0) != rings {
			t.Errorf("rings %v: %d alarms, %v", rings, len(alarms), err)
		}
	}
}
