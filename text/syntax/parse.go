package syntax

// State is a parse on its way: a stack of words that may still take or be
// dependents, and the words that are still to come. The root stands behind the
// last word, so the words are 0…n-1, the root n, and n+1 is nobody.
type State struct {
	Words []Word
	Stack []int32
	Next  int32 // first word not yet on the stack; n once all are

	nodes []node
}

type node struct {
	near, far      uint32
	tag            uint32
	head           int32
	left, left2    int32 // outermost and second outermost dependent on each side
	right, right2  int32
	lefts, rights  uint8
	label          uint8
	group          uint8
	quoted, isWord bool
}

// Action is a move of the parser.
type Action uint8

// The moves of an arc-hybrid parser.
const (
	Shift Action = iota // the next word goes onto the stack
	Left                // the top of the stack becomes a dependent of the next word
	Right               // the top of the stack becomes a dependent of the one below it
	Actions
)

const noLabel = 255

// Start begins a sentence whose words are tagged. It keeps the memory of the
// sentence before.
func (s *State) Start(words []Word) {
	n := len(words)
	s.Words, s.Stack, s.Next = words, s.Stack[:0], 0
	if cap(s.nodes) < n+2 {
		s.nodes = make([]node, n+2, 2*n+64)
	}
	s.nodes = s.nodes[:n+2]
	none := int32(n + 1)
	for i := range words {
		w := &words[i]
		s.nodes[i] = node{near: w.near, far: w.far, tag: uint32(w.Tag), group: w.group, quoted: w.quoted, isWord: true}
	}
	s.nodes[n] = node{near: 1, far: 1, tag: noTag - 1}
	s.nodes[n+1] = node{tag: noTag}
	for i := range s.nodes {
		s.nodes[i].head, s.nodes[i].label = none, noLabel
		s.nodes[i].left, s.nodes[i].left2, s.nodes[i].right, s.nodes[i].right2 = none, none, none, none
	}
}

// Done reports whether the tree is complete.
func (s *State) Done() bool { return len(s.Stack) == 0 && int(s.Next) == len(s.Words) }

// Legal reports whether the action can be done. Only the last word on the
// stack may hang from the root, so there is exactly one.
func (s *State) Legal(action Action) bool {
	switch action {
	case Shift:
		return int(s.Next) < len(s.Words)
	case Left:
		return len(s.Stack) > 1 && int(s.Next) < len(s.Words) || len(s.Stack) == 1
	}
	return len(s.Stack) > 1
}

// Arc returns the head and the dependent that the action would join.
func (s *State) Arc(action Action) (head, dependent int32) {
	top := len(s.Stack) - 1
	if action == Left {
		return s.Next, s.Stack[top]
	}
	return s.Stack[top-1], s.Stack[top]
}

// Do does a legal action. The label is that of the new arc.
func (s *State) Do(action Action, label uint8) {
	if action == Shift {
		s.Stack = append(s.Stack, s.Next)
		s.Next++
		return
	}
	head, dependent := s.Arc(action)
	s.Stack = s.Stack[:len(s.Stack)-1]
	s.nodes[dependent].head, s.nodes[dependent].label = head, label
	h := &s.nodes[head]
	if action == Left {
		h.left2, h.left = h.left, dependent
		h.lefts++
	} else {
		h.right2, h.right = h.right, dependent
		h.rights++
	}
}

// Head returns the head of word i: len(Words) for the root, more for none yet.
func (s *State) Head(i int32) int32 { return s.nodes[i].head }

// Finish writes the tree into the words.
func (s *State) Finish() {
	for i := range s.Words {
		s.Words[i].Head, s.Words[i].Label = s.nodes[i].head, s.nodes[i].label
		if int(s.nodes[i].head) >= len(s.Words) {
			s.Words[i].Head = -1
		}
	}
}

func (s *State) onStack(depth int) int32 {
	if depth < len(s.Stack) {
		return s.Stack[len(s.Stack)-1-depth]
	}
	return int32(len(s.Words) + 1)
}

func (s *State) ahead(by int32) int32 {
	return min(s.Next+by, int32(len(s.Words)+1))
}

func distance(a, b int32) uint32 {
	d := b - a
	switch {
	case d <= 5:
		return uint32(d)
	case d <= 10:
		return 6
	}
	return 7
}

