package story

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

// report makes a Signature of words alone, so many days after monday; a
// negative day leaves it undated.
func report(id string, day int, title, text string) Signature {
	article := tocsin.Article{ID: id, Title: title, Text: text}
	if day >= 0 {
		article.Published = monday.AddDate(0, 0, day)
	}
	return Of(tocsin.Findings{Article: article})
}

// Two floods, a year and a river apart, and a strike.
var (
	floodFirst  = report("flood-1", 0, "Dam on the Orvel breaks", "The Orvel burst its banks near Tammersby on Sunday night after the upper dam gave way. Hundreds of families in Tammersby climbed onto roofs, the fire brigade said, and waited for boats.")
	floodSecond = report("flood-2", 1, "Tammersby counts its missing", "Rescuers searched Tammersby for eleven people on Monday after the Orvel dam broke. Boats reached the last roofs at noon, the brigade said. The river Orvel was still rising.")
	floodThird  = report("flood-3", 2, "Who knew that the Orvel dam was cracked?", "Engineers had warned of cracks in the Orvel dam for two years, a letter shows. Tammersby, where eleven people are missing since the dam broke, wants to know who read it.")
	otherFlood  = report("flood-9", 1, "Kestrel Bay under water", "A storm surge drove the sea over the quay of Kestrel Bay on Monday. Shops along the harbour stood under water, the mayor Ilda Venn said, but nobody was hurt.")
	strike      = report("strike-1", 1, "Nurses walk out in Pellington", "Nurses at the Pellington infirmary stopped work on Monday over night pay. The union's Gareth Oduya said that talks with the hospital trust had failed.")
)

func storiesOf(t *testing.T, x *Index) map[string]string {
	t.Helper()
	of := storyOfEach(x.Stories())
	for _, e := range x.entries {
		if of[e.article] == "" {
			t.Fatalf("%s is in no story", e.article)
		}
	}
	return of
}

// groups are the articles of each story, without IDs, sorted.
func groups(partition Partition) []string {
	var all []string
	for _, story := range partition {
		all = append(all, strings.Join(story.Articles, " "))
	}
	slices.Sort(all)
	return all
}

func indexOf(signatures ...Signature) *Index {
	x := NewIndex(nil)
	for _, signature := range signatures {
		x.Add(signature)
	}
	x.Update()
	return x
}

