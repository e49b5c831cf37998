package occurrence

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Occurrence is one happening and the mentions of it.
type Occurrence struct {
	ID        string          `json:"id"`   // of its earliest mention
	Line      string          `json:"line"` // for people, of coded parts: "ASSAULT: Russia → Ukraine, Kharkiv, 2022-03-02"
	Category  tocsin.Category `json:"category"`
	Mode      string          `json:"mode,omitzero"`
	Actor     Side            `json:"actor,omitzero"` // the most telling that most mentions agree on; likewise what follows
	Recipient Side            `json:"recipient,omitzero"`
	Place     Spot            `json:"place,omitzero"`
	Days      Days            `json:"days,omitzero"` // what all dates of its mentions cover
	Date      string          `json:"date,omitzero"` // the same in words
	// Status is actual if any mention says so, else planned, hypothetical or
	// negated, in this order; Statuses counts the mentions of each.
	Status   tocsin.Status         `json:"status"`
	Statuses map[tocsin.Status]int `json:"statuses"`
	Disputed bool                  `json:"disputed,omitzero"` // some mentions say that it happened, others that it did not
	Alleged  bool                  `json:"alleged,omitzero"`  // it rests on claims alone: no outlet tells it as its own
	Members  []Member              `json:"members"`           // by publication, then by name
	Articles int                   `json:"articles"`
	Outlets  int                   `json:"outlets"`
	Claims   int                   `json:"claims"`
	Sources  int                   `json:"sources"` // named ones of those claims
	Origins  int                   `json:"origins"` // independent origins of its articles
	First    time.Time             `json:"first,omitzero"`
	Last     time.Time             `json:"last,omitzero"` // of the publications
	Why      []Tie                 `json:"why,omitempty"` // what joined them, the surest first
}

// Member is a mention of an Occurrence.
type Member struct {
	Article   string        `json:"article"`
	Event     string        `json:"event"`
	Span      tocsin.Span   `json:"span"`
	Outlet    string        `json:"outlet,omitzero"`
	Published time.Time     `json:"published,omitzero"`
	Status    tocsin.Status `json:"status"`
	Claim     string        `json:"claim,omitzero"`
	Source    Source        `json:"source,omitzero"`
}

// Ref is the mention's name.
func (m Member) Ref() Ref { return Ref{m.Article, m.Event} }

// Tie is why two mentions are taken for one happening.
type Tie struct {
	A       Ref      `json:"a"`
	B       Ref      `json:"b"`
	Score   float64  `json:"score"` // in 0…1
	Reasons []Reason `json:"reasons"`
}

// mostTies is how many ties an occurrence shows, the surest first.
const mostTies = 12

// describe codes the mentions of a cluster as one happening.
func describe(mentions []Signature, ties []Tie, origin func(string) string) Occurrence {
	slices.SortFunc(mentions, func(a, b Signature) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.Article, b.Article), a.Span.Compare(b.Span), strings.Compare(a.Event, b.Event))
	})
	first := mentions[0]
	o := Occurrence{
		ID: id(first.Ref()), Category: first.Category, Statuses: map[tocsin.Status]int{},
		First: first.Published, Last: mentions[len(mentions)-1].Published, Why: ties,
	}
	o.count(mentions, origin)
	o.Mode = elect(mentions, func(s Signature) string { return s.Mode }, func(mode string) int { return min(1, len(mode)) })
	actors, recipients := aligned(mentions)
	o.Actor, o.Recipient = electSide(actors), electSide(recipients)
	o.Place = elect(mentions, func(s Signature) Spot { return s.Place }, Spot.rank)
	for _, s := range mentions {
		o.Days = o.Days.narrow(s.Days)
	}
	o.Date = o.Days.String()
	o.Line = o.line()
	return o
}

