package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"tocsin"
)

// SchemaName names the contract of the JSON format. A field may be added
// under the same name; one that is renamed, removed or given another meaning
// makes a new name.
const SchemaName = "tocsin.findings/1"

// writeJSON writes one line.
func writeJSON(w io.Writer, findings tocsin.Findings, _ Options) error {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document(findings)); err != nil {
		return fmt.Errorf("write findings of %s: %w", findings.Article.ID, err)
	}
	_, err := w.Write(escapeControls(line.Bytes()))
	return err
}

// escapeControls escapes DEL and the C1 controls, which JSON allows but a
// terminal may obey. They can only stand within strings.
func escapeControls(line []byte) []byte {
	if !bytes.ContainsFunc(line, isRawControl) {
		return line
	}
	var out bytes.Buffer
	for _, r := range string(line) {
		if isRawControl(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return out.Bytes()
}

func isRawControl(r rune) bool { return 0x7f <= r && r <= 0x9f }

// The shapes of tocsin.findings/1, in the order of its fields. Lists are never
// null; a source, a cue or a publication date that is not there is null; any
// other unknown is the empty string.

type documentJSON struct {
	Schema     string         `json:"schema"`
	Reader     readerJSON     `json:"reader"`
	Article    articleJSON    `json:"article"`
	Actors     []actorJSON    `json:"actors"`
	Claims     []claimJSON    `json:"claims"`
	Events     []eventJSON    `json:"events"`
	Whens      []whenJSON     `json:"whens"`
	Places     []placeJSON    `json:"places"`
	Quantities []quantityJSON `json:"quantities"`
	Notes      []string       `json:"notes"`
}

type readerJSON struct {
	Version string `json:"version"`
	Model   string `json:"model"`
}

type articleJSON struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Outlet    string   `json:"outlet"`
	Title     string   `json:"title"`
	Authors   []string `json:"authors"`
	Published *string  `json:"published"` // RFC 3339 in UTC
	Language  string   `json:"language"`
	Text      string   `json:"text"`
}

type actorJSON struct {
	ID       string           `json:"id"`
	Name     string           `json:"name"`
	Kind     tocsin.ActorKind `json:"kind"`
	Role     string           `json:"role"`
	Country  string           `json:"country"`
	Sector   string           `json:"sector"`
	Mentions [][2]int         `json:"mentions"`
}

type sourceJSON struct {
	Span    *[2]int          `json:"span"` // null where the source is only understood
	Text    string           `json:"text"`
	Name    string           `json:"name"`
	Actor   string           `json:"actor"`
	Role    string           `json:"role"`
	Country string           `json:"country"`
	Kind    tocsin.ActorKind `json:"kind"`
}

type cueJSON struct {
	wordsJSON
	Lemma string `json:"lemma"`
}

type wordsJSON struct {
	Span [2]int `json:"span"`
	Text string `json:"text"`
}

type claimJSON struct {
	ID        string           `json:"id"`
	Source    *sourceJSON      `json:"source"`
	Cue       *cueJSON         `json:"cue"`
	Content   []wordsJSON      `json:"content"`
	Form      tocsin.Form      `json:"form"`
	Act       tocsin.Act       `json:"act"`
	Certainty tocsin.Certainty `json:"certainty"`
	Said      saidJSON         `json:"said"`
	Within    string           `json:"within"`
	Denies    []string         `json:"denies"`
	Rule      string           `json:"rule"`
	Score     float64          `json:"score"`
}

type saidJSON struct {
	When  string `json:"when"`
	Place string `json:"place"`
	To    string `json:"to"`
}

type partyJSON struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Country string `json:"country"`
}

type eventJSON struct {
	ID        string          `json:"id"`
	Trigger   wordsJSON       `json:"trigger"`
	Category  tocsin.Category `json:"category"`
	Mode      string          `json:"mode"`
	Contexts  []string        `json:"contexts"`
	Actor     partyJSON       `json:"actor"`
	Recipient partyJSON       `json:"recipient"`
	Place     string          `json:"place"`
	When      string          `json:"when"`
	Date      string          `json:"date"`
	Status    tocsin.Status   `json:"status"`
	By        string          `json:"by"`
	Rule      string          `json:"rule"`
	Score     float64         `json:"score"`
}

type whenJSON struct {
	ID string `json:"id"`
	wordsJSON
	Type  tocsin.WhenType `json:"type"`
	Value string          `json:"value"`
	Start string          `json:"start"`
	End   string          `json:"end"`
	Rule  string          `json:"rule"`
}

