package claim

import "tocsin"

// sentence returns the attributions whose cue stands in the sentence.
func (r *reader) sentence(s int) []attribution {
	doc := r.doc
	var found []attribution
	for i := doc.Sentences[s].First; i < doc.Sentences[s].Last; i++ {
		token := &doc.Tokens[i]
		if token.Quote >= 0 {
			continue // what is quoted is the speaker's, cues and all
		}
		switch {
		case r.cues.adjectives[token.Lower] != nil:
			found = append(found, r.adjective(i)...)
		case token.Lower == "according":
			found = append(found, r.according(i)...)
		case token.POS == "VERB" || r.closes(i):
			found = append(found, r.verb(i)...)
		case token.POS == "NOUN":
			found = append(found, r.noun(i)...)
		case token.POS == "ADV":
			found = append(found, r.adverb(i)...)
		}
	}
	r.keepInside(found)
	return found
}

// keepInside shortens the content of a claim that stands in another's words
// but runs on over the attribution behind them.
//
// Example: Rebels claimed their first hit on a ship, the ministry said.
func (r *reader) keepInside(found []attribution) {
	for i := range found {
		if found[i].rule != "verb-after" {
			continue
		}
		edge := found[i].content[0]
		for j := range found {
			if j == i || found[j].last <= found[j].first || !edge.Contains(r.doc.Tokens[found[j].first].Span) {
				continue
			}
			last := &found[j].content[len(found[j].content)-1]
			if last.Start < edge.End && last.End > edge.End {
				last.End = edge.End
			}
		}
	}
}

// closes reports whether the token is the verb of an attribution that ends
// its sentence, which taggers take for a plural noun.
//
// Example: The dam has burst, Reuters reports.
func (r *reader) closes(i int) bool {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	if doc.Tokens[i].Tag != "NNS" || r.cues.verbs[doc.Tokens[i].Lemma] == nil || i-2 < sentence.First || doc.Tokens[i-1].POS != "PROPN" && doc.Tokens[i-1].POS != "NOUN" {
		return false
	}
	if i+1 < sentence.Last && doc.Tokens[i+1].POS != "PUNCT" {
		return false
	}
	const longest = 6
	for k := i - 2; k >= sentence.First && k > i-longest; k-- {
		if doc.Tokens[k].Lower == "," {
			return r.hasFinite(sentence.First, k) && (doc.Tokens[i-1].POS == "PROPN" || doc.Tokens[k+1].POS == "DET")
		}
	}
	return false
}

// according reads "according to X", before, after or within its content.
//
// Example: The convoy, according to two drivers, never reached the port.
func (r *reader) according(i int) []attribution {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	if i+2 >= sentence.Last || doc.Tokens[i+1].Lower != "to" {
		return nil
	}
	head := r.nounAfter(i+2, sentence.Last)
	if head < 0 {
		return nil
	}
	_, after := r.phrase(head)
	after = r.pastRelative(max(after, head+1), sentence.Last)
	low, top := sentence.First, sentence.Last
	if v := r.enclosingClause(i); v >= 0 {
		from, to := doc.Reach(v)
		low, top = max(low, from), min(top, max(to, after))
	}
	var content []tocsin.Span
	if left := r.trim(low, i); !left.IsZero() && i-low > 1 {
		content = append(content, left)
	}
	if after < top && (len(content) == 0 || doc.Tokens[after].Lower == "," && !r.addsCue(after+1, top) && !r.digresses(min(after+1, top-1))) {
		if right := r.trim(after, top); !right.IsZero() && (len(content) == 0 || right.Len() > 12) {
			content = append(content, right)
		}
	}
	if len(content) == 0 {
		return nil
	}
	return []attribution{{
		rule: "according-to", score: 0.9, first: i, last: i + 2,
		entry: accordingTo, source: source{head: head}, content: r.whole(content, i),
	}}
}

// pastRelative passes over a relative clause at token i, to the comma behind
// it ("according to two drivers who had turned back, …").
func (r *reader) pastRelative(i, end int) int {
	if i >= end {
		return i
	}
	if lower := r.doc.Tokens[i].Lower; lower != "who" && lower != "which" && lower != "that" && lower != "whose" {
		return i
	}
	for k := i; k < end; k++ {
		if r.doc.Tokens[k].Lower == "," {
			return k
		}
	}
	return i
}

var accordingTo = &entry{lemma: "according", act: "say"}

// enclosingClause returns the verb of the subordinate clause around token i
// that is itself a cue's content, -1 where the main clause is meant.
func (r *reader) enclosingClause(i int) int {
	doc := r.doc
	const climbs = 8
	for v, step := doc.Tokens[i].Head, 0; v >= 0 && step < climbs; v, step = doc.Tokens[v].Head, step+1 {
		if doc.Tokens[v].Is("acl:relcl") {
			return v
		}
	}
	return -1
}

