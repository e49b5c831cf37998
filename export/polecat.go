package export

import (
	"bufio"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
)

// polecatColumns are the columns of POLECAT's event table, and its header.
//
// Format: POLECAT Weekly Data, doi:10.7910/DVN/AJGVIT; its codes are PLOVER's.
var polecatColumns = []string{
	"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
	"Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
	"Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
	"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
	"Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
}

// Sentences for what POLECAT's event table cannot carry.
const (
	leftIntensity = "intensity is not measured: its column is empty"
	leftWikipedia = "actors are not linked to Wikipedia: its columns are empty"
	leftUndated   = "an event without a date has an empty Event Date in POLECAT"
)

// quadCodes sum up PLOVER's categories.
var quadCodes = map[tocsin.Category]string{
	tocsin.Agree: "VERBAL COOPERATION", tocsin.Consult: "VERBAL COOPERATION", tocsin.Support: "VERBAL COOPERATION", tocsin.Concede: "VERBAL COOPERATION",
	tocsin.Cooperate: "MATERIAL COOPERATION", tocsin.Aid: "MATERIAL COOPERATION", tocsin.Retreat: "MATERIAL COOPERATION",
	tocsin.Request: "VERBAL CONFLICT", tocsin.AccuseOf: "VERBAL CONFLICT", tocsin.Reject: "VERBAL CONFLICT", tocsin.Threat: "VERBAL CONFLICT",
	tocsin.Protest: "MATERIAL CONFLICT", tocsin.Sanction: "MATERIAL CONFLICT", tocsin.Mobilize: "MATERIAL CONFLICT", tocsin.Coerce: "MATERIAL CONFLICT", tocsin.Assault: "MATERIAL CONFLICT",
}

// polecat writes POLECAT's event table: tab-separated, with a header, a row an
// event. It has no column for PLOVER's auxiliary modes, so that only what the
// text tells as a fact has a row. Lists are parted by a semicolon and a space.
// What is unknown is empty, where POLECAT itself writes None. Countries are
// ISO 3166 alpha-3, the language is ISO 639-1.
type polecat struct {
	out    *bufio.Writer
	report *Report
}

func newPOLECAT(out *bufio.Writer, _ BulkOptions, report *Report) (shape, error) {
	writeTSV(out, polecatColumns)
	return polecat{out, report}, nil
}

func (polecat) end() error { return nil }

func (p polecat) article(findings tocsin.Findings) error {
	r := newReading(findings)
	p.report.leaveMany(leftClaims, len(r.Claims))
	p.report.leaveMany(leftFigures, len(r.Quantities))
	story := []string{
		r.named(tocsin.Person), r.named(tocsin.Organization, tocsin.Government, tocsin.ArmedGroup),
		strings.Join(distinct(each(r.Places, func(place tocsin.Place) string { return place.Name })), "; "),
	}
	for _, event := range r.Events {
		switch {
		case !p.report.tellsFact(event):
		case event.Status == tocsin.Planned:
			p.report.leave(leftPlanned)
		case quadCodes[event.Category] == "":
			p.report.leave(leftCategory)
		default:
			p.row(r, event, story)
		}
	}
	return nil
}

func (p polecat) row(r *reading, event tocsin.Event, story []string) {
	p.report.Rows++
	p.report.leave(leftIntensity)
	p.report.leave(leftWikipedia)
	p.report.leaveIf(event.By != "", leftAttribution)
	published := ""
	if !r.Article.Published.IsZero() {
		published = r.Article.Published.UTC().Format(time.DateOnly)
	}
	writeTSV(p.out, slices.Concat(
		[]string{event.ID, p.date(r, event), string(event.Category), event.Mode, "", quadCodes[event.Category], strings.Join(event.Contexts, "; ")},
		p.side(r, event, event.Actor), p.side(r, event, event.Recipient), polecatPlace(r, r.places[event.Place]),
		[]string{r.Article.Outlet, published}, story, []string{r.Article.Language, r.Reader.Version},
	))
}

func (p polecat) date(r *reading, event tocsin.Event) string {
	found, ok := r.days(event)
	if !ok {
		p.report.leave(leftUndated)
		return ""
	}
	p.report.leaveIf(!found.isOne(), leftStretch)
	return found.first.Format(time.DateOnly)
}

// side is one side of an event: name, country, COW number, sectors, title, the
// article's own words for it, Wikipedia.
func (p polecat) side(r *reading, event tocsin.Event, party tocsin.Party) []string {
	actor := r.actors[party.ID]
	countries := partsOf(party.Country)
	var cow []string
	for _, country := range countries {
		if s, ok := stateOf(country); ok && s.cow != 0 {
			cow = append(cow, strconv.Itoa(s.cow))
		}
	}
	raw := nearest(actor.Mentions, event.Trigger).Of(r.words.text)
	return []string{
		cmp.Or(party.Name, actor.Name), strings.Join(countries, "; "), strings.Join(cow, "; "), actor.Sector, actor.Sector, actor.Role, raw, "",
	}
}

// polecatPlace is the place of an event from Placename to Feature Type.
func polecatPlace(r *reading, place tocsin.Place) []string {
	if place.Name == "" {
		return make([]string, 10)
	}
	var city, province, geonames, lat, lon string
	if strings.HasPrefix(place.Feature, "PPL") {
		city = place.Name
	}
	if province = place.Admin1; place.Feature == "ADM1" {
		province = place.Name
	}
	if place.GeoNames != 0 {
		geonames = strconv.Itoa(place.GeoNames)
	}
	if located(place) {
		lat, lon = latitude(place).print(decimal), longitude(place).print(decimal)
	}
	return []string{place.Name, city, "", province, place.Country, lat, lon, geonames, place.Span.Of(r.words.text), place.Feature}
}

// named are the names of the actors of some kinds, each once.
func (r *reading) named(kinds ...tocsin.ActorKind) string {
	var names []string
	for _, actor := range r.Actors {
		if slices.Contains(kinds, actor.Kind) {
			names = append(names, actor.Name)
		}
	}
	return strings.Join(distinct(names), "; ")
}

// distinct keeps the first of each, in order, and nothing empty.
func distinct(list []string) []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, item := range list {
		if !seen[item] {
			seen[item] = true
			out = append(out, item)
		}
	}
	return out
}
