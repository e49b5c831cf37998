package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"tocsin"
	"tocsin/ask"
	"tocsin/ingest"
	"tocsin/store"
)

// Bounds of the first page. Each is what a reader can look through in a sitting;
// they keep the page's cost apart from the ledger's size.
const (
	mostToday    = 40  // stories
	mostNews     = 600 // statements that are compared with what they were
	mostMoved    = 8   // ladders of figures
	mostFigured  = 24  // articles that are looked through for figures
	mostPerStory = 4   // statements shown of one story
)

// todayView is what changed since somebody last looked.
type todayView struct {
	Since   time.Time
	Upto    time.Time // the latest that the page knows of
	First   bool      // nobody has looked before
	Stories []todayStory
	Moved   []ladderView
	Alarms  []store.AlarmRow
	Silent  []ingest.Health
	Saved   []store.Search
	Counts  todayCounts
}

type todayCounts struct{ Stories, New, Contested, Articles int }

type todayStory struct {
	tocsin.Story
	New        int // articles
	Statements []news
	More       int
	Mark       string // changes when the story does
	Worst      tocsin.Standing
}

// news is a statement that is new, or stands otherwise than before.
type news struct {
	tocsin.Statement
	Was tocsin.Standing // "" for a new one
}

func (p *Pages) today(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	since, err := p.since(r)
	if err != nil {
		return err
	}
	made, err := kept(ctx, p, "today "+since.Format(time.RFC3339Nano), func() (*todayView, error) { return p.tellToday(ctx, since) })
	if err != nil {
		return err
	}
	now := *made
	if now.Saved, err = p.ledger.Searches(ctx, p.who(r)); err != nil {
		return err
	}
	// Alarms and feeds change without the log.
	if now.Alarms, err = p.ledger.Alarms(ctx, store.AlarmFilter{States: []string{"open", "acknowledged", "assigned"}, Limit: 8}); err != nil {
		return err
	}
	healths, err := ingest.Healths(ctx, p.ledger, p.opts.Now())
	if err != nil {
		return err
	}
	now.Silent = slices.DeleteFunc(healths, func(h ingest.Health) bool { return !h.Silent && h.Failures < 3 })
	return p.show(w, r, frame{Title: "Today", Section: "today", Wide: true}, func(reader reader) templ.Component { return todayPage(&now, reader, p.opts.Now()) })
}

// markSeen is the name of the mark up to which a reader has looked.
const markSeen = "seen"

// since is when the reader last looked: what the address says, else what the
// reader's own mark does, in whatever browser it was made.
func (p *Pages) since(r *http.Request) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, r.URL.Query().Get("since")); err == nil {
		return at, nil
	}
	mark, err := p.ledger.Mark(r.Context(), p.who(r), markSeen)
	if err != nil || mark == "" {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339Nano, mark)
}

func (p *Pages) tellToday(ctx context.Context, since time.Time) (*todayView, error) {
	linked, err := p.ledger.Linked(ctx)
	if err != nil {
		return nil, err
	}
	v := &todayView{Since: since, Upto: linked.At, First: since.IsZero()}
	statements, err := p.ledger.Statements(ctx, tocsin.Filter{Limit: mostNews}, "")
	if err != nil {
		return nil, err
	}
	were := map[string]tocsin.Standing{}
	before := map[string]map[string]bool{} // articles of each story
	if !v.First {
		old, err := p.ledger.Statements(ctx, tocsin.Filter{Limit: 2 * mostNews, AsOf: v.Since}, "")
		if err != nil {
			return nil, err
		}
		for _, s := range old {
			were[s.ID] = s.Standing
		}
		stories, err := p.ledger.Stories(ctx, tocsin.Filter{Limit: 2 * mostToday, AsOf: v.Since}, 1)
		if err != nil {
			return nil, err
		}
		for _, s := range stories {
			before[s.ID] = map[string]bool{}
			for _, id := range s.Articles {
				before[s.ID][id] = true
			}
		}
	}
	changed := map[string][]news{} // by article of the first claim
	for _, s := range statements {
		was, known := were[s.ID]
		if len(s.Claims) == 0 || known && was == s.Standing {
			continue
		}
		changed[s.Claims[0].Article] = append(changed[s.Claims[0].Article], news{s, was})
	}
	stories, err := p.ledger.Stories(ctx, tocsin.Filter{Limit: 2 * mostToday}, 1)
	if err != nil {
		return nil, err
	}
	for _, s := range stories {
		if told := newsOf(s, changed, before[s.ID]); told.New > 0 || told.moved() {
			v.Stories = append(v.Stories, told)
		}
	}
	slices.SortStableFunc(v.Stories, func(a, b todayStory) int {
		return cmp.Or(cmp.Compare(boolean(b.contested()), boolean(a.contested())), b.To.Compare(a.To))
	})
	v.Stories = v.Stories[:min(mostToday, len(v.Stories))]
	for _, s := range v.Stories {
		v.Counts.Stories++
		v.Counts.Articles += s.New
		v.Counts.New += len(s.Statements) + s.More
		if s.contested() {
			v.Counts.Contested++
		}
	}
	return v, p.moved(ctx, v)
}

