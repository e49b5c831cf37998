package origin

import (
	"fmt"
	"strings"
	"testing"

	"tocsin"
	"tocsin/golden"
)

func TestPublishers(t *testing.T) {
	golden.Run(t, "publishers", func(words string) string {
		outlet, text, _ := strings.Cut(words, "\n")
		sig := Of(tocsin.Findings{Article: tocsin.Article{ID: "a", Outlet: outlet, Text: text}})
		var b strings.Builder
		for _, cite := range sig.Cites {
			fmt.Fprintf(&b, "%s %s %.2f %q in %q\n", cite.Kind, cite.Outlet, cite.Score, cite.Words, cite.Span.Of(text))
		}
		return strings.TrimSuffix(b.String(), "\n")
	})
}

func TestABylineNamesTheAgency(t *testing.T) {
	f := article("a", "Harbour Post", ferry, day(2))
	f.Article.Authors = []string{"Ann Lee", "AFP in Lisbon"}
	cites := Of(f).Cites
	if len(cites) != 1 || cites[0].Outlet != "outlet:agence-france-presse" || cites[0].Kind != Agency {
		t.Errorf("got %+v", cites)
	}
}

func TestAClaimOfAnOutletIsACitation(t *testing.T) {
	text := "Nobody was aboard, as The Irish Times has it. The weather was calm."
	source := tocsin.Span{Start: strings.Index(text, "The Irish"), End: strings.Index(text, " has it")}
	f := article("a", "Harbour Post", text, day(2))
	f.Claims = []tocsin.Claim{{Source: tocsin.Source{Span: source}, Content: []tocsin.Span{{Start: 0, End: 17}}}}
	cites := Of(f).Cites
	if len(cites) != 1 || cites[0].Outlet != "outlet:irish-times" || cites[0].Span != (tocsin.Span{Start: 0, End: 44}) {
		t.Errorf("got %+v", cites)
	}
}

func TestTheOutletIsKnownByNameAliasOrAddress(t *testing.T) {
	for _, c := range []struct {
		article tocsin.Article
		want    string
	}{
		{tocsin.Article{Outlet: "The Guardian"}, "outlet:guardian"},
		{tocsin.Article{Outlet: "tass.com"}, "outlet:tass"},
		{tocsin.Article{URL: "https://edition.cnn.com/2024/03/03/ferries"}, "outlet:cnn"},
		{tocsin.Article{Outlet: "Harbour Post", URL: "https://harbour.example/1"}, "outlet:harbour-post"},
		{tocsin.Article{URL: "https://www.harbour.example/1"}, "outlet:harbour.example"},
		{tocsin.Article{}, ""},
	} {
		if got := publisherOf(c.article); got != c.want {
			t.Errorf("%+v is %q, want %q", c.article, got, c.want)
		}
	}
}

func TestTables(t *testing.T) {
	for _, table := range []string{agenciesText, outletsText} {
		for line := range strings.Lines(table) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			fields := strings.Split(line, "|")
			if len(fields) != 5 || fields[0] == "" || len(fields[2]) != 3 {
				t.Errorf("%q is not name|aliases|country|owner|host", line)
			}
		}
	}
	if nodes := len(press().nodes); nodes < 480 {
		t.Errorf("%d publishers; is a name there twice?", nodes)
	}
}

func TestStateOutletsOfOneStateAreOneVoice(t *testing.T) {
	tass := Of(article("a", "TASS", ferry, day(2)))
	rt := Of(article("b", "RT", bakery, day(2)))
	bild := Of(article("c", "Bild", ferry[:200], day(2)))
	welt := Of(article("d", "Die Welt", bakery[:200], day(2)))
	var edges []Edge
	for _, sig := range []Signature{tass, rt, bild, welt} {
		edges = append(edges, sig.Edges()...)
	}
	groups := Origins([]string{"a", "b", "c", "d"}, edges)
	if got := fmt.Sprint(membersOf(groups)); got != "[[a b] [c] [d]]" {
		t.Errorf("got %s", got)
	}
}

func membersOf(groups []Group) [][]string {
	var members [][]string
	for _, group := range groups {
		members = append(members, group.Members)
	}
	return members
}

func TestOneWireReportIsOneOrigin(t *testing.T) {
	first := Of(article("a", "Harbour Post", "LISBON (Reuters) - Two ferries collided in fog.", day(2)))
	second := Of(article("b", "Hill Courier", "Ferries crashed on Sunday, witnesses say.\n\n(Reporting by Ann Lee; Editing by Bob Roe)", day(2)))
	third := Of(article("c", "Hill Courier", "The bakery closes in spring.", day(2)))
	groups := Origins([]string{"a", "b", "c"}, append(append(first.Edges(), second.Edges()...), third.Edges()...))
	if got := fmt.Sprint(membersOf(groups)); got != "[[a b] [c]]" {
		t.Fatalf("got %s", got)
	}
	if groups[0].Source != "outlet:reuters" || !strings.Contains(groups[0].Why, "Reuters") {
		t.Errorf("source %q, because %s", groups[0].Source, groups[0].Why)
	}
}

func TestAClaimBelongsToTheOutletThatItsSentenceCites(t *testing.T) {
	cited := "The bakery was quiet. The bridge was mined, according to the Financial Times. The mayor wept."
	other := "Nothing moved on Sunday. CNN reported that the bridge was mined. The weather was calm."
	again := "A long day ended. The bridge was mined, the Financial Times reported. Gulls fought."
	var edges []Edge
	mention := func(id, outlet, text, words string) Mention {
		edges = append(edges, Of(article(id, outlet, text, day(2))).Edges()...)
		at := strings.Index(text, words)
		return Mention{Article: id, Span: tocsin.Span{Start: at, End: at + len(words)}}
	}
	mentions := []Mention{
		mention("a", "Harbour Post", cited, "The bridge was mined"),
		mention("b", "Hill Courier", other, "the bridge was mined"),
		mention("c", "Dale Echo", again, "The bridge was mined"),
		{Article: "a", Span: tocsin.Span{Start: strings.Index(cited, "The mayor"), End: len(cited)}},
	}
	groups := OriginsOf(mentions, edges)
	if len(groups) != 3 {
		t.Fatalf("got %v", membersOf(groups))
	}
	for _, group := range groups {
		if len(group.Members) == 2 && group.Source != "outlet:financial-times" {
			t.Errorf("%v come from %s", group.Members, group.Source)
		}
	}
}
