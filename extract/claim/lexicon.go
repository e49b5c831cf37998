package claim

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tocsin"
)

//go:embed cues.txt
var cuesText string

// entry is one line of cues.txt: a cue, the frames in which its content
// stands, and what saying it does.
type entry struct {
	lemma  string
	frames []string
	act    string
}

func (e *entry) has(frames ...string) bool {
	return slices.ContainsFunc(frames, func(frame string) bool { return slices.Contains(e.frames, frame) })
}

// cues is the lexicon, by kind ("verb", "noun" …) and lemma.
// A lemma may stand on several lines, each with an act of its own; the first
// whose frames fit is taken.
type cues struct{ verbs, nouns, adjectives, adverbs map[string][]*entry }

var lexicon = sync.OnceValue(func() *cues {
	parsed, err := parseCues(cuesText)
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return parsed
})

// acts are the act names that cues.txt may use: those of the ledger, and three
// that the content decides between.
var acts = map[string]tocsin.Act{
	"say": tocsin.Assert, "announce": tocsin.Commit, "want": tocsin.Demand,
	"assert": tocsin.Assert, "deny": tocsin.Deny, "accuse": tocsin.Accuse,
	"demand": tocsin.Demand, "commit": tocsin.Commit, "threaten": tocsin.Threaten,
	"warn": tocsin.Warn, "believe": tocsin.Believe,
}

// parseCues reads the format that cues.txt explains.
func parseCues(source string) (*cues, error) {
	parsed := &cues{map[string][]*entry{}, map[string][]*entry{}, map[string][]*entry{}, map[string][]*entry{}}
	kinds := map[string]map[string][]*entry{"verb": parsed.verbs, "noun": parsed.nouns, "adjective": parsed.adjectives, "adverb": parsed.adverbs}
	for number, line := range strings.Split(source, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Fields(line)
		entries := kinds[fields[0]]
		if entries == nil || len(fields) < 3 {
			return nil, fmt.Errorf("cues.txt:%d: want “kind lemma [frames] act”, got %q", number+1, line)
		}
		cue := &entry{lemma: fields[1], act: fields[len(fields)-1]}
		if len(fields) == 4 {
			cue.frames = strings.Split(fields[2], ",")
		}
		if _, known := acts[cue.act]; !known {
			return nil, fmt.Errorf("cues.txt:%d: unknown act %q", number+1, cue.act)
		}
		entries[cue.lemma] = append(entries[cue.lemma], cue)
	}
	return parsed, nil
}
