package ask

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/link/figure"
	"tocsin/store"
)

// Ladder is every figure about one thing, in the order of time.
type Ladder struct {
	ID      string   `json:"id"`
	What    string   `json:"what"` // in words: "Russian soldiers sent, Belarus"
	Unit    string   `json:"unit"`
	Country string   `json:"country"` // ISO 3166 alpha-3
	Place   string   `json:"place"`
	Low     *float64 `json:"low"` // the bounds that sources commit to
	Best    *float64 `json:"best"`
	High    *float64 `json:"high"`
	Reason  string   `json:"reason"` // why best is the best
	Rungs   []Rung   `json:"rungs"`
}

// Rung is one figure by one source, with all reports that give it.
type Rung struct {
	AsOf    string       `json:"as_of"`
	Dated   bool         `json:"dated"` // the words tell as of when; else it is the day of publication
	Value   *float64     `json:"value"`
	High    *float64     `json:"high"`
	Bound   tocsin.Bound `json:"bound"`
	Spoken  string       `json:"spoken"` // "less than 9,000"
	Words   string       `json:"words"`  // as the report has it
	Source  string       `json:"source"` // who gives it: its source, else the outlet that first had it
	Country string       `json:"country"`
	Mode    figure.Mode  `json:"mode"`
	Extent  string       `json:"extent"`
	Reports []Report     `json:"reports"`
	Flags   []Flag       `json:"flags"`
}

// Report is where a rung stands.
type Report struct {
	Article   string     `json:"article"`
	Outlet    string     `json:"outlet"`
	Published *time.Time `json:"published"`
	Figure    string     `json:"figure"` // ID of the figure in the article
}

// Flag is what is to be noticed of a rung.
type Flag struct {
	Kind   figure.FlagKind `json:"kind"` // jump, conflict, revised
	Reason string          `json:"reason"`
}

// Ladders puts the figures that a filter selects together: those with at least
// so many rungs, the latest first. The limit is that of ladders.
func Ladders(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter, least int) ([]Ladder, error) {
	all := filter
	all.Limit = 0
	var signatures []figure.Signature
	var articles []string
	for findings, err := range ledger.Select(ctx, tocsin.NounQuantity, all) {
		if err != nil {
			return nil, err
		}
		signatures = append(signatures, figure.Sign(findings)...)
		articles = append(articles, findings.Article.ID)
	}
	origins, err := Among(ctx, ledger, articles, all)
	if err != nil {
		return nil, err
	}
	var ladders []Ladder
	for _, ladder := range figure.Ladders(signatures, origins) {
		if len(ladder.Rungs) >= least {
			ladders = append(ladders, ladderOf(ladder))
		}
	}
	slices.SortStableFunc(ladders, func(a, b Ladder) int {
		return strings.Compare(b.Rungs[len(b.Rungs)-1].AsOf, a.Rungs[len(a.Rungs)-1].AsOf)
	})
	return limited(ladders, filter), nil
}

func ladderOf(l figure.Ladder) Ladder {
	out := Ladder{
		ID: l.ID, What: l.What, Unit: l.Unit, Country: l.Country, Place: l.Place,
		Low: l.Low, Best: l.Best, High: l.High, Reason: l.Reason,
	}
	for _, r := range l.Rungs {
		rung := Rung{
			AsOf: r.AsOf, Dated: r.Dated, Value: r.Figure.Value, High: r.Figure.High, Bound: r.Figure.Bound, Spoken: figure.Spoken(r.Figure),
			Words: r.Words, Source: cmp.Or(r.Source.Name, r.Reports[0].Outlet), Country: r.Source.Country,
			Mode: r.Mode, Extent: string(r.Extent), Reports: []Report{}, Flags: []Flag{},
		}
		for _, report := range r.Reports {
			rung.Reports = append(rung.Reports, Report{report.Article, report.Outlet, instant(report.Published), report.Quantity})
		}
		for _, flag := range r.Flags {
			rung.Flags = append(rung.Flags, Flag{flag.Kind, flag.Reason})
		}
		out.Rungs = append(out.Rungs, rung)
	}
	return out
}
