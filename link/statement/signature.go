package statement

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Signature is what is kept of one claim, so that it can be compared without
// its article. It is a function of the Findings alone, and may be stored as
// JSON.
type Signature struct {
	Article   string
	Claim     string
	Outlet    string
	Published time.Time
	Source    Source
	Act       tocsin.Act
	Cue       string // the lemma
	Content   Content
	Spans     []tocsin.Span // where the content stands
	Names     []string      // actors that the content names, as Source.Key; sorted
	Places    []Spot        // towns and points in the content, in text order
	Parties   []string      // countries (alpha-3) of those actors; sorted
	Figures   []tocsin.Quantity
	Dates     []string // TIMEX3 values of days, weeks, months, years; sorted
	Events    []Happening
	Context   []Term // the heaviest words around it in its paragraph
	Title     []Term // the words of the article's title
	Vector    []int8 // the claim's own
	Against   []Term // what the claims say that it denies in its own article
}

// Source is who makes a claim, as far as articles must agree on it.
type Source struct {
	Name    string
	Key     string // the name's spelling, "" where nobody is named
	Country string // ISO 3166 alpha-3
	Kind    tocsin.ActorKind
}

// Spot is a place as far as two of them must be told apart.
type Spot struct {
	Name     string // the gazetteer's
	Lat, Lon float64
}

// Happening is what a claim says that happened.
type Happening struct {
	Category  tocsin.Category
	Actor     string // country, alpha-3
	Recipient string // country, alpha-3
	Negated   bool
	Span      tocsin.Span // its trigger
}

// Sign makes the signatures of all claims of an article, in their order.
// Claims without content have none.
func Sign(findings tocsin.Findings) []Signature {
	r := newReading(findings)
	signatures := make([]Signature, 0, len(findings.Claims))
	contents := map[string][]Term{}
	for _, claim := range findings.Claims {
		if len(claim.Content) == 0 {
			continue
		}
		signature := r.sign(claim)
		contents[claim.ID] = signature.Content.Terms
		signatures = append(signatures, signature)
	}
	denies := map[string][]string{}
	for _, claim := range findings.Claims {
		denies[claim.ID] = claim.Denies
	}
	for i := range signatures {
		for _, id := range denies[signatures[i].Claim] {
			signatures[i].Against = append(signatures[i].Against, contents[id]...)
		}
		signatures[i].Against = distinct(signatures[i].Against)
	}
	return signatures
}

// reading is the Findings of one article, each kind in text order, so that
// what stands in a content is found by binary search.
type reading struct {
	findings tocsin.Findings
	title    []Term
	mentions []placed[*tocsin.Actor]
	places   []placed[Spot]
	figures  []placed[tocsin.Quantity]
	dates    []placed[string]
	events   []placed[tocsin.Event]
}

type placed[T any] struct {
	span  tocsin.Span
	value T
}

func newReading(findings tocsin.Findings) reading {
	r := reading{findings: findings, title: Read(findings.Article.Title).Terms}
	for i := range findings.Actors {
		for _, mention := range findings.Actors[i].Mentions {
			r.mentions = append(r.mentions, placed[*tocsin.Actor]{mention, &findings.Actors[i]})
		}
	}
	for _, place := range findings.Places {
		if place.Precision == "city" || place.Precision == "point" {
			r.places = append(r.places, placed[Spot]{place.Span, Spot{place.Name, place.Lat, place.Lon}})
		}
	}
	for _, quantity := range findings.Quantities {
		r.figures = append(r.figures, placed[tocsin.Quantity]{quantity.Span, quantity})
	}
	for _, when := range findings.Whens {
		if when.Start != "" {
			r.dates = append(r.dates, placed[string]{when.Span, when.Value})
		}
	}
	for _, event := range findings.Events {
		r.events = append(r.events, placed[tocsin.Event]{event.Trigger, event})
	}
	inOrder(r.mentions)
	inOrder(r.places)
	inOrder(r.figures)
	inOrder(r.dates)
	inOrder(r.events)
	return r
}