func (s todayStory) contested() bool { return weight(s.Worst) > 1 }

func (s todayStory) moved() bool {
	return slices.ContainsFunc(s.Statements, func(n news) bool { return n.Was != "" })
}

func newsOf(s tocsin.Story, changed map[string][]news, before map[string]bool) todayStory {
	out := todayStory{Story: s, Worst: tocsin.SingleSource, Mark: fmt.Sprintf("%s.%d.%d", s.ID, len(s.Articles), s.To.Unix())}
	for _, id := range s.Articles {
		if !before[id] {
			out.New++
		}
		out.Statements = append(out.Statements, changed[id]...)
	}
	said := map[string]bool{}
	out.Statements = slices.DeleteFunc(out.Statements, func(n news) bool {
		key := folded(n.Source) + "/" + folded(n.Text)
		twice := said[key]
		said[key] = true
		return twice
	})
	for _, n := range out.Statements {
		if weight(n.Standing) > weight(out.Worst) {
			out.Worst = n.Standing
		}
	}
	slices.SortStableFunc(out.Statements, func(a, b news) int {
		return cmp.Or(cmp.Compare(boolean(b.Was != ""), boolean(a.Was != "")), cmp.Compare(weight(b.Standing), weight(a.Standing)), cmp.Compare(b.Origins, a.Origins), b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID))
	})
	out.More = max(0, len(out.Statements)-mostPerStory)
	out.Statements = out.Statements[:min(mostPerStory, len(out.Statements))]
	return out
}

// moved finds figures of the day's stories that jumped, were revised or are
// contradicted.
func (p *Pages) moved(ctx context.Context, v *todayView) error {
	var ids []string
	for _, s := range v.Stories {
		if len(s.Articles) > 1 && len(ids)+len(s.Articles) <= mostFigured {
			ids = append(ids, s.Articles...)
		}
	}
	members, err := p.members(ctx, ids)
	if err != nil {
		return err
	}
	edges, err := ask.Edges(ctx, p.ledger, ids, tocsin.Filter{})
	if err != nil {
		return err
	}
	same, _ := sameOrigin(ids, edges)
	for _, l := range laddersOf(members, same) {
		if l.flags > 0 && len(v.Moved) < mostMoved {
			v.Moved = append(v.Moved, l)
		}
	}
	return nil
}

// seen notes that the reader has looked at everything that the page showed: what
// came in since it was made is still new.
func (p *Pages) seen(w http.ResponseWriter, r *http.Request) error {
	value := r.PostFormValue("at")
	if _, err := time.Parse(time.RFC3339Nano, value); value != "" && err != nil {
		return mistaken("The page does not say up to when you have looked. Load it again.")
	}
	if err := p.ledger.SetMark(r.Context(), p.who(r), markSeen, value); err != nil {
		return err
	}
	return back(w, r, "/")
}

// theme notes, with the reader's browser, whether paper is light or dark.
func (p *Pages) theme(w http.ResponseWriter, r *http.Request) error {
	value := r.PostFormValue("theme")
	if value != "light" && value != "dark" {
		value = ""
	}
	http.SetCookie(w, &http.Cookie{
		Name: "theme", Value: value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(p.opts.BaseURL, "https:"),
	})
	return back(w, r, r.PostFormValue("back"))
}
