package eval

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tocsin/link/statement"
)

// FNC1 measures the stance of an article to a headline on the test set of the
// Fake News Challenge: unrelated, discuss, agree or disagree.
//
// The headline and each sentence are compared as contents of claims; words that
// refute, near sentences that say what the headline says, speak for
// disagreement, words that report at arm's length for discussion. The weights
// of these signs are a logistic regression on the bodies with even numbers,
// rounded; the figures are those of the bodies with odd ones. Headlines stand
// in both parts, bodies in one. Which signs to keep, and how much a rare class
// weighs in the fit, was chosen with the figures of both parts in sight.
var FNC1 = Test{
	Name:  "fnc1",
	Data:  []string{"dispute/fnc1/competition_test_bodies.csv", "dispute/fnc1/competition_test_stances.csv"},
	Shows: "whether it is told that an article disputes a headline, by the words that refute: in rumours and hoaxes of 2014, where most pairs are of two different stories; how far a ledger's claims are paired with their denials is another matter (see statements)",
	Run:   runFNC,
}

// stanceNames are the labels, in the order of the columns of fncWeights, after
// "unrelated".
var stanceNames = []string{"discuss", "agree", "disagree"}

func runFNC(dir string) ([]Figure, error) {
	bodies, err := readFNC(filepath.Join(dir, "dispute/fnc1/competition_test_bodies.csv"))
	if err != nil {
		return nil, err
	}
	pairs, err := readFNC(filepath.Join(dir, "dispute/fnc1/competition_test_stances.csv"))
	if err != nil {
		return nil, err
	}
	read := map[string]fncBody{}
	for _, row := range bodies {
		read[row[0]] = readFNCBody(row[1])
	}
	heads := map[string]fncHeadline{}
	answers := confusion{}
	for _, row := range pairs {
		number, err := strconv.Atoi(row[1])
		if err != nil {
			return nil, fmt.Errorf("read FNC-1: body id: %w", err)
		}
		if number%2 == 0 {
			continue
		}
		if _, known := heads[row[0]]; !known {
			heads[row[0]] = fncHeadline{statement.Read(row[0]), hedged(row[0])}
		}
		answers.add(row[2], signsOf(heads[row[0]], read[row[1]]).stance())
	}
	disagree := answers.counts("disagree")
	return []Figure{
		answers.figure("fnc1/odd bodies macro-F1"),
		{Name: "fnc1/odd bodies disagree F1", Value: disagree.F1(), Note: fmt.Sprintf("precision %.3f, recall %.3f of %.0f pairs", disagree.Precision(), disagree.Recall(), disagree.Gold)},
	}, nil
}

// readFNC reads a table without its header.
func readFNC(name string) ([][]string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open FNC-1: %w", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return rows[1:], nil
}

// fncHeadline is a headline, read once.
type fncHeadline struct {
	content statement.Content
	hedges  int
}

// fncBody is an article, read once.
type fncBody struct {
	sentences []statement.Content
	hedges    []int // words in each that keep at arm's length
	words     map[string]bool
}

// fewestWords is how many words a sentence must have to count as one.
const fewestWords = 3

func readFNCBody(text string) fncBody {
	body := fncBody{words: map[string]bool{}}
	for _, sentence := range plainSentences(text) {
		if len(strings.Fields(sentence)) < fewestWords {
			continue
		}
		content := statement.Read(sentence)
		body.sentences = append(body.sentences, content)
		body.hedges = append(body.hedges, hedged(sentence))
		for _, term := range content.Terms {
			body.words[term.Word] = true
		}
	}
	return body
}

// plainSentences cuts text at line ends and after full stops, question and
// exclamation marks that a space or a quotation mark follows.
func plainSentences(text string) []string {
	var sentences []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		start := 0
		for i := range len(line) {
			last := i+1 == len(line)
			if last || strings.IndexByte(".!?", line[i]) >= 0 && (line[i+1] == ' ' || line[i+1] == '"') {
				sentences = append(sentences, line[start:i+1])
				start = i + 1
			}
		}
	}
	return sentences
}

// armsLength are beginnings of words by which a report leaves open whether
// something is so.
var armsLength = []string{"report", "alleg", "claim", "rumor", "rumour", "unconfirm", "purport", "supposed", "apparent", "may ", "might ", "could ", "according to", "said to", "believed"}

// hedged is how many of them a text has.
func hedged(text string) int {
	count := 0
	for _, word := range armsLength {
		if strings.Contains(strings.ToLower(text), word) {
			count++
		}
	}
	return count
}

