package indicator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
)

// Links is what linking knows of an article's findings, by their IDs. What is
// missing is not known.
type Links struct {
	Origins     map[string]string           // of findings, "" for the whole article
	Occurrences map[string]string           // of events
	Statements  map[string]tocsin.Statement // of claims
}

// See makes the Sightings of an article: one of the article itself, one of each
// event, claim and figure. Known is when the ledger learnt of it, zero where
// that does not matter.
func See(findings tocsin.Findings, known time.Time, links Links) []Sighting {
	v := view{findings: findings, contents: tocsin.NewContents(findings.Claims)}
	article := findings.Article
	v.base = Sighting{
		At: article.Published, Known: known, Origin: links.Origins[""],
		Article: Article{
			ID: article.ID, Outlet: article.Outlet, Title: article.Title, URL: article.URL,
			Published: article.Published, Language: article.Language, Text: article.Text,
		},
	}
	v.places = slices.Clone(findings.Places)
	slices.SortFunc(v.places, func(a, b tocsin.Place) int { return a.Span.Compare(b.Span) })
	sightings := []Sighting{v.article()}
	for i := range findings.Events {
		sightings = append(sightings, v.event(&findings.Events[i]))
	}
	for i := range findings.Claims {
		sightings = append(sightings, v.claim(&findings.Claims[i]))
	}
	for i := range findings.Quantities {
		sightings = append(sightings, v.figure(&findings.Quantities[i]))
	}
	for i := range sightings {
		s := &sightings[i]
		s.Origin = cmp.Or(links.Origins[s.ID], s.Origin)
		s.Occurrence = links.Occurrences[s.ID]
		if statement, ok := links.Statements[s.Claim.ID]; ok && s.Claim.ID != "" {
			s.Statement = Standing{statement.ID, string(statement.Standing), statement.Sources, statement.Origins, statement.Outlets}
		}
	}
	return sightings
}

// view is what is used again and again while an article is seen.
type view struct {
	findings tocsin.Findings
	contents tocsin.Contents
	places   []tocsin.Place // in text order
	base     Sighting
}

func (v *view) article() Sighting {
	s := v.base
	s.Noun, s.ID, s.Text = tocsin.NounArticle, s.Article.ID, s.Article.Title
	for _, actor := range v.findings.Actors {
		s.Actors = append(s.Actors, Party{actor.Name, actor.Country})
	}
	return s
}

func (v *view) event(e *tocsin.Event) Sighting {
	s := v.base
	text := v.findings.Article.Text
	s.Noun, s.ID, s.Span, s.Text = tocsin.NounEvent, e.ID, e.Trigger, e.Trigger.Of(text)
	s.Event = Event{
		Category: string(e.Category), Mode: e.Mode, Status: string(e.Status), Date: e.Date, Text: sentence(text, e.Trigger),
		Actor: Party{e.Actor.Name, e.Actor.Country}, Recipient: Party{e.Recipient.Name, e.Recipient.Country},
	}
	s.Event.Age = age(e.Date, v.findings.Article.Published)
	if e.Actor.Name != "" || e.Actor.Country != "" {
		s.Actors = []Party{s.Event.Actor}
	}
	for i := range v.findings.Claims {
		if e.By != "" && v.findings.Claims[i].ID == e.By {
			s.Claim = v.said(&v.findings.Claims[i])
		}
	}
	for _, place := range v.findings.Places {
		if e.Place != "" && place.ID == e.Place {
			s.Place = placed(place)
		}
	}
	return s
}

// age is how many days before publication the last day of a date lies, nil
// where it names no day, week, month or year.
func age(date string, published time.Time) *float64 {
	if published.IsZero() {
		return nil
	}
	date, _, _ = strings.Cut(date, "T")
	var last time.Time
	if year, week, ok := strings.Cut(date, "-W"); ok {
		// The fourth of January is in the first week (ISO 8601).
		begin, err := time.Parse(time.DateOnly, year+"-01-04")
		number, wrong := strconv.Atoi(week)
		if err != nil || wrong != nil {
			return nil
		}
		monday := begin.AddDate(0, 0, -(int(begin.Weekday())+6)%7)
		last = monday.AddDate(0, 0, 7*number-1)
	} else if day, err := time.Parse(time.DateOnly, date); err == nil {
		last = day
	} else if month, err := time.Parse("2006-01", date); err == nil {
		last = month.AddDate(0, 1, -1)
	} else if year, err := time.Parse("2006", date); err == nil {
		last = year.AddDate(1, 0, -1)
	} else {
		return nil
	}
	days := published.UTC().Truncate(24*time.Hour).Sub(last).Hours() / 24
	return &days
}

