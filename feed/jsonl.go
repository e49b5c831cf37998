package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// record is one line of JSON Lines. Fields that it does not know are ignored.
type record struct {
	ID        word `json:"id"`
	URL       word `json:"url"`
	Outlet    word `json:"outlet"`
	Title     word `json:"title"`
	Published word `json:"published"`
	Text      word `json:"text"`
}

// word is a JSON string, or a number as it is written, or null.
type word string

// UnmarshalJSON refuses objects, arrays and booleans.
func (w *word) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case 'n':
		return nil
	case '"':
		return json.Unmarshal(data, (*string)(w))
	case '{', '[', 't', 'f':
		return fmt.Errorf("expected a string instead of %.20s", data)
	}
	*w = word(data)
	return nil
}

func isJSONLines(in *stream, head []byte) bool {
	if slices.Contains([]string{".jsonl", ".ndjson", ".json"}, in.ending()) || strings.HasSuffix(in.mediaType(), "json") {
		return true
	}
	if in.ending() == ".txt" {
		return false
	}
	// An object starts with a brace and then a key; prose never does.
	start := bytes.TrimSpace(head)
	return len(start) > 1 && start[0] == '{' && bytes.HasPrefix(bytes.TrimSpace(start[1:]), []byte(`"`))
}

// readJSONLines hands over one article a line. A line that is too long or no
// article is an error with its number; the lines after it go on.
func readJSONLines(in *stream, opts Options, yield func(Item, error) bool) bool {
	for number := 1; ; number++ {
		line, err := readLine(in.in, opts.MaxBytes)
		if err == io.EOF {
			return true
		}
		name := fmt.Sprintf("%s:%d", in.name, number)
		switch {
		case errors.Is(err, errLongLine):
			if !yield(Item{Name: name}, tooLarge(opts.MaxBytes)) {
				return false
			}
			continue
		case err != nil:
			return yield(Item{Name: name}, in.readError(err))
		case len(bytes.TrimSpace(line)) == 0:
			continue
		case number == 1 && isOpening(line):
			return yield(Item{Name: in.name}, errSpread)
		}
		item, err := parseLine(line)
		item.Name = name
		item.Notes = append(slices.Clone(in.notes), item.Notes...)
		if !yield(item, err) {
			return false
		}
	}
}

// errSpread spares the user an error for each line of a file that is JSON but
// not JSON Lines.
var errSpread = errors.New("is JSON over several lines: put each article on a line of its own, for example with jq -c")

// isOpening reports whether a line only opens an object or a list.
func isOpening(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 1 && (line[0] == '{' || line[0] == '[')
}

// errLongLine is a line beyond the limit that was passed over to its end.
var errLongLine = errors.New("line is too long")

// errEndless is a line so far beyond the limit that its end is not sought: a
// few bytes of gzip can hold terabytes of it.
var errEndless = errors.New("is one endless line: JSON Lines have one article on each line")

// endless is how many times the limit a line may be passed over.
const endless = 16

// readLine returns the next line without its end, or io.EOF when there is
// none.
func readLine(in *bufio.Reader, limit int64) ([]byte, error) {
	var line []byte
	passed := int64(0)
	for {
		part, err := in.ReadSlice('\n')
		passed += int64(len(part))
		if passed <= limit {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull && passed > endless*limit:
			return nil, errEndless
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && passed == 0:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		case passed > limit:
			return nil, errLongLine
		}
		return line, nil
	}
}

// parseLine reads one line of JSON Lines.
func parseLine(line []byte) (Item, error) {
	var record record
	if err := json.Unmarshal(line, &record); err != nil {
		return Item{}, lineError(err)
	}
	if strings.TrimSpace(string(record.Text)) == "" {
		return Item{}, errors.New(`has no "text": every line needs {"text": "…"}`)
	}
	item := Item{
		ID: string(record.ID), URL: string(record.URL), Outlet: string(record.Outlet), Title: string(record.Title),
		Kind: Text, Body: []byte(record.Text),
	}
	if !utf8.Valid(line) {
		item.Notes = append(item.Notes, "not quite UTF-8: stray bytes are read as U+FFFD")
	}
	if published := strings.TrimSpace(string(record.Published)); published != "" {
		at, err := ParseDate(published)
		if err != nil {
			item.Notes = append(item.Notes, fmt.Sprintf("the publication date is left out: %v", err))
		}
		item.Published = at
	}
	return item, nil
}

func lineError(err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) && wrongType.Field == "" {
		return fmt.Errorf("is a JSON %s: every line must be one object {\"text\": \"…\"}", wrongType.Value)
	}
	return fmt.Errorf("is not one JSON object on one line: %w", err)
}

// dateLayouts are the ways to write a publication date.
var dateLayouts = []string{
	time.RFC3339, time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04",
	"2006-01-02T15:04:05Z0700", time.RFC1123Z, time.RFC1123,
}

// ParseDate reads a publication date: a day, or a moment as in RFC 3339. What
// names no zone is UTC.
func ParseDate(date string) (time.Time, error) {
	for _, layout := range dateLayouts {
		if at, err := time.Parse(layout, date); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%.40q is not a date: write it as 2022-10-17 or 2022-10-17T09:30:00Z", date)
}
