package story

import "slices"

// Verdict is what an analyst decided.
type Verdict string

// The verdicts of a Pin.
const (
	Together Verdict = "together" // two articles belong to one story, and so do those like them
	Apart    Verdict = "apart"    // two articles do not
	// In: an article belongs to the story of a given ID, together with all
	// others that are pinned to it. Merge, Split and Move make such pins for
	// every article that they touch.
	In Verdict = "in"
)

// Pin is an analyst's verdict about an article. It overrides whatever the
// articles' likeness says, now and for all later arrivals.
type Pin struct {
	Verdict Verdict `json:",omitzero"`
	Article string  `json:",omitzero"`
	With    string  `json:",omitzero"` // the other article; with In, the story's ID
}

// Merge are the pins by which an analyst makes two stories one: every article
// of from goes into the other.
func Merge(into, from Story) []Pin {
	return append(allIn(into.ID, into.Articles), allIn(into.ID, from.Articles)...)
}

// Split are the pins by which an analyst takes articles out of a story. They
// become one story, named after the first of them; the rest keep the ID.
func Split(from Story, out ...string) []Pin {
	if len(out) == 0 {
		return nil
	}
	return append(allIn(nameAfter(out[0]), out), rest(from, out)...)
}

// Move are the pins by which an analyst takes articles out of one story and
// puts them into another.
func Move(from, into Story, articles ...string) []Pin {
	return slices.Concat(rest(from, articles), allIn(into.ID, into.Articles), allIn(into.ID, articles))
}

func allIn(id string, articles []string) []Pin {
	var pins []Pin
	for _, article := range articles {
		pins = append(pins, Pin{In, article, id})
	}
	return pins
}

// rest pins what stays in a story when some articles leave it. Else they might
// go with those, being like them.
func rest(story Story, leaving []string) []Pin {
	return allIn(story.ID, slices.DeleteFunc(slices.Clone(story.Articles), func(article string) bool { return slices.Contains(leaving, article) }))
}

// verdicts are pins that do not contradict one another, ready to be asked.
// Articles and the names of stories are nodes; an article that is in a story
// is together with its name, and no two names are ever together.
type verdicts struct {
	parent map[node]node
	apart  map[node]map[node]bool // between roots
	name   map[node]string        // of a root's story
	with   map[node][]string      // articles of each root
}

// node is an article or, if story is set, the name of a story.
type node struct {
	id    string
	story bool
}

// resolve takes the pins that can stand, given in the order in which they were
// made: the newest first, for it is what the analyst thinks now. The others
// are refused.
func resolve(pins []Pin) (v *verdicts, refused []Pin) {
	v = &verdicts{map[node]node{}, map[node]map[node]bool{}, map[node]string{}, map[node][]string{}}
	for i := len(pins) - 1; i >= 0; i-- {
		if !v.take(pins[i]) {
			refused = append(refused, pins[i])
		}
	}
	for n := range v.parent {
		if root := v.root(n); !n.story {
			v.with[root] = append(v.with[root], n.id)
		}
	}
	return v, refused
}

// Refused are the pins, given in the order in which they were made, that have
// no effect because a newer one says otherwise.
func Refused(pins []Pin) []Pin {
	_, refused := resolve(pins)
	return refused
}

func (v *verdicts) take(pin Pin) bool {
	a, b := v.root(node{id: pin.Article}), v.root(node{pin.With, pin.Verdict == In})
	if pin.Verdict == In {
		v.nameRoot(b, pin.With)
	}
	switch {
	case pin.Verdict == Apart:
		if a == b {
			return false
		}
		v.keepApart(a, b)
	case a == b:
	case v.apart[a][b] || v.name[a] != "" && v.name[b] != "":
		return false
	default:
		v.unite(a, b)
	}
	return true
}

// nameRoot gives the component of a story's name that name, unless it has one:
// then it is the same.
func (v *verdicts) nameRoot(root node, name string) {
	if v.name[root] == "" {
		v.name[root] = name
	}
}

func (v *verdicts) root(n node) node {
	parent, known := v.parent[n]
	if !known || parent == n {
		return n
	}
	root := v.root(parent)
	v.parent[n] = root
	return root
}

func (v *verdicts) keepApart(a, b node) {
	for _, pair := range [2][2]node{{a, b}, {b, a}} {
		if v.apart[pair[0]] == nil {
			v.apart[pair[0]] = map[node]bool{}
		}
		v.apart[pair[0]][pair[1]] = true
	}
}

func (v *verdicts) unite(a, b node) {
	v.parent[b], v.parent[a] = a, a
	if v.name[a] == "" {
		v.name[a] = v.name[b]
	}
	for other := range v.apart[b] {
		delete(v.apart[other], b)
		v.keepApart(a, other)
	}
	delete(v.apart, b)
	delete(v.name, b)
}

// areApart reports whether two components must not be in one story.
func (v *verdicts) areApart(a, b node) bool {
	return v.apart[a][b] || v.name[a] != "" && v.name[b] != "" && v.name[a] != v.name[b]
}

// concern reports whether there is anything that a component must be apart
// from.
func (v *verdicts) concern(root node) bool { return len(v.apart[root]) > 0 || v.name[root] != "" }

// named reports whether a pin speaks of a story of that ID.
func (v *verdicts) named(id string) bool { return v.name[v.root(node{id, true})] == id }
