package event

import (
	"slices"

	"tocsin/text"
)

// frame is a verb with its parts, passives and shared subjects undone.
type frame struct {
	verb      int
	passive   bool
	agents    []int // heads of who does it
	patients  []int // heads of what it is done to
	receivers []int // indirect objects
	obliques  []oblique
	particles []int
	clauses   []int // xcomp and ccomp
}

// oblique is a prepositional phrase.
type oblique struct {
	prep string // "" where there is none
	head int
}

// maxClimb bounds how far subjects are inherited: a hostile sentence can chain
// verbs without end.
const maxClimb = 8

// frameOf reads the frame of the verb at i.
func (r *reader) frameOf(i int) *frame {
	if found, ok := r.frames[i]; ok {
		return found
	}
	found := &frame{verb: i, passive: r.isPassive(i)}
	if r.isGerund(i) {
		object := r.doc.Tokens[i].Head
		found.passive = false
		found.patients = r.conjuncts(object)
		if above := r.doc.Tokens[object].Head; above >= 0 && r.isVerb(above) {
			switch r.doc.Tokens[i-1].Lower {
			case "of", "from", "for":
				found.agents = r.controller(above, 1)
			default:
				found.agents, _ = r.subject(above, 1)
			}
		}
		r.frames[i] = found
		return found
	}
	if before := r.misread(i); before >= 0 {
		found.passive = false
		found.agents = slices.DeleteFunc(r.conjuncts(before), func(agent int) bool { return agent > i })
		found.patients = r.conjuncts(r.doc.Tokens[i].Head)
		r.frames[i] = found
		return found
	}
	for _, child := range r.doc.Children(i) {
		r.place(found, int(child))
	}
	surface, _ := r.subject(i, 0)
	if found.passive {
		if len(found.patients) == 0 || r.doc.Child(i, "nsubj:pass") >= 0 {
			// In "two men were taken prisoner" the men come first.
			found.patients = append(slices.Clone(surface), without(found.patients, surface)...)
		}
	} else if len(found.agents) == 0 {
		found.agents = surface
	}
	if !found.passive && len(found.patients) == 0 {
		found.patients = r.gap(i)
	}
	if r.isFinite(i) {
		r.mend(found)
	}
	r.frames[i] = found
	return found
}

// place files one child of the verb.
func (r *reader) place(f *frame, child int) {
	token := &r.doc.Tokens[child]
	switch {
	case token.Is("obj"):
		if !isRelative(token) || r.doc.Tokens[f.verb].Dep != "acl:relcl" {
			f.patients = append(f.patients, r.conjuncts(child)...)
		}
	case token.Is("iobj"):
		f.receivers = append(f.receivers, r.conjuncts(child)...)
	case token.Is("compound:prt"):
		f.particles = append(f.particles, child)
	case token.Is("advmod") && particles[token.Lower]:
		f.particles = append(f.particles, child)
	case token.Is("xcomp") && token.POS == "ADJ" && r.doc.Child(child, "obj") > child:
		// "freed former minister Smith": the adjective belongs to the object.
		f.patients = append(f.patients, r.conjuncts(r.doc.Child(child, "obj"))...)
	case token.Is("xcomp", "ccomp"):
		f.clauses = append(f.clauses, r.conjuncts(child)...)
	case token.Is("obl", "nmod"):
		prep := r.prepOf(child)
		if particle := r.swallowed(f.verb, child); particle >= 0 {
			f.particles = append(f.particles, particle)
			f.patients = append(f.patients, r.conjuncts(child)...)
			return
		}
		if prep == "by" && f.passive && !r.isTime(child) {
			f.agents = append(f.agents, r.conjuncts(child)...)
			return
		}
		for _, head := range r.conjuncts(child) {
			f.obliques = append(f.obliques, oblique{prep, head})
		}
	}
}

// particles are adverbs that parsers mark now as particles, now as adverbs.
var particles = map[string]bool{
	"back": true, "out": true, "down": true, "away": true, "together": true, "in": true, "home": true, "up": true,
	"over": true, "off": true, "forward": true, "apart": true, "forcibly": true, "captive": true, "dead": true,
	"hostage": true, "prisoner": true, "through": true, "into": true, "on": true,
}

