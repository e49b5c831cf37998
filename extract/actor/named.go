package actor

import (
	"slices"

	"tocsin"
	"tocsin/country"
	"tocsin/text"
)

func (r *resolver) namedPerson(p *phrase, rule string) (*party, bool) {
	var person *party
	switch {
	case !p.named.empty() && p.isNoun && p.noun.class == body && p.noun.sector != "PTY" && r.g.isNoun(p.named.first-1, body):
		return r.calledBody(p, "named body"), true
	case !p.named.empty():
		person = r.bearer(p)
	case p.appos != nil && !p.appos.named.empty():
		person = r.personOf(p.appos)
		rule = "apposition"
	default:
		return nil, false
	}
	if p.appos != nil {
		rule = "apposition"
	}
	described := p
	if p.appos != nil && p.appos.named.empty() {
		described = p.appos
		r.resolveWithin(described)
	}
	if described.noun.class == kin {
		if owner := r.ownerOf(described); owner != nil {
			r.relate(person, r.lemma(described), owner)
		}
	}
	if patron := r.patron(described); patron != nil && patron != person && person.country == "" {
		person.owner = patron
	}
	if person.country == "" && person.owner == nil && described.isNoun && isOffice(described.noun.sector) {
		person.country = r.context(described)
		person.guessed = person.country != ""
	}
	if person.rule == "named" {
		person.rule = rule
	}
	return person, true
}

// patron is the person whom somebody's post names, and whose country is thus
// theirs: "a Lund aide", "an adviser to Lund".
func (r *resolver) patron(p *phrase) *party {
	if !p.isNoun || r.isForHire(p) {
		return nil
	}
	for _, link := range p.links {
		if !link.to.named.empty() {
			return r.personOf(link.to)
		}
	}
	last := p.to
	if !p.named.empty() {
		last = p.named.first
	}
	for i := p.from; i < last; i++ {
		if person := r.personNamed(i); person != nil {
			return person
		}
	}
	return nil
}

// isSomebodys reports whether a person's name stands before the head: "the Lund
// administration".
func (r *resolver) isSomebodys(p *phrase) bool {
	last := p.head
	if !p.named.empty() {
		last = p.named.first
	}
	for i := p.from; i < last; i++ {
		if n := r.g.nameAt[i]; n > 0 && r.g.doc.Names[n-1].Kind == text.PER && r.g.doc.Names[n-1].Last <= last {
			return true
		}
		// “the Olsen administration”, of a name that no tagger knows
		_, isCountry := country.Find(r.g.doc.Tokens[i].Text)
		_, isPlace := r.g.places[i]
		if r.g.doc.Tokens[i].POS == "PROPN" && p.named.empty() && r.lemma(p) == "administration" && !isCountry && !isPlace && !r.g.isNoun(i, role) && !r.g.isNoun(i, crowd) {
			return true
		}
	}
	return false
}

// isForHire reports whether the title is of those who serve people of any
// country: "Lund’s lawyer".
func (r *resolver) isForHire(p *phrase) bool {
	at := r.roleHead(p)
	if at < 0 {
		return false
	}
	switch r.g.doc.Tokens[at].Lower {
	case "lawyer", "lawyers", "attorney", "attorneys", "solicitor", "barrister":
		return true
	}
	return false
}

// bearer is the person whom the name in p stands for. Of several who share a
// surname it is the one spoken of last, but not somebody whom the article knows
// only as another's relative.
func (r *resolver) bearer(p *phrase) *party {
	person := r.personOf(p)
	if p.named.last-p.named.first != 1 {
		return person
	}
	name := folded(r.g.doc.Tokens[p.named.first].Text)
	var bearers []*party
	for _, other := range r.people[max(0, len(r.people)-maxPeople):] {
		if len(other.names) > 1 && other.names[len(other.names)-1] == name && !other.related {
			bearers = append(bearers, other)
		}
	}
	if len(bearers) < 2 {
		return person
	}
	for i := len(r.recent) - 1; i >= max(0, len(r.recent)-lookBack); i-- {
		if slices.Contains(bearers, r.recent[i].party) {
			return r.recent[i].party
		}
	}
	return bearers[0]
}

// resolveWithin resolves what stands within an apposition, which is no
// mention of its own.
func (r *resolver) resolveWithin(p *phrase) {
	if p.owner != nil {
		r.resolve(p.owner)
	}
	for _, link := range p.links {
		r.resolve(link.to)
	}
	p.resolved = true
}

// relate notes that person is somebody's mother, and takes the country over.
func (r *resolver) relate(person *party, lemma string, owner *party) {
	r.byKey["kin "+lemma+" of "+owner.name] = person
	person.related = true
	switch lemma {
	case "mother", "father", "mum", "mom", "dad", "parent":
		for _, child := range [...]string{"son", "daughter", "child"} {
			if owner.gender == male && child == "daughter" || owner.gender == female && child == "son" {
				continue
			}
			r.byKey["kin "+child+" of "+person.name] = owner
		}
	case "son", "daughter":
		r.byKey["kin mother of "+person.name] = owner
	case "husband", "wife":
		r.byKey["kin husband of "+person.name] = owner
		r.byKey["kin wife of "+person.name] = owner
	}
	if person.country == "" {
		person.country = owner.country
	}
	if person.sector == "" {
		person.sector = "CVL"
	}
}

// relative reads "her son", "Lund’s wife", "the family of Mia Lund".
func (r *resolver) relative(p *phrase, rule string) (*party, bool) {
	if !p.isNoun || p.noun.class != kin && r.lemma(p) != "family" && r.lemma(p) != "relative" || !p.named.empty() {
		return nil, false
	}
	owner := r.ownerOf(p)
	for _, link := range p.links {
		if link.prep == "of" && link.to.party != nil && owner == nil {
			owner = link.to.party
		}
	}
	if owner == nil {
		if r.isIndefinite(p) || r.isDefinite(p) {
			return nil, false
		}
		return r.group(p, rule)
	}
	lemma := r.lemma(p)
	key := "kin " + lemma + " of " + owner.name
	relative := r.byKey[key]
	if relative == nil {
		relative = r.keyed(key, capital(r.head(p))+" of "+owner.name, tocsin.Unnamed, rule)
		relative.country, relative.plural, relative.sector = owner.country, r.isPlural(p) || lemma == "family", "CVL"
		relative.gender, relative.owner = gendered[lemma], owner
		if relative.plural {
			relative.kind = tocsin.People
		}
	}
	return relative, true
}
