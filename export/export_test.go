package export

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"tocsin"
	"tocsin/golden"
)

// rendered writes findings in the named format.
func rendered(t testing.TB, name string, findings tocsin.Findings, opts Options) string {
	t.Helper()
	for _, format := range Formats {
		if format.Name == name {
			var out bytes.Buffer
			if err := format.Write(&out, findings, opts); err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
	}
	t.Fatalf("no format %q", name)
	return ""
}

func TestGolden(t *testing.T) {
	for _, out := range []struct {
		file, format string
		opts         Options
	}{
		{"sample.json", "json", Options{}},
		{"sample.text", "text", Options{Width: 80}},
		{"sample.narrow.text", "text", Options{Width: 36}},
		{"sample.color.text", "text", Options{Width: 100, Color: true}},
		{"sample.ann", "brat", Options{}},
		{"sample.html", "html", Options{}},
	} {
		t.Run(out.file, func(t *testing.T) {
			golden.File(t, filepath.Join("testdata", out.file), rendered(t, out.format, sample(t), out.opts))
		})
	}
}

func TestJSONKeepsItsSchema(t *testing.T) {
	schema := jsonschema.NewCompiler().MustCompile("schema/findings.schema.json")
	for name, findings := range map[string]tocsin.Findings{
		"full": sample(t),
		// Nothing found must give empty lists, never null.
		"empty": {Article: tocsin.Article{ID: "x"}, Reader: tocsin.Reader{Model: "sha256:"}},
	} {
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(rendered(t, "json", findings, Options{})))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema must be able to fail: it knows every field that is written, and
// no required one may go missing.
func TestSchemaRefusesWhatIsMissing(t *testing.T) {
	schema := jsonschema.NewCompiler().MustCompile("schema/findings.schema.json")
	for _, field := range []string{"schema", "article", "claims", "notes"} {
		var document map[string]any
		if err := json.Unmarshal([]byte(rendered(t, "json", sample(t), Options{})), &document); err != nil {
			t.Fatal(err)
		}
		delete(document, field)
		if schema.Validate(document) == nil {
			t.Errorf("a document without %q passes", field)
		}
	}
}

func TestJSONIsOneLine(t *testing.T) {
	line := rendered(t, "json", sample(t), Options{})
	if strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") {
		t.Errorf("not exactly one line: %q", line)
	}
}

func TestJSONSpansCountCodePoints(t *testing.T) {
	var document struct {
		Article struct{ Text string }
		Claims  []struct {
			Content []struct {
				Span [2]int
				Text string
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		ends := []int{0}
		for i := range text {
			ends = append(ends, i)
		}
		ends = append(ends, len(text))
		start := rapid.IntRange(0, len(ends)-1).Draw(t, "start")
		end := rapid.IntRange(start, len(ends)-1).Draw(t, "end")
		span := tocsin.Span{Start: ends[start], End: ends[end]}
		var out bytes.Buffer
		findings := tocsin.Findings{Article: tocsin.Article{Text: text}, Claims: []tocsin.Claim{{Content: []tocsin.Span{span}}}}
		if err := writeJSON(&out, findings, Options{}); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out.Bytes(), &document); err != nil {
			t.Fatal(err)
		}
		words := document.Claims[0].Content[0]
		if document.Article.Text != text {
			t.Fatalf("text came out as %q", document.Article.Text)
		}
		if got := string([]rune(text)[words.Span[0]:words.Span[1]]); got != words.Text || got != span.Of(text) {
			t.Fatalf("span %v is %q, its text %q, the words %q", words.Span, got, words.Text, span.Of(text))
		}
	})
}

// hostile puts words wherever an article can put them.
func hostile(words string) tocsin.Findings {
	all := tocsin.Span{End: len(words)}
	return tocsin.Findings{
		Article: tocsin.Article{ID: "h", URL: words, Outlet: words, Title: words, Authors: []string{words}, Text: words},
		Claims: []tocsin.Claim{{
			ID: "c", Source: tocsin.Source{Span: all, Name: words, Role: words, Country: words}, Cue: tocsin.Cue{Span: all},
			Content: []tocsin.Span{all}, Said: tocsin.Said{When: words, Place: words, To: words}, Denies: []string{"c"}, Within: "c",
		}},
		Events: []tocsin.Event{{
			ID: "e", Trigger: all, Category: tocsin.Category(words), Actor: tocsin.Party{Name: words}, Recipient: tocsin.Party{Name: words},
			Place: "p", Date: words, Status: tocsin.Status(words), By: "c",
		}},
		Whens:      []tocsin.When{{ID: "w", Span: all, Value: words}},
		Places:     []tocsin.Place{{ID: "p", Span: all, Name: words, Country: words, Admin1: words, Precision: words}},
		Quantities: []tocsin.Quantity{{ID: "q", Span: all, Unit: words, Of: words}},
		Notes:      []string{words},
	}
}

const attack = "\x1b[2J\x1b]0;owned\x07 a\u009b31mb\x00\r\n\tc\u202ed <script>alert(1)</script> \" onmouseover='x' \u2028 &amp; e\x7f"

func TestNoControlCharacterLeaves(t *testing.T) {
	for _, format := range []string{"text", "html", "json"} {
		written := rendered(t, format, hostile(attack), Options{Width: 40}) + rendered(t, format, hostile(attack), Options{Width: 100})
		for i, r := range written {
			if unicode.IsControl(r) && r != '\n' || r == '\u202e' && format == "text" {
				t.Errorf("%s writes %U at byte %d", format, r, i)
			}
		}
	}
}

func TestLinesKeepTheirWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(24, 120).Draw(t, "width")
		words := rapid.StringOf(rapid.RuneFrom([]rune("ab  .”é\u0301北🚢\n"))).Draw(t, "words")
		var out bytes.Buffer
		if err := writeText(&out, hostile(words), Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(out.String(), "\n") {
			if got := displaywidth.String(line); got > width {
				t.Fatalf("a line is %d columns wide, not %d: %q", got, width, line)
			}
		}
	})
}

func TestColorOnlyWhereAsked(t *testing.T) {
	if strings.Contains(rendered(t, "text", sample(t), Options{}), "\x1b") {
		t.Error("an escape sequence without Color")
	}
	if !strings.Contains(rendered(t, "text", sample(t), Options{Color: true}), "\x1b[") {
		t.Error("no colour with Color")
	}
}

func TestColorChangesNoWord(t *testing.T) {
	colored := rendered(t, "text", sample(t), Options{Color: true})
	for {
		start := strings.Index(colored, "\x1b[")
		if start < 0 {
			break
		}
		end := start + strings.IndexByte(colored[start:], 'm')
		colored = colored[:start] + colored[end+1:]
	}
	if diff := cmp.Diff(rendered(t, "text", sample(t), Options{}), colored); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkFormats(b *testing.B) {
	findings := sample(b)
	for _, format := range Formats {
		b.Run(format.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := format.Write(io.Discard, findings, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
