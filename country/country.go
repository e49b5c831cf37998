// Package country knows the world's states: their ISO codes, names, peoples,
// adjectives, capitals and the metonyms of their governments. In go a few
// words, out comes the country that they point to, and how. It holds facts
// only and refuses to guess: a form that news mostly uses for something else
// (Georgetown, Hamilton, Jersey) is known but not found.
//
// A historic state is found as its legal successor (the Soviet Union as
// Russia, East Germany as Germany); one that fell apart without a sole
// successor (Yugoslavia, Czechoslovakia) is not found. England, Scotland,
// Wales and Northern Ireland count as names of the United Kingdom, Gaza and
// the West Bank as names of Palestine. Regions that two states claim (Crimea,
// Kashmir) are places and not in here.
package country

import "slices"

// Country is one state or territory of ISO 3166, or Kosovo (XKX).
type Country struct {
	Code      string // ISO 3166-1 alpha-3: "BLR"
	Code2     string // ISO 3166-1 alpha-2: "BY"
	Name      string // common English name: "Belarus"
	Adjective string // "Belarusian", "" where none is usual
	Capital   string // "Minsk", "" where there is none of another name
}

// Sense says how some words point to a country.
type Sense string

// The senses.
const (
	Name      Sense = "name"      // Belarus, the UK, Byelorussia
	Adjective Sense = "adjective" // Belarusian, Dutch
	People    Sense = "people"    // Belarusians, Britons, a Pole
	Capital   Sense = "capital"   // Minsk, Kyiv, Kiev
	Metonym   Sense = "metonym"   // the Kremlin, Downing Street, the Pentagon
)

// Match is what some words mean.
type Match struct {
	Country *Country
	Sense   Sense
	// Body is the institution that a metonym stands for ("United States
	// Department of Defense"), "" for other senses.
	Body string
}

// Find tells which country the words point to. Case matters little: only
// forms that are also common words or pronouns (US, Turkey, Polish) must be
// capitalised. Accents, full stops, commas, a leading "the" and a trailing
// possessive do not matter. Where one form has several senses, a name
// comes before an adjective ("US"), and that before a people ("Dutch"). Words of several countries ("Korean", "Congo") go to
// the one that news most often means. It takes constant time and allocates
// nothing.
func Find(words string) (Match, bool) {
	var room [longest]byte
	key, shape := fold(room[:0], words)
	if len(key) == 0 {
		return Match{}, false
	}
	found, ok := atlas().forms[string(key)]
	if !ok || !found.fits(shape) {
		return Match{}, false
	}
	return found.match, true
}

// Of returns the country with the alpha-3 or alpha-2 code, or nil. Codes are
// in capitals.
func Of(code string) *Country { return atlas().codes[code] }

// All returns every country, in the order of their names. The countries are
// shared and must not be changed.
func All() []*Country { return slices.Clone(atlas().all) }

// Names returns every name under which the country with the alpha-3 code is
// found, the common one first; nil for an unknown code.
func Names(code string) []string { return slices.Clone(atlas().names[code]) }
