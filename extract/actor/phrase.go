package actor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

// phrase is a noun phrase with what belongs to the party's name here: its
// owner ("Minsk’s"), its complements ("of defence") and its apposition.
type phrase struct {
	first, last int // all its tokens [first, last)
	from, to    int // the words from the determiner to the head, without owner and complements
	head        int
	noun        noun // of the head or the last title; zero where the list has none
	isNoun      bool
	named       span // tokens of a person's name, empty if there is none
	title       span // words before the name that tell the role
	owner       *phrase
	ownedBy     int // token of a possessive pronoun, -1
	links       []link
	appos       *phrase
	and         *phrase // the second kind of people: “officials and residents”
	bare        int     // the token after the last before the apposition
	alias       string  // acronym that follows in brackets
	pronoun     bool
	inner       bool // stands within another phrase
	party       *party
	resolved    bool
}

// own is the token after the phrase's last, without its apposition.
func (p *phrase) own() int {
	if p.appos != nil {
		return p.bare
	}
	return p.last
}

type link struct {
	prep string
	to   *phrase
}

// span is a range of tokens [first, last).
type span struct{ first, last int }

func (s span) empty() bool { return s.last <= s.first }

// grammar reads the noun phrases of a Doc.
type grammar struct {
	doc       *text.Doc
	lex       words
	fullNames map[string]bool // people's names of several words, as written
	surnames  map[string]bool // their last words
	companies map[string]bool // what was taken for people's names but has directors
	nameAt    []int32         // for each token, 1 + the index of the Name that covers it
	places    map[int]tocsin.Place
	found     []*phrase
}

// maxNesting bounds how deep complements and owners are followed.
const maxNesting = 5

// longestChunk bounds one phrase without its complements, in tokens.
const longestChunk = 24

func readPhrases(doc *text.Doc, places []tocsin.Place) *grammar {
	g := &grammar{doc: doc, lex: lexicon(), nameAt: make([]int32, len(doc.Tokens)), places: map[int]tocsin.Place{}, fullNames: map[string]bool{}, surnames: map[string]bool{}, companies: map[string]bool{}}
	g.collectCompanies()
	for n, name := range doc.Names {
		if name.Kind == text.PER && name.Last-name.First > 1 && !g.isPost(name) && !g.companies[doc.Words(name.Span)] && !calendar[doc.Tokens[name.Last-1].Lower] && !g.isPlaceBehind(name) {
			g.fullNames[doc.Words(name.Span)] = true
			g.surnames[doc.Tokens[name.Last-1].Text] = true
		}
		for i := name.First; i < name.Last; i++ {
			g.nameAt[i] = int32(n) + 1
		}
	}
	for _, place := range places {
		first, last := doc.TokensIn(place.Span)
		for i := first; i < last; i++ {
			g.places[i] = place
		}
	}
	for _, sentence := range doc.Sentences {
		if sentence.Furniture {
			continue
		}
		for i := sentence.First; i < sentence.Last; {
			p := g.phrase(i, sentence.Last, 0)
			if p == nil {
				i++
				continue
			}
			p = g.apposition(p, sentence.Last)
			g.coordinate(p, sentence.Last)
			g.found = append(g.found, p)
			i = max(p.last, i+1)
		}
	}
	slices.SortStableFunc(g.found, func(a, b *phrase) int {
		if a.first != b.first {
			return a.first - b.first
		}
		return b.last - a.last
	})
	return g
}

// collectCompanies notes the names that somebody is the director of, and their
// first words, as short names: "Ann Lee, the chief executive of Nordvik Technology".
func (g *grammar) collectCompanies() {
	for _, name := range g.doc.Names {
		if name.Kind != text.PER || name.First < 2 || name.Last-name.First > 3 {
			continue
		}
		prep := g.doc.Tokens[name.First-1].Lower
		entry, found := g.nounAt(name.First - 2)
		if found && entry.class == role && entry.sector == "BUS" && (prep == "of" || prep == "at") {
			g.companies[g.doc.Words(name.Span)] = true
			g.companies[g.doc.Tokens[name.First].Text] = true
		}
	}
}

// phrase reads the noun phrase that starts at token i, or nil.
func (g *grammar) phrase(i, limit, depth int) *phrase {
	token := &g.doc.Tokens[i]
	if isPersonal(token) {
		return &phrase{first: i, last: i + 1, from: i, to: i + 1, head: i, ownedBy: -1, pronoun: true}
	}
	if depth < maxNesting && i+2 < limit && isPart(token) && g.doc.Tokens[i+1].Lower == "of" {
		return g.part(i, limit, depth)
	}
	p := g.chunk(i, limit)
	if p == nil || depth >= maxNesting {
		return p
	}
	for steps := 0; p.to < limit && g.isPossessive(p.to) && steps < maxNesting; steps++ {
		owned := g.chunk(p.to+1, limit)
		if owned == nil || g.doc.Tokens[owned.first].POS == "DET" {
			break
		}
		owned.first, owned.owner = p.first, p
		p.last = p.to
		p.inner = true
		g.found = append(g.found, p)
		p = owned
	}
	g.complements(p, limit, depth)
	return p
}

