package promise

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tocsin"
)

var monday = time.Date(2023, 5, 1, 9, 0, 0, 0, time.UTC)

func day(n int) time.Time { return monday.AddDate(0, 0, n) }

// told is an article of one event and, where act is set, one claim whose
// content is all of the text.
type told struct {
	article string
	day     int // of publication, after monday
	outlet  string
	text    string
	// the claim
	who tocsin.Source
	act tocsin.Act
	cue string
	// the event, none where it has no category
	category tocsin.Category
	mode     string
	actor    tocsin.Party
	to       tocsin.Party
	place    tocsin.Place
	date     string // a day, or two with a slash; it stands in the text as a time of its own where no event has it
	value    string // of a time without days: "P2W"
	words    string // of that time
	status   tocsin.Status
}

func (e told) findings() tocsin.Findings {
	f := tocsin.Findings{Article: tocsin.Article{ID: e.article, Outlet: e.outlet, Text: e.text, Published: day(e.day)}}
	whole := tocsin.Span{End: len(e.text)}
	if e.act != "" {
		f.Claims = []tocsin.Claim{{ID: "c", Source: e.who, Act: e.act, Cue: tocsin.Cue{Lemma: e.cue}, Content: []tocsin.Span{whole}}}
	}
	from, to, both := strings.Cut(e.date, "/")
	if !both {
		to = from
	}
	if e.date != "" || e.value != "" {
		at := strings.Index(e.text, e.words)
		f.Whens = []tocsin.When{{ID: "w", Span: tocsin.Span{Start: at, End: at + len(e.words)}, Start: from, End: to, Value: e.value}}
	}
	if e.category == "" {
		return f
	}
	event := tocsin.Event{
		ID: "e", Trigger: tocsin.Span{Start: 4, End: 9}, Category: e.category, Mode: e.mode, Actor: e.actor, Recipient: e.to, Status: e.status,
	}
	if e.date != "" {
		event.When = "w"
	}
	if e.act != "" {
		event.By = "c"
	}
	if e.place.Name != "" {
		e.place.ID, event.Place = "p", "p"
		f.Places = []tocsin.Place{e.place}
	}
	f.Events = []tocsin.Event{event}
	return f
}

// state follows some articles to a day after monday and gives the only entry.
func state(t *testing.T, at int, articles ...told) Entry {
	t.Helper()
	entries := follow(at, articles...)
	if len(entries) != 1 {
		t.Fatalf("%d entries, want one: %+v", len(entries), entries)
	}
	return entries[0]
}

func follow(at int, articles ...told) []Entry {
	promises, deeds := signAll(articles)
	return Follow(promises, deeds, day(at))
}

func signAll(articles []told) (promises []Promise, deeds []Deed) {
	for _, article := range articles {
		p, d := Sign(article.findings())
		promises, deeds = append(promises, p...), append(deeds, d...)
	}
	return promises, deeds
}

var (
	holt   = tocsin.Source{Name: "Ane Holt", Country: "DNK", Kind: tocsin.Person}
	danes  = tocsin.Party{Name: "Danish government", Country: "DNK"}
	latvia = tocsin.Party{Name: "Latvian government", Country: "LVA"}
	riga   = tocsin.Place{Name: "Riga", Country: "LVA", Lat: 56.95, Lon: 24.1, Precision: "city"}

	promised = told{
		article: "p1", day: 0, outlet: "Sound Herald", text: "Denmark will send forty ambulances to Latvia by 10 May",
		who: holt, act: tocsin.Commit, cue: "promise", category: tocsin.Aid, actor: danes, to: latvia, date: "2023-05-10", words: "10 May", status: tocsin.Planned,
	}
	delivered = told{
		article: "d1", day: 9, outlet: "Belt Gazette", text: "The forty ambulances that Denmark sent reached Latvia on Wednesday.",
		category: tocsin.Aid, actor: danes, to: latvia, date: "2023-05-10", words: "Wednesday", status: tocsin.Actual,
	}
	other = told{article: "o1", day: 12, text: "The mayor met nurses in a hall.", category: tocsin.Consult, actor: tocsin.Party{Name: "mayor"}, status: tocsin.Actual}
)

func TestAPromiseThroughTime(t *testing.T) {
	for _, c := range []struct {
		name     string
		at       int
		articles []told
		want     State
	}{
		{"before its day", 3, []told{promised}, Open},
		{"on its day", 9, []told{promised}, Due},
		{"a few days late", 14, []told{promised}, Due},
		{"too late", 30, []told{promised, other}, Lapsed},
		{"too late, and nothing is known of those days", 30, []told{promised}, Unclear},
		{"done", 30, []told{promised, delivered, other}, Kept},
		{"done, but that is not yet known", 8, []told{promised, delivered}, Open},
	} {
		if e := state(t, c.at, c.articles...); e.State != c.want || len(e.Reasons) == 0 {
			t.Errorf("%s: %s (%v), want %s", c.name, e.State, e.Reasons, c.want)
		}
	}
}

