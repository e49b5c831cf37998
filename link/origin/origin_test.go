package origin

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"tocsin"
)

// day is when the sample articles were published, the earliest first.
func day(n int) time.Time { return time.Date(2024, 3, n, 6, 0, 0, 0, time.UTC) }

func article(id, outlet, text string, published time.Time) tocsin.Findings {
	return tocsin.Findings{Article: tocsin.Article{ID: id, Outlet: outlet, Text: text, Published: published}}
}

const (
	ferry = `Two ferries collided in thick fog at the mouth of the harbour before dawn on Sunday, throwing dozens of commuters to the deck and closing the channel to all traffic for most of the day.

Rescue boats brought ninety-one passengers ashore within an hour. Divers searched the flooded lower deck of the smaller vessel until noon and found nobody left inside.

The port authority has grounded both captains while investigators read the radar recordings, which a clerk had nearly overwritten.`
	bakery = `The last wood-fired bakery of the old town will shut its doors in spring, since the landlord wants to make a hotel of the yard.

Customers have gathered four thousand signatures in a week. The baker, who took over from her aunt in the eighties, says that she is too tired to fight.`
)

func edgesOf(t *testing.T, a, b tocsin.Findings) []Edge {
	t.Helper()
	edges := Compare(Of(a), Of(b), Read(a.Article.Text), Read(b.Article.Text))
	checkEdges(t, edges, a.Article.Text, b.Article.Text)
	return edges
}

// checkEdges holds what must be true of the edges of any two texts.
func checkEdges(t *testing.T, edges []Edge, textA, textB string) {
	t.Helper()
	for _, edge := range edges {
		if edge.Score < 0 || edge.Score > 1 || edge.Share[0] < 0 || edge.Share[0] > 1 || edge.Share[1] < 0 || edge.Share[1] > 1 {
			t.Errorf("score %v or share %v is not in 0…1", edge.Score, edge.Share)
		}
		if edge.Why == "" {
			t.Errorf("no reason: %+v", edge)
		}
		for _, shared := range edge.Shared {
			checkSpan(t, shared.A, textA)
			checkSpan(t, shared.B, textB)
			if edge.Kind == Figures {
				continue
			}
			// A word that counts as two ("5bn") may belong to it by half.
			if same := sameWords(shared.A.Of(textA), shared.B.Of(textB)); same < shared.Words {
				t.Errorf("%q and %q have %d words in common, not %d", shared.A.Of(textA), shared.B.Of(textB), same, shared.Words)
			}
		}
	}
}

// sameWords counts the words that two texts have in common, wherever they are.
func sameWords(a, b string) int {
	left := map[uint32]int{}
	for _, word := range readWords(a) {
		left[word.key]++
	}
	count := 0
	for _, word := range readWords(b) {
		if left[word.key] > 0 {
			left[word.key]--
			count++
		}
	}
	return count
}

func checkSpan(t *testing.T, span tocsin.Span, text string) {
	t.Helper()
	if span.Start < 0 || span.IsZero() || span.End > len(text) || !runeStart(text, span.Start) || !runeStart(text, span.End) {
		t.Fatalf("%v is no span of a text of %d bytes", span, len(text))
	}
}

func TestACopyIsFoundWithWhatIsSharedAndWhere(t *testing.T) {
	// The copy has a paragraph of the ferries, reworded here and there, between
	// two of the bakery.
	kept := strings.Split(ferry, "\n\n")[0]
	reworded := strings.ReplaceAll(kept, "dozens of commuters", "scores of commuters")
	parts := strings.Split(bakery, "\n\n")
	copied := parts[0] + "\n\n" + reworded + "\n\n" + parts[1]
	edges := edgesOf(t, article("a", "Harbour Post", ferry, day(2)), article("b", "Hill Courier", copied, day(3)))
	if len(edges) != 1 || edges[0].Kind != Copy || edges[0].Score < Strong {
		t.Fatalf("want one strong copy, got %+v", edges)
	}
	edge := edges[0]
	if got := edge.Shared[0].A.Of(ferry); got != strings.TrimSuffix(kept, ".") {
		t.Errorf("shared passage of a is %q", got)
	}
	if got := edge.Shared[0].B.Of(copied); got != strings.TrimSuffix(reworded, ".") {
		t.Errorf("shared passage of b is %q", got)
	}
	if words := edge.Shared[0].Words; words != len(strings.Fields(kept))-1 {
		t.Errorf("%d words are the same", words)
	}
	if edge.From != "a" {
		t.Errorf("the earlier one is a, not %q", edge.From)
	}
}

