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
// place does not leave its clause. A time that finds no event above it goes to
// the nearest event of its sentence, and joined verbs share theirs.
func (r *reader) attach() {
	carried := r.carriers()
	for k := range r.whens {
		when := &r.whens[k]
		if !dates(when) {
			continue
		}
		at := r.landing(when.Span, carried, false)
		if at == -1 {
			at = r.nearest(when.Span, carried)
		}
		if at >= 0 && r.around[at].when == nil {
			r.around[at] = circumstances{when: when, place: r.around[at].place}
		}
	}
	for k := range r.places {
		place := &r.places[k]
		if at := r.landing(place.Span, carried, true); at >= 0 && r.around[at].place == nil {
			r.around[at] = circumstances{when: r.around[at].when, place: place}
		}
	}
	r.shareTimes()
}

// carriers maps the tokens that a time or a place may hang from to the events
// that they carry: the event's own word, its light verb, and the verb that
// says that it went on ("the raid began on Friday").
func (r *reader) carriers() map[int]int {
	carried := map[int]int{}
	for k := range r.found {
		anchor := r.found[k].anchor
		carried[anchor] = anchor
		token := &r.doc.Tokens[anchor]
		if token.Head < 0 || r.isVerb(anchor) {
			continue
		}
		carrier, _ := r.carrier(anchor)
		if carrier < 0 && token.Is("nsubj") && goingOn[r.lemma(token.Head)] {
			carrier = token.Head
		}
		if _, taken := carried[carrier]; carrier >= 0 && !taken {
			carried[carrier] = anchor
		}
	}
	return carried
}

// goingOn are verbs that only say that something happens.
var goingOn = map[string]bool{
	"begin": true, "start": true, "end": true, "continue": true, "come": true, "take": true, "follow": true,
	"resume": true, "happen": true, "occur": true, "last": true, "go": true, "rage": true, "intensify": true,
}

// nearest finds the event closest to a time in its sentence, by words.
func (r *reader) nearest(span tocsin.Span, carried map[int]int) int {
	first, last := r.doc.TokensIn(span)
	if first >= last {
		return -1
	}
	sentence := r.doc.Tokens[first].Sentence
	for step := 1; step <= farthestTime; step++ {
		for _, at := range []int{first - step, last - 1 + step} {
			if at < 0 || at >= len(r.doc.Tokens) || r.doc.Tokens[at].Sentence != sentence {
				continue
			}
			if anchor, ok := carried[at]; ok {
				return anchor
			}
		}
	}
	return -1
}

// farthestTime bounds in tokens how far a loose time looks for its event.
const farthestTime = 12

// shareTimes gives joined verbs the time that only one of them carries.
func (r *reader) shareTimes() {
	for k := range r.found {
		anchor := r.found[k].anchor
		token := &r.doc.Tokens[anchor]
		if !token.Is("conj") || token.Head < 0 {
			continue
		}
		mine, first := r.around[anchor], r.around[token.Head]
		if mine.when == nil && first.when != nil {
			r.around[anchor] = circumstances{when: first.when, place: mine.place}
		}
		if first.when == nil && mine.when != nil {
			r.around[token.Head] = circumstances{when: mine.when, place: first.place}
		}
	}
}

// dates reports whether a time tells when: durations and repeated times do not.
func dates(when *tocsin.When) bool {
	return when.Value != "" && (when.Type == tocsin.Date || when.Type == tocsin.Time)
}

// landing climbs from the span's head to the first event above it.
func (r *reader) landing(span tocsin.Span, carried map[int]int, place bool) int {
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
		if anchor, ok := carried[at]; ok && (at < first || at >= last) {
			return anchor
		}
		token := &r.doc.Tokens[at]
		if !place && at >= first && at < last && token.Is("compound", "amod", "nmod:poss", "nummod") && token.Head >= 0 && r.isDatedThing(token.Head, carried) {
			return beyond
		}
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

// beyond is where a time lands that dates a thing and no event of the article:
// "ahead of the 9 May parade", "the post-2014 capital".
const beyond = -2

// isDatedThing reports whether a time's noun is no event that is told.
func (r *reader) isDatedThing(noun int, carried map[int]int) bool {
	_, told := carried[noun]
	return !told && r.doc.Tokens[noun].POS == "NOUN" && !measures[r.lemma(noun)]
}

// date is a when's value without the hour.
func date(when *tocsin.When) string {
	if when.Value[0] < '0' || when.Value[0] > '9' {
		return when.Value // "PRESENT_REF"
	}
	value, _, _ := strings.Cut(when.Value, "T")
	return value
}
