package grade

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tocsin"
)

var some = Details{Names: 1, Figures: 1, Dates: 1}

func TestJudge(t *testing.T) {
	for _, test := range []struct {
		name     string
		features Features
		want     string
		reason   string // part of one
	}{
		{"nothing is known", Features{}, "F6", "not named"},
		{"an unnamed official", Features{Anonymous: true, Official: true, Chain: 1, Origins: 1, Sources: 1, Particulars: some}, "F6", "not named"},
		{"a name and nothing else", Features{Named: true, Chain: 1, Origins: 1, Sources: 1}, "F6", "Too little"},
		{"a named expert's view", Features{Named: true, Role: "economist", Chain: 1, Origins: 1, Sources: 1, Particulars: some}, "F6", "Too little"},
		{"a ministry announces its own delivery", Features{Named: true, Official: true, FirstHand: OwnDoing, Chain: 1, Origins: 1, Sources: 1, Particulars: some}, "C3", "own doing"},
		{"a vague plan of its own", Features{Named: true, Official: true, FirstHand: OwnDoing, Chain: 1, Origins: 1, Sources: 1}, "C6", "no name, figure"},
		{"an army counts what it shot down", Features{Named: true, Official: true, FirstHand: OwnDoing, Stake: Praises, Chain: 1, Origins: 1, Sources: 1, Particulars: some}, "D6", "other side's losses"},
		{"a government accuses, the accused denies", Features{Named: true, Official: true, Stake: Accuses, Chain: 1, Origins: 1, Sources: 1, DeniedBy: 1, Particulars: some}, "D6", "settles nothing"},
		{"a president owns to losses", Features{Named: true, Role: "president", Stake: Against, Chain: 1, Origins: 1, Sources: 1, Particulars: some}, "C6", "against its own interest"},
		{"a neighbour saw it", Features{Named: true, FirstHand: Saw, Chain: 1, Origins: 1, Sources: 1}, "C6", "saw"},
		{"a paper says that a minister said", Features{Named: true, Role: "minister", FirstHand: OwnDoing, Chain: 2, Origins: 1, Sources: 1, Particulars: some}, "F6", "chain of 2"},
		{"ten outlets, one agency", Features{Named: true, Official: true, Chain: 1, Origins: 1, Sources: 4, Particulars: some}, "F6", "one origin"},
		{"two sources, two origins", Features{Named: true, Chain: 1, Origins: 2, Sources: 2, Particulars: some}, "F2", "nobody contradicts"},
		{"three of each", Features{Chain: 1, Origins: 3, Sources: 3, Particulars: some}, "F1", "confirm"},
		{"three of each, of nothing that can be checked", Features{Chain: 1, Origins: 3, Sources: 3}, "F2", "Two independent"},
		{"both sides say so", Features{Named: true, Official: true, FirstHand: OwnDoing, Chain: 1, Origins: 2, Sources: 2, Opposing: true, Particulars: some}, "C1", "opposing sides"},
		{"opposing sides in one report", Features{Chain: 1, Origins: 1, Sources: 2, Opposing: true, Particulars: some}, "F6", "one origin"},
		{"several say so, the accused denies", Features{Chain: 1, Origins: 3, Sources: 3, DeniedBy: 1, Particulars: some}, "F3", "others contradict"},
		{"an outsider contradicts", Features{Chain: 1, Origins: 1, Sources: 1, DisputedBy: 1, Particulars: some}, "F4", "does not concern"},
		{"all contradict", Features{Chain: 1, Origins: 1, Sources: 1, DisputedBy: 3, Particulars: some}, "F5", "Several"},
		{"taken back", Features{Chain: 1, Origins: 3, Sources: 3, TakenBack: true, Particulars: some}, "F5", "took it back"},
		{"found false", Features{Chain: 1, Origins: 3, Sources: 3, Verdict: False, Particulars: some}, "F5", "analyst"},
		{"found true", Features{Chain: 1, Origins: 1, Sources: 1, Verdict: True}, "F2", "analyst"},
		{"a long clean record", Features{Named: true, Record: Record{Confirmed: 60}}, "A6", "60 were confirmed"},
		{"a short clean record", Features{Named: true, Record: Record{Confirmed: 6}}, "B6", "6 were confirmed"},
		{"a record too short", Features{Named: true, Record: Record{Confirmed: 4}}, "F6", "No record"},
		{"one that withdraws often", Features{Named: true, Record: Record{Confirmed: 3, Withdrawn: 9}}, "E6", "9 withdrawn"},
		{"a good record, and a stake", Features{Named: true, Stake: Accuses, Record: Record{Confirmed: 60}}, "B6", "takes one letter"},
		{"an unnamed one with a record", Features{Anonymous: true, Record: Record{Confirmed: 60}}, "A6", "60 were"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := Judge(test.features)
			all := strings.Join(append(g.ReliabilityReasons, g.CredibilityReasons...), " ")
			if g.String() != test.want || !strings.Contains(all, test.reason) {
				t.Errorf("got %s because of %q, want %s because of %q", g, all, test.want, test.reason)
			}
		})
	}
}

