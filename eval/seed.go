package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/extract"
)

// Seed measures the one document that Tocsin was born from against what a
// careful reader takes from it. It lies beside the data folder.
var Seed = Test{
	Name:  "seed",
	Data:  []string{"../seed.txt", "../seed-ledger.json"},
	Shows: "one short article that everybody who works on Tocsin has read: a smoke test, never an estimate of what happens on unseen text",
	Run:   runSeed,
}

func runSeed(dir string) ([]Figure, error) {
	gold, err := readSeed(dir)
	if err != nil {
		return nil, err
	}
	findings := extract.Findings(gold.article)
	c := compare(gold, ledgerOf(findings))
	events := Counts{Gold: float64(len(gold.events)), Found: float64(len(c.found.events))}
	for _, p := range c.events {
		if gold.events[p.gold].category == c.found.events[p.found].category {
			events.Right++
		}
	}
	score := c.score()
	return slices.Concat(
		told("seed claim", score[claimsFound]),
		[]Figure{c.wholeClaims(), c.enclosed(), c.denied()},
		told("seed figure", score[figures]), told("seed time", score[times]),
		told("seed place", placesRight(gold.places, findings)),
		told("seed event", events),
	), nil
}

// told gives recall, the share of gold that was found, and precision, which
// falls below 1 where something was invented.
func told(name string, counts Counts) []Figure {
	return []Figure{
		{Name: name + " recall", Value: counts.Recall(), Note: fmt.Sprintf("%.0f of %.0f", counts.Right, counts.Gold)},
		{Name: name + " precision", Value: counts.Precision(), Note: fmt.Sprintf("%.0f invented or wrong", counts.Found-counts.Right)},
	}
}

// wholeClaims is the share of the gold claims that were found with source
// name, act and form right.
func (c comparison) wholeClaims() Figure {
	right := 0
	for _, p := range c.claims {
		gold, found := c.gold.claims[p.gold], c.found.claims[p.found]
		if rightName(gold, found) && gold.act == found.act && gold.form == found.form {
			right++
		}
	}
	return Figure{
		Name:  "seed claim with name, act and form",
		Value: share(float64(right), float64(len(c.gold.claims))), Note: fmt.Sprintf("%d of %d", right, len(c.gold.claims)),
	}
}

// enclosed is the share of gold claims for which it is rightly said which
// claim they stand in, if any.
func (c comparison) enclosed() Figure {
	foundOf := c.foundOf()
	right := 0
	for _, p := range c.claims {
		if foundOf[c.gold.claims[p.gold].within] == c.found.claims[p.found].within {
			right++
		}
	}
	return Figure{
		Name:  "seed claim within",
		Value: share(float64(right), float64(len(c.gold.claims))), Note: fmt.Sprintf("%d of %d", right, len(c.gold.claims)),
	}
}

// denied is the F1 of "this claim denies that one".
func (c comparison) denied() Figure {
	foundOf := c.foundOf()
	var counts Counts
	for _, claim := range c.gold.claims {
		counts.Gold += float64(len(claim.denies))
	}
	for _, claim := range c.found.claims {
		counts.Found += float64(len(claim.denies))
	}
	for _, p := range c.claims {
		for _, id := range c.gold.claims[p.gold].denies {
			if found := foundOf[id]; found != "" && slices.Contains(c.found.claims[p.found].denies, found) {
				counts.Right++
			}
		}
	}
	return Figure{
		Name: "seed denies F1", Value: counts.F1(),
		Note: fmt.Sprintf("%.0f right of %.0f found, %.0f gold", counts.Right, counts.Found, counts.Gold),
	}
}

// foundOf maps the ids of gold claims to those of the claims found for them.
func (c comparison) foundOf() map[string]string {
	ids := map[string]string{}
	for _, p := range c.claims {
		ids[c.gold.claims[p.gold].id] = c.found.claims[p.found].id
	}
	return ids
}

// placesRight counts the gold names among the places found. A gazetteer's own
// name may be longer ("Donetsk Oblast"), so the words in the text count too.
func placesRight(golds []string, findings tocsin.Findings) Counts {
	counts := Counts{Gold: float64(len(golds))}
	seen := map[string]bool{}
	for _, place := range findings.Places {
		words := place.Span.Of(findings.Article.Text)
		i := slices.IndexFunc(golds, func(gold string) bool {
			return sameName(gold, place.Name) || sameName(gold, words)
		})
		key := "invented " + strings.ToLower(place.Name)
		if i >= 0 {
			key = golds[i]
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		counts.Found++
		if i >= 0 && place.Country != "" {
			counts.Right++
		}
	}
	return counts
}

// seedFile is the seed's ledger as it is stored, in the words of
// tocsin.findings/1.
type seedFile struct {
	Published string
	Claims    []struct {
		ID     string
		Source struct {
			Span          stretch
			Name, Country string
		}
		Cue       struct{ Span stretch }
		Content   []struct{ Span stretch }
		Form, Act string
		Within    string
		Denies    []string
	}
	Events []struct {
		Trigger                    struct{ Span stretch }
		Category, Status, Date, By string
		Actor, Recipient           struct{ Name, Country string }
	}
	Quantities []struct {
		Span            stretch
		Value, High     *float64
		Bound, Unit, Of string
	}
	Whens []struct {
		Span  stretch
		Value string
	}
	Places []string
}

func readSeed(dir string) (ledger, error) {
	text, err := os.ReadFile(filepath.Join(dir, "../seed.txt"))
	if err != nil {
		return ledger{}, fmt.Errorf("read seed: %w", err)
	}
	var file seedFile
	if err := readJSON(filepath.Join(dir, "../seed-ledger.json"), &file); err != nil {
		return ledger{}, err
	}
	published, err := time.Parse(time.DateOnly, file.Published)
	if err != nil {
		return ledger{}, fmt.Errorf("read seed: %w", err)
	}
	return file.ledger(tocsin.Article{ID: "seed", Published: published, Language: "en", Text: string(text)}), nil
}

func (file seedFile) ledger(article tocsin.Article) ledger {
	out := ledger{article: article, places: file.Places}
	words := []rune(article.Text)
	names := map[string]string{}
	for _, claim := range file.Claims {
		line := claimLine{
			id: claim.ID, source: &claim.Source.Span, cue: &claim.Cue.Span,
			name: claim.Source.Name, country: claim.Source.Country, form: claim.Form, act: claim.Act,
			within: claim.Within, denies: claim.Denies, sourceAsWorded: claim.Source.Span.of(words),
		}
		for _, part := range claim.Content {
			line.content = append(line.content, part.Span)
		}
		out.claims = append(out.claims, line)
		names[claim.ID] = claim.Source.Name
	}
	for _, event := range file.Events {
		out.events = append(out.events, eventLine{
			trigger: event.Trigger.Span, category: event.Category, status: event.Status, date: event.Date,
			actor: event.Actor.Name, recipient: event.Recipient.Name,
			actorCountry: event.Actor.Country, recipientCountry: event.Recipient.Country, by: names[event.By],
		})
	}
	for _, quantity := range file.Quantities {
		out.figures = append(out.figures, figureLine{quantity.Span, quantity.Value, quantity.High, quantity.Bound, quantity.Unit, quantity.Of, ""})
	}
	for _, when := range file.Whens {
		out.times = append(out.times, timeLine{when.Span, when.Value, ""})
	}
	return out
}
