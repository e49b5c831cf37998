// Package tocsin holds the nouns of the ledger: articles, claims, events,
// actors, places, times and figures, and the spans of text that each came from.
//
// It does no I/O, never reads the clock and knows no extractor. Workers (in
// the folders below) import it; it imports none of them.
package tocsin
