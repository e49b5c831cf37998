package figure

import (
	"cmp"
	"slices"
	"time"

	"tocsin"
)

// Signature is what is kept of one figure, so that it can be compared without
// its article. It is a function of the Findings alone, takes less than a
// kilobyte, and may be stored as JSON.
type Signature struct {
	Article   string          `json:"article,omitzero"`
	Revises   string          `json:"revises,omitzero"` // the article that its article replaces
	Outlet    string          `json:"outlet,omitzero"`
	Published time.Time       `json:"published,omitzero"`
	Figure    tocsin.Quantity `json:"figure,omitzero"` // with the bound, value, unit and words of the article
	Words     string          `json:"words,omitzero"`  // as it stands there: "less than 9,000 people"
	Thing     Thing           `json:"thing,omitzero"`
	Attribute string          `json:"attribute,omitzero"` // what befalls it: "killed"; "" where no known word says so
	Per       string          `json:"per,omitzero"`       // of a rate: "day", "month"
	Beside    string          `json:"beside,omitzero"`    // ID of the figure before that a bare one takes its noun from
	Part      bool            `json:"part,omitzero"`      // it counts some of what another figure counts: "including three children"
	Mode      Mode            `json:"mode,omitzero"`
	Extent    Extent          `json:"extent,omitzero"`
	Country   string          `json:"country,omitzero"` // ISO 3166 alpha-3: where what is counted is
	Spots     []Spot          `json:"spots,omitzero"`   // towns and points of its sentence, the nearest first
	AsOf      string          `json:"as_of,omitzero"`   // 2006-01-02; the day of publication where no words tell another, "" where it was some time before
	From      string          `json:"from,omitzero"`    // first day of the stretch of time that the words name; "" where they name none
	Source    Source          `json:"source,omitzero"`  // zero where the outlet itself says it
	Context   []string        `json:"context,omitzero"` // telling words of its sentence and the one before; sorted
}

// Mode says whether a figure is told as fact.
type Mode string

// The modes of a figure.
const (
	Fact      Mode = ""
	Expected  Mode = "expected"  // planned, promised, feared
	Supposed  Mode = "supposed"  // a condition, a demand, a rule, a question
	Withdrawn Mode = "withdrawn" // taken back where it stands: "an earlier version said"
)

// Extent says which stretch of time a figure covers.
type Extent string

// The extents of a figure.
const (
	Open       Extent = ""           // the words do not tell
	Cumulative Extent = "cumulative" // all until then: "since February", "so far", "in total"
	Recent     Extent = "recent"     // of a last stretch: "in the past 24 hours", "over the weekend"
)

// Source is who gives a figure, as far as articles must agree on it.
type Source struct {
	Claim   string           `json:"claim,omitzero"` // ID of the claim that holds the figure
	Name    string           `json:"name,omitzero"`  // "" where nobody is named
	Country string           `json:"country,omitzero"`
	Kind    tocsin.ActorKind `json:"kind,omitzero"`
}

// Spot is a place as far as two of them must be told apart.
type Spot struct {
	Name string  `json:"name,omitzero"`
	Lat  float64 `json:"lat"`
	Lon  float64 `json:"lon"`
}

// Sign makes the signatures of an article's figures, in text order. Lengths of
// time have none, since they count nothing that changes, nor have sources that
// are counted ("two officials said").
func Sign(findings tocsin.Findings) []Signature {
	r := newReading(findings)
	for _, at := range r.figures {
		r.signed = append(r.signed, r.sign(at))
	}
	return r.signed
}

// placed is a finding where it stands, in words.
type placed[T any] struct {
	first, end int // words [first, end) of the reading
	value      T
}

// reading is the Findings of one article, each kind in text order.
type reading struct {
	findings tocsin.Findings
	words    []word
	figures  []placed[tocsin.Quantity]
	places   []placed[tocsin.Place]
	lands    []placed[string] // countries that words name: "Russian", "Minsk"
	whens    []placed[tocsin.When]
	speakers []tocsin.Span // words that are the source of a claim, in text order
	contents tocsin.Contents
	signed   []Signature // of the figures before the one that is read
}

func newReading(findings tocsin.Findings) *reading {
	r := &reading{findings: findings, words: cut(findings.Article.Text), contents: tocsin.NewContents(findings.Claims)}
	for _, claim := range findings.Claims {
		if !claim.Source.Span.IsZero() {
			r.speakers = append(r.speakers, claim.Source.Span)
		}
	}
	slices.SortFunc(r.speakers, tocsin.Span.Compare)
	for _, quantity := range findings.Quantities {
		if !lengthOfTime[quantity.Unit] && !r.speaks(quantity.Span) {
			r.figures = append(r.figures, at(r, quantity.Span, quantity))
		}
	}
	for _, place := range findings.Places {
		r.places = append(r.places, at(r, place.Span, place))
	}
	for _, when := range findings.Whens {
		r.whens = append(r.whens, at(r, when.Span, when))
	}
	r.lands = lands(findings.Article.Text, r.words)
	inOrder(r.figures)
	inOrder(r.places)
	inOrder(r.whens)
	return r
}

var lengthOfTime = map[string]bool{"second": true, "minute": true, "hour": true, "day": true, "week": true, "month": true, "year": true, "decade": true, "century": true}

func at[T any](r *reading, span tocsin.Span, value T) placed[T] {
	first, _ := slices.BinarySearchFunc(r.words, span.Start+1, func(w word, start int) int { return cmp.Compare(w.span.End, start) })
	end, _ := slices.BinarySearchFunc(r.words, span.End, func(w word, end int) int { return cmp.Compare(w.span.Start, end) })
	return placed[T]{first, max(first, end), value}
}

func inOrder[T any](items []placed[T]) {
	slices.SortStableFunc(items, func(a, b placed[T]) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.end, a.end)) })
}

// within are the items that stand in words [first, end).
func within[T any](items []placed[T], first, end int) []placed[T] {
	from, _ := slices.BinarySearchFunc(items, first, func(item placed[T], first int) int { return cmp.Compare(item.first, first) })
	to := from
	for to < len(items) && items[to].first < end {
		to++
	}
	return items[from:to]
}

// sign reads one figure.
func (r *reading) sign(f placed[tocsin.Quantity]) Signature {
	article := r.findings.Article
	s := Signature{
		Article: article.ID, Revises: article.Revises, Outlet: article.Outlet, Published: article.Published,
		Figure: f.value, Words: f.value.Span.Of(article.Text),
	}
	scene := r.scene(f)
	s.Source = r.source(f.value.Span)
	r.counted(&s, scene)
	r.befalls(&s, scene)
	s.Per = scene.per()
	if mode := scene.mode(); mode != Fact {
		s.Mode = mode
	}
	r.where(&s, scene)
	r.side(&s, scene)
	r.time(&s, scene)
	s.Context = scene.context()
	return s
}

// source is whose claim holds the figure.
func (r *reading) source(span tocsin.Span) Source {
	claim := r.contents.Around(span)
	if claim == nil {
		return Source{}
	}
	return Source{Claim: claim.ID, Name: claim.Source.Name, Country: claim.Source.Country, Kind: claim.Source.Kind}
}
