package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"tocsin"
	"tocsin/country"
)

// In each of the three formats a table is read back as rows of words, "" for
// null, with its header first.

func readCSV(t testing.TB, written string) [][]string {
	t.Helper()
	if strings.Count(written, "\r\n") < 1 || !strings.HasSuffix(written, "\r\n") {
		t.Errorf("rows do not end as RFC 4180 wants: %q", written)
	}
	rows, err := csv.NewReader(strings.NewReader(written)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func readJSONL(t testing.TB, written string, header []string) [][]string {
	t.Helper()
	rows := [][]string{header}
	for line := range strings.Lines(written) {
		var names, cells []string
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.UseNumber()
		for decoder.More() {
			token, err := decoder.Token()
			if err != nil {
				t.Fatal(err)
			}
			if token == json.Delim('{') {
				continue
			}
			value, err := decoder.Token()
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, token.(string))
			cells = append(cells, jsonCell(t, value))
		}
		if diff := cmp.Diff(header, names); diff != "" {
			t.Fatal(diff)
		}
		rows = append(rows, cells)
	}
	return rows
}

func jsonCell(t testing.TB, value any) string {
	t.Helper()
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case json.Number:
		return value.String()
	}
	t.Fatalf("%T", value)
	return ""
}

func readParquet(t testing.TB, written string) [][]string {
	t.Helper()
	file, err := parquet.OpenFile(strings.NewReader(written), int64(len(written)))
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	kinds := make([]string, 0)
	for _, field := range file.Schema().Fields() {
		header = append(header, field.Name())
		kinds = append(kinds, field.Type().String())
	}
	rows := [][]string{header}
	reader := parquet.NewReader(file)
	defer reader.Close()
	for buffer := make([]parquet.Row, 16); ; {
		n, err := reader.ReadRows(buffer)
		for _, line := range buffer[:n] {
			cells := make([]string, len(header))
			for i, value := range line {
				cells[i] = parquetCell(t, value, kinds[i])
			}
			rows = append(rows, cells)
		}
		if err != nil || n == 0 {
			return rows
		}
	}
}

func parquetCell(t testing.TB, value parquet.Value, kind string) string {
	t.Helper()
	switch {
	case value.IsNull():
		return ""
	case kind == "STRING":
		return string(value.ByteArray())
	case kind == "DATE":
		return time.Unix(int64(value.Int32())*secondsADay, 0).UTC().Format(time.DateOnly)
	case strings.HasPrefix(kind, "TIMESTAMP"):
		if kind != "TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS)" {
			t.Fatalf("a moment is %s", kind)
		}
		return time.UnixMilli(value.Int64()).UTC().Format(millis)
	case kind == "DOUBLE":
		return numeral(value.Double())
	}
	return strconv.FormatInt(value.Int64(), 10)
}

