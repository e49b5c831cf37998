package indicator_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tocsin"
	"tocsin/watch/indicator"
)

// one is a problem with one indicator.
func one(t testing.TB, of, where string, world indicator.World) (*indicator.Problem, error) {
	t.Helper()
	text := fmt.Sprintf("problem: One\nindicators:\n  - id: it\n    of: %s\n    where: %q\n    detect: {tripwire: {at_least: 1}}\n", of, where)
	return indicator.Read("one.yaml", []byte(text), world)
}

func bridge() indicator.Sighting {
	value := 400.0
	return indicator.Sighting{
		Noun: tocsin.NounEvent, ID: "e1",
		Article: indicator.Article{ID: "a1", Outlet: "The Ferry", Title: "Bridge at Lúč closed", Published: time.Date(2023, 5, 2, 9, 0, 0, 0, time.UTC)},
		Event: indicator.Event{
			Category: "COERCE", Mode: "restrict", Status: "actual", Text: "Soldiers closed the Old Bridge at Lúč on Monday.",
			Actor: indicator.Party{Name: "Border troops", Country: "BLR,RUS"}, Recipient: indicator.Party{Country: "UKR"},
		},
		Figure: indicator.Figure{Low: &value},
		Place:  indicator.Place{Name: "Lúč", Country: "BLR", Lat: 52.0, Lon: 30.0},
		Actors: []indicator.Party{{Name: "Border troops", Country: "BLR,RUS"}},
	}
}

func TestRules(t *testing.T) {
	world := indicator.World{Border: func(lat, _ float64, a, b string) (float64, bool) { return 100 * (lat - 51), a == "BLR" && b == "UKR" }}
	for where, want := range map[string]bool{
		`event.category == "COERCE" && event.status == "actual"`:               true,
		`event.category == "COERCE" && event.status == "planned"`:              false,
		`event.category in ["ASSAULT", "COERCE"]`:                              true,
		`event.actor.country == "BLR"`:                                         false,
		`"RUS" in countryOf(event.actor)`:                                      true,
		`within(place, "BLR") && !within(place, "UKR")`:                        true,
		`near(place, 52, 30.1, 10)`:                                            true,
		`near(place, 52, 30.1, 5)`:                                             false,
		`borderOf(place, "BLR", "UKR") < 120`:                                  true,
		`borderOf(place, "BLR", "UKR") < 80`:                                   false,
		`borderOf(place, "BLR", "FRA") < 80`:                                   false,
		`!(borderOf(place, "BLR", "FRA") < 80)`:                                false, // what is not known is not the contrary
		`about(event.text, "old bridge")`:                                      true,
		`about(event.text, "OLD  BRIDGE|ferry")`:                               true,
		`about(event.text, "bridges")`:                                         false,
		`about(event.text, "clos*")`:                                           true,
		`about(event.text, "luc")`:                                             true,
		`about(article.title, "lúč closed")`:                                   true,
		`about(event.text, "")`:                                                false,
		`actors.exists(a, "BLR" in countryOf(a))`:                              true,
		`article.published > timestamp("2023-05-01T00:00:00Z")`:                true,
		`has(event.date) || event.mode == "restrict"`:                          true,
		`claim.act == "deny"`:                                                  false,
		`statement.origins >= 2`:                                               false,
		`event.recipient.country == "UKR" || event.recipient.country == "POL"`: true,
	} {
		problem, err := one(t, "events", where, world)
		if err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		s := bridge()
		if got, _ := problem.Indicators[0].Matches(&s); got != want {
			t.Errorf("%s is %v, want %v", where, got, want)
		}
		matched, _ := problem.Match(&s)
		if (len(matched) == 1) != want {
			t.Errorf("%s: the index says %v, want %v", where, matched, want)
		}
	}
}

func TestFiguresThatAreNotKnownMatchNothing(t *testing.T) {
	s := bridge()
	s.Noun = tocsin.NounQuantity
	for where, want := range map[string]bool{
		`figure.low >= 400`:                      true,
		`figure.high < 1000`:                     false,
		`figure.high >= 1000`:                    false,
		`!has(figure.high)`:                      true,
		`figure.high > 1000 || figure.low > 300`: true,
	} {
		problem, err := one(t, "figures", where, indicator.World{})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := problem.Indicators[0].Matches(&s); got != want {
			t.Errorf("%s is %v, want %v", where, got, want)
		}
	}
}

func TestARuleCannotRunAway(t *testing.T) {
	where := `actors.all(a, actors.all(b, actors.all(c, a.name + b.name + c.name != "x")))`
	problem, err := one(t, "articles", where, indicator.World{})
	if err != nil {
		t.Fatal(err)
	}
	s := bridge()
	s.Noun = tocsin.NounArticle
	for n := range 200 {
		s.Actors = append(s.Actors, indicator.Party{Name: fmt.Sprint("somebody ", n)})
	}
	begin := time.Now()
	if _, err := problem.Indicators[0].Matches(&s); !errors.Is(err, indicator.ErrCost) {
		t.Errorf("the error is %v", err)
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("it took %v", took)
	}
	if _, costly := problem.Match(&s); len(costly) != 1 {
		t.Error("nobody is told that the rule costs too much")
	}
	if _, err := one(t, "articles", strings.Repeat("true && ", 1000)+"true", indicator.World{}); err == nil {
		t.Error("a rule of endless length is read")
	}
}

