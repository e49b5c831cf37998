// Command ui makes serve/web/static: it bundles src with esbuild and draws the
// world from the shapes of the npm package world-atlas (Natural Earth). What it
// writes is committed, so that building Tocsin needs neither it nor a network.
//
//	cd tools/ui && npm ci --ignore-scripts && go run .
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	into  = "../../serve/web/static"
	atlas = "node_modules/world-atlas/countries-50m.json"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{"src/app.ts", "src/map.ts", "src/app.css"}, Outdir: into, Bundle: true, Write: true, LogLevel: api.LogLevelWarning,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		Format: api.FormatIIFE, Charset: api.CharsetUTF8, Target: api.ES2020, LegalComments: api.LegalCommentsInline,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("the bundle was not made: %d errors", len(result.Errors))
	}
	bell, err := os.ReadFile("src/bell.svg")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(into, "bell.svg"), bell, 0o644); err != nil {
		return err
	}
	shapes, err := os.ReadFile(atlas)
	if err != nil {
		return fmt.Errorf("%w: run npm ci --ignore-scripts first", err)
	}
	world, err := draw(shapes)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(into, "world.svg"), world, 0o644)
}
