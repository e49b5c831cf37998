package query

import (
	"tocsin"
	"tocsin/store"
)

// Finding tells what an ID names among findings, and by which words it is known
// to corrections; false where it names nothing.
func Finding(f tocsin.Findings, id string) (tocsin.Noun, tocsin.Span, bool) {
	for _, c := range f.Claims {
		if c.ID == id {
			return tocsin.NounClaim, store.Anchor(c), true
		}
	}
	for _, e := range f.Events {
		if e.ID == id {
			return tocsin.NounEvent, e.Trigger, true
		}
	}
	for _, q := range f.Quantities {
		if q.ID == id {
			return tocsin.NounQuantity, q.Span, true
		}
	}
	for _, p := range f.Places {
		if p.ID == id {
			return tocsin.NounPlace, p.Span, true
		}
	}
	for _, w := range f.Whens {
		if w.ID == id {
			return tocsin.NounWhen, w.Span, true
		}
	}
	for _, a := range f.Actors {
		if a.ID == id && len(a.Mentions) > 0 {
			return tocsin.NounActor, a.Mentions[0], true
		}
	}
	return "", tocsin.Span{}, false
}
