package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin"
	"tocsin/store"
	"tocsin/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

var ctx = context.Background()

var reader = tocsin.Reader{Version: "1", Model: "sha256:aa"}

// clock is a clock that goes a minute with every look.
func clock() func() time.Time {
	var mutex sync.Mutex
	now := time.Date(2024, 3, 14, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		mutex.Lock()
		defer mutex.Unlock()
		now = now.Add(time.Minute)
		return now
	}
}

const story = "The ferry to Oster sank on Monday, the harbour master, Ann Dahl, said.\nMayor Bo Lind denied that 12 people were missing near Vik."

// at is the span of the words in the text.
func at(text, words string) tocsin.Span {
	i := strings.Index(text, words)
	if i < 0 {
		panic(words)
	}
	return tocsin.Span{Start: i, End: i + len(words)}
}

// read makes the findings that a careful reader would have of the story.
func read(article tocsin.Article, by tocsin.Reader) tocsin.Findings {
	text := article.Text
	f := tocsin.Findings{Article: article, Reader: by}
	if !strings.Contains(text, "Ann Dahl") {
		return f
	}
	value := 12.0
	id := func(kind, words string) string { return tocsin.ID(article.ID, kind, at(text, words)) }
	f.Actors = []tocsin.Actor{
		{ID: id("actor", "Ann Dahl"), Name: "Ann Dahl", Kind: tocsin.Person, Role: "harbour master", Country: "NOR", Mentions: []tocsin.Span{at(text, "the harbour master, Ann Dahl")}},
		{ID: id("actor", "Bo Lind"), Name: "Bo Lind", Kind: tocsin.Person, Role: "Mayor", Country: "DNK", Mentions: []tocsin.Span{at(text, "Mayor Bo Lind")}},
	}
	f.Places = []tocsin.Place{
		{ID: id("place", "Oster"), Span: at(text, "Oster"), Name: "Oster", Lat: 60.5, Lon: 5.4, Country: "NOR"},
		{ID: id("place", "Vik"), Span: at(text, "Vik"), Name: "Vik", Lat: 61.1, Lon: 6.6, Country: "NOR"},
	}
	f.Claims = []tocsin.Claim{
		{ID: id("claim", "said"), Source: tocsin.Source{Span: at(text, "the harbour master, Ann Dahl"), Name: "Ann Dahl", Actor: f.Actors[0].ID, Country: "NOR", Kind: tocsin.Person},
			Cue: tocsin.Cue{Span: at(text, "said"), Lemma: "say"}, Content: []tocsin.Span{at(text, "The ferry to Oster sank on Monday")}, Form: tocsin.Indirect, Act: tocsin.Assert, Score: 0.9},
		{ID: id("claim", "denied"), Source: tocsin.Source{Span: at(text, "Mayor Bo Lind"), Name: "Bo Lind", Actor: f.Actors[1].ID, Country: "DNK", Kind: tocsin.Person},
			Cue: tocsin.Cue{Span: at(text, "denied"), Lemma: "deny"}, Content: []tocsin.Span{at(text, "12 people were missing near Vik")}, Form: tocsin.Indirect, Act: tocsin.Deny},
	}
	f.Events = []tocsin.Event{{ID: id("event", "sank"), Trigger: at(text, "sank"), Category: tocsin.Assault, Actor: tocsin.Party{Name: "Bo Lind", Country: "DNK,SWE"},
		Place: f.Places[0].ID, Date: "2024-03-11", Status: tocsin.Actual, By: f.Claims[0].ID}}
	f.Quantities = []tocsin.Quantity{{ID: id("quantity", "12 people"), Span: at(text, "12 people"), Value: &value, Bound: tocsin.Exact, Of: "people"}}
	return f
}

