package event

import (
	"strings"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

// isParty reports whether the noun can act: somebody whom the article knows
// as an actor, a name that is no place, a country, or a word for people and
// institutions.
func (r *reader) isParty(i int) bool {
	token := &r.doc.Tokens[i]
	if r.actorAt[i] > 0 {
		return true
	}
	switch token.POS {
	case "PRON", "DET":
		return parties[token.Lower]
	case "PROPN":
		if _, ok := r.countryOf(i); ok {
			return true
		}
		name := r.nameAt[i]
		if name > 0 && r.doc.Names[name-1].Kind == text.LOC {
			return false
		}
		return !r.isTime(i) && !r.inPlace(i)
	case "NUM":
		return true // "two were killed"
	case "ADJ":
		// "the wounded"; demonyms used as nouns.
		_, ok := r.countryOf(i)
		return ok || parties[token.Lower]
	}
	if strings.HasSuffix(token.Lower, "-general") || token.Lower == "mps" {
		return true
	}
	return r.inClass(i, "party") || r.inClass(i, "force") || r.inClass(i, "people") || r.isDemonym(i)
}

// isPerson reports whether the noun names a person or a holder of an office.
func (r *reader) isPerson(i int) bool {
	if at := r.actorAt[i]; at > 0 && r.actors[at-1].Kind == tocsin.Person {
		return true
	}
	if name := r.nameAt[i]; name > 0 && r.doc.Names[name-1].Kind == text.PER {
		return true
	}
	return r.inClass(i, "office")
}

// parties are pronouns and the like that stand for somebody.
var parties = map[string]bool{
	"i": true, "we": true, "he": true, "she": true, "they": true, "him": true, "her": true, "them": true, "us": true,
	"me": true, "my": true, "our": true, "his": true, "their": true, "its": true, "who": true, "whom": true, "those": true, "others": true, "both": true, "some": true, "many": true,
	"all": true, "several": true, "two": true, "three": true, "four": true, "five": true, "six": true, "seven": true,
	"eight": true, "nine": true, "ten": true, "one": true, "each": true, "everyone": true, "themselves": true,
	"himself": true, "herself": true, "it": true, "another": true, "other": true, "most": true,
}

// isDemonym reports whether the word names a people ("Ukrainians").
func (r *reader) isDemonym(i int) bool {
	match, ok := country.Find(r.doc.Tokens[i].Text)
	return ok && match.Sense == country.People
}

// namesParty reports whether a modifier of a noun says whose it is: "Russian
// shelling", "Hamas rockets".
func (r *reader) namesParty(i int) bool {
	if _, ok := r.countryOf(i); ok {
		return true
	}
	token := &r.doc.Tokens[i]
	if westerns[token.Lower] || r.actorAt[i] > 0 && r.actorAt[i] != r.actorAt[max(token.Head, 0)] {
		return true
	}
	if token.POS == "PROPN" {
		name := r.nameAt[i]
		return name > 0 && r.doc.Names[name-1].Kind != text.LOC && !r.inPlace(i)
	}
	return token.POS == "NOUN" && holders[r.lemma(i)]
}

// holders are nouns that say before another one whose it is: "rebel fire",
// and not "artillery fire".
var holders = map[string]bool{
	"rebel": true, "separatist": true, "army": true, "militia": true, "government": true, "police": true,
	"opposition": true, "insurgent": true, "militant": true, "guerrilla": true, "jihadist": true, "troop": true,
}

// westerns are adjectives for parties of several countries.
var westerns = map[string]bool{"western": true, "european": true, "allied": true, "rebel": true, "separatist": true, "american": true, "islamist": true}

// isPlace reports whether the noun is a toponym or a word for a place.
func (r *reader) isPlace(i int) bool {
	if r.inPlace(i) || r.inClass(i, "ground") {
		return true
	}
	if r.doc.Tokens[i].POS != "PROPN" {
		return false
	}
	if name := r.nameAt[i]; name > 0 && r.doc.Names[name-1].Kind == text.LOC {
		return true
	}
	match, ok := r.countryOf(i)
	return ok && (match.Sense == country.Name || match.Sense == country.Capital)
}

func (r *reader) inPlace(i int) bool { return r.placeAt[i] > 0 }

func (r *reader) isTime(i int) bool { return r.whenAt[i] > 0 || weekdays[r.doc.Tokens[i].Lower] }

var weekdays = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"january": true, "february": true, "march": true, "april": true, "june": true, "july": true, "august": true,
	"september": true, "october": true, "november": true, "december": true,
}

