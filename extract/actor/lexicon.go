package actor

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed nouns.txt
var nounsFile string

//go:embed organisations.txt
var organisationsFile string

//go:embed female.txt
var femaleFile string

// class says what a noun at the head of a phrase stands for; nouns.txt
// explains them.
type class string

const (
	role     class = "role"
	crowd    class = "crowd"
	kin      class = "kin"
	body     class = "body"
	state    class = "state"
	force    class = "force"
	troops   class = "troops"
	many     class = "many"
	document class = "document"
)

// noun is one entry of nouns.txt.
type noun struct {
	class   class
	sector  string
	country string
}

// organisation is one entry of organisations.txt.
type organisation struct {
	name, sector, country string
}

type words struct {
	nouns         map[string]noun
	organisations map[string]*organisation
	female, male  map[string]bool
}

var lexicon = sync.OnceValue(func() words {
	lex := words{
		nouns: map[string]noun{}, organisations: map[string]*organisation{},
		female: map[string]bool{}, male: map[string]bool{},
	}
	for line := range entries(nounsFile) {
		fields := strings.SplitN(line, " ", 4)
		entry := noun{class(fields[0]), known(fields[1]), known(fields[2])}
		for word := range strings.SplitSeq(fields[3], ", ") {
			if _, taken := lex.nouns[word]; !taken {
				lex.nouns[word] = entry
			}
		}
	}
	for line := range entries(organisationsFile) {
		fields := strings.SplitN(line, " ", 3)
		name, others, _ := strings.Cut(fields[2], " = ")
		org := &organisation{name, known(fields[0]), known(fields[1])}
		lex.organisations[plain(name)] = org
		for other := range strings.SplitSeq(others, ", ") {
			if other != "" {
				lex.organisations[plain(other)] = org
			}
		}
	}
	for line := range entries(femaleFile) {
		if males, found := strings.CutPrefix(line, "!male "); found {
			for _, name := range strings.Fields(males) {
				lex.male[name] = true
			}
			continue
		}
		for _, name := range strings.Fields(line) {
			lex.female[name] = true
		}
	}
	return lex
})

// entries yields the lines of a list that are neither empty nor comments.
func entries(file string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(file) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

func known(field string) string {
	if field == "-" {
		return ""
	}
	return field
}

// plain is how names are compared: a leading article, marks and blanks do not
// count; capitals do, so that "time" is not a magazine.
func plain(name string) string {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '.', '-', '’', '\'', '‐', '‑', '–':
			return -1
		}
		return r
	}, name)
}

// nounOf looks a head up: by its lemma, by itself, or by the part after its
// last hyphen. Plural nouns that stand for people come before their singular.
func (w words) nounOf(lower, lemma string) (noun, bool) {
	for _, form := range [...]string{lower, lemma, strings.TrimSuffix(lower, "s")} {
		if entry, found := w.nouns[form]; found {
			return entry, true
		}
	}
	if i := strings.LastIndexByte(lower, '-'); i > 0 {
		return w.nounOf(lower[i+1:], lower[i+1:])
	}
	if len(lemma) > 6 && (strings.HasSuffix(lemma, "ist") || strings.HasSuffix(lemma, "ologist") || strings.HasSuffix(lemma, "woman")) {
		return noun{class: role}, true // “an anthropologist”
	}
	return noun{}, false
}

// links are the prepositions that lead on from a head of some class to a part
// of its name ("the head of the council", "an adviser to the mayor").
var links = map[class][]string{
	role:     {"of", "for", "to", "at", "in", "from"},
	crowd:    {"of", "in", "from"},
	kin:      {"of"},
	body:     {"of", "for", "in"},
	state:    {"of", "for", "in", "to"},
	force:    {"of", "in"},
	troops:   {"of", "in", "from"},
	many:     {"of", "in", "from"},
	document: {"by", "from", "of"},
}

// narrowLinks are prepositions that only some heads take; elsewhere they
// begin an adverbial ("the president in Lviv said").
var narrowLinks = map[string][]string{
	"in": {"deputy", "mp", "mps", "lawmaker", "senator", "official", "officials", "officer", "correspondent", "authorities", "administration", "government",
		"embassy", "consulate", "court", "residents", "resident", "separatists", "separatist", "people", "forces", "troops", "judge", "prosecutor",
		"leaders", "civilians", "families", "protesters", "ambassador", "envoy", "witness", "witnesses", "official", "sources", "diplomats", "commander", "group", "groups", "community", "authority"},
	"to":   {"adviser", "advisor", "aide", "ambassador", "ambassadors", "envoy", "delegate", "representative", "mission", "counsellor", "assistant", "delegation", "embassy"},
	"for":  {"mp", "mps", "senator", "deputy", "congressman", "congresswoman", "commander", "spokesman", "spokeswoman", "spokesperson", "minister", "secretary", "representative", "commissioner", "lawyer", "candidate", "adviser", "analyst", "agency", "office", "ministry", "department", "institute", "centre", "center", "committee", "director", "coordinator", "ministers", "editor", "correspondent", "commission", "chief", "rapporteur", "ombudsman", "prosecutor", "council", "foundation", "campaign", "union", "officer"},
	"at":   {"adviser", "advisor", "commissioner", "lawyer", "officer", "consultant", "campaigner", "executive", "executives", "officials", "analysts", "experts", "researchers", "scientists", "doctors", "economists", "economist", "employee", "employees", "spokesperson", "analyst", "professor", "fellow", "researcher", "lecturer", "expert", "director", "official", "doctor", "student", "scientist", "historian", "economist", "scholar", "head", "specialist", "engineer", "editor", "surgeon", "nurse", "academic", "strategist", "associate", "worker", "teacher", "chief"},
	"from": {"resident", "residents", "people", "soldier", "refugee", "refugees", "mp", "senator", "congressman", "congresswoman", "lawmaker", "officials", "official", "diplomat", "representative", "representatives", "volunteer", "forces", "report", "statement", "letter", "message", "data", "video", "footage", "experts", "analyst", "migrants", "volunteers", "fighters"},
}
