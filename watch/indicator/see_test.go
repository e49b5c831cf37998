package indicator_test

import (
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/watch/indicator"
)

// span is where words stand in a text.
func span(text, words string) tocsin.Span {
	at := strings.Index(text, words)
	return tocsin.Span{Start: at, End: at + len(words)}
}

func seen(t *testing.T) []indicator.Sighting {
	t.Helper()
	const text = "The ferry sailed. Guards closed the quay at Brévik on 3 May, and Gen. Aas said the U.S. fleet had lost “less than 40 boats”.\n\nNobody was hurt."
	value := 40.0
	findings := tocsin.Findings{
		Article: tocsin.Article{ID: "a", Outlet: "Ferry", Title: "Quay shut", Text: text, Published: time.Date(2031, 5, 10, 8, 0, 0, 0, time.UTC)},
		Actors:  []tocsin.Actor{{Name: "Guards", Country: "NOR"}, {Name: "Aas"}},
		Places:  []tocsin.Place{{ID: "p", Span: span(text, "Brévik"), Name: "Brevik", Country: "NOR", Lat: 59, Lon: 9.7, Precision: "city"}},
		Events: []tocsin.Event{{
			ID: "e", Trigger: span(text, "closed"), Category: tocsin.Coerce, Status: tocsin.Actual, Place: "p", By: "c", Date: "2031-05-03",
			Actor: tocsin.Party{Name: "Guards", Country: "NOR"},
		}},
		Claims: []tocsin.Claim{{
			ID: "c", Act: tocsin.Assert, Content: []tocsin.Span{span(text, "the U.S. fleet had lost “less than 40 boats”")},
			Source: tocsin.Source{Name: "Aas", Role: "general", Kind: tocsin.Person},
		}},
		Quantities: []tocsin.Quantity{{ID: "q", Span: span(text, "less than 40 boats"), Value: &value, Bound: tocsin.Less, Of: "boats"}},
	}
	return indicator.See(findings, time.Time{}, indicator.Links{
		Origins:     map[string]string{"": "wire", "c": "Aas himself"},
		Occurrences: map[string]string{"e": "o1"},
		Statements:  map[string]tocsin.Statement{"c": {ID: "s1", Standing: tocsin.Disputed, Origins: 2}},
	})
}

func TestSeeMakesASightingOfEachFinding(t *testing.T) {
	sightings := seen(t)
	if len(sightings) != 4 {
		t.Fatalf("there are %d", len(sightings))
	}
	article, event, claim, figure := sightings[0], sightings[1], sightings[2], sightings[3]
	if article.Noun != tocsin.NounArticle || len(article.Actors) != 2 || article.Origin != "wire" {
		t.Errorf("the article is %+v", article)
	}
	const sentence = "Guards closed the quay at Brévik on 3 May, and Gen. Aas said the U.S. fleet had lost “less than 40 boats”."
	if event.Event.Text != sentence || event.Place.Name != "Brevik" || event.Occurrence != "o1" || event.Claim.Source.Name != "Aas" || *event.Event.Age != 7 {
		t.Errorf("the event is %+v", event)
	}
	if claim.Origin != "Aas himself" || claim.Statement.ID != "s1" || claim.Claim.Source.Role != "general" || claim.Place.Name != "Brevik" {
		t.Errorf("the claim is %+v", claim)
	}
	if figure.Figure.Text != sentence || *figure.Figure.Low != 0 || *figure.Figure.High != 40 || figure.Claim.ID != "c" || figure.Actors[0].Name != "Aas" {
		t.Errorf("the figure is %+v", figure)
	}
}

func TestOldEventsAreTold(t *testing.T) {
	for where, want := range map[string]bool{
		`older(event, 5)`: true, `older(event, 7)`: false, `event.age > 6 && event.age < 8`: true, `!older(event, 30)`: true,
	} {
		problem, err := one(t, "events", where, indicator.World{})
		if err != nil {
			t.Fatal(err)
		}
		s := seen(t)[1]
		if got, _ := problem.Indicators[0].Matches(&s); got != want {
			t.Errorf("%s is %v, want %v", where, got, want)
		}
		// Where no date is known nothing is old.
		s.Event.Age = nil
		if got, _ := problem.Indicators[0].Matches(&s); got != strings.HasPrefix(where, "!") {
			t.Errorf("without a date %s is %v", where, got)
		}
	}
}

func TestMomentsAndMistakenDates(t *testing.T) {
	noon := time.Date(2031, 5, 10, 12, 0, 0, 0, time.UTC)
	s := indicator.Sighting{At: noon}
	if !s.Moment().Equal(noon) || !s.Published().Equal(noon) {
		t.Error("what is known at once is not")
	}
	s.Known = noon.Add(time.Hour)
	if !s.Moment().Equal(s.Known) || !s.Published().Equal(noon) {
		t.Error("what is learnt of later is used before")
	}
	s.Known = noon.Add(-time.Hour)
	if !s.Published().Equal(s.Known) {
		t.Error("an article is published after it was read")
	}
}
