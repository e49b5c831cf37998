package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tocsin"
)

// FuzzSegment holds what every text must give, however broken: tokens in
// order, on rune boundaries, over every rune that is not blank; sentences that
// part the tokens, within paragraphs; quotations in range.
func FuzzSegment(f *testing.F) {
	for _, seed := range []string{
		"",
		"“We won’t!” she said. ‘Nor ’em,’ he said.",
		"KYIV, Oct. 17 (Acme) — J. R. Smith paid $1.5bn (or 3%) at 5.30pm…",
		"a.b@c.de @x #y http://z.com/(a) :-) 👩‍👩‍👧‍👦🇺🇦\r\n\r\n1. it's\u0000'90s\u200b",
		"„so“ «non» \"'\"' 'x' ''' ```` cannot wouldn't've U.S.-led N.B.",
		"He said “a\n\n“b\nc” d",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\uFFFD")
		check(t, segment(tocsin.Article{Text: text}))
	})
}

func check(t *testing.T, doc *Doc) {
	t.Helper()
	checkTokens(t, doc)
	checkSentences(t, doc)
	checkQuotes(t, doc)
}

func checkTokens(t *testing.T, doc *Doc) {
	t.Helper()
	end := 0
	for i := range doc.Tokens {
		token := &doc.Tokens[i]
		if token.Span.Start < end || token.Span.IsZero() || token.Span.End > len(doc.Text) {
			t.Fatalf("token %d is at %v, after one that ends at %d", i, token.Span, end)
		}
		checkBlank(t, doc.Text[end:token.Span.Start])
		checkBoundaries(t, doc.Text, token.Span)
		if token.Text != doc.Words(token.Span) {
			t.Fatalf("token %d is %q but covers %q", i, token.Text, doc.Words(token.Span))
		}
		end = token.Span.End
	}
	checkBlank(t, doc.Text[end:])
}

func checkBlank(t *testing.T, gap string) {
	t.Helper()
	for _, r := range gap {
		if classOf(r) != blank {
			t.Fatalf("no token covers %q", r)
		}
	}
}

func checkBoundaries(t *testing.T, text string, span tocsin.Span) {
	t.Helper()
	for _, at := range []int{span.Start, span.End} {
		if at < len(text) && !utf8.RuneStart(text[at]) {
			t.Fatalf("%v cuts a rune", span)
		}
	}
}

func checkSentences(t *testing.T, doc *Doc) {
	t.Helper()
	next, paragraph := 0, 0
	for i, sentence := range doc.Sentences {
		if sentence.First != next || sentence.Last <= sentence.First || sentence.Last-sentence.First > maxSentence {
			t.Fatalf("sentence %d holds tokens [%d, %d), the one before ends at %d", i, sentence.First, sentence.Last, next)
		}
		if sentence.Span != doc.SpanOf(sentence.First, sentence.Last) || !doc.Paragraphs[sentence.Paragraph].Contains(sentence.Span) || sentence.Paragraph < paragraph {
			t.Fatalf("sentence %d at %v does not lie in its paragraph %d", i, sentence.Span, sentence.Paragraph)
		}
		for j := sentence.First; j < sentence.Last; j++ {
			if doc.Tokens[j].Sentence != i {
				t.Fatalf("token %d names sentence %d, not %d", j, doc.Tokens[j].Sentence, i)
			}
		}
		next, paragraph = sentence.Last, sentence.Paragraph
	}
	if next != len(doc.Tokens) {
		t.Fatalf("tokens from %d on are in no sentence", next)
	}
}

func checkQuotes(t *testing.T, doc *Doc) {
	t.Helper()
	for i, quote := range doc.Quotes {
		if !quote.Span.Contains(quote.Inner) || quote.Span.End > len(doc.Text) || quote.Inner.Len() < 0 || quote.First > quote.Last || quote.Last > len(doc.Tokens) {
			t.Fatalf("quote %d is broken: %+v", i, quote)
		}
		if quote.First < quote.Last && !quote.Inner.Contains(doc.SpanOf(quote.First, quote.Last)) {
			t.Fatalf("quote %d does not hold its tokens: %+v", i, quote)
		}
		if quote.Outer >= i || quote.Continues >= i {
			t.Fatalf("quote %d names a later one: %+v", i, quote)
		}
		if quote.Outer >= 0 && !doc.Quotes[quote.Outer].Inner.Contains(quote.Span) {
			t.Fatalf("quote %d reaches out of %d", i, quote.Outer)
		}
	}
	for i, token := range doc.Tokens {
		if token.Quote >= len(doc.Quotes) || token.Quote >= 0 && !doc.Quotes[token.Quote].Inner.Contains(token.Span) {
			t.Fatalf("token %d is not in quote %d", i, token.Quote)
		}
	}
}

