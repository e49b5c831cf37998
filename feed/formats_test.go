package feed

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"tocsin/golden"
)

// TestFormats holds what each format's samples come out as against files.
func TestFormats(t *testing.T) {
	golden.Fill(t, "testdata/formats", func(_ *testing.T, archive *txtar.Archive) {
		for i := 0; i < len(archive.Files); i += 2 {
			archive.Files[i+1].Data = []byte(shown(archive.Files[i].Data))
		}
	})
}

// shown prints what comes of an input, a paragraph each.
func shown(input []byte) string {
	var out strings.Builder
	for item, err := range Items(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(string(input))}) {
		if err != nil {
			fmt.Fprintf(&out, "%s: %v\n\n", item.Name, err)
			continue
		}
		fmt.Fprintf(&out, "%s: %s %s\n", item.Name, item.Kind, item.URL)
		for _, field := range []struct{ name, value string }{
			{"id", item.ID}, {"outlet", item.Outlet}, {"title", item.Title}, {"authors", strings.Join(item.Authors, " | ")},
			{"published", moment(item.Published)}, {"fetched", moment(item.Fetched)}, {"summary", item.Summary},
			{"type", item.ContentType}, {"body", string(item.Body)}, {"raw", string(item.Raw)}, {"notes", strings.Join(item.Notes, " | ")},
		} {
			if field.value != "" {
				fmt.Fprintf(&out, "  %-9s %s\n", field.name, strings.ReplaceAll(field.value, "\n", "\n            "))
			}
		}
		out.WriteByte('\n')
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}
