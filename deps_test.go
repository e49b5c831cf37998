package tocsin_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"os"
)

// mayImport is the architecture: which of our own folders each folder may
// import. "*" is the right to wire everything together.
var mayImport = map[string][]string{
	".":                {},
	"store":            {".", "country"},
	"store/storetest":  {"store"},
	"country":          {},
	"furniture":        {},
	"golden":           {}, // granted to nobody: only _test.go files, which are not checked, use it
	"text":             {".", "furniture", "country", "text/reader", "text/kernel", "text/wordpiece"},
	"text/reader":      {"text/encoder", "text/kernel", "text/wordpiece"},
	"text/encoder":     {"text/kernel"},
	"text/kernel":      {},
	"text/wordpiece":   {},
	"text/numeral":     {".", "text"},
	"page":             {".", "furniture"},
	"feed":             {".", "network"},
	"extract/actor":    {".", "text", "country"},
	"extract/claim":    {".", "text", "country"},
	"extract/event":    {".", "text", "country"},
	"extract/place":    {".", "text", "country", "extract/place/gazetteer"},
	"extract/quantity": {".", "text", "text/numeral"},
	"extract/when":     {".", "text", "text/numeral"},
	"extract":          {".", "text", "extract/actor", "extract/claim", "extract/event", "extract/place", "extract/quantity", "extract/when"},
	"link/origin":      {"."},
	"link/statement":   {".", "country", "text/wordpiece"},
	"export":           {"."},
	"plot":             {},
	"bundle":           {},
	"link/story":       {".", "text/wordpiece"},
	"link/occurrence":  {".", "country"},
	"link/promise":     {".", "country"},
	"link/figure":      {".", "country"},
	"link/grade":       {".", "country"},
	"watch/detect":     {"."},
	"watch/backtest":   {".", "watch/detect"},
	"watch/indicator":  {".", "country", "watch/detect"},
	"watch":            {".", "country", "watch/indicator", "watch/detect", "watch/backtest"},
	"network":          {},
	"notify":           {".", "network"},
	"country/border":   {".", "country"},
	"link":             {".", "link/grade", "link/origin", "link/statement", "link/story"},
	"ask":              {".", "store", "link/figure", "link/occurrence", "link/origin", "link/promise", "link/story"},
	"ingest":           {"*"},
	"serve":            {"*"},
	"serve/account":    {"*"},
	"serve/api":        {"*"},
	"serve/mcp":        {"*"},
	"serve/query":      {"*"},
	"serve/web":        {"*"},
	"eval":             {"*"},
	"cmd/tocsin":       {"*"},

	"extract/place/gazetteer": {},
}

// mayDoIO lists the folders that may read the clock; all others are pure.
var mayDoIO = []string{"feed", "notify", "serve", "serve/account", "serve/api", "serve/mcp", "serve/web", "store", "store/storetest", "ingest", "eval", "cmd/tocsin"}

// TestImports holds the code against mayImport, and keeps the clock out of
// the pure folders.
func TestImports(t *testing.T) {
	root := os.DirFS(".")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (name == "testdata" || name == "train" || name == "tools" || name == "third_party" || name == "node_modules" || len(name) > 1 && name[0] == '.') {
			return fs.SkipDir
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			return err
		}
		checkImports(t, name, file)
		if !slices.Contains(mayDoIO, path.Dir(name)) {
			checkClock(t, name, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkImports(t *testing.T, name string, file *ast.File) {
	allowed, known := mayImport[path.Dir(name)]
	if !known {
		t.Errorf("%s: the folder %s is not in mayImport; decide what it may import", name, path.Dir(name))
		return
	}
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		folder, ours := strings.CutPrefix(imported, "tocsin")
		if !ours || folder != "" && folder[0] != '/' {
			continue
		}
		folder = path.Clean(strings.TrimPrefix(folder, "/"))
		if !slices.Contains(allowed, folder) && !slices.Contains(allowed, "*") {
			t.Errorf("%s imports %s, which mayImport does not grant", name, imported)
		}
	}
}

func checkClock(t *testing.T, name string, file *ast.File) {
	ast.Inspect(file, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := selector.X.(*ast.Ident)
		if ok && pkg.Name == "time" && (selector.Sel.Name == "Now" || selector.Sel.Name == "Since") {
			t.Errorf("%s reads the clock; take the time as an argument", name)
		}
		return true
	})
}