// deliver saves an article as ingest would.
func deliver(t testing.TB, ledger *store.Ledger, article tocsin.Article, by tocsin.Reader) (string, store.Outcome) {
	t.Helper()
	is, err := ledger.Identify(ctx, article, by)
	if err != nil {
		t.Fatal(err)
	}
	article.ID = is.ID
	raw := []byte("raw of " + article.Title + article.Text)
	sum := sha256.Sum256(raw)
	outcomes, err := ledger.Save(ctx, store.Delivery{
		Findings: read(article, by), Raw: raw, Identity: is,
		Evidence: tocsin.Evidence{SHA256: hex.EncodeToString(sum[:]), Size: len(raw), From: "test"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return is.ID, outcomes[0]
}

func published(day int) time.Time { return time.Date(2024, 3, day, 8, 0, 0, 0, time.UTC) }

func ferry(id, url string, day int) tocsin.Article {
	return tocsin.Article{ID: id, URL: url, Outlet: "The Vik Herald", Title: "Ferry sinks", Published: published(day), Language: "en", Text: story}
}

// ids lists what is selected as "article/noun-text".
func ids(t testing.TB, ledger *store.Ledger, noun tocsin.Noun, filter tocsin.Filter) []string {
	t.Helper()
	found := []string{}
	for f, err := range ledger.Select(ctx, noun, filter) {
		if err != nil {
			t.Fatal(err)
		}
		text := f.Article.Text
		switch noun {
		case tocsin.NounArticle:
			found = append(found, f.Article.ID)
		case tocsin.NounClaim:
			for _, c := range f.Claims {
				found = append(found, f.Article.ID+"/"+c.Cue.Span.Of(text))
			}
		case tocsin.NounEvent:
			for _, e := range f.Events {
				found = append(found, f.Article.ID+"/"+e.Trigger.Of(text))
			}
		case tocsin.NounQuantity:
			for _, q := range f.Quantities {
				found = append(found, f.Article.ID+"/"+q.Span.Of(text))
			}
		case tocsin.NounActor:
			for _, a := range f.Actors {
				found = append(found, f.Article.ID+"/"+a.Name)
			}
		}
	}
	return found
}

func expect(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestWhatIsSavedComesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ledger := storetest.Open(t, where, clock())
		id, outcome := deliver(t, ledger, ferry("", "https://vik.example/ferry", 12), reader)
		expect(t, "outcome", outcome, store.Added)
		for f, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			want := ferry(id, "https://vik.example/ferry", 12)
			expect(t, "findings", f, read(want, reader))
		}
	})
}

func TestNothingIsCountedTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ledger := storetest.Open(t, where, clock())
		first, _ := deliver(t, ledger, ferry("a", "https://vik.example/ferry", 12), reader)
		expect(t, "own name is kept", first, "a")
		for _, same := range []string{"https://vik.example/ferry", "https://VIK.example:443/ferry#top", "https://vik.example/ferry?utm_source=x&utm_medium=y"} {
			id, outcome := deliver(t, ledger, ferry("a", same, 12), reader)
			expect(t, same, []any{id, outcome}, []any{"a", store.Known})
		}
		// Elsewhere the same words are another article, even under the same name.
		id, outcome := deliver(t, ledger, ferry("a", "https://oster.example/copy", 12), reader)
		expect(t, "outcome of a copy", outcome, store.Added)
		if id == "a" || !strings.HasPrefix(id, "a~") {
			t.Errorf("the copy is called %s", id)
		}
		// Without an address an article is known by its words.
		for i, want := range []store.Outcome{store.Added, store.Known} {
			_, outcome := deliver(t, ledger, ferry("b", "", 12), reader)
			expect(t, fmt.Sprint("without an address ", i), outcome, want)
		}
		expect(t, "articles", len(ids(t, ledger, tocsin.NounArticle, tocsin.Filter{})), 3)
		expect(t, "claims", len(ids(t, ledger, tocsin.NounClaim, tocsin.Filter{})), 6)
	})
}

func TestRevisionReplacesAndThePastCanBeAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		now := clock()
		ledger := storetest.Open(t, where, now)
		first, _ := deliver(t, ledger, ferry("", "https://vik.example/ferry", 12), reader)
		between := now()
		changed := ferry("", "https://vik.example/ferry", 12)
		changed.Text = strings.Replace(story, "12 people", "9 people", 1)
		changed.Text = strings.Replace(changed.Text, "Ann Dahl", "Ann B. Dahl", 1) // of which our reader makes nothing
		second, outcome := deliver(t, ledger, changed, reader)
		expect(t, "outcome", outcome, store.Revised)
		expect(t, "articles now", ids(t, ledger, tocsin.NounArticle, tocsin.Filter{}), []string{second})
		expect(t, "claims now", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{}), []string{})
		expect(t, "articles then", ids(t, ledger, tocsin.NounArticle, tocsin.Filter{AsOf: between}), []string{first})
		expect(t, "claims then", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{AsOf: between, About: "oster"}), []string{first + "/said"})
		expect(t, "before anything", ids(t, ledger, tocsin.NounArticle, tocsin.Filter{AsOf: published(1)}), []string{})
		versions, err := ledger.Versions(ctx, first)
		if err != nil || len(versions) != 2 || versions[1].Article.Revises != first || !versions[0].Until.Equal(versions[1].Saved) {
			t.Errorf("versions: %+v %v", versions, err)
		}
		// A page that changes back is a revision as well, under a name of its own.
		third, outcome := deliver(t, ledger, ferry("", "https://vik.example/ferry", 12), reader)
		expect(t, "outcome", outcome, store.Revised)
		if third == first {
			t.Error("two articles have one name")
		}
		raw, err := ledger.Raw(ctx, versions[0].Evidence.SHA256)
		if err != nil || string(raw) != "raw of Ferry sinks"+story {
			t.Errorf("raw %q %v", raw, err)
		}
	})
}

func TestNewerReaderAddsAndTheOldFindingsStay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		now := clock()
		ledger := storetest.Open(t, where, now)
		article := ferry("a", "https://vik.example/ferry", 12)
		deliver(t, ledger, article, reader)
		between := now()
		newer := tocsin.Reader{Version: "2", Model: "sha256:bb"}
		is, err := ledger.Identify(ctx, article, newer)
		if err != nil || !is.Reread || is.ID != "a" {
			t.Fatalf("%+v %v", is, err)
		}
		findings := read(article, newer)
		findings.Claims = findings.Claims[:1]
		outcomes, err := ledger.Save(ctx, store.Delivery{Findings: findings, Identity: is})
		if err != nil || outcomes[0] != store.Reread {
			t.Fatalf("%v %v", outcomes, err)
		}
		expect(t, "claims now", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{}), []string{"a/said"})
		expect(t, "claims then", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{AsOf: between}), []string{"a/said", "a/denied"})
		expect(t, "by an act that is gone", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{Act: tocsin.Deny}), []string{})
		verified(t, ledger)
	})
}

