package origin

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// How much each kind of evidence is worth. Of a shared passage the first
// chanceWords words count for nothing: reporters who hear the same say so much
// in the same words. evidenceWords more, outside quotation marks, are as likely
// as not to be copied; each as many again halves the doubt. An article of which
// less than leastShare is shared borrows a passage, but does not come from
// there as a whole. Two articles of one outlet, which has its own standing
// lines, are joined only from ownShare on. Set on the dev half of eval's
// near-duplicates; of chanceWords 8 to 12 and evidenceWords 16 to 20, all join
// none there that are foreign, and more finds fewer copies.
const (
	chanceWords   = 10
	evidenceWords = 16
	leastShare    = 0.12
	ownShare      = 0.25
	passing       = 0.45 // the most for evidence that alone is too weak to join
	leastQuote    = 8    // words of a quotation
	quoteWords    = 60   // quoted words that weigh as much as evidenceWords of their own
	publicQuote   = 0.4  // what remains of that where everybody could hear it
	leastFigures  = 2
	figureDoubt   = 0.8 // what one more common figure leaves of the doubt
)

// Text is an article's text cut into words. One that is compared with many
// others is cut once.
type Text struct {
	text  string
	words []word
}

// Read cuts an article's text into words.
func Read(text string) Text { return Text{text, readWords(text)} }

// Compare finds what joins two articles, given what was kept of them and their
// texts; nothing where the signatures already rule it out. It takes time
// linear in the texts. The edges are the same whichever article comes first:
// A is the one with the lesser ID.
func Compare(a, b Signature, textA, textB Text) []Edge {
	if a.ID > b.ID {
		a, b, textA, textB = b, a, textB, textA
	}
	var edges []Edge
	if a.Revises == b.ID && b.ID != "" || b.Revises == a.ID && a.ID != "" {
		edges = append(edges, revision(a, b))
	}
	if MayShare(a, b) {
		edges = append(edges, compareTexts(a, b, textA, textB)...)
	}
	for i := range edges {
		edges[i].A, edges[i].B = a.ID, b.ID
	}
	return edges
}

// MayShare reports whether two signatures have enough in common for their
// texts to be worth comparing: two fingerprints, or one where an article has
// few, or a quotation. Two articles of one outlet share its standing lines, and
// must have an eighth of the shorter one's fingerprints in common.
func MayShare(a, b Signature) bool {
	need, fewer := 2, min(len(a.Fingerprints), len(b.Fingerprints))
	switch {
	case fewer < 8:
		need = 1
	case a.Outlet != "" && a.Outlet == b.Outlet:
		need = max(need, fewer/8)
	}
	return common(a.Fingerprints, b.Fingerprints) >= need || common(a.Quotes, b.Quotes) > 0
}

// common counts the values that two rising lists share.
func common(a, b []uint32) int {
	count := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			i, j, count = i+1, j+1, count+1
		}
	}
	return count
}

func revision(a, b Signature) Edge {
	edge := Edge{Kind: Revises, Score: 1, From: a.ID, Why: "one is a later version of the other's page"}
	if a.Revises == b.ID {
		edge.From = b.ID
	}
	return edge
}

// compareTexts finds copies, shared quotations and shared figures. Where a copy
// is clear the other two add nothing: they came with it.
func compareTexts(a, b Signature, textA, textB Text) []Edge {
	wordsA, wordsB := textA.words, textB.words
	if len(wordsA) == 0 || len(wordsB) == 0 {
		return nil
	}
	found := passages(wordsA, wordsB)
	var edges []Edge
	copied, ok := copyOf(a, b, wordsA, wordsB, found)
	if ok {
		edges = append(edges, copied)
	}
	if copied.Score >= Strong {
		return edges
	}
	if quoted, ok := quotesOf(textA.text, textB.text, wordsA, wordsB, found); ok {
		edges = append(edges, quoted)
	}
	if figures, ok := figuresOf(a, b); ok {
		edges = append(edges, figures)
	}
	return edges
}

// copyOf judges the passages that stand in the outlets' own words.
func copyOf(a, b Signature, wordsA, wordsB []word, found []passage) (Edge, bool) {
	evidence, longest := 0, 0
	edge := Edge{Kind: Copy}
	var inA, inB [][2]int
	for _, p := range found {
		inA, inB = append(inA, p.a), append(inB, p.b)
		edge.Shared = append(edge.Shared, Shared{A: spanOf(wordsA, p.a), B: spanOf(wordsB, p.b), Words: p.same})
		evidence += max(0, p.own-chanceWords)
		longest = max(longest, p.same)
	}
	if evidence == 0 {
		return Edge{}, false
	}
	edge.Share = [2]float64{part(covered(inA), len(wordsA)), part(covered(inB), len(wordsB))}
	edge.Score = 1 - math.Exp2(-float64(evidence)/evidenceWords)
	most := max(edge.Share[0], edge.Share[1])
	if a.Outlet != "" && a.Outlet == b.Outlet && most < ownShare {
		return Edge{}, false
	}
	borrowed := most < leastShare
	if borrowed {
		edge.Score = min(edge.Score, passing)
	}
	why := fmt.Sprintf("%.0f %% of one and %.0f %% of the other are the same words, the longest passage has %d", 100*edge.Share[0], 100*edge.Share[1], longest)
	if borrowed {
		why += "; too small a part to be all one report"
	}
	var lead string
	edge.From, lead = direction(a, b, edge.Share)
	edge.Why = why + lead
	return edge, true
}

