package event

import (
	"slices"

	"tocsin"
)

// events turns the findings into events, in text order.
func (r *reader) events() []tocsin.Event {
	slices.SortStableFunc(r.found, func(a, b finding) int { return a.first - b.first })
	r.attach()
	var out []tocsin.Event
	var families []string
	var named []bool
	told := memory{}
	for k := range r.found {
		found := &r.found[k]
		made := r.make(found)
		if found.pointing && told.knows(r.family(found), &made) || found.vague && told[string(found.category)] != nil {
			continue
		}
		told.keep(r.family(found), &made)
		told.keep(string(found.category), &made)
		out = append(out, made)
		families = append(families, r.family(found))
		named = append(named, found.pointing || found.singular)
	}
	recall(out, families, named)
	faceFoes(out)
	return out
}

// faceFoes tells against whom a side fights where a sentence leaves it out
// ("its army launched an offensive"): against the one country that the article
// elsewhere tells it to fight. Who attacked is never inferred: an attack that
// nobody is said to have done stays nobody's.
func faceFoes(events []tocsin.Event) {
	foes := map[string]tocsin.Party{}
	for k := range events {
		actor, recipient := events[k].Actor.Country, events[k].Recipient.Country
		if events[k].Category != tocsin.Assault || actor == "" || recipient == "" || actor == recipient {
			continue
		}
		learn(foes, actor, tocsin.Party{Name: events[k].Recipient.Name, Country: recipient})
		learn(foes, recipient, tocsin.Party{Name: events[k].Actor.Name, Country: actor})
	}
	for k := range events {
		foe := foes[events[k].Actor.Country]
		if events[k].Category != tocsin.Assault || events[k].Actor.Country == "" || events[k].Recipient.Country != "" || foe.Country == "" {
			continue
		}
		events[k].Recipient.Country = foe.Country
	}
}

// recall fills in the sides of a happening that the article names without
// them ("the invasion", "the occupied south") from where it tells them, before
// or after, as long as it tells of one such happening only.
func recall(events []tocsin.Event, families []string, named []bool) {
	actors, recipients := map[string]tocsin.Party{}, map[string]tocsin.Party{}
	for k := range events {
		learn(actors, families[k], events[k].Actor)
		learn(recipients, families[k], events[k].Recipient)
	}
	taker := taker(events, families)
	for k := range events {
		if !named[k] || !singularFamily[families[k]] {
			continue
		}
		if events[k].Actor.Country == "" && actors[families[k]].Country == "" && taker.Country != events[k].Recipient.Country {
			events[k].Actor = taker
		}
		if actor := actors[families[k]]; events[k].Actor.Country == "" && actor.Country != "" {
			events[k].Actor = actor
		}
		if other := recipients[families[k]]; events[k].Recipient.Country == "" && other.Country != "" && other.Country != events[k].Actor.Country {
			events[k].Recipient = other
		}
	}
}

// taker is the one side that the article tells to have taken ground of another
// country, and so whose "the invasion" is; zero where it tells of none or two.
func taker(events []tocsin.Event, families []string) tocsin.Party {
	known := map[string]tocsin.Party{}
	for k := range events {
		actor, recipient := events[k].Actor, events[k].Recipient.Country
		if takingGround[families[k]] && actor.Country != "" && recipient != "" && recipient != actor.Country {
			learn(known, "", tocsin.Party{Name: actor.Name, Country: actor.Country, ID: actor.ID})
		}
	}
	return known[""]
}

// takingGround are the families of events that take ground.
var takingGround = map[string]bool{
	"ASSAULT inva": true, "ASSAULT capt": true, "ASSAULT seiz": true, "ASSAULT ente": true, "ASSAULT adva": true,
	"ASSAULT take": true, "ASSAULT over": true, "COERCE occu": true, "COERCE anne": true, "COERCE seiz": true,
}

// learn keeps the one party that a family has; of two it keeps none.
func learn(known map[string]tocsin.Party, family string, party tocsin.Party) {
	if party.Country == "" {
		return
	}
	if before, ok := known[family]; ok && before.Country != party.Country {
		party = tocsin.Party{Name: "", Country: ""}
	}
	known[family] = party
}

// singularFamily are the families of the happenings that an article has one of.
var singularFamily = map[string]bool{
	"ASSAULT inva": true, "COERCE occu": true, "COERCE anne": true, "ASSAULT sieg": true, "COERCE bloc": true, "ASSAULT capt": true,
}

// memory holds between whom events were told, by their family.
type memory map[string][]between

type between struct{ actor, recipient string }

// longestMemory bounds how many pairs a family remembers.
const longestMemory = 16

func (m memory) keep(family string, event *tocsin.Event) {
	if len(m[family]) < longestMemory {
		m[family] = append(m[family], between{event.Actor.Country, event.Recipient.Country})
	}
}

