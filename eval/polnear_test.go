package eval

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReadAttributions(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.ann")
	standoff := "T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\nT3\tContent 9 13;14 18\tthat boats\n" +
		"T4\tAttribution 4 8\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n" +
		"T5\tDiscuss 19 20\t.\nT6\tAttribution-no-source 4 8\tsaid\nE2\tAttribution-no-source:T6 Content:T3 Cue:T2\n"
	if err := os.WriteFile(name, []byte(standoff), 0o600); err != nil {
		t.Fatal(err)
	}
	claims, err := readAttributions(name)
	if err != nil {
		t.Fatal(err)
	}
	if len(claims) != 2 || len(claims[0].content) != 2 || claims[0].source == nil || claims[1].source != nil {
		t.Errorf("read %+v", claims)
	}
}

func TestContentIsExactDespiteThatAndQuotes(t *testing.T) {
	text := []rune("Ann said that “boats sank.”")
	gold := []claimLine{{content: []stretch{{9, 27}}}}
	found := []claimLine{{content: []stretch{{15, 25}}}}
	if score := compareAttributions(text, gold, found); score[contentExact].F1() != 1 {
		t.Errorf("content exact = %v", score[contentExact])
	}
	short := []claimLine{{content: []stretch{{15, 20}}}}
	score := compareAttributions(text, gold, short)
	if score[contentExact].F1() != 0 || score[contentOverlap].F1() != 1 {
		t.Errorf("a shorter content is exact %v, overlap %v; want 0 and 1", score[contentExact].F1(), score[contentOverlap].F1())
	}
}

func TestWholeAttributionNeedsEveryPart(t *testing.T) {
	text := []rune("Ann said boats sank.")
	gold := []claimLine{{source: &stretch{0, 3}, cue: &stretch{4, 8}, content: []stretch{{9, 19}}}}
	without := []claimLine{{cue: &stretch{4, 8}, content: []stretch{{9, 19}}}}
	if score := compareAttributions(text, gold, without); score[wholeOverlap].Right != 0 {
		t.Error("an attribution without its source must not count as whole")
	}
	if score := compareAttributions(text, gold, gold); score[wholeOverlap].F1() != 1 {
		t.Error("gold against itself must be whole")
	}
}
