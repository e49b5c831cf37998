package export

import (
	"bufio"
	"cmp"
	"crypto/sha1"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tocsin"
)

// The objects of STIX that are written, as far as they are used here.
//
// Format: OASIS Standard "STIX Version 2.1", 10 June 2021.

type stixCommon struct {
	Type        string   `json:"type"`
	SpecVersion string   `json:"spec_version"`
	ID          string   `json:"id"`
	Created     string   `json:"created"`
	Modified    string   `json:"modified"`
	Labels      []string `json:"labels,omitempty"`
	Language    string   `json:"lang,omitempty"`
}

type stixIdentity struct {
	stixCommon
	Name          string   `json:"name"`
	Roles         []string `json:"roles,omitempty"`
	IdentityClass string   `json:"identity_class"`
	Sectors       []string `json:"sectors,omitempty"`
}

type stixLocation struct {
	stixCommon
	Name       string          `json:"name,omitempty"`
	Latitude   *float64        `json:"latitude,omitempty"`
	Longitude  *float64        `json:"longitude,omitempty"`
	Country    string          `json:"country,omitempty"` // ISO 3166 alpha-2
	Region     string          `json:"administrative_area,omitempty"`
	References []stixReference `json:"external_references,omitempty"`
}

type stixReport struct {
	stixCommon
	Name        string          `json:"name"`
	ReportTypes []string        `json:"report_types,omitempty"`
	Published   string          `json:"published"`
	ObjectRefs  []string        `json:"object_refs"`
	CreatedBy   string          `json:"created_by_ref,omitempty"`
	References  []stixReference `json:"external_references,omitempty"`
}

type stixNote struct {
	stixCommon
	Abstract   string          `json:"abstract,omitempty"`
	Content    string          `json:"content"`
	Authors    []string        `json:"authors,omitempty"`
	ObjectRefs []string        `json:"object_refs"`
	References []stixReference `json:"external_references,omitempty"`
}

type stixReference struct {
	Source string `json:"source_name"`
	URL    string `json:"url,omitempty"`
	ID     string `json:"external_id,omitempty"`
}

// stixNamespace is the namespace for UUIDs of version 5 that STIX 2.1 fixes in
// section 2.9. It has to be used for cyber observables and may be for others.
var stixNamespace = [16]byte{0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x23, 0xfe, 0xd2, 0x3a, 0x1c, 0x4c, 0x3d}

// unjudged are the labels of a claim that nobody has judged: F and 6 of the
// Admiralty code, "cannot be judged", in the words of MISP's taxonomy. By the
// Admiralty scale of STIX's Appendix A, 6 is to be said by leaving out
// confidence.
var unjudged = []string{`admiralty-scale:source-reliability="f"`, `admiralty-scale:information-credibility="6"`}

// Sentences for what STIX cannot carry.
const (
	leftSTIXEvents  = "an event of the news has no object in STIX"
	leftSTIXTimes   = "a time expression has no object in STIX"
	leftSTIXFigures = "a figure has no object in STIX"
	leftSTIXSpans   = "a note has no place for the positions of its words, its rule and its score"
	leftSTIXRefers  = "that a claim stands within another or denies one has no relation in STIX between notes"
	leftSTIXNoPlace = "a place with neither coordinates nor a country known to ISO 3166 has no location in STIX"
	leftSTIXNoName  = "an actor or outlet without a name has no identity in STIX"
	leftSTIXEmpty   = "an article without an outlet and findings has nothing to report on in STIX"
	leftSTIXText    = "the text of an article has no place in a report"
	leftSTIXDate    = "an article without a publication date is published when it is exported, in STIX"
	leftSTIXNoWords = "a claim without content has no note in STIX"
)

// stix writes one bundle: an identity an outlet and actor, a location a place,
// a report an article, a note a claim. Names are UUIDs of version 5 made of
// Tocsin's own, so that exporting again gives the same, and each object stands
// in the bundle once. An object is created when its article was published: it
// does not change from one export to the next.
type stix struct {
	out    *bufio.Writer
	report *Report
	now    time.Time
	seen   map[[16]byte]bool // names, all that is kept
	names  [sha1.Size]byte   // a hash of them, in order
}

func newSTIX(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	if opts.Now.IsZero() {
		return nil, errNow
	}
	out.WriteString(`{"type":"bundle"`)
	return &stix{out: out, report: report, now: opts.Now, seen: map[[16]byte]bool{}}, nil
}

