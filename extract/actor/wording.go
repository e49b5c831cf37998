package actor

import (
	"slices"
	"strings"
	"unicode"

	"tocsin/country"
)

// adjective is how the ledger names what belongs to a state: "Belarusian
// government", "United States government", "UK ministry".
func adjective(code string) string {
	switch code {
	case "USA":
		return "United States"
	case "GBR":
		return "UK"
	}
	state := country.Of(code)
	switch {
	case state == nil:
		return ""
	case state.Adjective != "":
		return state.Adjective
	}
	return state.Name
}

// describe words the name of a party that has none of its own: its
// description in full, with the country in front and the owner's own name.
//
// "Minsk’s defense ministry" is "Belarusian defense ministry"; "officials in
// Kyiv" is "Ukrainian officials"; "the mayor of the southern city of Lund" is
// "Mayor of Lund".
func (r *resolver) describe(p *phrase, code string) string {
	if r.isProper(p) {
		return trimArticle(r.g.doc.Words(r.g.doc.SpanOf(p.from, p.own())))
	}
	words := r.modifiers(p)
	complement, dropped, backed := "", false, ""
	for _, link := range p.links {
		if r.isCountry(link.to) && link.prep != "to" && !(link.prep == "in" && r.head(p) == "embassy") && code != "" && r.countryCode(link.to) == code {
			dropped = true
			if link.prep == "by" && link.to.first >= 2 {
				backed = r.g.doc.Tokens[link.to.first-2].Lower // “authorities installed by Oslo”
			}
			continue
		}
		complement += " " + link.prep + " " + r.complement(link.to)
	}
	own := p.owner != nil && !r.isCountry(p.owner) || p.ownedBy >= 0
	if own {
		if owner := r.ownerOf(p); owner != nil && !r.isBodyLike(owner) {
			return capital(strings.Join(words, " ")) + " of " + owner.name + complement
		}
	}
	prefix := ""
	if complement != "" && !dropped && !r.pointsToCountry(p) && (p.noun.class == many || p.noun.class == crowd || r.complementTells(p, code)) {
		code = "" // “people in Jutland”, “the general staff of the armed forces of Denmark”
	}
	if r.organisationAt(p.from, p.to) != nil || r.isBody(p) && r.isSomebodys(p) {
		code = "" // “Nasa officials”, “the Lund administration”
	}
	if code != "" && (p.noun.class != role || dropped || r.pointsToCountry(p)) && !r.mentions(p, code) && p.noun.class != kin {
		prefix = adjective(code)
		if backed != "" {
			prefix += "-" + backed
		}
	}
	if own && prefix == "" {
		if owner := r.ownerOf(p); owner != nil {
			return capital(strings.Join(words, " ")) + " of " + owner.name + complement
		}
	}
	if prefix != "" {
		if complement == "" && r.isBody(p) {
			words = lowerBodies(words)
		}
		at := 0
		if len(words) > 1 && r.startsWithNumber(p) {
			at = 1 // “four Russian captives”
		} else if r.startsSentence(p.from) && len(words) > 0 && words[0] == r.g.doc.Tokens[p.from].Text && r.g.doc.Tokens[p.from].POS != "PROPN" && r.g.doc.Tokens[p.from].POS != "DET" {
			words[0] = strings.ToLower(words[0]) // “Officials” at the start of a sentence
		}
		words = slices.Insert(words, at, prefix)
	}
	name := strings.Join(words, " ") + complement
	if p.and != nil {
		name += " and " + strings.Join(r.modifiers(p.and), " ")
	}
	if p.noun.class == role || p.noun.class == crowd || p.noun.class == many {
		return capital(name)
	}
	return capital(name)
}

// isProper reports whether the phrase is an organisation's own name, which
// stays whole though a country's adjective is part of it: "the Norwegian Fishing
// Network".
func (r *resolver) isProper(p *phrase) bool {
	if p.noun.class != body || p.owner != nil || p.ownedBy >= 0 || r.isPlural(p) || p.to-p.from < 2 {
		return false
	}
	capitals := 0
	for i := p.from; i < p.to; i++ {
		token := &r.g.doc.Tokens[i]
		if token.POS == "DET" || token.Tag == "HYPH" {
			continue
		}
		if !unicode.IsUpper(firstRune(token.Text)) {
			return false
		}
		capitals++
	}
	return capitals > 1
}

// complementTells reports whether a complement of p names the country with
// code, so that the name need not.
func (r *resolver) complementTells(p *phrase, code string) bool {
	for _, link := range p.links {
		if match, _, found := r.g.countryIn(link.to.first, link.to.last); found && match.Country.Code == code {
			return true
		}
	}
	return false
}

