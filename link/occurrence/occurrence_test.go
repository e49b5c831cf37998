package occurrence

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

// Parties and places of an invented war between two real states' armies over
// invented towns.
var (
	northern = tocsin.Party{Name: "Norwegian forces", Country: "NOR"}
	southern = tocsin.Party{Name: "Danish forces", Country: "DNK"}
	tarnby   = tocsin.Place{Name: "Tarnby", Country: "DNK", Lat: 55.6, Lon: 12.6, Precision: city}
	orsholm  = tocsin.Place{Name: "Orsholm", Country: "DNK", Lat: 56.4, Lon: 10.1, Precision: city}
)

// told is an event, told in an article of its own so many days after monday.
type told struct {
	article  string
	day      int // of publication; undated where negative
	outlet   string
	title    string
	text     string
	trigger  string // words of text
	category tocsin.Category
	mode     string
	actor    tocsin.Party
	to       tocsin.Party
	place    tocsin.Place
	date     string // of the event, a day, or two days with a slash
	status   tocsin.Status
	by       string // name of who says so
	actors   []tocsin.Actor
}

func (e told) findings(t testing.TB) tocsin.Findings {
	t.Helper()
	start := strings.Index(e.text, e.trigger)
	if start < 0 {
		t.Fatalf("%q is not in %q", e.trigger, e.text)
	}
	event := tocsin.Event{
		ID: "e" + e.trigger, Trigger: tocsin.Span{Start: start, End: start + len(e.trigger)}, Category: e.category, Mode: e.mode,
		Actor: e.actor, Recipient: e.to, Status: e.status,
	}
	if event.Category == "" {
		event.Category = tocsin.Assault
	}
	if event.Status == "" {
		event.Status = tocsin.Actual
	}
	f := tocsin.Findings{Article: tocsin.Article{ID: e.article, Outlet: e.outlet, Title: e.title, Text: e.text}, Actors: e.actors}
	if e.day >= 0 {
		f.Article.Published = monday.AddDate(0, 0, e.day)
	}
	if e.place.Name != "" {
		e.place.ID, event.Place = "p", "p"
		f.Places = append(f.Places, e.place)
	}
	if e.date != "" {
		from, to, both := strings.Cut(e.date, "/")
		if !both {
			to = from
		}
		event.When = "w"
		f.Whens = append(f.Whens, tocsin.When{ID: "w", Start: from, End: to})
	}
	if e.by != "" {
		event.By = "c"
		f.Claims = append(f.Claims, tocsin.Claim{ID: "c", Source: tocsin.Source{Name: e.by}})
	}
	f.Events = []tocsin.Event{event}
	return f
}

func (e told) sign(t testing.TB) Signature {
	t.Helper()
	return Sign(e.findings(t))[0]
}

func signed(t testing.TB, events ...told) []Signature {
	t.Helper()
	var signatures []Signature
	for _, event := range events {
		signatures = append(signatures, event.sign(t))
	}
	return signatures
}

// together are the articles of each occurrence, sorted.
func together(occurrences []Occurrence) []string {
	var all []string
	for _, o := range occurrences {
		var articles []string
		for _, member := range o.Members {
			articles = append(articles, member.Article)
		}
		all = append(all, strings.Join(articles, " "))
	}
	slices.Sort(all)
	return all
}

