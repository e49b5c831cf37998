package gazetteer

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key is the hash of a name, which can be spelt out piece by piece. Two
// spellings that differ in case, accents, full stops, apostrophes or in
// hyphens for spaces have one Key. The zero Key is that of no words.
type Key uint64

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// KeyOf is the Key of a whole name.
func KeyOf(name string) Key { return Key(0).With(name) }

// With returns the Key of k's words followed directly by words; a space that
// parts them is given as part of words.
func (k Key) With(words string) Key {
	hash, space := uint64(k), false
	if k == 0 {
		hash = fnvOffset
	}
	for i := 0; i < len(words); {
		c := words[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(words[i:])
			hash, space = addRune(hash, space, r)
			i += size
			continue
		}
		i++
		switch fold := folds[c]; fold {
		case 0:
		case ' ':
			space = space || hash != fnvOffset
		default:
			hash, space = addByte(hash, space, fold)
		}
	}
	if hash == fnvOffset {
		return 0
	}
	return Key(hash)
}

// addByte adds c, with a space before it where one is due.
func addByte(hash uint64, space bool, c byte) (uint64, bool) {
	if space {
		hash = (hash ^ ' ') * fnvPrime
	}
	return (hash ^ uint64(c)) * fnvPrime, false
}

// addRune adds a character beyond ASCII without its accents.
func addRune(hash uint64, space bool, r rune) (uint64, bool) {
	switch {
	case unicode.Is(unicode.Mn, r) || r == '’' || r == '‘' || r == 'ʼ' || r == 'ʻ' || r == 'ʿ' || r == 'ʾ' || r == '´' || r == '′':
		return hash, space
	case r == '‐' || r == '‑' || r == '–' || unicode.IsSpace(r):
		return hash, space || hash != fnvOffset
	}
	if plain, ok := plainOf(r); ok {
		for i := range len(plain) {
			hash, space = addByte(hash, space, plain[i])
		}
		return hash, space
	}
	var room [16]byte
	var spelt [utf8.UTFMax]byte
	size := utf8.EncodeRune(spelt[:], unicode.ToLower(r))
	for _, c := range withoutMarks(norm.NFD.Append(room[:0], spelt[:size]...)) {
		hash, space = addByte(hash, space, c)
	}
	return hash, space
}

// plainOf spells the Latin letters that have no decomposition.
func plainOf(r rune) (string, bool) {
	switch r {
	case 'ø', 'Ø':
		return "o", true
	case 'ł', 'Ł':
		return "l", true
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d", true
	case 'ı', 'İ':
		return "i", true
	case 'ß', 'ẞ':
		return "ss", true
	case 'æ', 'Æ':
		return "ae", true
	case 'œ', 'Œ':
		return "oe", true
	case 'þ', 'Þ':
		return "th", true
	case 'ə', 'Ə':
		return "a", true
	case 'ħ', 'Ħ':
		return "h", true
	}
	return "", false
}

// withoutMarks takes the combining marks out of decomposed bytes, in place.
func withoutMarks(spelt []byte) []byte {
	kept := spelt[:0]
	for i := 0; i < len(spelt); {
		r, size := utf8.DecodeRune(spelt[i:])
		if !unicode.Is(unicode.Mn, r) {
			kept = append(kept, spelt[i:i+size]...)
		}
		i += size
	}
	return kept
}

// folds maps ASCII: letters to lower case, what parts words to a space, what
// does not count to 0.
var folds = func() (table [utf8.RuneSelf]byte) {
	for c := range table {
		switch {
		case 'A' <= c && c <= 'Z':
			table[c] = byte(c) + 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '&':
			table[c] = byte(c)
		case c == ' ', c == '-', c == '\t', c == '\n', c == '/', c == '(', c == ')':
			table[c] = ' '
		}
	}
	return table
}()

// split gives the bucket and the tail, after a mix that spreads the hash's
// bits over both (the finaliser of MurmurHash3).
func (k Key) split() (bucket int, tail uint32) {
	hash := uint64(k)
	hash = (hash ^ hash>>33) * 0xff51afd7ed558ccd
	hash = (hash ^ hash>>33) * 0xc4ceb9fe1a85ec53
	hash ^= hash >> 33
	return int(hash >> (64 - bucketBits)), uint32(hash)
}
