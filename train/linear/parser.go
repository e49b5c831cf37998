package main

import (
	"math/rand/v2"

	"tocsin/text/syntax"
)

func trainParser(w *syntax.Weights, train []sample, p plan, seed uint64, watch func(int, syntax.LayerWeights)) *net {
	model := w.Bare()
	random := rand.New(rand.NewPCG(seed, 2))
	var state syntax.State
	var features []uint32
	for i := range train {
		s := &train[i]
		model.Prepare(s.words)
		setTags(s.words, s.guess)
		o := newOracle(s)
		for state.Start(s.words); !state.Done(); {
			features = state.Features(features)
			action := o.best(&state)
			o.do(&state, action)
		}
	}
	n := newNet(newIndex(features, p.rows, 2), syntax.LabelClass(syntax.Right, len(w.Labels), len(w.Labels)), random)
	features = nil
	n.dropout, n.unplug = p.dropout, p.unplug
	order := random.Perm(len(train))
	for epoch := range p.epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		explore := float32(0)
		if epoch >= 1 {
			explore = .9
		}
		for k, at := range order {
			done := (float32(epoch) + float32(k)/float32(len(order))) / float32(p.epochs)
			parseOnce(n, model, &state, &train[at], explore, p.rate*(1-.9*done), len(w.Labels))
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

func parseOnce(n *net, model *syntax.Model, state *syntax.State, s *sample, explore, rate float32, labels int) {
	model.Prepare(s.words)
	setTags(s.words, s.guess)
	o := newOracle(s)
	var features []uint32
	var classes []int
	var scores []float32
	var slopes []slope
	for state.Start(s.words); !state.Done(); {
		features = state.Features(features[:0])
		n.see(features, true)
		classes, scores = classes[:0], scores[:0]
		least := o.least(state)
		follow, top := syntax.Shift, float32(0)
		found := false
		explored := n.random.Float32() < explore
		for action := range syntax.Actions {
			if !state.Legal(action) {
				continue
			}
			score := n.score(int(action))
			classes, scores = append(classes, int(action)), append(scores, score)
			right := o.cost(state, action) == least
			if (explored || right) && (!found || score > top) {
				follow, top, found = action, score, true
			}
		}
		slopes = slopes[:0]
		if len(classes) > 1 {
			slopes = softmax(classes, scores, func(c int) bool { return o.cost(state, syntax.Action(c)) == least }, slopes)
		}
		label := uint8(0)
		if follow != syntax.Shift {
			label, slopes = labelOnce(n, o, state, follow, labels, slopes)
		}
		if len(slopes) > 0 {
			n.learn(slopes, rate)
		}
		o.apply(state, follow, label)
	}
}

func labelOnce(n *net, o *oracle, state *syntax.State, action syntax.Action, labels int, slopes []slope) (uint8, []slope) {
	head, dependent := state.Arc(action)
	if int(head) == len(state.Words) {
		return 0, slopes
	}
	var classes []int
	var scores []float32
	best := 0
	for label := 1; label < labels; label++ {
		class := syntax.LabelClass(action, label, labels)
		classes, scores = append(classes, class), append(scores, n.score(class))
		if scores[label-1] > scores[best] {
			best = label - 1
		}
	}
	if o.s.heads[dependent] == head && o.s.marks[dependent] != 0 {
		gold := syntax.LabelClass(action, int(o.s.marks[dependent]), labels)
		slopes = softmax(classes, scores, func(c int) bool { return c == gold }, slopes)
	}
	return uint8(best + 1), slopes
}

// oracle knows how many gold arcs an action puts out of reach (Goldberg and
// Nivre 2013, arc-hybrid).
type oracle struct {
	s       *sample
	stacked []bool
}

func newOracle(s *sample) *oracle { return &oracle{s, make([]bool, len(s.words)+1)} }

func (o *oracle) cost(state *syntax.State, action syntax.Action) int {
	cost := 0
	if action == syntax.Shift {
		top := int32(-1)
		if len(state.Stack) > 0 {
			top = state.Stack[len(state.Stack)-1]
		}
		if head := o.s.heads[state.Next]; o.stacked[head] && head != top {
			cost++
		}
		for _, d := range o.s.below[state.Next] {
			cost += flagOf(o.stacked[d])
		}
		return cost
	}
	arc, dependent := state.Arc(action)
	gold := o.s.heads[dependent]
	switch {
	case gold == arc:
	case gold >= state.Next:
		cost++
	case action == syntax.Left && len(state.Stack) > 1 && gold == state.Stack[len(state.Stack)-2]:
		cost++
	}
	for _, d := range o.s.below[dependent] {
		cost += flagOf(d >= state.Next)
	}
	return cost
}

func (o *oracle) least(state *syntax.State) int {
	least := math32
	for action := range syntax.Actions {
		if state.Legal(action) {
			least = min(least, o.cost(state, action))
		}
	}
	return least
}

// best returns the cheapest action, attaching rather than shifting.
func (o *oracle) best(state *syntax.State) syntax.Action {
	least := o.least(state)
	for _, action := range []syntax.Action{syntax.Left, syntax.Right} {
		if state.Legal(action) && o.cost(state, action) == least {
			return action
		}
	}
	return syntax.Shift
}

// do applies the action with the gold label.
func (o *oracle) do(state *syntax.State, action syntax.Action) {
	label := uint8(0)
	if action != syntax.Shift {
		_, dependent := state.Arc(action)
		label = o.s.marks[dependent]
	}
	o.apply(state, action, label)
}

func (o *oracle) apply(state *syntax.State, action syntax.Action, label uint8) {
	if action == syntax.Shift {
		o.stacked[state.Next] = true
	} else {
		_, dependent := state.Arc(action)
		o.stacked[dependent] = false
	}
	state.Do(action, label)
}
