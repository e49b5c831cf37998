package figure

import (
	"slices"
	"strings"

	"tocsin"
)

// scene is the words around a figure.
type scene struct {
	r             *reading
	figure        placed[tocsin.Quantity]
	nth           int // number of the figure among those of the article
	start, end    int // its sentence, in words
	left, right   int // its clause
	before, after int // what belongs to it alone: from the figure before in its clause to the one after
}

// farthest bounds a sentence, in words on each side of the figure.
const farthest = 60

func (r *reading) scene(f placed[tocsin.Quantity]) scene {
	here := scene{r: r, figure: f, nth: len(r.signed), start: f.first, end: f.end, left: f.first, right: f.end}
	if f.first >= len(r.words) {
		here.before, here.after = f.first, f.end
		return here
	}
	own := r.words[f.first]
	for here.start > max(0, f.first-farthest) && r.words[here.start-1].sentence == own.sentence {
		here.start--
	}
	for here.end < min(len(r.words), f.end+farthest) && r.words[here.end].sentence == own.sentence {
		here.end++
	}
	last := r.words[max(f.first, f.end-1)]
	for here.left > here.start && r.words[here.left-1].clause == own.clause {
		here.left--
	}
	for here.right < here.end && r.words[here.right].clause == last.clause {
		here.right++
	}
	here.before, here.after = here.left, here.right
	if here.nth > 0 {
		here.before = min(f.first, max(here.before, r.figures[here.nth-1].end))
	}
	if here.nth+1 < len(r.figures) {
		here.after = max(f.end, min(here.after, r.figures[here.nth+1].first))
	}
	return here
}

func (here scene) lower(i int) string {
	if i < 0 || i >= len(here.r.words) {
		return ""
	}
	return here.r.words[i].lower
}

// follows reports whether the figure that stands so many before this one
// belongs to the same sentence or the one before, in the same paragraph.
func (here scene) follows(back int) bool {
	if here.nth-back < 0 || here.figure.first >= len(here.r.words) {
		return false
	}
	first := here.r.figures[here.nth-back].first
	return first < len(here.r.words) && here.r.words[here.figure.first].sentence-here.r.words[first].sentence <= 1
}

// isPart reports whether the figure counts some of those of another figure:
// "including three children", "of whom two", "22 of them".
func (here scene) isPart() bool {
	first, end := here.figure.first, here.figure.end
	for i := first - 1; i >= max(here.start, first-3); i-- {
		switch here.lower(i) {
		case "including", "among", "whom", "which":
			return true
		case "them":
			return i > 0 && (here.lower(i-1) == "of" || here.lower(i-1) == "among")
		}
	}
	return here.lower(end) == "of" && (here.lower(end+1) == "them" || here.lower(end+1) == "whom" || here.lower(end+1) == "which")
}

// reachBack is how many words before a bare figure its noun may stand.
const reachBack = 9

// nounBefore finds the noun that a bare figure stands for in its own clause:
// "the Russian contingent at up to 30,000", "the number of refugees rose to
// 4,000", "the forces now in Belarus, which he put at about 10,000". Only nouns
// that have a group are taken, so that a subject is not.
func (here scene) nounBefore() (thing Thing, attribute string, found bool) {
	l := words()
	if !linking[here.lower(here.figure.first-1)] {
		return Thing{}, "", false
	}
	for i := here.figure.first - 1; i >= max(here.before, here.figure.first-reachBack); i-- {
		lower := here.lower(i)
		single := singular(lower)
		if l.nouns[single] == "" || single == "strike" || lower == single && single != "contingent" && single != "personnel" && single != "force" {
			continue
		}
		first := i
		for first > max(here.before, i-2) && here.r.words[first-1].upper && !here.r.words[first-1].comma {
			first--
		}
		text := here.r.findings.Article.Text
		thing, attribute = thingOf(text[here.r.words[first].span.Start:here.r.words[i].span.End])
		return thing, attribute, true
	}
	return Thing{}, "", false
}

