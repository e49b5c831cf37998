package claim_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/extract/actor"
	"tocsin/extract/claim"
	"tocsin/extract/when"
	"tocsin/golden"
	"tocsin/text"
)

// published is when every golden article appeared: a Monday.
var published = time.Date(2022, 10, 17, 0, 0, 0, 0, time.UTC)

func extract(words string) (*text.Doc, []tocsin.Claim) {
	doc := text.Read(tocsin.Article{ID: "golden", Text: words, Published: published})
	return doc, claim.Extract(doc, actor.Extract(doc, nil), when.Extract(doc, published))
}

// TestGolden reads the article of each file in testdata and compares its
// claims with the file's.
func TestGolden(t *testing.T) {
	rules := map[string]bool{}
	golden.Run(t, "claims", func(words string) string {
		doc, claims := extract(words)
		for i := range claims {
			rules[claims[i].Rule] = true
		}
		return printed(doc, claims)
	})
	for _, rule := range []string{
		"network", "network+verb-before", "network+verb-after", "network+medial", "network+relative-gap", "network+passive",
		"network+according-to", "network+noun-that", "network+noun-of", "network+noun-to", "network+noun-for",
		"network+adjective", "adverb", "quote-follows",
	} {
		if !rules[rule] {
			t.Errorf("no golden file shows the rule %s", rule)
		}
	}
}

// printed shows one claim a line, content on lines below it.
func printed(doc *text.Doc, claims []tocsin.Claim) string {
	number := map[string]int{}
	for i := range claims {
		number[claims[i].ID] = i + 1
	}
	var b strings.Builder
	for i := range claims {
		c := &claims[i]
		fmt.Fprintf(&b, "%d %s %s source=%q name=%q country=%q cue=%q rule=%s", i+1, c.Form, c.Act,
			doc.Words(c.Source.Span), c.Source.Name, c.Source.Country, doc.Words(c.Cue.Span), c.Rule)
		if c.Said.When != "" {
			fmt.Fprintf(&b, " when=%s", c.Said.When)
		}
		if c.Said.To != "" {
			fmt.Fprintf(&b, " to=%q", c.Said.To)
		}
		if c.Within != "" {
			fmt.Fprintf(&b, " within=%d", number[c.Within])
		}
		for _, id := range c.Denies {
			fmt.Fprintf(&b, " denies=%d", number[id])
		}
		b.WriteByte('\n')
		for _, span := range c.Content {
			fmt.Fprintf(&b, "  | %s\n", doc.Words(span))
		}
	}
	return b.String()
}
