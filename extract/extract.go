// Package extract reads one article all the way through. In goes an Article,
// out come its Findings; it does no I/O and reading cannot fail.
package extract

import (
	"tocsin"
	"tocsin/extract/actor"
	"tocsin/extract/claim"
	"tocsin/extract/event"
	"tocsin/extract/place"
	"tocsin/extract/quantity"
	"tocsin/extract/when"
	"tocsin/text"
)

// Findings reads the article. It is straight-line code: each value is made
// once, from those above it.
func Findings(article tocsin.Article) tocsin.Findings {
	doc := text.Read(article)
	whens := when.Extract(doc, article.Published)
	places := place.Extract(doc)
	quantities := quantity.Extract(doc)
	actors := actor.Extract(doc, places)
	claims := claim.Extract(doc, actors, whens)
	events := event.Extract(doc, claims, actors, whens, places)
	return tocsin.Findings{
		Article: article, Reader: Reader(),
		Actors: actors, Claims: claims, Events: events,
		Whens: whens, Places: places, Quantities: quantities,
		Notes: notes(article, whens),
	}
}

// Version is raised whenever a change makes Findings differ.
const Version = "1"

// Reader names the engine that Findings reads with.
func Reader() tocsin.Reader { return tocsin.Reader{Version: Version, Model: text.Model()} }

func notes(article tocsin.Article, whens []tocsin.When) []string {
	var notes []string
	if article.Published.IsZero() && len(whens) > 0 {
		notes = append(notes, "no publication date: relative dates are left unresolved (give one with --date)")
	}
	if article.Language != "" && article.Language != "en" {
		notes = append(notes, "language "+article.Language+": only English is read well")
	}
	return notes
}
