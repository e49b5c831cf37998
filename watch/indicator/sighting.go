package indicator

import (
	"time"

	"tocsin"
)

// Of says what an indicator looks at.
type Of string

// The kinds of things that can be looked at.
const (
	Events     Of = "events"
	Claims     Of = "claims"
	Statements Of = "statements" // claims, of which those that say the same by the same source count once
	Figures    Of = "figures"
	Articles   Of = "articles"
)

// Sighting is one finding as a rule sees it, with its article and with what
// linking knows of it.
type Sighting struct {
	At     time.Time   `json:"at"`             // when its article was published
	Known  time.Time   `json:"known,omitzero"` // when the ledger learnt of it; zero: at once
	Noun   tocsin.Noun `json:"noun"`           // event, claim, figure or article
	ID     string      `json:"id"`             // of the finding; of the article for an article
	Span   tocsin.Span `json:"span,omitzero"`  // in bytes: of the trigger, the content's first part, the figure
	Text   string      `json:"text"`           // the words under the span
	Origin string      `json:"origin"`         // names where it really comes from; "": its article stands for itself
	// Occurrence names the happening that an event is a mention of, "" where
	// that is not known.
	Occurrence string   `json:"occurrence,omitzero"`
	Actors     []Party  `json:"actors,omitempty"` // of an article all whom it names, else those who do or say it
	Article    Article  `json:"article"`
	Event      Event    `json:"event,omitzero"`
	Claim      Claim    `json:"claim,omitzero"` // of an event or a figure: the claim that it rests on
	Statement  Standing `json:"statement,omitzero"`
	Figure     Figure   `json:"figure,omitzero"`
	Place      Place    `json:"place,omitzero"` // of an event; of other findings the place that is named nearest before
}

// Ref names the finding.
func (s Sighting) Ref() tocsin.Ref { return tocsin.Ref{Article: s.Article.ID, Claim: s.ID} }

// Moment is when the sighting can first be used: when the ledger learnt of it,
// or when it was published where that is not known.
func (s Sighting) Moment() time.Time {
	if s.Known.IsZero() {
		return s.At
	}
	return s.Known
}

// Published is when its article was published. No article is published after
// it was read: a date that says so is mistaken.
func (s Sighting) Published() time.Time {
	if !s.Known.IsZero() && s.Known.Before(s.At) {
		return s.Known
	}
	return s.At
}

// Party is one who does, suffers or says something.
type Party struct {
	Name    string `json:"name"`
	Country string `json:"country"` // ISO 3166 alpha-3; several are joined by a comma
}

// Source is who a claim is credited to.
type Source struct {
	Name    string `json:"name"`
	Country string `json:"country"`
	Kind    string `json:"kind"`
	Role    string `json:"role"`
}

// Event is an event's fields in rules.
type Event struct {
	Category string `json:"category"`
	Mode     string `json:"mode"`
	Status   string `json:"status"`
	Date     string `json:"date"` // TIMEX3
	// Age is how many days before its article's publication the last day of
	// Date lies; below 0 for what is still to come, nil where Date says no day.
	Age       *float64 `json:"age,omitempty"`
	Text      string   `json:"text"` // the sentence around the trigger
	Actor     Party    `json:"actor"`
	Recipient Party    `json:"recipient"`
}

// Claim is a claim's fields in rules.
type Claim struct {
	ID        string `json:"id,omitempty"`
	Act       string `json:"act"`
	Certainty string `json:"certainty"`
	Form      string `json:"form"`
	Text      string `json:"text"` // the content
	Source    Source `json:"source"`
}

// Standing is a statement's fields in rules.
type Standing struct {
	ID       string `json:"id"`
	Standing string `json:"standing"`
	Sources  int    `json:"sources"`
	Origins  int    `json:"origins"`
	Outlets  int    `json:"outlets"`
}

// Figure is a figure's fields in rules. Low and High bound what is said: both
// are Value for "9,000", Low is 0 for "less than 9,000"; nil is not known.
type Figure struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Unit  string   `json:"unit"`
	Of    string   `json:"of"`
	Text  string   `json:"text"` // the sentence around it
}

// Place is a place's fields in rules. It is not known where Name is "".
type Place struct {
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	// Coarse: a country or a region, whose coordinates are those of its middle.
	Coarse bool `json:"coarse,omitempty"`
}

// Article is an article's fields in rules.
type Article struct {
	ID        string    `json:"id"`
	Outlet    string    `json:"outlet"`
	Title     string    `json:"title"`
	URL       string    `json:"url,omitempty"`
	Published time.Time `json:"published"`
	Language  string    `json:"language,omitempty"`
	Text      string    `json:"text,omitempty"`
}
