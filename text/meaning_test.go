package text

import (
	"math"
	"testing"

	"tocsin"
	"tocsin/text/reader"
)

const ferries = `The ferry Lunde sank in the strait on Monday night. The ship Lunde went down in the channel late on Monday. Teachers in the capital want higher wages and smaller classes.`

func TestMeaningTellsAParaphraseFromAnotherMatter(t *testing.T) {
	doc := Read(tocsin.Article{Text: ferries})
	if len(doc.Sentences) != 3 {
		t.Fatalf("%d sentences", len(doc.Sentences))
	}
	topic := func(i int) []int8 { return doc.Meaning([]tocsin.Span{doc.Sentences[i].Span})[:reader.TopicSize] }
	again, other := cosine(topic(0), topic(1)), cosine(topic(0), topic(2))
	if again < 0.5 || other > 0.4 || again < other+0.3 {
		t.Errorf("a paraphrase is near by %.2f, another matter by %.2f", again, other)
	}
}

func TestMeaningOfNoWordsIsNone(t *testing.T) {
	doc := Read(tocsin.Article{Text: ferries})
	if meaning := doc.Meaning(nil); meaning != nil {
		t.Errorf("%v", meaning)
	}
	if meaning := Read(tocsin.Article{}).Meaning([]tocsin.Span{{}}); meaning != nil {
		t.Errorf("of an empty text: %v", meaning)
	}
}

func TestStatesAreThoseOfTheWords(t *testing.T) {
	doc := Read(tocsin.Article{Text: ferries})
	states, width := States(doc)
	if len(states) != width*len(doc.Tokens) {
		t.Fatalf("%d values of width %d for %d tokens", len(states), width, len(doc.Tokens))
	}
	for i := range doc.Tokens {
		sum := 0.0
		for _, value := range states[i*width : (i+1)*width] {
			sum += math.Abs(float64(value))
		}
		if sum == 0 {
			t.Errorf("token %d has no state", i)
		}
	}
}

func cosine(a, b []int8) float64 {
	var dot, x, y float64
	for i := range a {
		dot += float64(a[i]) * float64(b[i])
		x += float64(a[i]) * float64(a[i])
		y += float64(b[i]) * float64(b[i])
	}
	return dot / math.Sqrt(x*y)
}
