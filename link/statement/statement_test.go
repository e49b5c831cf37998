package statement

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tocsin"
)

var monday = time.Date(2023, 5, 1, 9, 0, 0, 0, time.UTC)

// said makes the signature of one claim in an article of its own, so many days
// after monday: "SOURCE CUE CONTENT. REST".
type said struct {
	article string
	day     int
	source  tocsin.Source
	cue     string
	act     tocsin.Act
	content string
	rest    string
	of      map[string]tocsin.Quantity // figures by the words that they stand in
	dates   map[string]string          // values by the words
	places  map[string]float64         // latitudes by the words
	actors  []tocsin.Actor             // with the names as they stand in the content
}

func (s said) sign(t *testing.T) Signature {
	t.Helper()
	cue := s.cue
	if cue == "" {
		cue = "say"
	}
	text := s.source.Name + " " + cue + " " + s.content + ". " + s.rest
	at := func(words string) tocsin.Span {
		start := strings.Index(text, words)
		if start < 0 {
			t.Fatalf("%q is not in %q", words, text)
		}
		return tocsin.Span{Start: start, End: start + len(words)}
	}
	act := s.act
	if act == "" {
		act = tocsin.Assert
	}
	findings := tocsin.Findings{
		Article: tocsin.Article{ID: s.article, Text: text, Published: monday.AddDate(0, 0, s.day)},
		Claims:  []tocsin.Claim{{ID: "c1", Source: s.source, Cue: tocsin.Cue{Lemma: cue}, Act: act, Content: []tocsin.Span{at(s.content)}}},
	}
	for words, quantity := range s.of {
		quantity.Span = at(words)
		findings.Quantities = append(findings.Quantities, quantity)
	}
	for words, value := range s.dates {
		findings.Whens = append(findings.Whens, tocsin.When{Span: at(words), Value: value, Start: value, End: value})
	}
	for place, latitude := range s.places {
		findings.Places = append(findings.Places, tocsin.Place{Span: at(place), Name: place, Lat: latitude, Precision: "city"})
	}
	for i, actor := range s.actors {
		actor.ID = fmt.Sprint("a", i)
		actor.Mentions = []tocsin.Span{at(actor.Name)}
		findings.Actors = append(findings.Actors, actor)
	}
	signatures := Sign(findings)
	if len(signatures) != 1 {
		t.Fatalf("%d signatures", len(signatures))
	}
	return signatures[0]
}

var (
	oslo      = tocsin.Source{Name: "Norwegian government", Country: "NOR", Kind: tocsin.Government}
	reykjavik = tocsin.Source{Name: "Icelandic government", Country: "ISL", Kind: tocsin.Government}
	fisher    = tocsin.Source{Name: "Sigrun Vatnsdal", Country: "ISL", Kind: tocsin.Person}
	keeper    = tocsin.Source{Name: "Olav Berntsen", Country: "NOR", Kind: tocsin.Person}
	monitor   = tocsin.Source{Name: "Harbour Monitor", Kind: tocsin.Organization}
	pilot     = tocsin.Source{Name: "Harbour official", Country: "NOR", Kind: tocsin.Unnamed}
	nobody    = tocsin.Source{}
)

func count(value float64, bound tocsin.Bound, of string) tocsin.Quantity {
	return tocsin.Quantity{Value: &value, Bound: bound, Of: of}
}

