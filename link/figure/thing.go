package figure

import (
	"cmp"
	"slices"
	"strings"

	"tocsin/country"
)

// Thing is what a figure counts.
type Thing struct {
	Words     string   `json:"words,omitzero"`     // the noun phrase: "Russian soldiers"
	Head      string   `json:"head,omitzero"`      // the name of its head's group of synonyms; "" where it is unknown
	Modifiers []string `json:"modifiers,omitzero"` // what else the phrase says, in the singular; sorted
	Side      string   `json:"side,omitzero"`      // ISO 3166 alpha-3 of whose they are
}

// measuring are nouns whose complement is what is counted.
var measuring = map[string]bool{
	"number": true, "total": true, "case": true, "piece": true, "pair": true, "group": true, "amount": true, "type": true, "kind": true, "member": true, "body": true,
}

// thingOf reads the noun phrase that a figure counts: "Russian soldiers",
// "deaths", "residents of the city"; and the attribute that the phrase itself
// gives: "people killed".
func thingOf(of string) (thing Thing, attribute string) {
	l := words()
	thing.Words = of
	phrase, complement := phraseOf(of)
	if last := len(phrase) - 1; last >= 0 && measuring[singular(phrase[last].lower)] && len(complement) > 0 {
		phrase, complement = complement, nil
	}
	for i := 0; i < len(phrase); i++ {
		if side, width := sideAt(of, phrase[i:]); width > 0 {
			if thing.Side == "" {
				thing.Side = side
			}
			if i += width - 1; i == len(phrase)-1 {
				thing.Head = "person"
			}
			continue
		}
		lower := phrase[i].lower
		last := i == len(phrase)-1
		switch said := l.attributes[lower]; {
		case l.kinds[said] == toll && (last || i == len(phrase)-2):
			attribute = said
			if last && thing.Head == "" {
				thing.Head = "person"
			}
		case last || i+1 < len(phrase) && l.kinds[l.attributes[phrase[i+1].lower]] == toll && i == len(phrase)-2:
			thing.Head = l.group(lower)
		case !l.stop[lower]:
			thing.Modifiers = append(thing.Modifiers, singular(lower))
		}
	}
	for _, w := range complement {
		if side, width := sideAt(of, []word{w}); width > 0 {
			if thing.Side == "" {
				thing.Side = side
			}
		} else if !l.stop[w.lower] {
			thing.Modifiers = append(thing.Modifiers, singular(w.lower))
		}
	}
	slices.Sort(thing.Modifiers)
	thing.Modifiers = slices.Compact(thing.Modifiers)
	return thing, attribute
}

// phraseOf parts a noun phrase at the first preposition.
func phraseOf(of string) (phrase, complement []word) {
	all := cut(of)
	for i, w := range all {
		if i > 0 && (w.lower == "of" || w.lower == "in" || w.lower == "who" || w.lower == "from" || w.lower == "for") {
			return all[:i], all[i+1:]
		}
	}
	return all, nil
}

// sideAt tells the country that up to two words name: "Russian", "North
// Korean", "Iraqis". Capitals and seats of government are no sides.
func sideAt(text string, at []word) (code string, width int) {
	for width := min(2, len(at)); width > 0; width-- {
		if !at[0].upper {
			return "", 0
		}
		match, found := country.Find(text[at[0].span.Start:at[width-1].span.End])
		if found && (match.Sense == country.Adjective || match.Sense == country.People || match.Sense == country.Name) {
			return match.Country.Code, width
		}
	}
	return "", 0
}

// land is a country that words of an article name, and how.
func lands(text string, all []word) []placed[string] {
	var found []placed[string]
	for i := 0; i < len(all); i++ {
		if !all[i].upper {
			continue
		}
		for width := min(3, len(all)-i); width > 0; width-- {
			if all[i+width-1].sentence != all[i].sentence {
				continue
			}
			if match, known := country.Find(text[all[i].span.Start:all[i+width-1].span.End]); known {
				found = append(found, placed[string]{i, i + width, match.Country.Code})
				i += width - 1
				break
			}
		}
	}
	return found
}

// fewestBare is the least value of an exact figure that names nothing from
// which it is taken to count what was counted before; smaller ones are days of
// a month, pages, ages.
const fewestBare = 32

// counted finds what a figure counts: its own noun, else a noun just before it
// ("the contingent at up to 30,000"), else what the figure before it counts.
func (r *reading) counted(s *Signature, here scene) {
	s.Thing, s.Attribute = thingOf(s.Figure.Of)
	s.Part = here.isPart()
	if s.Figure.Of != "" {
		if s.Thing.Head == "person" && singular(lastOf(s.Figure.Of)) == "other" && len(r.signed) > 0 {
			if before := r.signed[len(r.signed)-1]; here.follows(1) && before.Thing.Head != "" && before.Figure.Unit == "" {
				s.Thing.Head, s.Thing.Side = before.Thing.Head, before.Thing.Side
			}
		}
		return
	}
	if s.Figure.Unit != "" || s.Figure.Value == nil || *s.Figure.Value == 0 {
		return
	}
	if thing, attribute, found := here.nounBefore(); found {
		s.Thing, s.Attribute = thing, attribute
		return
	}
	if s.Figure.Bound == "exact" && (*s.Figure.Value < fewestBare || *s.Figure.Value >= 1900 && *s.Figure.Value < 2100) {
		return
	}
	if before := r.antecedent(s, here); before != nil {
		s.Thing, s.Attribute, s.Country, s.Spots, s.Mode = before.Thing, before.Attribute, before.Country, before.Spots, before.Mode
		if s.Mode != Expected {
			s.Mode = Fact // after "an earlier version said" comes what is right
		}
		s.Beside = before.Figure.ID
	}
}

func lastOf(phrase string) string {
	return strings.ToLower(phrase[strings.LastIndexByte(phrase, ' ')+1:])
}

// antecedent is the figure before that a bare figure can stand beside: of its
// size, with a known noun, in this sentence or the last one; or further back
// where the same befalls both ("30,000 troops in the country … fewer than
// 10,000 had arrived").
func (r *reading) antecedent(s *Signature, here scene) *Signature {
	const back, size = 3, 10
	own := cmp.Or(here.rightBefore(), here.afterwards())
	for i := len(r.signed) - 1; i >= max(0, len(r.signed)-back); i-- {
		before := &r.signed[i]
		alike := own != "" && (own == before.Attribute || stationed[own] && stays(*before))
		if !here.follows(len(r.signed)-i) && (!alike || here.figure.first-r.figures[i].end > farthest) {
			continue
		}
		if before.Figure.Value == nil || before.Figure.Unit != "" || before.Thing.Head == "" || isShare(before.Figure) {
			continue
		}
		if ratio := *s.Figure.Value / *before.Figure.Value; ratio <= size && ratio >= 1.0/size {
			return before
		}
	}
	return nil
}
