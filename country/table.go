package country

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed countries.txt
var countriesText string

//go:embed metonyms.txt
var metonymsText string

// table is everything that is known, ready to be looked up.
type table struct {
	all   []*Country
	codes map[string]*Country
	forms map[string]form
	names map[string][]string // by alpha-3
}

// form is what one folded form means.
type form struct {
	match  Match
	guards bool // must be capitalised as written
	abbrev bool // an abbreviation: every letter must be a capital
}

func (f form) fits(shape shape) bool {
	if !f.guards {
		return true
	}
	if f.abbrev {
		return shape.letters == shape.capitals || shape.stops > 0
	}
	return shape.first
}

// atlas makes the table at its first use, which takes well under a
// millisecond and happens once.
var atlas = sync.OnceValue(func() *table { return read(countriesText, metonymsText) })

// read makes a table from the texts of the two data files.
func read(countries, metonyms string) *table {
	made := &table{codes: make(map[string]*Country, 600), forms: make(map[string]form, 2500), names: make(map[string][]string, 250)}
	for line := range lines(countries) {
		made.addCountry(strings.Split(line, "|"))
	}
	for line := range lines(metonyms) {
		made.addMetonyms(strings.Split(line, "|"))
	}
	return made
}

func lines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// addCountry adds code, code2, name, other names, adjectives, peoples and
// capitals.
func (t *table) addCountry(fields []string) {
	adjectives, capitals := list(fields[4], ","), list(fields[6], ",")
	added := &Country{
		Code: fields[0], Code2: fields[1], Name: bare(fields[2]),
		Adjective: firstOf(adjectives), Capital: firstOf(capitals),
	}
	t.all = append(t.all, added)
	t.codes[added.Code], t.codes[added.Code2] = added, added
	// The order settles forms with several senses: the first one stays.
	for _, name := range append([]string{fields[2]}, list(fields[3], ",")...) {
		t.add(name, Match{Country: added, Sense: Name})
		if !strings.Contains(name, "!") {
			t.names[added.Code] = append(t.names[added.Code], bare(name))
		}
	}
	for _, adjective := range adjectives {
		t.add(adjective, Match{Country: added, Sense: Adjective})
	}
	for _, people := range list(fields[5], ",") {
		t.add(people, Match{Country: added, Sense: People})
	}
	for _, capital := range capitals {
		t.add(capital, Match{Country: added, Sense: Capital})
	}
}

// addMetonyms adds code, words and body.
func (t *table) addMetonyms(fields []string) {
	for _, words := range list(fields[1], ";") {
		t.add(words, Match{Country: t.codes[fields[0]], Sense: Metonym, Body: fields[2]})
	}
}

// add files an entry of the data under its folded form, and under its plural
// where a star asks for one. See the head of countries.txt for the marks.
func (t *table) add(entry string, match Match) {
	if strings.Contains(entry, "!") {
		return
	}
	words := bare(entry)
	key, shape := fold(nil, words)
	made := form{
		match: match, guards: strings.Contains(entry, "^"),
		abbrev: shape.letters == shape.capitals && shape.letters <= 5,
	}
	t.file(string(key), made)
	if strings.Contains(entry, "*") {
		t.file(string(key)+"s", made)
	}
}

func (t *table) file(key string, made form) {
	if _, taken := t.forms[key]; !taken {
		t.forms[key] = made
	}
}

func list(field, mark string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, mark)
}

func firstOf(entries []string) string {
	if len(entries) == 0 {
		return ""
	}
	return bare(entries[0])
}

// bare is an entry without its marks.
func bare(entry string) string { return strings.TrimRight(entry, "*^!") }
