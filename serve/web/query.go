package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/ask"
	"tocsin/extract/place/gazetteer"
	"tocsin/serve/query"
)

// query is what a reader asks, as it stands in an address and in a form. The
// names are those of the command line's flags.
type asked struct {
	Text, By, About, Country, Outlet, Place, Within, From, To string
	Act, Category, Standing, AsOf                             string
	Noun                                                      string // what to list
	Until, After                                              string // where the page before ended
}

// queryOf reads the query of an address.
func queryOf(r *http.Request) asked { return askedOf(r.URL.Query()) }

func askedOf(v url.Values) asked {
	get := func(name string) string { return strings.TrimSpace(cut(v.Get(name), 500)) }
	return asked{
		Text: get("text"), By: get("by"), About: get("about"), Country: get("country"), Outlet: get("outlet"), Place: get("place"), Within: get("within"),
		From: get("from"), To: get("to"), Act: get("act"), Category: get("category"), Standing: get("standing"), AsOf: get("as_of"),
		Noun: get("noun"), Until: get("until"), After: get("after"),
	}
}

// fields are the query's parts by their names.
func (q asked) fields() [][2]string {
	return [][2]string{
		{"text", q.Text}, {"by", q.By}, {"about", q.About}, {"country", q.Country}, {"outlet", q.Outlet}, {"place", q.Place}, {"within", q.Within},
		{"from", q.From}, {"to", q.To}, {"act", q.Act}, {"category", q.Category}, {"standing", q.Standing}, {"as_of", q.AsOf}, {"noun", q.Noun},
	}
}

// encoded is the query as an address has it, without where a page ended.
func (q asked) encoded() string {
	v := url.Values{}
	for _, field := range q.fields() {
		if field[1] != "" {
			v.Set(field[0], field[1])
		}
	}
	return v.Encode()
}

// on is the address of the query on a page.
func (q asked) on(path string) string {
	if encoded := q.encoded(); encoded != "" {
		return path + "?" + encoded
	}
	return path
}

// with is the query with one part set, "" to take it out.
func (q asked) with(name, value string) asked {
	switch name {
	case "text":
		q.Text = value
	case "by":
		q.By = value
	case "about":
		q.About = value
	case "country":
		q.Country = value
	case "outlet":
		q.Outlet = value
	case "place":
		q.Place, q.Within = value, ""
	case "from":
		q.From = value
	case "to":
		q.To = value
	case "act":
		q.Act = value
	case "category":
		q.Category = value
	case "standing":
		q.Standing = value
	case "noun":
		q.Noun = value
	case "as_of":
		q.AsOf = value
	}
	return q
}

// empty reports whether nothing is asked.
func (q asked) empty() bool {
	q.Noun, q.Until, q.After = "", "", ""
	return q == asked{}
}

// said is the query in words.
func (q asked) said() string {
	names := map[string]string{"text": "“%s”", "by": "said by %s", "about": "about %s", "country": "of %s", "outlet": "in %s", "place": "near %s",
		"within": "within %s km", "from": "from %s", "to": "to %s", "act": "that %s", "category": "of category %s", "standing": "%s", "as_of": "as known on %s"}
	var parts []string
	for _, field := range q.fields() {
		if form := names[field[0]]; form != "" && field[1] != "" {
			parts = append(parts, fmt.Sprintf(form, field[1]))
		}
	}
	return strings.Join(parts, ", ")
}

// next is the query for the page behind a finding.
func (q asked) next(path string, last time.Time, id string) string {
	v, _ := url.ParseQuery(q.encoded())
	if last.IsZero() {
		return ""
	}
	v.Set("until", last.UTC().Format(time.RFC3339))
	v.Set("after", id)
	return path + "?" + v.Encode()
}

