package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/link/promise"
	"tocsin/store"
)

// Bounds of what a page shows of one actor.
const (
	mostRecord   = 200 // statements
	mostListed   = 30
	mostPromised = 60 // articles that are looked through for promises
	mostMonths   = 36
)

// actorView is what the page of an actor shows.
type actorView struct {
	Name       string
	Records    []store.ActorRecord // one for each country and kind that it is known under
	Statements []tocsin.Statement
	Next       string
	Acts       []count
	Standings  []count
	Bars       []bar
	From, To   string // months
	Promises   []promise.Entry
	Said       map[string]string // words of promises, by ID
	Denied     []tocsin.Statement
	Denials    []tocsin.Statement
	Others     []string // names much like it
}

// count is how many there are of something, and where they are listed.
type count struct {
	Name string
	N    int
	Link templ.SafeURL
}

// named is the rest of an address as a name.
func named(r *http.Request) string {
	name, err := url.PathUnescape(chi.URLParam(r, "*"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(name)
}

func (p *Pages) actors(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	f, err := q.filter()
	if err != nil {
		return err
	}
	f.Act, f.Category, f.Limit = "", "", 100
	if f.About != "" {
		f.By, f.About = cmp.Or(f.By, f.About), ""
	}
	found, err := p.ledger.Actors(r.Context(), f)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: "Actors", Section: "actors"}, func(reader) templ.Component { return actorsPage(q, found) })
}

func (p *Pages) actor(w http.ResponseWriter, r *http.Request) error {
	name := named(r)
	v, err := p.tellActor(r.Context(), name)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: name, Section: "actors"}, func(reader reader) templ.Component { return actorPage(v, reader) })
}

func (p *Pages) tellActor(ctx context.Context, name string) (*actorView, error) {
	v := &actorView{Name: name, Said: map[string]string{}}
	records, err := p.ledger.Actors(ctx, tocsin.Filter{By: name, Limit: 60})
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		if record.Name == name {
			v.Records = append(v.Records, record)
		} else if len(v.Others) < 8 && !slices.Contains(v.Others, record.Name) {
			v.Others = append(v.Others, record.Name)
		}
	}
	statements, err := p.ledger.Statements(ctx, tocsin.Filter{By: name, Limit: mostRecord}, "")
	if err != nil {
		return nil, err
	}
	acts, standings := map[tocsin.Act]int{}, map[tocsin.Standing]int{}
	for _, s := range statements {
		if s.Source != name {
			continue // another one who shares the words of the name
		}
		acts[s.Act]++
		standings[s.Standing]++
		if s.Standing == tocsin.Denied || s.Standing == tocsin.Disputed {
			v.Denied = append(v.Denied, s)
		}
		if s.Act == tocsin.Deny {
			v.Denials = append(v.Denials, s)
		}
		v.Statements = append(v.Statements, s)
	}
	// Outlets speak, and so do those whom only a pronoun stands for: they are
	// sources of statements without being actors.
	if len(v.Records) == 0 && len(v.Statements) == 0 {
		return nil, missing("The ledger knows no actor of that name. It may have been merged with another: search for it.")
	}
	by := asked{By: name}
	for _, act := range []tocsin.Act{tocsin.Assert, tocsin.Deny, tocsin.Accuse, tocsin.Demand, tocsin.Commit, tocsin.Threaten, tocsin.Warn, tocsin.Believe} {
		if acts[act] > 0 {
			v.Acts = append(v.Acts, count{verb(act), acts[act], templ.SafeURL(by.with("act", string(act)).on("/claims"))})
		}
	}
	for _, s := range tocsin.Standings {
		if standings[s] > 0 {
			v.Standings = append(v.Standings, count{string(s), standings[s], templ.SafeURL(by.with("standing", string(s)).on("/claims"))})
		}
	}
	v.record(by)
	if err := p.promised(ctx, v); err != nil {
		return nil, err
	}
	if len(v.Statements) > mostListed {
		v.Next = by.on("/claims")
		v.Statements = v.Statements[:mostListed]
	}
	v.Denied, v.Denials = v.Denied[:min(mostListed, len(v.Denied))], v.Denials[:min(mostListed, len(v.Denials))]
	return v, nil
}

