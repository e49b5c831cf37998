package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/extract"
)

// Ledgers measures whole ledgers against those that careful readers wrote by
// hand.
//
// A claim is matched, one to one, where it shares at least half of the
// characters of both contents; who said it is then compared over the matched
// claims. Events are matched by their triggers, figures by at least half of
// the shorter span, times by any shared character.
var Ledgers = Test{
	Name:  "ledgers",
	Data:  []string{"ledgers", "articles/guardian/articles.jsonl"},
	Shows: "whole ledgers of twelve articles of one outlet on one war: how much of what a careful reader writes down is found, and how much is right about it; too few articles for a difference of two points to mean anything, and six of them were read while the rules were written (the dev half)",
	Run:   runLedgers,
}

// devLedgers are the articles that rules may be developed on; the others are
// looked at only through their score.
var devLedgers = []string{"guardian-016", "guardian-030", "guardian-044", "guardian-060", "guardian-062", "guardian-078"}

func runLedgers(dir string) ([]Figure, error) {
	golds, err := readLedgers(dir)
	if err != nil {
		return nil, err
	}
	all, dev, test := make(board, len(ledgerMeasures)), make(board, len(ledgerMeasures)), make(board, len(ledgerMeasures))
	for _, gold := range golds {
		score := compare(gold, foundIn(gold.article)).score()
		all.add(score)
		if slices.Contains(devLedgers, gold.article.ID) {
			dev.add(score)
		} else {
			test.add(score)
		}
	}
	return slices.Concat(ledgerFigures("ledgers/all", all), ledgerFigures("ledgers/dev", dev), ledgerFigures("ledgers/test", test)), nil
}

// The measures of a ledger, in the order in which they are reported.
const (
	claimsFound = iota
	claimSource
	claimCue
	claimName
	claimCountry
	claimAct
	claimForm
	denials
	triggers
	eventsFound
	eventCategory
	eventStatus
	eventActor
	eventRecipient
	eventDate
	eventBy
	figureSpans
	figures
	figureBound
	figureUnit
	timeSpans
	times
)

// ledgerMeasures says how each measure is told: as an F1, or as the share of
// matched findings that are right.
var ledgerMeasures = [...]struct {
	name string
	f1   bool
}{
	claimsFound: {"claim", true}, claimSource: {"claim source", false}, claimCue: {"claim cue", false},
	claimName: {"claim name", false}, claimCountry: {"claim country", false},
	claimAct: {"claim act", false}, claimForm: {"claim form", false},
	denials:  {"denial", true},
	triggers: {"event trigger", true}, eventsFound: {"event trigger+category", true},
	eventCategory: {"event category", false}, eventStatus: {"event status", false},
	eventActor: {"event actor country", false}, eventRecipient: {"event recipient country", false},
	eventDate: {"event date", false}, eventBy: {"event by", false},
	figureSpans: {"figure span", true}, figures: {"figure", true},
	figureBound: {"figure bound", false}, figureUnit: {"figure unit", false},
	timeSpans: {"time span", true}, times: {"time", true},
}

func ledgerFigures(prefix string, score board) []Figure {
	var out []Figure
	for i, measure := range ledgerMeasures {
		name := prefix + " " + measure.name
		if !measure.f1 {
			out = append(out, Figure{Name: name, Value: score[i].Recall(), Note: fmt.Sprintf("%.0f of %.0f matched", score[i].Right, score[i].Gold)})
			continue
		}
		out = append(out, Figure{Name: name + " F1", Value: score[i].F1(),
			Note: fmt.Sprintf("P %.3f R %.3f; %.0f right of %.0f found, %.0f gold", score[i].Precision(), score[i].Recall(), score[i].Right, score[i].Found, score[i].Gold)})
	}
	return out
}

// ledger is what is compared: a gold ledger or one that was found, in code
// points and without anything that gold does not tell.
type ledger struct {
	article tocsin.Article
	claims  []claimLine
	events  []eventLine
	figures []figureLine
	times   []timeLine
	places  []string // names, in seed ledgers only
}

type claimLine struct {
	id             string
	source, cue    *stretch
	content        []stretch
	name, country  string
	unnamed        bool // the name only repeats the source's words
	form, act      string
	within         string
	denies         []string
	sourceAsWorded string
	rule           string
}

