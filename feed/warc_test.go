package feed

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/sha1"
	"encoding/base32"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// warcRecord writes a record; fields are lines of its header.
func warcRecord(kind, block string, fields ...string) string {
	header := "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Date: 2024-03-05T10:11:12Z\r\n"
	for _, field := range fields {
		header += field + "\r\n"
	}
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s\r\n\r\n", header, len(block), block)
}

// warcPage is a response with status 200.
func warcPage(address, payload string, headers ...string) string {
	return warcResponse("200 OK", address, payload, append([]string{"Content-Type: text/html; charset=utf-8"}, headers...)...)
}

func warcResponse(status, address, payload string, headers ...string) string {
	block := "HTTP/1.1 " + status + "\r\n" + strings.Join(headers, "\r\n") + "\r\n\r\n" + payload
	return warcRecord("response", block, "WARC-Target-URI: "+address, "Content-Type: application/http; msgtype=response")
}

func sha1Digest(payload string) string {
	sum := sha1.Sum([]byte(payload))
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

const pageText = "<html><title>Ferry</title><p>The ferry left.</p></html>"

// each gzips every part on its own.
func each(t testing.TB, parts ...string) []byte {
	var all []byte
	for _, part := range parts {
		all = append(all, zipped(t, []byte(part))...)
	}
	return all
}

func TestWARCPagesAreRead(t *testing.T) {
	parts := []string{
		warcRecord("warcinfo", "software: none\r\n", "Content-Type: application/warc-fields"),
		warcRecord("request", "GET / HTTP/1.1\r\n\r\n", "WARC-Target-URI: http://a.example/", "Content-Type: application/http; msgtype=request"),
		warcPage("http://a.example/1", pageText),
		warcResponse("404 Not Found", "http://a.example/2", pageText, "Content-Type: text/html"),
		warcResponse("200 OK", "http://a.example/3", "\x89PNG\r\n\x1a\n", "Content-Type: image/png"),
		warcResponse("200", "<http://a.example/4>", "The ferry left, the clerk said.", "content-TYPE : text/plain", "no field", "X: y\r\n folded"),
		warcResponse("200 OK", "http://a.example/robots.txt", "User-agent: *", "Content-Type: text/plain"),
		warcRecord("dns", "20240305\na.example. 60 IN A 192.0.2.1\n", "Content-Type: text/dns"),
		warcRecord("revisit", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "WARC-Target-URI: http://a.example/1", "Content-Type: application/http"),
		warcRecord("conversion", "The tide came in.\n", "WARC-Target-URI: https://a.example/5", "Content-Type: text/plain"),
		warcRecord("conversion", "", "WARC-Target-URI: https://a.example/6", "Content-Type: text/plain"),
		strings.Replace(warcPage("http://a.example/7", pageText), "WARC/1.0", "WARC/1.1", 1),
	}
	plainly := []byte(strings.Join(parts, ""))
	for name, archive := range map[string][]byte{"plain": plainly, "gzipped": zipped(t, plainly), "each record gzipped": each(t, parts...)} {
		items, errs := read(archive, 0)
		if len(errs) > 0 {
			t.Errorf("%s: %v", name, errs)
		}
		var got []string
		for _, item := range items {
			got = append(got, fmt.Sprint(item.Name, " ", item.Kind, " ", item.URL, " ", item.ContentType))
			if item.Fetched != time.Date(2024, 3, 5, 10, 11, 12, 0, time.UTC) || !item.Published.IsZero() || item.Raw != nil || len(item.Notes) > 0 {
				t.Errorf("%s: %+v", name, item)
			}
		}
		want := []string{
			"stdin:3 html http://a.example/1 text/html; charset=utf-8", "stdin:6 text http://a.example/4 ",
			"stdin:10 text https://a.example/5 ", "stdin:12 html http://a.example/7 text/html; charset=utf-8",
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
		if len(items) > 0 && string(items[0].Body) != pageText {
			t.Errorf("%s: %q", name, items[0].Body)
		}
	}
}

func packed(t testing.TB, open func(io.Writer) io.WriteCloser, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := open(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestWARCPayloadsAreUnpacked(t *testing.T) {
	gz := packed(t, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, pageText)
	zl := packed(t, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, pageText)
	fl := packed(t, func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 9); return f }, pageText)
	chunked := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz), gz)
	for name, test := range map[string]struct{ payload, headers, wrong string }{
		"as it is":                     {pageText, "X: y", ""},
		"gzip":                         {gz, "Content-Encoding: gzip", ""},
		"zlib":                         {zl, "Content-Encoding: deflate", ""},
		"bare deflate":                 {fl, "Content-Encoding: deflate", ""},
		"chunks of gzip":               {chunked, "Transfer-Encoding: chunked\r\nContent-Encoding: GZip", ""},
		"undone by the crawler":        {pageText, "Transfer-Encoding: chunked\r\nContent-Encoding: gzip", ""},
		"brotli, undone":               {pageText, "Content-Encoding: br", ""},
		"an unknown word":              {pageText, "Content-Encoding: utf-8", ""},
		"cut short":                    {gz[:len(gz)-9], "Content-Encoding: gzip", ""},
		"brotli":                       {"\x0b\x02\x80\x00\x01\x02\x03\x04", "Content-Encoding: br", `is packed by the server with "br"`},
		"no gzip after its header":     {gz[:10], "Content-Encoding: gzip", "holds damaged gzip data"},
		"a bomb":                       {packed(t, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, strings.Repeat(" ", 1<<20)), "Content-Encoding: gzip", "is larger than 64 kB"},
		"gzip in gzip in gzip in gzip": {gz, "Content-Encoding: gzip, gzip, gzip, gzip, gzip", ""},
	} {
		items, errs := read([]byte(warcPage("http://a.example/", test.payload, test.headers)+warcPage("http://a.example/after", pageText)), 1<<16)
		if test.wrong != "" {
			if len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "stdin:1: "+test.wrong) || len(items) != 1 {
				t.Errorf("%s: %d items, %v", name, len(items), errs)
			}
			continue
		}
		if len(errs) > 0 || len(items) != 2 {
			t.Errorf("%s: %d items, %v", name, len(items), errs)
			continue
		}
		if !strings.HasPrefix(pageText, string(items[0].Body)) || len(items[0].Body) < len(pageText)/2 {
			t.Errorf("%s: %q", name, items[0].Body)
		}
		if stored := items[0].Raw; stored != nil && string(stored) != test.payload || stored == nil && string(items[0].Body) != test.payload {
			t.Errorf("%s: stored as %q", name, stored)
		}
	}
}

