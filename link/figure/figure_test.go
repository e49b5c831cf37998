package figure

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tocsin"
)

var monday = time.Date(2023, 5, 1, 9, 0, 0, 0, time.UTC)

// told makes the Findings of an article, so many days after monday. Figures,
// places and times are given by the words that they stand in.
type told struct {
	article string
	day     int
	text    string
	figures []tocsin.Quantity // in text order, with Unit as they are; Rule holds the words
	places  []tocsin.Place    // Name as it stands
	whens   []tocsin.When     // Rule holds the words
	source  tocsin.Source     // of all the text, where it is named
	revises string
}

func (a told) findings(t testing.TB) tocsin.Findings {
	t.Helper()
	from := 0
	at := func(words string) tocsin.Span {
		start := strings.Index(a.text[from:], words)
		if start < 0 {
			t.Fatalf("%q is not in %q", words, a.text)
		}
		return tocsin.Span{Start: from + start, End: from + start + len(words)}
	}
	f := tocsin.Findings{Article: tocsin.Article{ID: a.article, Outlet: "Outlet " + a.article, Text: a.text, Published: monday.AddDate(0, 0, a.day), Revises: a.revises}}
	for i, q := range a.figures {
		q.Span = at(q.Rule)
		from = q.Span.End
		q.ID, q.Rule = fmt.Sprint("q", i), ""
		f.Quantities = append(f.Quantities, q)
	}
	from = 0
	for _, p := range a.places {
		p.Span = at(p.Name)
		f.Places = append(f.Places, p)
	}
	for _, w := range a.whens {
		w.Span = at(w.Rule)
		f.Whens = append(f.Whens, w)
	}
	if a.source.Name != "" {
		f.Claims = []tocsin.Claim{{ID: "c0", Source: a.source, Content: []tocsin.Span{{End: len(a.text)}}}}
	}
	return f
}

func (a told) sign(t testing.TB) []Signature { return Sign(a.findings(t)) }

// one is the signature of the last figure.
func (a told) one(t testing.TB) Signature {
	t.Helper()
	signed := a.sign(t)
	if len(signed) == 0 {
		t.Fatalf("no figure in %q", a.text)
	}
	return signed[len(signed)-1]
}

func count(words string, value float64, bound tocsin.Bound, of string) tocsin.Quantity {
	return tocsin.Quantity{Rule: words, Value: &value, Bound: bound, Of: of}
}

func on(words, date string) tocsin.When {
	return tocsin.When{Rule: words, Type: tocsin.Date, Value: date, Start: date, End: date}
}

var (
	tromso  = tocsin.Place{Name: "Tromso", Country: "NOR", Precision: "city", Lat: 69.6, Lon: 18.9}
	bodo    = tocsin.Place{Name: "Bodo", Country: "NOR", Precision: "city", Lat: 67.3, Lon: 14.4}
	finland = tocsin.Place{Name: "Finland", Country: "FIN", Precision: "country"}
	oslo    = tocsin.Source{Name: "Norwegian government", Country: "NOR", Kind: tocsin.Government}
	hels    = tocsin.Source{Name: "Finnish government", Country: "FIN", Kind: tocsin.Government}
	monitor = tocsin.Source{Name: "Harbour Monitor", Kind: tocsin.Organization}
)

// Swedish soldiers come to Finland, by three counts.
func arrivals() []told {
	return []told{
		{article: "a1", text: "Sweden will send fewer than 9,000 soldiers to Finland for a winter drill.", source: hels, places: []tocsin.Place{finland},
			figures: []tocsin.Quantity{count("fewer than 9,000 soldiers", 9000, tocsin.Less, "soldiers")}},
		{article: "a2", day: 3, text: "About 3,500 Swedish soldiers have arrived in Finland.", source: hels, places: []tocsin.Place{finland},
			figures: []tocsin.Quantity{count("About 3,500 Swedish soldiers", 3500, tocsin.About, "Swedish soldiers")}},
		{article: "a3", day: 4, text: "Some 6,500 Swedish troops are now in Finland.", source: monitor, places: []tocsin.Place{finland},
			figures: []tocsin.Quantity{count("Some 6,500 Swedish troops", 6500, tocsin.About, "Swedish troops")}},
		{article: "a4", day: 9, text: "Up to 10,000 Swedish servicemen are stationed in Finland.", source: oslo, places: []tocsin.Place{finland},
			figures: []tocsin.Quantity{count("Up to 10,000 Swedish servicemen", 10000, tocsin.AtMost, "Swedish servicemen")}},
	}
}