type eventLine struct {
	trigger                        stretch
	category, status, date         string
	actor, recipient               string
	actorCountry, recipientCountry string
	by                             string // name of the source, or "nobody" for an unnamed one
	rule                           string
}

type figureLine struct {
	span        stretch
	value, high *float64
	bound, unit string
	of, rule    string
}

type timeLine struct {
	span        stretch
	value, rule string
}

// foundIn reads the article and lays the findings out for comparison.
func foundIn(article tocsin.Article) ledger {
	return ledgerOf(extract.Findings(article))
}

func ledgerOf(findings tocsin.Findings) ledger {
	article := findings.Article
	runes := tocsin.NewRunes(article.Text)
	out := ledger{article: article}
	names := map[string]string{}
	for _, claim := range findings.Claims {
		line := claimLine{
			id: claim.ID, source: optional(runes, claim.Source.Span), cue: optional(runes, claim.Cue.Span),
			content: stretches(runes, claim.Content...), name: claim.Source.Name, country: claim.Source.Country,
			unnamed: claim.Source.Kind == tocsin.Unnamed, form: string(claim.Form), act: string(claim.Act),
			within: claim.Within, denies: claim.Denies, rule: claim.Rule,
		}
		if !claim.Source.Span.IsZero() {
			line.sourceAsWorded = claim.Source.Span.Of(article.Text)
		}
		out.claims = append(out.claims, line)
		names[claim.ID] = bylineOf(line.name, line.sourceAsWorded)
	}
	for _, event := range findings.Events {
		out.events = append(out.events, eventLine{
			trigger: runes.Range(event.Trigger), category: string(event.Category), status: string(event.Status), date: event.Date,
			actor: event.Actor.Name, recipient: event.Recipient.Name,
			actorCountry: event.Actor.Country, recipientCountry: event.Recipient.Country,
			by: names[event.By], rule: event.Rule,
		})
	}
	for _, quantity := range findings.Quantities {
		out.figures = append(out.figures, figureLine{
			span: runes.Range(quantity.Span), value: quantity.Value, high: quantity.High,
			bound: string(quantity.Bound), unit: quantity.Unit, of: quantity.Of, rule: quantity.Rule,
		})
	}
	for _, when := range findings.Whens {
		out.times = append(out.times, timeLine{runes.Range(when.Span), when.Value, when.Rule})
	}
	for _, place := range findings.Places {
		out.places = append(out.places, place.Name)
	}
	return out
}

// bylineOf names whom an event rests on: a claim whose source nobody names
// still makes its event an alleged one.
func bylineOf(name, asWorded string) string {
	switch {
	case name != "":
		return name
	case asWorded != "":
		return asWorded
	}
	return nobody
}

const nobody = "nobody"

// comparison is a gold ledger beside the one found.
type comparison struct {
	gold, found                    ledger
	claims, events, figures, times []pair
}

// compare pairs what was found with the gold.
func compare(gold, found ledger) comparison {
	return comparison{
		gold: gold, found: found,
		claims: match(len(gold.claims), len(found.claims), func(g, f int) float64 {
			return claimFit(gold.claims[g], found.claims[f])
		}),
		events: match(len(gold.events), len(found.events), func(g, f int) float64 {
			return eventFit(gold.events[g], found.events[f])
		}),
		figures: match(len(gold.figures), len(found.figures), func(g, f int) float64 {
			return figureFit(gold.figures[g], found.figures[f])
		}),
		times: match(len(gold.times), len(found.times), func(g, f int) float64 {
			return timeFit(gold.times[g], found.times[f])
		}),
	}
}

// claimFit admits claims that share half of the longer content. Several claims
// can have one content (a report and the one that it reports), so a shared cue
// and a shared source decide among those admitted.
func claimFit(gold, found claimLine) float64 {
	longer := max(together(gold.content), together(found.content))
	shared := common(gold.content, found.content)
	if longer == 0 || 2*shared < longer {
		return 0
	}
	fit := float64(shared) / float64(longer)
	if touch(gold.cue, found.cue) {
		fit += 0.5
	}
	if touch(gold.source, found.source) {
		fit += 0.25
	}
	return fit
}

