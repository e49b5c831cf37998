package ingest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tocsin"
	"tocsin/store"
	"tocsin/watch/indicator"
)

// sightings are what rules see of an article: the article itself, its events,
// claims and figures.
func sightings(findings tocsin.Findings, statements []tocsin.Statement, known time.Time) []indicator.Sighting {
	s := seer{findings: findings, known: known, claims: map[string]*tocsin.Claim{}, places: map[string]*tocsin.Place{}, standings: map[string]indicator.Standing{}, contents: tocsin.NewContents(findings.Claims)}
	for i := range findings.Claims {
		s.claims[findings.Claims[i].ID] = &findings.Claims[i]
	}
	for i := range findings.Places {
		s.places[findings.Places[i].ID] = &findings.Places[i]
	}
	for _, statement := range statements {
		for _, ref := range statement.Claims {
			if ref.Article == findings.Article.ID {
				s.standings[ref.Claim] = indicator.Standing{
					ID: statement.ID, Standing: string(statement.Standing), Sources: statement.Sources, Origins: statement.Origins, Outlets: statement.Outlets,
				}
			}
		}
	}
	seen := []indicator.Sighting{s.article()}
	for i := range findings.Events {
		seen = append(seen, s.event(&findings.Events[i]))
	}
	for i := range findings.Claims {
		seen = append(seen, s.claim(&findings.Claims[i]))
	}
	for i := range findings.Quantities {
		seen = append(seen, s.figure(&findings.Quantities[i]))
	}
	return seen
}

// seer makes the sightings of one article.
type seer struct {
	findings  tocsin.Findings
	known     time.Time
	claims    map[string]*tocsin.Claim
	places    map[string]*tocsin.Place
	standings map[string]indicator.Standing // by claim
	contents  tocsin.Contents
}

func (s *seer) sighting(noun tocsin.Noun, id string, span tocsin.Span) indicator.Sighting {
	article := s.findings.Article
	at := article.Published
	if at.IsZero() {
		at = s.known
	}
	return indicator.Sighting{
		At: at, Known: s.known, Noun: noun, ID: id, Span: span, Text: span.Of(article.Text),
		Article: indicator.Article{ID: article.ID, Outlet: article.Outlet, Title: article.Title, URL: article.URL, Published: at, Language: article.Language},
	}
}

func (s *seer) article() indicator.Sighting {
	article := s.findings.Article
	seen := s.sighting(tocsin.NounArticle, article.ID, tocsin.Span{})
	seen.Text, seen.Article.Text = article.Title, article.Text
	for _, actor := range s.findings.Actors {
		seen.Actors = append(seen.Actors, indicator.Party{Name: actor.Name, Country: actor.Country})
	}
	return seen
}

func (s *seer) event(event *tocsin.Event) indicator.Sighting {
	seen := s.sighting(tocsin.NounEvent, event.ID, event.Trigger)
	seen.Event = indicator.Event{
		Category: string(event.Category), Mode: event.Mode, Status: string(event.Status), Date: event.Date, Text: sentence(s.findings.Article.Text, event.Trigger),
		Actor: party(event.Actor), Recipient: party(event.Recipient),
	}
	if place := s.places[event.Place]; place != nil {
		seen.Place = placed(place)
	}
	if event.Actor.Name != "" {
		seen.Actors = []indicator.Party{party(event.Actor)}
	}
	s.rest(&seen, s.claims[event.By])
	day := cmp.Or(event.Date, seen.At.UTC().Format(time.DateOnly))
	side := func(p tocsin.Party) string { return cmp.Or(p.Country, p.Name) }
	seen.Occurrence = strings.Join([]string{string(event.Category), side(event.Actor), side(event.Recipient), seen.Place.Name, day}, "|")
	return seen
}

