package serve_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tocsin"
	"tocsin/serve"
	"tocsin/serve/account"
	"tocsin/store"
)

// hostile is markup that would run if it were ever taken for a page's own.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'><svg/onload=alert(3)>`

// TestNothingRuns: whatever an article says in its text, title, outlet or
// address, no answer is anything that a browser would run.
func TestNothingRuns(t *testing.T) {
	s := open(t, empty(t), nil)
	page := "<html><head><title>" + hostile + "</title></head><body><p>" + strings.Repeat("The minister said on Monday that "+hostile+" the road is closed. ", 30) + "</p></body></html>"
	s.post("/api/v1/articles", map[string]any{
		"id": hostile, "title": hostile, "outlet": hostile, "authors": []string{hostile}, "published": "2023-01-09", "url": "https://news.example/?q=" + url.QueryEscape(hostile),
		"text": "The minister said on Monday that " + hostile + " the road is closed.",
	}, http.StatusCreated)
	s.post("/api/v1/articles", map[string]any{"html": page, "published": "2023-01-09"}, http.StatusCreated)
	if err := s.ledger.Subscribe(context.Background(), store.Feed{URL: "https://news.example/feed", Title: hostile, Folder: hostile}); err != nil {
		t.Fatal(err)
	}
	var list struct {
		Items []struct{ ID string }
	}
	s.get("/api/v1/articles", http.StatusOK).read(t, &list)
	paths := []string{"/articles", "/claims", "/actors", "/outlets", "/stories?summary=true", "/statements", "/feeds", "/search?q=" + url.QueryEscape(hostile), "/claims?from=" + url.QueryEscape(hostile), "/" + url.PathEscape(hostile), "/docs", "/articles/" + url.PathEscape("</script>")}
	for _, item := range list.Items {
		for _, part := range []string{"", "/raw", "/revisions", "/proof"} {
			paths = append(paths, "/articles/"+url.PathEscape(item.ID)+part)
		}
	}
	for _, path := range paths {
		for _, accepted := range []string{"application/json", "text/html", "application/jsonl"} {
			got := s.ask(http.MethodGet, "/api/v1"+path, "", "Accept", accepted)
			harmless(t, path, got)
		}
	}
	harmless(t, "front", s.ask(http.MethodGet, "/"+url.PathEscape(hostile)+"?"+url.QueryEscape(hostile), "", "Accept", "text/html"))
	harmless(t, "read", s.post("/api/v1/read", map[string]string{"html": page}, http.StatusOK))
}

// harmless holds an answer against what browsers run.
func harmless(t *testing.T, path string, got answer) {
	t.Helper()
	kind := got.header.Get("Content-Type")
	policy := got.header.Get("Content-Security-Policy")
	switch {
	case got.header.Get("X-Content-Type-Options") != "nosniff":
		t.Errorf("%s: a browser may take %s for something else", path, kind)
	case strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'"):
		t.Errorf("%s: the policy is %q", path, policy)
	case strings.HasPrefix(kind, "text/html") && (strings.Contains(got.body, "<script") || strings.Contains(got.body, "onerror=") || strings.Contains(got.body, "<svg")):
		t.Errorf("%s: markup of others in a page: %.300s", path, got.body)
	case strings.Contains(kind, "json") && !strings.Contains(kind, "jsonl") && strings.Contains(got.body, "<"):
		t.Errorf("%s: markup in JSON: %.300s", path, got.body)
	case strings.HasSuffix(path, "/raw") && got.status == http.StatusOK && (kind != "application/octet-stream" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment")):
		t.Errorf("%s: sent as %s, %q", path, kind, got.header.Get("Content-Disposition"))
	}
}

// TestAddressesStayOutside: nothing that is handed in makes the server ask its
// own network, read its files, or keep an address that runs.
func TestAddressesStayOutside(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "<html><body><p>secret of the inside</p></body></html>")
	}))
	defer inside.Close()
	s := open(t, empty(t), nil)
	port := inside.URL[strings.LastIndexByte(inside.URL, ':'):]
	for _, address := range []string{
		inside.URL, "http://localhost" + port, "http://127.1" + port, "http://[::1]" + port, "http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port, "http://2130706433" + port,
		"http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.1.1/", "http://[fd00::1]/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "javascript:alert(1)", "data:text/html,<p>x",
		"//127.0.0.1" + port, "http://user:pass@127.0.0.1" + port, "http://", "https://news.example/\r\nX: y", " http://127.0.0.1" + port,
	} {
		for _, path := range []string{"/articles", "/feeds"} {
			got := s.ask(http.MethodPost, "/api/v1"+path, fmt.Sprintf(`{"url": %q}`, address), "Content-Type", "application/json")
			if got.status < 400 || got.status >= 500 || strings.Contains(got.body, "secret") {
				t.Errorf("%s takes %s: %d %s", path, address, got.status, got.body)
			}
		}
	}
	got := s.ask(http.MethodPost, "/api/v1/articles", `{"url": "javascript:alert(1)", "text": "The mayor said that it rained."}`, "Content-Type", "application/json")
	if got.status != http.StatusUnprocessableEntity {
		t.Errorf("an address that runs is kept: %d", got.status)
	}
	if count, err := s.ledger.Count(context.Background(), tocsin.NounArticle, tocsin.Filter{}); err != nil || count != 0 {
		t.Errorf("%d articles, %v", count, err)
	}
}

