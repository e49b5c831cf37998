package export

import (
	"bufio"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tocsin"
)

// gkgColumns are the columns of GDELT's Global Knowledge Graph 2.1, which has
// no header.
//
// Format: "The GDELT Global Knowledge Graph (GKG) Data Format Codebook V2.1",
// 2015.
var gkgColumns = []string{
	"GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER", "V1COUNTS", "V2.1COUNTS",
	"V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS", "V2ENHANCEDLOCATIONS", "V1PERSONS", "V2ENHANCEDPERSONS", "V1ORGANIZATIONS",
	"V2ENHANCEDORGANIZATIONS", "V1.5TONE", "V2.1ENHANCEDDATES", "V2GCAM", "V2.1SHARINGIMAGE", "V2.1RELATEDIMAGES", "V2.1SOCIALIMAGEEMBEDS",
	"V2.1SOCIALVIDEOEMBEDS", "V2.1QUOTATIONS", "V2.1ALLNAMES", "V2.1AMOUNTS", "V2.1TRANSLATIONINFO", "V2EXTRASXML",
}

// Sentences for what the GKG cannot carry.
const (
	leftNotQuoted  = "a claim that is not a direct quotation has no place in V2.1QUOTATIONS"
	leftSpeaker    = "V2.1QUOTATIONS does not say who speaks"
	leftDelimiters = "words that hold a delimiter of the GKG have a space for it"
	leftGKGEvents  = "events have no place in the GKG"
	leftGKGActors  = "an actor that is neither a person nor an organization has no place in the GKG"
	leftGKGTimes   = "a time that is no day, month or year has no place in V2.1ENHANCEDDATES"
	leftVague      = "a figure without a number has no place in V2.1AMOUNTS"
	leftBound      = "V2.1AMOUNTS does not say whether a figure is exact, nor where a range ends"
	leftGKGDate    = "an article without a publication date has that of the export in the GKG"
	leftGKGTone    = "themes, counts, tone, GCAM and images are not measured: their columns are empty"
)

// gkg writes GDELT's Global Knowledge Graph 2.1 as far as Tocsin knows what
// stands in it: tab-separated, 27 columns, no header, a row an article.
// Offsets and lengths count Unicode code points of the article's text.
type gkg struct {
	out    *bufio.Writer
	report *Report
	added  string // YYYYMMDDHHMMSS in UTC
}

func newGKG(out *bufio.Writer, opts BulkOptions, report *Report) (shape, error) {
	if opts.Now.IsZero() {
		return nil, errNow
	}
	return gkg{out, report, stamp(opts.Now)}, nil
}

func (gkg) end() error { return nil }

func (g gkg) article(findings tocsin.Findings) error {
	r := newReading(findings)
	g.report.Rows++
	g.report.leave(leftGKGTone)
	g.report.leaveMany(leftGKGEvents, len(r.Events))
	collection, name, document := origin(r.Article)
	locations, enhancedLocations := g.locations(r)
	persons, enhancedPersons := g.names(r, tocsin.Person)
	organizations, enhancedOrganizations := g.names(r, tocsin.Organization, tocsin.Government, tocsin.ArmedGroup)
	g.report.leaveMany(leftGKGActors, countOf(r.Actors, func(a tocsin.Actor) bool {
		return !slices.Contains([]tocsin.ActorKind{tocsin.Person, tocsin.Organization, tocsin.Government, tocsin.ArmedGroup}, a.Kind)
	}))
	writeTSV(g.out, []string{
		g.added + "-" + strconv.Itoa(g.report.Rows), g.date(r.Article), collection, name, document, "", "",
		"", "", locations, enhancedLocations, persons, enhancedPersons, organizations,
		enhancedOrganizations, "", g.dates(r), "", "", "", "",
		"", g.quotations(r), joinLists(enhancedPersons, enhancedOrganizations), g.amounts(r), "", extras(r.Article),
	})
	return nil
}

func countOf[T any](list []T, is func(T) bool) int {
	count := 0
	for _, item := range list {
		if is(item) {
			count++
		}
	}
	return count
}

// joinLists puts two lists after one another.
func joinLists(lists ...string) string {
	return strings.Join(slices.DeleteFunc(lists, func(list string) bool { return list == "" }), ";")
}

func (g gkg) date(article tocsin.Article) string {
	if article.Published.IsZero() {
		g.report.leave(leftGKGDate)
		return g.added
	}
	return stamp(article.Published)
}

// origin says where an article comes from: of the web (collection 1) the
// domain and the address, of anything else (2, a citation) the outlet and the
// article's own name.
func origin(article tocsin.Article) (collection, name, document string) {
	if address, ok := webAddress(article.URL); ok {
		return "1", strings.TrimPrefix(address.Hostname(), "www."), iri(address)
	}
	return "2", article.Outlet, article.ID
}

// webAddress reads an address of the web, and refuses any other.
func webAddress(words string) (*url.URL, bool) {
	address, err := url.Parse(words)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Host == "" {
		return nil, false
	}
	return address, true
}

// iri writes an address with everything escaped that no address may hold.
func iri(address *url.URL) string { return notInIRI.Replace(address.String()) }

