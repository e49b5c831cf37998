package event

import (
	"slices"

	"tocsin"
)

// light are verbs that lend an event noun their subject ("carried out
// attacks"): doing as its actor, bearing as its recipient.
var light = map[string]lending{
	"carry": doing, "conduct": doing, "launch": doing, "make": doing, "mount": doing, "stage": doing, "hold": doing,
	"have": doing, "undertake": doing, "perform": doing, "begin": doing, "start": doing, "continue": doing,
	"resume": doing, "intensify": doing, "step": doing, "increase": doing, "commit": doing, "deliver": doing,
	"give": doing, "do": doing, "order": doing, "announce": doing, "impose": doing, "declare": doing, "wage": doing,
	"unleash": doing, "lead": doing, "plan": doing, "prepare": doing, "escalate": doing, "direct": doing,
	"execute": doing, "initiate": doing, "attempt": doing, "press": doing, "pursue": doing, "renew": doing,
	"reach": doing, "sign": doing, "broker": doing, "open": doing, "issue": doing, "file": doing, "end": doing,
	"stop": doing, "halt": doing, "suspend": doing, "complete": doing, "expand": doing, "extend": doing, "keep": doing,
	"authorise": doing, "authorize": doing, "threaten": doing, "enter": doing, "maintain": doing, "offer": doing,
	"propose": doing, "promise": doing, "pledge": doing, "send": doing, "inflict": doing, "join": doing,
	"lift": doing, "ease": doing, "tighten": doing, "place": doing, "provide": doing, "refuse": doing, "pull": doing,
	"repeat": doing, "reiterate": doing, "voice": doing, "express": doing, "accelerate": doing, "ramp": doing, "redouble": doing, "pause": doing, "mobilise": doing, "focus": doing,
	"face": bearing, "suffer": bearing, "receive": bearing, "endure": bearing, "undergo": bearing, "withstand": bearing,
	"repel": bearing, "resist": bearing, "survive": bearing, "experience": bearing, "sustain": bearing, "weather": bearing,
}

type lending int8

const (
	doing   lending = 1
	bearing lending = 2
)

// sides are the two sides of an event, as heads in the parse.
type sides struct {
	actors, recipients []int
}

// verbSides sorts out who does what to whom for a verb's entry.
func (r *reader) verbSides(f *frame, e *entry) sides {
	var out sides
	if e.flip {
		out.recipients = slices.Clone(f.agents)
		if f.passive || len(out.recipients) == 0 {
			out.recipients = slices.Clone(f.patients)
		}
		out.actors = r.phrases(f, f.patients, "to", "from", "by", "of")
		if len(out.actors) == 0 {
			out.actors = without(r.bornOf(f), out.recipients)
		}
		return out
	}
	out.actors = r.acting(f.agents)
	switch {
	case e.category == tocsin.Mobilize || e.category == tocsin.Retreat && e.mode == "withdraw":
		// The troops that are moved do not undergo the event; they do it.
		out.recipients = r.phrases(f, f.patients, "against", "from", "to")
		if e.category == tocsin.Mobilize {
			out.recipients = r.phrases(f, f.patients, "against")
		}
		if len(out.actors) == 0 && f.passive {
			out.actors = r.acting(f.patients)
		}
	case e.with:
		out.recipients = r.phrases(f, f.patients, "with", "to", "between", "against")
		if len(out.recipients) == 0 {
			out.recipients = r.undergoing(f.patients)
		}
		out.actors, out.recipients = across(out.actors, out.recipients)
	default:
		out.recipients = slices.DeleteFunc(r.undergoing(f.patients), func(i int) bool {
			return e.particle != "" && r.doc.Tokens[i].Lower == e.particle // "taken prisoner"
		})
		if r.namesThing(f, e) {
			out.recipients = nil
		}
		if len(f.receivers) > 0 && len(out.recipients) == 0 {
			out.recipients = r.undergoing(f.receivers)
		}
		if len(out.recipients) == 0 {
			out.recipients = r.phrases(f, f.patients, recipientPreps...)
		}
	}
	out.recipients = without(out.recipients, out.actors)
	return out
}

// bornOf finds whose deed a side bears: "came under Kenyan fire".
func (r *reader) bornOf(f *frame) []int {
	for _, phrase := range f.obliques {
		if owners := r.owners(phrase.head); len(owners) > 0 {
			return owners
		}
	}
	for _, object := range f.patients {
		if owners := r.owners(object); len(owners) > 0 {
			return owners
		}
	}
	return nil
}