func inOrder[T any](items []placed[T]) {
	slices.SortStableFunc(items, func(a, b placed[T]) int { return a.span.Compare(b.span) })
}

// within are the values that stand in one of the spans.
func within[T any](items []placed[T], spans []tocsin.Span) []T {
	var found []T
	for _, span := range spans {
		first, _ := slices.BinarySearchFunc(items, span.Start, func(item placed[T], start int) int { return cmp.Compare(item.span.Start, start) })
		for _, item := range items[first:] {
			if item.span.Start >= span.End {
				break
			}
			if item.span.End <= span.End {
				found = append(found, item.value)
			}
		}
	}
	return found
}

func (r reading) sign(claim tocsin.Claim) Signature {
	article := r.findings.Article
	signature := Signature{
		Article: article.ID, Claim: claim.ID, Outlet: article.Outlet, Published: article.Published,
		Source: source(claim.Source), Act: claim.Act, Cue: claim.Cue.Lemma,
		Content: read(article.Text, claim.Content), Spans: claim.Content,
		Figures: within(r.figures, claim.Content), Context: r.context(claim), Title: r.title, Vector: claim.Vector,
	}
	if claim.Form == tocsin.Direct {
		signature.Content.Quotes = nil
		for _, span := range claim.Content {
			signature.Content.Quotes = append(signature.Content.Quotes, plain(span.Of(article.Text)))
		}
	}
	for _, actor := range within(r.mentions, claim.Content) {
		signature.Names = append(signature.Names, spelling(actor.Name))
		if actor.Country != "" {
			signature.Parties = append(signature.Parties, actor.Country)
		}
	}
	signature.Places = within(r.places, claim.Content)
	signature.Dates = within(r.dates, claim.Content)
	for _, list := range []*[]string{&signature.Names, &signature.Parties, &signature.Dates} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	for _, event := range within(r.events, claim.Content) {
		signature.Events = append(signature.Events, Happening{
			Category: event.Category, Actor: event.Actor.Country, Recipient: event.Recipient.Country,
			Negated: event.Status == tocsin.Negated, Span: event.Trigger,
		})
	}
	return signature
}

func source(source tocsin.Source) Source {
	return Source{Name: source.Name, Key: spelling(source.Name), Country: source.Country, Kind: source.Kind}
}

// around is how many bytes of its paragraph a claim is read with on each side,
// and contextTerms how many words of them are kept: enough to tell one
// happening from another.
const (
	around       = 400
	contextTerms = 16
)

// context are the heaviest words around the content in its paragraph, without
// source and cue: who says it is compared by itself.
func (r reading) context(claim tocsin.Claim) []Term {
	spans := claim.Content
	text := r.findings.Article.Text
	first, last := spans[0].Start, spans[len(spans)-1].End
	start := max(0, first-around)
	if at := strings.LastIndex(text[start:first], "\n"); at >= 0 {
		start += at + 1
	}
	end := min(len(text), last+around)
	if at := strings.Index(text[last:end], "\n"); at >= 0 {
		end = last + at
	}
	tokens := append(tokenize(text, wholeWords(text, start, first)), tokenize(text, wholeWords(text, last, end))...)
	tokens = slices.DeleteFunc(tokens, func(at token) bool { return at.span.Overlaps(claim.Source.Span) || at.span.Overlaps(claim.Cue.Span) })
	found := terms(text, tokens)
	found = distinct(found)
	slices.SortStableFunc(found, func(a, b Term) int { return cmp.Compare(b.Weight, a.Weight) })
	found = found[:min(len(found), contextTerms)]
	for i := range found {
		found[i].Span, found[i].Negated = tocsin.Span{}, false
	}
	return distinct(found)
}

// wholeWords is the range without the parts of words at its ends.
func wholeWords(text string, start, end int) tocsin.Span {
	for start < end && start > 0 && !space(text[start-1]) && !space(text[start]) {
		start++
	}
	for end > start && end < len(text) && !space(text[end-1]) && !space(text[end]) {
		end--
	}
	return tocsin.Span{Start: start, End: end}
}

func space(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }
