package store

import (
	"cmp"
	"fmt"
	"hash/fnv"
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
	claimTable  = table{"claims", []string{"id", "start", "published", "source", "country", "kind", "act", "form", "marks"}}
	eventTable  = table{"events", []string{"id", "start", "published", "category", "status", "actor", "recipient", "source", "marks"}}
	figureTable = table{"figures", []string{"id", "start", "published", "source", "country", "counted", "unit", "marks"}}
	actorTable  = table{"actors", []string{"id", "start", "published", "name", "kind", "role", "country", "mentions"}}
	placeTable  = table{"places", []string{"id", "start", "published", "name", "lat", "lon", "country"}}
	tables      = []table{claimTable, eventTable, figureTable, actorTable, placeTable}
)

// row is a row that is to be: the values of a table's own columns, and what
// it mentions.
type row struct {
	values []any
	marks  marks
}

// key tells rows of a table apart.
func (r row) key() string { return fmt.Sprint(r.values...) }

// marks are what a claim, an event or a figure mentions, and where it is.
type marks struct {
	noun   tocsin.Noun
	topics []int64 // names, each once
	spots  [][2]float64
}

// sum is a hash of the marks, by which a row changes when they do.
func (m marks) sum() int64 {
	slices.Sort(m.topics)
	hash := fnv.New64a()
	fmt.Fprint(hash, m.topics, m.spots)
	return int64(hash.Sum64() >> 1)
}

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
		if lines := old[row.key()]; len(lines) > 0 {
			old[row.key()] = lines[1:]
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
	line, room := b.lines(table, seq, len(fresh))
	fresh = fresh[:room]
	if err := b.insert(table, article, line, fresh); err != nil {
		return err
	}
	if err := b.mark(line, fresh); err != nil || table.name != "claims" {
		return err
	}
	return b.indexClaims(line, fresh, findings)
}

// lines are the next lines of an entry in a table, and how many of those asked
// for there are: one entry, the merging of two names, may make rows of many
// articles.
func (b *batch) lines(table table, seq int64, count int) (first int64, room int) {
	if b.taken == nil {
		b.taken = map[string]int{}
	}
	key := fmt.Sprint(table.name, seq)
	used := b.taken[key]
	room = max(0, min(count, lineSpan-used))
	b.taken[key] = used + room
	return seq*lineSpan + int64(used), room
}

// mark adds what rows mention.
func (b *batch) mark(first int64, rows []row) error {
	topics, spots := inserter{into: "topics (noun, name, line)", width: 3}, inserter{into: "spots (noun, lat, lon, line)", width: 4}
	for i, row := range rows {
		line := first + int64(i)
		for _, name := range row.marks.topics {
			topics.add(string(row.marks.noun), name, line)
		}
		for _, at := range row.marks.spots {
			spots.add(string(row.marks.noun), at[0], at[1], line)
		}
	}
	if err := topics.run(b); err != nil {
		return err
	}
	return spots.run(b)
}

// inserter collects rows and inserts many with each statement.
type inserter struct {
	into  string
	width int
	args  []any
}

func (n *inserter) add(values ...any) { n.args = append(n.args, values...) }

func (n *inserter) run(b *batch) error {
	const together = 100
	marks := "(?" + strings.Repeat(", ?", n.width-1) + ")"
	for args := range slices.Chunk(n.args, together*n.width) {
		if err := b.run("INSERT INTO "+n.into+" VALUES "+marks+strings.Repeat(", "+marks, len(args)/n.width-1), args...); err != nil {
			return err
		}
	}
	return nil
}

// held are the lines of the rows of an article that hold now, by their values.
func (b *batch) held(table table, article int64) (map[string][]int64, error) {
	rows, err := b.l.ask(b.ctx, b.tx, "SELECT line, "+strings.Join(table.columns, ", ")+" FROM "+table.name+" WHERE article = ? AND until IS NULL", article)
	if err != nil {
		return nil, err
	}
	held := map[string][]int64{}
	err = eachRow(rows, func(scan func(...any) error) error {
		var line int64
		values := make([]any, len(table.columns))
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
		key := row{values: values}.key()
		held[key] = append(held[key], line)
		return nil
	})
	return held, err
}

// insert adds rows of a table, from a line on.
func (b *batch) insert(table table, article, first int64, rows []row) error {
	n := inserter{into: table.name + " (line, article, at, " + strings.Join(table.columns, ", ") + ")", width: 3 + len(table.columns)}
	for i, row := range rows {
		n.add(first+int64(i), article, b.at)
		n.add(row.values...)
	}
	return n.run(b)
}

