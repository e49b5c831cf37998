// Package export writes Findings for people and for other programs.
package export

import (
	"encoding/json"
	"io"

	"tocsin"
)

// Options say how a Format is laid out.
type Options struct {
	Width int  // columns, 0 where unknown
	Color bool // with ANSI colours
}

// Format is a way to write Findings.
type Format struct {
	Name, Summary string
	Write         func(w io.Writer, findings tocsin.Findings, opts Options) error
}

// Formats are all the formats.
var Formats = []Format{
	{"text", "a ledger to read", writeJSON},
	{"json", "tocsin.findings/1, one line an article", writeJSON},
	{"brat", "standoff for brat", writeJSON},
	{"html", "one self-contained page", writeJSON},
}

func writeJSON(w io.Writer, findings tocsin.Findings, _ Options) error {
	return json.NewEncoder(w).Encode(findings)
}
