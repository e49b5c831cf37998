package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/eval"
)

// The treebanks have little newswire. newswire makes sentences in the ways in
// which news attributes: it puts contents, sources and tails (own.conllu),
// each with its tree, into frames, which are trees with gaps. Direct speech is
// a ccomp of the verb of saying, as in EWT, wherever it stands.

// frame is a tree whose words are written form/UPOS/XPOS/head/relation, and
// whose gaps are written $kind/head/relation.
type frame struct {
	words string
	times int // how often it is chosen, against the others
}

var frames = []frame{
	// “The bridge still stands,” said the mayor on Tuesday.
	{"“/PUNCT/``/2/punct $content/5/ccomp ,/PUNCT/,/2/punct ”/PUNCT/''/2/punct $said/0/root $source.last/5/nsubj ./PUNCT/./5/punct", 6},
	{"“/PUNCT/``/2/punct $content/5/ccomp ,/PUNCT/,/2/punct ”/PUNCT/''/2/punct $said/0/root $source.short/5/nsubj $tail/5/obl ./PUNCT/./5/punct", 3},
	// “The bridge still stands,” the mayor said.
	{"“/PUNCT/``/2/punct $content/6/ccomp ,/PUNCT/,/2/punct ”/PUNCT/''/2/punct $source/6/nsubj $verb/0/root ./PUNCT/./6/punct", 6},
	{"“/PUNCT/``/2/punct $content/6/ccomp ,/PUNCT/,/2/punct ”/PUNCT/''/2/punct $source/6/nsubj $verb/0/root $tail/6/obl ./PUNCT/./6/punct", 5},
	// The bridge still stands, the mayor said.
	{"$content/4/ccomp ,/PUNCT/,/1/punct $source/4/nsubj $verb/0/root ./PUNCT/./4/punct", 6},
	{"$content/4/ccomp ,/PUNCT/,/1/punct $source/4/nsubj $verb/0/root $tail/4/obl ./PUNCT/./4/punct", 5},
	{"$content/3/ccomp ,/PUNCT/,/1/punct $said/0/root $source.last/3/nsubj ./PUNCT/./3/punct", 5},
	{"$content/3/ccomp ,/PUNCT/,/1/punct $said/0/root $source.short/3/nsubj $tail/3/obl ./PUNCT/./3/punct", 2},
	// The mayor said that the bridge still stood.
	{"$source/2/nsubj $verb/0/root that/SCONJ/IN/4/mark $content/2/ccomp ./PUNCT/./2/punct", 4},
	{"$source/2/nsubj $verb/0/root $content/2/ccomp ./PUNCT/./2/punct", 4},
	{"$source/2/nsubj $verb/0/root $tail/2/obl that/SCONJ/IN/5/mark $content/2/ccomp ./PUNCT/./2/punct", 4},
	{"$source/2/nsubj $verb/0/root $tail/2/obl $content/2/ccomp ./PUNCT/./2/punct", 2},
	{"$source/2/nsubj $verb/0/root that/SCONJ/IN/5/mark “/PUNCT/``/5/punct $content/2/ccomp ”/PUNCT/''/5/punct ./PUNCT/./2/punct", 2},
	// The mayor said: “The bridge still stands.”
	{"$source/2/nsubj $verb/0/root :/PUNCT/:/2/punct “/PUNCT/``/5/punct $content/2/ccomp ./PUNCT/./5/punct ”/PUNCT/''/5/punct", 3},
	{"$source/2/nsubj $verb/0/root ,/PUNCT/,/2/punct “/PUNCT/``/5/punct $content/2/ccomp ./PUNCT/./5/punct ”/PUNCT/''/5/punct", 1},
	// According to the mayor, the bridge still stands.
	{"According/VERB/VBG/3/case to/ADP/IN/1/fixed $source.short/5/obl ,/PUNCT/,/3/punct $content/0/root ./PUNCT/./5/punct", 4},
	{"$content/0/root ,/PUNCT/,/5/punct according/VERB/VBG/5/case to/ADP/IN/3/fixed $source.last/1/obl ./PUNCT/./1/punct", 5},
	// “The bridge still stands,” the mayor told reporters.
	{"“/PUNCT/``/2/punct $content/6/ccomp ,/PUNCT/,/2/punct ”/PUNCT/''/2/punct $source/6/nsubj told/VERB/VBD/0/root $hearer/6/iobj ./PUNCT/./6/punct", 3},
	{"$content/4/ccomp ,/PUNCT/,/1/punct $source/4/nsubj told/VERB/VBD/0/root $hearer/4/iobj $tail/4/obl ./PUNCT/./4/punct", 2},
	{"$source/2/nsubj told/VERB/VBD/0/root $hearer/2/iobj that/SCONJ/IN/5/mark $content/2/ccomp ./PUNCT/./2/punct", 2},
	{"$source/2/nsubj told/VERB/VBD/0/root $hearer/2/iobj $content/2/ccomp ./PUNCT/./2/punct", 2},
	// “The bridge still stands,” the mayor said, adding that the road was open.
	{"“/PUNCT/``/2/punct $content/6/ccomp ,/PUNCT/,/2/punct ”/PUNCT/''/2/punct $source/6/nsubj $verb/0/root ,/PUNCT/,/8/punct adding/VERB/VBG/6/advcl that/SCONJ/IN/10/mark $content/8/ccomp ./PUNCT/./6/punct", 2},
	{"$source/2/nsubj $verb/0/root $content/2/ccomp ,/PUNCT/,/5/punct adding/VERB/VBG/2/advcl that/SCONJ/IN/7/mark $content/5/ccomp ./PUNCT/./2/punct", 2},
	// “The bridge still stands,” the mayor said, “the road is open.”
	{"“/PUNCT/``/2/punct $content/6/ccomp ,/PUNCT/,/2/punct ”/PUNCT/''/2/punct $source/6/nsubj $verb/0/root ,/PUNCT/,/9/punct “/PUNCT/``/9/punct $content/6/parataxis ./PUNCT/./9/punct ”/PUNCT/''/9/punct", 1},
	// In a statement, the mayor said the bridge still stood.
	{"In/ADP/IN/3/case a/DET/DT/3/det statement/NOUN/NN/6/obl ,/PUNCT/,/3/punct $source/6/nsubj $verb/0/root $content/6/ccomp ./PUNCT/./6/punct", 2},
	// The mayor was quoted as saying that the bridge still stood.
	{"$source/3/nsubj:pass was/AUX/VBD/3/aux:pass quoted/VERB/VBN/0/root as/SCONJ/IN/5/mark saying/VERB/VBG/3/advcl $content/5/ccomp ./PUNCT/./3/punct", 2},
	{"$source/3/nsubj:pass was/AUX/VBD/3/aux:pass quoted/VERB/VBN/0/root as/SCONJ/IN/5/mark saying/VERB/VBG/3/advcl that/SCONJ/IN/7/mark $content/5/ccomp ./PUNCT/./3/punct", 1},
	// The agency reported, citing the mayor, that the bridge still stood.
	{"$source.short/2/nsubj reported/VERB/VBD/0/root ,/PUNCT/,/4/punct citing/VERB/VBG/2/advcl $source.short/4/obj ,/PUNCT/,/4/punct that/SCONJ/IN/8/mark $content/2/ccomp ./PUNCT/./2/punct", 1},
	{"$content/4/ccomp ,/PUNCT/,/1/punct $source.short/4/nsubj reported/VERB/VBD/0/root ,/PUNCT/,/6/punct citing/VERB/VBG/4/advcl $source.short/6/obj ./PUNCT/./4/punct", 1},
	// Bridge still stands, says mayor
	{"$content/3/ccomp ,/PUNCT/,/1/punct says/VERB/VBZ/0/root $source.short/3/nsubj", 2},
	// “The bridge still stands.”
	{"“/PUNCT/``/2/punct $content/0/root ./PUNCT/./2/punct ”/PUNCT/''/2/punct", 2},
	{"$content/0/root ./PUNCT/./1/punct", 4},
	// Bridge stands as talks stall
	{"$headline/0/root", 6},
}

