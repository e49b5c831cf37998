package event

import (
	"slices"

	"tocsin"
)

// tryVerb tells the event of a verb, if the lexicon knows one.
func (r *reader) tryVerb(i int) {
	token := &r.doc.Tokens[i]
	if token.Is("amod") && r.misread(i) < 0 && !r.isGerund(i) {
		r.tryParticiple(i)
		return
	}
	if force := r.heldOff(i); force >= 0 {
		r.forcesDoing(i, force)
		return
	}
	if token.Is("conj") && token.Head >= 0 && r.doc.Tokens[token.Head].Is("amod") {
		return // "charred and abandoned tanks"
	}
	if token.Is("aux", "cop", "case", "mark", "csubj") || len(r.verbEntries(i)) == 0 || r.isThought(i) {
		return
	}
	f := r.frameOf(i)
	e := r.fitVerb(f)
	if e == nil || !r.canTell(f, e) {
		return
	}
	sides := r.verbSides(f, e)
	if r.isRepeatedByNegation(i) || r.isOutcome(f, e, len(sides.actors)) {
		return
	}
	status := r.verbStatus(i, 0)
	if len(sides.actors) == 0 && !r.canBeBare(f, e, status) {
		return
	}
	if status == tocsin.Negated && speech[e.category] {
		return
	}
	first, last := r.verbSpan(f, e)
	rule := "verb"
	if f.passive {
		rule = "passive"
	}
	r.found = append(r.found, finding{
		anchor: i, first: first, last: last, category: e.category, mode: e.mode, sides: sides,
		status: status, rule: rule, score: 0.7,
		pointing: f.passive && token.Is("acl") && len(sides.actors) == 0 && token.Head == i-1,
	})
}

// isThought reports whether a gerund is the subject of what would be: "moving
// troops north would thin the line", which the parser hangs below the gerund.
func (r *reader) isThought(i int) bool {
	if r.doc.Tokens[i].Tag != "VBG" || r.isFinite(i) {
		return false
	}
	for _, child := range r.doc.Children(i) {
		if int(child) > i && r.doc.Tokens[child].Is("parataxis", "ccomp", "conj") && r.doc.Child(int(child), "nsubj") < 0 {
			if modal := r.doc.Child(int(child), "aux"); modal >= 0 && r.doc.Tokens[modal].Tag == "MD" && r.doc.Tokens[modal-1].POS != "CCONJ" {
				return true
			}
		}
	}
	return false
}

// canBeBare reports whether a verb counts although nobody is named who does
// it: what its entry says, and the passive of a deed that is told as fact.
func (r *reader) canBeBare(f *frame, e *entry, status tocsin.Status) bool {
	if e.bare && !f.passive && len(r.undergoing(f.patients)) == 0 && len(f.obliques) == 0 {
		return false // "to destroy", of nothing and by nobody
	}
	if e.bare || e.flip {
		return r.ownStatus(f.verb) != tocsin.Hypothetical || e.flip
	}
	if e.lemma == "force" || e.lemma == "compel" {
		return false // "was forced to regroup": by how things stand
	}
	return f.passive && deeds[e.category] && status == tocsin.Actual && r.undergoes(f)
}

// deeds are the categories that are told of their victims alone ("three men
// were arrested"); words need somebody who says them.
var deeds = map[tocsin.Category]bool{
	tocsin.Assault: true, tocsin.Coerce: true, tocsin.Retreat: true, tocsin.Sanction: true, tocsin.Mobilize: true,
}

