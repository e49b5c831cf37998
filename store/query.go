package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Select yields what the filter selects of a noun, the latest first, as the
// Findings of one article at a time with no other findings of that noun than
// the selected ones. Findings of other nouns are all there, for what refers to
// them. Of NounArticle the whole Findings are yielded.
func (l *Ledger) Select(ctx context.Context, noun tocsin.Noun, filter tocsin.Filter) iter.Seq2[tocsin.Findings, error] {
	return func(yield func(tocsin.Findings, error) bool) {
		tx, err := l.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: l.dialect.snapshot})
		if err != nil {
			yield(tocsin.Findings{}, plainly(err))
			return
		}
		defer tx.Rollback()
		query, args, err := selection(l.dialect, noun, filter)
		if err != nil {
			yield(tocsin.Findings{}, err)
			return
		}
		rows, err := tx.QueryContext(ctx, l.dialect.bind(query), args...)
		if err != nil {
			yield(tocsin.Findings{}, plainly(err))
			return
		}
		groups, err := grouped(rows)
		if err != nil {
			yield(tocsin.Findings{}, plainly(err))
			return
		}
		for _, group := range groups {
			findings, err := l.load(ctx, tx, group.article, asOf(filter.AsOf), true)
			if err == nil {
				findings = narrowed(findings, noun, group.ids)
			}
			if !yield(findings, plainly(err)) || err != nil {
				return
			}
		}
	}
}

// group is what is selected of one article.
type group struct {
	article int64
	ids     map[string]bool
}

// grouped puts rows (article, id) that follow one another together.
func grouped(rows *sql.Rows) ([]group, error) {
	var groups []group
	err := eachRow(rows, func(scan func(...any) error) error {
		var article int64
		var id string
		if err := scan(&article, &id); err != nil {
			return err
		}
		if n := len(groups); n == 0 || groups[n-1].article != article {
			groups = append(groups, group{article, map[string]bool{}})
		}
		groups[len(groups)-1].ids[id] = true
		return nil
	})
	return groups, err
}

// Count tells how many of a noun the filter selects, whatever its limit.
func (l *Ledger) Count(ctx context.Context, noun tocsin.Noun, filter tocsin.Filter) (int, error) {
	filter.Limit = 0
	query, args, err := selection(l.dialect, noun, filter)
	if err != nil {
		return 0, err
	}
	var count int
	err = l.read.QueryRowContext(ctx, l.dialect.bind("SELECT COUNT(*) FROM ("+query+") AS found"), args...).Scan(&count)
	return count, plainly(err)
}

// narrowed keeps of a noun only the findings with the IDs.
func narrowed(f tocsin.Findings, noun tocsin.Noun, ids map[string]bool) tocsin.Findings {
	switch noun {
	case tocsin.NounClaim:
		f.Claims = without(f.Claims, func(c tocsin.Claim) bool { return !ids[c.ID] })
	case tocsin.NounEvent:
		f.Events = without(f.Events, func(e tocsin.Event) bool { return !ids[e.ID] })
	case tocsin.NounQuantity:
		f.Quantities = without(f.Quantities, func(q tocsin.Quantity) bool { return !ids[q.ID] })
	case tocsin.NounActor:
		f.Actors = without(f.Actors, func(a tocsin.Actor) bool { return !ids[a.ID] })
	}
	return f
}

// load reads an article with the findings that held at a time, corrected.
func (l *Ledger) load(ctx context.Context, tx *sql.Tx, article, at int64, correct bool) (tocsin.Findings, error) {
	var packed []byte
	if err := l.askOne(ctx, tx, "SELECT body FROM entries WHERE seq = ?", article).Scan(&packed); err != nil {
		return tocsin.Findings{}, fmt.Errorf("entry %d: %w", article, err)
	}
	var entry articleEntry
	if err := unpackInto(packed, &entry); err != nil {
		return tocsin.Findings{}, fmt.Errorf("entry %d: %w", article, err)
	}
	err := l.askOne(ctx, tx, "SELECT entries.body FROM readings JOIN entries ON entries.seq = readings.seq WHERE article = ? AND readings.at <= ? AND (until IS NULL OR until > ?)", article, at, at).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return tocsin.Findings{Article: entry.Article, Notes: entry.Notes}, nil
	}
	if err != nil {
		return tocsin.Findings{}, err
	}
	var reading findingsEntry
	if err := unpackInto(packed, &reading); err != nil {
		return tocsin.Findings{}, fmt.Errorf("reading of entry %d: %w", article, err)
	}
	findings := reading.findings(entry.Article)
	findings.Notes = append(entry.Notes, findings.Notes...)
	if !correct {
		return findings, nil
	}
	corrections, err := l.corrections(ctx, tx, entry.Article.ID, at)
	return corrected(findings, corrections), err
}

