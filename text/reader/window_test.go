package reader

import (
	"strings"
	"testing"

	"tocsin/text/kernel"
)

type forms []string

func (f forms) Len() int          { return len(f) }
func (f forms) Word(i int) string { return f[i] }
func (f forms) Quoted(int) bool   { return false }

func TestShapeOf(t *testing.T) {
	for word, want := range map[string]uint8{
		"": shapeMark, "“": shapeMark, "the": shapeLower, "Kyiv": shapeTitle, "NATO": shapeUpper, "I": shapeSingle,
		"a": shapeLower, "McKay": shapeMixed, "iPhone": shapeMixed, "T-72": shapeDigit, "’s": shapeLower, "Öl": shapeTitle,
	} {
		if got := shapeOf(word); got != want {
			t.Errorf("shapeOf(%q) = %d, want %d", word, got, want)
		}
	}
}

// TestWindowsHoldEveryWordOnce cuts sentences of many lengths, one of them too
// long for a window, and words of no piece and of very many.
func TestWindowsHoldEveryWordOnce(t *testing.T) {
	model, err := Load(weights(t), kernel.Best())
	if err != nil {
		t.Fatal(err)
	}
	var words forms
	var sentences []Sentence
	for _, length := range []int{1, 40, 200, 90, 700, 3, 254, 255} {
		first := len(words)
		for i := range length {
			words = append(words, []string{"bridge", "unacceptableness", "\u200b", strings.Repeat("ж", 300), "."}[i%5])
		}
		sentences = append(sentences, Sentence{first, len(words)})
	}
	p := model.cut(words)
	next := 0
	for _, w := range model.windows(&p, sentences) {
		if w.first != next || w.last <= w.first {
			t.Fatalf("window %v follows word %d", w, next)
		}
		if size := int(p.from[w.last] - p.from[w.first]); size > model.window-2 {
			t.Fatalf("window %v has %d pieces", w, size)
		}
		next = w.last
	}
	if next != len(words) {
		t.Fatalf("the windows end at word %d of %d", next, len(words))
	}
}

func TestNoWords(t *testing.T) {
	model, err := Load(weights(t), kernel.Best())
	if err != nil {
		t.Fatal(err)
	}
	if read := model.Read(forms{}, nil, Ledger); len(read.Words) != 0 || len(read.Attributions) != 0 {
		t.Fatalf("read %+v of nothing", read)
	}
}

func TestDamagedWeights(t *testing.T) {
	file := weights(t)
	for name, damaged := range map[string][]byte{"empty": nil, "cut": file[:len(file)/2], "other": []byte("TOCSINR1 and nothing more")} {
		if _, err := Load(damaged, kernel.Best()); err == nil {
			t.Errorf("%s weights were taken", name)
		}
	}
}
