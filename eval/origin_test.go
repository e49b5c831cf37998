package eval

import (
	"math/rand/v2"
	"strings"
	"testing"
)

const (
	mill = `The paper mill on the northern bank burned for two days before the wind turned. Crews from 4 towns pumped 1,200 tonnes of water into the halls.

“We lost the archive and the cat,” Ann Lee said, but nobody was hurt.

Insurers want to know who left the drying ovens on during the strike. The union says that the keys were with the foreman.`
	choir = `A choir of retired miners will sing in the cathedral for the first time since the pits closed.

Tickets went within an hour, which the dean calls a small miracle.`
)

func TestEditingKeepsAsMuchAsItSays(t *testing.T) {
	for overlap := 0.2; overlap < 1.01; overlap += 0.2 {
		made := edit(rand.New(rand.NewPCG(1, 1)), mill, choir, edits{overlap: overlap})
		all := len(strings.Fields(mill))
		if got := len(strings.Fields(made.text)); got != made.kept || float64(got) < overlap*float64(all)-1 || float64(got) > overlap*float64(all)+1 {
			t.Errorf("%d of %d words are kept, not %.0f%%", got, all, 100*overlap)
		}
	}
}

func TestEditingIsTheSameEveryTime(t *testing.T) {
	e := edits{overlap: 0.5, filled: true, reordered: true, paraphrase: true, header: true}
	first := edit(rand.New(rand.NewPCG(5, 5)), mill, choir, e)
	if again := edit(rand.New(rand.NewPCG(5, 5)), mill, choir, e); again != first {
		t.Errorf("%q\nis not\n%q", again.text, first.text)
	}
	if !strings.Contains(first.text, "choir") && !strings.Contains(first.text, "Tickets") {
		t.Error("nothing of the donor is in it")
	}
}

func TestTheWholeArticleUneditedStaysAsItIs(t *testing.T) {
	if made := edit(rand.New(rand.NewPCG(1, 1)), mill, choir, edits{overlap: 1}); made.text != mill || made.changed != 0 {
		t.Errorf("%q", made.text)
	}
}

func TestRewordingFollowsItsRules(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(20) {
		seen[reword(rand.New(rand.NewPCG(seed, 1)), "Police said five men did not pay 1,200 euros.")] = true
	}
	if !seen["Officers stated 5 men didn't pay 1200 euros."] {
		t.Errorf("got %v", seen)
	}
}

func TestTheCheckLeavesQuotationsOut(t *testing.T) {
	quote := "“the quick brown fox jumped over the lazy dog and then it slept for a week or two”"
	a, b := "He wrote of it long ago: "+quote+", as was his way.", "She knew by heart "+quote+" and more."
	if verdict := judge(a, b); verdict.share != 0 || !verdict.fresh() {
		t.Errorf("%+v", verdict)
	}
	if verdict := judgeWhole(a, b); !verdict.copied() || verdict.longest != 18 {
		t.Errorf("with quotations %+v", verdict)
	}
}

func TestTheCheckCountsRunsOfTheShorterText(t *testing.T) {
	run := "one two three four five six seven eight"
	if got := judge(run+" nine ten", "zero "+run+" and so on and on for many more words than that"); got.share != 0.8 || got.longest != 8 {
		t.Errorf("%+v", got)
	}
	if got := judge("one two three four five six seven", "one two three four five six seven or so"); got.share != 0 {
		t.Errorf("seven words are no run: %+v", got)
	}
}

func TestAllArticlesAboutAClaimAreInOneHalf(t *testing.T) {
	reports := halve([]report{
		{id: "1", claims: []string{"a"}}, {id: "2", claims: []string{"a", "b"}}, {id: "3", claims: []string{"b"}}, {id: "4", claims: []string{"c"}},
	})
	if reports[0].half != reports[1].half || reports[1].half != reports[2].half || reports[0].half == "" {
		t.Errorf("%+v", reports)
	}
}
