package serve_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"

	"tocsin/golden"
)

// TestGolden holds the main answers against files. Only what names the reader
// is left out: it changes with every training.
func TestGolden(t *testing.T) {
	s := open(t, filled(t), nil)
	for name, path := range map[string]string{
		"articles":    "/articles?limit=2&outlet=Podil",
		"claims":      "/claims?limit=2&by=Lukashenko",
		"events":      "/events?limit=2&category=MOBILIZE",
		"figures":     "/figures?limit=2",
		"ladders":     "/ladders?least=3&limit=1",
		"actors":      "/actors?limit=3&country=Belarus",
		"outlets":     "/outlets?limit=3",
		"stories":     "/stories?limit=2&least=3&summary=true",
		"statements":  "/statements?limit=1&standing=denied",
		"occurrences": "/occurrences?limit=1&least=2",
		"promises":    "/promises?limit=2&at=2022-12-31",
		"origins":     "/origins?least=2&limit=2&explain=true",
		"search":      "/search?q=drill&limit=1",
		"corrections": "/corrections",
		"alarms":      "/alarms",
		"feeds":       "/feeds",
		"refused":     "/claims?from=yesterday",
		"unknown":     "/claims?limits=3",
		"missing":     "/statements/s000000000000",
	} {
		t.Run(name, func(t *testing.T) {
			got := s.ask(http.MethodGet, "/api/v1"+path, "")
			var value any
			got.read(t, &value)
			body, err := json.MarshalIndent(stripped(value), "", " ")
			if err != nil {
				t.Fatal(err)
			}
			golden.File(t, filepath.Join("testdata", name+".json"), fmt.Sprintf("%d %s\n%s\n", got.status, got.header.Get("Content-Type"), body))
		})
	}
}

// stripped leaves out what changes though nothing has changed.
func stripped(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range []string{"model", "reader", "score"} {
			delete(value, key)
		}
		if next, ok := value["next"].(string); ok && next != "" {
			value["next"] = "…"
		}
		for key := range value {
			value[key] = stripped(value[key])
		}
	case []any:
		for i := range value {
			value[i] = stripped(value[i])
		}
	}
	return value
}

// pages takes a list page by page.
func (s *site) pages(path string, limit int) []string {
	s.t.Helper()
	var ids []string
	cursor := ""
	for range 2000 {
		var p page
		s.get(fmt.Sprintf("%s&limit=%d&cursor=%s", path, limit, url.QueryEscape(cursor)), http.StatusOK).read(s.t, &p)
		for _, item := range p.Items {
			ids = append(ids, item.ID)
		}
		if len(p.Items) < limit && p.Next != "" {
			s.t.Errorf("%s: a page of %d where %d were asked for, and more follow", path, len(p.Items), limit)
		}
		if cursor = p.Next; cursor == "" {
			return ids
		}
	}
	s.t.Fatalf("%s has no end", path)
	return nil
}

// lines takes a list as JSON Lines.
func (s *site) lines(path string) []string {
	s.t.Helper()
	var ids []string
	got := s.get(path, http.StatusOK, "Accept", "application/jsonl")
	if kind := got.header.Get("Content-Type"); kind != "application/jsonl" {
		s.t.Fatalf("content type %s", kind)
	}
	for line := range strings.Lines(got.body) {
		var item struct{ ID string }
		if err := json.Unmarshal([]byte(line), &item); err != nil {
			s.t.Fatalf("%v: %s", err, line)
		}
		ids = append(ids, item.ID)
	}
	return ids
}

// TestPagesMakeTheWhole: whatever the size of pages and the filter, pages
// together are the list, each record once and in its order.
func TestPagesMakeTheWhole(t *testing.T) {
	s := open(t, filled(t), nil)
	ways := []string{
		"/claims?", "/claims?by=Lukashenko&", "/claims?text=troops&", "/events?", "/events?category=MOBILIZE&", "/events?country=BLR&to=2022-10-31&", "/figures?",
		"/figures?from=2022-10-01&", "/articles?", "/stories?x", "/statements?x",
	}
	known := map[string][]string{}
	rapid.Check(t, func(t *rapid.T) {
		way := strings.TrimSuffix(rapid.SampledFrom(ways).Draw(t, "list"), "x")
		if known[way] == nil {
			known[way] = s.lines("/api/v1" + way)
		}
		whole := slices.Clone(known[way])
		if len(whole) == 0 {
			t.Fatalf("%s is empty", way)
		}
		limit := rapid.IntRange(len(whole)/8+1, min(500, len(whole)+1)).Draw(t, "limit")
		parts := s.pages("/api/v1"+way, limit)
		slices.Sort(whole)
		slices.Sort(parts)
		if diff := cmp.Diff(whole, parts); diff != "" {
			t.Errorf("%s by %d (- whole, + pages)\n%s", way, limit, diff)
		}
	})
}

// TestPagesStay: what comes into the ledger while somebody goes through a list
// changes nothing of it.
func TestPagesStay(t *testing.T) {
	s := open(t, filled(t), nil)
	before := s.lines("/api/v1/claims")
	var first page
	s.get("/api/v1/claims?limit=30", http.StatusOK).read(t, &first)
	s.post("/api/v1/articles", map[string]string{"text": "The mayor of Narva said on Friday that the bridge is safe. The union denied that it is.", "published": "2023-01-09", "title": "Bridge"}, http.StatusCreated)
	if len(s.lines("/api/v1/claims")) <= len(before) {
		t.Fatal("the new claims are not in the ledger")
	}
	ids := []string{}
	for _, item := range first.Items {
		ids = append(ids, item.ID)
	}
	for cursor := first.Next; cursor != ""; {
		var p page
		s.get("/api/v1/claims?limit=30&cursor="+url.QueryEscape(cursor), http.StatusOK).read(t, &p)
		for _, item := range p.Items {
			ids = append(ids, item.ID)
		}
		cursor = p.Next
	}
	slices.Sort(before)
	slices.Sort(ids)
	if diff := cmp.Diff(before, ids); diff != "" {
		t.Error(diff)
	}
}

// TestForeignCursor: a cursor of one question is none of another.
func TestForeignCursor(t *testing.T) {
	s := open(t, filled(t), nil)
	var p page
	s.get("/api/v1/claims?limit=2", http.StatusOK).read(t, &p)
	for _, path := range []string{"/claims?by=Putin&cursor=" + p.Next, "/events?cursor=" + p.Next, "/claims?cursor=e30", "/claims?cursor=%00", "/claims?cursor=zzzz"} {
		if got := s.get("/api/v1"+path, http.StatusBadRequest); !strings.Contains(got.body, "cursor") {
			t.Errorf("%s: %s", path, got.body)
		}
	}
}

// TestUnchanged: an answer that is still as it was is not sent again, and one
// that has changed is.
func TestUnchanged(t *testing.T) {
	s := open(t, filled(t), nil)
	for _, path := range []string{"/claims?limit=3", "/stories", "/feeds", "/articles/relief-2021-11-05-1", "/articles/relief-2021-11-05-1/raw", "/docs", "/openapi.json"} {
		tag := s.get("/api/v1"+path, http.StatusOK).header.Get("ETag")
		if tag == "" {
			t.Errorf("%s has no tag", path)
			continue
		}
		if got := s.get("/api/v1"+path, http.StatusNotModified, "If-None-Match", `"other", `+tag); got.body != "" {
			t.Errorf("%s: 304 with a body", path)
		}
	}
	tag := s.get("/api/v1/claims?limit=3", http.StatusOK).header.Get("ETag")
	s.post("/api/v1/articles", map[string]string{"text": "The ferry company said that it will stop on Monday.", "published": "2023-01-09"}, http.StatusCreated)
	s.get("/api/v1/claims?limit=3", http.StatusOK, "If-None-Match", tag)
	s.get("/api/v1/claims?limit=3", http.StatusOK, "If-None-Match", tag, "Accept", "application/jsonl")
}

// TestAgain: an answer that is known is the one that was sent, with its headers.
func TestAgain(t *testing.T) {
	s := open(t, filled(t), nil)
	for _, path := range []string{"/claims?limit=3", "/stories?limit=2", "/articles/relief-2021-11-05-1"} {
		first, again := s.get("/api/v1"+path, http.StatusOK), s.get("/api/v1"+path, http.StatusOK)
		for _, header := range []string{"Link", "ETag", "Content-Type"} {
			if first.header.Get(header) != again.header.Get(header) || header == "Link" && first.header.Get(header) == "" && strings.Contains(path, "limit") {
				t.Errorf("%s: %s is %q, then %q", path, header, first.header.Get(header), again.header.Get(header))
			}
		}
		if first.body != again.body {
			t.Errorf("%s answers otherwise", path)
		}
	}
}

// TestPacked: answers come packed for those who ask, and are the same.
func TestPacked(t *testing.T) {
	s := open(t, filled(t), nil)
	plain := s.get("/api/v1/claims?limit=100", http.StatusOK, "Accept-Encoding", "identity").body
	for encoding, unpack := range map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	} {
		got := s.get("/api/v1/claims?limit=100", http.StatusOK, "Accept-Encoding", encoding)
		if got.header.Get("Content-Encoding") != encoding || len(got.body) > len(plain)/2 {
			t.Errorf("%s: sent as %q, %d of %d bytes", encoding, got.header.Get("Content-Encoding"), len(got.body), len(plain))
			continue
		}
		reader, err := unpack(strings.NewReader(got.body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(reader); err != nil || string(body) != plain {
			t.Errorf("%s unpacks to something else: %v", encoding, err)
		}
	}
}
