package text_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"tocsin"
	"tocsin/text"
)

// TestSegmentGolden holds the segmentation against testdata/segment, a file a
// behaviour. Each text NAME.txt is followed by what is expected, NAME.want: a
// line for each sentence with its tokens parted by blanks, a "¶" before each
// paragraph, and the quotations.
func TestSegmentGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/segment/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { checkGolden(t, name) })
	}
}

func checkGolden(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var texts, wants []txtar.File
	for _, file := range archive.Files {
		if strings.HasSuffix(file.Name, ".txt") {
			texts = append(texts, file)
		} else {
			wants = append(wants, file)
		}
	}
	archive.Files = nil
	for i, file := range texts {
		got := printSegments(text.Read(tocsin.Article{Text: string(file.Data)}))
		if !*update && (i >= len(wants) || got != string(wants[i].Data)) {
			want := ""
			if i < len(wants) {
				want = string(wants[i].Data)
			}
			t.Errorf("%s\n%s\ngot\n%s\nwant\n%s", file.Name, file.Data, got, want)
		}
		want := txtar.File{Name: strings.TrimSuffix(file.Name, ".txt") + ".want", Data: []byte(got)}
		archive.Files = append(archive.Files, file, want)
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func printSegments(doc *text.Doc) string {
	var out strings.Builder
	paragraph := -1
	for _, sentence := range doc.Sentences {
		if sentence.Paragraph != paragraph {
			paragraph = sentence.Paragraph
			out.WriteString("¶\n")
		}
		for i := sentence.First; i < sentence.Last; i++ {
			if i > sentence.First {
				out.WriteByte(' ')
			}
			out.WriteString(doc.Tokens[i].Text)
		}
		out.WriteByte('\n')
	}
	for i, quote := range doc.Quotes {
		fmt.Fprintf(&out, "quote %d: %q", i, doc.Words(quote.Span))
		if !quote.Closed {
			out.WriteString(", unclosed")
		}
		if quote.Continues >= 0 {
			fmt.Fprintf(&out, ", continues %d", quote.Continues)
		}
		if quote.Outer >= 0 {
			fmt.Fprintf(&out, ", within %d", quote.Outer)
		}
		out.WriteByte('\n')
	}
	return out.String()
}