// A quarrel about a trawler.
var (
	rammed      = said{article: "a1", source: fisher, content: "the Norwegian coastguard rammed the trawler Havbris and tore her nets"}
	rammedAgain = said{article: "a2", day: 1, source: fisher, cue: "claim", content: "the Norwegian coastguard rammed the trawler Havbris"}
	rammedOther = said{article: "a3", day: 1, source: monitor, content: "a coastguard cutter rammed the trawler Havbris and tore nets"}
	neverRammed = said{article: "a4", day: 1, source: keeper, content: "the coastguard never rammed the trawler Havbris"}
	denied1     = said{article: "a5", day: 1, source: oslo, act: tocsin.Deny, content: "its coastguard rammed the trawler"}
	deniedRam   = said{article: "a8", day: 1, source: oslo, act: tocsin.Deny, content: "the coastguard rammed the trawler Havbris"}
	invented    = said{article: "a6", day: 2, source: keeper, content: "the tale of the trawler Havbris that was rammed is a hoax"}
	quota       = said{article: "a7", day: 1, source: fisher, content: "herring quotas for the coming season leave the smaller harbours without income"}
	hurt3       = said{article: "b1", source: monitor, content: "3 sailors were wounded when the trawler Havbris sank", of: map[string]tocsin.Quantity{"3": count(3, tocsin.Exact, "sailors")}}
	hurt9       = said{article: "b2", day: 1, source: fisher, content: "9 sailors were wounded when the trawler Havbris sank", of: map[string]tocsin.Quantity{"9": count(9, tocsin.Exact, "sailors")}}
	shelledN    = said{article: "d1", source: fisher, content: "Norwegian gunboats shelled the lighthouse on the skerry"}
	shelledI    = said{article: "d2", day: 1, source: keeper, content: "Icelandic gunboats shelled the lighthouse on the skerry"}
	fellTuesday = said{article: "f1", source: monitor, content: "the lift bridge at the cannery collapsed on Tuesday", dates: map[string]string{"Tuesday": "2023-05-02"}}
	fellFriday  = said{article: "f2", day: 1, source: fisher, content: "the lift bridge at the cannery collapsed on Friday", dates: map[string]string{"Friday": "2023-04-28"}}
	pilotDay    = said{article: "g1", source: pilot, content: "the ferry will stop for eleven weeks while the quay is repaired"}
	pilotNext   = said{article: "g2", day: 1, source: pilot, content: "the ferry will stop for eleven weeks while the quay is repaired"}
	pilotLater  = said{article: "g3", day: 9, source: pilot, content: "the ferry will stop for eleven weeks while the quay is repaired"}
	pilotElse   = said{article: "g4", day: 1, source: pilot, content: "the ferry stops for eleven weeks and the repair of the quay costs more than was planned"}
	stormBodo   = said{article: "e1", source: monitor, content: "a storm tore the roof off the fish market in Bodo", places: map[string]float64{"Bodo": 67.3}}
	stormVardo  = said{article: "e2", day: 1, source: fisher, content: "a storm tore the roof off the fish market in Vardo", places: map[string]float64{"Vardo": 70.4}}
)

var all = []said{rammed, rammedAgain, rammedOther, neverRammed, denied1, invented, quota, hurt3, hurt9, shelledN, shelledI, fellTuesday, fellFriday, stormBodo, stormVardo}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name   string
		a, b   said
		want   Kind
		reason string // part of one
	}{
		{"cut short, by another cue", rammed, rammedAgain, SameUtterance, `"say" against "claim"`},
		{"by another source", rammed, rammedOther, Corroborates, "trawler"},
		{"by officials described alike, word for word", pilotDay, pilotNext, SameUtterance, "weigh in both"},
		{"by officials described alike, much later", pilotDay, pilotLater, Corroborates, "weigh in both"},
		{"by officials described alike, in other words", pilotDay, pilotElse, Corroborates, "weigh in both"},
		{"negated", rammed, neverRammed, Incompatible, "not so"},
		{"denied by the accused", rammed, denied1, Incompatible, "not so"},
		{"negated by one, denied by another", neverRammed, deniedRam, Corroborates, "one denies it"},
		{"called a hoax", rammedOther, invented, Incompatible, "false"},
		{"by one source, on something else", rammed, quota, Unrelated, "too little"},
		{"with other figures", hurt3, hurt9, Incompatible, "3 and 9 sailors"},
		{"by other hands", shelledN, shelledI, Incompatible, "NOR did it, the other ISL"},
		{"on other days", fellTuesday, fellFriday, Incompatible, "other days"},
		{"at another place", stormBodo, stormVardo, Unrelated, "other places"},
	} {
		t.Run(test.name, func(t *testing.T) {
			relation := Compare(test.a.sign(t), test.b.sign(t))
			if relation.Kind != test.want || !strings.Contains(strings.Join(relation.Reasons, "; "), test.reason) {
				t.Errorf("got %q (%.2f) because of %q, want %q because of %q", relation.Kind, relation.Score, relation.Reasons, test.want, test.reason)
			}
			if turned := Compare(test.b.sign(t), test.a.sign(t)); turned.Kind != relation.Kind || turned.Score != relation.Score {
				t.Errorf("the other way round it is %q (%.2f)", turned.Kind, turned.Score)
			}
		})
	}
}

func TestEvidencePointsAtTheWords(t *testing.T) {
	a, b := rammed.sign(t), rammedOther.sign(t)
	text := func(s said) string { return s.source.Name + " say " + s.content }
	relation := Compare(a, b)
	if len(relation.Shared) == 0 {
		t.Fatal("no evidence")
	}
	for _, pair := range relation.Shared {
		x, y := pair.A.Of(text(rammed)), pair.B.Of(text(rammedOther))
		if !strings.EqualFold(x, y) {
			t.Errorf("%s: %q and %q", pair.Word, x, y)
		}
	}
}

