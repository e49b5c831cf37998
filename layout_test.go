package tocsin_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// inCode is what ARCHITECTURE.md puts between backticks and looks like a path.
var inCode = regexp.MustCompile("`([a-z_]+(?:[/.-][a-z_]+)*)`")

// link is a link of Markdown that does not lead out of the repository.
var link = regexp.MustCompile(`\]\(([^):#]+)\)`)

// pathsInArchitecture are the folders and files that ARCHITECTURE.md names:
// whatever has a slash, and whatever begins a line of its table.
func pathsInArchitecture(t *testing.T) map[string]bool {
	t.Helper()
	page, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for line := range strings.Lines(string(page)) {
		for _, found := range inCode.FindAllStringSubmatch(line, -1) {
			if name := found[1]; strings.Contains(name, "/") || strings.HasPrefix(line, "| `"+name+"` |") {
				named[name] = true
			}
		}
	}
	return named
}

func TestWhatArchitectureNamesIsThere(t *testing.T) {
	for name := range pathsInArchitecture(t) {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("ARCHITECTURE.md names %s, which is not there", name)
		}
	}
}

func TestArchitectureNamesEveryFolderWithCode(t *testing.T) {
	named := pathsInArchitecture(t)
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "node_modules" || len(name) > 1 && strings.HasPrefix(entry.Name(), ".")):
			return fs.SkipDir
		}
		if folder := path.Dir(name); path.Ext(name) == ".go" && folder != "." && !named[folder] {
			t.Errorf("ARCHITECTURE.md does not say what %s is for", folder)
			named[folder] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	for _, page := range []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"} {
		words, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(string(words), -1) {
			if _, err := os.Stat(found[1]); err != nil {
				t.Errorf("%s links to %s, which is not there", page, found[1])
			}
		}
	}
}
