// Package country knows the world's states: their ISO codes, names, peoples,
// adjectives, capitals and the metonyms of their governments. In go a few
// words, out comes the country that they point to, and how. It holds facts
// only and refuses to guess.
package country

// Country is one state or territory of ISO 3166.
type Country struct {
	Code      string // ISO 3166-1 alpha-3: "BLR"
	Code2     string // ISO 3166-1 alpha-2: "BY"
	Name      string // common English name: "Belarus"
	Adjective string // "Belarusian"
	Capital   string // "Minsk"
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

// Find tells which country the words point to. Case matters little, a leading
// "the" and a trailing possessive do not; where one form has several senses
// ("Dutch"), the adjective comes first. Words of several countries ("Korean",
// "Congo") go to the one that news most often means.
func Find(words string) (Match, bool) { return Match{}, false }

// Of returns the country with the alpha-3 or alpha-2 code, or nil.
func Of(code string) *Country { return nil }