func TestAClaimWithinAClaimIsNoOtherClaim(t *testing.T) {
	outer := rammed.sign(t)
	inner := outer
	inner.Claim = "c2"
	if relation := Compare(outer, inner); relation.Kind != Unrelated {
		t.Errorf("got %q", relation.Kind)
	}
}

func TestQuotationsFindTheirVariants(t *testing.T) {
	long := said{article: "q1", source: fisher, content: "“we will not haul in one net until the grey ships are gone from our banks”"}
	short := said{article: "q2", day: 1, source: monitor, content: "skippers would not “haul in one net until the grey ships are gone”"}
	a, b := long.sign(t), short.sign(t)
	if got := Liken(a.Content, b.Content).Verbatim; got != 10 {
		t.Errorf("%d words alike, want 10", got)
	}
	shared := 0
	for _, key := range Keys(a) {
		if slices.Contains(Keys(b), key) {
			shared++
		}
	}
	if shared == 0 {
		t.Error("the two share no key")
	}
}

func TestSpellingsOfOneName(t *testing.T) {
	for _, pair := range [][2]string{
		{"Volodymyr Zelenskiy", "Volodymyr Zelensky"}, {"Oleh", "Oleg"}, {"Yuri", "Yury"},
		{"Sievierodonetsk", "Severodonetsk"}, {"Serhiy Haidai", "Serhii Gaidai"}, {"Erdoğan", "Erdogan"},
	} {
		if a, b := spelling(pair[0]), spelling(pair[1]); a != b {
			t.Errorf("%s is %q, %s is %q", pair[0], a, pair[1], b)
		}
	}
	if spelling("Putin") == spelling("Patten") {
		t.Error("Putin and Patten fall together")
	}
}

func TestSameSource(t *testing.T) {
	person := func(name string) Source {
		return source(tocsin.Source{Name: name, Kind: tocsin.Person, Country: "NOR"})
	}
	for _, test := range []struct {
		a, b Source
		want affinity
	}{
		{person("Olav Berntsen"), person("Berntsen"), samePerson},
		{person("Olav Berntsen"), person("Karin Berntsen"), sameSide},
		{person("Olav Berntsen"), source(oslo), sameSide},
		{person("Olav Berntsen"), source(reykjavik), strangers},
		{source(nobody), source(nobody), strangers},
	} {
		if got := sameSource(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: %d, want %d", test.a.Name, test.b.Name, got, test.want)
		}
	}
}

