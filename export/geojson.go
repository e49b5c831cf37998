package export

import (
	"bufio"
	"fmt"

	"tocsin"
)

// Sentences for what GeoJSON cannot carry.
const (
	leftNowhere   = "an event without a place that has coordinates has no feature on a map"
	leftOffMap    = "claims, figures, actors and times have no feature on a map"
	leftUncounted = "a place where no event happens has no feature on a map"
)

// geoJSON writes a FeatureCollection of RFC 7946: a feature a line, one an
// event whose place has coordinates, with that place as a point [longitude,
// latitude] in WGS 84. Its properties are the columns of the table of events;
// status says whether the event is told as a fact.
type geoJSON struct {
	out    *bufio.Writer
	events table
	report *Report
}

func newGeoJSON(out *bufio.Writer, _ BulkOptions, report *Report) (shape, error) {
	events, err := tableNamed("events")
	out.WriteString(`{"type":"FeatureCollection","features":[`)
	return geoJSON{out, events, report}, err
}

func (g geoJSON) article(findings tocsin.Findings) error {
	g.report.leaveMany(leftOffMap, len(findings.Claims)+len(findings.Quantities)+len(findings.Actors)+len(findings.Whens))
	places := byID(findings.Places, func(place tocsin.Place) string { return place.ID })
	used, next := map[string]bool{}, 0
	written := g.report.Rows
	err := g.events.eachRow(findings, g.report, func(cells []cell) error {
		// A row a finding, in their order: this one is findings.Events[next].
		event := findings.Events[next]
		next++
		place := places[event.Place]
		if !latitude(place).known || !longitude(place).known {
			g.report.leave(leftNowhere)
			return nil
		}
		used[place.ID] = true
		written++
		return g.feature(event, place, cells, written)
	})
	g.report.Rows = written
	g.report.leaveMany(leftUncounted, countOf(findings.Places, func(place tocsin.Place) bool { return !used[place.ID] }))
	return err
}

func (g geoJSON) feature(event tocsin.Event, place tocsin.Place, cells []cell, number int) error {
	properties, err := appendObject(nil, g.events.headings, cells)
	if err != nil {
		return err
	}
	id, err := marshal(event.ID)
	if err != nil {
		return err
	}
	if number > 1 {
		g.out.WriteByte(',')
	}
	_, err = fmt.Fprintf(g.out, "\n"+`{"type":"Feature","id":%s,"geometry":{"type":"Point","coordinates":[%s,%s]},"properties":%s}`,
		id, longitude(place).print(decimal), latitude(place).print(decimal), properties)
	return err
}

func (g geoJSON) end() error {
	g.out.WriteString("\n]}\n")
	return nil
}
