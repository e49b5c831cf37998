package promise

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Kind says what sort of promise it is.
type Kind string

// The kinds of Promise.
const (
	Commitment Kind = "commitment"
	Threat     Kind = "threat"
	Plan       Kind = "plan" // a planned event that nobody commits to in so many words
)

// Promise is one report that somebody is going to do something.
type Promise struct {
	Article     string        `json:"article"`
	Claim       string        `json:"claim,omitzero"` // "" where the outlet itself tells of a plan
	Event       string        `json:"event,omitzero"` // of a Plan
	Outlet      string        `json:"outlet,omitzero"`
	Published   time.Time     `json:"published,omitzero"`
	Kind        Kind          `json:"kind"`
	Act         tocsin.Act    `json:"act,omitzero"`
	Who         Party         `json:"who,omitzero"` // whose word it is
	Spans       []tocsin.Span `json:"spans"`        // of what is promised, in bytes
	Due         Days          `json:"due,omitzero"`
	Conditional bool          `json:"conditional,omitzero"` // it hangs on an "if"
	Would       []Act         `json:"would,omitempty"`      // what would fulfil it; none where no event was coded
	Words       []string      `json:"words,omitempty"`      // of what is promised, cut short; sorted
}

// Act is what somebody does to somebody, as planned or as done.
type Act struct {
	Category  tocsin.Category `json:"category"`
	Mode      string          `json:"mode,omitzero"`
	Actor     Party           `json:"actor,omitzero"`
	Recipient Party           `json:"recipient,omitzero"`
	Place     Place           `json:"place,omitzero"`
	Negated   bool            `json:"negated,omitzero"` // not to be done, or not done
}

// Place is where something happens.
type Place struct {
	Name    string  `json:"name,omitzero"`
	Country string  `json:"country,omitzero"` // ISO 3166 alpha-3
	Lat     float64 `json:"lat,omitzero"`
	Lon     float64 `json:"lon,omitzero"`
	Town    bool    `json:"town,omitzero"` // it is no larger
}

// Deed is an event told as done or as not done, or words that were taken back.
type Deed struct {
	Article   string      `json:"article"`
	Event     string      `json:"event,omitzero"`
	Claim     string      `json:"claim,omitzero"`
	Span      tocsin.Span `json:"span"` // of its trigger or cue, in bytes
	Outlet    string      `json:"outlet,omitzero"`
	Published time.Time   `json:"published,omitzero"`
	Act       Act         `json:"act,omitzero"`
	Days      Days        `json:"days,omitzero"`       // when, by the text
	By        Party       `json:"by,omitzero"`         // whose claim tells it, zero where the outlet does
	TakesBack bool        `json:"takes_back,omitzero"` // By denies or withdraws what Words say
	Words     []string    `json:"words,omitempty"`     // around it, cut short; sorted
}

// mostWords bounds the words that are kept of a promise or a deed.
const mostWords = 24

// Sign takes the promises and the deeds out of the findings of one article.
func Sign(findings tocsin.Findings) (promises []Promise, deeds []Deed) {
	r := newReading(findings)
	for _, claim := range findings.Claims {
		if promised, ok := r.promise(claim); ok {
			promises = append(promises, promised)
		}
		if takesBack(claim) {
			deeds = append(deeds, Deed{
				Article: r.article.ID, Claim: claim.ID, Span: claim.Cue.Span, Outlet: r.article.Outlet, Published: r.article.Published,
				By: sourceOf(claim), TakesBack: true, Words: r.words(claim.Content),
			})
		}
	}
	for _, event := range findings.Events {
		if planned, ok := r.plan(event); ok {
			promises = append(promises, planned)
		}
		if event.Status == tocsin.Actual || event.Status == tocsin.Negated {
			deeds = append(deeds, r.deed(event))
		}
	}
	return promises, deeds
}

// reading is the Findings of one article, ready for look-ups.
type reading struct {
	article tocsin.Article
	events  []tocsin.Event // in text order
	whens   []tocsin.When  // in text order
	claims  map[string]tocsin.Claim
	places  map[string]tocsin.Place
	actors  map[string]tocsin.Actor
	pledges []tocsin.Span // what claims that commit or threaten say
}

func newReading(findings tocsin.Findings) reading {
	r := reading{
		article: findings.Article, events: slices.Clone(findings.Events), whens: slices.Clone(findings.Whens),
		claims: map[string]tocsin.Claim{}, places: map[string]tocsin.Place{}, actors: map[string]tocsin.Actor{},
	}
	slices.SortStableFunc(r.events, func(a, b tocsin.Event) int { return a.Trigger.Compare(b.Trigger) })
	slices.SortStableFunc(r.whens, func(a, b tocsin.When) int { return a.Span.Compare(b.Span) })
	for _, actor := range findings.Actors {
		r.actors[actor.ID] = actor
	}
	for _, place := range findings.Places {
		r.places[place.ID] = place
	}
	for _, claim := range findings.Claims {
		r.claims[claim.ID] = claim
		if pledges(claim) {
			r.pledges = append(r.pledges, claim.Content...)
		}
	}
	return r
}

