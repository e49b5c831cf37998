package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tocsin"
)

// writeBrat writes standoff for the brat annotation tool: text-bound
// annotations for every span, an event for every Claim (its cue is the
// trigger; where there is none, its content) and every Event, attributes for
// acts, forms and statuses, and notes for names and values. Offsets count the
// code points of the article's text, which brat wants in a file beside this
// one, unchanged. BratConfiguration goes into the same folder.
//
// Format: https://brat.nlplab.org/standoff.html
func writeBrat(w io.Writer, findings tocsin.Findings, _ Options) error {
	s := &standoff{text: findings.Article.Text, runes: tocsin.NewRunes(findings.Article.Text), events: map[string]string{}, mentions: map[tocsin.Span]string{}}
	s.actors(findings.Actors)
	s.claims(findings.Claims)
	s.deeds(findings)
	s.facts(findings)
	_, err := io.WriteString(w, s.out.String())
	return err
}

// standoff collects annotations and numbers them.
type standoff struct {
	out    strings.Builder
	text   string
	runes  tocsin.Runes
	events map[string]string // brat's names of the claims
	// mentions are brat's names of the actors' mentions.
	mentions map[tocsin.Span]string
	bounds   int // text-bound annotations so far
	acts     int // events
	marks    int // attributes
	notes    int
	links    int // references to the gazetteer
}

