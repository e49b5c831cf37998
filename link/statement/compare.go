package statement

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin"
)

// Kind says how two claims stand to each other.
type Kind string

// The kinds of Relation.
const (
	Unrelated     Kind = ""
	SameUtterance Kind = "same"         // the same source says the same
	Corroborates  Kind = "corroborates" // another source says the same
	Incompatible  Kind = "incompatible" // both cannot be so
)

// Relation is how claim A stands to claim B, and why.
type Relation struct {
	Kind    Kind
	Denial  bool    // of an Incompatible: one of the two denies what the other says
	Score   float64 // how sure the kind is, in 0…1; of Unrelated, how near it came to another kind
	Shared  []Pair  // words and figures that speak for it, in both articles
	Reasons []string
}

// Compare tells how two claims stand to each other. It does not matter which
// one comes first, but for the sides of the evidence.
func Compare(a, b Signature) Relation {
	if nested(a, b) {
		return Relation{Reasons: []string{"one claim holds the other"}}
	}
	relation, _ := compared(a, b).decide()
	return relation
}

// nested reports whether one claim holds words of the other.
func nested(a, b Signature) bool { return a.Article == b.Article && overlap(a.Spans, b.Spans) }

// comparison is what is known of two claims before it is decided.
type comparison struct {
	a, b          Signature
	like          Likeness
	about         float64 // likeness of what stands around them, in 0…1
	source        affinity
	topic, stance float64 // cosines of their vectors, in −1…1
}

func compared(a, b Signature) comparison {
	c := comparison{a: a, b: b, like: Liken(a.Content, b.Content), about: about(a, b), source: sameSource(a.Source, b.Source)}
	c.topic, c.stance = angles(a.Vector, b.Vector, c.like.Dice)
	return c
}

// even is the probability from which claims count as the same, or as
// contraries if no rule confirms it.
const even = 0.5

// cancels reports whether one source denies what the other one says is not so:
// both say no.
func (c comparison) cancels() bool {
	return c.a.denies() != c.b.denies() && c.like.Turned >= turnedShare && c.like.TurnedMost >= turnedWord
}

// surely is the probability from which claims count as contraries although no
// rule can tell why: among all pairs of claims contraries are rare.
const surely = 0.75

// decide also reports whether one claim denies what it names, which is surer
// than any likeness.
func (c comparison) decide() (relation Relation, answers bool) {
	same, contrary := learned().judge(c.features())
	if c.repeats() {
		same, contrary = math.Max(same, repeated), 0
	}
	relation = Relation{Score: math.Max(same, contrary), Shared: c.like.evidence()}
	if !c.overlaps() {
		relation.Reasons = []string{"too little in common"}
		return relation, false
	}
	if sign, pairs, reason := c.sign(same, contrary); reason != "" {
		relation.Kind, relation.Reasons = sign.kind, []string{reason}
		if sign.kind == Incompatible {
			relation.Score = same + contrary // of the same thing; the rule says the rest
		}
		relation.Shared = append(pairs, relation.Shared...)
		relation.Denial = sign.kind == Incompatible && (sign.denial || c.a.denies() != c.b.denies())
		return relation, sign.least == 0
	}
	switch {
	case c.cancels() && same+contrary >= even && c.near(nearTopic, nearWords):
		relation.Kind, relation.Score = Corroborates, same+contrary
		relation.Reasons = []string{"one denies it, the other says that it is not so, " + c.nearness()}
	case contrary >= surely && contrary >= same && c.near(nearTopic, nearWords):
		relation.Kind, relation.Score = Incompatible, contrary
		relation.Denial = c.a.denies() != c.b.denies()
		relation.Reasons = []string{"of the same and against each other, " + c.nearness()}
	case same >= even:
		relation.Kind, relation.Score, relation.Reasons = Corroborates, same, c.reasons()
		if c.source == samePerson || c.copied() {
			relation.Kind = SameUtterance
		}
	default:
		relation.Reasons = []string{fmt.Sprintf("too little in common (%.2f)", same)}
	}
	return relation, false
}

// copied reports whether somebody who is not named, but described alike, says the
// same in the same words within days: reports that copy one another name one
// utterance, and nothing else tells two such sources apart.
func (c comparison) copied() bool {
	const (
		wordForWord = 0.95 // of the words' weight
		enoughWords = 4    // that weigh anything
		fewDays     = 3
	)
	return c.a.Source.Key == c.b.Source.Key && c.like.Dice >= wordForWord && len(c.like.Common) >= enoughWords && apart(c.a.Published, c.b.Published) <= fewDays
}

// repeated is how probable contents that quote one string are the same: words
// so common that no likeness counts them ("we were not there and they were not
// either") are told from others by standing in one order.
const repeated = 0.95

// repeats reports whether a quotation of one claim stands, nearly whole, in the
// other.
func (c comparison) repeats() bool {
	shorter := min(longestQuote(c.a.Content), longestQuote(c.b.Content))
	return c.like.Verbatim >= verbatimFull && 5*c.like.Verbatim >= 4*shorter
}

// fewestCommon is how many words contents must have in common to be the same or
// the contrary, whoever says them wherever, unless one word is as good as all
// that one of them says, or their vectors are closeTopic; one at least is no
// name.
const (
	fewestCommon = 2
	asGoodAsAll  = 0.5
	closeTopic   = 0.6
)

