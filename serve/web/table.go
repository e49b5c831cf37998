package web

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tocsin"
)

// table sets out what is claimed: a row for each thing that several statements
// are about or several outlets have, a column for each side.
type table struct {
	Sides []column
	Rows  []row
	Alone []tocsin.Statement // of one outlet, that no other statement of these articles touches
	More  int                // statements that are not shown
	All   int
	Stand map[tocsin.Standing]int
}

type column struct{ Code, Name string }

type row struct {
	Lead  tocsin.Statement // that says it first
	Worst tocsin.Standing
	Cells [][]cell // by column
}

// cell is a statement in its place, with the words of its report.
type cell struct {
	tocsin.Statement
	Ties   []tocsin.Tie // to others of its row
	Outlet string       // of its first report here
	Again  []cell       // those of a source of the same name in the same words
}

// mostCells is how many statements of one side are shown in one row at once.
const mostCells = 3

// tableOf makes the table of some articles' statements.
func (p *Pages) tableOf(ctx context.Context, members []tocsin.Findings) (table, error) {
	statements := map[string]tocsin.Statement{}
	outlets := map[string]string{}
	for _, m := range members {
		found, err := p.ledger.StatementsIn(ctx, m.Article.ID, tocsin.Filter{})
		if err != nil {
			return table{}, err
		}
		for _, s := range found {
			statements[s.ID] = s
			if len(s.Claims) > 0 && outlets[s.ID] == "" {
				outlets[s.ID] = m.Article.Outlet
			}
		}
	}
	t := arranged(statements, outlets)
	return t, nil
}

func arranged(statements map[string]tocsin.Statement, outlets map[string]string) table {
	t := table{All: len(statements), Stand: map[tocsin.Standing]int{}}
	parent := map[string]string{}
	find := func(id string) string {
		for parent[id] != "" {
			id = parent[id]
		}
		return id
	}
	ids := sortedKeys(statements)
	for _, id := range ids {
		t.Stand[statements[id].Standing]++
		for _, tie := range statements[id].Ties {
			if _, here := statements[tie.To]; !here {
				continue
			}
			if a, b := find(id), find(tie.To); a != b {
				parent[max(a, b)] = min(a, b)
			}
		}
	}
	groups := map[string][]tocsin.Statement{}
	for _, id := range ids {
		root := find(id)
		groups[root] = append(groups[root], statements[id])
	}
	var shared [][]tocsin.Statement
	for _, root := range sortedKeys(groups) {
		group := groups[root]
		slices.SortStableFunc(group, func(a, b tocsin.Statement) int { return a.First.Compare(b.First) })
		if len(group) == 1 && weight(group[0].Standing) == 0 && group[0].Outlets < 2 {
			t.Alone = append(t.Alone, group[0])
			continue
		}
		shared = append(shared, group)
	}
	t.Sides = sidesOf(shared)
	for _, group := range shared {
		t.Rows = append(t.Rows, rowOf(group, t.Sides, outlets))
	}
	slices.SortStableFunc(t.Rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(weight(b.Worst), weight(a.Worst)), cmp.Compare(b.size(), a.size()), cmp.Compare(b.Lead.Outlets, a.Lead.Outlets), cmp.Compare(b.Lead.Origins, a.Lead.Origins), a.Lead.First.Compare(b.Lead.First))
	})
	slices.SortStableFunc(t.Alone, func(a, b tocsin.Statement) int {
		return cmp.Or(a.First.Compare(b.First), strings.Compare(a.ID, b.ID))
	})
	t.More = max(0, len(t.Rows)-mostRows) + max(0, len(t.Alone)-mostAlone)
	t.Rows, t.Alone = t.Rows[:min(mostRows, len(t.Rows))], t.Alone[:min(mostAlone, len(t.Alone))]
	return t
}

func (r row) size() int {
	n := 0
	for _, cells := range r.Cells {
		n += len(cells)
	}
	return n
}

// others is the column of the sides that have none of their own, nobodys that
// of sources that speak for no country.
const (
	others  = "*"
	nobodys = ""
)

// sidesOf are the countries that statements speak for, those that say most first.
func sidesOf(groups [][]tocsin.Statement) []column {
	counts := map[string]int{}
	for _, group := range groups {
		for _, s := range group {
			counts[s.Country]++
		}
	}
	codes := sortedKeys(counts)
	slices.SortStableFunc(codes, func(a, b string) int {
		return cmp.Or(cmp.Compare(boolean(a == nobodys), boolean(b == nobodys)), counts[b]-counts[a])
	})
	var sides []column
	rest := false
	for _, code := range codes {
		switch {
		case code == nobodys:
			sides = append(sides, column{nobodys, "No country"})
		case len(sides) < mostSides:
			sides = append(sides, column{code, land(code)})
		default:
			rest = true
		}
	}
	if rest {
		sides = append(sides, column{others, "Others"})
	}
	return sides
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func rowOf(group []tocsin.Statement, sides []column, outlets map[string]string) row {
	r := row{Lead: group[0], Worst: tocsin.SingleSource, Cells: make([][]cell, len(sides))}
	here := map[string]bool{}
	for _, s := range group {
		here[s.ID] = true
		if weight(s.Standing) > weight(r.Worst) {
			r.Worst = s.Standing
		}
	}
	for _, s := range group {
		at := slices.IndexFunc(sides, func(c column) bool { return c.Code == s.Country })
		if at < 0 {
			at = len(sides) - 1
		}
		c := cell{Statement: s, Outlet: outlets[s.ID]}
		for _, tie := range s.Ties {
			if here[tie.To] {
				c.Ties = append(c.Ties, tie)
			}
		}
		// Sources that go by a common noun (“officials”) are one each in every
		// report; what they say in the same words is shown once.
		twin := slices.IndexFunc(r.Cells[at], func(other cell) bool {
			return other.Act == c.Act && folded(other.Source) == folded(c.Source) && folded(other.Text) == folded(c.Text)
		})
		if twin >= 0 {
			r.Cells[at][twin].Again = append(r.Cells[at][twin].Again, c)
			continue
		}
		r.Cells[at] = append(r.Cells[at], c)
	}
	return r
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// opponents are those who deny or exclude a statement that is contested.
func opponents(s tocsin.Statement) string {
	if s.Standing != tocsin.Denied && s.Standing != tocsin.Disputed {
		return ""
	}
	var list []string
	for _, tie := range s.Ties {
		if (tie.Denial || tie.Kind == "incompatible") && !slices.Contains(list, speaker(tie.Source)) {
			list = append(list, speaker(tie.Source))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return names(list, 2)
}
