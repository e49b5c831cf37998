// Command linear trains the tagger, the lemmatizer and the parser of package
// text/syntax on Universal Dependencies treebanks and writes their weights.
//
//	go run ./train/linear -data ../shared/data -out text/model/syntax.bin
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"tocsin/eval"
	"tocsin/text/syntax"
)

var started = time.Now()

func logf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%6.1fs %s\n", time.Since(started).Seconds(), fmt.Sprintf(format, args...))
}

func main() {
	data := flag.String("data", "../shared/data", "folder with syntax/ewt and syntax/gum-open")
	out := flag.String("out", "text/model/syntax.bin", "file to write")
	own := flag.String("own", "train/linear/own.conllu", "hand-written sentences to train on as well")
	seed := flag.Uint64("seed", 1, "seed of all random choices")
	folds := flag.Int("folds", 5, "parts of the training data that are tagged by taggers that did not see them")
	taggerPlan, parserPlan := plan{forget: .5}, plan{}
	flags("tag", &taggerPlan, plan{epochs: 8, rows: 1 << 15, rate: .05, dropout: .1, unplug: .1, average: 3})
	flags("parse", &parserPlan, plan{epochs: 8, rows: 1 << 16, rate: .05, dropout: .1, unplug: .1, average: 3})
	flag.Parse()
	if err := run(*data, *own, *out, *seed, *folds, taggerPlan, parserPlan); err != nil {
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

func run(data, own, out string, seed uint64, folds int, taggerPlan, parserPlan plan) error {
	var trees []eval.Tree
	for _, name := range []string{filepath.Join(data, "syntax/ewt/train.conllu"), filepath.Join(data, "syntax/gum-open/train.conllu"), own} {
		some, err := eval.ReadTrees(name)
		if err != nil {
			return err
		}
		trees = append(trees, some...)
	}
	dev, err := eval.ReadTrees(filepath.Join(data, "syntax/ewt/en_ewt-ud-dev.conllu"))
	if err != nil {
		return err
	}
	w := outline(trees)
	learnLemmas(w, trees)
	train := samples(w, trees)

	logf("tagger")
	w.Tagger = trainTagger(w, train, taggerPlan, seed, func(epoch int, layer syntax.LayerWeights) {
		trial := *w
		trial.Tagger = layer
		report(&trial, dev, epoch)
	}).weights()
	logf("jack-knife")
	if err := jackknife(trees, train, folds, taggerPlan, seed); err != nil {
		return err
	}
	logf("parser")
	w.Parser = trainParser(w, train, parserPlan, seed, func(epoch int, layer syntax.LayerWeights) {
		trial := *w
		trial.Parser = layer
		report(&trial, dev, epoch)
	}).weights()
	weights, err := w.Bytes()
	if err != nil {
		return err
	}
	logf("%d bytes", len(weights))
	return os.WriteFile(out, weights, 0o644)
}

// jackknife tags every part of the training data with a tagger trained on the
// other parts, so that the parser learns from tags as bad as it will meet.
func jackknife(trees []eval.Tree, train []sample, folds int, p plan, seed uint64) error {
	if folds < 2 {
		return nil
	}
	numbers := map[syntax.Tag]uint8{}
	for _, s := range train {
		copy(s.guess, s.tags)
	}
	whole := outline(trees)
	for i, tag := range whole.Tags {
		numbers[tag] = uint8(i)
	}
	right, all := 0, 0
	for fold := range folds {
		var rest []eval.Tree
		for i, tree := range trees {
			if i/50%folds != fold {
				rest = append(rest, tree)
			}
		}
		w := outline(rest)
		w.Tagger = trainTagger(w, samples(w, rest), p, seed, nil).weights()
		w.Parser = w.Tagger
		model, err := load(w)
		if err != nil {
			return err
		}
		for i := range trees {
			if i/50%folds != fold {
				continue
			}
			words := train[i].words
			model.Prepare(words)
			model.Tag(words)
			for k := range words {
				train[i].guess[k] = numbers[model.Tags[words[k].Tag]]
				all++
				right += flagOf(train[i].guess[k] == train[i].tags[k])
			}
		}
		logf("  fold %d: %.4f of tags right so far", fold, float64(right)/float64(all))
	}
	return nil
}

func load(w *syntax.Weights) (*syntax.Model, error) {
	data, err := w.Bytes()
	if err != nil {
		return nil, err
	}
	return syntax.Load(data)
}

// report scores the model as it would run, bytes and all.
func report(w *syntax.Weights, dev []eval.Tree, epoch int) {
	if w.Parser.Index == nil {
		w.Parser = w.Tagger
		w.Parser.Out = make([]float32, width*1000)
		w.Parser.Base = make([]float32, 1000)
	}
	model, err := load(w)
	if err != nil {
		log.Fatal(err)
	}
	var state syntax.State
	var all, upos, xpos, uas, las, lemma float64
	for _, tree := range dev {
		words := make([]syntax.Word, len(tree))
		for i := range tree {
			words[i].Form = tree[i].Form
		}
		model.Prepare(words)
		model.Tag(words)
		model.Parse(&state, words)
		for i, node := range tree {
			all++
			tag := model.Tags[words[i].Tag]
			upos += float64(flagOf(tag.UPOS == node.UPOS))
			xpos += float64(flagOf(tag.XPOS == node.XPOS))
			edit := model.Edit(node.Form, words[i].Tag)
			gold, _ := editOf(node.Form, node.Lemma)
			lemma += float64(flagOf(edit == gold))
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
	for i := range len(dep) {
		if dep[i] == ':' {
			return dep[:i]
		}
	}
	return dep
}
