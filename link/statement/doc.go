// Package statement finds who says the same, and who says the contrary. In go
// the Findings of articles; out come one Signature a claim, the Relation
// between two claims (the same utterance, the same content by somebody else,
// contents that exclude each other, or none of these), groups of claims that
// are one Statement, and the Status of each: single-source, corroborated,
// disputed, denied, corrected, withdrawn.
//
// Likeness of words and of the vectors that the reader's model gives a content
// propose and never decide alone: a regression weighs them with actors, dates,
// figures and polarity (Features), and rules say what excludes what. Every
// answer says in words why it was given, and points at the words in both
// articles.
//
// It refuses to weigh truth: a status says who stands by a statement and who
// against it, not whether it holds. It does no I/O and reads no clock.
package statement
