package web_test

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// found is what a page holds.
type found struct {
	links, forms []string
	next         string // the page behind it
	h1, mains    int
	ids          map[string]int
	faults       []string
}

// read takes a page apart and notes what none may have.
func read(body string) found {
	f := found{ids: map[string]int{}}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		f.faults = append(f.faults, err.Error())
		return f
	}
	labels := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
				f.faults = append(f.faults, "inline "+a.Key+" on "+n.Data)
			}
		}
		if attr["id"] != "" {
			f.ids[attr["id"]]++
		}
		switch n.Data {
		case "h1":
			f.h1++
		case "main":
			f.mains++
		case "script":
			if attr["src"] == "" {
				f.faults = append(f.faults, "inline script: "+text(n))
			}
		case "style", "iframe", "object", "embed", "base":
			f.faults = append(f.faults, "element "+n.Data)
		case "a":
			f.links = append(f.links, attr["href"])
			if attr["rel"] == "next" {
				f.next = attr["href"]
			}
			if text(n) == "" && attr["aria-label"] == "" {
				f.faults = append(f.faults, "link without words to "+attr["href"])
			}
		case "img":
			f.faults = append(f.faults, "an image: "+attr["src"])
		case "label":
			labels[attr["for"]] = true
		case "form":
			if strings.EqualFold(attr["method"], "post") {
				f.forms = append(f.forms, attr["action"])
				if !strings.Contains(inner(n), `name="csrf"`) {
					f.faults = append(f.faults, "form without token: "+attr["action"])
				}
			}
		}
		for _, name := range []string{"src", "href", "action"} {
			u, err := url.Parse(attr[name])
			if err != nil || u.Scheme != "" && (n.Data != "a" || u.Scheme != "https" && u.Scheme != "http") || u.Scheme == "" && u.Host != "" {
				f.faults = append(f.faults, n.Data+" leads to "+attr[name])
			}
		}
	}
	for id, times := range f.ids {
		if times > 1 {
			f.faults = append(f.faults, "id twice: "+id)
		}
	}
	return f
}

func text(n *html.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			out.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(out.String())
}

func inner(n *html.Node) string {
	var out strings.Builder
	_ = html.Render(&out, n)
	return out.String()
}

// TestEveryLinkLeadsSomewhere follows all links from the first page, up to a
// number of each sort, and holds every page against what none may have.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := open(t)
	const mostOfSort = 16
	sorts := map[string]int{}
	seen := map[string]bool{}
	queue := []string{"/", "/help", "/corrections", "/articles/hostile-1", "/articles/slashed-1", "/outlets/North%2FSouth%20Daily"}
	pages := 0
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		address, _, _ = strings.Cut(address, "#")
		if address == "" || seen[address] || strings.HasPrefix(address, "/api/") {
			continue
		}
		seen[address] = true
		u, err := url.Parse(address)
		if err != nil {
			t.Errorf("no address: %q", address)
			continue
		}
		sort := strings.Split(u.Path, "/")[1]
		if parts := strings.Split(u.Path, "/"); len(parts) > 2 {
			sort += "/…/" + strings.Join(parts[3:], "/")
		} else if u.RawQuery != "" {
			sort += "?"
		}
		if sorts[sort]++; sorts[sort] > mostOfSort {
			continue
		}
		w := s.do(httptest.NewRequest(http.MethodGet, address, nil))
		if w.Code != http.StatusOK && w.Code != http.StatusFound {
			t.Errorf("GET %s: %d", address, w.Code)
			continue
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || w.Code == http.StatusFound {
			continue
		}
		pages++
		f := read(w.Body.String())
		if f.h1 != 1 || f.mains != 1 {
			t.Errorf("GET %s: %d first headings and %d main parts, want one of each", address, f.h1, f.mains)
		}
		for _, fault := range f.faults {
			t.Errorf("GET %s: %s", address, fault)
		}
		for _, link := range f.links {
			if id, here := strings.CutPrefix(link, "#"); here && f.ids[id] == 0 {
				t.Errorf("GET %s: a link to #%s, which is not there", address, id)
			}
			if strings.HasPrefix(link, "/") {
				queue = append(queue, link)
			}
		}
	}
	if pages < 120 {
		t.Errorf("only %d pages were found", pages)
	}
}

