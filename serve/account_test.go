package serve_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"tocsin/serve"
	"tocsin/serve/account"
)

// TestRoles: each role may do what it may, by session and by token, and no more.
func TestRoles(t *testing.T) {
	s := guarded(t, filled(t), nil)
	article := map[string]string{"text": "The mayor said that it rained."}
	asks := []struct {
		method, path string
		body         any
		least        account.Role
	}{
		{http.MethodGet, "/api/v1/claims?limit=1", nil, account.RoleViewer},
		{http.MethodGet, "/api/v1/docs", nil, account.RoleViewer},
		{http.MethodPost, "/api/v1/read", article, account.RoleViewer},
		{http.MethodPost, "/api/v1/articles", article, account.RoleAnalyst},
		{http.MethodPost, "/api/v1/corrections", map[string]string{"kind": "merge", "name": "A", "into": "B", "why": "test"}, account.RoleAnalyst},
		{http.MethodPost, "/api/v1/feeds", map[string]any{"url": "https://news.example/feed", "check": false}, account.RoleAnalyst},
		{http.MethodDelete, "/api/v1/feeds?url=https://news.example/feed", nil, account.RoleAnalyst},
		{http.MethodGet, "/api/v1/users", nil, account.RoleAdmin},
		{http.MethodPost, "/api/v1/users", map[string]string{"name": "eve", "role": "admin", "password": "a password of eve no"}, account.RoleAdmin},
		{http.MethodPatch, "/api/v1/users/vera", map[string]string{"role": "viewer"}, account.RoleAdmin},
		{http.MethodGet, "/api/v1/audit", nil, account.RoleAdmin},
	}
	may := map[account.Role][]string{
		account.Nobody:      {""},
		account.RoleViewer:  {s.token("vera", viewPassword, account.ScopeRead), s.token("ann", annPassword, account.ScopeRead), s.token("ada", adaPassword, account.ScopeRead)},
		account.RoleAnalyst: {s.token("ann", annPassword, account.ScopeWrite), s.token("ada", adaPassword, account.ScopeWrite)},
		account.RoleAdmin:   {s.token("ada", adaPassword, account.ScopeAdmin)},
	}
	for _, ask := range asks {
		for role, tokens := range may {
			for _, token := range tokens {
				body, _ := json.Marshal(ask.body)
				if ask.body == nil {
					body = nil
				}
				headers := []string{"Content-Type", "application/json"}
				if token != "" {
					headers = append(headers, "Authorization", token)
				}
				got := s.ask(ask.method, ask.path, string(body), headers...)
				refused := got.status == http.StatusUnauthorized || got.status == http.StatusForbidden
				if refused == role.May(ask.least) {
					t.Errorf("%s %s as %q: %d %s", ask.method, ask.path, role, got.status, got.body)
				}
			}
		}
	}
}

// TestEscalation: nobody gets more than they have: not by a token, not by naming
// themselves, not by a token's token.
func TestEscalation(t *testing.T) {
	s := guarded(t, empty(t), nil)
	vera, ann := s.browser("vera", viewPassword), s.browser("ann", annPassword)
	with := func(client *http.Client, method, path, body string) answer {
		return s.with(client, method, path, body, "Content-Type", "application/json")
	}
	if got := with(vera, http.MethodPost, "/api/v1/tokens", `{"label": "x", "scope": "write"}`); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a viewer makes a token that writes: %d", got.status)
	}
	if got := with(ann, http.MethodPost, "/api/v1/tokens", `{"label": "x", "scope": "admin"}`); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an analyst makes a token of an admin: %d", got.status)
	}
	if got := with(vera, http.MethodPatch, "/api/v1/users/vera", `{"role": "admin"}`); got.status != http.StatusForbidden {
		t.Errorf("a viewer makes herself an admin: %d", got.status)
	}
	read := s.token("ada", adaPassword, account.ScopeRead)
	for _, scope := range []string{"read", "write", "admin"} {
		if got := s.ask(http.MethodPost, "/api/v1/tokens", `{"label": "x", "scope": "`+scope+`"}`, "Content-Type", "application/json", "Authorization", read); got.status < 400 {
			t.Errorf("a token that reads makes one of scope %s: %d", scope, got.status)
		}
	}
	var tokens struct{ Items []struct{ ID, Owner string } }
	s.with(vera, http.MethodGet, "/api/v1/tokens", "").read(t, &tokens)
	for _, token := range tokens.Items {
		if token.Owner != "vera" {
			t.Errorf("a viewer sees a token of %s", token.Owner)
		}
	}
	s.get("/api/v1/tokens", http.StatusOK, "Authorization", s.token("ada", adaPassword, account.ScopeAdmin)).read(t, &tokens)
	for _, token := range tokens.Items {
		if got := s.with(vera, http.MethodDelete, "/api/v1/tokens/"+token.ID, ""); token.Owner != "vera" && got.status != http.StatusNotFound {
			t.Errorf("a viewer revokes a token of %s: %d", token.Owner, got.status)
		}
	}
	// Who corrects is who asks, whatever they say.
	got := s.ask(http.MethodPost, "/api/v1/corrections", `{"kind": "merge", "name": "A", "into": "B", "why": "test", "who": "ada"}`, "Content-Type", "application/json", "Authorization", s.token("ann", annPassword, account.ScopeWrite))
	if got.status != http.StatusUnprocessableEntity {
		t.Errorf("somebody corrects in another's name: %d", got.status)
	}
}

