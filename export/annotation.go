package export

import (
	"bufio"
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tocsin"
)

// The shapes of a Web Annotation as far as it is used here.
//
// Format: W3C Recommendation "Web Annotation Data Model", 23 February 2017.

type annotationJSON struct {
	Context    string       `json:"@context"`
	ID         string       `json:"id"`
	Type       string       `json:"type"`
	Motivation string       `json:"motivation"`
	Created    string       `json:"created,omitempty"`
	Generator  agentJSON    `json:"generator"`
	Body       []bodyJSON   `json:"body"`
	Target     []targetJSON `json:"target"`
}

type agentJSON struct {
	Type string `json:"type"`
	Name string `json:"name"`
}

// bodyJSON is a TextualBody, which has a value, or a SpecificResource, which
// has a source.
type bodyJSON struct {
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
	Value   string `json:"value,omitempty"`
	Format  string `json:"format,omitempty"`
	Source  string `json:"source,omitempty"`
}

type targetJSON struct {
	Type     string         `json:"type"`
	Source   string         `json:"source"`
	Selector []selectorJSON `json:"selector"`
}

// selectorJSON is a TextQuoteSelector or a TextPositionSelector, which counts
// in code points.
type selectorJSON struct {
	Type   string  `json:"type"`
	Exact  *string `json:"exact,omitempty"`
	Prefix *string `json:"prefix,omitempty"`
	Suffix *string `json:"suffix,omitempty"`
	Start  *int    `json:"start,omitempty"`
	End    *int    `json:"end,omitempty"`
}

// around is how many code points of the text stand in prefix and suffix.
const around = 32

// Sentences for what Web Annotations cannot carry.
const (
	leftRules     = "a Web Annotation has no place for a rule and a score"
	leftActors    = "actors have no annotation of their own: claims and events name them"
	leftWithout   = "a finding without words has nothing to annotate"
	leftParts     = "the parts of a claim's content that other words divide are targets of equal rank in a Web Annotation"
	leftWithinAnn = "a claim within another, or one that denies another, is linked to it without saying how"
	leftCoords    = "coordinates of a place have no field in a Web Annotation"
)

// annotations writes JSON Lines of W3C Web Annotations (JSON-LD), one a claim,
// event, place, time and figure. Each target has two selectors that choose the
// same words, by quotation and by position; its source is the article's
// address, or urn:tocsin:article:… where it has none.
type annotations struct {
	out    *bufio.Writer
	report *Report
	now    string // RFC 3339, "" where unknown
}

func newAnnotations(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	a := annotations{out: out, report: report}
	if !opts.Now.IsZero() {
		a.now = opts.Now.UTC().Format(time.RFC3339)
	}
	return a, nil
}

func (annotations) end() error { return nil }

func (a annotations) article(findings tocsin.Findings) error {
	r := newReading(findings)
	a.report.leaveMany(leftActors, len(r.Actors))
	var all []annotationJSON
	for _, claim := range r.Claims {
		all = append(all, a.annotate(r, claim.ID, "describing", r.claimBodies(claim), claim.Content...))
		a.report.leaveIf(len(claim.Content) > 1, leftParts)
		a.report.leaveIf(claim.Within != "" || len(claim.Denies) > 0, leftWithinAnn)
	}
	for _, event := range r.Events {
		all = append(all, a.annotate(r, event.ID, "describing", r.eventBodies(event), event.Trigger))
	}
	for _, place := range r.Places {
		all = append(all, a.annotate(r, place.ID, "identifying", placeBodies(place), place.Span))
		a.report.leaveIf(located(place), leftCoords)
	}
	for _, when := range r.Whens {
		all = append(all, a.annotate(r, when.ID, "tagging", whenBodies(when), when.Span))
	}
	for _, figure := range r.Quantities {
		all = append(all, a.annotate(r, figure.ID, "describing", figureBodies(figure), figure.Span))
	}
	return a.write(all)
}

func (a annotations) write(all []annotationJSON) error {
	for _, annotation := range all {
		if len(annotation.Target) == 0 {
			a.report.leave(leftWithout)
			continue
		}
		line, err := marshal(annotation)
		if err != nil {
			return err
		}
		a.report.Rows++
		a.report.leave(leftRules)
		a.out.Write(append(line, '\n'))
	}
	return nil
}

func (a annotations) annotate(r *reading, id, motivation string, bodies []bodyJSON, spans ...tocsin.Span) annotationJSON {
	out := annotationJSON{
		Context: "http://www.w3.org/ns/anno.jsonld", ID: findingURN(r.Article.ID, id), Type: "Annotation", Motivation: motivation, Created: a.now,
		Generator: agentJSON{"Software", strings.TrimSpace("Tocsin " + r.Reader.Version)}, Body: bodies, Target: []targetJSON{},
	}
	if out.Body == nil {
		out.Body = []bodyJSON{}
	}
	for _, span := range spans {
		if !span.IsZero() {
			out.Target = append(out.Target, r.target(span))
		}
	}
	return out
}