// TestPathsStayInside: no path leads out of what is served.
func TestPathsStayInside(t *testing.T) {
	s := open(t, filled(t), nil)
	for _, path := range []string{
		"/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/page/../serve.go", "/api/v1/articles/..%2f..%2f..%2fetc%2fpasswd", "/api/v1/articles/..%2f..%2fetc%2fpasswd/raw",
		"/api/v1/articles/%2e%2e/raw", "/api/v1/docs.css/../../../etc/passwd", "/api/v1/..%5c..%5cwindows", "/plain.css%00.html", "//etc/passwd", "/api/v1/articles/%00",
	} {
		got := s.ask(http.MethodGet, path, "")
		if got.status < 400 || strings.Contains(got.body, "root:") {
			t.Errorf("%s: %d %.200s", path, got.status, got.body)
		}
	}
}

// TestOtherSites: what a page of another site has a browser send is refused, with
// or without a login, and so is a name that only leads here.
func TestOtherSites(t *testing.T) {
	s := open(t, empty(t), nil)
	body := `{"text": "The mayor said that it rained."}`
	for name, headers := range map[string][]string{
		"another origin":        {"Origin", "https://evil.example"},
		"another site":          {"Sec-Fetch-Site", "cross-site"},
		"a sibling":             {"Sec-Fetch-Site", "same-site"},
		"no origin":             {"Origin", "null"},
		"this host, other port": {"Origin", "http://127.0.0.1:1"},
	} {
		for _, kind := range []string{"application/json", "text/plain"} {
			if got := s.ask(http.MethodPost, "/api/v1/articles", body, append(headers, "Content-Type", kind)...); got.status != http.StatusForbidden {
				t.Errorf("%s, %s: %d", name, kind, got.status)
			}
		}
	}
	for _, host := range []string{"evil.example", "evil.example:7700", "127.0.0.1.evil.example", "localhost.evil.example", "[::1].evil.example"} {
		for _, path := range []string{"/api/v1/articles", "/", "/metrics", "/mcp"} {
			if got := s.ask(http.MethodGet, path, "", "Host", host); got.status != http.StatusMisdirectedRequest {
				t.Errorf("%s%s: %d", host, path, got.status)
			}
		}
	}
	if got := s.ask(http.MethodGet, "/api/v1/articles", "", "Origin", "https://evil.example"); got.status != http.StatusForbidden || got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("another site may read: %d", got.status)
	}
	for _, header := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} {
		if got := s.ask(http.MethodGet, "/api/v1/articles", "", header, "203.0.113.9"); got.status < 400 {
			t.Errorf("a proxy's client needs no login: %s: %d", header, got.status)
		}
	}
	if got := s.ask(http.MethodPost, "/api/v1/articles", body, "Content-Type", "application/json", "Origin", s.address); got.status != http.StatusCreated {
		t.Errorf("its own page is refused: %d %s", got.status, got.body)
	}
}

