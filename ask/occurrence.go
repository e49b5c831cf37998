package ask

import (
	"context"
	"slices"
	"time"

	"tocsin"
	"tocsin/link/occurrence"
	"tocsin/store"
)

// Occurrence is one happening, however often it is mentioned.
type Occurrence struct {
	ID        string                `json:"id"`
	Line      string                `json:"line"` // "ASSAULT: Russia → Ukraine, Kharkiv, 2022-03-02"
	Category  tocsin.Category       `json:"category"`
	Mode      string                `json:"mode"`
	Actor     Side                  `json:"actor"`
	Recipient Side                  `json:"recipient"`
	Place     Spot                  `json:"place"`
	Date      string                `json:"date"`
	Status    tocsin.Status         `json:"status"`
	Statuses  map[tocsin.Status]int `json:"statuses"` // of its mentions
	Disputed  bool                  `json:"disputed"` // some say that it happened, others that it did not
	Alleged   bool                  `json:"alleged"`  // no outlet tells it as its own
	Articles  int                   `json:"articles"`
	Outlets   int                   `json:"outlets"`
	Claims    int                   `json:"claims"`
	Sources   int                   `json:"sources"`
	Origins   int                   `json:"origins"`
	First     *time.Time            `json:"first"`
	Last      *time.Time            `json:"last"`
	Mentions  []Mention             `json:"mentions"`
	Why       []Tie                 `json:"why"`
}

// Side is a party.
type Side struct {
	Name    string `json:"name"`
	Country string `json:"country"`
}

// Spot is where something happened.
type Spot struct {
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
}

// Mention is an event of an article.
type Mention struct {
	Article string        `json:"article"`
	Event   string        `json:"event"`
	Outlet  string        `json:"outlet"`
	Status  tocsin.Status `json:"status"`
	Claim   string        `json:"claim"`  // that tells of it, "" where the outlet does
	Source  string        `json:"source"` // of the claim
}

// Tie is why two articles are taken to tell of one happening.
type Tie struct {
	A       string   `json:"a"`
	B       string   `json:"b"`
	Score   float64  `json:"score"`
	Reasons []string `json:"reasons"`
}

// Occurrences puts the events that a filter selects together: those that at
// least so many articles tell of, the latest told first. The limit is that of
// occurrences.
func Occurrences(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter, least int) ([]Occurrence, error) {
	all := filter
	all.Limit = 0
	var signatures []occurrence.Signature
	var articles []string
	for findings, err := range ledger.Select(ctx, tocsin.NounEvent, all) {
		if err != nil {
			return nil, err
		}
		signatures = append(signatures, occurrence.Sign(findings)...)
		articles = append(articles, findings.Article.ID)
	}
	origins, err := Among(ctx, ledger, articles, all)
	if err != nil {
		return nil, err
	}
	groups := slices.DeleteFunc(occurrence.Group(signatures, origins), func(o occurrence.Occurrence) bool { return o.Articles < least })
	slices.SortStableFunc(groups, func(a, b occurrence.Occurrence) int { return b.Last.Compare(a.Last) })
	var found []Occurrence
	for _, o := range limited(groups, filter) {
		found = append(found, occurrenceOf(o))
	}
	return found, nil
}

func occurrenceOf(o occurrence.Occurrence) Occurrence {
	out := Occurrence{
		ID: o.ID, Line: o.Line, Category: o.Category, Mode: o.Mode, Actor: Side{o.Actor.String(), o.Actor.Country}, Recipient: Side{o.Recipient.String(), o.Recipient.Country},
		Place: Spot{o.Place.Name, o.Place.Country, o.Place.Lat, o.Place.Lon}, Date: o.Date, Status: o.Status, Statuses: o.Statuses, Disputed: o.Disputed, Alleged: o.Alleged,
		Articles: o.Articles, Outlets: o.Outlets, Claims: o.Claims, Sources: o.Sources, Origins: o.Origins, First: instant(o.First), Last: instant(o.Last), Why: []Tie{},
	}
	for _, m := range o.Members {
		out.Mentions = append(out.Mentions, Mention{m.Article, m.Event, m.Outlet, m.Status, m.Claim, m.Source.Name})
	}
	for _, t := range o.Why {
		tie := Tie{t.A.Article, t.B.Article, t.Score, nil}
		for _, r := range t.Reasons {
			tie.Reasons = append(tie.Reasons, r.Part+": "+r.Says)
		}
		out.Why = append(out.Why, tie)
	}
	return out
}