func draw(t *rapid.T) Features {
	few := rapid.IntRange(0, 4)
	return Features{
		Named: rapid.Bool().Draw(t, "named"), Official: rapid.Bool().Draw(t, "official"), Anonymous: rapid.Bool().Draw(t, "anonymous"),
		Role:      rapid.SampledFrom([]string{"", "mayor"}).Draw(t, "role"),
		FirstHand: rapid.SampledFrom([]FirstHand{"", OwnDoing, Saw, Shows}).Draw(t, "first hand"),
		Stake:     rapid.SampledFrom([]Stake{"", Accuses, Defends, Praises, Against}).Draw(t, "stake"),
		Chain:     few.Draw(t, "chain"), Record: Record{few.Draw(t, "confirmed") * 8, few.Draw(t, "denied"), few.Draw(t, "withdrawn")},
		Origins: few.Draw(t, "origins"), Sources: few.Draw(t, "sources"), Opposing: rapid.Bool().Draw(t, "opposing"),
		DeniedBy: few.Draw(t, "denied by"), DisputedBy: few.Draw(t, "disputed by"), TakenBack: rapid.Bool().Draw(t, "taken back"),
		Particulars: Details{few.Draw(t, "names"), few.Draw(t, "figures"), 0, 0}, Verdict: rapid.SampledFrom([]Verdict{Undecided, True, False}).Draw(t, "verdict"),
	}
}

// The axes are kept apart, every grade has reasons, and what must hold for the
// best grades holds whatever else is known.
func TestAxesAreKeptApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := draw(t)
		g := Judge(f)
		if len(g.ReliabilityReasons) == 0 || len(g.CredibilityReasons) == 0 {
			t.Fatal("no reasons")
		}
		if g.Credibility == 1 && (f.Origins < 2 || f.Sources < 2 || f.DeniedBy+f.DisputedBy > 0) {
			t.Fatalf("1 without confirmation: %+v", f)
		}
		settled := f.Record.Confirmed + f.Record.Denied + f.Record.Withdrawn
		if settled < leastSettled && strings.Contains("AB", g.Reliability) {
			t.Fatalf("%s without a record", g.Reliability)
		}
		other := f
		other.Record, other.Official, other.Role = Record{}, !f.Official, ""
		if Judge(other).Credibility != g.Credibility {
			t.Fatal("who says it changes what it is worth")
		}
		other = f
		other.Origins, other.Sources, other.DeniedBy, other.DisputedBy, other.Verdict = 5, 5, 0, 2, True
		if Judge(other).Reliability != g.Reliability {
			t.Fatal("what others say changes the source")
		}
	})
}

func TestGradeKeepsAsJSON(t *testing.T) {
	f := Features{Named: true, Role: "mayor", FirstHand: OwnDoing, Chain: 1, Particulars: some}
	stored, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var read Features
	if err := json.Unmarshal(stored, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, read); diff != "" {
		t.Error(diff)
	}
	if stored, _ = json.Marshal(Judge(f)); !strings.Contains(string(stored), `"reliability":"C"`) {
		t.Errorf("got %s", stored)
	}
}

// article is a sentence with one claim: "SOURCE CUE CONTENT".
type article struct {
	source  tocsin.Source
	cue     string
	act     tocsin.Act
	content string
	event   tocsin.Event // its trigger is the content's first word
	actor   tocsin.Actor
	within  *tocsin.Claim
}

func (a article) features() Features {
	text := "Somebody said " + a.content + "."
	content := tocsin.Span{Start: len("Somebody said "), End: len(text) - 1}
	act := a.act
	if act == "" {
		act = tocsin.Assert
	}
	a.source.Actor = a.actor.ID
	claim := tocsin.Claim{ID: "c1", Source: a.source, Cue: tocsin.Cue{Lemma: a.cue}, Act: act, Content: []tocsin.Span{content}}
	f := tocsin.Findings{Article: tocsin.Article{Text: text}, Actors: []tocsin.Actor{a.actor}}
	if a.within != nil {
		claim.Within = a.within.ID
		f.Claims = append(f.Claims, *a.within)
	}
	f.Claims = append(f.Claims, claim)
	if a.event.Category != "" {
		a.event.Trigger = tocsin.Span{Start: content.Start, End: content.Start + 1}
		f.Events = append(f.Events, a.event)
	}
	for i, word := range strings.Fields(a.content) {
		if word[0] >= '0' && word[0] <= '9' {
			value, start := 1.0, strings.Index(text, word)
			f.Quantities = append(f.Quantities, tocsin.Quantity{ID: fmt.Sprint("q", i), Value: &value, Span: tocsin.Span{Start: start, End: start + len(word)}})
		}
	}
	return Of(f, claim)
}

