package api

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"tocsin"
	"tocsin/ask"
	"tocsin/serve/account"
	"tocsin/serve/query"
)

// Correction is an analyst's word on what was read.
type Correction struct {
	Number   int64      `json:"number"`
	At       *time.Time `json:"at"`
	Who      string     `json:"who"`
	Why      string     `json:"why"`
	Kind     string     `json:"kind" enum:"dismiss,confirm,merge,place,undo,together,apart,story,verdict"`
	Article  string     `json:"article"`
	Noun     string     `json:"noun" enum:"article,claim,event,figure,actor,place,time,"`
	Span     *[2]int    `json:"span" doc:"Of the words that it points at, in code points."`
	Name     string     `json:"name"`
	Into     string     `json:"into"`
	Place    *ask.Spot  `json:"place"`
	Undoes   int64      `json:"undoes"`
	With     string     `json:"with"`
	Standing string     `json:"standing"`
}

// Remark is a correction that somebody makes.
type Remark struct {
	Kind      string `json:"kind" enum:"dismiss,confirm,merge,place,undo,together,apart,story,verdict" doc:"dismiss: this is no such finding (article, finding). confirm: this finding is right, whatever its score was (article, finding). merge: two names are one actor's (name, into). place: this toponym is that place (article, finding, place). undo: an earlier one was mistaken (undoes). together, apart: two articles tell one story, or do not (article, with). story: an article belongs to that story (article, with). verdict: how a statement stands (statement, standing)."`
	Why       string `json:"why" minLength:"1" maxLength:"2000" doc:"The reason."`
	Article   string `json:"article,omitempty" maxLength:"300"`
	Finding   string `json:"finding,omitempty" maxLength:"100" doc:"ID of a finding of the article."`
	Name      string `json:"name,omitempty" maxLength:"300" doc:"The name that goes."`
	Into      string `json:"into,omitempty" maxLength:"300" doc:"The name that stays."`
	Place     string `json:"place,omitempty" maxLength:"200" doc:"The right place: a name (Brest, Belarus) or LATITUDE,LONGITUDE."`
	Undoes    int64  `json:"undoes,omitempty" doc:"Number of the correction."`
	With      string `json:"with,omitempty" maxLength:"300" doc:"The other article, or the story."`
	Statement string `json:"statement,omitempty" maxLength:"100" doc:"ID of a statement, or of one of its claims."`
	Standing  string `json:"standing,omitempty" enum:"single-source,corroborated,disputed,denied,corrected,withdrawn"`
}

// Made is what a correction is called.
type Made struct {
	Number int64 `json:"number" doc:"What undo takes."`
}

// correcting adds corrections.
func (a *API) correcting() {
	add(a, operation{
		method: http.MethodGet, path: "/corrections", id: "list-corrections", tag: "Corrections", summary: "What was put right",
		description: "As “tocsin corrections”: those that hold, the latest first.", answer: Page[Correction]{}, lines: Correction{},
	}, func(c *call, in *struct {
		Article string `query:"article" maxLength:"300" doc:"Only those that concern this article."`
		AsOf    string `query:"as_of" maxLength:"40" doc:"Those that held then."`
		Paging
	}) error {
		return listedOf(c, query.Words{Article: in.Article, AsOf: in.AsOf}, in.Paging, false, "", func(filter tocsin.Filter) ([]Correction, error) {
			corrections, err := a.ledger.Corrections(c, filter)
			var found []Correction
			runes := map[string]tocsin.Runes{}
			for _, x := range corrections {
				if filter.Limit > 0 && len(found) == filter.Limit {
					break
				}
				found = append(found, c.shown(x, runes))
			}
			return found, err
		})
	})
	add(a, operation{
		method: http.MethodPost, path: "/corrections", id: "correct", tag: "Corrections", summary: "Put right what was misread", role: account.RoleAnalyst,
		description: "As “tocsin correct”: an entry of the ledger with who made it, when and why. It holds over every later reading, and what the ledger said before can still be asked with as_of.", answer: Made{}, status: http.StatusCreated,
	}, func(c *call, in *struct{ Body Remark }) error {
		correction, err := c.correction(in.Body)
		if err != nil {
			return err
		}
		numbers, err := a.ledger.Correct(c, correction)
		if err != nil {
			return unmade(err)
		}
		a.settle(c)
		return c.json(Made{numbers[0]})
	})
}

