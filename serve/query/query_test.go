package query_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/serve/query"
)

func TestFilter(t *testing.T) {
	filter, err := query.Words{
		By: "Kask", Country: "estonia", Act: "DENY", Category: "assault", From: "2023-01-01", To: "2023-01-31", AsOf: "2023-02-01T08:00:00Z", Place: "Narva, Estonia within 20 km", Limit: 3,
	}.Filter()
	if err != nil {
		t.Fatal(err)
	}
	day := func(month time.Month, day, hour int) time.Time {
		return time.Date(2023, month, day, hour, 0, 0, 0, time.UTC)
	}
	near := filter.Near
	if math.Abs(near.Lat-59.37) > 0.1 || math.Abs(near.Lon-28.19) > 0.1 || near.Km != 20 {
		t.Errorf("%+v", near)
	}
	filter.Near = tocsin.Circle{}
	want := tocsin.Filter{By: "Kask", Country: "EST", Act: tocsin.Deny, Category: tocsin.Assault, From: day(1, 1, 0), To: day(2, 1, 0), AsOf: day(2, 1, 8), Limit: 3}
	if filter != want {
		t.Errorf("%+v\n%+v", filter, want)
	}
}

// TestFaults: what is not understood is told with the field, as whoever asks
// names it.
func TestFaults(t *testing.T) {
	flag := func(field string) string { return "--" + field }
	for _, test := range []struct {
		words query.Words
		says  string
	}{
		{query.Words{From: "soon"}, `--from: "soon" is not a date`},
		{query.Words{AsOf: "soon"}, `--as-of: "soon" is not a date`},
		{query.Words{Within: "5"}, "--within says how far from --place; give that too"},
		{query.Words{Place: "Narva", Within: "far"}, `--within "far" is no distance`},
		{query.Words{Place: "Narva", Within: "NaN"}, `--within "NaN" is no distance`},
		{query.Words{Place: "91,0"}, "--place 91,0 lies outside the earth"},
		{query.Words{Place: "NaN,0"}, "--place NaN,0 lies outside the earth"},
		{query.Words{Place: "Nowherepolis"}, `no place is known as "Nowherepolis"`},
		{query.Words{Country: "Atlantis"}, `no country is called "Atlantis"`},
		{query.Words{Act: "sing"}, `--act: nobody does "sing"`},
		{query.Words{Category: "SONG"}, `PLOVER has no category "SONG"`},
		{query.Words{Limit: -1}, "--limit must be 1 or more"},
		{query.Words{Country: "[place]\x00x"}, `no country is called "[place]x"`},
	} {
		_, err := test.words.Filter()
		fault := query.Faulty(err)
		if fault == nil || !strings.HasPrefix(fault.Naming(flag), test.says) {
			t.Errorf("%+v: %v", test.words, err)
		}
	}
}
