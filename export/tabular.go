package export

import (
	"bufio"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"tocsin"
)

// millis writes an instant as RFC 3339 does, in UTC, with as many digits of
// the second as it needs.
const millis = "2006-01-02T15:04:05.999Z07:00"

// csvShape writes RFC 4180: a header, CRLF at the end of each row, cells in
// double quotes where they hold a comma, a quote or the end of a line. It is
// UTF-8 without a byte order mark. Null and "" are the same. A cell is what
// the table says, even where it begins with "=": who opens the file in a
// spreadsheet should import its columns as text, or a cell may be taken for a
// formula.
type csvShape struct {
	out    *bufio.Writer
	table  table
	report *Report
}

func newCSV(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	t, err := tableNamed(opts.Noun)
	if err != nil {
		return nil, err
	}
	s := csvShape{out, t, report}
	s.line(len(t.headings), func(i int) string { return t.headings[i].name })
	return s, nil
}

func (s csvShape) article(findings tocsin.Findings) error {
	return s.table.eachRow(findings, s.report, func(cells []cell) error {
		s.line(len(cells), func(i int) string { return cells[i].print(s.table.headings[i].kind) })
		return nil
	})
}

func (csvShape) end() error { return nil }

// line is not left to encoding/csv, which would change the ends of the lines
// within a cell if it is to end rows as RFC 4180 wants them.
func (s csvShape) line(count int, value func(i int) string) {
	for i := range count {
		if i > 0 {
			s.out.WriteByte(',')
		}
		if words := value(i); strings.ContainsAny(words, "\",\r\n") {
			s.out.WriteString(`"` + strings.ReplaceAll(words, `"`, `""`) + `"`)
		} else {
			s.out.WriteString(words)
		}
	}
	s.out.WriteString("\r\n")
}

// print writes a cell for CSV, "" for null.
func (c cell) print(kind kind) string {
	switch {
	case kind == textual:
		return c.text
	case !c.known:
		return ""
	case kind == whole:
		return strconv.FormatInt(c.whole, 10)
	case kind == decimal:
		return numeral(c.real)
	case kind == day:
		return c.at.Format(time.DateOnly)
	}
	return c.at.Format(millis)
}