// unmade tells a correction that makes no sense from one that went wrong. The
// ledger says what to do in words; what is behind an error of the database it
// does not.
func unmade(err error) error {
	if inner := errors.Unwrap(err); inner != nil && errors.Unwrap(inner) == nil {
		return fault{http.StatusUnprocessableEntity, inner.Error()}
	} else if inner == nil {
		return fault{http.StatusUnprocessableEntity, err.Error()}
	}
	return err
}

// shown is a correction as it leaves the program.
func (c *call) shown(x tocsin.Correction, known map[string]tocsin.Runes) Correction {
	out := Correction{
		Number: x.Seq, At: moment(x.At), Who: x.Who, Why: x.Why, Kind: string(x.Kind), Article: x.Article, Noun: string(x.Noun),
		Name: x.Name, Into: x.Into, Undoes: x.Undoes, With: x.With, Standing: string(x.Standing),
	}
	if !x.Span.IsZero() {
		runes, ok := known[x.Article]
		if !ok {
			text, _ := c.api.ledger.Text(c, x.Article)
			runes = tocsin.NewRunes(text)
			known[x.Article] = runes
		}
		span := runes.Range(x.Span)
		out.Span = &span
	}
	if x.Kind == tocsin.Relocate {
		out.Place = &ask.Spot{Name: x.Place.Name, Country: x.Place.Country, Lat: x.Place.Lat, Lon: x.Place.Lon}
	}
	return out
}

// correction makes a correction of a remark, in the name of whoever asks.
func (c *call) correction(m Remark) (tocsin.Correction, error) {
	x := tocsin.Correction{
		Kind: tocsin.CorrectionKind(m.Kind), Who: account.Of(c).Name, Why: m.Why, Article: m.Article, Name: m.Name, Into: m.Into,
		Undoes: m.Undoes, With: m.With, Standing: tocsin.Standing(m.Standing),
	}
	var err error
	switch x.Kind {
	case tocsin.Dismiss, tocsin.Confirm, tocsin.Relocate:
		if m.Article == "" || m.Finding == "" {
			return x, faultf(http.StatusUnprocessableEntity, "give the article and the finding that this is about")
		}
		if x.Noun, x.Span, err = c.pointed(m.Article, m.Finding); err != nil {
			return x, err
		}
	case tocsin.Assign:
		// The story has to be there; an article stands for the one that it is in.
		into, err := c.api.ledger.Story(c, m.With, tocsin.Filter{})
		if err != nil {
			return x, err
		}
		x.With = into.ID
	case tocsin.Judge:
		statement, err := c.api.ledger.Statement(c, cmp.Or(m.Statement, m.Finding), tocsin.Filter{})
		if err != nil {
			return x, err
		}
		first := statement.Claims[0]
		x.Article = first.Article
		if x.Noun, x.Span, err = c.pointed(first.Article, first.Claim); err != nil {
			return x, err
		}
	}
	if x.Kind == tocsin.Relocate {
		if x.Noun != tocsin.NounPlace {
			return x, faultf(http.StatusUnprocessableEntity, "%s is a %s; name a place", m.Finding, x.Noun)
		}
		x.Place, err = query.Entry(m.Place)
	}
	return x, err
}

// pointed is what an ID names in an article, and by which words it is known.
func (c *call) pointed(article, id string) (tocsin.Noun, tocsin.Span, error) {
	findings, err := c.findings(tocsin.Filter{Article: article})
	if err != nil {
		return "", tocsin.Span{}, err
	}
	noun, span, found := query.Finding(findings, id)
	if !found {
		return "", span, faultf(http.StatusNotFound, "article %s has no finding %s now; %s/articles/%s shows what it has", article, id, Prefix, article)
	}
	return noun, span, nil
}
