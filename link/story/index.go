package story

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Index holds articles and keeps their stories as articles arrive. What an
// arriving article costs depends on how much is published about the same
// things within a few weeks, not on how much there is altogether.
//
// Two articles within the window that share two Keys are compared, and linked
// where they are alike. A neighbourhood is what links connect; each is
// clustered by itself, and again only if something in it changed. A
// neighbourhood that has grown too large is cut at its weaker links. All this
// is a function of the articles and the pins, so the order in which they come
// does not change the partition. Only the stories' IDs depend on it.
//
// An Index is not safe for concurrent use.
type Index struct {
	entries []entry
	places  map[string]int // by article
	shelves map[shelf][]int32
	spans   map[int64]bool // of time, for which there are shelves
	levels  []forest
	pins    []Pin
	rulings *verdicts
	stories map[string]Story // by ID
	dirty   map[int]bool     // entries whose neighbourhood must be clustered
	bereft  map[string]bool  // stories that lost an article since the last Update
	shared  []uint8          // scratch: how many keys each entry shares with the new one
}

// entry is one article. Story is "" before it is first clustered.
type entry struct {
	member
	links []neighbour // both ways
	story string
}

type neighbour struct {
	entry int32
	score float64
}

// Link is the likeness of two articles, as it was found when the later of them
// arrived. It holds for ever.
type Link struct {
	Article, Other string
	Score          float64 // in 0…1
}

// shelf is where articles with one key and of one span of time stand.
type shelf struct {
	key  uint32
	span int64
}

// undated is the span of articles whose time is unknown.
const undated = int64(-1 << 62)

// sharedKeys is how many keys two articles must share to be compared.
const sharedKeys = 2

// cuts are the scores below which links do not count in a neighbourhood that
// has grown too large: the first in every neighbourhood, the next in one of
// more than largest articles, and so on.
var cuts = []float64{linkAt, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65}

// largest bounds a neighbourhood, so that clustering it again takes
// milliseconds.
const largest = 120

// NewIndex makes an index without articles.
func NewIndex() *Index {
	x := &Index{places: map[string]int{}, shelves: map[shelf][]int32{}, spans: map[int64]bool{}, stories: map[string]Story{}, dirty: map[int]bool{}, bereft: map[string]bool{}}
	x.levels = make([]forest, len(cuts))
	x.rulings, _ = resolve(nil)
	return x
}

// Load makes an index of what an earlier one knew, without comparing anything:
// all its signatures, links, pins, and stories as of its last Update. Articles
// that are in none of the stories get theirs at the next one.
func Load(signatures []Signature, links []Link, pins []Pin, stories Partition) *Index {
	x := NewIndex()
	for _, signature := range signatures {
		x.enter(memberOf(signature))
	}
	for _, link := range links {
		a, here := x.places[link.Article]
		b, there := x.places[link.Other]
		if here && there && a != b {
			x.link(a, b, link.Score)
		}
	}
	x.pins = slices.Clone(pins)
	x.rulings, _ = resolve(pins)
	x.connect()
	for _, story := range stories {
		x.keep(story)
	}
	clear(x.dirty)
	for i := range x.entries {
		if x.entries[i].story == "" {
			x.dirty[i] = true
		}
	}
	return x
}

// Add takes an article and returns its links to those that are there, sorted;
// they are to be kept for Load. Its story is known after the next Update. An article that is there already is
// not taken again: Remove it first if it was read anew.
func (x *Index) Add(signature Signature) []Link {
	if _, known := x.places[signature.Article]; known {
		return nil
	}
	arrived := memberOf(signature)
	candidates := x.candidates(&arrived)
	place := x.enter(arrived)
	var links []Link
	for _, other := range candidates {
		if score := x.entries[place].shape.score(&x.entries[other].shape); score >= linkAt {
			x.link(place, other, score)
			links = append(links, Link{signature.Article, x.entries[other].article, score})
		}
	}
	x.dirty[place] = true
	if name := x.rulings.name[x.rulings.root(node{id: signature.Article})]; name != "" {
		x.touch(x.stories[name].Articles) // if it is another's, that one must give it up
	}
	for level := range x.levels {
		for _, outgrown := range x.connectOne(level, place) {
			x.dirty[int(outgrown)] = true
		}
	}
	slices.SortFunc(links, func(a, b Link) int { return strings.Compare(a.Other, b.Other) })
	return links
}

