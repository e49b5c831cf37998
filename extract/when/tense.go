package when

import "strings"

// tense is the time of the clause that an expression stands in, as far as it
// can be told.
type tense int8

const (
	unknown tense = iota
	past
	present
	future
	// wasFuture is what lay ahead of a past moment, and may be over: "they had
	// planned to leave on Friday".
	wasFuture
)

// tense returns the tense of the clause around the match.
func (m *match) tense() tense { return m.tenseAt(m.first) }

// byLeads are the prepositions that look ahead whatever the verb does.
var byLeads = map[string]tense{"by": future, "until": future, "till": future, "since": past}

// tenseAt reads the tense at piece at: from the preposition before it, else
// from the verb that governs it, else from the verbs that stand nearest
// before it in the sentence.
func (r *reader) tenseAt(at int) tense {
	lead := byLeads[r.lower(at-1)]
	if lead == past {
		return past
	}
	token := r.pieces[at].First
	t := unknown
	if verb := r.governor(token); verb >= 0 {
		t = r.tenseOf(verb)
	}
	if t != wasFuture && (r.looksAhead(token) || r.setFor(at)) {
		t = future
	}
	// A verb close before outweighs a parse that reaches past it: "the court
	// ruled Wednesday that he must return".
	if t == future && r.justPast(at) {
		return past
	}
	if t == unknown {
		t = r.nearby(token)
	}
	if lead == future && t != past || t == present && r.lower(at-1) == "from" {
		return future
	}
	return t
}

// governor climbs to the verb above the token, -1 where the parse has none.
func (r *reader) governor(token int) int {
	// A parse is a forest, but nothing is lost by refusing to climb for ever.
	for steps := 0; steps < 64; steps++ {
		token = r.doc.Tokens[token].Head
		if token < 0 {
			return -1
		}
		if isVerb(r.doc.Tokens[token].Tag) || r.hasCopula(token) {
			return token
		}
	}
	return -1
}

// justPast reports whether a past-tense verb stands a word or three before
// piece at with nothing that looks ahead between.
func (r *reader) justPast(at int) bool {
	for step := 1; step <= 3 && at-step >= 0; step++ {
		token := &r.doc.Tokens[r.pieces[at-step].First]
		if token.Sentence != r.doc.Tokens[r.pieces[at].First].Sentence || token.Tag == "MD" || token.Lower == "to" || r.putsOff(r.pieces[at-step].First) {
			return false
		}
		if token.Tag == "VBD" {
			return true
		}
	}
	return false
}

// looksAhead reports whether the token hangs from a word that puts things off,
// whatever verb stands above: "is due in December".
func (r *reader) looksAhead(token int) bool {
	for steps := 0; steps < 3; steps++ {
		token = r.doc.Tokens[token].Head
		if token < 0 {
			return false
		}
		if r.putsOff(token) {
			return true
		}
		if isVerb(r.doc.Tokens[token].Tag) {
			return false
		}
	}
	return false
}

// setFor reports whether a word that puts things off stands a few words before
// piece at with "to" or "for" after it: "due to open in", "set for".
func (r *reader) setFor(at int) bool {
	first := r.pieces[at].First
	for token := first - 2; token >= 0 && token > first-8; token-- {
		t := &r.doc.Tokens[token]
		if t.Sentence != r.doc.Tokens[first].Sentence || t.Tag == "VBD" || t.Tag == "," {
			return false
		}
		if next := r.doc.Tokens[token+1].Lower; r.putsOff(token) && (next == "to" || next == "for" || next == "on" || next == "in") {
			return true
		}
	}
	return false
}

// putsOff reports whether the token is a word of what has yet to happen; the
// "due" of "due to the storm" is none.
func (r *reader) putsOff(token int) bool {
	word := r.doc.Tokens[token].Lower
	if word == "due" && token+3 < len(r.doc.Tokens) && r.doc.Tokens[token+1].Lower == "to" {
		next, after := r.doc.Tokens[token+2].Tag, r.doc.Tokens[token+3].Tag
		return next == "VB" || next == "JJ" && !strings.HasPrefix(after, "NN") && after != "JJ"
	}
	return aheadWords[word]
}

// mostChildren bounds how many words under a verb are looked at, so that a
// sentence as long as a book costs no more than its length. Auxiliaries and
// copulas stand early.
const mostChildren = 48

func (r *reader) children(token int) []int32 {
	all := r.doc.Children(token)
	return all[:min(len(all), mostChildren)]
}

func (r *reader) hasCopula(token int) bool {
	for _, child := range r.children(token) {
		if r.doc.Tokens[child].Is("cop") {
			return true
		}
	}
	return false
}

func isVerb(tag string) bool { return strings.HasPrefix(tag, "VB") }