// eventFit admits triggers that share a character, which among triggers made
// of whole words is a word. The right category decides among those admitted.
func eventFit(gold, found eventLine) float64 {
	shared := gold.trigger.shared(found.trigger)
	if shared == 0 {
		return 0
	}
	fit := float64(shared) / float64(max(gold.trigger.len(), found.trigger.len()))
	if gold.category == found.category {
		fit++
	}
	return fit
}

func figureFit(gold, found figureLine) float64 {
	if !gold.span.touches(found.span) {
		return 0
	}
	fit := float64(gold.span.shared(found.span)) / float64(max(gold.span.len(), found.span.len()))
	if sameFigure(gold, found) {
		fit++
	}
	return fit
}

func timeFit(gold, found timeLine) float64 {
	fit := float64(gold.span.shared(found.span))
	if fit > 0 && gold.value == found.value {
		fit += 1000
	}
	return fit
}

// score counts the comparison.
func (c comparison) score() board {
	score := make(board, len(ledgerMeasures))
	c.scoreClaims(score)
	c.scoreEvents(score)
	c.scoreFigures(score)
	c.scoreTimes(score)
	return score
}

func (c comparison) scoreClaims(score board) {
	score.both(claimsFound, len(c.claims), len(c.gold.claims), len(c.found.claims))
	denied := 0
	for _, pair := range c.claims {
		gold, found := c.gold.claims[pair.gold], c.found.claims[pair.found]
		score.share(claimSource, touch(gold.source, found.source))
		score.share(claimCue, touch(gold.cue, found.cue))
		score.share(claimName, rightName(gold, found))
		score.share(claimCountry, sameCountries(gold.country, found.country))
		score.share(claimAct, gold.act == found.act)
		score.share(claimForm, gold.form == found.form)
		if isDenial(gold) && isDenial(found) {
			denied++
		}
	}
	score.both(denials, denied, count(c.gold.claims, isDenial), count(c.found.claims, isDenial))
}

func isDenial(claim claimLine) bool { return claim.act == string(tocsin.Deny) }

func count[T any](list []T, is func(T) bool) int {
	n := 0
	for _, item := range list {
		if is(item) {
			n++
		}
	}
	return n
}

// rightName compares names. Where gold leaves an unnamed source without a
// name, one that repeats the source's own words is no mistake.
func rightName(gold, found claimLine) bool {
	if gold.name == "" && found.name != "" {
		return gold.source != nil && (found.unnamed || sameName(found.name, found.sourceAsWorded))
	}
	return sameName(gold.name, found.name)
}

func (c comparison) scoreEvents(score board) {
	score.both(triggers, len(c.events), len(c.gold.events), len(c.found.events))
	right := 0
	for _, pair := range c.events {
		gold, found := c.gold.events[pair.gold], c.found.events[pair.found]
		if gold.category == found.category {
			right++
		}
		score.share(eventCategory, gold.category == found.category)
		score.share(eventStatus, rightStatus(gold, found))
		score.share(eventActor, sameCountries(gold.actorCountry, found.actorCountry))
		score.share(eventRecipient, sameCountries(gold.recipientCountry, found.recipientCountry))
		score.share(eventDate, gold.date == found.date)
		score.share(eventBy, rightBy(gold, found))
	}
	score.both(eventsFound, right, len(c.gold.events), len(c.found.events))
}

// rightStatus takes an actual event that rests on a claim for "alleged", which
// is how the hand-made ledgers write it.
func rightStatus(gold, found eventLine) bool {
	if gold.status == "alleged" {
		return found.status == string(tocsin.Actual) && found.by != ""
	}
	return gold.status == found.status && (gold.by != "" || found.by == "" || gold.status != string(tocsin.Actual))
}

func rightBy(gold, found eventLine) bool {
	alleged := gold.by != "" || gold.status == "alleged"
	if !alleged || found.by == "" {
		return !alleged && found.by == ""
	}
	return gold.by == "" || sameName(gold.by, found.by)
}

func (c comparison) scoreFigures(score board) {
	score.both(figureSpans, len(c.figures), len(c.gold.figures), len(c.found.figures))
	right := 0
	for _, pair := range c.figures {
		gold, found := c.gold.figures[pair.gold], c.found.figures[pair.found]
		if sameFigure(gold, found) {
			right++
		}
		score.share(figureBound, gold.bound == found.bound)
		score.share(figureUnit, sameUnit(gold.unit, found.unit))
	}
	score.both(figures, right, len(c.gold.figures), len(c.found.figures))
}

