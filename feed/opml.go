package feed

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// OPML is how readers of feeds hand each other their subscriptions. In go
// lists of OPML 1.0 and 2.0 of up to maxOPML bytes; out come Subscriptions, or
// by way of Items a Feed each. Outlines without an address are folders.

// Subscription is a feed that somebody reads.
type Subscription struct {
	Title  string
	URL    string   // where the feed is (xmlUrl)
	Site   string   // the pages that it is about (htmlUrl), "" where unknown
	Folder []string // from the outermost in, none at the top
	Type   string   // as the list says it, "rss" where it says none; "include" leads to another list
}

const (
	maxOPML = 16 << 20

	typeFeed    = "rss" // stands for Atom too, and for no type
	typeInclude = "include"
)

var errNotOPML = errors.New("is no OPML: a list of subscriptions begins with <opml>")

// ReadOPML reads the subscriptions of a list, gzipped or not, in its order. Of
// their addresses it says nothing: whoever fetches them checks them.
func ReadOPML(r io.Reader) ([]Subscription, error) {
	in := &stream{in: bufio.NewReaderSize(r, sniffBytes)}
	if err := in.unpack(); err != nil {
		return nil, err
	}
	text, err := readXML(in)
	if err != nil {
		return nil, err
	}
	var subscriptions []Subscription
	err = outlines(text, func(found Subscription) bool {
		subscriptions = append(subscriptions, found)
		return true
	})
	if err != nil {
		return nil, in.xmlError(err)
	}
	return subscriptions, nil
}

func readOPML(in *stream, opts Options, yield func(Item, error) bool) bool {
	text, err := readXML(in)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	number, goOn := 0, true
	err = outlines(text, func(found Subscription) bool {
		number++
		item, err := listed{URL: found.URL, Title: found.Title}.item(in.numbered(number), Feed)
		goOn = yield(item, err)
		return goOn
	})
	if err != nil && goOn {
		return yield(Item{Name: in.name}, in.xmlError(err))
	}
	return goOn
}

// outlines finds the subscriptions of a list, as long as found wants more.
func outlines(r io.Reader, found func(Subscription) bool) error {
	limited := &rationed{in: r, left: maxOPML}
	decoder := lenient(limited)
	var folders []string // one for each open element, "" where it is none
	for {
		token, err := decoder.Token()
		switch {
		case err == io.EOF && folders == nil:
			return errNotOPML
		case err == io.EOF:
			return nil
		case errors.Is(err, errToken):
			return tooLarge(maxOPML)
		case err != nil:
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if folders == nil && !strings.EqualFold(token.Name.Local, "opml") {
				return errNotOPML
			}
			if len(folders) == maxDepth {
				return errDeep
			}
			subscription := outline(token)
			if subscription.URL != "" {
				subscription.Folder = nested(folders)
				if !found(subscription) {
					return nil
				}
			}
			folders = append(folders, subscription.Title)
		case xml.EndElement:
			folders = folders[:len(folders)-1]
		}
	}
}

// outline reads an element's attributes, whose case programs do not agree on.
func outline(element xml.StartElement) Subscription {
	if !strings.EqualFold(element.Name.Local, "outline") {
		return Subscription{}
	}
	var s Subscription
	var text, other string
	for _, attribute := range element.Attr {
		switch strings.ToLower(attribute.Name.Local) {
		case "title":
			s.Title = squeeze(attribute.Value, nameBytes)
		case "text":
			text = squeeze(attribute.Value, nameBytes)
		case "xmlurl":
			s.URL = feedAddress(attribute.Value)
		case "htmlurl":
			s.Site = strings.TrimSpace(attribute.Value)
		case "type":
			s.Type = squeeze(attribute.Value, nameBytes)
		case "url":
			other = feedAddress(attribute.Value)
		}
	}
	if s.URL == "" && strings.EqualFold(s.Type, typeInclude) {
		s.URL = other
	}
	if s.URL != "" && s.Type == "" {
		s.Type = typeFeed
	}
	if s.Title == "" && text != s.URL {
		s.Title = text
	}
	return s
}

// feedAddress undoes the scheme that some browsers made up for feeds.
func feedAddress(address string) string {
	address = strings.TrimSpace(address)
	if rest, ok := strings.CutPrefix(address, "feed://"); ok {
		return "http://" + rest
	}
	if rest, ok := strings.CutPrefix(address, "feed:"); ok {
		return rest
	}
	return address
}

// nested leaves out the elements that are no folders.
func nested(elements []string) []string {
	var folders []string
	for _, folder := range elements {
		if folder != "" {
			folders = append(folders, folder)
		}
	}
	return folders
}

// WriteOPML writes subscriptions as OPML 2.0, in their order. Those that
// follow each other in a folder share its outline; ReadOPML gives them back as
// they were, but for what no OPML can hold: names of folders that are empty,
// and white space at the ends of names.
func WriteOPML(w io.Writer, title string, subscriptions []Subscription, now time.Time) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	out := opmlWriter{Encoder: xml.NewEncoder(w)}
	out.Indent("", "  ")
	out.start("opml", "version", "2.0")
	out.start("head")
	out.text("title", title)
	out.text("dateCreated", now.UTC().Format(time.RFC1123Z))
	out.end("head")
	out.start("body")
	var open []string
	for _, subscription := range subscriptions {
		out.move(open, subscription.Folder)
		open = subscription.Folder
		out.subscription(subscription)
	}
	out.move(open, nil)
	out.end("body")
	out.end("opml")
	if out.err == nil {
		out.err = out.Close()
	}
	if out.err == nil {
		_, out.err = io.WriteString(w, "\n")
	}
	if out.err != nil {
		return fmt.Errorf("writing OPML: %w", out.err)
	}
	return nil
}

// opmlWriter remembers the first thing that goes wrong.
type opmlWriter struct {
	*xml.Encoder
	err error
}

func (o *opmlWriter) token(token xml.Token) {
	if o.err == nil {
		o.err = o.EncodeToken(token)
	}
}

// start opens an element with attributes, names and values in turn; those
// without a value are left out.
func (o *opmlWriter) start(name string, attributes ...string) {
	element := xml.StartElement{Name: xml.Name{Local: name}}
	for pair := range slices.Chunk(attributes, 2) {
		if pair[1] != "" {
			element.Attr = append(element.Attr, xml.Attr{Name: xml.Name{Local: pair[0]}, Value: pair[1]})
		}
	}
	o.token(element)
}

func (o *opmlWriter) end(name string) { o.token(xml.EndElement{Name: xml.Name{Local: name}}) }

func (o *opmlWriter) text(name, text string) {
	o.start(name)
	o.token(xml.CharData(text))
	o.end(name)
}

// move closes the outlines of one folder and opens those of another, but for
// what both have in common.
func (o *opmlWriter) move(from, to []string) {
	common := 0
	for common < min(len(from), len(to)) && from[common] == to[common] {
		common++
	}
	for range from[common:] {
		o.end("outline")
	}
	for _, folder := range to[common:] {
		o.start("outline", "text", folder)
	}
}

func (o *opmlWriter) subscription(s Subscription) {
	address, kind := "xmlUrl", s.Type
	if kind == "" {
		kind = typeFeed
	}
	if strings.EqualFold(kind, typeInclude) {
		address = "url"
	}
	text := s.Title
	if text == "" {
		text = s.URL // OPML wants one; ReadOPML knows this as no title
	}
	o.start("outline", "type", kind, "text", text, "title", s.Title, address, s.URL, "htmlUrl", s.Site)
	o.end("outline")
}
