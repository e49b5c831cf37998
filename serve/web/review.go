package web

import (
	"cmp"
	"net/http"
	"sort"
	"strings"

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
	Copies               []string // names of this finding and of those in copies that say the same, as nameOf makes them
}

// nameOf names a finding of an article in a form.
func nameOf(article, id string) string { return article + "#" + id }

// Bounds of the queue: how many of the latest articles are looked through, and
// below which score a finding is doubtful.
const (
	mostReviewed = 60
	doubtful     = 0.6
	mostDoubts   = 40
)

func (p *Pages) review(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	found, _, err := p.hits(r.Context(), tocsin.NounArticle, q, "/review", mostReviewed)
	if err != nil {
		return err
	}
	var list []doubt
	for _, h := range found {
		list = append(list, doubtsOf(h.Findings)...)
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Score < list[j].Score })
	list = gathered(list)
	list = list[:min(mostDoubts, len(list))]
	return p.show(w, r, frame{Title: "Review", Section: "review"}, func(reader reader) templ.Component { return reviewPage(q, list, reader) })
}

// gathered puts doubts of the same words, read the same way, into one: copies of
// a report need one look.
func gathered(list []doubt) []doubt {
	at := map[string]int{}
	var out []doubt
	for _, d := range list {
		key := string(d.Noun) + "\x00" + d.Says + "\x00" + d.Words + "\x00" + d.Before
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, d)
		}
		out[i].Copies = append(out[i].Copies, nameOf(d.Article.ID, d.ID))
	}
	return out
}

// confirm notes that findings are right.
func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) error {
	var made []tocsin.Correction
	for _, name := range r.PostForm["finding"] {
		article, id, ok := cutLast(name, "#")
		if !ok || len(made) == mostReviewed {
			return mistaken("Say which findings are right.")
		}
		_, noun, span, err := p.pointed(r.Context(), article, id)
		if err != nil {
			return err
		}
		made = append(made, tocsin.Correction{Kind: tocsin.Confirm, Article: article, Noun: noun, Span: span})
	}
	if len(made) == 0 {
		return mistaken("Say which findings are right.")
	}
	if err := p.file(r, made...); err != nil {
		return err
	}
	return back(w, r, cmp.Or(r.PostFormValue("back"), "/review"))
}

// cutLast cuts words at the last separator.
func cutLast(words, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(words, separator); i >= 0 {
		return words[:i], words[i+len(separator):], true
	}
	return words, "", false
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