// linking are the words before a figure that tie it to a noun further back.
var linking = map[string]bool{"at": true, "to": true, "is": true, "was": true, "are": true, "were": true, "reached": true, "numbered": true, "numbering": true, "by": true, "from": true, "stands": true}

// befalls finds what befalls those who are counted. The phrase itself comes
// first ("deaths"), then the verb right before ("killing 23 people"), then what
// follows ("eight people have been killed"), then what stands further before.
func (r *reading) befalls(s *Signature, here scene) {
	switch {
	case s.Attribute != "" && s.Figure.Of != "": // of the phrase
	case here.rightBefore() != "":
		s.Attribute = here.rightBefore()
	case here.afterwards() != "":
		s.Attribute = here.afterwards()
	case s.Attribute != "": // that of the figure before, for a bare one
	case s.Part && len(r.signed) > 0 && here.follows(1):
		s.Attribute = r.signed[len(r.signed)-1].Attribute
	default:
		s.Attribute = here.beforehand()
	}
}

var skipped = map[string]bool{
	"the": true, "a": true, "an": true, "another": true, "its": true, "their": true, "his": true, "up": true, "to": true, "some": true, "at": true, "least": true,
	"about": true, "as": true, "more": true, "than": true, "further": true, "all": true, "around": true, "only": true, "also": true, "nearly": true, "first": true, "of": true, "rose": true, "stands": true, "stood": true,
}

func (here scene) rightBefore() string {
	l := words()
	for i := here.figure.first - 1; i >= max(here.before, here.figure.first-4); i-- {
		lower := here.lower(i)
		if attribute := l.attributes[lower]; attribute != "" && lower != "stood" {
			return attribute
		}
		if !skipped[lower] {
			return ""
		}
	}
	return ""
}

// reachAfter is how many words after a figure its verb may stand.
const reachAfter = 9

var (
	being  = map[string]bool{"are": true, "were": true, "was": true, "is": true, "be": true, "been": true, "now": true, "still": true, "currently": true, "already": true, "have": true, "has": true, "had": true, "who": true, "that": true, "which": true}
	inside = map[string]bool{"in": true, "at": true, "near": true, "along": true, "inside": true, "close": true, "around": true, "across": true}
)

// afterwards reads the verb after the figure, up to a comma. It is that of a
// second figure too where "and" joins the two: "one serviceman and two guards
// were killed".
func (here scene) afterwards() string {
	l := words()
	are := false
	until := here.after
	if here.lower(until-1) == "and" && until-1 == here.figure.end {
		until = here.right
	}
	for i := here.figure.end; i < min(until, here.figure.end+reachAfter); i++ {
		lower := here.lower(i)
		if i > 0 && here.r.words[i-1].comma && i > here.figure.end-1 {
			return ""
		}
		// "seven barns and killing 10 hens": the verb is the next figure's.
		next := i+1 == here.after && here.after < here.right && here.lower(i-1) == "and"
		if attribute := l.attributes[lower]; attribute != "" && !next && !(here.r.words[i].upper && i > here.start) {
			return attribute
		}
		if are && (inside[lower] || lower == "on" && here.lower(i+1) == "duty") {
			return "present"
		}
		are = being[lower]
	}
	return ""
}

// beforehand reads the nearest verb before the figure in its clause.
func (here scene) beforehand() string {
	l := words()
	for i := here.figure.first - 1; i >= max(here.before, here.figure.first-7); i-- {
		if here.r.words[i].comma {
			return ""
		}
		if attribute := l.attributes[here.lower(i)]; attribute != "" && !here.r.words[i].upper {
			return attribute
		}
	}
	return ""
}

var spansOfTime = map[string]string{"day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour", "night": "night", "minute": "minute"}

// bounding are the words before "a week" that make it no rate.
var bounding = map[string]bool{"within": true, "in": true, "for": true, "over": true, "after": true, "of": true, "than": true, "until": true, "about": true, "almost": true, "nearly": true, "once": true}