// The shelling of a grain store, as five articles tell it.
var (
	shelled = told{
		article: "a1", day: 1, outlet: "Sound Herald", title: "Grain store in Tarnby burns",
		text:    "Norwegian guns shelled the grain store at Tarnby on Monday night. Four workers were hurt.",
		trigger: "shelled", mode: "heavy-weapons", actor: northern, to: tocsin.Party{Name: "the grain store at Tarnby", Country: "DNK"}, place: tarnby, date: "2023-05-01",
	}
	struck = told{
		article: "a2", day: 1, outlet: "Belt Gazette", title: "Fire in Tarnby's grain store",
		text:    "A grain store in Tarnby was struck by artillery from Norway, the mayor, Ane Holt, said.",
		trigger: "struck", actor: tocsin.Party{Name: "Norway", Country: "NOR"}, to: tocsin.Party{Name: "A grain store", Country: "DNK"}, place: tarnby, by: "Ane Holt",
	}
	denied = told{
		article: "a3", day: 2, outlet: "Fjord Post", title: "Oslo speaks of Tarnby",
		text:    "Norway denied that its artillery had shelled a grain store in Tarnby.",
		trigger: "shelled", actor: northern, to: tocsin.Party{Name: "a grain store", Country: "DNK"}, place: tarnby, status: tocsin.Negated, by: "Norwegian government",
	}
	elsewhereShelled = told{
		article: "b1", day: 1, outlet: "Sound Herald", title: "Grain store in Orsholm burns",
		text:    "Norwegian guns shelled the grain store at Orsholm on Monday night. Four workers were hurt.",
		trigger: "shelled", actor: northern, to: tocsin.Party{Name: "the grain store at Orsholm", Country: "DNK"}, place: orsholm, date: "2023-05-01",
	}
	laterShelled = told{
		article: "b2", day: 4, outlet: "Sound Herald", title: "Grain store in Tarnby burns",
		text:    "Norwegian guns shelled the grain store at Tarnby on Thursday night. Four workers were hurt.",
		trigger: "shelled", actor: northern, to: tocsin.Party{Name: "the grain store at Tarnby", Country: "DNK"}, place: tarnby, date: "2023-05-04",
	}
)

func TestReportsOfOneHappeningAreOneOccurrence(t *testing.T) {
	found := Group(signed(t, shelled, struck, denied), nil)
	if diff := cmp.Diff([]string{"a1 a2 a3"}, together(found)); diff != "" {
		t.Fatal(diff)
	}
	o := found[0]
	if want := "ASSAULT (heavy-weapons): Norwegian forces → the grain store at Tarnby, 2023-05-01"; o.Line != want {
		t.Errorf("line %q, want %q", o.Line, want)
	}
	if o.Articles != 3 || o.Outlets != 3 || o.Claims != 2 || o.Sources != 2 || o.Origins != 3 {
		t.Errorf("%d articles of %d outlets and %d origins, %d claims of %d sources", o.Articles, o.Outlets, o.Origins, o.Claims, o.Sources)
	}
	if o.Status != tocsin.Actual || o.Statuses[tocsin.Negated] != 1 || !o.Disputed || o.Alleged {
		t.Errorf("status %s of %v, disputed %t, alleged %t", o.Status, o.Statuses, o.Disputed, o.Alleged)
	}
	if len(o.Why) != 2 || o.Why[0].Score < even || len(o.Why[0].Reasons) == 0 {
		t.Errorf("no reason given: %+v", o.Why)
	}
	if o.Place.Name != "Tarnby" || o.Date != "2023-05-01" {
		t.Errorf("place %q, date %q", o.Place.Name, o.Date)
	}
}

func TestAnotherTownOrDayIsAnotherOccurrence(t *testing.T) {
	if diff := cmp.Diff([]string{"a1", "b1", "b2"}, together(Group(signed(t, shelled, elsewhereShelled, laterShelled), nil))); diff != "" {
		t.Error(diff)
	}
}

func TestForbiddenWhateverTheWords(t *testing.T) {
	for name, change := range map[string]func(*told){
		"another country acts": func(e *told) { e.actor = southern },
		"another town":         func(e *told) { e.place = orsholm },
		"another day":          func(e *told) { e.date = "2023-05-09" },
		"another person": func(e *told) {
			e.actor = tocsin.Party{ID: "x", Name: "Ane Holt", Country: "NOR"}
			e.actors = []tocsin.Actor{{ID: "x", Name: "Ane Holt", Kind: tocsin.Person}}
		},
	} {
		one := shelled
		if name == "another person" {
			one.actor = tocsin.Party{ID: "y", Name: "Bo Lund", Country: "NOR"}
			one.actors = []tocsin.Actor{{ID: "y", Name: "Bo Lund", Kind: tocsin.Person}}
		}
		other := one
		other.article = "z"
		if score, _ := Compare(one.sign(t), other.sign(t)); score < 0.9 {
			t.Errorf("%s: the same told twice scores %.2f", name, score)
		}
		change(&other)
		score, reasons := Compare(one.sign(t), other.sign(t))
		if score >= 0.001 || !slices.ContainsFunc(reasons, func(r Reason) bool { return r.Weight == Forbids }) {
			t.Errorf("%s: scores %.3f with %v", name, score, reasons)
		}
	}
}