// afterFullName ends the chunk behind a person's full name where a word in -s
// follows that is no noun for people: "Mia Lund advocates tax cuts", but "Mia
// Lund supporters".
func (g *grammar) afterFullName(i, j int) int {
	for k := i + 2; k < j; k++ {
		n := g.nameAt[k-1]
		if n == 0 || g.nameAt[k] == n || g.doc.Names[n-1].Kind != text.PER || g.doc.Names[n-1].Last-g.doc.Names[n-1].First < 2 {
			continue
		}
		token := &g.doc.Tokens[k]
		if _, found := g.nounAt(k); !found && (token.Tag == "NNS" || token.Tag == "VBZ") && !unicode.IsUpper(firstRune(token.Text)) && strings.HasSuffix(token.Lower, "s") {
			return k
		}
	}
	return j
}

// withoutVerb leaves out a verb that the tagger took for a noun, behind a name
// and before a clause or the end: "CNN reports."
func (g *grammar) withoutVerb(i, j, limit int) int {
	if j-i < 2 || g.doc.Tokens[j-1].Tag != "NNS" || unicode.IsUpper(firstRune(g.doc.Tokens[j-1].Text)) {
		return j
	}
	// "Israel disputes this", "Mia Lund advocates tax cuts"
	if _, found := g.nounAt(j - 1); !found && g.nameAt[j-2] > 0 && j < limit && (g.doc.Tokens[j].POS == "PRON" || g.doc.Tokens[j].POS == "DET") {
		return j - 1
	}
	if entry, found := g.nounAt(j - 2); g.nameAt[j-2] == 0 && (!found || entry.class == document || g.doc.Tokens[j-1].Is("nsubj", "obj", "obl")) {
		return j
	}
	switch g.doc.Tokens[j-1].Lower {
	case "reports", "claims", "demands", "plans", "warns", "vows", "calls":
		if j >= limit || g.doc.Tokens[j].Lower == "that" || slices.Contains([]string{"PUNCT", "AUX", "VERB", "PRON", "DET", "SCONJ", "PART"}, g.doc.Tokens[j].POS) {
			return j - 1
		}
	}
	return j
}

// isPart reports whether the word begins "one of the officials".
func isPart(token *text.Token) bool {
	switch token.Lower {
	case "one", "two", "three", "some", "many", "most", "several", "both", "none", "all", "half":
		return token.POS != "ADV"
	}
	return false
}

// part reads "one of the officials".
func (g *grammar) part(i, limit, depth int) *phrase {
	whole := g.phrase(i+2, limit, depth+1)
	if whole == nil || whole.pronoun {
		return nil
	}
	whole.inner = true
	g.found = append(g.found, whole)
	return &phrase{first: i, last: whole.last, from: i, to: i + 1, head: i, ownedBy: -1, links: []link{{"of", whole}}}
}

func isPersonal(token *text.Token) bool {
	switch token.Lower {
	case "he", "she", "they", "it", "him", "them", "himself", "herself", "themselves":
		return token.POS == "PRON"
	case "her":
		return token.Tag == "PRP"
	}
	return false
}

func (g *grammar) isPossessive(i int) bool { return g.doc.Tokens[i].Tag == "POS" }

// chunk reads the words up to the head, and what they say.
func (g *grammar) chunk(i, limit int) *phrase {
	j := i
	for j < limit && j-i < longestChunk && g.carriesOn(i, j, limit) {
		j++
	}
	// The head is a noun; what follows it belongs elsewhere.
	for j > i && !g.endsChunk(j-1) {
		j--
	}
	j = g.withoutVerb(i, g.afterFullName(i, j), limit)
	if j == i {
		return nil
	}
	p := &phrase{first: i, last: j, from: i, to: j, head: j - 1, ownedBy: -1}
	if g.doc.Tokens[i].Tag == "PRP$" {
		p.ownedBy = i
	}
	g.classify(p)
	if last := p.title.last - 1; !p.named.empty() && !p.isNoun && last >= i && g.isPlaceWord(last) {
		// "while in Oslo Mia Lund said": two phrases.
		return g.chunk(i, p.named.first)
	}
	return p
}

// isPlaceWord reports whether the token is a country's name or part of a
// place's.
func (g *grammar) isPlaceWord(i int) bool {
	if n := g.nameAt[i]; n > 0 && g.doc.Names[n-1].Kind == text.LOC {
		return true
	}
	match, found := country.Find(g.doc.Tokens[i].Text)
	return found && (match.Sense == country.Name || match.Sense == country.Capital)
}