// pledges reports whether a claim is a promise: one whose maker can be told
// from others ("its refusal" cannot).
func pledges(claim tocsin.Claim) bool {
	return (claim.Act == tocsin.Commit || claim.Act == tocsin.Threaten) && len(claim.Content) > 0 && len(sourceOf(claim).keys()) > 0
}

func (r reading) promise(claim tocsin.Claim) (Promise, bool) {
	if !pledges(claim) {
		return Promise{}, false
	}
	p := Promise{
		Article: r.article.ID, Claim: claim.ID, Outlet: r.article.Outlet, Published: r.article.Published,
		Kind: Commitment, Act: claim.Act, Who: sourceOf(claim), Spans: claim.Content, Words: r.words(claim.Content),
	}
	if claim.Act == tocsin.Threaten {
		p.Kind = Threat
	}
	for _, span := range claim.Content {
		p.Conditional = p.Conditional || conditional(span.Of(r.article.Text))
		for _, event := range within(r.events, span, func(event tocsin.Event) tocsin.Span { return event.Trigger }) {
			// What already happened is the occasion of a promise and not its
			// content; "will not shell" is one not to.
			if event.Status == tocsin.Actual {
				continue
			}
			p.Would = append(p.Would, r.act(event))
			if p.Due.IsZero() {
				p.Due = r.toCome(r.days(event))
			}
		}
	}
	if p.Due.IsZero() {
		p.Due = r.due(claim.Content)
	}
	return p, true
}

// plan makes a promise of a planned event with a date to come that no claim
// commits to. What is planned for the day of the report is news of that day.
func (r reading) plan(event tocsin.Event) (Promise, bool) {
	due := r.toCome(r.days(event))
	pledged := slices.ContainsFunc(r.pledges, func(span tocsin.Span) bool { return span.Contains(event.Trigger) })
	if event.Status != tocsin.Planned || pledged || !due.To.After(r.article.Published) {
		return Promise{}, false
	}
	sentence := around(r.article.Text, event.Trigger)
	p := Promise{
		Article: r.article.ID, Claim: event.By, Event: event.ID, Outlet: r.article.Outlet, Published: r.article.Published,
		Kind: Plan, Spans: []tocsin.Span{event.Trigger}, Due: due, Conditional: conditional(sentence.Of(r.article.Text)),
		Would: []Act{r.act(event)}, Words: r.words([]tocsin.Span{sentence}),
	}
	if claim, known := r.claims[event.By]; known {
		p.Act, p.Who = claim.Act, sourceOf(claim)
	}
	if p.Who.IsZero() {
		p.Who = r.party(event.Actor)
	}
	return p, !p.Who.IsZero()
}

func (r reading) deed(event tocsin.Event) Deed {
	d := Deed{
		Article: r.article.ID, Event: event.ID, Claim: event.By, Span: event.Trigger, Outlet: r.article.Outlet, Published: r.article.Published,
		Act: r.act(event), Days: r.days(event), Words: r.words([]tocsin.Span{around(r.article.Text, event.Trigger)}),
	}
	if claim, known := r.claims[event.By]; known {
		d.By = sourceOf(claim)
	}
	return d
}

func (r reading) act(event tocsin.Event) Act {
	act := Act{
		Category: event.Category, Mode: event.Mode, Actor: r.party(event.Actor), Recipient: r.party(event.Recipient),
		Negated: event.Status == tocsin.Negated,
	}
	if place, known := r.places[event.Place]; known && place.Precision != "country" {
		town := place.Precision == "city" || place.Precision == "point"
		act.Place = Place{Name: place.Name, Country: place.Country, Lat: place.Lat, Lon: place.Lon, Town: town}
	}
	return act
}

func (r reading) party(party tocsin.Party) Party {
	return newParty(party.Name, party.Country, r.actors[party.ID].Kind)
}

func sourceOf(claim tocsin.Claim) Party {
	return newParty(claim.Source.Name, claim.Source.Country, claim.Source.Kind)
}

func (r reading) words(spans []tocsin.Span) []string {
	var found []string
	for _, span := range spans {
		found = append(found, stems(span.Of(r.article.Text))...)
	}
	slices.Sort(found)
	found = slices.Compact(found)
	return found[:min(len(found), mostWords)]
}

// within are the items that stand in a span, of a list in text order.
func within[T any](items []T, span tocsin.Span, where func(T) tocsin.Span) []T {
	first, _ := slices.BinarySearchFunc(items, span.Start, func(item T, start int) int { return cmp.Compare(where(item).Start, start) })
	last := first
	for last < len(items) && where(items[last]).Start < span.End {
		last++
	}
	return items[first:last]
}

// farthest is how many bytes a sentence is followed to either side.
const farthest = 200

// around is the sentence of a trigger, as far as stops and line breaks tell.
func around(text string, trigger tocsin.Span) tocsin.Span {
	start, end := max(0, trigger.Start-farthest), min(len(text), trigger.End+farthest)
	for _, stop := range []string{". ", "! ", "? ", ".” ", "\n"} {
		if at := strings.LastIndex(text[start:trigger.Start], stop); at >= 0 {
			start += at + len(stop)
		}
		if at := strings.Index(text[trigger.End:end], stop); at >= 0 {
			end = trigger.End + at
		}
	}
	return wholeRunes(text, start, end)
}
