package text

import (
	"strings"
	"unicode"
)

// maxSentence bounds a sentence, in tokens: the parser's work and memory grow
// faster than its length. The longest in edited news has fewer than 150.
const maxSentence = 400

// split cuts a paragraph into sentences.
func split(doc *Doc, paragraph int, p stretch) {
	from := p.first
	for _, header := range []func(*Doc, stretch) int{timestamp, dateline} {
		if to := header(doc, stretch{from, p.last}); to > from {
			addSentence(doc, paragraph, stretch{from, to})
			from = to
		}
	}
	for i := from; i < p.last; i++ {
		if !mayEnd(doc, p, i) || i == from && ellipsis(doc.Tokens[i].Text) {
			continue
		}
		next := afterClosers(doc, p, i)
		if next < p.last && !begins(doc, p, i, next) {
			i = next - 1
			continue
		}
		addSentence(doc, paragraph, stretch{from, next})
		from, i = next, next-1
	}
	addSentence(doc, paragraph, stretch{from, p.last})
}

// addSentence adds a sentence, cut at the best places where it is too long.
func addSentence(doc *Doc, paragraph int, s stretch) {
	for s.first < s.last {
		last := s.last
		if last-s.first > maxSentence {
			last = cut(doc, s)
		}
		for i := s.first; i < last; i++ {
			doc.Tokens[i].Sentence = len(doc.Sentences)
		}
		doc.Sentences = append(doc.Sentences, Sentence{
			Span: doc.SpanOf(s.first, last), First: s.first, Last: last, Paragraph: paragraph,
		})
		s.first = last
	}
}

// cut returns where a sentence that is too long is best cut: after its last
// semicolon or colon, else its last comma or dash, else where it must.
func cut(doc *Doc, s stretch) int {
	limit := s.first + maxSentence
	for _, marks := range []string{";:", ",–—-|•·"} {
		for i := limit - 1; i > s.first+maxSentence/4; i-- {
			if t := doc.Tokens[i].Text; len(t) <= 3 && strings.Contains(marks, t) {
				return i + 1
			}
		}
	}
	return limit
}

// terminator reports whether the token is a run of marks that end sentences.
func terminator(text string) bool { return classOf(first(text)) == stop }

// closer reports whether the token may stand between a sentence's stop and its
// end.
func closer(text string) bool {
	switch text {
	case "”", "’", "\"", "'", "''", ")", "]", "}", "»", "›", "〞":
		return true
	}
	return false
}

func mayEnd(doc *Doc, p stretch, i int) bool {
	t := doc.Tokens[i].Text
	if terminator(t) || omission(t) > 0 {
		return true
	}
	// Where an abbreviation has another stop after it, that one decides.
	return t[len(t)-1] == '.' && !(i == p.first && marker(t)) && !(i+1 < p.last && terminator(doc.Tokens[i+1].Text))
}

// afterClosers returns the first token after i that is not a closing mark
// belonging to i's sentence. A mark that opens a quotation stays with the
// next.
func afterClosers(doc *Doc, p stretch, i int) int {
	for i++; i < p.last && (closer(doc.Tokens[i].Text) || terminator(doc.Tokens[i].Text)); i++ {
		if t := doc.Tokens[i].Text; terminator(t) {
			if ellipsis(t) && doc.Tokens[i-1].Text == "." {
				break // "He left. ... She stayed."
			}
			continue // ". . ." and "“What?”."
		}
		spaced := doc.Tokens[i].Span.Start > doc.Tokens[i-1].Span.End
		if spaced && (i+1 >= p.last || doc.Tokens[i+1].Span.Start == doc.Tokens[i].Span.End) {
			break
		}
	}
	return afterNote(doc, p, i)
}

// afterNote skips references to notes: "[12] [13]".
func afterNote(doc *Doc, p stretch, i int) int {
	for i+2 < p.last && doc.Tokens[i].Text == "[" && doc.Tokens[i+2].Text == "]" && digits(doc.Tokens[i+1].Text) {
		i += 3
	}
	return i
}

// ellipsis reports whether the token is an ellipsis.
func ellipsis(text string) bool {
	return strings.HasPrefix(text, "..") || strings.HasPrefix(text, "…") || omission(text) > 0
}

// begins reports whether a sentence begins at the token next, after the stop
// at i and the closing marks between.
func begins(doc *Doc, p stretch, i, next int) bool {
	stop := &doc.Tokens[i]
	start := next
	for start < p.last && opener(doc.Tokens[start].Text) {
		start++
	}
	if start >= p.last {
		return true
	}
	word := &doc.Tokens[start]
	quoted := next > i+1 && quotes(doc.Tokens[i+1].Text)
	r := first(word.Text)
	switch {
	case start == next && doc.Tokens[next].Span.Start == doc.Tokens[next-1].Span.End && !unicode.IsUpper(r) && r != '#' && r != '@':
		return false // "Yahoo!-owned", "wait...what"
	case stop.Text[len(stop.Text)-1] == '.' && !terminator(stop.Text):
		return abbreviationEnds(doc, p, stop, start, start > next && doc.Tokens[start-1].Text != "(")
	case unicode.IsUpper(r), unicode.IsTitle(r):
		return !attributed(doc, p, stop.Text, quoted, start)
	case unicode.IsDigit(r):
		return true
	case unicode.IsLower(r):
		return stop.Text == "." && !quoted && next == i+1 || camel(word.Text)
	case unicode.IsLetter(r):
		return true
	case start > next:
		return true
	}
	switch word.Text {
	case "-", "–", "—", "--":
		// A signature: "Stop the war. — Ann Brown". After a quotation it may
		// be the attribution.
		return !quoted && start+1 < p.last && unicode.IsUpper(first(doc.Tokens[start+1].Text))
	case ",", ";", ":", ")", "]", "}", "%", "/":
		return false
	}
	return true
}