func TestReportsOfOneHappeningAreOneStory(t *testing.T) {
	got := groups(indexOf(floodFirst, floodSecond, floodThird, otherFlood, strike).Stories())
	want := []string{"flood-1 flood-2 flood-3", "flood-9", "strike-1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameWordsMonthsLaterAreAnotherStory(t *testing.T) {
	later := floodFirst
	later.Article, later.Published = "flood-1-again", monday.AddDate(0, 3, 0)
	if got := groups(indexOf(floodFirst, later).Stories()); len(got) != 2 {
		t.Errorf("got %v, want two stories", got)
	}
}

func TestAnUndatedArticleJoinsByWhatItSays(t *testing.T) {
	undated := floodSecond
	undated.Published = time.Time{}
	for _, order := range [][]Signature{{floodFirst, undated, strike}, {undated, strike, floodFirst}} {
		if got := groups(indexOf(order...).Stories()); len(got) != 2 {
			t.Errorf("got %v, want the undated report with the first", got)
		}
	}
}

func TestAnArticleWithoutWordsIsAStoryOfItsOwn(t *testing.T) {
	if got := groups(indexOf(report("empty", 0, "", ""), report("empty-too", 0, "", ""), strike).Stories()); len(got) != 3 {
		t.Errorf("got %v", got)
	}
}

func TestTheTitleIsThatOfTheCentralArticle(t *testing.T) {
	x := indexOf(floodFirst, floodSecond, floodThird)
	story, _ := x.StoryOf("flood-3")
	if story.Title == "" || !slices.Contains(story.Articles, story.Central) || !story.From.Equal(monday) || !story.To.Equal(monday.AddDate(0, 0, 2)) {
		t.Errorf("got %+v", story)
	}
}

// Two title fights of one champion share most of what is rare; they part by
// what each half does not have.
func TestTwoClearHalvesArePartedThoughTheyShareMuch(t *testing.T) {
	var fights []Signature
	for i := range 6 {
		fights = append(fights,
			report(fmt.Sprintf("first-%d", i), -1, "", fmt.Sprintf("Heavyweight champion Anton Brisk kept his IBC belt against Cole Maddern in Aldeburn. The champion knocked Maddern down in round seven, and Maddern's corner threw the towel, said ringside reporter number %d.", i)),
			report(fmt.Sprintf("second-%d", i), -1, "", fmt.Sprintf("Heavyweight champion Anton Brisk kept his IBC belt against Yusuf Tarrow in Sankt Veit. Tarrow bled from the eyebrow when the doctor stopped the fight, and the champion embraced Tarrow, said ringside reporter number %d.", i)))
	}
	if got := groups(indexOf(fights...).Stories()); len(got) != 2 {
		t.Errorf("got %v, want one story a fight", got)
	}
	if score, _ := Compare(fights[0], fights[1]); score < joinAt {
		t.Errorf("the fights have a likeness of only %.2f: this shows nothing", score)
	}
}

// The order in which articles arrive, where Updates fall between them, and
// which pins stand already when they come, changes nothing in the end.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	all := stream(70)
	for i := range all {
		if i%11 == 0 {
			all[i].Published = time.Time{}
		}
	}
	pins := []Pin{
		{Together, all[3].Article, all[60].Article}, {Apart, all[10].Article, all[11].Article},
		{In, all[20].Article, "s-chosen"}, {In, all[69].Article, "s-chosen"}, {Apart, all[60].Article, all[3].Article},
	}
	want := func() []string {
		x := NewIndex(nil)
		x.Pin(pins)
		for _, signature := range all {
			x.Add(signature)
		}
		x.Update()
		return groups(x.Stories())
	}()
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(all).Draw(t, "order")
		pinned := rapid.IntRange(0, len(order)-1).Draw(t, "pinned")
		every := rapid.IntRange(1, 40).Draw(t, "every")
		x := NewIndex(nil)
		for i, signature := range order {
			x.Add(signature)
			if i == pinned {
				x.Pin(pins)
			}
			if i%every == 0 {
				x.Update()
			}
		}
		x.Update()
		if diff := cmp.Diff(want, groups(x.Stories())); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Whatever the pins, as far as they stand they hold.
func TestPinsThatStandHold(t *testing.T) {
	all := stream(40)
	article := rapid.SampledFrom(all)
	rapid.Check(t, func(t *rapid.T) {
		var pins []Pin
		for range rapid.IntRange(0, 8).Draw(t, "pins") {
			pin := Pin{rapid.SampledFrom([]Verdict{Together, Apart, In}).Draw(t, "verdict"), article.Draw(t, "article").Article, article.Draw(t, "with").Article}
			if pin.Verdict == In {
				pin.With = rapid.SampledFrom([]string{"s1", "s2"}).Draw(t, "story")
			}
			pins = append(pins, pin)
		}
		x := NewIndex(nil)
		x.Pin(pins)
		for _, signature := range all {
			x.Add(signature)
		}
		x.Update()
		of, refused := storyOfEach(x.Stories()), Refused(pins)
		for _, pin := range pins {
			if slices.Contains(refused, pin) {
				continue
			}
			switch a, b := of[pin.Article], of[pin.With]; {
			case pin.Verdict == Together && a != b, pin.Verdict == Apart && a == b, pin.Verdict == In && a != pin.With:
				t.Fatalf("%v does not hold: %s and %s", pin, a, b)
			}
		}
	})
}

// war is a stream about one subject that chains articles over months.
func war(n int) []Signature {
	all := stream(n * 40)
	var about []Signature
	for _, signature := range all {
		if slices.ContainsFunc(signature.Terms, func(term Term) bool { return strings.HasPrefix(term.Key, "subject7-") }) {
			about = append(about, signature)
		}
	}
	for i := range about {
		about[i].Published = monday.Add(time.Duration(i) * 4 * time.Hour)
	}
	return about[:min(n, len(about))]
}

func TestOrderDoesNotMatterWhereNeighbourhoodsAreOutgrown(t *testing.T) {
	all := war(400)
	x := indexOf(all...)
	if members, whole := x.connected(all[0].Article, 0, largest); whole {
		t.Fatalf("the neighbourhood has only %d articles: this shows nothing", len(members))
	}
	for _, signature := range all {
		if members := newSurvey(x).neighbourhood(signature.Article); len(members) > largest {
			t.Fatalf("a neighbourhood of %d articles", len(members))
		}
	}
	want := groups(x.Stories())
	random := rand.New(rand.NewPCG(7, 7))
	for range 3 {
		shuffled := slices.Clone(all)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		y := NewIndex(nil)
		for i, signature := range shuffled {
			y.Add(signature)
			if i%7 == 0 {
				y.Update()
			}
		}
		y.Update()
		if diff := cmp.Diff(want, groups(y.Stories())); diff != "" {
			t.Error(diff)
		}
	}
}

func TestEveryArticleIsInExactlyOneStory(t *testing.T) {
	all := stream(300)
	x := NewIndex(nil)
	for i, signature := range all {
		x.Add(signature)
		if i%13 == 0 {
			x.Update()
		}
	}
	x.Update()
	seen := map[string]int{}
	for _, story := range x.Stories() {
		for _, article := range story.Articles {
			seen[article]++
			if at, _ := x.StoryOf(article); at.ID != story.ID {
				t.Errorf("%s is in %s, but StoryOf says %s", article, story.ID, at.ID)
			}
		}
	}
	for _, signature := range all {
		if seen[signature.Article] != 1 {
			t.Errorf("%s is in %d stories", signature.Article, seen[signature.Article])
		}
	}
}

func TestAStoryKeepsItsIDAsItGrows(t *testing.T) {
	x := indexOf(floodSecond)
	before, _ := x.StoryOf("flood-2")
	x.Add(floodFirst) // published earlier
	x.Add(strike)
	changes := x.Update().Changes
	after, _ := x.StoryOf("flood-1")
	if before.ID != after.ID {
		t.Errorf("the story was %s and is %s", before.ID, after.ID)
	}
	want := []Change{
		{What: Created, Story: nameAfter("strike-1"), Articles: []string{"strike-1"}},
		{What: Grew, Story: before.ID, Articles: []string{"flood-1"}},
	}
	slices.SortFunc(want, func(a, b Change) int { return strings.Compare(a.Story, b.Story) })
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Error(diff)
	}
}

