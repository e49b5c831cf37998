package event

import (
	"strings"

	"tocsin"
)

// circumstances are where and when an event is told to be.
type circumstances struct {
	place *tocsin.Place
	when  *tocsin.When
}

// attach hangs every time and place of the article on the nearest event words
// above it in the parse: "shelled Lyman on Friday" gives both to "shelled". A
// time climbs past anything but another event; a place does not leave its
// clause.
func (r *reader) attach(triggers map[int]bool) {
	for k := range r.whens {
		when := &r.whens[k]
		if at := r.landing(when.Span, triggers, false); at >= 0 && r.around[at].when == nil && dates(when) {
			around := r.around[at]
			around.when = when
			r.around[at] = around
		}
	}
	for k := range r.places {
		place := &r.places[k]
		if at := r.landing(place.Span, triggers, true); at >= 0 && r.around[at].place == nil {
			around := r.around[at]
			around.place = place
			r.around[at] = around
		}
	}
}

// dates reports whether a time tells when: durations and repeated times do not.
func dates(when *tocsin.When) bool {
	return when.Value != "" && (when.Type == tocsin.Date || when.Type == tocsin.Time)
}

// landing climbs from the span's head to the first event above it.
func (r *reader) landing(span tocsin.Span, triggers map[int]bool, place bool) int {
	first, last := r.doc.TokensIn(span)
	if first >= last {
		return -1
	}
	at := first
	for i := first; i < last; i++ {
		if head := r.doc.Tokens[i].Head; head < first || head >= last {
			at = i
			break
		}
	}
	for depth := 0; at >= 0 && depth < 2*maxClimb; depth++ {
		if triggers[at] && (at < first || at >= last) {
			return at
		}
		token := &r.doc.Tokens[at]
		if place && r.isVerb(at) && (token.Is("ccomp", "advcl", "parataxis") || token.Dep == "acl:relcl") {
			return -1
		}
		if token.Is("ccomp", "parataxis") && r.isVerb(at) {
			return -1
		}
		at = token.Head
	}
	return -1
}

// date is the calendar part of a when's value.
func date(when *tocsin.When) string {
	value, _, _ := strings.Cut(when.Value, "T")
	return value
}
