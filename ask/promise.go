package ask

import (
	"context"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/link/promise"
	"tocsin/store"
)

// Promise is what somebody said that he would do, and what became of it.
type Promise struct {
	ID          string        `json:"id"`
	Kind        promise.Kind  `json:"kind"` // commitment, threat, plan
	State       promise.State `json:"state"`
	Who         Side          `json:"who"`
	Text        string        `json:"text"` // the words of its first report
	Line        string        `json:"line"` // what would be the deed, in coded parts
	Said        *time.Time    `json:"said"`
	DueFrom     string        `json:"due_from"` // days, "" where none is named
	DueTo       string        `json:"due_to"`
	Conditional bool          `json:"conditional"`
	Articles    int           `json:"articles"`
	Outlets     int           `json:"outlets"`
	Reports     []Said        `json:"reports"`
	Deed        *Deed         `json:"deed"` // what decided, nil for nothing
	Reasons     []string      `json:"reasons"`
}

// Said is a report of a promise.
type Said struct {
	Article string `json:"article"`
	Outlet  string `json:"outlet"`
	Claim   string `json:"claim"` // "" where the outlet itself tells of a plan
	Event   string `json:"event"`
}

// Deed is a report that a promise was kept or broken.
type Deed struct {
	Article string   `json:"article"`
	Event   string   `json:"event"`
	Claim   string   `json:"claim"`
	Reasons []string `json:"reasons"`
}

// Promises follows the promises in the articles that a filter selects up to a
// moment; state "" is any. The latest come first. Deeds are looked for in those
// articles and in all later reports of what was promised.
func Promises(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter, state promise.State, now time.Time) ([]Promise, error) {
	all := filter
	all.By, all.Limit = "", 0
	var promises []promise.Promise
	var deeds []promise.Deed
	words := map[[3]string]string{}
	for findings, err := range ledger.Select(ctx, tocsin.NounArticle, all) {
		if err != nil {
			return nil, err
		}
		made, done := promise.Sign(findings)
		for _, p := range made {
			words[[3]string{p.Article, p.Claim, p.Event}] = tocsin.Words(findings.Article.Text, p.Spans...)
		}
		promises, deeds = append(promises, made...), append(deeds, done...)
	}
	promises = slices.DeleteFunc(promises, func(p promise.Promise) bool { return filter.By != "" && !namesAll(p.Who.Name, filter.By) })
	later, err := deedsFor(ctx, ledger, promises, filter.AsOf)
	if err != nil {
		return nil, err
	}
	entries := promise.Follow(promises, append(deeds, later...), now)
	slices.SortStableFunc(entries, func(a, b promise.Entry) int { return b.Said.Compare(a.Said) })
	var found []Promise
	for _, e := range entries {
		if state == "" || e.State == state {
			first := e.Mentions[0]
			found = append(found, promiseOf(e, words[[3]string{first.Article, first.Claim, first.Event}]))
		}
	}
	return limited(found, filter), nil
}

// deedsFor are the events told in the ledger that may be what was promised.
func deedsFor(ctx context.Context, ledger *store.Ledger, promises []promise.Promise, asOf time.Time) ([]promise.Deed, error) {
	type sought struct {
		category tocsin.Category
		country  string
	}
	since := map[sought]time.Time{}
	for _, p := range promises {
		for _, act := range p.Would {
			for _, country := range strings.Split(act.Actor.Country, ",") {
				of := sought{act.Category, country}
				if first, known := since[of]; country != "" && (!known || p.Published.Before(first)) {
					since[of] = p.Published
				}
			}
		}
	}
	var deeds []promise.Deed
	for of, first := range since {
		filter := tocsin.Filter{Category: of.category, Country: of.country, From: first, AsOf: asOf}
		for findings, err := range ledger.Select(ctx, tocsin.NounEvent, filter) {
			if err != nil {
				return nil, err
			}
			_, done := promise.Sign(findings)
			deeds = append(deeds, done...)
		}
	}
	return deeds, nil
}

func promiseOf(e promise.Entry, text string) Promise {
	out := Promise{
		ID: e.ID, Kind: e.Kind, State: e.State, Who: Side{e.Who.Name, e.Who.Country}, Text: text, Line: e.Line, Said: instant(e.Said),
		Conditional: e.Conditional, Articles: e.Articles, Outlets: e.Outlets, Reasons: e.Reasons,
	}
	if !e.Due.IsZero() {
		out.DueFrom, out.DueTo = e.Due.From.Format(time.DateOnly), e.Due.To.Format(time.DateOnly)
	}
	for _, m := range e.Mentions {
		out.Reports = append(out.Reports, Said{m.Article, m.Outlet, m.Claim, m.Event})
	}
	if e.Match != nil {
		out.Deed = &Deed{e.Match.Deed.Article, e.Match.Deed.Event, e.Match.Deed.Claim, e.Match.Reasons}
	}
	return out
}