// across gives the second of two joined parties to the other side where none
// is named: "the presidents of A and B met", "A and B held talks".
func across(actors, recipients []int) (a, b []int) {
	if len(recipients) == 0 && len(actors) > 1 {
		return actors[:1], actors[1:]
	}
	return actors, recipients
}

// namesThing reports whether the entry asks for its object by name ("open
// fire", "hold talks"), so that the object is no party to the event.
func (r *reader) namesThing(f *frame, e *entry) bool {
	for k := range e.conditions {
		condition := &e.conditions[k]
		if condition.key != "obj" || condition.not {
			continue
		}
		for j := range condition.list {
			want := &condition.list[j]
			if things[want.class] && slices.ContainsFunc(f.patients, func(i int) bool { return r.is(i, want) }) {
				return true
			}
		}
	}
	return false
}

// things are classes of what is handed over, fired or held, against those
// that undergo the event; "" stands for words that an entry names itself.
var things = map[string]bool{
	"": true, "arms": true, "aid": true, "shot": true, "talk": true, "accord": true, "measure": true, "goods": true,
	"tie": true, "proposal": true, "charge": true, "exercise": true,
}

// recipientPreps are the prepositions that most often bring in the recipient,
// the surest first.
var recipientPreps = []string{"against", "on", "upon", "at", "with", "to", "towards", "toward", "into", "from", "for", "between", "over", "of", "in"}

