package export

import (
	"fmt"
	"strings"

	"tocsin"
)

// Nouns are what a Bulk that is PerNoun can write.
var Nouns = each(tables, func(t table) string { return t.noun })

// tables has one table a noun. Their columns:
//
// Ids are Tocsin's own. start and end are half-open and count Unicode code
// points of the article's text; several stretches are "5-9;20-31". Countries
// are ISO 3166 alpha-3, latitudes and longitudes degrees of WGS 84, scores lie
// in 0…1, dates of events and times are TIMEX3 values beside the first and the
// last day that they cover. Lists are parted by semicolons.
var tables = []table{
	tableOf("articles", func(f tocsin.Findings) []tocsin.Article { return []tocsin.Article{f.Article} }, articleColumns),
	tableOf("claims", func(f tocsin.Findings) []tocsin.Claim { return f.Claims }, claimColumns),
	tableOf("events", func(f tocsin.Findings) []tocsin.Event { return f.Events }, eventColumns),
	tableOf("figures", func(f tocsin.Findings) []tocsin.Quantity { return f.Quantities }, figureColumns),
	tableOf("actors", func(f tocsin.Findings) []tocsin.Actor { return f.Actors }, actorColumns),
	tableOf("places", func(f tocsin.Findings) []tocsin.Place { return f.Places }, placeColumns),
	tableOf("times", func(f tocsin.Findings) []tocsin.When { return f.Whens }, timeColumns),
}

// within are a finding's own columns between its name with those that say
// which article it was found in, and the reader that found it.
func within[T any](id func(T) string, own []column[T]) []column[T] {
	columns := []column[T]{
		{"id", textual, func(r row[T]) cell { return text(id(r.it)) }},
		{"article", textual, func(r row[T]) cell { return text(r.Article.ID) }},
		{"url", textual, func(r row[T]) cell { return text(r.Article.URL) }},
		{"outlet", textual, func(r row[T]) cell { return text(r.Article.Outlet) }},
		{"title", textual, func(r row[T]) cell { return text(r.Article.Title) }},
		{"published", instant, func(r row[T]) cell { return moment(r.Article.Published) }},
	}
	return append(append(columns, own...), column[T]{"reader", textual, func(r row[T]) cell { return text(r.Reader.Version) }})
}

var articleColumns = []column[tocsin.Article]{
	{"id", textual, func(r row[tocsin.Article]) cell { return text(r.it.ID) }},
	{"url", textual, func(r row[tocsin.Article]) cell { return text(r.it.URL) }},
	{"outlet", textual, func(r row[tocsin.Article]) cell { return text(r.it.Outlet) }},
	{"title", textual, func(r row[tocsin.Article]) cell { return text(r.it.Title) }},
	{"authors", textual, func(r row[tocsin.Article]) cell { return joined(r.it.Authors) }},
	{"published", instant, func(r row[tocsin.Article]) cell { return moment(r.it.Published) }},
	{"language", textual, func(r row[tocsin.Article]) cell { return text(r.it.Language) }},
	{"revises", textual, func(r row[tocsin.Article]) cell { return text(r.it.Revises) }},
	{"characters", whole, func(r row[tocsin.Article]) cell { return number(r.words.runes.At(len(r.it.Text))) }},
	{"actors", whole, func(r row[tocsin.Article]) cell { return number(len(r.Actors)) }},
	{"claims", whole, func(r row[tocsin.Article]) cell { return number(len(r.Claims)) }},
	{"events", whole, func(r row[tocsin.Article]) cell { return number(len(r.Events)) }},
	{"figures", whole, func(r row[tocsin.Article]) cell { return number(len(r.Quantities)) }},
	{"places", whole, func(r row[tocsin.Article]) cell { return number(len(r.Places)) }},
	{"times", whole, func(r row[tocsin.Article]) cell { return number(len(r.Whens)) }},
	{"notes", textual, func(r row[tocsin.Article]) cell { return joined(r.Notes) }},
	{"reader", textual, func(r row[tocsin.Article]) cell { return text(r.Reader.Version) }},
	{"model", textual, func(r row[tocsin.Article]) cell { return text(r.Reader.Model) }},
}