// filter makes a Filter of the query.
func (q asked) filter() (tocsin.Filter, error) {
	f, err := query.Words{
		By: q.By, About: q.About, Outlet: q.Outlet, Text: q.Text, Country: q.Country, Act: q.Act, Category: q.Category,
		From: q.From, To: q.To, Place: q.Place, Within: q.Within, AsOf: q.AsOf,
	}.Filter()
	if until, bad := time.Parse(time.RFC3339, q.Until); err == nil && bad == nil && (f.To.IsZero() || until.Before(f.To)) {
		f.To = until.Add(time.Second)
	}
	return f, err
}

// placesNamed are the places of a name, “Brest” or “Brest, France”, the most
// populous first.
func placesNamed(words string) []gazetteer.Place {
	const most = 12
	name, region, _ := strings.Cut(words, ",")
	code, err := query.Country(strings.TrimSpace(region))
	if err != nil {
		return nil
	}
	world := gazetteer.World()
	var found []gazetteer.Place
	for _, candidate := range world.Append(nil, gazetteer.KeyOf(strings.TrimSpace(name))) {
		if place := world.Place(candidate.Ref); code == "" || place.Country == code {
			found = append(found, place)
		}
	}
	slices.SortStableFunc(found, func(a, b gazetteer.Place) int { return b.Population - a.Population })
	return found[:min(most, len(found))]
}

// hit is a finding that a query found, with its article.
type hit struct {
	tocsin.Findings
	ID string
}

// hits lists what a query finds of a noun, the latest first, and the address of
// what comes behind, "" for nothing.
func (p *Pages) hits(ctx context.Context, noun tocsin.Noun, q asked, path string, most int) ([]hit, string, error) {
	f, err := q.filter()
	if err != nil {
		return nil, "", err
	}
	if noun != tocsin.NounClaim {
		f.Act = ""
	}
	if noun != tocsin.NounEvent {
		f.Category = ""
	}
	const sameSecond = 40 // of the page before, in the second in which it ended
	f.Limit = most + sameSecond
	var found []hit
	skipping := q.After != ""
	var behind []hit
	for findings, err := range p.ledger.Select(ctx, noun, f) {
		if err != nil {
			return nil, "", err
		}
		for _, id := range ask.IDs(noun, findings) {
			if skipping {
				behind = append(behind, hit{findings, id})
				skipping = id != q.After
				continue
			}
			found = append(found, hit{findings, id})
		}
		if len(found) > most {
			break
		}
	}
	if skipping {
		found = behind // the finding that ended the page before is gone
	}
	if len(found) <= most {
		return found, "", nil
	}
	found = found[:most]
	last := found[most-1]
	return found, q.next(path, last.Article.Published, last.ID), nil
}

// findingsOf loads one article with all that was read in it.
func (p *Pages) findingsOf(ctx context.Context, id string) (tocsin.Findings, error) {
	for findings, err := range p.ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: id}) {
		return findings, err
	}
	return tocsin.Findings{}, errNoArticle
}

var errNoArticle = errors.New("no such article holds")

// members loads articles, those that are gone left out, by publication.
func (p *Pages) members(ctx context.Context, ids []string) ([]tocsin.Findings, error) {
	var found []tocsin.Findings
	for _, id := range ids {
		findings, err := p.findingsOf(ctx, id)
		if errors.Is(err, errNoArticle) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, findings)
	}
	slices.SortStableFunc(found, func(a, b tocsin.Findings) int {
		return a.Article.Published.Compare(b.Article.Published)
	})
	return found, nil
}

var acts = []tocsin.Act{tocsin.Assert, tocsin.Deny, tocsin.Accuse, tocsin.Demand, tocsin.Commit, tocsin.Threaten, tocsin.Warn, tocsin.Believe}

func sortedCategories() []tocsin.Category { return sortedKeys(categories) }

func contains(list []string, one string) bool { return slices.Contains(list, one) }

func fieldWords(name string) string {
	words := map[string]string{"text": "Words", "by": "Said by", "about": "About", "country": "Side", "outlet": "Outlet", "place": "Near", "within": "Within km", "as_of": "As known on", "as-of": "As known on"}
	return cmp.Or(words[name], capital(name))
}