func TestFiltersCompose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ledger := storetest.Open(t, where, clock())
		deliver(t, ledger, ferry("a", "https://vik.example/1", 12), reader)
		other := ferry("b", "https://oster.example/2", 20)
		other.Outlet = "Oster Påsten"
		deliver(t, ledger, other, reader)
		undated := ferry("c", "https://oster.example/3", 1)
		undated.Published = time.Time{}
		deliver(t, ledger, undated, reader)
		claims := []struct {
			name   string
			filter tocsin.Filter
			want   []string
		}{
			{"all, the latest first", tocsin.Filter{}, []string{"b/said", "b/denied", "a/said", "a/denied", "c/said", "c/denied"}},
			{"limit", tocsin.Filter{Limit: 3}, []string{"b/said", "b/denied", "a/said"}},
			{"by", tocsin.Filter{By: "dahl"}, []string{"b/said", "a/said", "c/said"}},
			{"by, all words", tocsin.Filter{By: "dahl bo"}, []string{}},
			{"by nothing", tocsin.Filter{By: "…"}, []string{}},
			{"about a place", tocsin.Filter{About: "Oster"}, []string{"b/said", "a/said", "c/said"}},
			{"about what no name is known for", tocsin.Filter{About: "ferry", Article: "a"}, []string{"a/said"}},
			{"about its country", tocsin.Filter{About: "norway", Act: tocsin.Deny}, []string{"b/denied", "a/denied", "c/denied"}},
			{"country", tocsin.Filter{Country: "DNK"}, []string{"b/denied", "a/denied", "c/denied"}},
			{"from", tocsin.Filter{From: published(15)}, []string{"b/said", "b/denied"}},
			{"to is not in it, nor is what has no date", tocsin.Filter{To: published(20)}, []string{"a/said", "a/denied"}},
			{"near", tocsin.Filter{Near: tocsin.Circle{Lat: 60.4, Lon: 5.3, Km: 50}}, []string{"b/said", "a/said", "c/said"}},
			{"not near enough", tocsin.Filter{Near: tocsin.Circle{Lat: 60.4, Lon: 5.3, Km: 5}}, []string{}},
			{"outlet", tocsin.Filter{Outlet: "pasten"}, []string{"b/said", "b/denied"}},
			{"text", tocsin.Filter{Text: "missing person", Outlet: "herald"}, []string{}},
			{"text, stemmed, accents aside", tocsin.Filter{Text: "Férries", Outlet: "herald"}, []string{"a/said", "c/said"}},
			{"phrase", tocsin.Filter{Text: `"were missing"`, Limit: 1}, []string{"b/denied"}},
			{"phrase in another order", tocsin.Filter{Text: `"missing were"`}, []string{}},
			{"or", tocsin.Filter{Text: "sank OR missing", Article: "a"}, []string{"a/said", "a/denied"}},
			{"not", tocsin.Filter{Text: "ferry -sank"}, []string{}},
			{"hostile text", tocsin.Filter{Text: `" OR * NEAR( -"`}, []string{}},
			{"article", tocsin.Filter{Article: "c", Act: tocsin.Assert}, []string{"c/said"}},
		}
		for _, test := range claims {
			expect(t, test.name, ids(t, ledger, tocsin.NounClaim, test.filter), test.want)
			if n, err := ledger.Count(ctx, tocsin.NounClaim, test.filter); err != nil || test.filter.Limit == 0 && n != len(test.want) {
				t.Errorf("%s: count %d %v", test.name, n, err)
			}
		}
		events := []struct {
			name   string
			filter tocsin.Filter
			want   []string
		}{
			{"by whom it is told", tocsin.Filter{By: "Dahl", Article: "a"}, []string{"a/sank"}},
			{"category", tocsin.Filter{Category: tocsin.Assault, Limit: 1}, []string{"c/sank"}},
			{"first country", tocsin.Filter{Country: "DNK", Article: "a"}, []string{"a/sank"}},
			{"second country", tocsin.Filter{Country: "SWE", Article: "a"}, []string{"a/sank"}},
			{"country of the place", tocsin.Filter{Country: "NOR", Article: "a"}, []string{"a/sank"}},
			{"another country", tocsin.Filter{Country: "FIN"}, []string{}},
			{"the day that it happened", tocsin.Filter{From: time.Date(2024, 3, 11, 0, 0, 0, 0, time.UTC), To: time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC), Article: "b"}, []string{"b/sank"}},
			{"about a side", tocsin.Filter{About: "lind", Article: "b"}, []string{"b/sank"}},
			{"near", tocsin.Filter{Near: tocsin.Circle{Lat: 60.5, Lon: 5.4, Km: 1}, Article: "b"}, []string{"b/sank"}},
			{"words of the article", tocsin.Filter{Text: "harbour", Article: "b"}, []string{"b/sank"}},
		}
		for _, test := range events {
			expect(t, test.name, ids(t, ledger, tocsin.NounEvent, test.filter), test.want)
		}
		expect(t, "figures by", ids(t, ledger, tocsin.NounQuantity, tocsin.Filter{By: "lind", Article: "a"}), []string{"a/12 people"})
		expect(t, "figures about", ids(t, ledger, tocsin.NounQuantity, tocsin.Filter{About: "vik", Article: "a"}), []string{"a/12 people"})
		expect(t, "articles by", ids(t, ledger, tocsin.NounArticle, tocsin.Filter{By: "Bo Lind"}), []string{"b", "a", "c"})
		expect(t, "articles near", ids(t, ledger, tocsin.NounArticle, tocsin.Filter{Near: tocsin.Circle{Lat: 61, Lon: 6.5, Km: 20}, Limit: 1}), []string{"b"})
		expect(t, "articles in", len(ids(t, ledger, tocsin.NounArticle, tocsin.Filter{Country: "NOR"})), 3)
		if _, err := ledger.Count(ctx, tocsin.NounArticle, tocsin.Filter{Act: tocsin.Deny}); !errors.Is(err, store.ErrFilter) {
			t.Errorf("articles by act: %v", err)
		}
		actors, err := ledger.Actors(ctx, tocsin.Filter{By: "ann"})
		expect(t, "actors", actors, []store.ActorRecord{{Name: "Ann Dahl", Country: "NOR", Kind: tocsin.Person, Role: "harbour master", Articles: 3, Mentions: 3, Claims: 3, First: published(12), Last: published(20)}})
		if err != nil {
			t.Error(err)
		}
		outlets, err := ledger.Outlets(ctx, tocsin.Filter{Limit: 1})
		expect(t, "outlets", outlets, []store.OutletRecord{{Name: "The Vik Herald", Articles: 2, Claims: 4, First: published(12), Last: published(12)}})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestCorrectionsHoldOverEveryReading(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		now := clock()
		ledger := storetest.Open(t, where, now)
		article := ferry("a", "https://vik.example/ferry", 12)
		deliver(t, ledger, article, reader)
		before := now()
		correct := func(c tocsin.Correction) int64 {
			t.Helper()
			c.Who, c.Why = "cd", "looked it up"
			numbers, err := ledger.Correct(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			return numbers[0]
		}
		no := correct(tocsin.Correction{Kind: tocsin.Dismiss, Article: "a", Noun: tocsin.NounClaim, Span: at(story, "said")})
		correct(tocsin.Correction{Kind: tocsin.Merge, Name: "Bo Lind", Into: "Bo B. Lind"})
		correct(tocsin.Correction{Kind: tocsin.Relocate, Article: "a", Span: at(story, "Vik"), Place: tocsin.Place{Name: "Vik i Sogn", Lat: 61.08, Lon: 6.58, Country: "NOR"}})
		sure := correct(tocsin.Correction{Kind: tocsin.Confirm, Article: "a", Noun: tocsin.NounClaim, Span: at(story, "denied")})
		score := func() float64 {
			for f, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: "a"}) {
				if err != nil {
					t.Fatal(err)
				}
				return f.Claims[len(f.Claims)-1].Score
			}
			return 0
		}
		check := func(when string) {
			t.Helper()
			expect(t, when+": score", score(), 1.0)
			expect(t, when+": claims", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{}), []string{"a/denied"})
			expect(t, when+": merged", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{By: "Bo B. Lind"}), []string{"a/denied"})
			expect(t, when+": place", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{About: "sogn"}), []string{"a/denied"})
			for f, err := range ledger.Select(ctx, tocsin.NounEvent, tocsin.Filter{}) {
				if err != nil || f.Events[0].By != "" || f.Events[0].Actor.Name != "Bo B. Lind" || f.Places[1].Name != "Vik i Sogn" {
					t.Errorf("%s: %+v %v", when, f, err)
				}
			}
		}
		check("at once")
		expect(t, "before", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{AsOf: before, By: "Bo Lind"}), []string{"a/denied"})
		expect(t, "before", len(ids(t, ledger, tocsin.NounClaim, tocsin.Filter{AsOf: before})), 2)
		deliver(t, ledger, article, tocsin.Reader{Version: "2"})
		check("read again")
		verified(t, ledger)
		correct(tocsin.Correction{Kind: tocsin.Undo, Undoes: no})
		correct(tocsin.Correction{Kind: tocsin.Undo, Undoes: sure})
		if score() == 1 {
			t.Error("it stays sure although that was undone")
		}
		expect(t, "undone", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{}), []string{"a/said", "a/denied"})
		held, err := ledger.Corrections(ctx, tocsin.Filter{})
		if err != nil || len(held) != 2 || held[0].Kind != tocsin.Relocate || held[1].Who != "cd" {
			t.Errorf("%+v %v", held, err)
		}
		verified(t, ledger)
		for _, bad := range []tocsin.Correction{
			{Kind: tocsin.Dismiss, Article: "a", Noun: tocsin.NounClaim},
			{Kind: tocsin.Dismiss, Article: "z", Noun: tocsin.NounClaim, Span: at(story, "said"), Who: "cd", Why: "x"},
			{Kind: tocsin.Confirm, Article: "a", Noun: tocsin.NounClaim, Who: "cd", Why: "x"},
			{Kind: tocsin.Merge, Name: "A", Into: "A", Who: "cd", Why: "x"},
			{Kind: tocsin.Undo, Undoes: no, Who: "cd", Why: "twice"},
			{Kind: "guess", Who: "cd", Why: "x"},
		} {
			if _, err := ledger.Correct(ctx, bad); err == nil {
				t.Errorf("%+v was taken", bad)
			}
		}
	})
}