// carriesOn reports whether token j can stand in the chunk that began at i.
func (g *grammar) carriesOn(i, j, limit int) bool {
	token := &g.doc.Tokens[j]
	if j > i && (g.isTemporal(j, limit) || g.endsQuote(j) || g.startsAnew(j)) {
		return false
	}
	if j > i && (g.joinsName(i, j, limit) || g.joinsTitle(j, limit)) {
		return true
	}
	// Particles within a person's name; the "of" of a body's leads to a
	// complement.
	if j > i && g.nameAt[j] > 0 && g.nameAt[j] == g.nameAt[j-1] && (token.POS != "ADP" && token.POS != "PUNCT" && token.POS != "CCONJ" || isParticle(token.Lower)) {
		return true
	}
	if g.surnames[token.Text] && (j == i || token.POS == "VERB") {
		return j == i
	}
	switch token.POS {
	case "CCONJ":
		return g.joinsModifiers(i, j, limit)
	case "VERB":
		if token.Tag == "NNP" || token.Tag == "NNPS" {
			return true // “United”
		}
		return j > i && (g.doc.Tokens[j-1].Tag == "HYPH" || token.Tag == "VBN" && unicode.IsUpper(firstRune(token.Text))) || (token.Tag == "VBN" || token.Tag == "VBG") && token.Is("amod") && token.Head > j && j+1 < limit
	case "NUM":
		// "In Norway one adviser said"
		return j == i || g.doc.Tokens[j-1].POS != "PROPN" || !unicode.IsLetter(firstRune(token.Text))
	case "NOUN", "PROPN":
		return token.Tag != "POS" && !(j == i && g.isTemporal(j, limit))
	case "ADJ":
		return true
	case "DET":
		return j == i || g.doc.Tokens[j-1].Tag == "PDT" || g.doc.Tokens[j-1].Lower == "both" || g.doc.Tokens[j-1].Lower == "all"
	case "PRON":
		return token.Tag == "PRP$" && j == i
	case "ADV":
		return token.Is("advmod") && token.Head == j+1 && j+1 < limit && g.doc.Tokens[j+1].POS == "ADJ"
	case "PUNCT":
		return token.Tag == "HYPH" && j > i
	case "X":
		return g.nameAt[j] > 0
	}
	return false
}

// joinsName reports whether token j joins the words of one body's name: "Dahl &
// Sons", "the Nordic Border and Coast Guard Agency".
func (g *grammar) joinsName(i, j, limit int) bool {
	if j+1 >= limit || !unicode.IsUpper(firstRune(g.doc.Tokens[j-1].Text)) || !unicode.IsUpper(firstRune(g.doc.Tokens[j+1].Text)) {
		return false
	}
	switch g.doc.Tokens[j].Lower {
	case "&":
		return true
	case "and":
		n := g.nameAt[j]
		if n == 0 || g.nameAt[j-1] != n || g.nameAt[j+1] != n || g.doc.Names[n-1].Kind != text.ORG {
			return false
		}
		entry, found := g.nounAt(g.doc.Names[n-1].Last - 1)
		return found && (entry.class == body || entry.class == state)
	}
	return false
}

// joinsTitle reports whether the "of" at token j stands within a title that is
// written before its holder's name: "Secretary of State Ann Lee".
func (g *grammar) joinsTitle(j, limit int) bool {
	const longest = 3 // words between "of" and the name
	if entry, found := g.nounAt(j - 1); g.doc.Tokens[j].Lower != "of" || !found || entry.class != role {
		return false
	}
	for k := j + 1; k < min(limit, j+2+longest) && unicode.IsUpper(firstRune(g.doc.Tokens[k].Text)); k++ {
		if n := g.nameAt[k]; n > 0 && k > j+1 && g.doc.Names[n-1].Kind == text.PER && g.doc.Names[n-1].First == k {
			return true
		}
	}
	return false
}

// joinsModifiers reports whether the "and" at token j joins two words before
// one head: "a military and space analyst".
func (g *grammar) joinsModifiers(i, j, limit int) bool {
	if j == i || j+2 >= limit || g.doc.Tokens[j].Lower != "and" {
		return false
	}
	before, after := &g.doc.Tokens[j-1], &g.doc.Tokens[j+1]
	// "oil and gas analyst Mia Lund", whose parts the parse may scatter
	if entry, found := g.nounAt(j + 2); found && entry.class == role && before.Tag == "NN" && after.Tag == "NN" && g.doc.Tokens[j+2].Tag == "NN" {
		if _, person := g.nounAt(j - 1); !person {
			return true
		}
	}
	head := before.Head
	return before.Is("amod", "compound") && head > j && head < limit && head <= j+4 && (head == j+1 || after.Head == head || after.Head == j-1)
}

// isParticle lists what can stand within a person's name.
func isParticle(lower string) bool {
	switch lower {
	case "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "van", "von", "der", "den", "bin", "ibn", "al", "el", "y", "ter", "zu":
		return true
	}
	return false
}

// startsAnew reports whether a name begins at token j that a plural before it
// cannot belong to: "the rebels Ankara accuses".
func (g *grammar) startsAnew(j int) bool {
	before, token := &g.doc.Tokens[j-1], &g.doc.Tokens[j]
	if before.Tag != "NNS" || !unicode.IsUpper(firstRune(token.Text)) || unicode.IsUpper(firstRune(before.Text)) {
		return false
	}
	n := g.nameAt[j]
	return n == 0 || g.doc.Names[n-1].Kind != text.PER
}

