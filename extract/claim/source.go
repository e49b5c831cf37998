package claim

import (
	"tocsin"
)

// sourceOf resolves the noun phrase with this head through the actors.
func (r *reader) sourceOf(head int) tocsin.Source {
	if m, ok := r.mentionAt(head); ok {
		return tocsin.Source{
			Span: m.span, Name: m.actor.Name, Actor: m.actor.ID,
			Role: m.actor.Role, Country: m.actor.Country, Kind: m.actor.Kind,
		}
	}
	span := r.nounPhrase(head)
	return tocsin.Source{Span: span, Name: r.doc.Words(span), Kind: tocsin.Unnamed}
}

// nounPhrase returns the head with what stands before it and with its
// prepositional complements, but without relative clauses.
func (r *reader) nounPhrase(head int) tocsin.Span {
	doc := r.doc
	first, last := head, head+1
	for _, child := range doc.Children(head) {
		c := int(child)
		from, to := doc.Reach(c)
		switch {
		case c < head && doc.Tokens[c].Is("det", "amod", "compound", "nmod", "nummod", "flat", "case") && doc.Tokens[c].Dep != "case":
			first = min(first, from)
		case c > head && to-head < 20 && doc.Tokens[c].Is("flat", "nmod", "appos", "conj") && from == last:
			last = to
		}
	}
	return doc.SpanOf(first, last)
}

// subject returns the head of what the verb is said of, or -1: its own
// subject, that of the verb it is joined to ("X said A, adding B"), or the
// noun that it describes ("X, who said A").
func (r *reader) subject(verb int) int {
	doc := r.doc
	const climbs = 6
	for v, step := verb, 0; v >= 0 && step < climbs; step++ {
		if s := doc.Child(v, "nsubj", "csubj"); s >= 0 {
			if v == verb || !doc.Tokens[s].Is("nsubj:pass") || step > 0 {
				return r.antecedent(s, v)
			}
		}
		token := &doc.Tokens[v]
		head := token.Head
		switch {
		case head < 0:
			return -1
		case token.Is("acl"):
			return head
		case token.Is("xcomp") && r.object(head) >= 0 && v == verb && doc.Tokens[r.object(head)].POS != "PRON" && !r.selfControl(head):
			return r.object(head)
		case token.Is("conj", "advcl", "xcomp", "parataxis", "ccomp", "dep", "aux", "cop", "obl", "advmod", "discourse"):
			v = head
		default:
			return -1
		}
	}
	return -1
}

// selfControl tells the verbs whose infinitive is done by their own subject
// even with an object ("used Telegram to say").
func (r *reader) selfControl(verb int) bool {
	switch r.doc.Tokens[verb].Lemma {
	case "use", "take", "promise", "issue", "make", "give", "release", "hold", "publish", "send", "write":
		return true
	}
	return false
}

func (r *reader) object(verb int) int { return r.doc.Child(verb, "obj") }

// antecedent replaces a relative pronoun by the noun that its clause
// describes.
func (r *reader) antecedent(subject, verb int) int {
	token := &r.doc.Tokens[subject]
	switch token.Lower {
	case "who", "which", "that":
		for v, step := verb, 0; v >= 0 && step < 4; v, step = r.doc.Tokens[v].Head, step+1 {
			if r.doc.Tokens[v].Is("acl") {
				return r.doc.Tokens[v].Head
			}
		}
		// A relative clause that the parser hung elsewhere: the noun before it.
		for i := subject - 1; i >= 0 && i >= subject-3 && r.doc.Tokens[i].Sentence == token.Sentence; i-- {
			if pos := r.doc.Tokens[i].POS; pos == "NOUN" || pos == "PROPN" {
				return i
			}
		}
		return -1
	}
	return subject
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
