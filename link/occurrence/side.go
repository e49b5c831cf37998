package occurrence

import (
	"slices"
	"strings"

	"tocsin"
	states "tocsin/country"
)

// Side is one party of an event.
type Side struct {
	Name    string           `json:"name,omitzero"`
	Country string           `json:"country,omitzero"` // ISO 3166 alpha-3; several are joined by a comma
	Kind    tocsin.ActorKind `json:"kind,omitzero"`
	Words   []string         `json:"words,omitempty"` // of its name, without countries and words that every government or army has; in text order
}

func newSide(name, code string, kind tocsin.ActorKind) Side {
	return Side{Name: name, Country: code, Kind: kind, Words: telling(name)}
}

// IsZero reports whether nobody is known.
func (s Side) IsZero() bool { return s.Name == "" && s.Country == "" }

// String is the name, else those of the countries.
func (s Side) String() string {
	if s.Name != "" {
		return s.Name
	}
	var names []string
	for _, code := range s.countries() {
		if at := states.Of(code); at != nil {
			code = at.Name
		}
		names = append(names, code)
	}
	return strings.Join(names, ", ")
}

func (s Side) countries() []string {
	if s.Country == "" {
		return nil
	}
	return strings.Split(s.Country, ",")
}

func (s Side) speaksFor(code string) bool {
	return code != "" && slices.Contains(s.countries(), code)
}

// telling are the words of a name that set it apart.
func telling(name string) []string {
	var found []string
	for _, at := range tokenize(name, tocsin.Span{End: len(name)}) {
		stem := words().stem(at.lower)
		if words().stop[at.lower] || words().generic[stem] || len(at.lower) < 2 || nation(at.lower) != "" || digit(at.lower[0]) {
			continue
		}
		found = append(found, romanised(stem))
	}
	return found
}

// romanised brings together the spellings of names from Slavic languages:
// Zelenskiy, Zelenskyy, Zelensky.
func romanised(word string) string {
	for _, ending := range []string{"iy", "yy", "ij", "yj"} {
		if rest, ok := strings.CutSuffix(word, ending); ok && len(rest) > 3 {
			return rest + "y"
		}
	}
	return word
}

// affinity says how two parties stand to each other.
type affinity int

const (
	contrary   affinity = iota // two persons, two countries
	different                  // nothing of their names in common
	unknown                    // one of them is not known, or too little is
	compatible                 // of one country
	same                       // one person, body or thing
)

// compare tells how two parties stand to each other. Of parties that are
// several it is enough that one is in both.
func (s Side) compare(other Side) affinity {
	if s.IsZero() || other.IsZero() {
		return unknown
	}
	if s.Kind == tocsin.Person && other.Kind == tocsin.Person && len(s.Words) > 0 && len(other.Words) > 0 {
		if samePerson(s, other) {
			return same
		}
		return contrary
	}
	if common(s.Words, other.Words)*2 >= max(1, min(len(s.Words), len(other.Words))) {
		return same
	}
	switch {
	case s.Country != "" && s.Country == other.Country || len(shared(s.countries(), other.countries())) > 0:
		return compatible
	case s.Country != "" && other.Country != "":
		return contrary
	case s.named() == other.named() && len(s.Words) > 0 && len(other.Words) > 0 && common(s.Words, other.Words) == 0:
		return different
	}
	return unknown
}

// named reports whether the name is a proper one, not a description: "the
// gunman" may be whoever is named elsewhere.
func (s Side) named() bool {
	return s.Kind != "" && s.Kind != tocsin.Unnamed && s.Kind != tocsin.People
}

// samePerson: a surname stands for the whole name, and of two whole names the
// first letters agree. Several persons are written with a semicolon.
func samePerson(a, b Side) bool {
	if strings.Contains(a.Name, ";") || strings.Contains(b.Name, ";") {
		return common(a.Words, b.Words) > 0
	}
	x, y := a.Words, b.Words
	if len(x) == 1 || len(y) == 1 {
		return common(x, y) > 0
	}
	return x[len(x)-1] == y[len(y)-1] && x[0][0] == y[0][0]
}

// common is how many words of a are in b.
func common(a, b []string) int {
	count := 0
	for _, word := range a {
		if slices.Contains(b, word) {
			count++
		}
	}
	return count
}

// rank orders parties by how much they tell: a person or body by name, then a
// country's forces or government, then who is known by country alone.
func (s Side) rank() int {
	switch {
	case s.IsZero():
		return 0
	case len(s.Words) > 0 && s.Kind != tocsin.Unnamed:
		return 3
	case s.Country != "":
		return 2
	}
	return 1
}
