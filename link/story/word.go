package story

import (
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"tocsin/text/wordpiece"
)

// word is one word of a text, folded and stemmed.
type word struct {
	stem string
	form string // as it is written, but for a possessive
	// named: written with a capital where the sentence did not ask for one, or
	// in figures.
	named bool
}

// words cuts a text. A capital counts as a name's only inside a sentence that
// is not all capitals, as headlines are.
func words(text string, headline bool) []word {
	var found []word
	begins := true // of a sentence
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if strings.ContainsRune(".!?:\n“\"", r) {
				begins = true
			}
			at += size
			continue
		}
		end := wordEnd(text, at)
		raw := text[at:end]
		at = end
		named := unicode.IsUpper(r) && !begins && !headline || unicode.IsDigit(r)
		begins = false
		if stem := stemOf(fold(raw)); len(stem) > 1 {
			found = append(found, word{stem, possessor(raw), named})
		}
	}
	return found
}

// possessor cuts "'s" off.
func possessor(raw string) string {
	return strings.TrimSuffix(strings.TrimSuffix(raw, "'s"), "’s")
}

// wordEnd is where the word that starts at the offset ends: letters, digits,
// and a mark between two of them that does not part words.
func wordEnd(text string, at int) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			at += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[at+size:])
		last := text[at-1]
		inNumber := (r == '.' || r == ',') && '0' <= last && last <= '9' && unicode.IsDigit(next)
		if (r == '\'' || r == '’') && unicode.IsLetter(next) || inNumber {
			at += size
			continue
		}
		return at
	}
	return at
}

// fold drops case and accents.
func fold(raw string) string {
	for i := range len(raw) {
		if raw[i] >= utf8.RuneSelf {
			return strings.ToLower(strings.Map(plain, norm.NFD.String(raw)))
		}
	}
	return strings.ToLower(raw)
}

func plain(r rune) rune {
	switch {
	case unicode.Is(unicode.Mn, r):
		return -1
	case r == '’':
		return '\''
	}
	return r
}

// stemOf takes the endings of English inflection off, so that "escapes",
// "escaped" and "escaping" are one term. It is no dictionary: what it makes
// need not be a word.
func stemOf(lower string) string {
	if at := strings.IndexByte(lower, '\''); at >= 0 {
		lower = lower[:at]
	}
	stem := lower
	switch {
	case len(stem) > 4 && strings.HasSuffix(stem, "ies"):
		stem = stem[:len(stem)-3] + "y"
	case len(stem) > 4 && (strings.HasSuffix(stem, "sses") || strings.HasSuffix(stem, "shes") || strings.HasSuffix(stem, "ches") || strings.HasSuffix(stem, "xes")):
		stem = stem[:len(stem)-2]
	case len(stem) > 3 && strings.HasSuffix(stem, "s") && !strings.HasSuffix(stem, "ss") && !strings.HasSuffix(stem, "us") && !strings.HasSuffix(stem, "is"):
		stem = stem[:len(stem)-1]
	}
	for _, ending := range []string{"ing", "ed"} {
		cut := strings.TrimSuffix(stem, ending)
		if len(cut) != len(stem) && len(cut) > 2 && strings.ContainsAny(cut, "aeiouy") {
			stem = cut
			last := len(stem) - 1
			if stem[last] == stem[last-1] && !strings.ContainsRune("lsz", rune(stem[last])) {
				stem = stem[:last]
			}
			break
		}
	}
	if len(stem) > 3 && stem[len(stem)-1] == 'y' {
		stem = stem[:len(stem)-1] + "i"
	}
	if len(stem) > 3 {
		stem = strings.TrimSuffix(stem, "e")
	}
	return stem
}

// ranks gives the place of each stem in a list of English words by frequency:
// that of its most frequent form.
var ranks = sync.OnceValue(func() map[string]int {
	vocabulary := wordpiece.English()
	first, _ := vocabulary.ID("the")
	byStem := make(map[string]int, vocabulary.Len())
	for id := first; int(id) < vocabulary.Len(); id++ {
		piece := vocabulary.Piece(id)
		if stem := stemOf(piece); !strings.HasPrefix(piece, "##") && byStem[stem] == 0 {
			byStem[stem] = int(id-first) + 1
		}
	}
	return byStem
})

// rarity is the inverse document frequency (Spärck Jones 1972) of a stem in
// English at large, in nats. It comes from the word's rank by Zipf's law: the
// word of rank r makes up about 0.1/r of a text, and is in a text of 300 words
// with the chance that follows.
func rarity(stem string) float64 {
	rank, known := ranks()[stem]
	if !known {
		rank = 60_000
	}
	return -math.Log(-math.Expm1(-30 / float64(rank)))
}
