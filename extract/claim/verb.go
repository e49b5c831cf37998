package claim

import (
	"slices"
	"strings"

	"tocsin"
	"tocsin/text"
)

// clause is the surroundings of a verb cue, in token indices.
type clause struct {
	verb     int
	first    int // the first auxiliary or adverb that belongs to the verb group
	after    int // the token after the verb and its particle
	low, top int // the stretch that the verb governs: its sentence or its subordinate clause
	tail     int // where an attribution begins that ends its sentence, else -1
	subject  int // head of the subject, -1 where there is none
	subjFrom int // the subject's noun phrase, where it stands beside the verb
	subjTo   int
}

// verb reads the attribution that the verb at token i makes, if it makes one.
//
// Example: The governor said on Monday that two bridges had been mined.
func (r *reader) verb(i int) []attribution {
	token := &r.doc.Tokens[i]
	entries := r.cues.verbs[token.Lemma]
	if len(entries) == 0 || r.silenced(i) {
		return nil
	}
	c := r.clauseOf(i)
	if r.passive(i) {
		return r.passiveVerb(entries, c)
	}
	if c.subject < 0 || token.Is("amod", "compound", "case", "mark") && token.Tag != "VBD" || r.reduced(i) {
		return nil
	}
	for _, entry := range entries {
		if entry.has("out") && c.after == i+1 {
			continue
		}
		if a, ok := r.activeVerb(entry, c); ok {
			return []attribution{a}
		}
	}
	return nil
}

// activeVerb reads an active cue through one of its entries: where its content
// stands decides the rule.
func (r *reader) activeVerb(entry *entry, c clause) (attribution, bool) {
	if _, known := r.mentionAt(c.subject); !known && entry.act != "say" && r.doc.Tokens[c.subject].POS == "NOUN" {
		return attribution{}, false
	}
	a := attribution{entry: entry, first: c.verb, last: c.after, source: source{head: c.subject}}
	if content := r.gap(entry, c); content != nil {
		a.rule, a.score, a.content = "relative-gap", 0.7, content
		return a, true
	}
	if content := r.around(entry, c); content != nil {
		a.rule, a.score, a.content = "medial", 0.75, content
		return a, true
	}
	left := r.left(entry, c)
	right, to := r.right(entry, c)
	a.to = to
	if left.IsZero() && right.IsZero() {
		left = r.sentenceBefore(entry, c)
	}
	if !left.IsZero() && right.IsZero() {
		right = r.rest(c)
	}
	switch {
	case !left.IsZero() && !right.IsZero() && r.medial(c):
		a.rule, a.score, a.content = "medial", 0.8, []tocsin.Span{left, right}
	case !right.IsZero() && !(r.closesQuote(left) && !r.opensQuote(right)):
		a.rule, a.score, a.content = "verb-before", 0.8, []tocsin.Span{right}
	case !left.IsZero():
		a.rule, a.score, a.content = "verb-after", 0.85, []tocsin.Span{left}
	default:
		return a, false
	}
	a.content = r.whole(a.content, c.verb)
	if r.unsaid(entry, c) && r.form(a.content) == tocsin.Indirect {
		return a, false
	}
	return a, entry.has("clause", "whole", "fact") || !entry.has("quote", "quoted") || r.form(a.content) != tocsin.Indirect
}

// unsaid reports whether the words are only wished for or purposed: an
// infinitive of saying ("he will have to tell them that the dam has burst").
func (r *reader) unsaid(entry *entry, c clause) bool {
	return r.doc.Tokens[c.verb].Tag == "VB" && (entry.act == "say" || entry.act == "assert") && c.first < c.verb && r.doc.Tokens[c.first].Lower == "to"
}

// silenced reports whether the verb is not an attribution after all: negated,
// or governed by a verb of not speaking.
//
// Example: The ministry did not say where. The envoy declined to say why.
func (r *reader) silenced(i int) bool {
	doc := r.doc
	for _, child := range doc.Children(i) {
		switch doc.Tokens[child].Lower {
		case "not", "n't", "never", "nor", "neither":
			return doc.Tokens[child].Dep != "cc" && int(child) < i
		}
	}
	if token := &doc.Tokens[i]; token.Is("xcomp") && token.Head >= 0 {
		switch doc.Tokens[token.Head].Lemma {
		case "decline", "refuse", "fail", "stop", "forbear", "hesitate":
			return true
		}
	}
	return false
}

func (r *reader) passive(i int) bool {
	doc := r.doc
	if doc.Tokens[i].Tag != "VBN" {
		return false
	}
	return doc.Child(i, "aux:pass", "nsubj:pass") >= 0
}

// tail returns the first token of an attribution that ends its sentence, -1
// where the verb makes none: a comma or a closing mark, a noun phrase, the
// verb, and at most circumstance behind it.
//
// Example: The depot was hit, the regional governor, Ivo Marin, said on Friday.
func (r *reader) tail(c clause) int {
	const longest, trailing = 24, 15
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	if !r.isFinite(c) || sentence.Last-c.after > trailing || !r.onlyCircumstance(c, sentence.Last) {
		return -1
	}
	for k := c.first - 1; k > sentence.First && k > c.first-longest; k-- {
		switch token := &doc.Tokens[k]; token.Tag {
		case "VBD", "VBZ", "VBP", "MD", "WP", "WDT":
			return -1
		default:
			if token.Lower != "," && !(r.isMark(k) && doc.Tokens[k-1].Quote >= 0) {
				continue
			}
		}
		if k+1 >= c.first {
			continue // the comma behind an apposition
		}
		if r.phraseAfter(k+1, c.first) < 0 || !r.endsContent(k, sentence.First) && !(k-sentence.First > leastClause && r.onlySays(c.verb)) {
			return -1
		}
		return r.withTitle(k, sentence.First) + 1
	}
	return -1
}

