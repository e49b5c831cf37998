package place

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin"
	"tocsin/country"
	"tocsin/extract/place/gazetteer"
	"tocsin/text"
)

// reading is the work on one Doc.
type reading struct {
	doc        *text.Doc
	world      *gazetteer.Index
	mentions   []mention
	groups     []group
	candidates []gazetteer.Candidate // of all groups, one after another
	scores     []float64             // room for choose
	byName     map[name]int          // group of each name
	votes      map[string]float64    // countries spoken of, by alpha-3
	lower      map[string]bool       // gazetteer words that also occur in lower case
	persons    map[string]bool       // last words of what look like people's names
}

// mention is a name of the gazetteer in the text.
type mention struct {
	span        tocsin.Span
	first, last int // tokens [first, last)
	group       int
	within      int // group of the place that follows after a comma, or -1
	contains    int // group of the place that stands before the comma, or -1
	hinted      hint
	chance      float64
}

// hint is the kind of place that the words around a name tell.
type hint uint8

const (
	noHint     hint = iota
	regionHint      // the Donetsk region
	townHint        // the city of Donetsk
	waterHint       // the Dnipro river
)

// name is what one sense belongs to: a name with its hint, so that Donetsk
// and the Donetsk region may differ.
type name struct {
	key  gazetteer.Key
	hint hint
}

// group is all mentions of one name.
type group struct {
	name
	first, last int // candidates [first, last) of reading.candidates
	mentions    int
	strong      bool   // follows "in", "at", "near" somewhere in the article
	within      int    // group that it lies in by a comma, or -1
	holds       int    // number of mentions that it follows after a comma
	beside      [2]int // groups last seen before and behind it in a list, or -1
	chance      float64
	chosen      gazetteer.Ref
	sure        float64
}

// mostWords bounds a name in words; the gazetteer has hardly a longer one that
// news writes out.
const mostWords = 7

// read finds the mentions and what else the choice rests on.
func read(doc *text.Doc, world *gazetteer.Index) *reading {
	r := &reading{
		doc: doc, world: world,
		byName: map[name]int{}, votes: map[string]float64{}, lower: map[string]bool{}, persons: map[string]bool{},
	}
	for _, sentence := range doc.Sentences {
		if sentence.Furniture {
			continue
		}
		for i := sentence.First; i < sentence.Last; {
			i = r.readAt(i, sentence.Last)
		}
	}
	r.linkCommas()
	return r
}

// readAt looks at what begins with token i and returns the token to go on
// with.
func (r *reading) readAt(i, end int) int {
	token := &r.doc.Tokens[i]
	if !capitalised(token.Text) {
		if len(token.Text) < 24 && commonWord(token.Lower) {
			r.lower[token.Lower] = true
		}
		return i + 1
	}
	if isGiven(token.Text) && i+1 < end && capitalised(r.doc.Tokens[i+1].Text) && !alsoVerb(token.Text) {
		r.notePerson(i, end)
	}
	last, key := r.longest(i, end)
	if people := r.countryWord(i, end); people > 0 && (people >= last || !r.notable(key)) {
		return people
	}
	if short, full := r.shortened(i, end); short > i && short >= last {
		last, key = short, full
	}
	if last == i || last == i+1 && isOther(token) {
		return i + 1
	}
	if last == i+2 && otherPair(token.Lower, r.doc.Tokens[i+1].Lower) {
		return last
	}
	if last < end && unit(r.doc.Tokens[last].Lower) {
		r.persons[token.Lower] = true // after "the Azov regiment", Azov is the troop
	}
	r.add(i, last, key)
	return last
}

// isOther reports whether a single word that is in the gazetteer is something
// else in news: a point of the compass, an abbreviation (Nov., Sens.), a
// pronoun in a headline ("What Made Us Laugh").
func isOther(token *text.Token) bool {
	word := token.Text
	if direction(token.Lower) || otherThing(token.Lower) {
		return true
	}
	if word[len(word)-1] == '.' && strings.Count(word, ".") == 1 && stateOf(word) == "" {
		return true
	}
	if len(word) > 3 || allCapitals(word) {
		return false
	}
	match, ok := country.Find(strings.ToUpper(word))
	return ok && match.Sense == country.Name
}

// notePerson notes the last word of the capitalised run that a given name
// begins: after "Ann Lincoln", Lincoln is a person. A state never is: what
// looks like a given name may be something else ("Will Ukraine …").
func (r *reading) notePerson(i, end int) {
	last := i + 1
	for last < end && last < i+4 && capitalised(r.doc.Tokens[last].Text) {
		last++
	}
	r.noteSurname(&r.doc.Tokens[last-1])
}

