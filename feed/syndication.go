package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
)

// Formats of syndication are RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed. In go
// feeds of up to listFactor times an article's limit, read whole; out comes an
// Item for each entry: HTML or Text where the entry carries the article, Link
// where it only names and sums it up. Refused are feeds that do not parse,
// entries with neither an address nor an article, and XML made to be costly.

// minLetters is how long the content of an entry must be to be the article
// rather than a word about it.
const minLetters = 400

// entry is gofeed's entry, and what gofeed's common form leaves out.
type entry struct {
	*gofeed.Item
	source  string   // the outlet of this entry alone
	authors []string // where gofeed's are not all
	content string   // markup, or plain text where isText
	isText  bool
}

// readFeed reads RSS and Atom.
func readFeed(in *stream, opts Options, yield func(Item, error) bool) bool {
	head, _ := in.head()
	parse := parseRSS
	if root(in, head) == "feed" {
		parse = parseAtom
	}
	limit := listFactor * opts.MaxBytes
	xml, err := readXML(in)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	body, err := io.ReadAll(io.LimitReader(xml, limit+1))
	switch {
	case err != nil:
		return yield(Item{Name: in.name}, in.readError(err))
	case int64(len(body)) > limit:
		return yield(Item{Name: in.name}, tooLarge(limit))
	}
	if err := survey(body); err != nil {
		return yield(Item{Name: in.name}, err)
	}
	return in.entries(parse, body, opts, yield)
}

// readJSONFeed reads JSON Feed.
func readJSONFeed(in *stream, opts Options, yield func(Item, error) bool) bool {
	body, err := in.rest(listFactor * opts.MaxBytes)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	return in.entries(parseJSONFeed, body, opts, yield)
}

// isJSONFeed looks at the keys at the top: "version" says that it is one, and
// where another order of keys hides it, its home page does.
func isJSONFeed(in *stream, head []byte) bool {
	if in.mediaType() == "application/feed+json" {
		return true
	}
	for key, value := range topKeys(head) {
		if key == "version" && strings.HasPrefix(value, "https://jsonfeed.org/version/1") || key == "home_page_url" {
			return true
		}
	}
	return false
}

// topKeys yields the keys of the JSON object that head begins, with their
// values where these are strings.
func topKeys(head []byte) func(yield func(key, value string) bool) {
	return func(yield func(key, value string) bool) {
		decoder := json.NewDecoder(bytes.NewReader(head))
		if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
			return
		}
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				return
			}
			name, _ := key.(string)
			var raw json.RawMessage
			if decoder.Decode(&raw) != nil {
				yield(name, "") // head ends in the middle of it
				return
			}
			var value string
			if json.Unmarshal(raw, &value) != nil {
				value = ""
			}
			if !yield(name, value) {
				return
			}
		}
	}
}

// entries hands over a feed's entries.
func (s *stream) entries(parse func([]byte) (*gofeed.Feed, []entry, error), body []byte, opts Options, yield func(Item, error) bool) bool {
	feed, entries, err := guarded(parse, body)
	if err != nil {
		return yield(Item{Name: s.name}, s.feedError(err))
	}
	base := parseBase(s.url, feed.FeedLink, feed.Link)
	for i, entry := range entries {
		item, err := entry.item(feed, base, opts)
		item.Name = s.numbered(i + 1)
		if err == nil {
			item.Notes = append(item.Notes, s.notes...)
		}
		if !yield(item, err) {
			return false
		}
	}
	return true
}

// guarded keeps a slip of gofeed from taking down whoever follows a thousand
// feeds.
func guarded(parse func([]byte) (*gofeed.Feed, []entry, error), body []byte) (feed *gofeed.Feed, entries []entry, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("brought the reader of feeds down, please report it with the feed: %v", trouble)
		}
	}()
	return parse(body)
}

func (s *stream) feedError(err error) error {
	var syntax *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &wrongType) {
		return s.jsonError(err)
	}
	return s.xmlError(err)
}