// countryOf finds the country that a token points to, by the name that it is
// part of and else by itself.
func (r *reader) countryOf(i int) (country.Match, bool) {
	token := &r.doc.Tokens[i]
	if token.POS != "PROPN" && token.POS != "ADJ" && token.POS != "NOUN" {
		return country.Match{}, false
	}
	if name := r.nameAt[i]; name > 0 {
		if match, ok := country.Find(r.doc.Words(r.doc.Names[name-1].Span)); ok {
			return match, true
		}
	}
	if place := r.placeAt[i]; place > 0 {
		if match, ok := country.Find(r.doc.Words(r.places[place-1].Span)); ok {
			return match, true
		}
	}
	if token.Text == token.Lower {
		return country.Match{}, false
	}
	return country.Find(token.Text)
}

// party names the side that the heads stand for.
func (r *reader) party(heads []int) tocsin.Party {
	var names, countries []string
	out := tocsin.Party{}
	for _, head := range heads {
		one := r.side(head, 0)
		if one.Name == "" && one.Country == "" {
			continue
		}
		if out.ID == "" {
			out.ID = one.ID
		}
		names = addNew(names, one.Name)
		for code := range strings.SplitSeq(one.Country, ",") {
			countries = addNew(countries, code)
		}
	}
	out.Name = strings.Join(names, "; ")
	out.Country = strings.Join(countries, ",")
	return out
}

func addNew(list []string, word string) []string {
	if word == "" {
		return list
	}
	for _, known := range list {
		if known == word {
			return list
		}
	}
	return append(list, word)
}

// side resolves one noun. Weapons and deeds stand for whoever they belong to.
func (r *reader) side(i, depth int) tocsin.Party {
	if depth > maxClimb {
		return tocsin.Party{}
	}
	if binder := r.binder(i); binder >= 0 {
		return r.side(binder, depth+1)
	}
	if at := r.actorAt[i]; at > 0 && !r.isPersonal(i) {
		actor := &r.actors[at-1]
		found := tocsin.Party{ID: actor.ID, Name: actor.Name, Country: actor.Country}
		if found.Country == "" {
			found.Country = r.modifiers(i, depth)
		}
		return found
	}
	if match, ok := r.countryOf(i); ok {
		return tocsin.Party{Name: match.Country.Name, Country: match.Country.Code}
	}
	if westerns[r.doc.Tokens[i].Lower] {
		return tocsin.Party{Name: r.doc.Tokens[i].Text}
	}
	if inner := r.measured(i); inner >= 0 && measures[r.lemma(i)] {
		return r.side(inner, depth+1)
	}
	if !r.isParty(i) && !r.isPlace(i) && !r.inClass(i, "facility") {
		if owners := r.owners(i); len(owners) > 0 {
			return r.side(owners[0], depth+1)
		}
		return tocsin.Party{}
	}
	if r.doc.Tokens[i].POS == "PRON" || r.doc.Tokens[i].POS == "DET" {
		if at := r.claimAt[i]; at > 0 && speakers[r.doc.Tokens[i].Lower] {
			return sourceParty(r.claims[at-1].Source)
		}
		return tocsin.Party{}
	}
	found := tocsin.Party{Name: r.nounPhrase(i), Country: r.modifiers(i, depth)}
	if found.Country == "" {
		if place := r.placeAt[i]; place > 0 {
			found.Country = r.places[place-1].Country
		}
	}
	return found
}

