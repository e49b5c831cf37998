package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
)

// gdeltColumns are the columns of GDELT 2.0's event table, which has no header.
//
// Format: "The GDELT Event Database Data Format Codebook V2.0", 2015.
var gdeltColumns = slices.Concat(
	[]string{"GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"},
	prefixed("Actor1", gdeltActorColumns), prefixed("Actor2", gdeltActorColumns),
	[]string{"IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone"},
	prefixed("Actor1Geo_", gdeltGeoColumns), prefixed("Actor2Geo_", gdeltGeoColumns), prefixed("ActionGeo_", gdeltGeoColumns),
	[]string{"DATEADDED", "SOURCEURL"},
)

var gdeltActorColumns = []string{"Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code"}

var gdeltGeoColumns = []string{"Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"}

func prefixed(prefix string, names []string) []string {
	return each(names, func(name string) string { return prefix + name })
}

// Sentences for what GDELT's event table cannot carry.
const (
	leftNegated      = "a negated event has no row in an event table"
	leftHypothetical = "a hypothetical event has no row in an event table"
	leftPlanned      = "a planned event has no row where the codebook has no code of intent for it"
	leftCategory     = "an event of no category of PLOVER has no row in an event table"
	leftNoDate       = "an event without a date, in an article without one, has no row in GDELT"
	leftPublished    = "an event without a date of its own has that of its publication in GDELT"
	leftStretch      = "a date that is less precise than a day is given as its first day"
	leftAttribution  = "an event table does not say whose word an event rests on"
	leftTone         = "tone is not measured: AvgTone is empty"
	leftCountries    = "of a side's several countries only the first has a column"
	leftNoCountry    = "a side's country has no code in CAMEO"
	leftType         = "a side's sector has no role code in CAMEO"
	leftClaims       = "claims have no place in an event table"
	leftFigures      = "figures have no place in an event table"
	leftActorGeo     = "where the sides of an event are at home is not known: Actor1Geo and Actor2Geo are empty"
	leftNoURL        = "an article without an address has an empty SOURCEURL"
)

// gdelt writes GDELT 2.0's event table: tab-separated, 61 columns, no header,
// a row an event. GDELT tells bare facts: what the text negates or only
// supposes has no row, and what is planned has one only as an intent to
// cooperate (CAMEO 03). Every row is one mention by one source in one article;
// it is a root event if its trigger stands in the first paragraph.
type gdelt struct {
	out    *bufio.Writer
	report *Report
	added  string // DATEADDED, YYYYMMDDHHMMSS in UTC
}

func newGDELT(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	if opts.Now.IsZero() {
		return nil, errNow
	}
	return gdelt{out, report, stamp(opts.Now)}, nil
}

// stamp writes a moment in UTC as GDELT does, YYYYMMDDHHMMSS.
func stamp(at time.Time) string { return at.UTC().Format("20060102150405") }

func (g gdelt) article(findings tocsin.Findings) error {
	r := newReading(findings)
	g.report.leaveMany(leftClaims, len(r.Claims))
	g.report.leaveMany(leftFigures, len(r.Quantities))
	for _, event := range r.Events {
		if !g.report.tellsFact(event) {
			continue
		}
		rule, ok := cameo(event)
		if !ok {
			g.report.leaveIf(event.Status == tocsin.Planned, leftPlanned)
			g.report.leaveIf(event.Status != tocsin.Planned, leftCategory)
			continue
		}
		if happened, ok := g.date(r, event); ok {
			g.row(r, event, rule.code, happened)
		}
	}
	return nil
}

func (gdelt) end() error { return nil }

// tellsFact counts an event that no event table can hold, since it would read
// there as if it had happened.
func (r *Report) tellsFact(event tocsin.Event) bool {
	r.leaveIf(event.Status == tocsin.Negated, leftNegated)
	r.leaveIf(event.Status == tocsin.Hypothetical, leftHypothetical)
	return event.Status != tocsin.Negated && event.Status != tocsin.Hypothetical
}

// date is the first day of the event, else the day of publication: GDELT wants
// one.
func (g gdelt) date(r *reading, event tocsin.Event) (time.Time, bool) {
	if found, ok := r.days(event); ok {
		g.report.leaveIf(!found.isOne(), leftStretch)
		return found.first, true
	}
	if r.Article.Published.IsZero() {
		g.report.leave(leftNoDate)
		return time.Time{}, false
	}
	g.report.leave(leftPublished)
	return r.Article.Published.UTC(), true
}

func (g gdelt) row(r *reading, event tocsin.Event, code string, happened time.Time) {
	g.report.Rows++
	g.report.leave(leftTone)
	g.report.leave(leftActorGeo)
	g.report.leaveIf(event.By != "", leftAttribution)
	g.report.leaveIf(r.Article.URL == "", leftNoURL)
	nowhere := geo{class: "0"}
	root := code[:2]
	writeTSV(g.out, slices.Concat(
		[]string{
			eventNumber(r.Article.ID, event.ID), happened.Format("20060102"), happened.Format("200601"), happened.Format("2006"), fractionDate(happened),
		},
		g.side(r, event.Actor), g.side(r, event.Recipient),
		[]string{
			rootEvent(r, event), code, code[:3], root, quadClass(root), goldstein[code], "1", "1", "1", "",
		},
		nowhere.cells(), nowhere.cells(), geoOf(r.places[event.Place], g.report).cells(),
		[]string{g.added, r.Article.URL},
	))
}

func (g geo) cells() []string {
	return []string{g.class, g.name, g.country, g.adm1, g.adm2, g.lat, g.lon, g.feature}
}

// side writes one side of an event: its code is that of its country and that
// of its role, its name stands in capitals.
func (g gdelt) side(r *reading, party tocsin.Party) []string {
	cells := make([]string, len(gdeltActorColumns))
	countries := partsOf(party.Country)
	if len(countries) > 0 {
		cells[2] = cameoCountry(countries[0])
		g.report.leaveIf(cells[2] == "", leftNoCountry)
		g.report.leaveIf(len(countries) > 1, leftCountries)
	}
	sector := r.actors[party.ID].Sector
	cells[7] = cameoTypes[sector]
	g.report.leaveIf(sector != "" && cells[7] == "", leftType)
	cells[0] = cells[2] + cells[7]
	cells[1] = strings.ToUpper(party.Name)
	return cells
}

// eventNumber makes a positive 64-bit number of an event's name, the same at
// each export.
func eventNumber(article, event string) string {
	sum := sha256.Sum256([]byte(article + "\x00" + event))
	return strconv.FormatInt(int64(binary.BigEndian.Uint64(sum[:8])>>1)|1, 10)
}

// fractionDate is the year and how much of it had gone by, months counted as
// 30 days, as the codebook reckons.
func fractionDate(at time.Time) string {
	return fmt.Sprintf("%.4f", float64(at.Year())+float64((int(at.Month())-1)*30+at.Day())/365)
}

// rootEvent is "1" for an event in the first paragraph.
func rootEvent(r *reading, event tocsin.Event) string {
	text := strings.TrimLeft(r.Article.Text, "\n")
	lead := len(r.Article.Text) - len(text)
	if i := strings.Index(text, "\n\n"); i >= 0 && event.Trigger.Start > lead+i {
		return "0"
	}
	return "1"
}

// writeTSV writes a row of cells with tabs between them: each is one line of
// clean words.
func writeTSV(out *bufio.Writer, cells []string) {
	for i, words := range cells {
		if i > 0 {
			out.WriteByte('\t')
		}
		out.WriteString(clean(words))
	}
	out.WriteByte('\n')
}