func (v *view) claim(c *tocsin.Claim) Sighting {
	s := v.base
	s.Noun, s.ID, s.Claim = tocsin.NounClaim, c.ID, v.said(c)
	if len(c.Content) > 0 {
		s.Span = c.Content[0]
	} else {
		s.Span = c.Cue.Span
	}
	s.Text = s.Claim.Text
	if c.Source.Name != "" || c.Source.Country != "" {
		s.Actors = []Party{{c.Source.Name, c.Source.Country}}
	}
	s.Place = v.near(s.Span)
	return s
}

// said is a claim as rules see it.
func (v *view) said(c *tocsin.Claim) Claim {
	return Claim{
		ID: c.ID, Act: string(c.Act), Certainty: string(c.Certainty), Form: string(c.Form), Text: tocsin.Words(v.findings.Article.Text, c.Content...),
		Source: Source{c.Source.Name, c.Source.Country, string(c.Source.Kind), c.Source.Role},
	}
}

func (v *view) figure(q *tocsin.Quantity) Sighting {
	s := v.base
	text := v.findings.Article.Text
	s.Noun, s.ID, s.Span, s.Text = tocsin.NounQuantity, q.ID, q.Span, q.Span.Of(text)
	s.Figure = Figure{Value: q.Value, Unit: q.Unit, Of: q.Of, Text: sentence(text, q.Span)}
	s.Figure.Low, s.Figure.High = limits(q)
	if claim := v.contents.Around(q.Span); claim != nil {
		s.Claim = v.said(claim)
		s.Actors = []Party{{claim.Source.Name, claim.Source.Country}}
	}
	s.Place = v.near(q.Span)
	return s
}

// limits are the ends of what a figure can be, nil where it is open.
func limits(q *tocsin.Quantity) (low, high *float64) {
	if q.Value == nil {
		return nil, nil
	}
	zero := 0.0
	switch q.Bound {
	case tocsin.Less, tocsin.AtMost:
		return &zero, q.Value
	case tocsin.More, tocsin.AtLeast:
		return q.Value, nil
	}
	if q.High != nil {
		return q.Value, q.High
	}
	return q.Value, q.Value
}

// near is the place named in the words of the span, else the last one before
// it in its sentence.
func (v *view) near(span tocsin.Span) Place {
	from := sentenceAround(v.findings.Article.Text, span).Start
	end, _ := slices.BinarySearchFunc(v.places, span.End, func(p tocsin.Place, end int) int { return cmp.Compare(p.Span.Start, end) })
	var found Place
	for i := end - 1; i >= 0 && v.places[i].Span.Start >= from; i-- {
		found = placed(v.places[i])
		if !found.Coarse {
			break
		}
	}
	return found
}

func placed(p tocsin.Place) Place {
	coarse := p.Precision == "country" || p.Precision == "region" || p.Precision == "area"
	return Place{p.Name, p.Country, p.Lat, p.Lon, coarse}
}

// farthest bounds how many bytes on either side of a span are looked at.
const farthest = 400

// sentence is the words of the sentence around a span.
func sentence(text string, span tocsin.Span) string { return sentenceAround(text, span).Of(text) }

// sentenceAround is roughly the sentence that holds a span: up to the end of
// the paragraph, or to a stop that white space and a capital follow. A rule
// looks for words in it, so that it does little harm to take too much.
func sentenceAround(text string, span tocsin.Span) tocsin.Span {
	start, end := max(0, span.Start-farthest), min(len(text), span.End+farthest)
	if cut := strings.LastIndexByte(text[start:span.Start], '\n'); cut >= 0 {
		start += cut + 1
	}
	if cut := strings.IndexByte(text[span.End:end], '\n'); cut >= 0 {
		end = span.End + cut
	}
	for i := span.Start - 2; i > start; i-- {
		if stops(text, i) {
			start = i + 2
			break
		}
	}
	for i := span.End; i < end-1; i++ {
		if stops(text, i) {
			end = i + 1
			break
		}
	}
	// A cut by distance may fall into a letter.
	for start < span.Start && text[start]&0xC0 == 0x80 {
		start++
	}
	for end > span.End && end < len(text) && text[end]&0xC0 == 0x80 {
		end--
	}
	return tocsin.Span{Start: start, End: end}
}

// stops reports whether a sentence seems to end at a byte: "X. Y", and not
// "U.S. Y" or "Gen. Y".
func stops(text string, i int) bool {
	if text[i] != '.' && text[i] != '!' && text[i] != '?' || i+2 >= len(text) || text[i+1] != ' ' || text[i+2] >= 'a' && text[i+2] <= 'z' {
		return false
	}
	word := text[strings.LastIndexAny(text[:i], " \n\u00a0")+1 : i]
	return len(word) > 3 || word != "" && word[0] >= 'a' && word[0] <= 'z' || len(word) > 0 && word[0] >= '0' && word[0] <= '9'
}