// story is made for benchmarks: it has what news has, a quotation in every
// second sentence, figures, abbreviations and clitics.
const story = `RIVERTON, Oct. 17 (Acme) — The harbour minister, J. R. Holm, said on Monday that about 9,000 people had left the island’s north-east since the flood, and that $1.5bn would be needed. “We won’t wait for the U.S. to decide,” he told reporters. “It’s our coast. We’ll rebuild it.”

Aid groups say as much as 40% of the pre-war housing stock is gone; Lt. Col. Anna Berg, who leads the engineers, put it at “a third, or a little more”. The ministry didn’t respond to a request for comment.

`

func BenchmarkSegment(b *testing.B) {
	article := tocsin.Article{Text: strings.Repeat(story, 100)}
	b.SetBytes(int64(len(article.Text)))
	b.ReportAllocs()
	for b.Loop() {
		segment(article)
	}
}

// hostile are pieces that, repeated, were written to make a reader slow, deep
// or wrong.
var hostile = []string{
	"a", "A", "1", "1,", "1.", "1-", "a.", "a-", "a'", "’", "'", "' ", "a' ", "s' a ", "“", "“a ", "‘a ", "”", "\"", "\" ", "«", "“‘\"«",
	".", ". ", "… ", "!”", ".”\n", ".[1] ", "(", ") ", ":)", ": A", "@", "a@", "a@a.", "#", "#a", "http://a)", "www.", "mailto:",
	"\n", "\r", "\r\n", "a\n", "a\n\n", "\u2028", "\x00", "\u200b", "a\u200b", "\u00ad", "\u0301", "e\u0301", "\u202e", "א", "שלום ", "字", "👩\u200d", "🇺🇦", "\U0010ffff",
	"A. ", "U.S. ", "Gen. ", "e.g.", "AAA — ", "10.32 ", "1 May 2022 10.32 ", "said ", "“Why?” A ", "[...]", "``", "''", "İ", "K", "- ", "n't", "cannot",
}

func TestSegmentHostile(t *testing.T) {
	const size = 1 << 13
	for _, piece := range hostile {
		text := strings.Repeat(piece, size/len(piece))
		for _, text := range []string{text, "“" + text + "”", "Ann Berg said: " + text + "\n" + text} {
			check(t, segment(tocsin.Article{Text: text}))
		}
	}
}

// TestSegmentBoundsSentences holds a text without a full stop to maxSentence,
// cut after commas where there are any.
func TestSegmentBoundsSentences(t *testing.T) {
	doc := segment(tocsin.Article{Text: strings.Repeat("a list of ships, ", 1000)})
	check(t, doc)
	for i, sentence := range doc.Sentences {
		if last := doc.Tokens[sentence.Last-1].Text; last != "," {
			t.Errorf("sentence %d ends with %q", i, last)
		}
	}
}

func TestLowerStraightensApostrophes(t *testing.T) {
	doc := segment(tocsin.Article{Text: "He Couldn’t visit ÅRHUS O’Neill\u00ads"})
	got := make([]string, 0, len(doc.Tokens))
	for _, token := range doc.Tokens {
		got = append(got, token.Lower)
	}
	if want := "he could n't visit århus o'neills"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCarriageReturnsEndLines(t *testing.T) {
	doc := segment(tocsin.Article{Text: "One is here.\r\n\r\nTwo is\r\nthere.\rThree is not."})
	if len(doc.Paragraphs) != 3 || doc.Words(doc.Paragraphs[1]) != "Two is\r\nthere." {
		t.Errorf("paragraphs are %v", doc.Paragraphs)
	}
}
