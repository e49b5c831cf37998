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
		r.adoptRejection(&r.found[k])
	}
	inner := map[string]tocsin.Act{}
	for k := range r.claims {
		if r.claims[k].Within != "" {
			inner[r.claims[k].Within] = r.claims[k].Act
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
		if inner[claim.ID] == claim.Act {
			continue // "AFP said that he accused": he did, not AFP
		}
		if !isEvent || claim.Source.IsZero() || r.lemma(anchor) == "accord" || !r.isVerb(anchor) && r.doc.Tokens[anchor].POS != "NOUN" {
			continue // "according to" does not act
		}
		if r.isVerb(anchor) && r.frameOf(anchor).passive && len(r.frameOf(anchor).agents) == 0 {
			continue // "asked why he had come, she said": nobody says who asked
		}
		made := r.statement(claim, k, anchor, category)
		if first, last := r.asked(claim); category == tocsin.Request && first < last {
			if _, told := at[last-1]; !told {
				made.first, made.last = first, last
			}
		}
		if category == tocsin.AccuseOf && r.isNeutral(anchor) {
			if at := r.charge(claim); at >= 0 {
				made.anchor, made.first, made.last = at, at, at+1
				if into := r.drawnInto(at); into >= 0 {
					made.last = into + 1
				}
			} else if len(made.sides.recipients) == 0 || r.tellsDeed(claim) {
				continue // who says what was done, and does not say against whom, reports
			}
		}
		r.found = append(r.found, made)
	}
}

// isNeutral reports whether the cue by itself accuses nobody: "said", "told".
func (r *reader) isNeutral(anchor int) bool {
	switch r.lemma(anchor) {
	case "say", "tell", "add", "write", "respond", "note", "state", "explain", "reply", "continue", "report", "post", "tweet":
		return true
	}
	return false
}

// charges are words that accuse by themselves, whatever the cue is.
var charges = map[string]bool{
	"violate": true, "violation": true, "breach": true, "flout": true, "cynicism": true, "betray": true, "hypocrisy": true,
	"sabotage": true, "blackmail": true,
}

// charge finds the word of a claim's content that accuses: in "he told the
// summit that Chad is trying to draw Mali into its war", "draw". It returns -1
// where the charge lies in no one word.
func (r *reader) charge(claim *tocsin.Claim) int {
	for _, content := range claim.Content {
		first, last := r.doc.TokensIn(content)
		for i := first; i < last; i++ {
			if charges[r.lemma(i)] || r.drawnInto(i) >= 0 {
				return i
			}
		}
	}
	return -1
}

// drawnInto finds the war that somebody is drawn into, or -1.
func (r *reader) drawnInto(i int) int {
	switch r.lemma(i) {
	case "draw", "drag", "pull", "suck", "lure":
	default:
		return -1
	}
	for _, phrase := range r.frameOf(i).obliques {
		switch r.lemma(phrase.head) {
		case "war", "conflict", "fight", "confrontation":
			if phrase.prep == "into" && phrase.head > i && phrase.head-i <= longestTrigger {
				return phrase.head
			}
		}
	}
	return -1
}

// tellsDeed reports whether an attack or the like is told in the content, so
// that the claim reports it.
func (r *reader) tellsDeed(claim *tocsin.Claim) bool {
	for _, content := range claim.Content {
		first, last := r.doc.TokensIn(content)
		for k := range r.found {
			if at := r.found[k].anchor; at >= first && at < last && deeds[r.found[k].category] {
				return true
			}
		}
	}
	return false
}

// adoptRejection makes a rejection that a denial consists of ("it said it
// “rejects this slander”") the act of that denial.
func (r *reader) adoptRejection(known *finding) {
	at := r.claimAt[known.anchor]
	if known.category == tocsin.Reject && at > 0 && r.claims[at-1].Act == tocsin.Deny {
		r.adopt(known, int(at)-1)
		known.status = tocsin.Actual
	}
}

// asked finds what a demand asks for in so many words: "should be sent", "must
// not be forgotten", in the first clause of its content.
func (r *reader) asked(claim *tocsin.Claim) (first, last int) {
	if len(claim.Content) == 0 {
		return 0, 0
	}
	from, to := r.doc.TokensIn(claim.Content[0])
	for i := from; i < to && i-from < farthestAsked; i++ {
		token := &r.doc.Tokens[i]
		if token.POS == "VERB" && r.lemma(i) == "need" && r.isFinite(i) {
			return i, i + 1
		}
		if token.Is("aux") && i > 0 && r.doc.Tokens[i-1].Tag != "WP" && (token.Lower == "should" || token.Lower == "must") && token.Head > i && token.Head < to && token.Head-i < longestTrigger {
			return i, token.Head + 1
		}
	}
	return 0, 0
}

// farthestAsked bounds in tokens where the asking words may begin.
const farthestAsked = 15

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

// adopt lets a claim say whose act an event of its own cue is, and whom a
// denial answers.
func (r *reader) adopt(known *finding, k int) {
	claim := &r.claims[k]
	known.claim = k + 1
	if len(known.sides.actors) == 0 && !claim.Source.IsZero() {
		party := sourceParty(claim.Source)
		known.actor = &party
	}
	if known.category != tocsin.Reject || len(known.sides.recipients) > 0 {
		return
	}
	for _, denied := range claim.Denies {
		if at, ok := r.claimOf[denied]; ok && !r.claims[at].Source.IsZero() {
			party := sourceParty(r.claims[at].Source)
			known.recipient = &party
			return
		}
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
