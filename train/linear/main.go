// Command linear trains the tagger, the lemmatizer and the parser of package
// text/syntax on Universal Dependencies treebanks and writes their weights.
//
//	go run ./train/linear -data DIR -out text/model/syntax.bin
//
// The same seed makes the same weights.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tocsin/eval"
	"tocsin/text/syntax"
)

var started = time.Now()

func logf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%6.1fs %s\n", time.Since(started).Seconds(), fmt.Sprintf(format, args...))
}

// settings are what a training depends on, besides its data.
type settings struct {
	data, out      string
	list           string
	own, lemmas    string
	seed           uint64
	folds          int
	made           int // newswire sentences
	tagger, parser plan
}

func main() {
	var s settings
	flag.StringVar(&s.data, "data", os.Getenv("TOCSIN_DATA"), "folder with syntax/ewt and syntax/gum-open")
	flag.StringVar(&s.own, "own", "train/linear/own.conllu", "hand-written parts of sentences")
	flag.StringVar(&s.lemmas, "lemmas", "train/linear/lemmas.txt", "list of irregular verbs")
	flag.StringVar(&s.out, "out", "text/model/syntax.bin", "file to write")
	flag.StringVar(&s.list, "list", "", "write the made newswire to this file, in CoNLL-U, and learn nothing")
	flag.Uint64Var(&s.seed, "seed", 1, "seed of all random choices")
	flag.IntVar(&s.folds, "folds", 5, "parts of the training data that are tagged by taggers that did not see them")
	flag.IntVar(&s.made, "made", 1600, "sentences made of the hand-written parts")
	s.tagger, s.parser = plan{forget: .5}, plan{}
	flags("tag", &s.tagger, plan{epochs: 8, rows: 1 << 15, rate: .05, dropout: .3, unplug: .2, average: 4})
	flags("parse", &s.parser, plan{epochs: 8, rows: 1 << 16, rate: .03, dropout: .3, unplug: .2, average: 4})
	flag.Parse()
	if err := run(s); err != nil {
		log.Fatal(err)
	}
}

func flags(name string, p *plan, standard plan) {
	flag.IntVar(&p.epochs, name+"-epochs", standard.epochs, "epochs")
	flag.IntVar(&p.rows, name+"-rows", standard.rows, "rows of the feature table, a power of two")
	flag.IntVar(&p.average, name+"-average", standard.average, "epochs at the end that are averaged")
	float(&p.rate, name+"-rate", standard.rate, "learning rate")
	float(&p.dropout, name+"-dropout", standard.dropout, "share of features left out")
	float(&p.unplug, name+"-unplug", standard.unplug, "share of hidden units left out")
}

func float(to *float32, name string, standard float32, usage string) {
	*to = standard
	flag.Func(name, fmt.Sprintf("%s (default %g)", usage, standard), func(value string) error {
		_, err := fmt.Sscan(value, to)
		return err
	})
}

func run(s settings) error {
	if s.list != "" {
		all, err := readParts(s.own)
		if err != nil {
			return err
		}
		return write(newswire(all, s.made, rand.New(rand.NewPCG(s.seed, 3))), s.list)
	}
	gold, err := goldTrees(s)
	if err != nil {
		return err
	}
	dev, err := eval.ReadTrees(filepath.Join(s.data, "syntax/ewt/en_ewt-ud-dev.conllu"))
	if err != nil {
		return err
	}
	weights, err := train(s, gold, dev)
	if err != nil {
		return err
	}
	data, err := weights.Bytes()
	if err != nil {
		return err
	}
	logf("%d bytes", len(data))
	return os.WriteFile(s.out, data, 0o644)
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
	return os.WriteFile(name, []byte(out.String()), 0o644)
}