// TestFixedSession: a session that somebody had before the login is none after it.
func TestFixedSession(t *testing.T) {
	s := guarded(t, empty(t), nil)
	planted := "planted-by-somebody-else-0123456789abcdefgh"
	jar, _ := cookiejar.New(nil)
	home, _ := url.Parse(s.address)
	jar.SetCookies(home, []*http.Cookie{{Name: "tocsin", Value: planted, Path: "/"}})
	client := &http.Client{Jar: jar, CheckRedirect: s.client.CheckRedirect}
	csrf := hidden.FindStringSubmatch(s.with(client, http.MethodGet, "/login", "").body)[1]
	form := url.Values{"name": {"ann"}, "password": {annPassword}, "csrf": {csrf}}
	if got := s.with(client, http.MethodPost, "/login", form.Encode(), "Content-Type", "application/x-www-form-urlencoded"); got.status != http.StatusSeeOther {
		t.Fatal(got.status, got.body)
	}
	if got := s.with(client, http.MethodGet, "/api/v1/me", ""); got.status != http.StatusOK {
		t.Fatalf("not logged in: %d", got.status)
	}
	s.get("/api/v1/me", http.StatusUnauthorized, "Cookie", "tocsin="+planted)
	for _, cookie := range jar.Cookies(home) {
		if cookie.Name == "tocsin" && cookie.Value == planted {
			t.Error("the planted name is kept")
		}
	}
	// Logging in again as somebody else leaves the first session behind.
	first := ""
	for _, cookie := range jar.Cookies(home) {
		if cookie.Name == "tocsin" {
			first = cookie.Value
		}
	}
	form = url.Values{"csrf": {hidden.FindStringSubmatch(s.with(client, http.MethodGet, "/", "").body)[1]}}
	s.with(client, http.MethodPost, "/logout", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	s.get("/api/v1/me", http.StatusUnauthorized, "Cookie", "tocsin="+first)
}

// TestLogin: wrong names and wrong passwords get the same answer, and not many.
func TestLogin(t *testing.T) {
	s := guarded(t, empty(t), nil)
	_, wrong := s.login("ann", "this is not the password")
	_, nobody := s.login("nobody", "this is not the password")
	strip := func(a answer) string { return hidden.ReplaceAllString(a.body, "") }
	if wrong.status != http.StatusForbidden || nobody.status != wrong.status || strip(wrong) != strip(nobody) {
		t.Errorf("%d %d", wrong.status, nobody.status)
	}
	limited := false
	for range 12 {
		_, got := s.login("ann", "this is not the password")
		limited = limited || got.status == http.StatusTooManyRequests
	}
	if !limited {
		t.Error("nobody stops guessing")
	}
	if got := s.ask(http.MethodPost, "/login", url.Values{"name": {"ann"}, "password": {annPassword}}.Encode(), "Content-Type", "application/x-www-form-urlencoded"); got.status != http.StatusForbidden {
		t.Errorf("a login form of another site is obeyed: %d", got.status)
	}
	for next, want := range map[string]string{"/stories?x=1": "/stories?x=1", "//evil.example": "/", "https://evil.example/": "/", "/\\evil.example": "/", "javascript:alert(1)": "/", "/%0d%0aSet-Cookie:x": "/%0d%0aSet-Cookie:x"} {
		if got := s.get("/login?next="+url.QueryEscape(next), http.StatusOK); !strings.Contains(got.body, `name="next" value="`+want+`"`) {
			t.Errorf("%s leads elsewhere than %s", next, want)
		}
	}
}

// TestAccountsEnd: what ends an account or its password ends its sessions and
// tokens at once.
func TestAccountsEnd(t *testing.T) {
	s := guarded(t, empty(t), nil)
	ctx := account.Terminal(context.Background(), "tester")
	ann, token := s.browser("ann", annPassword), s.token("ann", annPassword, account.ScopeRead)
	me := func() (session, byToken int) {
		return s.with(ann, http.MethodGet, "/api/v1/me", "").status, s.ask(http.MethodGet, "/api/v1/me", "", "Authorization", token).status
	}
	if a, b := me(); a != 200 || b != 200 {
		t.Fatal(a, b)
	}
	viewer := account.RoleViewer
	if err := s.server.Accounts().Change(ctx, "ann", account.Change{Role: &viewer}); err != nil {
		t.Fatal(err)
	}
	if a, b := me(); a != 401 || b != 200 {
		t.Errorf("after another role: %d %d", a, b)
	}
	closed := true
	if err := s.server.Accounts().Change(ctx, "ann", account.Change{Closed: &closed}); err != nil {
		t.Fatal(err)
	}
	if a, b := me(); a != 401 || b != 401 {
		t.Errorf("after its end: %d %d", a, b)
	}
	if _, got := s.login("ann", annPassword); got.status != http.StatusForbidden {
		t.Errorf("a closed account logs in: %d", got.status)
	}
	if err := s.server.Accounts().Change(ctx, "ada", account.Change{Closed: &closed}); err == nil {
		t.Error("the last admin is locked out")
	}
}

// TestTokensEnd: a token is good until it ends or is revoked, and is shown once.
func TestTokensEnd(t *testing.T) {
	now := time.Date(2023, 2, 1, 0, 0, 0, 0, time.UTC)
	s := guarded(t, empty(t), func(o *serve.Options) { o.Now = func() time.Time { return now } })
	ann := s.browser("ann", annPassword)
	got := s.with(ann, http.MethodPost, "/api/v1/tokens", `{"label": "a day", "scope": "read", "days": 1}`, "Content-Type", "application/json")
	var made struct{ ID, Secret string }
	got.read(t, &made)
	if made.Secret == "" || got.header.Get("Cache-Control") != "no-store" {
		t.Fatal(got.body, got.header)
	}
	if list := s.with(ann, http.MethodGet, "/api/v1/tokens", ""); strings.Contains(list.body, made.Secret) || !strings.Contains(list.body, made.ID) {
		t.Error("the secret is shown twice, or the token not at all")
	}
	bearer := "Bearer " + made.Secret
	s.get("/api/v1/me", http.StatusOK, "Authorization", bearer)
	now = now.Add(25 * time.Hour)
	s.get("/api/v1/me", http.StatusUnauthorized, "Authorization", bearer)
	now = now.Add(-24 * time.Hour)
	s.get("/api/v1/me", http.StatusOK, "Authorization", bearer)
	if got := s.with(ann, http.MethodDelete, "/api/v1/tokens/"+made.ID, ""); got.status != http.StatusOK {
		t.Fatal(got.body)
	}
	s.get("/api/v1/me", http.StatusUnauthorized, "Authorization", bearer)
}

// TestAudit: every change has its line, with who made it and how it went.
func TestAudit(t *testing.T) {
	s := guarded(t, empty(t), nil)
	write, admin := s.token("ann", annPassword, account.ScopeWrite), s.token("ada", adaPassword, account.ScopeAdmin)
	s.post("/api/v1/articles", map[string]string{"text": "The mayor said that it rained."}, http.StatusCreated, "Authorization", write)
	s.post("/api/v1/read", map[string]string{"text": "The mayor said that it rained."}, http.StatusOK, "Authorization", write)
	s.post("/api/v1/corrections", map[string]string{"kind": "undo", "why": "x"}, http.StatusUnprocessableEntity, "Authorization", write)
	s.login("ann", "this is not the password")
	body := s.get("/api/v1/audit?limit=100", http.StatusOK, "Authorization", admin).body
	var audit struct {
		Items []struct{ Who, Way, What, Subject, Outcome string }
	}
	answer{body: body}.read(t, &audit)
	var lines []string
	for _, a := range audit.Items {
		if !strings.HasPrefix(a.Subject, "t") {
			lines = append(lines, strings.TrimSpace(strings.Join([]string{a.Who, a.Way, a.What, a.Subject, a.Outcome}, " ")))
		}
	}
	all := strings.Join(lines, "\n")
	for _, want := range []string{
		"ann token POST /api/v1/articles 201", "ann token POST /api/v1/corrections 422", "ann session log in  refused", "ann session log in  done", "ada session POST /api/v1/tokens 201",
		"tester terminal add account as admin ada done",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no line %q in\n%s", want, all)
		}
	}
	if strings.Contains(all, "/read") {
		t.Error("reading is noted as a change")
	}
	for _, secret := range []string{annPassword, adaPassword, "not the password", write[7:]} {
		if strings.Contains(body, secret) {
			t.Errorf("the audit has a secret: %s", secret)
		}
	}
}