// withTitle moves from the comma before a bare name to the one before its
// title ("…, the regional governor, Ivo Marin, said").
func (r *reader) withTitle(comma, low int) int {
	const longest = 10
	doc := r.doc
	if doc.Tokens[comma+1].POS != "PROPN" || doc.Tokens[comma-1].POS != "NOUN" && doc.Tokens[comma-1].POS != "PROPN" {
		return comma
	}
	for k := comma - 1; k > low && k > comma-longest; k-- {
		token := &doc.Tokens[k]
		if token.POS == "VERB" || token.POS == "AUX" || token.Quote >= 0 {
			return comma
		}
		if token.Lower != "," {
			continue
		}
		first := &doc.Tokens[k+1]
		if first.POS == "DET" || k+2 < comma && doc.Tokens[k+2].Tag == "POS" {
			return k
		}
		return comma
	}
	return comma
}

// onlyCircumstance reports whether nothing follows the verb but when, where
// and to whom.
func (r *reader) onlyCircumstance(c clause, top int) bool {
	for k := c.after; k < top; k++ {
		token := &r.doc.Tokens[k]
		switch token.Tag {
		case "VBD", "VBZ", "VBP", "MD", "TO", "WDT", "WP":
			return false
		}
		if token.Quote >= 0 || token.Lower == "that" || k == c.after && token.POS != "PUNCT" && token.POS != "ADP" && token.POS != "ADV" && r.whenAt(k) == k && r.doc.Tokens[c.verb].Lemma != "tell" {
			return false
		}
	}
	return true
}

// reduced reports whether the verb is a participle that only describes a noun
// ("land claimed by both"): it has no speaker to find.
func (r *reader) reduced(i int) bool {
	token := &r.doc.Tokens[i]
	return token.Tag == "VBN" && r.doc.Child(i, "aux", "nsubj") < 0 && token.Is("acl", "amod", "advcl")
}

// clauseOf finds the stretch of the sentence that the verb governs.
func (r *reader) clauseOf(i int) clause {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	c := clause{verb: i, first: i, after: i + 1, low: sentence.First, top: sentence.Last, tail: -1, subject: -1, subjFrom: -1}
	for c.first > sentence.First {
		prev := &doc.Tokens[c.first-1]
		if prev.Head == i && prev.Is("aux", "advmod") || prev.POS == "PART" && prev.Lower == "to" {
			c.first--
			continue
		}
		if when := r.whenBefore(c.first); when < c.first && when > sentence.First {
			c.first = when // “The premier on Friday announced …”
			continue
		}
		break
	}
	if c.after < sentence.Last && doc.Tokens[c.after].Lower == "out" && doc.Tokens[c.after].Is("compound:prt", "advmod") {
		c.after++
	}
	if v := r.subordinate(i); v >= 0 {
		from, to := doc.Reach(v)
		c.low, c.top = max(from, sentence.First), r.toPause(min(to, sentence.Last), sentence.Last)
	}
	for c.top > i+1 && isStop(&doc.Tokens[c.top-1]) {
		c.top--
	}
	c.tail = r.tail(c)
	c.subject = r.speaker(c)
	if s := c.subject; s >= 0 && doc.Tokens[s].Sentence == doc.Tokens[i].Sentence {
		c.subjFrom, c.subjTo = r.phrase(s)
	}
	return c
}

// toPause moves the end of a clause to the next punctuation or conjunction,
// for a parse that lets a clause end in the middle of the words.
func (r *reader) toPause(end, top int) int {
	for end < top {
		if token := &r.doc.Tokens[end]; token.POS == "PUNCT" && token.Quote < 0 && !r.isMark(end) || token.POS == "CCONJ" || token.POS == "SCONJ" {
			break
		}
		end++
	}
	return end
}

// phrase returns the tokens of the noun phrase with this head: those of the
// actor's mention where there is one.
func (r *reader) phrase(head int) (first, last int) {
	span := r.nounPhrase(head)
	if m, ok := r.mentionAt(head); ok {
		span = m.span
	}
	return r.doc.TokensIn(span)
}

// subordinate returns the verb of the relative or adverbial clause that the
// cue stands in, -1 where it stands in the main clause.
func (r *reader) subordinate(i int) int {
	doc := r.doc
	const climbs = 4
	for v, step := i, 0; v >= 0 && step < climbs; v, step = doc.Tokens[v].Head, step+1 {
		switch {
		case doc.Tokens[v].Is("acl", "ccomp", "csubj"):
			return v
		case doc.Tokens[v].Is("advcl"):
			return v
		case doc.Tokens[v].Is("conj", "xcomp"):
		default:
			return -1
		}
	}
	return -1
}

func isStop(token *text.Token) bool { return token.POS == "PUNCT" || token.Lower == "”" }

