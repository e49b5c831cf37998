package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"tocsin"
)

var exported = time.Date(2022, 10, 20, 6, 5, 4, 0, time.UTC)

// bulked writes findings with the named Bulk; the noun is for one that is
// PerNoun.
func bulked(t testing.TB, name, noun string, findings ...tocsin.Findings) (string, Report) {
	t.Helper()
	var out bytes.Buffer
	report, err := bulkNamed(t, name).Write(&out, these(findings), BulkOptions{Noun: noun, Now: exported})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out.String(), report
}

func bulkNamed(t testing.TB, name string) Bulk {
	t.Helper()
	for _, bulk := range Bulks {
		if bulk.Name == name {
			return bulk
		}
	}
	t.Fatalf("no Bulk %q", name)
	return Bulk{}
}

func these(findings []tocsin.Findings) iter.Seq2[tocsin.Findings, error] {
	return func(yield func(tocsin.Findings, error) bool) {
		for _, one := range findings {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// everyBulk runs a test for each Bulk, and for each noun where there are
// several.
func everyBulk(t *testing.T, test func(t *testing.T, bulk Bulk, opts BulkOptions)) {
	for _, bulk := range Bulks {
		nouns := []string{""}
		if bulk.PerNoun {
			nouns = Nouns
		}
		for _, noun := range nouns {
			t.Run(bulk.Name+noun, func(t *testing.T) { test(t, bulk, BulkOptions{Noun: noun, Now: exported}) })
		}
	}
}

const harbourText = "ODESA, Oct. 17 — Russian artillery shelled the harbour of Odesa early on Monday, wounding some 30 people, Ukraine’s interior ministry said.\n\n" +
	"“We stay,” Mayor Olha Rudenko told reporters, “whatever comes.” Moldova did not close its border. Germany and Poland will meet in Texas next week; " +
	"Berlin could send tanks in 2023. Dozens of dockers marched through Odesa in October.\n"

// harbour is what a careful reader takes from a report that never was, of
// countries that are.
func harbour(t testing.TB) tocsin.Findings {
	at := func(words string) tocsin.Span { return nth(t, harbourText, words, 0) }
	value := 30.0
	return tocsin.Findings{
		Article: tocsin.Article{
			ID: "harbour-1", URL: "https://www.courier.example/odesa?x=1", Outlet: "The Courier", Title: "Harbour shelled; thirty hurt", Authors: []string{"A. Writer", "B; Writer"},
			Published: time.Date(2022, 10, 18, 1, 30, 0, 250_000_000, time.FixedZone("", 2*3600)), Language: "en", Text: harbourText, Revises: "harbour-0",
		},
		Reader: tocsin.Reader{Version: "1.2", Model: "sha256:00ff"},
		Actors: []tocsin.Actor{
			{ID: "a1", Name: "Russian artillery", Kind: tocsin.ArmedGroup, Country: "RUS", Sector: "MIL", Mentions: []tocsin.Span{at("Russian artillery")}, Rule: "noun", Score: 0.9},
			{ID: "a2", Name: "Ukrainian interior ministry", Kind: tocsin.Government, Country: "UKR", Sector: "GOV", Mentions: []tocsin.Span{at("Ukraine’s interior ministry")}},
			{ID: "a3", Name: "Olha Rudenko", Kind: tocsin.Person, Role: "Mayor", Country: "UKR", Sector: "GOV", Mentions: []tocsin.Span{at("Mayor Olha Rudenko"), at("We")}},
			{ID: "a4", Name: "dockers", Kind: tocsin.People, Country: "UKR", Sector: "PTY", Mentions: []tocsin.Span{at("Dozens of dockers")}},
		},
		Claims: []tocsin.Claim{
			{ID: "c1", Source: tocsin.Source{Span: at("Ukraine’s interior ministry"), Name: "Ukrainian interior ministry", Actor: "a2", Country: "UKR", Kind: tocsin.Government},
				Cue: tocsin.Cue{Span: at("said"), Lemma: "say"}, Content: []tocsin.Span{at("Russian artillery shelled the harbour of Odesa early on Monday, wounding some 30 people")},
				Form: tocsin.Indirect, Act: tocsin.Assert, Certainty: tocsin.Certain, Rule: "comma-said", Score: 0.9},
			{ID: "c2", Source: tocsin.Source{Span: at("Mayor Olha Rudenko"), Name: "Olha Rudenko", Actor: "a3", Role: "Mayor", Country: "UKR", Kind: tocsin.Person},
				Cue: tocsin.Cue{Span: at("told"), Lemma: "tell"}, Content: []tocsin.Span{at("We stay"), at("whatever comes")},
				Form: tocsin.Direct, Act: tocsin.Commit, Certainty: tocsin.Certain, Said: tocsin.Said{To: "reporters"}, Denies: []string{"c1", "c9"}, Rule: "quote", Score: 0.95},
		},
		Events: []tocsin.Event{
			{ID: "e1", Trigger: at("shelled"), Category: tocsin.Assault, Mode: "heavy-weapons", Contexts: []string{"military", "territory"}, Actor: tocsin.Party{ID: "a1", Name: "Russian artillery", Country: "RUS"},
				Recipient: tocsin.Party{Country: "UKR"}, Place: "p1", When: "w1", Date: "2022-10-17TMO", Status: tocsin.Actual, By: "c1", Rule: "verb", Score: 0.9},
			{ID: "e2", Trigger: at("close"), Category: tocsin.Coerce, Mode: "restrict", Actor: tocsin.Party{Name: "Moldova", Country: "MDA"}, Status: tocsin.Negated, Rule: "verb", Score: 0.8},
			{ID: "e3", Trigger: at("meet"), Category: tocsin.Consult, Actor: tocsin.Party{Name: "Germany and Poland", Country: "DEU,POL"}, Place: "p2", When: "w2", Date: "2022-W43", Status: tocsin.Planned, Rule: "verb", Score: 0.8},
			{ID: "e4", Trigger: at("send"), Category: tocsin.Aid, Contexts: []string{"military"}, Actor: tocsin.Party{Name: "Berlin", Country: "DEU"}, Status: tocsin.Hypothetical, Date: "2023", Rule: "verb", Score: 0.8},
			{ID: "e5", Trigger: at("marched"), Category: tocsin.Protest, Mode: "demo", Actor: tocsin.Party{ID: "a4", Name: "dockers", Country: "UKR"}, Place: "p1", Date: "2022-10", Status: tocsin.Actual, Rule: "verb", Score: 0.7},
		},
		Whens: []tocsin.When{
			{ID: "w1", Span: at("early on Monday"), Type: tocsin.Time, Value: "2022-10-17TMO", Start: "2022-10-17", End: "2022-10-17", Rule: "day-part"},
			{ID: "w2", Span: at("next week"), Type: tocsin.Date, Value: "2022-W43", Start: "2022-10-24", End: "2022-10-30", Rule: "next"},
			{ID: "w3", Span: at("2023"), Type: tocsin.Date, Value: "2023", Start: "2023-01-01", End: "2023-12-31", Rule: "year"},
			{ID: "w4", Span: at("October"), Type: tocsin.Date, Value: "2022-10", Start: "2022-10-01", End: "2022-10-31", Rule: "month"},
			{ID: "w5", Span: at("Oct. 17"), Type: tocsin.Date, Rule: "none"},
		},
		Places: []tocsin.Place{
			{ID: "p1", Span: nth(t, harbourText, "Odesa", 0), Name: "Odesa", GeoNames: 698740, Lat: 46.48572, Lon: 30.74383, Country: "UKR", Admin1: "Odesa Oblast", Feature: "PPLA", Precision: "city", Score: 0.9},
			{ID: "p2", Span: at("Texas"), Name: "Texas", GeoNames: 4736286, Lat: 31.25044, Lon: -99.25061, Country: "USA", Admin1: "Texas", Feature: "ADM1", Precision: "region", Score: 0.9},
			{ID: "p3", Span: at("Moldova"), Name: "Moldova", Country: "MDA", Feature: "PCLI", Precision: "country", Score: 0.9},
			{ID: "p4", Span: at("border"), Name: "the border", Precision: "area"},
		},
		Quantities: []tocsin.Quantity{
			{ID: "q1", Span: at("some 30 people"), Value: &value, Bound: tocsin.About, Of: "people", Rule: "hedged"},
			{ID: "q2", Span: at("Dozens"), Bound: tocsin.About, Of: "dockers", Rule: "vague"},
		},
		Notes: []string{"this article is made up"},
	}
}

func TestBulksAreTold(t *testing.T) {
	names := map[string]bool{}
	for _, bulk := range Bulks {
		if names[bulk.Name] || bulk.Summary == "" || !strings.HasPrefix(bulk.Ending, ".") || bulk.Write == nil {
			t.Errorf("%+v", bulk)
		}
		names[bulk.Name] = true
	}
	if diff := cmp.Diff([]string{"articles", "claims", "events", "figures", "actors", "places", "times"}, Nouns); diff != "" {
		t.Error(diff)
	}
}

func TestBulkOfAnUnknownNoun(t *testing.T) {
	for _, bulk := range Bulks {
		if !bulk.PerNoun {
			continue
		}
		if _, err := bulk.Write(io.Discard, these(nil), BulkOptions{Noun: "verbs"}); err == nil || !strings.Contains(err.Error(), "claims") {
			t.Errorf("%s says %v", bulk.Name, err)
		}
	}
}

func TestBulkWithoutNow(t *testing.T) {
	for _, bulk := range Bulks {
		_, err := bulk.Write(io.Discard, these(nil), BulkOptions{Noun: "claims"})
		wants := bulk.Name == "gdelt" || bulk.Name == "quotations" || bulk.Name == "stix"
		if wants != errors.Is(err, errNow) || !wants && err != nil {
			t.Errorf("%s returned %v", bulk.Name, err)
		}
	}
}

func TestBulkOfNothing(t *testing.T) {
	want := map[string]string{
		"json": "", "jsonl": "", "gdelt": "", "quotations": "", "annotation": "",
		"polecat": strings.Join(polecatColumns, "\t") + "\n",
		"geojson": `{"type":"FeatureCollection","features":[` + "\n]}\n",
	}
	everyBulk(t, func(t *testing.T, bulk Bulk, opts BulkOptions) {
		var out bytes.Buffer
		report, err := bulk.Write(&out, these(nil), opts)
		if err != nil || report.Rows != 0 || len(report.Left) > 0 {
			t.Fatal(report, err)
		}
		if words, ok := want[bulk.Name]; ok && out.String() != words {
			t.Errorf("wrote %q", out.String())
		}
		// An article with nothing in it must do no harm either.
		if _, err := bulk.Write(io.Discard, these([]tocsin.Findings{{}, {Article: tocsin.Article{ID: "x"}}}), opts); err != nil {
			t.Error(err)
		}
	})
}

// Whatever names a finding that is not there must not stop an export.
func TestBulkOfLooseEnds(t *testing.T) {
	loose := tocsin.Findings{
		Article: tocsin.Article{ID: "l", Text: "a b"}, Claims: []tocsin.Claim{{ID: "c", Source: tocsin.Source{Actor: "nobody"}, Within: "none"}},
		Events: []tocsin.Event{{ID: "e", Actor: tocsin.Party{ID: "nobody"}, Place: "nowhere", When: "never", By: "none", Category: tocsin.Aid}},
	}
	everyBulk(t, func(t *testing.T, bulk Bulk, opts BulkOptions) {
		if _, err := bulk.Write(io.Discard, these([]tocsin.Findings{loose}), opts); err != nil {
			t.Error(err)
		}
	})
}

func TestBulkStopsAtAnError(t *testing.T) {
	broken := errors.New("the ledger is broken")
	everyBulk(t, func(t *testing.T, bulk Bulk, opts BulkOptions) {
		findings := func(yield func(tocsin.Findings, error) bool) {
			if yield(harbour(t), nil) && yield(tocsin.Findings{}, broken) {
				t.Error("went on after an error")
			}
		}
		if _, err := bulk.Write(io.Discard, findings, opts); !errors.Is(err, broken) {
			t.Errorf("returned %v", err)
		}
	})
}

// fullDisk takes some bytes and then no more.
type fullDisk struct{ room int }

var errFull = errors.New("the disk is full")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestBulkStopsAtAFullDisk(t *testing.T) {
	one := harbour(t)
	everyBulk(t, func(t *testing.T, bulk Bulk, opts BulkOptions) {
		read := 0
		findings := func(yield func(tocsin.Findings, error) bool) {
			for read = 0; read < 1000; read++ {
				if !yield(one, nil) {
					return
				}
			}
		}
		_, err := bulk.Write(&fullDisk{1000}, findings, opts)
		if !errors.Is(err, errFull) {
			t.Errorf("returned %v", err)
		}
		// Parquet waits for a row group, and STIX writes each thing once.
		if read == 1000 && bulk.Name != "parquet" && bulk.Name != "stix" {
			t.Error("went on to the end")
		}
	})
}

func TestBulkIsTheSameTwice(t *testing.T) {
	everyBulk(t, func(t *testing.T, bulk Bulk, opts BulkOptions) {
		var first, second bytes.Buffer
		for _, out := range []*bytes.Buffer{&first, &second} {
			if _, err := bulk.Write(out, these([]tocsin.Findings{harbour(t), sample(t)}), opts); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Error("two exports of the same differ")
		}
	})
}

// In text, no control character but those that part lines and cells leaves.
func TestNoControlCharacterLeavesInBulk(t *testing.T) {
	everyBulk(t, func(t *testing.T, bulk Bulk, opts BulkOptions) {
		if bulk.Name == "parquet" {
			return // its cells are checked with those of the others
		}
		var out bytes.Buffer
		if _, err := bulk.Write(&out, these([]tocsin.Findings{hostile(attack), harbour(t)}), opts); err != nil {
			t.Fatal(err)
		}
		for i, r := range out.String() {
			if unicode.IsControl(r) && r != '\n' && r != '\t' && (r != '\r' || bulk.Name != "csv") {
				t.Errorf("%U at byte %d", r, i)
			}
		}
	})
}

// What a Bulk holds must not grow with the number of articles. Each of 2,000
// has a text of its own of 8 KB, 16 MB together; Parquet holds a row group.
func TestBulkHoldsOneArticle(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 2,000 articles in every format")
	}
	const articles, size, allowed = 2000, 8 << 10, 8 << 20
	for _, bulk := range Bulks {
		t.Run(bulk.Name, func(t *testing.T) {
			before, most := heap(), uint64(0)
			findings := func(yield func(tocsin.Findings, error) bool) {
				for i := range articles {
					if i%400 == 399 {
						most = max(most, heap())
					}
					if !yield(long(i, size), nil) {
						return
					}
				}
			}
			report, err := bulk.Write(io.Discard, findings, BulkOptions{Noun: "claims", Now: exported})
			if err != nil || report.Rows < articles {
				t.Fatal(report.Rows, err)
			}
			if most > before+allowed {
				t.Errorf("held %d KB more than before", (most-before)>>10)
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// long is an article that is all one quotation.
func long(number, size int) tocsin.Findings {
	text := fmt.Sprintf("%08d %s", number, strings.Repeat("word ", size/5))
	all := tocsin.Span{End: len(text)}
	name := fmt.Sprintf("article-%d", number)
	return tocsin.Findings{
		Article: tocsin.Article{ID: name, Outlet: "The Courier", Text: text, Published: exported},
		Claims:  []tocsin.Claim{{ID: "c" + name, Content: []tocsin.Span{all}, Form: tocsin.Direct, Act: tocsin.Assert}},
		Events:  []tocsin.Event{{ID: "e" + name, Trigger: tocsin.Span{End: 8}, Category: tocsin.Protest, Status: tocsin.Actual, Place: "p"}},
		Places:  []tocsin.Place{{ID: "p", Span: tocsin.Span{End: 8}, Name: "Odesa", Lat: 46.5, Lon: 30.7, Country: "UKR"}},
	}
}

// Every sentence of a Report is one that a person can read.
func TestLeftIsInSentences(t *testing.T) {
	everyBulk(t, func(t *testing.T, bulk Bulk, opts BulkOptions) {
		report, err := bulk.Write(io.Discard, these([]tocsin.Findings{hostile(attack), harbour(t), sample(t)}), opts)
		if err != nil {
			t.Fatal(err)
		}
		for sentence, count := range report.Left {
			if count < 1 || len(strings.Fields(sentence)) < 5 || !regexp.MustCompile(`^\S.*[^.\s]$`).MatchString(sentence) {
				t.Errorf("%q: %d", sentence, count)
			}
		}
	})
}

func TestDocumentsAreThoseOfTheFormat(t *testing.T) {
	got, report := bulked(t, "json", "", harbour(t), sample(t))
	if diff := cmp.Diff(rendered(t, "json", harbour(t), Options{})+rendered(t, "json", sample(t), Options{}), got); diff != "" {
		t.Error(diff)
	}
	want := Report{2, map[string]int{"tocsin.findings/1 does not say which article one revises": 1, "tocsin.findings/1 has no rule and no score of an actor": 9}}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Error(diff)
	}
}
