package event

import (
	"tocsin"
)

// statementActs are the acts of claims that are events in themselves.
var statementActs = map[tocsin.Act]tocsin.Category{
	tocsin.Accuse:   tocsin.AccuseOf,
	tocsin.Demand:   tocsin.Request,
	tocsin.Threaten: tocsin.Threat,
}

// findStatements tells of claims that accuse, demand or threaten. Where the
// cue is a word that the lexicon knows ("accused"), the event is there already
// and only learns whose act it is.
func (r *reader) findStatements() {
	at := map[int]int{}
	for k := range r.found {
		for i := r.found[k].first; i < r.found[k].last; i++ {
			at[i] = k
		}
	}
	for k := range r.claims {
		claim := &r.claims[k]
		anchor := r.cueAnchor(claim)
		if anchor < 0 {
			continue
		}
		if known, ok := at[anchor]; ok {
			r.adopt(&r.found[known], k)
			continue
		}
		category, isEvent := statementActs[claim.Act]
		if !isEvent || claim.Source.IsZero() {
			continue
		}
		r.found = append(r.found, r.statement(claim, k, anchor, category))
	}
}

// cueAnchor is the token that carries the claim: its cue. A claim without one
// goes on with what its source said before, and so does its act.
func (r *reader) cueAnchor(claim *tocsin.Claim) int {
	if claim.Cue.Span.IsZero() {
		return -1
	}
	first, last := r.doc.TokensIn(claim.Cue.Span)
	return r.topOf(first, last)
}

// topOf returns the token of the range that hangs from outside of it.
func (r *reader) topOf(first, last int) int {
	for i := first; i < last; i++ {
		if head := r.doc.Tokens[i].Head; (head < first || head >= last) && !r.doc.Tokens[i].Is("punct", "mark", "case") {
			return i
		}
	}
	if first < last {
		return first
	}
	return -1
}

// adopt lets a claim say whose act an event of its own cue is.
func (r *reader) adopt(known *finding, k int) {
	claim := &r.claims[k]
	known.claim = k + 1
	if len(known.sides.actors) == 0 && !claim.Source.IsZero() {
		party := sourceParty(claim.Source)
		known.actor = &party
	}
}

func sourceParty(source tocsin.Source) tocsin.Party {
	return tocsin.Party{ID: source.Actor, Name: source.Name, Country: source.Country}
}

// statement makes the event of a claim's own act.
func (r *reader) statement(claim *tocsin.Claim, k, anchor int, category tocsin.Category) finding {
	first, last := r.doc.TokensIn(claim.Cue.Span)
	party := sourceParty(claim.Source)
	out := finding{
		anchor: anchor, first: first, last: last, category: category, actor: &party,
		status: tocsin.Actual, rule: "statement", score: 0.6, claim: k + 1,
	}
	if r.isVerb(anchor) {
		if r.ownStatus(anchor) != tocsin.Actual {
			out.status = r.ownStatus(anchor)
		}
		f := r.frameOf(anchor)
		if addressed := r.undergoing(f.patients); len(addressed) > 0 && category == tocsin.Request {
			out.sides.recipients = addressed
		}
	}
	if len(out.sides.recipients) == 0 {
		if other := r.otherSide(claim); other >= 0 {
			out.sides.recipients = []int{other}
		}
	}
	return out
}

// otherSide finds the first party in a claim's content that is of another
// country than its source: whom an accusation or a demand is about.
func (r *reader) otherSide(claim *tocsin.Claim) int {
	for _, content := range claim.Content {
		first, last := r.doc.TokensIn(content)
		for i := first; i < last; i++ {
			token := &r.doc.Tokens[i]
			if token.POS != "PROPN" && token.POS != "NOUN" && token.POS != "ADJ" && token.POS != "PRON" || !r.isParty(i) {
				continue
			}
			code := r.side(i, 0).Country
			if code != "" && code != claim.Source.Country {
				return i
			}
		}
	}
	return -1
}
