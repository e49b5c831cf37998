package claim

import "tocsin"

// adjective reads what somebody is sure, afraid or ready to do.
//
// Example: The mayor is confident that the dam will hold.
func (r *reader) adjective(i int) []attribution {
	doc := r.doc
	entry := r.cues.adjectives[doc.Tokens[i].Lower][0]
	subject := doc.Child(i, "nsubj")
	if subject < 0 && doc.Tokens[i].Is("xcomp", "conj") {
		subject = doc.Child(doc.Tokens[i].Head, "nsubj")
	}
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	if subject < 0 || subject > i || doc.Tokens[subject].Tag == "WDT" || i+2 >= sentence.Last || r.silenced(i) {
		return nil
	}
	word := doc.Tokens[i+1].Lower
	if !entry.has(word) || word == "to" && doc.Tokens[i+2].Tag != "VB" {
		return nil
	}
	from := i + 1
	if word != "to" {
		from++
	}
	c := r.clauseOf(i)
	content := r.trim(from, r.cut(entry, c, from, c.top))
	if content.IsZero() {
		return nil
	}
	return []attribution{{
		rule: "adjective", score: 0.6, entry: entry, first: i, last: i + 1,
		source: subject, content: r.whole([]tocsin.Span{content}, i),
	}}
}

// adverb reads "reportedly" and its like: nobody's word about the clause.
//
// Example: The depot was reportedly hit twice overnight.
func (r *reader) adverb(i int) []attribution {
	doc := r.doc
	entries := r.cues.adverbs[doc.Tokens[i].Lower]
	if len(entries) == 0 {
		return nil
	}
	entry := entries[0]
	sentence := doc.Sentences[doc.Tokens[i].Sentence]
	low, top := sentence.First, sentence.Last
	head := doc.Tokens[i].Head
	if head >= 0 && (doc.Tokens[head].Is("amod") || doc.Tokens[head].Tag == "VBG") {
		return nil
	}
	if head >= 0 {
		for v, step := head, 0; v >= 0 && step < 4; v, step = doc.Tokens[v].Head, step+1 {
			if doc.Tokens[v].Is("acl", "advcl", "ccomp", "conj") || doc.Tokens[v].Head < 0 {
				from, to := doc.Reach(v)
				low, top = max(low, from), min(top, to)
				break
			}
		}
	}
	var content []tocsin.Span
	if left := r.trim(low, i); low < i && !left.IsZero() {
		content = append(content, left)
	}
	if right := r.trim(i+1, top); i+1 < top && !right.IsZero() {
		content = append(content, right)
	}
	if len(content) == 0 {
		return nil
	}
	return []attribution{{
		rule: "adverb", score: 0.7, entry: entry, first: i, last: i + 1, source: -1, content: content,
	}}
}
