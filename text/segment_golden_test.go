package text_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"tocsin"
	"tocsin/golden"
	"tocsin/text"
)

// TestSegmentGolden holds the segmentation against testdata/segment, a file a
// behaviour. Each text NAME.txt is followed by what is expected, NAME.want: a
// line for each sentence with its tokens parted by blanks, a "¶" before each
// paragraph, and the quotations.
func TestSegmentGolden(t *testing.T) {
	golden.Fill(t, "testdata/segment", func(_ *testing.T, archive *txtar.Archive) {
		var files []txtar.File
		for _, file := range archive.Files {
			name, ok := strings.CutSuffix(file.Name, ".txt")
			if !ok {
				continue
			}
			got := printSegments(text.Read(tocsin.Article{Text: string(file.Data)}))
			files = append(files, file, txtar.File{Name: name + ".want", Data: []byte(got)})
		}
		archive.Files = files
	})
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