// Features appends the features of the state: words, tags and labels around
// the top of the stack and the next word, after Zhang and Nivre 2011.
func (s *State) Features(f []uint32) []uint32 {
	nodes := s.nodes
	is0, is1, is2, ib0, ib1, ib2 := s.onStack(0), s.onStack(1), s.onStack(2), s.ahead(0), s.ahead(1), s.ahead(2)
	s0, s1, s2, s3 := &nodes[is0], &nodes[is1], &nodes[is2], &nodes[s.onStack(3)]
	b0, b1, b2, b3 := &nodes[ib0], &nodes[ib1], &nodes[ib2], &nodes[s.ahead(3)]
	s0l, s0l2, s0r, s0r2 := &nodes[s0.left], &nodes[s0.left2], &nodes[s0.right], &nodes[s0.right2]
	s1l, s1l2, s1r, s1r2 := &nodes[s1.left], &nodes[s1.left2], &nodes[s1.right], &nodes[s1.right2]
	b0l, b0l2 := &nodes[b0.left], &nodes[b0.left2]
	s0ll, s0rr, s1rr := &nodes[s0l.left], &nodes[s0r.right], &nodes[s1r.right]
	s0rl, s1rl := &nodes[s0r.left], &nodes[s1r.left]
	f = append(f,
		feature(1, s0.near), feature(2, s1.near), feature(3, b0.near),
		feature(4, b1.near), feature(5, s2.far), feature(6, b2.far),
		feature(7, s0l.far), feature(8, s0r.far), feature(9, s1l.far),
		feature(10, s1r.far), feature(11, b0l.far), feature(12, s0l2.far),
		feature(13, s0r2.far), feature(14, s1r2.far), feature(15, b0l2.far),
		feature(16, s0rr.far), feature(17, s1rr.far), feature(18, s0ll.far),
		feature(19, s1l2.far), feature(20, s0rl.far), feature(21, s1rl.far),

		feature(31, s0.tag), feature(32, s1.tag), feature(33, s2.tag), feature(34, s3.tag),
		feature(35, b0.tag), feature(36, b1.tag), feature(37, b2.tag), feature(38, b3.tag),
		feature(39, s0l.tag), feature(40, s0r.tag), feature(41, s1l.tag), feature(42, s1r.tag),
		feature(43, b0l.tag), feature(44, s0l2.tag), feature(45, s0r2.tag), feature(46, s1r2.tag),
		feature(47, b0l2.tag), feature(48, s0rr.tag), feature(49, s1rr.tag), feature(50, s0ll.tag),

		feature(61, uint32(s0l.label)), feature(62, uint32(s0r.label)), feature(63, uint32(s1l.label)),
		feature(64, uint32(s1r.label)), feature(65, uint32(b0l.label)), feature(66, uint32(s0l2.label)),
		feature(67, uint32(s0r2.label)), feature(68, uint32(s1r2.label)), feature(69, uint32(b0l2.label)),
		feature(70, uint32(s1l2.label)),
	)
	d0, d1 := distance(is0, ib0), distance(is1, is0)
	quotes := flag(s0.quoted, 1) | flag(s1.quoted, 2) | flag(b0.quoted, 4) | flag(b1.quoted, 8)
	f = append(f,
		feature(80, blend(s0.near, s0.tag)), feature(81, blend(b0.near, b0.tag)), feature(82, blend(s1.near, s1.tag)),
		feature(83, blend(s0.near, b0.near)), feature(84, blend(s0.near, b0.tag)), feature(85, blend(s0.tag, b0.near)),
		feature(86, blend(s0.tag, b0.tag)), feature(87, blend(s1.near, s0.near)), feature(88, blend(s1.near, s0.tag)),
		feature(89, blend(s1.tag, s0.near)), feature(90, blend(s1.tag, s0.tag)), feature(91, blend(s1.tag, b0.near)),
		feature(92, blend(blend(s0.tag, b0.tag), b1.tag)),
		feature(93, blend(blend(s1.tag, s0.tag), b0.tag)),
		feature(94, blend(blend(s2.tag, s1.tag), s0.tag)),
		feature(95, blend(blend(s0.tag, s0l.tag), b0.tag)),
		feature(96, blend(blend(s0.tag, s0r.tag), b0.tag)),
		feature(97, blend(blend(s0.tag, b0l.tag), b0.tag)),
		feature(98, blend(blend(s1.tag, s1r.tag), s0.tag)),
		feature(99, blend(blend(s1.tag, s1l.tag), s0.tag)),
		feature(100, blend(blend(s1.tag, s0l.tag), s0.tag)),
		feature(101, blend(blend(s1.near, s0l.far), s0.tag)),
		feature(102, blend(s1.tag, blend(s0l.far, s0.near))),
		feature(103, blend(s0.tag, d0)), feature(104, blend(b0.tag, d0)), feature(105, blend(blend(s0.tag, b0.tag), d0)),
		feature(106, blend(s1.tag, d1)), feature(107, blend(s0.tag, d1)), feature(108, blend(blend(s1.tag, s0.tag), d1)),
		feature(109, blend(s0.tag, uint32(s0.lefts))), feature(110, blend(s0.tag, uint32(s0.rights))),
		feature(111, blend(s1.tag, uint32(s1.lefts))), feature(112, blend(s1.tag, uint32(s1.rights))),
		feature(113, blend(b0.tag, uint32(b0.lefts))),
		feature(114, blend(s0.near, blend(uint32(s0l.label), uint32(s0r.label)))),
		feature(115, blend(s1.near, blend(uint32(s1l.label), uint32(s1r.label)))),
		feature(116, blend(s0.tag, blend(uint32(s0.lefts), uint32(s0.rights)))),
		feature(117, blend(s1.tag, blend(uint32(s1.lefts), uint32(s1.rights)))),
		feature(118, blend(blend(b0.tag, b1.tag), b2.tag)),
		feature(119, blend(b0.near, b1.tag)), feature(120, blend(b0.tag, b1.near)),
		feature(121, quotes), feature(122, blend(quotes, blend(s0.tag, b0.tag))),
		feature(123, blend(s0.tag, blend(s0l.tag, s0l2.tag))), feature(124, blend(s0.tag, blend(s0r.tag, s0r2.tag))),
		feature(125, blend(s1.tag, blend(s1r.tag, s1r2.tag))),
		feature(126, blend(blend(s1.tag, s0.tag), uint32(s1r.label))),
		feature(127, blend(blend(s0.tag, b0.tag), uint32(s0r.label))),
		feature(128, blend(blend(s1.tag, s0.tag), b0.near)),
		feature(129, blend(blend(s2.tag, s0.tag), b0.tag)),
		feature(130, uint32(s0.group)), feature(131, uint32(s1.group)), feature(132, uint32(b0.group)),
		feature(133, blend(uint32(s0.group), b0.tag)), feature(134, blend(uint32(s1.group), s0.tag)),
		feature(135, blend(uint32(s0.group), uint32(b0.group))), feature(136, blend(uint32(s1.group), uint32(s0.group))),
	)
	return f
}