func TestTheDeedIsShown(t *testing.T) {
	e := state(t, 30, promised, delivered)
	if e.Match == nil || e.Match.Deed.Article != "d1" || e.Match.Score < enough || len(e.Match.Reasons) < 2 {
		t.Fatalf("match %+v", e.Match)
	}
	if want := "Ane Holt, commitment: AID Danish government → Latvian government, due 2023-05-10"; e.Line != want {
		t.Errorf("line %q, want %q", e.Line, want)
	}
}

func TestCategoryAloneNeverKeeps(t *testing.T) {
	for name, change := range map[string]func(*told){
		"nothing else in common": func(e *told) { e.to, e.date, e.text = tocsin.Party{}, "", "The minister gave money to a choir." },
		"somebody else does it":  func(e *told) { e.actor = tocsin.Party{Name: "Norwegian government", Country: "NOR"} },
		"to somebody else":       func(e *told) { e.to = tocsin.Party{Name: "Chilean government", Country: "CHL"} },
		"before it was promised": func(e *told) { e.date = "2023-04-20" },
		"long after":             func(e *told) { e.date, e.day = "2023-07-20", 80 },
		"another act":            func(e *told) { e.category = tocsin.Sanction },
		"only planned":           func(e *told) { e.status = tocsin.Planned },
	} {
		deed := delivered
		change(&deed)
		for _, e := range follow(90, promised, deed, other) {
			if e.State == Kept {
				t.Errorf("%s: kept by %v", name, e.Reasons)
			}
		}
	}
}

func TestWhatWasDoneBeforeKeepsNothing(t *testing.T) {
	undated := promised
	undated.date = ""
	late := delivered // a report of after the promise, of a delivery before it
	late.date = "2023-04-20"
	if e := state(t, 30, undated, late); e.State != Open {
		t.Errorf("%s %v", e.State, e.Reasons)
	}
	late.date, late.text = "2023-05-08", "On 10 May Denmark did send the forty ambulances."
	if e := state(t, 30, undated, late); e.State != Kept {
		t.Errorf("a promise without a date that is done is %s %v", e.State, e.Reasons)
	}
}

func TestAnotherTownKeepsNothing(t *testing.T) {
	visit := promised
	visit.text, visit.category, visit.to, visit.place = "Holt will visit Riga on 10 May", tocsin.Consult, tocsin.Party{}, riga
	visit.actor = tocsin.Party{Name: "Ane Holt", Country: "DNK"}
	done := visit
	done.article, done.day, done.act, done.status = "d", 10, "", tocsin.Actual
	if e := state(t, 30, visit, done, other); e.State != Kept {
		t.Errorf("the visit: %s %v", e.State, e.Reasons)
	}
	done.place = tocsin.Place{Name: "Liepaja", Country: "LVA", Lat: 56.5, Lon: 21, Precision: "city"}
	if e := state(t, 30, visit, done, other); e.State != Lapsed {
		t.Errorf("a visit elsewhere: %s %v", e.State, e.Reasons)
	}
}

func TestReportsOfOnePromiseAreOneEntry(t *testing.T) {
	again := promised
	again.article, again.day, again.outlet, again.text = "p2", 1, "Belt Gazette", "by 10 May Denmark would send Latvia the forty ambulances"
	unlike := promised
	unlike.article, unlike.text, unlike.category, unlike.date, unlike.to = "p3", "Danish schools would open at nine next winter", "", "", tocsin.Party{}
	entries := follow(3, promised, again, unlike)
	if len(entries) != 2 || entries[0].Articles != 2 || entries[0].Outlets != 2 {
		t.Fatalf("%d entries, the first of %d articles", len(entries), entries[0].Articles)
	}
	if alone := follow(3, promised); alone[0].ID != entries[0].ID {
		t.Error("the ID changed with the second report")
	}
	stranger := again
	stranger.who = tocsin.Source{Name: "Bo Lund", Country: "NOR", Kind: tocsin.Person}
	if got := follow(3, promised, stranger); len(got) != 2 {
		t.Errorf("promises of two people are %d entries", len(got))
	}
}

