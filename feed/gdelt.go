package feed

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// GDELT publishes what it found in the world's news in three shapes. In go
// lists of its files ("size md5 address"), of which each becomes a Feed; its
// tables (events, mentions, knowledge graph), zipped as they are published or
// not, of which each address becomes a Link, once; and the answers of its DOC
// API. Its dates are of the quarter of an hour in which it saw a page, and a
// note says so. Documents that are not on the web (broadcasts, books) are
// passed over; a line that is broken is an error, and the rest go on.

const seenByGDELT = "GDELT's date, when it saw the page, stands for its publication"

// gdeltDates are GDELT's ways to write a moment.
var gdeltDates = []string{"20060102150405", "20060102T150405Z", "20060102"}

// gdeltLink makes the Item of a document.
func gdeltLink(name string, entry listed) (Item, error) {
	item, err := entry.item(name, Link, gdeltDates...)
	if err == nil && !item.Published.IsZero() {
		item.Notes = append(item.Notes, seenByGDELT)
	}
	return item, err
}

// gdeltFile is a line of masterfilelist.txt; its groups are the address and
// the moment in it.
var gdeltFile = regexp.MustCompile(`^\d+ [0-9a-fA-F]{32} (https?://[^\s]+?/?(\d{14})?[^\s/]*)\s*$`)

func isGDELTFiles(_ *stream, head []byte) bool {
	line, _, whole := bytes.Cut(bytes.TrimLeft(head, "\r\n"), []byte("\n"))
	return (whole || len(head) < sniffBytes) && gdeltFile.Match(line)
}

func readGDELTFiles(in *stream, opts Options, yield func(Item, error) bool) bool {
	return in.lines(opts, func(name string, line []byte) bool {
		fields := gdeltFile.FindSubmatch(line)
		if fields == nil {
			return yield(Item{Name: name}, errors.New(`is no line of GDELT's: expected "size md5 address"`))
		}
		return yield(listed{URL: string(fields[1]), Changed: string(fields[2])}.item(name, Feed, gdeltDates...))
	}, yield)
}

// lines hands over the lines that are not empty. A line that is too long is an
// error, and the rest go on.
func (s *stream) lines(opts Options, read func(name string, line []byte) bool, yield func(Item, error) bool) bool {
	for number := 1; ; number++ {
		line, err := readLine(s.in, opts.MaxBytes)
		name := s.numbered(number)
		switch {
		case err == io.EOF:
			return true
		case errors.Is(err, errLongLine):
			if !yield(Item{Name: name}, tooLarge(opts.MaxBytes)) {
				return false
			}
		case errors.Is(err, errEndless):
			return yield(Item{Name: name}, errors.New("is one endless line, which no table of GDELT's has"))
		case err != nil:
			return yield(Item{Name: name}, s.readError(err))
		case len(bytes.TrimSpace(line)) > 0:
			if !read(name, line) {
				return false
			}
		}
	}
}

// table is a kind of GDELT's tables. Columns count from 1, as in its
// codebooks; 0 is none.
type table struct {
	start   *regexp.Regexp // of each line
	columns []int          // how many there may be
	outlet  int
	// GDELT 1.0 and 2.0 put them elsewhere, but at the same distance from
	// the end: these count from the end where they are negative.
	address, date int
}

var tables = []table{
	// Events: the number, the day, the month, the year, the part of the year.
	{start: regexp.MustCompile(`^\d+\t\d{8}\t\d{6}\t\d{4}\t\d{4}\.\d+\t`), columns: []int{58, 61}, address: -1, date: -2},
	// Mentions: the event, its moment, the mention's, the kind of document.
	{start: regexp.MustCompile(`^\d+\t\d{14}\t\d{14}\t\d\t`), columns: []int{16}, outlet: 5, address: 6, date: 3},
	// Knowledge graph: the record, its moment, the kind of document.
	{start: regexp.MustCompile(`^\d{14}-T?\d+\t\d{14}\t\d\t`), columns: []int{27}, outlet: 4, address: 5, date: 2},
}

func tableOf(head []byte) *table {
	for i := range tables {
		if tables[i].start.Match(head) {
			return &tables[i]
		}
	}
	return nil
}

func isGDELTTable(_ *stream, head []byte) bool { return tableOf(head) != nil }

func readGDELTTable(in *stream, opts Options, yield func(Item, error) bool) bool {
	head, _ := in.head()
	table, seen := tableOf(head), newDistinct(remembered)
	return in.lines(opts, func(name string, line []byte) bool {
		entry, err := table.entry(line)
		if err != nil {
			return yield(Item{Name: name}, err)
		}
		if webAddress(nil, entry.URL) == "" || !seen.first(entry.URL) {
			return true
		}
		return yield(gdeltLink(name, entry))
	}, yield)
}

// entry reads a line of the table.
func (t *table) entry(line []byte) (listed, error) {
	cells := bytes.Split(bytes.TrimRight(line, "\r"), []byte("\t"))
	for _, columns := range t.columns {
		if len(cells) == columns {
			return listed{URL: t.cell(cells, t.address), Published: t.cell(cells, t.date), Outlet: t.cell(cells, t.outlet)}, nil
		}
	}
	return listed{}, fmt.Errorf("has %d columns: such a line of GDELT's has %d", len(cells), t.columns[len(t.columns)-1])
}

