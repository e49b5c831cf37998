package ask

import (
	"context"
	"time"

	"tocsin"
	"tocsin/link/story"
	"tocsin/store"
)

// Story is articles about the same happening, with claims that tell of it.
type Story struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	First    *time.Time  `json:"first"` // published
	Last     *time.Time  `json:"last"`
	Articles []string    `json:"articles"`
	Outlets  []string    `json:"outlets"`
	Pinned   bool        `json:"pinned"`  // an analyst gave it its articles
	Summary  []Citation  `json:"summary"` // claims that tell most of it
	Why      []Belonging `json:"why,omitempty"`
	History  []Step      `json:"history,omitempty"`
}

// Citation is a claim that a summary cites.
type Citation struct {
	Article string     `json:"article"`
	Claim   string     `json:"claim"`
	Source  string     `json:"source"`
	Act     tocsin.Act `json:"act"`
	Text    string     `json:"text"`
}

// Belonging says why an article belongs to a story.
type Belonging struct {
	Article string   `json:"article"`
	With    string   `json:"with"` // the article of the story that it is like
	Score   float64  `json:"score"`
	Shared  []Shared `json:"shared"`
}

// Shared is what two articles have in common.
type Shared struct {
	Kind  story.Kind `json:"kind"`
	Words []string   `json:"words"`
}

// Step is what became of a story at one time.
type Step struct {
	At       *time.Time `json:"at"`
	What     string     `json:"what"`
	Story    string     `json:"story"`
	From     string     `json:"from,omitempty"`
	Articles []string   `json:"articles"`
}

// Depth says how much of a story is wanted.
type Depth struct {
	Summary, Why, History bool
}

// Stories are those of which a filter selects an article and that have at least
// so many, those with the latest articles first.
func Stories(ctx context.Context, ledger *store.Ledger, filter tocsin.Filter, least int, depth Depth) ([]Story, error) {
	chosen, err := ledger.Stories(ctx, filter, least)
	if err != nil {
		return nil, err
	}
	stories := make([]Story, len(chosen))
	for i, s := range chosen {
		if stories[i], err = tell(ctx, ledger, s, filter, depth); err != nil {
			return nil, err
		}
	}
	return stories, nil
}

// StoryOf is the story of an ID, or the one that an article of that ID is in.
func StoryOf(ctx context.Context, ledger *store.Ledger, id string, filter tocsin.Filter, depth Depth) (Story, error) {
	s, err := ledger.Story(ctx, id, filter)
	if err != nil {
		return Story{}, err
	}
	return tell(ctx, ledger, s, filter, depth)
}

// tell collects what is to be said of a story.
func tell(ctx context.Context, ledger *store.Ledger, s tocsin.Story, filter tocsin.Filter, depth Depth) (Story, error) {
	out := Story{ID: s.ID, Title: s.Title, First: instant(s.From), Last: instant(s.To), Articles: s.Articles, Outlets: s.Outlets, Pinned: s.Pinned, Summary: []Citation{}}
	if depth.History {
		history, err := ledger.History(ctx, s.ID)
		if err != nil {
			return out, err
		}
		for _, change := range history {
			out.History = append(out.History, Step{instant(change.At), change.What, change.Story, change.From, change.Articles})
		}
	}
	if !depth.Summary && !depth.Why {
		return out, nil
	}
	var members []tocsin.Findings
	for _, id := range s.Articles {
		for findings, err := range ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: id, AsOf: filter.AsOf}) {
			if err != nil {
				return out, err
			}
			members = append(members, findings)
		}
	}
	if depth.Summary {
		out.Summary = summary(members)
	}
	if depth.Why {
		out.Why = why(s, members)
	}
	return out, nil
}

func summary(members []tocsin.Findings) []Citation {
	const most = 5
	out := []Citation{}
	for _, cited := range story.Summary(members, most) {
		out = append(out, cite(members, cited))
	}
	return out
}

// cite words a cited claim.
func cite(members []tocsin.Findings, cited story.Cited) Citation {
	out := Citation{Article: cited.Article, Claim: cited.Claim}
	for _, findings := range members {
		if findings.Article.ID != cited.Article {
			continue
		}
		for _, claim := range findings.Claims {
			if claim.ID == cited.Claim {
				out.Source, out.Act, out.Text = claim.Source.Name, claim.Act, tocsin.Words(findings.Article.Text, claim.Content...)
			}
		}
	}
	return out
}

// why says of every article why it belongs.
func why(s tocsin.Story, members []tocsin.Findings) []Belonging {
	var signatures []story.Signature
	for _, findings := range members {
		signatures = append(signatures, story.Of(findings))
	}
	var out []Belonging
	for _, signature := range signatures {
		for _, tie := range story.Why(signature, signatures, s) {
			b := Belonging{Article: signature.Article, With: tie.Article, Score: tie.Score, Shared: []Shared{}}
			for _, reason := range tie.Reasons {
				if len(reason.Shared) > 0 {
					b.Shared = append(b.Shared, Shared{reason.Kind, reason.Shared})
				}
			}
			out = append(out, b)
		}
	}
	return out
}
