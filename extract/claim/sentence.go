package claim

// sentence returns the attributions whose cue stands in the sentence.
func (r *reader) sentence(s int) []attribution {
	doc := r.doc
	var found []attribution
	for i := doc.Sentences[s].First; i < doc.Sentences[s].Last; i++ {
		token := &doc.Tokens[i]
		if token.Quote >= 0 {
			continue // what is quoted is the speaker's, cues and all
		}
		switch {
		case r.cues.adjectives[token.Lower] != nil:
			found = append(found, r.adjective(i)...)
		case token.Lower == "according":
			found = append(found, r.according(i)...)
		case token.POS == "VERB" || r.closes(i):
			found = append(found, r.verb(i)...)
		case token.POS == "NOUN":
			found = append(found, r.noun(i)...)
		case token.POS == "ADV":
			found = append(found, r.adverb(i)...)
		}
	}
	r.keepInside(found)
	return found
}

// keepInside shortens the content of a claim that stands in another's words
// but runs on over the attribution behind them.
//
// Example: Rebels claimed their first hit on a ship, the ministry said.
func (r *reader) keepInside(found []attribution) {
	for i := range found {
		if found[i].rule != "verb-after" {
			continue
		}
		edge := found[i].content[0]
		for j := range found {
			if j == i || found[j].last <= found[j].first || !edge.Contains(r.doc.Tokens[found[j].first].Span) {
				continue
			}
			last := &found[j].content[len(found[j].content)-1]
			if last.Start < edge.End && last.End > edge.End {
				last.End = edge.End
			}
		}
	}
}

// closes reports whether the token is the verb of an attribution that ends
// its sentence, which taggers take for a plural noun.
//
// Example: The dam has burst, Reuters reports.
func (r *reader) closes(i int) bool {
	doc := r.doc
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	if doc.Tokens[i].Tag != "NNS" || r.cues.verbs[doc.Tokens[i].Lemma] == nil || i-2 < sentence.First || doc.Tokens[i-1].POS != "PROPN" && doc.Tokens[i-1].POS != "NOUN" {
		return false
	}
	if i+1 < sentence.Last && doc.Tokens[i+1].POS != "PUNCT" {
		return false
	}
	const longest = 6
	for k := i - 2; k >= sentence.First && k > i-longest; k-- {
		if doc.Tokens[k].Lower == "," {
			return r.hasFinite(sentence.First, k) && (doc.Tokens[i-1].POS == "PROPN" || doc.Tokens[k+1].POS == "DET")
		}
	}
	return false
}
