package eval

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"tocsin"
	"tocsin/extract/when"
	"tocsin/text"
)

// TempEval3 measures time expressions on the test part of TempEval-3.
//
// As the shared task did: strict F1 wants the same span, relaxed F1 any shared
// character, value F1 a relaxed match whose value is the same. The date of
// publication is given, as it is to any reader of news.
var TempEval3 = Test{
	Name:  "when/tempeval3",
	Data:  []string{"time/tempeval3/platinum"},
	Shows: "time expressions of twenty American news texts of 2013, tagged by TimeML; values depend on conventions (is “a year ago” a day or a year?) on which annotators differ too",
	Run: func(dir string) ([]Figure, error) {
		return runTempEval("tempeval3/platinum", filepath.Join(dir, "time/tempeval3/platinum"))
	},
}

// TempEval3Dev is the part that the rules were tuned on.
var TempEval3Dev = Test{
	Name:  "when/tempeval3-dev",
	Data:  []string{"time/tempeval3/TimeBank", "time/tempeval3/AQUAINT"},
	Shows: "the same on TimeBank and AQUAINT, which the rules were tuned on, so that it says how far the rules reach and not how well they carry over",
	Run: func(dir string) ([]Figure, error) {
		bank, err := runTempEval("tempeval3/timebank", filepath.Join(dir, "time/tempeval3/TimeBank"))
		if err != nil {
			return nil, err
		}
		aquaint, err := runTempEval("tempeval3/aquaint", filepath.Join(dir, "time/tempeval3/AQUAINT"))
		return append(bank, aquaint...), err
	},
}

func runTempEval(prefix, dir string) ([]Figure, error) {
	texts, err := readTimeML(dir)
	if err != nil {
		return nil, err
	}
	var strict, relaxed, value, kind Counts
	for _, gold := range texts {
		found := when.Extract(text.Read(gold.article), gold.article.Published)
		pairs := pairWhens(gold.whens, found)
		size := Counts{Found: float64(len(found)), Gold: float64(len(gold.whens))}
		for _, counts := range []*Counts{&strict, &relaxed, &value, &kind} {
			counts.Add(size)
		}
		for _, pair := range pairs {
			g, f := gold.whens[pair[0]], found[pair[1]]
			relaxed.Right++
			if g.Span == f.Span {
				strict.Right++
			}
			if g.Value == f.Value {
				value.Right++
			}
			if g.Type == f.Type {
				kind.Right++
			}
		}
	}
	var figures []Figure
	for _, measure := range []struct {
		name   string
		counts Counts
	}{{"strict", strict}, {"relaxed", relaxed}, {"value", value}, {"type", kind}} {
		figures = append(figures, Figure{Name: prefix + " " + measure.name + " F1", Value: measure.counts.F1(),
			Note: fmt.Sprintf("P %.3f R %.3f", measure.counts.Precision(), measure.counts.Recall())})
	}
	return figures, nil
}

// pairWhens pairs gold and found expressions that share a character, each
// once, in text order, equal spans first.
func pairWhens(gold, found []tocsin.When) [][2]int {
	var pairs [][2]int
	taken := make([]bool, len(found))
	for g := range gold {
		best := -1
		for f := range found {
			if taken[f] || !gold[g].Span.Overlaps(found[f].Span) {
				continue
			}
			if best < 0 || found[f].Span == gold[g].Span {
				best = f
			}
		}
		if best >= 0 {
			taken[best] = true
			pairs = append(pairs, [2]int{g, best})
		}
	}
	return pairs
}

// timedText is a text with its gold time expressions.
type timedText struct {
	article tocsin.Article
	whens   []tocsin.When
}

// readTimeML reads the .tml files of a folder in the order of their names.
func readTimeML(dir string) ([]timedText, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.tml"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	sort.Strings(names)
	var texts []timedText
	for _, name := range names {
		one, err := readTimeMLFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		texts = append(texts, one)
	}
	return texts, nil
}

