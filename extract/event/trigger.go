package event

import (
	"slices"

	"tocsin"
)

// tryVerb tells the event of a verb, if the lexicon knows one.
func (r *reader) tryVerb(i int) {
	token := &r.doc.Tokens[i]
	if token.Is("amod") {
		r.tryParticiple(i)
		return
	}
	if token.Is("aux", "cop", "case", "mark") || len(r.lex.verbs[r.lemma(i)]) == 0 {
		return
	}
	f := r.frameOf(i)
	e := r.fitVerb(f)
	if e == nil || !r.canTell(f, e) {
		return
	}
	sides := r.verbSides(f, e)
	if len(sides.actors) == 0 && !e.bare && !e.flip && !(f.passive && r.undergoes(f)) {
		return
	}
	status := r.verbStatus(i, 0)
	if r.isRepeatedByNegation(i) {
		return
	}
	first, last := r.verbSpan(f, e)
	r.found = append(r.found, finding{
		anchor: i, first: first, last: last, category: e.category, mode: e.mode, sides: sides,
		status: status, rule: "verb", score: 0.7,
	})
}

// isRepeatedByNegation reports whether the verb only says what is refused or
// failed: the refusal is the event, and is told by its own verb.
func (r *reader) isRepeatedByNegation(i int) bool {
	token := &r.doc.Tokens[i]
	if !token.Is("xcomp") || token.Head < 0 {
		return false
	}
	switch r.lemma(token.Head) {
	case "refuse", "decline":
		return true
	}
	return false
}

// canTell reports whether the subject can do what the entry tells. A subject
// that is neither a party nor a weapon ("prices hit Berlin") cannot, save
// where the entry allows anything.
func (r *reader) canTell(f *frame, e *entry) bool {
	if e.any || e.flip {
		return true
	}
	if len(f.agents) == 0 {
		return true
	}
	return len(r.acting(f.agents)) > 0
}

// undergoes reports whether a passive without an agent still tells on whom.
func (r *reader) undergoes(f *frame) bool {
	return len(r.undergoing(f.patients)) > 0
}

// verbSpan reaches from the verb over its particle to the object or phrase
// that its entry asks for, where that is close by.
func (r *reader) verbSpan(f *frame, e *entry) (first, last int) {
	first, last = f.verb, f.verb+1
	if e.particle != "" {
		for _, particle := range f.particles {
			if r.doc.Tokens[particle].Lower == e.particle && particle > f.verb {
				last = max(last, particle+1)
			}
		}
		if last == f.verb+1 && last < len(r.doc.Tokens) && r.doc.Tokens[last].Lower == e.particle {
			last++
		}
	}
	for k := range e.conditions {
		c := &e.conditions[k]
		if c.not || f.passive {
			continue
		}
		switch c.key {
		case "obj":
			for _, object := range f.patients {
				if r.anyIs([]int{object}, c) {
					if things[c.list[0].class] {
						r.consume(object, e.category)
					}
					last = r.reach(f.verb, last, object)
				}
			}
		case "obl":
			for _, phrase := range f.obliques {
				if slices.Contains(c.prep, phrase.prep) && !c.any && r.anyIs([]int{phrase.head}, c) && c.list[0].class == "" {
					r.consume(phrase.head, e.category)
					last = r.reach(f.verb, last, phrase.head)
				}
			}
		}
	}
	if f.passive {
		for _, patient := range f.patients {
			for k := range e.conditions {
				if c := &e.conditions[k]; c.key == "obj" && !c.not && things[c.list[0].class] && r.anyIs([]int{patient}, c) {
					r.consume(patient, e.category)
				}
			}
		}
	}
	return first, last
}

// longestTrigger bounds in tokens how far a trigger reaches for its object.
const longestTrigger = 6

func (r *reader) reach(verb, last, to int) int {
	if to < verb || to-verb > longestTrigger {
		return last
	}
	return max(last, to+1)
}

// consume keeps a noun from telling again what its verb has told.
func (r *reader) consume(noun int, category tocsin.Category) {
	e := r.fitNoun(noun)
	if e != nil && e.category == category {
		r.consumed[noun] = true
	}
}

// tryParticiple tells the event of a participle before its noun: what forces
// do ("invading troops"), and what the lexicon's adjectives tell ("the
// captured town").
func (r *reader) tryParticiple(i int) {
	token := &r.doc.Tokens[i]
	if e := r.fitAdjective(i); e != nil {
		r.found = append(r.found, finding{
			anchor: i, first: i, last: i + 1, category: e.category, mode: e.mode,
			sides: sides{recipients: []int{token.Head}}, status: tocsin.Actual, rule: "participle", score: 0.5,
			noun: true, pointing: true,
		})
		return
	}
	if token.Tag != "VBG" || !r.isParty(token.Head) && !r.inClass(token.Head, "weapon") {
		return
	}
	f := r.frameOf(i)
	e := r.fitVerb(f)
	if e == nil || e.category != tocsin.Assault && e.category != tocsin.Coerce {
		return
	}
	r.found = append(r.found, finding{
		anchor: i, first: i, last: i + 1, category: e.category, mode: e.mode,
		sides: sides{actors: []int{token.Head}}, status: tocsin.Actual, rule: "participle", score: 0.5,
		noun: true, pointing: true,
	})
}

// tryNoun tells the event of a noun, if somebody is named who does it or the
// entry needs nobody.
func (r *reader) tryNoun(i int) {
	if len(r.lex.nouns[r.lemma(i)]) == 0 || r.isMere(i) {
		return
	}
	e := r.fitNoun(i)
	if e == nil {
		return
	}
	sides, carrier := r.nounSides(i, e)
	if len(sides.actors) == 0 && !e.bare {
		return
	}
	first := r.nounStart(i, e)
	if carrier >= 0 && carrier < i && i-carrier <= longestTrigger {
		first = carrier
	}
	r.found = append(r.found, finding{
		anchor: i, first: first, last: i + 1, category: e.category, mode: e.mode, sides: sides,
		status: r.nounStatus(i, 0), rule: "noun", score: 0.6, noun: true,
		pointing: carrier < 0 && r.pointsBack(i),
	})
}

// isMere reports whether the noun only names a kind for another one ("the
// peace talks team", "an invasion force"), or is part of a name.
func (r *reader) isMere(i int) bool {
	token := &r.doc.Tokens[i]
	if token.Is("compound") && token.Head > i {
		return true
	}
	return false
}

// nounStart takes in the words of a compound that stand before the noun
// ("artillery bombardments").
func (r *reader) nounStart(i int, e *entry) int {
	first := i
	if at := r.follows(i, e.before); at >= 0 {
		first = at
	}
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("compound") && token.POS == "NOUN" && int(child) < first && i-int(child) <= 3 {
			first = int(child)
		}
	}
	return first
}

// pointsBack reports whether the noun is definite, and so most often tells of
// what the article has told before.
func (r *reader) pointsBack(i int) bool {
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("det") {
			switch token.Lower {
			case "the", "this", "that", "these", "those":
				return true
			}
		}
		if token.Is("nmod:poss") {
			return true
		}
	}
	return false
}