// asOf is a time as the ledger counts it; the zero time is now.
func asOf(t time.Time) int64 {
	if t.IsZero() {
		return ever - 1
	}
	return t.UnixMicro()
}

// builder collects the conditions of a query.
type builder struct {
	dialect dialect
	at      int64 // the time that is asked about, ever for now
	wheres  []string
	args    []any
}

// asking begins a query about the time that a filter asks about.
func asking(dialect dialect, f tocsin.Filter) *builder {
	b := &builder{dialect: dialect, at: ever}
	if !f.AsOf.IsZero() {
		b.at = asOf(f.AsOf)
	}
	return b
}

// held is the condition that a row held at the time.
func (b *builder) held(alias string) string {
	if b.at == ever {
		return alias + ".until IS NULL"
	}
	return fmt.Sprintf("%s.at <= %d AND (%s.until IS NULL OR %s.until > %d)", alias, b.at, alias, alias, b.at)
}

func (b *builder) where(condition string, args ...any) {
	b.wheres = append(b.wheres, condition)
	b.args = append(b.args, args...)
}

// nounTables say how each noun is looked for: its table, its ID, and where the
// name of who says it is.
var nounTables = map[tocsin.Noun]struct{ table, id, by string }{
	tocsin.NounArticle:  {"articles", "t.id", ""},
	tocsin.NounClaim:    {"claims", "t.id", "t.source"},
	tocsin.NounEvent:    {"events", "t.id", "t.source"},
	tocsin.NounQuantity: {"figures", "t.id", "t.source"},
	tocsin.NounActor:    {"actors", "t.id", "t.name"},
}

// ErrFilter is a filter that cannot be applied to a noun.
var ErrFilter = errors.New("does not go with this query")

// selection writes the query for a filter: rows of (article, id), the latest
// first.
func selection(dialect dialect, noun tocsin.Noun, f tocsin.Filter) (string, []any, error) {
	b, err := conditions(dialect, noun, f)
	if err != nil {
		return "", nil, err
	}
	in, article := nounTables[noun], articleOf(noun)
	order := " ORDER BY t.published DESC, " + article + " DESC"
	if noun != tocsin.NounArticle {
		order += ", t.start"
	}
	query := "SELECT " + article + ", " + in.id + " FROM " + in.table + " AS t WHERE " + b.all() + order
	if f.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", f.Limit)
	}
	return query, b.args, nil
}

// articleOf is the column of a noun's table that names the article.
func articleOf(noun tocsin.Noun) string {
	if noun == tocsin.NounArticle {
		return "t.seq"
	}
	return "t.article"
}

// all is the condition that all conditions hold.
func (b *builder) all() string { return strings.Join(b.wheres, " AND ") }

// conditions are what a filter demands of the rows t of a noun's table.
func conditions(dialect dialect, noun tocsin.Noun, f tocsin.Filter) (*builder, error) {
	in, known := nounTables[noun]
	if !known {
		return nil, fmt.Errorf("%s cannot be selected: choose articles, claims, events, figures or actors", noun)
	}
	b := asking(dialect, f)
	b.where(b.held("t"))
	article := articleOf(noun)
	if f.Article != "" {
		b.where(article+" IN (SELECT seq FROM articles WHERE id = ?)", f.Article)
	}
	if f.By != "" {
		if err := b.by(noun, in.by, article, f.By); err != nil {
			return nil, err
		}
	}
	if f.About != "" {
		if err := b.about(noun, f.About); err != nil {
			return nil, err
		}
	}
	if f.Country != "" {
		b.country(noun, f.Country)
	}
	if f.Act != "" {
		if noun != tocsin.NounClaim {
			return nil, fmt.Errorf("the act %w: only claims have one", ErrFilter)
		}
		b.where("t.act = ?", string(f.Act))
	}
	if f.Category != "" {
		if noun != tocsin.NounEvent {
			return nil, fmt.Errorf("the category %w: only events have one", ErrFilter)
		}
		b.where("t.category = ?", string(f.Category))
	}
	if !f.From.IsZero() {
		b.where("t.published >= ?", f.From.Unix())
	}
	if !f.To.IsZero() {
		b.where("t.published < ? AND t.published > ?", f.To.Unix(), unknown)
	}
	if f.Near.Km > 0 {
		b.near(noun, f.Near)
	}
	if f.Outlet != "" {
		b.outlet(noun, f.Outlet)
	}
	if f.Text != "" {
		b.text(noun, article, f.Text)
	}
	return b, nil
}

// named is a query for the names that hold all the words.
func named(words string) (query string, args []any) {
	var wheres []string
	for _, word := range strings.Fields(Folded(words)) {
		wheres = append(wheres, "folded LIKE ?")
		args = append(args, "% "+word+" %")
	}
	if len(wheres) == 0 {
		return "SELECT id FROM names WHERE id < 0", nil
	}
	return "SELECT id FROM names WHERE " + strings.Join(wheres, " AND "), args
}