// numeral writes a number as JSON does: with an exponent only where the digits
// would be very many.
func numeral(f float64) string {
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// jsonlShape writes JSON Lines (jsonlines.org): an object a row, its fields in
// the order of the columns and with their names. Days and instants are strings
// as in CSV, numbers are numbers, null is null.
type jsonlShape struct {
	out    *bufio.Writer
	table  table
	report *Report
}

func newJSONL(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	t, err := tableNamed(opts.Noun)
	return jsonlShape{out, t, report}, err
}

func (s jsonlShape) article(findings tocsin.Findings) error {
	return s.table.eachRow(findings, s.report, func(cells []cell) error {
		object, err := appendObject(nil, s.table.headings, cells)
		s.out.Write(append(object, '\n'))
		return err
	})
}

func (jsonlShape) end() error { return nil }

// listShape writes one JSON list of what jsonlShape writes line by line.
type listShape struct {
	jsonlShape
	begun *bool
}

func newList(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	t, err := tableNamed(opts.Noun)
	out.WriteString("[")
	return listShape{jsonlShape{out, t, report}, new(bool)}, err
}

func (s listShape) article(findings tocsin.Findings) error {
	return s.table.eachRow(findings, s.report, func(cells []cell) error {
		object, err := appendObject(nil, s.table.headings, cells)
		if *s.begun {
			s.out.WriteString(",")
		}
		*s.begun = true
		s.out.WriteString("\n")
		s.out.Write(object)
		return err
	})
}

func (s listShape) end() error {
	s.out.WriteString("\n]\n")
	return nil
}

// appendObject appends a row as a JSON object.
func appendObject(to []byte, headings []heading, cells []cell) ([]byte, error) {
	for i, heading := range headings {
		to = append(to, ',')
		if i == 0 {
			to[len(to)-1] = '{'
		}
		to = append(strconv.AppendQuote(to, heading.name), ':')
		if !cells[i].known && heading.kind != textual {
			to = append(to, "null"...)
			continue
		}
		var value any = cells[i].print(heading.kind)
		switch heading.kind {
		case whole:
			value = cells[i].whole
		case decimal:
			value = cells[i].real
		}
		words, err := marshal(value)
		if err != nil {
			return to, err
		}
		to = append(to, words...)
	}
	return append(to, '}'), nil
}

// Bounds of a row group of Parquet, which is all that the writer holds: rows,
// and bytes of text in them.
const (
	groupRows  = 20_000
	groupBytes = 4 << 20
)

// parquetShape writes Apache Parquet (parquet.apache.org): a flat schema with
// the columns of the table in their order. Text is a required STRING, the
// others are optional: INT64, DOUBLE, DATE, and TIMESTAMP in UTC and
// milliseconds. Pages are compressed with Snappy, which every reader knows.
type parquetShape struct {
	out    *parquet.GenericWriter[any]
	table  table
	report *Report
	rows   int // in the row group so far
	bytes  int
}

func newParquet(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	t, err := tableNamed(opts.Noun)
	if err != nil {
		return nil, err
	}
	return &parquetShape{
		out:   parquet.NewGenericWriter[any](out, parquetSchema(t), parquet.Compression(&parquet.Snappy), parquet.CreatedBy("tocsin", "", "")),
		table: t, report: report,
	}, nil
}

// parquetSchema makes the schema by way of a struct, whose fields keep their
// order; a parquet.Group would sort them by name.
func parquetSchema(t table) *parquet.Schema {
	fields := make([]reflect.StructField, len(t.headings))
	for i, heading := range t.headings {
		form := parquetForms[heading.kind]
		fields[i] = reflect.StructField{
			Name: "Column" + strconv.Itoa(i), Type: form.goType,
			Tag: reflect.StructTag(`parquet:"` + heading.name + form.options + `"`),
		}
	}
	return parquet.NewSchema(t.noun, parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface()))
}

var parquetForms = map[kind]struct {
	goType  reflect.Type
	options string
}{
	textual: {reflect.TypeFor[string](), ""},
	whole:   {reflect.TypeFor[int64](), ",optional"},
	decimal: {reflect.TypeFor[float64](), ",optional"},
	day:     {reflect.TypeFor[int32](), ",optional,date"},
	instant: {reflect.TypeFor[int64](), ",optional,timestamp(millisecond)"},
}

func (s *parquetShape) article(findings tocsin.Findings) error {
	return s.table.eachRow(findings, s.report, func(cells []cell) error {
		line := make(parquet.Row, len(cells))
		for i, c := range cells {
			line[i] = c.parquet(s.table.headings[i].kind, i)
			s.bytes += len(c.text)
		}
		if _, err := s.out.WriteRows([]parquet.Row{line}); err != nil {
			return err
		}
		if s.rows++; s.rows < groupRows && s.bytes < groupBytes {
			return nil
		}
		s.rows, s.bytes = 0, 0
		return s.out.Flush()
	})
}

func (s *parquetShape) end() error { return s.out.Close() }

// parquet makes a value of a cell; the definition level of one that is
// optional says whether it is there.
func (c cell) parquet(kind kind, column int) parquet.Value {
	switch {
	case kind == textual:
		return parquet.ByteArrayValue([]byte(c.text)).Level(0, 0, column)
	case !c.known:
		return parquet.NullValue().Level(0, 0, column)
	case kind == whole:
		return parquet.Int64Value(c.whole).Level(0, 1, column)
	case kind == decimal:
		return parquet.DoubleValue(c.real).Level(0, 1, column)
	case kind == day:
		return parquet.Int32Value(int32(c.at.Unix()/secondsADay)).Level(0, 1, column)
	}
	return parquet.Int64Value(c.at.UnixMilli()).Level(0, 1, column)
}

const secondsADay = 24 * 60 * 60