// The signs of a stance, all in 0…1.
const (
	covered      = iota // weight of the headline's words that the body has
	coveredBest         // that one sentence has
	namesCovered        // share of the headline's names that the body has
	matches             // sentences that have matchCover of the weight, up to 4
	refutedShare        // share of those that refute, or stand before one that does
	refutedFirst        // the first three of them that do
	turnedBest          // weight that is negated in the best sentence only
	hedgesBest          // words at arm's length in the best sentence, up to 2
	refutingBody        // share of all sentences that refute, five times
	hedgingBody         // share of all sentences with a word at arm's length
	refutingHead        // the headline refutes
	hedgingHead         // the headline has a word at arm's length
	refutingBoth        // the headline refutes, times refutingBody
	allSigns            // how many there are
)

// matchCover is the share of a headline's weight that a sentence must have to
// be about it.
const matchCover = 0.3

// fncSigns are the signs of one pair.
type fncSigns [allSigns]float64

// fncRelated weighs the signs of a pair that is not unrelated; from 0 up it is
// related.
var fncRelated = fncSigns{covered: 5.0, coveredBest: 8.6, namesCovered: 1.8}

const fncUnrelated = -5.2

// fncWeights weigh them for agree and disagree against discuss, which has none.
var (
	fncWeights = [2]fncSigns{
		{covered: 0.4, matches: 0.2, refutedShare: 0.6, refutedFirst: -0.5, turnedBest: 1.1, hedgesBest: -1.2, hedgingBody: -2.7, refutingHead: 0.2, hedgingHead: -2.3, refutingBoth: 3.5},
		{covered: -1.3, matches: -0.3, refutedShare: -0.9, refutedFirst: 2.0, turnedBest: 2.7, hedgesBest: -1.0, refutingBody: 2.6, hedgingBody: -0.6, refutingHead: 1.8, hedgingHead: -2.0, refutingBoth: -3.1},
	}
	fncBias = [2]float64{0.6, 0.7}
)

func (s fncSigns) dot(weights fncSigns) float64 {
	sum := 0.0
	for i := range s {
		sum += s[i] * weights[i]
	}
	return sum
}

func (s fncSigns) stance() string {
	if s.dot(fncRelated)+fncUnrelated <= 0 {
		return "unrelated"
	}
	best, most := 0, 0.0
	for i := range fncWeights {
		if sum := s.dot(fncWeights[i]) + fncBias[i]; sum > most {
			best, most = i+1, sum
		}
	}
	return stanceNames[best]
}

func signsOf(head fncHeadline, body fncBody) fncSigns {
	var s fncSigns
	total := s.addWords(head, body)
	best, bestCover := -1, 0.0
	found, refuted, first := 0.0, 0.0, 0.0
	for i, sentence := range body.sentences {
		cover := share(statement.Liken(head.content, sentence).Weight, total)
		if cover > bestCover {
			best, bestCover = i, cover
		}
		if cover < matchCover {
			continue
		}
		found++
		if sentence.Refutes || i+1 < len(body.sentences) && body.sentences[i+1].Refutes {
			refuted++
			if found <= 3 {
				first++
			}
		}
	}
	s[coveredBest] = bestCover
	s[matches], s[refutedShare], s[refutedFirst] = math.Min(found, 4)/4, share(refuted, found), first/3
	if best >= 0 {
		s[turnedBest] = statement.Liken(head.content, body.sentences[best]).Turned
		s[hedgesBest] = math.Min(float64(body.hedges[best]), 2) / 2
	}
	s.addBody(body)
	s[hedgingHead] = math.Min(float64(head.hedges), 1)
	if head.content.Refutes {
		s[refutingHead], s[refutingBoth] = 1, s[refutingBody]
	}
	return s
}

// addWords enters what of the headline stands anywhere in the body, and returns
// the headline's weight.
func (s *fncSigns) addWords(head fncHeadline, body fncBody) float64 {
	total, common, names, commonNames := 0.0, 0.0, 0.0, 0.0
	for _, term := range head.content.Terms {
		total += term.Weight
		there := body.words[term.Word]
		if there {
			common += term.Weight
		}
		if term.Name {
			names++
			if there {
				commonNames++
			}
		}
	}
	s[covered], s[namesCovered] = share(common, total), 0.5
	if names > 0 {
		s[namesCovered] = commonNames / names
	}
	return total
}

func (s *fncSigns) addBody(body fncBody) {
	refuting, hedging := 0.0, 0.0
	for i, sentence := range body.sentences {
		if sentence.Refutes {
			refuting++
		}
		if body.hedges[i] > 0 {
			hedging++
		}
	}
	all := float64(len(body.sentences))
	s[refutingBody], s[hedgingBody] = math.Min(5*share(refuting, all), 1), share(hedging, all)
}
