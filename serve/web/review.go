package web

import (
	"net/http"
	"sort"

	"github.com/a-h/templ"

	"tocsin"
)

// doubt is a finding that its reader was unsure of.
type doubt struct {
	Article              tocsin.Article
	Noun                 tocsin.Noun
	ID                   string
	Score                float64
	Says, Rule           string
	Before, Words, After string
}

// Bounds of the queue: how many of the latest articles are looked through, and
// below which score a finding is doubtful.
const (
	mostReviewed = 60
	doubtful     = 0.6
	mostDoubts   = 40
)

func (p *Pages) review(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	list, err := kept(r.Context(), p, "review "+r.URL.RawQuery, func() ([]doubt, error) {
		found, _, err := p.hits(r.Context(), tocsin.NounArticle, q, "/review", mostReviewed)
		if err != nil {
			return nil, err
		}
		var list []doubt
		for _, h := range found {
			list = append(list, doubtsOf(h.Findings)...)
		}
		sort.SliceStable(list, func(i, j int) bool { return list[i].Score < list[j].Score })
		return list[:min(mostDoubts, len(list))], nil
	})
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: "Review", Section: "review"}, func(reader reader) templ.Component { return reviewPage(q, list, reader) })
}

func doubtsOf(f tocsin.Findings) []doubt {
	var out []doubt
	add := func(noun tocsin.Noun, id string, score float64, rule, says string, spans ...tocsin.Span) {
		if score <= 0 || score >= doubtful || len(spans) == 0 || spans[0].IsZero() {
			return
		}
		d := doubt{Article: f.Article, Noun: noun, ID: id, Score: score, Rule: rule, Says: says}
		d.Before, d.Words, d.After = inContext(f.Article.Text, spans)
		out = append(out, d)
	}
	for _, c := range f.Claims {
		add(tocsin.NounClaim, c.ID, c.Score, c.Rule, speaker(c.Source.Name)+" "+does(c.Source.Name, c.Act), c.Content...)
	}
	for _, e := range f.Events {
		line := categoryWords(e.Category)
		if e.Actor.Name != "" {
			line = e.Actor.Name + ": " + line
		}
		if e.Recipient.Name != "" {
			line += " → " + e.Recipient.Name
		}
		add(tocsin.NounEvent, e.ID, e.Score, e.Rule, line, e.Trigger)
	}
	for _, place := range f.Places {
		add(tocsin.NounPlace, place.ID, place.Score, "", within(place.Name, place.Country), place.Span)
	}
	return out
}
