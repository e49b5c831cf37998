package watch

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/watch/indicator"
)

// ReadScript reads a script against the problem that it tests. The error, if
// any, is indicator.Faults.
//
//	tests:
//	  - name: two outlets report it
//	    given:
//	      - {at: 2023-05-02T06:00Z, outlets: [A, B], event: "ASSAULT BLR > UKR", place: "Ovruch UKR 51.3,28.8"}
//	      - {at: 2023-05-01, every: 1d, times: 30, outlet: C}
//	    expect:
//	      - {at: 2023-05-02T07:00Z, ringing: [attack], stage: war}
//
// What is given are articles, one for each outlet, with a finding or none: an
// event, a claim or a figure, in short or with its fields. Each outlet is an
// origin of its own unless one is named.
func ReadScript(name string, text []byte, problem *indicator.Problem) (*Script, error) {
	file, root := indicator.Open(name, text)
	if root == nil {
		return nil, file.Err()
	}
	r := &scriptReader{problem: problem}
	script := &Script{Name: name}
	for _, field := range root.Fields("problem", "tests") {
		if field.Name != "tests" {
			continue // for people: which file it tests
		}
		for _, item := range field.Value.Items() {
			script.Tests = append(script.Tests, r.test(item))
		}
	}
	if len(script.Tests) == 0 && root.IsMapping() {
		root.Fault("there are no tests; list them under tests:")
	}
	if err := file.Err(); err != nil {
		return nil, err
	}
	return script, nil
}

type scriptReader struct {
	problem *indicator.Problem
	article int // numbers articles that have no id of their own
}

