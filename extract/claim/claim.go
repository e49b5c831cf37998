// Package claim finds claims: every place where a text credits a statement,
// belief, plan, demand or denial to somebody (attribution relations, after
// Prasad et al. 2007 and Newell et al. 2018).
//
// In goes a read text with its actors and times; out come claims with source,
// cue and content, what each does (its act), which claim encloses it and which
// it denies. It refuses to credit the outlet's own sentences to anybody, to
// take "declined to comment" for a claim, and to look for further claims
// inside a direct quotation.
package claim

import (
	"slices"

	"tocsin"
	"tocsin/text"
)

// Extract returns the claims of doc in text order.
func Extract(doc *text.Doc, actors []tocsin.Actor, whens []tocsin.When) []tocsin.Claim {
	r := &reader{doc: doc, cues: lexicon(), whens: whens, mentions: indexMentions(actors)}
	var found []attribution
	for i := range doc.Sentences {
		if doc.Sentences[i].Furniture {
			continue
		}
		found = append(found, r.sentence(i)...)
	}
	found = r.withFollowing(distinct(r.joined(found)))
	claims := make([]tocsin.Claim, len(found))
	for i := range found {
		claims[i] = r.claim(&found[i])
	}
	claims = surest(claims)
	nest(claims)
	r.keepSpeaker(claims)
	r.lendQuotes(claims)
	deny(claims, doc)
	for i := range claims {
		claims[i].Vector = doc.Meaning(claims[i].Content)
	}
	return claims
}

// attribution is a claim in the making: token indices instead of spans.
type attribution struct {
	rule        string
	score       float64
	entry       *entry // nil without a cue
	first, last int    // the cue's tokens [first, last); empty without a cue
	source      int    // head of the noun phrase that it is credited to, -1 where nobody is named
	content     []tocsin.Span
	to          string
	read        *text.Attribution // nil where only a rule found it
	sourceSpan  tocsin.Span       // of read's source, zero where source tells it
	charged     bool              // read's source is whom it is about: nobody says it
}

// reader reads one Doc.
type reader struct {
	doc      *text.Doc
	cues     *cues
	whens    []tocsin.When
	mentions []mention
}

// distinct sorts the attributions and drops those that repeat another: the
// same cue, or no cue and the same content.
func distinct(found []attribution) []attribution {
	slices.SortStableFunc(found, func(a, b attribution) int { return a.content[0].Compare(b.content[0]) })
	type key struct {
		first int
		span  tocsin.Span
	}
	seen := map[key]bool{}
	kept := found[:0]
	for _, a := range found {
		k := key{a.first, tocsin.Span{}}
		if a.first == a.last {
			k = key{-1, a.content[0]}
		}
		if !seen[k] {
			seen[k] = true
			kept = append(kept, a)
		}
	}
	return kept
}

// surest keeps of claims that credit the same words to the same source, by two cues,
// the surer one.
//
// Example: The paper withdrew its report that the ferry had sunk.
func surest(claims []tocsin.Claim) []tocsin.Claim {
	kept := claims[:0]
	for _, claim := range claims {
		same := -1
		for i := len(kept) - 1; i >= 0 && kept[i].Content[0].Start == claim.Content[0].Start; i-- {
			if slices.Equal(kept[i].Content, claim.Content) && kept[i].Source.Name == claim.Source.Name {
				same = i
			}
		}
		switch {
		case same < 0:
			kept = append(kept, claim)
		case claim.Score > kept[same].Score:
			kept[same] = claim
		}
	}
	return kept
}

// claim turns an attribution into the Claim that leaves the package.
func (r *reader) claim(a *attribution) tocsin.Claim {
	claim := tocsin.Claim{Content: a.content, Rule: a.rule, Score: a.score}
	if a.last > a.first {
		claim.Cue = tocsin.Cue{Span: r.doc.SpanOf(a.first, a.last), Lemma: r.doc.Tokens[a.first].Lemma}
	}
	if a.source >= 0 {
		claim.Source = r.sourceOf(a.source)
		if !a.sourceSpan.IsZero() {
			claim.Source.Span = a.sourceSpan
		}
	}
	claim.Form = r.form(a.content)
	if claim.Form == tocsin.Direct && (a.entry != nil && a.entry.has("quoted") || r.afterThat(a)) {
		claim.Form = tocsin.Mixed
	}
	claim.Act = r.decideAct(a, claim.Source)
	claim.Certainty = r.certainty(a)
	claim.Said = tocsin.Said{When: r.saidWhen(a), To: a.to}
	claim.ID = tocsin.ID(r.doc.Article.ID, "claim", append([]tocsin.Span{claim.Cue.Span}, a.content...)...)
	return claim
}

// afterThat reports whether a "that" introduces the content.
func (r *reader) afterThat(a *attribution) bool {
	first, _ := r.doc.TokensIn(a.content[0])
	for k := first - 1; k >= max(0, first-2); k-- {
		if r.doc.Tokens[k].Lower == "that" {
			return true
		}
	}
	return false
}

// lendQuotes makes a claim indirect whose quoted words are all another's,
// quoted within it.
//
// Example: The agency reported that the mayor called the raid “a disgrace”.
func (r *reader) lendQuotes(claims []tocsin.Claim) {
	const reach = 12
	for i := range claims {
		if claims[i].Form != tocsin.Mixed {
			continue
		}
		var inner []tocsin.Span
		for j := max(0, i-reach); j < min(len(claims), i+reach); j++ {
			if claims[j].Within == claims[i].ID {
				inner = append(inner, claims[j].Content...)
			}
		}
		if len(inner) > 0 && !r.quotesOutside(claims[i].Content, inner) {
			claims[i].Form = tocsin.Indirect
		}
	}
}

// quotesOutside reports whether a quoted word of the content lies in none of
// the inner spans.
func (r *reader) quotesOutside(content, inner []tocsin.Span) bool {
	for _, span := range content {
		first, last := r.doc.TokensIn(span)
		for k := first; k < last; k++ {
			token := &r.doc.Tokens[k]
			if token.Quote >= 0 && token.POS != "PUNCT" && !slices.ContainsFunc(inner, func(s tocsin.Span) bool { return s.Contains(token.Span) }) {
				return true
			}
		}
	}
	return false
}

// nest names for each claim the one that encloses it: the shortest content of
// another claim that holds its cue, or its content where it has no cue.
func nest(claims []tocsin.Claim) {
	const lookBack = 24
	for i := range claims {
		inner := claims[i].Cue.Span
		if inner.IsZero() {
			inner = claims[i].Content[0]
		}
		shortest := -1
		for j := max(0, i-lookBack); j < min(len(claims), i+lookBack); j++ {
			if j == i {
				continue
			}
			for _, content := range claims[j].Content {
				if content.Contains(inner) && content != inner && (shortest < 0 || content.Len() < shortest) {
					shortest = content.Len()
					claims[i].Within = claims[j].ID
				}
			}
		}
	}
}
