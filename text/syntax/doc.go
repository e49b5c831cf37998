// Package syntax reads tags, lemmas and a dependency tree from words whose
// sentence and token boundaries are known. In goes one sentence as a slice of
// Words and a Model, out come the Words with Tag, Head and Label set. It
// refuses to look at anything but the words of that one sentence: it knows
// nothing of articles, offsets or quotations across sentences.
//
// Tagger and parser are of the same make: features of the neighbourhood are
// hashed, each known feature owns a row of small integers, the rows are summed
// into one hidden layer, and a small matrix turns that into scores (the
// architecture of Chen and Manning 2014 with its first layer computed in
// advance, as in fastText). The tagger goes from left to right and sees its
// own decisions; the parser is arc-hybrid (Kuhlmann et al. 2011), trained with
// the dynamic oracle of Goldberg and Nivre 2013, greedy, so its time is linear
// in the length of the sentence and its tree is projective with one root.
package syntax
