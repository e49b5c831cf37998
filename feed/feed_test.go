package feed

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// read reads one input from memory.
func read(input []byte, limit int64) (items []Item, errs []error) {
	for item, err := range Items(context.Background(), []string{"-"}, Options{Stdin: bytes.NewReader(input), MaxBytes: limit}) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", item.Name, err))
			continue
		}
		items = append(items, item)
	}
	return items, errs
}

func zipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func TestKindShowsInTheFirstBytes(t *testing.T) {
	for input, want := range map[string]Kind{
		"The ferry left.":                          Text,
		"{The ferry} left.":                        Text,
		"<p> is how a paragraph begins":            HTML,
		"<!DOCTYPE html><p>The ferry left.":        HTML,
		"\n\n <HTML><p>The ferry left.":            HTML,
		"<?xml version='1.0'?><html><p>x</html>":   HTML,
		`{"text": "The ferry left."}`:              Text,
		"  { \"text\" : \"The ferry left.\" }\n":   Text,
		"\xef\xbb\xbf{\"text\":\"A ferry left.\"}": Text,
	} {
		items, errs := read([]byte(input), 0)
		if len(errs) > 0 || len(items) != 1 || items[0].Kind != want {
			t.Errorf("%q: %v %v", input, items, errs)
		}
	}
}

func TestJSONLinesStream(t *testing.T) {
	// The reader hands over a line before the next one is there.
	in, out := io.Pipe()
	go func() {
		for i := range 3 {
			fmt.Fprintf(out, "{\"id\": %d, \"text\": \"words\"}\n", i)
		}
		// No end: whoever waits for it waits for ever.
	}()
	count := 0
	for item, err := range Items(context.Background(), []string{"-"}, Options{Stdin: io.MultiReader(padded(), in)}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.ID != "" {
			count++
		}
		if count == 2 {
			break
		}
	}
}

// padded is enough to see what the input is.
func padded() io.Reader {
	return strings.NewReader(`{"text": "` + strings.Repeat("x", 2*sniffBytes) + `"}` + "\n")
}

func TestFileOf50MBIsRead(t *testing.T) {
	text := bytes.Repeat([]byte("The ferry left on Monday, she said.\n"), 50<<20/36)
	items, errs := read(text, 64<<20)
	if len(errs) > 0 || len(items) != 1 || !bytes.Equal(items[0].Body, text) {
		t.Errorf("%d items, %v", len(items), errs)
	}
}

func TestDefaultLimitIsInclusive(t *testing.T) {
	text := bytes.Repeat([]byte("a ferry "), DefaultMaxBytes/8)
	if items, errs := read(text, 0); len(items) != 1 || len(errs) > 0 {
		t.Errorf("at the limit: %d items, %v", len(items), errs)
	}
	items, errs := read(append(text, '.'), 0)
	if len(items) != 0 || len(errs) != 1 || !strings.HasSuffix(errs[0].Error(), "is larger than 4 MB unpacked; raise the limit with --max-bytes") {
		t.Errorf("above it: %d items, %v", len(items), errs)
	}
}

func TestGzipBombStopsAtTheLimit(t *testing.T) {
	for name, content := range map[string][]byte{
		"text": bytes.Repeat([]byte("a "), 4<<20),
		"html": append([]byte("<html>"), bytes.Repeat([]byte("<p>"), 2<<20)...),
		"line": append([]byte(`{"text":"`), bytes.Repeat([]byte("a"), 8<<20)...),
	} {
		items, errs := read(zipped(t, content), 1<<16)
		if len(items) != 0 || len(errs) != 1 {
			t.Errorf("%s: %d items, %v", name, len(items), errs)
		}
	}
}

func TestLongLineIsPassedOver(t *testing.T) {
	lines := `{"text": "first"}` + "\n" + `{"text": "` + strings.Repeat("x", 5000) + `"}` + "\n" + `{"text": "third"}`
	items, errs := read([]byte(lines), 1000)
	if len(items) != 2 || len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "stdin:2: is larger than") {
		t.Errorf("%v %v", items, errs)
	}
}

