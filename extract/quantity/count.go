package quantity

import (
	"strings"

	"tocsin"
	"tocsin/text/numeral"
)

// vagues are the words that count without saying how many, with the least that
// they can mean.
var vagues = map[string]float64{
	"dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1000, "millions": 1e6, "billions": 1e9, "trillions": 1e12,
}

// vagueEnd reads "tens of thousands", "hundreds": the least that it can mean,
// and the piece after it.
func (r *reader) vagueEnd(at int) (least float64, end int) {
	first := vagues[r.lower(at)]
	if r.lower(at) == "tens" {
		first = 10
	}
	if first == 0 {
		return 0, 0
	}
	end = at + 1
	for r.lower(end) == "of" && vagues[r.lower(end+1)] > 0 {
		first *= vagues[r.lower(end+1)]
		end += 2
	}
	if first == 10 {
		return 0, 0
	}
	return first, end
}

// vague reads "dozens of barns", "thousands dead", "hundreds were killed".
func vague(r *reader, at int, _ bool) (figure, bool) {
	_, end := r.vagueEnd(at)
	if end == 0 {
		return figure{}, false
	}
	f := figure{vague: true, bound: tocsin.AtLeast, end: end}
	if r.lower(at-1) == "the" && r.lower(end) != "of" {
		return f, false
	}
	return r.countOf(f, end)
}

// several reads "several hundred herders", "a few thousand".
func several(r *reader, at int, _ bool) (figure, bool) {
	next := at
	if r.lower(next) == "a" {
		next++
	}
	if word := r.lower(next); word != "several" && word != "few" && word != "many" {
		return figure{}, false
	}
	scale := r.lower(next + 1)
	if scale != "hundred" && scale != "thousand" && scale != "million" && scale != "billion" && scale != "dozen" {
		return figure{}, false
	}
	return r.countOf(figure{vague: true, bound: tocsin.AtLeast, end: next + 2}, next+2)
}

// fates are the words for what befell people, after a figure that counts them.
var fates = map[string]string{
	"died": "people killed", "dead": "people killed", "killed": "people killed", "wounded": "people wounded", "injured": "people injured", "missing": "people missing",
	"displaced": "people displaced", "homeless": "people made homeless", "arrested": "people arrested", "detained": "people detained", "hurt": "people injured",
}

// harmed are the verbs before a bare number that say what it counts: "injuring
// seven".
var harmed = map[string]string{
	"killed": "people killed", "killing": "people killed", "kills": "people killed", "kill": "people killed",
	"injured": "people injured", "injuring": "people injured", "injures": "people injured", "wounded": "people wounded", "wounding": "people wounded",
	"hurt": "people injured", "hurting": "people injured", "displacing": "people displaced", "arrested": "people arrested", "arresting": "people arrested",
	"detained": "people detained", "detaining": "people detained",
}

// countOf adds what a figure that ends before piece at counts.
func (r *reader) countOf(f figure, at int) (figure, bool) {
	next := at
	if r.lower(next) == "more" || r.lower(next) == "other" || r.lower(next) == "additional" {
		next++
	}
	if r.lower(next) == "of" {
		next = r.skipDeterminers(next + 1)
		for _, filler := range []string{"other", "more"} {
			if r.lower(next) == filler {
				next++
			}
		}
	}
	if fate := fates[r.lower(next)]; fate != "" && !r.leadsToNoun(next) {
		f.of, f.end = fate, next+1
		return f, true
	}
	// "hundreds were killed", "thousands have been displaced".
	if word := r.lower(next); next == at && (word == "were" || word == "was" || word == "have" || word == "are" || word == "had") {
		for step := next + 1; step <= next+3; step++ {
			if fate := fates[r.lower(step)]; fate != "" {
				f.of, f.end = fate, step+1
				return f, true
			}
		}
		if f.vague {
			f.of = "people"
		}
		return f, true
	}
	// "17 of the 22 drones" are drones too, and the 22 a figure of its own.
	if r.lower(at) == "of" && r.is(next, numeral.Number) {
		if p, ok := r.noun(next + 1); ok && !isTime(r.lower(p.head)) {
			f.of = p.of
		}
		return f, true
	}
	p, ok := r.noun(next)
	if ok && isTime(r.lower(p.head)) {
		return f, false
	}
	if ok {
		p = r.complement(p)
		f.of, f.end = p.of, p.end
	}
	return f, true
}

// among are the plurals that "the two …" only points back at.
var among = map[string]bool{
	"countries": true, "sides": true, "nations": true, "states": true, "leaders": true, "parties": true, "presidents": true, "governments": true,
	"neighbours": true, "neighbors": true, "allies": true, "powers": true, "capitals": true, "ministers": true, "superpowers": true,
}