// record draws the statements by month.
func (v *actorView) record(by asked) {
	var last, first time.Time
	for _, s := range v.Statements {
		if s.First.IsZero() {
			continue
		}
		if first.IsZero() || s.First.Before(first) {
			first = s.First
		}
		if s.First.After(last) {
			last = s.First
		}
	}
	if first.IsZero() {
		return
	}
	end := time.Date(last.Year(), last.Month(), 1, 0, 0, 0, 0, time.UTC)
	begin := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	if oldest := end.AddDate(0, -mostMonths+1, 0); begin.Before(oldest) {
		begin = oldest
	}
	months := (end.Year()-begin.Year())*12 + int(end.Month()-begin.Month()) + 1
	counts := make([]int, max(months, 6))
	for _, s := range v.Statements {
		if i := (s.First.Year()-begin.Year())*12 + int(s.First.Month()-begin.Month()); i >= 0 && i < len(counts) && !s.First.IsZero() {
			counts[i]++
		}
	}
	month := func(i int) time.Time { return begin.AddDate(0, i, 0) }
	v.From, v.To = begin.Format("Jan 2006"), month(len(counts)-1).Format("Jan 2006")
	v.Bars = strip(counts, func(i int) string {
		return month(i).Format("January 2006") + ": " + many(counts[i], "statement")
	}, func(i int) string {
		return by.with("from", month(i).Format(time.DateOnly)).with("to", month(i+1).AddDate(0, 0, -1).Format(time.DateOnly)).on("/claims")
	})
}

// promised follows what the actor promised in its latest articles.
func (p *Pages) promised(ctx context.Context, v *actorView) error {
	var promises []promise.Promise
	var deeds []promise.Deed
	words := map[string]string{}
	for f, err := range p.ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{By: v.Name, Limit: mostPromised}) {
		if err != nil {
			return err
		}
		made, done := promise.Sign(f)
		deeds = append(deeds, done...)
		for _, m := range made {
			if m.Who.Name == v.Name {
				promises = append(promises, m)
				words[m.Article+m.Claim+m.Event] = tocsin.Words(f.Article.Text, m.Spans...)
			}
		}
	}
	v.Promises = promise.Follow(promises, deeds, p.opts.Now())
	slices.Reverse(v.Promises)
	v.Promises = v.Promises[:min(mostListed, len(v.Promises))]
	for _, e := range v.Promises {
		m := e.Mentions[0]
		v.Said[e.ID] = words[m.Article+m.Claim+m.Event]
	}
	return nil
}

// kinds are what the actor is taken for, and whom it speaks for, the most often
// first.
func (v *actorView) kinds() string {
	out := []string{"Actor"}
	for _, record := range v.Records {
		one := strings.ReplaceAll(string(record.Kind), "_", " ")
		if record.Country != "" {
			one += ", " + land(record.Country)
		}
		if one != "" && !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return strings.Join(out, " · ")
}

// summed is what the ledger has of the actor.
func (v *actorView) summed() string {
	var articles int
	var role string
	var first, last time.Time
	for _, record := range v.Records {
		articles, role = articles+record.Articles, cmp.Or(role, record.Role)
		if first.IsZero() || !record.First.IsZero() && record.First.Before(first) {
			first = record.First
		}
		if record.Last.After(last) {
			last = record.Last
		}
	}
	if len(v.Records) == 0 {
		return "A source of statements, not an actor that articles tell of"
	}
	out := "Named in " + many(articles, "article") + ", " + stretch(first, last)
	if role != "" {
		out = capital(role) + ". " + out
	}
	return out
}

// stateWords say what became of a promise.
func stateWords(s promise.State) string {
	words := map[promise.State]string{promise.Open: "open", promise.Due: "due now", promise.Kept: "kept", promise.Broken: "broken", promise.Lapsed: "lapsed", promise.Unclear: "unclear"}
	return cmp.Or(words[s], string(s))
}