// speech are the categories of words: "did not condemn" is no event.
var speech = map[tocsin.Category]bool{
	tocsin.AccuseOf: true, tocsin.Request: true, tocsin.Reject: true, tocsin.Support: true,
	tocsin.Threat: true, tocsin.Agree: true,
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

// isOutcome reports whether the verb only tells what an attack did that is
// told beside it, as its subject, its circumstance or the clause below: "the
// strike killed five", "was destroyed in a raid", "died when rockets hit".
func (r *reader) isOutcome(f *frame, e *entry, actors int) bool {
	if e.category != tocsin.Assault || !outcomes[e.lemma] {
		return false
	}
	for _, agent := range f.agents {
		if r.isDeed(agent) {
			return true
		}
	}
	if !f.passive || actors > 0 {
		return false
	}
	for _, phrase := range f.obliques {
		if r.isDeed(phrase.head) && !r.isVague(phrase.head) {
			return true
		}
	}
	for _, child := range r.doc.Children(f.verb) {
		if r.doc.Tokens[child].Is("advcl") && r.isVerb(int(child)) {
			if below := r.fitVerb(r.frameOf(int(child))); below != nil && below.category == tocsin.Assault {
				return true
			}
		}
	}
	return false
}

// outcomes are verbs for what an attack does to its victims.
var outcomes = map[string]bool{"kill": true, "wound": true, "injure": true, "destroy": true, "damage": true, "leave": true, "claim": true, "flatten": true, "level": true, "devastate": true}

// isDeed reports whether the noun tells of an attack itself.
func (r *reader) isDeed(i int) bool {
	if r.doc.Tokens[i].POS != "NOUN" {
		return false
	}
	e := r.fitNoun(i)
	return e != nil && e.category == tocsin.Assault && (!e.near || r.isSettled(i))
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
						if object < f.verb && f.verb-object <= longestTrigger {
							first = object // "the talks that they had"
						}
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
	if e.category == tocsin.Assault {
		for _, phrase := range f.obliques {
			// "targeted the port with missile strikes"
			if phrase.prep == "with" && r.isDeed(phrase.head) {
				r.consumed[phrase.head] = true
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

// consume keeps a noun from telling again what its verb has told: "held
// talks", "called off the strike". Words leave what they are about standing:
// in "demanded a ceasefire" both count.
func (r *reader) consume(noun int, category tocsin.Category) {
	if !speech[category] {
		r.consumed[noun] = true
		return
	}
	if e := r.fitNoun(noun); e != nil && e.category == category {
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
			sides: sides{actors: r.owners(i), recipients: []int{token.Head}}, status: tocsin.Actual, rule: "participle", score: 0.5,
			pointing: true,
		})
		return
	}
	r.forcesDoing(i, token.Head)
}

// forcesDoing tells what forces do in a participle before their name.
func (r *reader) forcesDoing(i, force int) {
	if r.doc.Tokens[i].Tag != "VBG" || !r.isParty(force) && !r.inClass(force, "weapon") {
		return
	}
	for _, e := range r.verbEntries(i) {
		if len(e.conditions) > 0 || e.particle != "" || e.category != tocsin.Assault && e.category != tocsin.Coerce {
			continue
		}
		r.found = append(r.found, finding{
			anchor: i, first: i, last: i + 1, category: e.category, mode: e.mode,
			sides: sides{actors: []int{force}}, status: tocsin.Actual, rule: "participle", score: 0.5,
			pointing: true,
		})
		return
	}
}

// heldOff finds the forces of a participle that the parser took for a gerund
// with an object: "a war against invading troops". It returns -1 elsewhere.
func (r *reader) heldOff(i int) int {
	token := &r.doc.Tokens[i]
	if token.Tag != "VBG" || i == 0 {
		return -1
	}
	switch r.doc.Tokens[i-1].Lower {
	case "against", "from", "with":
	default:
		return -1
	}
	object := r.doc.Child(i, "obj")
	if object < 0 || !r.inClass(object, "force") || r.doc.Child(object, "det") >= 0 {
		return -1
	}
	return object
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
	if len(sides.actors) == 0 && (!e.bare || e.near && !r.isSettled(i)) {
		return
	}
	first, rule := r.nounStart(i, e), "noun"
	if carrier >= 0 {
		rule = "light-verb"
		if carrier < i && i-carrier <= longestTrigger {
			first = carrier
		}
	}
	r.found = append(r.found, finding{
		anchor: i, first: first, last: i + 1, category: e.category, mode: e.mode, sides: sides,
		status: r.nounStatus(i, 0), rule: rule, score: 0.6,
		pointing: carrier < 0 && !r.isNew(i), vague: carrier < 0 && r.isVague(i), singular: singular[r.lemma(i)],
	})
}

// isMere reports whether the noun only names a kind for another one ("the
// peace talks team", "an invasion force"), or is part of a name.
func (r *reader) isMere(i int) bool {
	token := &r.doc.Tokens[i]
	if token.Is("compound") && token.Head > i {
		return true
	}
	// "told a meeting": those who are there.
	return token.Is("obj", "iobj") && token.Head >= 0 && r.lemma(token.Head) == "tell"
}

// isSettled reports whether the noun's phrase tells where, when or of what
// kind: "heavy fighting in the suburbs", and not "the focus of fighting".
func (r *reader) isSettled(i int) bool {
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		switch {
		case token.Is("compound") && token.POS == "NOUN":
			return true
		case token.Is("amod") && intensity[token.Lower]:
			return true
		case token.Is("nmod", "obl") && (r.inPlace(int(child)) || r.isTime(int(child)) || r.isPlace(int(child))):
			return true
		}
	}
	return false
}

var intensity = map[string]bool{
	"heavy": true, "fierce": true, "intense": true, "deadly": true, "bloody": true, "fresh": true, "violent": true,
	"bitter": true, "renewed": true, "sporadic": true, "ongoing": true,
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
		if token.Is("compound") && token.POS == "NOUN" && int(child) < first && i-int(child) <= 3 && r.doc.Tokens[max(int(child)-1, 0)].Lower != "-" {
			first = int(child)
		}
	}
	return first
}

// isNew reports whether the noun brings in its event as news: "a raid",
// "fresh sanctions", "three strikes".
func (r *reader) isNew(i int) bool {
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		switch {
		case token.Is("nummod"):
			return true
		case token.Is("det") && (token.Lower == "a" || token.Lower == "an" || token.Lower == "another"):
			return true
		case token.Is("amod") && fresh[token.Lower]:
			return true
		}
	}
	return false
}

var fresh = map[string]bool{
	"new": true, "fresh": true, "further": true, "more": true, "renewed": true, "additional": true, "separate": true,
	"second": true, "third": true, "latest": true, "other": true,
}

// isVague reports whether the noun only points: "the attack", "that deal",
// without a word more.
func (r *reader) isVague(i int) bool {
	definite := false
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		switch {
		case token.Is("det"):
			switch token.Lower {
			case "the", "this", "that", "these", "those":
				definite = true
			}
		case token.Is("amod", "nmod", "compound", "acl", "nummod", "nmod:poss"):
			return false
		}
	}
	return definite && !singular[r.lemma(i)]
}

// singular are happenings of which a reader knows one: "the invasion" says
// which even at its first mention.
var singular = map[string]bool{"invasion": true, "annexation": true, "siege": true, "coup": true, "occupation": true, "blockade": true}
