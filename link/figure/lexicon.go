package figure

import (
	_ "embed"
	"strings"
	"sync"
)

// The word lists are data, so that a reader of English can mend them.
var (
	//go:embed nouns.txt
	nounGroups string
	//go:embed forces.txt
	forceNouns string
	//go:embed attributes.txt
	attributeWords string
	//go:embed stop.txt
	stopWords string
)

// kind is what sort of thing an attribute says.
type kind string

const (
	toll  kind = "toll"  // of one event, or of a stretch of time
	state kind = "state" // how many there are at a moment
	deed  kind = "deed"
)

// lexicon is the word lists, ready for look-ups.
type lexicon struct {
	nouns      map[string]string // singular → name of its group
	forces     map[string]bool
	attributes map[string]string // word → attribute
	kinds      map[string]kind   // of attributes
	stop       map[string]bool
}

var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{nouns: map[string]string{}, forces: map[string]bool{}, attributes: map[string]string{}, kinds: map[string]kind{}, stop: map[string]bool{}}
	for _, line := range entries(nounGroups) {
		for _, noun := range line {
			l.nouns[noun] = line[0]
		}
	}
	for _, line := range entries(forceNouns) {
		l.forces[line[0]] = true
	}
	for _, line := range entries(attributeWords) {
		l.kinds[line[0]] = kind(line[1])
		for _, word := range line[2:] {
			l.attributes[word] = line[0]
		}
	}
	for _, line := range entries(stopWords) {
		for _, word := range line {
			l.stop[word] = true
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

// group names what a noun counts.
func (l *lexicon) group(noun string) string {
	single := singular(noun)
	if name, known := l.nouns[single]; known {
		return name
	}
	return single
}

var irregular = map[string]string{
	"people": "person", "men": "man", "women": "woman", "children": "child", "lives": "life", "servicemen": "serviceman", "servicewomen": "servicewoman",
	"policemen": "policeman", "fishermen": "fisherman", "gunmen": "gunman", "wives": "wife", "feet": "foot", "forces": "force", "buses": "bus", "staff": "staff",
	"series": "series", "species": "species", "gas": "gas", "news": "news",
}

// singular takes the plural's ending off an English noun in small letters.
func singular(noun string) string {
	if single, known := irregular[noun]; known {
		return single
	}
	switch {
	case len(noun) < 4 || strings.HasSuffix(noun, "ss") || strings.HasSuffix(noun, "us") || strings.HasSuffix(noun, "is"):
		return noun
	case strings.HasSuffix(noun, "ies"):
		return noun[:len(noun)-3] + "y"
	case strings.HasSuffix(noun, "ches"), strings.HasSuffix(noun, "shes"), strings.HasSuffix(noun, "sses"), strings.HasSuffix(noun, "xes"):
		return noun[:len(noun)-2]
	case strings.HasSuffix(noun, "s"):
		return noun[:len(noun)-1]
	}
	return noun
}
