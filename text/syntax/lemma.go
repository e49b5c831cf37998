package syntax

import "encoding/binary"

// Edit turns a word into its lemma: it takes Cut bytes off the end of the word
// and puts Add there. The word is lower-cased first unless Keep is set.
type Edit struct {
	Cut  int    `json:"cut,omitempty"`
	Add  string `json:"add,omitempty"`
	Keep bool   `json:"keep,omitempty"`
}

// lemmas maps whole words and endings, each with a tag, to edits: hash (4
// bytes) and edit (2) in an open-addressing table in place in the weights. An
// ending has an entry only where its edit differs from that of the ending one
// byte shorter, a word only where it differs from that of its endings.
type lemmas struct {
	slots []byte
	mask  uint32
	edits []Edit
}

const lemmaSlot = 6

// longestEnding is the length in bytes of the longest ending that has edits.
const longestEnding = 6

func (l *lemmas) find(hash uint32) (edit int, known bool) {
	for at := hash & l.mask; ; at = (at + 1) & l.mask {
		slot := l.slots[at*lemmaSlot:][:lemmaSlot]
		found := binary.LittleEndian.Uint32(slot)
		if found == hash {
			return int(binary.LittleEndian.Uint16(slot[4:])), true
		}
		if found == 0 {
			return 0, false
		}
	}
}

// Edit returns how to make the lemma of the word with the tag.
func (m *Model) Edit(form string, tag uint8) Edit {
	var buffer, space = [64]byte{}, [longestEnding + 2]uint32{}
	keys := EditKeys(normalise(buffer[:0], form), m.Tags[tag].XPOS, space[:0])
	for k := len(keys) - 1; k >= 0; k-- {
		if edit, known := m.lemmas.find(keys[k]); known {
			return m.lemmas.edits[edit]
		}
	}
	return Edit{}
}

// EditKeys appends the keys under which the normalised word's edit is looked
// up: its endings from the shortest (none) to the longest, then the word.
func EditKeys(word []byte, xpos string, keys []uint32) []uint32 {
	tag := uint32(2166136261)
	for i := range len(xpos) {
		tag = (tag ^ uint32(xpos[i])) * 16777619
	}
	for k := 0; k <= min(longestEnding, len(word)); k++ {
		keys = append(keys, solid(feature(200+uint32(k), blend(hashBytes(word[len(word)-k:]), tag))))
	}
	return append(keys, solid(feature(199, blend(hashBytes(word), tag))))
}

// solid avoids 0, which marks a free slot.
func solid(hash uint32) uint32 { return max(hash, 1) }

// Normalised returns the word as the lexicon knows it: lower case, ASCII marks,
// zeros for digits.
func Normalised(form string) []byte { return normalise(nil, form) }
