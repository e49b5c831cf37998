package serve_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"tocsin/serve"
	"tocsin/serve/account"
	"tocsin/serve/web"
	"tocsin/store"
)

// newsroom are the pages of a ledger, as “tocsin serve” has them.
func newsroom(ledger *store.Ledger) serve.Pages {
	return func(s *serve.Server, behind, before chi.Router) {
		pages := web.New(ledger, web.Options{Accounts: s.Accounts(), Probe: s.API().Heads, Now: clock()})
		pages.Routes(behind)
		pages.Feeds(before)
	}
}

// desk is a guarded site with pages.
func desk(t *testing.T) *site {
	ledger := filled(t)
	return guarded(t, ledger, func(o *serve.Options) { o.Pages = newsroom(ledger) })
}

// sends fills in a form of a page and returns the answer.
func (s *site) sends(client *http.Client, page, action string, fields ...string) answer {
	s.t.Helper()
	csrf := hidden.FindStringSubmatch(s.with(client, http.MethodGet, page, "").body)
	if csrf == nil {
		s.t.Fatalf("%s has no form", page)
	}
	form := url.Values{"csrf": {csrf[1]}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return s.with(client, http.MethodPost, action, form.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html")
}

// TestSettings: everybody changes what is theirs, and admins let others in.
func TestSettings(t *testing.T) {
	s := desk(t)
	ada, ann, vera := s.browser("ada", adaPassword), s.browser("ann", annPassword), s.browser("vera", viewPassword)
	for _, who := range []struct {
		name   string
		client *http.Client
		admin  bool
	}{{"ada", ada, true}, {"ann", ann, false}, {"vera", vera, false}} {
		body := s.with(who.client, http.MethodGet, "/settings", "").body
		for _, part := range []string{`id="password"`, `id="tokens"`} {
			if !strings.Contains(body, part) {
				t.Errorf("%s's settings lack %s", who.name, part)
			}
		}
		for _, part := range []string{`id="accounts"`, `id="audit"`} {
			if strings.Contains(body, part) != who.admin {
				t.Errorf("%s's settings: %s is there: %v", who.name, part, !who.admin)
			}
		}
	}
	for _, client := range []*http.Client{ann, vera} {
		for _, try := range [][]string{
			{"/settings/accounts", "name", "eve", "role", "admin", "password", "a long enough password"},
			{"/settings/accounts/change", "name", "ann", "do", "role", "role", "admin"},
			{"/settings/accounts/change", "name", "ada", "do", "password", "password", "a long enough password"},
			{"/settings/accounts/change", "name", "ada", "do", "close"},
		} {
			if got := s.sends(client, "/settings", try[0], try[1:]...); got.status != http.StatusForbidden {
				t.Errorf("%v: %d", try, got.status)
			}
		}
	}
	if got := s.sends(ada, "/settings", "/settings/accounts", "name", "eve", "role", "viewer", "password", "a long enough password"); got.status != http.StatusSeeOther {
		t.Fatalf("an account is not made: %d %s", got.status, got.body)
	}
	if got := s.sends(ada, "/settings", "/settings/accounts", "name", "eve", "role", "viewer", "password", "short"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a short password: %d", got.status)
	}
	eve := s.browser("eve", "a long enough password")
	if got := s.sends(ada, "/settings", "/settings/accounts/change", "name", "eve", "do", "close"); got.status != http.StatusSeeOther {
		t.Errorf("an account is not closed: %d", got.status)
	}
	if got := s.with(eve, http.MethodGet, "/settings", ""); got.status != http.StatusUnauthorized {
		t.Errorf("a closed account reads on: %d", got.status)
	}
	if got := s.sends(ada, "/settings", "/settings/accounts/change", "name", "ada", "do", "role", "role", "viewer"); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "only open account of an admin") {
		t.Errorf("the last admin goes: %d", got.status)
	}
	if body := s.with(ada, http.MethodGet, "/settings", "").body; !strings.Contains(body, "add account as viewer") || !strings.Contains(body, "change account: closed") {
		t.Error("the audit does not tell of the new account")
	}
}

func TestOwnPassword(t *testing.T) {
	s := desk(t)
	vera := s.browser("vera", viewPassword)
	for name, fields := range map[string][]string{
		"a wrong old one": {"old", "not her password", "new", "another long password", "again", "another long password"},
		"two new ones":    {"old", viewPassword, "new", "another long password", "again", "one more long password"},
		"a short one":     {"old", viewPassword, "new", "short", "again", "short"},
	} {
		if got := s.sends(vera, "/settings", "/settings/password", fields...); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	if got := s.sends(vera, "/settings", "/settings/password", "old", viewPassword, "new", "another long password", "again", "another long password"); got.status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if got := s.with(vera, http.MethodGet, "/settings", ""); got.status != http.StatusUnauthorized {
		t.Errorf("the session goes on: %d", got.status)
	}
	s.browser("vera", "another long password")
}

var secret = regexp.MustCompile(`tocsin_[\w-]+`)

func TestTokensOnPages(t *testing.T) {
	s := desk(t)
	vera, ann := s.browser("vera", viewPassword), s.browser("ann", annPassword)
	if got := s.sends(vera, "/settings", "/settings/tokens", "label", "notebook", "scope", "admin"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a viewer's token of scope admin: %d", got.status)
	}
	got := s.sends(vera, "/settings", "/settings/tokens", "label", "notebook", "scope", "read", "days", "30")
	token := secret.FindString(got.body)
	if got.status != http.StatusOK || token == "" || !strings.Contains(got.header.Get("Cache-Control"), "no-store") {
		t.Fatalf("%d %q %q", got.status, token, got.header.Get("Cache-Control"))
	}
	s.get("/api/v1/claims?limit=1", http.StatusOK, "Authorization", "Bearer "+token)
	body := s.with(vera, http.MethodGet, "/settings", "").body
	if strings.Contains(body, token) {
		t.Error("the secret is shown twice")
	}
	id := regexp.MustCompile(`name="id" value="(t[0-9a-f]+)"`).FindStringSubmatch(body)
	if id == nil || !strings.Contains(body, "notebook") {
		t.Fatal("the token is not listed")
	}
	if got := s.sends(ann, "/settings", "/settings/tokens/revoke", "id", id[1]); got.status != http.StatusUnprocessableEntity {
		t.Errorf("another's token is revoked: %d", got.status)
	}
	if got := s.sends(vera, "/settings", "/settings/tokens/revoke", "id", id[1]); got.status != http.StatusSeeOther {
		t.Errorf("%d", got.status)
	}
	s.get("/api/v1/claims?limit=1", http.StatusUnauthorized, "Authorization", "Bearer "+token)
}

// TestSavedSearches: they are their reader's own, and their feeds need no login
// for as long as the search and the account are there.
func TestSavedSearches(t *testing.T) {
	s := desk(t)
	ada, vera := s.browser("ada", adaPassword), s.browser("vera", viewPassword)
	if got := s.sends(vera, "/settings", "/searches", "query", "text=drill&noun=claims", "name", "Drills & more"); got.status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.status, got.body)
	}
	for _, query := range []string{"", "noun=claims", "from=yesterweek", "%zz"} {
		if got := s.sends(vera, "/settings", "/searches", "query", query); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%q is saved: %d", query, got.status)
		}
	}
	feed := regexp.MustCompile(`/feeds/[a-z0-9]+\.atom`)
	for _, page := range []string{"/", "/search", "/search?text=drill", "/settings"} {
		if body := s.with(vera, http.MethodGet, page, "").body; !strings.Contains(body, "Drills &amp; more") || !feed.MatchString(body) {
			t.Errorf("%s lacks the saved search", page)
		}
		if body := s.with(ada, http.MethodGet, page, "").body; strings.Contains(body, "Drills &amp; more") {
			t.Errorf("%s shows it to others", page)
		}
	}
	body := s.with(vera, http.MethodGet, "/settings", "").body
	address := feed.FindString(body)
	got := s.get(address, http.StatusOK)
	if !strings.HasPrefix(got.header.Get("Content-Type"), "application/atom+xml") || !strings.Contains(got.body, "Tocsin: Drills &amp; more") || strings.Count(got.body, "<entry>") == 0 {
		t.Errorf("the feed: %s", got.body)
	}
	s.get("/feeds/guess.atom", http.StatusNotFound)
	s.get("/search.atom?text=drill", http.StatusUnauthorized)
	id := regexp.MustCompile(`name="id" value="(q[a-z0-9]+)"`).FindStringSubmatch(body)[1]
	if got := s.sends(ada, "/settings", "/searches/remove", "id", id); got.status != http.StatusNotFound {
		t.Errorf("another's search is removed: %d", got.status)
	}
	s.sends(ada, "/settings", "/settings/accounts/change", "name", "vera", "do", "close")
	s.get(address, http.StatusNotFound)
	s.sends(ada, "/settings", "/settings/accounts/change", "name", "vera", "do", "open")
	vera = s.browser("vera", viewPassword)
	s.get(address, http.StatusOK)
	s.sends(vera, "/settings", "/searches/remove", "id", id)
	s.get(address, http.StatusNotFound)
}

