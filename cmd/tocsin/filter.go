package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/country"
	"tocsin/extract/place/gazetteer"
	"tocsin/feed"
)

// filterFlags choose findings; all that are given must hold.
type filterFlags struct {
	By      string `help:"Who says it: words of a name." placeholder:"NAME"`
	About   string `help:"Who or what it mentions: words of a name." placeholder:"NAME"`
	Country string `help:"Country of the source, of a side of the event or of its place: a name or an ISO code." placeholder:"COUNTRY"`
	From    string `help:"Published on or after that day; events that happened then." placeholder:"DATE"`
	To      string `help:"Published on or before that day." placeholder:"DATE"`
	Place   string `help:"Where: a place's name (Brest, or Brest, France) or LATITUDE,LONGITUDE." placeholder:"PLACE"`
	Within  string `help:"How far from --place, in kilometres (default 50)." placeholder:"KM"`
	Outlet  string `help:"Who published it: words of its name." placeholder:"NAME"`
	Text    string `help:"Words, “\"phrases\"”, OR and -word in the claim or the article." placeholder:"WORDS"`
	Article string `help:"ID of the article." placeholder:"ID"`
	AsOf    string `help:"What the ledger knew then: a day (its end) or a moment, as 2022-10-17T09:30:00Z." placeholder:"TIME"`
	Limit   int    `short:"n" help:"How many at most, the latest first; 0 for all." default:"${limit}" placeholder:"N"`
}

// filter reads the flags.
func (f filterFlags) filter() (tocsin.Filter, error) {
	filter := tocsin.Filter{By: f.By, About: f.About, Outlet: f.Outlet, Text: f.Text, Article: f.Article, Limit: f.Limit}
	if f.Limit < 0 {
		return filter, usagef("--limit must be 1 or more, or 0 for all")
	}
	var err error
	if filter.Country, err = countryCode(f.Country); err != nil {
		return filter, err
	}
	if filter.Near, err = circle(f.Place, f.Within); err != nil {
		return filter, err
	}
	for _, bound := range []struct {
		flag, value string
		into        *time.Time
		end         bool
	}{{"--from", f.From, &filter.From, false}, {"--to", f.To, &filter.To, true}, {"--as-of", f.AsOf, &filter.AsOf, true}} {
		if bound.value == "" {
			continue
		}
		if *bound.into, err = instant(bound.value, bound.end); err != nil {
			return filter, usagef("%s: %v", bound.flag, err)
		}
	}
	return filter, nil
}

// instant reads a moment; of a day its beginning, or its end.
func instant(value string, end bool) (time.Time, error) {
	at, err := feed.ParseDate(value)
	if err == nil && end && len(value) == len(time.DateOnly) {
		at = at.AddDate(0, 0, 1)
	}
	return at, err
}

func countryCode(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	if found := country.Of(strings.ToUpper(name)); found != nil {
		return found.Code, nil
	}
	if match, ok := country.Find(name); ok {
		return match.Country.Code, nil
	}
	return "", usagef("no country is called %q; give its English name or its ISO code", name)
}

// circle reads --place and --within.
func circle(place, within string) (tocsin.Circle, error) {
	if place == "" {
		if within != "" {
			return tocsin.Circle{}, usagef("--within says how far from --place; give that too")
		}
		return tocsin.Circle{}, nil
	}
	// “Brest within 80km” in one value is understood as well.
	if name, far, found := strings.Cut(place, " within "); found && within == "" {
		place, within = name, far
	}
	c := tocsin.Circle{Km: 50}
	if within != "" {
		km, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(within)), "km")), 64)
		if err != nil || km <= 0 || km > 20_038 {
			return c, usagef("--within %q is no distance: give kilometres, as 50 or 50km", within)
		}
		c.Km = km
	}
	var err error
	c.Lat, c.Lon, err = point(place)
	return c, err
}

// point finds a place: the most populous of its name, in the country that may
// follow behind a comma.
func point(place string) (lat, lon float64, err error) {
	if first, second, found := strings.Cut(place, ","); found {
		lat, err1 := strconv.ParseFloat(strings.TrimSpace(first), 64)
		lon, err2 := strconv.ParseFloat(strings.TrimSpace(second), 64)
		if err1 == nil && err2 == nil {
			if lat < -90 || lat > 90 || lon < -180 || lon > 180 {
				return 0, 0, usagef("--place %s lies outside the earth: latitudes go to 90, longitudes to 180", place)
			}
			return lat, lon, nil
		}
	}
	found, err := placeNamed(place)
	return found.Lat, found.Lon, err
}

func placeNamed(place string) (gazetteer.Place, error) {
	name, region, _ := strings.Cut(place, ",")
	code := ""
	if region = strings.TrimSpace(region); region != "" {
		var err error
		if code, err = countryCode(region); err != nil {
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
		return best, usagef("no place is known as %q; give its coordinates instead, as 52.1,23.7", place)
	}
	return best, nil
}

// tellPlace says which place the name in --place was taken for: there are many
// of most names.
func (f filterFlags) tellPlace(term terminal) {
	name, _, _ := strings.Cut(f.Place, " within ")
	p, err := placeNamed(name)
	if f.Place == "" || err != nil || strings.ContainsAny(name, "0123456789") {
		return
	}
	where := ""
	if c := country.Of(p.Country); c != nil {
		where = ", " + c.Name
	}
	fmt.Fprintf(term.Err, "near %s%s (%.2f,%.2f)\n", p.Name, where, p.Lat, p.Lon)
}
