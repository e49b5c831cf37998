package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/extract/claim"
	"tocsin/extract/event"
	"tocsin/text"
)

// PLV measures event categories on the training part of PLV (Hu et al. 2024):
// sentences with a marked source and target and one root category of fifteen.
//
// The marks are given as the only actors; of the events found in the sentence
// the one counts whose sides agree best with them. What is told of it is put
// into the conventions of PLV, which follow CAMEO in folding yielding,
// courts, plans and refusals (see plvRoot).
var PLV = Test{
	Name:  "event/plv",
	Data:  []string{"events/plv/PLV_train.tsv"},
	Shows: "whether the category is right where both sides are known, in selected sentences with one plain event each: not whether events are found in running text, nor who does them. Four fifths were read while the lexicon was written; the unread fifth (identifiers divisible by five) is the honest figure",
	Run:   runPLV,
}

func runPLV(dir string) ([]Figure, error) {
	file, err := os.Open(filepath.Join(dir, "events/plv/PLV_train.tsv"))
	if err != nil {
		return nil, fmt.Errorf("open PLV: %w", err)
	}
	defer file.Close()
	rows, err := readPLV(file)
	if err != nil {
		return nil, err
	}
	all, unread := confusion{}, confusion{}
	for _, row := range rows {
		root := plvRoot(bestEvent(row), row.text)
		all.add(row.root, root)
		if row.unread {
			unread.add(row.root, root)
		}
	}
	return []Figure{
		all.figure("event/plv root macro-F1"), all.share("event/plv root accuracy"),
		unread.figure("event/plv unread root macro-F1"), unread.share("event/plv unread root accuracy"),
	}, nil
}

// plvRow is one sentence of PLV.
type plvRow struct {
	text           string
	source, target tocsin.Span // zero where it is not marked
	root           string
	unread         bool
}

// unreadFold is the part of PLV that nobody read while writing the lexicon:
// every sentence whose identifier it divides.
const unreadFold = 5

func readPLV(from io.Reader) ([]plvRow, error) {
	lines := csv.NewReader(from)
	lines.Comma = '\t'
	lines.LazyQuotes = true
	header, err := lines.Read()
	if err != nil {
		return nil, fmt.Errorf("read PLV: %w", err)
	}
	column := map[string]int{}
	for i, name := range header {
		column[name] = i
	}
	var rows []plvRow
	for {
		fields, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read PLV: %w", err)
		}
		id, err := strconv.Atoi(fields[column["sentence_id"]])
		if err != nil {
			return nil, fmt.Errorf("read PLV: sentence id: %w", err)
		}
		row := unmark(fields[column["marked_sentence"]])
		row.root, row.unread = fields[column["gold_root"]], id%unreadFold == 0
		rows = append(rows, row)
	}
}

// unmark takes <s>…</s> and <t>…</t> out of a sentence and keeps where they
// stood.
func unmark(marked string) plvRow {
	var row plvRow
	var plain strings.Builder
	for len(marked) > 0 {
		if at := strings.IndexByte(marked, '<'); at != 0 {
			if at < 0 {
				at = len(marked)
			}
			plain.WriteString(marked[:at])
			marked = marked[at:]
			continue
		}
		here := plain.Len()
		switch {
		case strings.HasPrefix(marked, "<s>"):
			row.source.Start, marked = here, marked[3:]
		case strings.HasPrefix(marked, "</s>"):
			row.source.End, marked = here, marked[4:]
		case strings.HasPrefix(marked, "<t>"):
			row.target.Start, marked = here, marked[3:]
		case strings.HasPrefix(marked, "</t>"):
			row.target.End, marked = here, marked[4:]
		default:
			plain.WriteByte('<')
			marked = marked[1:]
		}
	}
	row.text = plain.String()
	return row
}