func sameFigure(a, b figureLine) bool {
	return sameNumber(a.value, b.value) && sameNumber(a.high, b.high)
}

func sameNumber(a, b *float64) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return math.Abs(*a-*b) <= 1e-9*max(1, math.Abs(*a))
}

// sameUnit compares units in the singular: ledgers write "hours" and "hour".
func sameUnit(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "s"), strings.TrimSuffix(b, "s"))
}

func (c comparison) scoreTimes(score board) {
	score.both(timeSpans, len(c.times), len(c.gold.times), len(c.found.times))
	right := 0
	for _, pair := range c.times {
		if c.gold.times[pair.gold].value == c.found.times[pair.found].value {
			right++
		}
	}
	score.both(times, right, len(c.gold.times), len(c.found.times))
}

// ledgerFile is a hand-made ledger as it is stored.
type ledgerFile struct {
	ID        string
	Published string
	Claims    []struct {
		Source, Cue   *stretch
		Content       []stretch
		Form, Act     string
		Name, Country string
	}
	Events []struct {
		Trigger                stretch
		Category, Status, Date string
		Actor, Recipient, By   string
		ActorCountry           string `json:"actor_country"`
		RecipientCountry       string `json:"recipient_country"`
	}
	Quantities []struct {
		Span            stretch
		Value, High     *float64
		Bound, Unit, Of string
	}
	Times []struct {
		Span  stretch
		Value string
	}
}

// readLedgers reads every hand-made ledger with its article, by name.
func readLedgers(dir string) ([]ledger, error) {
	articles, err := readArticles(filepath.Join(dir, "articles/guardian/articles.jsonl"))
	if err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(dir, "ledgers", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list ledgers: %w", err)
	}
	var ledgers []ledger
	for _, name := range names {
		var file ledgerFile
		if err := readJSON(name, &file); err != nil {
			return nil, err
		}
		article, ok := articles[file.ID]
		if !ok {
			return nil, fmt.Errorf("read ledger %s: its article %q is not among the articles", name, file.ID)
		}
		ledgers = append(ledgers, file.ledger(article))
	}
	return ledgers, nil
}

func (file ledgerFile) ledger(article tocsin.Article) ledger {
	text := []rune(article.Text)
	out := ledger{article: article}
	for _, claim := range file.Claims {
		line := claimLine{
			source: claim.Source, cue: claim.Cue, content: claim.Content,
			name: claim.Name, country: claim.Country, form: claim.Form, act: claim.Act,
		}
		if claim.Source != nil {
			line.sourceAsWorded = claim.Source.of(text)
		}
		out.claims = append(out.claims, line)
	}
	for _, event := range file.Events {
		out.events = append(out.events, eventLine{
			trigger: event.Trigger, category: event.Category, status: event.Status, date: event.Date,
			actor: event.Actor, recipient: event.Recipient,
			actorCountry: event.ActorCountry, recipientCountry: event.RecipientCountry, by: event.By,
		})
	}
	for _, quantity := range file.Quantities {
		out.figures = append(out.figures, figureLine{quantity.Span, quantity.Value, quantity.High, quantity.Bound, quantity.Unit, quantity.Of, ""})
	}
	for _, when := range file.Times {
		out.times = append(out.times, timeLine{when.Span, when.Value, ""})
	}
	return out
}

// readArticles reads articles from JSON Lines, by their ids.
func readArticles(name string) (map[string]tocsin.Article, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read articles: %w", err)
	}
	articles := map[string]tocsin.Article{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for lines.Scan() {
		var line struct{ ID, Title, Published, Text string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("read articles %s: %w", name, err)
		}
		published, err := time.Parse(time.RFC3339, line.Published)
		if err != nil {
			return nil, fmt.Errorf("read articles %s: %w", name, err)
		}
		articles[line.ID] = tocsin.Article{ID: line.ID, Title: line.Title, Published: published, Language: "en", Text: line.Text}
	}
	return articles, lines.Err()
}

func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read gold: %w", err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read gold %s: %w", name, err)
	}
	return nil
}