// tenseOf reads the tense of a verb from its form and its auxiliaries; a
// participle or infinitive has that of the verb above it, save that what is
// to happen, or is expected to, lies ahead.
func (r *reader) tenseOf(verb int) tense {
	for steps := 0; steps < 16 && verb >= 0; steps++ {
		t := r.ownTense(verb)
		if t != unknown {
			return t
		}
		verb = r.governor(verb)
	}
	return unknown
}

// finite reads the tense of a verb or of its copula alone.
func (r *reader) finite(verb int) tense {
	if r.doc.Tokens[verb].Tag == "VBD" {
		return past
	}
	for _, child := range r.children(verb) {
		if aux := &r.doc.Tokens[child]; aux.Tag == "VBD" && aux.Is("aux", "cop") {
			return past
		}
	}
	return unknown
}

func (r *reader) ownTense(verb int) tense {
	token := &r.doc.Tokens[verb]
	t := unknown
	switch token.Tag {
	case "VBD":
		t = past
	case "VBZ", "VBP":
		t = present
	}
	to := false
	for _, child := range r.children(verb) {
		aux := &r.doc.Tokens[child]
		if !aux.Is("aux", "cop", "mark") {
			continue
		}
		switch {
		case aux.Is("mark"):
			to = to || aux.Lower == "to"
		case futureWords[aux.Lower] && aux.Text == aux.Lower:
			return future
		case aux.Tag == "VBD" || aux.Lower == "have" || aux.Lower == "has" || aux.Lower == "'ve" || aux.Lower == "had":
			t = past
		case t == unknown && (aux.Tag == "VBZ" || aux.Tag == "VBP"):
			t = present
		}
	}
	// "The first to leave" has left: such an infinitive is as the verb above.
	if to && t == unknown && token.Is("acl") {
		if above := r.governor(verb); above >= 0 && r.doc.Tokens[above].Tag != "VB" && r.finite(above) == past {
			return past
		}
	}
	// Who refused or managed to sail did so at that time.
	if above := token.Head; to && t == unknown && token.Is("xcomp") && above >= 0 && implicatives[r.doc.Tokens[above].Lemma] {
		return unknown
	}
	if to && t == unknown {
		return future
	}
	// A participle without an auxiliary tells of what was done ("the ruling
	// announced Wednesday"), or is a past tense mistaken for one.
	if token.Tag == "VBN" && t == unknown && !token.Is("xcomp") && !r.putsOff(verb) {
		return past
	}
	if t == present && r.putsOff(verb) {
		return future
	}
	if t == past && r.putsOff(verb) {
		return wasFuture
	}
	if t == present && saysWords[token.Lemma] {
		return past
	}
	return t
}

// implicatives are the verbs whose infinitive shares their time (Karttunen
// 1971).
var implicatives = map[string]bool{
	"refuse": true, "fail": true, "manage": true, "begin": true, "start": true, "continue": true, "decline": true,
	"force": true, "cease": true, "proceed": true, "rush": true, "neglect": true,
}

// futureWords are the auxiliaries that look ahead.
var futureWords = map[string]bool{"will": true, "'ll": true, "shall": true, "wo": true, "may": true, "might": true, "would": true, "can": true, "should": true, "must": true}

// aheadWords are the participles of what has yet to happen: "is due on
// Friday".
var aheadWords = map[string]bool{"expected": true, "scheduled": true, "due": true, "set": true, "planned": true, "slated": true, "going": true, "poised": true, "likely": true, "supposed": true}

// saysWords are told in the present of what was said: "the mayor says".
var saysWords = map[string]bool{"say": true, "tell": true, "report": true, "write": true, "claim": true, "warn": true, "announce": true}

// nearby guesses the tense from the words before the token, nearest first,
// and then from those after it.
func (r *reader) nearby(token int) tense {
	const reach = 12
	sentence := r.doc.Tokens[token].Sentence
	for step := 1; step <= reach; step++ {
		at := token - step
		if at < 0 || r.doc.Tokens[at].Sentence != sentence {
			break
		}
		if t := r.surfaceTense(at); t != unknown {
			return t
		}
	}
	for step := 1; step <= reach; step++ {
		at := token + step
		if at >= len(r.doc.Tokens) || r.doc.Tokens[at].Sentence != sentence {
			break
		}
		if t := r.surfaceTense(at); t != unknown {
			return t
		}
	}
	return unknown
}

func (r *reader) surfaceTense(at int) tense {
	token := &r.doc.Tokens[at]
	switch {
	case futureWords[token.Lower] && token.Text == token.Lower, token.Lower == "expected", token.Lower == "scheduled":
		return future
	case token.Tag == "VBD", token.Lower == "said", token.Lower == "was", token.Lower == "were", token.Lower == "had",
		token.Lower == "has", token.Lower == "have":
		return past
	case token.Tag == "" && strings.HasSuffix(token.Lower, "ed"):
		return past
	}
	return unknown
}
