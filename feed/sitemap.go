package feed

import (
	"encoding/xml"
	"io"
	"strings"
)

// A sitemap is read token by token, whatever its length. Of a urlset, with or
// without Google's news: elements, each address becomes a Link; of a
// sitemapindex, each sitemap becomes a Feed. An entry without a web address is
// an error, and the rest go on.

// sitemapFields are where an entry of a sitemap says what: the elements from
// the entry downwards.
var sitemapFields = map[string]func(*listed) *string{
	"loc":                       func(e *listed) *string { return &e.URL },
	"lastmod":                   func(e *listed) *string { return &e.Changed },
	"news/publication_date":     func(e *listed) *string { return &e.Published },
	"news/title":                func(e *listed) *string { return &e.Title },
	"news/publication/name":     func(e *listed) *string { return &e.Outlet },
	"news/publication/language": func(e *listed) *string { return &e.Language },
}

// sitemapEntries are the elements that are entries, and what they become.
var sitemapEntries = map[string]Kind{"url": Link, "sitemap": Feed}

// sitemapDates are the ways of W3C's dates that ParseDate does not read.
var sitemapDates = []string{"2006-01-02T15:04Z07:00"}

func readSitemap(in *stream, opts Options, yield func(Item, error) bool) bool {
	text, err := readXML(in)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	// Readers take more at a time than a very low limit allows.
	rationed := &rationed{in: text, ration: max(opts.MaxBytes, 64<<10)}
	decoder := lenient(rationed)
	var entry listed
	var path []string // from the root
	for number := 0; ; {
		rationed.refill()
		token, err := decoder.Token()
		if err == io.EOF {
			return true
		}
		if err != nil {
			return yield(Item{Name: in.name}, in.xmlError(err))
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(path) == maxDepth {
				return yield(Item{Name: in.name}, errDeep)
			}
			path = append(path, token.Name.Local)
			if len(path) == 2 {
				entry = listed{}
			}
		case xml.CharData:
			if len(path) > 2 {
				entry.add(path[2:], token)
			}
		case xml.EndElement:
			kind, isEntry := sitemapEntries[path[len(path)-1]]
			if isEntry && len(path) == 2 {
				number++
				item, err := entry.trimmed().item(in.numbered(number), kind, sitemapDates...)
				if !yield(item, err) {
					return false
				}
			}
			path = path[:len(path)-1]
		}
	}
}

// add puts text to the field that it belongs to.
func (e *listed) add(path []string, text []byte) {
	field := sitemapFields[strings.Join(path[:min(len(path), 4)], "/")]
	if field == nil {
		return
	}
	value := field(e)
	room := max(0, maxAddress+1-len(*value))
	*value += string(text[:min(len(text), room)])
}

func (e listed) trimmed() listed {
	for _, field := range sitemapFields {
		value := field(&e)
		*value = strings.ToValidUTF8(strings.TrimSpace(*value), "")
	}
	return e
}