// goldTrees are the treebanks and the sentences made for news.
func goldTrees(s settings) ([]eval.Tree, error) {
	var trees []eval.Tree
	for _, name := range []string{"syntax/ewt/train.conllu", "syntax/gum-open/train.conllu"} {
		some, err := eval.ReadTrees(filepath.Join(s.data, name))
		if err != nil {
			return nil, err
		}
		trees = append(trees, some...)
	}
	all, err := readParts(s.own)
	if err != nil {
		return nil, err
	}
	return append(trees, newswire(all, s.made, rand.New(rand.NewPCG(s.seed, 3)))...), nil
}

// train makes the nets that ship.
func train(s settings, gold, dev []eval.Tree) (*syntax.Weights, error) {
	w := outline(gold)
	if err := learnLemmas(w, gold, s.lemmas); err != nil {
		return nil, err
	}
	all := samples(w, gold)
	guessTags(s, w, gold, all)
	logf("tagger")
	w.Tagger = trainTagger(w, all, s.tagger, s.seed, func(epoch int, layer syntax.LayerWeights) {
		trial := *w
		trial.Tagger = layer
		report(&trial, dev, epoch)
	}).weights()
	logf("parser")
	w.Parser = trainParser(w, all, s.parser, s.seed, func(epoch int, layer syntax.LayerWeights) {
		trial := *w
		trial.Parser = layer
		report(&trial, dev, epoch)
	}).weights()
	return w, nil
}

// guessTags tags the trees with taggers that did not see them, so that the
// parser learns from tags as bad as it will meet.
func guessTags(s settings, whole *syntax.Weights, gold []eval.Tree, all []sample) {
	numbers := tagNumbers(whole)
	for fold := range s.folds {
		var rest []eval.Tree
		for i, tree := range gold {
			if i/50%s.folds != fold {
				rest = append(rest, tree)
			}
		}
		w := outline(rest)
		model, tagger := w.Bare(), trainTagger(w, samples(w, rest), s.tagger, s.seed, nil).mean
		for i, tree := range gold {
			if i/50%s.folds != fold {
				continue
			}
			words := wordsOf(tree)
			model.Prepare(words)
			tagWith(tagger, model, words)
			for k := range words {
				all[i].guess[k] = numbers[w.Tags[words[k].Tag]]
			}
		}
		logf("tags of part %d guessed", fold)
	}
}

func wordsOf(tree eval.Tree) []syntax.Word {
	words := make([]syntax.Word, len(tree))
	for i := range tree {
		words[i].Form = tree[i].Form
	}
	return words
}

// report scores the model as it would run, bytes and all.
func report(w *syntax.Weights, dev []eval.Tree, epoch int) {
	if w.Parser.Index == nil { // the parser is not there yet
		w.Parser = w.Tagger
		w.Parser.Out, w.Parser.Base = make([]float32, width*1000), make([]float32, 1000)
	}
	data, err := w.Bytes()
	if err != nil {
		log.Fatal(err)
	}
	model, err := syntax.Load(data)
	if err != nil {
		log.Fatal(err)
	}
	var state syntax.State
	var all, upos, xpos, uas, las, lemma float64
	for _, tree := range dev {
		words := wordsOf(tree)
		model.Prepare(words)
		model.Tag(words)
		model.Parse(&state, words)
		for i, node := range tree {
			all++
			tag := model.Tags[words[i].Tag]
			upos += float64(flagOf(tag.UPOS == node.UPOS))
			xpos += float64(flagOf(tag.XPOS == node.XPOS))
			gold, _ := editOf(node.Form, node.Lemma)
			lemma += float64(flagOf(model.Edit(node.Form, words[i].Tag) == gold))
			if int(words[i].Head) == node.Head {
				uas++
				las += float64(flagOf(universal(model.Labels[words[i].Label]) == universal(node.Dep)))
			}
		}
	}
	logf("  epoch %d: upos %.4f xpos %.4f lemma %.4f uas %.4f las %.4f", epoch, upos/all, xpos/all, lemma/all, uas/all, las/all)
}

// universal cuts the subtype off, as the CoNLL 2018 scorer does.
func universal(dep string) string {
	dep, _, _ = strings.Cut(dep, ":")
	return dep
}
