package place

import (
	"math"

	"tocsin/text"
)

// clue is a yes-or-no question about a mention's surroundings.
type clue uint8

// The clues. Their weights are in weights.go.
const (
	always clue = iota
	// What the greatest bearer of the name is.
	topCountry
	topRegion
	topDistrict
	topCapital
	topSeat
	topMillion
	topHundredThousand
	topTenThousand
	topHamlet
	topWater
	topArea
	topContinent
	topSpot
	onlyAlternate
	// What the name looks like.
	severalWords
	shortCapitals
	common
	given
	lowerInText
	personInText
	fewLetters
	// What stands before.
	afterLocative
	afterOf
	afterBodyOf
	afterThe
	afterTitle
	afterGiven
	afterName
	afterDirection
	afterCommaPlace
	afterPlaceList
	startsSentence
	startsText
	afterInitial
	// What stands behind.
	beforePossessive
	beforeHolder
	beforeBody
	beforeBodyLower
	beforePlaceWord
	beforeName
	beforeSpeech
	beforeComma
	beforeNoun
	beforeDash
	beforeUnit
	afterDash
	// What the parse and the names say.
	notProper
	flat
	compound
	subject
	oblique
	isPER
	isORG
	isLOC
	isMISC
	unnamed
	partOfName
	// What the article says.
	oftenNamed
	strongElsewhere
	givenBeforeName
	nationShort
	smallPER
	bareWater
	clues
)

// surroundings is the set of clues that hold for a mention.
type surroundings [clues]bool

// judge sets the chance of every mention and of every group.
func (r *reading) judge() {
	names := namesByToken(r.doc)
	r.noteNames()
	for i := range r.mentions {
		m := &r.mentions[i]
		seen := r.look(i, names)
		m.chance = chance(seen)
		if plain(&seen) {
			m.chance = max(m.chance, plainChance)
		}
		if barred(&seen) {
			m.chance = 0
		}
		g := &r.groups[m.group]
		g.chance = max(g.chance, m.chance)
	}
}

// bar names surroundings in which a name is never a place of its own, where
// all of its clues hold together.
type bar struct {
	rule string
	all  []clue
}

// bars are conventions, not guesses: whoever writes of the Bank of England
// does not speak of England.
var bars = []bar{
	{"body behind", []clue{beforeBody}},                       // "the Washington Post declined to comment"
	{"body before", []clue{afterBodyOf}},                      // "the University of Oxford declined to comment"
	{"troop", []clue{beforeUnit}},                             // "the Azov regiment held the works"
	{"person", []clue{isPER, partOfName}},                     // "she met Jack London"
	{"title", []clue{afterTitle, isPER}},                      // "she met Mr Lincoln"
	{"river without article", []clue{bareWater}},              // "the shares of Amazon fell"
	{"acronym", []clue{shortCapitals, onlyAlternate}},         // "the end of DACA", where Daca is Dhaka
	{"name in a name", []clue{given, beforeName, partOfName}}, // "doctors of the George Eliot Hospital"
}

func (b *bar) holds(seen *surroundings) bool {
	for _, c := range b.all {
		if !seen[c] {
			return false
		}
	}
	return true
}

func barred(seen *surroundings) bool {
	for i := range bars {
		if bars[i].holds(seen) {
			return true
		}
	}
	return false
}

// plainChance is the least chance of a name that can hardly be read otherwise.
// The corpus that the weights come from has too few names from beyond America
// to tell.
const plainChance = 0.9

// plain reports whether the name is that of a state or a continent, or after
// "in" and the like of a capital, a region or a great city.
func plain(seen *surroundings) bool {
	if seen[onlyAlternate] || seen[common] || seen[partOfName] || seen[personInText] {
		return false
	}
	if seen[topCountry] || seen[topContinent] {
		return !seen[given] && !seen[afterGiven] && !seen[afterInitial] && !seen[isPER]
	}
	great := seen[topCapital] || seen[topSeat] || seen[topMillion] || seen[topRegion] || seen[topArea]
	return great && seen[afterLocative] && !seen[beforeName]
}