func TestTablesAgree(t *testing.T) {
	for _, noun := range Nouns {
		t.Run(noun, func(t *testing.T) {
			all := []tocsin.Findings{harbour(t), {}, sample(t), hostile(attack), hostile("\xffbad\xfe"), hostile(`=cmd|"x",'y'` + "\r\nz\rw")}
			first, report := bulked(t, "csv", noun, all...)
			rows := readCSV(t, first)
			if len(rows) != report.Rows+1 {
				t.Errorf("%d rows, and the report says %d", len(rows)-1, report.Rows)
			}
			second, jsonReport := bulked(t, "jsonl", noun, all...)
			if diff := cmp.Diff(rows, readJSONL(t, second, rows[0])); diff != "" {
				t.Errorf("csv and jsonl differ: %s", diff)
			}
			third, parquetReport := bulked(t, "parquet", noun, all...)
			if diff := cmp.Diff(rows, readParquet(t, third)); diff != "" {
				t.Errorf("csv and parquet differ: %s", diff)
			}
			if diff := cmp.Diff(report, jsonReport) + cmp.Diff(report, parquetReport); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// cellsOf is one row of a table by the names of its columns.
func cellsOf(t *testing.T, noun string, number int, findings ...tocsin.Findings) map[string]string {
	t.Helper()
	written, _ := bulked(t, "csv", noun, findings...)
	rows := readCSV(t, written)
	cells := map[string]string{}
	for i, name := range rows[0] {
		if _, twice := cells[name]; twice {
			t.Errorf("two columns %s", name)
		}
		cells[name] = rows[number+1][i]
	}
	return cells
}

func TestCells(t *testing.T) {
	for _, want := range []struct {
		noun   string
		number int
		cells  map[string]string
	}{
		{"articles", 0, map[string]string{"id": "harbour-1", "published": "2022-10-17T23:30:00.25Z", "authors": "A. Writer;B; Writer", "claims": "2", "events": "5",
			"characters": strconv.Itoa(len([]rune(harbourText))), "revises": "harbour-0", "notes": "this article is made up", "model": "sha256:00ff"}},
		{"claims", 1, map[string]string{"id": "c2", "article": "harbour-1", "outlet": "The Courier", "source": "Olha Rudenko", "source_actor": "a3", "source_role": "Mayor", "source_country": "UKR",
			"source_kind": "person", "source_text": "Mayor Olha Rudenko", "cue": "told", "cue_lemma": "tell", "content": "We stay … whatever comes", "form": "direct", "act": "commit",
			"certainty": "certain", "said_to": "reporters", "said_when": "", "denies": "c1;c9", "score": "0.95", "reader": "1.2"}},
		{"events", 0, map[string]string{"trigger": "shelled", "category": "ASSAULT", "mode": "heavy-weapons", "status": "actual", "contexts": "military;territory", "actor_name": "Russian artillery",
			"actor_country": "RUS", "recipient_country": "UKR", "place_name": "Odesa", "place_geonames": "698740", "place_lat": "46.48572", "place_lon": "30.74383", "date": "2022-10-17TMO",
			"first_day": "2022-10-17", "last_day": "2022-10-17", "by": "c1", "by_source": "Ukrainian interior ministry"}},
		{"events", 4, map[string]string{"date": "2022-10", "first_day": "2022-10-01", "last_day": "2022-10-31", "by": "", "by_source": ""}},
		{"events", 1, map[string]string{"place_name": "", "place_geonames": "", "place_lat": "", "first_day": ""}},
		{"figures", 0, map[string]string{"text": "some 30 people", "value": "30", "high": "", "bound": "about", "of": "people"}},
		{"figures", 1, map[string]string{"text": "Dozens", "value": ""}},
		{"actors", 2, map[string]string{"name": "Olha Rudenko", "role": "Mayor", "mentions": "2"}},
		{"places", 2, map[string]string{"name": "Moldova", "lat": "", "lon": "", "geonames": "", "country": "MDA", "precision": "country"}},
		{"times", 4, map[string]string{"text": "Oct. 17", "value": "", "first_day": "", "last_day": ""}},
	} {
		got := cellsOf(t, want.noun, want.number, harbour(t))
		for name, value := range want.cells {
			if cell, there := got[name]; !there || cell != value {
				t.Errorf("%s %d: %s is %q, not %q", want.noun, want.number, name, cell, value)
			}
		}
	}
}

// Spans in a table must cover the words beside them, counted in code points.
func TestCellsSpansCountCodePoints(t *testing.T) {
	runes := []rune(harbourText)
	at := func(start, end string) string {
		from, err := strconv.Atoi(start)
		to, errToo := strconv.Atoi(end)
		if err != nil || errToo != nil {
			t.Fatal(start, end)
		}
		return string(runes[from:to])
	}
	claim := cellsOf(t, "claims", 1, harbour(t))
	var parts []string
	for span := range strings.SplitSeq(claim["content_spans"], ";") {
		start, end, _ := strings.Cut(span, "-")
		parts = append(parts, at(start, end))
	}
	if got := strings.Join(parts, " … "); got != claim["content"] {
		t.Error(got)
	}
	if got := at(claim["source_start"], claim["source_end"]); got != claim["source_text"] {
		t.Error(got)
	}
	if got := at(claim["cue_start"], claim["cue_end"]); got != claim["cue"] {
		t.Error(got)
	}
	event := cellsOf(t, "events", 4, harbour(t))
	if got := at(event["start"], event["end"]); got != event["trigger"] {
		t.Error(got)
	}
	place := cellsOf(t, "places", 1, harbour(t))
	if got := at(place["start"], place["end"]); got != place["text"] {
		t.Error(got)
	}
}

func TestTablesSayWhatTheyLeave(t *testing.T) {
	_, report := bulked(t, "csv", "articles", harbour(t))
	if diff := cmp.Diff(map[string]int{leftText: 1, leftSemi: 1}, report.Left); diff != "" {
		t.Error(diff)
	}
	_, report = bulked(t, "csv", "claims", harbour(t))
	if diff := cmp.Diff(map[string]int{}, report.Left); diff != "" {
		t.Error(diff)
	}
}

func TestPlainText(t *testing.T) {
	for words, want := range map[string]string{
		"a\tb\nc": "a\tb\nc", "a\r\nb\rc": "a\nb\nc", "\x1b[2J\x00\x7f": "␛[2J␀␡", "a\u009bb": "a\ufffdb", "\u202ea": "\u202ea", "\xff": "\ufffd",
	} {
		if got := plainText(words); got != want {
			t.Errorf("plainText(%q) = %q, want %q", words, got, want)
		}
	}
}

// A number that is none must not make a file that nobody can read.
func TestTablesWithoutNumbers(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	findings := tocsin.Findings{
		Article: tocsin.Article{ID: "n"}, Quantities: []tocsin.Quantity{{ID: "q", Value: &nan, High: &inf}},
		Places: []tocsin.Place{{ID: "p", Lat: nan, Lon: inf, Score: nan}}, Events: []tocsin.Event{{ID: "e", Place: "p", Status: tocsin.Actual, Score: inf}},
	}
	for _, noun := range []string{"figures", "places", "events"} {
		written, _ := bulked(t, "jsonl", noun, findings)
		if !json.Valid([]byte(written)) {
			t.Errorf("%s", written)
		}
	}
	if written, _ := bulked(t, "geojson", "", findings); !json.Valid([]byte(written)) || strings.Contains(written, "Feature\"") {
		t.Errorf("%s", written)
	}
}

func TestParquetBoundsRowGroups(t *testing.T) {
	var findings tocsin.Findings
	findings.Whens = make([]tocsin.When, groupRows+10)
	for i := range findings.Whens {
		findings.Whens[i] = tocsin.When{ID: fmt.Sprint(i), Value: "2022-10-17"}
	}
	written, report := bulked(t, "parquet", "times", findings)
	file, err := parquet.OpenFile(bytes.NewReader([]byte(written)), int64(len(written)))
	if err != nil {
		t.Fatal(err)
	}
	if groups := file.RowGroups(); len(groups) != 2 || groups[0].NumRows() != groupRows || report.Rows != groupRows+10 {
		t.Errorf("%d groups, %d rows", len(groups), report.Rows)
	}
}

func TestDaysOf(t *testing.T) {
	for value, want := range map[string]string{
		"2022-10-17": "2022-10-17 2022-10-17", "2022-10-17TMO": "2022-10-17 2022-10-17", "2022-10-17T05:30": "2022-10-17 2022-10-17", "2022-10-17T05:30:00+02:00": "2022-10-17 2022-10-17",
		"2022-10": "2022-10-01 2022-10-31", "2024-02": "2024-02-01 2024-02-29", "2022": "2022-01-01 2022-12-31",
		"2022-W42": "2022-10-17 2022-10-23", "2022-W41-WE": "2022-10-15 2022-10-16", "2020-W53": "2020-12-28 2021-01-03", "2022-W42-3": "2022-10-19 2022-10-19",
		"2022-Q3": "2022-07-01 2022-09-30", "2022-H2": "2022-07-01 2022-12-31", "199": "1990-01-01 1999-12-31", "19": "1900-01-01 1999-12-31",
		"2022-02-24/2022-02-26": "2022-02-24 2022-02-26", "2022/2023": "2022-01-01 2023-12-31",
		"": "", "PRESENT_REF": "", "PAST_REF": "", "P7M": "", "PT9H": "", "XXXX-WXX-1": "", "XXXX-10": "", "2022-SU": "", "2022-WI": "", "FY2022": "",
		"2022-13": "", "2022-02-30": "", "2022-00": "", "2021-W53": "", "2022-W00": "", "2022-Q5": "", "2022-10-17T": "", "2022-10T05": "", "2023/2022": "", "2022-10-17 ": "", "20221017": "", "T05:30": "",
	} {
		found, ok := daysOf(value)
		got := ""
		if ok {
			got = found.first.Format(time.DateOnly) + " " + found.last.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("daysOf(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestDaysOfAnythingIsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`[0-9XWQHTP/:-]{0,14}`).Draw(t, "value")
		if found, ok := daysOf(value); ok && found.last.Before(found.first) {
			t.Errorf("%q ends before it begins", value)
		}
	})
}

// The table of states repeats what the folder country knows.
func TestStatesAreThoseOfCountry(t *testing.T) {
	if len(states) != len(country.All()) || len(statesByCode) != len(states) {
		t.Errorf("%d states, of %d", len(states), len(country.All()))
	}
	fips, cow := map[string]bool{}, map[int]bool{}
	for _, s := range states {
		known := country.Of(s.alpha3)
		if known == nil || known.Code2 != s.alpha2 || known.Name != s.name {
			t.Errorf("%+v is not %+v", s, known)
		}
		if s.fips != "" && (fips[s.fips] || len(s.fips) != 2) || s.cow != 0 && cow[s.cow] {
			t.Errorf("%+v: a code is wrong or another's", s)
		}
		fips[s.fips], cow[s.cow] = true, true
	}
}