// endsQuote reports whether a quotation begins or ends before token j.
func (g *grammar) endsQuote(j int) bool { return g.doc.Tokens[j].Quote != g.doc.Tokens[j-1].Quote }

func (g *grammar) endsChunk(i int) bool {
	token := &g.doc.Tokens[i]
	if g.surnames[token.Text] {
		return true
	}
	switch token.POS {
	case "NOUN", "PROPN", "X":
		return true
	case "ADJ":
		next := i+1 < len(g.doc.Tokens) && (g.doc.Tokens[i+1].POS == "VERB" || g.doc.Tokens[i+1].POS == "AUX")
		if entry, found := g.lex.nouns[token.Lower]; found && (entry.class == role || entry.class == force && next) && i > 0 && g.doc.Tokens[i-1].POS != "VERB" && (next || token.Is("nsubj", "obl", "obj", "root", "conj", "appos")) {
			return true // “the official said”, which taggers take for an adjective
		}
		return g.nameAt[i] > 0 || token.Tag == "NNP" || token.Tag == "NNPS"
	}
	return g.nameAt[i] > 0 && i > 0 && g.nameAt[i] == g.nameAt[i-1]
}

var calendar = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"january": true, "february": true, "april": true, "june": true, "july": true, "august": true, "september": true,
	"october": true, "november": true, "december": true, "today": true, "yesterday": true, "tomorrow": true, "tonight": true,
}

// isTemporal reports whether a time expression starts at token i: "Lavrov
// Friday", "the general last week".
func (g *grammar) isTemporal(i, limit int) bool {
	token := &g.doc.Tokens[i]
	if calendar[token.Lower] {
		return true
	}
	switch token.Lower {
	case "last", "next", "this", "earlier", "late", "early":
	default:
		return false
	}
	if i+1 >= limit {
		return false
	}
	switch next := g.doc.Tokens[i+1].Lower; next {
	case "week", "month", "year", "night", "weekend", "time", "summer", "winter", "spring", "autumn":
		return true
	default:
		return calendar[next]
	}
}

// classify finds out what the chunk's head stands for, and parts a title from
// the name behind it.
func (g *grammar) classify(p *phrase) {
	head := &g.doc.Tokens[p.head]
	if named := g.personAt(p); !named.empty() {
		p.named = named
		// A tagger that takes the title into the name is corrected.
		for i := p.named.last - 2; i >= p.named.first; i-- {
			if g.isTitle(i) {
				p.named.first = i + 1
				break
			}
		}
		p.title = span{p.from, p.named.first}
		for i := p.title.last - 1; i >= p.title.first; i-- {
			if entry, found := g.nounAt(i); found && entry.class != document {
				p.noun, p.isNoun = entry, true
				break
			}
		}
		return
	}
	if p.head > p.from+1 && g.doc.Tokens[p.head-1].Text == "&" {
		return // “Dahl & Sons” are nobody’s sons
	}
	if entry, found := g.nounAt(p.head); found && (head.POS == "NOUN" || head.POS == "PROPN" || head.POS == "ADJ") {
		p.noun, p.isNoun = entry, true
		p.title = span{p.from, p.to}
	}
}

// personAt finds the person's name that ends the chunk: one that the name
// tagger found, or a full name that it found elsewhere in the article.
func (g *grammar) personAt(p *phrase) span {
	n, head := int(g.nameAt[p.head])-1, &g.doc.Tokens[p.head]
	if n >= 0 && g.doc.Names[n].Kind == text.PER && !g.isPlace(n) && !g.isKindOfBody(p.head) && !g.isPost(g.doc.Names[n]) && !(g.doc.Names[n].Last > p.to && g.isTitle(p.head)) && !g.isPlaceBehind(g.doc.Names[n]) && !g.companies[g.doc.Words(g.doc.Names[n].Span)] && (head.Tag != "NNS" || p.to-p.from > 1 || g.surnames[head.Text]) {
		return span{min(max(g.doc.Names[n].First, p.from), p.head), p.to}
	}
	if g.surnames[g.doc.Tokens[p.head].Text] && (n < 0 || g.doc.Names[n].Kind != text.LOC || g.doc.Names[n].Score < 0.7) && p.to-p.from == 1 {
		return span{p.from, p.to}
	}
	for words := 3; words >= 2; words-- {
		if first := p.to - words; first >= p.from && g.fullNames[g.doc.Words(g.doc.SpanOf(first, p.to))] {
			return span{first, p.to}
		}
	}
	return span{}
}

// isPost reports whether what was taken for a name is only a post: "US
// Secretary" before "of State".
func (g *grammar) isPost(name text.Name) bool {
	entry, found := g.lex.nouns[g.doc.Tokens[name.Last-1].Lower]
	if !found || entry.class != role || entry.sector != "GOV" && entry.sector != "LEG" {
		return false
	}
	_, isCountry := country.Find(g.doc.Tokens[name.First].Text)
	return isCountry || name.Last-name.First == 1
}