// abbreviationEnds reports whether a sentence ends with the abbreviation
// before the word at start: before a word that begins sentences ("in the U.S.
// They left"), before a quotation, and after a time unless it goes on ("at 5
// p.m. Moscow time").
func abbreviationEnds(doc *Doc, p stretch, stop *Token, start int, opened bool) bool {
	word := &doc.Tokens[start]
	name := strings.TrimSuffix(stop.Lower, ".")
	if !unicode.IsUpper(first(word.Text)) || len(name) == 1 || abbreviations[name] == leads {
		return false
	}
	if name == "a.m" || name == "p.m" {
		return !weekdays[word.Lower] && !months[strings.TrimSuffix(word.Lower, ".")] && !zones[word.Lower] &&
			(start+1 >= p.last || !clockWords[doc.Tokens[start+1].Lower])
	}
	return starters[word.Lower] || opened
}

// clockWords follow the name of a zone.
var clockWords = set("time standard daylight")

func quotes(text string) bool { return closer(text) && text != ")" && text != "]" && text != "}" }

func opener(text string) bool {
	switch text {
	case "“", "‘", "\"", "'", "``", "(", "[", "{", "«", "‹", "„", "‚", "”", "’", "»":
		return true
	}
	return false
}

// camel reports whether a word in lower case is a name that may begin a
// sentence: "iPhone".
func camel(text string) bool {
	return len(text) > 2 && unicode.IsUpper(rune(text[1]))
}

// attributed reports whether a capitalised word after a closed quotation
// begins its attribution rather than a sentence: “Never!” Brown said. After a
// full stop it does not, because an attribution follows a comma.
func attributed(doc *Doc, p stretch, stop string, quoted bool, start int) bool {
	if !quoted || stop == "." {
		return false
	}
	for i := start; i < min(p.last, start+8); i++ {
		t := &doc.Tokens[i]
		if saying[t.Lower] {
			return i > start && (i+1 >= p.last || !clauseFollows(t, &doc.Tokens[i+1]))
		}
		if !unicode.IsUpper(first(t.Text)) && !nameParts[t.Lower] {
			return false
		}
	}
	return false
}

// clauseFollows tells “Never!” Brown said that he would go. from “Never!” Brown
// said on Friday.
func clauseFollows(said, after *Token) bool {
	if unicode.IsUpper(first(after.Text)) {
		return !weekdays[after.Lower] && said.Lower != "told" && said.Lower != "asked"
	}
	return after.Lower == "that" || clauseStarts[after.Lower] && (said.Lower == "said" || said.Lower == "says")
}

var (
	saying = set(`said says asked asks added adds told wrote writes tweeted replied shouted declared
		insisted continued warned cried recalled joked demanded`)
	clauseStarts = set(`the a an it he she they we i you there his her its their our this these those no
		some many most all both each every`)
	nameParts = set("the of 's ’s - , de van von al bin el der")
	weekdays  = set("monday tuesday wednesday thursday friday saturday sunday")
)

// dateline returns the token after a dateline that begins the paragraph, or
// its start: "RIVERTON, Oct 17 (Acme) — ", "Riverton (AP)". Before its end all
// words have capitals.
func dateline(doc *Doc, p stretch) int {
	const longest = 16 // tokens
	t := doc.Tokens
	shouts := len(t[p.first].Text) > 2 && strings.ToUpper(t[p.first].Text) == t[p.first].Text && classOf(first(t[p.first].Text)) == letter
	for i := p.first + 1; i < min(p.last-1, p.first+longest); i++ {
		bracketed := t[i-1].Text == ")"
		switch {
		case dash(t[i].Text) && (bracketed || shouts && t[i].Text != "-" && spaced(doc, i)):
			if unicode.IsUpper(first(t[i+1].Text)) || opener(t[i+1].Text) {
				return i + 1
			}
			return p.first
		case bracketed && i-2 >= p.first && agencies[t[i-2].Lower] && unicode.IsUpper(first(t[i].Text)):
			return i // "Riverton (CNN) The board met."
		case terminator(t[i].Text), unicode.IsLower(first(t[i].Text)) && !nameParts[t[i].Lower]:
			return p.first
		}
	}
	return p.first
}

// agencies sign datelines.
var agencies = set("ap afp cnn reuters upi tass interfax xinhua")

func dash(text string) bool {
	switch text {
	case "—", "–", "--", "-", "_":
		return true
	}
	return false
}

// spaced reports whether the token stands between blanks.
func spaced(doc *Doc, i int) bool {
	return doc.Tokens[i-1].Span.End < doc.Tokens[i].Span.Start && doc.Tokens[i].Span.End < doc.Tokens[i+1].Span.Start
}

// timestamp returns the token after the time that a live blog puts before an
// entry, or the paragraph's start: "30 Jun 2022 23.52 Two die in".
func timestamp(doc *Doc, p stretch) int {
	i := p.first
	if i+3 < p.last && digits(doc.Tokens[i].Text) && months[doc.Tokens[i+1].Lower] && digits(doc.Tokens[i+2].Text) {
		i += 3
	}
	if !clock(doc.Tokens[i].Text) {
		return p.first
	}
	i++
	for i < p.last && zones[doc.Tokens[i].Lower] {
		i++
	}
	if i < p.last && (unicode.IsUpper(first(doc.Tokens[i].Text)) || opener(doc.Tokens[i].Text)) {
		return i
	}
	return p.first
}

var months = set(`january february march april may june july august september october november december
	jan feb mar apr jun jul aug sep sept oct nov dec`)

// zones are what may follow a time.
var zones = set("am pm a.m. p.m. bst gmt utc et est edt cet cest eest msk")
