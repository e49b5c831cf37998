package export

import (
	"strings"
	"testing"
	"time"

	"tocsin"
)

const sampleText = "SARN, March 3 — Norland’s interior ministry said on Friday that saboteurs from Sudmark blew up a fuel depot in Sarn, killing at least 12 people. " +
	"The Norland Gazette reported that Colonel Ada Brenn had warned of “an attack\nwithin days” 🚢.\n\n" +
	"Sudmark denied the accusation. “We have no soldiers there,” its foreign minister, Józef Śliwa, told reporters in Sarn. “None <at all> & never.”\n\n" +
	"Between 3,000 and 4,500 residents reportedly left the town of 北港 last week. Two diplomats believe the talks will go on for seven months.\n"

// sample is what a careful reader takes from a report that never was, about
// countries that are not.
func sample(t testing.TB) tocsin.Findings {
	at := func(words string) tocsin.Span { return nth(t, sampleText, words, 0) }
	const article = "sarn-1"
	claims := []tocsin.Claim{
		{ID: "c1", Source: tocsin.Source{Span: at("Norland’s interior ministry"), Name: "Norland interior ministry", Actor: "a1", Country: "XNL", Kind: tocsin.Government},
			Cue: tocsin.Cue{Span: at("said"), Lemma: "say"}, Content: []tocsin.Span{at("saboteurs from Sudmark blew up a fuel depot in Sarn, killing at least 12 people")},
			Form: tocsin.Indirect, Act: tocsin.Accuse, Certainty: tocsin.Certain, Said: tocsin.Said{When: "2023-03-03"}, Rule: "said-that", Score: 0.95},
		{ID: "c2", Source: tocsin.Source{Span: at("The Norland Gazette"), Name: "The Norland Gazette", Country: "XNL", Kind: tocsin.Organization},
			Cue: tocsin.Cue{Span: at("reported"), Lemma: "report"}, Content: []tocsin.Span{at("Colonel Ada Brenn had warned of “an attack\nwithin days” 🚢")},
			Form: tocsin.Indirect, Act: tocsin.Assert, Certainty: tocsin.Certain, Rule: "said-that", Score: 0.9},
		{ID: "c3", Source: tocsin.Source{Span: at("Colonel Ada Brenn"), Name: "Ada Brenn", Actor: "a2", Role: "Colonel", Country: "XNL", Kind: tocsin.Person},
			Cue: tocsin.Cue{Span: at("warned of"), Lemma: "warn"}, Content: []tocsin.Span{at("“an attack\nwithin days”")},
			Form: tocsin.Mixed, Act: tocsin.Warn, Certainty: tocsin.Probable, Within: "c2", Rule: "warned-of", Score: 0.8},
		{ID: "c4", Source: tocsin.Source{Span: nth(t, sampleText, "Sudmark", 1), Name: "Sudmark government", Actor: "a3", Country: "XSM", Kind: tocsin.Government},
			Cue: tocsin.Cue{Span: at("denied"), Lemma: "deny"}, Content: []tocsin.Span{at("the accusation")},
			Form: tocsin.Indirect, Act: tocsin.Deny, Certainty: tocsin.Certain, Denies: []string{"c1"}, Rule: "denied", Score: 0.9},
		{ID: "c5", Source: tocsin.Source{Span: at("its foreign minister, Józef Śliwa"), Name: "Józef Śliwa", Actor: "a4", Role: "foreign minister", Country: "XSM", Kind: tocsin.Person},
			Cue: tocsin.Cue{Span: at("told"), Lemma: "tell"}, Content: []tocsin.Span{at("We have no soldiers there"), at("None <at all> & never.")},
			Form: tocsin.Direct, Act: tocsin.Deny, Certainty: tocsin.Certain, Said: tocsin.Said{Place: "Sarn", To: "reporters"}, Denies: []string{"c1"}, Rule: "quote", Score: 0.99},
		{ID: "c6", Cue: tocsin.Cue{Span: at("reportedly"), Lemma: "reportedly"}, Content: []tocsin.Span{at("Between 3,000 and 4,500 residents"), at("left the town of 北港 last week")},
			Form: tocsin.Indirect, Act: tocsin.Assert, Certainty: tocsin.Possible, Rule: "reportedly", Score: 0.7},
		{ID: "c7", Source: tocsin.Source{Span: at("Two diplomats"), Kind: tocsin.Unnamed},
			Cue: tocsin.Cue{Span: at("believe"), Lemma: "believe"}, Content: []tocsin.Span{at("the talks will go on for seven months")},
			Form: tocsin.Indirect, Act: tocsin.Believe, Certainty: tocsin.Probable, Rule: "believes", Score: 0.85},
		{ID: "c8", Source: tocsin.Source{Name: "Józef Śliwa", Actor: "a4", Role: "foreign minister", Country: "XSM", Kind: tocsin.Person},
			Content: []tocsin.Span{at("never")}, Form: tocsin.Direct, Act: tocsin.Assert, Certainty: tocsin.Certain, Rule: "quote goes on", Score: 0.5},
	}
	value := func(v float64) *float64 { return &v }
	return tocsin.Findings{
		Article: tocsin.Article{
			ID: article, URL: "https://gazette.example/sarn?a=1&b=2", Outlet: "The Lessing Courier", Title: "Depot in Sarn <destroyed>, Norland says",
			Authors: []string{"P. Okoye"}, Published: time.Date(2023, 3, 4, 7, 30, 0, 0, time.FixedZone("", 3600)), Language: "en", Text: sampleText,
		},
		Reader: tocsin.Reader{Version: "1", Model: "sha256:00ff"},
		Actors: []tocsin.Actor{
			{ID: "a1", Name: "Norland interior ministry", Kind: tocsin.Government, Country: "XNL", Sector: "GOV", Mentions: []tocsin.Span{at("Norland’s interior ministry")}},
			{ID: "a2", Name: "Ada Brenn", Kind: tocsin.Person, Role: "Colonel", Country: "XNL", Sector: "MIL", Mentions: []tocsin.Span{at("Colonel Ada Brenn")}},
			{ID: "a3", Name: "Sudmark government", Kind: tocsin.Government, Country: "XSM", Sector: "GOV", Mentions: []tocsin.Span{nth(t, sampleText, "Sudmark", 1)}},
			{ID: "a4", Name: "Józef Śliwa", Kind: tocsin.Person, Role: "foreign minister", Country: "XSM", Sector: "GOV", Mentions: []tocsin.Span{at("its foreign minister, Józef Śliwa")}},
			{ID: "a5", Name: "saboteurs", Kind: tocsin.ArmedGroup, Country: "XSM", Sector: "REB", Mentions: []tocsin.Span{at("saboteurs from Sudmark")}},
		},
		Claims: claims,
		Events: []tocsin.Event{
			{ID: "e1", Trigger: at("blew up"), Category: tocsin.Assault, Mode: "bombing", Contexts: []string{"military"}, Actor: tocsin.Party{ID: "a5", Name: "saboteurs", Country: "XSM"},
				Recipient: tocsin.Party{Name: "Norland", Country: "XNL"}, Place: "p1", When: "w2", Date: "2023-03-03", Status: tocsin.Actual, By: "c1", Rule: "blow up", Score: 0.8},
			{ID: "e2", Trigger: at("attack\nwithin"), Category: tocsin.Assault, Actor: tocsin.Party{Country: "XSM"}, Status: tocsin.Hypothetical, By: "c3", Rule: "attack", Score: 0.5},
			{ID: "e3", Trigger: at("denied the accusation"), Category: tocsin.Reject, Actor: tocsin.Party{ID: "a3", Name: "Sudmark government", Country: "XSM"}, Status: tocsin.Actual, Rule: "deny", Score: 0.7},
		},
		Whens: []tocsin.When{
			{ID: "w1", Span: at("March 3"), Type: tocsin.Date, Value: "2023-03-03", Start: "2023-03-03", End: "2023-03-03", Rule: "month day"},
			{ID: "w2", Span: at("Friday"), Type: tocsin.Date, Value: "2023-03-03", Start: "2023-03-03", End: "2023-03-03", Rule: "weekday"},
			{ID: "w3", Span: at("last week"), Type: tocsin.Date, Value: "2023-W08", Start: "2023-02-20", End: "2023-02-26", Rule: "last unit"},
			{ID: "w4", Span: at("seven months"), Type: tocsin.Duration, Value: "P7M", Rule: "duration"},
		},
		Places: []tocsin.Place{
			{ID: "p1", Span: nth(t, sampleText, "Sarn", 0), Name: "Sarn", GeoNames: 4242, Lat: 54.125, Lon: -7.5, Country: "XNL", Admin1: "Westmark", Feature: "PPL", Precision: "city", Score: 0.9},
			{ID: "p2", Span: nth(t, sampleText, "Sarn", 1), Name: "Sarn", GeoNames: 4242, Lat: 54.125, Lon: -7.5, Country: "XNL", Admin1: "Westmark", Feature: "PPL", Precision: "city", Score: 0.9},
			{ID: "p3", Span: at("北港"), Name: "Beigang", Country: "XNL", Precision: "city", Score: 0.4},
		},
		Quantities: []tocsin.Quantity{
			{ID: "q1", Span: at("at least 12 people"), Value: value(12), Bound: tocsin.AtLeast, Of: "people", Rule: "hedged"},
			{ID: "q2", Span: at("Between 3,000 and 4,500 residents"), Value: value(3000), High: value(4500), Bound: tocsin.Range, Of: "residents", Rule: "between"},
			{ID: "q3", Span: at("seven months"), Value: value(7), Bound: tocsin.Exact, Unit: "month", Rule: "duration"},
		},
		Notes: []string{"this article is made up"},
	}
}

// nth finds words in the text, which must hold them more than n times.
func nth(t testing.TB, text, words string, n int) tocsin.Span {
	t.Helper()
	from := 0
	for ; ; n-- {
		i := strings.Index(text[from:], words)
		if i < 0 {
			t.Fatalf("the sample text does not hold %q often enough", words)
		}
		from += i
		if n == 0 {
			return tocsin.Span{Start: from, End: from + len(words)}
		}
		from += len(words)
	}
}
