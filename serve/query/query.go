// Package query reads what people write to ask a ledger: days, countries,
// places and distances, in the words of the command line and of the interface
// for programs alike. In go words; out come a tocsin.Filter, or a Fault that
// says which of them cannot be understood and what to write instead.
package query

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/country"
	"tocsin/extract/place/gazetteer"
	"tocsin/feed"
)

// Words are what somebody asks, as it was written. Empty words ask nothing.
type Words struct {
	By, About, Outlet, Text, Article string
	Country                          string // a name or an ISO code
	Act, Category                    string
	From, To                         string // days; To is the last one
	Place, Within                    string // a name or "LATITUDE,LONGITUDE"; kilometres
	AsOf                             string // a day, which is its end, or a moment
	Limit                            int
}

// Fault is a mistake in the words.
type Fault struct {
	Field string // "within"
	says  string // a sentence in which {field} stands for the name of a field
}

// Error names fields as they are.
func (f *Fault) Error() string { return f.Naming(func(field string) string { return field }) }

// Naming is the fault in words that name fields as name does.
func (f *Fault) Naming(name func(field string) string) string {
	var out strings.Builder
	rest := f.says
	for {
		before, after, found := strings.Cut(rest, "\x00")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		field, end, _ := strings.Cut(after, "\x00")
		out.WriteString(name(field))
		rest = end
	}
}

// faultf makes a Fault; [field] in the format stands for the name of a field.
func faultf(field, format string, args ...any) *Fault {
	marked := strings.NewReplacer("[", "\x00", "]", "\x00").Replace(format)
	for i, arg := range args {
		if words, ok := arg.(string); ok {
			args[i] = strings.ReplaceAll(words, "\x00", "")
		}
	}
	return &Fault{field, fmt.Sprintf(marked, args...)}
}

// Acts and Categories are what there are of them.
var (
	Acts       = []string{"assert", "deny", "accuse", "demand", "commit", "threaten", "warn", "believe"}
	Categories = []string{
		"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
		"REJECT", "ACCUSE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
	}
)

// Filter reads the words.
func (w Words) Filter() (tocsin.Filter, error) {
	filter := tocsin.Filter{By: w.By, About: w.About, Outlet: w.Outlet, Text: w.Text, Article: w.Article, Limit: w.Limit}
	if w.Limit < 0 {
		return filter, faultf("limit", "[limit] must be 1 or more, or 0 for all")
	}
	if w.Act != "" && !slices.Contains(Acts, strings.ToLower(w.Act)) {
		return filter, faultf("act", "[act]: nobody does %q; choose one of %s", w.Act, strings.Join(Acts, ", "))
	}
	filter.Act = tocsin.Act(strings.ToLower(w.Act))
	var err error
	if filter.Category, err = Category(w.Category); err != nil {
		return filter, err
	}
	if filter.Country, err = Country(w.Country); err != nil {
		return filter, err
	}
	if filter.Near, err = Circle(w.Place, w.Within); err != nil {
		return filter, err
	}
	for _, bound := range []struct {
		field, value string
		into         *time.Time
		end          bool
	}{{"from", w.From, &filter.From, false}, {"to", w.To, &filter.To, true}, {"as-of", w.AsOf, &filter.AsOf, true}} {
		if bound.value == "" {
			continue
		}
		if *bound.into, err = Instant(bound.field, bound.value, bound.end); err != nil {
			return filter, err
		}
	}
	return filter, nil
}

// Category reads a PLOVER category, in letters of any case; "" is none.
func Category(words string) (tocsin.Category, error) {
	category := strings.ToUpper(words)
	if category != "" && !slices.Contains(Categories, category) {
		return "", faultf("category", "PLOVER has no category %q: choose one of %s", words, strings.Join(Categories, ", "))
	}
	return tocsin.Category(category), nil
}

// Instant reads a moment; of a day its beginning, or its end.
func Instant(field, value string, end bool) (time.Time, error) {
	at, err := feed.ParseDate(value)
	if err != nil {
		return at, faultf(field, "["+field+"]: %s", err.Error())
	}
	if end && len(value) == len(time.DateOnly) {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}

// Country is the ISO 3166 alpha-3 code of a country by name or code; "" is none.
func Country(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	if found := country.Of(strings.ToUpper(name)); found != nil {
		return found.Code, nil
	}
	if match, ok := country.Find(name); ok {
		return match.Country.Code, nil
	}
	return "", faultf("country", "no country is called %q; give its English name or its ISO code", name)
}

// Circle reads a place and a distance in kilometres, 50 without it. “Brest
// within 80km” in one value is understood as well.
func Circle(place, within string) (tocsin.Circle, error) {
	if place == "" {
		if within != "" {
			return tocsin.Circle{}, faultf("within", "[within] says how far from [place]; give that too")
		}
		return tocsin.Circle{}, nil
	}
	if name, far, found := strings.Cut(place, " within "); found && within == "" {
		place, within = name, far
	}
	c := tocsin.Circle{Km: 50}
	if within != "" {
		km, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(within)), "km")), 64)
		if err != nil || !(km > 0 && km <= 20_038) {
			return c, faultf("within", "[within] %q is no distance: give kilometres, as 50 or 50km", within)
		}
		c.Km = km
	}
	var err error
	c.Lat, c.Lon, err = Point(place)
	return c, err
}

// Point finds a place: the most populous of its name, in the country that may
// follow behind a comma, or coordinates.
func Point(place string) (lat, lon float64, err error) {
	if first, second, found := strings.Cut(place, ","); found {
		lat, err1 := strconv.ParseFloat(strings.TrimSpace(first), 64)
		lon, err2 := strconv.ParseFloat(strings.TrimSpace(second), 64)
		if err1 == nil && err2 == nil {
			if !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
				return 0, 0, faultf("place", "[place] %s lies outside the earth: latitudes go to 90, longitudes to 180", place)
			}
			return lat, lon, nil
		}
	}
	found, err := Named(place)
	return found.Lat, found.Lon, err
}

// Named is the gazetteer's entry of a place's name.
func Named(place string) (gazetteer.Place, error) {
	name, region, _ := strings.Cut(place, ",")
	code := ""
	if region = strings.TrimSpace(region); region != "" {
		var err error
		if code, err = Country(region); err != nil {
			return gazetteer.Place{}, err
		}
	}
	world := gazetteer.World()
	best, found := gazetteer.Place{}, false
	for _, candidate := range world.Append(nil, gazetteer.KeyOf(strings.TrimSpace(name))) {
		p := world.Place(candidate.Ref)
		if code != "" && p.Country != code {
			continue
		}
		if !found || p.Population > best.Population {
			best, found = p, true
		}
	}
	if !found {
		return best, faultf("place", "no place is known as %q; give its coordinates instead, as 52.1,23.7", place)
	}
	return best, nil
}

// Entry is the place that an analyst names, as a correction holds it.
func Entry(words string) (tocsin.Place, error) {
	lat, lon, err := Point(words)
	if err != nil {
		return tocsin.Place{}, err
	}
	if strings.ContainsAny(words, "0123456789") {
		return tocsin.Place{Name: words, Lat: lat, Lon: lon, Precision: "point"}, nil
	}
	p, err := Named(words)
	return tocsin.Place{Name: p.Name, GeoNames: p.GeoNames, Lat: p.Lat, Lon: p.Lon, Country: p.Country, Feature: p.Feature}, err
}

// Faulty is the Fault in an error, nil for none.
func Faulty(err error) *Fault {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault
	}
	return nil
}