var claimColumns = within(func(c tocsin.Claim) string { return c.ID }, []column[tocsin.Claim]{
	{"source", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Source.Name) }},
	{"source_actor", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Source.Actor) }},
	{"source_role", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Source.Role) }},
	{"source_country", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Source.Country) }},
	{"source_kind", textual, func(r row[tocsin.Claim]) cell { return text(string(r.it.Source.Kind)) }},
	{"source_text", textual, func(r row[tocsin.Claim]) cell { return r.wordsAt(r.it.Source.Span) }},
	{"source_start", whole, func(r row[tocsin.Claim]) cell { return r.where(r.it.Source.Span, 0) }},
	{"source_end", whole, func(r row[tocsin.Claim]) cell { return r.where(r.it.Source.Span, 1) }},
	{"cue", textual, func(r row[tocsin.Claim]) cell { return r.wordsAt(r.it.Cue.Span) }},
	{"cue_lemma", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Cue.Lemma) }},
	{"cue_start", whole, func(r row[tocsin.Claim]) cell { return r.where(r.it.Cue.Span, 0) }},
	{"cue_end", whole, func(r row[tocsin.Claim]) cell { return r.where(r.it.Cue.Span, 1) }},
	{"content", textual, func(r row[tocsin.Claim]) cell { return text(r.content(r.it)) }},
	{"content_spans", textual, func(r row[tocsin.Claim]) cell { return r.spans(r.it.Content) }},
	{"form", textual, func(r row[tocsin.Claim]) cell { return text(string(r.it.Form)) }},
	{"act", textual, func(r row[tocsin.Claim]) cell { return text(string(r.it.Act)) }},
	{"certainty", textual, func(r row[tocsin.Claim]) cell { return text(string(r.it.Certainty)) }},
	{"said_when", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Said.When) }},
	{"said_place", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Said.Place) }},
	{"said_to", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Said.To) }},
	{"within", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Within) }},
	{"denies", textual, func(r row[tocsin.Claim]) cell { return joined(r.it.Denies) }},
	{"rule", textual, func(r row[tocsin.Claim]) cell { return text(r.it.Rule) }},
	{"score", decimal, func(r row[tocsin.Claim]) cell { return fraction(r.it.Score) }},
	{"start", whole, func(r row[tocsin.Claim]) cell { return r.where(hull(r.it.Content), 0) }},
	{"end", whole, func(r row[tocsin.Claim]) cell { return r.where(hull(r.it.Content), 1) }},
})