// count counts who tells it, and how.
func (o *Occurrence) count(mentions []Signature, origin func(string) string) {
	articles, outlets, claims, sources, origins := map[string]bool{}, map[string]bool{}, map[Ref]bool{}, map[string]bool{}, map[string]bool{}
	o.Alleged = true
	for _, s := range mentions {
		o.Members = append(o.Members, Member{s.Article, s.Event, s.Span, s.Outlet, s.Published, s.Status, s.Claim, s.Source})
		o.Statuses[s.Status]++
		articles[s.Article], origins[origin(s.Article)] = true, true
		if s.Outlet != "" {
			outlets[s.Outlet] = true
		}
		if s.Claim != "" {
			claims[Ref{s.Article, s.Claim}] = true
		}
		if s.Claim != "" && s.Source.Name != "" {
			sources[fold(s.Source.Name)] = true
		}
		if s.Claim == "" && s.Status == tocsin.Actual {
			o.Alleged = false
		}
	}
	o.Articles, o.Outlets, o.Claims, o.Sources, o.Origins = len(articles), len(outlets), len(claims), len(sources), len(origins)
	for _, status := range []tocsin.Status{tocsin.Negated, tocsin.Hypothetical, tocsin.Planned, tocsin.Actual} {
		if o.Statuses[status] > 0 {
			o.Status = status
		}
	}
	o.Alleged = o.Alleged && o.Status == tocsin.Actual
	o.Disputed = o.Statuses[tocsin.Actual] > 0 && o.Statuses[tocsin.Negated] > 0
}

// aligned are the sides of all mentions, turned so that those that act stand
// together where either side may be told first.
func aligned(mentions []Signature) (actors, recipients []Side) {
	lead := mentions[0]
	for _, s := range mentions {
		actor, recipient := s.Actor, s.Recipient
		if mutual(s.Category) && (lead.Actor.compare(actor) <= different || lead.Actor.compare(recipient) == same) {
			actor, recipient = recipient, actor
		}
		actors, recipients = append(actors, actor), append(recipients, recipient)
	}
	return actors, recipients
}

// elect is the value that tells most, of those the one that most mentions
// have, of those the first.
func elect[T comparable](mentions []Signature, value func(Signature) T, rank func(T) int) T {
	votes := map[T]int{}
	var best T
	for _, s := range mentions {
		votes[value(s)]++
	}
	for _, s := range mentions {
		at := value(s)
		if rank(at) > rank(best) || rank(at) == rank(best) && votes[at] > votes[best] {
			best = at
		}
	}
	return best
}

// electSide is the side that tells most, of those the one that most mentions
// name, of those the first.
func electSide(sides []Side) Side {
	votes := map[string]int{}
	for _, side := range sides {
		votes[side.Name]++
	}
	var best Side
	for _, side := range sides {
		if side.rank() > best.rank() || side.rank() == best.rank() && votes[side.Name] > votes[best.Name] {
			best = side
		}
	}
	return best
}

// line tells an occurrence in its coded parts.
func (o Occurrence) line() string {
	var line strings.Builder
	line.WriteString(string(o.Category))
	if o.Mode != "" {
		line.WriteString(" (" + o.Mode + ")")
	}
	line.WriteString(": ")
	line.WriteString(cmp.Or(o.Actor.String(), "?"))
	if !o.Recipient.IsZero() {
		line.WriteString(" → " + o.Recipient.String())
	}
	if o.Place.Name != "" && !strings.Contains(o.Recipient.Name, o.Place.Name) {
		line.WriteString(", " + o.Place.Name)
	}
	if o.Date != "" {
		line.WriteString(", " + o.Date)
	}
	if o.Status != tocsin.Actual {
		fmt.Fprintf(&line, " [%s]", o.Status)
	}
	return line.String()
}

// id is the hash of the mention that an occurrence began with.
func id(ref Ref) string {
	sum := sha256.Sum256([]byte(ref.Article + "\x00" + ref.Event))
	return "o" + hex.EncodeToString(sum[:6])
}