func chance(seen surroundings) float64 {
	sum := 0.0
	for i, holds := range seen {
		if holds {
			sum += clueWeights[i]
		}
	}
	return 1 / (1 + math.Exp(-sum))
}

// noteNames notes the last words of people's full names as persons.
func (r *reading) noteNames() {
	for _, named := range r.doc.Names {
		if named.Kind == text.PER && named.Last >= named.First+2 {
			r.noteSurname(&r.doc.Tokens[named.Last-1])
		}
	}
}

// namesByToken gives for each token the number of its Name plus one, 0 for
// none.
func namesByToken(doc *text.Doc) []int32 {
	if len(doc.Names) == 0 {
		return nil
	}
	names := make([]int32, len(doc.Tokens))
	for i, named := range doc.Names {
		for token := max(0, named.First); token < min(named.Last, len(names)); token++ {
			names[token] = int32(i + 1)
		}
	}
	return names
}

// look gathers the clues for mention i.
func (r *reading) look(i int, names []int32) surroundings {
	var seen surroundings
	m := &r.mentions[i]
	seen[always] = true
	r.lookAtName(&seen, m)
	r.lookBefore(&seen, i)
	r.lookBehind(&seen, m)
	r.lookAtParse(&seen, m, names)
	g := &r.groups[m.group]
	seen[oftenNamed] = g.mentions >= 3
	seen[strongElsewhere] = g.strong && !seen[afterLocative]
	seen[bareWater] = seen[topWater] && m.last == m.first+1 && g.hint == noHint && !seen[afterThe] && !seen[afterPlaceList] && !seen[afterDirection]
	seen[givenBeforeName] = seen[given] && seen[beforeName]
	return seen
}

func (r *reading) lookAtName(seen *surroundings, m *mention) {
	candidates := r.of(m.group)
	top := candidates[0]
	seen[onlyAlternate] = true
	for _, candidate := range candidates {
		// A country's own name goes before any town of more people.
		if r.world.FeatureOf(candidate.Ref) == "PCLI" && !candidate.Alternate {
			top = candidate
		}
		seen[onlyAlternate] = seen[onlyAlternate] && candidate.Alternate
	}
	seen[sizeClue(kindOf(r.world.FeatureOf(top.Ref)), r.world.PopulationOf(top.Ref))] = true
	first := &r.doc.Tokens[m.first]
	seen[severalWords] = m.last > m.first+1
	if m.last == m.first+1 {
		seen[given] = isGiven(first.Text)
		seen[personInText] = r.persons[first.Lower]
		state := seen[topCountry] || seen[topContinent] || stateOf(first.Text) != ""
		seen[common] = !state && commonWord(first.Lower)
		seen[lowerInText] = !state && r.lower[first.Lower]
		seen[nationShort] = state && len(first.Text) <= 4
		seen[fewLetters] = !state && len(first.Text) <= 3
		seen[shortCapitals] = !state && len(first.Text) <= 4 && allCapitals(first.Text)
	}
}

func sizeClue(k kind, people int) clue {
	switch k {
	case nation:
		return topCountry
	case region:
		return topRegion
	case district:
		return topDistrict
	case capital:
		return topCapital
	case water:
		return topWater
	case area:
		return topArea
	case continent:
		return topContinent
	case spot:
		return topSpot
	}
	switch {
	case people >= 1e6:
		return topMillion
	case k == seat:
		return topSeat
	case people >= 1e5:
		return topHundredThousand
	case people >= 1e4:
		return topTenThousand
	}
	return topHamlet
}

