// Package link joins what single articles say: which come from one origin,
// which tell one story, which claims are one statement and how each stands.
//
// A Linker takes Signatures of articles as they arrive and gives back a Delta,
// what of the links, stories and statements has changed. It looks only at what
// an arriving article may have to do with: articles published within half a
// month that share a key with it, and what those are joined with already. It
// holds the last weeks that it worked on and recalls the rest from its Memory,
// so that neither time nor memory grow with the ledger.
//
// All is a function of the articles and of the analysts' verdicts. In whatever
// order they come, the same articles are joined in the end; only the IDs of
// stories and statements, which have to last, depend on what was there first.
package link

// Version names how articles are linked. A ledger that was linked by another
// version is linked anew.
const Version = "link/6"
