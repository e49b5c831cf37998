package origin

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed agencies.txt
var agenciesText string

//go:embed outlets.txt
var outletsText string

// publisher is one agency or outlet of the tables.
type publisher struct {
	node    string // "outlet:reuters"
	name    string
	country string // ISO 3166 alpha-3
	owner   string // "" where not well known
	agency  bool
}

// form is one way to write a publisher's name in a text.
type form struct {
	keys    []uint32 // of its words
	exact   string   // how it must be written, "" where a capital is enough
	guarded bool     // it is also something else
	of      *publisher
}

// pressTable is who publishes, ready to be looked up.
type pressTable struct {
	nodes map[string]*publisher
	names map[string]*publisher // by slug
	plain map[string]bool       // slugs that are nothing else
	hosts map[string]*publisher
	forms map[uint32][]form // by the key of the first word, longer ones first
}

// press makes the table at its first use, which happens once.
var press = sync.OnceValue(func() *pressTable {
	t := &pressTable{
		nodes: map[string]*publisher{}, names: map[string]*publisher{}, plain: map[string]bool{},
		hosts: map[string]*publisher{}, forms: map[uint32][]form{},
	}
	t.read(agenciesText, true)
	t.read(outletsText, false)
	for _, forms := range t.forms {
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.keys) - len(a.keys) })
	}
	return t
})

func (t *pressTable) read(text string, agency bool) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "|")
		name := strings.TrimSuffix(fields[0], "!")
		added := &publisher{node: outletNode + slug(name), name: name, country: fields[2], owner: fields[3], agency: agency}
		t.nodes[added.node] = added
		if host := fields[4]; host != "" {
			t.hosts[host] = added
			t.addName(host, added)
		}
		t.addForm(fields[0], added)
		if fields[1] == "" {
			continue
		}
		for alias := range strings.SplitSeq(fields[1], ",") {
			t.addForm(alias, added)
		}
	}
}

// addName lets the publisher be found by that name; the first to have it keeps
// it.
func (t *pressTable) addName(name string, of *publisher) {
	if key := slug(name); t.names[key] == nil {
		t.names[key] = of
	}
}

func (t *pressTable) addForm(written string, of *publisher) {
	name, guarded := strings.CutSuffix(written, "!")
	t.addName(name, of)
	if !guarded {
		t.plain[slug(name)] = true
	}
	bare := strings.TrimPrefix(name, "The ")
	added := form{guarded: guarded, of: of}
	for _, word := range readWords(bare) {
		added.keys = append(added.keys, word.key)
	}
	first, _ := utf8.DecodeRuneInString(bare)
	if !unicode.IsUpper(first) || len(bare) <= 5 && strings.ToUpper(bare) == bare {
		added.exact = bare
	}
	t.forms[added.keys[0]] = append(t.forms[added.keys[0]], added)
}

// byName finds a publisher by its name, an alias or the host of its site.
func (t *pressTable) byName(name string) *publisher { return t.names[slug(name)] }

// tag finds a publisher by what a tag says: a name that is nothing else, or in
// a dateline any agency's.
func (t *pressTable) tag(name string, dateline bool) *publisher {
	known := t.byName(name)
	if known == nil || !t.plain[slug(name)] && !(dateline && known.agency) {
		return nil
	}
	return known
}

// byHost finds a publisher by the host of an address.
func (t *pressTable) byHost(host string) *publisher {
	for host != "" {
		if known := t.hosts[host]; known != nil {
			return known
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return nil
}

// nameOf is what people call a node.
func (t *pressTable) nameOf(node string) string {
	if known := t.nodes[node]; known != nil {
		return known.name
	}
	_, name, _ := strings.Cut(node, ":")
	return name
}

// owned joins an outlet to its owner. Outlets of one state that decides what
// they print are one voice; those of one company are usually two.
func (t *pressTable) owned(node string) []Edge {
	const byState, byCompany = 0.9, 0.3
	known := t.nodes[node]
	if known == nil || known.owner == "" {
		return nil
	}
	edge := Edge{A: node, B: ownerNode + slug(known.owner), Kind: Owned, Score: byCompany, Why: known.name + " belongs to " + known.owner}
	if state, found := strings.CutPrefix(known.owner, "state:"); found {
		edge.Score = byState
		edge.Why = known.name + " is run by the state (" + state + ")"
		edge.B = ownerNode + "state:" + strings.ToLower(state)
	}
	edge.From = edge.B
	return []Edge{edge}
}

// slug is a name in lower case without accents, a leading "the", spaces and
// punctuation: "The Guardian" and "guardian" are "guardian".
func slug(name string) string {
	s := scanner{}
	var out []byte
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return !inWord(r) }) {
		out = append(out, s.fold(part)...)
		out = append(out, '-')
	}
	joined := strings.TrimSuffix(string(out), "-")
	if rest, found := strings.CutPrefix(joined, "the-"); found {
		joined = rest
	}
	return joined
}

// named is a place where a text names a publisher.
type named struct {
	of         *publisher
	start, end int // bytes
	guarded    bool
}

// namesIn finds the publishers that a text names, in text order, the longest
// name at each place.
func (t *pressTable) namesIn(text string, words []word) []named {
	var found []named
	for i := 0; i < len(words); i++ {
		form, length := t.formAt(text, words[i:])
		if length == 0 {
			continue
		}
		end := int(words[i+length-1].end)
		if at := strings.LastIndexAny(text[words[i+length-1].start:end], "'’"); at >= 0 && form.exact != "" {
			end = int(words[i+length-1].start) + at
		}
		found = append(found, named{of: form.of, start: int(words[i].start), end: end, guarded: form.guarded})
		i += length - 1
	}
	return found
}

func (t *pressTable) formAt(text string, words []word) (form, int) {
	for _, f := range t.forms[words[0].key] {
		if len(f.keys) <= len(words) && f.fits(text, words[:len(f.keys)]) {
			return f, len(f.keys)
		}
	}
	return form{}, 0
}

// fits reports whether the words are the form's, written as a name is.
func (f form) fits(text string, words []word) bool {
	for i, key := range f.keys {
		if words[i].key != key {
			return false
		}
	}
	written := text[words[0].start:words[len(words)-1].end]
	if f.exact != "" {
		rest, found := strings.CutPrefix(written, f.exact)
		return found && (rest == "" || rest == "'s" || rest == "’s")
	}
	first, _ := utf8.DecodeRuneInString(written)
	return unicode.IsUpper(first) || unicode.IsDigit(first)
}
