package statement

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A quarrel told without a word in common.
var (
	ashore  = said{article: "g1", source: monitor, content: "the trawler Havbris ran aground before dawn"}
	beached = said{article: "g2", day: 1, source: fisher, content: "his vessel Havbris hit the rocks at night"}
	auction = said{article: "g3", day: 1, source: fisher, content: "the Havbris cannery will be auctioned in spring"}
)

// along gives a claim the vector whose topic and stance lie at such angles, in
// degrees, to those of a claim at 0.
func along(t *testing.T, s said, topic, stance float64) Signature {
	signature := s.sign(t)
	signature.Vector = make([]int8, topicSize+32)
	for at, angle := range map[int]float64{0: topic, topicSize: stance} {
		sin, cos := math.Sincos(angle * math.Pi / 180)
		signature.Vector[at], signature.Vector[at+1] = int8(127*cos), int8(127*sin)
	}
	return signature
}

func TestVectorsFindAParaphrase(t *testing.T) {
	a := along(t, ashore, 0, 0)
	near := Compare(a, along(t, beached, 15, 15))
	far := Compare(a, along(t, beached, 80, 15))
	if near.Score <= far.Score {
		t.Errorf("of a near topic %.2f, of a far one %.2f", near.Score, far.Score)
	}
	if relation := Compare(a, along(t, auction, 80, 80)); relation.Kind != Unrelated {
		t.Errorf("one name in common and nothing else: %+v", relation)
	}
}

func TestReasonsTellHowNearTheVectorsAre(t *testing.T) {
	relation := Compare(along(t, rammed, 0, 0), along(t, rammedOther, 20, 20))
	if relation.Kind != Corroborates || !strings.Contains(strings.Join(relation.Reasons, "; "), "near in topic by 0.94") {
		t.Errorf("%q because of %q", relation.Kind, relation.Reasons)
	}
}

func TestNearTopicsShareAKey(t *testing.T) {
	keys := map[string]bool{}
	for _, key := range Keys(along(t, ashore, 10, 0)) {
		keys[key] = true
	}
	shared := func(s Signature) (count int) {
		for _, key := range Keys(s) {
			if keys[key] {
				count++
			}
		}
		return count
	}
	if shared(along(t, beached, 20, 0)) == 0 {
		t.Error("a paraphrase that shares a name and the topic is not found")
	}
	other := along(t, auction, 0, 0)
	for i := range topicSize {
		other.Vector[i] = int8(1 + i%3)
	}
	if n := shared(other); n > 0 {
		t.Errorf("another topic shares %d keys", n)
	}
}

// TestALedgerAsksForMore holds what links against what compares.
func TestALedgerAsksForMore(t *testing.T) {
	linkedOnly := 0
	for i, a := range all {
		for _, b := range all[:i] {
			x, y := a.sign(t), b.sign(t)
			relation := Compare(x, y)
			link, related := Relate(x, y)
			if related && relation.Kind == Unrelated {
				t.Errorf("%s and %s are linked and not alike", a.article, b.article)
			}
			if related && link.Kind != Incompatible && link.Score < linked {
				t.Errorf("%s and %s are linked by %.2f", a.article, b.article, link.Score)
			}
			if related {
				linkedOnly++
			}
		}
	}
	if linkedOnly == 0 {
		t.Error("nothing is linked")
	}
}

func TestFeaturesAreBoundedAndSymmetric(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		angle := rapid.Float64Range(0, 180)
		a := along(t, rapid.SampledFrom(all).Draw(r, "a"), angle.Draw(r, "topic of a"), angle.Draw(r, "stance of a"))
		b := along(t, rapid.SampledFrom(all).Draw(r, "b"), angle.Draw(r, "topic of b"), angle.Draw(r, "stance of b"))
		there, back := Features(a, b), Features(b, a)
		for i, name := range FeatureNames() {
			if math.Abs(there[i]-back[i]) > 1e-9 || !(there[i] >= -1.001 && there[i] <= 1.001) {
				r.Fatalf("%s is %v and, the other way round, %v", name, there[i], back[i])
			}
		}
		same, contrary := learned().judge(there)
		if same < 0 || contrary < 0 || same+contrary > 1+1e-9 {
			r.Fatalf("probabilities %v and %v", same, contrary)
		}
	})
}

func TestDamagedWeightsAreRefused(t *testing.T) {
	for name, lines := range map[string]string{
		"a line too few":  weightLines[strings.IndexByte(weightLines, '\n')+1:],
		"another feature": strings.Replace(weightLines, "\ndice ", "\nmice ", 1),
		"no number":       strings.Replace(weightLines, "none ", "none x", 1),
	} {
		if _, err := readWeights(lines); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestOneQuotationOfCommonWordsIsOneUtterance(t *testing.T) {
	a := said{article: "h1", source: keeper, content: "“We were not there and they were not there either”"}
	b := said{article: "h2", day: 2, source: keeper, cue: "tell", content: "“We were not there, and they were not there either, and that is that”"}
	c := said{article: "h3", source: keeper, content: "“They were all there”"}
	if relation := Compare(a.sign(t), b.sign(t)); relation.Kind != SameUtterance {
		t.Errorf("%q (%.2f): %q", relation.Kind, relation.Score, relation.Reasons)
	}
	if relation := Compare(a.sign(t), c.sign(t)); relation.Kind != Unrelated {
		t.Errorf("%q (%.2f): %q", relation.Kind, relation.Score, relation.Reasons)
	}
}
