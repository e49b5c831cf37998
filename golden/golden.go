// Package golden holds tests against files that say what should come out. In
// go a folder of txtar archives and a function that prints what the program
// finds now; out comes a failed test with the difference, or, under
// go test -update, the files rewritten. It is for tests alone, and knows
// nothing of what is found: how findings are printed, and that every rule has
// a case, is each package's own affair.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files to what the program finds now")

// Run holds the archives of testdata against find. Sections alternate: what is
// read, and what find makes of it without its last line end. A file may end
// with what is read; -update then adds a section of the given name.
func Run(t *testing.T, name string, find func(words string) string) {
	t.Helper()
	Fill(t, "testdata", func(_ *testing.T, archive *txtar.Archive) {
		if len(archive.Files)%2 == 1 {
			archive.Files = append(archive.Files, txtar.File{Name: name})
		}
		for i := 0; i < len(archive.Files); i += 2 {
			archive.Files[i+1].Data = []byte(find(strings.TrimSuffix(string(archive.Files[i].Data), "\n")))
		}
	})
}

// Fill reads each archive of a folder, a subtest each, lets fill write into it
// what the program finds now, and holds the outcome against the file.
func Fill(t *testing.T, folder string, fill func(t *testing.T, archive *txtar.Archive)) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden files in %s: %v", folder, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) == 0 {
				t.Fatalf("%s has no sections", name)
			}
			fill(t, archive)
			File(t, name, string(txtar.Format(archive)))
		})
	}
}

// File holds the file of that name against what came out.
func File(t testing.TB, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (- wanted, + got); if it is right, run go test -update\n%s", name, diff)
	}
}
