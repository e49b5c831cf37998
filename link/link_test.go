package link

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin"
	"tocsin/extract"
	"tocsin/link/origin"
	"tocsin/link/statement"
	"tocsin/link/story"
)

// shelf is a Memory that keeps Deltas as a ledger does. Everything goes through
// JSON, so that what is forgotten is forgotten.
type shelf struct {
	shapes     map[string][]byte
	stretches  map[string]int64
	voices     map[string][]byte
	texts      map[string]string
	edges      []origin.Edge
	likenesses []story.Link
	ties       []statement.Link
	stories    map[string]tocsin.Story
	statements map[string]tocsin.Statement
}

func newShelf() *shelf {
	return &shelf{map[string][]byte{}, map[string]int64{}, map[string][]byte{}, map[string]string{}, nil, nil, nil, map[string]tocsin.Story{}, map[string]tocsin.Statement{}}
}

func (s *shelf) keep(delta Delta) {
	gone := func(articles ...string) bool {
		return slices.ContainsFunc(articles, func(article string) bool { return slices.Contains(delta.Gone, article) })
	}
	for _, article := range delta.Gone {
		delete(s.shapes, article)
		delete(s.voices, article)
	}
	s.edges = slices.DeleteFunc(s.edges, func(e origin.Edge) bool { return gone(e.A, e.B) })
	s.likenesses = slices.DeleteFunc(s.likenesses, func(l story.Link) bool { return gone(l.Article, l.Other) })
	s.ties = slices.DeleteFunc(s.ties, func(l statement.Link) bool { return gone(l.A.Article, l.B.Article) })
	for _, added := range delta.Added {
		s.shapes[added.Article], _ = json.Marshal(added.Shape)
		added.Voices.Ties, added.Voices.Statements = nil, nil
		s.voices[added.Article], _ = json.Marshal(added.Voices)
		s.stretches[added.Article] = added.Stretch
	}
	s.edges = append(s.edges, delta.Edges...)
	s.likenesses = append(s.likenesses, delta.Likenesses...)
	s.ties = append(s.ties, delta.Ties...)
	for _, id := range delta.Stories.Ended {
		delete(s.stories, id)
	}
	for _, one := range delta.Stories.Stories {
		s.stories[one.ID] = one
	}
	for _, id := range delta.Ended {
		delete(s.statements, id)
	}
	for _, one := range delta.Statements {
		s.statements[one.ID] = one
	}
}

func (s *shelf) Stretch(number int64) []Shape {
	var ids []string
	for article, stretch := range s.stretches {
		if stretch == number {
			ids = append(ids, article)
		}
	}
	slices.Sort(ids)
	return s.Shapes(ids)
}

func (s *shelf) Shapes(articles []string) []Shape {
	var found []Shape
	for _, article := range articles {
		body, known := s.shapes[article]
		if !known {
			continue
		}
		var shape Shape
		json.Unmarshal(body, &shape)
		for _, likeness := range s.likenesses {
			if likeness.Article == article || likeness.Other == article {
				shape.Likenesses = append(shape.Likenesses, likeness)
			}
		}
		for id, one := range s.stories {
			if slices.Contains(one.Articles, article) {
				shape.In = id
			}
		}
		found = append(found, shape)
	}
	return found
}

func (s *shelf) Voices(articles []string) []Voices {
	var found []Voices
	for _, article := range articles {
		body, known := s.voices[article]
		if !known {
			continue
		}
		var voices Voices
		json.Unmarshal(body, &voices)
		voices.Statements = map[string]string{}
		for _, tie := range s.ties {
			if tie.A.Article == article || tie.B.Article == article {
				voices.Ties = append(voices.Ties, tie)
			}
		}
		for id, one := range s.statements {
			for _, ref := range one.Claims {
				if ref.Article == article {
					voices.Statements[ref.Claim] = id
				}
			}
		}
		found = append(found, voices)
	}
	return found
}

func (s *shelf) Edges(articles []string) []origin.Edge {
	return slices.DeleteFunc(slices.Clone(s.edges), func(e origin.Edge) bool {
		return !slices.Contains(articles, e.A) && !slices.Contains(articles, e.B)
	})
}

func (s *shelf) Texts(articles []string) map[string]string {
	found := map[string]string{}
	for _, article := range articles {
		found[article] = s.texts[article]
	}
	return found
}

func (s *shelf) Story(id string) (tocsin.Story, bool) {
	one, known := s.stories[id]
	return one, known
}

func (s *shelf) Err() error { return nil }

// reports are the sample articles, read.
var reports = sync.OnceValue(func() []Signature {
	file, err := os.Open("../examples/northern-border/reports.jsonl")
	if err != nil {
		panic(err)
	}
	defer file.Close()
	var signatures []Signature
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
		article := tocsin.Article{ID: report.ID, URL: report.URL, Outlet: report.Outlet, Title: report.Title, Text: report.Text, Published: report.Published, Language: "en"}
		signatures = append(signatures, Of(extract.Findings(article), time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)))
	}
	return signatures
})

