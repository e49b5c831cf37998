package export

import (
	"cmp"
	"strings"

	"tocsin"
)

// reading is the Findings of one article with their names looked up once.
type reading struct {
	tocsin.Findings
	words  wording
	actors map[string]tocsin.Actor
	claims map[string]tocsin.Claim
	places map[string]tocsin.Place
	whens  map[string]tocsin.When
	within tocsin.Contents
}

func newReading(findings tocsin.Findings) *reading {
	text := findings.Article.Text
	return &reading{
		Findings: findings,
		words:    wording{text, tocsin.NewRunes(text)},
		actors:   byID(findings.Actors, func(actor tocsin.Actor) string { return actor.ID }),
		claims:   byID(findings.Claims, func(claim tocsin.Claim) string { return claim.ID }),
		places:   byID(findings.Places, func(place tocsin.Place) string { return place.ID }),
		whens:    byID(findings.Whens, func(when tocsin.When) string { return when.ID }),
		within:   tocsin.NewContents(findings.Claims),
	}
}

// byID makes a map of a list. Of two of one name the first counts.
func byID[T any](list []T, id func(T) string) map[string]T {
	found := make(map[string]T, len(list))
	for _, item := range list {
		if _, there := found[id(item)]; !there {
			found[id(item)] = item
		}
	}
	return found
}

// around is the innermost claim whose content holds the span, the zero Claim
// where the outlet itself says it.
func (r *reading) around(span tocsin.Span) tocsin.Claim {
	if claim := r.within.Around(span); claim != nil {
		return *claim
	}
	return tocsin.Claim{}
}

// context is the words around a span, within its paragraph: about a line.
func (r *reading) context(span tocsin.Span) string {
	const before, behind = 48, 80
	if span.IsZero() {
		return ""
	}
	text := r.words.text
	low, high := max(0, span.Start-before), min(len(text), span.End+behind)
	if i := strings.LastIndexByte(text[low:span.Start], '\n'); i >= 0 {
		low += i + 1
	}
	if i := strings.IndexByte(text[span.End:high], '\n'); i >= 0 {
		high = span.End + i
	}
	// Whole words only.
	if i := strings.IndexByte(text[low:span.Start], ' '); low > 0 && text[low-1] != '\n' && i >= 0 {
		low += i + 1
	}
	if i := strings.LastIndexByte(text[span.End:high], ' '); high < len(text) && text[high] != '\n' && i >= 0 {
		high = span.End + i
	}
	return strings.ToValidUTF8(text[low:high], "")
}

// parts are the words of the segments of a claim's content.
func (r *reading) parts(claim tocsin.Claim) []string {
	return each(claim.Content, func(span tocsin.Span) string { return span.Of(r.words.text) })
}

// content is what a claim says; where it is cut in several segments, an
// ellipsis stands between them.
func (r *reading) content(claim tocsin.Claim) string {
	return strings.Join(r.parts(claim), " … ")
}

// hull covers all the spans that are set.
func hull(spans []tocsin.Span) tocsin.Span {
	var all tocsin.Span
	for _, span := range spans {
		switch {
		case span.IsZero():
		case all.IsZero():
			all = span
		default:
			all = tocsin.Span{Start: min(all.Start, span.Start), End: max(all.End, span.End)}
		}
	}
	return all
}

// sourceName is what a claim's source is called, in the article's own words
// where it has no name.
func (r *reading) sourceName(source tocsin.Source) string {
	return cmp.Or(source.Name, source.Span.Of(r.words.text))
}

// days says which days an event happened on: those of its date, else those of
// the time expression that it names.
func (r *reading) days(event tocsin.Event) (days, bool) {
	if when, there := r.whens[event.When]; there && when.Value == event.Date {
		if found, ok := daysBetween(when.Start, when.End); ok {
			return found, true
		}
	}
	return daysOf(event.Date)
}

// located reports whether a place has coordinates. Null Island, the point at
// 0° 0°, is in no gazetteer: where both are zero they are unknown.
func located(place tocsin.Place) bool { return place.Lat != 0 || place.Lon != 0 }

// partsOf cuts the codes of several countries, "DEU,FRA", apart.
func partsOf(countries string) []string {
	return strings.FieldsFunc(countries, func(r rune) bool { return r == ',' || r == ' ' })
}