// TestSearchesOfPrograms: what a program saves stands on its owner's pages.
func TestSearchesOfPrograms(t *testing.T) {
	s := desk(t)
	token, other := s.token("vera", viewPassword, account.ScopeRead), s.token("ann", annPassword, account.ScopeRead)
	var made struct{ ID, Feed, Name string }
	got := s.ask(http.MethodPost, "/api/v1/searches", `{"query": "text=drill&country=BLR"}`, "Content-Type", "application/json", "Authorization", token)
	if got.status != http.StatusCreated {
		t.Fatalf("%d %s", got.status, got.body)
	}
	got.read(t, &made)
	if body := s.get(made.Feed, http.StatusOK).body; !strings.Contains(body, "<feed") {
		t.Errorf("its feed: %s", body)
	}
	if body := s.with(s.browser("vera", viewPassword), http.MethodGet, "/settings", "").body; !strings.Contains(body, made.Feed) {
		t.Error("the page does not list it")
	}
	for _, bad := range []string{"noun=claims", "from=yesterweek", "%zz", "words=drill", "text="} {
		if got := s.ask(http.MethodPost, "/api/v1/searches", `{"query": "`+bad+`"}`, "Content-Type", "application/json", "Authorization", token); got.status != http.StatusBadRequest {
			t.Errorf("%q is saved: %d %s", bad, got.status, got.body)
		}
	}
	if got := s.ask(http.MethodDelete, "/api/v1/searches/"+made.ID, "", "Authorization", other); got.status != http.StatusNotFound {
		t.Errorf("another's search is removed: %d", got.status)
	}
	if got := s.ask(http.MethodDelete, "/api/v1/searches/"+made.ID, "", "Authorization", token); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// TestSeenIsKept: what a reader has looked through is known in every browser of
// theirs, and in nobody else's.
func TestSeenIsKept(t *testing.T) {
	s := desk(t)
	vera, other, ann := s.browser("vera", viewPassword), s.browser("vera", viewPassword), s.browser("ann", annPassword)
	const all, since = "What the ledger has", "Since you last looked"
	now, err := s.ledger.Linked(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	s.sends(vera, "/", "/seen", "at", now.At.Format(time.RFC3339Nano))
	if got := s.sends(vera, "/", "/seen", "at", "yesterday"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a moment that is none: %d", got.status)
	}
	for who, want := range map[*http.Client]string{vera: since, other: since, ann: all} {
		if body := s.with(who, http.MethodGet, "/", "").body; !strings.Contains(body, want) {
			t.Errorf("a first page lacks %q", want)
		}
	}
	s.sends(other, "/", "/seen", "at", "")
	if body := s.with(vera, http.MethodGet, "/", "").body; !strings.Contains(body, all) {
		t.Error("it is not undone everywhere")
	}
}

// TestFeedsStayOutside: what is handed in on a page makes the server ask neither
// its own network nor its files, and is not kept.
func TestFeedsStayOutside(t *testing.T) {
	ledger := empty(t)
	s := open(t, ledger, func(o *serve.Options) { o.Pages = newsroom(ledger) })
	for _, address := range []string{s.address + "/feed", "http://localhost/feed", "http://169.254.169.254/latest/", "http://[::1]/", "http://10.0.0.1/", "file:///etc/passwd", "javascript:alert(1)", "https://user:word@news.example/"} {
		if got := s.sends(s.client, "/sources", "/sources", "url", address); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", address, got.status)
		}
	}
	if feeds, err := ledger.Feeds(context.Background()); err != nil || len(feeds) != 0 {
		t.Errorf("%v %v", feeds, err)
	}
}

// TestFirstAccount: where nobody needs a login the first account is an admin's.
func TestFirstAccount(t *testing.T) {
	ledger := empty(t)
	s := open(t, ledger, func(o *serve.Options) { o.Pages = newsroom(ledger) })
	if got := s.sends(s.client, "/settings", "/settings/accounts", "name", "vera", "role", string(account.RoleViewer), "password", "a long enough password"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a viewer first: %d", got.status)
	}
	if got := s.sends(s.client, "/settings", "/settings/accounts", "name", "ada", "role", string(account.RoleAdmin), "password", "a long enough password"); got.status != http.StatusSeeOther {
		t.Errorf("%d %s", got.status, got.body)
	}
}
