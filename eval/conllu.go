package eval

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Tree is one sentence of a CoNLL-U file: its words without the ranges of
// multiword tokens and without empty nodes.
type Tree []Node

// Node is a word of a Tree.
type Node struct {
	Form, Lemma, UPOS, XPOS string
	Head                    int // index in the Tree, -1 for the root
	Dep                     string
}

// ReadTrees reads a CoNLL-U file.
func ReadTrees(name string) ([]Tree, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read trees: %w", err)
	}
	defer file.Close()
	var trees []Tree
	var tree Tree
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if line == "" {
			if len(tree) > 0 {
				trees = append(trees, tree)
			}
			tree = nil
			continue
		}
		fields := strings.Split(line, "\t")
		if line[0] == '#' || strings.ContainsAny(fields[0], "-.") {
			continue
		}
		if len(fields) != 10 {
			return nil, fmt.Errorf("read trees %s: a line has %d fields instead of 10: %q", name, len(fields), line)
		}
		head, err := strconv.Atoi(fields[6])
		if err != nil {
			return nil, fmt.Errorf("read trees %s: head of %q: %w", name, line, err)
		}
		tree = append(tree, Node{Form: fields[1], Lemma: fields[2], UPOS: fields[3], XPOS: fields[4], Head: head - 1, Dep: fields[7]})
	}
	if len(tree) > 0 {
		trees = append(trees, tree)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read trees %s: %w", name, err)
	}
	return trees, nil
}
