package eval

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tocsin"
	"tocsin/text"
)

// Segment scores sentences and words on running text.
var Segment = Test{
	Name:  "segment/ewt",
	Data:  []string{"syntax/ewt/en_ewt-ud-dev.conllu", "syntax/ewt/en_ewt-ud-test.conllu"},
	Shows: "Words and sentences found in running web text (UD English EWT), counted as in the CoNLL 2018 shared task; mail without full stops makes its sentences far harder than those of news.",
	Run:   runSegment,
}

func runSegment(dir string) ([]Figure, error) {
	var figures []Figure
	for _, part := range []string{"dev", "test"} {
		documents, err := readRunning(filepath.Join(dir, "syntax/ewt/en_ewt-ud-"+part+".conllu"))
		if err != nil {
			return nil, err
		}
		var words, sentences Counts
		for _, document := range documents {
			doc := text.Read(tocsin.Article{Text: document.text.String()})
			words.Add(countSpans(document.words, tokenSpans(doc)))
			sentences.Add(countSpans(document.sentences, sentenceSpans(doc)))
		}
		figures = append(figures,
			Figure{Name: "segment/ewt " + part + " words F1", Value: words.F1()},
			Figure{Name: "segment/ewt " + part + " sentences F1", Value: sentences.F1()},
		)
	}
	return figures, nil
}

// running is a document of a treebank as it ran before it was cut: sentences
// parted by a blank, paragraphs by an empty line.
type running struct {
	text             strings.Builder
	words, sentences []tocsin.Span
}

// readRunning reads the documents of a CoNLL-U file.
func readRunning(name string) ([]*running, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read running text: %w", err)
	}
	defer file.Close()
	var r runningReader
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		switch line := lines.Text(); {
		case strings.HasPrefix(line, "# newdoc"):
			r = runningReader{documents: append(r.documents, new(running))}
		case strings.HasPrefix(line, "# newpar"):
			r.paragraph = true
		case line == "":
			r.endSentence()
		case line[0] != '#' && len(r.documents) > 0:
			r.word(strings.Split(line, "\t"))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read running text %s: %w", name, err)
	}
	return r.documents, nil
}

// runningReader is the state of one readRunning.
type runningReader struct {
	documents []*running
	gap       string // what stands before the next word
	paragraph bool   // the next word begins a paragraph
	words     int    // words of this sentence
	multi     int    // number of the last word of a multiword token
	multiGap  string // what stands after that token
}

func (r *runningReader) word(fields []string) {
	if _, to, multiword := strings.Cut(fields[0], "-"); multiword {
		r.multi, _ = strconv.Atoi(to)
		r.multiGap = gapAfter(fields)
		return
	}
	number, err := strconv.Atoi(fields[0])
	if err != nil {
		return // an empty node, which has no text
	}
	document := r.documents[len(r.documents)-1]
	if r.paragraph && document.text.Len() > 0 {
		r.gap = "\n\n"
	}
	document.text.WriteString(r.gap)
	start := document.text.Len()
	document.text.WriteString(fields[1])
	document.words = append(document.words, tocsin.Span{Start: start, End: document.text.Len()})
	r.words++
	r.paragraph = false
	switch {
	case number < r.multi:
		r.gap = ""
	case number == r.multi:
		r.gap = r.multiGap
	default:
		r.gap = gapAfter(fields)
	}
}

func (r *runningReader) endSentence() {
	if r.words == 0 {
		return
	}
	document := r.documents[len(r.documents)-1]
	words := document.words[len(document.words)-r.words:]
	document.sentences = append(document.sentences, tocsin.Span{Start: words[0].Start, End: words[r.words-1].End})
	r.words, r.multi = 0, 0
}

func gapAfter(fields []string) string {
	if strings.Contains(fields[len(fields)-1], "SpaceAfter=No") {
		return ""
	}
	return " "
}

func countSpans(gold, found []tocsin.Span) Counts {
	is := make(map[tocsin.Span]bool, len(gold))
	for _, span := range gold {
		is[span] = true
	}
	counts := Counts{Found: float64(len(found)), Gold: float64(len(gold))}
	for _, span := range found {
		if is[span] {
			counts.Right++
		}
	}
	return counts
}

func tokenSpans(doc *text.Doc) []tocsin.Span {
	spans := make([]tocsin.Span, len(doc.Tokens))
	for i := range doc.Tokens {
		spans[i] = doc.Tokens[i].Span
	}
	return spans
}

func sentenceSpans(doc *text.Doc) []tocsin.Span {
	spans := make([]tocsin.Span, len(doc.Sentences))
	for i := range doc.Sentences {
		spans[i] = doc.Sentences[i].Span
	}
	return spans
}
