// Package origin joins articles that come from the same place. In go two
// articles (what was read from them and their texts), out come edges: one
// copies the other down to a paragraph, both carry an agency's tag, one cites
// what the other's outlet reported, both hold the same quotations and figures.
// Each edge says what was found, where in both texts and how much it weighs.
// The components of the graph of strong edges are the independent origins of a
// set of articles (Origins) or of claims (OriginsOf).
//
// An article is compared with few others: Of makes a small Signature of each,
// and two that can be linked share one of its Keys. Index, or a table of keys
// in a ledger, finds them; see there why the cost does not grow with the
// number of articles and why their order makes no difference.
//
// It does not follow a report through a translation, and does not tell who of
// two outlets that print the same was right to.
package origin

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
)

// Signature is what is kept of an article to find and join it with others: at
// most about 2 KB, the same for the same findings, and fit for JSON.
type Signature struct {
	ID           string    `json:",omitzero"`
	Outlet       string    `json:",omitzero"` // the publisher's node: "outlet:reuters"; "" where unknown
	Published    time.Time `json:",omitzero"`
	Revises      string    `json:",omitzero"` // ID of the article that this one replaces
	Words        int       `json:",omitzero"` // how many the text has
	Fingerprints []uint32  `json:",omitzero"` // sampled shingles, rising
	Quotes       []uint32  `json:",omitzero"` // one shingle of each long quotation, rising
	Figures      []Figure  `json:",omitzero"` // uncommon ones, in text order
	Cites        []Cite    `json:",omitzero"` // publishers that it names as where it has something from
}

// Figure is an uncommon figure: its value and unit, hashed, and where it stands.
type Figure struct {
	Key  uint32
	Span tocsin.Span
}

// Cite is a place where an article says whose report it goes back to.
type Cite struct {
	Outlet string // the publisher's node
	Kind   Kind   // Agency, Reprint, Cites or Interview
	Words  string // what says so: "according to the Financial Times"
	Span   tocsin.Span
	Score  float64 // how much it says of the whole article
}

// What a signature holds at most, so that it stays small.
const (
	mostQuotes  = 16
	mostFigures = 12
	mostCites   = 12
)

// Of makes the signature of an article from what was read of it. Claims and
// Quantities may be missing; then there are fewer citations and no figures.
func Of(f tocsin.Findings) Signature {
	article := f.Article
	words := readWords(article.Text)
	sig := Signature{
		ID: article.ID, Outlet: publisherOf(article), Published: article.Published, Revises: article.Revises,
		Words: len(words), Fingerprints: fingerprints(words), Quotes: quoteKeys(words), Figures: figures(f.Quantities),
	}
	sig.Cites = citesOf(f, words, sig.Outlet)
	return sig
}

// publisherOf names the node of who published an article.
func publisherOf(article tocsin.Article) string {
	if known := press().byName(article.Outlet); known != nil {
		return known.node
	}
	if at, err := url.Parse(article.URL); err == nil {
		if known := press().byHost(at.Hostname()); known != nil {
			return known.node
		}
		if article.Outlet == "" && at.Hostname() != "" {
			return outletNode + strings.TrimPrefix(at.Hostname(), "www.")
		}
	}
	if name := slug(article.Outlet); name != "" {
		return outletNode + name
	}
	return ""
}

// Keys are what two articles that can be linked share one of at least, each
// once: fingerprints and quotations of the text, and the article that is
// revised. Publishers are no keys, since Edges joins articles to them without a
// partner; nor are figures, which alone are too weak to join anything.
func (s Signature) Keys() []uint64 {
	const quote, page = 1 << 32, 2 << 32
	keys := make([]uint64, 0, len(s.Fingerprints)+len(s.Quotes)+2)
	for _, key := range s.Fingerprints {
		keys = append(keys, uint64(key))
	}
	for _, key := range s.Quotes {
		keys = append(keys, quote|uint64(key))
	}
	keys = append(keys, page|uint64(hashForm(s.ID)))
	if s.Revises != "" && s.Revises != s.ID {
		keys = append(keys, page|uint64(hashForm(s.Revises)))
	}
	return keys
}

// Edges joins an article to publishers: to its own, to the agencies and outlets
// that it says it has something from, and its own to who owns it. What comes
// from elsewhere by its own word is not its outlet's report, and its tie to the
// outlet is then too weak to join.
func (s Signature) Edges() []Edge {
	const lent = 0.3
	var edges []Edge
	for _, cite := range s.Cites {
		edges = append(edges, Edge{
			A: s.ID, B: cite.Outlet, Kind: cite.Kind, Score: cite.Score, From: cite.Outlet,
			Shared: []Shared{{A: cite.Span}}, Why: "it says “" + cite.Words + "”",
		})
	}
	if s.Outlet == "" {
		return edges
	}
	own := Edge{A: s.ID, B: s.Outlet, Kind: Published, Score: 1, From: s.Outlet, Why: "published by " + press().nameOf(s.Outlet)}
	if slices.ContainsFunc(edges, func(edge Edge) bool { return edge.Score >= Strong }) {
		own.Score = lent
		own.Why += ", which has it from elsewhere"
	}
	return append(append(edges, own), press().owned(s.Outlet)...)
}

// Owners joins a publisher to whom it belongs, as far as that is known.
func Owners(publisher string) []Edge { return press().owned(publisher) }

// quoteKeys are the least shingles of the quotations of leastQuote words and
// more, of the longest ones first.
func quoteKeys(words []word) []uint32 {
	var runs [][]word
	for i := 0; i < len(words); {
		end := i
		for end < len(words) && words[end].quoted {
			end++
		}
		if end-i >= leastQuote {
			runs = append(runs, words[i:end])
		}
		i = max(i+1, end)
	}
	slices.SortStableFunc(runs, func(a, b []word) int { return len(b) - len(a) })
	var keys []uint32
	for _, run := range runs[:min(len(runs), mostQuotes)] {
		keys = append(keys, slices.Min(shingles(run)))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// figures keeps the quantities that two reporters would hardly give both by
// chance: those of three and more significant digits that are no year.
func figures(quantities []tocsin.Quantity) []Figure {
	var kept []Figure
	for _, q := range quantities {
		if q.Value == nil || !uncommon(*q.Value) || len(kept) == mostFigures {
			continue
		}
		form := strconv.FormatFloat(*q.Value, 'g', -1, 64) + " " + q.Unit
		kept = append(kept, Figure{Key: hashForm(form), Span: q.Span})
	}
	return kept
}

func uncommon(value float64) bool {
	if value == math.Trunc(value) && value >= 1900 && value < 2100 {
		return false
	}
	digits, _, _ := strings.Cut(strconv.FormatFloat(math.Abs(value), 'e', -1, 64), "e")
	return len(strings.ReplaceAll(digits, ".", "")) >= 3
}
