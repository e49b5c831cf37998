package claim

import (
	"strings"

	"tocsin"
)

// speaker returns the head of the noun phrase that a verb cue is said of.
// Beside a closing quotation mark or a comma the words themselves show it
// better than a parse that has to cope with what was quoted.
//
// Example: “Nobody will pass,” said the general. “Nobody,” he said.
func (r *reader) speaker(c clause) int {
	doc := r.doc
	low := doc.Sentences[doc.Tokens[c.verb].Sentence].First
	if h := r.betweenQuoteAndVerb(c, low); h >= 0 {
		return h
	}
	if c.first > low && r.isFinite(c) && doc.Tokens[c.first-1].POS == "PUNCT" && r.endsContent(c.first-1, low) && (doc.Tokens[c.first-1].Lower != "," || r.onlySays(c.verb)) {
		if h := r.phraseAfter(c.after, len(doc.Tokens)); h >= 0 && !r.isSubject(h) {
			return h
		}
	}
	if h := r.quotedSpeaker(c, low); h >= 0 {
		return h
	}
	if c.tail >= 0 {
		if h := r.phraseAfter(c.tail, c.first); h >= 0 {
			return h
		}
	}
	if r.closes(c.verb) {
		return c.verb - 1
	}
	if doc.Tokens[c.verb].Tag == "VBG" && c.first > low && isPause(doc.Tokens[c.first-1].Lower) {
		if cue := r.cueBefore(c.first, low); cue >= 0 {
			return r.speaker(r.clauseOf(cue))
		}
	}
	if c.first == c.verb && c.first > low+2 && r.saysOn(c.verb) {
		if cue := r.cueBefore(c.first, low); cue >= 0 && doc.Tokens[cue].Tag == "VBD" {
			return r.speaker(r.clauseOf(cue))
		}
	}
	if doc.Child(c.verb, "nsubj") < 0 && c.first > low && r.isFinite(c) {
		if before := &doc.Tokens[c.first-1]; before.POS == "PROPN" || before.Tag == "PRP" {
			return c.first - 1
		}
	}
	if h := r.besideVerb(c, low); h >= 0 {
		return h
	}
	if h := r.pastCase(r.subject(c.verb), low); h >= 0 && (doc.Tokens[h].Quote < 0 || doc.Tokens[h].Quote == doc.Tokens[c.verb].Quote) {
		return h
	}
	if r.isFinite(c) {
		return r.namedBefore(c, low)
	}
	return -1
}

// besideVerb returns the name right before the verb, behind a comma that ends
// another phrase, which a parse may take for the subject.
//
// Example: At the summit of Harlan, this year’s host, Orlen said: “No.”
func (r *reader) besideVerb(c clause, low int) int {
	k := c.first - 1
	if k <= low || !r.isFinite(c) || r.doc.Tokens[k].POS != "PROPN" {
		return -1
	}
	m, known := r.mentionAt(k)
	if !known {
		return -1
	}
	first, last := r.doc.TokensIn(m.span)
	if last != k+1 || first <= low || r.doc.Tokens[first-1].Lower != "," {
		return -1
	}
	return k
}

// keepSpeaker lets a "he" or "she" who speaks right after a person's claim be
// that person: who has the word keeps it until another takes it.
//
// Example: The tax hurts Karsia’s king, said Lena Orr. “It works,” she said.
func (r *reader) keepSpeaker(claims []tocsin.Claim) {
	last := -1
	for i := range claims {
		claim := &claims[i]
		if claim.Within != "" || claim.Source.IsZero() {
			continue
		}
		word := strings.ToLower(r.doc.Words(claim.Source.Span))
		if last >= 0 && (word == "he" || word == "she") && r.follows(&claims[last], claim) {
			span := claim.Source.Span
			claim.Source = claims[last].Source
			claim.Source.Span = span
		}
		last = i
		if claim.Source.Kind != tocsin.Person || claim.Source.Actor == "" {
			last = -1
		}
	}
}

// follows reports whether the second claim begins in the sentence right after
// the one that the first was made in, in the same paragraph.
func (r *reader) follows(first, second *tocsin.Claim) bool {
	made := first.Cue.Span
	if made.IsZero() {
		made = first.Content[len(first.Content)-1]
	}
	from, _ := r.doc.TokensIn(made)
	to, _ := r.doc.TokensIn(second.Content[0])
	here, there := r.doc.Tokens[from].Sentence, r.doc.Tokens[to].Sentence
	return there == here+1 && r.doc.Sentences[here].Paragraph == r.doc.Sentences[there].Paragraph
}

// namedBefore returns the head of the mention that ends right before the verb
// or the comma before it, for a parse that lost the verb's subject.
//
// Example: Despite the fire, the city’s mayor, Lena Orr, said: “We stay.”
func (r *reader) namedBefore(c clause, low int) int {
	k := c.first - 1
	for k >= low && r.doc.Tokens[k].POS == "PUNCT" {
		k--
	}
	if k < low || r.doc.Tokens[k].POS != "PROPN" && r.doc.Tokens[k].POS != "NOUN" {
		return -1
	}
	if _, known := r.mentionAt(k); !known {
		return -1
	}
	return k
}

// betweenQuoteAndVerb returns the head of the noun phrase that alone stands
// between a closing quotation mark and the verb, or -1.
func (r *reader) betweenQuoteAndVerb(c clause, low int) int {
	const longest = 25
	doc := r.doc
	for k := c.first - 1; k >= low && k > c.first-longest; k-- {
		token := &doc.Tokens[k]
		switch token.Tag {
		case "VBD", "VBZ", "VBP", "MD", "WP", "WDT":
			return -1
		}
		if token.Quote >= 0 && token.Quote != doc.Tokens[c.verb].Quote {
			if k+2 >= c.first || !strings.ContainsAny(doc.Tokens[k].Lower, ".,!?…") && doc.Tokens[k+2].Lower != "," {
				return -1
			}
			from := k + 1
			for from < c.first && doc.Tokens[from].POS == "PUNCT" {
				from++
			}
			return r.phraseAfter(from, c.first)
		}
	}
	return -1
}

