package claim

import "tocsin"

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
	if colon := r.colonAhead(start, end); colon > 0 {
		start, bare = colon, ":"
	}
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
	for i < end && doc.Tokens[i].POS == "ADV" && !r.beginsNoun(i+1, end) {
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
	if i < end && (doc.Tokens[i].Finite() || doc.Tokens[i].POS == "AUX" || doc.Tokens[i-1].Head == i) {
		return start, "" // the subject of what was said
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
		case token.POS == "ADV" && token.Head == c.verb && i < c.after+4 && !r.beginsNoun(i+1, end):
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

// beginsNoun reports whether token i belongs to a noun phrase that an adverb
// before it may belong to as well ("more targets").
func (r *reader) beginsNoun(i, end int) bool {
	if i >= end || r.whenAt(i) > i {
		return false
	}
	pos := r.doc.Tokens[i].POS
	return pos == "NOUN" || pos == "ADJ" || pos == "NUM"
}

// colonAhead returns the first token of a quotation that a colon announces,
// with only circumstance between the verb and the colon, or 0.
//
// Example: She wrote online soon afterwards: “We were lucky.”
func (r *reader) colonAhead(start, end int) int {
	const longest = 15
	doc := r.doc
	for k := start; k+1 < end && k < start+longest; k++ {
		token := &doc.Tokens[k]
		if token.Quote >= 0 || token.Finite() || token.Lower == "that" {
			return 0
		}
		if token.Lower != ":" {
			continue
		}
		for k++; k < end && k < start+longest+3; k++ {
			if doc.Tokens[k].Quote >= 0 {
				return k
			}
			if doc.Tokens[k].POS != "PUNCT" {
				return 0
			}
		}
	}
	return 0
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
		case token.Finite() || token.Quote >= 0 || k == start && token.POS != "ADP" && token.POS != "ADV":
			return 0
		}
	}
	return 0
}

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
		if lower := doc.Tokens[k].Lower; lower == "that" || lower == ":" || lower == "," || doc.Tokens[k].POS == "VERB" && (doc.Tokens[k].Finite() || doc.Tokens[k].Is("ccomp", "parataxis")) {
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

// frame checks that what starts at token i is content that the entry allows,
// and says where that content begins.
func (r *reader) frame(entry *entry, c clause, i int, bare string) (int, bool) {
	doc := r.doc
	token := &doc.Tokens[i]
	inQuote := token.Quote >= 0 && token.Quote != doc.Tokens[c.verb].Quote
	if entry.has("as") && !r.wordWithin("as", i, c.top) && !r.quoteWithin(i, c.top) {
		return i, false
	}
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
	if token.Finite() {
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
		if token.Lower == "no" {
			return i, false // “offered no reason”
		}
		return i, entry.has("noun") || entry.has("noun2") && token.POS != "PRON"
	}
	return i, false
}

func (r *reader) wordWithin(word string, from, to int) bool {
	for i := from; i < to; i++ {
		if r.doc.Tokens[i].Lower == word {
			return true
		}
	}
	return false
}

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