func (b *builder) by(noun tocsin.Noun, column, article, words string) error {
	names, args := named(words)
	if noun == tocsin.NounArticle {
		b.where("EXISTS (SELECT 1 FROM claims AS c WHERE c.article = "+article+" AND "+b.held("c")+" AND c.source IN ("+names+"))", args...)
		return nil
	}
	b.where(column+" IN ("+names+")", args...)
	return nil
}

// about looks for names among what a finding mentions; of an article, among its
// actors and places. Names that the reader did not know stand in the words of
// claims and articles all the same.
func (b *builder) about(noun tocsin.Noun, words string) error {
	names, args := named(words)
	switch noun {
	case tocsin.NounActor:
		return fmt.Errorf("“about” %w: ask for actors by their names", ErrFilter)
	case tocsin.NounArticle:
		b.where("(t.seq IN (SELECT x.article FROM actors AS x WHERE "+b.held("x")+" AND x.name IN ("+names+"))"+
			" OR t.seq IN (SELECT x.article FROM places AS x WHERE "+b.held("x")+" AND x.name IN ("+names+"))"+
			" OR t.seq IN ("+b.worded("article_words")+"))", append(append(slices.Clone(args), args...), b.dialect.sought(words))...)
	case tocsin.NounClaim:
		b.where("(t.line IN (SELECT x.line FROM topics AS x WHERE x.noun = ? AND x.name IN ("+names+")) OR t.line IN ("+b.worded("claim_words")+"))",
			append(append([]any{string(noun)}, args...), b.dialect.sought(words))...)
	default:
		b.where("t.line IN (SELECT x.line FROM topics AS x WHERE x.noun = ? AND x.name IN ("+names+"))", append([]any{string(noun)}, args...)...)
	}
	return nil
}

func (b *builder) country(noun tocsin.Noun, code string) {
	switch noun {
	case tocsin.NounArticle:
		b.where("t.seq IN (SELECT x.article FROM places AS x WHERE "+b.held("x")+" AND x.country = ?)", code)
	case tocsin.NounEvent:
		b.where("t.line IN (SELECT x.line FROM topics AS x WHERE x.noun = ? AND x.name IN (SELECT id FROM names WHERE name = ?))", string(noun), countryName(code))
	default:
		b.where("t.country = ?", code)
	}
}

// earthRadius is in kilometres (the mean radius of IUGG).
const earthRadius = 6371.0088

// near looks within a box that an index serves, then within the circle by the
// haversine formula.
func (b *builder) near(noun tocsin.Noun, c tocsin.Circle) {
	degrees := c.Km / earthRadius * 180 / math.Pi
	condition := "x.lat BETWEEN ? AND ? AND 2 * ? * asin(min_of(1.0, sqrt(power(sin(radians(x.lat - ?) / 2), 2) + cos(radians(?)) * cos(radians(x.lat)) * power(sin(radians(x.lon - ?) / 2), 2)))) <= ?"
	condition = strings.ReplaceAll(condition, "min_of", b.dialect.least)
	args := []any{c.Lat - degrees, c.Lat + degrees, earthRadius, c.Lat, c.Lat, c.Lon, c.Km}
	switch noun {
	case tocsin.NounArticle, tocsin.NounActor:
		b.where(articleOf(noun)+" IN (SELECT x.article FROM places AS x WHERE "+b.held("x")+" AND "+condition+")", args...)
	default:
		b.where("t.line IN (SELECT x.line FROM spots AS x WHERE x.noun = ? AND "+condition+")", append([]any{string(noun)}, args...)...)
	}
}

func (b *builder) outlet(noun tocsin.Noun, words string) {
	var wheres []string
	var args []any
	for _, word := range strings.Fields(Folded(words)) {
		wheres = append(wheres, "' ' || folded || ' ' LIKE ?")
		args = append(args, "% "+word+" %")
	}
	if len(wheres) == 0 {
		wheres = []string{"1 = 0"}
	}
	if noun == tocsin.NounArticle {
		b.where(strings.Join(wheres, " AND "), args...)
		return
	}
	b.where("t.article IN (SELECT seq FROM articles WHERE "+strings.Join(wheres, " AND ")+")", args...)
}

func (b *builder) text(noun tocsin.Noun, article, words string) {
	key, table := article, "article_words"
	if noun == tocsin.NounClaim {
		key, table = "t.line", "claim_words"
	}
	b.where(key+" IN ("+b.worded(table)+")", b.dialect.sought(words))
}

// worded is a query for the rows of a text index that hold what is sought.
func (b *builder) worded(table string) string {
	column := table
	if b.dialect.name == "postgres" {
		column = "words"
	}
	return "SELECT rowid FROM " + table + " WHERE " + column + " " + b.dialect.match
}
