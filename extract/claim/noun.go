package claim

import "tocsin"

// noun reads a noun cue with its complement.
//
// Example: The announcement by the junta that polls would be put off …
func (r *reader) noun(i int) []attribution {
	doc := r.doc
	entries := r.cues.nouns[doc.Tokens[i].Lemma]
	if len(entries) == 0 || doc.Tokens[i].Is("compound") && r.whenAt(min(i+1, len(doc.Tokens)-1)) == i+1 {
		return nil
	}
	if i >= 2 && doc.Tokens[i-1].Lower == "a" && doc.Tokens[i-2].Lower == "," {
		return nil // “…, a claim that they denied” tells of what went before
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
	if !entry.has(word) || word == "that" && (doc.Tokens[start].Tag == "DT" || start+1 < sentence.Last && doc.Tokens[start+1].Finite()) {
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
		source: head, content: r.whole([]tocsin.Span{content}, i),
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