func TestFollow(t *testing.T) {
	story := func(id string, articles ...string) Story { return Story{ID: id, Articles: articles} }
	tests := []struct {
		name     string
		old, new Partition
		ids      []string // of new, sorted
		want     []Change
	}{
		{"merge", Partition{story("x", "a", "b"), story("y", "c")}, Partition{story("n", "a", "b", "c")}, []string{"x"},
			[]Change{{What: Merged, Story: "x", From: "y", Articles: []string{"c"}}}},
		{"split", Partition{story("x", "a", "b", "c")}, Partition{story("n", "a", "b"), story("m", "c")}, []string{"m", "x"},
			[]Change{{What: Parted, Story: "m", From: "x", Articles: []string{"c"}}}},
		{"move", Partition{story("x", "a", "b", "c"), story("y", "d", "e")}, Partition{story("n", "a", "b"), story("m", "c", "d", "e")}, []string{"x", "y"},
			[]Change{{What: Moved, Story: "y", From: "x", Articles: []string{"c"}}}},
		{"end", Partition{story("x", "a")}, nil, nil, []Change{{What: Ended, Story: "x"}}},
		{"nothing", Partition{story("x", "a")}, Partition{story("n", "a")}, []string{"x"}, nil},
		{"an ID still in use is not given twice", Partition{story("m", "a", "b", "c")}, Partition{story("n", "a", "b"), story("m", "c")}, []string{"m", nameAfter("c")},
			[]Change{{What: Parted, Story: nameAfter("c"), From: "m", Articles: []string{"c"}}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			named, changes := Follow(test.old, test.new)
			var ids []string
			for _, story := range named {
				ids = append(ids, story.ID)
			}
			if diff := cmp.Diff(test.ids, ids); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.want, changes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAnalystsPinsHoldForLaterArrivals(t *testing.T) {
	x := indexOf(floodFirst, strike, otherFlood)
	flood, _ := x.StoryOf("flood-1")
	other, _ := x.StoryOf("flood-9")
	x.Pin(Merge(flood, other))
	x.Update()
	x.Add(floodSecond)
	x.Add(floodThird)
	x.Update()
	for article, id := range storiesOf(t, x) {
		if (id == flood.ID) != (article != "strike-1") {
			t.Errorf("%s is in %s; the merged story is %s", article, id, flood.ID)
		}
	}
}

func TestWhatIsKeptApartStaysApart(t *testing.T) {
	x := indexOf(floodFirst)
	x.Pin([]Pin{{Apart, "flood-1", "flood-2"}})
	x.Add(floodSecond)
	x.Add(floodThird) // is like both
	x.Update()
	if of := storiesOf(t, x); of["flood-1"] == of["flood-2"] {
		t.Errorf("got %v", of)
	}
	// Two verdicts that only hold if the third report leaves one of the others.
	x.Pin([]Pin{{Apart, "flood-1", "flood-2"}, {Together, "flood-3", "strike-1"}, {Together, "flood-2", "strike-1"}})
	x.Add(strike)
	x.Update()
	if of := storiesOf(t, x); of["flood-1"] == of["flood-2"] || of["flood-2"] != of["flood-3"] || of["flood-3"] != of["strike-1"] {
		t.Errorf("got %v", of)
	}
}

func TestSplitGivesArticlesAStoryOfTheirOwn(t *testing.T) {
	x := indexOf(floodFirst, floodSecond, floodThird)
	story, _ := x.StoryOf("flood-1")
	x.Pin(Split(story, "flood-3"))
	changes := x.Update().Changes
	of := storiesOf(t, x)
	if of["flood-1"] != story.ID || of["flood-2"] != story.ID || of["flood-3"] == story.ID {
		t.Errorf("got %v", of)
	}
	want := []Change{{What: Parted, Story: of["flood-3"], From: story.ID, Articles: []string{"flood-3"}}}
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Error(diff)
	}
}

func TestMovePutsAnArticleWhereItDoesNotSeemToBelong(t *testing.T) {
	x := indexOf(floodFirst, floodSecond, strike)
	story, _ := x.StoryOf("flood-1")
	other, _ := x.StoryOf("strike-1")
	x.Pin(Move(other, story, "strike-1"))
	x.Update()
	if of := storiesOf(t, x); of["strike-1"] != story.ID || of["flood-2"] != story.ID {
		t.Errorf("got %v", of)
	}
	x.Pin(nil)
	x.Update()
	if of := storiesOf(t, x); of["strike-1"] == story.ID {
		t.Error("the pin is gone and the article still there")
	}
}

// A pin may give an article the ID of a story that lives elsewhere: then it is
// that story's no more.
func TestAPinnedIDIsOneStorysOnly(t *testing.T) {
	x := indexOf(floodFirst, floodSecond)
	story, _ := x.StoryOf("flood-1")
	x.Pin([]Pin{{In, "strike-1", story.ID}})
	x.Add(strike)
	x.Update()
	of := storiesOf(t, x)
	if of["strike-1"] != story.ID || of["flood-1"] == story.ID || of["flood-1"] != of["flood-2"] {
		t.Errorf("got %v", of)
	}
	y := NewIndex(nil)
	y.Pin([]Pin{{In, "strike-1", nameAfter("flood-1")}})
	y.Add(floodFirst)
	y.Update()
	y.Add(strike)
	y.Update()
	if of := storiesOf(t, y); of["strike-1"] != nameAfter("flood-1") || of["flood-1"] == of["strike-1"] {
		t.Errorf("got %v", of)
	}
}

func TestTheNewestPinStands(t *testing.T) {
	pins := []Pin{{Together, "a", "b"}, {In, "a", "x"}, {In, "c", "y"}, {Apart, "a", "b"}, {Together, "a", "c"}}
	want := []Pin{{In, "a", "x"}, {Together, "a", "b"}}
	if diff := cmp.Diff(want, Refused(pins)); diff != "" {
		t.Error(diff)
	}
}

// shelfless keeps what an index knew, as a ledger does.
type shelfless struct{ x *Index }

func (m shelfless) Recall(articles []string) []Kept {
	var kept []Kept
	for _, article := range articles {
		if e := m.x.entry(article); e != nil {
			kept = append(kept, keptOf(e))
		}
	}
	return kept
}

func (m shelfless) Story(id string) (Story, bool) { return m.x.story(id) }

func keptOf(e *entry) Kept {
	kept := Kept{Signature: signatures[e.article], Story: e.story}
	for _, link := range e.links {
		kept.Links = append(kept.Links, Link{e.article, link.article, link.score})
	}
	return kept
}

// signatures are those of the stream that tests of memory use.
var signatures = func() map[string]Signature {
	all := map[string]Signature{}
	for _, signature := range war(400) {
		all[signature.Article] = signature
	}
	return all
}()

// An index that is begun anew again and again, holding each time only the weeks
// around what arrives, makes the stories of one that holds all.
func TestMemoryGoesOnWhereItStopped(t *testing.T) {
	all := war(400)
	pins := []Pin{{Together, all[0].Article, all[200].Article}}
	x, y := NewIndex(nil), NewIndex(nil)
	x.Pin(pins)
	y.Pin(pins)
	for i, signature := range all {
		x.Add(signature)
		if i%50 == 0 {
			before := y
			y = NewIndex(shelfless{before})
			y.Pinned(pins)
			for _, e := range before.entries {
				if at := spanOf(signature.Published) - spanOf(e.shape.published); at <= 1 && at >= -1 {
					y.Hold(keptOf(e))
				}
			}
		}
		y.Add(signature)
		if diff := cmp.Diff(x.Update(), y.Update()); diff != "" {
			t.Fatal(diff)
		}
	}
	for _, story := range x.Stories() {
		if same, _ := y.StoryOf(story.Central); cmp.Diff(story, same) != "" {
			t.Error(cmp.Diff(story, same))
		}
	}
}

func TestRemoveUndoesAdd(t *testing.T) {
	all := stream(80)
	x := indexOf(all...)
	x.Remove(all[5].Article, all[50].Article)
	x.Update()
	left := slices.DeleteFunc(slices.Clone(all), func(s Signature) bool { return s.Article == all[5].Article || s.Article == all[50].Article })
	if diff := cmp.Diff(groups(indexOf(left...).Stories()), groups(x.Stories())); diff != "" {
		t.Error(diff)
	}
	if _, there := x.StoryOf(all[5].Article); there {
		t.Error("a removed article is still in a story")
	}
	for range 2 {
		x.Remove(strike.Article)
		x.Add(strike)
		x.Update()
	}
	lone, _ := x.StoryOf(strike.Article)
	x.Remove(strike.Article)
	if diff := cmp.Diff([]Change{{What: Ended, Story: lone.ID}}, x.Update().Changes); diff != "" {
		t.Error(diff)
	}
	if slices.ContainsFunc(x.Stories(), func(story Story) bool { return story.ID == lone.ID }) {
		t.Error("the story of a removed article goes on")
	}
}

func TestClusterAgreesWithTheIndex(t *testing.T) {
	all := []Signature{floodFirst, floodSecond, floodThird, otherFlood, strike}
	if diff := cmp.Diff(indexOf(all...).Stories(), Cluster(all, nil)); diff != "" {
		t.Error(diff)
	}
}

func TestReasonsAddUpToTheScore(t *testing.T) {
	all := stream(60)
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(all).Draw(t, "a"), rapid.SampledFrom(all).Draw(t, "b")
		score, reasons := Compare(a, b)
		back, _ := Compare(b, a)
		sum, near := 0.0, 1.0
		for _, reason := range reasons {
			if reason.Kind == Published {
				near = reason.Score
			} else {
				sum += reason.Score
			}
		}
		if score != back || score < 0 || score > 1 || score-sum*near > 1e-9 || sum*near-score > 1e-9 {
			t.Fatalf("%v, back %v, from reasons %v", score, back, sum*near)
		}
	})
}

func TestWhyNamesWhatIsShared(t *testing.T) {
	x := indexOf(floodFirst, floodSecond, floodThird)
	story, _ := x.StoryOf("flood-1")
	ties := Why(floodThird, []Signature{floodFirst, floodSecond, floodThird}, story)
	if len(ties) == 0 || len(ties[0].Reasons) < 2 {
		t.Fatalf("got %+v", ties)
	}
	words := ties[0].Reasons[0]
	if words.Kind != Words || !slices.Contains(words.Shared, "Orvel") || !slices.Contains(words.Shared, "Tammersby") {
		t.Errorf("got %+v", words)
	}
	if when := ties[0].Reasons[len(ties[0].Reasons)-1]; when.Kind != Published || when.Apart != 24*time.Hour {
		t.Errorf("got %+v", when)
	}
}

func TestASignatureHoldsWhatTheFindingsTell(t *testing.T) {
	signature := Of(tocsin.Findings{
		Article: tocsin.Article{ID: "a", Title: "Shelling of Norrby", Text: "Norrby was shelled."},
		Actors:  []tocsin.Actor{{Name: "Norland", Kind: tocsin.Government, Mentions: make([]tocsin.Span, 3)}, {Name: "a witness", Kind: tocsin.Unnamed, Mentions: make([]tocsin.Span, 1)}},
		Places:  []tocsin.Place{{Name: "Norrby"}},
		Events:  []tocsin.Event{{Category: tocsin.Assault, Actor: tocsin.Party{Country: "NLD"}, Recipient: tocsin.Party{Name: "Norrby"}}, {Category: tocsin.Agree}},
		Whens:   []tocsin.When{{Start: "2023-05-01", End: "2023-05-01"}, {Start: "2023-01-01", End: "2023-12-31"}},
	})
	keys := func(terms []Term) (keys []string) {
		for _, term := range terms {
			keys = append(keys, term.Key)
		}
		return keys
	}
	got := [][]string{keys(signature.Names), keys(signature.Events), keys(signature.Days)}
	want := [][]string{{"norland", "norrby"}, {"ASSAULT NLD norrby"}, {"2023-05-01"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestASignatureSurvivesJSON(t *testing.T) {
	content, err := json.Marshal(floodFirst)
	if err != nil {
		t.Fatal(err)
	}
	var back Signature
	if err := json.Unmarshal(content, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(floodFirst, back); diff != "" {
		t.Error(diff)
	}
}

func TestWordsAreFoldedAndStemmed(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"escapes escaped escaping escape", "escap escap escap escap"},
		{"Parties and the party's cities", "parti and the parti citi"},
		{"Élysée, Zürich’s", "elyse zurich"},
		{"stopped stops a 7.9 quake at 10,000", "stop stop 7.9 quak at 10,000"},
		{"boxes churches classes bus crisis news", "box church class bus crisis new"},
	} {
		var stems []string
		for _, word := range words(test.text, false) {
			stems = append(stems, word.stem)
		}
		if got := strings.Join(stems, " "); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestRareWordsWeighMore(t *testing.T) {
	if common, rare, unknown := rarity(stemOf("people")), rarity(stemOf("dam")), rarity(stemOf("tammersby")); !(common < rare && rare < unknown) {
		t.Errorf("people %.1f, dam %.1f, tammersby %.1f", common, rare, unknown)
	}
}

// Against the plain definition: join the best pair again and again, each time
// averaging over all pairs.
func TestAgglomerationIsAverageLink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		scores := make([][]float64, n)
		var edges []edge
		for a := range n {
			scores[a] = make([]float64, n)
		}
		for a := range n {
			for b := a + 1; b < n; b++ {
				if rapid.Bool().Draw(t, "edge") {
					score := rapid.Float64Range(0.01, 1).Draw(t, "score")
					scores[a][b], scores[b][a] = score, score
					edges = append(edges, edge{a, b, score})
				}
			}
		}
		g := newAgglomeration(n, edges)
		g.run(0.3)
		if diff := cmp.Diff(plainly(scores, 0.3), g.clusters()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func plainly(scores [][]float64, least float64) [][]int {
	clusters := make([][]int, len(scores))
	for i := range clusters {
		clusters[i] = []int{i}
	}
	for {
		bestA, bestB, best := 0, 0, 0.0
		for a := range clusters {
			for b := a + 1; b < len(clusters); b++ {
				if score := across(scores, clusters[a], clusters[b]); score > best+1e-12 {
					bestA, bestB, best = a, b, score
				}
			}
		}
		if best < least {
			return clusters
		}
		clusters[bestA] = append(clusters[bestA], clusters[bestB]...)
		slices.Sort(clusters[bestA])
		clusters = slices.Delete(clusters, bestB, bestB+1)
	}
}

func TestASummaryCitesDifferentSourcesOnce(t *testing.T) {
	claim := func(id, source, text, content string) tocsin.Claim {
		at := strings.Index(text, content)
		return tocsin.Claim{ID: id, Source: tocsin.Source{Name: source, Span: tocsin.Span{End: 1}}, Content: []tocsin.Span{{Start: at, End: at + len(content)}}}
	}
	one := "The brigade said eleven people of Tammersby are missing since the Orvel dam broke. The brigade said its boats reached the last roofs in Tammersby at noon. Lunch was good, the cook said."
	two := "Eleven people of Tammersby are missing since the Orvel dam broke, the brigade said. Engineers warned of cracks in the Orvel dam for years, a letter shows."
	members := []tocsin.Findings{
		{Article: tocsin.Article{ID: "one", Text: one}, Claims: []tocsin.Claim{
			claim("c1", "brigade", one, "eleven people of Tammersby are missing since the Orvel dam broke"),
			claim("c2", "brigade", one, "its boats reached the last roofs in Tammersby at noon"),
			claim("c3", "cook", one, "Lunch was good"),
		}},
		{Article: tocsin.Article{ID: "two", Text: two}, Claims: []tocsin.Claim{
			claim("c4", "brigade", two, "Eleven people of Tammersby are missing since the Orvel dam broke"),
			claim("c5", "letter", two, "Engineers warned of cracks in the Orvel dam for years"),
			{ID: "c6", Content: []tocsin.Span{{Start: 0, End: 60}}},
		}},
	}
	want := []Cited{{"one", "c1"}, {"two", "c5"}}
	if diff := cmp.Diff(want, Summary(members, 2)); diff != "" {
		t.Error(diff)
	}
	for _, cited := range Summary(members, 10) {
		if cited.Claim == "c4" || cited.Claim == "c6" || cited.Claim == "c3" {
			t.Errorf("%s says nothing new, names nobody or is too short", cited.Claim)
		}
	}
}
