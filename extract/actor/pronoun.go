package actor

import (
	"tocsin"
)

// pronounReach is how many sentences back a pronoun may look.
const pronounReach = 4

// farReach is how far it may look where nobody nearer fits.
const farReach = 10

// pronoun resolves a personal pronoun to the likeliest party before it: one
// that fits in number and gender, near, a subject, and not the speaker of the
// quotation that the pronoun stands in.
func (r *resolver) pronoun(p *phrase, rule string) (*party, bool) {
	if !p.pronoun {
		return nil, false
	}
	if r.head(p) == "it" && !r.isAgent(p.head) {
		return nil, true
	}
	party := r.antecedent(p.head)
	if party != nil && party.gender == unknown {
		switch r.head(p) {
		case "he", "him":
			party.gender = male
		case "she", "her":
			party.gender = female
		}
	}
	return party, true
}

// isAgent reports whether "it" does something, rather than stand for a clause
// or the weather: "it added", not "it is clear that".
func (r *resolver) isAgent(i int) bool {
	token := &r.g.doc.Tokens[i]
	if !token.Is("nsubj") || token.Head < 0 {
		return false
	}
	head := &r.g.doc.Tokens[token.Head]
	return head.POS == "VERB" && r.g.doc.Child(token.Head, "csubj", "expl") < 0
}

// possessor is whom a possessive pronoun stands for: "his family".
func (r *resolver) possessor(p *phrase) *party { return r.antecedent(p.ownedBy) }

// antecedent finds whom the pronoun at token i stands for, or nil.
func (r *resolver) antecedent(i int) *party {
	token := &r.g.doc.Tokens[i]
	var best *party
	bestFit := 0.0
	saying := token.Is("nsubj") && r.speaks(token.Head)
	for k := len(r.recent) - 1; k >= max(0, len(r.recent)-lookBack); k-- {
		before := r.recent[k]
		distance := token.Sentence - before.sentence
		if distance > pronounReach && (best != nil || distance > farReach) {
			break
		}
		if before.token >= i {
			continue
		}
		fit := fitting(token.Lower, before.party)
		if fit == 0 {
			continue
		}
		fit += 3 - 1.2*float64(distance)
		if before.subject {
			fit += 1.5
		}
		if saying && before.speaker {
			fit += 1.5
		}
		if distance == 0 && before.token > i-4 && r.clause(before.token) == r.clause(i) && !token.Is("nmod:poss") {
			fit -= 3 // “Lund told him”: a pronoun is not the other party of its verb
		}
		if token.Quote >= 0 && before.quote < 0 && distance == 0 {
			fit -= 2.5 // whoever is quoted says “I”
		}
		if token.Quote < 0 && before.quote >= 0 {
			fit -= 1
		}
		fit -= 0.02 * float64(len(r.recent)-1-k)
		if best == nil || fit > bestFit {
			best, bestFit = before.party, fit
		}
	}
	return best
}

// clause is the verb, or the predicate with a form of "be", that the token
// hangs from.
func (r *resolver) clause(i int) int {
	for steps := 0; steps < 8 && i >= 0; steps++ {
		if pos := r.g.doc.Tokens[i].POS; pos == "VERB" || pos == "AUX" {
			return i
		}
		subject := r.g.doc.Tokens[i].Is("nsubj")
		i = r.g.doc.Tokens[i].Head
		if subject {
			return i
		}
	}
	return -1
}

// fitting is 0 where the pronoun cannot stand for the party, and else grows
// with how well it does.
func fitting(pronoun string, p *party) float64 {
	person := p.kind == tocsin.Person || p.kind == tocsin.Unnamed
	switch pronoun {
	case "he", "him", "his", "himself":
		if !person || p.plural || p.gender == female {
			return 0
		}
		return 1
	case "she", "her", "hers", "herself":
		if !person || p.plural || p.gender == male {
			return 0
		}
		if p.gender == female {
			return 2
		}
		return 0.5
	case "it", "its", "itself":
		switch {
		case p.plural || person || p.kind == tocsin.People:
			return 0
		case p.kind == tocsin.Document:
			return 0.6
		}
		return 1
	case "they", "them", "their", "themselves":
		switch {
		case p.plural:
			return 1.5
		case p.kind == tocsin.Organization || p.kind == tocsin.ArmedGroup:
			return 0.6
		case p.kind == tocsin.Government:
			return 0.4
		}
	}
	return 0
}