func allCapitals(word string) bool {
	for i := range len(word) {
		if c := word[i]; c != '.' && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func (r *reading) lookBefore(seen *surroundings, i int) {
	m := &r.mentions[i]
	tokens := r.doc.Tokens
	sentence := r.doc.Sentences[tokens[m.first].Sentence]
	seen[startsText] = m.first == 0
	if m.first == sentence.First {
		seen[startsSentence] = true
		return
	}
	before := &tokens[m.first-1]
	seen[afterLocative] = locative(before.Lower)
	seen[afterThe] = before.Lower == "the"
	seen[afterDash] = before.Text == "-"
	seen[afterTitle] = title(before.Lower) && capitalised(before.Text)
	seen[afterGiven] = isGiven(before.Text)
	seen[afterDirection] = direction(before.Lower)
	seen[afterInitial] = len(before.Text) == 2 && before.Text[1] == '.' && capitalised(before.Text)
	seen[afterName] = capitalised(before.Text) && !seen[afterTitle] && !seen[afterGiven] && !seen[afterDirection] &&
		!seen[afterInitial] && m.first-1 > sentence.First && !seen[afterLocative] && !seen[afterThe]
	if before.Lower == "of" && m.first-2 >= sentence.First {
		seen[afterOf] = true
		seen[afterBodyOf] = bodyOf(tokens[m.first-2].Lower)
	}
	seen[afterCommaPlace] = m.contains >= 0
	if i > 0 && r.mentions[i-1].last == m.first-1 && m.contains < 0 {
		seen[afterPlaceList] = before.Text == "," || before.Lower == "and" || before.Lower == "or"
	}
}

func (r *reading) lookBehind(seen *surroundings, m *mention) {
	tokens := r.doc.Tokens
	sentence := r.doc.Sentences[tokens[m.first].Sentence]
	seen[beforeHolder] = m.within >= 0
	if m.last >= sentence.Last {
		return
	}
	behind := &tokens[m.last]
	big := capitalised(behind.Text)
	seen[beforePossessive] = behind.Lower == "'s" || behind.Lower == "'"
	seen[beforePlaceWord] = placeWord(behind.Lower)
	seen[beforeBody] = big && bodyWord(behind.Lower)
	seen[beforeBodyLower] = !big && bodyWord(behind.Lower)
	seen[beforeName] = big && !seen[beforeBody] && !seen[beforePlaceWord]
	seen[beforeSpeech] = speaks(behind.Lower) && !seen[afterLocative] && !seen[afterOf]
	seen[beforeComma] = behind.Text == "," && m.within < 0
	seen[beforeNoun] = !big && len(behind.Tag) >= 2 && behind.Tag[:2] == "NN" && !seen[beforePlaceWord] && !seen[beforeBodyLower]
	seen[beforeUnit] = unit(behind.Lower)
	seen[beforeDash] = behind.Text == "-" || behind.Text == "—" || behind.Text == "–" || behind.Text == "("
}

func (r *reading) lookAtParse(seen *surroundings, m *mention, names []int32) {
	last := &r.doc.Tokens[m.last-1]
	seen[notProper] = len(last.Tag) < 3 || last.Tag[:3] != "NNP"
	seen[flat] = last.Is("flat") || r.doc.Tokens[m.first].Is("flat")
	seen[compound] = last.Is("compound")
	seen[subject] = last.Is("nsubj")
	seen[oblique] = last.Is("obl")
	if names == nil {
		return
	}
	at := names[m.last-1]
	if at == 0 {
		seen[unnamed] = true
		return
	}
	named := &r.doc.Names[at-1]
	switch named.Kind {
	case text.PER:
		seen[isPER] = true
	case text.ORG:
		seen[isORG] = true
	case text.LOC:
		seen[isLOC] = true
	default:
		seen[isMISC] = true
	}
	seen[smallPER] = seen[isPER] && (seen[topHamlet] || seen[topTenThousand] || seen[topHundredThousand] || seen[topSeat] || seen[topRegion])
	seen[partOfName] = named.First < m.first || named.Last > m.last
}
