package eval

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/extract"
	"tocsin/link/occurrence"
)

// Occurrences measures which mentions of events are told to be one happening,
// on the event chains of ECB+ (Cybulska and Vossen 2014), within and across
// documents.
//
// Only mentions count that both have: gold marks every action, we code acts of
// PLOVER with somebody who does or bears them. An event of ours is the gold
// mention that its trigger has most characters in common with. B-cubed as for
// stories, over mentions; pairs are all pairs of mentions in one chain.
var Occurrences = Test{
	Name:  "link/occurrence",
	Data:  []string{"story/ecbplus"},
	Shows: "whether mentions of one happening come together and those of another of its kind stay apart; without dates, which news has, and mostly about crime, sport and business. Weights were chosen on the first ten topics (dev); of the others (test) only scores were seen. “one each” and “same trigger” are what doing nothing and joining equal words within a topic would give",
	Run:   runOccurrences,
}

func runOccurrences(dir string) ([]Figure, error) {
	documents, err := readECBMentions(filepath.Join(dir, "story/ecbplus"))
	if err != nil {
		return nil, err
	}
	m := chainMentions{gold: map[string]string{}, topic: map[string]int{}, trigger: map[string]string{}}
	var signatures []occurrence.Signature
	for _, document := range documents {
		findings := extract.Findings(document.article)
		signatures = append(signatures, occurrence.Sign(findings)...)
		m.add(document, findings)
	}
	found := map[string]string{}
	for _, o := range occurrence.Group(signatures, nil) {
		for _, member := range o.Members {
			if item := member.Article + " " + member.Event; m.gold[item] != "" {
				found[item] = o.ID
			}
		}
	}
	return m.figures(found), nil
}

// chainMentions are the events of ours that gold marks too, by article and
// event.
type chainMentions struct {
	gold    map[string]string // chain
	topic   map[string]int
	trigger map[string]string // topic and words
	marked  [2]int            // how many gold mentions there are, of dev and test
}

// add maps the events of a document to the gold mentions that they touch, one
// to one, the first event first.
func (m *chainMentions) add(document ecbMentions, findings tocsin.Findings) {
	part := 0
	if document.topic > tunedTopics {
		part = 1
	}
	m.marked[part] += len(document.mentions)
	taken := map[int]bool{}
	for _, event := range findings.Events {
		best, most := -1, 0
		for i, mention := range document.mentions {
			common := min(event.Trigger.End, mention.span.End) - max(event.Trigger.Start, mention.span.Start)
			if common > most && !taken[i] {
				best, most = i, common
			}
		}
		if best < 0 {
			continue
		}
		taken[best] = true
		item := document.article.ID + " " + event.ID
		m.gold[item], m.topic[item] = document.mentions[best].chain, document.topic
		m.trigger[item] = fmt.Sprint(document.topic, " ", strings.ToLower(document.mentions[best].span.Of(document.article.Text)))
	}
}

func (m chainMentions) figures(found map[string]string) []Figure {
	each := map[string]string{}
	for item := range m.gold {
		each[item] = item
	}
	var figures []Figure
	for part, name := range []string{"dev", "test"} {
		of := map[string]bool{}
		for item, topic := range m.topic {
			if (topic > tunedTopics) == (part == 1) {
				of[item] = true
			}
		}
		precision, recall := bCubed(found, m.gold, of)
		pairs := pairsOf(found, m.gold, of)
		aloneP, aloneR := bCubed(each, m.gold, of)
		sameP, sameR := bCubed(m.trigger, m.gold, of)
		note := fmt.Sprintf("over %d of %d gold mentions; one each gives %.3f, same trigger %.3f",
			len(of), m.marked[part], share(2*aloneP*aloneR, aloneP+aloneR), share(2*sameP*sameR, sameP+sameR))
		figures = append(figures,
			Figure{Name: "link/occurrence " + name + " B-cubed precision", Value: precision},
			Figure{Name: "link/occurrence " + name + " B-cubed recall", Value: recall},
			Figure{Name: "link/occurrence " + name + " B-cubed F1", Value: share(2*precision*recall, precision+recall), Note: note},
			Figure{Name: "link/occurrence " + name + " pairs precision", Value: pairs.Precision()},
			Figure{Name: "link/occurrence " + name + " pairs recall", Value: pairs.Recall()},
		)
	}
	return figures
}

