package serve_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin"
	"tocsin/export"
)

// TestAsCommandLine: the API answers what the command line prints, byte for byte.
func TestAsCommandLine(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	folder := t.TempDir()
	program := filepath.Join(folder, "tocsin")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/tocsin").CombinedOutput(); err != nil {
		t.Skipf("the program cannot be built here: %s", out)
	}
	ledger := filepath.Join(folder, "ledger.db")
	if err := os.WriteFile(ledger, sample(), 0o666); err != nil {
		t.Fatal(err)
	}
	s := open(t, filled(t), nil)
	for path, args := range map[string][]string{
		"/claims?by=Lukashenko&limit=7":                     {"claims", "--by", "Lukashenko", "-n", "7"},
		"/events?category=MOBILIZE&country=Belarus&limit=9": {"events", "--category", "MOBILIZE", "--country", "Belarus", "-n", "9"},
		"/stories?least=3&limit=4&summary=true":             {"stories", "--least", "3", "-n", "4"},
		"/statements?standing=denied&limit=3":               {"statements", "--standing", "denied", "-n", "3"},
		"/ladders?least=3&country=BLR&limit=2":              {"figures", "--ladder", "--least", "3", "--country", "BLR", "-n", "2"},
		"/promises?at=2022-12-31&limit=5":                   {"promises", "--at", "2022-12-31", "-n", "5"},
		"/origins?least=2&limit=5":                          {"origins", "--least", "2", "-n", "5"},
	} {
		printed, err := exec.Command(program, append(args, "--ledger", ledger, "--format", "jsonl")...).Output()
		if err != nil {
			t.Fatal(err)
		}
		got := s.get("/api/v1"+path, http.StatusOK, "Accept", "application/jsonl")
		if diff := cmp.Diff(values(t, printed), values(t, []byte(got.body))); diff != "" {
			t.Errorf("%s (- command line, + API)\n%s", path, diff)
		}
	}
}

func values(t *testing.T, lines []byte) []any {
	t.Helper()
	var all []any
	for line := range bytes.Lines(lines) {
		var value any
		if err := json.Unmarshal(line, &value); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all = append(all, value)
	}
	return all
}

// TestColumns: the description of rows names what package export writes.
func TestColumns(t *testing.T) {
	s := open(t, empty(t), nil)
	var described struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]any
				Required   []string
			}
		}
	}
	s.get("/api/v1/openapi.json", http.StatusOK).read(t, &described)
	csv := export.Bulks[slices.IndexFunc(export.Bulks, func(b export.Bulk) bool { return b.Name == "csv" })]
	for noun, name := range map[string]string{"articles": "ArticleRow", "claims": "ClaimRow", "events": "EventRow", "figures": "FigureRow"} {
		var out bytes.Buffer
		if _, err := csv.Write(&out, nobody, export.BulkOptions{Noun: noun}); err != nil {
			t.Fatal(err)
		}
		want, got := strings.Split(strings.TrimSpace(out.String()), ","), described.Components.Schemas[name].Required
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (- export, + description)\n%s", noun, diff)
		}
	}
}

// nobody is no findings.
func nobody(func(tocsin.Findings, error) bool) {}

// page is a part of a list.
type page struct {
	Items []struct{ ID string }
	Next  string
}