// venues are the things that words are said in, not about.
var venues = map[string]bool{
	"statement": true, "interview": true, "tweet": true, "speech": true, "letter": true, "address": true,
	"post": true, "video": true, "message": true, "email": true, "mail": true, "report": true, "briefing": true,
	"conference": true, "twitter": true, "telegram": true, "facebook": true, "television": true, "tv": true,
	"radio": true, "update": true, "call": true, "article": true, "remarks": true, "comments": true,
	"note": true, "memo": true, "meeting": true, "summit": true, "visit": true, "session": true, "hearing": true,
	"bulletin": true, "communique": true, "communiqué": true, "broadcast": true, "channel": true, "media": true,
	"x": true, "instagram": true, "youtube": true, "thread": true, "podcast": true, "column": true, "blog": true,
	"newspaper": true, "rally": true, "assessment": true, "advisory": true, "page": true, "app": true,
}

// right returns the content after the verb, and whom the words were said to.
func (r *reader) right(entry *entry, c clause) (tocsin.Span, string) {
	start, end := c.after, c.top
	if c.subjFrom > c.verb && r.isFinite(c) { // “…,” said the mayor.
		start = max(start, c.subjTo)
	}
	to := ""
	if entry.has("to") {
		start, to = r.addressee(start, end)
	}
	start, bare := r.skipCircumstance(c, start, end, &to)
	if that := r.thatAfterComma(start, end); that > 0 && bare != "that" {
		start, bare = that, "that"
	}
	if start >= end {
		if bare == ":" || end < len(r.doc.Tokens) && r.doc.Tokens[end].Lower == ":" {
			return r.quoteAfter(end), to
		}
		return tocsin.Span{}, to
	}
	start, ok := r.frame(entry, c, start, bare)
	if !ok || start >= end {
		return tocsin.Span{}, to
	}
	end = r.cut(entry, c, start, end)
	return r.trim(start, end), to
}

// addressee skips the noun phrase that the words were said to.
//
// Example: The envoy told reporters in the capital that talks would resume.
func (r *reader) addressee(start, end int) (int, string) {
	doc := r.doc
	i := start
	for i < end && doc.Tokens[i].POS == "ADV" {
		i++
	}
	if i >= end || doc.Tokens[i].Quote >= 0 {
		return start, ""
	}
	switch doc.Tokens[i].POS {
	case "NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM":
	default:
		return start, ""
	}
	if doc.Tokens[i].Lower == "that" {
		return start, ""
	}
	from := i
	for i < end {
		token := &doc.Tokens[i]
		if token.POS == "PUNCT" || token.POS == "SCONJ" || token.Lower == "that" || token.POS == "VERB" || token.POS == "AUX" {
			break
		}
		if token.POS == "ADP" && token.Lower != "of" {
			break
		}
		if i > from && (token.Is("nsubj") || token.POS == "PRON" || token.POS == "DET" && doc.Tokens[i-1].Lower != "of" && doc.Tokens[i-1].POS != "DET") {
			break
		}
		if r.whenAt(i) > i {
			break
		}
		i++
	}
	return i, doc.Words(doc.SpanOf(from, i))
}

// skipCircumstance passes over when, where and by what means the words were
// said, and over the punctuation and the "that" before the content. bare says
// what introduced it: "that", ":", "," or nothing.
//
// Example: The army said late on Friday in a post on Telegram that …
func (r *reader) skipCircumstance(c clause, start, end int, to *string) (int, string) {
	doc := r.doc
	bare := ""
	for i := start; i < end; {
		token := &doc.Tokens[i]
		if token.Quote >= 0 && doc.Quotes[token.Quote].First == i && i > 0 && doc.Tokens[i-1].Quote != token.Quote {
			return i, bare
		}
		if next := r.whenAt(i); next > i {
			i = next
			continue
		}
		switch {
		case token.Lower == "that" && (token.Tag == "IN" || i+1 < end && doc.Tokens[i+1].POS != "VERB" && doc.Tokens[i+1].POS != "AUX"):
			return r.skipQuoteMark(i+1, end), "that"
		case token.Lower == ":":
			bare = ":"
			i++
		case token.POS == "PUNCT":
			if token.Lower == "," || isDash(token.Lower) {
				bare = ","
			}
			i++
		case token.POS == "ADV" && token.Head == c.verb && i < c.after+4:
			i++
		case token.POS == "ADP":
			next := r.circumstance(c, i, end, to)
			if next == i {
				return i, bare
			}
			i = next
		default:
			return i, bare
		}
	}
	return end, bare
}

// thatAfterComma returns the token after a "that" which only circumstance
// parts from its verb, or 0.
//
// Example: She said on Friday during a visit to the port of Harlan, that …
func (r *reader) thatAfterComma(start, end int) int {
	const longest = 25
	doc := r.doc
	for k := start; k < end && k < start+longest; k++ {
		switch token := &doc.Tokens[k]; {
		case token.Lower == "that" && token.Tag == "IN" && (doc.Tokens[k-1].Lower == "," || doc.Tokens[start].POS == "ADP"):
			return k + 1
		case token.Tag == "VBD" || token.Tag == "VBZ" || token.Tag == "VBP" || token.Tag == "MD" || token.Quote >= 0 || k == start && token.POS != "ADP" && token.POS != "ADV":
			return 0
		}
	}
	return 0
}