var eventColumns = within(func(e tocsin.Event) string { return e.ID }, []column[tocsin.Event]{
	{"trigger", textual, func(r row[tocsin.Event]) cell { return r.wordsAt(r.it.Trigger) }},
	{"category", textual, func(r row[tocsin.Event]) cell { return text(string(r.it.Category)) }},
	{"mode", textual, func(r row[tocsin.Event]) cell { return text(r.it.Mode) }},
	{"status", textual, func(r row[tocsin.Event]) cell { return text(string(r.it.Status)) }},
	{"contexts", textual, func(r row[tocsin.Event]) cell { return joined(r.it.Contexts) }},
	{"actor", textual, func(r row[tocsin.Event]) cell { return text(r.it.Actor.ID) }},
	{"actor_name", textual, func(r row[tocsin.Event]) cell { return text(r.it.Actor.Name) }},
	{"actor_country", textual, func(r row[tocsin.Event]) cell { return text(r.it.Actor.Country) }},
	{"recipient", textual, func(r row[tocsin.Event]) cell { return text(r.it.Recipient.ID) }},
	{"recipient_name", textual, func(r row[tocsin.Event]) cell { return text(r.it.Recipient.Name) }},
	{"recipient_country", textual, func(r row[tocsin.Event]) cell { return text(r.it.Recipient.Country) }},
	{"place", textual, func(r row[tocsin.Event]) cell { return text(r.it.Place) }},
	{"place_name", textual, func(r row[tocsin.Event]) cell { return text(r.places[r.it.Place].Name) }},
	{"place_geonames", whole, func(r row[tocsin.Event]) cell { return geonames(r.places[r.it.Place]) }},
	{"place_lat", decimal, func(r row[tocsin.Event]) cell { return latitude(r.places[r.it.Place]) }},
	{"place_lon", decimal, func(r row[tocsin.Event]) cell { return longitude(r.places[r.it.Place]) }},
	{"place_country", textual, func(r row[tocsin.Event]) cell { return text(r.places[r.it.Place].Country) }},
	{"when", textual, func(r row[tocsin.Event]) cell { return text(r.it.When) }},
	{"date", textual, func(r row[tocsin.Event]) cell { return text(r.it.Date) }},
	{"first_day", day, func(r row[tocsin.Event]) cell { found, ok := r.days(r.it); return date(found, ok, false) }},
	{"last_day", day, func(r row[tocsin.Event]) cell { found, ok := r.days(r.it); return date(found, ok, true) }},
	{"by", textual, func(r row[tocsin.Event]) cell { return text(r.it.By) }},
	{"by_source", textual, func(r row[tocsin.Event]) cell { return text(r.claims[r.it.By].Source.Name) }},
	{"rule", textual, func(r row[tocsin.Event]) cell { return text(r.it.Rule) }},
	{"score", decimal, func(r row[tocsin.Event]) cell { return fraction(r.it.Score) }},
	{"start", whole, func(r row[tocsin.Event]) cell { return r.where(r.it.Trigger, 0) }},
	{"end", whole, func(r row[tocsin.Event]) cell { return r.where(r.it.Trigger, 1) }},
})

var figureColumns = within(func(q tocsin.Quantity) string { return q.ID }, []column[tocsin.Quantity]{
	{"text", textual, func(r row[tocsin.Quantity]) cell { return r.wordsAt(r.it.Span) }},
	{"value", decimal, func(r row[tocsin.Quantity]) cell { return pointed(r.it.Value) }},
	{"high", decimal, func(r row[tocsin.Quantity]) cell { return pointed(r.it.High) }},
	{"bound", textual, func(r row[tocsin.Quantity]) cell { return text(string(r.it.Bound)) }},
	{"unit", textual, func(r row[tocsin.Quantity]) cell { return text(r.it.Unit) }},
	{"of", textual, func(r row[tocsin.Quantity]) cell { return text(r.it.Of) }},
	{"by", textual, func(r row[tocsin.Quantity]) cell { return text(r.around(r.it.Span).ID) }},
	{"by_source", textual, func(r row[tocsin.Quantity]) cell { return text(r.around(r.it.Span).Source.Name) }},
	{"context", textual, func(r row[tocsin.Quantity]) cell { return text(r.context(r.it.Span)) }},
	{"rule", textual, func(r row[tocsin.Quantity]) cell { return text(r.it.Rule) }},
	{"start", whole, func(r row[tocsin.Quantity]) cell { return r.where(r.it.Span, 0) }},
	{"end", whole, func(r row[tocsin.Quantity]) cell { return r.where(r.it.Span, 1) }},
})

// The start and the end of an actor are those of its first mention.
var actorColumns = within(func(a tocsin.Actor) string { return a.ID }, []column[tocsin.Actor]{
	{"name", textual, func(r row[tocsin.Actor]) cell { return text(r.it.Name) }},
	{"kind", textual, func(r row[tocsin.Actor]) cell { return text(string(r.it.Kind)) }},
	{"role", textual, func(r row[tocsin.Actor]) cell { return text(r.it.Role) }},
	{"country", textual, func(r row[tocsin.Actor]) cell { return text(r.it.Country) }},
	{"sector", textual, func(r row[tocsin.Actor]) cell { return text(r.it.Sector) }},
	{"mentions", whole, func(r row[tocsin.Actor]) cell { return number(len(r.it.Mentions)) }},
	{"mention_spans", textual, func(r row[tocsin.Actor]) cell { return r.spans(r.it.Mentions) }},
	{"rule", textual, func(r row[tocsin.Actor]) cell { return text(r.it.Rule) }},
	{"score", decimal, func(r row[tocsin.Actor]) cell { return fraction(r.it.Score) }},
	{"start", whole, func(r row[tocsin.Actor]) cell { return r.where(first(r.it.Mentions), 0) }},
	{"end", whole, func(r row[tocsin.Actor]) cell { return r.where(first(r.it.Mentions), 1) }},
})

