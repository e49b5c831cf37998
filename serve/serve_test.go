package serve_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tocsin"
	"tocsin/extract"
	"tocsin/ingest"
	"tocsin/serve"
	"tocsin/serve/account"
	"tocsin/store"
	"tocsin/store/storetest"
)

// clock is the time in tests: it goes on a millisecond whenever it is read.
func clock() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2023, 1, 10, 8, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Millisecond)
		return now
	}
}

// sample is a ledger file of the sample reports, read and linked once.
var sample = sync.OnceValue(func() []byte {
	folder, err := os.MkdirTemp("", "tocsin-serve-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	name := filepath.Join(folder, "sample.db")
	ctx := context.Background()
	ledger, err := store.Open(ctx, name, store.Options{Create: true, Now: clock()})
	if err != nil {
		panic(err)
	}
	file, err := os.Open("../examples/northern-border/reports.jsonl")
	if err != nil {
		panic(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var report struct {
			ID, URL, Outlet, Title, Text string
			Published                    time.Time
		}
		if err := json.Unmarshal(lines.Bytes(), &report); err != nil {
			panic(err)
		}
		article := tocsin.Article{ID: report.ID, URL: report.URL, Outlet: report.Outlet, Title: report.Title, Text: report.Text, Published: report.Published, Language: "en"}
		if err := keep(ctx, ledger, article); err != nil {
			panic(err)
		}
	}
	if err := ingest.NewLinks(ledger).Follow(ctx, nil); err != nil {
		panic(err)
	}
	if err := ledger.Close(); err != nil {
		panic(err)
	}
	body, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return body
})

// keep reads an article and saves it.
func keep(ctx context.Context, ledger *store.Ledger, article tocsin.Article) error {
	is, err := ledger.Identify(ctx, article, extract.Reader())
	if err != nil {
		return err
	}
	article.ID = is.ID
	_, err = ledger.Save(ctx, store.Delivery{
		Findings: extract.Findings(article), Identity: is, Raw: []byte(article.Text),
		Evidence: tocsin.Evidence{SHA256: sumOf(article.Text), Size: len(article.Text), ContentType: "text/plain"},
	})
	return err
}

// filled is a ledger of the sample of one's own.
func filled(t testing.TB) *store.Ledger {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(name, sample(), 0o666); err != nil {
		t.Fatal(err)
	}
	return storetest.Open(t, name, clock())
}

// empty is a ledger without anything in it.
func empty(t testing.TB) *store.Ledger {
	t.Helper()
	return storetest.Open(t, filepath.Join(t.TempDir(), "ledger.db"), clock())
}

// cheap makes passwords cheap to hash, for tests alone.
var cheap = account.Cost{Passes: 1, Memory: 64, Threads: 1}

// site is a server that is asked.
type site struct {
	t       testing.TB
	ledger  *store.Ledger
	server  *serve.Server
	address string
	client  *http.Client
}

// open is a site that needs no login; change may change its options.
func open(t testing.TB, ledger *store.Ledger, change func(*serve.Options)) *site {
	t.Helper()
	opts := serve.Options{Ledger: ledger, Version: "test", Me: "tester", Now: clock(), Cost: cheap, Look: 20 * time.Millisecond}
	if change != nil {
		change(&opts)
	}
	server, err := serve.New(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(server.Handler())
	t.Cleanup(front.Close)
	client := front.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &site{t, ledger, server, front.URL, client}
}

// Passwords of the accounts of a guarded site.
const (
	adaPassword  = "correct horse battery"
	annPassword  = "seventeen green lamps"
	viewPassword = "windows without curtains"
)

// guarded is a site with accounts: ada is an admin, ann an analyst, vera looks.
func guarded(t testing.TB, ledger *store.Ledger, change func(*serve.Options)) *site {
	t.Helper()
	accounts := account.New(ledger, account.Options{Cost: cheap})
	ctx := account.Terminal(context.Background(), "tester")
	for _, who := range []struct {
		name, password string
		role           account.Role
	}{{"ada", adaPassword, account.RoleAdmin}, {"ann", annPassword, account.RoleAnalyst}, {"vera", viewPassword, account.RoleViewer}} {
		if err := accounts.Add(ctx, who.name, who.role, who.password); err != nil {
			t.Fatal(err)
		}
	}
	return open(t, ledger, change)
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request whose headers are pairs of name and value.
func (s *site) ask(method, path, body string, headers ...string) answer {
	s.t.Helper()
	return s.with(s.client, method, path, body, headers...)
}

func (s *site) with(client *http.Client, method, path, body string, headers ...string) answer {
	s.t.Helper()
	request, err := http.NewRequest(method, s.address+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			request.Host = headers[i+1]
			continue
		}
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(content)}
}

// get asks for an address and wants a status.
func (s *site) get(path string, status int, headers ...string) answer {
	s.t.Helper()
	got := s.ask(http.MethodGet, path, "", headers...)
	if got.status != status {
		s.t.Fatalf("GET %s: status %d, wanted %d: %s", path, got.status, status, got.body)
	}
	return got
}

// post sends JSON and wants a status.
func (s *site) post(path string, body any, status int, headers ...string) answer {
	s.t.Helper()
	content, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	got := s.ask(http.MethodPost, path, string(content), append([]string{"Content-Type", "application/json"}, headers...)...)
	if got.status != status {
		s.t.Fatalf("POST %s: status %d, wanted %d: %s", path, got.status, status, got.body)
	}
	return got
}

// read reads an answer's JSON.
func (a answer) read(t testing.TB, into any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader([]byte(a.body)))
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
}

// browser is a client that has logged in.
func (s *site) browser(name, password string) *http.Client {
	s.t.Helper()
	client, got := s.login(name, password)
	if got.status != http.StatusSeeOther {
		s.t.Fatalf("%s cannot log in: %d %s", name, got.status, got.body)
	}
	return client
}

var hidden = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// login loads the login page and sends its form.
func (s *site) login(name, password string) (*http.Client, answer) {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: s.client.CheckRedirect, Transport: s.client.Transport}
	page := s.with(client, http.MethodGet, "/login", "")
	csrf := hidden.FindStringSubmatch(page.body)
	if csrf == nil {
		s.t.Fatalf("no token in the login page: %d %s", page.status, page.body)
	}
	form := url.Values{"name": {name}, "password": {password}, "csrf": {csrf[1]}}
	return client, s.with(client, http.MethodPost, "/login", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// token makes a token, as its owner.
func (s *site) token(name, password string, scope account.Scope) (header string) {
	s.t.Helper()
	got := s.with(s.browser(name, password), http.MethodPost, "/api/v1/tokens", `{"label": "test", "scope": "`+string(scope)+`"}`, "Content-Type", "application/json")
	var made struct{ Secret string }
	got.read(s.t, &made)
	if got.status != http.StatusCreated || made.Secret == "" {
		s.t.Fatalf("no token: %d %s", got.status, got.body)
	}
	return "Bearer " + made.Secret
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