func isDash(s string) bool { return s == "—" || s == "–" || s == "-" || s == "--" }

func (r *reader) skipQuoteMark(i, end int) int {
	for i < end && r.doc.Tokens[i].POS == "PUNCT" {
		i++
	}
	return i
}

// circumstance returns the token after the prepositional phrase at i, where
// it tells of the saying and not of what is said; else i.
func (r *reader) circumstance(c clause, i, end int, to *string) int {
	doc := r.doc
	prep := doc.Tokens[i].Lower
	if prep == "of" || prep == "for" || prep == "against" || prep == "as" {
		return i
	}
	if prep == "on" || prep == "in" || prep == "at" || prep == "late" || prep == "earlier" {
		if next := i + 1; next < end {
			if last := r.whenAt(next); last > next {
				return last
			}
		}
	}
	head := doc.Tokens[i].Head
	if head <= i || head >= end {
		return i
	}
	_, last := doc.Reach(head)
	// A clause inside the phrase belongs to the content, not to the phrase.
	for k := i + 1; k < min(last, end); k++ {
		if lower := doc.Tokens[k].Lower; lower == "that" || lower == ":" || lower == "," || doc.Tokens[k].POS == "VERB" && doc.Tokens[k].Is("acl", "ccomp", "parataxis") {
			last = k
			break
		}
	}
	last = min(last, end)
	if last <= head {
		return i
	}
	follows := ""
	if last < end {
		follows = doc.Tokens[last].Lower
	}
	venue := venues[doc.Tokens[head].Lemma] || venues[doc.Tokens[head].Lower]
	closed := last >= end || follows == "that" || follows == ":" || follows == "," || doc.Tokens[last].Quote >= 0
	if !venue && !(closed && doc.Tokens[head].Head == c.verb) {
		return i
	}
	if prep == "to" && *to == "" {
		*to = doc.Words(doc.SpanOf(i+1, last))
	}
	return last
}

// frame checks that what starts at token i is content that the entry allows,
// and says where that content begins.
func (r *reader) frame(entry *entry, c clause, i int, bare string) (int, bool) {
	doc := r.doc
	token := &doc.Tokens[i]
	inQuote := token.Quote >= 0 && token.Quote != doc.Tokens[c.verb].Quote
	if entry.has("whole") {
		return i, token.POS != "ADP" && (bare != "," || inQuote) && (token.POS != "PUNCT")
	}
	if entry.has("shown") && r.isDocument(c.subject) && bare == "" {
		return i, token.POS != "ADP"
	}
	if entry.has("fact") {
		return i, bare == "that" || bare == "" && token.POS != "ADP" && token.POS != "SCONJ" && r.finiteAfter(i, c.top)
	}
	if inQuote && entry.has("clause", "quote", "noun") {
		return i, true
	}
	if entry.has("quoted") {
		return i, r.quoteWithin(i, c.top) && bare != ","
	}
	if bare == "that" || bare == ":" {
		return i, entry.has("clause", "quote")
	}
	if token.Lower == "to" && token.POS == "PART" || token.Lower == "to" && i+1 < c.top && doc.Tokens[i+1].Tag == "VB" {
		return i, entry.has("inf") && bare == ""
	}
	if token.POS == "ADP" || token.POS == "SCONJ" {
		if entry.has(token.Lower) && bare == "" {
			return i + 1, i+1 < c.top
		}
		return i, entry.has("clause") && bare == "" && r.finiteAfter(i, c.top) && token.Lower != "of" && token.Lower != "as"
	}
	if bare == "," {
		return i, false
	}
	if isFiniteTag(token.Tag) {
		return i, false // a verb without its subject: the cue was none
	}
	if entry.has("clause") && (r.finiteAfter(i, c.top) || entry.lemma == "say" && c.top-i >= 4 && token.POS != "PART") {
		return i, true
	}
	if token.Tag == "VBG" {
		return i, entry.has("ing", "noun")
	}
	if entry.has("inf2", "whole2") && r.infinitiveAfter(i, c.top) {
		return i, true
	}
	switch token.POS {
	case "NOUN", "PROPN", "DET", "ADJ", "NUM", "PRON", "SYM":
		return i, entry.has("noun") || entry.has("noun2") && token.POS != "PRON"
	}
	return i, false
}

