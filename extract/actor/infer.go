package actor

import (
	"tocsin"
	"tocsin/country"
)

// inferCountries fills in what the phrases themselves do not tell: people take
// the country of their relatives; and of a person whom the article never
// introduces, the country whose doings it tells in the same sentences.
func (r *resolver) inferCountries() {
	r.inferFromCompany()
	for _, p := range r.parties {
		if p.country == "" && p.owner != nil {
			p.country = p.owner.country
		}
	}
}

// A country that stands as an adjective, an owner or a subject beside a person
// counts; one that things are done to, or happen in, does not ("Lund said that
// Danish ships would not go near Sweden").
const (
	votesAsSubject   = 1.0
	votesAsAdjective = 1.0
	votesAsOwner     = 1.0
	// leastVotes and leastMargin are what an inference takes.
	leastVotes  = 1.0
	leastMargin = 2.0
)

// inferFromCompany looks at the sentences that name a person without country
// or post. Who is known by the surname alone stands for a state far more often
// than for anything else, since news introduces everybody else.
func (r *resolver) inferFromCompany() {
	doc := r.g.doc
	wanted := map[int][]*party{} // sentence → people
	for _, person := range r.people {
		if person.country != "" || len(person.roles) > 0 || person.kind != tocsin.Person {
			continue
		}
		for _, mention := range person.mentions {
			first, _ := doc.TokensIn(mention.span)
			if first < len(doc.Tokens) {
				s := doc.Tokens[first].Sentence
				wanted[s] = append(wanted[s], person)
			}
		}
	}
	votes := map[*party]map[string]float64{}
	for s, people := range wanted {
		told := r.countriesOf(s)
		for _, person := range people {
			if votes[person] == nil {
				votes[person] = map[string]float64{}
			}
			for code, weight := range told {
				votes[person][code] += weight
			}
		}
	}
	for person, byCode := range votes {
		best, second, code := 0.0, 0.0, ""
		for candidate, weight := range byCode {
			switch {
			case weight > best || weight == best && candidate < code:
				best, second, code = weight, best, candidate
			case weight > second:
				second = weight
			}
		}
		if best >= leastVotes && best >= leastMargin*second {
			person.country = code
		}
	}
}

// countriesOf weighs the countries of a sentence by how they stand in it.
func (r *resolver) countriesOf(s int) map[string]float64 {
	doc := r.g.doc
	told := map[string]float64{}
	for i := doc.Sentences[s].First; i < doc.Sentences[s].Last; i++ {
		token := &doc.Tokens[i]
		match, found := country.Find(token.Text)
		if !found {
			continue
		}
		weight := 0.0
		switch {
		case match.Sense == country.Metonym:
			weight = votesAsSubject
		case token.Is("nmod:poss"):
			weight = votesAsOwner
		case token.Is("nsubj"):
			weight = votesAsSubject
		case token.Is("amod", "compound"):
			weight = votesAsAdjective
		}
		if weight > 0 {
			told[match.Country.Code] += weight
		}
	}
	return told
}