// verified demands that nothing is wrong with a ledger.
func verified(t testing.TB, ledger *store.Ledger) store.Verification {
	t.Helper()
	found, err := ledger.Verify(ctx, store.Head{}, nil)
	if err != nil || len(found.Damages) > 0 {
		t.Fatalf("verify: %+v %v", found.Damages, err)
	}
	head, err := ledger.Head(ctx)
	if err != nil || head != found.Head {
		t.Fatalf("heads %v and %v %v", head, found.Head, err)
	}
	return found
}

func TestVerifySaysWhatWasAltered(t *testing.T) {
	alterations := []struct{ name, statement, want string }{
		{"an entry", "UPDATE entries SET subject = 'x' WHERE seq = 2", "entry 2: the entry (article of x) was altered"},
		{"a body", "UPDATE entries SET body = (SELECT body FROM entries WHERE seq = 0) WHERE seq = 2", "entry 2: the entry (article of b) was altered"},
		{"a time", "UPDATE entries SET at = at + 1 WHERE seq = 3", "entry 3: the entry (findings of b) was altered"},
		{"a removal", "DELETE FROM entries WHERE seq = 1", "entry 1: entries 1 to 1 are missing"},
		{"a hash", "UPDATE hashes SET hash = (SELECT hash FROM hashes WHERE position = 0) WHERE position = 2", "entry 1: hash 2 of the log was altered"},
		{"raw bytes", "UPDATE raws SET body = (SELECT body FROM entries WHERE seq = 0)", "entry 0: the bytes that article a was read from were altered"},
		{"lost bytes", "DELETE FROM raws", "entry 0: the bytes that article a was read from are missing"},
		{"a row", "UPDATE claims SET act = 'warn' WHERE act = 'deny'", "entry 0: the table claims does not say of article a what its entries do"},
		{"what a claim mentions", "DELETE FROM topics WHERE noun = 'claim'", "entry 0: the table claims does not say of article a what its entries do"},
		{"a row too many", "INSERT INTO actors (line, article, id, start, published, name, kind, role, country, mentions, at) VALUES (1, 0, 'x', 0, 0, 1, '', '', '', 0, 0)", "entry 0: the table actors does not say of article a what its entries do"},
	}
	storetest.Each(t, func(t *testing.T, where string) {
		for _, alteration := range alterations {
			ledger := storetest.Open(t, another(t, where), clock())
			for _, id := range []string{"a", "b", "c"} {
				deliver(t, ledger, ferry(id, "https://vik.example/"+id, 12), reader)
			}
			before := verified(t, ledger)
			if before.Entries != 6 || before.Raws != 3 || before.Rows == 0 {
				t.Errorf("%+v", before)
			}
			if _, err := ledger.Database().Exec(alteration.statement); err != nil {
				t.Fatal(alteration.name, err)
			}
			found, err := ledger.Verify(ctx, before.Head, nil)
			if err != nil {
				t.Fatal(alteration.name, err)
			}
			var said []string
			for _, damage := range found.Damages {
				said = append(said, fmt.Sprintf("entry %d: %s", damage.Entry, damage.What))
			}
			if !slices.Contains(said, alteration.want) {
				t.Errorf("%s: %q", alteration.name, said)
			}
		}
	})
}

