// Command newswire makes sentences with their trees in the ways in which news
// attributes, which the treebanks lack, and writes them as CoNLL-U:
//
//	go run ./train/newswire -out newswire.conllu
//
// The same seed makes the same sentences.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"strings"

	"tocsin/eval"
)

func main() {
	own := flag.String("own", "train/newswire/own.conllu", "hand-written parts of sentences")
	out := flag.String("out", "newswire.conllu", "file to write")
	count := flag.Int("count", 3000, "sentences to make")
	seed := flag.Uint64("seed", 1, "seed of all random choices")
	flag.Parse()
	all, err := readParts(*own)
	if err != nil {
		log.Fatal(err)
	}
	if err := write(newswire(all, *count, rand.New(rand.NewPCG(*seed, 3))), *out); err != nil {
		log.Fatal(err)
	}
}

// write writes trees as CoNLL-U.
func write(trees []eval.Tree, name string) error {
	var out strings.Builder
	for _, tree := range trees {
		for i, node := range tree {
			fmt.Fprintf(&out, "%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t_\n", i+1, node.Form, node.Lemma, node.UPOS, node.XPOS, node.Head+1, node.Dep)
		}
		out.WriteString("\n")
	}
	if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
		return fmt.Errorf("write newswire: %w", err)
	}
	return nil
}