func TestWARCDigestIsChecked(t *testing.T) {
	gz := packed(t, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, pageText)
	for name, test := range map[string]struct {
		digest string
		right  bool
	}{
		"of the stored form": {sha1Digest(gz), true},
		"of the page":        {strings.ToLower(sha1Digest(pageText)), true},
		"of something else":  {sha1Digest("x"), false},
		"of another kind":    {"sha256:abc", true},
		"that is no digest":  {"sha1:abc", true},
		"that is not there":  {"", true},
	} {
		record := strings.Replace(warcPage("http://a.example/", gz, "Content-Encoding: gzip"), "WARC-Date", "WARC-Payload-Digest: "+test.digest+"\r\nWARC-Date", 1)
		items, errs := read([]byte(record), 0)
		if len(errs) > 0 || len(items) != 1 || (len(items[0].Notes) == 0) != test.right {
			t.Errorf("%s: %v %v", name, items, errs)
		}
	}
}

func TestWARCGoesOnAfterFaults(t *testing.T) {
	good := warcPage("http://a.example/good", pageText)
	for name, test := range map[string]struct{ between, says string }{
		"too long":           {warcPage("http://a.example/long", strings.Repeat("<p>long", 20_000)), "stdin:2: is larger than 64 kB"},
		"far too long":       {warcPage("http://a.example/long", strings.Repeat("<p>long", 200_000)), "stdin:2: is larger than 64 kB"},
		"no length":          {"WARC/1.0\r\nWARC-Type: response\r\n\r\nwhatever\r\n\r\n", "stdin:2: has no readable WARC header"},
		"negative length":    {"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nwhatever\r\n\r\n", "stdin:2: has no readable WARC header"},
		"wrong length":       {strings.Replace(good, "Content-Length: ", "Content-Length: 1\r\nX: ", 1), "stdin:2: is followed by what is no WARC record"},
		"old version":        {strings.Replace(good, "WARC/1.0", "WARC/0.18", 1), "stdin:2: is a record of an old WARC version"},
		"garbage":            {"\x00\x01\x02 garbage\n", "stdin:1: is followed by what is no WARC record"},
		"endless header":     {"WARC/1.0\r\n" + strings.Repeat("X: y\r\n", 50_000) + "\r\n", "stdin:2: has no readable WARC header"},
		"a picture too long": {warcResponse("200 OK", "http://a.example/", strings.Repeat("x", 300_000), "Content-Type: image/png"), ""},
	} {
		items, errs := read([]byte(good+test.between+good), 1<<16)
		if len(items) != 2 {
			t.Errorf("%s: %d items", name, len(items))
		}
		if (test.says == "") != (len(errs) == 0) || len(errs) > 1 || len(errs) == 1 && !strings.HasPrefix(errs[0].Error(), test.says) {
			t.Errorf("%s: %v", name, errs)
		}
	}
}