// abstract are the nouns whose small numbers order a text and count nothing in
// the world.
var abstract = map[string]bool{
	"purposes": true, "ways": true, "things": true, "reasons": true, "issues": true, "points": true, "options": true, "factors": true,
	"questions": true, "aspects": true, "kinds": true, "types": true, "elements": true, "steps": true, "scenarios": true, "occasions": true,
	"respects": true, "words": true, "examples": true, "conditions": true, "goals": true, "aims": true, "ideas": true, "problems": true,
	"fronts": true, "levels": true, "worlds": true, "halves": true,
}

// count reads a number with what it counts; without, only one that is hedged,
// or large enough to be a figure by itself, is taken.
func count(r *reader, at int, hedged bool) (figure, bool) {
	n, ok := r.number(at)
	if !ok {
		return figure{}, false
	}
	f := from(n)
	// "30-plus", "30+".
	if r.lower(n.end) == "+" && r.glued(n.end) {
		f.bound, f.end = tocsin.AtLeast, n.end+1
	} else if r.lower(n.end) == "-" && r.lower(n.end+1) == "plus" {
		f.bound, f.end = tocsin.AtLeast, n.end+2
	}
	if m, known := measures[strings.TrimPrefix(r.lower(f.end), "-")]; known && !m.short && r.lower(f.end) != "points" {
		return f, false
	}
	if r.lower(f.end) == "-" && r.glued(f.end) {
		return r.hyphened(f)
	}
	if !hedged {
		f = r.hedgeAfter(f)
	}
	return r.countFrom(f, at)
}

// hyphened refuses numbers that are part of a longer adjective ("a two-pronged
// attack", "five-star"); what they count is not counted.
func (r *reader) hyphened(f figure) (figure, bool) {
	start := f.end + 1
	strong := r.lower(start) == "strong"
	if strong {
		start++
	}
	p, ok := r.noun(start)
	if !ok || f.value < 10 {
		return f, false
	}
	if strong {
		f.of, f.end = p.of, p.end
		return f, true
	}
	f.of, f.end = p.of, p.end
	return f, r.tag(p.head) == "NNS"
}

// countFrom adds what a figure counts and refuses what is no figure.
func (r *reader) countFrom(f figure, at int) (figure, bool) {
	bare := f.end
	f, ok := r.countOf(f, f.end)
	if !ok {
		return f, false
	}
	if f.of == "" || f.end == bare {
		return r.bareCount(f, at, bare)
	}
	head := r.lower(f.end - 1)
	if f.value < 10 && abstract[head] {
		return f, false
	}
	if isTime(head) || head == "times" {
		return f, false
	}
	if r.lower(at-1) == "the" || r.lower(at-1) == "these" || r.lower(at-1) == "those" || r.lower(at-1) == "both" {
		for step := bare; step < f.end; step++ {
			if among[r.lower(step)] {
				return f, false
			}
		}
	}
	return f, true
}

// tollBefore reports whether the number at piece at is a death toll's.
func (r *reader) tollBefore(at int) bool {
	for step := at - 1; step > at-10 && r.sameSentence(step, at); step-- {
		if r.lower(step) == "toll" {
			return true
		}
	}
	return false
}

// bareCount takes a number that names nothing: "the number rose to 50", "three
// of them", "95 who fought".
func (r *reader) bareCount(f figure, at, end int) (figure, bool) {
	if fate := harmed[r.lower(at-1)]; fate != "" {
		f.of = fate
		return f, true
	}
	switch next := r.lower(end); {
	case next == "of" && r.lower(at-1) == "the":
		return f, false
	case next == "of":
		return f, f.of != "" || r.lower(end+1) == "them" || r.lower(end+1) == "whom" || r.lower(end+1) == "which"
	case next == "who":
		f.of = "people"
		return f, true
	}
	goesOn := r.lower(end) == "more" || r.lower(end) == "others" || r.lower(at-1) == "further" || r.lower(at-1) == "another" || r.lower(at-1) == "additional"
	switch {
	case goesOn && r.previous.of != "" && r.sameSentence(r.previous.first, at):
		f.of = r.previous.of
		if r.lower(end) == "more" {
			f.end = end + 1
		}
		return f, true
	case r.lower(at-1) == "of" && isNoun(r.tag(at-2)):
		f.of = r.lower(at - 2)
	case r.tollBefore(at):
		f.of = "people killed"
	}
	return f, f.value >= 20 && r.tag(end) != "NNP" && (!r.glued(end) || !r.is(end, numeral.Word))
}
