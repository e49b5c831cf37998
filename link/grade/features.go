package grade

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"tocsin"
)

// Of fills the features that the article itself tells of one claim. To grade
// many claims of an article, Read it once.
func Of(findings tocsin.Findings, claim tocsin.Claim) Features { return Read(findings).Of(claim) }

// Reading is the Findings of an article, ready to fill features from.
type Reading struct {
	text     string
	actors   map[string]tocsin.Actor
	claims   map[string]tocsin.Claim
	mentions []placed[string] // of actors, by ID
	events   []placed[tocsin.Event]
	figures  []placed[tocsin.Quantity]
	whens    []placed[tocsin.When]
	places   []placed[tocsin.Place]
}

// placed is a finding where it stands.
type placed[T any] struct {
	span  tocsin.Span
	value T
}

// Read makes a Reading. The Findings must not be changed meanwhile.
func Read(findings tocsin.Findings) Reading {
	r := Reading{text: findings.Article.Text, actors: map[string]tocsin.Actor{}, claims: map[string]tocsin.Claim{}}
	for _, actor := range findings.Actors {
		r.actors[actor.ID] = actor
		for _, mention := range actor.Mentions {
			r.mentions = append(r.mentions, placed[string]{mention, actor.ID})
		}
	}
	for _, claim := range findings.Claims {
		r.claims[claim.ID] = claim
	}
	for _, event := range findings.Events {
		r.events = append(r.events, placed[tocsin.Event]{event.Trigger, event})
	}
	for _, quantity := range findings.Quantities {
		r.figures = append(r.figures, placed[tocsin.Quantity]{quantity.Span, quantity})
	}
	for _, when := range findings.Whens {
		r.whens = append(r.whens, placed[tocsin.When]{when.Span, when})
	}
	for _, place := range findings.Places {
		r.places = append(r.places, placed[tocsin.Place]{place.Span, place})
	}
	inOrder(r.mentions)
	inOrder(r.events)
	inOrder(r.figures)
	inOrder(r.whens)
	inOrder(r.places)
	return r
}

func inOrder[T any](items []placed[T]) {
	slices.SortStableFunc(items, func(a, b placed[T]) int { return a.span.Compare(b.span) })
}

// within are the values that stand in one of the spans.
func within[T any](items []placed[T], spans []tocsin.Span) []T {
	var found []T
	for _, span := range spans {
		first, _ := slices.BinarySearchFunc(items, span.Start, func(item placed[T], start int) int { return cmp.Compare(item.span.Start, start) })
		for _, item := range items[first:] {
			if item.span.Start >= span.End {
				break
			}
			if item.span.End <= span.End {
				found = append(found, item.value)
			}
		}
	}
	return found
}

// Of fills the features of a claim of the article. What other articles tell
// (Record, Origins, Opposing, who contradicts) is left to the caller: Origins
// and Sources are one each.
func (r Reading) Of(claim tocsin.Claim) Features {
	source, actor := claim.Source, r.actors[claim.Source.Actor]
	f := Features{
		Kind: source.Kind, Role: cmp.Or(source.Role, actor.Role), Official: official(source, actor),
		Anonymous: source.Name == "" || source.Kind == tocsin.Unnamed,
		Chain:     r.chain(claim), Origins: 1, Sources: 1,
		Unsure: claim.Certainty == tocsin.Possible || claim.Act == tocsin.Believe,
	}
	// A people or a document answers for nothing by its name.
	f.Named = !f.Anonymous && source.Kind != tocsin.People && source.Kind != tocsin.Document
	if !f.Named {
		f.Role = ""
	}
	f.Particulars = r.details(claim)
	f.Stake = r.stake(claim)
	f.FirstHand = r.firstHand(claim, f.Official)
	return f
}

// sectors are the PLOVER sectors of states and of organisations of states.
var sectors = map[string]bool{"GOV": true, "MIL": true, "COP": true, "JUD": true, "LEG": true, "SPY": true, "IGO": true}

func official(source tocsin.Source, actor tocsin.Actor) bool {
	return source.Kind == tocsin.Government || sectors[actor.Sector]
}

// deepest bounds how many claims within claims are looked at.
const deepest = 8

// chain counts how many mouths it went through: one, and one more for each
// enclosing claim by somebody else.
func (r Reading) chain(claim tocsin.Claim) int {
	length := 1
	for range deepest {
		outer, found := r.claims[claim.Within]
		if !found {
			break
		}
		if outer.Source.Name != claim.Source.Name && !oneSide(outer.Source, claim.Source) {
			length++
		}
		claim = outer
	}
	return length
}

// oneSide reports whether an official tells what his own state says.
func oneSide(a, b tocsin.Source) bool {
	return a.Country != "" && a.Country == b.Country && (a.Kind == tocsin.Government || b.Kind == tocsin.Government)
}

