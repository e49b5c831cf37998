package syntax

import "encoding/binary"

// lexicon is an open-addressing table of words seen in training, in place in
// the weights: hash (4 bytes), class (2), level (1), group (1). Words are
// known by their hash alone: among 40,000 words a stranger is taken for one of
// them once in 100,000.
type lexicon struct {
	slots   []byte
	mask    uint32
	classes []Class
}

// Class is the set of tags that words were seen with.
type Class struct {
	Tags   []uint8 `json:"tags"`   // most frequent first
	Closed bool    `json:"closed"` // seen so often that other tags can be ruled out
}

// Levels of a word in the lexicon.
const (
	levelRare = iota // seen, but too seldom to have features of its own
	levelKnown
	levelFrequent
)

const slotSize = 8

// find returns the slot of the hash, or of the gap where it would stand.
func (l *lexicon) find(hash uint32) []byte {
	for at := hash & l.mask; ; at = (at + 1) & l.mask {
		slot := l.slots[at*slotSize:][:slotSize]
		if found := binary.LittleEndian.Uint32(slot); found == hash || found == 0 {
			return slot
		}
	}
}

// describe sets what the lexicon knows of a word whose hash, shape and suffix
// are set.
func (l *lexicon) describe(w *Word) {
	w.unknown()
	slot := l.find(w.hash)
	if binary.LittleEndian.Uint32(slot) == 0 {
		return
	}
	w.class = binary.LittleEndian.Uint16(slot[4:])
	w.group = slot[7]
	if slot[6] >= levelKnown {
		w.near = w.hash
	}
	if slot[6] >= levelFrequent {
		w.far = w.hash
	}
}
