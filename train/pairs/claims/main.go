// Claims reads articles and prints a line for each claim: its signature, its
// words, and where its states are in the file OUT. What OUT then holds are the
// encoder's states of the claims' words, 384 float32 each, one behind the other.
//
//	go run ./train/pairs/claims -states OUT < ARTICLES.jsonl > CLAIMS.jsonl
//
// An article is an object with id, text, title and published (RFC 3339 or a
// day). One with "content": [start, end] in bytes has that one claim, whoever
// the reader thinks says it; "x" is its name.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"flag"
	"log"
	"os"
	"strings"
	"time"

	"tocsin"
	"tocsin/extract"
	"tocsin/link/statement"
	"tocsin/text"
)

type line struct {
	ID, Text, Title, Published string
	Content                    []int
}

// claim is what is printed.
type claim struct {
	Article   string              `json:"article"`
	Claim     string              `json:"claim"`
	Text      string              `json:"text"`
	Runes     [2]int              `json:"runes"` // from the first to the last word, in code points
	Cue       int                 `json:"cue"`   // where its cue begins, -1 for none
	At        int                 `json:"at"`    // in OUT, in words
	Words     int                 `json:"words"`
	Signature statement.Signature `json:"signature"`
}

func main() {
	path := flag.String("states", "", "file to write the states to; none are written without it")
	flag.Parse()
	w := &writer{out: json.NewEncoder(os.Stdout)}
	if *path != "" {
		file, err := os.Create(*path)
		if err != nil {
			log.Fatal(err)
		}
		w.states = bufio.NewWriterSize(file, 1<<20)
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			log.Fatal(err)
		}
		if err := w.article(l); err != nil {
			log.Fatal(err)
		}
	}
	if w.states != nil {
		if err := w.states.Flush(); err != nil {
			log.Fatal(err)
		}
	}
}

type writer struct {
	out    *json.Encoder
	states *bufio.Writer
	words  int // written so far
}

func (w *writer) article(l line) error {
	article := tocsin.Article{ID: l.ID, Title: l.Title, Text: strings.ToValidUTF8(l.Text, ""), Language: "en"}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, l.Published); err == nil {
			article.Published = at
		}
	}
	findings, doc := extract.Findings(article), text.Read(article)
	if l.Content != nil {
		findings.Claims = []tocsin.Claim{only(findings.Claims, doc, tocsin.Span{Start: l.Content[0], End: l.Content[1]})}
	}
	var states []float32
	width := 0
	if w.states != nil {
		states, width = text.States(doc)
	}
	runes := tocsin.NewRunes(article.Text)
	cues := map[string]int{}
	for _, c := range findings.Claims {
		cues[c.ID] = -1
		if !c.Cue.Span.IsZero() {
			cues[c.ID] = runes.At(c.Cue.Span.Start)
		}
	}
	for _, s := range statement.Sign(findings) {
		c := claim{Article: article.ID, Claim: s.Claim, Cue: cues[s.Claim], At: w.words, Signature: s}
		c.Runes = runes.Range(tocsin.Span{Start: s.Spans[0].Start, End: s.Spans[len(s.Spans)-1].End})
		var parts []string
		for _, span := range s.Spans {
			parts = append(parts, span.Of(article.Text))
			first, last := doc.TokensIn(span)
			c.Words += last - first
			if w.states == nil {
				continue
			}
			if err := binary.Write(w.states, binary.LittleEndian, states[first*width:last*width]); err != nil {
				return err
			}
		}
		c.Text = strings.Join(parts, " ")
		w.words += c.Words
		if err := w.out.Encode(c); err != nil {
			return err
		}
	}
	return nil
}

// only is the claim with the content, by the source of the one that the reader
// finds there, if any.
func only(claims []tocsin.Claim, doc *text.Doc, content tocsin.Span) tocsin.Claim {
	found, most := tocsin.Claim{Act: tocsin.Assert}, 0.5
	for _, c := range claims {
		if len(c.Content) == 0 {
			continue
		}
		hull := tocsin.Span{Start: c.Content[0].Start, End: c.Content[len(c.Content)-1].End}
		common := min(hull.End, content.End) - max(hull.Start, content.Start)
		together := max(hull.End, content.End) - min(hull.Start, content.Start)
		if fit := float64(common) / float64(together); fit > most {
			found, most = c, fit
		}
	}
	found.ID, found.Content = "x", []tocsin.Span{content}
	found.Vector = doc.Meaning(found.Content)
	return found
}
