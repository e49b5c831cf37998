package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/extract/place/gazetteer"
	"tocsin/link/story"
	"tocsin/serve/query"
)

// correcting is a finding that somebody is about to put right.
type correcting struct {
	Article              tocsin.Article
	Noun                 tocsin.Noun
	ID, Heading          string
	Span                 tocsin.Span
	Before, Words, After string
	Places               []gazetteer.Place // that bear the name
	Name                 string            // of the actor, or of the claim's source
	Statement            string            // that the claim is in
}

// pointed is what an ID names in an article, and by which words it is known.
func (p *Pages) pointed(ctx context.Context, article, id string) (tocsin.Findings, tocsin.Noun, tocsin.Span, error) {
	f, err := p.findingsOf(ctx, article)
	if errors.Is(err, errNoArticle) {
		err = missing("The ledger has no such article now. It may have been revised.")
	}
	if err != nil {
		return f, "", tocsin.Span{}, err
	}
	noun, span, found := query.Finding(f, id)
	if !found {
		err = missing("The article has no such finding now. It may have been put right already.")
	}
	return f, noun, span, err
}

// finding looks a finding up in an article, with what a form shows of it.
func (p *Pages) finding(ctx context.Context, article, id string) (correcting, error) {
	f, noun, span, err := p.pointed(ctx, article, id)
	if err != nil {
		return correcting{}, err
	}
	c := correcting{Article: f.Article, ID: id, Noun: noun, Span: span}
	spans := []tocsin.Span{span}
	for _, claim := range f.Claims {
		if claim.ID == id {
			c.Name, spans = claim.Source.Name, claim.Content
			c.Heading = speaker(claim.Source.Name) + " " + does(claim.Source.Name, claim.Act)
		}
	}
	for _, e := range f.Events {
		if e.ID == id {
			c.Heading = capital(categoryWords(e.Category))
		}
	}
	for _, q := range f.Quantities {
		if q.ID == id {
			c.Heading = capital(read(q))
		}
	}
	for _, t := range f.Whens {
		if t.ID == id {
			c.Heading = capital(when(t))
		}
	}
	for _, place := range f.Places {
		if place.ID == id {
			c.Heading = within(place.Name, place.Country)
			c.Places = slices.DeleteFunc(placesNamed(place.Span.Of(f.Article.Text)), func(other gazetteer.Place) bool {
				return other.Lat == place.Lat && other.Lon == place.Lon
			})
		}
	}
	for _, a := range f.Actors {
		if a.ID == id {
			c.Heading, c.Name = a.Name, a.Name
		}
	}
	if len(spans) == 0 {
		spans = []tocsin.Span{span}
	}
	c.Before, c.Words, c.After = inContext(f.Article.Text, spans)
	return c, nil
}

func (p *Pages) correcting(w http.ResponseWriter, r *http.Request) error {
	c, err := p.finding(r.Context(), chi.URLParam(r, "id"), r.URL.Query().Get("finding"))
	if err != nil {
		return err
	}
	if c.Noun == tocsin.NounClaim {
		of, err := p.ledger.StatementsOf(r.Context(), []string{c.Article.ID})
		if err != nil {
			return err
		}
		c.Statement = of[tocsin.Ref{Article: c.Article.ID, Claim: c.ID}]
	}
	return p.show(w, r, frame{Title: "Put it right"}, func(reader reader) templ.Component { return correctingPage(c, reader) })
}

// correct files a correction of a finding.
func (p *Pages) correct(w http.ResponseWriter, r *http.Request) error {
	article := chi.URLParam(r, "id")
	c, err := p.finding(r.Context(), article, r.PostFormValue("finding"))
	if err != nil {
		return err
	}
	made := tocsin.Correction{Kind: tocsin.Dismiss, Article: article, Noun: c.Noun, Span: c.Span}
	do := r.PostFormValue("do")
	switch {
	case do == "merge" && c.Name != "":
		made = tocsin.Correction{Kind: tocsin.Merge, Name: c.Name, Into: strings.TrimSpace(r.PostFormValue("into"))}
	case do == "place" && c.Noun == tocsin.NounPlace:
		made.Kind = tocsin.Relocate
		if made.Place, err = query.Entry(r.PostFormValue("place")); err != nil {
			return err
		}
	case strings.HasPrefix(do, "place ") && c.Noun == tocsin.NounPlace:
		n, err := strconv.Atoi(do[len("place "):])
		if err != nil || n < 0 || n >= len(c.Places) {
			return mistaken("There is no such place to choose. Load the form again.")
		}
		made.Kind, made.Place = tocsin.Relocate, entry(c.Places[n])
	case do == "confirm":
		made.Kind = tocsin.Confirm
	case do != "dismiss":
		return mistaken("Say what is wrong with it.")
	}
	if err := p.file(r, made); err != nil {
		return err
	}
	return back(w, r, string(articleAt(article)))
}

