package ingest_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin"
	"tocsin/ask"
	"tocsin/extract"
	"tocsin/ingest"
	"tocsin/store"
	"tocsin/store/storetest"
)

// reports are the sample articles, read.
var reports = sync.OnceValue(func() []tocsin.Findings {
	file, err := os.Open("../examples/northern-border/reports.jsonl")
	if err != nil {
		panic(err)
	}
	defer file.Close()
	var read []tocsin.Findings
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var report struct {
			ID, URL, Outlet, Title, Text string
			Published                    time.Time
		}
		if err := json.Unmarshal(lines.Bytes(), &report); err != nil {
			panic(err)
		}
		read = append(read, extract.Findings(tocsin.Article{
			ID: report.ID, URL: report.URL, Outlet: report.Outlet, Title: report.Title, Text: report.Text, Published: report.Published, Language: "en",
		}))
	}
	return read
})

// save adds what was read.
func save(t *testing.T, ledger *store.Ledger, read ...tocsin.Findings) {
	t.Helper()
	for _, findings := range read {
		is, err := ledger.Identify(context.Background(), findings.Article, findings.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if is.ID != findings.Article.ID {
			findings.Article.ID = is.ID
			findings = extract.Findings(findings.Article)
		}
		if _, err := ledger.Save(context.Background(), store.Delivery{Findings: findings, Identity: is, Raw: []byte(is.ID), Evidence: tocsin.Evidence{SHA256: is.ID}}); err != nil {
			t.Fatal(err)
		}
	}
}

func follow(t *testing.T, links *ingest.Links) {
	t.Helper()
	if err := links.Follow(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
}

// joined is what a ledger knows, whatever its stories and statements are called.
func joined(t *testing.T, ledger *store.Ledger, filter tocsin.Filter) []string {
	t.Helper()
	stories, err := ledger.Stories(context.Background(), filter, 1)
	if err != nil {
		t.Fatal(err)
	}
	statements, err := ledger.Statements(context.Background(), filter, "")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range stories {
		lines = append(lines, "story "+strings.Join(s.Articles, " "))
	}
	for _, s := range statements {
		lines = append(lines, fmt.Sprint("statement ", s.Claims, s.Standing, s.Sources, s.Origins, len(s.Ties)))
	}
	ids, err := ledger.IDs(context.Background(), filter)
	if err != nil {
		t.Fatal(err)
	}
	edges, err := ask.Edges(context.Background(), ledger, ids, filter)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edges {
		lines = append(lines, fmt.Sprintf("edge %s %s %s %.3f", e.A, e.B, e.Kind, e.Score))
	}
	slices.Sort(lines)
	return lines
}

func TestLinkingFollowsTheLogInAnyOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many articles")
	}
	pages := map[string]bool{}
	all := slices.DeleteFunc(slices.Clone(reports()), func(f tocsin.Findings) bool {
		known := pages[f.Article.URL] // a revision, which must come later
		pages[f.Article.URL] = true
		return known
	})
	one := storetest.Open(t, t.TempDir()+"/one.db", nil)
	save(t, one, all...)
	follow(t, ingest.NewLinks(one))
	want := joined(t, one, tocsin.Filter{})
	if len(want) < 100 {
		t.Fatalf("only %d stories and statements: this shows nothing", len(want))
	}
	storetest.Each(t, func(t *testing.T, where string) {
		ledger := storetest.Open(t, where, nil)
		backwards := slices.Clone(all)
		slices.Reverse(backwards)
		here, there := ingest.NewLinks(ledger), ingest.NewLinks(ledger) // two processes take turns
		for i, part := range slices.Collect(slices.Chunk(backwards, 9)) {
			save(t, ledger, part...)
			follow(t, []*ingest.Links{here, there}[i%2])
		}
		if diff := cmp.Diff(want, joined(t, ledger, tocsin.Filter{})); diff != "" {
			t.Fatal(diff)
		}
		if err := there.Again(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, joined(t, ledger, tocsin.Filter{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestJudgementsAndRevisionsAreFollowedAndThePastStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ctx := context.Background()
		ledger := storetest.Open(t, where, nil)
		links := ingest.NewLinks(ledger)
		save(t, ledger, reports()[:20]...)
		follow(t, links)
		before := joined(t, ledger, tocsin.Filter{})
		linked, err := ledger.Linked(ctx)
		if err != nil || linked.Seq != linked.Size {
			t.Fatalf("%+v %v", linked, err)
		}
		stories, err := ledger.Stories(ctx, tocsin.Filter{}, 2)
		if err != nil || len(stories) == 0 {
			t.Fatalf("%v %v", stories, err)
		}
		whole := stories[0]
		apart := tocsin.Correction{Kind: tocsin.Apart, Article: whole.Articles[0], With: whole.Articles[1], Who: "cd", Why: "two matters"}
		numbers, err := ledger.Correct(ctx, apart)
		if err != nil {
			t.Fatal(err)
		}
		follow(t, links)
		if at, err := ledger.Story(ctx, whole.Articles[0], tocsin.Filter{}); err != nil || slices.Contains(at.Articles, whole.Articles[1]) {
			t.Errorf("still together: %v %v", at.Articles, err)
		}
		if diff := cmp.Diff(before, joined(t, ledger, tocsin.Filter{AsOf: linked.At})); diff != "" {
			t.Errorf("the past has changed: %s", diff)
		}
		if _, err := ledger.Correct(ctx, tocsin.Correction{Kind: tocsin.Undo, Undoes: numbers[0], Who: "cd", Why: "one after all"}); err != nil {
			t.Fatal(err)
		}
		follow(t, ingest.NewLinks(ledger)) // another process, which has not seen the verdict
		if diff := cmp.Diff(before, joined(t, ledger, tocsin.Filter{})); diff != "" {
			t.Errorf("not as it was: %s", diff)
		}
		revised := reports()[3].Article
		revised.ID, revised.Text = "", revised.Text+"\n\nThis report was corrected on Friday."
		save(t, ledger, extract.Findings(revised))
		follow(t, links)
		for _, line := range joined(t, ledger, tocsin.Filter{}) {
			if strings.Contains(line, reports()[3].Article.ID+" ") || strings.HasSuffix(line, reports()[3].Article.ID) {
				t.Errorf("what was revised is still told: %s", line)
			}
		}
	})
}
