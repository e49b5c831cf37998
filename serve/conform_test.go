package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"tocsin/feed"
	"tocsin/serve"
	"tocsin/serve/account"
	"tocsin/store"
)

// described is what the test reads of the description.
type described struct {
	Paths map[string]map[string]struct {
		OperationID string
		Parameters  []struct {
			Name, In string
			Required bool
		}
		Responses map[string]struct {
			Content map[string]struct{ Schema json.RawMessage }
		}
	}
}

// sources are a feed and a page that Fetch finds in tests.
func sources(_ context.Context, address string) (feed.Response, error) {
	response := feed.Response{URL: address, Status: http.StatusOK, Fetched: time.Date(2023, 1, 9, 9, 0, 0, 0, time.UTC)}
	switch address {
	case "https://news.example/feed":
		response.ContentType = "application/rss+xml"
		response.Body = []byte(`<rss version="2.0"><channel><title>News</title><item><title>Ferry</title><link>https://news.example/ferry</link><description>It stops.</description></item></channel></rss>`)
	case "https://news.example/ferry":
		response.ContentType = "text/html; charset=utf-8"
		response.Body = []byte("<html lang=en><head><title>Ferry stops</title></head><body><article><h1>Ferry stops</h1>" + strings.Repeat("<p>The company said on Monday that the ferry to Narva will stop for at least three weeks, because two engines failed.</p>", 6) + "</article></body></html>")
	default:
		return response, fmt.Errorf("nothing is there")
	}
	return response, nil
}

// TestConformance: every operation of the description answers as it says there.
func TestConformance(t *testing.T) {
	s := guarded(t, filled(t), func(o *serve.Options) { o.Fetch = sources })
	admin := s.token("ada", adaPassword, account.ScopeAdmin)
	write := s.token("ann", annPassword, account.ScopeWrite)
	ring(t, s.ledger)
	document := s.server.API().Describe()
	var d described
	if err := json.Unmarshal(document, &d); err != nil {
		t.Fatal(err)
	}
	checker := newChecker(t, document)
	var first struct {
		Items []struct{ ID, Article string }
	}
	s.get("/api/v1/claims?limit=1", http.StatusOK, "Authorization", admin).read(t, &first)
	claim := first.Items[0]
	s.get("/api/v1/statements?limit=1", http.StatusOK, "Authorization", admin).read(t, &first)
	statement := first.Items[0].ID
	bodies := map[string]any{
		"read": map[string]string{"text": "The mayor said that about 300 people were safe."}, "add-article": map[string]string{"url": "https://news.example/ferry"},
		"correct":  map[string]string{"kind": "dismiss", "article": claim.Article, "finding": claim.ID, "why": "an idiom"},
		"add-feed": map[string]string{"url": "https://news.example/feed", "every": "30m"}, "add-user": map[string]string{"name": "eve", "role": "viewer", "password": "a long one for her only"},
		"change-user": map[string]string{"role": "viewer"}, "add-token": map[string]any{"label": "x", "scope": "read", "days": 3}, "save-search": map[string]string{"name": "Drills", "query": "text=drill&country=BLR"}, "change-password": map[string]string{"old": adaPassword, "new": "another horse, another battery"},
	}
	queries := map[string]string{"search": "?q=drill", "remove-feed": "?url=https://news.example/feed", "list-origins": "?explain=true", "list-stories": "?summary=true"}
	// The order matters where one makes what the next one takes away.
	rank := []string{"add-article", "correct", "list-corrections", "add-feed", "list-feeds", "remove-feed", "add-user", "list-users", "change-user", "add-token", "list-tokens", "revoke-token", "save-search", "list-searches", "remove-search", "change-password"}
	type one struct{ id, method, path string }
	var all []one
	for path, item := range d.Paths {
		for method, op := range item {
			all = append(all, one{op.OperationID, strings.ToUpper(method), path})
		}
	}
	slices.SortFunc(all, func(a, b one) int {
		if i, j := slices.Index(rank, a.id), slices.Index(rank, b.id); i != j {
			return i - j
		}
		return strings.Compare(a.id, b.id)
	})
	token, search := "", ""
	for _, op := range all {
		if op.id == "stream" {
			continue // has a test of its own
		}
		id := map[string]string{"get-statement": statement, "revoke-token": token, "remove-search": search, "get-alarm": "wtest"}[op.id]
		if id == "" {
			id = "relief-2021-11-05-1"
		}
		path := "/api/v1" + strings.NewReplacer("{id}", url.PathEscape(id), "{name}", "eve").Replace(op.path) + queries[op.id]
		for _, kind := range []string{"application/json", "application/jsonl"} {
			said := d.Paths[op.path][strings.ToLower(op.method)]
			if _, lines := said.Responses["200"].Content["application/jsonl"]; kind == "application/jsonl" && !lines {
				continue
			}
			body := ""
			if content := bodies[op.id]; content != nil {
				packed, _ := json.Marshal(content)
				body = string(packed)
			}
			got := s.ask(op.method, path, body, "Authorization", admin, "Content-Type", "application/json", "Accept", kind)
			if got.status >= 300 {
				t.Errorf("%s: %d %s", op.id, got.status, got.body)
				continue
			}
			checker.holds(op.path, op.method, got)
			if op.id == "add-token" {
				var made struct{ ID string }
				got.read(t, &made)
				token = made.ID
			}
			if op.id == "save-search" {
				var made struct{ ID string }
				got.read(t, &made)
				search = made.ID
			}
		}
		// What is wrong is answered as described, too.
		got := s.ask(op.method, path, "{", "Authorization", write, "Content-Type", "application/json", "Accept", "application/json")
		if got.status >= 400 {
			checker.holds(op.path, op.method, got)
		}
		checker.holds(op.path, op.method, s.ask(op.method, path, "", "Accept", "application/json"))
	}
}

