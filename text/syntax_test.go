package text_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"tocsin"
	"tocsin/golden"
	"tocsin/text"
)

// TestSyntaxGolden holds the reading of sentences against testdata/syntax:
// for each word its number, form, tag, head, relation and lemma.
func TestSyntaxGolden(t *testing.T) {
	golden.Fill(t, "testdata/syntax", func(_ *testing.T, archive *txtar.Archive) {
		for i := range archive.Files {
			line, _, _ := strings.Cut(string(archive.Files[i].Data), "\n")
			archive.Files[i].Data = []byte(line + "\n" + printTree(text.Read(tocsin.Article{Text: line})))
		}
	})
}

func printTree(doc *text.Doc) string {
	var out strings.Builder
	for _, sentence := range doc.Sentences {
		for i := sentence.First; i < sentence.Last; i++ {
			token := &doc.Tokens[i]
			head := 0
			if token.Head >= 0 {
				head = token.Head - sentence.First + 1
			}
			fmt.Fprintf(&out, "%d\t%s\t%s\t%d\t%s\t%s\n", i-sentence.First+1, token.Text, token.Tag, head, token.Dep, token.Lemma)
		}
	}
	return out.String()
}

// checkTrees fails unless every sentence has one root and a projective tree.
func checkTrees(t interface{ Fatalf(string, ...any) }, doc *text.Doc) {
	for number, sentence := range doc.Sentences {
		roots := 0
		for i := sentence.First; i < sentence.Last; i++ {
			head := doc.Tokens[i].Head
			if head < 0 {
				roots++
				continue
			}
			if head < sentence.First || head >= sentence.Last || head == i {
				t.Fatalf("sentence %d: token %d has the head %d", number, i, head)
			}
			for j := min(i, head) + 1; j < max(i, head); j++ {
				if !doc.Governs(head, j) {
					t.Fatalf("sentence %d: the arc from %d to %d crosses another at %d", number, head, i, j)
				}
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %d of %d words has %d roots", number, sentence.Last-sentence.First, roots)
		}
	}
}

func TestTreesOfAnyWords(t *testing.T) {
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"“", "”", ",", ".", "said", "the", "that", "Kyiv", "NATO", "'s", "shelled", "who", "", "’"}))
	rapid.Check(t, func(t *rapid.T) {
		sentences := rapid.SliceOfN(rapid.SliceOfN(word, 1, 30), 0, 4).Draw(t, "sentences")
		checkTrees(t, text.ReadWords(sentences))
	})
}

func TestTreesOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOf(rapid.RuneFrom([]rune("aeT .,“”\"'’-\n—9é\x00"))).Draw(t, "text")
		checkTrees(t, text.Read(tocsin.Article{Text: words}))
	})
}

// TestLongSentence holds that time grows with length, not with its square: a
// sentence of 50,000 words must not take much longer than 100 times one of 500.
func TestLongSentence(t *testing.T) {
	sentence := func(n int) [][]string {
		pattern := strings.Fields("the minister who said that ( the army had “ crossed the river and")
		words := make([]string, n)
		for i := range words {
			words[i] = pattern[i%len(pattern)]
		}
		return [][]string{words}
	}
	text.ReadWords(sentence(10))
	took := func(n, times int) time.Duration {
		words, start := sentence(n), time.Now()
		for range times {
			text.ReadWords(words)
		}
		return time.Since(start)
	}
	short, long := took(500, 100), took(50_000, 1)
	if long > 20*short+time.Second {
		t.Errorf("50,000 words in one sentence take %v, in a hundred %v", long, short)
	}
}

func TestModelIsNamed(t *testing.T) {
	if name := text.Model(); len(name) != len("sha256:")+64 {
		t.Errorf("Model() = %q", name)
	}
}

const story = `The river port was shelled for the third night in a row, the regional governor said on Tuesday. “We have no water and no light,” said Iryna Kovalchuk, 54, a nurse at the district hospital, adding that her neighbours had left for the west. At least nine people were wounded, according to the prosecutor’s office, which opened an inquiry. Moscow denied that its forces had aimed at civilians; a spokesman called the reports “a provocation”. The talks that were due to be held in the capital next week have been put off, two diplomats who asked not to be named told reporters.
`

func BenchmarkRead(b *testing.B) {
	article := tocsin.Article{Text: strings.Repeat(story, 20)}
	tokens := 0
	b.ReportAllocs()
	for b.Loop() {
		tokens += len(text.Read(article).Tokens)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
