package story

import (
	"maps"
	"math"
	"slices"
)

// disturb has the neighbourhoods of articles clustered again. Called before and
// after articles are linked, unlinked or pinned, with those at either end, it
// reaches everything whose neighbourhood that changes: a neighbourhood that is
// outgrown, or that becomes small enough, holds one of the ends.
func (x *Index) disturb(articles []string) {
	look := newSurvey(x)
	for _, article := range articles {
		if x.entry(article) == nil || look.done[article] {
			continue
		}
		for _, member := range look.neighbourhood(article) {
			look.done[member] = true
			x.dirty[member] = true
		}
	}
}

// survey looks for neighbourhoods while nothing changes. It remembers which
// articles belong to one that is too large on a level.
type survey struct {
	x    *Index
	done map[string]bool
	vast []map[string]bool // by level
}

func newSurvey(x *Index) *survey {
	s := &survey{x: x, done: map[string]bool{}, vast: make([]map[string]bool, len(cuts))}
	for level := range s.vast {
		s.vast[level] = map[string]bool{}
	}
	return s
}

// neighbourhood are the articles that are clustered together with one, sorted:
// what is connected with it on the first level where that is not too much.
func (s *survey) neighbourhood(article string) []string {
	last := len(cuts) - 1
	for level := range last {
		if s.vast[level][article] {
			continue
		}
		if members, whole := s.x.connected(article, level, largest); whole {
			return members
		} else {
			for _, member := range members {
				s.vast[level][member] = true
			}
		}
	}
	members, _ := s.x.connected(article, last, math.MaxInt)
	return members
}

// connected are the articles that links and pins connect with one on a level,
// sorted; if there are more than most, some of them.
func (x *Index) connected(article string, level, most int) (members []string, whole bool) {
	met := map[string]bool{article: true}
	front := []string{article}
	for len(front) > 0 {
		var next []string
		for _, member := range front {
			for _, other := range x.neighbours(x.entries[member], level) {
				if !met[other] {
					met[other] = true
					next = append(next, other)
				}
			}
		}
		if len(met) > most {
			break
		}
		x.recall(next)
		front = next
	}
	for _, member := range slices.Sorted(maps.Keys(met)) {
		if x.entry(member) != nil {
			members = append(members, member)
		}
	}
	return members, len(members) <= most
}

// neighbours are the articles that an entry is linked with on a level, or
// pinned together with.
func (x *Index) neighbours(e *entry, level int) []string {
	if e == nil {
		return nil
	}
	var found []string
	for _, link := range e.links {
		if link.score >= cuts[level] {
			found = append(found, link.article)
		}
	}
	return append(found, x.pinnedWith(e.article)...)
}

// pinnedWith are the articles that the analyst put together with one.
func (x *Index) pinnedWith(article string) []string {
	return x.rulings.with[x.rulings.root(node{id: article})]
}