// quotedSpeaker returns the head of the noun phrase before "as saying".
//
// Example: The agency quoted the harbour master as saying the dock was clear.
func (r *reader) quotedSpeaker(c clause, low int) int {
	doc := r.doc
	k := c.first - 1
	if doc.Tokens[c.verb].Tag != "VBG" || k-1 < low || doc.Tokens[k].Lower != "as" {
		return -1
	}
	for k--; k > low && doc.Tokens[k].POS == "PUNCT"; {
		k--
	}
	if pos := doc.Tokens[k].POS; pos != "NOUN" && pos != "PROPN" && pos != "PRON" {
		return -1
	}
	return k
}

// cueBefore returns the finite verb of saying, outside any quotation, that
// stands nearest before token i in its sentence, or -1.
//
// Example: “We shall see,” the envoy told them, adding that talks went on.
func (r *reader) cueBefore(i, low int) int {
	const near = 40
	doc := r.doc
	for k := i - 1; k >= low && k > i-near; k-- {
		token := &doc.Tokens[k]
		if token.POS != "VERB" || token.Quote >= 0 || token.Tag != "VBD" && token.Tag != "VBZ" && token.Tag != "VBP" {
			continue
		}
		for _, entry := range r.cues.verbs[token.Lemma] {
			if entry.has("clause", "quote") {
				return k
			}
		}
	}
	return -1
}

// isSubject reports whether a verb follows the noun phrase with this head,
// which is then part of what is said ("…, said he had seen nothing").
func (r *reader) isSubject(head int) bool {
	_, after := r.phrase(head)
	if after = max(after, head+1); after >= len(r.doc.Tokens) || r.whenAt(after) > after {
		return false
	}
	switch pos := r.doc.Tokens[after].POS; pos {
	case "VERB", "AUX", "PRON", "ADV":
		return true
	}
	return false
}

// pastCase walks from a noun behind a preposition, which is no subject, to
// the noun before it ("an account with many followers said").
func (r *reader) pastCase(head, low int) int {
	doc := r.doc
	const walks = 3
	for step := 0; head >= 0 && step < walks; step++ {
		p := doc.Child(head, "case")
		if p < 0 || p > head || doc.Tokens[p].POS != "ADP" {
			return head
		}
		before := p - 1
		switch doc.Tokens[p].Lower {
		case "after", "before", "since", "until", "as":
			return head // a conjunction that the tagger took for a preposition
		}
		if before < low || doc.Tokens[before].POS != "NOUN" && doc.Tokens[before].POS != "PROPN" {
			return head
		}
		head = before
	}
	return head
}

// endsContent reports whether the punctuation at token k closes something
// that was said: a quotation, or a clause with a finite verb.
func (r *reader) endsContent(k, low int) bool {
	for k >= low && r.doc.Tokens[k].POS == "PUNCT" {
		k--
	}
	return k >= low && (r.doc.Tokens[k].Quote >= 0 || r.hasFinite(low, k+1))
}

// subject returns the head of what the verb is said of, or -1: its own
// subject, that of the verb it is joined to ("X said A, adding B"), or the
// noun that it describes ("X, who said A").
func (r *reader) subject(verb int) int {
	doc := r.doc
	const climbs = 6
	for v, step := verb, 0; v >= 0 && step < climbs; step++ {
		if s := r.nearestSubject(v); s >= 0 {
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

// nearestSubject returns the subject beside the verb: where the parse gives it
// two, the other is usually the owner of the one ("the country’s minister").
func (r *reader) nearestSubject(verb int) int {
	nearest := -1
	for _, child := range r.doc.Children(verb) {
		c := int(child)
		if r.doc.Tokens[c].Is("nsubj", "csubj") && (nearest < 0 || c < verb) && r.whenAt(c) == c {
			nearest = c
		}
	}
	return nearest
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

// ownerOf is the subject that a possessive pronoun stands for where no actor is
// known to: of the clause around it; -1 for none.
//
// Example: The Harbour Post withdrew its report that the ferry had sunk.
func (r *reader) ownerOf(pronoun int) int {
	const climb = 6
	if r.doc.Tokens[pronoun].Tag != "PRP$" {
		return -1
	}
	for i, step := r.doc.Tokens[pronoun].Head, 0; i >= 0 && step < climb; i, step = r.doc.Tokens[i].Head, step+1 {
		if subject := r.doc.Child(i, "nsubj"); subject >= 0 && subject < pronoun && r.doc.Tokens[subject].Tag != "PRP$" {
			return subject
		}
	}
	return -1
}

// sourceOf resolves the noun phrase with this head through the actors.
func (r *reader) sourceOf(head int) tocsin.Source {
	if m, ok := r.mentionAt(head); ok {
		return tocsin.Source{
			Span: m.span, Name: m.actor.Name, Actor: m.actor.ID,
			Role: m.actor.Role, Country: m.actor.Country, Kind: m.actor.Kind,
		}
	}
	if owner := r.ownerOf(head); owner >= 0 {
		source := r.sourceOf(owner)
		source.Span = r.doc.Tokens[head].Span
		return source
	}
	span := r.nounPhrase(head)
	return tocsin.Source{Span: span, Name: r.doc.Words(span), Kind: tocsin.Unnamed}
}