// overlaps reports whether enough is in common for the rest to matter.
func (c comparison) overlaps() bool {
	words := len(c.like.Common) >= fewestCommon || c.like.Cover >= asGoodAsAll
	return words && c.like.Plain > 0 || c.like.Verbatim >= verbatimFull/2 || c.topic >= closeTopic
}

// near reports whether the topics or the words are that near.
func (c comparison) near(topic, words float64) bool { return c.topic >= topic || c.like.Dice >= words }

// nearTopic is the cosine of topics, nearWords the share of words, one of which
// contraries have: what is said of different things does not contradict.
const (
	nearTopic = 0.55
	nearWords = 0.4
)

// nearness says in words how near the vectors and the words are.
func (c comparison) nearness() string {
	return fmt.Sprintf("%.0f%% of the words weigh in both, %s; near in topic by %.2f and in stance by %.2f", 100*c.like.Dice, c.like.spoken(), c.topic, c.stance)
}

// shortened is the share of the shorter content that the longer one must have to
// be called its longer variant.
const shortened = 0.7

// shared is how many entries two sorted lists have in common.
func shared(a, b []string) int {
	count := 0
	for _, entry := range a {
		if _, found := slices.BinarySearch(b, entry); found {
			count++
		}
	}
	return count
}

// about is how alike the surroundings are: the paragraphs, and the titles of
// two articles.
func about(a, b Signature) float64 {
	like := likeAround(a.Context, b.Context)
	if a.Article != b.Article {
		like = math.Max(like, likeAround(a.Title, b.Title))
	}
	return like
}

// fullAround is the weight of about three telling words: surroundings of less
// are not alike even if they are equal.
const fullAround = 15

func likeAround(a, b []Term) float64 {
	return 2 * likenTerms(a, b).Weight / math.Max(sum(a)+sum(b), 2*fullAround)
}

func (c comparison) reasons() []string {
	reasons := []string{c.nearness()}
	if c.like.Verbatim >= verbatimFull/2 {
		reasons = append(reasons, fmt.Sprintf("%d words are quoted alike", c.like.Verbatim))
	}
	if c.source == samePerson {
		reasons = append(reasons, "both are credited to "+c.a.Source.Name)
	}
	if days := apart(c.a.Published, c.b.Published); days >= 1 {
		reasons = append(reasons, fmt.Sprintf("published %.0f days apart", days))
	}
	return append(reasons, c.variants()...)
}

// variants tells how two reports of one utterance differ.
func (c comparison) variants() []string {
	if c.source != samePerson {
		return nil
	}
	var found []string
	if c.a.Cue != c.b.Cue && c.a.Cue != "" && c.b.Cue != "" {
		found = append(found, fmt.Sprintf("%q against %q", c.a.Cue, c.b.Cue))
	}
	longest := max(longestQuote(c.a.Content), longestQuote(c.b.Content))
	if c.like.Verbatim >= verbatimFull && c.like.Verbatim < longest {
		found = append(found, fmt.Sprintf("of %d quoted words %d are the same in a row", longest, c.like.Verbatim))
	}
	if x, y := sum(c.a.Content.Terms), sum(c.b.Content.Terms); c.like.Weight > shortened*math.Min(x, y) && math.Max(x, y) > 2*math.Min(x, y) {
		found = append(found, "one is cut short")
	}
	return found
}

func longestQuote(content Content) int {
	longest := 0
	for _, quote := range content.Quotes {
		longest = max(longest, strings.Count(quote, " ")+1)
	}
	return longest
}

func apart(a, b time.Time) float64 {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return math.Abs(b.Sub(a).Hours() / 24)
}

func overlap(a, b []tocsin.Span) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Overlaps(y) {
				return true
			}
		}
	}
	return false
}

// mostEvidence is how many pairs of words an answer shows.
const mostEvidence = 6

func (l Likeness) evidence() []Pair { return l.Common[:min(len(l.Common), mostEvidence)] }

// spoken names the heaviest words in common.
func (l Likeness) spoken() string {
	var words []string
	for _, pair := range l.evidence() {
		words = append(words, strings.TrimLeft(pair.Word, "@#"))
	}
	if len(words) == 0 {
		return "none"
	}
	return "such as " + strings.Join(words, ", ")
}

// affinity says what two sources have to do with each other.
type affinity int

const (
	strangers  affinity = iota
	sameSide            // one country
	samePerson          // one person, body or document
)

// sameSource compares two sources. Spellings of a name are one; a surname
// stands for its full name. Who is not named is nobody's double.
func sameSource(a, b Source) affinity {
	switch {
	case a.Key == "" || b.Key == "":
		return strangers
	case a.Key == b.Key && a.Kind != tocsin.Unnamed:
		return samePerson
	case a.Kind == tocsin.Person && b.Kind == tocsin.Person && surname(a.Key) == surname(b.Key) && (a.Key == surname(a.Key) || b.Key == surname(b.Key) || a.Key[0] == b.Key[0]):
		return samePerson
	case a.Country != "" && a.Country == b.Country:
		return sameSide
	}
	return strangers
}

func surname(key string) string { return lastWord(key) }