func TestConditions(t *testing.T) {
	for text, want := range map[string]bool{
		"we will answer if the port is attacked":          true,
		"the ferry will stop unless the fee is paid":      true,
		"Should the talks fail, the gates will be shut":   true,
		"the gates will be shut in case of a flood":       true,
		"the school should open and the gates shut":       false,
		"the ambulances will leave on the day they agree": false,
	} {
		if got := conditional(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
	threat := promised
	threat.act, threat.text = tocsin.Threaten, "Denmark will send Latvia nothing by 10 May unless the fee is paid"
	if e := state(t, 60, threat, other); e.State != Open || !e.Conditional || e.Kind != Threat {
		t.Errorf("a threat on condition: %s, conditional %t, %s", e.State, e.Conditional, e.Kind)
	}
}

func TestBroken(t *testing.T) {
	undone := delivered
	undone.status, undone.day, undone.text = tocsin.Negated, 10, "The forty ambulances have not been sent to Latvia by Denmark."
	if e := state(t, 30, promised, undone, other); e.State != Broken {
		t.Errorf("told as not done: %s %v", e.State, e.Reasons)
	}
	denied := undone
	denied.who, denied.act = tocsin.Source{Name: "Bo Lund", Country: "NOR", Kind: tocsin.Person}, tocsin.Assert
	if e := state(t, 30, promised, denied, other); e.State == Broken {
		t.Errorf("a stranger's word breaks it: %v", e.Reasons)
	}
	back := told{article: "b", day: 4, text: "plans to send forty ambulances to Latvia by 10 May", who: holt, act: tocsin.Assert, cue: "cancel"}
	if e := state(t, 30, promised, back, other); e.State != Broken {
		t.Errorf("taken back: %s %v", e.State, e.Reasons)
	}
	never := promised
	never.status, never.text = tocsin.Negated, "Denmark will send no ambulances to Latvia before 10 May"
	if e := state(t, 30, never, delivered, other); e.State != Broken {
		t.Errorf("done what it promised not to: %s %v", e.State, e.Reasons)
	}
	if e := state(t, 30, never, other); e.State != Kept {
		t.Errorf("not done, as promised: %s %v", e.State, e.Reasons)
	}
}

func TestWhenItIsDue(t *testing.T) {
	delay := promised
	delay.category, delay.date, delay.value, delay.words, delay.text = "", "", "P2W", "two weeks", "farms would be paid within two weeks"
	if e := state(t, 1, delay); e.Due.String() != "2023-05-01/2023-05-15" {
		t.Errorf("within two weeks: %s", e.Due)
	}
	if e := state(t, 60, delay, other); e.State != Unclear {
		t.Errorf("nothing is coded, but it is %s", e.State)
	}
	delay.text = "the strike of two weeks would be the last"
	if e := state(t, 1, delay); !e.Due.IsZero() {
		t.Errorf("a strike of two weeks is due %s", e.Due)
	}
	past := promised
	past.date = "2023-04-02"
	if e := state(t, 400, past, other); !e.Due.IsZero() || e.State != Open {
		t.Errorf("a day gone by: due %s, %s", e.Due, e.State)
	}
}

func TestPlansWithoutADateAreLeftOut(t *testing.T) {
	plan := promised
	plan.act = ""
	if e := state(t, 2, plan); e.Kind != Plan || e.Who.Country != "DNK" {
		t.Errorf("a dated plan: %s by %s", e.Kind, e.Who)
	}
	plan.date = ""
	if got := follow(2, plan); len(got) != 0 {
		t.Errorf("an undated plan is followed: %s", got[0].Line)
	}
}

func TestStorable(t *testing.T) {
	promises, deeds := signAll([]told{promised, delivered})
	var p []Promise
	var d []Deed
	for from, to := range map[any]any{&promises: &p, &deeds: &d} {
		data, err := json.Marshal(from)
		if err == nil {
			err = json.Unmarshal(data, to)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(promises, p) + cmp.Diff(deeds, d); diff != "" {
		t.Error(diff)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var articles []told
		for i := range rapid.IntRange(1, 14).Draw(rt, "articles") {
			e := rapid.SampledFrom([]told{promised, delivered, other}).Draw(rt, "kind")
			e.article, e.day = fmt.Sprint("x", i), rapid.IntRange(0, 12).Draw(rt, "day")
			e.text = rapid.SampledFrom([]string{"", "After all, "}).Draw(rt, "before") + e.text
			articles = append(articles, e)
		}
		promises, deeds := signAll(articles)
		now := day(rapid.IntRange(0, 40).Draw(rt, "now"))
		want := Follow(promises, deeds, now)
		seed := rapid.Uint64().Draw(rt, "seed")
		random := rand.New(rand.NewPCG(seed, seed))
		p, d := append(slices.Clone(promises), promises...), append(slices.Clone(deeds), deeds...)
		random.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
		random.Shuffle(len(d), func(i, j int) { d[i], d[j] = d[j], d[i] })
		if diff := cmp.Diff(want, Follow(p, d, now)); diff != "" {
			rt.Fatal(diff)
		}
		for _, e := range want {
			if e.Match != nil && (!e.Match.Deed.Published.After(e.Said) || e.Match.Deed.Published.After(now)) {
				rt.Fatalf("a promise of %s is decided by a report of %s, asked on %s", e.Said, e.Match.Deed.Published, now)
			}
		}
	})
}

// BenchmarkFollow reports what an article costs among so many, in a ledger that
// grows at the same rate.
func BenchmarkFollow(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			articles := make([]told, n)
			for i := range articles {
				e := []told{promised, delivered}[i%2]
				e.article, e.day = fmt.Sprint("x", i), i/100
				e.date = day(i/100 + random.IntN(20)).Format(time.DateOnly)
				e.text = fmt.Sprintf("They will send thing%d and thing%d to place%d", random.IntN(300), random.IntN(300), random.IntN(300))
				e.words = "They"
				articles[i] = e
			}
			promises, deeds := signAll(articles)
			for b.Loop() {
				Follow(promises, deeds, day(n/100))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/article")
		})
	}
}