// phrases returns the heads of the first preposition that brings in parties,
// or places, looking at the verb and then at its objects.
func (r *reader) phrases(f *frame, objects []int, preps ...string) []int {
	for _, prep := range preps {
		var found []int
		for _, phrase := range f.obliques {
			if phrase.prep == prep && r.canUndergo(phrase.head, prep) {
				found = append(found, phrase.head)
			}
		}
		if len(found) > 0 {
			return found
		}
		for _, object := range objects {
			if found := r.phrasesOf(object, prep); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// phrasesOf returns the parties and places that the preposition joins to a noun.
func (r *reader) phrasesOf(noun int, prep string) []int {
	var found []int
	for _, child := range r.doc.Children(noun) {
		if !r.doc.Tokens[child].Is("nmod", "obl") || r.prepOf(int(child)) != prep {
			continue
		}
		for _, head := range r.conjuncts(int(child)) {
			if r.canUndergo(head, prep) {
				found = append(found, head)
			}
		}
	}
	return found
}

func (r *reader) canUndergo(i int, prep string) bool {
	if r.isTime(i) {
		return false
	}
	if prep == "in" || prep == "for" || prep == "over" {
		return r.isParty(i) || r.inPlace(i) || r.isPlace(i) && r.doc.Tokens[i].POS == "PROPN"
	}
	return r.isParty(i) || r.isPlace(i) || r.inClass(i, "facility")
}

// acting keeps what can act: parties, and weapons, which act for their owners.
func (r *reader) acting(heads []int) []int {
	var out []int
	for _, head := range heads {
		if r.isParty(head) || r.inClass(head, "weapon") || r.inClass(head, "force") {
			out = append(out, head)
		}
	}
	return out
}

// undergoing keeps what can undergo an event.
func (r *reader) undergoing(heads []int) []int {
	var out []int
	for _, head := range heads {
		if r.canUndergo(head, "") && !isReflexive(r.doc.Tokens[head].Lower) {
			out = append(out, head)
		}
	}
	return out
}

func isReflexive(word string) bool {
	return word == "itself" || word == "themselves" || word == "himself" || word == "herself"
}

func without(heads, taken []int) []int {
	return slices.DeleteFunc(heads, func(i int) bool { return slices.Contains(taken, i) })
}

// nounSides sorts out the sides of an event noun, and returns the light verb
// that carries it, or -1.
func (r *reader) nounSides(i int, e *entry) (sides, int) {
	var out sides
	carrier, lent := r.carrier(i)
	out.actors = r.owners(i)
	if above := r.doc.Tokens[i].Head; len(out.actors) == 0 && above >= 0 && r.doc.Tokens[i].Is("nmod") && measures[r.lemma(above)] {
		out.actors = r.owners(above) // "Kenya's latest wave of raids"
	}
	if r.prepOf(i) == "under" && r.doc.Child(i, "cop") >= 0 {
		// "Gao is under the control of the rebels"
		if subject := r.nearestSubject(i); subject >= 0 {
			return sides{actors: r.partiesOf(i, "of"), recipients: r.undergoing(r.conjuncts(subject))}, carrier
		}
	}
	if len(out.actors) == 0 && r.doc.Child(i, "cop") >= 0 && r.prepOf(i) != "" {
		if subject := r.nearestSubject(i); subject >= 0 {
			out.actors = r.acting(r.conjuncts(subject)) // "they are in contact with"
		}
	}
	for _, prep := range []string{"by", "between", "from", "among"} {
		if len(out.actors) > 0 {
			break
		}
		out.actors = r.partiesOf(i, prep)
	}
	ofActor := e.category == tocsin.Retreat && e.mode == "withdraw" || intransitive[e.lemma]
	if of := r.partiesOf(i, "of"); ofActor && len(out.actors) == 0 {
		out.actors = of
	}
	out.recipients = r.nounRecipients(i, ofActor)
	if carrier >= 0 {
		f := r.frameOf(carrier)
		lender := r.acting(f.agents)
		switch {
		case lent == bearing:
			if len(out.recipients) == 0 {
				out.recipients = r.undergoing(f.agents)
			}
		case len(out.actors) == 0 || len(lender) > 0 && r.allPronouns(out.actors) && r.party(out.actors).Country == "":
			out.actors = lender // "Mali's forces intensified their shelling"
		}
		if len(out.recipients) == 0 && lent == doing {
			out.recipients = r.phrases(f, nil, recipientPreps...)
		}
	}
	if e.category == tocsin.Consult && len(out.actors) == 0 {
		out.actors, out.recipients = r.talkers(i, out.recipients)
	}
	out.recipients = without(out.recipients, out.actors)
	if mutual[e.category] {
		out.actors, out.recipients = across(out.actors, out.recipients)
	}
	return out, carrier
}

// talkers finds who takes part in a talk from what is said there: "she told
// the envoy in a call".
func (r *reader) talkers(noun int, recipients []int) (actors, others []int) {
	token := &r.doc.Tokens[noun]
	if token.Head < 0 || !token.Is("obl", "nmod") || !r.isVerb(token.Head) {
		return nil, recipients
	}
	switch r.prepOf(noun) {
	case "in", "during", "at", "on", "after", "over", "by":
	default:
		return nil, recipients
	}
	f := r.frameOf(token.Head)
	if len(recipients) == 0 {
		recipients = r.undergoing(f.patients)
	}
	return r.acting(f.agents), recipients
}

// nounRecipients looks for the recipient in the phrases of the noun, and of
// the measure that it stands under ("a series of raids on the camp").
func (r *reader) nounRecipients(i int, ofActor bool) []int {
	for _, prep := range recipientPreps {
		if ofActor && prep == "of" {
			continue
		}
		if found := r.phrasesOf(i, prep); len(found) > 0 {
			return found
		}
	}
	if above := r.doc.Tokens[i].Head; above >= 0 && r.doc.Tokens[i].Is("nmod") && measures[r.lemma(above)] {
		for _, prep := range []string{"against", "on", "at", "with", "to"} {
			if found := r.phrasesOf(above, prep); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// mutual are the categories whose nouns join equals.
var mutual = map[tocsin.Category]bool{tocsin.Consult: true, tocsin.Agree: true, tocsin.Cooperate: true}

// intransitive are event nouns whose "of" brings in the actor.
var intransitive = map[string]bool{
	"advance": true, "deployment": true, "mobilisation": true, "mobilization": true, "surrender": true, "retreat": true,
	"buildup": true, "control": true, "resignation": true, "offensive": true, "talk": true, "meeting": true, "refusal": true,
}

func (r *reader) partiesOf(noun int, prep string) []int {
	return slices.DeleteFunc(r.phrasesOf(noun, prep), func(i int) bool { return !r.isParty(i) && !r.inClass(i, "weapon") })
}

// carrier finds the light verb that carries an event noun, through measures
// ("a series of raids") and joined nouns.
func (r *reader) carrier(noun int) (int, lending) {
	for depth := 0; depth < maxClimb; depth++ {
		token := &r.doc.Tokens[noun]
		above := token.Head
		if above < 0 {
			return -1, 0
		}
		switch {
		case token.Is("obj", "nsubj:pass"):
			if lent := light[r.lemma(above)]; lent != 0 && r.isVerb(above) {
				return above, lent
			}
			return -1, 0
		case token.Is("conj"):
			noun = above
		case token.Is("nmod") && measures[r.lemma(above)] && r.prepOf(noun) == "of":
			noun = above
		case token.Is("nsubj") && r.doc.Tokens[above].Dep == "acl:relcl":
			return -1, 0
		default:
			return -1, 0
		}
	}
	return -1, 0
}
