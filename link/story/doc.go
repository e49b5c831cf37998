// Package story makes stories of articles: clusters of what different outlets
// report about the same happening, as articles arrive.
//
// In goes a Signature of each article, made from its Findings alone. Out come
// stories with lasting IDs, what became of them (Change), why an article
// belongs (Compare, Why), and a summary of cited claims. An Index does the
// bookkeeping for a stream; Cluster and Follow are what it is made of.
//
// Which articles make a story is a function of the articles and of the
// analysts' pins, never of the order in which they came. It reads no clock and
// does no I/O; whoever wires it keeps signatures, links, pins and stories, and
// gives them back to Load. It refuses to guess a publication time: an article
// without one is compared with all that share its words.
package story
