package country

import (
	"strings"
	"unicode"
)

// longest is the longest form in bytes that can be found; all the forms of
// the data are shorter.
const longest = 96

// shape is how the words were written.
type shape struct {
	first                    bool // the first letter is a capital
	letters, capitals, stops int
}

// fold appends the words' key to key: lower case, accents off, hyphens as
// spaces, no stops, commas and apostrophes, without a leading "the" and a
// trailing possessive. Words too long to be a country's have no key.
func fold(key []byte, words string) ([]byte, shape) {
	words = strings.TrimSpace(words)
	if len(words) > longest {
		return nil, shape{}
	}
	if len(words) > 4 && strings.EqualFold(words[:4], "the ") {
		words = words[4:]
	}
	words = unpossessed(words)
	var seen shape
	for _, r := range words {
		if unicode.IsLetter(r) {
			seen.letters++
			if unicode.IsUpper(r) {
				seen.capitals++
				seen.first = seen.first || seen.letters == 1
			}
		}
		key = seen.append(key, r)
	}
	if n := len(key); n > 0 && key[n-1] == ' ' {
		key = key[:n-1]
	}
	return key, seen
}

// append adds one folded character to key and counts stops.
func (s *shape) append(key []byte, r rune) []byte {
	switch {
	case r == '.':
		s.stops++
		return key
	case r == ',' || r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`':
		return key
	case r == '-' || r == '‐' || r == '‑' || r == '–' || unicode.IsSpace(r):
		if n := len(key); n == 0 || key[n-1] == ' ' {
			return key
		}
		return append(key, ' ')
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(key, byte(r))
	}
	// strings.IndexRune on a short list is quick enough for what is rare.
	if at := strings.IndexRune(accented, unicode.ToLower(r)); at >= 0 {
		return append(key, plain[len([]rune(accented[:at]))])
	}
	return append(key, string(r)...)
}

// accented and plain give, letter by letter, what an accent is laid on.
const (
	accented = "áàâäãåāăéèêëēėęěíìîïīıóòôöõøōőúùûüūůűçćčñńňšśșşžźżýÿğďťțţłřľ"
	plain    = "aaaaaaaaeeeeeeeeiiiiiioooooooouuuuuuucccnnnsssszzzyygdtttlrl"
)

// unpossessed takes off a trailing ’s, or the bare apostrophe of a plural.
func unpossessed(words string) string {
	for _, mark := range []string{"'s", "’s", "'S", "’S"} {
		if rest, ok := strings.CutSuffix(words, mark); ok {
			return rest
		}
	}
	return words
}
