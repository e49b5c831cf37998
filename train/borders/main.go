// Command borders makes the embedded file of package border from a pinned
// package of the npm registry. It is run by hand when the data is to change:
//
//	go run ./train/borders
//
// It needs npm and the network, or a folder in which the package lies already.
//
// How the file comes about: world-atlas 2.0.2 holds Natural Earth's countries at
// 1:10m (public domain) as TopoJSON, in which a line that two countries share
// is written down once. So each line needs no more than the codes of the
// countries that use it: two make it a border, one a coast. Countries are
// numbered as in ISO 3166; what has no number is named in the table uncoded.
// Borders keep every corner; coasts, of which only "inside or not" is asked,
// lose those that lie within coastGrain of a straight line (Douglas and Peucker,
// “Algorithms for the reduction of the number of points required to represent
// a digitized line or its caricature”, Cartographica 10(2), 1973). Lines inside
// one country (Cyprus, Somalia) go.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"tocsin/country/border"
)

// source is the package with its version, and archive what npm calls it.
const (
	source  = "world-atlas@2.0.2"
	archive = "world-atlas-2.0.2.tgz"
	within  = "package/countries-10m.json"
)

func main() {
	packages := flag.String("packages", os.TempDir(), "folder in which the npm package lies or comes to lie")
	out := flag.String("out", "country/border/borders.bin", "file to write")
	flag.Parse()
	if err := run(*packages, *out); err != nil {
		fmt.Fprintln(os.Stderr, "borders:", err)
		os.Exit(1)
	}
}

func run(packages, out string) error {
	at := filepath.Join(packages, archive)
	if _, err := os.Stat(at); err != nil {
		fetch := exec.Command("npm", "pack", source, "--pack-destination", packages)
		fetch.Stderr = os.Stderr
		if err := fetch.Run(); err != nil {
			return fmt.Errorf("fetch %s: %w", source, err)
		}
	}
	data, err := unpack(at, within)
	if err != nil {
		return err
	}
	lines, err := gather(data)
	if err != nil {
		return err
	}
	file := border.Write(lines)
	borders, points := 0, 0
	for _, line := range lines {
		points += len(line.Points)
		if len(line.Sides) > 1 {
			borders++
		}
	}
	fmt.Printf("%d lines, %d of them borders, %d points, %d bytes\n", len(lines), borders, points, len(file))
	return os.WriteFile(out, file, 0o644)
}
