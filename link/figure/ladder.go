package figure

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Ladder is all figures about one thing, in the order of time.
type Ladder struct {
	ID      string `json:"id"`   // a hash of its earliest rung's figure
	What    string `json:"what"` // in words: "Russian soldiers sent, Belarus"
	Unit    string `json:"unit,omitzero"`
	Country string `json:"country,omitzero"` // ISO 3166 alpha-3
	Place   string `json:"place,omitzero"`
	Rungs   []Rung `json:"rungs"` // by as-of, then publication
	Estimate
}

// Rung is one figure by one source, with all reports that give it.
type Rung struct {
	Figure  tocsin.Quantity `json:"figure"`
	Words   string          `json:"words"`
	Source  Source          `json:"source,omitzero"` // zero where the outlets themselves say it
	AsOf    string          `json:"as_of,omitzero"`
	Dated   bool            `json:"dated,omitzero"` // the words tell as of when; else it is the day of publication
	Mode    Mode            `json:"mode,omitzero"`
	Extent  Extent          `json:"extent,omitzero"`
	Reports []Report        `json:"reports"` // the earliest first
	Flags   []Flag          `json:"flags,omitzero"`
}

// Report is where a rung stands.
type Report struct {
	Article   string    `json:"article"`
	Outlet    string    `json:"outlet,omitzero"`
	Published time.Time `json:"published,omitzero"`
	Quantity  string    `json:"quantity"`          // ID of the figure in the article
	Replaced  bool      `json:"replaced,omitzero"` // another article here revises this one
}

// Ladders groups figures by what they are about. It does not matter in which
// order they are given; the same figure given twice counts once. Origin names
// the group of articles that an article shares its origin with (nil: each is
// its own); reports of one group count once in estimates.
//
// Figures are taken in the order of time, and each joins the ladder that it
// fits best: it must be the same (Same) as most of the ladder's latest figures
// and excluded by none of them, so that no chain leads from one thing to
// another. It is compared with a bounded number of ladders that share its noun
// and a place, a side or a telling word, so that cost grows with the number of
// figures alone.
func Ladders(signatures []Signature, origin func(article string) string) []Ladder {
	if origin == nil {
		origin = func(article string) string { return article }
	}
	ordered := slices.Clone(signatures)
	slices.SortStableFunc(ordered, Signature.compare)
	ordered = slices.CompactFunc(ordered, func(a, b Signature) bool { return a.compare(b) == 0 })
	replaced := map[string]bool{}
	for _, s := range ordered {
		if s.Revises != "" && s.Revises != s.Article {
			replaced[s.Revises] = true
		}
	}
	x := index{blocks: map[string][]int{}}
	for _, s := range ordered {
		x.add(s)
	}
	ladders := make([]Ladder, 0, len(x.piles))
	for _, pile := range x.piles {
		ladders = append(ladders, pile.ladder(replaced, origin))
	}
	return ladders
}

// compare orders figures by as-of, publication, article and place in it.
func (s Signature) compare(other Signature) int {
	return cmp.Or(
		strings.Compare(s.AsOf, other.AsOf), s.Published.Compare(other.Published), strings.Compare(s.Article, other.Article),
		s.Figure.Span.Compare(other.Figure.Span), strings.Compare(s.Figure.ID, other.Figure.ID),
	)
}

// ladder makes a Ladder of the pile.
func (p pile) ladder(replaced map[string]bool, origin func(string) string) Ladder {
	l := Ladder{ID: identity(p[0]), What: p.what(), Unit: p[0].Figure.Unit}
	l.Country, l.Place = p.place()
	for _, s := range p {
		l.Rungs = join(l.Rungs, s, replaced[s.Article])
	}
	flag(l.Rungs)
	l.Estimate = estimate(l.Rungs, origin)
	return l
}

func identity(s Signature) string {
	sum := sha256.Sum256([]byte(s.Article + "\x00" + s.Figure.ID))
	return "l" + hex.EncodeToString(sum[:6])
}

// folding is how many days apart outlets print one figure of one source.
const folding = 3

// join adds a figure to the rungs: to the one that it repeats, else as a new
// one.
func join(rungs []Rung, s Signature, replaced bool) []Rung {
	report := Report{Article: s.Article, Outlet: s.Outlet, Published: s.Published, Quantity: s.Figure.ID, Replaced: replaced}
	const back = 16
	for i := len(rungs) - 1; i >= max(0, len(rungs)-back); i-- {
		if r := &rungs[i]; r.repeats(s) {
			r.Reports = append(r.Reports, report)
			return rungs
		}
	}
	return append(rungs, Rung{
		Figure: s.Figure, Words: s.Words, Source: s.Source, AsOf: s.AsOf, Dated: s.From != "" && s.Extent == Open, Mode: s.Mode, Extent: s.Extent, Reports: []Report{report},
	})
}

func (r Rung) repeats(s Signature) bool {
	if r.Figure.Bound != s.Figure.Bound || !sameValue(r.Figure, s.Figure) || r.Mode != s.Mode || r.Extent != s.Extent || r.Source.key() != s.Source.key() {
		return false
	}
	dated := s.From != "" && s.Extent == Open
	if dated && r.Dated {
		return r.AsOf == s.AsOf
	}
	first, wrong := time.Parse(day, r.AsOf)
	second, wrongToo := time.Parse(day, s.AsOf)
	return wrong == nil && wrongToo == nil && second.Sub(first).Hours() <= 24*folding || r.AsOf == s.AsOf
}

// key is what two figures of one source share.
func (s Source) key() string {
	if s.Name == "" && s.Claim != "" {
		return "?"
	}
	return strings.ToLower(s.Name)
}