func (r Reading) details(claim tocsin.Claim) Details {
	var d Details
	named := map[string]bool{claim.Source.Actor: true}
	for _, id := range within(r.mentions, claim.Content) {
		if actor := r.actors[id]; !named[id] && actor.Kind != tocsin.Unnamed && actor.Kind != tocsin.People {
			named[id] = true
			d.Names++
		}
	}
	for _, quantity := range within(r.figures, claim.Content) {
		if quantity.Value != nil {
			d.Figures++
		}
	}
	for _, when := range within(r.whens, claim.Content) {
		if when.Start != "" {
			d.Dates++
		}
	}
	d.Places = len(within(r.places, claim.Content))
	return d
}

// Cues by which a source shows what it has at stake.
var (
	owning    = map[string]bool{"admit": true, "concede": true, "acknowledge": true, "confess": true, "apologise": true, "apologize": true, "regret": true}
	defending = map[string]bool{"deny": true, "reject": true, "dismiss": true, "refute": true, "justify": true, "defend": true, "rebut": true, "rebuff": true}
	praising  = map[string]bool{"boast": true, "hail": true, "praise": true, "tout": true, "celebrate": true}
)

// harmful are the categories of events that do harm.
var harmful = map[tocsin.Category]bool{tocsin.Assault: true, tocsin.Coerce: true, tocsin.Threat: true}

// stake reads from cue, act and events what the source gains by being believed.
func (r Reading) stake(claim tocsin.Claim) Stake {
	cue := claim.Cue.Lemma
	switch {
	case owning[cue] || r.owns(claim):
		return Against
	case claim.Act == tocsin.Accuse:
		return Accuses
	case claim.Act == tocsin.Deny || defending[cue]:
		return Defends
	case praising[cue]:
		return Praises
	}
	own := claim.Source.Country
	if own == "" {
		return ""
	}
	stake := Stake("")
	for _, event := range within(r.events, claim.Content) {
		by, to := event.Actor.Country, event.Recipient.Country
		switch {
		case !harmful[event.Category] || by == "":
		case by != own && (to == own || claim.Act == tocsin.Warn):
			stake = Accuses
		case by == own && to != own && stake == "" && event.Status == tocsin.Actual:
			stake = Praises
		case by == own && stake == "" && event.Status == tocsin.Negated:
			stake = Defends
		}
	}
	return stake
}

// firstHand reads how the source knows.
func (r Reading) firstHand(claim tocsin.Claim, official bool) FirstHand {
	switch {
	case claim.Source.Kind == tocsin.Document:
		return Shows
	case claim.Act == tocsin.Commit || claim.Act == tocsin.Threaten:
		return OwnDoing
	case claim.Act != tocsin.Assert && claim.Act != tocsin.Accuse && claim.Act != tocsin.Deny:
		return ""
	case r.perceives(claim):
		return Saw
	}
	for _, event := range within(r.events, claim.Content) {
		if event.Status == tocsin.Negated || event.Status == tocsin.Hypothetical {
			continue
		}
		if event.Actor.ID != "" && event.Actor.ID == claim.Source.Actor || official && event.Actor.Country != "" && event.Actor.Country == claim.Source.Country {
			return OwnDoing
		}
	}
	return ""
}

// Verbs by which "I" or "we" tell what they lived through, and what they lost or
// did wrong.
var (
	perceiving = map[string]bool{"saw": true, "heard": true, "watched": true, "witnessed": true, "felt": true, "smelled": true, "smelt": true, "found": true, "ran": true, "hid": true, "escaped": true}
	losing     = map[string]bool{"lose": true, "lost": true, "losing": true, "losses": true, "casualties": true, "retreated": true, "failed": true, "erred": true, "mistake": true, "mistakes": true, "fault": true}
)

// longestRead bounds how much of a content is read for what the source saw, in
// bytes.
const longestRead = 600

// perceives reports whether the source says in its own words that it saw, heard
// or lived through something: "I heard two blasts", "we were hiding".
func (r Reading) perceives(claim tocsin.Claim) bool {
	if claim.Source.Kind != tocsin.Person && claim.Source.Kind != tocsin.Unnamed && claim.Source.Kind != tocsin.People {
		return false
	}
	return r.says(claim, perceiving)
}

// owns reports whether the source speaks of its own losses or faults: "we are
// losing 60 a day", "our mistake".
func (r Reading) owns(claim tocsin.Claim) bool { return r.says(claim, losing) }

// says reports whether one of the words follows an "I", "we" or "our" within two
// words, or the pronoun that an indirect content begins with.
func (r Reading) says(claim tocsin.Claim, words map[string]bool) bool {
	for _, span := range claim.Content {
		said := strings.FieldsFunc(strings.ToLower(r.text[span.Start:min(span.End, span.Start+longestRead)]), func(c rune) bool { return !unicode.IsLetter(c) })
		for i, word := range said {
			if !first[word] && (i > 0 || !third[word]) {
				continue
			}
			for _, next := range said[i+1 : min(len(said), i+4)] {
				if next == "not" || next == "never" {
					break
				}
				if words[next] {
					return true
				}
			}
		}
	}
	return false
}

var (
	first = map[string]bool{"i": true, "we": true, "our": true, "my": true}
	third = map[string]bool{"he": true, "she": true, "they": true, "it": true, "its": true, "their": true}
)
