package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

const rssHead = `<?xml version="1.0"?><rss version="2.0" xmlns:x="http://x.example/"><channel><title>T</title><item><title>`

const rssTail = `</title><link>http://a.example/1</link></item></channel></rss>`

// TestCostlyXMLIsRefused: none of these may take long or much memory, and each
// ends in a sentence.
func TestCostlyXMLIsRefused(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY l0 \"ha\">")
	for i := range 30 {
		fmt.Fprintf(&laughs, "<!ENTITY l%d \"&l%d;&l%d;\">", i+1, i, i)
	}
	laughs.WriteString("]>")
	deep := strings.Repeat("<x:a>", 1_000_000)
	var namespaces strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&namespaces, ` xmlns:n%d="u"`, i)
	}
	for name, test := range map[string]struct{ input, says string }{
		"deep in RSS":      {rssHead + "t</title>" + deep + rssTail, "nests its XML more than 256 deep"},
		"deep in Atom":     {"<feed xmlns:x=\"http://x.example/\">" + deep, "nests its XML more than 256 deep"},
		"deep in OPML":     {"<opml><body>" + strings.Repeat("<outline text=\"f\">", 1_000_000), "nests its XML more than 256 deep"},
		"deep in sitemaps": {"<urlset>" + strings.Repeat("<url>", 1_000_000), "nests its XML more than 256 deep"},
		"deep in JSON":     {`{"version": "https://jsonfeed.org/version/1", "items": ` + strings.Repeat("[", 1_000_000), "is malformed JSON: invalid character '[' exceeded max depth"},
		"many elements":    {rssHead + "t</title>" + strings.Repeat("<x:a/>", 1_000_000) + rssTail, "is XML that costs far more"},
		"many pieces":      {rssHead + "t</title><x:a>" + strings.Repeat("a<x:b/>", 250_000) + "</x:a>" + rssTail, "is XML that costs far more"},
		"many namespaces":  {"<rss><channel" + namespaces.String() + ">" + strings.Repeat("<y:a/>", 100_000), "is XML that costs far more"},
		"many at the root": {"<rss" + namespaces.String() + "><channel>" + strings.Repeat("<y:a/>", 100_000), "is XML that costs far more"},
		"an endless token": {"<urlset><url><loc>" + strings.Repeat("x", 9<<20), "holds an endless piece of XML"},
		"too large a feed": {rssHead + strings.Repeat("x", 17<<20) + rssTail, "is larger than 16 MB unpacked"},
		"an odd encoding":  {strings.Replace(rssHead, "1.0\"?", "1.0\" encoding=\"klingon\"?", 1) + rssTail, `is XML in the encoding "klingon", which is not known`},
		"a bomb":           {laughs.String() + "<rss><channel><item><title>&l30;</title></item></channel></rss>", "has neither a web address"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		items, errs := read([]byte(test.input), 0)
		runtime.ReadMemStats(&after)
		if len(items) > 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), ": "+test.says) {
			t.Errorf("%s: %d items, %v", name, len(items), errs)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %s", name, took)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 2<<30 {
			t.Errorf("%s took %d MB", name, used>>20)
		}
	}
}