// isKindOfBody reports whether the token is a noun for a body, which no person
// is called ("Ministry").
func (g *grammar) isKindOfBody(i int) bool {
	entry, found := g.lex.nouns[g.doc.Tokens[i].Lower]
	return calendar[g.doc.Tokens[i].Lower] || found && (entry.class == state || entry.class == force || entry.class == troops || entry.class == many)
}

// isPlaceBehind reports whether a country ends what was taken for a name of
// several words, as in a byline: "Mia Lund Norway"; "Friday Norway".
func (g *grammar) isPlaceBehind(name text.Name) bool {
	if name.Last-name.First < 3 && !calendar[g.doc.Tokens[name.First].Lower] {
		return false
	}
	match, found := country.Find(g.doc.Tokens[name.Last-1].Text)
	return found && match.Sense == country.Name
}

// weak are nouns that mean a body only where they are part of its name: "the
// Nordic Centre", but not "the city centre".
var weak = map[string]bool{
	"centre": true, "center": true, "station": true, "program": true, "programme": true, "project": true, "initiative": true, "fund": true, "trust": true,
	"campaign": true, "network": true, "academy": true, "school": true, "college": true, "laboratory": true, "lab": true, "church": true, "mosque": true,
	"palace": true, "kingdom": true, "state": true, "chamber": true, "society": true, "business": true, "platform": true, "portal": true, "television": true,
	"tv": true, "radio": true, "website": true, "giant": true, "producer": true, "refinery": true, "utility": true, "wing": true, "faction": true, "service": true,
	"community": true, "customs": true, "department": true, "division": true, "publication": true, "journal": true, "board": true, "body": true, "team": true,
	"camp": true, "artillery": true, "infantry": true, "carrier": true, "supplier": true, "press": true, "house": true, "link": true, "index": true, "record": true,
}

func (g *grammar) nounAt(i int) (noun, bool) {
	token := &g.doc.Tokens[i]
	lemma := strings.ToLower(token.Lemma)
	// "secretary general"
	if token.Lower == "general" && i > 0 {
		switch before := strings.ToLower(g.doc.Tokens[i-1].Lemma); before {
		case "secretary", "attorney", "director", "consul", "solicitor", "inspector", "governor", "prosecutor":
			return g.lex.nounOf(before, before)
		}
	}
	if lemma == "tank" {
		if i > 0 && g.doc.Tokens[i-1].Lower == "think" {
			return g.lex.nounOf("thinktank", "thinktank")
		}
		return noun{}, false
	}
	entry, found := g.lex.nounOf(token.Lower, lemma)
	if found && weak[lemma] && !unicode.IsUpper(firstRune(token.Text)) && entry.sector != "COP" {
		switch {
		case entry.class == document || entry.class == many:
		case i > 0 && (g.nameAt[i-1] > 0 || g.doc.Tokens[i-1].Tag == "POS") && lemma != "centre" && lemma != "center" && lemma != "state":
			// "Oslo’s security service", "the Nordvik refinery"
		case token.Sentence >= 0 && g.definiteBefore(i) && (lemma == "service" || lemma == "department" || lemma == "division" || lemma == "station" || lemma == "network" || lemma == "body" || lemma == "team" || lemma == "faction"):
		case i > 0 && (lemma == "campaign" || lemma == "camp" || lemma == "team") && (g.doc.Tokens[i-1].Tag == "PRP$" || g.definiteBefore(i)):
		case lemma == "service" || lemma == "department":
		default:
			return noun{}, false
		}
	}
	return entry, found
}

// isNoun reports whether the list has token i in the class.
func (g *grammar) isNoun(i int, class class) bool {
	if i < 0 {
		return false
	}
	entry, found := g.nounAt(i)
	return found && entry.class == class
}

// definiteBefore reports whether the token follows "the" at once.
func (g *grammar) definiteBefore(i int) bool { return i > 0 && g.doc.Tokens[i-1].Lower == "the" }

func (g *grammar) isTitle(i int) bool {
	switch strings.TrimSuffix(g.doc.Tokens[i].Lower, ".") {
	case "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lord", "lady", "dame", "gen", "col", "lt", "sgt", "capt", "maj", "adm", "sen", "rep", "gov":
		return true
	}
	entry, found := g.nounAt(i)
	return found && (entry.class == role || entry.class == crowd && entry.sector == "MIL")
}

// isPlace reports whether a one-word person's name is rather a place: the
// gazetteer knows it, and nobody in the article bears it after a first name.
func (g *grammar) isPlace(n int) bool {
	name := g.doc.Names[n]
	if name.Last-name.First != 1 {
		return false
	}
	if _, known := g.places[name.First]; !known {
		return false
	}
	return true
}

