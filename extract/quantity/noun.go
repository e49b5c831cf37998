package quantity

import (
	"strings"

	"tocsin/text/numeral"
)

// phrase is what a figure counts: pieces up to end, named by words.
type phrase struct {
	end  int
	head int // the piece of the head noun
	of   string
}

// longestPhrase bounds how far what is counted is looked for.
const longestPhrase = 12

// noun reads the noun phrase that begins at piece at: what modifies, then
// nouns, up to the last noun of the row. It stops where a second noun phrase
// begins ("gave 20 soldiers medals" cannot be told; "20 soldiers Friday" can).
func (r *reader) noun(at int) (phrase, bool) {
	head := -1
	plural := false
	for i := at; i < len(r.pieces) && i < at+longestPhrase && r.sameSentence(at, i); i++ {
		tag, lower := r.tag(i), r.lower(i)
		switch {
		case lower == "-" || lower == "'" || lower == "’":
			if !r.glued(i) && i > at {
				return r.named(at, head)
			}
			continue
		case r.pieces[i].Kind != numeral.Word && tag != "NNP":
			return r.named(at, head)
		case (calendar[lower] && r.pieces[i].Capital) || timeWords[lower]:
			return r.named(at, head)
		case isNoun(tag):
			// After a plural noun a name begins something new.
			if plural && (tag == "NNP" || !r.compound(i)) {
				return r.named(at, head)
			}
			head, plural = i, tag == "NNS"
		case isModifier(tag) && (head < 0 || r.compound(i)):
			if !r.leadsToNoun(i) {
				return r.named(at, head)
			}
		case tag == "POS" && head >= 0:
			return r.named(at, head)
		case tag == "CC" && i > at && r.joinsPhrase(i, head):
			continue
		default:
			return r.named(at, head)
		}
	}
	return r.named(at, head)
}

// compound reports whether the parse puts piece i before a noun that comes
// later, as it does a modifier.
func (r *reader) compound(i int) bool {
	token := r.pieces[i].First
	return r.doc.Tokens[token].Head > token || r.doc.Tokens[token].Is("conj")
}

// leadsToNoun reports whether a noun follows a modifier within a few words:
// the "freed" of "the 144 freed" has none.
func (r *reader) leadsToNoun(i int) bool {
	for step := i + 1; step < i+6 && r.sameSentence(i, step); step++ {
		tag := r.tag(step)
		switch {
		case isNoun(tag):
			return true
		case isModifier(tag) || tag == "CC" || tag == "HYPH" || r.lower(step) == "-":
		default:
			return false
		}
	}
	return false
}

// joinsPhrase reports whether the "and" or "or" at piece i joins modifiers or
// nouns of one phrase: "Russian and separatist soldiers", "officials and
// journalists".
func (r *reader) joinsPhrase(i, head int) bool {
	next := i + 1
	if r.is(next, numeral.Number) || !r.sameSentence(i, next) || !r.leadsToNoun(i) {
		return false
	}
	// Before the plural that a number asks for, all are modifiers: "eight missile
	// and artillery depots".
	if head < 0 || r.tag(head) != "NNS" && r.tag(next) != "DT" && r.pluralFollows(next) {
		return true
	}
	// Of a noun that follows, the parse says whether it is a conjunct of this
	// one and no subject or object of its own.
	for step := next; step < next+4 && r.sameSentence(i, step); step++ {
		token := r.doc.Tokens[r.pieces[step].First]
		if isNoun(token.Tag) {
			return token.Is("conj") && token.Head >= 0 && token.Head == r.pieces[head].First
		}
	}
	return false
}

// pluralFollows reports whether the nouns and modifiers from piece at on end in
// a plural.
func (r *reader) pluralFollows(at int) bool {
	for step := at; step < at+5 && r.sameSentence(at, step); step++ {
		switch tag := r.tag(step); {
		case tag == "NNS":
			return true
		case !isNoun(tag) && !isModifier(tag):
			return false
		}
	}
	return false
}

func (r *reader) named(at, head int) (phrase, bool) {
	if head < 0 {
		return phrase{}, false
	}
	return phrase{end: head + 1, head: head, of: r.words(at, head+1)}, true
}

// words returns the text of pieces [first, end).
func (r *reader) words(first, end int) string {
	return r.doc.Text[r.pieces[first].Span.Start:r.pieces[end-1].Span.End]
}

// possessed moves on from a possessor to what it has: from "the country" to
// "the country's gas supplies".
func (r *reader) possessed(p phrase, start int) phrase {
	if r.tag(p.end) != "POS" || !r.leadsToNoun(p.end) {
		return p
	}
	inner, ok := r.noun(p.end + 1)
	if !ok {
		return p
	}
	return phrase{end: inner.end, head: inner.head, of: r.words(start, inner.end)}
}

// complement lengthens a phrase by "of" and the noun phrase after it:
// "prisoners" by "of war".
func (r *reader) complement(p phrase) phrase {
	if r.lower(p.end) != "of" || !r.sameSentence(p.head, p.end) {
		return p
	}
	start := r.skipDeterminers(p.end + 1)
	inner, ok := r.noun(start)
	if !ok {
		return p
	}
	inner = r.possessed(inner, start)
	return phrase{end: inner.end, head: p.head, of: p.of + " " + r.words(p.end, inner.end)}
}

// skipDeterminers passes over articles, possessives and demonstratives.
func (r *reader) skipDeterminers(at int) int {
	for steps := 0; steps < 2; steps++ {
		switch r.tag(at) {
		case "DT", "PRP$", "PDT":
			at++
		default:
			return at
		}
	}
	return at
}

func isNoun(tag string) bool { return strings.HasPrefix(tag, "NN") }

func isModifier(tag string) bool {
	switch tag {
	case "JJ", "JJR", "JJS", "VBN", "VBG", "RB", "AFX", "ADD":
		return true
	}
	return false
}

// calendar are the names that date what stands before them.
var calendar = map[string]bool{
	"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true, "august": true,
	"september": true, "october": true, "november": true, "december": true, "jan": true, "feb": true, "mar": true, "apr": true,
	"jun": true, "jul": true, "aug": true, "sep": true, "sept": true, "oct": true, "nov": true, "dec": true,
	"jan.": true, "feb.": true, "mar.": true, "apr.": true, "jun.": true, "jul.": true, "aug.": true, "sep.": true, "sept.": true, "oct.": true, "nov.": true, "dec.": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
}

// timeWords end what is counted where it is told when.
var timeWords = map[string]bool{"yesterday": true, "today": true, "tomorrow": true, "tonight": true, "overnight": true}
