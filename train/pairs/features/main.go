// Features prints for each pair of claims what the program compares them by.
//
//	go run ./train/pairs/features CLAIMS.jsonl < PAIRS.jsonl
//
// CLAIMS.jsonl is what train/pairs/claims prints. A pair is an object with a
// and b, each [article, claim], and a label; it is printed again with its
// features and how the program answers it.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	"tocsin/link/statement"
)

type pair struct {
	A        [2]string      `json:"a"`
	B        [2]string      `json:"b"`
	Label    string         `json:"label"`
	Part     string         `json:"part,omitempty"`
	Kind     statement.Kind `json:"kind"`
	Score    float64        `json:"score"`
	Features []float64      `json:"features"`
	Reasons  []string       `json:"reasons"`
	Names    []string       `json:"names,omitempty"`
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	signatures := map[[2]string]statement.Signature{}
	each(file, func(line []byte) error {
		var claim struct {
			Article, Claim string
			Signature      statement.Signature
		}
		err := json.Unmarshal(line, &claim)
		signatures[[2]string{claim.Article, claim.Claim}] = claim.Signature
		return err
	})
	out := bufio.NewWriter(os.Stdout)
	encoder, first := json.NewEncoder(out), true
	each(os.Stdin, func(line []byte) error {
		var p pair
		if err := json.Unmarshal(line, &p); err != nil {
			return err
		}
		a, knownA := signatures[p.A]
		b, knownB := signatures[p.B]
		if !knownA || !knownB {
			return nil
		}
		answer := statement.Compare(a, b)
		p.Kind, p.Score, p.Reasons, p.Features = answer.Kind, answer.Score, answer.Reasons, statement.Features(a, b)
		if first {
			p.Names, first = statement.FeatureNames(), false
		}
		return encoder.Encode(p)
	})
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

func each(file *os.File, do func([]byte) error) {
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			log.Fatal(err)
		}
	}
}
