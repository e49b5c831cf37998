package claim

import (
	"slices"
	"strings"
)

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
		if (r.digresses(k) || r.comments(c, k)) && r.hasVerb(start, k) {
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

// digresses reports whether a relative clause begins at token k that a comma
// sets off: the outlet's background, not what was said.
//
// Example: She said they had left Harlan, which lies on the border.
func (r *reader) digresses(k int) bool {
	token := &r.doc.Tokens[k]
	return r.doc.Tokens[k-1].Lower == "," && (token.Tag == "WDT" || token.Tag == "WP") && token.Lower != "what"
}

// comments reports whether the outlet begins to speak for itself at token k:
// in a clause or an apposition that a comma sets off, or in another past tense
// of saying that the source shares.
//
// Example: She said the dam would hold, as she had a year before. He called it
// safe and urged them to stay. They called it sabotage, a charge without proof.
func (r *reader) comments(c clause, k int) bool {
	token, before := &r.doc.Tokens[k], r.doc.Tokens[k-1].Lower
	switch {
	case before == "," && backgrounds[token.Lower]:
		return true
	case before == "," && token.Tag == "DT" && k+1 < len(r.doc.Tokens) && appraisals[r.doc.Tokens[k+1].Lemma]:
		return token.Lower == "a" || token.Lower == "an"
	}
	return isJoint(before) && token.Tag == "VBD" && r.doc.Tokens[c.verb].Tag == "VBD" && r.speaksUp(token.Lemma)
}

// speaksUp reports whether the verb is an act of speech by itself, rather than
// one of finding out or of thinking, which others than the speaker do as well.
func (r *reader) speaksUp(lemma string) bool {
	return slices.ContainsFunc(r.cues.verbs[lemma], func(e *entry) bool { return !e.has("fact") && e.act != "believe" })
}

// backgrounds are the words that set a background behind a comma.
var backgrounds = map[string]bool{
	"as": true, "when": true, "while": true, "though": true, "although": true, "despite": true, "even": true,
}

// appraisals are the nouns by which an outlet says what the words amount to.
var appraisals = map[string]bool{
	"claim": true, "move": true, "charge": true, "offer": true, "step": true, "comment": true, "decision": true,
	"accusation": true, "allegation": true, "remark": true, "statement": true, "reference": true, "position": true,
	"suggestion": true, "threat": true, "prediction": true,
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
	least := k + 2 // the joint, and a subject
	switch doc.Tokens[k].Lower {
	case "while", "whereas", "but", "and":
	default:
		least = k + 1 // “While police said two had died, the hospital said it was three.”
		first := doc.Sentences[doc.Tokens[k].Sentence].First
		if doc.Tokens[first].POS != "SCONJ" && doc.Tokens[first].Tag != "VBG" && doc.Tokens[min(first+1, end-1)].Tag != "VBG" || r.phraseAfter(k, end) < 0 {
			return false
		}
	}
	for j := k + 1; j < min(end, k+near); j++ {
		token := &doc.Tokens[j]
		if !token.Finite() {
			continue
		}
		return token.POS == "VERB" && j >= least && r.cues.verbs[token.Lemma] != nil
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