// findingURN names a finding for the world.
func findingURN(article, id string) string {
	return "urn:tocsin:finding:" + url.PathEscape(article) + ":" + url.PathEscape(id)
}

// sourceOf is where the annotated text is.
func sourceOf(article tocsin.Article) string {
	if address, ok := webAddress(article.URL); ok {
		return iri(address)
	}
	return "urn:tocsin:article:" + url.PathEscape(article.ID)
}

func (r *reading) target(span tocsin.Span) targetJSON {
	exact, prefix, suffix := span.Of(r.words.text), lastRunes(r.words.text[:span.Start], around), firstRunes(r.words.text[span.End:], around)
	at := r.words.runes.Range(span)
	return targetJSON{"SpecificResource", sourceOf(r.Article), []selectorJSON{
		{Type: "TextQuoteSelector", Exact: &exact, Prefix: &prefix, Suffix: &suffix},
		{Type: "TextPositionSelector", Start: &at[0], End: &at[1]},
	}}
}

// firstRunes are at most n code points from the start of s.
func firstRunes(s string, n int) string {
	end := 0
	for ; n > 0 && end < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end]
}

// lastRunes are at most n code points from the end of s.
func lastRunes(s string, n int) string {
	start := len(s)
	for ; n > 0 && start > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
	}
	return s[start:]
}

// describing and tagging are bodies of words, left out where there are none.
func describing(words string) []bodyJSON { return textualBody("describing", words) }

func tagging(words ...string) []bodyJSON {
	var out []bodyJSON
	for _, word := range words {
		out = append(out, textualBody("tagging", word)...)
	}
	return out
}

func textualBody(purpose, words string) []bodyJSON {
	if words == "" {
		return nil
	}
	return []bodyJSON{{Type: "TextualBody", Purpose: purpose, Value: words, Format: "text/plain"}}
}

func linking(purpose, source string) []bodyJSON {
	return []bodyJSON{{Type: "SpecificResource", Purpose: purpose, Source: source}}
}

func (r *reading) claimBodies(claim tocsin.Claim) []bodyJSON {
	who := cmp.Or(r.sourceName(claim.Source), "somebody who is not named")
	for _, more := range []string{claim.Source.Role, claim.Source.Country} {
		if more != "" {
			who += ", " + more
		}
	}
	circumstances := each([][2]string{{"cue", claim.Cue.Span.Of(r.words.text)}, {"said", claim.Said.When}, {"at", claim.Said.Place}, {"to", claim.Said.To}}, func(pair [2]string) string {
		if pair[1] == "" {
			return ""
		}
		return "; " + pair[0] + ": " + pair[1]
	})
	bodies := describing("source: " + who + strings.Join(circumstances, ""))
	bodies = append(bodies, tagging(string(claim.Act), string(claim.Form), string(claim.Certainty))...)
	for _, other := range append([]string{claim.Within}, claim.Denies...) {
		if other != "" {
			bodies = append(bodies, linking("linking", findingURN(r.Article.ID, other))...)
		}
	}
	return bodies
}

func (r *reading) eventBodies(event tocsin.Event) []bodyJSON {
	words := cmp.Or(event.Actor.Name, event.Actor.Country, "?") + " → " + cmp.Or(event.Recipient.Name, event.Recipient.Country, "?")
	if event.Date != "" {
		words += "; " + event.Date
	}
	if name := r.places[event.Place].Name; name != "" {
		words += "; " + name
	}
	bodies := append(describing(words), tagging(string(event.Category), event.Mode, string(event.Status))...)
	bodies = append(bodies, tagging(event.Contexts...)...)
	if event.By != "" {
		bodies = append(bodies, linking("linking", findingURN(r.Article.ID, event.By))...)
	}
	return bodies
}

func placeBodies(place tocsin.Place) []bodyJSON {
	bodies := describing(geoName(place, place.Country))
	if place.GeoNames != 0 {
		bodies = append(bodies, linking("identifying", "https://sws.geonames.org/"+strconv.Itoa(place.GeoNames)+"/")...)
	}
	return append(bodies, tagging(place.Feature)...)
}

// whenBodies tag a time with its TIMEX3 type and value and, where it covers
// days, with these as an interval of ISO 8601.
func whenBodies(when tocsin.When) []bodyJSON {
	bodies := tagging(string(when.Type), when.Value)
	if when.Start != "" && when.End != "" {
		bodies = append(bodies, describing(when.Start+"/"+when.End)...)
	}
	return bodies
}

func figureBodies(figure tocsin.Quantity) []bodyJSON {
	return append(describing(readQuantity(figure)), tagging(string(figure.Bound), figure.Unit, figure.Of)...)
}
