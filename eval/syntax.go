package eval

import (
	"path/filepath"
	"strings"

	"tocsin/text"
)

// Syntax scores tags, lemmas and trees.
var Syntax = Test{
	Name:  "syntax/ewt",
	Data:  []string{"syntax/ewt/en_ewt-ud-test.conllu"},
	Shows: "Tags, lemmas and trees on web text (UD English EWT test) with gold words and sentences, counted as in the CoNLL 2018 shared task; news is easier, running text with its own segmentation harder.",
	Run:   runSyntax,
}

func runSyntax(dir string) ([]Figure, error) {
	trees, err := ReadTrees(filepath.Join(dir, "syntax/ewt/en_ewt-ud-test.conllu"))
	if err != nil {
		return nil, err
	}
	scores := scoreTrees(text.ReadWords(forms(trees)), trees)
	return []Figure{
		{Name: "syntax/ewt UPOS", Value: scores.upos},
		{Name: "syntax/ewt XPOS", Value: scores.xpos},
		{Name: "syntax/ewt lemma", Value: scores.lemma},
		{Name: "syntax/ewt UAS", Value: scores.uas},
		{Name: "syntax/ewt LAS", Value: scores.las},
	}, nil
}

func forms(trees []Tree) [][]string {
	sentences := make([][]string, len(trees))
	for i, tree := range trees {
		for _, node := range tree {
			sentences[i] = append(sentences[i], node.Form)
		}
	}
	return sentences
}

type syntaxScores struct{ upos, xpos, lemma, uas, las float64 }

// scoreTrees counts as the CoNLL 2018 scorer: every word, marks too;
// relations without their subtypes; a lemma that the gold leaves open counts
// as right.
func scoreTrees(doc *text.Doc, trees []Tree) syntaxScores {
	var right syntaxScores
	words := 0.
	for number, tree := range trees {
		first := doc.Sentences[number].First
		for i, node := range tree {
			token := &doc.Tokens[first+i]
			head := token.Head
			if head >= 0 {
				head -= first
			}
			words++
			right.upos += one(token.POS == node.UPOS)
			right.xpos += one(token.Tag == node.XPOS)
			right.lemma += one(node.Lemma == "_" || token.Lemma == node.Lemma)
			right.uas += one(head == node.Head)
			right.las += one(head == node.Head && universal(token.Dep) == universal(node.Dep))
		}
	}
	return syntaxScores{right.upos / words, right.xpos / words, right.lemma / words, right.uas / words, right.las / words}
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func universal(dep string) string {
	dep, _, _ = strings.Cut(dep, ":")
	return dep
}