func TestWordsAloneMustBeStronglyAlike(t *testing.T) {
	base := told{article: "a", day: 0, title: "Port talks", text: "Danish customs officers seized a trawler with nine tonnes of undeclared herring.", trigger: "seized", category: tocsin.Coerce, actor: tocsin.Party{Name: "Danish customs officers", Country: "DNK"}}
	alike := base
	alike.article, alike.text = "b", "A trawler with nine tonnes of undeclared herring was seized, Danish customs said."
	weak := base
	weak.article, weak.text = "c", "Danish customs officers seized forged passports in a hotel near the airport."
	weak.title = "Forgers caught"
	if diff := cmp.Diff([]string{"a b", "c"}, together(Group(signed(t, base, alike, weak), nil))); diff != "" {
		t.Error(diff)
	}
}

func TestNobodyReportsWhatIsToCome(t *testing.T) {
	early := shelled
	early.article, early.date, early.day = "early", "", 0
	dated := shelled
	dated.date = "2023-05-04"
	if score, _ := Compare(early.sign(t), dated.sign(t)); score > 0.001 {
		t.Errorf("a report of Monday of what happened on Thursday scores %.3f", score)
	}
	early.status = tocsin.Planned
	if score, _ := Compare(early.sign(t), dated.sign(t)); score < even {
		t.Errorf("the plan scores %.3f", score)
	}
}

func TestWhoMeetsWhomMayBeTurned(t *testing.T) {
	holt, lund := tocsin.Party{ID: "h", Name: "Ane Holt", Country: "DNK"}, tocsin.Party{ID: "l", Name: "Bo Lund", Country: "NOR"}
	actors := []tocsin.Actor{{ID: "h", Name: "Ane Holt", Kind: tocsin.Person}, {ID: "l", Name: "Bo Lund", Kind: tocsin.Person}}
	first := told{article: "a", day: 2, text: "Ane Holt met Bo Lund in Tarnby on Tuesday.", trigger: "met", category: tocsin.Consult, actor: holt, to: lund, place: tarnby, date: "2023-05-02", actors: actors}
	turned := first
	turned.article, turned.text, turned.actor, turned.to = "b", "Bo Lund met Ane Holt in Tarnby for two hours.", lund, holt
	attack, back := first, turned
	attack.category, back.category = tocsin.Assault, tocsin.Assault
	if got := together(Group(signed(t, first, turned), nil)); len(got) != 1 {
		t.Errorf("the meeting is %d occurrences", len(got))
	}
	if got := together(Group(signed(t, attack, back), nil)); len(got) != 2 {
		t.Errorf("a blow and one in return are %d occurrences", len(got))
	}
}

// inOne puts the events of several into the article of the first.
func inOne(t *testing.T, events ...told) []Signature {
	t.Helper()
	var signatures []Signature
	for _, event := range events {
		event.article, event.text = events[0].article, events[0].text
		signatures = append(signatures, event.sign(t))
	}
	return signatures
}

func TestInOneSentence(t *testing.T) {
	text := "Norwegian rockets struck a market, killing five people, and sank a ferry, said Ane Holt, who accused Oslo and blamed its generals."
	blow := told{article: "a", text: text, trigger: "struck", actor: northern, to: tocsin.Party{Name: "a market", Country: "DNK"}}
	harm := told{trigger: "killing", actor: northern, to: tocsin.Party{Name: "five people"}}
	other := told{trigger: "sank", actor: northern, to: tocsin.Party{Name: "a ferry", Country: "DNK"}}
	if got := Group(inOne(t, blow, harm), nil); len(got) != 1 {
		t.Errorf("a blow and its harm are %d occurrences", len(got))
	}
	if got := Group(inOne(t, blow, other), nil); len(got) != 2 {
		t.Errorf("two blows are %d occurrences", len(got))
	}
	charge := told{article: "a", text: text, trigger: "accused", category: tocsin.AccuseOf, actor: tocsin.Party{Name: "Ane Holt", Country: "DNK"}}
	again := told{trigger: "blamed", category: tocsin.AccuseOf, actor: charge.actor}
	if got := Group(inOne(t, charge, again), nil); len(got) != 1 {
		t.Errorf("one party's charge is %d occurrences", len(got))
	}
}