// TestMetrics: they are for this machine and for admins.
func TestMetrics(t *testing.T) {
	s := guarded(t, empty(t), nil)
	s.get("/api/v1/me", http.StatusUnauthorized)
	got := s.get("/metrics", http.StatusOK)
	for _, want := range []string{`tocsin_http_requests_total{method="GET",route="/api/v1/me",status="401"} 1`, "tocsin_ledger_entries 0", "go_goroutines"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("no %s", want)
		}
	}
	s.get("/metrics", http.StatusUnauthorized, "X-Forwarded-For", "203.0.113.9")
	s.get("/metrics", http.StatusForbidden, "X-Forwarded-For", "203.0.113.9", "Authorization", s.token("ann", annPassword, account.ScopeWrite))
	s.get("/metrics", http.StatusOK, "X-Forwarded-For", "203.0.113.9", "Authorization", s.token("ada", adaPassword, account.ScopeAdmin))
	for path, want := range map[string]string{"/healthz": "alive\n", "/readyz": "ready\n"} {
		if got := s.get(path, http.StatusOK, "Host", "10.1.2.3"); got.body != want {
			t.Error(got.body)
		}
	}
	s.ledger.Close()
	s.get("/readyz", http.StatusServiceUnavailable)
	s.get("/healthz", http.StatusOK)
}
