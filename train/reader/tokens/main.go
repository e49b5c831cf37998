// Command tokens cuts texts into sentences and words as the reader does, so
// that it is trained on what it will see.
//
//	go run ./train/reader/tokens < texts.jsonl > tokens.jsonl
//
// In go objects {"id", "text"}, one a line; out come objects {"id", "words":
// [[start, end], …], "sentences": [[first, last], …], "quoted": [0, 1, …]}:
// words as [start, end) in Unicode code points of the text, sentences as [first,
// last) of the words, and for each word whether it stands within quotation marks.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"tocsin"
	"tocsin/text"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tokens:", err)
		os.Exit(1)
	}
}

type cut struct {
	ID        string   `json:"id"`
	Words     [][2]int `json:"words"`
	Sentences [][2]int `json:"sentences"`
	Quoted    []int    `json:"quoted"`
}

func run(in io.Reader, out io.Writer) error {
	texts := json.NewDecoder(bufio.NewReader(in))
	buffer := bufio.NewWriter(out)
	cuts := json.NewEncoder(buffer)
	for {
		var item struct{ ID, Text string }
		if err := texts.Decode(&item); errors.Is(err, io.EOF) {
			return buffer.Flush()
		} else if err != nil {
			return fmt.Errorf("read texts: %w", err)
		}
		if err := cuts.Encode(words(item.ID, item.Text)); err != nil {
			return fmt.Errorf("write tokens: %w", err)
		}
	}
}

func words(id, body string) cut {
	doc := text.Read(tocsin.Article{ID: id, Text: body, Language: "en"})
	runes := tocsin.NewRunes(body)
	c := cut{ID: id, Words: make([][2]int, 0, len(doc.Tokens)), Sentences: make([][2]int, 0, len(doc.Sentences))}
	for i := range doc.Tokens {
		c.Words = append(c.Words, runes.Range(doc.Tokens[i].Span))
		quoted := 0
		if doc.Tokens[i].Quote >= 0 {
			quoted = 1
		}
		c.Quoted = append(c.Quoted, quoted)
	}
	for _, sentence := range doc.Sentences {
		c.Sentences = append(c.Sentences, [2]int{sentence.First, sentence.Last})
	}
	return c
}
