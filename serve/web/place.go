package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/country"
	"tocsin/serve/query"
)

// placeView is what the page of a place shows.
type placeView struct {
	Name     string
	Lat, Lon float64
	Within   float64
	Events   []hit
	Articles []hit
	Nearby   []spot
	Query    asked
}

func (p *Pages) place(w http.ResponseWriter, r *http.Request) error {
	words, _ := url.PathUnescape(chi.URLParam(r, "at"))
	lat, lon, err := query.Point(words)
	if err != nil {
		return missing("No such place is known: a place’s address has its name or its coordinates, as /places/52.0975,23.6877.")
	}
	ctx := r.Context()
	v := &placeView{Name: cut(strings.TrimSpace(r.URL.Query().Get("name")), 80), Lat: lat, Lon: lon, Within: 25}
	if km, err := strconv.ParseFloat(r.URL.Query().Get("within"), 64); err == nil && km > 0 && km <= 2000 {
		v.Within = km
	}
	if code := r.URL.Query().Get("country"); country.Of(code) != nil {
		v.Query = asked{Country: code}
	} else {
		v.Query = asked{Place: strconv.FormatFloat(lat, 'f', 4, 64) + "," + strconv.FormatFloat(lon, 'f', 4, 64), Within: strconv.FormatFloat(v.Within, 'f', -1, 64)}
	}
	if v.Events, _, err = p.hits(ctx, tocsin.NounEvent, v.Query, "/search", onePage); err != nil {
		return err
	}
	if v.Articles, _, err = p.hits(ctx, tocsin.NounArticle, v.Query, "/search", onePage); err != nil {
		return err
	}
	var members []tocsin.Findings
	for _, h := range v.Articles {
		members = append(members, h.Findings)
	}
	here := tocsin.Circle{Lat: lat, Lon: lon, Km: max(v.Within*4, 150)}
	for _, s := range spotsOf(members) {
		if v.Name == "" && s.Lat == lat && s.Lon == lon {
			v.Name = s.Name
		}
		if near(here, s) || v.Query.Country != "" && s.Country == v.Query.Country {
			v.Nearby = append(v.Nearby, s)
		}
	}
	if len(v.Nearby) == 0 {
		v.Nearby = []spot{{Name: v.Name, Lat: lat, Lon: lon, Articles: 1, Link: placeAt(v.Name, lat, lon)}}
	}
	v.Name = cmp.Or(v.Name, v.Query.Place, land(v.Query.Country))
	return p.show(w, r, frame{Title: v.Name, Section: "map", Map: true}, func(reader) templ.Component { return placePage(v) })
}

// near reports whether a spot lies in a circle, roughly: within the box around it.
func near(c tocsin.Circle, s spot) bool {
	const perDegree = 111.2
	lat, lon := s.Lat-c.Lat, s.Lon-c.Lon
	return lat < c.Km/perDegree && lat > -c.Km/perDegree && lon < 2*c.Km/perDegree && lon > -2*c.Km/perDegree
}

// mapView is the map of a query.
type mapView struct {
	Query    asked
	Spots    []spot
	Articles int
	More     string
}

const mostMapped = 120 // articles

func (p *Pages) mapOf(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	ctx := r.Context()
	found, more, err := p.hits(ctx, tocsin.NounArticle, q, "/map", mostMapped)
	if err != nil {
		return err
	}
	v := &mapView{Query: q, Articles: len(found), More: more}
	v.Spots = spotsOf(findingsIn(found))
	return p.show(w, r, frame{Title: "Map", Section: "map", Wide: true, Map: true}, func(reader) templ.Component { return mapPage(v) })
}

func findingsIn(found []hit) []tocsin.Findings {
	members := make([]tocsin.Findings, len(found))
	for i, h := range found {
		members[i] = h.Findings
	}
	return members
}

func firstOf(words ...string) string { return cmp.Or(words...) }

func howWords(how string) string {
	return map[string]string{"first": "others have it from here", "shared": "shared", "copy": "from elsewhere"}[how]
}