// complements follows the prepositions that lead on from the head.
func (g *grammar) complements(p *phrase, limit, depth int) {
	if !p.named.empty() || !p.isNoun && g.nameAt[p.head] == 0 && !g.isQuantity(p) {
		return
	}
	for range maxNesting {
		prep := p.last
		if g.madeBy(p, limit) {
			prep++
		}
		if prep+1 >= limit || !g.takes(p, prep) {
			return
		}
		inner := g.phrase(prep+1, limit, depth+1)
		if inner == nil || inner.pronoun || g.doc.Tokens[prep].Lower == "in" && !g.isPlaceOrBody(inner) {
			return
		}
		p.last = inner.last
		inner.inner = true
		// "Secretary of State Ann Lee": the name is the whole phrase's.
		if n := inner.named; n.last-n.first > 2 && n.first == inner.from && p.noun.class == role && isPortfolio(g.doc.Tokens[n.first].Lower) {
			inner.named.first++
			inner.title = span{inner.from, inner.named.first}
		}
		if !inner.named.empty() && inner.named.first > inner.from && p.noun.class == role && !inner.isNoun {
			p.named, inner.named = inner.named, span{}
			inner.last, inner.to, inner.head = p.named.first, p.named.first, p.named.first-1
			g.classify(inner)
			p.title = span{p.from, p.named.first}
			p.links = append(p.links, link{g.doc.Tokens[prep].Lower, inner})
			return
		}
		g.found = append(g.found, inner)
		p.links = append(p.links, link{g.doc.Tokens[prep].Lower, inner})
	}
}

// isPortfolio lists what a minister or secretary is one of.
func isPortfolio(lower string) bool {
	switch lower {
	case "state", "defence", "defense", "justice", "finance", "commerce", "energy", "interior", "health", "education", "transport", "transportation", "agriculture", "labor", "labour", "trade", "security", "affairs", "staff":
		return true
	}
	return false
}

// isPlaceOrBody keeps "residents in a rage" short.
func (g *grammar) isPlaceOrBody(p *phrase) bool {
	switch g.doc.Tokens[p.from].Lower {
	case "a", "an":
		return false
	}
	return unicode.IsUpper(firstRune(g.doc.Tokens[p.head].Text)) || p.isNoun && (p.noun.class == body || p.noun.class == state) || g.isQuantity(p)
}

// madeBy reports whether a participle tells whom the head comes from: "videos
// published by the ministry", "authorities installed by Oslo".
func (g *grammar) madeBy(p *phrase, limit int) bool {
	i := p.last
	if i+2 >= limit || g.doc.Tokens[i].POS != "VERB" || g.doc.Tokens[i+1].Lower != "by" || len(p.links) > 0 {
		return false
	}
	switch g.doc.Tokens[i].Lower {
	case "published", "released", "posted", "issued", "shared", "circulated", "obtained", "written", "signed", "made":
		return p.noun.class == document
	case "installed", "appointed", "backed", "supported", "controlled", "recognised", "recognized":
		return p.noun.class == role || p.noun.class == many || p.noun.class == state || p.noun.class == troops
	}
	return false
}

// takes reports whether the preposition at token i leads on from p's head.
func (g *grammar) takes(p *phrase, i int) bool {
	prep, head := g.doc.Tokens[i].Lower, g.doc.Tokens[p.head].Lower
	if prep == "by" && i > p.last {
		return true
	}
	if g.isQuantity(p) {
		return prep == "of" && len(p.links) == 0
	}
	if !p.isNoun {
		next := &g.doc.Tokens[i+1]
		if next.Lower == "the" && i+2 < len(g.doc.Tokens) {
			next = &g.doc.Tokens[i+2]
		}
		_, isCountry := country.Find(g.doc.Words(g.doc.SpanOf(p.from, p.to)))
		return prep == "of" && len(p.links) == 0 && g.nameAt[p.head] > 0 && !isCountry &&
			unicode.IsUpper(firstRune(g.doc.Tokens[p.head].Text)) && unicode.IsUpper(firstRune(next.Text))
	}
	if !slices.Contains(links[p.noun.class], prep) {
		return false
	}
	heads, narrow := narrowLinks[prep]
	return !narrow || slices.Contains(heads, head)
}

// isQuantity reports whether the head only counts: "a number of officials".
func (g *grammar) isQuantity(p *phrase) bool {
	switch g.doc.Tokens[p.head].Lower {
	case "number", "group", "dozens", "hundreds", "thousands", "majority", "couple", "handful", "series", "scores", "member", "members", "millions", "some", "many", "most", "team", "part", "city", "town", "village", "region", "province":
		return true
	}
	return false
}

func firstRune(word string) rune {
	r, _ := utf8.DecodeRuneInString(word)
	return r
}

// apposition joins a description and a name that a comma parts: "the mayor,
// Ann Lee," and "Ann Lee, the mayor,".
func (g *grammar) apposition(p *phrase, limit int) *phrase {
	if !g.isOne(p) || !p.named.empty() {
		g.innermost(p, limit)
	}
	if g.bracketed(p, limit) {
		return p
	}
	comma := p.last
	if comma+1 >= limit || g.doc.Tokens[comma].Text != "," || p.pronoun {
		return p
	}
	next := comma + 1
	if g.doc.Tokens[next].POS == "NUM" && next+2 < limit && g.doc.Tokens[next+1].Text == "," && !p.named.empty() {
		next += 2 // an age
	}
	mark := len(g.found)
	q := g.phrase(next, limit, 1)
	if q == nil || q.pronoun || !g.apposes(p, q, limit) {
		g.found = g.found[:mark]
		return p
	}
	q.inner = true
	p.appos, p.bare, p.last = q, p.last, q.last
	g.innermost(q, limit)
	g.secondPost(p, limit)
	return p
}