func isFiniteTag(tag string) bool { return tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD" }

func (r *reader) quoteWithin(from, to int) bool {
	for i := from; i < to; i++ {
		if r.doc.Tokens[i].Quote >= 0 {
			return true
		}
	}
	return false
}

// finiteAfter reports whether a noun phrase at token i is the subject of a
// finite verb rather than an object that a relative clause describes.
func (r *reader) finiteAfter(i, end int) bool {
	doc := r.doc
	depth := 0
	for k := i; k < end && k < i+40; k++ {
		token := &doc.Tokens[k]
		switch token.Tag {
		case "WDT", "WP", "WP$", "WRB":
			if k > i {
				depth++
			}
		case "VBD", "VBZ", "VBP", "MD":
			if token.Is("acl") {
				continue
			}
			if depth == 0 {
				return true
			}
			depth--
		}
		if token.Lower == ";" || token.Lower == "," && k+1 < end && doc.Tokens[k+1].Tag == "VBG" {
			return false
		}
	}
	return false
}

func (r *reader) infinitiveAfter(i, end int) bool {
	doc := r.doc
	for k := i; k+1 < end && k < i+15; k++ {
		if doc.Tokens[k].Lower == "to" && doc.Tokens[k+1].Tag == "VB" {
			return true
		}
		if tag := doc.Tokens[k].Tag; tag == "VBD" || tag == "VBZ" || tag == "MD" || doc.Tokens[k].Lower == "," {
			return false
		}
	}
	return false
}

// cut returns where the content that starts at token start ends: before the
// next thing that is said of the source itself.
//
// Example: The army said it held the town, adding that the road was cut.
func (r *reader) cut(entry *entry, c clause, start, end int) int {
	doc := r.doc
	if q := doc.Tokens[start].Quote; q >= 0 && start == doc.Quotes[q].First && doc.Tokens[c.verb].Quote != q {
		if last, whole := r.quoteEnds(q); whole || entry.has("quoted") {
			return min(last, max(end, last))
		}
	}
	for k := start + 1; k < end; k++ {
		token := &doc.Tokens[k]
		if token.Quote >= 0 && token.Quote != doc.Tokens[c.verb].Quote {
			continue
		}
		if token.Lower == "according" && k+1 < end && doc.Tokens[k+1].Lower == "to" {
			return k
		}
		if r.digresses(k) && r.hasVerb(start, k) {
			return k - 1
		}
		if r.joinsRival(k, end) {
			return k - 1
		}
		if r.resumes(c, k) || r.trailsOff(k, end) {
			return r.backToJoint(k, start)
		}
	}
	return end
}

// digresses reports whether a relative clause begins at token k that a comma
// sets off: the outlet's background, not what was said.
//
// Example: She said they had left Harlan, which lies on the border.
func (r *reader) digresses(k int) bool {
	token := &r.doc.Tokens[k]
	return r.doc.Tokens[k-1].Lower == "," && (token.Tag == "WDT" || token.Tag == "WP") && token.Lower != "what"
}

// joinsRival reports whether a clause is joined on at token k that credits
// somebody else.
//
// Example: Police said two had died, while the hospital said it was three.
func (r *reader) joinsRival(k, end int) bool {
	const near = 15
	doc := r.doc
	if doc.Tokens[k-1].Lower != "," {
		return false
	}
	switch doc.Tokens[k].Lower {
	case "while", "whereas", "but", "and":
	default: // “While police said two had died, the hospital said it was three.”
		first := doc.Sentences[doc.Tokens[k].Sentence].First
		if doc.Tokens[first].POS != "SCONJ" || r.phraseAfter(k, end) < 0 {
			return false
		}
	}
	for j := k + 1; j < min(end, k+near); j++ {
		token := &doc.Tokens[j]
		if !isFiniteTag(token.Tag) {
			continue
		}
		return token.POS == "VERB" && j > k+1 && r.cues.verbs[token.Lemma] != nil
	}
	return false
}

func (r *reader) hasVerb(from, to int) bool {
	for k := from; k < to; k++ {
		if pos := r.doc.Tokens[k].POS; pos == "VERB" || pos == "AUX" {
			return true
		}
	}
	return false
}

// trailsOff reports whether a phrase begins at token k, set off from the
// content, that tells where the words were said.
//
// Example: The mayor called it “a disgrace” in a post on his own page.
func (r *reader) trailsOff(k, end int) bool {
	doc := r.doc
	token := &doc.Tokens[k]
	if token.POS != "ADP" || token.Head <= k || token.Head >= end || doc.Tokens[k-1].POS != "PUNCT" {
		return false
	}
	head := &doc.Tokens[token.Head]
	return venues[head.Lemma] || venues[head.Lower]
}

// resumes reports whether the token takes the cue's own clause up again: as
// another verb of the same subject, or as a participle of saying.
func (r *reader) resumes(c clause, k int) bool {
	doc := r.doc
	token := &doc.Tokens[k]
	if token.POS != "VERB" {
		return false
	}
	if token.Tag == "VBG" {
		return isPause(doc.Tokens[k-1].Lower) && (r.cues.verbs[token.Lemma] != nil || refers[token.Lemma])
	}
	if doc.Tokens[c.verb].Tag == "VBD" && r.saysOn(k) {
		return true
	}
	return token.Head == c.verb && token.Is("conj") && doc.Child(k, "nsubj") < 0 && r.sameTense(c.verb, k)
}

// saysOn reports whether the token is the past "said" of "… and said", which
// is nobody's but the speaker's, whatever auxiliary stands before the "and".
func (r *reader) saysOn(k int) bool {
	token := &r.doc.Tokens[k]
	return k > 0 && isJoint(r.doc.Tokens[k-1].Lower) && r.onlySays(k) && (token.Tag == "VBD" || token.Tag == "VBN" && token.Lemma == "say")
}

func isJoint(s string) bool { return s == "and" || s == "but" }

// sameTense reports whether the two verbs can share a subject and a time: a
// past "said" goes on with another past form, not with "will".
func (r *reader) sameTense(cue, other int) bool {
	for _, child := range r.doc.Children(other) {
		if token := &r.doc.Tokens[child]; int(child) < other && token.POS == "AUX" {
			return token.Tag != "MD"
		}
	}
	return r.doc.Tokens[cue].Tag == r.doc.Tokens[other].Tag
}

// refers are the verbs that, as participles, say what the words were about.
var refers = map[string]bool{"refer": true, "speak": true, "point": true, "appear": true, "allude": true, "use": true}

func isPause(s string) bool {
	switch s {
	case ",", "and", "but", "while", "”", "\"", "—", "–":
		return true
	}
	return false
}

// backToJoint walks from a verb to the conjunction or comma that its clause
// begins with.
func (r *reader) backToJoint(k, start int) int {
	doc := r.doc
	joint := k
	for joint > start && (doc.Tokens[joint-1].POS == "AUX" || doc.Tokens[joint-1].POS == "ADV") {
		joint--
	}
	for joint > start && isPause(doc.Tokens[joint-1].Lower) && doc.Tokens[joint-1].Lower != "”" {
		joint--
	}
	return joint
}

// quoteEnds returns the token after the quotation's last, and whether the
// quotation is content by itself rather than a part of a longer clause.
func (r *reader) quoteEnds(q int) (int, bool) {
	doc := r.doc
	quote := &doc.Quotes[q]
	if quote.Last <= quote.First {
		return quote.Last, false
	}
	if last := doc.Tokens[quote.Last-1].Lower; strings.ContainsAny(last, ".,!?…") {
		return quote.Last, true
	}
	for k := quote.Last; k < len(doc.Tokens) && k < quote.Last+3; k++ {
		token := &doc.Tokens[k]
		if token.Span.Start < quote.Span.End {
			continue // the closing mark
		}
		return quote.Last, strings.ContainsAny(token.Lower, ".,!?;")
	}
	return quote.Last, true
}

// quoteAfter returns the quotation that opens at or after token i, as after
// a colon at the end of a paragraph.
func (r *reader) quoteAfter(i int) tocsin.Span {
	doc := r.doc
	for k := i; k < len(doc.Tokens) && k < i+5; k++ {
		if q := doc.Tokens[k].Quote; q >= 0 && doc.Quotes[q].First == k {
			return doc.SpanOf(k, doc.Quotes[q].Last)
		}
	}
	return tocsin.Span{}
}

// left returns the content before the verb and its subject, where a comma or
// a closing quotation mark sets it off.
//
// Example: Two bridges had been mined, the governor said.
func (r *reader) left(entry *entry, c clause) tocsin.Span {
	doc := r.doc
	if !entry.has("clause", "quote") || doc.Tokens[c.verb].Tag == "VBG" {
		return tocsin.Span{}
	}
	edge := c.first
	if c.subjFrom >= 0 && c.subjFrom < c.verb {
		edge = min(edge, c.subjFrom)
	}
	if c.tail >= 0 {
		edge = min(edge, c.tail)
	}
	low := doc.Sentences[doc.Tokens[c.verb].Sentence].First
	if edge <= low || c.tail < 0 && r.subordinateAfterComma(c) {
		return tocsin.Span{}
	}
	k := edge - 1
	sawMark := false
	for k >= low && doc.Tokens[k].POS == "PUNCT" {
		sawMark = true
		k--
	}
	if !sawMark || k < low {
		return tocsin.Span{}
	}
	start := r.pastConjunction(low, k)
	if q := doc.Tokens[k].Quote; q >= 0 && doc.Tokens[c.verb].Quote < 0 {
		quote := &doc.Quotes[r.outermost(q)]
		if quote.First <= start || doc.Tokens[start].Quote >= 0 && r.outermost(doc.Tokens[start].Quote) == r.outermost(q) {
			return doc.SpanOf(quote.First, k+1)
		}
	}
	if doc.Tokens[start].POS == "SCONJ" && doc.Tokens[start].Lower != "that" && !r.finiteMain(start, k+1) {
		return tocsin.Span{}
	}
	if !r.hasFinite(start, k+1) && !(c.tail >= 0 && k-start >= leastClause) {
		return tocsin.Span{}
	}
	return r.trim(start, k+1)
}

// leastClause is how many tokens must stand before an attribution for a
// stretch in which the tagger sees no finite verb to pass for a clause.
const leastClause = 6

// subordinateAfterComma: the verb stands in a clause of its own that only
// describes a noun (“…, who said X”), so that nothing before it is content.
func (r *reader) subordinateAfterComma(c clause) bool {
	v := r.subordinate(c.verb)
	if c.first > 1 && c.subjFrom > 0 && c.subjFrom < c.verb && r.closesAfterQuote(c.subjFrom-1) {
		return false
	}
	return v >= 0 && (r.doc.Tokens[v].Is("acl") || r.doc.Tokens[v].Is("advcl") && r.doc.Tokens[c.verb].Tag == "VBG")
}

// closesAfterQuote reports whether token k is punctuation with quoted words
// before it.
func (r *reader) closesAfterQuote(k int) bool {
	for k > 0 && r.doc.Tokens[k].POS == "PUNCT" {
		if k--; r.doc.Tokens[k].Quote >= 0 {
			return true
		}
	}
	return false
}

func (r *reader) outermost(q int) int {
	for step := 0; r.doc.Quotes[q].Outer >= 0 && step < 8; step++ {
		q = r.doc.Quotes[q].Outer
	}
	return q
}

func (r *reader) hasFinite(from, to int) bool {
	for k := from; k < to; k++ {
		if isFiniteTag(r.doc.Tokens[k].Tag) {
			return true
		}
	}
	return false
}

// finiteMain reports whether a main clause follows the subordinate one that
// the stretch begins with ("As the shelling stopped, troops moved in, X said").
func (r *reader) finiteMain(from, to int) bool {
	for k := from; k < to; k++ {
		if r.doc.Tokens[k].Lower == "," && r.hasFinite(k, to) {
			return true
		}
	}
	return false
}

// medial reports whether the cue stands between two parts of its content.
//
// Example: “The bridge,” the mayor said, “will be rebuilt.”
func (r *reader) medial(c clause) bool {
	doc := r.doc
	edge := c.after
	if c.subjFrom > c.verb {
		edge = max(edge, c.subjTo)
	}
	for k := edge; k < c.top && k < edge+8; k++ {
		if doc.Tokens[k].Lower == "," {
			return true
		}
		if next := r.whenAt(k); next > k {
			k = next - 1
		}
	}
	return false
}

// rest returns what of the content follows an attribution in its middle, where
// it goes on with an infinitive or a relative clause.
//
// Example: The dam must be opened, she said, to save the city below it.
func (r *reader) rest(c clause) tocsin.Span {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	after := c.after
	if c.subjFrom > c.verb {
		after = max(after, c.subjTo)
	}
	if after+2 >= sentence.Last || doc.Tokens[after].Lower != "," {
		return tocsin.Span{}
	}
	next := &doc.Tokens[after+1]
	if next.Tag == "TO" || next.Lower == "which" && c.subjFrom < c.verb {
		return r.trim(after+1, sentence.Last)
	}
	return tocsin.Span{}
}

// around reads an attribution set off by commas on both sides, or one that
// "as" puts before its content.
//
// Example: For a decade, she noted, the port has been closed. As she noted,
// the port has been closed.
func (r *reader) around(entry *entry, c clause) []tocsin.Span {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	from, after := min(c.first, c.subjFrom), max(c.after, c.subjTo)
	if !entry.has("clause") || c.subjFrom < 0 || after >= sentence.Last || doc.Tokens[after].Lower != "," || doc.Tokens[c.verb].Tag == "VBG" {
		return nil
	}
	right := r.trim(after+1, sentence.Last)
	if right.IsZero() || !r.hasFinite(after+1, sentence.Last) || doc.Tokens[after+1].Tag == "VBG" || doc.Tokens[after+1].Tag == "WDT" || doc.Tokens[after+1].Tag == "WP" {
		return nil
	}
	switch {
	case from > sentence.First && doc.Tokens[from-1].Lower == "as":
		return []tocsin.Span{right}
	case from > sentence.First+1 && doc.Tokens[from-1].Lower == "," && doc.Tokens[from-2].Quote < 0 && !r.hasFinite(sentence.First, from):
		if left := r.trim(r.pastConjunction(sentence.First, from), from); !left.IsZero() {
			return []tocsin.Span{left, right}
		}
		return []tocsin.Span{right}
	}
	return nil
}

func (r *reader) pastConjunction(from, to int) int {
	for from < to && (r.doc.Tokens[from].POS == "CCONJ" || r.doc.Tokens[from].POS == "PUNCT") {
		from++
	}
	return from
}

// sentenceBefore returns the quotation that ends right before a sentence that
// only names the speaker.
//
// Example: “Nobody told us anything.” the driver said.
func (r *reader) sentenceBefore(entry *entry, c clause) tocsin.Span {
	const longest = 14
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[c.verb].Sentence]
	if !entry.has("clause", "quote") || sentence.First < 2 || sentence.Last-sentence.First > longest {
		return tocsin.Span{}
	}
	k := sentence.First - 1
	for k > 0 && doc.Tokens[k].POS == "PUNCT" && doc.Tokens[k].Quote < 0 {
		k--
	}
	q := doc.Tokens[k].Quote
	if q < 0 || doc.Sentences[doc.Tokens[k].Sentence].Paragraph != sentence.Paragraph {
		return tocsin.Span{}
	}
	quote := &doc.Quotes[r.outermost(q)]
	return doc.SpanOf(quote.First, quote.Last)
}

