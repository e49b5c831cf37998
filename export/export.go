// Package export writes Findings for people and for other programs: as a
// ledger for the terminal, as a page, as JSON, as standoff for brat. In go
// Findings, out comes bytes; it never extracts, resolves or corrects anything,
// so that every format tells the same.
//
// What an article says is hostile until proven harmless: no control character
// of it reaches a terminal, and none of its markup reaches a page.
package export

import (
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
	// Write writes one article's Findings. The only errors are those of w.
	Write func(w io.Writer, findings tocsin.Findings, opts Options) error
}

// Formats are all the formats.
var Formats = []Format{
	{"text", "a ledger to read", writeText},
	{"json", "tocsin.findings/1, one line an article", writeJSON},
	{"brat", "standoff for brat", writeBrat},
	{"html", "one self-contained page", writeHTML},
}