// innermost joins a name to the description that p ends with, if it is not
// p's own: "an adviser to the Finnish president, Mia Lund, said".
func (g *grammar) innermost(p *phrase, limit int) {
	inner := p
	for len(inner.links) > 0 {
		inner = inner.links[len(inner.links)-1].to
	}
	if inner == p || inner.last != p.last || p.last+1 >= limit || g.doc.Tokens[p.last].Text != "," || !g.isOne(inner) || !inner.named.empty() {
		return
	}
	mark := len(g.found)
	q := g.phrase(p.last+1, limit, maxNesting)
	g.found = g.found[:mark]
	if q != nil && !q.named.empty() && q.named.last-q.named.first > 1 && g.apposes(inner, q, limit) {
		inner.appos, inner.bare, inner.last = q, inner.last, q.last
	}
}

// coordinate takes in a second kind of people that speaks as one with the
// first: "Danish officials and family members said".
func (g *grammar) coordinate(p *phrase, limit int) {
	and := p.last
	if and+1 >= limit || g.doc.Tokens[and].Lower != "and" || !g.isCrowd(p) || g.doc.Tokens[and+1].POS == "DET" || unicode.IsUpper(firstRune(g.doc.Tokens[and+1].Text)) {
		return
	}
	mark := len(g.found)
	q := g.phrase(and+1, limit, maxNesting)
	if q == nil || !g.isCrowd(q) || q.owner != nil || q.ownedBy >= 0 || !g.saysAfter(q.last, limit) {
		g.found = g.found[:mark]
		return
	}
	for _, inner := range g.found[mark:] {
		inner.inner = true
	}
	p.and, p.last = q, q.last
}

// isCrowd reports whether the phrase is several unnamed people.
func (g *grammar) isCrowd(p *phrase) bool {
	if !p.isNoun || !p.named.empty() || p.appos != nil || len(p.links) > 0 || g.doc.Tokens[p.head].Tag != "NNS" {
		return false
	}
	return p.noun.class == role || p.noun.class == crowd || p.noun.class == many || p.noun.class == kin || g.doc.Tokens[p.head].Lower == "members"
}

// saysAfter reports whether a verb follows at token i, so that what stands
// before is one subject.
func (g *grammar) saysAfter(i, limit int) bool {
	return i < limit && (g.doc.Tokens[i].POS == "VERB" || g.doc.Tokens[i].POS == "AUX")
}

// secondPost takes in another post behind "and": "Ann Lee, a historian and
// director of the museum,".
func (g *grammar) secondPost(p *phrase, limit int) {
	and := p.last
	if p.named.empty() || and+1 >= limit || g.doc.Tokens[and].Lower != "and" {
		return
	}
	mark := len(g.found)
	q := g.phrase(and+1, limit, 1)
	if q == nil || q.pronoun || !q.named.empty() || !q.isNoun || q.noun.class != role || g.doc.Tokens[q.head].Tag == "NNS" ||
		q.last < limit && g.doc.Tokens[q.last].POS != "PUNCT" {
		g.found = g.found[:mark]
		return
	}
	for _, inner := range g.found[mark:] {
		inner.inner = true
	}
	p.last = q.last
}

func (g *grammar) apposes(p, q *phrase, limit int) bool {
	ends := q.last >= limit || g.doc.Tokens[q.last].POS == "PUNCT"
	// "the mayor, Ann Lee has said": a comma that the writer forgot
	if !ends && p.named.empty() && !q.named.empty() && q.named.last-q.named.first > 1 && g.isDefinitePost(p) {
		ends = g.doc.Tokens[q.last].POS == "AUX" || g.doc.Tokens[q.last].POS == "VERB"
	}
	switch {
	case !p.named.empty() && q.named.empty():
		if !q.isNoun || q.noun.class == document || q.noun.class == troops || q.noun.class == many {
			return false
		}
		singular := g.doc.Tokens[q.head].Tag != "NNS"
		if g.doc.Tokens[q.head].Is("conj") && !ends && !g.startsClause(q.last) {
			return false
		}
		if q.last < limit && g.doc.Tokens[q.last].POS == "AUX" && g.doc.Tokens[q.from].Lower == "the" {
			ends = true // a comma that the writer forgot
		}
		return singular && (q.noun.class == role || q.noun.class == kin || q.noun.class == crowd) && (ends || g.doc.Tokens[q.head].Is("appos") || g.startsClause(q.last))
	case p.named.empty() && g.isOne(p) && q.named.empty() && !q.isNoun && ends && (g.couldBeName(q) || g.isNameOf(q, p)):
		// "her husband, Oluf," in a name that no list knows
		q.named, q.title = span{q.from, q.to}, span{q.from, q.from}
		return true
	case p.named.empty() && !q.named.empty():
		return g.isOne(p) && ends && g.onlyTitles(q)
	}
	// "the Nordic Institute, a thinktank in Oslo, said"
	proper := g.nameAt[p.head] > 0 || unicode.IsUpper(firstRune(g.doc.Tokens[p.head].Text)) || len(p.links) > 0 && p.isNoun && p.noun.class == body
	article := g.doc.Tokens[q.from].Lower
	return p.named.empty() && q.named.empty() && proper && ends && q.isNoun && q.noun.class == body && (article == "a" || article == "an") && g.doc.Tokens[q.head].Is("appos", "list", "conj", "nsubj", "dep", "parataxis")
}