var (
	verbs = []string{"said/VBD/say", "said/VBD/say", "said/VBD/say", "said/VBD/say", "says/VBZ/say", "added/VBD/add",
		"warned/VBD/warn", "claimed/VBD/claim", "announced/VBD/announce", "insisted/VBD/insist", "confirmed/VBD/confirm",
		"wrote/VBD/write", "argued/VBD/argue", "acknowledged/VBD/acknowledge", "reported/VBD/report", "stated/VBD/state",
		"conceded/VBD/concede", "alleged/VBD/allege", "tweeted/VBD/tweet", "predicted/VBD/predict", "recalled/VBD/recall"}
	sayings    = []string{"said/VBD/say", "said/VBD/say", "said/VBD/say", "says/VBZ/say", "added/VBD/add", "warned/VBD/warn", "wrote/VBD/write"}
	givenNames = []string{"Oleh", "Taras", "Olena", "Iryna", "Svitlana", "Dmytro", "Volodymyr", "Serhiy", "Mykhailo", "Yuri", "Kirill",
		"Denis", "Valery", "Sergei", "Natalia", "Karel", "Kaja", "Zbigniew", "Agnieszka", "Ruslan", "Viktor", "Ana", "Martin", "Fatima", "Emre"}
	surnames = []string{"Hnatiuk", "Marchenko", "Kovalchuk", "Petrenko", "Ivashchenko", "Lysenko", "Dovhan", "Baranov", "Stremov",
		"Pushkov", "Ravenka", "Halloway", "Novotný", "Tamm", "Haiduk", "Brandt", "Wójcik", "Orlova", "Danylchenko", "Grigoryan", "Yılmaz", "O’Neill"}
	titles  = []string{"President", "Chancellor", "Gen", "Mr", "Mayor", "Governor", "Senator", "Colonel"}
	places  = []string{"Kyiv", "Moscow", "Minsk", "Warsaw", "Russia", "Ukraine", "Belarus", "Poland", "Ankara", "Washington", "Reuters", "Nato"}
	hearers = []string{"reporters/NOUN/NNS", "parliament/NOUN/NN", "journalists/NOUN/NNS", "Reuters/PROPN/NNP", "me/PRON/PRP", "CNN/PROPN/NNP", "him/PRON/PRP"}
)

