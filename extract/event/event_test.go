package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"tocsin"
	"tocsin/golden"
	"tocsin/text"
)

// TestGolden reads testdata/*.txtar. Beside the text a file may give what
// other extractors would have found: actors ("name | country | mention | …"),
// whens ("words | value"), places ("words | name | country") and claims
// ("act | source | country | cue | content"), each by words that the text
// holds.
func TestGolden(t *testing.T) {
	used := map[string]bool{}
	golden.Fill(t, "testdata", func(t *testing.T, archive *txtar.Archive) {
		at := slices.IndexFunc(archive.Files, func(file txtar.File) bool { return file.Name == "events" })
		if at < 0 {
			t.Fatal("the file has no section events")
		}
		read := readCase(t, archive)
		var found strings.Builder
		for _, event := range Extract(read.doc, read.claims, read.actors, read.whens, read.places) {
			used[event.Rule] = true
			found.WriteString(read.line(event))
		}
		archive.Files[at].Data = []byte(found.String())
	})
	for _, rule := range rules {
		if !used[rule] {
			t.Errorf("no golden case shows the rule %q", rule)
		}
	}
}

// given is what one file gives.
type given struct {
	doc    *text.Doc
	claims []tocsin.Claim
	actors []tocsin.Actor
	whens  []tocsin.When
	places []tocsin.Place
}

func readCase(t *testing.T, archive *txtar.Archive) given {
	var out given
	for _, file := range archive.Files {
		if file.Name == "text" {
			out.doc = text.Read(tocsin.Article{ID: "golden", Text: string(file.Data), Published: time.Time{}})
		}
	}
	if out.doc == nil {
		t.Fatal("the file has no section text")
	}
	find := func(words string) tocsin.Span {
		at := strings.Index(out.doc.Text, words)
		if at < 0 {
			t.Fatalf("the text does not hold %q", words)
		}
		return tocsin.Span{Start: at, End: at + len(words)}
	}
	for _, file := range archive.Files {
		for line := range strings.Lines(string(file.Data)) {
			fields := strings.Split(strings.TrimSpace(line), " | ")
			switch file.Name {
			case "actors":
				actor := tocsin.Actor{ID: fields[0], Name: fields[0], Country: fields[1]}
				for _, mention := range fields[2:] {
					actor.Mentions = append(actor.Mentions, find(mention))
				}
				out.actors = append(out.actors, actor)
			case "whens":
				out.whens = append(out.whens, tocsin.When{ID: fields[1], Span: find(fields[0]), Type: tocsin.Date, Value: fields[1], Start: fields[1], End: fields[1]})
			case "places":
				out.places = append(out.places, tocsin.Place{ID: fields[1], Span: find(fields[0]), Name: fields[1], Country: fields[2]})
			case "claims":
				out.claims = append(out.claims, tocsin.Claim{
					ID: "claim " + fields[3], Act: tocsin.Act(fields[0]), Source: tocsin.Source{Span: find(fields[1]), Name: fields[1], Country: fields[2]},
					Cue: tocsin.Cue{Span: find(fields[3])}, Content: []tocsin.Span{find(fields[4])},
				})
			}
		}
	}
	return out
}

func (g *given) line(found tocsin.Event) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%q %s", found.Trigger.Of(g.doc.Text), found.Category)
	if found.Mode != "" {
		fmt.Fprintf(&out, " (%s)", found.Mode)
	}
	fmt.Fprintf(&out, " %s: %s > %s", found.Status, side(found.Actor), side(found.Recipient))
	for _, extra := range [][2]string{{"at", found.Place}, {"on", found.Date}, {"by", found.By}, {"about", strings.Join(found.Contexts, ",")}} {
		if extra[1] != "" {
			fmt.Fprintf(&out, " %s=%s", extra[0], extra[1])
		}
	}
	fmt.Fprintf(&out, " rule=%s\n", found.Rule)
	return out.String()
}

func side(party tocsin.Party) string {
	switch {
	case party == tocsin.Party{}:
		return "?"
	case party.Country == "":
		return party.Name
	}
	return party.Name + " [" + party.Country + "]"
}

func TestHostileTextsAreRead(t *testing.T) {
	texts := map[string]string{
		"empty":         "",
		"one word":      "shelled",
		"no letters":    "—— …… ‘’ ““",
		"right to left": "قصف الجيش المدينة. shelled the town",
		"many commas":   strings.Repeat("Russia, ", 4000),
		"many ands":     strings.Repeat("and troops shelled ", 3000) + ".",
		"many thats":    strings.Repeat("he said that troops attacked ", 3000),
		"emoji":         strings.Repeat("🙂shelled🙂 ", 500),
	}
	for name, input := range texts {
		t.Run(name, func(t *testing.T) {
			doc := text.Read(tocsin.Article{ID: name, Text: input})
			for _, found := range Extract(doc, nil, nil, nil, nil) {
				if found.Trigger.IsZero() || found.Trigger.End > len(input) {
					t.Errorf("trigger %v lies outside of the text", found.Trigger)
				}
			}
		})
	}
}

func TestEventsAreInTextOrderWithModesOfTheirCategory(t *testing.T) {
	doc := text.Read(tocsin.Article{Text: "Rebels shelled the port. Police arrested nine men. The minister met the envoy and signed a treaty with Chad."})
	found := Extract(doc, nil, nil, nil, nil)
	if len(found) < 3 {
		t.Fatalf("found only %d events", len(found))
	}
	if !slices.IsSortedFunc(found, func(a, b tocsin.Event) int { return a.Trigger.Start - b.Trigger.Start }) {
		t.Error("the events are out of order")
	}
	for _, one := range found {
		if one.Mode != "" && !slices.Contains(modes[one.Category], one.Mode) {
			t.Errorf("%s has no mode %s", one.Category, one.Mode)
		}
	}
}

func BenchmarkExtract(b *testing.B) {
	paragraph := "Rebels shelled the port of Lomé on Friday, officials said, and troops were sent to the border. " +
		"The minister condemned the attack and called for talks, which the militia refused. " +
		"Two ships carrying grain had left before the raid, the governor told reporters, adding that aid would follow.\n\n"
	doc := text.Read(tocsin.Article{Text: strings.Repeat(paragraph, 12)})
	b.ReportAllocs()
	for b.Loop() {
		Extract(doc, nil, nil, nil, nil)
	}
}