func entry(g gazetteer.Place) tocsin.Place {
	return tocsin.Place{Name: g.Name, GeoNames: g.GeoNames, Lat: g.Lat, Lon: g.Lon, Country: g.Country, Feature: g.Feature}
}

// file files corrections in the reader's name and links what they change.
func (p *Pages) file(r *http.Request, corrections ...tocsin.Correction) error {
	why := cut(strings.TrimSpace(visible(r.PostFormValue("why"))), 500)
	if why == "" {
		return mistaken("Say why: the reason is kept with the correction.")
	}
	for i := range corrections {
		corrections[i].Who, corrections[i].Why = p.who(r), why
	}
	if _, err := p.ledger.Correct(r.Context(), corrections...); err != nil {
		return mistaken(capital(strings.TrimPrefix(err.Error(), "correct ledger: ")) + ".")
	}
	p.follow(r.Context())
	return nil
}

// follow links what changed, so that the reader sees it at once. Where another
// process links, it does so instead.
func (p *Pages) follow(ctx context.Context) {
	p.linking.Lock()
	defer p.linking.Unlock()
	if err := p.links.Follow(ctx, nil); err != nil && ctx.Err() == nil {
		p.opts.Log.Warn("a correction was filed but not linked yet", "why", err)
	}
}

func (p *Pages) verdict(w http.ResponseWriter, r *http.Request) error {
	s, err := p.ledger.Statement(r.Context(), chi.URLParam(r, "id"), tocsin.Filter{})
	if err != nil {
		return err
	}
	if len(s.Claims) == 0 {
		return missing("The statement has no claim to judge.")
	}
	_, noun, span, err := p.pointed(r.Context(), s.Claims[0].Article, s.Claims[0].Claim)
	if err != nil {
		return err
	}
	if err := p.file(r, tocsin.Correction{Kind: tocsin.Judge, Article: s.Claims[0].Article, Noun: noun, Span: span, Standing: tocsin.Standing(r.PostFormValue("standing"))}); err != nil {
		return err
	}
	return back(w, r, string(statementAt(s.ID)))
}

// pin moves articles between stories.
func (p *Pages) pin(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	from, err := p.ledger.Story(ctx, chi.URLParam(r, "id"), tocsin.Filter{})
	if err != nil {
		return err
	}
	chosen := r.PostForm["article"]
	for _, id := range chosen {
		if !slices.Contains(from.Articles, id) {
			return mistaken("An article that you chose is no longer in this story. Load the page again.")
		}
	}
	var pins []story.Pin
	switch r.PostFormValue("do") {
	case "split":
		if len(chosen) == 0 || len(chosen) == len(from.Articles) {
			return mistaken("Choose some of the articles, not none and not all.")
		}
		pins = story.Split(from, chosen...)
	case "move", "merge":
		other, err := p.ledger.Story(ctx, strings.TrimSpace(r.PostFormValue("into")), tocsin.Filter{})
		if err != nil {
			return err
		}
		if other.ID == from.ID {
			return mistaken("That is this story itself: give the ID of another.")
		}
		if r.PostFormValue("do") == "merge" {
			pins = story.Merge(from, other)
		} else if len(chosen) == 0 {
			return mistaken("Choose the articles that should go there.")
		} else {
			pins = story.Move(from, other, chosen...)
		}
	default:
		return mistaken("Say what should become of the articles.")
	}
	var corrections []tocsin.Correction
	for _, pin := range pins {
		corrections = append(corrections, tocsin.Correction{Kind: tocsin.Assign, Article: pin.Article, With: pin.With})
	}
	if err := p.file(r, corrections...); err != nil {
		return err
	}
	return back(w, r, string(storyAt(from.ID)))
}

// mergeActor calls an actor by another name.
func (p *Pages) mergeActor(w http.ResponseWriter, r *http.Request) error {
	into := strings.TrimSpace(r.PostFormValue("into"))
	if err := p.file(r, tocsin.Correction{Kind: tocsin.Merge, Name: named(r), Into: into}); err != nil {
		return err
	}
	return back(w, r, string(actorAt(into)))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	seq, err := strconv.ParseInt(r.PostFormValue("seq"), 10, 64)
	if err != nil {
		return mistaken("Say which correction to undo.")
	}
	if err := p.file(r, tocsin.Correction{Kind: tocsin.Undo, Undoes: seq}); err != nil {
		return err
	}
	return back(w, r, "/corrections")
}