// summary is what is known in the end, whatever IDs it has.
func (s *shelf) summary() []string {
	var lines []string
	for _, one := range s.stories {
		lines = append(lines, "story "+strings.Join(one.Articles, " "))
	}
	name := func(id string) string { return fmt.Sprint(s.statements[id].Claims) }
	for _, one := range s.statements {
		line := fmt.Sprintf("statement %v %s %d sources %d origins %d outlets:", one.Claims, one.Standing, one.Sources, one.Origins, one.Outlets)
		var ties []string
		for _, tie := range one.Ties {
			ties = append(ties, fmt.Sprintf(" %s %v %.3f", tie.Kind, name(tie.To), tie.Score))
		}
		slices.Sort(ties)
		lines = append(lines, line+strings.Join(ties, ""))
	}
	for _, edge := range s.edges {
		lines = append(lines, fmt.Sprintf("edge %s %s %s %.3f", edge.A, edge.B, edge.Kind, edge.Score))
	}
	slices.Sort(lines)
	return lines
}

// take has a Linker take articles in, a batch at a time. At every fresh-th
// batch another Linker goes on.
func take(kept *shelf, articles []Signature, batch, fresh int, verdicts map[tocsin.Ref]tocsin.Judgement) {
	linker := New(kept, nil, verdicts)
	for i, chunk := range slices.Collect(slices.Chunk(articles, batch)) {
		if fresh > 0 && i%fresh == 0 {
			linker = New(kept, nil, verdicts)
		}
		for _, article := range chunk {
			kept.texts[article.Article] = article.Text
			linker.Put(article)
		}
		delta, _ := linker.Settle()
		kept.keep(delta)
		linker.Rest()
	}
}

func TestOrderAndBatchesMakeNoDifference(t *testing.T) {
	all := reports()
	want := newShelf()
	take(want, all, len(all), 0, nil)
	if len(want.stories) < 10 || len(want.statements) < 100 || len(want.ties) < 100 {
		t.Fatalf("%d stories, %d statements, %d ties: this shows nothing", len(want.stories), len(want.statements), len(want.ties))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for try := range 6 {
		shuffled := slices.Clone(all)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got := newShelf()
		take(got, shuffled, 1+random.IntN(20), try, nil)
		if diff := cmp.Diff(want.summary(), got.summary()); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestWhatIsTakenOutLeavesNothing(t *testing.T) {
	all := reports()
	want, got := newShelf(), newShelf()
	take(want, all[5:], 10, 0, nil)
	take(got, all, 10, 3, nil)
	linker := New(got, nil, nil)
	for i, article := range all[:5] {
		linker.Drop(article.Article)
		linker.Put(all[20+i]) // read anew, and the same as before
	}
	delta, _ := linker.Settle()
	got.keep(delta)
	if diff := cmp.Diff(want.summary(), got.summary()); diff != "" {
		t.Error(diff)
	}
}

func TestIDsLast(t *testing.T) {
	all := slices.Clone(reports())
	kept := newShelf()
	slices.SortFunc(all, func(a, b Signature) int { return a.Published.Compare(b.Published) })
	take(kept, all[10:], 5, 0, nil)
	of := map[tocsin.Ref]string{}
	for id, one := range kept.statements {
		for _, ref := range one.Claims {
			of[ref] = id
		}
	}
	take(kept, all[:10], 5, 1, nil) // they come late, and were there first
	changed := 0
	for id, one := range kept.statements {
		if len(one.Claims) > 0 && of[one.Claims[len(one.Claims)-1]] != "" && of[one.Claims[len(one.Claims)-1]] != id {
			changed++
		}
	}
	if changed > 0 {
		t.Errorf("%d statements are called otherwise since earlier reports came in", changed)
	}
}

func TestAVerdictStandsBesideWhatIsComputed(t *testing.T) {
	all := reports()
	kept := newShelf()
	take(kept, all[:30], 10, 0, nil)
	var ref tocsin.Ref
	for _, one := range kept.statements {
		if one.Standing == tocsin.SingleSource {
			ref = one.Claims[0]
		}
	}
	linker := New(kept, nil, nil)
	verdicts := map[tocsin.Ref]tocsin.Judgement{ref: {Standing: tocsin.Withdrawn, Who: "A. Nalyst", Why: "they told us so"}}
	linker.Judge(nil, verdicts)
	delta, _ := linker.Settle()
	kept.keep(delta)
	take(kept, all[30:], 10, 0, verdicts)
	for _, one := range kept.statements {
		if slices.Contains(one.Claims, ref) && (one.Standing != tocsin.Withdrawn || one.Verdict == nil || one.Computed == "") {
			t.Errorf("got %+v", one)
		}
	}
}