func (r *scriptReader) test(item *indicator.Node) Test {
	var test Test
	for _, field := range item.Fields("name", "given", "expect") {
		switch field.Name {
		case "name":
			test.Name = field.Value.Text()
		case "given":
			for _, one := range field.Value.Items() {
				test.Given = append(test.Given, r.given(one)...)
			}
		case "expect":
			for _, one := range field.Value.Items() {
				test.Expect = append(test.Expect, r.expect(one))
			}
		}
	}
	slices.SortStableFunc(test.Given, func(a, b indicator.Sighting) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(test.Expect, func(a, b Expectation) int { return a.At.Compare(b.At) })
	if len(test.Expect) == 0 && item.IsMapping() {
		item.Fault("the test expects nothing; say under expect: what should ring when")
	}
	return test
}

func (r *scriptReader) given(item *indicator.Node) []indicator.Sighting {
	const most = 100_000
	var s indicator.Sighting
	var at time.Time
	var every time.Duration
	var outlets []string
	var wording string
	times, origin := 1, ""
	for _, field := range item.Fields("at", "every", "times", "outlet", "outlets", "origin", "article", "title", "text", "language", "url",
		"event", "claim", "statement", "figure", "place", "occurrence", "actors") {
		value := field.Value
		switch field.Name {
		case "at":
			at = value.Moment()
		case "every":
			every = value.Span()
		case "times":
			times = value.Count(1, 10_000)
		case "outlet", "outlets":
			outlets = append(outlets, value.Texts()...)
		case "origin":
			origin = value.Text()
		case "article":
			s.Article.ID = value.Text()
		case "title":
			s.Article.Title = value.Text()
		case "text":
			wording = value.Text()
		case "language":
			s.Article.Language = value.Text()
		case "url":
			s.Article.URL = value.Text()
		case "event":
			s.Noun, s.Event = tocsin.NounEvent, event(value)
		case "claim":
			s.Claim = claim(value)
			if s.Noun == "" {
				s.Noun = tocsin.NounClaim
			}
		case "statement":
			s.Statement = standing(value)
		case "figure":
			s.Noun, s.Figure = tocsin.NounQuantity, quantity(value)
		case "place":
			s.Place = place(value)
		case "occurrence":
			s.Occurrence = value.Text()
		case "actors":
			for _, name := range value.Texts() {
				s.Actors = append(s.Actors, indicator.Party{Name: name})
			}
		}
	}
	if at.IsZero() && item.IsMapping() {
		item.Fault("say when it was published, at: 2023-05-02T06:00Z")
	}
	if len(outlets) == 0 {
		outlets = []string{"An outlet"}
	}
	if times*len(outlets) > most {
		item.Fault("these are %d articles; at most %d can be given at once", times*len(outlets), most)
		return nil
	}
	s.Article.Text = wording
	s.Event.Text, s.Figure.Text = first(s.Event.Text, wording), first(s.Figure.Text, wording)
	s.Claim.Text = first(s.Claim.Text, wording)
	var all []indicator.Sighting
	for n := range times {
		for _, outlet := range outlets {
			one := s
			one.At = at.Add(time.Duration(n) * every)
			one.Origin = first(origin, outlet)
			all = append(all, r.sightingsOf(one, outlet)...)
		}
	}
	return all
}

func first(words ...string) string {
	for _, word := range words {
		if word != "" {
			return word
		}
	}
	return ""
}

// sightingsOf is the sightings of one article: of itself, and of what it tells.
func (r *scriptReader) sightingsOf(s indicator.Sighting, outlet string) []indicator.Sighting {
	r.article++
	s.Article.ID = first(s.Article.ID, fmt.Sprintf("article-%d", r.article))
	s.Article.Outlet, s.Article.Published = outlet, s.At
	whole := indicator.Sighting{At: s.At, Noun: tocsin.NounArticle, ID: s.Article.ID, Text: s.Article.Title, Origin: s.Origin, Actors: s.Actors, Article: s.Article}
	if s.Noun == "" {
		return []indicator.Sighting{whole}
	}
	s.ID = fmt.Sprintf("%s-%d", s.Noun, r.article)
	s.Text = first(s.Claim.Text, s.Event.Text, s.Figure.Text, s.Article.Title)
	if s.Actors == nil && s.Noun == tocsin.NounEvent {
		s.Actors = []indicator.Party{s.Event.Actor}
	} else if s.Actors == nil {
		s.Actors = []indicator.Party{{Name: s.Claim.Source.Name, Country: s.Claim.Source.Country}}
	}
	return []indicator.Sighting{whole, s}
}

func (r *scriptReader) expect(item *indicator.Node) Expectation {
	e := Expectation{Line: item.Line()}
	for _, field := range item.Fields("at", "ringing", "stage", "alarms") {
		value := field.Value
		switch field.Name {
		case "at":
			e.At = value.Moment()
		case "ringing":
			e.Asked = true
			for _, one := range value.Items() {
				e.Ringing = append(e.Ringing, r.known(one))
			}
		case "stage":
			names := []string{"none"}
			for _, stage := range r.problem.Stages {
				names = append(names, stage.Name)
			}
			stage := strings.TrimSuffix(value.Word(names...), "none")
			e.Stage = &stage
		case "alarms":
			for _, one := range value.Items() {
				e.Alarms = append(e.Alarms, r.alarm(one))
			}
		}
	}
	if e.At.IsZero() && item.IsMapping() {
		item.Fault("say at which moment, at: 2023-05-02T07:00Z")
	}
	return e
}

// known is an indicator, with "/" and a key or without.
func (r *scriptReader) known(node *indicator.Node) string {
	text := node.Text()
	id, _, _ := strings.Cut(text, "/")
	if r.problem.Indicator(id) == nil && text != "" {
		var ids []string
		for _, i := range r.problem.Indicators {
			ids = append(ids, i.ID)
		}
		node.Word(ids...) // tells what is wrong
	}
	return text
}

func (r *scriptReader) alarm(item *indicator.Node) Expected {
	var x Expected
	for _, field := range item.Fields("indicator", "key", "opened", "observed", "origins", "severity", "condition") {
		value := field.Value
		switch field.Name {
		case "indicator":
			x.Indicator = value.Text()
			if !strings.HasPrefix(x.Indicator, stageName) {
				r.known(value)
			}
		case "key":
			x.Key = value.Text()
		case "opened":
			x.Opened = value.Moment()
		case "observed":
			number := value.Number()
			x.Observed = &number
		case "origins":
			x.Origins = value.Count(0, math.MaxInt32)
		case "severity":
			x.Severity = value.Word("low", "moderate", "high", "critical")
		case "condition":
			x.Condition = value.Word(string(Open), string(Acknowledged), string(Assigned), string(Silenced), string(WentOut), string(Expired))
		}
	}
	return x
}

// number reads "9000" and "9,000".
func number(text string) (float64, bool) {
	value, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	return value, err == nil
}
