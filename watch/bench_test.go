package watch_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/watch"
	"tocsin/watch/indicator"
)

// many is a problem of 1,000 indicators of several kinds.
func many(b *testing.B) *indicator.Problem {
	var text strings.Builder
	text.WriteString("problem: Many\nindicators:\n")
	for n := range 1000 {
		fmt.Fprintf(&text, "  - {id: i%d, of: events, where: 'event.category == \"%s\" && about(event.text, \"word%d\")', detect: %s}\n", n,
			[]string{"ASSAULT", "COERCE"}[n%2], n%40, []string{"rate", "{tripwire: {at_least: 3}}", "{first: {since: 30}}"}[n%3])
	}
	p, err := indicator.Read("many.yaml", []byte(text.String()), indicator.World{})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// findings are the 60 sightings of one article.
func findings(at time.Time, n int) []indicator.Sighting {
	given := []indicator.Sighting{article(at, "Ferry", fmt.Sprint("a", n))}
	for k := range 20 {
		s := event(at, "Ferry", fmt.Sprint("a", n), []string{"ASSAULT", "COERCE", "AID"}[k%3], "Ellery")
		s.ID = fmt.Sprint("e", k)
		s.Event.Text = fmt.Sprintf("Guards of word%d closed the quay at word%d.", (n+k)%40, (n*k)%60)
		given = append(given, s)
	}
	for k := range 20 {
		s := threat(at, "Ferry", fmt.Sprint("a", n))
		s.ID = fmt.Sprint("c", k)
		given = append(given, s)
		s.Noun, s.ID = tocsin.NounQuantity, fmt.Sprint("q", k)
		given = append(given, s)
	}
	return given
}

// BenchmarkCheckArticle is what an arriving article costs with 1,000
// indicators, after a history of some length: it must not grow with it.
func BenchmarkCheckArticle(b *testing.B) {
	for _, days := range []int{30, 300} {
		b.Run(fmt.Sprintf("after %d days", days), func(b *testing.B) {
			p := many(b)
			var state watch.State
			n := 0
			at := day(1)
			for range days {
				at = at.Add(24 * time.Hour)
				n++
				state, _ = watch.Check(p, state, findings(at, n), at, watch.Env{})
			}
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				// A hundred articles a day.
				at = at.Add(24 * time.Hour / 100)
				n++
				state, _ = watch.Check(p, state, findings(at, n), at, watch.Env{})
			}
		})
	}
}

// BenchmarkCloseDay is what it costs to close a day for 1,000 indicators.
func BenchmarkCloseDay(b *testing.B) {
	p := many(b)
	var state watch.State
	at := day(1)
	for n := range 200 {
		at = at.Add(24 * time.Hour)
		state, _ = watch.Check(p, state, findings(at, n), at, watch.Env{})
	}
	b.ResetTimer()
	for b.Loop() {
		at = at.Add(24 * time.Hour)
		state, _ = watch.Check(p, state, findings(at, 7)[:1], at, watch.Env{})
	}
}