// enter gives the article its place, without links.
func (x *Index) enter(article member) int {
	place := len(x.entries)
	x.entries = append(x.entries, entry{member: article})
	x.places[article.article] = place
	x.shared = append(x.shared, 0)
	span := spanOf(article.shape.published)
	x.spans[span] = true
	for _, key := range article.shape.terms.keys() {
		at := shelf{key, span}
		x.shelves[at] = append(x.shelves[at], int32(place))
	}
	for level := range x.levels {
		x.levels[level].add()
	}
	return place
}

// spanOf numbers the spans of time, each as long as the window: an article's
// window reaches no farther than into the spans beside its own.
func spanOf(published time.Time) int64 {
	if published.IsZero() {
		return undated
	}
	seconds, long := published.Unix(), int64(window.Seconds())
	span := seconds / long
	if seconds%long < 0 {
		span--
	}
	return span
}

// candidates are the entries that share enough keys with an article and may
// lie within its window.
func (x *Index) candidates(article *member) []int {
	keys := article.shape.terms.keys()
	spans := []int64{undated}
	if span := spanOf(article.shape.published); span == undated {
		spans = slices.Sorted(maps.Keys(x.spans))
	} else {
		spans = append(spans, span-1, span, span+1)
	}
	var touched []int32
	var found []int
	for _, span := range spans {
		for _, key := range keys {
			for _, place := range x.shelves[shelf{key, span}] {
				x.shared[place]++
				switch x.shared[place] {
				case 1:
					touched = append(touched, place)
				case sharedKeys:
					found = append(found, int(place))
				}
			}
		}
	}
	for _, place := range touched {
		x.shared[place] = 0
	}
	return found
}

func (x *Index) link(a, b int, score float64) {
	x.entries[a].links = append(x.entries[a].links, neighbour{int32(b), score})
	x.entries[b].links = append(x.entries[b].links, neighbour{int32(a), score})
}

// connect finds all neighbourhoods anew.
func (x *Index) connect() {
	for level := range x.levels {
		x.levels[level] = forest{}
		for range x.entries {
			x.levels[level].add()
		}
		for place := range x.entries {
			x.connectOne(level, place)
		}
	}
}

// connectOne joins an entry's neighbourhood on a level with those that its
// links and pins lead to. It returns the members of neighbourhoods that have
// thereby grown too large: they belong to smaller ones on the next level,
// which are to be clustered.
func (x *Index) connectOne(level, place int) (outgrown []int32) {
	for _, link := range x.entries[place].links {
		if link.score >= cuts[level] {
			outgrown = append(outgrown, x.levels[level].join(place, int(link.entry))...)
		}
	}
	for _, article := range x.rulings.with[x.rulings.root(node{id: x.entries[place].article})] {
		if other, known := x.places[article]; known {
			outgrown = append(outgrown, x.levels[level].join(place, other)...)
		}
	}
	return outgrown
}

// Pin sets the analyst's verdicts, all of them, in the order in which they
// were made. The next Update obeys them, and clusters only what they touch.
func (x *Index) Pin(pins []Pin) {
	touched := x.concerned(pins)
	x.touch(touched)
	x.pins = slices.Clone(pins)
	x.rulings, _ = resolve(pins)
	x.connect()
	x.touch(touched)
}

// concerned are the articles that other pins than those so far may move: a pin
// may free or refuse any other, so those of all pins, old and new.
func (x *Index) concerned(pins []Pin) []string {
	if slices.Equal(x.pins, pins) {
		return nil
	}
	var articles []string
	for _, pin := range slices.Concat(x.pins, pins) {
		articles = append(articles, pin.Article)
		if pin.Verdict == In {
			articles = append(articles, x.stories[pin.With].Articles...)
		} else {
			articles = append(articles, pin.With)
		}
	}
	slices.Sort(articles)
	return slices.Compact(articles)
}

// touch has everything clustered again that is connected with an article,
// however weakly.
func (x *Index) touch(articles []string) {
	for _, article := range articles {
		if place, known := x.places[article]; known {
			for _, member := range x.levels[0].members(x.levels[0].root(int32(place))) {
				x.dirty[int(member)] = true
			}
		}
	}
}

