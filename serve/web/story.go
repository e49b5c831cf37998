package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/ask"
	"tocsin/link/figure"
	"tocsin/link/occurrence"
	"tocsin/link/origin"
	"tocsin/link/story"
)

// Bounds of what one page shows of a story.
const (
	mostMembers  = 60 // articles, the latest
	mostRows     = 60 // of the table
	mostAlone    = 80 // statements that nobody else touches
	mostSides    = 5  // columns
	mostLadders  = 12
	mostOccurred = 40
)

// storyView is what the page of a story shows.
type storyView struct {
	Story    ask.Story
	Left     int // articles that are not shown
	Members  []tocsin.Findings
	Outlets  map[string]string // of each article, by ID
	Titles   map[string]string
	Summary  []told
	Table    table
	Ladders  []ladderView
	Spots    []spot
	Origins  graph
	Groups   int // independent origins
	Moments  []instant
	Occurred []occurrence.Occurrence
	Why      []belonging
}

// told is a claim that a summary or a report cites.
type told struct {
	Article tocsin.Article
	Claim   tocsin.Claim
	Words   string
	Number  int // of its article in the list of articles
}

// belonging says why an article is in the story.
type belonging struct {
	Article, With tocsin.Article
	Shared        []string
	Score         float64
}

func (p *Pages) storyView(ctx context.Context, id string) (*storyView, error) {
	s, err := ask.StoryOf(ctx, p.ledger, id, tocsin.Filter{}, ask.Depth{History: true})
	if err != nil {
		return nil, err
	}
	return kept(ctx, p, "story "+s.ID, func() (*storyView, error) { return p.tellStory(ctx, s) })
}

func (p *Pages) tellStory(ctx context.Context, s ask.Story) (*storyView, error) {
	var first, last time.Time
	if s.First != nil {
		first, last = *s.First, *s.Last
	}
	ids, err := p.latest(ctx, s.Articles, first, last, mostMembers)
	if err != nil {
		return nil, err
	}
	v := &storyView{Story: s, Left: len(s.Articles) - len(ids)}
	if v.Members, err = p.members(ctx, ids); err != nil {
		return nil, err
	}
	v.Outlets, v.Titles = map[string]string{}, map[string]string{}
	for _, m := range v.Members {
		v.Outlets[m.Article.ID], v.Titles[m.Article.ID] = m.Article.Outlet, m.Article.Title
	}
	v.Summary = summarised(v.Members)
	if v.Table, err = p.tableOf(ctx, v.Members); err != nil {
		return nil, err
	}
	edges, err := ask.Edges(ctx, p.ledger, ids, tocsin.Filter{})
	if err != nil {
		return nil, err
	}
	same, groups := sameOrigin(ids, edges)
	v.Groups, v.Origins = groups, graphOf(v.Members, edges)
	v.Ladders = laddersOf(v.Members, same)
	v.Occurred = occurredIn(v.Members, same)
	v.Spots = spotsOf(v.Members)
	v.Moments = momentsOf(v)
	v.Why = whyOf(s, v.Members)
	return v, nil
}

// latest are the last of a story's articles, as many as wanted.
func (p *Pages) latest(ctx context.Context, ids []string, first, last time.Time, most int) ([]string, error) {
	if len(ids) <= most {
		return ids, nil
	}
	of := make(map[string]bool, len(ids))
	for _, id := range ids {
		of[id] = true
	}
	around := tocsin.Filter{From: first}
	if !last.IsZero() {
		around.To = last.Add(time.Second)
	}
	all, err := p.ledger.IDs(ctx, around)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, id := range all {
		if of[id] && len(out) < most {
			out = append(out, id)
		}
	}
	return out, nil
}

