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
	"github.com/go-chi/chi/v5"

	"tocsin"
	"tocsin/ask"
	"tocsin/link/figure"
)

// brief is a report of which every sentence says where it is from.
type brief struct {
	Title, Scope string
	Made         time.Time
	Head         string // of the ledger, so that the report can be checked
	Markdown     string // address of the same as text
	Whole        string // address of what it is about
	Parts        []part
	Sources      []tocsin.Article // numbered from 1
	numbers      map[string]int
}

type part struct {
	Title     string
	Sentences []sentence
}

type sentence struct {
	Text     string
	Standing tocsin.Standing
	Cites    []cite
}

// cite points at words of an article.
type cite struct {
	Number int
	Link   templ.SafeURL
}

const mostSentences = 14 // of a part

// cite numbers an article.
func (b *brief) cite(article tocsin.Article, finding string) cite {
	n, known := b.numbers[article.ID]
	if !known {
		b.Sources = append(b.Sources, article)
		n = len(b.Sources)
		b.numbers[article.ID] = n
	}
	return cite{n, findingAt(article.ID, finding)}
}

func (p *Pages) storyBrief(w http.ResponseWriter, r *http.Request) error {
	v, err := p.storyView(r.Context(), chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	link := string(storyAt(v.Story.ID))
	return p.report(w, r, &brief{Title: headline(v.Story.Title, v.Story.Outlets), Scope: many(len(v.Story.Articles), "article") + " by " + names(v.Story.Outlets, 6) + ", " + v.span(), Whole: link, Markdown: link + "/brief?as=markdown"}, v)
}

// queryBrief reports on the latest articles that a query finds.
func (p *Pages) queryBrief(w http.ResponseWriter, r *http.Request) error {
	q := queryOf(r)
	ctx := r.Context()
	if q.empty() {
		return mistaken("A brief is about something: search first, then ask for a brief of what was found.")
	}
	v, err := kept(ctx, p, "brief "+q.encoded(), func() (*storyView, error) { return p.tellQuery(ctx, q) })
	if err != nil {
		return err
	}
	markdown := q.on("/brief") + "&as=markdown"
	return p.report(w, r, &brief{Title: capital(q.said()), Scope: "the latest " + many(len(v.Members), "article") + " that fit", Whole: q.on("/search"), Markdown: markdown}, v)
}

// tellQuery makes of what a query finds what a story's page is made of.
func (p *Pages) tellQuery(ctx context.Context, q asked) (*storyView, error) {
	found, _, err := p.hits(ctx, tocsin.NounArticle, q, "/brief", mostMembers)
	if err != nil {
		return nil, err
	}
	v := &storyView{Members: findingsIn(found)}
	slices.Reverse(v.Members)
	var ids []string
	for _, m := range v.Members {
		ids = append(ids, m.Article.ID)
	}
	edges, err := ask.Edges(ctx, p.ledger, ids, tocsin.Filter{})
	if err != nil {
		return nil, err
	}
	same, groups := sameOrigin(ids, edges)
	v.Groups, v.Summary, v.Ladders, v.Occurred = groups, summarised(v.Members), laddersOf(v.Members, same), occurredIn(v.Members, same)
	v.Table, err = p.tableOf(ctx, v.Members)
	return v, err
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request, b *brief, v *storyView) error {
	if err := p.compose(r.Context(), b, v); err != nil {
		return err
	}
	if r.URL.Query().Get("as") == "markdown" {
		attach(w, "text/markdown; charset=utf-8", "brief.md")
		_, _ = w.Write([]byte(b.markdown(strings.TrimSuffix(p.opts.BaseURL, "/"))))
		return nil
	}
	return p.show(w, r, frame{Title: "Brief: " + b.Title, Section: "stories"}, func(reader) templ.Component { return briefPage(b) })
}

// compose writes the report of what a view of articles holds.
func (p *Pages) compose(ctx context.Context, b *brief, v *storyView) error {
	head, err := p.ledger.Head(ctx)
	if err != nil {
		return err
	}
	b.Made, b.Head, b.numbers = p.opts.Now(), head.String(), map[string]int{}
	byID := map[string]tocsin.Article{}
	for _, m := range v.Members {
		byID[m.Article.ID] = m.Article
	}
	said := func(s tocsin.Statement) sentence {
		line := sentence{Text: fmt.Sprintf("%s %s: “%s”", speaker(s.Source), does(s.Source, s.Act), cut(s.Text, 300)), Standing: s.Standing}
		for _, ref := range s.Claims {
			if article, here := byID[ref.Article]; here && len(line.Cites) < 4 {
				line.Cites = append(line.Cites, b.cite(article, ref.Claim))
			}
		}
		return line
	}
	main := part{Title: "In its sources’ words"}
	for _, t := range v.Summary {
		main.Sentences = append(main.Sentences, sentence{Text: fmt.Sprintf("%s %s: “%s”", speaker(t.Claim.Source.Name), does(t.Claim.Source.Name, t.Claim.Act), cut(t.Words, 300)), Cites: []cite{b.cite(t.Article, t.Claim.ID)}})
	}
	contested, shared := part{Title: "Disputed, denied or taken back"}, part{Title: "Borne out by independent sources"}
	for _, row := range v.Table.Rows {
		for _, cells := range row.Cells {
			for _, c := range cells {
				if s := said(c.Statement); len(s.Cites) == 0 {
					continue
				} else if weight(row.Worst) > 1 {
					contested.Sentences = append(contested.Sentences, s)
				} else if c.Standing == tocsin.Corroborated {
					shared.Sentences = append(shared.Sentences, s)
				}
			}
		}
	}
	figures := part{Title: "Figures"}
	for _, l := range v.Ladders {
		line := sentence{Text: l.What + ": "}
		var runs []string
		for _, rung := range l.Rungs {
			if rung.Mode == figure.Withdrawn || len(runs) >= 5 {
				continue
			}
			runs = append(runs, fmt.Sprintf("%s (%s, %s)", rung.Spoken, rung.Who, rung.AsOf))
			line.Cites = append(line.Cites, b.cite(byID[rung.Reports[0].Article], rung.Reports[0].Quantity))
		}
		line.Text += strings.Join(runs, "; ")
		if l.Best != "" {
			line.Text += ". Best estimate " + l.Best
		}
		if len(runs) > 0 {
			figures.Sentences = append(figures.Sentences, line)
		}
	}
	happened := part{Title: "What happened, as told"}
	for _, o := range v.Occurred {
		if o.Articles < 2 && len(v.Members) > 3 || o.Date == "" {
			continue
		}
		line := sentence{Text: o.Date + ": " + lineOf(o)}
		if o.Status != tocsin.Actual {
			line.Text += " (" + string(o.Status) + ")"
		}
		if o.Alleged {
			line.Text += ", as sources have it"
		}
		for _, m := range o.Members {
			if len(line.Cites) < 4 && byID[m.Article].ID != "" {
				line.Cites = append(line.Cites, b.cite(byID[m.Article], m.Event))
			}
		}
		happened.Sentences = append(happened.Sentences, line)
	}
	slices.SortStableFunc(happened.Sentences, func(a, b sentence) int { return cmp.Compare(a.Text, b.Text) })
	for _, one := range []part{main, contested, shared, figures, happened} {
		if len(one.Sentences) > 0 {
			one.Sentences = one.Sentences[:min(mostSentences, len(one.Sentences))]
			b.Parts = append(b.Parts, one)
		}
	}
	return nil
}

// markdown writes the report as text; what sources say cannot become markup.
func (b *brief) markdown(base string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n\n%s. Made %s from a Tocsin ledger of head %s.\n", escaped(b.Title), escaped(capital(b.Scope)), b.Made.UTC().Format("2006-01-02 15:04 UTC"), b.Head)
	for _, one := range b.Parts {
		fmt.Fprintf(&out, "\n## %s\n\n", one.Title)
		for _, s := range one.Sentences {
			fmt.Fprintf(&out, "- %s", escaped(s.Text))
			if s.Standing != "" {
				fmt.Fprintf(&out, " (%s)", s.Standing)
			}
			for _, c := range s.Cites {
				fmt.Fprintf(&out, " [[%d]](%s)", c.Number, base+string(c.Link))
			}
			out.WriteString("\n")
		}
	}
	out.WriteString("\n## Sources\n\n")
	for i, a := range b.Sources {
		fmt.Fprintf(&out, "%d. %s. %s, %s.", i+1, escaped(title(a)), escaped(cmp.Or(a.Outlet, "unknown outlet")), day(a.Published))
		if link := outside(a.URL); link != "" {
			fmt.Fprintf(&out, " <%s>", strings.NewReplacer("<", "%3C", ">", "%3E").Replace(link))
		}
		out.WriteString("\n")
	}
	return out.String()
}

// escaped takes from words what Markdown would read as markup.
func escaped(words string) string {
	var out strings.Builder
	for _, r := range visible(words) {
		if strings.ContainsRune("\\`*_[]<>#|!&~", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}