func signed(t testing.TB, articles ...told) []Signature {
	var all []Signature
	for _, article := range articles {
		all = append(all, article.sign(t)...)
	}
	return all
}

func TestSign(t *testing.T) {
	for _, test := range []struct {
		name string
		told told
		want func(Signature) bool
	}{
		{"the verb right before", told{text: "The blast tore the quay open, killing 23 dockers and wounding nobody.", figures: []tocsin.Quantity{count("23 dockers", 23, tocsin.Exact, "dockers")}},
			func(s Signature) bool { return s.Attribute == "killed" && s.Thing.Head == "docker" }},
		{"the verb after", told{text: "At least eight dockers have been injured.", figures: []tocsin.Quantity{count("At least eight dockers", 8, tocsin.AtLeast, "dockers")}},
			func(s Signature) bool { return s.Attribute == "wounded" }},
		{"a noun that is a fate", told{text: "The county counted 40 deaths.", figures: []tocsin.Quantity{count("40 deaths", 40, tocsin.Exact, "deaths")}},
			func(s Signature) bool { return s.Attribute == "killed" && s.Thing.Head == "person" }},
		{"two subjects of one verb", told{text: "One porter and two guards were killed.", figures: []tocsin.Quantity{count("One porter", 1, tocsin.Exact, "porter"), count("two guards", 2, tocsin.Exact, "guards")}},
			func(s Signature) bool { return s.Attribute == "killed" && s.Thing.Head == "guard" }},
		{"whose they are, and where", told{text: "Sweden will send 900 soldiers to Finland.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("900 soldiers", 900, tocsin.Exact, "soldiers")}},
			func(s Signature) bool { return s.Thing.Side == "SWE" && s.Country == "FIN" && s.Mode == Expected }},
		{"who says it is not whose they are", told{text: "Sweden says 900 soldiers are in Finland.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("900 soldiers", 900, tocsin.Exact, "soldiers")}},
			func(s Signature) bool { return s.Thing.Side == "" && s.Attribute == "present" }},
		{"a bare figure after another", told{text: "Some 900 Swedish soldiers came to Finland. The embassy spoke of at least 1,200.", places: []tocsin.Place{finland},
			figures: []tocsin.Quantity{count("Some 900 Swedish soldiers", 900, tocsin.About, "Swedish soldiers"), count("at least 1,200", 1200, tocsin.AtLeast, "")}},
			func(s Signature) bool { return s.Thing.Head == "soldier" && s.Country == "FIN" && s.Beside == "q0" }},
		{"a day of the month counts nothing", told{text: "Some 90 Swedish soldiers came. The drill lasts from May 10 to 20.",
			figures: []tocsin.Quantity{count("Some 90 Swedish soldiers", 90, tocsin.About, "Swedish soldiers"), count("20", 20, tocsin.Exact, "")}},
			func(s Signature) bool { return s.Thing.Head == "" }},
		{"the noun before a bare figure", told{text: "The institute puts the Swedish contingent at up to 3,000.", figures: []tocsin.Quantity{count("up to 3,000", 3000, tocsin.AtMost, "")}},
			func(s Signature) bool { return s.Thing.Head == "soldier" && s.Thing.Side == "SWE" }},
		{"a rate", told{text: "The flu kills up to 100 hens and 500 ducks every day.", figures: []tocsin.Quantity{count("up to 100 hens", 100, tocsin.AtMost, "hens")}},
			func(s Signature) bool { return s.Per == "day" }},
		{"no rate", told{text: "Some 100 hens will die within a week.", figures: []tocsin.Quantity{count("Some 100 hens", 100, tocsin.About, "hens")}},
			func(s Signature) bool { return s.Per == "" && s.Mode == Expected }},
		{"a total", told{text: "So far 70 boats have been destroyed.", figures: []tocsin.Quantity{count("70 boats", 70, tocsin.Exact, "boats")}},
			func(s Signature) bool { return s.Extent == Cumulative }},
		{"a total since a day", told{text: "Since 2 March 70 boats have been destroyed.", figures: []tocsin.Quantity{count("70 boats", 70, tocsin.Exact, "boats")}, whens: []tocsin.When{on("2 March", "2023-03-02")}},
			func(s Signature) bool {
				return s.Extent == Cumulative && s.From == "2023-03-02" && s.AsOf == "2023-05-01"
			}},
		{"of the last days", told{text: "In the past 24 hours 7 boats were destroyed.", figures: []tocsin.Quantity{count("7 boats", 7, tocsin.Exact, "boats")}},
			func(s Signature) bool { return s.Extent == Recent && s.From == "2023-04-30" }},
		{"as of a day", told{day: 9, text: "On 2 May 7 boats were destroyed.", figures: []tocsin.Quantity{count("7 boats", 7, tocsin.Exact, "boats")}, whens: []tocsin.When{on("2 May", "2023-05-02")}},
			func(s Signature) bool { return s.AsOf == "2023-05-02" && s.From == "2023-05-02" }},
		{"as of a year", told{text: "In 2004 a flood killed 70 people.", figures: []tocsin.Quantity{count("70 people", 70, tocsin.Exact, "people")},
			whens: []tocsin.When{{Rule: "2004", Type: tocsin.Date, Value: "2004", Start: "2004-01-01", End: "2004-12-31"}}},
			func(s Signature) bool { return s.AsOf == "2004-12-31" && s.From == "2004-01-01" }},
		{"the verb of the next figure", told{text: "The wave flattened seven barns and killed 10 hens.", figures: []tocsin.Quantity{count("seven barns", 7, tocsin.Exact, "barns")}},
			func(s Signature) bool { return s.Attribute == "destroyed" }},
		{"what was before has no day", told{text: "There are 70 boats in Tromso, up from 50.", figures: []tocsin.Quantity{count("70 boats", 70, tocsin.Exact, "boats"), count("50", 50, tocsin.Exact, "")}},
			func(s Signature) bool { return s.AsOf == "" && s.Thing.Head == "boat" }},
		{"a condition", told{text: "Drills of 9,000 soldiers must be announced.", figures: []tocsin.Quantity{count("9,000 soldiers", 9000, tocsin.Exact, "soldiers")}},
			func(s Signature) bool { return s.Mode == Supposed }},
		{"taken back", told{text: "Correction: an earlier version spoke of 40 boats.", figures: []tocsin.Quantity{count("40 boats", 40, tocsin.Exact, "boats")}},
			func(s Signature) bool { return s.Mode == Withdrawn }},
		{"a part", told{text: "The storm killed 30 people, including four children.", figures: []tocsin.Quantity{count("30 people", 30, tocsin.Exact, "people"), count("four children", 4, tocsin.Exact, "children")}},
			func(s Signature) bool { return s.Part && s.Attribute == "killed" && s.Thing.Head == "child" }},
		{"a people is no place", told{text: "Crews of Finnish boats lost 900 tents.", places: []tocsin.Place{{Name: "Finnish", Country: "FIN", Precision: "country"}}, figures: []tocsin.Quantity{count("900 tents", 900, tocsin.Exact, "tents")}},
			func(s Signature) bool { return s.Country == "" }},
		{"a government is no place", told{text: "Some 900 tents are missing, Finland fears.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("Some 900 tents", 900, tocsin.About, "tents")}},
			func(s Signature) bool { return s.Country == "" && s.Attribute == "missing" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.told.article = "a"
			if s := test.told.one(t); !test.want(s) {
				shown, _ := json.MarshalIndent(s, "", " ")
				t.Errorf("got %s", shown)
			}
		})
	}
}

func TestSourcesAreNotCounted(t *testing.T) {
	a := told{article: "a", text: "Two officials said it rained.", figures: []tocsin.Quantity{count("Two officials", 2, tocsin.Exact, "officials")}}
	f := a.findings(t)
	f.Claims = []tocsin.Claim{{ID: "c", Source: tocsin.Source{Span: tocsin.Span{End: len("Two officials")}}, Content: []tocsin.Span{{Start: 19, End: 28}}}}
	if signed := Sign(f); len(signed) != 0 {
		t.Errorf("got %v", signed)
	}
}

func TestSame(t *testing.T) {
	in := func(article string, day int, text string, place tocsin.Place, q tocsin.Quantity) told {
		return told{article: article, day: day, text: text, places: []tocsin.Place{place}, figures: []tocsin.Quantity{q}}
	}
	tromso12 := in("b1", 0, "A ferry fire killed 12 passengers in Tromso harbour.", tromso, count("12 passengers", 12, tocsin.Exact, "passengers"))
	for _, test := range []struct {
		name   string
		a, b   told
		want   bool
		reason string
	}{
		{"another count of one fire", tromso12, in("b2", 1, "The ferry fire in Tromso killed at least 14 passengers.", tromso, count("at least 14 passengers", 14, tocsin.AtLeast, "passengers")), true, "at Tromso"},
		{"killed and wounded", tromso12, in("b2", 0, "The ferry fire in Tromso wounded 12 passengers.", tromso, count("12 passengers", 12, tocsin.Exact, "passengers")), false, "another fate"},
		{"elsewhere", tromso12, in("b2", 0, "A ferry fire killed 12 passengers in Bodo harbour.", bodo, count("12 passengers", 12, tocsin.Exact, "passengers")), false, "other places"},
		{"weeks later", tromso12, in("b2", 40, "A ferry fire killed 9 passengers in Tromso harbour.", tromso, count("9 passengers", 9, tocsin.Exact, "passengers")), false, "other times"},
		{"other things", tromso12, in("b2", 0, "The ferry fire in Tromso killed 12 horses.", tromso, count("12 horses", 12, tocsin.Exact, "horses")), false, "other things"},
		{"a share", tromso12, in("b2", 0, "The ferry fire in Tromso killed half of the passengers.", tromso, count("half of the passengers", 0.5, tocsin.Exact, "passengers")), false, "other units"},
		{"a total", tromso12, in("b2", 0, "So far this year ferry fires in Tromso killed 12 passengers.", tromso, count("12 passengers", 12, tocsin.Exact, "passengers")), false, "stretch"},
		{"a planned number and those who came", arrivals()[0], arrivals()[1], true, "SWE"},
		{"soldiers of another side", arrivals()[1], told{article: "c", day: 3, text: "About 3,500 Norwegian soldiers have arrived in Finland.", places: []tocsin.Place{finland},
			figures: []tocsin.Quantity{count("About 3,500 Norwegian soldiers", 3500, tocsin.About, "Norwegian soldiers")}}, false, "other sides"},
		{"a rate", tromso12, in("b2", 0, "Each year ferry fires in Tromso killed 12 passengers a year.", tromso, count("12 passengers", 12, tocsin.Exact, "passengers")), false, "another rate"},
		{"a rule", tromso12, in("b2", 0, "If a ferry fire in Tromso killed 12 passengers, the port must close.", tromso, count("12 passengers", 12, tocsin.Exact, "passengers")), false, "condition"},
		{"a part", in("b1", 0, "A ferry fire in Tromso killed 30 passengers.", tromso, count("30 passengers", 30, tocsin.Exact, "passengers")),
			told{article: "b2", text: "The ferry fire in Tromso killed 33 people, including 12 passengers.", places: []tocsin.Place{tromso},
				figures: []tocsin.Quantity{count("33 people", 33, tocsin.Exact, "people"), count("12 passengers", 12, tocsin.Exact, "passengers")}}, false, "a part"},
		{"a town that one names first and the other last", tromso12, in("b2", 0, "In Tromso 14 passengers were killed.", tromso, count("14 passengers", 14, tocsin.Exact, "passengers")), true, "at Tromso"},
		{"two fires of one week and some of the same words", told{article: "d", text: "A kitchen fire in northern Finland killed 40 guests of a hotel.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("40 guests", 40, tocsin.Exact, "guests")}},
			told{article: "e", day: 6, text: "A kitchen fire in southern Finland killed 70 guests of a hotel.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("70 guests", 70, tocsin.Exact, "guests")}}, false, "nothing ties"},
		{"only a noun and a country in common", told{article: "d", text: "In Finland 40 people died.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("40 people", 40, tocsin.Exact, "people")}},
			told{article: "e", text: "Influenza has claimed lives in Finland: 70 people died.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("70 people", 70, tocsin.Exact, "people")}}, false, "nothing ties"},
	} {
		t.Run(test.name, func(t *testing.T) {
			score, reasons := Same(test.a.one(t), test.b.one(t))
			if (score >= Even) != test.want || !strings.Contains(strings.Join(reasons, "; "), test.reason) {
				t.Errorf("got %.2f because of %q, want %t because of %q", score, reasons, test.want, test.reason)
			}
			if turned, _ := Same(test.b.one(t), test.a.one(t)); turned != score {
				t.Errorf("the other way round it is %.2f, not %.2f", turned, score)
			}
		})
	}
}

func TestLadder(t *testing.T) {
	ladders := Ladders(signed(t, arrivals()...), nil)
	if len(ladders) != 1 {
		t.Fatalf("%d ladders: %+v", len(ladders), ladders)
	}
	l := ladders[0]
	if l.What != "Swedish soldiers sent, Finland" || len(l.Rungs) != 4 {
		t.Errorf("%q of %d rungs", l.What, len(l.Rungs))
	}
	if flags := l.Rungs[0].Flags; len(flags) != 0 {
		t.Errorf("the first rung has flags: %v", flags)
	}
	kinds := map[FlagKind]float64{}
	for _, f := range l.Rungs[2].Flags {
		if f.Against == 1 {
			kinds[f.Kind] = f.Ratio
		}
	}
	if math.Abs(kinds[Jump]-6500.0/3500) > 0.001 || kinds[Contradict] == 0 {
		t.Errorf("flags of 6,500 after 3,500: %v", l.Rungs[2].Flags)
	}
	if *l.Low != 3500 || *l.High != 10000 || *l.Best != 6500 {
		t.Errorf("best %v, low %v, high %v", *l.Best, *l.Low, *l.High)
	}
}

func TestBestIsWhatIndependentSourcesGive(t *testing.T) {
	article := func(id string, day int, source tocsin.Source, words string, value float64) told {
		return told{article: id, day: day, text: words + " Swedish soldiers are in Finland.", source: source, places: []tocsin.Place{finland},
			figures: []tocsin.Quantity{count(words+" Swedish soldiers", value, tocsin.Exact, "Swedish soldiers")}}
	}
	all := signed(t, article("a", 0, oslo, "4,000", 4000), article("b", 1, monitor, "4,100", 4100), article("c", 2, hels, "7,000", 7000))
	l := Ladders(all, nil)[0]
	if *l.Best != 4100 || !strings.Contains(l.Reason, "2 independent sources") {
		t.Errorf("best %v: %s", *l.Best, l.Reason)
	}
	one := Ladders(all, func(string) string { return "one agency" })[0]
	if *one.Best != 7000 {
		t.Errorf("of one origin, best is %v: %s", *one.Best, one.Reason)
	}
}

func TestTheMostIndependentIsBestWhenItComesLater(t *testing.T) {
	all := arrivals()
	again := all[2]
	again.article, again.day, again.source = "a5", 5, oslo
	late := all[2]
	late.article, late.day, late.text = "a6", 6, "Some 9,500 Swedish troops are now in Finland."
	late.figures = []tocsin.Quantity{count("Some 9,500 Swedish troops", 9500, tocsin.About, "Swedish troops")}
	l := Ladders(signed(t, all[1], all[2], again, late), nil)[0]
	if *l.Best != 6500 {
		t.Errorf("best %v: %s", *l.Best, l.Reason)
	}
}

func TestThereIsNoChainFromOneThingToAnother(t *testing.T) {
	article := func(id, text string, places ...tocsin.Place) told {
		return told{article: id, text: text, places: places, figures: []tocsin.Quantity{count("120 passengers", 120, tocsin.Exact, "passengers")}}
	}
	tromsoFire := article("f1", "A ferry fire killed 120 passengers in Tromso after a gearbox exploded.", tromso)
	nowhere := article("f2", "A ferry fire killed 120 passengers after a gearbox exploded on Monday.")
	again := nowhere
	again.article = "f2b"
	bodoFire := article("f3", "A ferry fire killed 120 passengers in Bodo after a gearbox exploded.", bodo)
	joined := false
	for _, l := range Ladders(signed(t, tromsoFire, nowhere, again, bodoFire), nil) {
		towns := map[string]bool{}
		for _, r := range l.Rungs {
			for _, report := range r.Reports {
				towns[report.Article] = true
			}
		}
		joined = joined || towns["f2"] && (towns["f1"] || towns["f3"])
		if towns["f1"] && towns["f3"] {
			t.Errorf("%q holds both fires", l.What)
		}
	}
	if !joined {
		t.Error("the report without a town joins neither")
	}
	fires := []told{
		{article: "d", text: "In Finland 40 people died.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("40 people", 40, tocsin.Exact, "people")}},
		{article: "e", text: "Influenza: in Finland 70 people died.", places: []tocsin.Place{finland}, figures: []tocsin.Quantity{count("70 people", 70, tocsin.Exact, "people")}},
	}
	if ladders := Ladders(signed(t, fires...), nil); len(ladders) != 2 {
		t.Errorf("what nothing ties together makes %d ladders", len(ladders))
	}
}

func TestRepeatsAndRevisions(t *testing.T) {
	first := arrivals()[1]
	copied := first
	copied.article, copied.day = "copy", first.day+1
	changed := first
	changed.article, changed.day, changed.revises = "changed", first.day+1, first.article
	changed.text = "About 2,500 Swedish soldiers have arrived in Finland."
	changed.figures = []tocsin.Quantity{count("About 2,500 Swedish soldiers", 2500, tocsin.About, "Swedish soldiers")}

	l := Ladders(signed(t, first, copied), nil)[0]
	if len(l.Rungs) != 1 || len(l.Rungs[0].Reports) != 2 {
		t.Errorf("a copy makes %d rungs", len(l.Rungs))
	}
	l = Ladders(signed(t, first, changed), nil)[0]
	if len(l.Rungs) != 2 || !l.Rungs[0].Reports[0].Replaced || *l.High != 2500 {
		t.Errorf("the replaced figure still counts: high %v of %+v", *l.High, l.Rungs)
	}
	again := changed
	again.revises = ""
	l = Ladders(signed(t, first, again), nil)[0]
	if flags := l.Rungs[1].Flags; len(flags) == 0 || flags[0].Kind != Revised {
		t.Errorf("flags of a source that corrects itself: %v", flags)
	}
}

func TestOrderMakesNoDifference(t *testing.T) {
	all := signed(t, town(60)...)
	want := Ladders(all, nil)
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(all).Draw(t, "order")
		if diff := cmp.Diff(want, Ladders(shuffled, nil)); diff != "" {
			t.Fatal(diff)
		}
	})
	if twice := Ladders(append(all, all...), nil); cmp.Diff(want, twice) != "" {
		t.Error("a figure given twice counts twice")
	}
}

func TestSignaturesKeepAsJSON(t *testing.T) {
	for _, s := range signed(t, arrivals()...) {
		stored, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var read Signature
		if err := json.Unmarshal(stored, &read); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, read); diff != "" || len(stored) > 1500 {
			t.Errorf("%d bytes, %s", len(stored), diff)
		}
	}
}

// town makes articles on fires and storms in towns, so that every town has a
// few figures of each kind.
func town(n int) []told {
	random := rand.New(rand.NewPCG(1, 2))
	var all []told
	for i := range n {
		number := random.IntN(max(1, n/4))
		name := fmt.Sprint("Vik", number)
		value := float64(10 + random.IntN(40))
		kind := []string{"killed", "wounded"}[random.IntN(2)]
		words := fmt.Sprintf("%.0f sailors", value)
		all = append(all, told{
			article: fmt.Sprint("t", i), day: number%300 + random.IntN(3), text: fmt.Sprintf("The fire in %s %s %s.", name, kind, words),
			places:  []tocsin.Place{{Name: name, Country: "NOR", Precision: "city", Lat: float64(number % 60), Lon: float64(number / 60)}},
			figures: []tocsin.Quantity{count(words, value, tocsin.Exact, "sailors")},
		})
	}
	return all
}

// BenchmarkLadders shows that the cost of a figure does not grow with their
// number.
func BenchmarkLadders(b *testing.B) {
	for _, n := range []int{1000, 4000, 16000} {
		all := signed(b, town(n)...)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Ladders(all, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/figure")
		})
	}
}

// BenchmarkSign shows that the cost of a figure does not grow with the article.
func BenchmarkSign(b *testing.B) {
	for _, n := range []int{100, 3200} {
		a := told{article: "a"}
		for i := range n {
			words := fmt.Sprint(100+i, " sailors")
			a.text += "On the quay " + words + " were hurt in the fog. "
			a.figures = append(a.figures, count(words, float64(100+i), tocsin.Exact, "sailors"))
		}
		f := a.findings(b)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Sign(f)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/figure")
		})
	}
}