// bestEvent returns the event of the sentence whose sides agree best with the
// marked ones; the first of equals, and nil where there is none.
func bestEvent(row plvRow) *tocsin.Event {
	doc := text.Read(tocsin.Article{ID: "plv", Text: row.text, Published: time.Time{}})
	actors := plvActors(row)
	events := event.Extract(doc, claim.Extract(doc, actors, nil), actors, nil, nil)
	best, most := -1, -1
	for i := range events {
		fit := 0
		if events[i].Actor.ID == "source" {
			fit += 4
		}
		if events[i].Recipient.ID == "target" {
			fit += 3
		}
		if events[i].Actor.ID == "target" || events[i].Recipient.ID == "source" {
			fit++
		}
		if fit > most {
			best, most = i, fit
		}
	}
	if best < 0 {
		return nil
	}
	return &events[best]
}

func plvActors(row plvRow) []tocsin.Actor {
	var actors []tocsin.Actor
	if !row.source.IsZero() {
		actors = append(actors, tocsin.Actor{ID: "source", Name: row.source.Of(row.text), Mentions: []tocsin.Span{row.source}})
	}
	if !row.target.IsZero() {
		actors = append(actors, tocsin.Actor{ID: "target", Name: row.target.Of(row.text), Mentions: []tocsin.Span{row.target}})
	}
	return actors
}

// plvRoot puts an event into PLV's conventions. They come from CAMEO: to
// retreat and to concede are to yield; sanctions without a break of relations
// coerce; a court's verdict accuses; what is only planned agrees (where it is
// friendly) or threatens; a friendly act denied is a rejection, and an
// agreement that was concluded is support.
func plvRoot(event *tocsin.Event, text string) string {
	if event == nil {
		return "none"
	}
	friendly := false
	switch event.Category {
	case tocsin.Agree, tocsin.Consult, tocsin.Support, tocsin.Concede, tocsin.Cooperate, tocsin.Aid, tocsin.Retreat:
		friendly = true
	}
	hostile := false
	switch event.Category {
	case tocsin.Assault, tocsin.Coerce, tocsin.Sanction, tocsin.Protest, tocsin.Mobilize:
		hostile = true
	}
	switch {
	case friendly && event.Status == tocsin.Negated:
		return "REJECT"
	case friendly && event.Status != tocsin.Actual:
		return "AGREE"
	case hostile && (event.Status == tocsin.Planned || event.Status == tocsin.Hypothetical):
		return "THREATEN"
	case event.Category == tocsin.Agree && concludes(event.Trigger.Of(text)):
		return "SUPPORT"
	case event.Category == tocsin.Retreat, event.Category == tocsin.Concede:
		return "YIELD"
	case event.Category == tocsin.Sanction && event.Mode == "":
		return "COERCE"
	case event.Category == tocsin.Coerce && event.Mode == "":
		return "ACCUSE"
	}
	return string(event.Category)
}

// concludes reports whether the words name what was agreed.
func concludes(trigger string) bool {
	for _, word := range []string{"agreement", "deal", "accord", "treaty", "pact"} {
		if strings.Contains(trigger, word) {
			return true
		}
	}
	return false
}

// confusion counts by gold class and answer.
type confusion map[string]map[string]int

func (c confusion) add(gold, answer string) {
	if c[gold] == nil {
		c[gold] = map[string]int{}
	}
	c[gold][answer]++
}

// figure is the mean of the F1 of every gold class.
func (c confusion) figure(name string) Figure {
	sum := 0.0
	for class := range c {
		sum += c.counts(class).F1()
	}
	return Figure{Name: name, Value: share(sum, float64(len(c))), Note: fmt.Sprintf("%d classes", len(c))}
}

func (c confusion) counts(class string) Counts {
	counts := Counts{Right: float64(c[class][class])}
	for gold, answers := range c {
		for answer, count := range answers {
			if gold == class {
				counts.Gold += float64(count)
			}
			if answer == class {
				counts.Found += float64(count)
			}
		}
	}
	return counts
}

func (c confusion) share(name string) Figure {
	right, total := 0, 0
	for gold, answers := range c {
		for answer, count := range answers {
			total += count
			if gold == answer {
				right += count
			}
		}
	}
	return Figure{Name: name, Value: share(float64(right), float64(total)), Note: fmt.Sprintf("%d of %d sentences", right, total)}
}