func TestSense(t *testing.T) {
	l := words()
	for _, group := range [][]string{{"attacks", "attacked", "attacking", "shelled", "struck"}, {"withdrawing", "withdrew", "left"}, {"negotiations", "negotiate", "talks"}} {
		for _, word := range group[1:] {
			if l.sense(word) != l.sense(group[0]) {
				t.Errorf("%s is %q, %s is %q", word, l.sense(word), group[0], l.sense(group[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"attack", "attach"}, {"united", "unit"}, {"news", "new"}, {"universe", "university"}} {
		if l.sense(pair[0]) == l.sense(pair[1]) {
			t.Errorf("%s and %s fall together as %q", pair[0], pair[1], l.sense(pair[0]))
		}
	}
}

func TestNoWordHasTwoSenses(t *testing.T) {
	seen := map[string]string{}
	for _, group := range entries(senseGroups) {
		for _, word := range group {
			if before, there := seen[word]; there && before != group[0] {
				t.Errorf("%s stands with %s and with %s", word, before, group[0])
			}
			seen[word] = group[0]
		}
	}
}

func TestSignatureSurvivesJSON(t *testing.T) {
	want := hurt3.sign(t)
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Signature
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if again, _ := json.Marshal(hurt3.sign(t)); string(again) != string(data) {
		t.Error("signed twice, it differs")
	}
}

// TestOrderOfArrivalDoesNotMatter shuffles claims and adds some twice.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	var signatures []Signature
	for _, s := range all {
		signatures = append(signatures, s.sign(t))
	}
	want := index(signatures).Statements()
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(signatures).Draw(t, "order")
		twice := rapid.SliceOf(rapid.SampledFrom(signatures)).Draw(t, "twice")
		if diff := cmp.Diff(want, index(append(order, twice...)).Statements()); diff != "" {
			t.Fatal(diff)
		}
	})
	if len(want) >= len(signatures) {
		t.Errorf("%d claims made %d statements", len(signatures), len(want))
	}
}

func index(signatures []Signature) *Index {
	x := NewIndex()
	for _, s := range signatures {
		x.Add(s)
	}
	return x
}

// TestBlockingLosesNoRelation holds the candidates of keys against all pairs.
func TestBlockingLosesNoRelation(t *testing.T) {
	var signatures []Signature
	for _, s := range all {
		signatures = append(signatures, s.sign(t))
	}
	x := index(signatures)
	for i, a := range signatures {
		for _, b := range signatures[:i] {
			link, related := Relate(a, b)
			if found := slices.ContainsFunc(x.links, func(other Link) bool { return other.A == link.A && other.B == link.B }); related && !found {
				t.Errorf("%s and %s are %s and share no key", a.Article, b.Article, link.Kind)
			}
		}
	}
}

// TestCostOfAClaimIsFlat counts comparisons: a claim meets those of its season,
// however many years the ledger holds.
func TestCostOfAClaimIsFlat(t *testing.T) {
	x := NewIndex()
	met := map[int]int{}
	const season = 3 * window
	for year := range 8 {
		for i, s := range all {
			s.article = fmt.Sprint(year, "-", i)
			s.day += year * season
			signature := s.sign(t)
			met[year] += len(x.candidates(signature))
			x.Add(signature)
		}
	}
	for year := 2; year < 8; year++ {
		if met[year] != met[1] {
			t.Errorf("season %d compared %d pairs, season 1 %d", year, met[year], met[1])
		}
	}
	if met[1] == 0 {
		t.Error("nothing was compared")
	}
}

// statements indexes claims and gives them back with the statement of the
// first.
func statements(t *testing.T, claims ...said) (Statement, map[string]Statement) {
	t.Helper()
	x := NewIndex()
	for _, claim := range claims {
		x.Add(claim.sign(t))
	}
	byID := map[string]Statement{}
	var first Statement
	for _, s := range x.Statements() {
		byID[s.ID] = s
		for _, claim := range s.Claims {
			if claim.Article == claims[0].article {
				first = s
			}
		}
	}
	return first, byID
}

func TestStatus(t *testing.T) {
	apart := Judge{Origin: func(article string) string { return article }, Opposed: func(a, b string) bool { return a != b }}
	oneWire := Judge{Origin: func(string) string { return "wire" }}
	keeperToo := rammedOther
	keeperToo.source = keeper
	nowNever := said{article: "a9", day: 3, source: fisher, content: "the coastguard never rammed the trawler Havbris and tore no nets"}
	hurt5 := hurt9
	hurt5.article, hurt5.source, hurt5.day = "b3", monitor, 2
	for _, test := range []struct {
		name     string
		judge    Judge
		claims   []said
		want     Standing
		opposing bool
	}{
		{"one source twice", apart, []said{rammed, rammedAgain}, SingleSource, false},
		{"two sources from one wire", oneWire, []said{rammed, rammedOther}, SingleSource, false},
		{"two sources, two origins", apart, []said{rammed, rammedOther}, Corroborated, false},
		{"both sides", apart, []said{rammed, keeperToo}, Corroborated, true},
		{"by whom it concerns", apart, []said{rammed, denied1}, Denied, false},
		{"by somebody else's figures", apart, []said{hurt3, hurt9}, Disputed, false},
		{"by its source's later figures", apart, []said{hurt3, hurt5}, Corrected, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			statement, others := statements(t, test.claims...)
			status := test.judge.Status(statement, others, Verdict{})
			if status.Standing != test.want || status.Opposing != test.opposing {
				t.Errorf("%s (opposing %v), want %s: %q", status.Standing, status.Opposing, test.want, status.Reasons)
			}
		})
	}
	t.Run("taken back", func(t *testing.T) {
		nowNever.act = tocsin.Deny
		nowNever.content = "the coastguard rammed the trawler Havbris and tore her nets"
		statement, others := statements(t, rammed, nowNever)
		if status := apart.Status(statement, others, Verdict{}); status.Standing != Withdrawn {
			t.Errorf("%s: %q", status.Standing, status.Reasons)
		}
		statement, others = statements(t, nowNever, rammed)
		if status := apart.Status(statement, others, Verdict{}); status.Standing == Withdrawn {
			t.Errorf("the later claim is withdrawn by the earlier one: %q", status.Reasons)
		}
	})
}

