package syntax

import (
	"unicode"
	"unicode/utf8"
)

// Word is one token of a sentence with what the engine finds out about it.
type Word struct {
	Form  string // as it stands in the text
	Tag   uint8  // index in Model.Tags
	Label uint8  // index in Model.Labels
	Head  int32  // index in the sentence, -1 for its root

	hash   uint32 // of the normalised word
	near   uint32 // identity of the word where it matters most: hash, or its shape and ending if it is rare
	far    uint32 // identity where only frequent words tell anything, else 0
	class  uint16 // ambiguity class in the lexicon, 0 for an unknown word
	group  uint8  // word cluster, 0 for none
	shape  uint8
	first  bool // first word of the sentence that is not a mark
	quoted bool // after an odd number of quotation marks
	prefix [3]uint32
	suffix [4]uint32
}

// longest is the number of bytes of a word that features look at. Longer
// strings are web addresses or noise.
const longest = 48

// normalise appends the word in lower case with digits made zeros and
// typographic marks made ASCII, so that "’s" and "'s" are one word.
func normalise(dst []byte, form string) []byte {
	for _, r := range form {
		if len(dst) > longest {
			return dst
		}
		switch {
		case r >= 'a' && r <= 'z':
			dst = append(dst, byte(r))
		case r >= 'A' && r <= 'Z':
			dst = append(dst, byte(r)+'a'-'A')
		case r >= '0' && r <= '9':
			dst = append(dst, '0')
		case r < utf8.RuneSelf:
			dst = append(dst, byte(r))
		default:
			dst = appendPlain(dst, r)
		}
	}
	return dst
}

func appendPlain(dst []byte, r rune) []byte {
	switch r {
	case '’', '‘', 'ʼ', '`', '´', '‛':
		return append(dst, '\'')
	case '“', '”', '„', '«', '»', '‟':
		return append(dst, '"')
	case '–', '‐', '‑', '−':
		return append(dst, '-')
	case '—', '―':
		return append(dst, '-', '-')
	case '…':
		return append(dst, '.', '.', '.')
	}
	return utf8.AppendRune(dst, unicode.ToLower(r))
}

// Shapes of a word. In a sentence of capitals throughout, shape tells nothing
// and is shapeShout.
const (
	shapeLower = 1 + iota
	shapeTitle
	shapeUpper
	shapeInitial
	shapeMixed
	shapeDigits
	shapeAlphaDigit
	shapeMark
	shapeDotted
	shapeShout
	shapeShoutInitial
)

func shapeOf(form string) uint8 {
	var upper, lower, digit, other, dot int
	firstUpper := false
	for i, r := range form {
		switch {
		case unicode.IsUpper(r):
			upper++
			if i == 0 {
				firstUpper = true
			}
		case unicode.IsLetter(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		case r == '.':
			dot++
		default:
			other++
		}
	}
	switch {
	case digit > 0 && upper+lower == 0:
		return shapeDigits
	case digit > 0:
		return shapeAlphaDigit
	case upper+lower == 0:
		return shapeMark
	case dot > 0 && upper > 0:
		return shapeDotted
	case upper == 0:
		return shapeLower
	case upper == 1 && lower == 0:
		return shapeInitial
	case lower == 0:
		return shapeUpper
	case firstUpper && upper == 1:
		return shapeTitle
	}
	return shapeMixed
}

// hashBytes is FNV-1a.
func hashBytes(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return max(h, 1) // 0 marks a free slot
}

// Prepare fills what the features need to know of each word.
func (m *Model) Prepare(words []Word) {
	var buffer [longest + utf8.UTFMax]byte
	quotes, started, capitals, small := 0, false, 0, 0
	for i := range words {
		w := &words[i]
		b := normalise(buffer[:0], w.Form)
		w.hash = hashBytes(b)
		w.shape = shapeOf(w.Form)
		for k := range w.prefix {
			w.prefix[k] = hashBytes(b[:min(k+1, len(b))])
		}
		for k := range w.suffix {
			w.suffix[k] = hashBytes(b[max(len(b)-k-1, 0):])
		}
		switch w.shape {
		case shapeLower, shapeMixed, shapeTitle:
			small++
		case shapeUpper:
			capitals++
		}
		w.first = !started && w.shape != shapeMark
		started = started || w.first
		if len(b) > 0 && b[0] == '"' {
			quotes++
		}
		w.quoted = quotes%2 == 1
		m.lexicon.describe(w)
	}
	if capitals > 1 && small == 0 {
		for i := range words {
			shout(&words[i])
		}
	}
}

func shout(w *Word) {
	switch w.shape {
	case shapeUpper:
		w.shape = shapeShout
	case shapeInitial:
		w.shape = shapeShoutInitial
	default:
		return
	}
	if w.class == 0 {
		w.unknown()
	}
}

// Forget makes the word one that the lexicon does not know. Training uses it
// to learn what to do with unknown words.
func (w *Word) Forget() {
	w.hash = ^w.hash
	w.unknown()
}

func (w *Word) unknown() {
	w.class, w.far, w.group = 0, 0, 0
	w.near = blend(w.suffix[2], uint32(w.shape))
}
