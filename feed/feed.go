// Package feed says where articles come from. In go the names that a user
// gives (files, folders, web addresses, "-" for standard input); out come
// Items, one for each article, in input order and one at a time, so that a
// file of any number of articles is read in the memory of its longest.
//
// An input, gzipped or not, is one of these; which one, shows in its first
// bytes:
//
//   - articles: plain text, HTML, JSON Lines;
//   - archives: WARC 1.0 and 1.1, of pages (as Common Crawl keeps news) or of
//     their text (WET);
//   - feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, whose entries are
//     articles where they carry the text and Links where they only name it;
//   - lists of addresses: sitemaps, with Google's news elements or without,
//     GDELT's tables and DOC API, which are Links; indexes of sitemaps, OPML
//     and lists of GDELT's files, which are Feeds.
//
// Feeds and JSON are read whole and bounded; archives, sitemaps and tables are
// read one entry at a time, however long they are. Refused are other XML,
// other archives, office documents, pictures and what is not text.
//
// One bad input, or one bad entry of it, is handed over as an error that says
// what is wrong with it, and the rest go on. Package feed does not read words:
// plain text is never changed beyond making it valid UTF-8, and HTML is left
// to package page. Nor does it judge dates: a page of the year 9999 is one.
package feed

import (
	"context"
	"io"
	"iter"
	"time"
)

// Kind says what an Item's Body is.
type Kind string

// The kinds of Item.
const (
	Text Kind = "text" // valid UTF-8
	HTML Kind = "html" // in whatever charset it came
	Link Kind = "link" // no Body: a feed names the address and, perhaps, sums it up
	Feed Kind = "feed" // no Body: an address that leads to more Items, as an index's or OPML's do
)

// Item is one article as it came in.
type Item struct {
	Name        string // what the user knows it by: "a.txt", "news.jsonl:12", "stdin"
	ID          string // as the input gives it, "" where it gives none
	URL         string
	Outlet      string
	Title       string
	Authors     []string
	Published   time.Time // zero where unknown; of a Feed, when it last changed
	Fetched     time.Time // when an archive's crawler took the page, zero where unknown
	Summary     string    // plain text, as a feed gives it
	Kind        Kind
	ContentType string // of HTML, as the server said it
	Body        []byte
	Raw         []byte   // the bytes of this article as they came, nil where they are Body; of a list's entry, its JSON
	Notes       []string // what was done to the input, in sentences
}

// Options bound what Items reads. The zero value reads nothing from the web's
// private corners and falls back on the defaults named here.
type Options struct {
	Stdin        io.Reader
	MaxBytes     int64         // of one article, unpacked, and four times as much of one feed; 0 stands for DefaultMaxBytes
	Timeout      time.Duration // of one web address, from first to last byte; 0 stands for DefaultTimeout
	AllowPrivate bool          // let web addresses lead to loopback and private networks
	UserAgent    string
	Consumed     func(bytes int) // told of the bytes taken from files as they go, nil where nobody asks
}

// What Options stand for where they are left zero. No article of news is as
// long as DefaultMaxBytes, and reading takes some hundred bytes of memory for
// each byte of text.
const (
	DefaultMaxBytes = 4 << 20
	DefaultTimeout  = 30 * time.Second
)

// Items reads the names in order. Where the error is not nil, the Item has
// only the Name of what could not be read.
func Items(ctx context.Context, names []string, opts Options) iter.Seq2[Item, error] {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	opts.MaxBytes = min(opts.MaxBytes, 1<<40) // multiples of it are limits too
	if opts.Timeout <= 0 {
		opts.Timeout = DefaultTimeout
	}
	return func(yield func(Item, error) bool) {
		for name, err := range expand(names) {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				if !yield(Item{Name: name}, err) {
					return
				}
				continue
			}
			if !readName(ctx, name, opts, yield) {
				return
			}
		}
	}
}

// readName hands over every article of one name; false means that the caller
// wants no more.
func readName(ctx context.Context, name string, opts Options, yield func(Item, error) bool) bool {
	in, err := open(ctx, name, opts)
	if err != nil {
		return yield(Item{Name: display(name)}, err)
	}
	return readStream(in, opts, yield)
}

// readStream hands over every article of one input and closes it.
func readStream(in *stream, opts Options, yield func(Item, error) bool) bool {
	defer in.close()
	if err := in.unpack(); err != nil {
		return yield(Item{Name: in.name}, err)
	}
	head, err := in.head()
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	for _, format := range formats {
		if format.is(in, head) {
			return format.read(in, opts, yield)
		}
	}
	return yield(Item{Name: in.name}, errBinary)
}