func (r *reader) closesQuote(span tocsin.Span) bool {
	if span.IsZero() {
		return false
	}
	_, last := r.doc.TokensIn(span)
	return r.doc.Tokens[last-1].Quote >= 0
}

func (r *reader) opensQuote(span tocsin.Span) bool {
	if span.IsZero() {
		return false
	}
	first, _ := r.doc.TokensIn(span)
	return r.doc.Tokens[first].Quote >= 0
}

// gap reads a relative clause from which the subject of what is said is
// taken out.
//
// Example: Police held three men the ministry says are deserters.
func (r *reader) gap(entry *entry, c clause) []tocsin.Span {
	doc := r.doc
	if !entry.has("clause") || c.after >= c.top || c.subjFrom < 1 || c.subjFrom > c.verb {
		return nil
	}
	next := &doc.Tokens[c.after]
	if !isFiniteTag(next.Tag) {
		return nil
	}
	before := &doc.Tokens[c.subjFrom-1]
	noun := c.subjFrom - 1
	if before.Tag == "WDT" || before.Tag == "WP" || before.Lower == "that" {
		noun--
	}
	if noun < 0 || doc.Tokens[noun].Sentence != doc.Tokens[c.verb].Sentence || doc.Tokens[noun].POS != "NOUN" && doc.Tokens[noun].POS != "PROPN" {
		return nil
	}
	return []tocsin.Span{r.nounPhrase(noun), r.trim(c.after, r.cut(entry, c, c.after, c.top))}
}