func part(some, all int) float64 { return float64(some) / float64(max(1, all)) }

// direction guesses which of two articles is nearer to the origin: what was
// published first; where that is unknown, what is wholly in the other, since
// outlets put their own beside what they take over.
func direction(a, b Signature, shares [2]float64) (from, why string) {
	const apart = 0.2 // by which part one must be more in the other
	if !a.Published.IsZero() && !b.Published.IsZero() && !a.Published.Equal(b.Published) {
		first, lead := a, b.Published.Sub(a.Published)
		if lead < 0 {
			first, lead = b, -lead
		}
		return first.ID, "; " + first.ID + " came " + lead.Round(time.Minute).String() + " earlier"
	}
	switch {
	case shares[0] > shares[1]+apart:
		return a.ID, "; " + b.ID + " has more besides"
	case shares[1] > shares[0]+apart:
		return b.ID, "; " + a.ID + " has more besides"
	}
	return "", ""
}

// quotesOf judges the quotations that both articles hold.
func quotesOf(textA, textB string, wordsA, wordsB []word, found []passage) (Edge, bool) {
	edge := Edge{Kind: Quote}
	private, public := 0, 0
	for _, p := range found {
		quoted := p.same - p.own
		if quoted < leastQuote {
			continue
		}
		shared := Shared{A: spanOf(wordsA, p.a), B: spanOf(wordsB, p.b), Words: p.same}
		edge.Shared = append(edge.Shared, shared)
		if saidInPublic(textA, shared.A) || saidInPublic(textB, shared.B) {
			public += quoted
		} else {
			private += quoted
		}
	}
	if private+public == 0 {
		return Edge{}, false
	}
	weight := float64(private) + publicQuote*float64(public)
	edge.Score = min(passing, 1-math.Exp2(-weight/quoteWords))
	edge.Why = fmt.Sprintf("%d words of quotation are the same", private+public)
	if public > 0 {
		edge.Why += fmt.Sprintf(", %d of them said where everybody could hear it", public)
	}
	return edge, true
}

// publicly is how news says that words were there for everybody: "said in a
// statement", "told reporters", "wrote on Twitter".
var publicly = regexp.MustCompile(`(?i)\b(?:statements?|tweet(?:s|ed)?|posted|twitter|facebook|telegram|instagram|press (?:conference|release|briefing)|news (?:conference|briefing)|reporters|journalists|speech|parliament|congress|address(?:ed)?|briefing|court|testified|testimony|open letter|website|blog|video|broadcast|security council|rally|report)\b`)

// circumstance is how many bytes around a quotation may say where it was said.
const circumstance = 120

func saidInPublic(text string, span tocsin.Span) bool {
	return publicly.MatchString(text[max(0, span.Start-circumstance):span.Start]) ||
		publicly.MatchString(text[span.End:min(len(text), span.End+circumstance)])
}

// figuresOf judges the uncommon figures that both articles give.
func figuresOf(a, b Signature) (Edge, bool) {
	edge := Edge{Kind: Figures}
	for _, figure := range a.Figures {
		at := slices.IndexFunc(b.Figures, func(other Figure) bool { return other.Key == figure.Key })
		if at >= 0 {
			edge.Shared = append(edge.Shared, Shared{A: figure.Span, B: b.Figures[at].Span, Words: 1})
		}
	}
	count := len(edge.Shared)
	if count < leastFigures {
		return Edge{}, false
	}
	edge.Score = min(passing, 1-math.Pow(figureDoubt, float64(count)))
	edge.Why = fmt.Sprintf("%d uncommon figures are the same", count)
	return edge, true
}

// sentenceAround returns the sentence that holds the span, as far as full stops
// and line ends tell, at most reach bytes to either side.
func sentenceAround(text string, span tocsin.Span) tocsin.Span {
	const reach = 400
	from := max(0, span.Start-reach)
	before := text[from:span.Start]
	start := max(strings.LastIndexByte(before, '\n'), strings.LastIndex(before, ". "), strings.LastIndex(before, "? "), strings.LastIndex(before, "! ")) + 1
	to := min(len(text), span.End+reach)
	after := text[span.End:to]
	end := len(after)
	for _, mark := range []string{"\n", ". ", ".” ", ".\" ", "? ", "! "} {
		if at := strings.Index(after, mark); at >= 0 {
			end = min(end, at)
		}
	}
	return trimmed(text, tocsin.Span{Start: from + start, End: span.End + end})
}

// trimmed moves the ends of a span off space and onto rune boundaries.
func trimmed(text string, span tocsin.Span) tocsin.Span {
	for span.Start < span.End && (text[span.Start] == ' ' || !runeStart(text, span.Start)) {
		span.Start++
	}
	for span.End > span.Start && !runeStart(text, span.End) {
		span.End--
	}
	return span
}

func runeStart(text string, at int) bool { return at >= len(text) || text[at]&0xc0 != 0x80 }
