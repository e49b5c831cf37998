package eval

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/extract"
	"tocsin/link/statement"
)

// Statements measures the relation between two claims on pairs that were
// labelled by hand from the Guardian articles: the same utterance, the same
// content by another source, contents that contradict each other, or none of
// these. Pairs labelled "related", whose contents share only a part, count
// neither way.
//
// The claims are the reader's own of today: where it no longer finds one, the
// pair counts as unrelated.
var Statements = Test{
	Name: "statements",
	Data: []string{"articles/guardian/articles.jsonl"},
	Shows: "whether two claims of one outlet on one war are told to say the same or the contrary. " +
		"The pairs are hard ones: chosen by reading, by shared words, by shared names and by chance, with many paraphrases and many near misses; in a ledger nearly all pairs are plainly unrelated. " +
		"Labelled by one reader, who wrote the rules and the word lists after reading both parts, and saw the sums of the test part while at work; the weights that judge a pair were fitted to the dev part (half of the first article's number is even) and to other pairs (train/pairs), thresholds to the dev part, so the test part is no clean one. In a ledger only the surest pairs are linked, which this does not measure",
	Run: runStatements,
}

//go:embed gold/statements.jsonl
var statementGold []byte

// labelledPair is a line of gold/statements.jsonl.
type labelledPair struct {
	A, B  labelledClaim
	Label string
}

// labelledClaim points at a claim, in code points.
type labelledClaim struct {
	Article string
	Cue     *[2]int // nil where the claim has none
	Content [][2]int
}

func runStatements(dir string) ([]Figure, error) {
	pairs, err := readStatementPairs()
	if err != nil {
		return nil, err
	}
	articles, err := readArticles(filepath.Join(dir, "articles/guardian/articles.jsonl"))
	if err != nil {
		return nil, err
	}
	signed := map[string]signedArticle{}
	for _, pair := range pairs {
		for _, claim := range []labelledClaim{pair.A, pair.B} {
			if _, done := signed[claim.Article]; done {
				continue
			}
			article, there := articles[claim.Article]
			if !there {
				return nil, fmt.Errorf("statements: no article %s: %w", claim.Article, ErrMissing)
			}
			signed[claim.Article] = sign(article)
		}
	}
	scores := map[string]*pairScore{"dev": {}, "test": {}}
	for _, pair := range pairs {
		score := scores[pair.part()]
		answer, found := relate(signed, pair)
		score.read.Add(countPair(true, found))
		score.add(pair.Label, answer)
	}
	return append(scores["dev"].figures("statements/dev "), scores["test"].figures("statements/test ")...), nil
}

func readStatementPairs() ([]labelledPair, error) {
	var pairs []labelledPair
	lines := bufio.NewScanner(bytes.NewReader(statementGold))
	for lines.Scan() {
		var pair labelledPair
		if err := json.Unmarshal(lines.Bytes(), &pair); err != nil {
			return nil, fmt.Errorf("read gold/statements.jsonl: %w", err)
		}
		pairs = append(pairs, pair)
	}
	return pairs, lines.Err()
}

// part is "dev" where half of the number of the pair's first article is even,
// else "test": all numbers are even.
func (p labelledPair) part() string {
	number, _ := strconv.Atoi(p.A.Article[strings.LastIndexByte(p.A.Article, '-')+1:])
	if number/2%2 == 0 {
		return "dev"
	}
	return "test"
}

// signedArticle is an article's claims, and where each stands in code points.
type signedArticle struct {
	signatures []statement.Signature
	content    [][2]int // from the first to the last word
	cue        []int    // where it begins, -1 for none
}

func sign(article tocsin.Article) signedArticle {
	findings := extract.Findings(article)
	runes := tocsin.NewRunes(article.Text)
	cues := map[string]int{}
	for _, claim := range findings.Claims {
		cues[claim.ID] = -1
		if !claim.Cue.Span.IsZero() {
			cues[claim.ID] = runes.At(claim.Cue.Span.Start)
		}
	}
	signed := signedArticle{signatures: statement.Sign(findings)}
	for _, s := range signed.signatures {
		hull := tocsin.Span{Start: s.Spans[0].Start, End: s.Spans[len(s.Spans)-1].End}
		signed.content = append(signed.content, runes.Range(hull))
		signed.cue = append(signed.cue, cues[s.Claim])
	}
	return signed
}

// find is the claim that shares most with the labelled one, at least half of
// both together; of equals the one with the same cue.
func (s signedArticle) find(claim labelledClaim) (statement.Signature, bool) {
	want := [2]int{claim.Content[0][0], claim.Content[len(claim.Content)-1][1]}
	best, most := -1, 0.5
	for i, content := range s.content {
		common := min(want[1], content[1]) - max(want[0], content[0])
		together := max(want[1], content[1]) - min(want[0], content[0])
		fit := share(float64(common), float64(together))
		if claim.Cue != nil && s.cue[i] == claim.Cue[0] || claim.Cue == nil && s.cue[i] < 0 {
			fit += 0.1
		}
		if fit > most {
			best, most = i, fit
		}
	}
	if best < 0 {
		return statement.Signature{}, false
	}
	return s.signatures[best], true
}

// relate answers a pair, and reports whether the reader finds both claims.
func relate(signed map[string]signedArticle, pair labelledPair) (answer statement.Kind, found bool) {
	a, foundA := signed[pair.A.Article].find(pair.A)
	b, foundB := signed[pair.B.Article].find(pair.B)
	if !foundA || !foundB {
		return statement.Unrelated, false
	}
	return statement.Compare(a, b).Kind, true
}

// pairScore counts how labelled pairs are answered.
type pairScore struct {
	read          Counts // pairs of which the reader finds both claims
	same, against Counts
	kinds         Counts // of pairs rightly found to be the same: whether by the same source, too
}

func (s *pairScore) add(label string, answer statement.Kind) {
	if label == "related" {
		return
	}
	gold := label == "same" || label == "corroborates"
	found := answer == statement.SameUtterance || answer == statement.Corroborates
	s.same.Add(countPair(gold, found))
	s.against.Add(countPair(label == "contradicts", answer == statement.Incompatible))
	if gold && found {
		s.kinds.Add(countPair(true, string(answer) == label))
	}
}

// countPair counts one yes-or-no answer.
func countPair(gold, found bool) Counts {
	var counts Counts
	if gold {
		counts.Gold = 1
	}
	if found {
		counts.Found = 1
	}
	if gold && found {
		counts.Right = 1
	}
	return counts
}

func (s *pairScore) figures(prefix string) []Figure {
	return []Figure{
		{Name: prefix + "same content F1", Value: s.same.F1(), Note: fmt.Sprintf("precision %.3f, recall %.3f of %.0f pairs; the reader finds both claims of %.0f of %.0f pairs", s.same.Precision(), s.same.Recall(), s.same.Gold, s.read.Right, s.read.Gold)},
		{Name: prefix + "same or other source", Value: s.kinds.Recall(), Note: fmt.Sprintf("of %.0f pairs found", s.kinds.Gold)},
		{Name: prefix + "contradiction F1", Value: s.against.F1(), Note: fmt.Sprintf("precision %.3f, recall %.3f of %.0f pairs", s.against.Precision(), s.against.Recall(), s.against.Gold)},
	}
}
