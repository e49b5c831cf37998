package web

import (
	"cmp"
	"net/http"

	"github.com/a-h/templ"

	"tocsin"
)

func (p *Pages) corrections(w http.ResponseWriter, r *http.Request) error {
	list, err := p.ledger.Corrections(r.Context(), tocsin.Filter{Article: cut(r.URL.Query().Get("article"), 200)})
	if err != nil {
		return err
	}
	const most = 200
	left := max(0, len(list)-most)
	list = list[:min(most, len(list))]
	return p.show(w, r, frame{Title: "Corrections"}, func(reader reader) templ.Component { return correctionsPage(list, left, reader) })
}

// correctionWords say what a correction does.
func correctionWords(c tocsin.Correction) string {
	switch c.Kind {
	case tocsin.Dismiss:
		return "no such " + string(c.Noun)
	case tocsin.Confirm:
		return "the " + string(c.Noun) + " is right"
	case tocsin.Merge:
		return "“" + c.Name + "” is “" + c.Into + "”"
	case tocsin.Relocate:
		return "the place is " + c.Place.Name
	case tocsin.Together:
		return "tells the same story as " + c.With
	case tocsin.Apart:
		return "does not tell the story of " + c.With
	case tocsin.Assign:
		return "belongs to the story " + c.With
	case tocsin.Judge:
		return "the statement is " + string(c.Standing)
	}
	return cmp.Or(string(c.Kind), "correction")
}

func (p *Pages) help(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, frame{Title: "Help and keys"}, func(reader) templ.Component { return helpPage() })
}