func summarised(members []tocsin.Findings) []told {
	const most = 5
	var out []told
	for _, cited := range story.Summary(members, most) {
		for i, m := range members {
			if m.Article.ID != cited.Article {
				continue
			}
			for _, claim := range m.Claims {
				if claim.ID == cited.Claim {
					out = append(out, told{m.Article, claim, tocsin.Words(m.Article.Text, claim.Content...), i + 1})
				}
			}
		}
	}
	return out
}

// sameOrigin names for each article the group that it shares its origin with,
// and counts those groups.
func sameOrigin(ids []string, edges []origin.Edge) (func(string) string, int) {
	groups := origin.Origins(ids, slices.DeleteFunc(slices.Clone(edges), func(e origin.Edge) bool { return e.Kind == origin.Published || e.Kind == origin.Owned }))
	in := map[string]string{}
	for _, group := range groups {
		for _, member := range group.Members {
			in[member] = group.Members[0]
		}
	}
	return func(article string) string { return cmp.Or(in[article], article) }, len(groups)
}

func laddersOf(members []tocsin.Findings, same func(string) string) []ladderView {
	var signatures []figure.Signature
	for _, m := range members {
		signatures = append(signatures, figure.Sign(m)...)
	}
	var out []ladderView
	for _, ladder := range figure.Ladders(signatures, same) {
		if len(ladder.Rungs) > 1 {
			out = append(out, ladderOf(ladder))
		}
	}
	// Those that say most come first.
	slices.SortStableFunc(out, func(a, b ladderView) int {
		return cmp.Or(cmp.Compare(b.flags, a.flags), cmp.Compare(len(b.Rungs), len(a.Rungs)))
	})
	return out[:min(mostLadders, len(out))]
}

func occurredIn(members []tocsin.Findings, same func(string) string) []occurrence.Occurrence {
	var signatures []occurrence.Signature
	for _, m := range members {
		signatures = append(signatures, occurrence.Sign(m)...)
	}
	all := occurrence.Group(signatures, same)
	slices.SortStableFunc(all, func(a, b occurrence.Occurrence) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(len(b.Members), len(a.Members)))
	})
	return all[:min(mostOccurred, len(all))]
}

func whyOf(s ask.Story, members []tocsin.Findings) []belonging {
	byID := map[string]tocsin.Article{}
	var signatures []story.Signature
	for _, m := range members {
		byID[m.Article.ID] = m.Article
		signatures = append(signatures, story.Of(m))
	}
	whole := tocsin.Story{ID: s.ID, Title: s.Title, Articles: s.Articles, Pinned: s.Pinned}
	for id, article := range byID {
		if article.Title == s.Title {
			whole.Central = id
		}
	}
	var out []belonging
	for _, signature := range signatures {
		for _, tie := range story.Why(signature, signatures, whole) {
			b := belonging{Article: byID[signature.Article], With: byID[tie.Article], Score: tie.Score}
			for _, reason := range tie.Reasons {
				if len(reason.Shared) > 0 {
					b.Shared = append(b.Shared, string(reason.Kind)+": "+strings.Join(reason.Shared, ", "))
				}
			}
			out = append(out, b)
		}
	}
	return out
}

func (p *Pages) story(w http.ResponseWriter, r *http.Request) error {
	id := chi.URLParam(r, "id")
	v, err := p.storyView(r.Context(), id)
	if err != nil {
		return err
	}
	if v.Story.ID != id {
		http.Redirect(w, r, string(storyAt(v.Story.ID)), http.StatusFound)
		return nil
	}
	return p.show(w, r, frame{Title: headline(v.Story.Title, v.Story.Outlets), Section: "stories", Wide: true, Map: len(v.Spots) > 0}, func(reader reader) templ.Component { return storyPage(v, reader) })
}

// span is when the story was told.
func (v *storyView) span() string {
	if v.Story.First == nil {
		return "undated"
	}
	return stretch(*v.Story.First, *v.Story.Last)
}

// title is what an article is called.
func title(a tocsin.Article) string {
	return cmp.Or(a.Title, cut(strings.TrimSpace(a.Text), 80), a.ID)
}
