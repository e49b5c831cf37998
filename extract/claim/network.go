package claim

import (
	"slices"

	"tocsin"
	"tocsin/text"
)

// How probable a cue of the network must be to count by itself, and where a
// rule finds the same.
const (
	cueLeast       = 0.5
	confirmedLeast = 0.15
)

// joined puts together what the network reads and what the rules find. The
// network decides: it reads better by far. A rule confirms a cue that the
// network doubts, finds a source that the network leaves open, and alone reads
// quotations that no cue introduces and nouns that say who said that what.
//
// Example: The announcement by the governor that the port would close came late.
func (r *reader) joined(ruled []attribution) []attribution {
	var found []attribution
	cueAt := cuesOf(ruled)
	for i := range r.doc.Attributions {
		a, ok := r.fromNetwork(&r.doc.Attributions[i])
		if !ok {
			continue
		}
		k := cueAt.first(a)
		if k < 0 {
			if a.score >= cueLeast && len(a.content) > 0 {
				found = append(found, a)
			}
			continue
		}
		if a.score < confirmedLeast {
			continue
		}
		if len(a.content) == 0 {
			a.content = ruled[k].content
		}
		if a.source < 0 && !a.charged {
			a.source = ruled[k].source
		}
		a.to, a.entry = ruled[k].to, ruled[k].entry
		a.rule += "+" + ruled[k].rule
		found = append(found, a)
	}
	read := cuesOf(found)
	for _, b := range ruled {
		alone := b.rule == "adverb" || b.rule == "noun-that" && b.source >= 0
		if b.last == b.first || alone && read.first(b) < 0 {
			found = append(found, b)
		}
	}
	return once(found)
}

// cueIndex tells for a token which attribution it is a part of the cue of, the
// first of several.
type cueIndex map[int]int

func cuesOf(found []attribution) cueIndex {
	index := cueIndex{}
	for k, a := range found {
		for i := a.first; i < a.last; i++ {
			if _, taken := index[i]; !taken {
				index[i] = k
			}
		}
	}
	return index
}

// first is the first attribution whose cue shares a token with a's, -1 if none.
func (c cueIndex) first(a attribution) int {
	first := -1
	for i := a.first; i < a.last; i++ {
		if k, found := c[i]; found && (first < 0 || k < first) {
			first = k
		}
	}
	return first
}

// once drops the less likely of two cues that lie side by side and credit the
// same words to the same source.
//
// Example: The mayor is confident that the dam will hold.
func once(found []attribution) []attribution {
	const near = 4
	kept := make([]attribution, 0, len(found))
	for i, a := range found {
		// Cues that lie side by side follow one another.
		beside := found[max(0, i-near):min(len(found), i+near+1)]
		if !slices.ContainsFunc(beside, func(b attribution) bool {
			return b.score > a.score && b.source == a.source && b.first-a.first < near && a.first-b.first < near && slices.Equal(b.content, a.content)
		}) {
			kept = append(kept, a)
		}
	}
	return kept
}

// carries reports whether a cue has a word that can carry saying: “is” and “it”
// credit nothing to anybody by themselves.
func (r *reader) carries(cue text.Run) bool {
	for i := cue.First; i < cue.Last; i++ {
		token := &r.doc.Tokens[i]
		switch token.POS {
		case "PUNCT", "DET", "PRON", "CCONJ", "AUX", "PART":
		default:
			return true
		}
	}
	return r.doc.Tokens[cue.Last-1].POS == "AUX" && r.doc.Tokens[cue.Last-1].Lemma != "be"
}

// quotation is the words of a whole quotation. The comma before its closing mark
// belongs to the sentence around it.
//
// Example: “The bridge is safe,” the mayor said.
func (r *reader) quotation(run text.Run) tocsin.Span {
	last := run.Last
	if last-1 > run.First && r.doc.Tokens[last-1].Text == "," {
		last--
	}
	return r.doc.SpanOf(run.First, last)
}

