package story

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Index finds the stories of articles as they arrive. What an arriving article
// costs depends on how much is published about the same things within a few
// weeks, not on how much there is altogether.
//
// Two articles within the window that share two Keys are compared, and linked
// where they are alike. A neighbourhood is what links connect; each is
// clustered by itself, and again only if something in it changed. A
// neighbourhood that has grown too large is cut at its weaker links. All this
// is a function of the articles and the pins, so the order in which they come
// does not change the partition. Only the stories' IDs depend on it.
//
// An Index need not hold all articles: those that an arriving one may be
// compared with must be there (Hold), those farther away are recalled from its
// Memory when a neighbourhood reaches them.
//
// An Index is not safe for concurrent use.
type Index struct {
	memory  Memory
	entries map[string]*entry // by article
	shelves map[shelf][]*entry
	spans   map[int64]bool // of time, for which there are shelves
	pins    []Pin
	rulings *verdicts
	stories map[string]Story // by ID
	dirty   map[string]bool  // articles whose neighbourhood must be clustered
	bereft  map[string]bool  // stories that lost an article since the last Update
	removed map[string]bool  // articles since the last Update, which the memory still knows
}

// Memory is what is kept of articles that an Index does not hold.
type Memory interface {
	// Recall returns what is kept of the articles that it knows.
	Recall(articles []string) []Kept
	// Story is a story as of the last Update.
	Story(id string) (Story, bool)
}

// Kept is what is kept of an article: its Signature, its Links to all others,
// and the ID of its story, "" before the first Update.
type Kept struct {
	Signature Signature
	Links     []Link
	Story     string
}

// Outcome is what an Update did.
type Outcome struct {
	Changes []Change
	Stories Partition // those that changed, as they are now
	Ended   []string  // IDs of those that are no more
}

// entry is one article. Story is "" before it is first clustered.
type entry struct {
	member
	links   []neighbour // both ways
	story   string
	shelved bool
	shared  uint8 // scratch: how many keys it shares with the new one
}