// isPassive reports whether the surface subject of the verb undergoes it.
func (r *reader) isPassive(i int) bool {
	token := &r.doc.Tokens[i]
	if r.doc.Child(i, "nsubj:pass", "aux:pass") >= 0 {
		return true
	}
	if token.Tag != "VBN" && token.Tag != "VBD" && token.Tag != "JJ" {
		return false
	}
	if after := bearers[r.lemma(i)]; after != "" && i+1 < len(r.doc.Tokens) && r.doc.Tokens[i+1].Lower == after && r.doc.Child(i, "obj") < 0 {
		return true
	}
	if token.Is("amod") {
		return true
	}
	if token.Tag == "JJ" || r.doc.Child(i, "aux", "nsubj") >= 0 {
		return false
	}
	if token.Is("acl") && token.Dep != "acl:relcl" {
		// "troops entered the town": with an object it is no participle,
		// whatever the parser says.
		return r.doc.Child(i, "obj") < 0
	}
	if token.Tag == "VBD" && token.Is("conj") && token.Head >= 0 && i+1 < len(r.doc.Tokens) && r.doc.Child(i, "obj") < 0 {
		// "was held and sentenced to death", tagged as if he had sentenced.
		switch r.doc.Tokens[i+1].Lower {
		case "to", "by":
			return r.doc.Child(token.Head, "aux:pass") >= 0
		}
	}
	if token.Tag == "VBD" && token.Is("advcl") && r.prepMark(i) == "" && r.doc.Child(i, "obj", "mark") < 0 {
		return true // "asked about the raid, the envoy said": no finite clause lacks its subject
	}
	if token.Tag != "VBN" {
		return false
	}
	if token.Is("conj") && token.Head >= 0 && r.isVerb(token.Head) {
		// "were shelled and looted": the second shares the first's auxiliary.
		return r.doc.Child(token.Head, "nsubj:pass", "aux:pass") >= 0
	}
	return token.Is("advcl", "xcomp", "parataxis") && r.doc.Child(i, "obj") < 0
}

// bearers are verbs whose participle the parser takes for a finite verb, with
// the word that follows: "officials accused of smuggling"; nobody accuses
// without saying whom.
var bearers = map[string]string{"accuse": "of", "suspect": "of", "sentence": "to", "charge": "with"}

// prepOf returns the preposition of a nominal, in lower case.
func (r *reader) prepOf(i int) string {
	for _, child := range r.doc.Children(i) {
		if r.doc.Tokens[child].Is("case") && int(child) < i {
			return r.doc.Tokens[child].Lower
		}
	}
	return ""
}

// prepMark returns the marker of a clause that is a preposition ("by
// shelling", "accused of shelling"), or "".
func (r *reader) prepMark(i int) string {
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("mark", "case") && token.Tag == "IN" {
			return token.Lower
		}
	}
	return ""
}

func (r *reader) hasMark(i int, word string) bool {
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("mark", "aux") && token.Lower == word {
			return true
		}
	}
	return false
}

func (r *reader) isVerb(i int) bool {
	pos := r.doc.Tokens[i].POS
	return pos == "VERB" || pos == "AUX"
}

// isFinite reports whether the verb carries tense, itself or by an auxiliary.
func (r *reader) isFinite(i int) bool {
	switch r.doc.Tokens[i].Tag {
	case "VBD", "VBP", "VBZ":
		return true
	}
	for _, child := range r.doc.Children(i) {
		token := &r.doc.Tokens[child]
		if token.Is("aux", "cop") {
			switch token.Tag {
			case "VBD", "VBP", "VBZ", "MD":
				return true
			}
		}
	}
	return false
}

// isRelative reports whether the token is a relative pronoun.
func isRelative(token *text.Token) bool {
	switch token.Lower {
	case "who", "which", "that", "whom":
		return token.POS == "PRON" || token.POS == "DET" || token.Tag == "WP" || token.Tag == "WDT"
	}
	return false
}