// parts are the fragments of own.conllu by kind.
type parts map[string][]eval.Tree

// readParts reads fragments, whose kind stands in a comment before them.
func readParts(name string) (parts, error) {
	trees, err := eval.ReadTrees(name)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read parts: %w", err)
	}
	defer file.Close()
	all, next := parts{}, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if kind, found := strings.CutPrefix(lines.Text(), "# part = "); found {
			all[kind] = append(all[kind], trees[next])
			next++
		}
	}
	return all, nil
}

// newswire makes n sentences.
func newswire(all parts, n int, random *rand.Rand) []eval.Tree {
	var wheel []string
	for _, f := range frames {
		for range f.times {
			wheel = append(wheel, f.words)
		}
	}
	w := writer{all, random}
	var trees []eval.Tree
	for range n {
		trees = append(trees, w.sentence(strings.Fields(wheel[random.IntN(len(wheel))])))
	}
	return trees
}

type writer struct {
	parts  parts
	random *rand.Rand
}

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }

// sentence fills the gaps of a frame.
func (w writer) sentence(words []string) eval.Tree {
	straightQuotes := w.random.IntN(3) == 0
	var pieces []eval.Tree
	var heads []int
	for i, word := range words {
		fields := strings.Split(word, "/")
		head, _ := strconv.Atoi(fields[len(fields)-2])
		heads = append(heads, head-1)
		piece := w.piece(fields)
		if i == 0 || words[i-1][:len("“")] == "“" {
			raise(piece)
		} else if fields[0] == "$content" {
			sink(piece)
		}
		if straightQuotes {
			straighten(piece)
		}
		pieces = append(pieces, piece)
	}
	return join(pieces, heads)
}

