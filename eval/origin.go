package eval

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tocsin"
	"tocsin/link/origin"
)

// NearDuplicates measures whether copies of articles are found, down to the
// part that they have in common.
//
// Copies are made of FNC-1 bodies and Guardian articles by seeded edits (see
// edits): a known part of the article's paragraphs is kept, moved about,
// paraphrased by rule (about one word in nine changes), put between paragraphs
// of another article and framed as agencies and outlets do. Each copy is looked
// up among all articles of its half. It must be joined to the article that it
// was made of, and to none that is foreign to that and to what filled it up. As
// many articles are looked up as they are, most of them beside others about the
// same claim. What is foreign an independent check says (see verdict): FNC-1 holds
// real copies, which are no mistakes when found, and rewritings, which are not
// judged. All articles about one claim are in one half.
var NearDuplicates = Test{
	Name:  "link/near-duplicates",
	Data:  []string{fncBodies, fncStances, guardianArticles},
	Shows: "whether edited copies are joined to what they were made of and to nothing else, by the part that was kept. The edits are ours and paraphrase by rule: a skilled rewriter leaves less. Thresholds were set on the dev half; of the test half only scores were looked at, twice: the check of what is foreign was mended in between",
	Run:   runNearDuplicates,
}

// overlaps are the parts of an article that its copies keep, in per cent.
var overlaps = []int{20, 30, 40, 60, 80, 100}

// donorFold is the part of the articles that only fill up copies: every fifth.
const donorFold = 5

func runNearDuplicates(dir string) ([]Figure, error) {
	reports, err := readReports(dir)
	if err != nil {
		return nil, err
	}
	var figures []Figure
	for _, half := range []string{"dev", "test"} {
		figures = append(figures, newDuplicates(half, reports).figures("link/near-duplicates "+half+" ")...)
	}
	return figures, nil
}

// duplicates is one half of the test.
type duplicates struct {
	bases, donors []report
	texts         map[string]string
	index         *origin.Index
	judged        map[[2]string]verdict
}

func newDuplicates(half string, reports []report) *duplicates {
	d := &duplicates{texts: map[string]string{}, index: origin.NewIndex(), judged: map[[2]string]verdict{}}
	for i, r := range reports {
		switch {
		case r.half != half:
		case i%donorFold == 0:
			d.donors = append(d.donors, r)
		default:
			d.bases = append(d.bases, r)
			d.index.Add(signature(r.id, r.text))
		}
		d.texts[r.id] = r.text
	}
	return d
}

func signature(id, text string) origin.Signature {
	return origin.Of(tocsin.Findings{Article: tocsin.Article{ID: id, Text: text}})
}

// joined are the articles that a text is found to be one report with.
func (d *duplicates) joined(id, text string) []string {
	var found []string
	sig := signature(id, text)
	for _, near := range d.index.Near(sig) {
		copies := slices.ContainsFunc(origin.Compare(sig, near, origin.Read(text), origin.Read(d.texts[near.ID])), func(edge origin.Edge) bool {
			return edge.Kind == origin.Copy && edge.Score >= origin.Strong
		})
		if copies {
			found = append(found, near.ID)
		}
	}
	return found
}

func (d *duplicates) judge(a, b string) verdict {
	pair := [2]string{min(a, b), max(a, b)}
	known, done := d.judged[pair]
	if !done {
		known = judge(d.texts[pair[0]], d.texts[pair[1]])
		d.judged[pair] = known
	}
	return known
}

// foreign reports whether two articles share next to nothing, quotations
// included: of a copy that is cut anywhere nobody can say any more which words
// stood between marks.
func (d *duplicates) foreign(a, b string) bool {
	return d.judge(a, b).fresh() && judgeWhole(d.texts[a], d.texts[b]).fresh()
}

func (d *duplicates) figures(prefix string) []Figure {
	var figures []Figure
	wrong := d.wrongPairs()
	for _, overlap := range overlaps {
		counts, changed := d.copies(overlap)
		counts.Found += float64(wrong)
		name := fmt.Sprintf("%sat %d%% ", prefix, overlap)
		figures = append(figures,
			Figure{Name: name + "recall", Value: counts.Recall(), Note: fmt.Sprintf("%.0f of %.0f copies", counts.Right, counts.Gold)},
			Figure{Name: name + "precision", Value: counts.Precision(), Note: fmt.Sprintf("%.0f wrong: %.0f beside copies, %d beside articles as they are; %.0f%% of kept words changed",
				counts.Found-counts.Right, counts.Found-counts.Right-float64(wrong), wrong, 100*changed)})
	}
	return append(figures, d.real(prefix))
}

// wrongPairs counts the pairs of articles as they are that are joined and
// foreign to each other.
func (d *duplicates) wrongPairs() int {
	wrong := 0
	for _, base := range d.bases {
		for _, other := range d.joined(base.id, base.text) {
			if other < base.id && d.judge(base.id, other).fresh() {
				wrong++
			}
		}
	}
	return wrong
}

