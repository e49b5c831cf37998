package event

import (
	"tocsin"
	"tocsin/text"
)

// How probable the network must find it that a word tells of an event: for
// what the lexicon finds as well, and for what it does not.
const (
	confirmedLeast = 0.02
	aloneLeast     = 0.8
)

// confirm drops what the lexicon finds where the network sees no event at all.
//
// Example: The heat hit growers hard.
func (r *reader) confirm() {
	kept := r.found[:0]
	for _, f := range r.found {
		if trigger := r.bestTrigger(f.first, f.last); trigger != nil && trigger.Score >= confirmedLeast {
			kept = append(kept, f)
		}
	}
	r.found = kept
}

// bestTrigger is the likeliest of the network's triggers among the tokens
// [first, last), nil where there is none.
func (r *reader) bestTrigger(first, last int) *text.Trigger {
	var best *text.Trigger
	for i := first; i < last; i++ {
		if at := r.triggerAt[i]; at > 0 && (best == nil || r.doc.Triggers[at-1].Score > best.Score) {
			best = &r.doc.Triggers[at-1]
		}
	}
	return best
}

// addRead adds the events of words that the lexicon does not know or whose
// frame it does not recognise, but the network is sure of.
//
// Example: Gunmen waylaid a bus outside the town.
func (r *reader) addRead() {
	told := make([]bool, len(r.doc.Tokens))
	for _, f := range r.found {
		for i := f.first; i < f.last; i++ {
			told[i] = true
		}
	}
	free := func(i int) bool {
		at := r.triggerAt[i]
		return at > 0 && r.doc.Triggers[at-1].Score >= aloneLeast && !told[i] && !r.consumed[i] && !r.doc.Aside(i)
	}
	for first := 0; first < len(r.doc.Tokens); first++ {
		if !free(first) {
			continue
		}
		last := first + 1
		for last < len(r.doc.Tokens) && free(last) && r.doc.Tokens[last].Sentence == r.doc.Tokens[first].Sentence {
			last++
		}
		if f := r.read(first, last); len(f.sides.actors) > 0 || len(f.sides.recipients) > 0 && !speech[f.category] {
			r.found = append(r.found, f) // words need somebody who says them, deeds one of their sides
		}
		first = last
	}
}

// read makes the finding of a run of trigger words: its anchor is the verb
// among them, or the last noun.
func (r *reader) read(first, last int) finding {
	anchor := last - 1
	for i := first; i < last; i++ {
		if r.isVerb(i) {
			anchor = i
			break
		}
	}
	trigger := r.bestTrigger(first, last)
	e := &entry{lemma: r.lemma(anchor), category: tocsin.Category(trigger.Category), any: true}
	f := finding{anchor: anchor, first: first, last: last, category: e.category, rule: "network", score: trigger.Score}
	if r.isVerb(anchor) {
		f.sides, f.status = r.verbSides(r.frameOf(anchor), e), r.verbStatus(anchor, 0)
		return f
	}
	f.sides, _ = r.nounSides(anchor, e)
	f.status, f.vague = r.nounStatus(anchor, 0), r.isVague(anchor)
	return f
}
