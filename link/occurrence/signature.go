package occurrence

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Signature is what is kept of one mention of an event, so that it can be
// compared without its article. It is a function of the Findings alone, and
// may be stored as JSON.
type Signature struct {
	Article   string          `json:"article"`
	Event     string          `json:"event"`
	Span      tocsin.Span     `json:"span"`     // of the trigger, in bytes
	Sentence  tocsin.Span     `json:"sentence"` // that it stands in, as far as it is read
	Outlet    string          `json:"outlet,omitzero"`
	Published time.Time       `json:"published,omitzero"`
	Category  tocsin.Category `json:"category"`
	Mode      string          `json:"mode,omitzero"`
	Status    tocsin.Status   `json:"status"`
	Actor     Side            `json:"actor,omitzero"`
	Recipient Side            `json:"recipient,omitzero"`
	Place     Spot            `json:"place,omitzero"`
	Days      Days            `json:"days,omitzero"` // when it happened or will, by the text
	Figures   []Figure        `json:"figures,omitempty"`
	Trigger   string          `json:"trigger,omitzero"` // stem of its first word of content; "" where it is a word of saying
	Words     []Word          `json:"words,omitempty"`  // the heaviest of its sentence that are no part of the above, in the order of Stem
	About     []Word          `json:"about,omitempty"`  // the heaviest of its article, in the order of Stem
	Claim     string          `json:"claim,omitzero"`   // the claim that tells it, "" where the outlet itself does
	Source    Source          `json:"source,omitzero"`  // whose claim that is
}

// Source is who tells of an event.
type Source struct {
	Name    string `json:"name,omitzero"`
	Country string `json:"country,omitzero"` // ISO 3166 alpha-3
}

// Figure is how many of what, as the sentence of an event counts them.
type Figure struct {
	Of    string       `json:"of"` // stem of what is counted
	Value float64      `json:"value"`
	Bound tocsin.Bound `json:"bound"`
}

// Ref names a mention.
type Ref struct {
	Article string `json:"article"`
	Event   string `json:"event"`
}

// Ref is the mention's name.
func (s Signature) Ref() Ref { return Ref{s.Article, s.Event} }

func (r Ref) compare(other Ref) int {
	return cmp.Or(strings.Compare(r.Article, other.Article), strings.Compare(r.Event, other.Event))
}

// How much a signature keeps, so that it stays small.
const (
	mostWords   = 14
	mostAbout   = 12
	mostFigures = 4
)

// Sign makes the signatures of all events of an article, in their order.
func Sign(findings tocsin.Findings) []Signature {
	if len(findings.Events) == 0 {
		return nil
	}
	r := newReading(findings)
	signatures := make([]Signature, 0, len(findings.Events))
	for _, event := range findings.Events {
		signatures = append(signatures, r.sign(event))
	}
	return signatures
}

// reading is the Findings of one article, ready for look-ups.
type reading struct {
	findings tocsin.Findings
	actors   map[string]tocsin.Actor
	places   map[string]tocsin.Place
	towns    map[string]tocsin.Place // towns and points by the words that name them, folded
	whens    map[string]tocsin.When
	claims   map[string]tocsin.Claim
	figures  []tocsin.Quantity // in text order
	about    []Word
}

func newReading(findings tocsin.Findings) reading {
	article := findings.Article
	r := reading{
		findings: findings, actors: map[string]tocsin.Actor{}, places: map[string]tocsin.Place{}, towns: map[string]tocsin.Place{},
		whens: map[string]tocsin.When{}, claims: map[string]tocsin.Claim{}, figures: slices.Clone(findings.Quantities),
		about: subject(article.Title, article.Text),
	}
	for _, actor := range findings.Actors {
		r.actors[actor.ID] = actor
	}
	for _, place := range findings.Places {
		r.places[place.ID] = place
		if place.Precision == city || place.Precision == point {
			r.towns[fold(place.Span.Of(article.Text))] = place
		}
	}
	for _, when := range findings.Whens {
		r.whens[when.ID] = when
	}
	for _, claim := range findings.Claims {
		r.claims[claim.ID] = claim
	}
	slices.SortStableFunc(r.figures, func(a, b tocsin.Quantity) int { return a.Span.Compare(b.Span) })
	return r
}

func (r reading) sign(event tocsin.Event) Signature {
	article := r.findings.Article
	sentence := around(article.Text, event.Trigger)
	signature := Signature{
		Article: article.ID, Event: event.ID, Span: event.Trigger, Sentence: sentence, Outlet: article.Outlet, Published: article.Published,
		Category: event.Category, Mode: event.Mode, Status: event.Status,
		Actor: r.side(event.Actor), Recipient: r.side(event.Recipient),
		Days: r.days(event), Trigger: triggerStem(event.Trigger.Of(article.Text)),
		About:   r.about,
		Figures: r.figuresIn(sentence), Claim: event.By,
	}
	signature.Place = r.place(event, signature)
	signature.Words = heaviest(signature.rest(weigh(article.Text, sentence)), mostWords)
	if claim, known := r.claims[event.By]; known {
		signature.Source = Source{Name: claim.Source.Name, Country: claim.Source.Country}
	}
	return signature
}

// rest leaves out the words that are compared as sides, place and trigger.
func (s Signature) rest(words []Word) []Word {
	return slices.DeleteFunc(words, func(word Word) bool {
		return word.Stem == s.Trigger || slices.Contains(s.Actor.Words, word.Stem) || slices.Contains(s.Recipient.Words, word.Stem) ||
			slices.Contains(strings.Fields(s.Place.Stems), word.Stem)
	})
}

func (r reading) side(party tocsin.Party) Side {
	if party == (tocsin.Party{}) {
		return Side{}
	}
	return newSide(party.Name, party.Country, r.actors[party.ID].Kind)
}

// place is where the event is told to be. A state that is a side of the event
// is no place of it: "Russia shelled the port" says who, not where. A town that
// is the recipient is one.
func (r reading) place(event tocsin.Event, signature Signature) Spot {
	place, known := r.places[event.Place]
	if known && place.Precision == country && (signature.Actor.speaksFor(place.Country) || signature.Recipient.speaksFor(place.Country)) {
		known = false
	}
	if !known {
		place, known = r.towns[fold(event.Recipient.Name)]
	}
	if !known {
		return Spot{}
	}
	return Spot{Name: place.Name, Country: place.Country, Admin1: place.Admin1, Lat: place.Lat, Lon: place.Lon, Precision: place.Precision, Stems: strings.Join(telling(place.Name), " ")}
}

func (r reading) figuresIn(sentence tocsin.Span) []Figure {
	first, _ := slices.BinarySearchFunc(r.figures, sentence.Start, func(q tocsin.Quantity, start int) int { return cmp.Compare(q.Span.Start, start) })
	var found []Figure
	for _, quantity := range r.figures[first:] {
		if quantity.Span.Start >= sentence.End || len(found) == mostFigures {
			break
		}
		of := lastStem(quantity.Of)
		if quantity.Value != nil && len(of) > 2 {
			found = append(found, Figure{Of: of, Value: *quantity.Value, Bound: quantity.Bound})
		}
	}
	return found
}