func flag(is bool, bit uint32) uint32 {
	if is {
		return bit
	}
	return 0
}

// Parse sets Head and Label of every word of one sentence. The words must have
// been tagged.
func (m *Model) Parse(state *State, words []Word) {
	if len(words) == 0 {
		return
	}
	var space [160]uint32
	var h hidden
	for state.Start(words); !state.Done(); {
		m.parser.sum(state.Features(space[:0]), &h)
		action := m.choose(state, &h)
		label := uint8(noLabel)
		if action != Shift {
			label = m.label(state, action, &h)
		}
		state.Do(action, label)
	}
	state.Finish()
}

// choose returns the legal action with the highest score. The actions are the
// first classes of the parser.
func (m *Model) choose(state *State, h *hidden) Action {
	scores := m.parser.panel(0, h)
	best, bestScore, found := Shift, float32(0), false
	for action := range Actions {
		if score := scores[action]; state.Legal(action) && (!found || score > bestScore) {
			best, bestScore, found = action, score, true
		}
	}
	return best
}

// label chooses the label of the arc. The first label of the model is "root"
// and belongs to the root alone; the parser's classes are the actions, then
// the other labels for Left, then for Right.
func (m *Model) label(state *State, action Action, h *hidden) uint8 {
	head, _ := state.Arc(action)
	if int(head) == len(state.Words) {
		return 0
	}
	first := LabelClass(action, 1, len(m.Labels))
	return uint8(m.parser.best(first, first+len(m.Labels)-1, h)-first) + 1
}

// LabelClass returns the parser's class for a label of an arc made by the
// action.
func LabelClass(action Action, label, labels int) int {
	first := int(Actions)
	if action == Right {
		first += labels - 1
	}
	return first + label - 1
}
