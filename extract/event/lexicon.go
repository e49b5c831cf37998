package event

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tocsin"
)

//go:embed lexicon.txt
var lexiconText string

// words returns the embedded lexicon, read once. A test holds that it reads
// without an error, so that here none is left to report.
var words = sync.OnceValue(func() *lexicon {
	read, err := readLexicon(lexiconText)
	if err != nil {
		return &lexicon{}
	}
	return read
})

// lexicon says which words tell of which event. Its format is documented at
// the head of lexicon.txt.
type lexicon struct {
	verbs, nouns, adjectives map[string][]*entry // by lemma, the most demanding first
	classes                  map[string]wordSet
	contexts                 map[string][]string // by lemma
}

type wordSet map[string]bool

// entry is one line of the lexicon.
type entry struct {
	line       int
	lemma      string
	before     []string // the words that stand right before a noun
	particle   string
	conditions []condition
	category   tocsin.Category
	mode       string

	flip, bare, near, with, any bool
}

// condition asks something of a word's neighbours in the parse.
type condition struct {
	key  string
	not  bool
	prep []string // of obl and nmod
	any  bool     // any word will do
	list []wanted
}

// wanted is a lemma, a lemma narrowed by the word before it, or a class.
type wanted struct {
	word, narrowed string
	class          string
	set            wordSet // of a class that the lexicon itself defines
}

// conditionKeys are the keys that a condition may have, by part of speech.
var conditionKeys = map[string][]string{
	"verb": {"obj", "subj", "obl", "xcomp"},
	"noun": {"mod", "nmod"},
	"adj":  {"head"},
}

// innateClasses are the classes that the program decides by the parse.
var innateClasses = []string{"place", "party", "target", "person"}