// copies makes a copy of every article and looks it up. It also returns which
// part of the kept words paraphrase changed, over those that were paraphrased.
func (d *duplicates) copies(overlap int) (Counts, float64) {
	dice := rand.New(rand.NewPCG(20221017, uint64(overlap)))
	var counts Counts
	var changed, kept float64
	for i, base := range d.bases {
		donor := d.donors[(i*7+overlap)%len(d.donors)]
		e := drawEdits(dice, float64(overlap)/100)
		made := edit(dice, base.text, donor.text, e)
		if e.paraphrase {
			changed, kept = changed+float64(made.changed), kept+float64(made.kept)
		}
		counts.Gold++
		for _, other := range d.joined("copy", made.text) {
			switch {
			case other == base.id:
				counts.Right++
				counts.Found++
			case d.foreign(base.id, other) && (!e.filled || d.foreign(donor.id, other)):
				counts.Found++
			}
		}
	}
	return counts, share(changed, kept)
}

// real is how many of the copies that FNC-1 holds itself are found: pairs about
// the same claim that the check calls copies.
func (d *duplicates) real(prefix string) Figure {
	var counts Counts
	foreign, linked, unjudged := 0, 0, 0
	for i, base := range d.bases {
		found := d.joined(base.id, base.text)
		for _, other := range found {
			if verdict := d.judge(base.id, other); other < base.id {
				linked++
				if !verdict.copied() && !verdict.fresh() {
					unjudged++
				}
			}
		}
		for _, other := range d.bases[:i] {
			if !sameClaim(base, other) {
				continue
			}
			switch verdict := d.judge(base.id, other.id); {
			case verdict.fresh():
				foreign++
			case verdict.copied():
				counts.Gold++
				if slices.Contains(found, other.id) {
					counts.Right++
				}
			}
		}
	}
	return Figure{Name: prefix + "real copies recall", Value: counts.Recall(),
		Note: fmt.Sprintf("%.0f of %.0f pairs; %d pairs about the same claim are foreign to each other; %d pairs are joined in all, %d of them rewritings that are not judged", counts.Right, counts.Gold, foreign, linked, unjudged)}
}

const (
	fncBodies        = "dispute/fnc1/competition_test_bodies.csv"
	fncStances       = "dispute/fnc1/competition_test_stances.csv"
	guardianArticles = "articles/guardian/articles.jsonl"
)

// leastBase is how many words an article must have for copies to be made of it.
const leastBase = 120

// report is one article of the near-duplicates test.
type report struct {
	id, text string
	claims   []string // FNC-1 headlines that it is about
	half     string   // "dev" or "test"
}

func readReports(dir string) ([]report, error) {
	reports, err := readBodies(filepath.Join(dir, fncBodies), filepath.Join(dir, fncStances))
	if err != nil {
		return nil, err
	}
	articles, err := readGuardian(filepath.Join(dir, guardianArticles))
	if err != nil {
		return nil, err
	}
	return halve(append(reports, articles...)), nil
}

// readBodies reads the bodies of FNC-1, each with the headlines that it is
// about whether it agrees with them or not.
func readBodies(bodies, stances string) ([]report, error) {
	rows, err := readCSV(stances)
	if err != nil {
		return nil, err
	}
	claims := map[string][]string{}
	for _, row := range rows {
		if len(row) > 2 && row[2] != "unrelated" {
			claims[row[1]] = append(claims[row[1]], row[0])
		}
	}
	rows, err = readCSV(bodies)
	if err != nil {
		return nil, err
	}
	var reports []report
	for _, row := range rows {
		if len(strings.Fields(row[1])) >= leastBase {
			reports = append(reports, report{id: "fnc-" + row[0], text: row[1], claims: claims[row[0]]})
		}
	}
	return reports, nil
}

func readCSV(name string) ([][]string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open FNC-1: %w", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read FNC-1: %w", err)
	}
	return rows[1:], nil
}

func readGuardian(name string) ([]report, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open articles: %w", err)
	}
	defer file.Close()
	var reports []report
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var article struct{ ID, Text string }
		if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
			return nil, fmt.Errorf("read articles: %w", err)
		}
		if len(strings.Fields(article.Text)) >= leastBase {
			reports = append(reports, report{id: article.ID, text: article.Text})
		}
	}
	return reports, lines.Err()
}

// halve gives every report a half, the same for all that are about the same
// claims, so that nothing of the test half is seen in the other.
func halve(reports []report) []report {
	root := map[string]string{}
	var find func(name string) string
	find = func(name string) string {
		if up, known := root[name]; known && up != name {
			root[name] = find(up)
			return root[name]
		}
		return name
	}
	for _, r := range reports {
		for _, claim := range r.claims {
			a, b := find("body "+r.id), find("claim "+claim)
			root[max(a, b)] = min(a, b)
		}
	}
	for i, r := range reports {
		hash := fnv.New32a()
		hash.Write([]byte(find("body " + r.id)))
		reports[i].half = [2]string{"dev", "test"}[hash.Sum32()>>16&1]
	}
	return reports
}

// sameClaim reports whether two bodies are about the same claim.
func sameClaim(a, b report) bool {
	return slices.ContainsFunc(a.claims, func(claim string) bool { return slices.Contains(b.claims, claim) })
}
