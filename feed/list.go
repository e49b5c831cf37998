package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"time"
)

// ErrNoEntries says that a list was read and that it lists nothing: for a feed
// that is looked at every hour, no trouble.
var ErrNoEntries = errors.New("lists no article: there is nothing to read yet")

// A list is read whole where its format asks for it, and may then be so many
// times as long as an article.
const listFactor = 4

// listing makes a reader of lists say so where the input lists nothing.
func listing(read func(in *stream, opts Options, yield func(Item, error) bool) bool) func(*stream, Options, func(Item, error) bool) bool {
	return func(in *stream, opts Options, yield func(Item, error) bool) bool {
		found := false
		goOn := read(in, opts, func(item Item, err error) bool {
			found = true
			return yield(item, err)
		})
		if !found && goOn {
			return yield(Item{Name: in.name}, ErrNoEntries)
		}
		return goOn
	}
}

// numbered names the n-th entry of a list, from 1.
func (s *stream) numbered(n int) string { return fmt.Sprintf("%s:%d", s.name, n) }

// entryDate reads a list's date of an entry; the note says what is wrong with
// it.
func entryDate(date string, layouts ...string) (at time.Time, note string) {
	if date == "" {
		return time.Time{}, ""
	}
	for _, layout := range layouts {
		if at, err := time.Parse(layout, date); err == nil {
			return at, ""
		}
	}
	at, err := ParseDate(date)
	if err != nil {
		return time.Time{}, fmt.Sprintf("the publication date is left out: %v", err)
	}
	return at, ""
}

// listed is what a list that is no feed says of an address; its JSON is the
// Raw of the Item.
type listed struct {
	URL       string `json:"url"`
	Published string `json:"published,omitempty"`
	Changed   string `json:"changed,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Title     string `json:"title,omitempty"`
	Language  string `json:"language,omitempty"`
}

var errNoAddress = errors.New("names no web address")

// item makes an Item of the entry. Where the list says only when the page
// last changed, that stands for its publication, as in a feed.
func (e listed) item(name string, kind Kind, layouts ...string) (Item, error) {
	address := webAddress(nil, e.URL)
	if address == "" {
		return Item{Name: name}, errNoAddress
	}
	item := Item{
		Name: name, Kind: kind, URL: address,
		Outlet: plain(e.Outlet, nameBytes), Title: plain(e.Title, titleBytes),
	}
	item.Raw = canonical(e)
	date := e.Published
	if date == "" && e.Changed != "" {
		date = e.Changed
		if kind == Link {
			item.Notes = append(item.Notes, "the list says only when the page last changed, which stands for its publication")
		}
	}
	at, note := entryDate(date, layouts...)
	item.Published = at
	if note != "" {
		item.Notes = append(item.Notes, note)
	}
	return item, nil
}

// canonical is the JSON of what a list says: the same always gives the same
// bytes. The values are structs, maps and slices of strings, which have JSON
// whatever is in them.
func canonical(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return nil
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// remembered is how many addresses a list is kept free of repetitions over.
const remembered = 1 << 20

// distinct tells addresses that were there before. It holds a hash of each,
// and of so many only: after that it starts anew, and an address may come
// again.
type distinct struct {
	seed maphash.Seed
	seen map[uint64]struct{}
	most int
}

func newDistinct(most int) *distinct {
	return &distinct{maphash.MakeSeed(), make(map[uint64]struct{}), most}
}

func (d *distinct) first(address string) bool {
	hash := maphash.String(d.seed, address)
	if _, seen := d.seen[hash]; seen {
		return false
	}
	if len(d.seen) >= d.most {
		clear(d.seen)
	}
	d.seen[hash] = struct{}{}
	return true
}