// indexClaims makes claims findable by the words of their content.
func (b *batch) indexClaims(first int64, rows []row, findings tocsin.Findings) error {
	byID := map[string]*tocsin.Claim{}
	for i := range findings.Claims {
		byID[findings.Claims[i].ID] = &findings.Claims[i]
	}
	for i, row := range rows {
		claim := byID[row.values[0].(string)]
		var words []string
		for _, span := range claim.Content {
			words = append(words, span.Of(findings.Article.Text))
		}
		err := b.run("INSERT INTO claim_words (rowid, words) VALUES (?, "+b.l.dialect.words+")", first+int64(i), b.l.indexed(strings.Join(words, "\n")))
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
		for _, code := range strings.Split(event.Actor.Country+","+event.Recipient.Country, ",") {
			wanted[countryName(code)] = true
		}
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
		p.add(actorTable, marks{}, actor.ID, int64(start), p.published, names[actor.Name], string(actor.Kind), actor.Role, actor.Country, int64(len(actor.Mentions)))
	}
	for i := range f.Places {
		place := &f.Places[i]
		p.add(placeTable, marks{}, place.ID, int64(place.Span.Start), p.published, names[place.Name], finite(place.Lat), finite(place.Lon), place.Country)
	}
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

func (p *projection) add(table table, m marks, values ...any) {
	p.rows[table.name] = append(p.rows[table.name], row{values, m})
}

func (p *projection) claim(claim *tocsin.Claim) {
	source := claim.Source
	m := p.marks(tocsin.NounClaim, claim.Content...)
	p.add(claimTable, m, claim.ID, int64(Anchor(*claim).Start), p.published, p.names[source.Name], source.Country, string(source.Kind), string(claim.Act), string(claim.Form), m.sum())
}

// event is about its sides, their countries and its place.
func (p *projection) event(event *tocsin.Event) {
	source := int64(0)
	if by := p.claims[event.By]; by != nil {
		source = p.names[by.Source.Name]
	}
	m := marks{noun: tocsin.NounEvent}
	for _, party := range []tocsin.Party{event.Actor, event.Recipient} {
		m.topic(p.names[party.Name])
		for _, code := range strings.Split(party.Country, ",") {
			m.topic(p.names[countryName(code)])
		}
	}
	if place := p.places[event.Place]; place != nil {
		m.place(p, place)
	}
	p.add(eventTable, m, event.ID, int64(event.Trigger.Start), p.day(event.Date), string(event.Category), string(event.Status),
		p.names[event.Actor.Name], p.names[event.Recipient.Name], source, m.sum())
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
	m := p.marks(tocsin.NounQuantity, p.paragraph(q.Span))
	p.add(figureTable, m, q.ID, int64(q.Span.Start), p.published, source, country, q.Of, q.Unit, m.sum())
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

// marks are the names and places that are mentioned within the spans.
func (p *projection) marks(noun tocsin.Noun, spans ...tocsin.Span) marks {
	found := marks{noun: noun}
	for _, span := range spans {
		first, _ := slices.BinarySearchFunc(p.mentions, span.Start, func(m mention, at int) int { return cmp.Compare(m.span.Start, at) })
		for _, m := range p.mentions[first:] {
			if m.span.Start >= span.End {
				break
			}
			if !span.Contains(m.span) {
				continue
			}
			found.topic(m.name)
			if m.place != nil {
				found.place(p, m.place)
			}
		}
	}
	return found
}

// topic adds a name, once. What one finding mentions is few.
func (m *marks) topic(name int64) {
	if name != 0 && len(m.topics) < mostMarks && !slices.Contains(m.topics, name) {
		m.topics = append(m.topics, name)
	}
}

// place adds a place with its country.
func (m *marks) place(p *projection, place *tocsin.Place) {
	m.topic(p.names[place.Name])
	m.topic(p.names[countryName(place.Country)])
	if at := [2]float64{finite(place.Lat), finite(place.Lon)}; len(m.spots) < mostMarks && !slices.Contains(m.spots, at) {
		m.spots = append(m.spots, at)
	}
}

// mostMarks bounds what is noted of one finding.
const mostMarks = 200

func finite(degrees float64) float64 {
	if math.IsNaN(degrees) || math.IsInf(degrees, 0) {
		return 0
	}
	return degrees
}