// join makes one tree of pieces, given the piece that governs each.
func join(pieces []eval.Tree, heads []int) eval.Tree {
	starts, roots, at := make([]int, len(pieces)), make([]int, len(pieces)), 0
	for i, piece := range pieces {
		starts[i], roots[i] = at, at+rootOf(piece)
		at += len(piece)
	}
	var tree eval.Tree
	for i, piece := range pieces {
		for _, node := range piece {
			if node.Head >= 0 {
				node.Head += starts[i]
			} else if heads[i] >= 0 {
				node.Head = roots[heads[i]]
			}
			tree = append(tree, node)
		}
	}
	return tree
}

func rootOf(tree eval.Tree) int {
	for i, node := range tree {
		if node.Head < 0 {
			return i
		}
	}
	return 0
}

// piece returns the tree for one word or gap of a frame; its root has the
// relation that the frame says.
func (w writer) piece(fields []string) eval.Tree {
	relation := fields[len(fields)-1]
	var tree eval.Tree
	switch fields[0] {
	case "$content":
		tree = w.content()
	case "$headline":
		tree = clone(pick(w.random, w.parts["headline"]))
		if w.random.IntN(3) == 0 {
			shout(tree)
		}
	case "$tail":
		tree = clone(pick(w.random, w.parts["tail"]))
		relation = tree[rootOf(tree)].Dep
	case "$source":
		tree = w.source(true)
	case "$source.last":
		tree = w.source(false)
	case "$source.short":
		tree = w.bare()
	case "$verb":
		tree = verb(pick(w.random, verbs))
	case "$said":
		tree = verb(pick(w.random, sayings))
	case "$hearer":
		form := strings.Split(pick(w.random, hearers), "/")
		tree = leaf(form[0], form[1], form[2])
	default:
		tree = leaf(fields[0], fields[1], fields[2])
	}
	tree[rootOf(tree)].Dep = relation
	return tree
}

func leaf(form, upos, xpos string) eval.Tree {
	return eval.Tree{{Form: form, Lemma: "_", UPOS: upos, XPOS: xpos, Head: -1}}
}

func verb(written string) eval.Tree {
	fields := strings.Split(written, "/")
	tree := leaf(fields[0], "VERB", fields[1])
	tree[0].Lemma = fields[2]
	return tree
}

func clone(tree eval.Tree) eval.Tree { return append(eval.Tree(nil), tree...) }

// source writes who said it; where more of the sentence follows, an
// apposition is closed by a comma.
func (w writer) source(more bool) eval.Tree {
	switch w.random.IntN(10) {
	case 0, 1:
		return w.appositive(w.person(), w.bareBody(), more)
	case 2, 3:
		return w.appositive(w.bareBody(), w.person(), more)
	case 4:
		return w.aside(w.person(), "who", more)
	case 5:
		return w.appositive(w.person(), leaf(strconv.Itoa(18+w.random.IntN(70)), "NUM", "CD"), more)
	}
	return w.bare()
}

// content writes a clause, now and then with an aside after its subject: "The
// attack, the worst since the war began, killed 21 people".
func (w writer) content() eval.Tree {
	tree := clone(pick(w.random, w.parts["content"]))
	if w.random.IntN(5) > 0 {
		return tree
	}
	end := subjectEnd(tree)
	if end == 0 {
		return tree
	}
	subject, rest := clone(tree[:end]), clone(tree[end:])
	head := rootOf(tree) - end
	for i := range rest {
		if rest[i].Head >= 0 {
			rest[i].Head -= end
		}
	}
	relation := ""
	for i := range subject {
		if subject[i].Head >= end {
			subject[i].Head, relation = -1, subject[i].Dep
		}
	}
	subject = w.aside(subject, "which", true)
	subject[rootOf(subject)].Dep = relation
	if head < 0 {
		return tree
	}
	return join([]eval.Tree{subject, rest}, []int{1, -1})
}

