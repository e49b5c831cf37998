package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tocsin/country"
)

//go:embed names.txt
var namesFile string

var nameKinds = [4]NameKind{PER, ORG, LOC, MISC}

// listedNames are the names that a reader knows without context: their words
// in lower case, joined by spaces.
type listedNames struct {
	kinds   map[string]NameKind
	longest int // in words
}

var listed = sync.OnceValue(func() listedNames {
	list := listedNames{kinds: map[string]NameKind{}}
	for line := range strings.Lines(namesFile) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		kind, names, _ := strings.Cut(line, " ")
		for name := range strings.SplitSeq(names, ",") {
			words := splitHyphens(strings.ToLower(name))
			list.kinds[strings.Join(words, " ")] = NameKind(kind)
			list.longest = max(list.longest, len(words))
		}
	}
	return list
})

// splitHyphens parts a listed name as the tokenizer parts the text's words.
func splitHyphens(name string) []string {
	name = strings.ReplaceAll(name, "-", " - ")
	name = strings.ReplaceAll(name, "’s", " 's")
	return strings.Fields(name)
}

// settle makes the names that the network labelled fit to each other and to
// what is known: listed names get their kind, names that the article repeats
// are made to agree, and listed names, countries and peoples that no name
// covers are added.
func settle(doc *Doc) {
	doc.Names = know(doc, doc.Names)
	doc.Names = agree(doc, doc.Names)
	doc.Names = addListed(doc, doc.Names)
}

// know corrects names that are nothing but a listed name or a country's word,
// and drops what is no name at all, such as a pronoun that opens a sentence.
func know(doc *Doc, names []Name) []Name {
	kept := make([]Name, 0, len(names))
	for _, n := range apart(doc, names) {
		if n.Kind == PER && n.Last-n.First > 2 && !joinedTo(doc, n.First, n.Last) {
			n.First++ // “Secretary of State Ann Lee”
			n.Span = doc.SpanOf(n.First, n.Last)
		}
		if token := &doc.Tokens[n.First]; n.Last-n.First == 1 && isFunctionWord(token.POS) && !strings.ContainsAny(token.Text, "@#") {
			continue
		}
		if kind := knownAs(doc, n.First, n.Last); kind != "" {
			n.Kind, n.Score = kind, max(n.Score, 0.9)
		}
		kept = append(kept, n)
	}
	return kept
}

// joinedTo reports whether the tree joins the first token of [first, last) to
// another of them.
func joinedTo(doc *Doc, first, last int) bool {
	if head := doc.Tokens[first].Head; first < head && head < last {
		return true
	}
	for i := first + 1; i < last; i++ {
		if doc.Tokens[i].Head == first {
			return true
		}
	}
	return false
}

// knownAs is the kind of the listed name or country's word that the tokens
// [first, last) are, "" where they are none.
func knownAs(doc *Doc, first, last int) NameKind {
	if last-first > listed().longest {
		return ""
	}
	if kind, known := listed().kinds[phrase(doc, first, last)]; known {
		return kind
	}
	if last-first > 4 {
		return ""
	}
	match, found := country.Find(doc.Words(doc.SpanOf(first, last)))
	if !found {
		return ""
	}
	switch match.Sense {
	case country.Name, country.Capital:
		return LOC
	case country.Adjective, country.People:
		return MISC
	case country.Metonym:
		return ORG
	}
	return ""
}

func phrase(doc *Doc, first, last int) string {
	if last-first == 1 {
		return doc.Tokens[first].Lower
	}
	words := make([]string, 0, 8)
	for i := first; i < last; i++ {
		words = append(words, doc.Tokens[i].Lower)
	}
	return strings.Join(words, " ")
}

// apart parts a person's name at an "and": it names two.
func apart(doc *Doc, names []Name) []Name {
	parted := make([]Name, 0, len(names))
	for _, n := range names {
		first := n.First
		for i := n.First; n.Kind == PER && i < n.Last; i++ {
			if doc.Tokens[i].Lower == "and" && i > first && i+1 < n.Last {
				parted = append(parted, Name{Kind: n.Kind, Span: doc.SpanOf(first, i), First: first, Last: i, Score: n.Score})
				first = i + 1
			}
		}
		n.First, n.Span = first, doc.SpanOf(first, n.Last)
		parted = append(parted, n)
	}
	return parted
}

func isFunctionWord(pos string) bool {
	switch pos {
	case "PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "PART":
		return true
	}
	return false
}

// agree makes the names of an article consistent: a name that stands alone
// takes the kind of the longer person's name that ends (or begins) with it
// ("Ann Lee … Lee"), and one that is found in several kinds takes the one that
// has most confidence behind it.
func agree(doc *Doc, names []Name) []Name {
	type weight [4]float64
	votes := map[string]*weight{}
	lastOf := map[string]bool{}
	for _, n := range names {
		key := nameKey(doc, n)
		if votes[key] == nil {
			votes[key] = &weight{}
		}
		for k, kind := range nameKinds {
			if n.Kind == kind {
				votes[key][k] += n.Score
			}
		}
		if n.Kind == PER && n.Last-n.First > 1 {
			lastOf[doc.Tokens[n.Last-1].Lower] = true
		}
	}
	for i := range names {
		n := &names[i]
		key := nameKey(doc, *n)
		if lastOf[key] {
			n.Kind = PER
			continue
		}
		best := 0
		for k := range nameKinds {
			if votes[key][k] > votes[key][best] {
				best = k
			}
		}
		n.Kind = nameKinds[best]
	}
	return names
}

func nameKey(doc *Doc, n Name) string {
	first, last := n.First, n.Last
	if last-first == 1 {
		return doc.Tokens[first].Lower
	}
	return strings.ToLower(doc.Words(n.Span))
}

// addListed adds a name for the longest listed name, country or people that
// begins with a token that no name covers: "the Belarusian army", "two Britons".
func addListed(doc *Doc, names []Name) []Name {
	merged := make([]Name, 0, len(names))
	next := 0
	for i := 0; i < len(doc.Tokens); i++ {
		for next < len(names) && names[next].Last <= i {
			merged = append(merged, names[next])
			next++
		}
		if next < len(names) && names[next].First <= i || !startsUpper(doc.Tokens[i].Text) {
			continue
		}
		limit := min(doc.Sentences[doc.Tokens[i].Sentence].Last, i+listed().longest)
		if next < len(names) {
			limit = min(limit, names[next].First)
		}
		for last := limit; last > i; last-- {
			if kind := knownAs(doc, i, last); kind != "" && (kind != ORG || listed().kinds[phrase(doc, i, last)] != "") {
				merged = append(merged, Name{Kind: kind, Span: doc.SpanOf(i, last), First: i, Last: last, Score: 0.9})
				i = last - 1
				break
			}
		}
	}
	return append(merged, names[next:]...)
}

func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}
