package syntax

// This file is what the trainer needs and nothing else does.

// Bare returns a model that has the lexicon and the tag sets of the weights
// and no layers, for making features.
func (w *Weights) Bare() *Model {
	table := wordTable(w.Words)
	m := &Model{Tags: w.Tags, Labels: w.Labels, lexicon: lexicon{slots: table, mask: uint32(len(table)/slotSize) - 1, classes: w.Classes}}
	for tag := range m.Tags {
		m.all = append(m.all, uint8(tag))
	}
	return m
}

// Hash returns the key of a word in the lexicon.
func Hash(form string) uint32 {
	return hashBytes(Normalised(form))
}

// Rare reports whether the word is in the lexicon but was seen only once.
func (w *Word) Rare() bool { return w.class != 0 && w.near != w.hash }
