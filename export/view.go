package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin"
)

// view is what a person is shown, in the terminal and on a page alike: claims
// numbered in text order and grouped by who makes them, and everything else
// with the numbers that it rests on.
type view struct {
	Title     string
	Outlet    string
	Date      string
	URL       string
	Authors   string
	Reader    string
	Notes     []string
	Speakers  []speaker
	Claims    int
	Events    []eventView
	Figures   []fact
	Times     []fact
	Places    []placeView
	Uncertain bool // some events rest on somebody's word
}

// speaker is everything that one source says.
type speaker struct {
	Name    string // "" where nobody is named
	Role    string
	Country string
	Kind    string
	Claims  []claimView
}

type claimView struct {
	Number   int
	Act      tocsin.Act
	Verb     string // the act as a verb: "denies"
	Form     tocsin.Form
	Content  string // the parts, joined by an ellipsis
	Cue      string
	Certain  string // "probable" or "possible", else ""
	When     string
	Where    string
	To       string
	Via      *mention  // the claim that reports this one
	Carries  []mention // the claims that this one reports
	Denies   []mention
	DeniedBy []mention
	Rule     string
	Score    float64
}

// mention points to a claim.
type mention struct {
	Number int
	Name   string
}

type eventView struct {
	Number    int
	Date      string
	Category  string // in lower case
	Mode      string
	Words     string
	Actor     string
	Recipient string
	Place     string
	Status    string // "" where the event is told as fact or on somebody's word
	By        *mention
	Rule      string
}

// fact is a wording beside what it means, with how often it stands there.
type fact struct {
	Words, Meaning string
	Times          int
	First          tocsin.Span
}

type placeView struct {
	Name, Country, Admin1, Precision string
	Position                         string // "53.90 N 27.57 E"
	Times                            int
	First                            tocsin.Span
}

// verbs are the acts as one reads them after a name.
var verbs = map[tocsin.Act]string{
	tocsin.Assert: "says", tocsin.Deny: "denies", tocsin.Accuse: "accuses", tocsin.Demand: "demands",
	tocsin.Commit: "commits", tocsin.Threaten: "threatens", tocsin.Warn: "warns", tocsin.Believe: "believes",
}

// viewOf arranges findings for reading. All words in it are free of control
// characters and of line breaks.
func viewOf(findings tocsin.Findings) view {
	article := findings.Article
	v := view{
		Title: titleOf(article), Outlet: clean(article.Outlet), URL: clean(article.URL),
		Authors: clean(strings.Join(article.Authors, ", ")), Reader: findings.Reader.Version,
		Claims: len(findings.Claims),
	}
	if !article.Published.IsZero() {
		v.Date = article.Published.UTC().Format("Mon 2 Jan 2006")
	}
	for _, note := range findings.Notes {
		v.Notes = append(v.Notes, clean(note))
	}
	claims := claimViews(findings)
	v.Speakers = speakers(findings, claims)
	v.Events = eventViews(findings, claims)
	v.Uncertain = slices.ContainsFunc(v.Events, func(event eventView) bool { return event.By != nil })
	v.Figures = figureFacts(findings)
	v.Times = timeFacts(findings)
	v.Places = placeViews(findings)
	return v
}

// titleOf falls back to the article's first words.
func titleOf(article tocsin.Article) string {
	if title := clean(article.Title); title != "" {
		return title
	}
	first, _, _ := strings.Cut(strings.TrimSpace(article.Text), "\n")
	const enough = 72
	words := clean(cut(first, 4*enough))
	if runes := []rune(words); len(runes) > enough {
		short := string(runes[:enough])
		if space := strings.LastIndexByte(short, ' '); space > enough/2 {
			short = short[:space]
		}
		words = strings.TrimRight(short, " ,;:–—-") + " …"
	}
	if words == "" {
		return "An article without words"
	}
	return words
}

// claimViews numbers the claims and ties them together. A claim has the same
// index here as in findings.
func claimViews(findings tocsin.Findings) []claimView {
	index := map[string]int{}
	for i, claim := range findings.Claims {
		index[claim.ID] = i
	}
	point := func(i int) mention { return mention{i + 1, sourceName(findings, findings.Claims[i])} }
	out := make([]claimView, len(findings.Claims))
	for i, claim := range findings.Claims {
		out[i].tell(findings, claim, i+1)
		if outer, ok := index[claim.Within]; ok && outer != i {
			via := point(outer)
			out[i].Via = &via
			out[outer].Carries = append(out[outer].Carries, point(i))
		}
		for _, id := range claim.Denies {
			if denied, ok := index[id]; ok {
				out[i].Denies = append(out[i].Denies, point(denied))
				out[denied].DeniedBy = append(out[denied].DeniedBy, point(i))
			}
		}
	}
	return out
}

// tell fills in what the claim says of itself.
func (v *claimView) tell(findings tocsin.Findings, claim tocsin.Claim, number int) {
	text := findings.Article.Text
	v.Number, v.Act, v.Form, v.Rule, v.Score = number, claim.Act, claim.Form, clean(claim.Rule), claim.Score
	v.Verb = cmp.Or(verbs[claim.Act], clean(string(claim.Act)))
	v.Content = contentWords(text, claim)
	v.Cue = clean(claim.Cue.Span.Of(text))
	if claim.Certainty != tocsin.Certain {
		v.Certain = string(claim.Certainty)
	}
	v.When, v.Where, v.To = readDate(clean(claim.Said.When)), clean(claim.Said.Place), clean(claim.Said.To)
}

