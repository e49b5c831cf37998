// Package reader is the network that reads English: one transformer encoder
// and small heads on it for tags, lemmas, trees, names, attributions and
// events, after words have been cut and put into sentences.
//
// In go words with their sentences; out comes, for each word, its tag, how its
// lemma is made, its head and relation, its label as a part of a name, and
// what event it tells of; and for the text its attributions: who says what, by
// which word. It does no I/O and cannot fail: words of any kind and length are
// read. Time is linear in the words, and memory beside the result bounded:
// windows of at most 158 pieces are encoded one by one on all cores.
//
// The network is a BERT encoder (Devlin et al. 2019) of the size of MiniLM
// (Wang et al. 2020) to whose input the case of words is added; trees are
// scored by biaffine attention (Dozat and Manning 2017) and searched by
// Eisner's algorithm (1996), so that each sentence is one projective tree; an
// attribution is read from its cue, by a second, narrow encoder that sees
// where the cue is. train/reader makes the weights.
package reader
