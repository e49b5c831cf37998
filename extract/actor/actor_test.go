package actor

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"tocsin"
	"tocsin/golden"
	"tocsin/text"
)

func article(words string) *text.Doc {
	return text.Read(tocsin.Article{ID: "golden", Text: words})
}

// TestGolden reads the article of each file in testdata and compares its
// actors with the file's. Every rule must be seen at work in one of them.
func TestGolden(t *testing.T) {
	used := map[string]bool{}
	golden.Run(t, "actors", func(words string) string {
		return printed(read(article(words), nil), used)
	})
	for _, rule := range allRules() {
		if !used[rule.name] {
			t.Errorf("no golden file shows the rule %s", rule.name)
		}
	}
}

// printed shows one actor a line, and each mention with its rule below it.
func printed(r *resolver, used map[string]bool) string {
	var out strings.Builder
	rules := map[tocsin.Span]string{}
	for _, party := range r.parties {
		for _, mention := range party.mentions {
			rules[mention.span] = mention.rule
			used[mention.rule] = true
		}
	}
	for _, actor := range r.actors() {
		fmt.Fprintf(&out, "%s | %s", actor.Name, actor.Kind)
		for _, field := range [...]string{actor.Role, actor.Country, actor.Sector} {
			if field == "" {
				field = "–"
			}
			fmt.Fprintf(&out, " | %s", field)
		}
		fmt.Fprintln(&out)
		for _, mention := range actor.Mentions {
			fmt.Fprintf(&out, "  %s: %s\n", rules[mention], r.g.doc.Words(mention))
		}
	}
	return out.String()
}

// FuzzExtract holds every mention to the text: in range, in order, on the
// boundaries of runes and never empty.
func FuzzExtract(f *testing.F) {
	for _, seed := range []string{"", "He", "’s ’s of of, ,", "“The the of the of", "Ann Lee, 3, the of the, (X) said its’s", "\xff\xfe", strings.Repeat("the head of ", 200), strings.Repeat("A’s ", 300), "Ü’s Ö, Ä"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		words = strings.ToValidUTF8(words, "")
		ids := map[string]bool{}
		for _, actor := range Extract(article(words), nil) {
			if actor.Name == "" || len(actor.Mentions) == 0 || ids[actor.ID] {
				t.Fatalf("an actor without name or mention, or twice: %+v", actor)
			}
			ids[actor.ID] = true
			for i, mention := range actor.Mentions {
				if mention.IsZero() || mention.End > len(words) || !utf8.RuneStart(words[mention.Start]) || mention.End < len(words) && !utf8.RuneStart(words[mention.End]) {
					t.Fatalf("%q: mention out of range: %v", actor.Name, mention)
				}
				if i > 0 && actor.Mentions[i-1].Compare(mention) >= 0 {
					t.Fatalf("%q: mentions out of order", actor.Name)
				}
			}
		}
	})
}

func TestOnePersonIsOneActor(t *testing.T) {
	people := 0
	for _, actor := range Extract(article("Norway’s Ann Lee spoke. Lee said she would go. “I agree,” Ms Lee added. Ann Lee left."), nil) {
		if actor.Kind == tocsin.Person {
			people++
		}
	}
	if people != 1 {
		t.Errorf("got %d people, want 1", people)
	}
}

// TestLongText makes sure that ten times the text takes about ten times the
// work: the look-backs are bounded.
func TestLongText(t *testing.T) {
	words := strings.Repeat("Norway’s minister, Ann Lee, said the army of Denmark had told her son that he was wrong. ", 3000)
	if len(Extract(article(words), nil)) == 0 {
		t.Error("no actors")
	}
}
