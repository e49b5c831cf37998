package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tocsin/country"
)

// Folded writes a name so that two that differ in case, accents and marks are
// equal: words of lower-case letters and digits with single spaces between.
func Folded(name string) string {
	var out strings.Builder
	space := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '.':
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			space = out.Len() > 0
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// unaccented takes the accents off, since databases differ in what they do
// about them.
func unaccented(words string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(words))
}

// countryName is the common English name of a country, "" for an unknown code.
func countryName(code string) string {
	if found := country.Of(code); found != nil {
		return found.Name
	}
	return ""
}