func TestHostileWordsStayWords(t *testing.T) {
	s := open(t)
	for _, address := range []string{
		"/articles/hostile-1", "/articles", "/stories", "/outlets", "/outlets/" + url.PathEscape(`<b>Evil</b> & "Sons"`), "/search?text=bridge&noun=articles",
		"/search?text=bridge", "/timeline", "/map", "/review", "/brief?text=bridge", "/claims?text=bridge", "/events",
		"/search?text=" + url.QueryEscape(`"><script>alert(1)</script>`), "/search?by=" + url.QueryEscape(`<img src=x onerror=alert(1)>`),
		"/actors/" + url.PathEscape(`<script>alert(1)</script>`), "/places/53,28?name=" + url.QueryEscape(`<script>alert(1)</script>`),
		"/stories/" + url.PathEscape(`"><script>`), "/timeline?place=" + url.QueryEscape(`<svg onload=alert(1)>`), "/nothing<script>",
	} {
		_, body := s.get((&url.URL{Path: "/"}).ResolveReference(mustParse(t, address)).String())
		lacks(t, body, "<script>alert", "<img src=x", "<svg onload", "<b>Evil", "javascript:alert", "\u202e", "</p><script")
		for _, fault := range read(body).faults {
			t.Errorf("GET %s: %s", address, fault)
		}
	}
	body := s.page("/articles/hostile-1")
	wants(t, body, "&lt;script&gt;alert(", "&lt;img src=x onerror=alert(1)&gt;")
	lacks(t, body, "Read it where it was published")
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(strings.ReplaceAll(address, "<", "%3C"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestSearchNarrowsAndFeeds(t *testing.T) {
	s := open(t)
	body := s.page("/search?text=soldiers")
	wants(t, body, "Narrow it", `type="application/atom+xml"`, `href="/search?noun=articles&amp;text=soldiers"`)
	var feed struct {
		ID      string `xml:"id"`
		Entries []struct {
			Title string `xml:"title"`
			Link  struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"entry"`
	}
	w := s.do(httptest.NewRequest(http.MethodGet, "/search.atom?text=soldiers", nil))
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) == 0 || !strings.HasPrefix(feed.Entries[0].Link.Href, "https://desk.example/statements/") {
		t.Errorf("the feed has %d entries, the first to %v", len(feed.Entries), feed.Entries)
	}
	for _, query := range []string{"/search?from=yesterweek", "/search?country=Nowhereland", "/map?place=Qwxyz", "/claims?act=sing", "/search?text=a&within=far&place=Minsk"} {
		if status, body := s.get(query); status != http.StatusUnprocessableEntity || !strings.Contains(body, "That does not work") {
			t.Errorf("GET %s: %d, want a page that says what is wrong", query, status)
		}
	}
}

// TestPagesFollowEachOther turns the pages of a list and sees everything once.
func TestPagesFollowEachOther(t *testing.T) {
	s := open(t)
	for _, list := range []struct{ path, link string }{{"/claims", "/statements/"}, {"/events", "/events/"}} {
		seen := map[string]bool{}
		address := list.path
		for pages := 0; address != ""; pages++ {
			if pages > 60 {
				t.Fatalf("%s has no end", list.path)
			}
			here := map[string]bool{}
			doc := read(s.page(address))
			for _, link := range doc.links {
				if strings.HasPrefix(link, list.link) {
					here[link] = true
				}
			}
			for link := range here {
				if seen[link] {
					t.Errorf("%s shows %s twice", list.path, link)
				}
				seen[link] = true
			}
			address = doc.next
		}
		if want := s.count(list.path); len(seen) != want {
			t.Errorf("the pages of %s show %d, the ledger has %d", list.path, len(seen), want)
		}
	}
}
