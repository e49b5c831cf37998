package eval

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"tocsin"
	"tocsin/extract"
	"tocsin/text"
)

// PolNeAR measures claims on the development part of PolNeAR 1.0 (Newell,
// Margolin and Ruths 2018).
//
// Cues, sources and contents are each compared one to one within an article:
// "exact" where they cover the same letters and digits (so that enclosing
// quotation marks do not matter, nor does a "that" at the front of a content),
// "overlap" where they share a character. A whole attribution is right where
// its cue, its source (or the want of one) and its content all overlap. Where
// several people annotated an article, it is scored against each of them and
// counts once, by the mean.
var PolNeAR = Test{
	Name:  "polnear/dev",
	Data:  []string{"attribution/polnear/dev"},
	Shows: "claims in US political news of 2016 as other people mark them: they count more mental states and vaguer attributions than a ledger does, one level deep only, so that nested claims look invented here; the annotators themselves agree at alpha .75",
	Run:   runPolNeAR,
}

const (
	cueExact = iota
	cueOverlap
	sourceExact
	sourceOverlap
	contentExact
	contentOverlap
	wholeOverlap
)

var polnearMeasures = [...]string{
	cueExact: "cue exact", cueOverlap: "cue overlap", sourceExact: "source exact", sourceOverlap: "source overlap",
	contentExact: "content exact", contentOverlap: "content overlap", wholeOverlap: "whole attribution",
}

func runPolNeAR(dir string) ([]Figure, error) {
	names, err := filepath.Glob(filepath.Join(dir, "attribution/polnear/dev/*.txt"))
	if err != nil {
		return nil, fmt.Errorf("list PolNeAR: %w", err)
	}
	claims, read := make(board, len(polnearMeasures)), make(board, len(polnearMeasures))
	for _, name := range names {
		if err := scorePolNeAR(name, claims, read); err != nil {
			return nil, err
		}
	}
	return slices.Concat(polnearFigures("polnear/dev", read), polnearFigures("polnear/dev claims", claims)), nil
}

func polnearFigures(prefix string, total board) []Figure {
	var figures []Figure
	for i, measure := range polnearMeasures {
		figures = append(figures, Figure{
			Name: prefix + " " + measure + " F1", Value: total[i].F1(),
			Note: fmt.Sprintf("P %.3f R %.3f", total[i].Precision(), total[i].Recall()),
		})
	}
	return figures
}

// scorePolNeAR reads one article and scores it against each of its annotators:
// the claims of its ledger, and what the network reads by PolNeAR's
// conventions.
func scorePolNeAR(name string, claims, read board) error {
	words, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read PolNeAR: %w", err)
	}
	base := strings.TrimSuffix(name, ".txt")
	annotations, err := filepath.Glob(base + "_*.ann")
	if err != nil || len(annotations) == 0 {
		return fmt.Errorf("read PolNeAR: %s has no annotations", name)
	}
	article := tocsin.Article{ID: filepath.Base(base), Published: dateIn(base), Language: "en", Text: string(words)}
	runes := []rune(article.Text)
	ledger, attributions := ledgerOf(extract.Findings(article)).claims, attributionsOf(text.ReadAs(article, text.PolNeAR))
	for _, annotation := range annotations {
		gold, err := readAttributions(annotation)
		if err != nil {
			return err
		}
		claims.add(compareAttributions(runes, gold, ledger).scaled(1 / float64(len(annotations))))
		read.add(compareAttributions(runes, gold, attributions).scaled(1 / float64(len(annotations))))
	}
	return nil
}

// attributionsOf are the network's attributions as claims.
func attributionsOf(doc *text.Doc) []claimLine {
	runes := tocsin.NewRunes(doc.Text)
	span := func(run text.Run) *stretch { return optional(runes, doc.SpanOf(run.First, run.Last)) }
	var claims []claimLine
	for _, a := range doc.Attributions {
		if a.Score < 0.5 || len(a.Content) == 0 {
			continue
		}
		claim := claimLine{cue: span(a.Cue), source: span(a.Source)}
		for _, run := range a.Content {
			claim.content = append(claim.content, *span(run))
		}
		claims = append(claims, claim)
	}
	return claims
}

func (b board) scaled(by float64) board {
	for i := range b {
		b[i] = b[i].scaled(by)
	}
	return b
}

func (c Counts) scaled(by float64) Counts { return Counts{c.Right * by, c.Found * by, c.Gold * by} }

// dateIn reads the date in a name such as "nyt_2016-09-12_visa-program".
func dateIn(base string) time.Time {
	for part := range strings.SplitSeq(filepath.Base(base), "_") {
		if date, err := time.Parse(time.DateOnly, part); err == nil {
			return date
		}
	}
	return time.Time{}
}