// contentWords joins the parts of a claim's content. Parts with nothing but
// white space between them read on; others are held apart by an ellipsis. A
// direct quotation gets back the marks that its spans leave out.
func contentWords(text string, claim tocsin.Claim) string {
	var parts []string
	end := -1
	for _, part := range claim.Content {
		if end >= 0 && end <= part.Start && strings.TrimSpace(text[end:part.Start]) == "" {
			parts[len(parts)-1] += " " + part.Of(text)
		} else {
			parts = append(parts, part.Of(text))
		}
		end = part.End
	}
	for i, part := range parts {
		parts[i] = clean(part)
		if claim.Form == tocsin.Direct {
			parts[i] = "“" + strings.TrimRight(strings.Trim(parts[i], "“”\"‘’"), ",") + "”"
		}
	}
	return strings.Join(parts, " … ")
}

// sourceName is how a claim's source is called, "" where there is none.
func sourceName(findings tocsin.Findings, claim tocsin.Claim) string {
	return clean(cmp.Or(claim.Source.Name, claim.Source.Span.Of(findings.Article.Text)))
}

// speakers groups the claims by source, in the order in which each first
// speaks; claims that nobody in particular makes come last.
func speakers(findings tocsin.Findings, claims []claimView) []speaker {
	groups := map[string]int{}
	var named []speaker
	var nobody speaker
	for i, claim := range findings.Claims {
		name := sourceName(findings, claim)
		if name == "" {
			nobody.Claims = append(nobody.Claims, claims[i])
			continue
		}
		key := cmp.Or(claim.Source.Actor, "name "+strings.ToLower(name))
		group, known := groups[key]
		if !known {
			group = len(named)
			groups[key] = group
			named = append(named, speaker{Name: name})
		}
		named[group].add(claim.Source, claims[i])
	}
	if len(nobody.Claims) > 0 {
		named = append(named, nobody)
	}
	return named
}

func (s *speaker) add(source tocsin.Source, claim claimView) {
	s.Role = cmp.Or(s.Role, clean(source.Role))
	s.Country = cmp.Or(s.Country, clean(source.Country))
	s.Kind = cmp.Or(s.Kind, string(source.Kind))
	s.Claims = append(s.Claims, claim)
}

func eventViews(findings tocsin.Findings, claims []claimView) []eventView {
	text := findings.Article.Text
	numbers := map[string]int{}
	for i, claim := range findings.Claims {
		numbers[claim.ID] = i
	}
	places := map[string]string{}
	for _, place := range findings.Places {
		places[place.ID] = clean(cmp.Or(place.Name, place.Span.Of(text)))
	}
	var out []eventView
	for i, event := range findings.Events {
		v := eventView{
			Number: i + 1, Date: readDate(clean(event.Date)), Category: strings.ToLower(clean(string(event.Category))), Mode: clean(event.Mode),
			Words: clean(event.Trigger.Of(text)), Actor: partyName(event.Actor), Recipient: partyName(event.Recipient),
			Place: places[event.Place], Status: clean(string(event.Status)), Rule: clean(event.Rule),
		}
		if v.Status == string(tocsin.Actual) {
			v.Status = ""
		}
		if claim, ok := numbers[event.By]; ok {
			v.By = &mention{claims[claim].Number, sourceName(findings, findings.Claims[claim])}
		}
		out = append(out, v)
	}
	return out
}

func partyName(party tocsin.Party) string { return clean(cmp.Or(party.Name, party.Country)) }

// tally counts facts that read alike, in the order of their first.
func tally(facts []fact) []fact {
	seen := map[[2]string]int{}
	var out []fact
	for _, f := range facts {
		key := [2]string{strings.ToLower(f.Words), f.Meaning}
		if i, ok := seen[key]; ok {
			out[i].Times++
			continue
		}
		seen[key] = len(out)
		f.Times = 1
		out = append(out, f)
	}
	return out
}

func figureFacts(findings tocsin.Findings) []fact {
	var facts []fact
	for _, quantity := range findings.Quantities {
		facts = append(facts, fact{Words: clean(quantity.Span.Of(findings.Article.Text)), Meaning: readQuantity(quantity), First: quantity.Span})
	}
	return tally(facts)
}

func timeFacts(findings tocsin.Findings) []fact {
	var facts []fact
	for _, when := range findings.Whens {
		facts = append(facts, fact{Words: clean(when.Span.Of(findings.Article.Text)), Meaning: readWhen(when), First: when.Span})
	}
	return tally(facts)
}

func placeViews(findings tocsin.Findings) []placeView {
	type key struct {
		geonames int
		name     string
	}
	seen := map[key]int{}
	var out []placeView
	for _, place := range findings.Places {
		name := clean(cmp.Or(place.Name, place.Span.Of(findings.Article.Text)))
		k := key{place.GeoNames, name}
		if i, ok := seen[k]; ok {
			out[i].Times++
			continue
		}
		seen[k] = len(out)
		v := placeView{Name: name, Country: clean(place.Country), Admin1: clean(place.Admin1), Precision: clean(place.Precision), Times: 1, First: place.Span}
		if place.Lat != 0 || place.Lon != 0 {
			v.Position = position(place.Lat, place.Lon)
		}
		out = append(out, v)
	}
	return out
}

func position(lat, lon float64) string {
	northSouth, eastWest := "N", "E"
	if lat < 0 {
		northSouth, lat = "S", -lat
	}
	if lon < 0 {
		eastWest, lon = "W", -lon
	}
	return fmt.Sprintf("%.2f %s %.2f %s", lat, northSouth, lon, eastWest)
}
