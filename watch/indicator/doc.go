// Package indicator reads what a user watches for. In go YAML files; out come
// warning problems ("a new front opens in the north"), each a list of
// indicators and of stages, with every rule checked and compiled. A file with
// mistakes yields all of them at once, each with its line, its column, the
// words that are wrong and what to do.
//
// A rule is an expression of CEL (the Common Expression Language, cel.dev) over
// the fields of a Sighting: one finding with its article and with what linking
// knows of it. Fields have types, so that a misspelt one is found when the file
// is read and not when the bell should have rung. What a rule may cost is
// bounded before it runs and while it does.
//
// The package refuses to count or to decide what rings: that is watch. It does
// no I/O and reads no clock.
package indicator