func (s *seer) claim(claim *tocsin.Claim) indicator.Sighting {
	span := store.Anchor(*claim)
	if len(claim.Content) > 0 {
		span = claim.Content[0]
	}
	seen := s.sighting(tocsin.NounClaim, claim.ID, span)
	seen.Text = tocsin.Words(s.findings.Article.Text, claim.Content...)
	seen.Place = s.before(span)
	if claim.Source.Name != "" {
		seen.Actors = []indicator.Party{{Name: claim.Source.Name, Country: claim.Source.Country}}
	}
	s.rest(&seen, claim)
	return seen
}

func (s *seer) figure(q *tocsin.Quantity) indicator.Sighting {
	seen := s.sighting(tocsin.NounQuantity, q.ID, q.Span)
	low, high := bounds(q)
	seen.Figure = indicator.Figure{Value: q.Value, Low: low, High: high, Unit: q.Unit, Of: q.Of, Text: sentence(s.findings.Article.Text, q.Span)}
	seen.Place = s.before(q.Span)
	s.rest(&seen, s.contents.Around(q.Span))
	return seen
}

// rest tells on which claim a finding rests.
func (s *seer) rest(seen *indicator.Sighting, claim *tocsin.Claim) {
	if claim == nil {
		return
	}
	seen.Claim = indicator.Claim{
		ID: claim.ID, Act: string(claim.Act), Certainty: string(claim.Certainty), Form: string(claim.Form), Text: tocsin.Words(s.findings.Article.Text, claim.Content...),
		Source: indicator.Source{Name: claim.Source.Name, Country: claim.Source.Country, Kind: string(claim.Source.Kind), Role: claim.Source.Role},
	}
	seen.Statement = s.standings[claim.ID]
	if seen.Actors == nil && claim.Source.Name != "" {
		seen.Actors = []indicator.Party{{Name: claim.Source.Name, Country: claim.Source.Country}}
	}
}

// before is the place that a paragraph names last before the end of a span.
func (s *seer) before(span tocsin.Span) indicator.Place {
	start := strings.LastIndexByte(s.findings.Article.Text[:span.Start], '\n') + 1
	for _, place := range slices.Backward(s.findings.Places) {
		if place.Span.Start >= start && place.Span.End <= span.End {
			return placed(&place)
		}
	}
	return indicator.Place{}
}

func placed(p *tocsin.Place) indicator.Place {
	return indicator.Place{Name: p.Name, Country: p.Country, Lat: p.Lat, Lon: p.Lon, Coarse: p.Precision != "city" && p.Precision != "point"}
}

func party(p tocsin.Party) indicator.Party {
	return indicator.Party{Name: p.Name, Country: p.Country}
}

// bounds are what a figure allows, nil where that is not known.
func bounds(q *tocsin.Quantity) (low, high *float64) {
	none := 0.0
	switch q.Bound {
	case tocsin.Less, tocsin.AtMost:
		return &none, q.Value
	case tocsin.More, tocsin.AtLeast:
		return q.Value, nil
	case tocsin.Range:
		return q.Value, q.High
	}
	return q.Value, q.Value
}

// sentence is what stands around a span: back to the end of the sentence before
// and on to its own end, no farther than some hundred bytes.
func sentence(text string, span tocsin.Span) string {
	const far = 400
	start, end := max(0, span.Start-far), min(len(text), span.End+far)
	for start > 0 && start < len(text) && !utf8.RuneStart(text[start]) {
		start++
	}
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	for _, mark := range []string{"\n", ". ", "? ", "! "} {
		if i := strings.LastIndex(text[start:span.Start], mark); i >= 0 {
			start += i + len(mark)
		}
		if i := strings.Index(text[span.End:end], mark); i >= 0 {
			end = span.End + i + 1
		}
	}
	return strings.TrimSpace(text[start:end])
}

// Sightings are what rules see of an article of the ledger, as it is read and
// linked now; known is when the ledger learnt of it.
func Sightings(ctx context.Context, ledger *store.Ledger, article string, known time.Time) ([]indicator.Sighting, error) {
	statements, err := ledger.StatementsIn(ctx, article)
	if err != nil {
		return nil, err
	}
	for findings, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: article}) {
		if err != nil {
			return nil, err
		}
		return sightings(findings, statements, known), nil
	}
	return nil, nil
}
