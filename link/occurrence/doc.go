// Package occurrence tells which mentions of events, in one article or in many,
// are of one happening. In go the Findings of articles; out come one Signature
// a mention, how alike two of them are and why (Compare), and Occurrences:
// mentions of one category with compatible sides, one place and one date, as
// far as these are known, with the articles, outlets, claims and independent
// origins that tell of it counted each for itself.
//
// What two mentions say of sides, place, date and figures can forbid that they
// are one, whatever their words; words alone join them only where they are
// strongly alike. Bagga and Baldwin (1999) and Cybulska and Vossen (2015, “bag
// of events”) compare the same slots. Mentions are joined by average linkage
// under constraints (Davidson and Ravi 2005), so that a chain of likenesses
// does not swallow a war.
//
// It refuses to decide whether something happened: a mention that denies it,
// or plans it, belongs to the occurrence and is counted apart. It does no I/O
// and reads no clock.
package occurrence
