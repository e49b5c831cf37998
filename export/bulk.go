package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"tocsin"
)

// Bulk is a way to write the Findings of many articles as they come, one at a
// time: what it holds in memory does not grow with their number, but for the
// names of what STIX has to write only once.
type Bulk struct {
	Name, Summary string
	Ending        string // of a file: ".csv"
	PerNoun       bool   // it writes rows of one noun, which BulkOptions.Noun names
	// Write writes findings to w until they end. An error of theirs ends the
	// writing and is returned, as is one of w; what was written up to then is
	// no whole file.
	Write func(w io.Writer, findings iter.Seq2[tocsin.Findings, error], opts BulkOptions) (Report, error)
}

// BulkOptions say what a Bulk writes.
type BulkOptions struct {
	Noun  string    // one of Nouns, for a Bulk that is PerNoun
	Width int       // columns of a table for people, 0 where unknown
	Color bool      // with ANSI colours, likewise
	Now   time.Time // when the export is made, wanted by gdelt, quotations and stix; the package never reads the clock
}

// Report says what a Bulk wrote and what its format could not carry.
type Report struct {
	Rows int // rows, lines, features or objects
	// Left counts what stayed behind, by a sentence that says what and why.
	Left map[string]int
}

// leave counts something that the format cannot carry.
func (r *Report) leave(sentence string) { r.leaveMany(sentence, 1) }

func (r *Report) leaveMany(sentence string, count int) {
	if count > 0 {
		r.Left[sentence] += count
	}
}

// leaveIf counts under the condition.
func (r *Report) leaveIf(condition bool, sentence string) {
	if condition {
		r.leave(sentence)
	}
}

// Bulks are all of them.
var Bulks = []Bulk{
	{Name: "csv", Summary: "comma-separated values, a row a finding of one noun", Ending: ".csv", PerNoun: true, Write: bulk(newCSV)},
	{Name: "jsonl", Summary: "JSON Lines, an object a finding of one noun", Ending: ".jsonl", PerNoun: true, Write: bulk(newJSONL)},
	{Name: "parquet", Summary: "Apache Parquet, a row a finding of one noun", Ending: ".parquet", PerNoun: true, Write: bulk(newParquet)},
	{Name: "table", Summary: "a table for people, a row a finding of one noun", Ending: ".txt", PerNoun: true, Write: bulk(newGrid)},
	{Name: "list", Summary: "a JSON list, an object a finding of one noun", Ending: ".json", PerNoun: true, Write: bulk(newList)},
	{Name: "json", Summary: "JSON Lines of tocsin.findings/1, a line an article", Ending: ".jsonl", Write: bulk(newDocuments)},
	{Name: "gdelt", Summary: "GDELT 2.0 event table, a row an event", Ending: ".export.CSV", Write: bulk(newGDELT)},
	{Name: "quotations", Summary: "GDELT GKG 2.1 with its quotations, a row an article", Ending: ".gkg.csv", Write: bulk(newGKG)},
	{Name: "polecat", Summary: "POLECAT event table in PLOVER 2.0, a row an event", Ending: ".txt", Write: bulk(newPOLECAT)},
	{Name: "annotation", Summary: "W3C Web Annotations, a line a finding", Ending: ".jsonl", Write: bulk(newAnnotations)},
	{Name: "stix", Summary: "a STIX 2.1 bundle of reports, notes, identities and locations", Ending: ".json", Write: bulk(newSTIX)},
	{Name: "geojson", Summary: "GeoJSON, a feature an event that has a place", Ending: ".geojson", Write: bulk(newGeoJSON)},
}

// shape lays Findings out in one format. Errors of the writer need no care
// here: a bufio.Writer keeps the first one, and bulk asks for it.
type shape interface {
	article(findings tocsin.Findings) error
	// end writes what stands after the last article.
	end() error
}

// bulk makes of a shape what a Bulk wants: start gets the writer, and a report
// to fill, and writes what stands before the first article.
func bulk(start func(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error)) func(io.Writer, iter.Seq2[tocsin.Findings, error], BulkOptions) (Report, error) {
	return func(w io.Writer, findings iter.Seq2[tocsin.Findings, error], opts BulkOptions) (Report, error) {
		report := Report{Left: map[string]int{}}
		out := bufio.NewWriterSize(w, 1<<16)
		format, err := start(out, opts, &report)
		if err != nil {
			return report, err
		}
		for one, err := range findings {
			if err != nil {
				return report, fmt.Errorf("read findings to export: %w", err)
			}
			if err := format.article(one); err != nil {
				return report, fmt.Errorf("export findings of %s: %w", one.Article.ID, err)
			}
			// Writing nothing asks for the error that the writer keeps.
			if _, err := out.Write(nil); err != nil {
				return report, err
			}
		}
		if err := format.end(); err != nil {
			return report, err
		}
		return report, out.Flush()
	}
}

// errNow is of the formats that say when they were made.
var errNow = errors.New("export: BulkOptions.Now is not given")

// marshal writes a value as JSON on one line, without an end of line, HTML or
// control characters that a terminal may obey.
func marshal(value any) ([]byte, error) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return escapeControls(bytes.TrimSuffix(line.Bytes(), []byte("\n"))), nil
}

// documents are lines of tocsin.findings/1.
type documents struct {
	out    *bufio.Writer
	report *Report
}

func newDocuments(out *bufio.Writer, _ BulkOptions, report *Report) (shape, error) {
	return documents{out, report}, nil
}

func (d documents) article(findings tocsin.Findings) error {
	if err := writeJSON(d.out, findings, Options{}); err != nil {
		return err
	}
	d.report.Rows++
	d.report.leaveIf(findings.Article.Revises != "", "tocsin.findings/1 does not say which article one revises")
	d.report.leaveMany("tocsin.findings/1 has no rule and no score of an actor", len(findings.Actors))
	return nil
}

func (documents) end() error { return nil }
