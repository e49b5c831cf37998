package main

import (
	"fmt"
	"strings"

	"tocsin"
	"tocsin/country"
	"tocsin/serve/query"
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
	filter, err := query.Words{
		By: f.By, About: f.About, Country: f.Country, From: f.From, To: f.To, Place: f.Place, Within: f.Within,
		Outlet: f.Outlet, Text: f.Text, Article: f.Article, AsOf: f.AsOf, Limit: f.Limit,
	}.Filter()
	return filter, mistaken(err)
}

// mistaken names the flag in which somebody made a mistake.
func mistaken(err error) error {
	if fault := query.Faulty(err); fault != nil {
		return usagef("%s", fault.Naming(func(field string) string { return "--" + field }))
	}
	return err
}

// tellPlace says which place the name in --place was taken for: there are many
// of most names.
func (f filterFlags) tellPlace(term terminal) {
	name, _, _ := strings.Cut(f.Place, " within ")
	p, err := query.Named(name)
	if f.Place == "" || err != nil || strings.ContainsAny(name, "0123456789") {
		return
	}
	where := ""
	if c := country.Of(p.Country); c != nil {
		where = ", " + c.Name
	}
	fmt.Fprintf(term.Err, "near %s%s (%.2f,%.2f)\n", p.Name, where, p.Lat, p.Lon)
}
