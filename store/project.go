package store

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// table is a projection. Beside its own columns each row has a line (its key),
// the article, and when it holds.
type table struct {
	name    string
	columns []string
}

var (
	claimTable  = table{"claims", []string{"id", "start", "published", "source", "country", "kind", "act", "form"}}
	eventTable  = table{"events", []string{"id", "start", "published", "category", "status", "actor", "country", "recipient", "country2", "source"}}
	figureTable = table{"figures", []string{"id", "start", "published", "source", "country", "counted", "unit"}}
	actorTable  = table{"actors", []string{"id", "start", "published", "name", "kind", "role", "country", "mentions"}}
	topicTable  = table{"topics", []string{"id", "noun", "name"}}
	spotTable   = table{"spots", []string{"id", "noun", "lat", "lon", "country"}}
	tables      = []table{claimTable, eventTable, figureTable, actorTable, topicTable, spotTable}
)

// row is the values of a table's own columns.
type row []any

// lineSpan is how many rows of a table an entry may make.
const lineSpan = 1 << 20

// project makes the rows of an article be those that the findings, once
// corrected, give. seq is the entry that changed them.
func (b *batch) project(article, seq int64, findings tocsin.Findings) error {
	corrections, err := b.l.corrections(b.ctx, b.tx, findings.Article.ID, b.at)
	if err != nil {
		return err
	}
	findings = corrected(findings, corrections)
	names, err := b.names(findings)
	if err != nil {
		return err
	}
	rows := rowsOf(findings, names)
	for _, table := range tables {
		if err := b.replace(table, article, seq, rows[table.name], findings); err != nil {
			return fmt.Errorf("%s: %w", table.name, err)
		}
	}
	return nil
}

// replace ends the rows of an article that no longer hold and adds the new.
func (b *batch) replace(table table, article, seq int64, rows []row, findings tocsin.Findings) error {
	old, err := b.held(table, article)
	if err != nil {
		return err
	}
	var fresh []row
	for _, row := range rows {
		key := fmt.Sprint(row...)
		if lines := old[key]; len(lines) > 0 {
			old[key] = lines[1:]
			continue
		}
		fresh = append(fresh, row)
	}
	for _, lines := range old {
		for _, line := range lines {
			if err := b.run("UPDATE "+table.name+" SET until = ? WHERE line = ?", b.at, line); err != nil {
				return err
			}
		}
	}
	fresh = fresh[:min(len(fresh), lineSpan)]
	if err := b.insert(table, article, seq, fresh); err != nil || table.name != "claims" {
		return err
	}
	return b.indexClaims(seq, fresh, findings)
}

// held are the lines of the rows of an article that hold now, by their values.
func (b *batch) held(table table, article int64) (map[string][]int64, error) {
	rows, err := b.l.ask(b.ctx, b.tx, "SELECT line, "+strings.Join(table.columns, ", ")+" FROM "+table.name+" WHERE article = ? AND until = ?", article, ever)
	if err != nil {
		return nil, err
	}
	held := map[string][]int64{}
	err = eachRow(rows, func(scan func(...any) error) error {
		var line int64
		values := make(row, len(table.columns))
		into := []any{&line}
		for i := range values {
			into = append(into, &values[i])
		}
		if err := scan(into...); err != nil {
			return err
		}
		for i, value := range values {
			if bytes, ok := value.([]byte); ok {
				values[i] = string(bytes)
			}
		}
		key := fmt.Sprint(values...)
		held[key] = append(held[key], line)
		return nil
	})
	return held, err
}

// insert adds rows, many with each statement.
func (b *batch) insert(table table, article, seq int64, rows []row) error {
	const together = 100
	columns := "(line, article, at, until, " + strings.Join(table.columns, ", ") + ")"
	marks := "(?, ?, ?, ?" + strings.Repeat(", ?", len(table.columns)) + ")"
	line := seq * lineSpan
	for chunk := range slices.Chunk(rows, together) {
		var args []any
		for _, row := range chunk {
			args = append(append(args, line, article, b.at, ever), row...)
			line++
		}
		if err := b.run("INSERT INTO "+table.name+" "+columns+" VALUES "+marks+strings.Repeat(", "+marks, len(chunk)-1), args...); err != nil {
			return err
		}
	}
	return nil
}

// indexClaims makes claims findable by their words.
func (b *batch) indexClaims(seq int64, rows []row, findings tocsin.Findings) error {
	byID := map[string]*tocsin.Claim{}
	for i := range findings.Claims {
		byID[findings.Claims[i].ID] = &findings.Claims[i]
	}
	for i, row := range rows {
		claim := byID[row[0].(string)]
		var words []string
		if !claim.Source.IsZero() {
			words = append(words, claim.Source.Name)
		}
		for _, span := range claim.Content {
			words = append(words, span.Of(findings.Article.Text))
		}
		err := b.run("INSERT INTO claim_words (rowid, words) VALUES (?, "+b.l.dialect.words+")", seq*lineSpan+int64(i), b.l.indexed(strings.Join(words, "\n")))
		if err != nil {
			return err
		}
	}
	return nil
}

