package statement

import "math"

// Features are what two claims are compared by, each in 0…1 or nearly so, in
// the order of FeatureNames. They do not depend on which claim comes first.
// The weights that Compare gives them are learned from pairs that were
// labelled by hand (train/pairs).
func Features(a, b Signature) []float64 { return compared(a, b).features() }

// FeatureNames names the Features.
func FeatureNames() []string {
	var names []string
	for _, f := range features {
		names = append(names, f.name)
	}
	return names
}

func (c comparison) features() []float64 {
	values := make([]float64, len(features))
	for i, f := range features {
		values[i] = f.of(c)
	}
	return values
}

const (
	plainFull    = 10   // weight of common words that are no names, from which more says no more
	verbatimFull = 6    // words quoted alike
	namesFull    = 3    // actors that both speak of, pronouns resolved
	daysFull     = 30   // days between them
	longContent  = 30   // weight of a content of some ten telling words
	farApart     = 1500 // bytes between two claims of one article
)

// features are the signs, in the order of the weights. Those that tell for the
// contrary come from the rules that also word it.
var features = []struct {
	name string
	of   func(comparison) float64
}{
	{"dice", func(c comparison) float64 { return c.like.Dice }},
	{"plain", comparison.plain},
	{"cover", func(c comparison) float64 { return c.like.Cover }},
	{"about", func(c comparison) float64 { return c.about }},
	{"verbatim", func(c comparison) float64 { return math.Min(1, float64(c.like.Verbatim)/verbatimFull) }},
	{"names", func(c comparison) float64 { return math.Min(1, float64(shared(c.a.Names, c.b.Names))/namesFull) }},
	{"days", func(c comparison) float64 { return math.Min(1, apart(c.a.Published, c.b.Published)/daysFull) }},
	{"same_person", func(c comparison) float64 { return yes(c.source == samePerson) }},
	{"same_side", func(c comparison) float64 { return yes(c.source == sameSide) }},
	{"one_unnamed", func(c comparison) float64 { return yes(c.a.Source.Key == "" || c.b.Source.Key == "") }},
	{"same_article", func(c comparison) float64 { return yes(c.oneArticle()) }},
	// Outlets repeat what one person said once.
	{"person_repeats", func(c comparison) float64 { return yes(c.source == samePerson && !c.oneArticle()) * c.plain() }},
	{"distance", comparison.distance},
	{"same_act", func(c comparison) float64 { return yes(c.a.Act == c.b.Act) }},
	// An article first sums up and then quotes.
	{"one_quotes", func(c comparison) float64 { return yes((len(c.a.Content.Quotes) > 0) != (len(c.b.Content.Quotes) > 0)) }},
	{"ratio", func(c comparison) float64 { return c.shorter() / math.Max(1, c.longer()) }},
	{"thin", func(c comparison) float64 { return math.Min(1, c.shorter()/longContent) }},
	{"turned", func(c comparison) float64 { return c.like.Turned }},
	{"turned_word", func(c comparison) float64 { return yes(c.like.TurnedMost >= turnedWord) }},
	{"figures_conflict", func(c comparison) float64 { return reasoned(c.figures) }},
	{"figures_agree", comparison.figuresAgree},
	{"other_days", func(c comparison) float64 { return yes(disjoint(days(c.a.Dates), days(c.b.Dates))) }},
	{"same_dates", func(c comparison) float64 { return yes(shared(c.a.Dates, c.b.Dates) > 0) }},
	{"other_places", func(c comparison) float64 { return yes(far(c.a.Places, c.b.Places)) }},
	{"one_denies", func(c comparison) float64 { return yes(c.a.denies() != c.b.denies()) }},
	{"both_deny", func(c comparison) float64 { return yes(c.a.denies() && c.b.denies()) }},
	{"one_refutes", func(c comparison) float64 { return yes(c.a.Content.Refutes != c.b.Content.Refutes) }},
	{"topic", func(c comparison) float64 { return c.topic }},
	{"stance", func(c comparison) float64 { return c.stance }},
	{"topic_stance", func(c comparison) float64 { return c.topic * c.stance }},
}

func yes(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// reasoned reports whether a rule has something to say.
func reasoned(rule func() ([]Pair, string)) float64 {
	_, reason := rule()
	return yes(reason != "")
}

func (c comparison) plain() float64 { return math.Min(1, c.like.Plain/plainFull) }

func (c comparison) oneArticle() bool { return c.a.Article == c.b.Article }

func (c comparison) shorter() float64 {
	return math.Min(sum(c.a.Content.Terms), sum(c.b.Content.Terms))
}

func (c comparison) longer() float64 { return math.Max(sum(c.a.Content.Terms), sum(c.b.Content.Terms)) }

// distance is how far apart two claims of one article stand, 1 for two
// articles.
func (c comparison) distance() float64 {
	if !c.oneArticle() {
		return 1
	}
	begin := max(c.a.Spans[0].Start, c.b.Spans[0].Start)
	end := min(c.a.Spans[len(c.a.Spans)-1].End, c.b.Spans[len(c.b.Spans)-1].End)
	return math.Min(1, math.Max(0, float64(begin-end)/farApart))
}

func (c comparison) figuresAgree() float64 {
	for _, x := range c.a.Figures {
		for _, y := range c.b.Figures {
			if CompareQuantities(x, y).Agreement == Compatible {
				return 1
			}
		}
	}
	return 0
}

// topicSize is how many numbers of a claim's vector stand for what it speaks
// of; those behind stand for what it says of that.
const topicSize = 64

// angles are the cosines between the topics and between the stances of two
// claims. Without vectors the words must do: their topics are guessed from how
// many words they share, their stances are taken to have nothing in common.
func angles(a, b []int8, dice float64) (topic, stance float64) {
	if len(a) <= topicSize || len(a) != len(b) {
		return topicOfWords + (1-topicOfWords)*dice, 0
	}
	return cosine(a[:topicSize], b[:topicSize]), cosine(a[topicSize:], b[topicSize:])
}

// topicOfWords is the mean cosine of the topics of claims without a word in
// common, among pairs that are worth comparing.
const topicOfWords = 0.3

func cosine(a, b []int8) float64 {
	var dot, x, y int
	for i, v := range a {
		w := int(b[i])
		dot += int(v) * w
		x += int(v) * int(v)
		y += w * w
	}
	if x == 0 || y == 0 {
		return 0
	}
	return float64(dot) / math.Sqrt(float64(x)*float64(y))
}