// jsonError says what is wrong with JSON that is read whole.
func (s *stream) jsonError(err error) error {
	var syntax *json.SyntaxError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &syntax) && syntax.Error() == "unexpected end of JSON input" {
		return errors.New("ends in the middle of its JSON: the file is cut short, fetch it again")
	}
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		field := wrongType.Field[strings.LastIndexByte(wrongType.Field, '.')+1:]
		return fmt.Errorf("is malformed: %q may not be a JSON %s", field, wrongType.Value)
	}
	return fmt.Errorf("is malformed JSON: %.200s", err)
}

func parseRSS(body []byte) (*gofeed.Feed, []entry, error) {
	original, err := (&rss.Parser{}).Parse(bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	// A picture is not looked for: that would parse each entry's content.
	feed, err := (&gofeed.DefaultRSSTranslator{DisableContentImageScan: true}).Translate(original)
	if err != nil {
		return nil, nil, err
	}
	entries := make([]entry, len(feed.Items))
	for i, item := range feed.Items {
		as := original.Items[i]
		entries[i] = entry{Item: item, content: item.Content}
		if as.Source != nil {
			entries[i].source = as.Source.Title
		}
		if item.Link == "" && as.GUID != nil && !strings.EqualFold(as.GUID.IsPermalink, "false") {
			item.Link = as.GUID.Value
		}
		switch {
		case item.DublinCoreExt != nil && len(item.DublinCoreExt.Creator) > 1:
			entries[i].authors = item.DublinCoreExt.Creator
		case !strings.Contains(as.Author, "@"): // gofeed gives up on brackets that hold no address
			entries[i].authors = []string{as.Author}
		}
		// FeedBurner's link leads through a counter; it names the true one too.
		if links := item.Extensions["feedburner"]["origLink"]; len(links) > 0 && webAddress(nil, links[0].Value) != "" {
			item.Link = links[0].Value
		}
	}
	return feed, entries, nil
}

func parseAtom(body []byte) (*gofeed.Feed, []entry, error) {
	original, err := (&atom.Parser{}).Parse(bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	feed, err := (&gofeed.DefaultAtomTranslator{}).Translate(original)
	if err != nil {
		return nil, nil, err
	}
	entries := make([]entry, len(feed.Items))
	for i, item := range feed.Items {
		as := original.Entries[i]
		entries[i] = entry{Item: item}
		if as.Content != nil && isProse(as.Content.Type) {
			entries[i].content = item.Content
		}
		if as.Source != nil {
			entries[i].source = as.Source.Title
		}
		if item.Link == "" && len(item.Links) > 0 {
			item.Link = item.Links[0]
		}
		if len(item.Authors) == 0 {
			item.Authors = feed.Authors // RFC 4287, 4.2.1
		}
	}
	return feed, entries, nil
}

// isProse reports whether Atom content of a type can be an article; others
// are pictures, sounds and programs' data.
func isProse(kind string) bool {
	kind = strings.ToLower(strings.TrimSpace(kind))
	return kind == "" || strings.HasPrefix(kind, "text") || strings.Contains(kind, "html")
}

func parseJSONFeed(body []byte) (*gofeed.Feed, []entry, error) {
	original, err := (&jsonfeed.Parser{}).Parse(bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	withoutNull(original)
	feed, err := (&gofeed.DefaultJSONTranslator{}).Translate(original)
	if err != nil {
		return nil, nil, err
	}
	entries := make([]entry, len(feed.Items))
	for i, item := range feed.Items {
		as := original.Items[i]
		entries[i] = entry{Item: item, content: as.ContentHTML}
		if as.ContentHTML == "" {
			entries[i].content, entries[i].isText = as.ContentText, true
		}
		if item.Link == "" {
			item.Link = as.ExternalURL
		}
		if len(item.Authors) == 0 {
			item.Authors = feed.Authors // JSON Feed 1.1, "authors"
		}
	}
	return feed, entries, nil
}

// withoutNull takes out what gofeed would stumble over.
func withoutNull(feed *jsonfeed.Feed) {
	items := feed.Items[:0]
	for _, item := range feed.Items {
		if item != nil {
			item.Authors = named(item.Authors)
			items = append(items, item)
		}
	}
	feed.Items, feed.Authors = items, named(feed.Authors)
}

func named(authors []*jsonfeed.Author) []*jsonfeed.Author {
	var kept []*jsonfeed.Author
	for _, author := range authors {
		if author != nil {
			kept = append(kept, author)
		}
	}
	return kept
}

// item makes an Item of an entry.
func (e entry) item(feed *gofeed.Feed, base *url.URL, opts Options) (Item, error) {
	item := Item{
		ID:      squeeze(e.GUID, maxAddress),
		URL:     webAddress(base, e.Link),
		Outlet:  plain(e.source, nameBytes),
		Title:   plain(e.Title, titleBytes),
		Authors: e.names(),
		Summary: plain(e.Description, summaryBytes),
	}
	if item.URL == "" {
		item.URL = webAddress(nil, e.GUID) // never resolved: an ID is no path
	}
	if item.ID == "" {
		item.ID = item.URL
	}
	if item.Outlet == "" {
		item.Outlet = plain(feed.Title, nameBytes)
	}
	e.date(&item)
	e.body(&item, opts)
	if item.Kind != Link {
		return item, nil
	}
	if item.URL == "" {
		return Item{}, errors.New("has neither a web address nor the article itself")
	}
	if item.Summary == "" {
		item.Summary = e.plainContent(summaryBytes)
	}
	item.Raw = e.raw()
	return item, nil
}

// maxAuthors is more than sign any article of news.
const maxAuthors = 50

func (e entry) names() []string {
	var given, names []string
	for _, person := range e.Authors {
		given = append(given, person.Name)
	}
	if len(e.authors) > 0 {
		given = e.authors
	}
	for _, name := range given {
		if name = plain(name, nameBytes); name != "" && len(names) < maxAuthors {
			names = append(names, name)
		}
	}
	return names
}

func (e entry) date(item *Item) {
	switch {
	case e.PublishedParsed != nil:
		item.Published = *e.PublishedParsed
	case e.UpdatedParsed != nil:
		item.Published = *e.UpdatedParsed
	case e.Published+e.Updated != "":
		item.Notes = append(item.Notes, fmt.Sprintf("the publication date is left out: %.40q is not a date", e.Published+e.Updated))
	}
}

// tag tells markup from plain text.
var tag = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)

// body decides whether the entry carries the article, and takes it over.
func (e entry) body(item *Item, opts Options) {
	item.Kind = Link
	switch {
	case !e.isArticle(item):
	case int64(len(e.content)) > opts.MaxBytes:
		item.Notes = append(item.Notes, fmt.Sprintf("the text in the feed is left out: it is larger than %s", size(opts.MaxBytes)))
	case e.isText:
		item.Kind, item.Body = Text, []byte(e.content)
	case !tag.MatchString(e.content):
		item.Kind, item.Body = Text, []byte(html.UnescapeString(e.content))
	default:
		item.Kind, item.Body, item.ContentType = HTML, []byte(e.content), "text/html; charset=utf-8"
	}
}

// teasers end what is only the beginning of an article.
var teasers = []string{"[…]", "[...]", "(more…)", "(more...)"}

// isArticle reports whether the content is the article. JSON Feed's plain text
// is by its rules; markup must be of some length and clearly more than the
// summary. What has no address is never an article elsewhere.
func (e entry) isArticle(item *Item) bool {
	const enough = 64 << 10 // bytes of plain text that decide
	if e.isText {
		text := squeeze(e.content, enough)
		return text != "" && (item.URL == "" || text != item.Summary)
	}
	text := e.plainContent(enough)
	for _, teaser := range teasers {
		if strings.HasSuffix(text, teaser) {
			return false
		}
	}
	long := letters(text)
	return long >= minLetters && long >= 2*letters(item.Summary)
}

func (e entry) plainContent(limit int) string {
	if e.isText {
		return squeeze(e.content, limit)
	}
	return plain(e.content, limit)
}

// raw is the entry in gofeed's common form, as JSON: the same entry gives the
// same bytes. Dates stay as the feed writes them, for JSON has none after the
// year 9999.
func (e entry) raw() []byte {
	bare := *e.Item
	bare.PublishedParsed, bare.UpdatedParsed = nil, nil
	return canonical(bare)
}
