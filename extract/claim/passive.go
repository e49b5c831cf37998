package claim

import (
	"slices"

	"tocsin"
)

func (r *reader) passive(i int) bool {
	doc := r.doc
	if doc.Tokens[i].Tag != "VBN" {
		return false
	}
	for _, child := range doc.Children(i) {
		if lemma := doc.Tokens[child].Lemma; int(child) < i && (lemma == "be" || lemma == "get") {
			return true
		}
	}
	return false
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
	if subject >= 0 && (doc.Tokens[subject].Tag == "WDT" || doc.Tokens[subject].Tag == "WP") {
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
		source: agent, content: content,
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

// agent returns the head of a passive's "by" phrase, or -1.
func (r *reader) agent(verb int) int {
	doc := r.doc
	for _, child := range doc.Children(verb) {
		c := int(child)
		if c < verb || !doc.Tokens[c].Is("obl", "nmod") {
			continue
		}
		if p := doc.Child(c, "case"); p >= 0 && doc.Tokens[p].Lower == "by" {
			return c
		}
	}
	return -1
}