func compareAttributions(text []rune, gold, found []claimLine) board {
	score := make(board, len(polnearMeasures))
	cue := func(claim claimLine) []stretch { return listed(claim.cue) }
	source := func(claim claimLine) []stretch { return listed(claim.source) }
	content := func(claim claimLine) []stretch { return afterThat(text, claim.content) }
	score[cueExact], score[cueOverlap] = compareParts(text, collect(gold, cue), collect(found, cue))
	score[sourceExact], score[sourceOverlap] = compareParts(text, collect(gold, source), collect(found, source))
	score[contentExact], score[contentOverlap] = compareParts(text, collect(gold, content), collect(found, content))
	whole := match(len(gold), len(found), func(g, f int) float64 {
		if !meet(gold[g].cue, found[f].cue) || !meet(gold[g].source, found[f].source) {
			return 0
		}
		return float64(common(gold[g].content, found[f].content))
	})
	score.both(wholeOverlap, len(whole), len(gold), len(found))
	return score
}

// meet reports whether the stretches share a character, or neither is there.
func meet(a, b *stretch) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.shared(*b) > 0
}

func listed(s *stretch) []stretch {
	if s == nil {
		return nil
	}
	return []stretch{*s}
}

// collect takes one part of every claim that has it.
func collect(claims []claimLine, part func(claimLine) []stretch) [][]stretch {
	var out [][]stretch
	for _, claim := range claims {
		if stretches := part(claim); len(stretches) > 0 {
			out = append(out, stretches)
		}
	}
	return out
}

// compareParts matches one kind of part, once by the same letters and once by
// any character in common.
func compareParts(text []rune, gold, found [][]stretch) (exact, overlap Counts) {
	goldLetters, foundLetters := allLetters(text, gold), allLetters(text, found)
	same := match(len(gold), len(found), func(g, f int) float64 {
		if slices.Equal(goldLetters[g], foundLetters[f]) {
			return 1
		}
		return 0
	})
	shared := match(len(gold), len(found), func(g, f int) float64 {
		return float64(common(gold[g], found[f])) / float64(max(together(gold[g]), together(found[f]), 1))
	})
	exact = Counts{Right: float64(len(same)), Gold: float64(len(gold)), Found: float64(len(found))}
	overlap = Counts{Right: float64(len(shared)), Gold: float64(len(gold)), Found: float64(len(found))}
	return exact, overlap
}

// allLetters lists, for each part, where its letters and digits stand.
func allLetters(text []rune, parts [][]stretch) [][]int {
	out := make([][]int, len(parts))
	for i, part := range parts {
		for _, s := range part {
			for at := s[0]; at < min(s[1], len(text)); at++ {
				if unicode.IsLetter(text[at]) || unicode.IsDigit(text[at]) {
					out[i] = append(out[i], at)
				}
			}
		}
	}
	return out
}

// afterThat leaves out a "that" which opens the content: PolNeAR counts it in,
// a ledger does not.
func afterThat(text []rune, content []stretch) []stretch {
	if len(content) == 0 || content[0].len() <= 5 || !strings.EqualFold(stretch{content[0][0], content[0][0] + 5}.of(text), "that ") {
		return content
	}
	rest := slices.Clone(content)
	rest[0][0] += 5
	return rest
}

// readAttributions reads brat standoff: text-bound parts, and events of type
// Attribution or Attribution-no-source that join them.
func readAttributions(name string) ([]claimLine, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read PolNeAR: %w", err)
	}
	parts := map[string][]stretch{}
	var events []string
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for lines.Scan() {
		id, rest, _ := strings.Cut(lines.Text(), "\t")
		body, _, _ := strings.Cut(rest, "\t")
		switch {
		case strings.HasPrefix(id, "T"):
			_, offsets, _ := strings.Cut(body, " ")
			if parts[id], err = readOffsets(offsets); err != nil {
				return nil, fmt.Errorf("read PolNeAR %s: %w", name, err)
			}
		case strings.HasPrefix(id, "E"):
			events = append(events, body)
		}
	}
	var claims []claimLine
	for _, event := range events {
		if claim := attribution(event, parts); len(claim.content) > 0 {
			claims = append(claims, claim)
		}
	}
	return claims, lines.Err()
}

// attribution reads "Attribution:T4 Content:T3 Cue:T2 Source:T1".
func attribution(event string, parts map[string][]stretch) claimLine {
	var claim claimLine
	for field := range strings.FieldsSeq(event) {
		role, id, _ := strings.Cut(field, ":")
		switch strings.TrimRight(role, "0123456789") {
		case "Content":
			claim.content = append(claim.content, parts[id]...)
		case "Cue":
			claim.cue = enclosing(parts[id])
		case "Source":
			claim.source = enclosing(parts[id])
		}
	}
	slices.SortFunc(claim.content, func(a, b stretch) int { return a[0] - b[0] })
	return claim
}

// enclosing joins the fragments of a part that a claim has whole.
func enclosing(parts []stretch) *stretch {
	if len(parts) == 0 {
		return nil
	}
	return &stretch{parts[0][0], parts[len(parts)-1][1]}
}

// readOffsets reads "0 10;12 20".
func readOffsets(offsets string) ([]stretch, error) {
	var out []stretch
	for fragment := range strings.SplitSeq(offsets, ";") {
		from, to, _ := strings.Cut(fragment, " ")
		start, err := strconv.Atoi(from)
		if err != nil {
			return nil, err
		}
		end, err := strconv.Atoi(to)
		if err != nil {
			return nil, err
		}
		out = append(out, stretch{start, end})
	}
	return out, nil
}