// knows reports whether an event of the family was told whose sides may be
// the same.
func (m memory) knows(family string, event *tocsin.Event) bool {
	for _, pair := range m[family] {
		if maySame(pair.actor, event.Actor.Country) && maySame(pair.recipient, event.Recipient.Country) {
			return true
		}
	}
	return false
}

func maySame(a, b string) bool { return a == "" || b == "" || a == b }

// family is the same for words that tell of one happening: "invaded" and "the
// invasion" share category and first letters.
func (r *reader) family(found *finding) string {
	lemma := r.lemma(found.anchor)
	return string(found.category) + " " + lemma[:min(len(lemma), 4)]
}

// make resolves the sides, the circumstances and the claim of one finding.
func (r *reader) make(found *finding) tocsin.Event {
	span := r.doc.SpanOf(found.first, found.last)
	around := r.around[found.anchor]
	out := tocsin.Event{
		ID: tocsin.ID(r.doc.Article.ID, "event", span), Trigger: span,
		Category: found.category, Mode: found.mode, Status: found.status, Rule: found.rule, Score: found.score,
		Actor: r.party(found.sides.actors), Recipient: r.party(found.sides.recipients),
		Contexts: r.contexts(found),
	}
	if found.actor != nil {
		out.Actor = *found.actor
	}
	if found.category == tocsin.Assault && out.Actor.Country != "" && out.Actor.Country == out.Recipient.Country && len(found.sides.actors) > 0 && !slices.ContainsFunc(found.sides.actors, r.isParty) {
		// "a raid on a Malian base that killed Malian guards": the base killed nobody.
		out.Actor = tocsin.Party{}
	}
	if found.category == tocsin.Assault && out.Actor.Country != "" && out.Actor.Country == out.Recipient.Country && r.allPronouns(found.sides.recipients) {
		// "after it came under Chadian attack": "it" was read as Chad.
		out.Recipient = tocsin.Party{}
	}
	if found.recipient != nil {
		out.Recipient = *found.recipient
	}
	if out.Recipient.ID != "" && out.Recipient.ID == out.Actor.ID {
		out.Recipient = tocsin.Party{}
	}
	if around.place != nil {
		out.Place = around.place.ID
		if out.Recipient == (tocsin.Party{}) && onGround[found.category] && around.place.Country != out.Actor.Country {
			out.Recipient = tocsin.Party{Name: around.place.Name, Country: around.place.Country}
		}
	}
	if around.when != nil {
		out.When, out.Date = around.when.ID, date(around.when)
	}
	r.credit(found, &out)
	return out
}

func (r *reader) allPronouns(heads []int) bool {
	return !slices.ContainsFunc(heads, func(i int) bool { return r.doc.Tokens[i].POS != "PRON" })
}

// contexts are what the words of the event's own clause speak of: the trigger,
// what hangs from it, and what hangs from that.
func (r *reader) contexts(found *finding) []string {
	var out []string
	look := func(i int) {
		for _, context := range r.lex.contexts[r.lemma(i)] {
			out = addNew(out, context)
		}
	}
	for i := found.first; i < found.last; i++ {
		look(i)
	}
	for _, child := range r.doc.Children(found.anchor) {
		if r.doc.Tokens[child].Is("ccomp", "advcl", "parataxis", "conj") {
			continue
		}
		look(int(child))
		for _, below := range r.doc.Children(int(child)) {
			if r.doc.Tokens[below].Is("amod", "compound", "nmod", "conj") {
				look(int(below))
			}
		}
	}
	slices.Sort(out)
	return out
}

// onGround are the categories whose recipient, where none is named, is the
// country of the place that they happen in.
var onGround = map[tocsin.Category]bool{tocsin.Assault: true, tocsin.Coerce: true}

// credit says who asserts the event: the innermost claim that contains it. The
// act of a claim itself is asserted by whoever reports that claim.
func (r *reader) credit(found *finding, out *tocsin.Event) {
	if found.claim > 0 {
		claim := &r.claims[found.claim-1]
		out.By = claim.Within
		if out.Actor == (tocsin.Party{}) && !claim.Source.IsZero() {
			out.Actor = sourceParty(claim.Source) // "said it rejects"
		}
		if out.Date == "" {
			out.Date = claim.Said.When
		}
		return
	}
	at := r.claimAt[found.anchor]
	if at == 0 {
		return
	}
	claim := &r.claims[at-1]
	out.By = claim.ID
	if claim.Act == tocsin.Deny {
		out.Status = tocsin.Negated
	}
	if claim.Act == tocsin.Demand && out.Status == tocsin.Planned {
		out.Status = tocsin.Hypothetical
	}
}