// pairsOf counts the pairs of a part's items that are in one cluster, in one
// class, and in both.
func pairsOf(found, gold map[string]string, part map[string]bool) Counts {
	clusters, classes, both := map[string]float64{}, map[string]float64{}, map[[2]string]float64{}
	for item := range part {
		clusters[found[item]]++
		classes[gold[item]]++
		both[[2]string{found[item], gold[item]}]++
	}
	var counts Counts
	for _, n := range clusters {
		counts.Found += n * (n - 1) / 2
	}
	for _, n := range classes {
		counts.Gold += n * (n - 1) / 2
	}
	for _, n := range both {
		counts.Right += n * (n - 1) / 2
	}
	return counts
}

// ecbMentions is a document with the actions that gold marks in it.
type ecbMentions struct {
	article  tocsin.Article
	topic    int
	mentions []ecbMention
}

type ecbMention struct {
	span  tocsin.Span
	chain string
}

// readECBMentions reads the annotated documents in the order of the files'
// names. Files hold documents of other topics too; each document counts once.
func readECBMentions(dir string) ([]ecbMentions, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*", "annotation", "original", "*.conll"))
	if err != nil {
		return nil, fmt.Errorf("read ECB+: %w", err)
	}
	var documents []ecbMentions
	known := map[string]bool{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read ECB+: %w", err)
		}
		for _, document := range readECBFile(string(content)) {
			topic, err := strconv.Atoi(strings.SplitN(document.article.ID, "/", 2)[0])
			if err != nil {
				return nil, fmt.Errorf("read ECB+ %s: document %s: %w", name, document.article.ID, err)
			}
			if document.topic = topic; !known[document.article.ID] {
				known[document.article.ID] = true
				documents = append(documents, document)
			}
		}
	}
	return documents, nil
}

// ecbReader puts the words of a document together again and notes where its
// mentions begin and end.
type ecbReader struct {
	text     strings.Builder
	sentence string
	open     map[string]int // chain → byte where its mention begins
	mentions []ecbMention
}

func readECBFile(content string) []ecbMentions {
	var documents []ecbMentions
	var reader *ecbReader
	id := ""
	for line := range strings.Lines(content) {
		line = strings.TrimSuffix(line, "\n")
		fields := strings.Split(line, "\t")
		switch {
		case strings.HasPrefix(line, "#begin document"):
			start, end := strings.IndexByte(line, '('), strings.IndexByte(line, ')')
			id = line[start+1 : end]
			reader = &ecbReader{open: map[string]int{}}
		case strings.HasPrefix(line, "#end document"):
			documents = append(documents, ecbMentions{
				article: tocsin.Article{ID: id, Text: reader.text.String(), Language: "en"}, mentions: reader.mentions,
			})
		case len(fields) == 5:
			reader.word(fields[1], fields[3], fields[4])
		}
	}
	return documents
}

// word adds a word; the first sentence is a headline and stands by itself.
func (r *ecbReader) word(sentence, word, marks string) {
	switch {
	case r.text.Len() == 0:
	case sentence != r.sentence && r.sentence == "0":
		r.text.WriteString("\n\n")
	case !strings.ContainsAny(word[:1], ".,;:!?)'’"):
		r.text.WriteByte(' ')
	}
	r.sentence = sentence
	start := r.text.Len()
	r.text.WriteString(word)
	for mark := range strings.SplitSeq(marks, "|") {
		mark = strings.TrimSpace(mark)
		chain := strings.Trim(mark, "()")
		kind := strings.TrimPrefix(chain, "Singleton_")
		if !strings.HasPrefix(kind, "ACT") && !strings.HasPrefix(kind, "NEG") {
			continue
		}
		if strings.HasPrefix(mark, "(") {
			r.open[chain] = start
		}
		if strings.HasSuffix(mark, ")") {
			r.mentions = append(r.mentions, ecbMention{tocsin.Span{Start: r.open[chain], End: r.text.Len()}, chain})
		}
	}
}