func TestLinesBeforeTheCutAreRead(t *testing.T) {
	var lines bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&lines, "{\"text\": \"line %d of many, %x\"}\n", i, i*i*7919)
	}
	packed := zipped(t, lines.Bytes())
	items, errs := read(packed[:len(packed)/2], 0)
	if len(items) < 1000 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "cut short") {
		t.Errorf("%d items, %v", len(items), errs)
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	for address, private := range map[string]bool{
		"127.0.0.1:80": true, "10.1.2.3:80": true, "192.168.0.1:443": true, "172.16.0.1:80": true, "169.254.169.254:80": true,
		"0.0.0.0:80": true, "0.1.2.3:80": true, "100.64.1.1:80": true, "224.0.0.1:80": true, "255.255.255.255:80": true,
		"[::1]:80": true, "[fe80::1]:80": true, "[fc00::1]:80": true, "[::ffff:127.0.0.1]:80": true, "[64:ff9b::7f00:1]:80": true,
		"[::]:80": true, "nonsense": true,
		"93.184.216.34:80": false, "[2606:2800:220:1:248:1893:25c8:1946]:443": false,
	} {
		if err := checkAddress(address); (err != nil) != private {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestSizeIsKnownForFiles(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int{"a.txt": 100, "b/c.txt": 20, ".hidden": 7} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, size), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if size, known := Size([]string{dir, filepath.Join(dir, "a.txt"), "missing"}); size != 220 || !known {
		t.Errorf("size %d, known %v", size, known)
	}
	if _, known := Size([]string{dir, "-"}); known {
		t.Error("the size of standard input is known")
	}
}

func TestParseDate(t *testing.T) {
	for date, want := range map[string]string{
		"2022-10-17":                "2022-10-17T00:00:00Z",
		"2022-10-17T09:30:00Z":      "2022-10-17T09:30:00Z",
		"2022-10-17T09:30:00+02:00": "2022-10-17T09:30:00+02:00",
		"2022-10-17T09:30":          "2022-10-17T09:30:00Z",
		"2022-10-17 09:30:00":       "2022-10-17T09:30:00Z",
	} {
		got, err := ParseDate(date)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s: %s %v", date, got, err)
		}
	}
	for _, date := range []string{"", "today", "2022-13-01", "17.10.2022", "2022"} {
		if _, err := ParseDate(date); err == nil {
			t.Errorf("%q is a date", date)
		}
	}
}

func TestStopsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	count := 0
	for range Items(ctx, []string{"missing-1", "missing-2", "missing-3"}, Options{}) {
		count++
		cancel()
	}
	if count != 1 {
		t.Errorf("%d inputs after the end", count)
	}
}

// FuzzItems: whatever comes in, items are valid and errors are sentences.
func FuzzItems(f *testing.F) {
	for _, seed := range []string{
		"The ferry left.", `{"id": 1, "text": "x", "published": "2022-10-17"}` + "\n[]\n{\n", "<html><p>x", "\xff\xfeH\x00i\x00",
		"\x93caf\xe9\x94", "\xa0", "a\x00b", "\x1f\x8b\x08", `{"text": "\ud800"}`, "{\"text\": \"\xff\"}",
	} {
		f.Add([]byte(seed))
		f.Add(zipped(f, []byte(seed)))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		items, errs := read(input, 1<<16)
		if len(items)+len(errs) == 0 && len(bytes.TrimSpace(input)) > 0 && !bytes.HasPrefix(input, []byte("\x1f\x8b")) && input[0] != '{' {
			t.Error("neither an item nor an error")
		}
		for _, item := range items {
			if item.Kind == Text && (!utf8.Valid(item.Body) || len(bytes.TrimSpace(item.Body)) == 0) {
				t.Errorf("text is %q", item.Body)
			}
			if item.Name == "" {
				t.Error("an item without a name")
			}
		}
		for _, err := range errs {
			if errors.Is(err, io.EOF) || errors.Is(err, bufio.ErrBufferFull) || err.Error() == "" {
				t.Errorf("no sentence: %v", err)
			}
		}
	})
}

// FuzzLine: a line of JSON is an article or an error, and a good one keeps its
// text.
func FuzzLine(f *testing.F) {
	f.Add(`{"id": "a", "url": null, "outlet": 3, "published": "2022-10-17T09:30:00Z", "text": "The ferry left."}`)
	f.Add(`{"text": {}}`)
	f.Add(`{"text": "a", "text": "b"}`)
	f.Add(`{"TEXT": "a"}`)
	f.Add(`[[[[[[`)
	f.Fuzz(func(t *testing.T, line string) {
		item, err := parseLine([]byte(line))
		if err == nil && (len(item.Body) == 0 || !utf8.Valid(item.Body) || item.Kind != Text) {
			t.Errorf("%q makes %+v", line, item)
		}
	})
}