// addsCue reports whether what follows is another attribution ("…, adding
// that").
func (r *reader) addsCue(from, to int) bool {
	for k := from; k < to && k < from+3; k++ {
		if token := &r.doc.Tokens[k]; token.Tag == "VBG" && r.cues.verbs[token.Lemma] != nil {
			return true
		}
	}
	return false
}

// nounAfter returns the head of the noun phrase that begins at token i.
func (r *reader) nounAfter(i, end int) int {
	doc := r.doc
	if i >= end {
		return -1
	}
	if m, ok := r.mentionFrom(i, end); ok {
		// The mention's own head: the token in it whose head lies outside.
		first, last := doc.TokensIn(m.span)
		for k := first; k < last; k++ {
			if h := doc.Tokens[k].Head; (h < first || h >= last) && doc.Tokens[k].POS != "PUNCT" {
				return k
			}
		}
	}
	for k := i; k < end && k < i+12; k++ {
		switch token := &doc.Tokens[k]; token.POS {
		case "NOUN", "PROPN", "PRON":
			if token.Head < i || token.Head >= end || token.Head < k {
				return k
			}
			if k+1 < end && token.Is("compound", "nmod", "amod", "flat") {
				continue
			}
			return k
		case "PUNCT", "VERB":
			return -1
		}
	}
	return -1
}

// noun reads a noun cue with its complement.
//
// Example: The announcement by the junta that polls would be put off …
func (r *reader) noun(i int) []attribution {
	doc := r.doc
	entries := r.cues.nouns[doc.Tokens[i].Lemma]
	if len(entries) == 0 || doc.Tokens[i].Is("compound") && r.whenAt(min(i+1, len(doc.Tokens)-1)) == i+1 {
		return nil
	}
	entry := entries[0]
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	head, skip := r.nounSource(i, sentence.First)
	start := max(i+1, skip)
	for start < sentence.Last && r.whenAt(start) > start {
		start = r.whenAt(start)
	}
	for start < sentence.Last && doc.Tokens[start].POS == "PUNCT" && doc.Tokens[start].Quote < 0 && start < max(skip, i)+3 {
		start++
	}
	if start >= sentence.Last {
		return nil
	}
	word := doc.Tokens[start].Lower
	if !entry.has(word) || word == "that" && (doc.Tokens[start].Tag == "DT" || start+1 < sentence.Last && isFiniteTag(doc.Tokens[start+1].Tag)) {
		return nil
	}
	if start > i+1 && skip <= i+1 && r.whenAt(i+1) == i+1 {
		return nil
	}
	from := start
	if word != "to" {
		from++
	}
	if word == "to" && (from+1 >= sentence.Last || doc.Tokens[from+1].Tag != "VB") {
		return nil
	}
	end := r.complementEnd(i, from, sentence.Last)
	content := r.trim(from, end)
	if content.IsZero() || head < 0 && (!hearsay[entry.lemma] || !r.hasVerb(from, end)) {
		return nil
	}
	return []attribution{{
		rule: "noun-" + word, score: 0.65, entry: entry, first: i, last: i + 1,
		source: source{head: head}, content: r.whole([]tocsin.Span{content}, i),
	}}
}

// hearsay are the noun cues that credit their content to somebody even where
// nobody is named.
var hearsay = map[string]bool{
	"report": true, "rumour": true, "rumor": true, "fear": true, "claim": true, "allegation": true,
	"accusation": true, "suggestion": true, "speculation": true, "suspicion": true, "warning": true,
	"concern": true, "worry": true,
}

// nounSource returns whose announcement, claim or threat it is, and the token
// after the phrase that says so where that stands behind the noun.
func (r *reader) nounSource(i, low int) (head, skip int) {
	doc := r.doc
	if p := doc.Child(i, "nmod:poss"); p >= 0 {
		return p, 0
	}
	if i+1 < len(doc.Tokens) {
		if word := doc.Tokens[i+1].Lower; word == "by" || word == "from" || word == "of" && r.isActor(i+2) {
			if h := r.nounAfter(i+2, len(doc.Tokens)); h >= 0 && doc.Tokens[h].Sentence == doc.Tokens[i].Sentence {
				_, after := r.phrase(h)
				return h, max(after, h+1)
			}
		}
		if next := r.whenAt(i + 1); next > i+1 && next+1 < len(doc.Tokens) && doc.Tokens[next].Lower == "by" {
			if h := r.nounAfter(next+1, len(doc.Tokens)); h >= 0 && doc.Tokens[h].Sentence == doc.Tokens[i].Sentence {
				_, after := r.phrase(h)
				return h, max(after, h+1)
			}
		}
	}
	for _, child := range doc.Children(i) {
		c := int(child)
		if c < i && doc.Tokens[c].Is("amod", "compound") {
			if m, ok := r.mentionAt(c); ok && m.actor.Country != "" {
				return c, 0
			}
		}
	}
	// "made a claim that", "issued a warning that": the verb's subject.
	if verb := doc.Tokens[i].Head; verb >= 0 && doc.Tokens[i].Is("obj") && lightVerbs[doc.Tokens[verb].Lemma] && !r.silenced(verb) {
		return r.subject(verb), 0
	}
	return -1, 0
}