// isDefinitePost reports whether the phrase is a post with "the" or an owner.
func (g *grammar) isDefinitePost(p *phrase) bool {
	return g.isOne(p) && p.noun.class == role && (p.owner != nil || g.doc.Tokens[p.from].Lower == "the")
}

// isOne reports whether the phrase describes one person.
func (g *grammar) isOne(p *phrase) bool {
	return p.isNoun && (p.noun.class == role || p.noun.class == kin || p.noun.class == crowd) && g.doc.Tokens[p.head].Tag != "NNS"
}

// onlyTitles reports whether nothing but titles stands before the name:
// "General Ann Lee".
func (g *grammar) onlyTitles(p *phrase) bool {
	for i := p.title.first; i < p.title.last; i++ {
		if !g.isTitle(i) || !unicode.IsUpper(firstRune(g.doc.Tokens[i].Text)) {
			return false
		}
	}
	return p.owner == nil && p.ownedBy < 0
}

// couldBeName reports whether the phrase is one or two capitalised words that
// no list takes for anything else.
func (g *grammar) couldBeName(p *phrase) bool {
	if p.last-p.first > 2 || p.owner != nil {
		return false
	}
	for i := p.first; i < p.last; i++ {
		n := g.nameAt[i]
		if g.doc.Tokens[i].POS != "PROPN" || n > 0 && (g.doc.Names[n-1].Kind == text.LOC && g.doc.Names[n-1].Score >= 0.85 || g.doc.Names[n-1].Kind == text.ORG) {
			return false
		}
		if _, place := g.places[i]; place {
			return false
		}
	}
	return true
}

// isNameOf reports whether the parse makes q, a single name that may be a
// place's as well, the apposition of p: "One resident, Florence, said".
func (g *grammar) isNameOf(q, p *phrase) bool {
	token := &g.doc.Tokens[q.head]
	return q.last-q.first == 1 && token.POS == "PROPN" && token.Is("appos") && token.Head == p.head
}

// startsClause reports whether a relative clause starts at token i.
func (g *grammar) startsClause(i int) bool {
	switch g.doc.Tokens[i].Lower {
	case "who", "whose", "which", "that", "and":
		return true
	}
	return false
}

// bracketed takes an acronym in brackets for another name of the party.
func (g *grammar) bracketed(p *phrase, limit int) bool {
	i := p.last
	if i+2 >= limit || g.doc.Tokens[i].Text != "(" || g.doc.Tokens[i+2].Text != ")" {
		return false
	}
	word := g.doc.Tokens[i+1].Text
	if len(word) < 2 || len(word) > 8 || strings.ToUpper(word) != word && g.nameAt[i+1] == 0 || unicode.IsDigit(firstRune(word)) {
		return false
	}
	if p.to == p.last || len(p.links) > 0 {
		p.alias = word
	}
	return false
}

// isTongue reports whether the word names a language or a manner, which does not
// tell whose side anybody is on.
//
// Example: French-speaking residents said that the road was closed.
func (g *grammar) isTongue(i int) bool {
	tokens := g.doc.Tokens
	_, after, hyphened := strings.Cut(tokens[i].Lower, "-")
	if !hyphened && i+2 < len(tokens) && tokens[i+1].Tag == "HYPH" {
		after = tokens[i+2].Lower
	}
	switch after {
	case "speaking", "language", "style", "made", "built", "designed":
		return true
	}
	return false
}

// countryIn returns the country that the words of [first, last) point to, the
// first one told, and how. Parts of hyphenated words count too.
func (g *grammar) countryIn(first, last int) (country.Match, span, bool) {
	for i := first; i < last; i++ {
		if g.isTongue(i) {
			continue
		}
		for n := min(4, last-i); n > 0; n-- {
			if n == 1 && !unicode.IsUpper(firstRune(g.doc.Tokens[i].Text)) && !strings.ContainsAny(g.doc.Tokens[i].Text, "-‑") {
				break
			}
			if n > 1 && g.doc.Tokens[i+n-1].POS == "PUNCT" {
				continue // “Oslo-” of “Oslo-backed”
			}
			words := g.doc.Words(g.doc.SpanOf(i, i+n))
			if match, found := country.Find(words); found {
				return match, span{i, i + n}, true
			}
			if n == 1 {
				for part := range strings.SplitSeq(words, "-") {
					if part == words {
						break
					}
					if match, found := country.Find(part); found {
						return match, span{i, i}, true
					}
				}
			}
		}
	}
	return country.Match{}, span{}, false
}
