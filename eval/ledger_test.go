package eval

import (
	"testing"

	"tocsin"
)

func ptr[T any](value T) *T { return &value }

// sample is a ledger of "Ann Lee denied on Monday that three boats sank.".
func sample() ledger {
	return ledger{
		article: tocsin.Article{ID: "a", Text: "Ann Lee denied on Monday that three boats sank."},
		claims: []claimLine{{
			source: &stretch{0, 7}, cue: &stretch{8, 14}, content: []stretch{{30, 46}},
			name: "Ann Lee", country: "USA", form: "indirect", act: "deny",
		}},
		events:  []eventLine{{trigger: stretch{42, 46}, category: "ASSAULT", status: "negated", by: "Ann Lee"}},
		figures: []figureLine{{span: stretch{30, 41}, value: ptr(3.0), bound: "exact"}},
		times:   []timeLine{{span: stretch{18, 24}, value: "2022-10-17"}},
	}
}

func TestGoldAgainstItselfIsPerfect(t *testing.T) {
	for _, figure := range ledgerFigures("ledgers", compare(sample(), sample()).score()) {
		if figure.Value != 1 {
			t.Errorf("%s = %v, want 1", figure.Name, figure.Value)
		}
	}
}

func TestNothingFoundScoresNothing(t *testing.T) {
	for _, figure := range ledgerFigures("ledgers", compare(sample(), ledger{}).score()) {
		if figure.Value != 0 {
			t.Errorf("%s = %v, want 0", figure.Name, figure.Value)
		}
	}
}

func TestClaimNeedsHalfOfTheLongerContent(t *testing.T) {
	gold := claimLine{content: []stretch{{0, 100}}}
	for end, want := range map[int]bool{49: false, 50: true, 200: true, 201: false} {
		if got := claimFit(gold, claimLine{content: []stretch{{0, end}}}) > 0; got != want {
			t.Errorf("content of %d characters against 100: matched %v, want %v", end, got, want)
		}
	}
}

func TestCueDecidesBetweenClaimsOfOneContent(t *testing.T) {
	content := []stretch{{20, 60}}
	gold := ledger{claims: []claimLine{
		{cue: &stretch{0, 8}, content: content}, {cue: &stretch{12, 16}, content: content},
	}}
	found := ledger{claims: []claimLine{gold.claims[1], gold.claims[0]}}
	for _, p := range compare(gold, found).claims {
		if p.gold == p.found {
			t.Errorf("gold claim %d was paired with the one of another cue", p.gold)
		}
	}
}

func TestOneFindingMatchesOneGold(t *testing.T) {
	gold := ledger{times: []timeLine{{span: stretch{0, 4}, value: "2022"}, {span: stretch{5, 9}, value: "2022"}}}
	found := ledger{times: []timeLine{{span: stretch{0, 9}, value: "2022"}}}
	if pairs := compare(gold, found).times; len(pairs) != 1 {
		t.Errorf("one time was paired %d times", len(pairs))
	}
}

func TestSameName(t *testing.T) {
	same := [][2]string{
		{"Recep Tayyip Erdoğan", "Erdogan"}, {"Russian defence ministry", "Russian Ministry of Defense"},
		{"US Department of State", "U.S. Department of State"}, {"the United Nations", "United Nations"}, {"", ""},
	}
	different := [][2]string{
		{"Russian foreign ministry", "ministry"}, {"Ann Lee", "Ann"}, {"Ann Lee", ""},
		{"Belarusian government", "Ukrainian government"}, {"Ann Lee", "Bob Lee"},
	}
	for _, pair := range same {
		if !sameName(pair[0], pair[1]) {
			t.Errorf("%q and %q should be one", pair[0], pair[1])
		}
	}
	for _, pair := range different {
		if sameName(pair[0], pair[1]) {
			t.Errorf("%q and %q should be two", pair[0], pair[1])
		}
	}
}

func TestAllegedIsActualOnSomebodysWord(t *testing.T) {
	gold := eventLine{status: "alleged", by: "Ann Lee"}
	if rightStatus(gold, eventLine{status: "actual"}) {
		t.Error("an alleged event must not pass as a plain fact")
	}
	if !rightStatus(gold, eventLine{status: "actual", by: "Ann Lee"}) {
		t.Error("an actual event with a by is an alleged one")
	}
	if rightStatus(eventLine{status: "actual"}, eventLine{status: "actual", by: "Ann Lee"}) {
		t.Error("a plain fact must not pass as somebody's word")
	}
}
