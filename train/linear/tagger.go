package main

import (
	"math/rand/v2"
	"slices"

	"tocsin/text/syntax"
)

// plan is how long and how boldly to train.
type plan struct {
	epochs  int
	rows    int
	rate    float32
	dropout float32
	unplug  float32
	forget  float32 // share of singletons that are made unknown
	average int     // epochs at the end that are averaged
}

func trainTagger(w *syntax.Weights, train []sample, p plan, seed uint64, watch func(int, syntax.LayerWeights)) *net {
	model := w.Bare()
	random := rand.New(rand.NewPCG(seed, 1))
	var features []uint32
	for _, s := range train {
		model.Prepare(s.words)
		setTags(s.words, s.tags)
		for i := range s.words {
			if len(model.Candidates(&s.words[i])) > 1 {
				features = syntax.TagFeatures(s.words, i, features)
			}
		}
	}
	n := newNet(newIndex(features, p.rows, 2), len(w.Tags), random)
	n.dropout, n.unplug = p.dropout, p.unplug
	order := random.Perm(len(train))
	for epoch := range p.epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for k, at := range order {
			done := (float32(epoch) + float32(k)/float32(len(order))) / float32(p.epochs)
			tagOnce(n, model, &train[at], epoch > 0, p.rate*(1-.9*done), p.forget)
		}
		if epoch >= p.epochs-p.average {
			n.remember()
		}
		if watch != nil {
			watch(epoch, n.weights())
		}
	}
	return n
}

func setTags(words []syntax.Word, tags []uint8) {
	for i := range words {
		words[i].Tag = tags[i]
	}
}

func tagOnce(n *net, model *syntax.Model, s *sample, own bool, rate, forget float32) {
	model.Prepare(s.words)
	for i := range s.words {
		if s.words[i].Rare() && n.random.Float32() < forget {
			s.words[i].Forget()
		}
	}
	setTags(s.words, s.tags)
	var features []uint32
	var scores []float32
	var classes []int
	var slopes []slope
	for i := range s.words {
		tags := model.Candidates(&s.words[i])
		if len(tags) == 1 {
			if own {
				s.words[i].Tag = tags[0]
			}
			continue
		}
		features = syntax.TagFeatures(s.words, i, features[:0])
		n.see(features, true)
		scores, classes = scores[:0], classes[:0]
		for _, tag := range tags {
			classes = append(classes, int(tag))
			scores = append(scores, n.score(int(tag)))
		}
		gold := int(s.tags[i])
		if slices.Contains(classes, gold) {
			slopes = softmax(classes, scores, func(c int) bool { return c == gold }, slopes[:0])
			n.learn(slopes, rate)
		}
		if own {
			best := 0
			for k := range scores {
				if scores[k] > scores[best] {
					best = k
				}
			}
			s.words[i].Tag = uint8(classes[best])
		}
	}
}

// tagWith sets the tags of prepared words by a net in training.
func tagWith(n *net, model *syntax.Model, words []syntax.Word) {
	var features []uint32
	for i := range words {
		features = syntax.TagFeatures(words, i, features[:0])
		n.see(features, false)
		tags := model.Candidates(&words[i])
		words[i].Tag = tags[0]
		top := n.score(int(tags[0]))
		for _, tag := range tags[1:] {
			if score := n.score(int(tag)); score > top {
				top, words[i].Tag = score, tag
			}
		}
	}
}