var (
	oslo      = tocsin.Source{Name: "Norwegian government", Country: "NOR", Kind: tocsin.Government}
	skald     = tocsin.Source{Name: "Ingrid Skald", Country: "NOR", Kind: tocsin.Person, Role: "harbour master"}
	ramNOR    = tocsin.Event{Category: tocsin.Assault, Actor: tocsin.Party{Country: "NOR"}, Recipient: tocsin.Party{Country: "ISL"}, Status: tocsin.Actual}
	notRammed = tocsin.Event{Category: tocsin.Assault, Actor: tocsin.Party{Country: "NOR"}, Recipient: tocsin.Party{Country: "ISL"}, Status: tocsin.Negated}
	ramISL    = tocsin.Event{Category: tocsin.Assault, Actor: tocsin.Party{Country: "ISL"}, Recipient: tocsin.Party{Country: "NOR"}, Status: tocsin.Actual}
)

func TestOf(t *testing.T) {
	reuters := tocsin.Claim{ID: "c0", Source: tocsin.Source{Name: "Reuters", Kind: tocsin.Organization}}
	ministry := tocsin.Claim{ID: "c0", Source: tocsin.Source{Name: "Norwegian fisheries ministry", Country: "NOR", Kind: tocsin.Government}}
	for _, test := range []struct {
		name    string
		article article
		want    func(Features) bool
	}{
		{"nobody is named", article{content: "it rained"}, func(f Features) bool { return f.Anonymous && !f.Named }},
		{"an official", article{source: oslo, content: "it rained"}, func(f Features) bool { return f.Named && f.Official && f.Chain == 1 && f.FirstHand == "" }},
		{"an official by sector", article{source: skald, actor: tocsin.Actor{ID: "a1", Sector: "GOV"}, content: "it rained"}, func(f Features) bool { return f.Official && f.Role == "harbour master" }},
		{"a people", article{source: tocsin.Source{Name: "Residents", Kind: tocsin.People}, content: "it rained"}, func(f Features) bool { return !f.Named && !f.Anonymous }},
		{"a plan", article{source: oslo, act: tocsin.Commit, content: "it will pay 40 crowns"}, func(f Features) bool { return f.FirstHand == OwnDoing && f.Particulars.Figures == 1 }},
		{"what it saw", article{source: skald, content: "I then saw two boats burn"}, func(f Features) bool { return f.FirstHand == Saw }},
		{"what it did not see", article{source: skald, content: "I never saw two boats burn"}, func(f Features) bool { return f.FirstHand == "" }},
		{"it rams others", article{source: oslo, event: ramNOR, content: "rammed a trawler"}, func(f Features) bool { return f.Stake == Praises && f.FirstHand == OwnDoing }},
		{"it says that it did not", article{source: oslo, event: notRammed, content: "rammed no trawler"}, func(f Features) bool { return f.Stake == Defends && f.FirstHand == "" }},
		{"others ram it", article{source: oslo, event: ramISL, content: "rammed a trawler"}, func(f Features) bool { return f.Stake == Accuses && f.FirstHand == "" }},
		{"a denial", article{source: oslo, act: tocsin.Deny, content: "it rammed a trawler"}, func(f Features) bool { return f.Stake == Defends }},
		{"a concession", article{source: oslo, cue: "concede", event: ramNOR, content: "rammed a trawler"}, func(f Features) bool { return f.Stake == Against }},
		{"own losses", article{source: skald, content: "we are losing ten boats a year"}, func(f Features) bool { return f.Stake == Against }},
		{"through another", article{source: oslo, content: "it rained", within: &reuters}, func(f Features) bool { return f.Chain == 2 }},
		{"through its own ministry", article{source: oslo, content: "it rained", within: &ministry}, func(f Features) bool { return f.Chain == 1 }},
		{"a belief", article{source: oslo, act: tocsin.Believe, content: "it rained"}, func(f Features) bool { return f.Unsure }},
	} {
		t.Run(test.name, func(t *testing.T) {
			if f := test.article.features(); !test.want(f) {
				t.Errorf("got %+v", f)
			}
		})
	}
}

// BenchmarkOf shows that a claim's features cost the same in long articles.
func BenchmarkOf(b *testing.B) {
	for _, n := range []int{100, 1600} {
		text := strings.Repeat("He saw 2 boats. ", n)
		f := tocsin.Findings{Article: tocsin.Article{Text: text}}
		value := 2.0
		for i := range n {
			f.Quantities = append(f.Quantities, tocsin.Quantity{ID: fmt.Sprint(i), Value: &value, Span: tocsin.Span{Start: 16*i + 7, End: 16*i + 8}})
			f.Claims = append(f.Claims, tocsin.Claim{ID: fmt.Sprint(i), Source: skald, Act: tocsin.Assert, Content: []tocsin.Span{{Start: 16 * i, End: 16*i + 14}}})
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				r := Read(f)
				for _, claim := range f.Claims {
					Judge(r.Of(claim))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/claim")
		})
	}
}