func (r *reading) noteSurname(surname *text.Token) {
	if match, ok := country.Find(surname.Text); ok && match.Sense == country.Name {
		return
	}
	r.persons[surname.Lower] = true
}

// shortened reads the usual abbreviations of states and provinces: dotted
// ones anywhere ("a Calif. court"), bare capitals only behind a place and a
// comma ("Austin, TX").
func (r *reading) shortened(i, end int) (last int, key gazetteer.Key) {
	tokens := r.doc.Tokens
	if i+1 < end && len(tokens[i].Text) == 2 && tokens[i].Text[1] == '.' {
		if full := stateOf(tokens[i].Text + tokens[i+1].Text); full != "" {
			return i + 2, gazetteer.KeyOf(full)
		}
	}
	full := stateOf(tokens[i].Text)
	if full == "" {
		return i, 0
	}
	afterComma := i > 0 && tokens[i-1].Text == "," && len(r.mentions) > 0 && r.mentions[len(r.mentions)-1].last == i-1
	if !afterComma && !dotted(tokens[i].Text) {
		return i, 0
	}
	return i + 1, gazetteer.KeyOf(full)
}

// dotted reports whether an abbreviation has a full stop and cannot be the
// last word of a sentence instead ("Wash.", "Miss.", "Ill.").
func dotted(word string) bool {
	switch word {
	case "Wash.", "Miss.", "Ill.", "Ore.", "La.", "Me.", "Ind.", "Del.", "Mass.", "Pa.", "Ala.", "Tex.", "Ark.", "Ont.":
		return false
	}
	return word[len(word)-1] == '.'
}

// notable reports whether the name is that of a region, a state or a city, so
// that it goes before the adjective it begins with (British Columbia, but not
// the Russian Mission).
func (r *reading) notable(key gazetteer.Key) bool {
	const city = 1e5
	candidates := r.world.Append(nil, key)
	if len(candidates) == 0 {
		return false
	}
	greatest := candidates[0].Ref
	switch kindOf(r.world.FeatureOf(greatest)) {
	case nation, region, area, water:
		return true
	}
	return r.world.PopulationOf(greatest) >= city
}

// countryWord counts adjectives and peoples towards their country. It returns
// the token after them, or 0 where there are none.
func (r *reading) countryWord(i, end int) int {
	for _, last := range [...]int{i + 2, i + 1} {
		if last > end {
			continue
		}
		match, ok := country.Find(r.doc.Words(r.doc.SpanOf(i, last)))
		if !ok {
			continue
		}
		switch match.Sense {
		case country.Adjective, country.People, country.Metonym:
			r.votes[match.Country.Code]++
			return last
		}
		return 0
	}
	return 0
}

// longest finds the longest name that begins with token i. It returns the
// token after it, i where there is none.
func (r *reading) longest(i, end int) (last int, key gazetteer.Key) {
	last = i
	var spelt gazetteer.Key
	from := r.doc.Tokens[i].Span.Start
	for j := i; j < end && j < i+mostWords; j++ {
		token := &r.doc.Tokens[j]
		big := capitalised(token.Text)
		if !big && !joins(token.Text) {
			break
		}
		if token.Text == "-" || token.Text == "–" {
			continue // goes with the next word, as what parts the two
		}
		spelt = spelt.With(r.doc.Text[from:token.Span.End])
		from = token.Span.End
		if big && r.world.Has(spelt) {
			last, key = j+1, spelt
		}
	}
	return last, key
}

// joins reports whether a word that is not capitalised may stand inside a
// name.
func joins(word string) bool {
	switch word {
	case "-", "–", "'", "’", "of", "the", "and", "de", "la", "le", "les", "el", "al", "del", "di", "da", "dos", "du", "des", "au", "aux", "do", "den", "der", "am", "an", "im", "sur", "on", "upon", "en", "es", "ez", "e", "a", "d’", "d'", "in", "&":
		return true
	}
	return false
}

// capitalised reports whether a word begins with a capital letter.
func capitalised(word string) bool {
	if word == "" {
		return false
	}
	if c := word[0]; c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first)
}

// add files a mention of tokens [first, last).
func (r *reading) add(first, last int, key gazetteer.Key) {
	named := name{key, r.hintAt(first, last)}
	if named.hint == noHint {
		named.hint = r.sharedHint(first, last)
	}
	if stateOf(r.doc.Tokens[first].Text) != "" {
		named.hint = regionHint
	}
	at, ok := r.byName[named]
	if !ok {
		at = len(r.groups)
		r.byName[named] = at
		g := group{name: named, first: len(r.candidates), within: -1, beside: [2]int{-1, -1}, chosen: gazetteer.None}
		r.candidates = r.world.Append(r.candidates, key)
		g.last = len(r.candidates)
		r.groups = append(r.groups, g)
	}
	g := &r.groups[at]
	g.mentions++
	g.strong = g.strong || first > 0 && locative(r.doc.Tokens[first-1].Lower)
	r.mentions = append(r.mentions, mention{
		span: r.doc.SpanOf(first, last), first: first, last: last, group: at, within: -1, contains: -1,
		hinted: named.hint,
	})
}