// another is a place for one more ledger of the kind.
func another(t *testing.T, where string) string {
	if store.IsURL(where) {
		return storetest.Postgres(t)
	}
	return filepath.Join(t.TempDir(), "ledger.db")
}

func TestHeadShowsTheLossOfTheLatest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ledger := storetest.Open(t, where, clock())
		deliver(t, ledger, ferry("a", "https://vik.example/a", 12), reader)
		early := verified(t, ledger).Head
		deliver(t, ledger, ferry("b", "https://vik.example/b", 12), reader)
		late := verified(t, ledger).Head
		if found, err := ledger.Verify(ctx, early, nil); err != nil || len(found.Damages) > 0 {
			t.Errorf("held against an earlier head: %+v %v", found, err)
		}
		for _, statement := range []string{"DELETE FROM entries WHERE seq > 1", "DELETE FROM hashes WHERE position > 2", "DELETE FROM articles WHERE seq > 1"} {
			if _, err := ledger.Database().Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		found, err := ledger.Verify(ctx, late, nil)
		if err != nil || len(found.Damages) == 0 || !strings.Contains(found.Damages[0].What, "2 fewer than the head") {
			t.Errorf("%+v %v", found, err)
		}
		parsed, err := store.ParseHead(late.String())
		if err != nil || parsed != late {
			t.Errorf("%v %v", parsed, err)
		}
	})
}