type placeJSON struct {
	ID string `json:"id"`
	wordsJSON
	Name      string  `json:"name"`
	GeoNames  int     `json:"geonames"`
	Lat       float64 `json:"lat"`
	Lon       float64 `json:"lon"`
	Country   string  `json:"country"`
	Admin1    string  `json:"admin1"`
	Feature   string  `json:"feature"`
	Precision string  `json:"precision"`
	Score     float64 `json:"score"`
}

type quantityJSON struct {
	ID string `json:"id"`
	wordsJSON
	Value *float64     `json:"value"`
	High  *float64     `json:"high"`
	Bound tocsin.Bound `json:"bound"`
	Unit  string       `json:"unit"`
	Of    string       `json:"of"`
	Rule  string       `json:"rule"`
}

// wording turns spans into code points and words.
type wording struct {
	text  string
	runes tocsin.Runes
}

func (w wording) of(span tocsin.Span) wordsJSON {
	return wordsJSON{w.runes.Range(span), span.Of(w.text)}
}

// document lays findings out as tocsin.findings/1.
func document(findings tocsin.Findings) documentJSON {
	words := wording{findings.Article.Text, tocsin.NewRunes(findings.Article.Text)}
	return documentJSON{
		Schema:  SchemaName,
		Reader:  readerJSON(findings.Reader),
		Article: articleOf(findings.Article),
		Actors: each(findings.Actors, func(actor tocsin.Actor) actorJSON {
			return actorJSON{actor.ID, actor.Name, actor.Kind, actor.Role, actor.Country, actor.Sector, each(actor.Mentions, words.runes.Range)}
		}),
		Claims: each(findings.Claims, words.claim),
		Events: each(findings.Events, words.event),
		Whens: each(findings.Whens, func(when tocsin.When) whenJSON {
			return whenJSON{when.ID, words.of(when.Span), when.Type, when.Value, when.Start, when.End, when.Rule}
		}),
		Places: each(findings.Places, func(place tocsin.Place) placeJSON {
			return placeJSON{place.ID, words.of(place.Span), place.Name, place.GeoNames, place.Lat, place.Lon, place.Country, place.Admin1, place.Feature, place.Precision, place.Score}
		}),
		Quantities: each(findings.Quantities, func(quantity tocsin.Quantity) quantityJSON {
			return quantityJSON{quantity.ID, words.of(quantity.Span), quantity.Value, quantity.High, quantity.Bound, quantity.Unit, quantity.Of, quantity.Rule}
		}),
		Notes: list(findings.Notes),
	}
}

func articleOf(article tocsin.Article) articleJSON {
	out := articleJSON{
		ID: article.ID, URL: article.URL, Outlet: article.Outlet, Title: article.Title,
		Authors: list(article.Authors), Language: article.Language, Text: article.Text,
	}
	if !article.Published.IsZero() {
		published := article.Published.UTC().Format(time.RFC3339)
		out.Published = &published
	}
	return out
}

func (w wording) claim(claim tocsin.Claim) claimJSON {
	out := claimJSON{
		ID: claim.ID, Content: each(claim.Content, w.of), Form: claim.Form, Act: claim.Act, Certainty: claim.Certainty,
		Said: saidJSON(claim.Said), Within: claim.Within, Denies: list(claim.Denies), Rule: claim.Rule, Score: claim.Score,
	}
	if source := claim.Source; !source.IsZero() {
		out.Source = &sourceJSON{Name: source.Name, Actor: source.Actor, Role: source.Role, Country: source.Country, Kind: source.Kind}
		if !source.Span.IsZero() {
			at := w.of(source.Span)
			out.Source.Span, out.Source.Text = &at.Span, at.Text
		}
	}
	if !claim.Cue.Span.IsZero() {
		out.Cue = &cueJSON{w.of(claim.Cue.Span), claim.Cue.Lemma}
	}
	return out
}

func (w wording) event(event tocsin.Event) eventJSON {
	return eventJSON{
		ID: event.ID, Trigger: w.of(event.Trigger), Category: event.Category, Mode: event.Mode, Contexts: list(event.Contexts),
		Actor: partyJSON(event.Actor), Recipient: partyJSON(event.Recipient), Place: event.Place, When: event.When,
		Date: event.Date, Status: event.Status, By: event.By, Rule: event.Rule, Score: event.Score,
	}
}

// each converts a list; an empty one stays a list.
func each[From, To any](from []From, convert func(From) To) []To {
	to := make([]To, len(from))
	for i, item := range from {
		to[i] = convert(item)
	}
	return to
}

// list makes a missing list an empty one.
func list(items []string) []string {
	if items == nil {
		return []string{}
	}
	return items
}
