package page

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// declared finds the charset that a page names for itself. Browsers look for
// it in the first 1024 bytes only; pages put it later all the same.
var declared = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_:-]{2,40})`)

// declaredWithin is how far into a page its charset is sought.
const declaredWithin = 16 << 10

// decode makes valid UTF-8 of a page. Bytes beyond ASCII that happen to be
// valid UTF-8 are UTF-8, whatever the page says: no other charset produces
// them by chance over the length of a page. After that a byte order mark, the
// server and the page itself are believed in this order, and windows-1252 is
// the guess, as in browsers.
func decode(source []byte, contentType string) string {
	if !bytes.HasPrefix(source, []byte("\xfe\xff")) && !bytes.HasPrefix(source, []byte("\xff\xfe")) &&
		utf8.Valid(source) && !isASCII(source) {
		return strings.TrimPrefix(string(source), "\ufeff")
	}
	encoding, _, certain := charset.DetermineEncoding(source, contentType)
	if !certain {
		if match := declared.FindSubmatch(source[:min(len(source), declaredWithin)]); match != nil {
			// A page that could be read as far as this is not UTF-16.
			if named, name := charset.Lookup(string(match[1])); named != nil && !strings.HasPrefix(name, "utf-16") {
				encoding = named
			}
		}
	}
	decoded, err := encoding.NewDecoder().Bytes(source)
	if err != nil {
		decoded = source
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(decoded), "\ufffd"), "\ufeff")
}

func isASCII(source []byte) bool {
	for _, char := range source {
		if char >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