func TestProofsHoldWithoutTheLedger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ledger := storetest.Open(t, where, clock())
		for _, id := range []string{"a", "b", "c"} {
			deliver(t, ledger, ferry(id, "https://vik.example/"+id, 12), reader)
		}
		proofs, err := ledger.Prove(ctx, "b")
		if err != nil || len(proofs) != 2 {
			t.Fatalf("%v %v", proofs, err)
		}
		for _, proof := range proofs {
			if err := proof.Check(); err != nil {
				t.Error(err)
			}
		}
		article, _, err := proofs[0].Article()
		if err != nil || article.Text != story {
			t.Errorf("%+v %v", article, err)
		}
		forged := proofs[0]
		forged.Body = []byte(strings.Replace(string(forged.Body), "denied", "agreed", 1))
		if forged.Check() == nil {
			t.Error("a forged entry passes")
		}
		if _, err := ledger.Prove(ctx, "z"); err == nil {
			t.Error("what is not there is proven")
		}
	})
}

func TestTwoWritersAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		storetest.Open(t, where, nil)
		const writers, articles = 2, 25
		var group sync.WaitGroup
		for w := range writers {
			ledger := storetest.Open(t, where, nil)
			group.Go(func() {
				for i := range articles {
					// Both deliver every article; each is saved once.
					article := ferry("", fmt.Sprintf("https://vik.example/%d", i), 12)
					for {
						is, err := ledger.Identify(ctx, article, reader)
						if err != nil {
							t.Error(w, err)
							return
						}
						named := article
						named.ID = is.ID
						_, err = ledger.Save(ctx, store.Delivery{Findings: read(named, reader), Identity: is, Evidence: tocsin.Evidence{SHA256: fmt.Sprint(i)}})
						if errors.Is(err, store.ErrMoved) {
							continue
						}
						if err != nil {
							t.Error(w, err)
						}
						break
					}
				}
			})
		}
		group.Wait()
		ledger := storetest.Open(t, where, nil)
		expect(t, "articles", len(ids(t, ledger, tocsin.NounArticle, tocsin.Filter{})), articles)
		expect(t, "claims", len(ids(t, ledger, tocsin.NounClaim, tocsin.Filter{})), 2*articles)
		found, err := ledger.Verify(ctx, store.Head{}, nil)
		if err != nil || found.Entries != 2*articles {
			t.Errorf("%+v %v", found, err)
		}
		for _, damage := range found.Damages {
			if !strings.Contains(damage.What, "bytes") { // which this test does not keep
				t.Error(damage)
			}
		}
	})
}