var notInIRI = strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", `"`, "%22", "{", "%7B", "}", "%7D", "|", "%7C", `\`, "%5C", "^", "%5E", "`", "%60")

// field takes the GKG's delimiters out of some words.
func (g gkg) field(words, delimiters string) string {
	if !strings.ContainsAny(words, delimiters) {
		return words
	}
	g.report.leave(leftDelimiters)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(delimiters, r) {
			return ' '
		}
		return r
	}, words)
}

// offset is where a span begins.
func (r *reading) offset(span tocsin.Span) string {
	return strconv.Itoa(r.words.runes.At(span.Start))
}

// quotations are offset|length|verb|quote, parted by #. Of a quotation that its
// cue cuts in two, each part stands alone.
func (g gkg) quotations(r *reading) string {
	var blocks []string
	for _, claim := range r.Claims {
		if claim.Form != tocsin.Direct {
			g.report.leave(leftNotQuoted)
			continue
		}
		verb := g.field(claim.Cue.Span.Of(r.words.text), "|#")
		g.report.leaveIf(!claim.Source.IsZero(), leftSpeaker)
		for _, part := range claim.Content {
			at := r.words.runes.Range(part)
			blocks = append(blocks, fmt.Sprintf("%d|%d|%s|%s", at[0], at[1]-at[0], verb, g.field(part.Of(r.words.text), "|#")))
		}
	}
	return strings.Join(blocks, "#")
}

// names are the actors of the given kinds, each once, and each with all its
// places: name,offset parted by semicolons.
func (g gkg) names(r *reading, kinds ...tocsin.ActorKind) (once, enhanced string) {
	var names, blocks []string
	for _, actor := range r.Actors {
		if !slices.Contains(kinds, actor.Kind) || actor.Name == "" {
			continue
		}
		name := g.field(actor.Name, ";,#")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		for _, mention := range actor.Mentions {
			blocks = append(blocks, name+","+r.offset(mention))
		}
	}
	return strings.Join(names, ";"), strings.Join(blocks, ";")
}

// locations are Type#FullName#CountryCode#ADM1Code#Lat#Long#FeatureID, each
// once, and each with all its places: with ADM2Code after ADM1Code and the
// offset at the end.
func (g gkg) locations(r *reading) (once, enhanced string) {
	var names, blocks []string
	for _, place := range r.Places {
		p := geoOf(place, g.report)
		p.name = g.field(p.name, ";#")
		name := strings.Join([]string{p.class, p.name, p.country, p.adm1, p.lat, p.lon, p.feature}, "#")
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		blocks = append(blocks, strings.Join([]string{p.class, p.name, p.country, p.adm1, p.adm2, p.lat, p.lon, p.feature, r.offset(place.Span)}, "#"))
	}
	return strings.Join(names, ";"), strings.Join(blocks, ";")
}

// dates are resolution#month#day#year#offset, parted by semicolons, where the
// resolution is 3 for a day, 2 for a month (its day is 0) and 1 for a year
// (its month is 0 too).
func (g gkg) dates(r *reading) string {
	var blocks []string
	for _, when := range r.Whens {
		block, ok := gkgDate(when)
		if !ok {
			g.report.leave(leftGKGTimes)
			continue
		}
		blocks = append(blocks, block+"#"+r.offset(when.Span))
	}
	return strings.Join(blocks, ";")
}

func gkgDate(when tocsin.When) (string, bool) {
	found, ok := daysOf(when.Value)
	year, month, day := found.first.Date()
	switch {
	case !ok || when.Type != tocsin.Date && when.Type != tocsin.Time:
		return "", false
	case found.isOne():
		return fmt.Sprintf("3#%d#%d#%d", month, day, year), true
	case len(when.Value) == len("2006-01"):
		return fmt.Sprintf("2#%d#0#%d", month, year), true
	case len(when.Value) == len("2006"):
		return fmt.Sprintf("1#0#0#%d", year), true
	}
	return "", false
}

// amounts are amount,object,offset, parted by semicolons.
func (g gkg) amounts(r *reading) string {
	var blocks []string
	for _, figure := range r.Quantities {
		if figure.Value == nil {
			g.report.leave(leftVague)
			continue
		}
		g.report.leaveIf(figure.Bound != tocsin.Exact, leftBound)
		object := g.field(strings.TrimSpace(figure.Unit+" "+figure.Of), ";,")
		blocks = append(blocks, strconv.FormatFloat(*figure.Value, 'f', -1, 64)+","+object+","+r.offset(figure.Span))
	}
	return strings.Join(blocks, ";")
}

// extras are the elements that GDELT itself puts into V2EXTRASXML for the
// title, the authors and the moment of publication.
func extras(article tocsin.Article) string {
	var out strings.Builder
	element := func(name, words string) {
		if words != "" {
			fmt.Fprintf(&out, "<%s>%s</%s>", name, html.EscapeString(clean(words)), name)
		}
	}
	element("PAGE_AUTHORS", strings.Join(article.Authors, ";"))
	element("PAGE_TITLE", article.Title)
	if !article.Published.IsZero() {
		element("PAGE_PRECISEPUBTIMESTAMP", stamp(article.Published))
	}
	return out.String()
}
