package main

import (
	"encoding/json"
	"fmt"
	"runtime"

	"tocsin/extract"
)

// version is the program's own. A release sets it with
// -ldflags "-X main.version=…".
var version = "0.1.0-dev"

type versionCommand struct {
	Format string `help:"text or json." enum:"text,json" default:"text" placeholder:"FORMAT"`
}

func (versionCommand) Help() string {
	return `The reader's version is raised whenever a change makes the findings differ; the model is named by the hash of its
weights. Two ledgers with the same reader and model can be compared line by line.`
}

// Run prints the three things that findings depend on.
func (c *versionCommand) Run(term terminal) error {
	reader := extract.Reader()
	if c.Format == "json" {
		return json.NewEncoder(term.Out).Encode(map[string]any{
			"version": version,
			"reader":  map[string]string{"version": reader.Version, "model": reader.Model},
			"go":      runtime.Version(),
		})
	}
	_, err := fmt.Fprintf(term.Out, "tocsin  %s\nreader  %s\nmodel   %s\n", version, reader.Version, reader.Model)
	return err
}