type neighbour struct {
	article string
	score   float64
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
// milliseconds. Only what the last of the cuts connects, copies of one text,
// may be more.
const largest = 120

// NewIndex makes an index without articles. Memory may be nil: then what was
// not added does not exist.
func NewIndex(memory Memory) *Index {
	x := &Index{
		memory: memory, entries: map[string]*entry{}, shelves: map[shelf][]*entry{}, spans: map[int64]bool{},
		stories: map[string]Story{}, dirty: map[string]bool{}, bereft: map[string]bool{}, removed: map[string]bool{},
	}
	x.rulings, _ = resolve(nil)
	return x
}

// Hold takes articles that were added before, without comparing anything, so
// that those that arrive are compared with them.
func (x *Index) Hold(kept ...Kept) {
	for _, one := range kept {
		x.shelve(x.remember(one))
	}
}

// remember makes an entry of what is kept.
func (x *Index) remember(kept Kept) *entry {
	if known := x.entries[kept.Signature.Article]; known != nil {
		return known
	}
	e := &entry{member: memberOf(kept.Signature), story: kept.Story}
	for _, link := range kept.Links {
		other := link.Other
		if other == e.article {
			other = link.Article
		}
		if x.removed[other] {
			continue
		}
		e.links = append(e.links, neighbour{other, link.Score})
	}
	x.entries[e.article] = e
	return e
}

// Len is how many articles the index holds.
func (x *Index) Len() int { return len(x.entries) }

// Add takes an article and returns its links to those that are there, sorted;
// they are to be kept. Its story is known after the next Update. An article
// that is there already is not taken again: Remove it first if it was read
// anew.
func (x *Index) Add(signature Signature) []Link {
	if x.entry(signature.Article) != nil {
		return nil
	}
	arrived := &entry{member: memberOf(signature)}
	var links []Link
	for _, other := range x.candidates(&arrived.member) {
		if score := arrived.shape.score(&other.shape); score >= linkAt {
			links = append(links, Link{signature.Article, other.article, score})
		}
	}
	slices.SortFunc(links, func(a, b Link) int { return strings.Compare(a.Other, b.Other) })
	near := []string{arrived.article}
	for _, link := range links {
		near = append(near, link.Other)
	}
	near = append(near, x.pinnedWith(arrived.article)...)
	if name := x.rulings.name[x.rulings.root(node{id: arrived.article})]; name != "" {
		story, _ := x.story(name) // if it is another's, that one must give it up
		near = append(near, story.Articles...)
	}
	x.disturb(near)
	x.entries[arrived.article] = arrived
	x.shelve(arrived)
	for _, link := range links {
		arrived.links = append(arrived.links, neighbour{link.Other, link.Score})
		other := x.entries[link.Other]
		other.links = append(other.links, neighbour{link.Article, link.Score})
	}
	x.disturb(near)
	return links
}

// shelve puts an entry where arriving articles look for it.
func (x *Index) shelve(e *entry) {
	if e.shelved {
		return
	}
	e.shelved = true
	span := spanOf(e.shape.published)
	x.spans[span] = true
	for _, key := range e.shape.terms.keys() {
		at := shelf{key, span}
		x.shelves[at] = append(x.shelves[at], e)
	}
}

// entry is an article's entry, recalled where it is not at hand; nil for an
// unknown article.
func (x *Index) entry(article string) *entry {
	x.recall([]string{article})
	return x.entries[article]
}

// recall makes entries of those articles that are not at hand.
func (x *Index) recall(articles []string) {
	if x.memory == nil {
		return
	}
	var missing []string
	for _, article := range articles {
		if _, here := x.entries[article]; !here && !x.removed[article] {
			missing = append(missing, article)
		}
	}
	if len(missing) == 0 {
		return
	}
	for _, kept := range x.memory.Recall(missing) {
		x.remember(kept)
	}
}

// story is a story as of the last Update.
func (x *Index) story(id string) (Story, bool) {
	if story, known := x.stories[id]; known {
		return story, len(story.Articles) > 0
	}
	if x.memory == nil || id == "" {
		return Story{}, false
	}
	story, known := x.memory.Story(id)
	x.stories[id] = story
	return story, known
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
func (x *Index) candidates(article *member) []*entry {
	keys := article.shape.terms.keys()
	spans := []int64{undated}
	if span := spanOf(article.shape.published); span == undated {
		spans = slices.Sorted(maps.Keys(x.spans))
	} else {
		spans = append(spans, span-1, span, span+1)
	}
	var touched, found []*entry
	for _, span := range spans {
		for _, key := range keys {
			for _, e := range x.shelves[shelf{key, span}] {
				e.shared++
				switch e.shared {
				case 1:
					touched = append(touched, e)
				case sharedKeys:
					found = append(found, e)
				}
			}
		}
	}
	for _, e := range touched {
		e.shared = 0
	}
	return found
}

// Pin sets the analyst's verdicts, all of them, in the order in which they
// were made. The next Update obeys them, and clusters only what they touch.
func (x *Index) Pin(pins []Pin) {
	if slices.Equal(x.pins, pins) {
		return
	}
	touched := x.concerned(pins)
	x.disturb(touched)
	x.pins = slices.Clone(pins)
	x.rulings, _ = resolve(pins)
	x.disturb(touched)
}

// Pinned is Pin for verdicts that the stories obey already.
func (x *Index) Pinned(pins []Pin) {
	x.pins = slices.Clone(pins)
	x.rulings, _ = resolve(pins)
}

// concerned are the articles that other pins than those so far may move: a pin
// may free or refuse any other, so those of all pins, old and new.
func (x *Index) concerned(pins []Pin) []string {
	var articles []string
	for _, pin := range slices.Concat(x.pins, pins) {
		articles = append(articles, pin.Article)
		if pin.Verdict == In {
			story, _ := x.story(pin.With)
			articles = append(articles, story.Articles...)
		} else {
			articles = append(articles, pin.With)
		}
	}
	slices.Sort(articles)
	return slices.Compact(articles)
}

// Remove takes articles out.
func (x *Index) Remove(articles ...string) {
	for _, article := range articles {
		if e := x.entry(article); e != nil {
			x.remove(e)
		}
	}
}

func (x *Index) remove(gone *entry) {
	near := append([]string{gone.article}, x.neighbours(gone, 0)...)
	x.disturb(near)
	x.bereft[gone.story] = true
	x.removed[gone.article] = true
	delete(x.entries, gone.article)
	delete(x.dirty, gone.article)
	if gone.shelved {
		span := spanOf(gone.shape.published)
		for _, key := range gone.shape.terms.keys() {
			at := shelf{key, span}
			x.shelves[at] = slices.DeleteFunc(x.shelves[at], func(e *entry) bool { return e == gone })
		}
	}
	for _, link := range gone.links {
		if other := x.entries[link.article]; other != nil {
			other.links = slices.DeleteFunc(other.links, func(back neighbour) bool { return back.article == gone.article })
		}
	}
	x.disturb(near[1:])
}

// Update clusters the neighbourhoods in which something changed since the last
// one, and returns what became of the stories there.
func (x *Index) Update() Outcome {
	var old, updated Partition
	seen := map[string]bool{}
	meet := func(id string) {
		if story, known := x.story(id); known && !seen[id] {
			seen[id] = true
			old = append(old, story)
		}
	}
	for _, members := range x.changed() {
		for _, member := range members {
			meet(x.entries[member].story)
		}
		updated = append(updated, x.cluster(members)...)
	}
	for id := range x.bereft {
		meet(id)
	}
	clear(x.dirty)
	clear(x.bereft)
	clear(x.removed)
	named, changes := follow(old, updated, func(id string) bool {
		_, taken := x.story(id)
		return taken || x.rulings.named(id)
	})
	for _, story := range old {
		x.stories[story.ID] = Story{}
	}
	for _, story := range named {
		x.keep(story)
	}
	return Outcome{changes, named, ended(old, named)}
}

// ended are the IDs of old stories that none of the new ones has.
func ended(old, named Partition) []string {
	goes := map[string]bool{}
	for _, story := range named {
		goes[story.ID] = true
	}
	var gone []string
	for _, story := range old {
		if !goes[story.ID] {
			gone = append(gone, story.ID)
		}
	}
	slices.Sort(gone)
	return gone
}

// keep notes a story and whose it is.
func (x *Index) keep(story Story) {
	x.stories[story.ID] = story
	for _, article := range story.Articles {
		if e := x.entries[article]; e != nil {
			e.story = story.ID
		}
	}
}

// changed are the members of each neighbourhood that holds a dirty entry.
func (x *Index) changed() [][]string {
	done := map[string]bool{}
	var changed [][]string
	look := newSurvey(x)
	for _, article := range slices.Sorted(maps.Keys(x.dirty)) {
		if done[article] || x.entries[article] == nil {
			continue
		}
		members := look.neighbourhood(article)
		for _, member := range members {
			done[member] = true
		}
		changed = append(changed, members)
	}
	return changed
}

// cluster makes the stories of one neighbourhood.
func (x *Index) cluster(articles []string) Partition {
	members := make([]member, len(articles))
	at := make(map[string]int, len(articles))
	for i, article := range articles {
		members[i] = x.entries[article].member
		at[article] = i
	}
	var edges []edge
	for a, article := range articles {
		for _, link := range x.entries[article].links {
			if b, inside := at[link.article]; inside && a < b {
				edges = append(edges, edge{a, b, link.score})
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b)) })
	return clusterMembers(members, edges, x.rulings)
}

// Stories are all stories that the index has met, as of the last Update.
func (x *Index) Stories() Partition {
	return slices.SortedFunc(func(yield func(Story) bool) {
		for _, story := range x.stories {
			if len(story.Articles) > 0 && !yield(story) {
				return
			}
		}
	}, func(a, b Story) int { return strings.Compare(a.ID, b.ID) })
}

// StoryOf is the story of an article as of the last Update.
func (x *Index) StoryOf(article string) (Story, bool) {
	e := x.entry(article)
	if e == nil {
		return Story{}, false
	}
	return x.story(e.story)
}