// TestForms: a form with a session counts only with the session's own token.
func TestForms(t *testing.T) {
	s := guarded(t, empty(t), nil)
	ann, vera := s.browser("ann", annPassword), s.browser("vera", viewPassword)
	csrf := func(client *http.Client) string {
		return hidden.FindStringSubmatch(s.with(client, http.MethodGet, "/", "").body)[1]
	}
	own, foreign := csrf(ann), csrf(vera)
	form := func(token string) answer {
		return s.with(ann, http.MethodPost, "/logout", url.Values{"csrf": {token}}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	}
	for name, token := range map[string]string{"none": "", "another's": foreign, "a guess": own[1:] + "x"} {
		if got := form(token); got.status != http.StatusForbidden {
			t.Errorf("a form with %s is obeyed: %d", name, got.status)
		}
	}
	if got := s.with(ann, http.MethodPost, "/logout", "csrf="+url.QueryEscape(own), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"); got.status != http.StatusForbidden {
		t.Errorf("a form of another site is obeyed: %d", got.status)
	}
	if got := s.with(ann, http.MethodGet, "/api/v1/me", ""); got.status != http.StatusOK {
		t.Fatal("she is logged out")
	}
	if got := form(own); got.status != http.StatusSeeOther {
		t.Errorf("her own form is refused: %d", got.status)
	}
	if got := s.with(ann, http.MethodGet, "/api/v1/me", ""); got.status != http.StatusUnauthorized {
		t.Errorf("she is still logged in: %d", got.status)
	}
}

// TestTooLarge: what is larger than may be is refused, said beforehand or not.
func TestTooLarge(t *testing.T) {
	s := open(t, empty(t), func(o *serve.Options) { o.MaxBytes = 100_000 })
	large := strings.Repeat("The mayor said that it rained. ", 10_000)
	for _, path := range []string{"/api/v1/read", "/api/v1/articles"} {
		if got := s.ask(http.MethodPost, path, large, "Content-Type", "text/plain"); got.status != http.StatusRequestEntityTooLarge {
			t.Errorf("%s takes %d bytes: %d", path, len(large), got.status)
		}
		request, _ := http.NewRequest(http.MethodPost, s.address+path, io.MultiReader(strings.NewReader(large)))
		request.Header.Set("Content-Type", "text/plain")
		response, err := s.client.Do(request)
		if err != nil {
			continue // the connection was cut: refused, too
		}
		response.Body.Close()
		if response.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s takes an unannounced body: %d", path, response.StatusCode)
		}
	}
	if got := s.ask(http.MethodGet, "/api/v1/claims?text="+strings.Repeat("x", 40_000), ""); got.status != http.StatusRequestURITooLong && got.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long address: %d", got.status)
	}
	if got := s.ask(http.MethodGet, "/api/v1/claims?text="+strings.Repeat("x", 600), ""); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a long question: %d", got.status)
	}
	if got := s.ask(http.MethodPost, "/api/v1/read", "\xff\xfe", "Content-Type", "text/plain"); got.status != http.StatusBadRequest {
		t.Errorf("no UTF-8: %d", got.status)
	}
	if got := s.ask(http.MethodPost, "/api/v1/read", "x=1", "Content-Type", "application/pdf"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("a PDF: %d", got.status)
	}
}

// TestMuch: who asks too much is told to wait, and others are not.
func TestMuch(t *testing.T) {
	s := guarded(t, empty(t), func(o *serve.Options) { o.PerMinute = 30 })
	ann, vera := s.token("ann", annPassword, account.ScopeRead), s.token("vera", viewPassword, account.ScopeRead)
	refused := 0
	for range 40 {
		if got := s.ask(http.MethodGet, "/api/v1/me", "", "Authorization", ann); got.status == http.StatusTooManyRequests {
			refused++
			if got.header.Get("Retry-After") == "" {
				t.Error("nobody says when to come again")
			}
		}
	}
	if refused == 0 {
		t.Error("forty requests where thirty are allowed")
	}
	s.get("/api/v1/me", http.StatusOK, "Authorization", vera)
}

// TestNoSecretsInLogs: neither passwords nor tokens nor what is asked for stand in
// the log.
func TestNoSecretsInLogs(t *testing.T) {
	var log strings.Builder
	s := guarded(t, empty(t), func(o *serve.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	token := s.token("ann", annPassword, account.ScopeRead)
	s.get("/api/v1/claims?text=informant+name", http.StatusOK, "Authorization", token)
	s.login("ann", "not her password at all")
	s.get("/feeds/secretofasearch.atom", http.StatusNotFound)
	s.get("/api/v1/me", http.StatusUnauthorized, "Authorization", "Bearer tocsin_guess")
	for _, secret := range []string{annPassword, token[7:], "not her password", "tocsin_guess", "informant", "secretofasearch", "correct"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %q:\n%s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "path=/api/v1/claims") {
		t.Error("the log has no requests")
	}
}