// Remove takes articles out.
func (x *Index) Remove(articles ...string) {
	x.touch(articles)
	old := *x
	*x = *NewIndex()
	x.pins, x.rulings, x.stories, x.bereft = old.pins, old.rulings, old.stories, old.bereft
	for i, from := range old.entries {
		if slices.Contains(articles, from.article) {
			x.bereft[from.story] = true
			continue
		}
		place := x.enter(from.member)
		x.entries[place].story = from.story
		if old.dirty[i] {
			x.dirty[place] = true
		}
		for _, link := range from.links {
			if other, here := x.places[old.entries[link.entry].article]; here {
				x.link(place, other, link.score)
			}
		}
	}
	x.connect()
}

// Update clusters the neighbourhoods in which something changed since the last
// one, and returns what became of the stories there.
func (x *Index) Update() []Change {
	var old, updated Partition
	seen := map[string]bool{}
	meet := func(id string) {
		if story, known := x.stories[id]; known && !seen[id] {
			seen[id] = true
			old = append(old, story)
		}
	}
	for _, members := range x.changed() {
		for _, place := range members {
			meet(x.entries[place].story)
		}
		updated = append(updated, x.cluster(members)...)
	}
	for id := range x.bereft {
		meet(id)
	}
	clear(x.dirty)
	clear(x.bereft)
	named, changes := follow(old, updated, func(id string) bool {
		_, taken := x.stories[id]
		return taken || x.rulings.named(id)
	})
	for _, story := range old {
		delete(x.stories, story.ID)
	}
	for _, story := range named {
		x.keep(story)
	}
	return changes
}

// keep notes a story and whose it is.
func (x *Index) keep(story Story) {
	x.stories[story.ID] = story
	for _, article := range story.Articles {
		if place, known := x.places[article]; known {
			x.entries[place].story = story.ID
		}
	}
}

// changed are the members of each neighbourhood that holds a dirty entry.
func (x *Index) changed() [][]int {
	type neighbourhood struct {
		level int
		root  int32
	}
	seen := map[neighbourhood]bool{}
	var changed [][]int
	for _, place := range slices.Sorted(maps.Keys(x.dirty)) {
		level := x.levelOf(place)
		at := neighbourhood{level, x.levels[level].root(int32(place))}
		if !seen[at] {
			seen[at] = true
			changed = append(changed, x.sorted(x.levels[level].members(at.root)))
		}
	}
	return changed
}

// levelOf is the first level on which an entry's neighbourhood is not too
// large, or the last.
func (x *Index) levelOf(place int) int {
	for level := range x.levels {
		if x.levels[level].size(x.levels[level].root(int32(place))) <= largest {
			return level
		}
	}
	return len(x.levels) - 1
}

// sorted are the places in the order of their articles.
func (x *Index) sorted(places []int32) []int {
	sorted := make([]int, len(places))
	for i, place := range places {
		sorted[i] = int(place)
	}
	slices.SortFunc(sorted, func(a, b int) int {
		return strings.Compare(x.entries[a].article, x.entries[b].article)
	})
	return sorted
}

// cluster makes the stories of one neighbourhood.
func (x *Index) cluster(places []int) Partition {
	members := make([]member, len(places))
	at := make(map[int32]int, len(places))
	for i, place := range places {
		members[i] = x.entries[place].member
		at[int32(place)] = i
	}
	var edges []edge
	for a, place := range places {
		for _, link := range x.entries[place].links {
			if b, inside := at[link.entry]; inside && a < b {
				edges = append(edges, edge{a, b, link.score})
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b)) })
	return clusterMembers(members, edges, x.rulings)
}

// Stories are all stories as of the last Update.
func (x *Index) Stories() Partition {
	return slices.SortedFunc(maps.Values(x.stories), func(a, b Story) int { return strings.Compare(a.ID, b.ID) })
}

// StoryOf is the story of an article as of the last Update.
func (x *Index) StoryOf(article string) (Story, bool) {
	place, known := x.places[article]
	if !known {
		return Story{}, false
	}
	story, known := x.stories[x.entries[place].story]
	return story, known
}