// TestNoChainSwallowsAWar tells of a town that is shelled every day in nearly
// the same words, with reports without a date between them.
func TestNoChainSwallowsAWar(t *testing.T) {
	var signatures []Signature
	for day := range 40 {
		for i := range 3 {
			event := shelled
			event.article, event.day = fmt.Sprint("d", day, "-", i), day+1
			event.date = monday.AddDate(0, 0, day).Format(time.DateOnly)
			if i == 2 {
				event.date = ""
			}
			signatures = append(signatures, event.sign(t))
		}
	}
	found := Group(signatures, nil)
	if len(found) < 15 {
		t.Errorf("40 days of shelling are %d occurrences", len(found))
	}
	for _, o := range found {
		var dates []string
		for _, s := range signatures {
			if slices.ContainsFunc(o.Members, func(m Member) bool { return m.Article == s.Article }) && !s.Days.IsZero() {
				dates = append(dates, s.Days.String())
			}
		}
		slices.Sort(dates)
		if dates = slices.Compact(dates); len(dates) > 2 {
			t.Errorf("an occurrence has the dates %v", dates)
		}
	}
}

// What is told without a date is bounded by when it is told.
func TestUndatedReportsOfMonthsAreNotOne(t *testing.T) {
	var signatures []Signature
	for day := range 90 {
		event := shelled
		event.article, event.day, event.date = fmt.Sprint("u", day), day, ""
		signatures = append(signatures, event.sign(t))
	}
	for _, o := range Group(signatures, nil) {
		if days := o.Last.Sub(o.First).Hours() / 24; days > longestTold {
			t.Errorf("one occurrence is told for %.0f days", days)
		}
	}
}

func TestAFrameHoldsOneDateAndPlace(t *testing.T) {
	week := func(from, to int) Days { return Days{monday.AddDate(0, 0, from), monday.AddDate(0, 0, to)} }
	of := func(days Days, place Spot) frame { return frame{days: days, dated: days, place: place} }
	first, fits := of(week(0, 6), Spot{}).and(of(week(4, 6), Spot{}))
	if !fits || first.days != week(4, 6) {
		t.Fatalf("fits %t, left %s", fits, first.days)
	}
	if _, fits := first.and(of(week(1, 2), Spot{})); fits {
		t.Error("a day outside of what all dates cover fits")
	}
	if _, fits := of(week(0, 6), Spot{}).and(of(week(6, 12), Spot{})); fits {
		t.Error("two weeks are one occurrence")
	}
	if _, fits := (frame{told: week(0, 20)}).and(frame{told: week(40, 41)}); fits {
		t.Error("what is told for six weeks without a date is one occurrence")
	}
	tarn, ors := Spot{Name: "Tarnby", Lat: 55.6, Lon: 12.6, Precision: city}, Spot{Name: "Orsholm", Lat: 56.4, Lon: 10.1, Precision: city}
	placed, _ := of(Days{}, tarn).and(of(Days{}, Spot{}))
	if _, fits := placed.and(of(Days{}, ors)); fits {
		t.Error("a mention without a place joins two towns")
	}
}

func TestOriginsAreCountedByTheCaller(t *testing.T) {
	o := Group(signed(t, shelled, struck, denied), func(article string) string { return strings.Replace(article, "a2", "a1", 1) })[0]
	if o.Origins != 2 || o.Articles != 3 {
		t.Errorf("%d origins of %d articles", o.Origins, o.Articles)
	}
}