var daily = map[string]string{"daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour", "annually": "year", "yearly": "year", "annual": "year", "nightly": "night"}

// per tells the rate that a figure is: "100 a day", "36 men each", "daily
// losses of 200".
func (here scene) per() string {
	for i := here.figure.end; i < min(here.right, here.figure.end+8); i++ {
		next := here.lower(i + 1)
		switch here.lower(i) {
		case "a", "every":
			if unit := spansOfTime[next]; unit != "" && i+1 < here.end && !bounding[here.lower(i-1)] {
				return unit
			}
			if i == here.figure.end && next != "" && i+1 < here.end && !words().stop[next] {
				return singular(next)
			}
		case "per":
			if i+1 < here.end {
				return singular(next)
			}
		case "each":
			return "each"
		}
		if unit := daily[here.lower(i)]; unit != "" {
			return unit
		}
	}
	for i := here.figure.first; i >= max(here.before, here.figure.first-6); i-- {
		if unit := daily[here.lower(i)]; unit != "" {
			return unit
		}
	}
	return ""
}

var (
	supposing = map[string]bool{"if": true, "unless": true, "whether": true, "must": true, "should": true, "demand": true, "demanded": true, "demands": true, "demanding": true, "threshold": true, "limit": true, "needs": true, "requires": true, "enough": true}
	expecting = map[string]bool{"will": true, "would": true, "could": true, "may": true, "might": true, "plan": true, "plans": true, "planned": true, "planning": true, "expects": true, "expect": true, "expected": true, "likely": true, "preparing": true, "prepares": true, "promised": true, "pledged": true, "wants": true, "intends": true, "hopes": true, "aims": true, "feared": true, "fears": true, "forecast": true, "predicted": true, "soon": true}
)

// mode tells whether the figure is told as fact.
func (here scene) mode() Mode {
	mode := Fact
	for i := here.start; i < here.end; i++ {
		if here.lower(i) == "version" && here.lower(i-1) == "earlier" {
			return Withdrawn
		}
	}
	for i := here.left; i < here.after; i++ {
		lower := here.lower(i)
		if i >= here.figure.first && i < here.figure.end || i > 0 && i >= here.figure.end && here.r.words[i-1].comma {
			continue
		}
		switch {
		case here.r.words[i].upper && i > here.start: // the month of May
		case supposing[lower], (lower == "called" || lower == "calls" || lower == "asked") && here.lower(i+1) == "for", lower == "above" && here.lower(i+1) == "which":
			return Supposed
		case expecting[lower]:
			mode = Expected
		}
	}
	return mode
}

// contextTerms is how many telling words are kept: enough to tell one happening
// from another.
const contextTerms = 14

// context are the telling words of the figure's sentence and of the one before,
// names first, then the longer ones.
func (here scene) context() []string {
	l := words()
	start := here.start
	for start > max(0, here.start-farthest/2) && here.r.words[start-1].sentence >= here.r.words[min(here.start, len(here.r.words)-1)].sentence-1 {
		start--
	}
	var names, plain []string
	for i := start; i < here.end; i++ {
		w := here.r.words[i]
		if i >= here.figure.first && i < here.figure.end || len(w.lower) < 4 || digit(w.lower[0]) || l.stop[w.lower] || l.attributes[w.lower] != "" || l.nouns[singular(w.lower)] != "" {
			continue
		}
		term := singular(strings.TrimSuffix(w.lower, "'s"))
		if w.upper {
			names = append(names, term)
		} else {
			plain = append(plain, term)
		}
	}
	slices.SortStableFunc(plain, func(a, b string) int { return len(b) - len(a) })
	var kept []string
	for _, term := range append(names, plain...) {
		if len(kept) < contextTerms && !slices.Contains(kept, term) {
			kept = append(kept, term)
		}
	}
	slices.Sort(kept)
	return kept
}