func TestVerdictOverridesAndIsKeptAsSuch(t *testing.T) {
	statement, others := statements(t, rammed, denied1)
	judge := Judge{Origin: func(article string) string { return article }}
	verdict := Verdict{Standing: Corroborated, Who: "ks", Why: "The log of the cutter shows it."}
	status := judge.Status(statement, others, verdict)
	if status.Standing != Corroborated || status.Computed != Denied || status.Verdict != verdict {
		t.Errorf("%+v", status)
	}
}

func TestCompareQuantities(t *testing.T) {
	high := 40.0
	of := func(value float64, bound tocsin.Bound) tocsin.Quantity { return count(value, bound, "soldiers") }
	thirties := of(30, tocsin.Range)
	thirties.High = &high
	euros := count(30, tocsin.Exact, "")
	euros.Unit = "EUR"
	for _, test := range []struct {
		a, b tocsin.Quantity
		want Agreement
		jump bool
	}{
		{of(19, tocsin.Exact), of(19, tocsin.Exact), Compatible, false},
		{of(19, tocsin.Exact), of(20, tocsin.Exact), Conflict, false},
		{of(19, tocsin.Exact), of(60, tocsin.Exact), Conflict, true},
		{of(9000, tocsin.Less), of(10000, tocsin.AtMost), Compatible, false},
		{of(9000, tocsin.Less), of(10000, tocsin.Exact), Conflict, false},
		{of(2000, tocsin.Exact), of(1960, tocsin.Exact), Compatible, false},
		{of(500, tocsin.About), of(540, tocsin.Exact), Compatible, false},
		{of(500, tocsin.About), of(590, tocsin.Exact), Conflict, false},
		{thirties, of(35, tocsin.Exact), Compatible, false},
		{thirties, of(41, tocsin.AtLeast), Conflict, false},
		{of(100, tocsin.More), of(900, tocsin.Exact), Compatible, true},
		{of(30, tocsin.Exact), count(30, tocsin.Exact, "tanks"), Incomparable, false},
		{of(30, tocsin.Exact), euros, Incomparable, false},
		{of(30, tocsin.Exact), count(30, tocsin.Exact, "troops"), Compatible, false},
		{of(30, tocsin.Exact), tocsin.Quantity{Of: "soldiers"}, Incomparable, false},
	} {
		got := CompareQuantities(test.a, test.b)
		if got.Agreement != test.want || got.Jump != test.jump {
			t.Errorf("%s: %q, jump %v; want %q, %v", got.Reason, got.Agreement, got.Jump, test.want, test.jump)
		}
		if turned := CompareQuantities(test.b, test.a); turned.Agreement != got.Agreement || turned.Jump != got.Jump {
			t.Errorf("%s: the other way round %q, %v", got.Reason, turned.Agreement, turned.Jump)
		}
	}
}

func TestEventsOfOneKindOneOfThemNegated(t *testing.T) {
	a, b := rammed.sign(t), rammedOther.sign(t)
	a.Events = []Happening{{Category: tocsin.Assault, Actor: "NOR", Recipient: "ISL"}}
	b.Events = []Happening{{Category: tocsin.Assault, Actor: "NOR", Negated: true}}
	if relation := Compare(a, b); relation.Kind != Incompatible {
		t.Errorf("got %q: %q", relation.Kind, relation.Reasons)
	}
	b.Events[0].Actor = "DNK"
	if relation := Compare(a, b); relation.Kind == Incompatible {
		t.Errorf("of other actors: %q", relation.Reasons)
	}
}

// BenchmarkAdd adds claims to indexes of two sizes: 20 a day about each of ten
// stories, in words that only a story shares, and in words that all share.
func BenchmarkAdd(b *testing.B) {
	common := strings.Fields("officials people city water police house market road company power school press")
	for _, size := range []int{1_000, 20_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			x := NewIndex()
			add := func(i int) {
				day, story := i/200, i/20%10
				text := fmt.Sprintf("%s near the q%dx%d and the z%dx%d with %s and %s", common[i%12], day, story, day, story, common[i/3%12], common[i/7%12])
				x.Add(Signature{Article: fmt.Sprint(i), Claim: "c", Published: monday.AddDate(0, 0, day), Content: Read(text), Spans: []tocsin.Span{{End: len(text)}}})
			}
			for i := range size {
				add(i)
			}
			for i := size; b.Loop(); i++ {
				add(i)
			}
		})
	}
}
