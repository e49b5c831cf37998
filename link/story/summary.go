package story

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"tocsin"
)

// Cited is a claim by its ID and that of its article.
type Cited struct {
	Article string `json:",omitzero"`
	Claim   string `json:",omitzero"`
}

const (
	shortest  = 5   // words of a claim that can stand alone
	longest   = 60  // words of a claim that a summary has room for
	sameVoice = 0.5 // what a second claim of one source counts, the third half of that …
	samePage  = 0.7 // the same for one article
)

// Summary picks claims that together tell a story: what many of its articles
// speak of, from different sources and articles, and nothing twice. It
// consists of what is cited and adds no word. At most so many claims come out,
// in the order in which they were picked, the one that tells most first.
//
// It is a greedy cover of the story's words, each weighed by its rarity and by
// how many articles have it (after Lin and Bilmes 2011).
func Summary(members []tocsin.Findings, most int) []Cited {
	members = slices.SortedFunc(slices.Values(members), func(a, b tocsin.Findings) int { return strings.Compare(a.Article.ID, b.Article.ID) })
	candidates := candidatesOf(members)
	worth := worthOf(members)
	voices, pages := map[string]float64{}, map[string]float64{}
	var summary []Cited
	for len(summary) < most && len(candidates) > 0 {
		best, gain := 0, 0.0
		for i, c := range candidates {
			value := c.value(worth) * cmp.Or(voices[c.source], 1) * cmp.Or(pages[c.cited.Article], 1)
			if value > gain {
				best, gain = i, value
			}
		}
		if gain == 0 {
			break
		}
		picked := candidates[best]
		summary = append(summary, picked.cited)
		voices[picked.source] = cmp.Or(voices[picked.source], 1) * sameVoice
		pages[picked.cited.Article] = cmp.Or(pages[picked.cited.Article], 1) * samePage
		for _, stem := range picked.stems {
			worth[stem] = 0
		}
		candidates = slices.Delete(candidates, best, best+1)
	}
	return summary
}

// candidate is a claim that a summary may cite.
type candidate struct {
	cited  Cited
	source string
	stems  []string // each once
	words  int
}

// value is the worth of the words that it adds, by length: a long claim must
// say more.
func (c candidate) value(worth map[string]float64) float64 {
	sum := 0.0
	for _, stem := range c.stems {
		sum += worth[stem]
	}
	return sum / math.Sqrt(float64(c.words))
}

// candidatesOf are the claims with a named source and enough to say.
func candidatesOf(members []tocsin.Findings) []candidate {
	var candidates []candidate
	for _, findings := range members {
		for _, claim := range findings.Claims {
			source := fold(cmp.Or(claim.Source.Name, claim.Source.Actor))
			if claim.Source.IsZero() || source == "" || claim.Within != "" {
				continue
			}
			c := candidate{cited: Cited{findings.Article.ID, claim.ID}, source: source}
			for _, span := range claim.Content {
				for _, word := range words(span.Of(findings.Article.Text), false) {
					c.words++
					c.stems = append(c.stems, word.stem)
				}
			}
			slices.Sort(c.stems)
			c.stems = slices.Compact(c.stems)
			if shortest <= c.words && c.words <= longest {
				candidates = append(candidates, c)
			}
		}
	}
	return candidates
}

// worthOf weighs the words of a story by rarity and by the articles that have
// them; a word of one article alone tells nothing of the story, unless it has
// only one.
func worthOf(members []tocsin.Findings) map[string]float64 {
	articles := map[string]float64{}
	for _, findings := range members {
		seen := map[string]bool{}
		for _, word := range words(findings.Article.Title+"\n"+findings.Article.Text, false) {
			if !seen[word.stem] {
				seen[word.stem] = true
				articles[word.stem]++
			}
		}
	}
	for stem, count := range articles {
		if count == 1 && len(members) > 1 {
			count = 0.2
		}
		articles[stem] = math.Sqrt(count) * max(rarity(stem)-commonest, 0)
	}
	return articles
}
