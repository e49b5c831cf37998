package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
)

// lenient makes a decoder that forgives what publishers' programs get wrong:
// HTML's character references, tags that are not closed. It never expands an
// entity that the document declares, so that no short document becomes long.
func lenient(in io.Reader) *xml.Decoder {
	decoder := xml.NewDecoder(in)
	decoder.Strict = false
	// What comes in is UTF-8 already; see readXML.
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return decoder
}

// root returns the name of the first element, in lower case, "" where the
// input is no XML.
func root(in *stream, head []byte) string {
	start := bytes.TrimSpace(head)
	if in.ending() == ".txt" || len(start) == 0 || start[0] != '<' {
		return ""
	}
	start = start[len(declared.Find(start)):]
	decoder := lenient(bytes.NewReader(start))
	for {
		before := decoder.InputOffset()
		token, err := decoder.RawToken()
		if err != nil { // perhaps the first tag is longer than head
			name := opening.FindSubmatch(start[before:])
			if name == nil {
				return ""
			}
			return strings.ToLower(string(name[1]))
		}
		if element, ok := token.(xml.StartElement); ok {
			return strings.ToLower(element.Name.Local)
		}
	}
}

// opening is the start of a tag; its group is the name without a prefix.
var opening = regexp.MustCompile(`^<(?:[\w.-]+:)?([\w.-]+)\s+xmlns`)

// has makes a test for inputs with one of the roots.
func has(roots ...string) func(*stream, []byte) bool {
	return func(in *stream, head []byte) bool {
		name := root(in, head)
		for _, known := range roots {
			if name == known {
				return true
			}
		}
		return false
	}
}

func isXML(in *stream, head []byte) bool {
	return in.ending() != ".txt" && bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml"))
}

func refuseXML(in *stream, _ Options, yield func(Item, error) bool) bool {
	head, _ := in.head()
	is := "is XML"
	if name := root(in, head); name != "" {
		is += ", with the root <" + squeeze(name, 40) + ">,"
	}
	return yield(Item{Name: in.name}, errors.New(is+" but no list of articles: of XML, Tocsin reads RSS, Atom, sitemaps and OPML"))
}

// declared is an XML declaration; its group is the encoding.
var declared = regexp.MustCompile(`^\s*<\?xml\s(?:[^?]|\?[^>])*?(?:encoding\s*=\s*["']([A-Za-z0-9._:-]+)["'](?:[^?]|\?[^>])*?)?\?>`)

// readXML returns what is left as UTF-8 that an XML reader accepts: its
// declaration is taken away, for after decoding it says the wrong encoding;
// stray bytes become U+FFFD; control characters, which XML forbids, go.
func readXML(in *stream) (io.Reader, error) {
	head, err := in.head()
	if err != nil {
		return nil, err
	}
	label := "utf-8"
	if _, parameters, err := mime.ParseMediaType(in.contentType); err == nil && parameters["charset"] != "" {
		label = parameters["charset"]
	}
	if at := declared.FindSubmatchIndex(head); at != nil {
		if at[2] >= 0 {
			label = string(head[at[2]:at[3]])
		}
		in.in.Discard(at[1])
	}
	if in.decoded {
		label = "utf-8"
	}
	utf8, err := charset.NewReaderLabel(label, in.in)
	if err != nil {
		return nil, fmt.Errorf("is XML in the encoding %.40q, which is not known: make it UTF-8 first", label)
	}
	return withoutControls{utf8}, nil
}

// withoutControls takes out the control characters that XML forbids.
type withoutControls struct{ in io.Reader }

func (r withoutControls) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	kept := p[:0]
	for _, char := range p[:n] {
		if char >= ' ' || char == '\t' || char == '\n' || char == '\r' {
			kept = append(kept, char)
		}
	}
	return len(kept), err
}

// xmlError says what is wrong with XML that broke off.
func (s *stream) xmlError(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return errors.New("ends in the middle of its XML: the file is cut short, fetch it again")
	case errors.As(err, &syntax):
		return fmt.Errorf("is malformed XML from line %d on: %s", syntax.Line, squeeze(syntax.Msg, 200))
	}
	return s.readError(err)
}

// rationed lets so many bytes through between two refills. A decoder holds a
// token whole, and a few bytes of gzip can hold a token of terabytes.
type rationed struct {
	in           io.Reader
	ration, left int64
}

var errToken = errors.New("holds an endless piece of XML, which no list of articles has")

func (r *rationed) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errToken
	}
	n, err := r.in.Read(p)
	r.left -= int64(n)
	return n, err
}

func (r *rationed) refill() { r.left = r.ration }

// maxDepth is how deep elements may nest. Feeds that carry whole pages come
// near forty.
const maxDepth = 256

var errDeep = fmt.Errorf("nests its XML more than %d deep, which no list of articles does", maxDepth)

// What a feed may cost those who read it after survey.
const (
	maxElements = 1 << 18
	maxWork     = 1 << 33
)

var errCostly = errors.New("is XML that costs far more to read than it holds: no feed is made like that")

// survey walks through XML before gofeed does, because gofeed goes down into
// elements by recursion, copies the namespaces in force for each element and
// puts texts together piece by piece: a few megabytes made for it could keep
// it busy for hours. Malformed XML is left for gofeed to find.
func survey(body []byte) error {
	type element struct{ namespaces, text int }
	open := []element{{}}
	elements, work := 0, 0
	decoder := lenient(bytes.NewReader(body))
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil
		}
		inner := &open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			namespaces := inner.namespaces + declarations(token.Attr)
			elements++
			work += 100 * namespaces
			open = append(open, element{namespaces: namespaces})
		case xml.EndElement:
			open = open[:max(1, len(open)-1)]
		case xml.CharData:
			inner.text += len(token)
			work += inner.text
		}
		if len(open) > maxDepth {
			return errDeep
		}
		if elements > maxElements || work > maxWork {
			return errCostly
		}
	}
}

// declarations counts the namespaces that attributes declare.
func declarations(attributes []xml.Attr) int {
	count := 0
	for _, attribute := range attributes {
		if attribute.Name.Space == "xmlns" || attribute.Name.Local == "xmlns" {
			count++
		}
	}
	return count
}

// maxAddress is longer than any web address that servers take.
const maxAddress = 8 << 10

// webAddress makes a link absolute, "" where it is no web address. The base
// may be nil.
func webAddress(base *url.URL, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > maxAddress {
		return ""
	}
	if base == nil && strings.HasPrefix(link, "//") {
		link = "https:" + link
	}
	address, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if base != nil {
		address = base.ResolveReference(address)
	}
	if address.Scheme != "http" && address.Scheme != "https" || address.Host == "" {
		return ""
	}
	return address.String()
}

// parseBase returns the first of the addresses that links can be resolved
// against, nil if there is none.
func parseBase(addresses ...string) *url.URL {
	for _, address := range addresses {
		if webAddress(nil, address) == "" {
			continue
		}
		if base, err := url.Parse(strings.TrimSpace(address)); err == nil {
			return base
		}
	}
	return nil
}