// TestShortcutsAgreeWithCEL makes rules of random conditions and holds what the
// index finds against each rule put to CEL as a whole: behind "|| 1 == 2" no
// shortcut can be taken.
func TestShortcutsAgreeWithCEL(t *testing.T) {
	conditions := []string{
		`event.category == "%s"`, `event.category in ["%s", "AID"]`, `!(event.category == "%s")`, `event.category != "%s"`,
		`event.category == "%s" || event.category == "AID"`, `event.category == "%s" || event.status == "actual"`,
		`(event.category == "%s" && event.status == "planned")`, `event.actor.country == "BLR"`, `"BLR" in countryOf(event.actor)`,
		`within(place, "UKR")`, `event.status == "actual"`, `about(event.text, "bridge")`, `has(event.date)`, `"ASSAULT" == event.category`,
		`!about(event.text, "bridge|ferry*")`, `about(event.text, "sold*") || about(event.text, "")`, `!("RUS" in countryOf(event.actor))`,
		`!(event.category in ["%s"])`, `place.lat > 50`, `!within(place, "BLR")`, `event.text.contains("Old")`,
	}
	category := rapid.SampledFrom([]string{"ASSAULT", "COERCE", "AID"})
	rapid.Check(t, func(t *rapid.T) {
		var b, plain strings.Builder
		b.WriteString("problem: Many\nindicators:\n")
		plain.WriteString("problem: Plain\nindicators:\n")
		for n := range rapid.IntRange(1, 12).Draw(t, "indicators") {
			var parts []string
			for _, condition := range rapid.SliceOfN(rapid.SampledFrom(conditions), 1, 3).Draw(t, "conditions") {
				if strings.Contains(condition, "%s") {
					condition = fmt.Sprintf(condition, category.Draw(t, "category"))
				}
				parts = append(parts, "("+condition+")")
			}
			where := strings.Join(parts, rapid.SampledFrom([]string{" && ", " || "}).Draw(t, "joined"))
			fmt.Fprintf(&b, "  - {id: i%d, where: '%s', detect: rate}\n", n, where)
			fmt.Fprintf(&plain, "  - {id: i%d, where: '(%s) || 1 == 2', detect: rate}\n", n, where)
		}
		problem, err := indicator.Read("many.yaml", []byte(b.String()), indicator.World{})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := indicator.Read("plain.yaml", []byte(plain.String()), indicator.World{})
		if err != nil {
			t.Fatal(err)
		}
		s := bridge()
		s.Event.Category = category.Draw(t, "category")
		s.Event.Status = rapid.SampledFrom([]string{"actual", "planned"}).Draw(t, "status")
		s.Event.Actor.Country = rapid.SampledFrom([]string{"", "BLR", "BLR,RUS", "POL"}).Draw(t, "country")
		s.Place.Country = rapid.SampledFrom([]string{"", "UKR", "BLR"}).Draw(t, "place")
		var alone []int
		for n := range whole.Indicators {
			if ok, _ := whole.Indicators[n].Matches(&s); ok {
				alone = append(alone, n)
			}
		}
		if matched, _ := problem.Match(&s); fmt.Sprint(matched) != fmt.Sprint(alone) {
			t.Fatalf("the index finds %v, CEL %v\n%s", matched, alone, b.String())
		}
	})
}

// thousand is 1,000 indicators as users would write them; a third of them
// demand nothing that an index could use.
func thousand(b *testing.B) *indicator.Problem {
	var text strings.Builder
	text.WriteString("problem: Thousand\nindicators:\n")
	for n := range 1000 {
		where := []string{
			`event.category == "ASSAULT" && within(place, "UKR") && event.status == "actual"`,
			`about(event.text, "bridge|pontoon*") && event.status != "negated"`,
			`event.category in ["MOBILIZE", "COERCE"] && "RUS" in countryOf(event.actor) && about(event.text, "border")`,
		}[n%3]
		fmt.Fprintf(&text, "  - {id: i%d, where: '%s', detect: rate}\n", n, where)
	}
	problem, err := indicator.Read("thousand.yaml", []byte(text.String()), indicator.World{})
	if err != nil {
		b.Fatal(err)
	}
	return problem
}

// BenchmarkMatchArticle is an article of 60 findings, 20 of them events,
// against 1,000 indicators.
func BenchmarkMatchArticle(b *testing.B) {
	problem := thousand(b)
	sightings := make([]indicator.Sighting, 60)
	for n := range sightings {
		sightings[n] = bridge()
		sightings[n].Noun = []tocsin.Noun{tocsin.NounEvent, tocsin.NounClaim, tocsin.NounQuantity}[n%3]
	}
	b.ReportAllocs()
	for b.Loop() {
		for n := range sightings {
			problem.Match(&sightings[n])
		}
	}
}

func BenchmarkReadThousand(b *testing.B) {
	for b.Loop() {
		thousand(b)
	}
}

// BenchmarkMatchWithoutShortcuts is the same with rules that must all be put
// to CEL for every event.
func BenchmarkMatchWithoutShortcuts(b *testing.B) {
	var text strings.Builder
	text.WriteString("problem: Thousand\nindicators:\n")
	for n := range 1000 {
		fmt.Fprintf(&text, "  - {id: i%d, where: 'near(place, 50, 30, 100) || event.text.contains(\"pontoon\")', detect: rate}\n", n)
	}
	problem, err := indicator.Read("thousand.yaml", []byte(text.String()), indicator.World{})
	if err != nil {
		b.Fatal(err)
	}
	sightings := make([]indicator.Sighting, 60)
	for n := range sightings {
		sightings[n] = bridge()
		sightings[n].Noun = []tocsin.Noun{tocsin.NounEvent, tocsin.NounClaim, tocsin.NounQuantity}[n%3]
	}
	b.ReportAllocs()
	for b.Loop() {
		for n := range sightings {
			problem.Match(&sightings[n])
		}
	}
}
