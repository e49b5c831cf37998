package place

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"go/format"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tocsin"
	"tocsin/extract/place/gazetteer"
	"tocsin/text"
)

var learnFrom = flag.String("learn", "", "folder of the data sets to learn weights.go from")

// TestLearn learns the weights of both models and writes weights.go. It runs
// only when it is asked to:
//
//	go test ./extract/place -run Learn -learn DIR
//
// The gold is the Local-Global Lexicon: small American papers, to whose
// readers Paris is in Tennessee. So that the weights hold for the news of the
// world as well, articles without gold stand beside it, in which a name that
// a state, a capital or a city of a million bears is taken to mean that.
//
// It also prints how well weights learnt on four fifths read the last fifth.
func TestLearn(t *testing.T) {
	if *learnFrom == "" {
		t.Skip("needs -learn FOLDER")
	}
	lessons := readLessons(t, filepath.Join(*learnFrom, "place/lgl.xml"))
	world := readWorld(t, *learnFrom)
	t.Log(len(lessons), "articles with gold,", len(world), "without")
	const folds = 5
	var sum result
	for fold := range folds {
		var seen, unseen []*lesson
		for i, l := range lessons {
			if i%folds == fold {
				unseen = append(unseen, l)
			} else {
				seen = append(seen, l)
			}
		}
		learn(seen, world)
		sum.add(test(unseen))
	}
	t.Log("unseen:", sum)
	learn(lessons, world)
	t.Log("seen:  ", test(lessons))
	if err := os.WriteFile("weights.go", printWeights(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// lesson is an article with its gold.
type lesson struct {
	doc  *text.Doc
	gold map[tocsin.Span]int // GeoNames id, 0 where the corpus gives none
}

func readLessons(t *testing.T, name string) []*lesson {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var corpus struct {
		Articles []struct {
			Text     string `xml:"text"`
			Toponyms []struct {
				Start int `xml:"start"`
				End   int `xml:"end"`
				Entry struct {
					ID int `xml:"geonameid,attr"`
				} `xml:"gaztag"`
			} `xml:"toponyms>toponym"`
		} `xml:"article"`
	}
	if err := xml.NewDecoder(bytes.NewReader(data)).Decode(&corpus); err != nil {
		t.Fatal(err)
	}
	var lessons []*lesson
	for _, article := range corpus.Articles {
		l := &lesson{doc: text.Read(tocsin.Article{Text: article.Text}), gold: map[tocsin.Span]int{}}
		starts := runeStarts(article.Text)
		for _, toponym := range article.Toponyms {
			if toponym.End < len(starts) {
				l.gold[tocsin.Span{Start: starts[toponym.Start], End: starts[toponym.End]}] = toponym.Entry.ID
			}
		}
		lessons = append(lessons, l)
	}
	return lessons
}

// readWorld reads articles without gold: lessons whose gold is nil.
func readWorld(t *testing.T, folder string) []*lesson {
	t.Helper()
	var world []*lesson
	data, err := os.ReadFile(filepath.Join(folder, "articles/guardian/articles.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for lines := json.NewDecoder(bytes.NewReader(data)); lines.More(); {
		var article struct{ Text string }
		if err := lines.Decode(&article); err != nil {
			t.Fatal(err)
		}
		world = append(world, &lesson{doc: text.Read(tocsin.Article{Text: article.Text})})
	}
	names, err := filepath.Glob(filepath.Join(folder, "attribution/polnear/train/*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names[:min(len(names), 200)] {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		world = append(world, &lesson{doc: text.Read(tocsin.Article{Text: strings.ToValidUTF8(string(data), "")})})
	}
	return world
}

// runeStarts gives the byte at which each code point starts, and the end.
func runeStarts(text string) []int {
	var starts []int
	for i := range text {
		starts = append(starts, i)
	}
	return append(starts, len(text))
}

// learn sets the three tables of weights.
func learn(lessons, world []*lesson) {
	clueWeights, firstWeights, secondWeights = [clues]float64{}, [traits]float64{}, [traits]float64{}
	learnClues(lessons)
	both := append(slices.Clone(lessons), world...)
	firstWeights = learnTraits(both, func(r *reading) {})
	secondWeights = learnTraits(both, func(r *reading) {
		c := r.company()
		for i := range r.groups {
			r.choose(i, &firstWeights, c)
		}
	})
}

const rounds, rate, shrink = 300, 0.5, 1e-4

func learnClues(lessons []*lesson) {
	var inputs []surroundings
	var wants []float64
	for _, l := range lessons {
		r := read(l.doc, gazetteer.World())
		names := namesByToken(l.doc)
		for i := range r.mentions {
			_, gold := l.gold[r.mentions[i].span]
			seen := r.look(i, names)
			if barred(&seen) {
				continue // the corpus tags names inside those of bodies
			}
			inputs = append(inputs, seen)
			wants = append(wants, map[bool]float64{true: 1}[gold])
		}
	}
	var squares [clues]float64
	for range rounds {
		var slope [clues]float64
		for i, seen := range inputs {
			miss := wants[i] - chance(seen)
			for c, holds := range seen {
				if holds {
					slope[c] += miss
				}
			}
		}
		for c := range slope {
			step := slope[c]/float64(len(inputs)) - shrink*clueWeights[c]
			squares[c] += step * step
			clueWeights[c] += rate * step / (math.Sqrt(squares[c]) + 1e-8)
		}
	}
}

// choice is the evidence for each candidate of a group and which is right.
type choice struct {
	options []evidence
	right   int
}

func learnTraits(lessons []*lesson, prepare func(*reading)) [traits]float64 {
	var choices []choice
	for _, l := range lessons {
		r := read(l.doc, gazetteer.World())
		r.judge()
		prepare(r)
		c := r.company()
		for i := range r.groups {
			choose := r.choiceOf
			if l.gold == nil {
				choose = r.famousOf
			}
			if made, ok := choose(i, l, c); ok {
				choices = append(choices, made)
			}
		}
	}
	var weights, squares [traits]float64
	for range rounds {
		var slope [traits]float64
		for _, made := range choices {
			shares := sharesOf(made.options, &weights)
			for o, option := range made.options {
				miss := -shares[o]
				if o == made.right {
					miss++
				}
				for t, value := range option {
					slope[t] += miss * value
				}
			}
		}
		for t := range slope {
			step := slope[t]/float64(len(choices)) - shrink*weights[t]
			squares[t] += step * step
			weights[t] += rate * step / (math.Sqrt(squares[t]) + 1e-8)
		}
	}
	return weights
}

func sharesOf(options []evidence, weights *[traits]float64) []float64 {
	shares, total, most := make([]float64, len(options)), 0.0, math.Inf(-1)
	for o, option := range options {
		for t, value := range option {
			shares[o] += weights[t] * value
		}
		most = max(most, shares[o])
	}
	for o := range shares {
		shares[o] = math.Exp(shares[o] - most)
		total += shares[o]
	}
	for o := range shares {
		shares[o] /= total
	}
	return shares
}

// choiceOf is group i's choice, where the gold has one.
func (r *reading) choiceOf(i int, l *lesson, c *company) (choice, bool) {
	made := choice{right: -1}
	for m := range r.mentions {
		id := l.gold[r.mentions[m].span]
		if r.mentions[m].group != i || id == 0 {
			continue
		}
		for o, candidate := range r.of(i) {
			if r.world.Place(candidate.Ref).GeoNames == id {
				made.right = o
			}
		}
	}
	if made.right < 0 || len(r.of(i)) < 2 {
		return made, false
	}
	for _, candidate := range r.of(i) {
		made.options = append(made.options, r.weigh(i, candidate, c))
	}
	return made, true
}

// famousOf is the choice of group i in an article without gold.
func (r *reading) famousOf(i int, _ *lesson, c *company) (choice, bool) {
	made := choice{right: -1}
	if g := &r.groups[i]; g.hint != noHint || g.within >= 0 || g.holds > 0 || g.chance < leastChance {
		return made, false
	}
	famous := 0
	for o, candidate := range r.of(i) {
		k := kindOf(r.world.FeatureOf(candidate.Ref))
		if candidate.Alternate || k == district || k != nation && k != capital && r.world.PopulationOf(candidate.Ref) < 1e6 {
			continue
		}
		// Of a region and its town, fame cannot say which is meant.
		if famous++; famous > 1 && (k == region || kindOf(r.world.FeatureOf(r.of(i)[made.right].Ref)) == region) {
			return choice{}, false
		}
		if _, named := r.townOf(i, candidate.Ref); k == region && named {
			return choice{}, false
		}
		if made.right < 0 {
			made.right = o
		}
	}
	if made.right < 0 || len(r.of(i)) < 2 {
		return made, false
	}
	for _, candidate := range r.of(i) {
		made.options = append(made.options, r.weigh(i, candidate, c))
	}
	return made, true
}

// result counts what was found against the gold with an id.
type result struct{ gold, found, spans, right int }

func (r *result) add(o result) {
	r.gold, r.found, r.spans, r.right = r.gold+o.gold, r.found+o.found, r.spans+o.spans, r.right+o.right
}

func (r result) String() string {
	share := func(a, b int) float64 { return float64(a) / float64(max(1, b)) }
	return fmt.Sprintf("gold %d found %d, spans R %.3f P %.3f, entry R %.3f P %.3f, of right spans %.3f",
		r.gold, r.found, share(r.spans, r.gold), share(r.spans, r.found), share(r.right, r.gold), share(r.right, r.found), share(r.right, r.spans))
}

func test(lessons []*lesson) (sum result) {
	for _, l := range lessons {
		for _, id := range l.gold {
			if id != 0 {
				sum.gold++
			}
		}
		for _, p := range Extract(l.doc) {
			id, ok := l.gold[p.Span]
			if ok && id == 0 {
				continue // a place that the corpus gives no entry
			}
			sum.found++
			if ok {
				sum.spans++
			}
			if ok && p.GeoNames == id {
				sum.right++
			}
		}
	}
	return sum
}

func printWeights() []byte {
	var out strings.Builder
	out.WriteString("package place\n\n// Code generated by learn_test.go; DO NOT EDIT.\n\n")
	out.WriteString("var clueWeights = [clues]float64{\n")
	for c, weight := range clueWeights {
		fmt.Fprintf(&out, "%s: %.2f,\n", clue(c), weight)
	}
	for name, table := range map[string][traits]float64{"firstWeights": firstWeights, "secondWeights": secondWeights} {
		fmt.Fprintf(&out, "}\n\nvar %s = [traits]float64{\n", name)
		for t, weight := range table {
			fmt.Fprintf(&out, "%s: %.2f,\n", trait(t), weight)
		}
	}
	out.WriteString("}\n")
	formatted, err := format.Source([]byte(out.String()))
	if err != nil {
		panic(err)
	}
	return formatted
}

var clueNames = [clues]string{
	always:             "always",
	topCountry:         "topCountry",
	topRegion:          "topRegion",
	topDistrict:        "topDistrict",
	topCapital:         "topCapital",
	topSeat:            "topSeat",
	topMillion:         "topMillion",
	topHundredThousand: "topHundredThousand",
	topTenThousand:     "topTenThousand",
	topHamlet:          "topHamlet",
	topWater:           "topWater",
	topArea:            "topArea",
	topContinent:       "topContinent",
	topSpot:            "topSpot",
	onlyAlternate:      "onlyAlternate",
	severalWords:       "severalWords",
	shortCapitals:      "shortCapitals",
	common:             "common",
	given:              "given",
	lowerInText:        "lowerInText",
	personInText:       "personInText",
	fewLetters:         "fewLetters",
	afterLocative:      "afterLocative",
	afterOf:            "afterOf",
	afterBodyOf:        "afterBodyOf",
	afterThe:           "afterThe",
	afterTitle:         "afterTitle",
	afterGiven:         "afterGiven",
	afterName:          "afterName",
	afterDirection:     "afterDirection",
	afterCommaPlace:    "afterCommaPlace",
	afterPlaceList:     "afterPlaceList",
	startsSentence:     "startsSentence",
	startsText:         "startsText",
	afterInitial:       "afterInitial",
	beforePossessive:   "beforePossessive",
	beforeHolder:       "beforeHolder",
	beforeBody:         "beforeBody",
	beforeBodyLower:    "beforeBodyLower",
	beforePlaceWord:    "beforePlaceWord",
	beforeName:         "beforeName",
	beforeSpeech:       "beforeSpeech",
	beforeComma:        "beforeComma",
	beforeNoun:         "beforeNoun",
	beforeDash:         "beforeDash",
	beforeUnit:         "beforeUnit",
	afterDash:          "afterDash",
	notProper:          "notProper",
	flat:               "flat",
	compound:           "compound",
	subject:            "subject",
	oblique:            "oblique",
	isPER:              "isPER",
	isORG:              "isORG",
	isLOC:              "isLOC",
	isMISC:             "isMISC",
	unnamed:            "unnamed",
	partOfName:         "partOfName",
	oftenNamed:         "oftenNamed",
	strongElsewhere:    "strongElsewhere",
	givenBeforeName:    "givenBeforeName",
	nationShort:        "nationShort",
	smallPER:           "smallPER",
	bareWater:          "bareWater",
}

func (c clue) String() string { return clueNames[c] }

var traitNames = [traits]string{
	size:            "size",
	likeCountry:     "likeCountry",
	likeRegion:      "likeRegion",
	likeSmallRegion: "likeSmallRegion",
	likeDistrict:    "likeDistrict",
	likeCapital:     "likeCapital",
	likeSeat:        "likeSeat",
	likeTown:        "likeTown",
	lesserName:      "lesserName",
	oneTown:         "oneTown",
	chiefTown:       "chiefTown",
	countryShare:    "countryShare",
	countryFirst:    "countryFirst",
	countryAbsent:   "countryAbsent",
	regionShare:     "regionShare",
	heldRight:       "heldRight",
	heldWrong:       "heldWrong",
	holder:          "holder",
	hintRight:       "hintRight",
	hintWrong:       "hintWrong",
	listed:          "listed",
	unlisted:        "unlisted",
	near100:         "near100",
	near300:         "near300",
	near1000:        "near1000",
	unnumbered:      "unnumbered",
}

func (t trait) String() string { return traitNames[t] }
