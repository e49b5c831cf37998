package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/serve/web"
	"tocsin/store"
)

// hostile is an article whose every field tries to become markup.
const hostile = `{"id": "hostile-1", "url": "javascript:alert(1)//", "outlet": "<b>Evil</b> & \"Sons\"", "title": "<script>alert('title')</script> mayor speaks", "published": "2022-10-15T09:00:00Z", "text": "“The bridge <img src=x onerror=alert(1)> is closed,” the mayor of Minsk said on Friday.\n\n</p><script>alert('text')</script> Some 300 soldiers left Brest, the ministry said. \u202eThe end\u202c."}
{"id": "slashed-1", "url": "https://slashed.example/a?b=1&c=2", "outlet": "North/South Daily", "title": "", "published": "2022-10-16T09:00:00Z", "text": "The 100% ferry was late, the harbour office said on Sunday. The harbour office denied that the ferry was late."}
`

// base is a ledger that tests copy: a part of the northern border sample and
// two hostile articles, read and linked once.
var base = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "tocsin-web-")
	if err != nil {
		return "", err
	}
	sample, err := os.ReadFile("../../examples/northern-border/reports.jsonl")
	if err != nil {
		return "", err
	}
	var chosen bytes.Buffer
	for line := range bytes.Lines(sample) {
		if bytes.Contains(line, []byte(`"published": "2022-10-`)) {
			chosen.Write(line)
		}
	}
	chosen.WriteString(hostile)
	input := filepath.Join(dir, "reports.jsonl")
	if err := os.WriteFile(input, chosen.Bytes(), 0o600); err != nil {
		return "", err
	}
	where := filepath.Join(dir, "ledger.db")
	ctx := context.Background()
	ledger, err := store.Open(ctx, where, store.Options{Create: true})
	if err != nil {
		return "", err
	}
	flow, err := ingest.New(ctx, ledger, ingest.Options{})
	if err != nil {
		return "", err
	}
	if err := flow.Ingest(ctx, []string{input}, feed.Options{}); err != nil {
		return "", err
	}
	flow.Close()
	if err := ingest.NewLinks(ledger).Follow(ctx, nil); err != nil {
		return "", err
	}
	copied := filepath.Join(dir, "base.db")
	if err := ledger.Backup(ctx, copied); err != nil {
		return "", err
	}
	return copied, ledger.Close()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if where, err := base(); err == nil {
		os.RemoveAll(filepath.Dir(where))
	}
	os.Exit(code)
}

const token = "a-token-that-forms-carry"

// site is the pages of a ledger of one's own.
type site struct {
	t      testing.TB
	ledger *store.Ledger
	http.Handler
	role string
	now  time.Time
	jar  map[string]string
}

func open(t testing.TB) *site {
	t.Helper()
	where, err := base()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(where)
	if err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(mine, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ledger, err := store.Open(context.Background(), mine, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ledger.Close() })
	s := &site{t: t, ledger: ledger, role: "admin", now: time.Now(), jar: map[string]string{}}
	pages := web.New(ledger, web.Options{
		Viewer:  func(context.Context) (string, string, string) { return "Mara Lind", s.role, token },
		Now:     func() time.Time { return s.now },
		BaseURL: "https://desk.example",
	})
	r := chi.NewRouter()
	pages.Routes(r)
	s.Handler = r
	return s
}

// get loads a page and returns its status and body.
func (s *site) get(address string) (int, string) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	return s.send(r)
}

// page loads a page that must be there.
func (s *site) page(address string) string {
	s.t.Helper()
	status, body := s.get(address)
	if status != http.StatusOK {
		s.t.Fatalf("GET %s: %d, want 200\n%s", address, status, body)
	}
	return body
}

// post sends a form and returns the status and where it leads.
func (s *site) post(address string, fields ...string) (int, string) {
	s.t.Helper()
	form := url.Values{"csrf": {token}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Del("csrf-" + fields[i])
		if fields[i] == "csrf" {
			form.Del("csrf")
		}
		form.Add(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := s.do(r)
	if to := w.Header().Get("Location"); to != "" {
		return w.Code, to
	}
	return w.Code, w.Body.String()
}

func (s *site) send(r *http.Request) (int, string) {
	w := s.do(r)
	return w.Code, w.Body.String()
}

func (s *site) do(r *http.Request) *httptest.ResponseRecorder {
	for name, value := range s.jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		s.jar[cookie.Name] = cookie.Value
	}
	return w
}

// findings are those of an article now.
func (s *site) findings(article string) tocsin.Findings {
	s.t.Helper()
	for f, err := range s.ledger.Select(context.Background(), tocsin.NounArticle, tocsin.Filter{Article: article}) {
		if err != nil {
			s.t.Fatal(err)
		}
		return f
	}
	s.t.Fatalf("no article %s", article)
	return tocsin.Findings{}
}

// shared is a story of several articles.
func (s *site) shared() tocsin.Story {
	s.t.Helper()
	found, err := s.ledger.Stories(context.Background(), tocsin.Filter{}, 4)
	if err != nil || len(found) == 0 {
		s.t.Fatalf("no story of four articles: %v", err)
	}
	return found[0]
}

func (s *site) corrections() int {
	s.t.Helper()
	found, err := s.ledger.Corrections(context.Background(), tocsin.Filter{})
	if err != nil {
		s.t.Fatal(err)
	}
	return len(found)
}

func wants(t testing.TB, body string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("the page lacks %q", word)
		}
	}
}

func lacks(t testing.TB, body string, words ...string) {
	t.Helper()
	for _, word := range words {
		if i := strings.Index(body, word); i >= 0 {
			t.Errorf("the page has %q: …%s…", word, body[max(0, i-80):min(len(body), i+80)])
		}
	}
}