// passiveVerb reads a passive cue: the subject is content, the agent (if any)
// the source.
//
// Example: The bridge is believed to have been mined by deserters.
func (r *reader) passiveVerb(entries []*entry, c clause) []attribution {
	doc := r.doc
	agent := r.agent(c.verb)
	k := slices.IndexFunc(entries, func(e *entry) bool {
		return e.has("passive") || agent >= 0 && e.has("whole", "noun")
	})
	if k < 0 {
		return nil
	}
	entry := entries[k]
	subject := r.passiveSubject(c.verb)
	end := r.cut(entry, c, min(c.after, c.top-1), c.top)
	start := c.after
	if agent >= 0 {
		if _, last := r.phrase(agent); last > start {
			start = last
		}
	}
	for start < end && doc.Tokens[start].POS == "PUNCT" {
		start++
	}
	var content []tocsin.Span
	if subject >= 0 && doc.Tokens[subject].Tag == "WDT" {
		if noun := r.antecedent(subject, c.verb); noun >= 0 {
			content = append(content, r.nounPhrase(noun))
		}
	} else if subject >= 0 && doc.Tokens[subject].Lower != "it" {
		from, to := doc.Reach(subject)
		from, to = max(from, doc.Sentences[doc.Tokens[c.verb].Sentence].First), min(to, c.first)
		if from < to {
			content = append(content, r.trim(from, to))
		}
	} else if subject >= 0 && start < end && doc.Tokens[start].Lower == "that" {
		start++
	}
	if start < end {
		if agent >= 0 && doc.Tokens[start-1].Lower == "," {
			start = end
		} else {
			content = append(content, r.trim(start, end))
		}
	}
	if len(content) == 0 || start >= end && agent < 0 {
		return nil
	}
	return []attribution{{
		rule: "passive", score: 0.7, entry: entry, first: c.verb, last: c.after,
		source: source{head: agent}, content: content,
	}}
}

