package promise

import (
	"slices"
	"strings"
	"unicode"

	"tocsin"
	"tocsin/country"
)

// Party is who promises, does or bears something.
type Party struct {
	Name    string           `json:"name,omitzero"`
	Country string           `json:"country,omitzero"` // ISO 3166 alpha-3; several are joined by a comma
	Kind    tocsin.ActorKind `json:"kind,omitzero"`
	Words   []string         `json:"words,omitempty"` // of its name, cut short, that tell it from others of its country
}

func newParty(name, code string, kind tocsin.ActorKind) Party {
	p := Party{Name: name, Country: code, Kind: kind}
	for _, word := range stems(name) {
		_, nation := country.Find(word)
		if !nation && !lists().generic[word] && !p.demonym(name, word) {
			p.Words = append(p.Words, word)
		}
	}
	return p
}

// demonym reports whether the cut word is the beginning of a country's or a
// people's name in the party's own.
func (p Party) demonym(name, word string) bool {
	return slices.ContainsFunc(split(name), func(whole string) bool {
		_, found := country.Find(whole)
		return found && short(whole) == word
	})
}

// IsZero reports whether nobody is known.
func (p Party) IsZero() bool { return p.Name == "" && p.Country == "" }

// String is the name, else the country's code.
func (p Party) String() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Country
}

// proper reports whether the name is a proper one, and not "civilian targets",
// of which there are many.
func (p Party) proper() bool {
	named := p.Kind != "" && p.Kind != tocsin.Unnamed && p.Kind != tocsin.People
	return named || strings.IndexFunc(p.Name, unicode.IsUpper) >= 0 && len(p.Words) > 0
}

func (p Party) countries() []string {
	if p.Country == "" {
		return nil
	}
	return strings.Split(p.Country, ",")
}

// agreement says how two parties stand to each other.
type agreement int

const (
	contrary   agreement = iota // they cannot be one
	unknown                     // too little is known
	compatible                  // of one country
	same                        // of one name
)

func (p Party) compare(other Party) agreement {
	switch {
	case p.IsZero() || other.IsZero():
		return unknown
	case p.Kind == tocsin.Person && other.Kind == tocsin.Person && len(p.Words) > 0 && len(other.Words) > 0:
		// A surname stands for the whole name.
		if slices.Contains(p.Words, other.Words[len(other.Words)-1]) || slices.Contains(other.Words, p.Words[len(p.Words)-1]) {
			return same
		}
		return contrary
	case len(p.Words) > 0 && len(other.Words) > 0 && 2*common(p.Words, other.Words) >= min(len(p.Words), len(other.Words)):
		return same
	case common(p.countries(), other.countries()) > 0:
		return compatible
	case p.Country != "" && other.Country != "":
		return contrary
	case len(p.Words) > 0 && len(other.Words) > 0:
		return contrary
	}
	return unknown
}

// keys are what two parties that are compatible share one of.
func (p Party) keys() []string {
	return append(p.countries(), p.Words...)
}
