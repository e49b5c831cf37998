package statement

import "strings"

// spellings brings the ways together in which news writes names from other
// alphabets: Zelenskiy and Zelensky, Oleg and Oleh, Yury and Yuri,
// Severodonetsk and Sievierodonetsk. The order matters: longer ones first.
var spellings = strings.NewReplacer(
	"iy", "i", "yi", "i", "yy", "i", "ii", "i", "ij", "i", "ie", "e", "ye", "e", "yo", "o", "io", "o", "ya", "a", "ia", "a", "yu", "u", "iu", "u",
	"kh", "h", "g", "h", "y", "i", "j", "i", "w", "v", "'", "",
	"ll", "l", "nn", "n", "ss", "s", "tt", "t", "mm", "m", "rr", "r", "kk", "k", "ck", "k", "ph", "f",
)

// spelling is a key under which the spellings of one name fall together.
func spelling(name string) string { return spellings.Replace(strings.TrimSuffix(fold(name), "'s")) }