// modes are the modes of PLOVER 2.0 by category.
var modes = map[tocsin.Category][]string{
	tocsin.Agree: nil, tocsin.Support: nil, tocsin.Concede: nil, tocsin.Cooperate: nil, tocsin.Aid: nil,
	tocsin.Consult:  {"visit", "third-party", "multilateral", "phone"},
	tocsin.Retreat:  {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
	tocsin.Request:  {"assist", "change", "yield", "meet"},
	tocsin.Reject:   {"assist", "change", "yield", "meet"},
	tocsin.AccuseOf: {"disapprove", "investigate", "allege"},
	tocsin.Threat:   {"restrict", "arrest", "relations", "expel", "territory", "violence"},
	tocsin.Protest:  {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
	tocsin.Sanction: {"convict", "expel", "withdraw", "discontinue"},
	tocsin.Mobilize: {"troops", "weapons", "police", "militia"},
	tocsin.Coerce: {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
		"misinformation", "cyber"},
	tocsin.Assault: {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms",
		"explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"},
}

// readLexicon reads the format described in lexicon.txt.
func readLexicon(text string) (*lexicon, error) {
	lex := &lexicon{
		verbs: map[string][]*entry{}, nouns: map[string][]*entry{}, adjectives: map[string][]*entry{},
		classes: map[string]wordSet{}, contexts: map[string][]string{},
	}
	var category tocsin.Category
	var mode string
	number := 0
	for line := range strings.Lines(text) {
		number++
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" || fields[0][0] == '#' {
			continue
		}
		var err error
		switch {
		case fields[0][0] == '[':
			category, mode, err = readSection(fields)
		case fields[0] == "class":
			err = lex.readClass(fields)
		case fields[0] == "context":
			err = lex.readContext(fields)
		default:
			err = lex.readEntry(fields, entry{line: number, category: category, mode: mode})
		}
		if err != nil {
			return nil, fmt.Errorf("read line %d of the lexicon: %w", number, err)
		}
	}
	for _, table := range []map[string][]*entry{lex.verbs, lex.nouns, lex.adjectives} {
		for _, entries := range table {
			slices.SortStableFunc(entries, func(a, b *entry) int { return b.demand() - a.demand() })
		}
	}
	return lex, nil
}

func readSection(fields []string) (tocsin.Category, string, error) {
	inside := strings.Fields(strings.Trim(strings.Join(fields, " "), "[]"))
	if len(inside) == 0 || len(inside) > 2 {
		return "", "", fmt.Errorf("a section is [CATEGORY mode], not %q", strings.Join(fields, " "))
	}
	category := tocsin.Category(inside[0])
	known, ok := modes[category]
	if !ok {
		return "", "", fmt.Errorf("%s is no PLOVER category", category)
	}
	if len(inside) == 1 {
		return category, "", nil
	}
	if !slices.Contains(known, inside[1]) {
		return "", "", fmt.Errorf("%s has no mode %s", category, inside[1])
	}
	return category, inside[1], nil
}

func (lex *lexicon) readClass(fields []string) error {
	if len(fields) < 3 {
		return fmt.Errorf("a class is a name and its lemmas")
	}
	name := fields[1]
	if lex.classes[name] != nil && !slices.Contains(innateClasses, name) {
		return fmt.Errorf("class %s is defined twice", name)
	}
	set := wordSet{}
	for _, lemma := range fields[2:] {
		set[lemma] = true
	}
	lex.classes[name] = set
	return nil
}

func (lex *lexicon) readContext(fields []string) error {
	if len(fields) < 3 {
		return fmt.Errorf("a context is a name and its lemmas")
	}
	for _, lemma := range fields[2:] {
		if slices.Contains(lex.contexts[lemma], fields[1]) {
			return fmt.Errorf("%s gives the context %s twice", lemma, fields[1])
		}
		lex.contexts[lemma] = append(lex.contexts[lemma], fields[1])
	}
	return nil
}

func (lex *lexicon) readEntry(fields []string, found entry) error {
	if found.category == "" {
		return fmt.Errorf("an entry stands before the first section")
	}
	part := fields[0]
	keys, ok := conditionKeys[part]
	if !ok {
		return fmt.Errorf("%q is neither verb, noun nor adj", part)
	}
	var plain []string
	for _, field := range fields[1:] {
		key, values, isCondition := strings.Cut(field, ":")
		switch {
		case isCondition:
			condition, err := lex.readCondition(key, values, keys)
			if err != nil {
				return err
			}
			found.conditions = append(found.conditions, condition)
		case found.setFlag(field):
		default:
			plain = append(plain, field)
		}
	}
	if len(plain) == 0 {
		return fmt.Errorf("an entry needs a lemma")
	}
	var table map[string][]*entry
	switch part {
	case "verb":
		found.lemma, table = plain[0], lex.verbs
		if len(plain) > 1 {
			found.particle = strings.Join(plain[1:], " ")
		}
	case "noun":
		found.lemma, table = plain[len(plain)-1], lex.nouns
		found.before = plain[:len(plain)-1]
	case "adj":
		found.lemma, table = plain[0], lex.adjectives
	}
	table[found.lemma] = append(table[found.lemma], &found)
	return nil
}

func (e *entry) setFlag(word string) bool {
	switch word {
	case "flip":
		e.flip = true
	case "bare":
		e.bare = true
	case "near":
		e.near = true
	case "with":
		e.with = true
	case "any":
		e.any = true
	default:
		return false
	}
	return true
}

func (lex *lexicon) readCondition(key, values string, keys []string) (condition, error) {
	key, not := strings.CutSuffix(key, "!")
	if !slices.Contains(keys, key) {
		return condition{}, fmt.Errorf("condition %q is none of %s", key, strings.Join(keys, ", "))
	}
	if values == "" {
		return condition{}, fmt.Errorf("condition %q has no value", key)
	}
	read := condition{key: key, not: not}
	if key == "obl" || key == "nmod" {
		preps, lemmas, narrowed := strings.Cut(values, "+")
		read.prep = strings.Split(preps, "|")
		if !narrowed {
			read.any = true
			return read, nil
		}
		values = lemmas
	}
	for value := range strings.SplitSeq(values, "|") {
		want, err := lex.readWanted(value)
		if err != nil {
			return condition{}, err
		}
		read.any = read.any || value == "*"
		read.list = append(read.list, want)
	}
	return read, nil
}

func (lex *lexicon) readWanted(value string) (wanted, error) {
	if value == "" || strings.ContainsAny(value, ":+[]") {
		return wanted{}, fmt.Errorf("%q is no lemma", value)
	}
	class, isClass := strings.CutPrefix(value, "@")
	if !isClass {
		narrowing, word, both := strings.Cut(value, "_")
		if both {
			return wanted{word: word, narrowed: narrowing}, nil
		}
		return wanted{word: value}, nil
	}
	set := lex.classes[class]
	if set == nil && !slices.Contains(innateClasses, class) {
		return wanted{}, fmt.Errorf("class @%s is not defined above its use", class)
	}
	return wanted{class: class, set: set}, nil
}

// demand orders the entries of one word: what asks for more comes first, and
// a named word asks for more than a class does.
func (e *entry) demand() int {
	demand := 10*len(e.conditions) + 12*len(e.before)
	if e.particle != "" {
		demand += 15
	}
	for _, condition := range e.conditions {
		if condition.not {
			demand -= 9
			continue
		}
		if !condition.any && condition.list[0].class == "" {
			demand += 2
		}
	}
	return demand
}
