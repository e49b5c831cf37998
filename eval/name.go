package eval

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"tocsin/country"
)

// sameName reports whether two names stand for one party. Case, accents,
// punctuation, articles and British spelling do not matter; names and
// adjectives of a country are one ("Russian defence ministry", "Defense
// Ministry of Russia"). A short form counts where its words are among the
// long one's and end as it ends ("Lavrov" for "Sergei Lavrov"), unless it is
// nothing but a kind of body ("ministry").
func sameName(a, b string) bool {
	one, other := nameWords(a), nameWords(b)
	if len(one) > len(other) {
		one, other = other, one
	}
	if len(one) == 0 {
		return len(other) == 0
	}
	for _, word := range one {
		if !slices.Contains(other, word) {
			return false
		}
	}
	if len(one) == len(other) {
		return true
	}
	return one[len(one)-1] == other[len(other)-1] && !(len(one) == 1 && slices.Contains(bodies, one[0]))
}

// bodies are words that alone name nobody.
var bodies = []string{
	"administration", "army", "authorities", "command", "commander", "embassy", "family", "forces",
	"government", "intelligence", "media", "military", "minister", "ministry", "officials", "office",
	"people", "police", "president", "soldiers", "spokesman", "spokesperson", "spokeswoman", "troops",
}

// dropped are words that a name keeps or leaves out as its writer likes.
var dropped = []string{"a", "an", "the", "of", "for", "in", "and", "s"}

// spellings are words that two houses write differently.
var spellings = map[string]string{
	"defence": "defense", "us": "usa", "u.s": "usa", "uk": "gbr", "u.k": "gbr", "labour": "labor", "centre": "center",
}

// nameWords breaks a name into the words that matter.
func nameWords(name string) []string {
	fold := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	if plain, _, err := transform.String(fold, name); err == nil {
		name = plain
	}
	raw := strings.FieldsFunc(strings.ReplaceAll(name, "’", "'"), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.'
	})
	raw = slices.DeleteFunc(raw, func(word string) bool { return strings.Trim(word, ".") == "" })
	var words []string
	for i := 0; i < len(raw); {
		taken, word := longestCountry(raw[i:])
		i += taken
		if !slices.Contains(dropped, word) {
			words = append(words, word)
		}
	}
	return words
}

// longestCountry reads one word from the front of raw, or as many as name a
// country, in which case the word is its code.
func longestCountry(raw []string) (taken int, word string) {
	for n := min(3, len(raw)); n > 0; n-- {
		found, ok := country.Find(strings.Join(raw[:n], " "))
		if ok && (found.Sense == country.Name || found.Sense == country.Adjective) {
			return n, strings.ToLower(found.Country.Code)
		}
	}
	if len(raw) > 1 && strings.EqualFold(raw[0], "united") && strings.EqualFold(raw[1], "states") {
		return 2, "usa"
	}
	word = strings.ToLower(strings.Trim(raw[0], "."))
	if spelling, ok := spellings[word]; ok {
		word = spelling
	}
	return 1, word
}

// sameCountries compares comma-joined country codes without their order.
func sameCountries(a, b string) bool {
	return slices.Equal(codes(a), codes(b))
}

func codes(joined string) []string {
	list := strings.FieldsFunc(joined, func(r rune) bool { return r == ',' || r == ' ' })
	slices.Sort(list)
	return slices.Compact(list)
}