// end closes the list, which STIX does not allow to be empty, and names the
// bundle after what is in it.
func (s *stix) end() error {
	if s.report.Rows > 0 {
		s.out.WriteString("\n]")
	}
	_, err := fmt.Fprintf(s.out, `,"id":"bundle--%s"}`+"\n", uuidText(uuid5(string(s.names[:]))))
	return err
}

// put writes an object unless it is there already.
func (s *stix) put(id [16]byte, object any) error {
	if s.seen[id] {
		return nil
	}
	s.seen[id] = true
	line, err := marshal(object)
	if err != nil {
		return err
	}
	if s.report.Rows == 0 {
		s.out.WriteString(`,"objects":[` + "\n")
	} else {
		s.out.WriteString(",\n")
	}
	s.out.Write(line)
	s.report.Rows++
	s.names = sha1.Sum(append(s.names[:], id[:]...))
	return nil
}

// uuid5 names something after a text (RFC 9562, version 5).
func uuid5(name string) [16]byte {
	sum := sha1.Sum(append(stixNamespace[:], name...))
	var id [16]byte
	copy(id[:], sum[:])
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}

func uuidText(id [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// common are the properties that every object has; its name is made of its
// type and the words.
func common(kind, created string, labels []string, words ...string) (stixCommon, [16]byte) {
	id := uuid5("tocsin\x00" + kind + "\x00" + strings.Join(words, "\x00"))
	return stixCommon{kind, "2.1", kind + "--" + uuidText(id), created, created, labels, ""}, id
}

// stixTime writes RFC 3339 with milliseconds in UTC, as STIX wants it.
func stixTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

func (s *stix) article(findings tocsin.Findings) error {
	r := newReading(findings)
	s.count(r)
	published := stixTime(r.Article.Published)
	if r.Article.Published.IsZero() {
		published = stixTime(s.now)
	}
	outlet, err := s.identity(published, stixIdentity{Name: r.Article.Outlet, IdentityClass: "organization"}, []string{"kind:outlet"}, "outlet", r.Article.Outlet)
	if err != nil {
		return err
	}
	report, reportID := common("report", published, nil, r.Article.ID)
	report.Language = r.Article.Language
	refs := nonEmpty(outlet)
	actors, err := s.actors(r, published, &refs)
	if err != nil {
		return err
	}
	if err := s.locations(r, published, &refs); err != nil {
		return err
	}
	if err := s.notes(r, published, report.ID, actors, &refs); err != nil {
		return err
	}
	if len(refs) == 0 {
		s.report.leave(leftSTIXEmpty)
		return nil
	}
	return s.put(reportID, stixReport{
		stixCommon: report, Name: cmp.Or(r.Article.Title, r.Article.URL, r.Article.ID), Published: published, ObjectRefs: refs, CreatedBy: outlet,
		References: []stixReference{{Source: cmp.Or(r.Article.Outlet, "unknown outlet"), URL: webURL(r.Article), ID: r.Article.ID}},
	})
}

// count says what of an article STIX has no object for.
func (s *stix) count(r *reading) {
	s.report.leaveMany(leftSTIXEvents, len(r.Events))
	s.report.leaveMany(leftSTIXTimes, len(r.Whens))
	s.report.leaveMany(leftSTIXFigures, len(r.Quantities))
	s.report.leaveIf(r.Article.Text != "", leftSTIXText)
	s.report.leaveIf(r.Article.Published.IsZero(), leftSTIXDate)
	s.report.leaveIf(r.Article.Outlet == "", leftSTIXNoName)
}

func webURL(article tocsin.Article) string {
	if address, ok := webAddress(article.URL); ok {
		return iri(address)
	}
	return ""
}

func nonEmpty(words ...string) []string {
	var out []string
	for _, word := range words {
		if word != "" {
			out = append(out, word)
		}
	}
	return out
}

// identity writes one, unless it has no name, and returns its id.
func (s *stix) identity(created string, identity stixIdentity, labels []string, words ...string) (string, error) {
	if identity.Name == "" {
		return "", nil
	}
	shared, id := common("identity", created, labels, words...)
	identity.stixCommon = shared
	return shared.ID, s.put(id, identity)
}

// identityClasses are of STIX's vocabulary identity-class-ov.
var identityClasses = map[tocsin.ActorKind]string{
	tocsin.Person: "individual", tocsin.Organization: "organization", tocsin.Government: "organization", tocsin.ArmedGroup: "group", tocsin.People: "class",
}

// industrySectors are of STIX's vocabulary industry-sector-ov; what it has no
// word for is in the labels alone.
var industrySectors = map[string]string{
	"GOV": "government", "LEG": "government", "JUD": "government", "SPY": "government", "COP": "emergency-services",
	"MIL": "defense", "BUS": "commercial", "EDU": "education", "NGO": "non-profit", "HLH": "healthcare",
}

// actors writes an identity each and returns their ids by Tocsin's own. An
// actor is the same in two articles only if these give it one name: to decide
// that two are one is not for an export.
func (s *stix) actors(r *reading, created string, refs *[]string) (map[string]string, error) {
	ids := map[string]string{}
	for _, actor := range r.Actors {
		labels := nonEmpty(label("kind", string(actor.Kind)), label("sector", actor.Sector))
		for _, country := range partsOf(actor.Country) {
			labels = append(labels, "country:"+country)
		}
		s.report.leaveIf(actor.Name == "", leftSTIXNoName)
		id, err := s.identity(created, stixIdentity{
			Name: actor.Name, Roles: nonEmpty(actor.Role), Sectors: nonEmpty(industrySectors[actor.Sector]),
			IdentityClass: cmp.Or(identityClasses[actor.Kind], "unspecified"),
		}, labels, "actor", actor.ID, actor.Name)
		if err != nil {
			return nil, err
		}
		ids[actor.ID] = id
		*refs = append(*refs, nonEmpty(id)...)
	}
	*refs = distinct(*refs)
	return ids, nil
}

func label(name, value string) string {
	if value == "" {
		return ""
	}
	return name + ":" + value
}

// locations writes one a place of the gazetteer, however often it is named.
func (s *stix) locations(r *reading, created string, refs *[]string) error {
	for _, place := range r.Places {
		country, known := stateOf(place.Country)
		if !known && !located(place) {
			s.report.leave(leftSTIXNoPlace)
			continue
		}
		at := latitude(place).print(decimal) + " " + longitude(place).print(decimal)
		shared, id := common("location", created, nonEmpty(label("feature", place.Feature), label("precision", place.Precision)), strconv.Itoa(place.GeoNames), place.Name, place.Country, at)
		location := stixLocation{stixCommon: shared, Name: place.Name, Country: country.alpha2, Region: place.Admin1}
		if latitude(place).known && longitude(place).known {
			location.Latitude, location.Longitude = &place.Lat, &place.Lon
		}
		if place.GeoNames != 0 {
			number := strconv.Itoa(place.GeoNames)
			location.References = []stixReference{{"GeoNames", "https://sws.geonames.org/" + number + "/", number}}
		}
		if err := s.put(id, location); err != nil {
			return err
		}
		*refs = append(*refs, shared.ID)
	}
	*refs = distinct(*refs)
	return nil
}

// notes writes one a claim. Its authors are whom the claim is credited to, its
// object_refs the report and the source's identity.
func (s *stix) notes(r *reading, created, report string, actors map[string]string, refs *[]string) error {
	for _, claim := range r.Claims {
		content := r.content(claim)
		if content == "" {
			s.report.leave(leftSTIXNoWords)
			continue
		}
		s.report.leave(leftSTIXSpans)
		s.report.leaveIf(claim.Within != "" || len(claim.Denies) > 0, leftSTIXRefers)
		shared, id := common("note", created, append(nonEmpty(label("act", string(claim.Act)), label("form", string(claim.Form)), label("certainty", string(claim.Certainty))), unjudged...), r.Article.ID, claim.ID)
		shared.Language = r.Article.Language
		note := stixNote{
			stixCommon: shared, Abstract: r.abstract(claim), Content: content, Authors: nonEmpty(r.sourceName(claim.Source)),
			ObjectRefs: append([]string{report}, nonEmpty(actors[claim.Source.Actor])...),
			References: []stixReference{{Source: "Tocsin", ID: claim.ID}},
		}
		if err := s.put(id, note); err != nil {
			return err
		}
		*refs = append(*refs, shared.ID)
	}
	*refs = distinct(*refs)
	return nil
}

// abstract says who said it, by which words, when, where and to whom.
func (r *reading) abstract(claim tocsin.Claim) string {
	return strings.Join(nonEmpty(
		r.sourceName(claim.Source), claim.Source.Role, claim.Source.Country,
		label("cue", claim.Cue.Span.Of(r.words.text)), label("said", claim.Said.When), label("at", claim.Said.Place), label("to", claim.Said.To),
	), "; ")
}
