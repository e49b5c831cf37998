package story

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// What says what became of a story.
type What string

// What a Change says.
const (
	Created What = "created" // a story of articles that were in none
	Grew    What = "grew"    // articles joined the story that were in none
	Merged  What = "merged"  // the story From is now part of Story
	Parted  What = "split"   // Story was part of From, which goes on without it
	Moved   What = "moved"   // articles went to Story from From, and both go on
	Ended   What = "ended"   // no article of the story is left
)

// Change is one step in the history of a story.
type Change struct {
	What     What     `json:",omitzero"`
	Story    string   `json:",omitzero"`
	From     string   `json:",omitzero"` // the other story, where there is one
	Articles []string `json:",omitzero"` // those that came, sorted
}

// Follow gives new stories the IDs of the old ones that they continue, and
// says what changed. A story continues the one that it shares most articles
// with; where several claim an ID, the one that shares most keeps it. A pinned
// story keeps the ID that the analyst gave it.
func Follow(old, new Partition) (Partition, []Change) {
	return follow(old, new, func(string) bool { return false })
}

// follow is Follow among more stories, whose IDs are taken.
func follow(old, updated Partition, taken func(id string) bool) (Partition, []Change) {
	was := storyOfEach(old)
	named := inherit(was, updated, taken)
	slices.SortFunc(named, func(a, b Story) int { return strings.Compare(a.ID, b.ID) })
	return named, changes(old, named, was)
}

// storyOfEach maps articles to the IDs of their stories.
func storyOfEach(partition Partition) map[string]string {
	of := map[string]string{}
	for _, story := range partition {
		for _, article := range story.Articles {
			of[article] = story.ID
		}
	}
	return of
}

// claim is a new story's claim to an old ID.
type claim struct {
	id     string
	story  int
	shared int
}

func inherit(was map[string]string, updated Partition, taken func(id string) bool) Partition {
	named := slices.Clone(updated)
	used := map[string]bool{}
	settled := make([]bool, len(named))
	for i := range named {
		if named[i].Pinned {
			used[named[i].ID], settled[i] = true, true
		}
	}
	for _, claim := range claims(was, named) {
		if !settled[claim.story] && !used[claim.id] {
			named[claim.story].ID = claim.id
			used[claim.id], settled[claim.story] = true, true
		}
	}
	for _, id := range was {
		used[id] = true
	}
	for i := range named {
		if !settled[i] {
			named[i].ID = freshName(named[i], func(id string) bool { return used[id] || taken(id) })
			used[named[i].ID] = true
		}
	}
	return named
}

// claims are in the order in which they are granted.
func claims(was map[string]string, updated Partition) []claim {
	var all []claim
	for i, story := range updated {
		shared := map[string]int{}
		for _, article := range story.Articles {
			if id, known := was[article]; known {
				shared[id]++
			}
		}
		for id, count := range shared {
			all = append(all, claim{id, i, count})
		}
	}
	slices.SortFunc(all, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), strings.Compare(a.id, b.id),
			strings.Compare(updated[a.story].Articles[0], updated[b.story].Articles[0]))
	})
	return all
}

// freshName is the story's own name, or that after another of its articles
// where a story that lost its founder still goes by it.
func freshName(story Story, used func(id string) bool) string {
	if !used(story.ID) {
		return story.ID
	}
	for _, article := range story.Articles {
		if name := nameAfter(article); !used(name) {
			return name
		}
	}
	name := story.ID
	for used(name) {
		name = nameAfter(name)
	}
	return name
}

// changes tells the differences, ordered by story.
func changes(old, named Partition, was map[string]string) []Change {
	lives := map[string]bool{}
	now := storyOfEach(named)
	for _, story := range named {
		lives[story.ID] = true
	}
	existed := map[string]bool{}
	for _, story := range old {
		existed[story.ID] = true
	}
	heirs := heirsOf(old, now)
	var found []Change
	for _, story := range named {
		found = append(found, arrivals(story, was, existed, lives, heirs)...)
	}
	for _, story := range old {
		if !lives[story.ID] && heirs[story.ID] == "" {
			found = append(found, Change{What: Ended, Story: story.ID})
		}
	}
	slices.SortStableFunc(found, func(a, b Change) int { return strings.Compare(a.Story, b.Story) })
	return found
}

// heirsOf is where most articles of each old story are now.
func heirsOf(old Partition, now map[string]string) map[string]string {
	heirs := map[string]string{}
	for _, story := range old {
		counts := map[string]int{}
		for _, article := range story.Articles {
			if id := now[article]; id != "" {
				counts[id]++
			}
		}
		most := 0
		for _, id := range slices.Sorted(maps.Keys(counts)) {
			if counts[id] > most {
				heirs[story.ID], most = id, counts[id]
			}
		}
	}
	return heirs
}

// arrivals tells where the articles of a story came from.
func arrivals(story Story, was map[string]string, existed, lives map[string]bool, heirs map[string]string) []Change {
	from := map[string][]string{}
	for _, article := range story.Articles {
		from[was[article]] = append(from[was[article]], article)
	}
	var found []Change
	for _, source := range slices.Sorted(maps.Keys(from)) {
		change := Change{Story: story.ID, From: source, Articles: from[source]}
		switch {
		case source == story.ID:
			continue
		case source == "" && existed[story.ID]:
			change.What = Grew
		case source == "" && len(from) > 1:
			change.What = Grew // it began with a part of another story
		case source == "":
			change.What = Created
		case !lives[source] && heirs[source] == story.ID:
			change.What = Merged
		case !existed[story.ID]:
			change.What = Parted
		default:
			change.What = Moved
		}
		found = append(found, change)
	}
	return found
}