// TestEntitiesAreNotExpanded: the billion laughs stay one.
func TestEntitiesAreNotExpanded(t *testing.T) {
	declares := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`
	items, errs := read([]byte(declares+"<rss><channel><item><title>&b; &f; &amp; &eacute;</title><link>http://a.example/</link></item></channel></rss>"), 0)
	if len(errs) > 0 || len(items) != 1 || items[0].Title != "&b; &f; & é" {
		t.Errorf("%+v %v", items, errs)
	}
	items, errs = read([]byte(declares+"<urlset><url><loc>http://a.example/&b;</loc></url></urlset>"), 0)
	if len(errs) > 0 || len(items) != 1 || items[0].URL != "http://a.example/&b;" {
		t.Errorf("%+v %v", items, errs)
	}
}

// TestBombsOfGzipStop: what unpacks without end is read as far as its limit.
func TestBombsOfGzipStop(t *testing.T) {
	for name, start := range map[string]string{
		"RSS":       rssHead,
		"a sitemap": "<urlset><url><loc>",
		"OPML":      "<opml><body><outline text=\"",
		"JSON Feed": `{"version": "https://jsonfeed.org/version/1", "title": "`,
		"DOC API":   `{"articles":[{"title":"`,
		"GDELT":     "20240305103000-17\t20240305103000\t1\t",
		"WARC":      "WARC/1.0\r\nX: ",
	} {
		in, out := io.Pipe()
		go func() {
			w := gzip.NewWriter(out)
			io.Copy(w, io.MultiReader(strings.NewReader(start), &endlessly{text: strings.Repeat("x", 1<<16)}))
		}()
		errs := 0
		for _, err := range Items(context.Background(), []string{"-"}, Options{Stdin: in, MaxBytes: 1 << 16}) {
			if err == nil {
				t.Errorf("%s: an item", name)
			}
			if errs++; errs > 3 {
				t.Fatalf("%s: no end", name)
			}
		}
		in.Close()
		if errs == 0 {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestHugeWordsAreCut(t *testing.T) {
	for name, title := range map[string]string{
		"words": strings.Repeat("ferry ", 1<<20), "one word": strings.Repeat("é", 1<<20), "tags": strings.Repeat("&lt;b&gt;x&lt;/b&gt; ", 1<<16),
		"white space": "ferry" + strings.Repeat(" ", 1<<20) + "x", "controls": "a\x1b[31mferry\u0085\u0000",
	} {
		items, errs := read([]byte(rssHead+title+rssTail), 0)
		if len(errs) > 0 || len(items) != 1 {
			t.Errorf("%s: %d items, %v", name, len(items), errs)
			continue
		}
		got := items[0].Title
		if got == "" || len(got) > titleBytes || !utf8.ValidString(got) || strings.ContainsAny(got, "\x1b\x00\u0085\n") {
			t.Errorf("%s: %d bytes of %.40q", name, len(got), got)
		}
	}
}

func TestPlain(t *testing.T) {
	for markup, want := range map[string]string{
		"":                                "",
		"  a\n b\tc ":                     "a b c",
		"5 < 6 &amp; 7 > 6":               "5 < 6 & 7 > 6",
		"a<br>b<b>c</b>d":                 "a bcd",
		"<p>one</p><p>two</p>":            "one two",
		"x<script>alert('<p>')</script>y": "x y",
		"<style>p{}</style>z":             "z",
		"<!-- hidden -->seen":             "seen",
		"caf&eacute;&nbsp;&#8230;":        "café …",
		"a <unclosed":                     "a <unclosed",
		"bad \xff byte":                   "bad \uFFFD byte",
	} {
		if got := plain(markup, 100); got != want {
			t.Errorf("%q: %q, not %q", markup, got, want)
		}
	}
	if got := plain("one two three four", 12); got != "one two…" {
		t.Errorf("cut to %q", got)
	}
}

func TestWebAddress(t *testing.T) {
	base := parseBase("", "news/", "https://a.example/news/feed.xml")
	for link, want := range map[string]string{
		"https://b.example/x": "https://b.example/x", "//b.example/x": "https://b.example/x", "x y": "https://a.example/news/x%20y",
		" /x ": "https://a.example/x", "?q": "https://a.example/news/feed.xml?q", "javascript:alert(1)": "", "data:text/html,x": "", "mailto:a@b.c": "",
		"file:///etc/passwd": "", "http://": "", "http:///x": "", "%zz": "", "": "", "http://a.example/\x7f": "", strings.Repeat("x", 9000): "",
	} {
		if got := webAddress(base, link); got != want {
			t.Errorf("%q: %q, not %q", link, got, want)
		}
	}
	if webAddress(nil, "/x") != "" || webAddress(nil, "//b.example/") != "https://b.example/" {
		t.Error("without a base")
	}
}

// TestEncodings: the declaration is believed, but not after the bytes have
// been decoded already.
func TestEncodings(t *testing.T) {
	utf16 := func(text string) []byte {
		out := []byte("\xff\xfe")
		for _, char := range text {
			out = append(out, byte(char), byte(char>>8))
		}
		return out
	}
	feed := func(encoding, title string) string {
		return `<?xml version="1.0"` + encoding + ` standalone="yes"?>` + strings.TrimPrefix(rssHead, `<?xml version="1.0"?>`) + title + rssTail
	}
	for name, input := range map[string][]byte{
		"UTF-8":        []byte(feed("", "Café – bar")),
		"UTF-8 marked": []byte("\xef\xbb\xbf" + feed(` encoding='utf-8'`, "Café – bar")),
		"windows-1252": []byte(feed(` encoding="windows-1252"`, "Caf\xe9 \x96 bar")),
		"UTF-16":       utf16(feed(` encoding="utf-16"`, "Café – bar")),
		"controls":     []byte(feed("", "Caf\x01é – \x0bbar")),
		"XML 1.1":      []byte(strings.Replace(feed("", "Café – bar"), "1.0", "1.1", 1)),
		"after blanks": []byte("\n\n  " + feed(` encoding="utf-8"`, "Café – bar")),
	} {
		items, errs := read(input, 0)
		if len(errs) > 0 || len(items) != 1 || items[0].Title != "Café – bar" {
			t.Errorf("%s: %+v %v", name, items, errs)
		}
	}
}

// TestAbsurdDatesStay: judging them is not our affair.
func TestAbsurdDatesStay(t *testing.T) {
	for date, want := range map[string]string{
		"Thu, 01 Jan 1970 00:00:00 GMT": "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z": "9999-12-31T23:59:59Z",
		"Mon, 01 Jan 2125 00:00:00 +0000": "2125-01-01T00:00:00Z", "0001-02-03": "0001-02-03T00:00:00Z",
	} {
		input := strings.Replace(rssHead+"t"+rssTail, "</link>", "</link><pubDate>"+date+"</pubDate>", 1)
		items, errs := read([]byte(input), 0)
		if len(errs) > 0 || len(items) != 1 || items[0].Published.UTC().Format(time.RFC3339) != want || len(items[0].Raw) == 0 {
			t.Errorf("%s: %+v %v", date, items, errs)
		}
		items, errs = read([]byte("<urlset><url><loc>http://a.example/</loc><lastmod>"+date[:min(len(date), 20)]+"</lastmod></url></urlset>"), 0)
		if len(errs) > 0 || len(items) != 1 {
			t.Errorf("%s: %+v %v", date, items, errs)
		}
	}
}

func TestRawIsTheSameEachTime(t *testing.T) {
	input := []byte(strings.Replace(rssHead+"t"+rssTail, "</link>", `</link><x:b a="1" c="2"/><x:d/><x:a/>`, 1))
	first, _ := read(input, 0)
	for range 20 {
		again, _ := read(input, 0)
		if len(again) != 1 || !bytes.Equal(first[0].Raw, again[0].Raw) {
			t.Fatalf("%s\n%s", first[0].Raw, again[0].Raw)
		}
	}
}

func TestLongTextInAFeedIsLeftOut(t *testing.T) {
	input := rssHead + `t</title><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[` + strings.Repeat("<p>The ferry left.", 200) + "]]></content:encoded>" + strings.TrimPrefix(rssTail, "</title>")
	items, errs := read([]byte(input), 1<<11)
	if len(errs) > 0 || len(items) != 1 || items[0].Kind != Link || len(items[0].Notes) != 1 {
		t.Errorf("%+v %v", items, errs)
	}
}

// TestSitemapStreams: fifty thousand addresses in little memory, and the first
// before the last is there.
func TestSitemapStreams(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("<urlset>"), &endlessly{text: "<url><loc>http://a.example/x</loc><lastmod>2024-03-05</lastmod></url>\n"})
	count := 0
	for item, err := range Items(context.Background(), []string{"-"}, Options{Stdin: endless}) {
		if err != nil || item.URL != "http://a.example/x" {
			t.Fatal(item, err)
		}
		if count++; count == 50_000 {
			break
		}
	}
}

// TestKindsAreNotMistaken: what only looks like a list stays what it is.
func TestKindsAreNotMistaken(t *testing.T) {
	for input, want := range map[string]Kind{
		"<html><body><rss></rss>": HTML,
		`{"text": "See https://jsonfeed.org/version/1 and its home_page_url."}`:    Text,
		`{"id": 1, "articles": "x", "text": "a"}`:                                  Text,
		"WARC is a format of archives.":                                            Text,
		"150383 people read 297a16b493de7cf6ca809a7cc31d0b93 at http://a.example/": Text,
		"12\tThe ferry left.":                                                      Text,
		"<feedback> is what they want.":                                            Text,
	} {
		items, errs := read([]byte(input), 0)
		if len(errs) > 0 || len(items) != 1 || items[0].Kind != want {
			t.Errorf("%q: %+v %v", input, items, errs)
		}
	}
}

// FuzzFeed: whatever a feed says, its entries are valid or errors.
func FuzzFeed(f *testing.F) {
	for _, seed := range []string{
		rssHead + "t" + rssTail, "<feed><entry><id>http://a.example/</id><content type='xhtml'><div>x</div></content></entry></feed>",
		"<rdf:RDF><item><link>x</link></item></rdf:RDF>", `{"version":"https://jsonfeed.org/version/1","items":[null,{"id":{},"authors":[null]}]}`,
		"<urlset><url><loc>http://a.example/</loc></url></urlset>", "<sitemapindex><sitemap><loc>//a</loc></sitemap>", "<rss></a></rss>", "<feed/>",
		`{"articles":[{"url":"http://a.example/"},{"url":1}]}`, "<opml><outline xmlUrl='x'/></opml>",
		"1 297a16b493de7cf6ca809a7cc31d0b93 http://a.example/20240305101500.export.CSV.zip",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		items, errs := read(input, 1<<12)
		for _, item := range items {
			if (item.Kind == Link || item.Kind == Feed) && (parseBase(item.URL) == nil || item.Body != nil || len(item.Raw) == 0) {
				t.Errorf("%+v", item)
			}
			for _, words := range append(item.Authors, item.Title, item.Outlet, item.Summary) {
				if item.Kind != HTML && (!utf8.ValidString(words) || len(words) > summaryBytes) {
					t.Errorf("%q", words)
				}
			}
		}
		for _, err := range errs {
			if strings.Contains(err.Error(), "brought the reader of feeds down") {
				t.Error(err)
			}
		}
	})
}
