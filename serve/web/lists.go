package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/store"
)

// onePage is how many lines a list shows at once.
const onePage = 30

func (p *Pages) stories(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	f, err := q.filter()
	if err != nil {
		return err
	}
	f.Act, f.Category = "", ""
	least := 1
	if q.Noun == "shared" {
		least = 2
	}
	// Stories come in the order of their last articles; one page behind another is
	// told by that time.
	until := f.To
	if q.Until == "" {
		until = time.Time{}
	} else {
		f.To = time.Time{}
		if to, err := queryOf(r).with("until", "").dateTo(); err == nil {
			f.To = to
		}
	}
	found, next, err := p.storiesUntil(r.Context(), f, least, until, q)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: "Stories", Section: "stories"}, func(reader) templ.Component { return storiesPage(q, found, next) })
}

// storiesUntil lists stories whose last article came at most at a time.
func (p *Pages) storiesUntil(ctx context.Context, f tocsin.Filter, least int, until time.Time, q asked) ([]tocsin.Story, string, error) {
	// A story that ends before a time has its last article before it, so that
	// asking for articles up to it finds it, among stories that go on.
	f.Limit = onePage + 1
	if !until.IsZero() {
		f.Limit = 8 * onePage
		if f.To.IsZero() || until.Before(f.To) {
			f.To = until
		}
	}
	all, err := p.ledger.Stories(ctx, f, least)
	if err != nil {
		return nil, "", err
	}
	found, next := pageOf(q, until, "/stories", onePage, all, func(s tocsin.Story) (time.Time, string) { return s.To, s.ID })
	return found, next, nil
}

// dateTo is the end that the query itself sets, without that of a page.
func (q asked) dateTo() (time.Time, error) {
	q.Until = ""
	f, err := q.filter()
	return f.To, err
}

func (p *Pages) articles(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	found, next, err := p.hits(r.Context(), tocsin.NounArticle, q, "/articles", onePage)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: "Articles", Section: "stories"}, func(reader) templ.Component { return articlesPage(q, found, next) })
}

func (p *Pages) statements(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	found, next, err := p.statementsOf(r.Context(), q, "/claims", onePage)
	if err != nil {
		return err
	}
	return p.show(w, r, frame{Title: "Claims", Section: "claims"}, func(reader) templ.Component { return statementsPage(q, found, next) })
}

// statementsOf lists the statements of a query, those said last first.
func (p *Pages) statementsOf(ctx context.Context, q asked, path string, most int) ([]tocsin.Statement, string, error) {
	f, err := q.filter()
	if err != nil {
		return nil, "", err
	}
	f.Category = ""
	// A statement of which a claim fits may have been said again later than the
	// page before ended; it was shown there.
	var until time.Time
	f.Limit = most + 1
	if q.Until != "" {
		until = f.To
		f.Limit = most + 200
	}
	all, err := p.ledger.Statements(ctx, f, tocsin.Standing(q.Standing))
	if err != nil {
		return nil, "", err
	}
	found, next := pageOf(q, until, path, most, all, func(s tocsin.Statement) (time.Time, string) { return s.Last, s.ID })
	return found, next, nil
}

// pageOf is one page of a list that runs from the latest backwards, and the address
// of the next. It begins behind where the page before ended: before until, which is
// zero on the first page, and within that second behind the item that ended it.
func pageOf[T any](q asked, until time.Time, path string, most int, all []T, end func(T) (time.Time, string)) ([]T, string) {
	var found []T
	skipping := q.After != ""
	for _, item := range all {
		at, id := end(item)
		if !until.IsZero() && !at.Before(until) {
			continue
		}
		if skipping && at.Equal(until.Add(-time.Second)) {
			skipping = id != q.After
			continue
		}
		found = append(found, item)
	}
	if len(found) <= most {
		return found, ""
	}
	found = found[:most]
	at, id := end(found[most-1])
	return found, q.next(path, at, id)
}

// statementView is what the page of a statement shows.
type statementView struct {
	tocsin.Statement
	Reports []report
	More    int
	Ties    []tieView
	Story   tocsin.Story
}

// report is a claim of a statement where it stands.
type report struct {
	Article tocsin.Article
	Claim   tocsin.Claim
	Before  string
	Words   string
	After   string
}

type tieView struct {
	tocsin.Tie
	Words string // how it stands to this one
}

const mostReports = 40

func (p *Pages) statement(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := chi.URLParam(r, "id")
	s, err := p.ledger.Statement(ctx, id, tocsin.Filter{})
	if err != nil {
		return err
	}
	v := &statementView{Statement: s, More: max(0, len(s.Claims)-mostReports)}
	for _, ref := range s.Claims[:min(mostReports, len(s.Claims))] {
		f, err := p.findingsOf(ctx, ref.Article)
		if err != nil {
			continue // it was replaced a moment ago
		}
		for _, claim := range f.Claims {
			if claim.ID == ref.Claim {
				before, words, after := inContext(f.Article.Text, claim.Content)
				v.Reports = append(v.Reports, report{f.Article, claim, before, words, after})
			}
		}
	}
	for _, tie := range s.Ties {
		v.Ties = append(v.Ties, tieView{tie, tieWords(tie)})
	}
	if len(s.Claims) > 0 {
		if v.Story, err = p.ledger.Story(ctx, s.Claims[0].Article, tocsin.Filter{}); err != nil {
			v.Story = tocsin.Story{}
		}
	}
	return p.show(w, r, frame{Title: speaker(v.Source) + " " + does(v.Source, v.Act) + ": " + cut(v.Text, 60), Section: "claims"}, func(reader reader) templ.Component { return statementPage(v, reader) })
}

func tieWords(t tocsin.Tie) string {
	switch {
	case t.Denial:
		return "denied, or denying"
	case t.Kind == "incompatible":
		return "cannot both be so"
	case t.Kind == "corroborates":
		return "says so too"
	case t.Kind == "same":
		return "the same"
	}
	return t.Kind
}

// inContext are the words of some spans and a little of what stands around them.
func inContext(text string, spans []tocsin.Span) (before, words, after string) {
	const around = 110
	if len(spans) == 0 {
		return "", "", ""
	}
	start, end := spans[0].Start, spans[len(spans)-1].End
	head := strings.ToValidUTF8(text[max(0, start-around):start], "")
	tail := strings.ToValidUTF8(text[end:min(len(text), end+around)], "")
	if i := strings.LastIndex(head, "\n"); i >= 0 {
		head = head[i+1:]
	} else if start > around {
		if i := strings.IndexByte(head, ' '); i >= 0 {
			head = "…" + head[i:]
		}
	}
	if i := strings.Index(tail, "\n"); i >= 0 {
		tail = tail[:i]
	} else if end+around < len(text) {
		if i := strings.LastIndexByte(tail, ' '); i >= 0 {
			tail = tail[:i] + " …"
		}
	}
	return visible(head), visible(tocsin.Words(text, spans...)), visible(tail)
}

// headline is what a story is called.
func headline(title string, outlets []string) string {
	if title = strings.TrimSpace(title); title != "" {
		return title
	}
	return "Untitled, in " + names(outlets, 2)
}

// names are the first of some names, and how many more there are.
func names(list []string, most int) string {
	if len(list) == 0 {
		return "unknown outlet"
	}
	out := strings.Join(list[:min(most, len(list))], ", ")
	if len(list) > most {
		out += " and " + many(len(list)-most, "other")
	}
	return out
}

func feedName(f store.Feed) string {
	if f.Title != "" {
		return f.Title
	}
	return strings.TrimPrefix(strings.TrimPrefix(f.URL, "https://"), "http://")
}
