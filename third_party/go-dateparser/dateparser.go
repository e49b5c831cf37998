// Package dateparser stands in for the module of the same name, which
// go-htmldate imports to read dates in words in two hundred languages, and
// only in a mode that Tocsin does not use. The tables of the real one take
// 0.2 s and 95 MB whenever a program that contains it starts, even to print
// its version. The stand-in has the names that go-htmldate compiles against
// and finds no date.
package dateparser

import (
	"errors"
	"time"
)

// ParserType would name a way to read a date.
type ParserType int

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource would say which of several dates is meant.
type PreferredDateSource int

// Past is the one that go-htmldate names.
const Past PreferredDateSource = 0

// Configuration would say how to read. Only CurrentTime is read, by
// go-htmldate itself.
type Configuration struct {
	CurrentTime         time.Time
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser would read dates.
type Parser struct{ ParserTypes []ParserType }

// Date would be what Parse found.
type Date struct{ Time time.Time }

// Parse finds no date.
func (*Parser) Parse(*Configuration, string) (Date, error) {
	return Date{}, errors.New("go-dateparser is left out of this program")
}