func (r *reader) isActor(i int) bool {
	if i >= len(r.doc.Tokens) {
		return false
	}
	m, ok := r.mentionAt(i)
	return ok && m.actor.Kind != tocsin.Document
}

// lightVerbs lend a noun cue their subject.
var lightVerbs = map[string]bool{
	"make": true, "issue": true, "give": true, "express": true, "voice": true, "raise": true, "repeat": true,
	"have": true, "announce": true, "release": true, "reiterate": true, "deliver": true, "renew": true,
	"state": true, "declare": true, "put": true, "level": true, "send": true, "file": true, "lodge": true,
	"hold": true, "share": true, "publish": true, "unveil": true, "set": true, "take": true, "abandon": true,
	"face": false, "deny": false,
}

// complementEnd returns where the noun's complement ends: with its subtree in
// the parse, before a second finite verb where the noun is the subject of one
// ("The claim that the dam was safe angered the town"), and in any case before
// the sentence goes on.
func (r *reader) complementEnd(noun, from, top int) int {
	doc := r.doc
	_, last := doc.Reach(noun)
	if last <= from {
		last = top
	}
	last = min(last, top)
	if doc.Tokens[noun].Is("nsubj") || noun-doc.Sentences[doc.Tokens[noun].Sentence].First <= 2 {
		if main := r.mainVerb(from, top); main > 0 {
			last = main
		}
	}
	for k := from + 1; k < last; k++ {
		if lower := doc.Tokens[k].Lower; lower == ";" || lower == "," && k+1 < last && doc.Tokens[k+1].Lower == "as" {
			return k
		}
	}
	return last
}

// mainVerb returns the second finite verb after token from that takes no
// subject of its own, or 0.
func (r *reader) mainVerb(from, top int) int {
	doc := r.doc
	verbs, joined := 0, false
	for k := from; k < top; k++ {
		token := &doc.Tokens[k]
		switch token.Tag {
		case "CC", "WDT", "WP", "IN":
			joined = joined || token.Tag != "IN" || token.Lower == "that"
		case "VBD", "VBZ", "VBP", "MD":
			verbs++
			if verbs > 1 && !joined {
				return k
			}
			joined = false
		case "VB":
			joined = false
		}
	}
	return 0
}

// adjective reads what somebody is sure, afraid or ready to do.
//
// Example: The mayor is confident that the dam will hold.
func (r *reader) adjective(i int) []attribution {
	doc := r.doc
	entry := r.cues.adjectives[doc.Tokens[i].Lower][0]
	subject := doc.Child(i, "nsubj")
	if subject < 0 && doc.Tokens[i].Is("xcomp", "conj") {
		subject = doc.Child(doc.Tokens[i].Head, "nsubj")
	}
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	if subject < 0 || subject > i || doc.Tokens[subject].Tag == "WDT" || i+2 >= sentence.Last || r.silenced(i) {
		return nil
	}
	word := doc.Tokens[i+1].Lower
	if !entry.has(word) || word == "to" && doc.Tokens[i+2].Tag != "VB" {
		return nil
	}
	from := i + 1
	if word != "to" {
		from++
	}
	c := r.clauseOf(i)
	content := r.trim(from, r.cut(entry, c, from, c.top))
	if content.IsZero() {
		return nil
	}
	return []attribution{{
		rule: "adjective", score: 0.6, entry: entry, first: i, last: i + 1,
		source: source{head: subject}, content: r.whole([]tocsin.Span{content}, i),
	}}
}

// adverb reads "reportedly" and its like: nobody's word about the clause.
//
// Example: The depot was reportedly hit twice overnight.
func (r *reader) adverb(i int) []attribution {
	doc := r.doc
	entries := r.cues.adverbs[doc.Tokens[i].Lower]
	if len(entries) == 0 {
		return nil
	}
	entry := entries[0]
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	low, top := sentence.First, sentence.Last
	head := doc.Tokens[i].Head
	if head >= 0 && doc.Tokens[head].Is("amod") {
		return nil
	}
	if head >= 0 {
		for v, step := head, 0; v >= 0 && step < 4; v, step = doc.Tokens[v].Head, step+1 {
			if doc.Tokens[v].Is("acl", "advcl", "ccomp", "conj") || doc.Tokens[v].Head < 0 {
				from, to := doc.Reach(v)
				low, top = max(low, from), min(top, to)
				break
			}
		}
	}
	var content []tocsin.Span
	if left := r.trim(low, i); low < i && !left.IsZero() {
		content = append(content, left)
	}
	if right := r.trim(i+1, top); i+1 < top && !right.IsZero() {
		content = append(content, right)
	}
	if len(content) == 0 {
		return nil
	}
	return []attribution{{
		rule: "adverb", score: 0.7, entry: entry, first: i, last: i + 1, source: source{head: -1}, content: content,
	}}
}
