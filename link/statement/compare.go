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
	if a.Article == b.Article && overlap(a.Spans, b.Spans) {
		return Relation{Reasons: []string{"one claim holds the other"}}
	}
	c := comparison{a: a, b: b, like: Liken(a.Content, b.Content), about: about(a, b), source: sameSource(a.Source, b.Source)}
	return c.decide()
}

// comparison is what is known of two claims before it is decided.
type comparison struct {
	a, b   Signature
	like   Likeness
	about  float64 // likeness of what stands around them, in 0…1
	source affinity
}

func (c comparison) decide() Relation {
	score := c.score()
	if exclusion, found := c.exclusion(score); found {
		return exclusion
	}
	if score < even || !c.overlaps() {
		return Relation{Score: score, Shared: c.like.evidence(), Reasons: []string{fmt.Sprintf("too little in common (%.2f)", score)}}
	}
	relation := Relation{Kind: Corroborates, Score: score, Shared: c.like.evidence(), Reasons: c.reasons()}
	if c.source == samePerson {
		relation.Kind = SameUtterance
	}
	return relation
}

// fewestCommon is how many words contents must have in common to be the same or
// the contrary, whoever says them wherever, unless one word is as good as all
// that one of them says; one at least is no name.
const (
	fewestCommon = 2
	asGoodAsAll  = 0.5
)

// overlaps reports whether enough is in common for the rest to matter.
func (c comparison) overlaps() bool {
	words := len(c.like.Common) >= fewestCommon || c.like.Cover >= asGoodAsAll
	return words && c.like.Plain > 0 || c.like.Verbatim >= verbatimFull/2
}

// shortened is the share of the shorter content that the longer one must have to
// be called its longer variant.
const shortened = 0.7

// even is the score from which contents count as the same.
const even = 0.5

// The weights come from a logistic regression, rounded: on the development part
// of eval/gold/statements.jsonl, and on pairs of claims of the same articles
// that were taken as different without reading them (by one source in one
// article or in several, and by chance). Without the latter one source's claims
// all look alike.
const (
	weightDice     = 1.7
	weightPlain    = 2.5 // for plainFull of common weight and more
	weightAbout    = 1.3
	weightVerbatim = 1.0  // for verbatimFull words in one string and more
	weightNames    = 1.7  // for namesFull actors that both speak of, pronouns resolved
	weightSource   = 1.7  // one source, in two articles, as far as words are common: outlets repeat what was said once
	weightDays     = -1.1 // for daysFull days between them and more
	weightNone     = -2.4

	plainFull    = 10
	verbatimFull = 6
	namesFull    = 3
	daysFull     = 30
)

// score is how sure it is that the contents are the same, polarity aside.
func (c comparison) score() float64 {
	plain := math.Min(1, c.like.Plain/plainFull)
	sum := weightNone + weightDice*c.like.Dice + weightPlain*plain + weightAbout*c.about +
		weightVerbatim*math.Min(1, float64(c.like.Verbatim)/verbatimFull) +
		weightNames*math.Min(1, float64(shared(c.a.Names, c.b.Names))/namesFull) +
		weightDays*math.Min(1, apart(c.a.Published, c.b.Published)/daysFull)
	if c.source == samePerson && c.a.Article != c.b.Article {
		sum += weightSource * plain
	}
	return 1 / (1 + math.Exp(-sum))
}

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
	reasons := []string{fmt.Sprintf("%.0f%% of the words weigh in both, %s", 100*c.like.Dice, c.like.spoken())}
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