func TestWARCBeforeTheCutIsRead(t *testing.T) {
	page := warcPage("http://a.example/", pageText+strings.Repeat("<p>More of it.", 500))
	plainly := []byte(strings.Repeat(page, 10))
	gz := each(t, slices.Repeat([]string{page}, 10)...)
	for name, test := range map[string]struct {
		archive []byte
		says    string
	}{
		"plain":   {plainly[:len(plainly)*3/4], "ends in the middle of this record: the file is cut short, fetch it again"},
		"header":  {plainly[:len(plainly)*8/10+20], "ends in the middle of this record: the file is cut short, fetch it again"},
		"gzipped": {gz[:len(gz)*3/4], "ends in the middle of its gzip data: the file is cut short, fetch it again"},
	} {
		items, errs := read(test.archive, 0)
		if len(items) < 7 || len(errs) != 1 || !strings.HasSuffix(errs[0].Error(), test.says) {
			t.Errorf("%s: %d items, %v", name, len(items), errs)
		}
	}
}

// endlessly repeats itself for ever.
type endlessly struct {
	text string
	at   int
}

func (e *endlessly) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		copied := copy(p[n:], e.text[e.at:])
		n += copied
		e.at = (e.at + copied) % len(e.text)
	}
	return n, nil
}

func TestWARCStreams(t *testing.T) {
	// The archive has no end: whoever waits for it waits for ever.
	count := 0
	for item, err := range Items(context.Background(), []string{"-"}, Options{Stdin: &endlessly{text: warcPage("http://a.example/", pageText)}}) {
		if err != nil || string(item.Body) != pageText {
			t.Fatal(item, err)
		}
		if count++; count == 1000 {
			break
		}
	}
}

func TestWARCGarbageHasAnEnd(t *testing.T) {
	garbage := io.MultiReader(strings.NewReader(warcPage("http://a.example/", pageText)), &endlessly{text: strings.Repeat("x", 997) + "\n"})
	items, errs := 0, 0
	for _, err := range Items(context.Background(), []string{"-"}, Options{Stdin: garbage, MaxBytes: 1 << 16}) {
		if err != nil {
			errs++
			continue
		}
		items++
	}
	if items != 1 || errs > 2 {
		t.Errorf("%d items, %d errors", items, errs)
	}
}

// FuzzWARC: whatever stands in an archive, it is read to its end, and what
// comes out is valid.
func FuzzWARC(f *testing.F) {
	for _, seed := range []string{
		warcPage("http://a.example/", pageText), warcPage("x", pageText, "Content-Encoding: gzip"),
		warcRecord("conversion", "The tide\xff came in.", "Content-Type: text/plain"), "WARC/1.0\r\n\r\n", "WARC/1.0\nContent-Length: 3\n\nabc\n\nxx",
		warcResponse("200 OK", "http://a.example/", "5\r\nabcde\r\n0\r\n\r\n", "Transfer-Encoding: chunked", "Content-Type: text/plain"), "WARC/",
	} {
		f.Add([]byte(seed))
		f.Add(zipped(f, []byte(seed)))
	}
	f.Fuzz(func(t *testing.T, archive []byte) {
		items, errs := read(append([]byte("WARC/"), archive...), 1<<12)
		if len(items)+len(errs) == 0 {
			t.Error("neither an item nor an error")
		}
		for _, item := range items {
			if item.Kind == Text && !utf8.Valid(item.Body) || len(item.Body) > 3<<12 {
				t.Errorf("%d bytes of %s", len(item.Body), item.Kind)
			}
		}
	})
}

// BenchmarkWARC reads a gzipped archive; bytes are those of the pages.
func BenchmarkWARC(b *testing.B) {
	var page strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&page, "<p class=\"x%d\">The ferry %x left on Monday, she said.</p>\n", i%7, i*i*7919)
	}
	record := strings.Replace(warcPage("http://a.example/", page.String()), "WARC-Date", "WARC-Payload-Digest: "+sha1Digest(page.String())+"\r\nWARC-Date", 1)
	archive := each(b, slices.Repeat([]string{record}, 100)...)
	b.SetBytes(int64(100 * len(record)))
	b.ReportAllocs()
	for b.Loop() {
		if items, errs := read(archive, 0); len(items) != 100 || len(errs) > 0 {
			b.Fatal(len(items), errs)
		}
	}
}
