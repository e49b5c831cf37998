package feed

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// eventLine is a line of GDELT 2.0's events.
func eventLine(address string) string {
	return "1160000001\t20240305\t202403\t2024\t2024.1781" + strings.Repeat("\t", 55) + "20240305101500\t" + address + "\n"
}

// archived makes a ZIP of names and contents in turn.
func archived(t testing.TB, members ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		member, err := w.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGDELTZip(t *testing.T) {
	const name = "20240305101500.export.CSV"
	line := eventLine("https://daily.example/e")
	good := archived(t, name, line)
	refused := "is a ZIP archive or an office document"
	for title, test := range map[string]struct {
		archive []byte
		says    string
	}{
		"one table":         {good, ""},
		"two members":       {archived(t, name, line, "x.txt", "x"), refused},
		"another name":      {archived(t, "report.csv", line), refused},
		"another content":   {archived(t, name, "The ferry left."), "holds a table of GDELT's that is not known"},
		"nothing":           {archived(t, name, ""), "is empty"},
		"cut short":         {good[:len(good)-30], "holds a damaged ZIP archive"},
		"no archive at all": {append([]byte(nil), good[:60]...), "holds a damaged ZIP archive"},
		"damaged":           {bytes.Replace(good, good[60:70], []byte("0123456789"), 1), "holds a damaged ZIP archive"},
		"an endless line":   {archived(t, name, line+strings.Repeat("0", 9<<20)), "is one endless line"},
		"a bomb":            {archived(t, name, strings.Repeat(line, 1<<16)), "is larger than 8 MB"},
	} {
		items, errs := read(test.archive, 1<<16)
		switch {
		case test.says == "" && (len(errs) > 0 || len(items) != 1 || items[0].Kind != Link || items[0].URL != "https://daily.example/e"):
			t.Errorf("%s: %v %v", title, items, errs)
		case test.says != "" && (len(errs) == 0 || !strings.Contains(errs[len(errs)-1].Error(), ": "+test.says)):
			t.Errorf("%s: %v %v", title, items, errs)
		}
	}
}

func TestGDELTNamesEachAddressOnce(t *testing.T) {
	var lines strings.Builder
	for i := range 10_000 {
		lines.WriteString(eventLine(fmt.Sprintf("https://daily.example/%d", i%100)))
	}
	items, errs := read([]byte(lines.String()), 0)
	if len(items) != 100 || len(errs) > 0 {
		t.Errorf("%d items, %v", len(items), errs)
	}
}

func TestDistinctIsBounded(t *testing.T) {
	const most = 100
	seen := newDistinct(most)
	for i := range most + 10 {
		if !seen.first(fmt.Sprint(i)) {
			t.Fatalf("%d was there before", i)
		}
	}
	if seen.first(fmt.Sprint(most+5)) || len(seen.seen) > most {
		t.Errorf("%d remembered", len(seen.seen))
	}
}