// indexed bounds the words of a text index: PostgreSQL takes no more than a
// megabyte of them.
func (l *Ledger) indexed(words string) string {
	const most = 500_000
	if len(words) > most {
		words = strings.ToValidUTF8(words[:most], "")
	}
	return strings.ReplaceAll(unaccented(words), "\x00", " ")
}

// names gives every name in the findings its number; new names get one.
func (b *batch) names(f tocsin.Findings) (map[string]int64, error) {
	numbers, err := b.knownNames(f)
	if err != nil {
		return nil, err
	}
	for _, name := range namesIn(f) {
		if _, known := numbers[name]; known {
			continue
		}
		var number int64
		if err := b.l.askOne(b.ctx, b.tx, "INSERT INTO names (name, folded) VALUES (?, ?) RETURNING id", name, " "+Folded(name)+" ").Scan(&number); err != nil {
			return nil, err
		}
		numbers[name] = number
	}
	return numbers, nil
}

// knownNames looks the names up, many with each statement.
func (b *batch) knownNames(f tocsin.Findings) (map[string]int64, error) {
	const together = 200
	numbers := map[string]int64{"": 0}
	for chunk := range slices.Chunk(namesIn(f), together) {
		args := make([]any, len(chunk))
		for i, name := range chunk {
			args[i] = name
		}
		rows, err := b.l.ask(b.ctx, b.tx, "SELECT id, name FROM names WHERE name IN (?"+strings.Repeat(", ?", len(chunk)-1)+")", args...)
		if err != nil {
			return nil, err
		}
		if err := eachRow(rows, func(scan func(...any) error) error {
			var number int64
			var name string
			err := scan(&number, &name)
			numbers[name] = number
			return err
		}); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

// namesIn lists the names that rows of the findings refer to, each once.
func namesIn(f tocsin.Findings) []string {
	wanted := map[string]bool{}
	for _, actor := range f.Actors {
		wanted[actor.Name] = true
	}
	for _, claim := range f.Claims {
		wanted[claim.Source.Name] = true
	}
	for _, event := range f.Events {
		wanted[event.Actor.Name] = true
		wanted[event.Recipient.Name] = true
	}
	for _, place := range f.Places {
		wanted[place.Name] = true
		wanted[countryName(place.Country)] = true
	}
	delete(wanted, "")
	return sortedKeys(wanted)
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// rowsOf turns findings into the rows of each table. It is pure: verifying a
// ledger makes the rows again and compares.
func rowsOf(f tocsin.Findings, names map[string]int64) map[string][]row {
	p := newProjection(f, names)
	for i := range f.Claims {
		p.claim(&f.Claims[i])
	}
	for i := range f.Events {
		p.event(&f.Events[i])
	}
	for i := range f.Quantities {
		p.figure(&f.Quantities[i])
	}
	for _, actor := range f.Actors {
		start := 0
		if len(actor.Mentions) > 0 {
			start = actor.Mentions[0].Start
		}
		p.add(actorTable, actor.ID, int64(start), p.published, names[actor.Name], string(actor.Kind), actor.Role, actor.Country, int64(len(actor.Mentions)))
	}
	p.topics(f.Article.ID, tocsin.NounArticle, tocsin.Span{End: len(f.Article.Text)})
	return p.rows
}

// projection is the rows of one article in the making.
type projection struct {
	findings  tocsin.Findings
	names     map[string]int64
	published int64
	rows      map[string][]row
	mentions  []mention // of actors and places, in text order
	claims    map[string]*tocsin.Claim
	places    map[string]*tocsin.Place
	contents  tocsin.Contents
}

// mention is words that name an actor or a place.
type mention struct {
	span  tocsin.Span
	name  int64
	place *tocsin.Place // nil for an actor
}

func newProjection(f tocsin.Findings, names map[string]int64) *projection {
	p := &projection{
		findings: f, names: names, published: seconds(f.Article.Published), rows: map[string][]row{},
		claims: map[string]*tocsin.Claim{}, contents: tocsin.NewContents(f.Claims), places: map[string]*tocsin.Place{},
	}
	for _, actor := range f.Actors {
		for _, span := range actor.Mentions {
			p.mentions = append(p.mentions, mention{span, names[actor.Name], nil})
		}
	}
	for i := range f.Places {
		place := &f.Places[i]
		p.places[place.ID] = place
		p.mentions = append(p.mentions, mention{place.Span, names[place.Name], place})
	}
	for i := range f.Claims {
		p.claims[f.Claims[i].ID] = &f.Claims[i]
	}
	slices.SortStableFunc(p.mentions, func(a, b mention) int { return a.span.Compare(b.span) })
	return p
}

func (p *projection) add(table table, id string, values ...any) {
	p.rows[table.name] = append(p.rows[table.name], append(row{id}, values...))
}

func (p *projection) claim(claim *tocsin.Claim) {
	source := claim.Source
	p.add(claimTable, claim.ID, int64(Anchor(*claim).Start), p.published, p.names[source.Name], source.Country, string(source.Kind), string(claim.Act), string(claim.Form))
	p.topics(claim.ID, tocsin.NounClaim, claim.Content...)
}

func (p *projection) event(event *tocsin.Event) {
	source := int64(0)
	if by := p.claims[event.By]; by != nil {
		source = p.names[by.Source.Name]
	}
	first, others := countries(event.Actor.Country)
	second, more := countries(event.Recipient.Country)
	p.add(eventTable, event.ID, int64(event.Trigger.Start), p.day(event.Date), string(event.Category), string(event.Status),
		p.names[event.Actor.Name], first, p.names[event.Recipient.Name], second, source)
	seen := map[int64]bool{0: true}
	p.topic(event.ID, tocsin.NounEvent, p.names[event.Actor.Name], seen)
	p.topic(event.ID, tocsin.NounEvent, p.names[event.Recipient.Name], seen)
	if place := p.places[event.Place]; place != nil {
		p.topic(event.ID, tocsin.NounEvent, p.names[place.Name], seen)
		p.spot(event.ID, tocsin.NounEvent, place)
	}
	for _, code := range append(others, more...) {
		p.add(spotTable, event.ID, string(tocsin.NounEvent), nowhere, nowhere, code)
	}
}

// nowhere is the latitude of what is in a country but at no point of it.
const nowhere = 999.0

// countries splits "BLR,RUS".
func countries(list string) (first string, others []string) {
	first, rest, _ := strings.Cut(list, ",")
	if rest != "" {
		others = strings.Split(rest, ",")
	}
	return first, others
}

// day is when an event happened, in seconds since 1970; of a longer time its
// beginning, and of an unknown one when the article was published.
func (p *projection) day(date string) int64 {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if len(date) < len(layout) {
			continue
		}
		if at, err := time.Parse(layout, date[:len(layout)]); err == nil {
			return at.Unix()
		}
	}
	return p.published
}

// figure belongs to the innermost claim around it and is about what its
// paragraph names.
func (p *projection) figure(q *tocsin.Quantity) {
	source, country := int64(0), ""
	if by := p.contents.Around(q.Span); by != nil {
		source, country = p.names[by.Source.Name], by.Source.Country
	}
	p.add(figureTable, q.ID, int64(q.Span.Start), p.published, source, country, q.Of, q.Unit)
	p.topics(q.ID, tocsin.NounQuantity, p.paragraph(q.Span))
}

// paragraph is the line of the text that the span begins in.
func (p *projection) paragraph(span tocsin.Span) tocsin.Span {
	text := p.findings.Article.Text
	const far = 4000
	low, high := max(0, span.Start-far), min(len(text), span.End+far)
	if i := strings.LastIndexByte(text[low:span.Start], '\n'); i >= 0 {
		low += i
	}
	if i := strings.IndexByte(text[span.End:high], '\n'); i >= 0 {
		high = span.End + i
	}
	return tocsin.Span{Start: low, End: high}
}

// topics adds the names and places that are mentioned within the spans.
func (p *projection) topics(id string, noun tocsin.Noun, spans ...tocsin.Span) {
	seen := map[int64]bool{0: true}
	spotted := map[[2]float64]bool{}
	for _, span := range spans {
		first, _ := slices.BinarySearchFunc(p.mentions, span.Start, func(m mention, at int) int { return cmp.Compare(m.span.Start, at) })
		for _, m := range p.mentions[first:] {
			if m.span.Start >= span.End {
				break
			}
			if !span.Contains(m.span) {
				continue
			}
			p.topic(id, noun, m.name, seen)
			if m.place == nil {
				continue
			}
			p.topic(id, noun, p.names[countryName(m.place.Country)], seen)
			if at := [2]float64{m.place.Lat, m.place.Lon}; !spotted[at] {
				spotted[at] = true
				p.spot(id, noun, m.place)
			}
		}
	}
}

func (p *projection) topic(id string, noun tocsin.Noun, name int64, seen map[int64]bool) {
	if !seen[name] {
		seen[name] = true
		p.add(topicTable, id, string(noun), name)
	}
}

func (p *projection) spot(id string, noun tocsin.Noun, place *tocsin.Place) {
	if !math.IsNaN(place.Lat) && !math.IsNaN(place.Lon) {
		p.add(spotTable, id, string(noun), place.Lat, place.Lon, place.Country)
	}
}