func TestHouseStyleIsNoDifference(t *testing.T) {
	one := "The defence ministry organised five convoys, and 12 per cent of 1,500 lorries didn't arrive in the U.S. sector, Zoë's programme said."
	other := "THE DEFENSE MINISTRY ORGANIZED 5 CONVOYS, AND 12% OF 1500 LORRIES DID NOT ARRIVE IN THE US SECTOR, ZOE’S PROGRAM SAID."
	left, right := readWords(one), readWords(other)
	if len(left) != len(right) || !sameRun(left, right) {
		t.Errorf("%d and %d words differ", len(left), len(right))
	}
}

func TestStrangersAreNotJoined(t *testing.T) {
	if edges := edgesOf(t, article("a", "", ferry, day(2)), article("b", "", bakery, day(3))); len(edges) != 0 {
		t.Errorf("got %+v", edges)
	}
}

func TestSharedQuotationsAreWeak(t *testing.T) {
	quote := "“We rang the bell until our hands bled and nobody on the other bridge looked up from the card game”"
	one := "The mate spoke to us in the mess. " + quote + ", he recalled over tea. Outside, gulls fought about crusts."
	other := "A shy man with a bandaged wrist waited by the crane. " + quote + ", the sailor repeated twice."
	told := "A shy man with a bandaged wrist waited by the crane. " + quote + ", he told reporters at a news conference."
	edges := edgesOf(t, article("a", "", one, day(2)), article("b", "", other, day(2)))
	if len(edges) != 1 || edges[0].Kind != Quote || edges[0].Score >= Strong {
		t.Fatalf("want one weak edge, got %+v", edges)
	}
	public := edgesOf(t, article("a", "", one, day(2)), article("b", "", told, day(2)))
	if len(public) != 1 || public[0].Score >= edges[0].Score {
		t.Errorf("what everybody heard weighs %+v, not less than %v", public, edges[0].Score)
	}
}

func TestQuotationsAndFiguresTogetherJoin(t *testing.T) {
	quote := "“We rang the bell until our hands bled and nobody on the other bridge looked up from the card game, which is how the night went on and on until the hull split open before us all and the water came in over the stove”"
	with := func(id, frame string) tocsin.Findings {
		f := article(id, "", frame+quote+", he recalled.", day(2))
		for i, value := range []float64{1347, 812.5, 96.31} {
			f.Quantities = append(f.Quantities, tocsin.Quantity{Value: &value, Span: tocsin.Span{Start: i, End: i + 1}})
		}
		return f
	}
	a, b := with("a", "Over tea in the mess the mate spoke: "), with("b", "A shy man waited beside a crane. ")
	if groups := Origins([]string{"a", "b"}, edgesOf(t, a, b)); len(groups) != 1 {
		t.Errorf("got %d groups", len(groups))
	}
}

func TestARevisionHasTheSameOrigin(t *testing.T) {
	later := article("b", "", bakery, day(3))
	later.Article.Revises = "a"
	first := article("a", "", ferry, day(2))
	edges := edgesOf(t, first, later)
	if len(edges) != 1 || edges[0].Kind != Revises || edges[0].From != "a" {
		t.Errorf("got %+v", edges)
	}
	if index := NewIndex(); len(index.Add(Of(first))) != 0 || len(index.Add(Of(later))) != 1 {
		t.Error("the index does not find it")
	}
}

func TestComparingIsSymmetric(t *testing.T) {
	a, b := article("a", "", ferry, day(2)), article("b", "", bakery+"\n\n"+ferry, day(3))
	one := Compare(Of(a), Of(b), Read(a.Article.Text), Read(b.Article.Text))
	other := Compare(Of(b), Of(a), Read(b.Article.Text), Read(a.Article.Text))
	if fmt.Sprint(one) != fmt.Sprint(other) || len(one) == 0 {
		t.Errorf("%+v\nis not\n%+v", one, other)
	}
}

