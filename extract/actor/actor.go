// Package actor finds the actors of an article: every party that can say or
// do something, with all the places where the article speaks of it.
//
// In goes a read text with its places; out come people, governments, other
// organisations, armed bodies, groups of people and documents that speak, each
// once, under its full name. A mention is the shortest noun phrase that names
// the party there, with its title, owner and apposition, without relative
// clauses and adverbials. Short names, metonyms, definite descriptions and
// pronouns are resolved within the article; which rule did it stands on the
// actor.
//
// It knows offices, bodies and well-known organisations, but no politician by
// name: whom a person speaks for is read from the article's words. A pronoun
// that nothing fits is nobody.
package actor

import (
	"slices"

	"tocsin"
	"tocsin/text"
)

// Extract returns the actors of doc in the order of their first mention.
func Extract(doc *text.Doc, places []tocsin.Place) []tocsin.Actor {
	return read(doc, places).actors()
}

// read resolves every noun phrase of doc.
func read(doc *text.Doc, places []tocsin.Place) *resolver {
	r := newResolver(readPhrases(doc, places))
	r.collectPeople()
	for _, p := range r.g.found {
		r.resolve(p)
	}
	r.inferCountries()
	return r
}

// actors lays the parties out as the ledger's nouns.
func (r *resolver) actors() []tocsin.Actor {
	var actors []tocsin.Actor
	for _, party := range r.parties {
		if len(party.mentions) == 0 {
			continue
		}
		mentions := make([]tocsin.Span, len(party.mentions))
		for i := range mentions {
			mentions[i] = party.mentions[i].span
		}
		slices.SortFunc(mentions, tocsin.Span.Compare)
		mentions = slices.Compact(mentions)
		actors = append(actors, tocsin.Actor{
			ID:       tocsin.ID(r.g.doc.Article.ID, "actor", mentions...),
			Name:     party.name,
			Kind:     party.kind,
			Role:     party.role,
			Country:  party.country,
			Sector:   party.sector,
			Mentions: mentions,
			Rule:     party.rule,
			Score:    party.score,
		})
	}
	slices.SortStableFunc(actors, func(a, b tocsin.Actor) int { return a.Mentions[0].Compare(b.Mentions[0]) })
	return actors
}
