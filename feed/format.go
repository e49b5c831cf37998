package feed

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// format is a way to hold articles.
type format struct {
	name string
	is   func(in *stream, head []byte) bool
	read func(in *stream, opts Options, yield func(Item, error) bool) bool
}

// formats are tried in order. What shows plainly in the first bytes comes
// first, whatever the input is called; archives come before foreign files,
// because they begin like some; plain text takes what the others leave.
var formats = []format{
	{"WARC", isWARC, listing(readWARC)},
	{"a ZIP of GDELT", isGDELTZip, listing(readGDELTZip)},
	{"a foreign file", func(_ *stream, head []byte) bool { return foreign(head) != nil }, refuse},
	{"a list of GDELT's files", isGDELTFiles, listing(readGDELTFiles)},
	{"a table of GDELT", isGDELTTable, listing(readGDELTTable)},
	{"articles that GDELT found", isGDELTArticles, listing(readGDELTArticles)},
	{"JSON Feed", isJSONFeed, listing(readJSONFeed)},
	{"RSS or Atom", has("rss", "rdf", "feed"), listing(readFeed)},
	{"a sitemap", has("urlset", "sitemapindex"), listing(readSitemap)},
	{"OPML", has("opml"), listing(readOPML)},
	{"JSON Lines", isJSONLines, readJSONLines},
	{"HTML", isHTML, readHTML},
	{"XML", isXML, refuseXML},
	{"text", func(*stream, []byte) bool { return true }, readText},
}

// signatures are the files that people hand over by mistake, told by their
// first bytes, and what to do about them.
var signatures = []struct{ start, is string }{
	{"%PDF-", "is a PDF: make text of it first, for example with pdftotext"},
	{"PK\x03\x04", "is a ZIP archive or an office document: unpack it or save it as plain text first"},
	{"\xd0\xcf\x11\xe0", "is an old office document: save it as plain text first"},
	{"{\\rtf", "is an RTF document: save it as plain text first"},
	{"\x1f\x8b", "is gzipped twice: unpack it once first"},
	{"BZh", "is packed with bzip2: unpack it first"},
	{"\xfd7zXZ\x00", "is packed with xz: unpack it first"},
	{"\x28\xb5\x2f\xfd", "is packed with zstd: unpack it first"},
	{"\x89PNG", "is a picture, not text"},
	{"\xff\xd8\xff", "is a picture, not text"},
	{"GIF8", "is a picture, not text"},
	{"\x7fELF", "is a program, not text"},
}

// foreign says what is wrong with a file that holds no article, nil if it may.
func foreign(head []byte) error {
	for _, signature := range signatures {
		if strings.HasPrefix(string(head[:min(len(head), 8)]), signature.start) {
			return errors.New(signature.is)
		}
	}
	if binary(head) {
		return errBinary
	}
	return nil
}

// binary reports whether control characters, which prose has none of, are
// more than the odd accident. Random bytes have them at one in nine.
func binary(head []byte) bool {
	controls := 0
	for _, char := range head {
		if char < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1b", rune(char)) {
			controls++
		}
	}
	return controls > 2+len(head)/50
}

func refuse(in *stream, _ Options, yield func(Item, error) bool) bool {
	head, _ := in.head()
	return yield(Item{Name: in.name}, foreign(head))
}

// mediaType is what the server called the input, without parameters.
func (s *stream) mediaType() string {
	kind, _, _ := strings.Cut(s.contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

func isHTML(in *stream, head []byte) bool {
	switch {
	case slices.Contains([]string{".html", ".htm", ".xhtml", ".shtml"}, in.ending()),
		in.url != "" && (in.mediaType() == "text/html" || in.mediaType() == "application/xhtml+xml"):
		return true
	case in.ending() == ".txt", in.mediaType() == "text/plain":
		return false
	}
	start := bytes.ToLower(bytes.TrimSpace(head))
	return strings.HasPrefix(http.DetectContentType(head), "text/html") ||
		bytes.HasPrefix(start, []byte("<?xml")) && bytes.Contains(start, []byte("<html"))
}

func readHTML(in *stream, opts Options, yield func(Item, error) bool) bool {
	body, err := in.rest(opts.MaxBytes)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	if in.decoded {
		in.contentType = "text/html; charset=utf-8"
	}
	return yield(Item{Name: in.name, URL: in.url, Kind: HTML, ContentType: in.contentType, Body: body}, nil)
}

func readText(in *stream, opts Options, yield func(Item, error) bool) bool {
	body, err := in.rest(opts.MaxBytes)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	body, note, err := valid(body)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	if len(bytes.TrimSpace(body)) == 0 { // windows-1252 has a blank of its own
		return yield(Item{Name: in.name}, errEmpty)
	}
	if note != "" {
		in.notes = append(in.notes, note)
	}
	return yield(Item{Name: in.name, URL: in.url, Kind: Text, Body: body, Notes: in.notes}, nil)
}

var errCharset = errors.New("is not UTF-8: make it so first, for example with iconv -f CHARSET -t UTF-8")

// valid makes body valid UTF-8 and says what it did. What reads as
// windows-1252, the other encoding that English prose comes in, is taken as
// that, for it holds the curly quotation marks; a few stray bytes elsewhere
// become U+FFFD.
func valid(body []byte) (_ []byte, note string, _ error) {
	if utf8.Valid(body) {
		return body, "", nil
	}
	if isWindows1252(body) {
		if decoded, err := charmap.Windows1252.NewDecoder().Bytes(body); err == nil {
			return decoded, "not UTF-8: read as windows-1252", nil
		}
	}
	bad := 0
	for rest := body; len(rest) > 0; {
		char, width := utf8.DecodeRune(rest)
		if char == utf8.RuneError && width == 1 {
			bad++
		}
		rest = rest[width:]
	}
	if bad > 2+len(body)/5 {
		return nil, "", errCharset
	}
	// bytes.ToValidUTF8 would make one mark of a run of stray bytes; one for
	// each keeps offsets explainable.
	repaired := []byte(string([]rune(string(body))))
	return repaired, fmt.Sprintf("not quite UTF-8: %d stray bytes are read as U+FFFD", bad), nil
}

// isWindows1252 reports whether every byte beyond ASCII is a punctuation mark
// of windows-1252 or a letter of it beside a letter of ASCII.
func isWindows1252(body []byte) bool {
	for i, char := range body {
		switch {
		case char < 0x80, char >= 0x91 && char <= 0x97, char == 0x80, char == 0x85, char == 0xa0, char == 0xa3:
		case char >= 0xc0:
			if !(i > 0 && isLetter(body[i-1])) && !(i+1 < len(body) && isLetter(body[i+1])) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func isLetter(char byte) bool { return 'a' <= char|0x20 && char|0x20 <= 'z' }
