package event

import (
	"strings"
	"testing"
)

func TestLexiconReads(t *testing.T) {
	lex, err := readLexicon(lexiconText)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, table := range []map[string][]*entry{lex.verbs, lex.nouns, lex.adjectives} {
		for _, entries := range table {
			count += len(entries)
		}
	}
	if count < 1000 {
		t.Errorf("the lexicon has only %d entries", count)
	}
}

func TestLexiconHasNoEntryTwice(t *testing.T) {
	seen := map[string]string{}
	section := ""
	for line := range strings.Lines(lexiconText) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = line
		}
		if !strings.HasPrefix(line, "verb ") && !strings.HasPrefix(line, "noun ") && !strings.HasPrefix(line, "adj ") {
			continue
		}
		if before, ok := seen[line]; ok {
			t.Errorf("%q stands in %s and in %s", line, before, section)
		}
		seen[line] = section
	}
}

func TestLexiconRefuses(t *testing.T) {
	tests := map[string]string{
		"an unknown category":     "[FROLIC]\nverb dance",
		"an unknown mode":         "[AID cyber]\nverb give",
		"an entry first":          "verb attack",
		"an unknown part":         "[AID]\nadverb kindly",
		"an unknown condition":    "[AID]\nverb give mood:good",
		"a noun's key on a verb":  "[AID]\nverb give nmod:to",
		"a class never defined":   "[AID]\nverb give obj:@sweets",
		"a condition without end": "[AID]\nverb give obj:",
		"an entry without lemma":  "[AID]\nverb obj:aid",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := readLexicon(text); err == nil {
				t.Error("was read")
			}
		})
	}
}
