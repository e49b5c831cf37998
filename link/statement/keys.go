package statement

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// Of each of the first keySentences sentences of a claim the keyTerms heaviest
// words make blocking keys, two by two, if the two weigh keyWeight together:
// pairs of common words would bring together what has nothing in common else.
const (
	keySentences = 4
	keyTerms     = 9
	keyWeight    = 5
)

// Keys are the blocking keys of a claim, sorted: two claims can be related only
// if they share one.
func Keys(s Signature) []string {
	sentences := s.Content.sentences()
	sentences = slices.Clone(sentences[:min(len(sentences), keySentences)])
	if len(s.Against) > 0 {
		sentences = append(sentences, s.Against)
	}
	if s.denies() && sum(s.Content.Terms) < thin {
		// Who only points at what was said before is found by the words around.
		sentences = append(sentences, s.said())
	}
	var keys []string
	for _, sentence := range sentences {
		keys = append(keys, pairKeys(sentence)...)
	}
	for _, quote := range s.Content.Quotes {
		keys = append(keys, quoteKeys(quote)...)
	}
	keys = append(keys, topicKeys(s)...)
	slices.Sort(keys)
	return slices.Compact(keys)
}

func pairKeys(terms []Term) []string {
	heaviest := slices.Clone(terms)
	byWeight(heaviest)
	heaviest = heaviest[:min(len(heaviest), keyTerms)]
	var keys []string
	for i, a := range heaviest {
		for _, b := range heaviest[:i] {
			if a.Weight+b.Weight >= keyWeight {
				keys = append(keys, min(a.Word, b.Word)+" "+max(a.Word, b.Word))
			}
		}
	}
	return keys
}

// Of a claim's topic vector topicBands bands of topicBits signs each are joined
// to the topicTerms heaviest words that weigh topicWeight or more: paraphrases
// share one such word and lie on one side of one band's planes more often than
// not, while what only shares a word seldom does (locality-sensitive hashing
// after Charikar 2002, with the axes of the vectors as planes).
const (
	topicBands  = 4
	topicBits   = 6
	topicTerms  = 6
	topicWeight = 3
)

func topicKeys(s Signature) []string {
	if len(s.Vector) <= topicSize {
		return nil
	}
	terms := slices.DeleteFunc(slices.Clone(s.Content.Terms), func(t Term) bool { return t.Weight < topicWeight })
	byWeight(terms)
	var keys []string
	for band := range topicBands {
		signs := 0
		for bit, value := range s.Vector[band*topicBits : (band+1)*topicBits] {
			if value > 0 {
				signs |= 1 << bit
			}
		}
		for _, term := range terms[:min(len(terms), topicTerms)] {
			keys = append(keys, fmt.Sprintf("~%d.%x %s", band, signs, term.Word))
		}
	}
	return keys
}

// byWeight puts the heaviest terms first.
func byWeight(terms []Term) {
	slices.SortFunc(terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Word, b.Word))
	})
}

// quoteKeys are hashes of runs of words of a quotation: of all runs the few
// with the smallest hashes, so that a quotation and its shorter variant choose
// alike.
func quoteKeys(quote string) []string {
	const run, most = 5, 4
	words := strings.Fields(quote)
	var hashes []uint64
	for i := 0; i+run <= len(words); i++ {
		hash := fnv.New64a()
		hash.Write([]byte(strings.Join(words[i:i+run], " ")))
		hashes = append(hashes, hash.Sum64())
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	var keys []string
	for _, hash := range hashes[:min(len(hashes), most)] {
		keys = append(keys, fmt.Sprintf("“%x", hash))
	}
	return keys
}

// Ref names one claim of one article.
type Ref struct{ Article, Claim string }

// Ref is the claim's name.
func (s Signature) Ref() Ref { return Ref{s.Article, s.Claim} }

func (r Ref) compare(other Ref) int {
	return cmp.Or(strings.Compare(r.Article, other.Article), strings.Compare(r.Claim, other.Claim))
}

// Link is a Relation that is not Unrelated, with the claims that it holds
// between; A comes first in the order of articles and claims.
type Link struct {
	A, B Ref
	Relation
}

// linked is the score from which two claims of a ledger are linked. It is higher
// than what Compare asks of two claims that somebody laid side by side: among
// all pairs of a ledger nearly none have anything to do with each other, and
// most of what looks alike by half is not.
//
// Contraries are rarer still, but some rule tells them: they must reach
// linkedContrary and, since what is said of different things does not
// contradict, either linkedTopic, a cosine, or linkedWords, a share.
const (
	linked         = 0.9
	linkedContrary = 0.85
	linkedTopic    = 0.7
	linkedWords    = 0.5
)

// Relate compares two claims in the order of their names, so that it does not
// matter which one arrives first, and reports whether they are so surely related
// that a ledger should link them.
func Relate(a, b Signature) (Link, bool) {
	if b.Ref().compare(a.Ref()) < 0 {
		a, b = b, a
	}
	link := Link{A: a.Ref(), B: b.Ref()}
	if nested(a, b) {
		return link, false
	}
	c := compared(a, b)
	relation, answers := c.decide()
	link.Relation = relation
	switch relation.Kind {
	case Unrelated:
		return link, false
	case Incompatible:
		return link, answers || relation.Score >= linkedContrary && c.near(linkedTopic, linkedWords)
	}
	return link, relation.Score >= linked
}
