package export

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tocsin"
)

// kind is the type of a column.
type kind int

const (
	textual kind = iota // UTF-8, "" where unknown
	whole               // a 64-bit integer
	decimal             // a 64-bit float
	day                 // a day of the calendar
	instant             // a moment in UTC, to the millisecond
)

// cell is one value. Its kind is that of its column. A cell that is not known
// is null, but for text, where it is "".
type cell struct {
	known bool
	text  string
	whole int64
	real  float64
	at    time.Time // of a day and of an instant
}

func text(s string) cell { return cell{known: true, text: s} }

func number(n int) cell { return cell{known: true, whole: int64(n)} }

func fraction(f float64) cell { return cell{known: !math.IsNaN(f) && !math.IsInf(f, 0), real: f} }

// moment is null for the zero time. It is cut to what every format can hold.
func moment(at time.Time) cell {
	return cell{known: !at.IsZero(), at: at.UTC().Truncate(time.Millisecond)}
}

// date is the first or the last day of a stretch, if there is one.
func date(found days, ok, last bool) cell {
	if !ok {
		return cell{}
	}
	if last {
		return cell{known: true, at: found.last}
	}
	return cell{known: true, at: found.first}
}

// where is a start or an end in code points, null where there are no words.
func (r *reading) where(span tocsin.Span, end int) cell {
	if span.IsZero() {
		return cell{}
	}
	return number(r.words.runes.Range(span)[end])
}

// row is one finding and the article that it was found in.
type row[T any] struct {
	*reading
	it T
}

// column says what stands in one column of a noun's table.
type column[T any] struct {
	name  string
	kind  kind
	value func(row[T]) cell
}

// heading is the name and the type of a column.
type heading struct {
	name string
	kind kind
}

// table is all the columns of one noun. The formats csv, jsonl, parquet and
// geojson all write from it, so that they cannot disagree.
type table struct {
	noun     string
	headings []heading
	// rows calls emit with the cells of each finding. The cells are good until
	// the next call.
	rows func(r *reading, emit func([]cell) error) error
}

// tableOf makes a table of columns and of the list that its rows stand for.
func tableOf[T any](noun string, list func(tocsin.Findings) []T, columns ...[]column[T]) table {
	var all []column[T]
	for _, some := range columns {
		all = append(all, some...)
	}
	return table{
		noun:     noun,
		headings: each(all, func(c column[T]) heading { return heading{c.name, c.kind} }),
		rows: func(r *reading, emit func([]cell) error) error {
			cells := make([]cell, len(all))
			for _, item := range list(r.Findings) {
				for i, column := range all {
					cells[i] = column.value(row[T]{r, item})
				}
				if err := emit(cells); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// tableNamed finds the table of a noun.
func tableNamed(noun string) (table, error) {
	for _, t := range tables {
		if t.noun == noun {
			return t, nil
		}
	}
	return table{}, fmt.Errorf("no noun %q to export; there are %s", noun, strings.Join(Nouns, ", "))
}

const (
	leftControls = "a cell with control characters shows them as pictures (␛), and ends its lines with a line feed alone"
	leftText     = "the text of an article is in no table"
	leftSemi     = "an item with a semicolon in it stands in a list that semicolons part"
)

// eachRow writes the rows of one article's findings, cleaned, and counts them.
func (t table) eachRow(findings tocsin.Findings, report *Report, emit func([]cell) error) error {
	r := newReading(findings)
	report.leaveIf(t.noun == "articles" && findings.Article.Text != "", leftText)
	report.leaveMany(leftSemi, r.semicolons(t.noun))
	return t.rows(r, func(cells []cell) error {
		for i := range cells {
			if cleaned := plainText(cells[i].text); cleaned != cells[i].text {
				cells[i].text = cleaned
				report.leave(leftControls)
			}
		}
		report.Rows++
		return emit(cells)
	})
}

// semicolons counts the free words of a list that hold what parts the list.
func (r *reading) semicolons(noun string) int {
	if noun != "articles" {
		return 0
	}
	count := 0
	for _, words := range [][]string{r.Article.Authors, r.Notes} {
		for _, item := range words {
			if strings.Contains(item, ";") {
				count++
			}
		}
	}
	return count
}

// plainText leaves tabs and line feeds as they are, makes a line feed of a
// carriage return, and shows any other control character as its picture, one
// for one, so that no table can drive a terminal.
func plainText(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, isDangerous) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case isDangerous(r):
			return visible(r)
		}
		return r
	}, s)
}

func isDangerous(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