func TestSignaturesAreSmallAndSurviveJSON(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	f := article("a", "CNN", babble(dice, 6000), day(2))
	for i := range 50 {
		value := float64(i)*7 + 1234.5
		f.Quantities = append(f.Quantities, tocsin.Quantity{Value: &value, Span: tocsin.Span{Start: i, End: i + 3}})
	}
	sig := Of(f)
	const most = 2048
	size := len(sig.ID) + len(sig.Outlet) + 4*len(sig.Fingerprints) + 4*len(sig.Quotes) + 20*len(sig.Figures)
	for _, cite := range sig.Cites {
		size += len(cite.Outlet) + len(cite.Words) + 32
	}
	if size > most {
		t.Errorf("%d bytes", size)
	}
	data, err := json.Marshal(sig)
	if err != nil {
		t.Fatal(err)
	}
	var back Signature
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(back) != fmt.Sprint(sig) {
		t.Errorf("%v\nbecame\n%v", sig, back)
	}
}

// babble makes a text of so many words, rare and frequent ones as in a
// language, in sentences and paragraphs.
func babble(dice *rand.Rand, words int) string {
	zipf := rand.NewZipf(dice, 1.1, 4, 60_000)
	var b strings.Builder
	for i := range words {
		fmt.Fprintf(&b, "w%x", zipf.Uint64())
		switch {
		case i%60 == 59:
			b.WriteString(".\n\n")
		case i%20 == 19:
			b.WriteString(". ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// corpus makes articles of which every fifth is a copy of an earlier one, whole
// or in part, and every outlet's end with the same lines.
func corpus(dice *rand.Rand, count int) []tocsin.Findings {
	feet := make([]string, 20)
	for i := range feet {
		feet[i] = babble(dice, 25)
	}
	made := make([]tocsin.Findings, count)
	for i := range made {
		text := babble(dice, 250)
		if i > 0 && i%5 == 0 {
			from := strings.Split(made[dice.IntN(i)].Article.Text, "\n\n")
			text = strings.Join(from[:1+dice.IntN(len(from))], "\n\n") + "\n\n" + babble(dice, 80)
		}
		outlet := dice.IntN(len(feet))
		made[i] = article(fmt.Sprintf("a%06d", i), fmt.Sprintf("Outlet %d", outlet), text+"\n\n"+feet[outlet], day(1).Add(time.Duration(i)*time.Minute))
	}
	return made
}

// arrivals are articles with their signatures.
type arrivals struct {
	sigs  []Signature
	texts map[string]string
}

func arrive(articles []tocsin.Findings) arrivals {
	a := arrivals{texts: map[string]string{}}
	for _, f := range articles {
		a.sigs = append(a.sigs, Of(f))
		a.texts[f.Article.ID] = f.Article.Text
	}
	return a
}

func (a arrivals) compare(sig Signature, near []Signature) []Edge {
	var edges []Edge
	for _, other := range near {
		edges = append(edges, Compare(sig, other, Read(a.texts[sig.ID]), Read(a.texts[other.ID]))...)
	}
	return edges
}

// link does what a ledger does: each article that arrives is compared with
// those that the index gives.
func (a arrivals) link() (index *Index, edges []Edge) {
	index = NewIndex()
	for _, sig := range a.sigs {
		edges = append(edges, a.compare(sig, index.Add(sig))...)
	}
	return index, edges
}

// described writes groups without what depends on the reader of the test.
func described(groups []Group) string {
	var b strings.Builder
	for _, group := range groups {
		fmt.Fprintf(&b, "%v from %s: %s\n", group.Members, group.Source, group.Why)
	}
	return b.String()
}

func TestOrderOfArrivalChangesNothing(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 7))
	all := arrive(corpus(dice, 120))
	var ids []string
	for _, sig := range all.sigs {
		ids = append(ids, sig.ID)
	}
	_, edges := all.link()
	want := described(Origins(ids, edges))
	for range 4 {
		dice.Shuffle(len(all.sigs), func(i, j int) { all.sigs[i], all.sigs[j] = all.sigs[j], all.sigs[i] })
		dice.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		_, edges := all.link()
		if got := described(Origins(ids, edges)); got != want {
			t.Fatalf("%s\nnot\n%s", got, want)
		}
	}
	if groups := strings.Count(want, "\n"); groups < 90 || groups > 110 {
		t.Errorf("%d groups of 120 articles, of which 23 are copies", groups)
	}
}

// More articles share a key than are compared for it, so that which are
// compared depends on the order of arrival: what is near in the end must be
// among them.
func TestWhatIsNearInTheEndWasNearOnTheWay(t *testing.T) {
	dice := rand.New(rand.NewPCG(8, 8))
	var sigs []Signature
	for i := range 4 * mostNeighbours {
		sigs = append(sigs, Signature{ID: fmt.Sprint(i), Published: day(1 + i%20), Fingerprints: []uint32{7}})
	}
	for range 3 {
		dice.Shuffle(len(sigs), func(i, j int) { sigs[i], sigs[j] = sigs[j], sigs[i] })
		index, met := NewIndex(), map[[2]string]bool{}
		for _, sig := range sigs {
			for _, near := range index.Add(sig) {
				met[[2]string{min(sig.ID, near.ID), max(sig.ID, near.ID)}] = true
			}
		}
		for _, sig := range sigs {
			near := index.Near(sig)
			if len(near) > 2*mostNeighbours || len(near) < mostNeighbours {
				t.Fatalf("%d are near", len(near))
			}
			for _, other := range near {
				if !met[[2]string{min(sig.ID, other.ID), max(sig.ID, other.ID)}] {
					t.Fatalf("%s and %s are near and were not given before", sig.ID, other.ID)
				}
			}
		}
	}
}

func TestAReportWithManyCopiesIsOneOriginAndComparedWithFew(t *testing.T) {
	const copies = 150
	index := NewIndex()
	var ids []string
	var edges []Edge
	for i := range copies {
		sig := Of(article(fmt.Sprintf("a%03d", i), "", ferry, day(1).Add(time.Duration(i)*time.Minute)))
		ids = append(ids, sig.ID)
		near := index.Add(sig)
		if len(near) > 2*mostNeighbours {
			t.Fatalf("the %dth copy is compared with %d", i, len(near))
		}
		for _, other := range near {
			edges = append(edges, Compare(sig, other, Read(ferry), Read(ferry))...)
		}
	}
	if groups := Origins(ids, edges); len(groups) != 1 {
		t.Errorf("%d origins", len(groups))
	}
}

func FuzzCompare(f *testing.F) {
	f.Add(ferry, bakery)
	f.Add(ferry+"\n(Reuters)", "LISBON (AP) — "+ferry)
	f.Add("a a a a a a a a a a a a a a a", "a a a a a a a a")
	f.Add("“é\xff 12% n't 's ’s ‘’ £5bn per cent", "© 2014 the BBC’s – AP")
	f.Fuzz(func(t *testing.T, textA, textB string) {
		// An article's text is valid UTF-8; anything else must only not panic.
		Compare(Of(article("a", "", textA, day(1))), Of(article("b", "", textB, day(2))), Read(textA), Read(textB))
		textA, textB = strings.ToValidUTF8(textA, "\uFFFD"), strings.ToValidUTF8(textB, "\uFFFD")
		sigA, sigB := Of(article("a", "", textA, day(1))), Of(article("b", "CNN", textB, day(2)))
		for _, cite := range sigA.Cites {
			checkSpan(t, cite.Span, textA)
		}
		checkEdges(t, compareTexts(sigA, sigB, Read(textA), Read(textB)), textA, textB)
		for _, word := range readWords(textA) {
			if word.start >= word.end || int(word.end) > len(textA) {
				t.Fatalf("word at %d–%d", word.start, word.end)
			}
		}
	})
}

// BenchmarkArrive measures what one more article costs a corpus of that size:
// its signature, the look-up and the comparisons.
func BenchmarkArrive(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			dice := rand.New(rand.NewPCG(3, 3))
			articles := corpus(dice, size)
			index := NewIndex()
			texts := map[string]string{}
			for _, f := range articles {
				texts[f.Article.ID] = f.Article.Text
				index.Add(Of(f))
			}
			compared, linked := 0, 0
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				f := articles[i*7919%size]
				sig := Of(f)
				for _, near := range index.Near(sig) {
					if MayShare(sig, near) {
						compared++
						linked += len(Compare(sig, near, Read(f.Article.Text), Read(texts[near.ID])))
					}
				}
			}
			b.ReportMetric(float64(compared)/float64(b.N), "compared/op")
			b.ReportMetric(float64(linked)/float64(b.N), "edges/op")
		})
	}
}
