package claim

import (
	"slices"
	"sort"
	"strings"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

// act decides what the source does, from the cue and, where the cue only
// says, from the content.
func (r *reader) act(a *attribution, from tocsin.Source) tocsin.Act {
	name := "say"
	if a.entry != nil {
		name = a.entry.act
	}
	switch name {
	case "say":
		return r.sayAct(a, from)
	case "announce":
		if r.speaksOfOwn(a, isAhead) || r.speaksOfOwn(a, isUnderWay) || r.isNounPhrase(a) {
			return tocsin.Commit
		}
		return tocsin.Assert
	case "warn":
		if r.speaksOfOwn(a, isAhead) {
			return tocsin.Threaten
		}
		return tocsin.Warn
	case "want":
		if first, last := r.doc.TokensIn(a.content[0]); last > first && r.doc.Tokens[first].Lower == "to" {
			return tocsin.Commit
		}
		return tocsin.Demand
	}
	return acts[name]
}

// isNounPhrase reports whether the content is a thing ("a new offensive")
// rather than a clause.
func (r *reader) isNounPhrase(a *attribution) bool {
	first, last := r.doc.TokensIn(a.content[0])
	return !r.hasFinite(first, last)
}

// contentActs are read in order: the first whose words the content holds
// decides. Each word is a whole token or a run of them.
var contentActs = []struct {
	act   tocsin.Act
	words []string
}{
	// The envoy said the allegations were baseless.
	{tocsin.Deny, []string{"baseless", "groundless", "unfounded", "untrue", "not true", "fabricated", "fabrication", "no truth", "categorically rejects", "categorically rejected", "fake", "a lie", "nothing to do with", "did not target", "does not target", "is false", "was false", "were false", "are false"}},
	// The minister said that the fleet must leave.
	{tocsin.Demand, []string{"must", "should", "ought to", "we need to", "we need more", "needs to", "needed", "please", "we call on", "we urge", "we ask", "we demand", "let us", "it is essential", "it is vital", "it is necessary", "has to", "have to"}},
	// The mayor said the garrison had committed a war crime.
	{tocsin.Accuse, []string{"war crime", "war crimes", "terrorist", "terrorists", "terror", "genocide", "genocidal", "violated", "violation", "violating", "violates", "illegal", "illegally", "lied", "lies", "lying", "blackmail", "provocation", "provocations", "atrocity", "atrocities", "crimes", "barbaric", "deliberately", "massacre", "propaganda", "cynicism", "cynical", "aggression", "aggressor", "nazi", "nazis", "nazism", "fascist", "fascists", "sabotage", "to blame", "guilty", "tortured", "torture", "looting", "stealing", "stolen", "hypocrisy", "corrupt", "pretext", "betrayed", "lawless", "unjustified", "inhuman", "inhumane", "savages", "cruel", "disinformation", "reckless", "abused", "breach", "breached"}},
	// The agency said that stocks could run out.
	{tocsin.Warn, []string{"risk", "risks", "could lead", "danger", "dangerous", "catastrophe", "catastrophic", "consequences", "will face", "beware", "escalate", "spiral", "threat", "threatens", "disaster", "famine", "worst-case"}},
}

// sayAct reads the act of a neutral cue from its content.
func (r *reader) sayAct(a *attribution, from tocsin.Source) tocsin.Act {
	if r.passesOn(a) {
		return tocsin.Assert
	}
	if r.speaksOfOwn(a, isAhead) {
		return tocsin.Commit
	}
	if r.refuses(a) || r.deniesDeed(a) {
		return tocsin.Deny
	}
	lower := r.lowerContent(a)
	for _, rule := range contentActs {
		if slices.ContainsFunc(rule.words, func(word string) bool { return strings.Contains(lower, " "+word+" ") }) {
			if rule.act == tocsin.Demand && slices.ContainsFunc(unmeant, func(words string) bool { return strings.Contains(lower, words) }) {
				continue
			}
			return rule.act
		}
	}
	if r.chargesIntent(a, from.Country) {
		return tocsin.Accuse
	}
	return tocsin.Assert
}

// unmeant are turns of phrase that sound like demands and are none.
var unmeant = []string{" no longer ", " should expect ", " should know ", " should note ", " should remember ", " should understand "}

// refuses reports whether the content begins with the source's own denial.
//
// Example: The envoy said he rejected the charge.
func (r *reader) refuses(a *attribution) bool {
	const near = 5
	first, last := r.doc.TokensIn(a.content[0])
	for k := first; k < min(last, first+near); k++ {
		if token := &r.doc.Tokens[k]; token.POS == "VERB" {
			subject := r.before(k, first)
			return (token.Lemma == "reject" || token.Lemma == "deny") && (subject < 0 || r.sameActor(subject, a))
		}
	}
	return false
}

// deniesDeed reports whether the content says that the source did not do
// something hostile.
//
// Example: The army said it had not targeted the camp.
func (r *reader) deniesDeed(a *attribution) bool {
	const near = 8
	doc := r.doc
	first, last := doc.TokensIn(a.content[0])
	for k := first; k < min(last, first+near); k++ {
		if lower := doc.Tokens[k].Lower; lower != "not" && lower != "n't" && lower != "never" {
			continue
		}
		verb := k + 1
		for verb < last && (doc.Tokens[verb].POS == "ADV" || doc.Tokens[verb].POS == "AUX") {
			verb++
		}
		if verb >= last || !hostilities[doc.Tokens[verb].Lemma] && !deeds[doc.Tokens[verb].Lemma] {
			return false
		}
		for subject := k - 1; subject >= first; subject-- {
			switch doc.Tokens[subject].POS {
			case "AUX", "ADV":
				continue
			}
			opens := subject == first && doc.Tokens[subject].Tag == "PRP" // “it was not …”: who else?
			return opens || doc.Tokens[subject].Lower == "we" || r.sameActor(subject, a)
		}
		return false
	}
	return false
}

// deeds are what sides deny having done, besides hostilities.
var deeds = map[string]bool{
	"target": true, "hit": true, "involve": true, "use": true, "violate": true, "commit": true, "bombard": true,
	"interfere": true, "fire": true, "supply": true, "seek": true, "poison": true, "deport": true, "block": true,
	"torture": true, "order": true, "send": true, "cross": true, "enter": true, "behind": true, "responsible": true,
}

// passesOn reports whether the content's own main verb is a saying by
// somebody else, whose act is then theirs.
//
// Example: The palace said the king had stressed that the army must leave.
func (r *reader) passesOn(a *attribution) bool {
	first, last := r.doc.TokensIn(a.content[0])
	for k := first; k < min(last, first+30); k++ {
		token := &r.doc.Tokens[k]
		if token.Quote >= 0 {
			return false
		}
		if token.POS == "VERB" {
			for _, entry := range r.cues.verbs[token.Lemma] {
				if entry.has("clause") && (entry.act == "say" || entry.act == "assert") {
					return true
				}
			}
			return false
		}
	}
	return false
}

// intents and hostilities are the lemmas by which one side charges another
// with what it is about to do.
var (
	intents = map[string]bool{
		"intend": true, "attempt": true, "try": true, "prepare": true, "preparation": true, "plan": true, "seek": true,
		"aim": true, "plot": true, "groundwork": true, "intention": true, "threaten": true, "mass": true, "warn": true,
	}
	hostilities = map[string]bool{
		"dismantle": true, "annex": true, "annexation": true, "attack": true, "invade": true, "invasion": true,
		"destroy": true, "draw": true, "drag": true, "pull": true, "seize": true, "occupy": true, "strike": true,
		"provoke": true, "kill": true, "undermine": true, "destabilise": true, "destabilize": true, "starve": true,
		"erase": true, "capture": true, "encircle": true, "disrupt": true, "wage": true, "conquer": true, "assault": true,
		"shell": true, "bomb": true, "overthrow": true, "divide": true, "break": true,
	}
)

// chargesIntent reports whether the content tells what another side is about
// to do to somebody.
//
// Example: The envoy said that Karsia was preparing to attack the strait.
func (r *reader) chargesIntent(a *attribution, own string) bool {
	if own == "" {
		return false
	}
	intent, hostile, other := false, false, false
	for _, span := range a.content {
		first, last := r.doc.TokensIn(span)
		for k := first; k < min(last, first+60); k++ {
			token := &r.doc.Tokens[k]
			intent = intent || intents[token.Lemma]
			hostile = hostile || hostilities[token.Lemma]
			if token.POS == "PROPN" || token.POS == "ADJ" {
				match, ok := country.Find(token.Text)
				other = other || ok && match.Country.Code != own
			}
		}
	}
	return intent && hostile && other
}

// lowerContent is the content's tokens in lower case, a space around each.
func (r *reader) lowerContent(a *attribution) string {
	const longest = 400 // tokens: enough to know an act, whatever comes in
	var b strings.Builder
	b.WriteByte(' ')
	for _, span := range a.content {
		first, last := r.doc.TokensIn(span)
		for k := first; k < last && k < first+longest; k++ {
			b.WriteString(r.doc.Tokens[k].Lower)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// speaksOfOwn reports whether the content's own subject is the source, and
// the verb group behind it is of the wanted kind.
//
// Example: The ministry said it would open two corridors. “We will stay.”
func (r *reader) speaksOfOwn(a *attribution, wanted func(doc *text.Doc, k int) bool) bool {
	const longest = 60
	doc := r.doc
	for _, span := range a.content {
		first, last := doc.TokensIn(span)
		for k := first; k < min(last, first+longest); k++ {
			if !wanted(doc, k) {
				continue
			}
			subject := r.before(k, first)
			if subject < 0 {
				continue
			}
			if lower := doc.Tokens[subject].Lower; lower == "we" || lower == "i" && doc.Tokens[k].Quote >= 0 {
				return true
			}
			if doc.Tokens[k].Quote < 0 && subject-first <= 4 && (r.sameActor(subject, a) || r.joinsActor(subject, first, a)) {
				return true
			}
		}
	}
	return false
}

// joinsActor reports whether the subject is the second of two that "and"
// joins, and the first stands for the source ("his country and Karsia would").
func (r *reader) joinsActor(subject, low int, a *attribution) bool {
	for k := subject - 1; k > low; k-- {
		if r.doc.Tokens[k].Lower == "and" {
			return r.sameActor(k-1, a)
		}
	}
	return false
}

// isAhead reports whether a verb group that lies ahead begins at token k, and
// tells of something done. In direct speech "would" is only imagined.
func isAhead(doc *text.Doc, k int) bool {
	const near = 4
	switch token := &doc.Tokens[k]; token.Lower {
	case "will", "'ll", "shall":
	case "would", "may":
		if token.Quote >= 0 {
			return false
		}
	default:
		return false
	}
	for next := k + 1; next < min(len(doc.Tokens), k+near); next++ {
		switch token := &doc.Tokens[next]; token.Tag {
		case "VB":
			acts := token.Lemma != "be" || next+1 < len(doc.Tokens) && (doc.Tokens[next+1].Tag == "VBN" || doc.Tokens[next+1].Tag == "VBG")
			return acts && !states[token.Lemma]
		}
	}
	return true
}

// states are the verbs that tell of no action, even with "will".
var states = map[string]bool{"need": true, "like": true, "love": true, "think": true, "know": true, "lose": true, "suffer": true, "see": true, "face": true}

// isUnderWay reports whether a progressive verb group begins at token k.
func isUnderWay(doc *text.Doc, k int) bool {
	return doc.Tokens[k].Lemma == "be" && k+1 < len(doc.Tokens) && doc.Tokens[k+1].Tag == "VBG"
}

// before returns the noun or pronoun directly before token k, adverbs aside.
func (r *reader) before(k, low int) int {
	for k--; k >= low; k-- {
		switch r.doc.Tokens[k].POS {
		case "PRON", "NOUN", "PROPN":
			return k
		case "ADV":
		default:
			return -1
		}
	}
	return -1
}

// sameActor reports whether the token stands for the attribution's source, or
// for the side that it speaks for.
func (r *reader) sameActor(token int, a *attribution) bool {
	if a.source < 0 {
		return false
	}
	if poss := r.doc.Child(token, "nmod:poss"); poss >= 0 && r.doc.Tokens[poss].Tag == "PRP$" && ownBodies[r.doc.Tokens[token].Lemma] {
		return true
	}
	said, ok := r.mentionAt(a.source)
	if !ok {
		return r.doc.Tokens[token].POS == "PRON"
	}
	named, ok := r.mentionAt(token)
	if !ok {
		return false
	}
	return said.actor == named.actor || said.actor.Country != "" && said.actor.Country == named.actor.Country && named.actor.Kind != tocsin.Person && named.actor.Kind != tocsin.Unnamed
}

// ownBodies are what a speaker means by "his country", "its forces".
var ownBodies = map[string]bool{
	"country": true, "government": true, "army": true, "force": true, "troop": true, "party": true, "company": true,
	"group": true, "nation": true, "administration": true, "ministry": true, "military": true, "organisation": true, "organization": true,
}

// certainty reads how firmly the content is put forward from its first modal
// or hedge.
func (r *reader) certainty(a *attribution) tocsin.Certainty {
	first, last := r.doc.TokensIn(a.content[0])
	for k := first; k < last && k < first+30; k++ {
		switch r.doc.Tokens[k].Lower {
		case "may", "might", "could", "possibly", "perhaps", "possible", "maybe":
			return tocsin.Possible
		case "probably", "likely", "apparently", "seems", "seemed", "appears", "appeared", "should", "expected":
			return tocsin.Probable
		}
	}
	if a.entry != nil && acts[a.entry.act] == tocsin.Believe {
		return tocsin.Probable
	}
	return tocsin.Certain
}

// saidWhen returns the value of the time expression that tells when the words
// were said: the one nearest to the cue in its sentence, outside the content.
func (r *reader) saidWhen(a *attribution) string {
	if a.last <= a.first {
		return ""
	}
	doc := r.doc
	cue := doc.SpanOf(a.first, a.last)
	sentence := doc.Sentences[doc.Tokens[a.first].Sentence].Span
	value, nearest := "", 80
	next := sort.Search(len(r.whens), func(k int) bool { return r.whens[k].Span.Start >= sentence.Start })
	for ; next < len(r.whens) && r.whens[next].Span.Start < sentence.End; next++ {
		when := &r.whens[next]
		if when.Type == tocsin.Duration {
			continue
		}
		if slices.ContainsFunc(a.content, func(s tocsin.Span) bool { return s.Overlaps(when.Span) }) {
			continue
		}
		distance := max(when.Span.Start-cue.End, cue.Start-when.Span.End)
		if distance < nearest {
			nearest, value = distance, when.Value
		}
	}
	return value
}
