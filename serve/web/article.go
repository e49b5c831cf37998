package web

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/link/figure"
	"tocsin/store"
)

// articleView is what the page of an article shows.
type articleView struct {
	tocsin.Findings
	Paragraphs []paragraph
	Claims     []claimCard
	Events     []eventCard
	Actors     []actorCard
	Evidence   tocsin.Evidence
	Versions   []store.Version
	Until      bool // a revision replaced it
	Story      tocsin.Story
	Spots      []spot
}

type claimCard struct {
	tocsin.Claim
	Number    int
	Words     string
	Statement tocsin.Statement // zero where it is not linked yet
	Within    string           // in words
	Denies    []linked
}

// linked is another finding of the article.
type linked struct{ ID, Words string }

type eventCard struct {
	tocsin.Event
	Words, Where, By string
	PlaceID          string
}

type actorCard struct {
	tocsin.Actor
	Claims int
}

func (p *Pages) articleView(ctx context.Context, id string) (*articleView, error) {
	versions, err := p.ledger.Versions(ctx, id)
	if err != nil {
		return nil, missing("The ledger has no article " + id + ".")
	}
	v := &articleView{Versions: versions}
	for _, version := range versions {
		if version.Article.ID == id {
			v.Article, v.Evidence, v.Until = version.Article, version.Evidence, !version.Until.IsZero()
		}
	}
	// Of a version that was replaced the text alone is shown: what was read in
	// it does not hold now.
	findings, err := p.findingsOf(ctx, id)
	switch {
	case err == nil:
		v.Findings = findings
	case !errors.Is(err, errNoArticle):
		return nil, err
	}
	if err := p.cards(ctx, v); err != nil {
		return nil, err
	}
	if v.Story, err = p.ledger.Story(ctx, id, tocsin.Filter{}); err != nil && !errors.Is(err, store.ErrNoStory) {
		return nil, err
	}
	v.Paragraphs, v.Spots = marked(v.Findings), spotsOf([]tocsin.Findings{v.Findings})
	return v, nil
}

// cards tells of each finding what a page shows of it.
func (p *Pages) cards(ctx context.Context, v *articleView) error {
	statements, err := p.ledger.StatementsIn(ctx, v.Article.ID, tocsin.Filter{})
	if err != nil {
		return err
	}
	of := map[string]tocsin.Statement{}
	for _, s := range statements {
		for _, ref := range s.Claims {
			if ref.Article == v.Article.ID {
				of[ref.Claim] = s
			}
		}
	}
	text := v.Article.Text
	names := map[string]string{}
	voices := map[string]int{}
	for i, claim := range v.Findings.Claims {
		names[claim.ID] = fmt.Sprintf("%d, %s", i+1, speaker(claim.Source.Name))
		voices[claim.Source.Actor]++
	}
	for i, claim := range v.Findings.Claims {
		card := claimCard{Claim: claim, Number: i + 1, Words: tocsin.Words(text, claim.Content...), Statement: of[claim.ID], Within: names[claim.Within]}
		for _, id := range claim.Denies {
			card.Denies = append(card.Denies, linked{id, names[id]})
		}
		v.Claims = append(v.Claims, card)
	}
	places := map[string]string{}
	for _, place := range v.Places {
		places[place.ID] = place.Name
	}
	for _, event := range v.Findings.Events {
		v.Events = append(v.Events, eventCard{event, event.Trigger.Of(text), places[event.Place], names[event.By], event.Place})
	}
	for _, actor := range v.Findings.Actors {
		v.Actors = append(v.Actors, actorCard{actor, voices[actor.ID]})
	}
	return nil
}

func (p *Pages) article(w http.ResponseWriter, r *http.Request) error {
	v, err := p.articleView(r.Context(), chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: title(v.Article), Section: "stories", Wide: true, Map: len(v.Spots) > 0}, func(reader reader) templ.Component { return articlePage(v, reader) })
}

// proof sends the proofs that the ledger holds the article, to be checked by
// “tocsin verify” or by any program that knows RFC 6962.
func (p *Pages) proof(w http.ResponseWriter, r *http.Request) error {
	id := chi.URLParam(r, "id")
	proofs, err := p.ledger.Prove(r.Context(), id)
	if err != nil {
		return missing("There is no proof for an article " + id + ": the ledger does not have it.")
	}
	body, err := json.MarshalIndent(proofs, "", "  ")
	if err != nil {
		return err
	}
	attach(w, "application/json", "proof-"+id+".json")
	_, _ = w.Write(append(body, '\n'))
	return nil
}

// raw sends the bytes that an article was read from, never as a page of ours.
func (p *Pages) raw(w http.ResponseWriter, r *http.Request) error {
	id := chi.URLParam(r, "id")
	versions, err := p.ledger.Versions(r.Context(), id)
	if err != nil {
		return missing("The ledger has no article " + id + ".")
	}
	for _, v := range versions {
		if v.Article.ID != id || v.Evidence.SHA256 == "" {
			continue
		}
		body, err := p.ledger.Raw(r.Context(), v.Evidence.SHA256)
		if err != nil {
			return err
		}
		attach(w, "application/octet-stream", "evidence-"+id)
		_, _ = w.Write(body)
		return nil
	}
	return missing("The ledger keeps no bytes of this article.")
}

// attach makes an answer a file to keep.
func attach(w http.ResponseWriter, kind, name string) {
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, name)
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Disposition", `attachment; filename="`+safe+`"`)
}

func (p *Pages) revisions(w http.ResponseWriter, r *http.Request) error {
	id := chi.URLParam(r, "id")
	versions, err := p.ledger.Versions(r.Context(), id)
	if err != nil {
		return missing("The ledger has no article " + id + ".")
	}
	const most = 20
	versions = versions[max(0, len(versions)-most):]
	changes := make([][]change, len(versions))
	for i := 1; i < len(versions); i++ {
		before, after := versions[i-1].Article, versions[i].Article
		changes[i] = changed(lines(before), lines(after))
	}
	return p.show(w, r, frame{Title: "Revisions of " + title(versions[len(versions)-1].Article), Section: "stories"}, func(reader) templ.Component {
		return revisionsPage(id, versions, changes)
	})
}

func lines(a tocsin.Article) []string {
	out := []string{a.Title}
	for line := range strings.SplitSeq(a.Text, "\n") {
		if line = strings.TrimSpace(visible(line)); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// read is a figure in words.
func read(q tocsin.Quantity) string {
	spoken := figure.Spoken(q)
	if spoken == "" {
		spoken = "some"
	}
	return strings.TrimSpace(spoken + " " + q.Of)
}

// percent is a score as people read it.
func percent(score float64) string { return fmt.Sprintf("%.0f%%", score*100) }

// when is what a time expression means.
func when(t tocsin.When) string {
	switch {
	case t.Start != "" && t.Start == t.End:
		return t.Start
	case t.Start != "":
		return t.Start + " to " + t.End
	}
	return cmp.Or(t.Value, "unresolved")
}

func storyWords(s tocsin.Story) string {
	if len(s.Articles) == 1 {
		return "Alone in its story"
	}
	return "One of " + many(len(s.Articles), "article") + " of its story"
}

func otherThan(word, usual string) string {
	if word == usual {
		return ""
	}
	return word
}

func actorLink(name string) templ.SafeURL {
	if name == "" {
		return ""
	}
	return actorAt(name)
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