// readTimeMLFile takes the words of the TEXT element as the article, with the
// TIMEX3 elements in it, and the document's creation time as its publication.
func readTimeMLFile(name string) (timedText, error) {
	file, err := os.Open(name)
	if err != nil {
		return timedText{}, err
	}
	defer file.Close()
	var (
		words   strings.Builder
		inText  bool
		open    []int // whens not yet closed
		out     timedText
		decoder = xml.NewDecoder(file)
	)
	decoder.Strict = false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return timedText{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch {
			case token.Name.Local == "TEXT":
				inText = true
			case token.Name.Local == "TIMEX3" && inText:
				open = append(open, len(out.whens))
				out.whens = append(out.whens, tocsin.When{
					Span: tocsin.Span{Start: words.Len()}, Type: tocsin.WhenType(attribute(token, "type")), Value: attribute(token, "value"),
				})
			case token.Name.Local == "TIMEX3" && out.article.Published.IsZero() && attribute(token, "functionInDocument") != "NONE":
				out.article.Published = readMoment(attribute(token, "value"))
			}
		case xml.EndElement:
			switch {
			case token.Name.Local == "TEXT":
				inText = false
			case token.Name.Local == "TIMEX3" && inText && len(open) > 0:
				out.whens[open[len(open)-1]].Span.End = words.Len()
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if inText {
				words.Write(token)
			}
		}
	}
	out.article.ID = filepath.Base(name)
	out.article.Language = "en"
	out.article.Text = words.String()
	return out, nil
}

func attribute(element xml.StartElement, name string) string {
	for _, attr := range element.Attr {
		if attr.Name.Local == name {
			return attr.Value
		}
	}
	return ""
}

// readMoment reads a TIMEX3 value that names a day, with or without a time.
func readMoment(value string) time.Time {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(layout, value); err == nil {
			return t
		}
	}
	return time.Time{}
}

// RecognizedTimes measures times on the Recognizers specifications.
var RecognizedTimes = Test{
	Name:  "when/recognizers",
	Data:  []string{"time/recognizers/DateTimeModel.json"},
	Shows: "what a voice assistant should find in appointments (“back in 3 mins”), by conventions of its own; values are compared where they are single TIMEX3 values and not ranges",
	Run:   runRecognizedTimes,
}

func runRecognizedTimes(dir string) ([]Figure, error) {
	cases, err := readSpecifications(filepath.Join(dir, "time/recognizers/DateTimeModel.json"))
	if err != nil {
		return nil, err
	}
	var gold, overlapped, comparable, right float64
	for _, one := range cases {
		whens := when.Extract(text.Read(tocsin.Article{ID: "case", Text: one.Input}), one.moment())
		for _, result := range one.Results {
			gold++
			start, end := result.span(one.Input)
			found := overlapping(whens, tocsin.Span{Start: start, End: end})
			if found == nil {
				continue
			}
			overlapped++
			resolved := result.resolutions()
			values := append(resolved["value"], resolved["timex"]...)
			if len(values) == 0 || len(resolved["timex"]) > 0 && strings.HasPrefix(resolved["timex"][0], "(") {
				continue
			}
			comparable++
			if slices.ContainsFunc(values, func(value string) bool { return sameTime(value, found.Value) }) {
				right++
			}
		}
	}
	return []Figure{
		{Name: "recognizers/datetime found", Value: share(overlapped, gold), Note: fmt.Sprintf("%.0f of %.0f", overlapped, gold)},
		{Name: "recognizers/datetime value", Value: share(right, comparable), Note: fmt.Sprintf("%.0f of the %.0f found whose value can be compared", right, comparable)},
	}, nil
}

// sameTime compares a value of the specifications with ours: they write
// "2016-11-07 16:00:00", and give a time of day no day.
func sameTime(theirs, ours string) bool {
	if theirs == ours {
		return true
	}
	if len(theirs) == len("2016-11-07 16:00:00") && theirs[10] == ' ' {
		return theirs[:10]+"T"+theirs[11:16] == ours
	}
	day, clock, found := strings.Cut(ours, "T")
	return found && day != "P" && (theirs == "T"+clock || theirs+":00" == "T"+clock)
}

func overlapping(whens []tocsin.When, span tocsin.Span) *tocsin.When {
	for i := range whens {
		if whens[i].Span.Overlaps(span) {
			return &whens[i]
		}
	}
	return nil
}