var placeColumns = within(func(p tocsin.Place) string { return p.ID }, []column[tocsin.Place]{
	{"text", textual, func(r row[tocsin.Place]) cell { return r.wordsAt(r.it.Span) }},
	{"name", textual, func(r row[tocsin.Place]) cell { return text(r.it.Name) }},
	{"geonames", whole, func(r row[tocsin.Place]) cell { return geonames(r.it) }},
	{"lat", decimal, func(r row[tocsin.Place]) cell { return latitude(r.it) }},
	{"lon", decimal, func(r row[tocsin.Place]) cell { return longitude(r.it) }},
	{"country", textual, func(r row[tocsin.Place]) cell { return text(r.it.Country) }},
	{"admin1", textual, func(r row[tocsin.Place]) cell { return text(r.it.Admin1) }},
	{"feature", textual, func(r row[tocsin.Place]) cell { return text(r.it.Feature) }},
	{"precision", textual, func(r row[tocsin.Place]) cell { return text(r.it.Precision) }},
	{"score", decimal, func(r row[tocsin.Place]) cell { return fraction(r.it.Score) }},
	{"start", whole, func(r row[tocsin.Place]) cell { return r.where(r.it.Span, 0) }},
	{"end", whole, func(r row[tocsin.Place]) cell { return r.where(r.it.Span, 1) }},
})

var timeColumns = within(func(w tocsin.When) string { return w.ID }, []column[tocsin.When]{
	{"text", textual, func(r row[tocsin.When]) cell { return r.wordsAt(r.it.Span) }},
	{"type", textual, func(r row[tocsin.When]) cell { return text(string(r.it.Type)) }},
	{"value", textual, func(r row[tocsin.When]) cell { return text(r.it.Value) }},
	{"first_day", day, func(r row[tocsin.When]) cell {
		found, ok := daysBetween(r.it.Start, r.it.End)
		return date(found, ok, false)
	}},
	{"last_day", day, func(r row[tocsin.When]) cell {
		found, ok := daysBetween(r.it.Start, r.it.End)
		return date(found, ok, true)
	}},
	{"rule", textual, func(r row[tocsin.When]) cell { return text(r.it.Rule) }},
	{"start", whole, func(r row[tocsin.When]) cell { return r.where(r.it.Span, 0) }},
	{"end", whole, func(r row[tocsin.When]) cell { return r.where(r.it.Span, 1) }},
})

func joined(list []string) cell { return text(strings.Join(list, ";")) }

func first(spans []tocsin.Span) tocsin.Span {
	if len(spans) == 0 {
		return tocsin.Span{}
	}
	return spans[0]
}

func pointed(value *float64) cell {
	if value == nil {
		return cell{}
	}
	return fraction(*value)
}

func (r *reading) wordsAt(span tocsin.Span) cell { return text(span.Of(r.words.text)) }

// spans writes stretches as "5-9;20-31".
func (r *reading) spans(spans []tocsin.Span) cell {
	return joined(each(spans, func(span tocsin.Span) string {
		at := r.words.runes.Range(span)
		return fmt.Sprintf("%d-%d", at[0], at[1])
	}))
}

func geonames(place tocsin.Place) cell {
	return cell{known: place.GeoNames != 0, whole: int64(place.GeoNames)}
}

func latitude(place tocsin.Place) cell {
	if !located(place) {
		return cell{}
	}
	return fraction(place.Lat)
}

func longitude(place tocsin.Place) cell {
	if !located(place) {
		return cell{}
	}
	return fraction(place.Lon)
}