// ring puts an alarm into the ledger.
func ring(t *testing.T, ledger *store.Ledger) {
	t.Helper()
	ctx := context.Background()
	if _, err := ledger.Watch(ctx, "test", []byte("x"), nil); err != nil {
		t.Fatal(err)
	}
	watches, err := ledger.Watches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2023, 1, 11, 0, 0, 0, 0, time.UTC)
	body := `{"name": "Drills", "severity": "high", "observed": 4, "evidence": [{"article": "relief-2021-11-05-1", "id": "c1", "outlet": "X", "text": "people", "span": {"Start": 9, "End": 15}}], "history": [{"what": "opened", "why": "four where one was expected"}]}`
	if err := ledger.Rang(ctx, watches[0], []store.AlarmRow{{ID: "wtest", Problem: "test", Indicator: "drills", State: "open", Opened: at, Updated: at, Body: []byte(body)}}, nil); err != nil {
		t.Fatal(err)
	}
}

// checker holds answers against the schemas of the description.
type checker struct {
	t        *testing.T
	compiler *jsonschema.Compiler
	said     described
	findings *jsonschema.Schema
}

func newChecker(t *testing.T, document []byte) *checker {
	t.Helper()
	c := &checker{t: t, compiler: jsonschema.NewCompiler()}
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(document)))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.compiler.AddResource("urn:api", value); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(document, &c.said); err != nil {
		t.Fatal(err)
	}
	body, err := os.ReadFile("../export/schema/findings.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err = jsonschema.UnmarshalJSON(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.compiler.AddResource("urn:findings", value); err != nil {
		t.Fatal(err)
	}
	if c.findings, err = c.compiler.Compile("urn:findings"); err != nil {
		t.Fatal(err)
	}
	return c
}

// holds reports where an answer is not as described.
func (c *checker) holds(path, method string, got answer) {
	c.t.Helper()
	op := c.said.Paths[path][strings.ToLower(method)]
	status := fmt.Sprint(got.status)
	response, known := op.Responses[status]
	if !known {
		c.t.Errorf("%s: status %s is not described: %s", op.OperationID, status, got.body)
		return
	}
	kind, _, _ := strings.Cut(got.header.Get("Content-Type"), ";")
	if _, known := response.Content[kind]; !known {
		c.t.Errorf("%s: %s %q is not described", op.OperationID, status, kind)
		return
	}
	if !strings.Contains(kind, "json") {
		return
	}
	pointer := strings.NewReplacer("~", "~0", "/", "~1")
	schema, err := c.compiler.Compile("urn:api#/paths/" + pointer.Replace(path) + "/" + strings.ToLower(method) + "/responses/" + status + "/content/" + pointer.Replace(kind) + "/schema")
	if err != nil {
		c.t.Errorf("%s: %v", op.OperationID, err)
		return
	}
	bodies := []string{got.body}
	if kind == "application/jsonl" {
		bodies = slices.Collect(strings.Lines(got.body))
	}
	for _, body := range bodies {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			c.t.Errorf("%s: %v: %.200s", op.OperationID, err, body)
			return
		}
		if err := schema.Validate(value); err != nil {
			c.t.Errorf("%s: %v", op.OperationID, err)
			return
		}
		if op.OperationID == "get-article" && got.status == http.StatusOK || op.OperationID == "read" && got.status == http.StatusOK {
			if err := c.findings.Validate(value); err != nil {
				c.t.Errorf("%s: %v", op.OperationID, err)
			}
		}
	}
}