// fromNetwork turns what the network reads into an attribution; ok is false
// where it is none that a ledger counts: in furniture, or within a quotation,
// which is its speaker's, cues and all. Its content may be empty.
func (r *reader) fromNetwork(read *text.Attribution) (a attribution, ok bool) {
	doc := r.doc
	if doc.Aside(read.Cue.First) || doc.Tokens[read.Cue.First].Quote >= 0 || !r.carries(read.Cue) {
		return attribution{}, false
	}
	a = attribution{
		rule: "network", score: read.Score, first: read.Cue.First, last: read.Cue.Last, source: -1,
		read: read, entry: r.entryOf(read.Cue),
	}
	for _, run := range read.Content {
		if doc.Tokens[run.First].Lower == "that" {
			run.First++
		}
		run.Last = max(run.Last, r.phraseEnd(run))
		if !r.hasWord(run) {
			continue
		}
		span := r.trim(run.First, run.Last)
		if q := doc.Tokens[run.First].Quote; q >= 0 && doc.Quotes[q].First == run.First && doc.Quotes[q].Last == run.Last {
			span = r.quotation(run) // its marks aside, as it stands
		}
		if r.keepsSilent(read.Cue, run) {
			return attribution{}, false
		}
		if !span.IsZero() {
			a.content = append(a.content, span)
		}
	}
	source := r.inOneSentence(read.Source, read.Cue)
	switch {
	case source.Empty():
	case r.isCharged(source, read.Cue):
		a.charged = true
	default:
		a.source, a.sourceSpan = r.readSource(source)
	}
	return a, true
}

// inOneSentence cuts a source that runs on from a caption or a time stamp into
// the sentence behind it: a source lies in one sentence, that of its cue if it
// has words there.
//
// Example: 10.40 GMT
//
// The mayor’s wife, Alla, said that nobody knew.
func (r *reader) inOneSentence(source, cue text.Run) text.Run {
	if source.Empty() {
		return source
	}
	doc := r.doc
	first, last := doc.Tokens[source.First].Sentence, doc.Tokens[source.Last-1].Sentence
	if first == last {
		return source
	}
	chosen := last
	if at := doc.Tokens[cue.First].Sentence; first <= at && at <= last {
		chosen = at
	}
	sentence := doc.Sentences[chosen]
	return text.Run{First: max(source.First, sentence.First), Last: min(source.Last, sentence.Last)}
}

// isCharged reports whether the source is whom a passive cue is about, not who
// says it.
//
// Example: The envoy, accused of spying, left the country.
func (r *reader) isCharged(source, cue text.Run) bool {
	head := r.headOf(source)
	for i := cue.First; i < cue.Last; i++ {
		token := &r.doc.Tokens[i]
		// A reduced relative clause is passive, whatever its verb is tagged as.
		if token.Tag == "VBD" && r.isReduced(i) {
			return true
		}
		if token.Tag != "VBN" {
			continue
		}
		below := r.doc.Tokens[head].Head == i
		participle := token.Is("acl", "advcl") && r.doc.Child(i, "nsubj") < 0 && r.doc.Child(i, "aux") < 0
		if participle && !below || below && r.doc.Tokens[head].Is("nsubj:pass") {
			return true
		}
	}
	return false
}

// isReduced reports whether a verb without a subject of its own hangs from a
// noun.
func (r *reader) isReduced(verb int) bool {
	doc := r.doc
	token := &doc.Tokens[verb]
	if token.Head < 0 || !token.Is("acl", "acl:relcl", "appos") || doc.Child(verb, "nsubj") >= 0 || doc.Child(verb, "nsubj:pass") >= 0 {
		return false
	}
	above := doc.Tokens[token.Head].POS
	return above == "NOUN" || above == "PROPN"
}

// readSource returns the head of the source and its span, which is zero where
// the head stands for words elsewhere.
//
// Example: The envoys, who said nothing had been signed, left at noon.
func (r *reader) readSource(run text.Run) (head int, span tocsin.Span) {
	doc := r.doc
	head = r.headOf(run)
	token := &doc.Tokens[head]
	switch {
	case token.Tag == "WP" || token.Tag == "WDT" || token.Lower == "that" && token.Is("nsubj"):
		return r.antecedent(head, token.Head), tocsin.Span{}
	case token.POS != "NOUN" && token.POS != "PROPN" && token.POS != "PRON" && token.POS != "NUM":
		if _, known := r.mentionAt(head); !known {
			return -1, tocsin.Span{}
		}
	}
	return head, doc.SpanOf(run.First, max(run.Last, r.phraseEnd(run)))
}

// phraseEnd is behind the noun that the run's last word only leads up to: the
// network at times sees the article and not its noun.
func (r *reader) phraseEnd(run text.Run) int {
	const far = 4
	last := &r.doc.Tokens[run.Last-1]
	if last.Is("det", "case", "amod", "compound", "nummod") && last.Head >= run.Last && last.Head < run.Last+far {
		return last.Head + 1
	}
	return run.Last
}

// keepsSilent reports whether the content is what the source will not do with
// words: it says nothing.
//
// Example: The ministry declined to comment.
func (r *reader) keepsSilent(cue, content text.Run) bool {
	doc := r.doc
	switch doc.Tokens[cue.Last-1].Lemma {
	case "decline", "refuse", "fail":
	default:
		return false
	}
	if doc.Tokens[content.First].Lower != "to" || content.First+1 >= content.Last {
		return false
	}
	switch doc.Tokens[content.First+1].Lemma {
	case "comment", "say", "answer", "respond", "reply", "elaborate", "specify", "discuss", "confirm", "speak":
		return true
	}
	return false
}

