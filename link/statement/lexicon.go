package statement

import (
	_ "embed"
	"strings"
	"sync"
)

// The word lists are data, so that a reader of English can mend them.
var (
	//go:embed stop.txt
	stopWords string
	//go:embed irregular.txt
	irregularForms string
	//go:embed senses.txt
	senseGroups string
	//go:embed opposites.txt
	oppositeSenses string
	//go:embed denials.txt
	denialWords string
	//go:embed negations.txt
	negationWords string
	//go:embed retractions.txt
	retractionWords string
)

// lexicon is the word lists, ready for look-ups.
type lexicon struct {
	stop       map[string]bool
	plain      map[string]string // irregular form → plain form; of a word without forms itself
	senses     map[string]string // stem, or two stems and a space → name of the sense
	opposites  map[string][]string
	denials    map[string]bool // stems
	negations  map[string]bool // words as they stand
	retraction map[string]bool // stems
}

var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{
		stop: map[string]bool{}, plain: map[string]string{}, senses: map[string]string{}, opposites: map[string][]string{},
		denials: map[string]bool{}, negations: map[string]bool{}, retraction: map[string]bool{},
	}
	for _, line := range entries(stopWords) {
		for _, word := range line {
			l.stop[word] = true
		}
	}
	for _, line := range entries(irregularForms) {
		if len(line) == 1 {
			l.plain[line[0]] = line[0]
		}
		for _, form := range line[1:] {
			l.plain[form] = line[0]
		}
	}
	for _, line := range entries(senseGroups) {
		l.addSense(line)
	}
	for _, line := range entries(oppositeSenses) {
		a, b := l.sense(line[0]), l.sense(line[1])
		l.opposites[a] = append(l.opposites[a], b)
		l.opposites[b] = append(l.opposites[b], a)
	}
	for _, line := range entries(denialWords) {
		for _, word := range line {
			l.denials[l.stem(word)] = true
		}
	}
	for _, line := range entries(negationWords) {
		for _, word := range line {
			l.negations[word] = true
		}
	}
	for _, line := range entries(retractionWords) {
		for _, word := range line {
			l.retraction[l.stem(word)] = true
		}
	}
	return l
})

// entries are the lines of a list, in words, without comments.
func entries(list string) [][]string {
	var lines [][]string
	for line := range strings.Lines(list) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			lines = append(lines, fields)
		}
	}
	return lines
}

// addSense enters a group; a word that stands in two keeps its first.
func (l *lexicon) addSense(group []string) {
	name := l.stem(group[0])
	for _, entry := range group {
		parts := strings.Split(entry, "_")
		for i := range parts {
			parts[i] = l.stem(parts[i])
		}
		key := strings.Join(parts, " ")
		if _, taken := l.senses[key]; !taken {
			l.senses[key] = name
		}
	}
}

// sense is the name of the word's group, else its stem.
func (l *lexicon) sense(word string) string {
	stem := l.stem(word)
	if name, ok := l.senses[stem]; ok {
		return name
	}
	return stem
}