// modifiers are the words of the chunk without determiners, quantifiers and
// the words for its country.
func (r *resolver) modifiers(p *phrase) []string {
	_, at, found := r.g.countryIn(p.from, p.to)
	var words []string
	joined := false
	for i := p.from; i < p.to; i++ {
		token := &r.g.doc.Tokens[i]
		if i < p.head && i == p.from+len(words) && isQuantifier(token.Lower) || token.POS == "DET" || token.Tag == "PRP$" {
			continue
		}
		if found && i >= at.first && i < at.last && at.last < p.to && r.g.doc.Tokens[at.last].Text != "-" && !r.isMetonym(at) {
			continue
		}
		if len(words) > 0 && (joined || token.Tag == "HYPH") {
			words[len(words)-1] += token.Text
			joined = token.Tag == "HYPH"
			continue
		}
		words = append(words, token.Text)
	}
	return words
}

func (r *resolver) isMetonym(at span) bool {
	match, found := country.Find(r.g.doc.Words(r.g.doc.SpanOf(at.first, at.last)))
	return found && match.Sense == country.Metonym
}

func (r *resolver) startsWithNumber(p *phrase) bool {
	token := &r.g.doc.Tokens[p.from]
	return token.POS == "NUM" && !isQuantifier(token.Lower)
}

func (r *resolver) startsSentence(i int) bool {
	return i == r.g.doc.Sentences[r.g.doc.Tokens[i].Sentence].First
}

func isQuantifier(lower string) bool {
	switch lower {
	case "several", "many", "some", "a", "the", "all", "most", "various", "both", "other", "these", "those", "one", "no", "any", "such":
		return true
	}
	return false
}

// complement is a complement as the name keeps it: no determiner, and of "the
// southern city of Lund" only Lund.
func (r *resolver) complement(p *phrase) string {
	if r.isTown(p) {
		return r.complement(p.links[0].to)
	}
	words := r.g.doc.Words(r.g.doc.SpanOf(p.from, p.to))
	if match, _, found := r.wholeCountry(p); found && match.Sense == country.Name {
		words = match.Country.Name
		if strings.HasPrefix(words, "United ") {
			words = "the " + words
		}
	} else {
		words = trimArticle(words)
	}
	if p.owner != nil && r.isCountry(p.owner) {
		words = adjective(r.countryCode(p.owner)) + " " + words
	}
	for _, link := range p.links {
		words += " " + link.prep + " " + r.complement(link.to)
	}
	return words
}

// isTown reports whether the phrase only says what kind of place follows:
// "the southern city of Lund".
func (r *resolver) isTown(p *phrase) bool {
	switch r.head(p) {
	case "city", "town", "village", "region", "province", "port", "state", "district":
		return len(p.links) > 0 && p.links[0].prep == "of"
	}
	return false
}

func trimArticle(words string) string {
	for _, article := range [...]string{"the ", "The ", "a ", "A ", "an ", "An ", "his ", "her ", "their ", "its ", "our "} {
		if rest, found := strings.CutPrefix(words, article); found {
			return rest
		}
	}
	return words
}

// lowerBodies writes what is a kind of body and not a name in lower case
// ("Foreign Ministry" behind a country's adjective).
func lowerBodies(words []string) []string {
	for i, word := range words {
		if strings.ToUpper(word) != word {
			words[i] = strings.ToLower(word)
		}
	}
	return words
}

func capital(words string) string {
	for i, r := range words {
		if i == 0 {
			return string(unicode.ToUpper(r)) + words[len(string(r)):]
		}
	}
	return words
}

// roleOf words a role: the title or description without determiner, country,
// owner and the country's name among its complements.
func (r *resolver) roleOf(p *phrase) string {
	if p.title.empty() || !p.isNoun {
		return ""
	}
	title := *p
	title.to, title.head = p.title.last, p.title.last-1
	if !p.named.empty() && len(p.links) > 0 {
		title.to, title.head = p.to, p.to-1
	}
	words := slices.DeleteFunc(r.modifiers(&title), func(word string) bool {
		return slices.Contains([]string{"Sir", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Lord", "Dame", "Lady"}, word)
	})
	complement := ""
	for _, link := range p.links {
		if r.isCountry(link.to) {
			continue
		}
		words := r.complement(link.to)
		if match, at, found := r.g.countryIn(link.to.from, link.to.to); found && match.Sense == country.Name && at.last > at.first && at.last < link.to.to {
			words = trimArticle(strings.Replace(words, r.g.doc.Words(r.g.doc.SpanOf(at.first, at.last))+" ", "", 1))
		}
		article := ""
		if r.g.doc.Tokens[link.to.first].Lower == "the" && link.to.owner == nil && !r.isTown(link.to) {
			article = "the "
		}
		complement += " " + link.prep + " " + article + words
	}
	return strings.Join(words, " ") + complement
}
