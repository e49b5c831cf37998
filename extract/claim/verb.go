package claim

import (
	"slices"

	"tocsin"
)

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
	a := attribution{entry: entry, first: c.verb, last: c.after, source: c.subject}
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
	switch {
	case left.IsZero() && right.IsZero():
		left = r.sentenceBefore(entry, c)
	case !left.IsZero() && c.tail >= 0:
		right = tocsin.Span{} // only circumstance follows
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
	if r.unsaid(entry, c) && r.form(a.content) != tocsin.Direct {
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

// reduced reports whether the verb is a participle that only describes a noun
// ("land claimed by both"): it has no speaker to find.
func (r *reader) reduced(i int) bool {
	token := &r.doc.Tokens[i]
	return token.Tag == "VBN" && r.doc.Child(i, "aux", "nsubj") < 0 && token.Is("acl", "amod", "advcl")
}

// onlySays reports whether the verb is one that may stand before its speaker
// without a quotation ("The dam has burst, says the mayor").
func (r *reader) onlySays(verb int) bool {
	return slices.ContainsFunc(r.cues.verbs[r.doc.Tokens[verb].Lemma], func(e *entry) bool { return e.act == "say" && e.has("clause") })
}