// bind writes a text-bound annotation over the spans and returns its name, ""
// where there are no words to bind.
func (s *standoff) bind(kind string, spans ...tocsin.Span) string {
	var offsets, parts []string
	for _, span := range spans {
		for _, piece := range s.pieces(span) {
			at := s.runes.Range(piece)
			offsets = append(offsets, fmt.Sprintf("%d %d", at[0], at[1]))
			parts = append(parts, piece.Of(s.text))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	s.bounds++
	name := "T" + strconv.Itoa(s.bounds)
	fmt.Fprintf(&s.out, "%s\t%s %s\t%s\n", name, kind, strings.Join(offsets, ";"), strings.Join(parts, " "))
	return name
}

// pieces cuts a span where brat would read the end of a line or of a field,
// and trims the white space around each piece.
func (s *standoff) pieces(span tocsin.Span) []tocsin.Span {
	var out []tocsin.Span
	for start := span.Start; start < span.End; {
		end := span.End
		if i := strings.IndexFunc(s.text[start:span.End], endsLine); i >= 0 {
			end = start + i
		}
		piece := s.text[start:end]
		left := len(piece) - len(strings.TrimLeftFunc(piece, unicode.IsSpace))
		if words := strings.TrimSpace(piece); words != "" {
			out = append(out, tocsin.Span{Start: start + left, End: start + left + len(words)})
		}
		// The character that ends a line may be longer than a byte: what is
		// left of it is trimmed as white space, or is none of a word.
		start = end + max(1, len(firstRune(s.text[end:span.End])))
	}
	return out
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// endsLine reports whether Python, in which brat is written, sees the end of
// a line, or brat the end of a field.
func endsLine(r rune) bool {
	return '\t' <= r && r <= '\r' || 0x1c <= r && r <= 0x1e || r == 0x85 || r == 0x2028 || r == 0x2029
}

// note says something in words about an annotation.
func (s *standoff) note(target string, words ...string) {
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
	if target == "" || len(words) == 0 {
		return
	}
	s.notes++
	fmt.Fprintf(&s.out, "#%d\tAnnotatorNotes %s\t%s\n", s.notes, target, clean(strings.Join(words, ", ")))
}

// mark gives an annotation an attribute.
func (s *standoff) mark(attribute, target, value string) {
	if target == "" || value == "" {
		return
	}
	s.marks++
	fmt.Fprintf(&s.out, "A%d\t%s %s %s\n", s.marks, attribute, target, value)
}

// happen writes an event with the roles that have a filler.
func (s *standoff) happen(kind, trigger string, roles ...[2]string) string {
	if trigger == "" {
		return ""
	}
	s.acts++
	name := "E" + strconv.Itoa(s.acts)
	s.out.WriteString(name + "\t" + kind + ":" + trigger)
	seen := map[string]int{}
	for _, role := range roles {
		if role[1] == "" {
			continue
		}
		s.out.WriteByte(' ')
		s.out.WriteString(role[0])
		// brat numbers the second and later fillers of one role.
		if seen[role[0]]++; seen[role[0]] > 1 {
			s.out.WriteString(strconv.Itoa(seen[role[0]]))
		}
		s.out.WriteString(":" + role[1])
	}
	s.out.WriteByte('\n')
	return name
}

func (s *standoff) actors(actors []tocsin.Actor) {
	for _, actor := range actors {
		for _, mention := range actor.Mentions {
			s.mentions[mention] = s.bind("Actor", mention)
			s.note(s.mentions[mention], actor.Name, actor.Role, string(actor.Kind), actor.Country)
		}
	}
}

// claims binds every claim before it joins any of them: a claim may deny one
// that comes later.
func (s *standoff) claims(claims []tocsin.Claim) {
	type bound struct{ trigger, source, content string }
	bounds := make([]bound, len(claims))
	next := s.acts
	for i, claim := range claims {
		b := bound{content: s.bind("Content", claim.Content...), source: s.bind("Source", claim.Source.Span)}
		b.trigger = s.bind("Claim", claim.Cue.Span)
		if b.trigger == "" {
			b.trigger = s.bind("Claim", claim.Content...)
		}
		if b.trigger != "" {
			next++
			s.events[claim.ID] = "E" + strconv.Itoa(next)
		}
		bounds[i] = b
	}
	for i, claim := range claims {
		roles := [][2]string{{"Source", bounds[i].source}, {"Content", bounds[i].content}, {"Within", s.events[claim.Within]}}
		for _, denied := range claim.Denies {
			roles = append(roles, [2]string{"Denies", s.events[denied]})
		}
		name := s.happen("Claim", bounds[i].trigger, roles...)
		s.mark("Act", name, string(claim.Act))
		s.mark("Form", name, string(claim.Form))
		s.mark("Certainty", name, string(claim.Certainty))
		s.note(name, claim.Source.Name, claim.Source.Role, claim.Source.Country)
	}
}

// deeds writes the Events.
func (s *standoff) deeds(findings tocsin.Findings) {
	mentions := map[string][]tocsin.Span{}
	for _, actor := range findings.Actors {
		mentions[actor.ID] = actor.Mentions
	}
	for _, event := range findings.Events {
		kind := bratType(string(event.Category))
		trigger := s.bind(kind, event.Trigger)
		actor := s.mentions[nearest(mentions[event.Actor.ID], event.Trigger)]
		recipient := s.mentions[nearest(mentions[event.Recipient.ID], event.Trigger)]
		name := s.happen(kind, trigger, [2]string{"Actor", actor}, [2]string{"Recipient", recipient}, [2]string{"By", s.events[event.By]})
		s.mark("Status", name, string(event.Status))
		s.note(name, cmp.Or(event.Actor.Name, event.Actor.Country, "?")+" → "+cmp.Or(event.Recipient.Name, event.Recipient.Country, "?"), event.Date)
	}
}

// nearest returns the mention with the fewest bytes between it and the
// trigger.
func nearest(mentions []tocsin.Span, trigger tocsin.Span) tocsin.Span {
	var best tocsin.Span
	gap := -1
	for _, mention := range mentions {
		between := max(0, mention.Start-trigger.End, trigger.Start-mention.End)
		if gap < 0 || between < gap {
			best, gap = mention, between
		}
	}
	return best
}

func (s *standoff) facts(findings tocsin.Findings) {
	for _, when := range findings.Whens {
		s.note(s.bind("When", when.Span), when.Value, string(when.Type))
	}
	for _, place := range findings.Places {
		name := s.bind("Place", place.Span)
		s.note(name, place.Name, place.Country, place.Precision)
		if name != "" && place.GeoNames != 0 {
			s.links++
			fmt.Fprintf(&s.out, "N%d\tReference %s GeoNames:%d\t%s\n", s.links, name, place.GeoNames, clean(place.Name))
		}
	}
	for _, quantity := range findings.Quantities {
		s.note(s.bind("Quantity", quantity.Span), readQuantity(quantity), string(quantity.Bound))
	}
}

// bratType is "Assault" for "ASSAULT".
func bratType(category string) string {
	if category == "" {
		return "Event"
	}
	return category[:1] + strings.ToLower(category[1:])
}

// BratConfiguration is the annotation.conf that brat needs beside what the
// brat format writes.
func BratConfiguration() string {
	var out strings.Builder
	out.WriteString("[entities]\nSource\nContent\nActor\nWhen\nPlace\nQuantity\n\n[relations]\n\n[events]\n" +
		"Claim\tSource?:Source, Content:Content, Within?:Claim, Denies*:Claim\n")
	for _, category := range categories {
		fmt.Fprintf(&out, "%s\tActor?:Actor, Recipient?:Actor, By?:Claim\n", bratType(string(category)))
	}
	out.WriteString("\n[attributes]\n" +
		"Act\tArg:Claim, Value:assert|deny|accuse|demand|commit|threaten|warn|believe\n" +
		"Form\tArg:Claim, Value:direct|indirect|mixed\n" +
		"Certainty\tArg:Claim, Value:certain|probable|possible\n" +
		"Status\tArg:<EVENT>, Value:actual|planned|hypothetical|negated\n")
	return out.String()
}

var categories = []tocsin.Category{
	tocsin.Agree, tocsin.Consult, tocsin.Support, tocsin.Concede, tocsin.Cooperate, tocsin.Aid, tocsin.Retreat, tocsin.Request,
	tocsin.Reject, tocsin.AccuseOf, tocsin.Threat, tocsin.Protest, tocsin.Sanction, tocsin.Mobilize, tocsin.Coerce, tocsin.Assault,
}