// hasWord reports whether the run has a word that says something by itself.
func (r *reader) hasWord(run text.Run) bool {
	for i := run.First; i < run.Last; i++ {
		switch r.doc.Tokens[i].POS {
		case "PUNCT", "DET", "ADP", "CCONJ", "SCONJ":
		default:
			return true
		}
	}
	return false
}

// headOf returns the token of the run that its other tokens hang from.
func (r *reader) headOf(run text.Run) int {
	for i := run.First; i < run.Last; i++ {
		if h := r.doc.Tokens[i].Head; (h < run.First || h >= run.Last) && r.doc.Tokens[i].POS != "PUNCT" {
			return i
		}
	}
	return run.Last - 1
}

// entryOf finds the cue in the lexicon, which knows what saying it does.
func (r *reader) entryOf(cue text.Run) *entry {
	for i := cue.First; i < cue.Last; i++ {
		for _, entries := range []map[string][]*entry{r.cues.verbs, r.cues.nouns, r.cues.adjectives, r.cues.adverbs} {
			if found := entries[r.doc.Tokens[i].Lemma]; len(found) > 0 {
				return found[0]
			}
		}
	}
	return nil
}

// actLeast is how sure the network must be of an act to be asked before the
// cue's entry and the words of the content.
const actLeast = 0.7

// chargeLeast is the same for a charge by a cue that only says, against nobody of
// another country: reports of one's own attacks ("the ministry said its guns had
// struck the depot") look like charges to the network.
const chargeLeast = 0.95

// decideAct is what the source does: what the network is sure of, else what
// the rules of act say.
func (r *reader) decideAct(a *attribution, from tocsin.Source) tocsin.Act {
	if a.read == nil {
		return r.act(a, from)
	}
	act, least := tocsin.Act(a.read.Act), actLeast
	if act == tocsin.Accuse && a.entry != nil && a.entry.act == "say" && !r.namesOthers(a, from) {
		least = chargeLeast
	}
	if act == tocsin.Deny && a.entry != nil && a.entry.act == "say" && !r.gainsays(a) {
		return r.act(a, from)
	}
	if act == tocsin.Threaten && !r.mayThreaten(a) {
		return r.act(a, from)
	}
	if act != tocsin.Assert && a.read.ActScore >= least {
		return act
	}
	return r.act(a, from)
}

// mayThreaten reports whether the cue is one of threats or warnings, or the source
// says what it will do itself: whoever says what others or nature may do threatens
// nobody.
func (r *reader) mayThreaten(a *attribution) bool {
	if a.entry != nil && a.entry.act != "say" {
		return true
	}
	return r.speaksOfOwn(a, isAhead)
}

// gainsaying are words by which somebody who only says something may deny something.
var gainsaying = []string{
	"not", "n't", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "unable", "false", "falsely", "wrong", "untrue", "incorrect", "inaccurate", "lie", "lies", "lying", "myth", "hoax",
	"rumour", "rumours", "rumor", "rumors", "nonsense", "absurd", "ridiculous", "baseless", "groundless", "unfounded", "unproven", "fabricated", "fabrication", "fabrications", "invented", "invention", "fake", "fiction", "slander",
	"reject", "rejects", "rejected", "deny", "denies", "denied", "dismiss", "dismissed", "refute", "refuted", "innocent", "propaganda", "disinformation", "misinformation", "exaggerated", "speculation", "misunderstanding", "far", "lacks", "lacked", "hardly",
}

// gainsays reports whether the content has a word by which anything is denied.
func (r *reader) gainsays(a *attribution) bool {
	for _, span := range a.content {
		first, last := r.doc.TokensIn(span)
		for i := first; i < last; i++ {
			if slices.Contains(gainsaying, r.doc.Tokens[i].Lower) {
				return true
			}
		}
	}
	return false
}

// namesOthers reports whether the content begins with a party of another country
// than the source's: "Russia said Ukraine had shelled a hospital".
func (r *reader) namesOthers(a *attribution, from tocsin.Source) bool {
	const near = 8
	first, last := r.doc.TokensIn(a.content[0])
	for i := first; i < min(last, first+near); i++ {
		m, named := r.mentionAt(i)
		if named && r.doc.Tokens[i].Is("nsubj", "nsubj:pass") {
			return m.actor.Country != "" && from.Country != "" && m.actor.Country != from.Country
		}
	}
	return false
}