// modifiers finds the country in what stands around a noun: "Russian troops",
// "Ukraine's soldiers", "the army of Mali", "troops in Syria" (which is where,
// and not whose) not.
func (r *reader) modifiers(i, depth int) string {
	ground := r.inClass(i, "ground") || r.inClass(i, "facility")
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if ground && token.Is("nmod") {
			// "the suburbs of Gao", "a school in Gao": where it lies is whose it is.
			if code := r.countryIn(int(child)); code != "" {
				return code
			}
		}
		owns := token.Is("amod", "compound", "nmod:poss", "flat", "appos", "nmod:desc") ||
			token.Is("nmod") && (r.prepOf(int(child)) == "of" || r.prepOf(int(child)) == "from")
		if !owns || r.isAgainst(int(child)) {
			continue
		}
		if match, ok := r.countryOf(int(child)); ok {
			return match.Country.Code
		}
		if code := leaning(token.Text); code != "" {
			return code
		}
		if token.Is("nmod", "nmod:poss") && depth < 3 {
			if code := r.side(int(child), depth+2).Country; code != "" {
				return code
			}
		}
	}
	if place := r.placeAt[i]; place > 0 {
		return r.places[place-1].Country
	}
	return ""
}

// countryIn finds the country of the first place in the noun's phrase.
func (r *reader) countryIn(i int) string {
	first, last := r.doc.Reach(i)
	for k := first; k < last && k-first <= reachOfMending; k++ {
		if place := r.placeAt[k]; place > 0 {
			return r.places[place-1].Country
		}
		if match, ok := r.countryOf(k); ok && match.Sense == country.Name {
			return match.Country.Code
		}
	}
	return ""
}

// leaning finds the country in adjectives that say whose side somebody is on:
// "pro-Russian fighters", "Moscow-installed officials".
func leaning(word string) string {
	before, after, both := strings.Cut(word, "-")
	if !both {
		return ""
	}
	if strings.EqualFold(before, "pro") {
		before, after = after, "backed"
	}
	switch after {
	case "backed", "installed", "appointed", "led", "controlled", "aligned", "supported", "imposed", "sponsored", "friendly", "funded", "allied":
		if match, ok := country.Find(before); ok {
			return match.Country.Code
		}
	}
	return ""
}

// isPersonal reports whether token i is "his" or "her": of an arrest or a trial
// such an owner is who undergoes it, of a visit who does it.
func (r *reader) isPersonal(i int) bool {
	token := &r.doc.Tokens[i]
	return token.Tag == "PRP$" && (token.Lower == "his" || token.Lower == "her")
}

// binder finds whom "its" or "their" stands for by its own sentence: the subject of the verb that the owned noun belongs to ("Mali
// goes on with its offensive"). It returns -1 where there is none.
func (r *reader) binder(i int) int {
	token := &r.doc.Tokens[i]
	if token.Lower != "its" && token.Lower != "their" || !token.Is("nmod:poss") {
		return -1
	}
	at := token.Head
	for depth := 0; depth < maxClimb && at >= 0 && !r.isVerb(at); depth++ {
		if r.doc.Tokens[at].Is("conj") {
			return -1
		}
		if above := r.doc.Tokens[at].Head; r.doc.Tokens[at].Is("nsubj") {
			if above < 0 || !r.doc.Tokens[above].Is("ccomp") || !r.isVerb(above) {
				return -1 // "its raids began": what it is was said before
			}
			at = above // "the ministry said its guns had hit the depot"
		}
		at = r.doc.Tokens[at].Head
	}
	if at < 0 || !r.isVerb(at) {
		return -1
	}
	f := r.frameOf(at)
	holders := f.agents
	if f.passive {
		holders = f.patients
	}
	for _, head := range holders {
		if head != i && head != token.Head && r.isParty(head) && r.doc.Tokens[head].POS != "PRON" {
			return head
		}
	}
	return -1
}

// speakers are the pronouns by which a claim's source speaks of itself.
var speakers = map[string]bool{"i": true, "we": true, "me": true, "us": true, "my": true, "our": true}

// nounPhrase is the noun with the names, numbers and adjectives before it.
func (r *reader) nounPhrase(i int) string {
	first, last := i, i+1
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		switch {
		case token.Is("amod", "compound", "nummod", "nmod:poss") && int(child) < i:
			reach, _ := r.doc.Reach(int(child))
			first = min(first, reach)
		case token.Is("flat") && int(child) == last:
			last++
		}
	}
	if i-first > 8 {
		first = i
	}
	return strings.Join(strings.Fields(r.doc.Words(r.doc.SpanOf(first, last))), " ")
}
