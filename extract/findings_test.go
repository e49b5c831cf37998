package extract_test

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"tocsin"
	"tocsin/extract"
)

// hostile are texts that readers trip over.
var hostile = map[string]string{
	"nothing":             "",
	"white space":         " \n\t\r\n\u00a0 ",
	"one word":            "said",
	"punctuation":         ".,;:!?…—–-()[]{}“”‘’\"'",
	"NULs":                "Kyiv\x00said\x00that\x00it\x00won.",
	"replacement marks":   "Kyiv \ufffd said \ufffd\ufffd that it “won\ufffd”.",
	"right to left":       "قالت وزارة الدفاع إن القوات انسحبت يوم الاثنين، said the ministry.",
	"emoji":               "The minister 👩‍👩‍👧‍👦 said “🇺🇦🇺🇦 will win 🎉” on Monday 🗓️.",
	"combining marks":     "Z\u0301\u0302\u0303ale\u0301nsky\u0300 said that N\u0303o one w\u0301ould.",
	"unclosed quotes":     strings.Repeat("“He said ‘she said \"they said ", 300),
	"closing quotes":      strings.Repeat("”’\" said Ann Lee. ", 300),
	"a word without end":  strings.Repeat("a", 100_000),
	"commas":              strings.Repeat("said, ", 5_000),
	"capitals":            strings.Repeat("General Ann Lee ", 3_000),
	"numbers":             strings.Repeat("1,000,000.5 million ", 3_000),
	"dates":               strings.Repeat("Monday, 17 October 2022 ", 3_000),
	"nested attributions": strings.Repeat("Ann said that Ben said that ", 1_000) + "it rained.",
	"paragraphs":          strings.Repeat("\n\n", 20_000),
	"brackets":            strings.Repeat("(", 5_000) + "said" + strings.Repeat(")", 5_000),
	"accordings":          strings.Repeat("according to ", 3_000),
	"CRLF":                "KYIV, Oct 17 (Reuters) —\r\n\r\n“We won,”\r\nsaid Ann Lee.\r\n",
}

// TestHostileTexts: whatever the text, reading ends, and every span is a range
// of the text on rune boundaries.
func TestHostileTexts(t *testing.T) {
	for name, text := range hostile {
		began := time.Now()
		checkSpans(t, name, read(text))
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: %d bytes take %s", name, len(text), took)
		}
	}
}

// TestTimeIsLinear: a text of eight times the length takes about eight times
// as long. The bound is wide, for machines are busy; a quadratic step would
// take sixty-four times as long.
func TestTimeIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for name, sentence := range map[string]string{
		"prose":        "Defence Minister Ann Lee said on Monday that at least 300 soldiers had crossed into Peru. ",
		"one sentence": "and the minister, who said on Monday that Peru would pay, left ",
		"one quote":    "we will not leave before the 300 men of Peru have left, he said, ",
		"denials":      "Peru denied the claims. Ecuador said that it would attack. ",
	} {
		short, long := strings.Repeat(sentence, 150), strings.Repeat(sentence, 1_200)
		read(short)
		one, eight := fastest(func() { read(short) }), fastest(func() { read(long) })
		if eight > 24*one && eight > 500*time.Millisecond {
			t.Errorf("%s: %d bytes take %s, %d bytes %s", name, len(short), one, len(long), eight)
		}
	}
}

func fastest(work func()) time.Duration {
	best := time.Duration(1 << 62)
	for range 2 {
		began := time.Now()
		work()
		best = min(best, time.Since(began))
	}
	return best
}

// TestReadingAgainIsTheSame: findings depend on nothing but the article.
func TestReadingAgainIsTheSame(t *testing.T) {
	text := "Ecuador’s army, which Ann Lee leads, said on Monday that 300 men had left Quito. Peru denied it. “We won,” he said."
	first := read(text)
	for range 5 {
		if again := read(text); !reflect.DeepEqual(first, again) {
			t.Fatalf("first\n%+v\nthen\n%+v", first, again)
		}
	}
}

func FuzzFindings(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	f.Add("QUITO, March 14 — “They left,” she said; according to two diplomats, nearly 1,200 of Peru’s soldiers were told to.")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\ufffd")
		checkSpans(t, text, read(text))
	})
}

func read(text string) tocsin.Findings {
	return extract.Findings(tocsin.Article{ID: "a", Text: text, Published: time.Date(2022, 10, 17, 0, 0, 0, 0, time.UTC)})
}

func checkSpans(t *testing.T, name string, findings tocsin.Findings) {
	t.Helper()
	text := findings.Article.Text
	eachSpan(reflect.ValueOf(findings), func(span tocsin.Span) {
		if span.IsZero() {
			return
		}
		if span.Start < 0 || span.End > len(text) || !utf8.RuneStart(text[span.Start]) || span.End < len(text) && !utf8.RuneStart(text[span.End]) {
			t.Errorf("%.60q: span %v of %d bytes", name, span, len(text))
		}
	})
}

// eachSpan visits every Span within a value.
func eachSpan(value reflect.Value, visit func(tocsin.Span)) {
	if !value.IsValid() {
		return
	}
	if span, ok := value.Interface().(tocsin.Span); ok {
		visit(span)
		return
	}
	switch value.Kind() {
	case reflect.Struct:
		if value.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range value.NumField() {
			eachSpan(value.Field(i), visit)
		}
	case reflect.Slice:
		for i := range value.Len() {
			eachSpan(value.Index(i), visit)
		}
	case reflect.Pointer:
		eachSpan(value.Elem(), visit)
	}
}
