// Package figure follows figures over time. In go the Findings of articles;
// out comes one Signature a figure (how much of what, who says so, as of when,
// about which place), an answer whether two of them are about the same thing
// (Same), and Ladders: all figures about one thing in the order of time, with
// what contradicts, jumps or was revised, and a best, a low and a high estimate
// as the Uppsala Conflict Data Program gives them (UCDP GED Codebook, "best",
// "low" and "high").
//
// Two figures of one ladder count the same thing by the same unit, of the same
// side, with the same fate, at the same place. Where the words leave that open,
// figures stay apart: a ladder too short is better than a wrong one.
//
// It refuses to add figures up, and to say which of two sources is right. It
// does no I/O and reads no clock.
package figure