// subjectEnd returns the end of the tree's first words where they are a
// subject that can take an aside, else 0.
func subjectEnd(tree eval.Tree) int {
	root := rootOf(tree)
	for end := 1; end < root; end++ {
		last, whole := &tree[end-1], true
		for i := range tree {
			inside, headInside := i < end, tree[i].Head >= 0 && tree[i].Head < end
			subject := inside && tree[i].Head == root && strings.HasPrefix(tree[i].Dep, "nsubj")
			whole = whole && (inside == headInside || subject)
		}
		if whole && (last.UPOS == "NOUN" || last.UPOS == "PROPN") {
			return end
		}
	}
	return 0
}

// aside hangs a relative clause, or an apposition that is none, from a noun.
func (w writer) aside(noun eval.Tree, pronoun string, closed bool) eval.Tree {
	words := clone(pick(w.random, w.parts["aside"]))
	first := words[0].Form
	if (first == "who" || first == "which") && first != pronoun {
		words[0].Form, words[0].Lemma = pronoun, pronoun
		words[0].XPOS = map[string]string{"who": "WP", "which": "WDT"}[pronoun]
	}
	tree := w.appositive(noun, words, closed)
	if first == "who" || first == "which" {
		tree[len(noun)+1+rootOf(words)].Dep = "acl:relcl"
	}
	return tree
}

// shout writes a headline in capitals.
func shout(tree eval.Tree) {
	for i := range tree {
		tree[i].Form = strings.ToUpper(tree[i].Form)
	}
}

func (w writer) appositive(first, second eval.Tree, closed bool) eval.Tree {
	second[rootOf(second)].Dep = "appos"
	pieces, heads := []eval.Tree{first, leaf(",", "PUNCT", ","), second}, []int{-1, 2, 0}
	pieces[1][0].Dep = "punct"
	if closed {
		pieces, heads = append(pieces, leaf(",", "PUNCT", ",")), append(heads, 2)
		pieces[3][0].Dep = "punct"
	}
	return join(pieces, heads)
}

func (w writer) bare() eval.Tree {
	switch w.random.IntN(10) {
	case 0:
		return leaf(pick(w.random, []string{"he", "she", "they", "it"}), "PRON", "PRP")
	case 1:
		return leaf(pick(w.random, places), "PROPN", "NNP")
	case 2, 3:
		return w.person()
	}
	return w.bareBody()
}

func (w writer) bareBody() eval.Tree { return clone(pick(w.random, w.parts["source"])) }

// person writes a name: a surname alone, a given name before it, a title
// before either.
func (w writer) person() eval.Tree {
	tree := leaf(pick(w.random, surnames), "PROPN", "NNP")
	if w.random.IntN(4) > 0 {
		tree = append(leaf(pick(w.random, givenNames), "PROPN", "NNP"), tree...)
		tree[1].Head, tree[1].Dep = 0, "flat"
	}
	if w.random.IntN(4) > 0 {
		return tree
	}
	title := leaf(pick(w.random, titles), "PROPN", "NNP")
	title[0].Dep = "nmod:desc"
	return join([]eval.Tree{title, tree}, []int{1, -1})
}

// raise gives the first word a capital.
func raise(tree eval.Tree) {
	r, size := utf8.DecodeRuneInString(tree[0].Form)
	tree[0].Form = string(unicode.ToUpper(r)) + tree[0].Form[size:]
}

// sink takes the capital from the first word, unless it is a name or "I".
func sink(tree eval.Tree) {
	if tree[0].UPOS == "PROPN" || tree[0].Form == "I" || tree[0].UPOS == "ADJ" && strings.ContainsAny(tree[0].Form[:1], "RUB") {
		return
	}
	r, size := utf8.DecodeRuneInString(tree[0].Form)
	tree[0].Form = string(unicode.ToLower(r)) + tree[0].Form[size:]
}

var asciiMarks = strings.NewReplacer("“", `"`, "”", `"`, "’", "'")

func straighten(tree eval.Tree) {
	for i := range tree {
		tree[i].Form = asciiMarks.Replace(tree[i].Form)
	}
}