func TestIDLastsWhenMoreIsReported(t *testing.T) {
	before, after := Group(signed(t, shelled), nil), Group(signed(t, denied, shelled, struck), nil)
	if before[0].ID != after[0].ID {
		t.Errorf("%s became %s", before[0].ID, after[0].ID)
	}
}

func TestAStateThatActsIsNoPlace(t *testing.T) {
	event := shelled
	event.place = tocsin.Place{Name: "Norway", Country: "NOR", Precision: country}
	if s := event.sign(t); !s.Place.IsZero() {
		t.Errorf("placed in %s", s.Place.Name)
	}
	event.place = tarnby
	findings := event.findings(t)
	findings.Events[0].Place, findings.Events[0].Recipient = "", tocsin.Party{Name: "Tarnby", Country: "DNK"}
	at := strings.Index(event.text, "Tarnby")
	findings.Places[0].Span = tocsin.Span{Start: at, End: at + len("Tarnby")}
	if s := Sign(findings)[0]; s.Place.Name != "Tarnby" {
		t.Errorf("a town that is taken is at %q", s.Place.Name)
	}
}

func TestSignatureIsStorable(t *testing.T) {
	for _, s := range signed(t, shelled, struck, denied) {
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back Signature
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, back); diff != "" {
			t.Error(diff)
		}
		if len(data) > 2500 {
			t.Errorf("a signature of %d bytes", len(data))
		}
	}
}

// reports draws articles that tell of a few shellings, each with or without
// date and place.
func reports(t *rapid.T, tb testing.TB) []Signature {
	var signatures []Signature
	for i := range rapid.IntRange(2, 25).Draw(t, "articles") {
		event := rapid.SampledFrom([]told{shelled, struck, denied, elsewhereShelled, laterShelled}).Draw(t, "event")
		event.article = fmt.Sprint("r", i)
		event.day = rapid.IntRange(-1, 20).Draw(t, "day")
		if rapid.Bool().Draw(t, "without date") {
			event.date = ""
		}
		if rapid.Bool().Draw(t, "without place") {
			event.place = tocsin.Place{}
		}
		signatures = append(signatures, event.sign(tb))
	}
	return signatures
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		signatures := reports(rt, t)
		want := Group(signatures, nil)
		shuffled := append(slices.Clone(signatures), signatures[0])
		seed := rapid.Uint64().Draw(rt, "seed")
		rand.New(rand.NewPCG(seed, seed)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want, Group(shuffled, nil)); diff != "" {
			rt.Fatal(diff)
		}
		members := 0
		for _, o := range want {
			members += len(o.Members)
		}
		if members != len(signatures) {
			rt.Fatalf("%d mentions became %d members", len(signatures), members)
		}
		for _, a := range signatures {
			for _, b := range signatures {
				x, _ := Compare(a, b)
				if y, _ := Compare(b, a); x != y {
					rt.Fatalf("%s and %s score %f and %f", a.Article, b.Article, x, y)
				}
			}
		}
	})
}

// BenchmarkGroup reports what one mention costs among so many, of a war that
// goes on at the same rate.
func BenchmarkGroup(b *testing.B) {
	for _, n := range []int{1_000, 5_000, 25_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			signatures := make([]Signature, n)
			for i := range signatures {
				event := shelled
				event.article, event.day = fmt.Sprint("r", i), i/200
				event.text = fmt.Sprintf("Norwegian guns shelled the %s%d at Town%d on that night. Some were hurt.", []string{"depot", "school", "bridge"}[i%3], random.IntN(50), random.IntN(30))
				event.place = tocsin.Place{Name: fmt.Sprint("Town", random.IntN(30)), Country: "DNK", Lat: float64(random.IntN(30)), Precision: city}
				event.to = tocsin.Party{Name: fmt.Sprint("depot", random.IntN(50)), Country: "DNK"}
				if event.date = ""; random.IntN(3) == 0 {
					event.date = monday.AddDate(0, 0, i/200).Format(time.DateOnly)
				}
				signatures[i] = event.sign(b)
			}
			for b.Loop() {
				Group(signatures, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/mention")
		})
	}
}