func TestBackupWhileWriting(t *testing.T) {
	dir := t.TempDir()
	ledger := storetest.Open(t, filepath.Join(dir, "ledger.db"), nil)
	stop := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				deliver(t, ledger, ferry("", fmt.Sprintf("https://vik.example/%d", i), 12), reader)
			}
		}
	})
	for len(ids(t, ledger, tocsin.NounArticle, tocsin.Filter{})) < 5 {
		time.Sleep(5 * time.Millisecond)
	}
	copied := filepath.Join(dir, "copy.db")
	err := ledger.Backup(ctx, copied)
	close(stop)
	group.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if n := verified(t, storetest.Open(t, copied, nil)).Entries; n < 10 || n%2 != 0 {
		t.Errorf("the copy has %d entries", n)
	}
	if err := ledger.Backup(ctx, copied); err == nil {
		t.Error("a backup was overwritten")
	}
}

func TestTimeNeverRunsBackwards(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		now := time.Date(2024, 3, 14, 12, 0, 0, 0, time.UTC)
		ledger := storetest.Open(t, where, func() time.Time { now = now.Add(-time.Hour); return now })
		deliver(t, ledger, ferry("a", "https://vik.example/a", 12), reader)
		deliver(t, ledger, ferry("b", "https://vik.example/b", 12), reader)
		verified(t, ledger)
	})
}

func TestWhatIsNoLedgerIsRefused(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	os.WriteFile(text, []byte("These are only notes, and no ledger."), 0o666)
	for name, want := range map[string]string{
		filepath.Join(dir, "missing.db"): "there is no ledger",
		text:                             "the file is no ledger",
		"postgres://me:secret@127.0.0.1:1/ledger": "connect",
	} {
		_, err := store.Open(ctx, name, store.Options{})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := store.Open(ctx, filepath.Join(dir, "no", "where.db"), store.Options{Create: true}); err == nil || !strings.Contains(err.Error(), "make it first") {
		t.Errorf("%v", err)
	}
}

func TestAMergeReachesEveryArticleThatNamesTheActor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, where string) {
		ledger := storetest.Open(t, where, clock())
		for i, id := range []string{"a", "b", "c"} {
			deliver(t, ledger, ferry(id, "https://vik.example/"+id, 12+i), reader)
		}
		old := ids(t, ledger, tocsin.NounClaim, tocsin.Filter{By: "Bo Lind"})
		if len(old) != 3 {
			t.Fatalf("Bo Lind says %v", old)
		}
		if _, err := ledger.Correct(ctx, tocsin.Correction{Kind: tocsin.Merge, Name: "Bo Lind", Into: "Bo B. Lind", Who: "cd", Why: "his full name"}); err != nil {
			t.Fatal(err)
		}
		expect(t, "merged", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{By: "Bo B. Lind"}), old)
		verified(t, ledger)
	})
}
