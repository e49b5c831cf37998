package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/serve/web"
	"tocsin/store"
	"tocsin/watch"
)

func TestEmptyLedgerSaysWhatToDo(t *testing.T) {
	ledger, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "new.db"), store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ledger.Close()
	r := chi.NewRouter()
	web.New(ledger, web.Options{}).Routes(r)
	for address, says := range map[string]string{
		"/": "tocsin ingest", "/stories": "No story fits", "/claims": "No statement fits", "/actors": "No actor fits", "/events": "No event fits",
		"/map": "names a place", "/timeline": "has a date", "/watch": "tocsin watch", "/outlets": "No outlet fits", "/sources": "No feed is collected yet",
		"/review": "read with doubt", "/search": "Give a word", "/search?text=ferry": "Nothing fits", "/corrections": "put right yet", "/articles": "No article fits",
	} {
		w := httptest.NewRecorder()
		r.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), says) {
			t.Errorf("GET %s: %d without %q", address, w.Code, says)
		}
	}
}

func TestStoryShowsWhoClaimsWhat(t *testing.T) {
	s := open(t)
	story := s.shared()
	body := s.page("/stories/" + story.ID)
	for _, id := range []string{"table", "timeline", "origins", "articles", "history", "map"} {
		wants(t, body, `id="`+id+`"`)
	}
	for _, article := range story.Articles {
		wants(t, body, `href="/articles/`+article+`"`)
	}
	wants(t, body, `<svg class="origins"`, `data-side="Belarus"`, fmt.Sprintf("%d articles", len(story.Articles)))
	// An article's address leads to its story.
	if status, _ := s.get("/stories/" + story.Articles[0]); status != http.StatusFound {
		t.Errorf("the story of an article: status %d, want a redirect to it", status)
	}
}

func TestArticleCardsLeadBack(t *testing.T) {
	s := open(t)
	article := s.shared().Articles[0]
	f := s.findings(article)
	body := s.page("/articles/" + article)
	for _, claim := range f.Claims {
		wants(t, body, `id="`+claim.ID+`"`, `href="#`+claim.ID+`"`)
	}
	for _, place := range f.Places {
		wants(t, body, `href="#`+place.ID+`"`)
	}
	wants(t, body, "SHA-256", "/articles/"+article+"/proof", "Wrong?")
	s.role = "viewer"
	lacks(t, s.page("/articles/"+article), "Wrong?")
}

func TestEvidenceComesAsAFile(t *testing.T) {
	s := open(t)
	for _, path := range []string{"/articles/hostile-1/raw", "/articles/hostile-1/proof"} {
		w := s.do(httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") || strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("GET %s: %d, %s, %s: want a file to keep", path, w.Code, w.Header().Get("Content-Type"), w.Header().Get("Content-Disposition"))
		}
	}
}

func TestRevisionsShowTheDifference(t *testing.T) {
	s := open(t)
	for f, err := range s.ledger.Select(context.Background(), tocsin.NounArticle, tocsin.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Article.Revises == "" {
			continue
		}
		wants(t, s.page("/articles/"+f.Article.ID+"/revisions"), "<del>", "<ins>", "2 versions")
		wants(t, s.page("/articles/"+f.Article.Revises), "A later version replaced this text")
		return
	}
	t.Fatal("the sample has no revised page")
}

func TestTodayShowsWhatChanged(t *testing.T) {
	s := open(t)
	story := s.shared()
	wants(t, s.page("/"), "What the ledger has", string("/stories/"+story.ID))
	s.now = time.Now().Add(time.Second)
	linked, err := s.ledger.Linked(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if status, to := s.post("/seen", "at", linked.At.Format(time.RFC3339Nano)); status != http.StatusSeeOther || to != "/" {
		t.Fatalf("POST /seen: %d to %s", status, to)
	}
	wants(t, s.page("/"), "Nothing has changed since you last looked")
	time.Sleep(1100 * time.Millisecond)
	claim := s.statement(tocsin.SingleSource)
	s.post("/statements/"+claim.ID+"/verdict", "standing", "withdrawn", "why", "told by telephone")
	body := s.page("/")
	wants(t, body, "<s>single-source</s>", "withdrawn", "/statements/"+claim.ID)
	s.post("/seen", "at", "")
	wants(t, s.page("/"), "What the ledger has")
}

// statement is one that stands so.
func (s *site) statement(standing tocsin.Standing) tocsin.Statement {
	s.t.Helper()
	found, err := s.ledger.Statements(context.Background(), tocsin.Filter{}, standing)
	if err != nil || len(found) == 0 {
		s.t.Fatalf("no statement is %s: %v", standing, err)
	}
	return found[0]
}

func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	s := open(t)
	address := "/stories/" + s.shared().ID
	first := s.do(httptest.NewRequest(http.MethodGet, address, nil))
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("If-None-Match", first.Header().Get("ETag"))
	if again := s.do(r); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("the same page again: %d with %d bytes, want 304 with none", again.Code, again.Body.Len())
	}
	claim := s.statement(tocsin.SingleSource)
	article := claim.Claims[0].Article
	page := s.do(httptest.NewRequest(http.MethodGet, "/articles/"+article, nil)).Header().Get("ETag")
	s.post("/statements/"+claim.ID+"/verdict", "standing", "denied", "why", "seen on camera")
	r = httptest.NewRequest(http.MethodGet, "/articles/"+article, nil)
	r.Header.Set("If-None-Match", page)
	if again := s.do(r); again.Code != http.StatusOK {
		t.Errorf("a page that has changed: %d, want 200", again.Code)
	}
}

func TestAlarmShowsItsReceipt(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	if _, err := s.ledger.Watch(ctx, "Floods", []byte("problem: Floods\n"), nil); err != nil {
		t.Fatal(err)
	}
	watched, err := s.ledger.Watches(ctx)
	if err != nil || len(watched) != 1 {
		t.Fatal(err, len(watched))
	}
	article := s.shared().Articles[0]
	claim := s.findings(article).Claims[0]
	alarm := watch.Alarm{
		ID: "w00000000abc", Problem: "Floods", Indicator: "water", Name: "Water rises", Condition: watch.Open, Opened: s.now, Updated: s.now, Origins: 2,
		Evidence: []watch.Mark{{At: s.now, Article: article, ID: claim.ID, Text: "<i>the gauge</i> stood at four metres", Outlet: "Harbour News"}},
		Receipt:  watch.Receipt{Observed: 5, Expected: 1.5, Upper: 4, Explanation: "five where 1.5 were expected", History: []float64{1, 2, -1}, Without: []string{"With 3 instead of 5 it would have stayed silent."}},
	}
	body, err := json.Marshal(alarm)
	if err != nil {
		t.Fatal(err)
	}
	row := store.AlarmRow{ID: alarm.ID, Problem: alarm.Problem, Indicator: alarm.Indicator, State: string(alarm.Condition), Opened: s.now, Updated: s.now, Body: body}
	if err := s.ledger.Rang(ctx, watched[0], []store.AlarmRow{row}, nil); err != nil {
		t.Fatal(err)
	}
	wants(t, s.page("/"), `href="/watch/w00000000abc"`)
	wants(t, s.page("/watch"), `href="/watch/w00000000abc"`, "Floods")
	wants(t, s.page("/watch/w00000000abc"), "Water rises", "Five where 1.5 were expected", "&lt;i&gt;the gauge&lt;/i&gt;", "stayed silent", `href="/articles/`+article+"#"+claim.ID+`"`)
	if status, _ := s.get("/watch/w999"); status != http.StatusNotFound {
		t.Errorf("an alarm that is not there: %d, want 404", status)
	}
}