// passiveSubject returns the head of what a passive verb is said of, its own
// or that of the verb it is joined to.
func (r *reader) passiveSubject(verb int) int {
	const climbs = 3
	for v, step := verb, 0; v >= 0 && step < climbs; step++ {
		if s := r.doc.Child(v, "nsubj", "expl"); s >= 0 {
			return s
		}
		if !r.doc.Tokens[v].Is("conj") {
			return -1
		}
		v = r.doc.Tokens[v].Head
	}
	return -1
}

// trim returns the span of tokens [first, last) without punctuation at its
// ends, save for quotation marks whose partner lies within.
func (r *reader) trim(first, last int) tocsin.Span {
	doc := r.doc
	for first < last && doc.Tokens[first].POS == "PUNCT" && !r.isMark(first) {
		first++
	}
	for last > first && doc.Tokens[last-1].POS == "PUNCT" && !r.isMark(last-1) && !strings.ContainsAny(doc.Tokens[last-1].Lower, "%)]") {
		last--
	}
	if first >= last {
		return tocsin.Span{}
	}
	if q := doc.Tokens[last-1].Quote; q >= 0 && doc.Quotes[q].First > first && doc.Quotes[q].Last <= last+1 && doc.Quotes[q].Closed {
		_, last = doc.TokensIn(doc.Quotes[q].Span)
	}
	span := doc.SpanOf(first, last)
	// A pair of marks around the whole is no part of it.
	if q := doc.Tokens[min(first+1, last-1)].Quote; q >= 0 && doc.Quotes[q].Span == span {
		return doc.Quotes[q].Inner
	}
	return span
}

func (r *reader) isMark(i int) bool {
	switch r.doc.Tokens[i].Lower {
	case "“", "”", "\"", "‘", "'", "’", "«", "»", "„", "``", "''":
		return true
	}
	return false
}

// whole extends content that breaks off inside a quotation to the quotation's
// end, sentence by sentence.
//
// Example: The minister said it “rejects the demand. We will answer it.”
func (r *reader) whole(content []tocsin.Span, cue int) []tocsin.Span {
	doc := r.doc
	last := content[len(content)-1]
	_, end := doc.TokensIn(last)
	q := doc.Tokens[end-1].Quote
	if q < 0 {
		return content
	}
	q = r.outermost(q)
	quote := &doc.Quotes[q]
	if quote.Last <= end || cue >= quote.First && cue < quote.Last {
		return content
	}
	if first, _ := doc.TokensIn(last); first == quote.First {
		content[len(content)-1] = doc.SpanOf(quote.First, quote.Last)
		return content
	}
	for s := doc.Tokens[end-1].Sentence + 1; s < len(doc.Sentences) && doc.Sentences[s].First < quote.Last; s++ {
		content = append(content, doc.SpanOf(doc.Sentences[s].First, min(doc.Sentences[s].Last, quote.Last)))
	}
	return content
}
