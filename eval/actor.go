package eval

import (
	"fmt"
	"slices"

	"tocsin"
	"tocsin/extract"
)

// Actors scores who the sources of the hand-made ledgers' claims are, apart
// from whether the claims themselves are found.
var Actors = Test{
	Name:  "actors",
	Data:  []string{"ledgers", "articles/guardian/articles.jsonl"},
	Shows: "of the sources that a careful reader names, how many stand among the actors' mentions (half of the longer words shared), with the right name (compared as in the ledgers) and the right country; it does not show actors that were invented.",
	Run:   runActors,
}

func runActors(dir string) ([]Figure, error) {
	golds, err := readLedgers(dir)
	if err != nil {
		return nil, err
	}
	seed, err := readSeed(dir)
	if err != nil {
		return nil, err
	}
	var dev, test actorScore
	for _, gold := range golds {
		lines := actorLines(gold)
		if slices.Contains(devLedgers, gold.article.ID) {
			dev.add(lines)
		} else {
			test.add(lines)
		}
	}
	var own actorScore
	own.add(actorLines(seed))
	return slices.Concat(own.figures("actors/seed"), dev.figures("actors/dev"), test.figures("actors/test")), nil
}

// actorLine is one gold source beside the actor whose mention fits best.
type actorLine struct {
	gold    claimLine
	actor   *tocsin.Actor // nil where no mention fits
	mention stretch
}

func (l actorLine) named() bool {
	if l.actor == nil {
		return false
	}
	return rightName(l.gold, claimLine{name: l.actor.Name, unnamed: l.actor.Kind == tocsin.Unnamed, sourceAsWorded: l.gold.sourceAsWorded})
}

func (l actorLine) placed() bool {
	return l.actor != nil && sameCountries(l.gold.country, l.actor.Country)
}

// actorLines pairs each gold source with the mention that shares most with it.
func actorLines(gold ledger) []actorLine {
	actors := extract.Findings(gold.article).Actors
	runes := tocsin.NewRunes(gold.article.Text)
	var lines []actorLine
	for _, claim := range gold.claims {
		if claim.source == nil {
			continue
		}
		line, best := actorLine{gold: claim}, 0.
		for i := range actors {
			for _, span := range actors[i].Mentions {
				mention := stretch(runes.Range(span))
				shared := mention.shared(*claim.source)
				fit := share(float64(shared), float64(max(mention.len(), claim.source.len())))
				if fit >= 0.5 && fit > best {
					best, line.actor, line.mention = fit, &actors[i], mention
				}
			}
		}
		lines = append(lines, line)
	}
	return lines
}

type actorScore struct{ sources, found, named, placed float64 }

func (s *actorScore) add(lines []actorLine) {
	for _, line := range lines {
		s.sources++
		s.found += one(line.actor != nil)
		s.named += one(line.named())
		s.placed += one(line.placed())
	}
}

func (s *actorScore) figures(prefix string) []Figure {
	note := fmt.Sprintf("of %.0f sources", s.sources)
	return []Figure{
		{Name: prefix + " found", Value: share(s.found, s.sources), Note: note},
		{Name: prefix + " name", Value: share(s.named, s.sources), Note: note},
		{Name: prefix + " country", Value: share(s.placed, s.sources), Note: note},
	}
}