func (t *table) cell(cells [][]byte, column int) string {
	switch {
	case column > 0:
		return clean(cells[column-1])
	case column < 0:
		return clean(cells[len(cells)+column])
	}
	return ""
}

func clean(cell []byte) string { return strings.ToValidUTF8(string(bytes.TrimSpace(cell)), "\uFFFD") }

// gdeltMember is how the files in GDELT's archives are called.
var gdeltMember = regexp.MustCompile(`(?i)^[\w./-]{0,200}\.(export|mentions|gkg)\.csv$`)

// isGDELTZip looks at the name of the first member, which stands at the start
// of a ZIP archive.
func isGDELTZip(_ *stream, head []byte) bool {
	const fixed = 30 // bytes before the name
	if len(head) < fixed || !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return false
	}
	length := int(head[26]) | int(head[27])<<8
	return len(head) >= fixed+length && gdeltMember.Match(head[fixed:fixed+length])
}

// How many times as long as an article an archive of GDELT's may be, and what
// is in it. The archives of a day have some 20 MB.
const (
	zipFactor      = 16
	unzippedFactor = 128
)

var errZip = errors.New("holds a damaged ZIP archive: fetch it again")

// readGDELTZip reads the one table in an archive. Archives of more are refused
// as others are: which of their members is meant, nobody knows.
func readGDELTZip(in *stream, opts Options, yield func(Item, error) bool) bool {
	packed, err := in.rest(zipFactor * opts.MaxBytes)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return yield(Item{Name: in.name}, errZip)
	}
	if len(archive.File) != 1 || !gdeltMember.MatchString(archive.File[0].Name) {
		return yield(Item{Name: in.name}, foreign(packed))
	}
	file, err := archive.File[0].Open()
	if err != nil {
		return yield(Item{Name: in.name}, errZip)
	}
	defer file.Close()
	inner := &stream{
		name: in.name, file: strings.ToLower(archive.File[0].Name), notes: in.notes,
		in: bufio.NewReaderSize(&unzipping{file, unzippedFactor * opts.MaxBytes, tooLarge(unzippedFactor * opts.MaxBytes)}, 64<<10),
	}
	head, err := inner.head()
	switch {
	case err != nil:
		return yield(Item{Name: in.name}, err)
	case !isGDELTTable(inner, head):
		return yield(Item{Name: in.name}, errors.New("holds a table of GDELT's that is not known: events, mentions and the knowledge graph of GDELT 2.0, and events of GDELT 1.0, are"))
	}
	return readGDELTTable(inner, opts, yield)
}

// unzipping stops at a limit and puts the archive's failures into plain words.
type unzipping struct {
	in      io.Reader
	left    int64
	tooMuch error
}

func (u *unzipping) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	u.left -= int64(n)
	switch {
	case u.left < 0:
		return 0, u.tooMuch
	case err != nil && err != io.EOF:
		return n, errZip
	}
	return n, err
}

// gdeltArticle is an article in an answer of the DOC API.
type gdeltArticle struct {
	URL      word `json:"url"`
	Title    word `json:"title"`
	SeenDate word `json:"seendate"`
	Domain   word `json:"domain"`
	Language word `json:"language"`
}

func isGDELTArticles(in *stream, head []byte) bool {
	start := bytes.TrimSpace(head)
	if in.ending() == ".txt" || len(start) == 0 || start[0] != '{' {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(start))
	for _, want := range []json.Token{json.Delim('{'), "articles", json.Delim('[')} {
		if token, err := decoder.Token(); err != nil || token != want {
			return false
		}
	}
	return true
}

// readGDELTArticles reads one article after the other, so that those before a
// fault are read.
func readGDELTArticles(in *stream, opts Options, yield func(Item, error) bool) bool {
	body, err := in.rest(listFactor * opts.MaxBytes)
	if err != nil {
		return yield(Item{Name: in.name}, err)
	}
	decoder, seen := json.NewDecoder(bytes.NewReader(body)), newDistinct(remembered)
	for range 3 { // {"articles":[, as isGDELTArticles saw
		decoder.Token()
	}
	for number := 1; decoder.More(); number++ {
		name := in.numbered(number)
		var article gdeltArticle
		if err := decoder.Decode(&article); err != nil {
			var syntax *json.SyntaxError
			lost := errors.As(err, &syntax) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
			if goOn := yield(Item{Name: name}, in.jsonError(err)); lost || !goOn {
				return goOn // after a fault of syntax nothing can be found
			}
			continue
		}
		entry := listed{
			URL: string(article.URL), Title: string(article.Title), Published: string(article.SeenDate),
			Outlet: string(article.Domain), Language: string(article.Language),
		}
		if seen.first(entry.URL) && !yield(gdeltLink(name, entry)) {
			return false
		}
	}
	if _, err := decoder.Token(); err != nil { // the end of the list
		return yield(Item{Name: in.name}, in.jsonError(err))
	}
	return true
}