// sharedHint reads a hint that two names share: "the regions of Kherson and
// Zaporizhzhia", "the Kherson and Zaporizhzhia regions".
func (r *reading) sharedHint(first, last int) hint {
	tokens := r.doc.Tokens
	if n := len(r.mentions); n > 0 && r.mentions[n-1].last == first-1 && joinsNames(tokens[first-1].Lower) {
		if before := &r.mentions[n-1]; before.first >= 2 && tokens[before.first-1].Lower == "of" {
			return before.hinted
		}
	}
	if last+2 < len(tokens) && joinsNames(tokens[last].Lower) && capitalised(tokens[last+1].Text) {
		if word := tokens[last+2].Lower; len(word) > 1 && word[len(word)-1] == 's' {
			return hintOf(word[:len(word)-1])
		}
	}
	return noHint
}

func joinsNames(lower string) bool { return lower == "and" || lower == "," || lower == "or" }

// hintAt reads the words around a name: "Kherson region", "the city of Homs".
func (r *reading) hintAt(first, last int) hint {
	tokens := r.doc.Tokens
	if last < len(tokens) && tokens[last].Sentence == tokens[first].Sentence {
		if h := hintOf(tokens[last].Lower); h != noHint {
			return h
		}
	}
	if first >= 2 && tokens[first-1].Lower == "of" {
		return hintOf(tokens[first-2].Lower)
	}
	return noHint
}

func hintOf(word string) hint {
	switch word {
	case "region", "oblast", "province", "governorate", "state", "prefecture", "territory", "krai", "republic", "regions", "provinces", "oblasts":
		return regionHint
	case "city", "town", "village", "suburb", "port", "capital", "cities", "towns", "villages":
		return townHint
	case "river", "sea", "lake", "reservoir", "strait":
		return waterHint
	}
	return noHint
}

// linkCommas joins "Springfield, Illinois": the place after the comma holds
// the one before it, if it can. Where it cannot, the two stand in a list.
func (r *reading) linkCommas() {
	known := map[[2]int]bool{} // the same pair comes again and again
	for i := 1; i < len(r.mentions); i++ {
		before, after := &r.mentions[i-1], &r.mentions[i]
		if after.first == before.last+1 && before.group != after.group && joinsNames(r.doc.Tokens[before.last].Lower) {
			r.groups[before.group].beside[1] = after.group
			r.groups[after.group].beside[0] = before.group
		}
		if after.first != before.last+1 || r.doc.Tokens[before.last].Text != "," {
			continue
		}
		pair := [2]int{after.group, before.group}
		holds, seen := known[pair]
		if !seen {
			holds = r.canHold(after.group, before.group)
			known[pair] = holds
		}
		if !holds {
			continue
		}
		before.within, after.contains = after.group, before.group
		r.groups[before.group].within = after.group
		r.groups[before.group].beside[1] = -1
		r.groups[after.group].beside[0] = -1
		r.groups[after.group].holds++
	}
}

// canHold reports whether any candidate of outer is the country, the region
// or the district that a candidate of inner lies in.
func (r *reading) canHold(outer, inner int) bool {
	for _, o := range r.of(outer) {
		if kindOf(r.world.FeatureOf(o.Ref)) == nation && r.isNation(inner) {
			continue // "Georgia, Russia and Ukraine" is a list
		}
		for _, i := range r.of(inner) {
			if r.holds(o.Ref, i.Ref) {
				return true
			}
		}
	}
	return false
}

// isNation reports whether a group can be a state.
func (r *reading) isNation(g int) bool {
	for _, candidate := range r.of(g) {
		if !candidate.Alternate && kindOf(r.world.FeatureOf(candidate.Ref)) == nation {
			return true
		}
	}
	return false
}

// holds reports whether the inner place lies in the outer one.
func (r *reading) holds(outer, inner gazetteer.Ref) bool {
	if outer == inner {
		return false
	}
	switch kindOf(r.world.FeatureOf(outer)) {
	case nation:
		return r.world.CountryOf(outer) == r.world.CountryOf(inner)
	case region:
		return r.world.Admin1Of(inner) == outer
	}
	return false
}

func (r *reading) of(g int) []gazetteer.Candidate {
	return r.candidates[r.groups[g].first:r.groups[g].last]
}
