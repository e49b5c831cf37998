package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin"
	"tocsin/link/origin"
)

// graph shows who has it from whom: a lane for each outlet, articles along it by
// time, and lines between those that share words, quotations, figures or a source.
type graph struct {
	Width, Height float64
	Lanes         []lane
	Nodes         []node
	Lines         []line
	Days          []tick
}

type lane struct {
	Y     float64
	Name  string
	Cited bool // it is only cited: none of its articles is here
}

type node struct {
	X, Y    float64
	Article tocsin.Article
	Source  bool // others have it from here
}

type line struct {
	Path   string
	Kind   origin.Kind
	Strong bool
	Drawn  bool // it is in the picture, not only in the list
	Why    string
	From   string // in words
	To     string
	Score  float64
}

const (
	mostWide, nodeWidth  = 1200.0, 84.0
	laneLeft, laneHeight = 190.0, 34.0
	graphTop             = 12.0
	mostLines            = 120
)

// kinds of edges, in words: B does so with what A has, where it is known who is
// nearer to the origin.
var kindWords = map[origin.Kind]string{
	origin.Copy: "same passages", origin.Quote: "same long quotations", origin.Figures: "same uncommon figures", origin.Revises: "later version",
	origin.Agency: "agency tag", origin.Reprint: "reprint", origin.Cites: "cites", origin.Interview: "interview",
}

func kindOf(k origin.Kind) string { return cmp.Or(kindWords[k], string(k)) }

// publisher is the name of a publisher's node, as far as a node has it.
func publisher(id string) string {
	_, name, found := strings.Cut(id, ":")
	if !found {
		return id
	}
	return name
}

func graphOf(members []tocsin.Findings, edges []origin.Edge) graph {
	edges = slices.DeleteFunc(slices.Clone(edges), func(e origin.Edge) bool { return e.Kind == origin.Published || e.Kind == origin.Owned })
	g := graph{}
	at := map[string]int{} // of each lane, by folded name
	put := func(name string, cited bool) int {
		key := folded(name)
		if i, known := at[key]; known {
			return i
		}
		at[key] = len(g.Lanes)
		g.Lanes = append(g.Lanes, lane{Y: graphTop + laneHeight*(float64(len(g.Lanes))+0.5), Name: name, Cited: cited})
		return at[key]
	}
	// Articles stand in the order of their publication, evenly spaced: what came
	// first matters, and those of one hour would lie on one another.
	step := min(nodeWidth, (mostWide-laneLeft-60)/float64(max(len(members), 1)))
	nodes := map[string]int{}
	for i, m := range members {
		nodes[m.Article.ID] = len(g.Nodes)
		x, y := laneLeft+30+step*float64(i), g.Lanes[put(cmp.Or(m.Article.Outlet, "unknown outlet"), false)].Y
		g.Nodes = append(g.Nodes, node{X: x, Y: y, Article: m.Article})
		if n := len(g.Days); !m.Article.Published.IsZero() && (n == 0 || g.Days[n-1].Label != shortDay(m.Article) && x-g.Days[n-1].At > 48) {
			g.Days = append(g.Days, tick{x, shortDay(m.Article)})
		}
	}
	g.Width = max(laneLeft+60+step*float64(len(members)), 520)
	slices.SortStableFunc(edges, func(a, b origin.Edge) int { return cmp.Compare(b.Score, a.Score) })
	// Copies of copies are alike each with each. The picture shows what is enough
	// to join them, the surest first; the list has all.
	group := map[string]string{}
	root := func(id string) string {
		for group[id] != "" {
			id = group[id]
		}
		return id
	}
	joined := func(a, b string) bool {
		a, b = root(a), root(b)
		if a != b {
			group[b] = a
		}
		return a == b
	}
	for _, e := range edges[:min(mostLines, len(edges))] {
		a, known := nodes[e.A]
		if !known {
			continue
		}
		l := line{Kind: e.Kind, Strong: e.Score >= origin.Strong, Why: e.Why, Score: e.Score}
		x1, y1 := g.Nodes[a].X, g.Nodes[a].Y
		var x2, y2 float64
		if b, article := nodes[e.B]; article {
			x2, y2 = g.Nodes[b].X, g.Nodes[b].Y
			if e.From != "" {
				g.Nodes[nodes[e.From]].Source = true
			}
			l.From, l.To = g.Nodes[a].Article.Outlet, g.Nodes[b].Article.Outlet
			if e.From == e.B {
				l.From, l.To = l.To, l.From
			}
		} else if origin.IsPublisher(e.B) {
			cited := g.Lanes[put(publisher(e.B), true)]
			x2, y2 = laneLeft-6, cited.Y
			l.From, l.To = cited.Name, g.Nodes[a].Article.Outlet
		} else {
			continue
		}
		l.Drawn = !joined(e.A, e.B)
		l.Path = curve(x2, y2, x1, y1)
		g.Lines = append(g.Lines, l)
	}
	g.Height = graphTop + laneHeight*float64(len(g.Lanes)) + 22
	return g
}

func shortDay(a tocsin.Article) string { return a.Published.UTC().Format("2 Jan") }

// curve leads from one point to another, bowed where they stand in one lane or
// above one another.
func curve(x1, y1, x2, y2 float64) string {
	middle := (x1 + x2) / 2
	if y1 == y2 {
		return fmt.Sprintf("M%s %sQ%s %s %s %s", px(x1), px(y1), px(middle), px(y1-18), px(x2), px(y2))
	}
	if d := x2 - x1; d < 20 && d > -20 {
		return fmt.Sprintf("M%s %sQ%s %s %s %s", px(x1), px(y1), px(middle+30), px((y1+y2)/2), px(x2), px(y2))
	}
	return fmt.Sprintf("M%s %sC%s %s %s %s %s %s", px(x1), px(y1), px(middle), px(y1), px(middle), px(y2), px(x2), px(y2))
}
