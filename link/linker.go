package link

import (
	"slices"

	"tocsin"
	"tocsin/link/origin"
	"tocsin/link/statement"
	"tocsin/link/story"
)

// Linker takes articles in and out and tells what that changes. It is not safe
// for concurrent use.
type Linker struct {
	memory    Memory
	stretches map[int64]bool // those that are held
	origins   *origin.Index
	stories   *story.Index
	crowd     *crowd
	pins      []story.Pin
	verdicts  map[tocsin.Ref]tocsin.Judgement
	voices    map[string]*Voices
	edges     map[string][]origin.Edge // by article
	texts     map[string]origin.Text
	delta     Delta
	gone      map[string]bool        // articles in delta.Gone
	touched   map[statement.Ref]bool // claims whose statements are to be made anew
	bereft    map[string]bool        // statements that lost a claim
	tied      map[string]tied        // by article, while statements are settled
}

// What a Linker holds at most between two batches: articles by their shapes,
// some ten kilobytes each, and by their claims, several times that.
const (
	mostShapes = 40_000
	mostHeard  = 3_000
	mostTexts  = 1_000
)

// New makes a Linker that goes on where an earlier one with the same Memory
// stopped, under the same pins and verdicts.
func New(memory Memory, pins []story.Pin, verdicts map[tocsin.Ref]tocsin.Judgement) *Linker {
	l := &Linker{memory: memory, pins: pins, verdicts: verdicts}
	l.forget()
	return l
}

// forget begins with nothing at hand.
func (l *Linker) forget() {
	l.stretches = map[int64]bool{}
	l.origins, l.crowd = origin.NewIndex(), newCrowd()
	l.stories = story.NewIndex(recollection{l})
	l.stories.Pinned(l.pins)
	l.forgetVoices()
}

func (l *Linker) forgetVoices() {
	l.voices, l.edges, l.texts = map[string]*Voices{}, map[string][]origin.Edge{}, map[string]origin.Text{}
	l.touched, l.bereft, l.gone = map[statement.Ref]bool{}, map[string]bool{}, map[string]bool{}
}

// recollection is the Memory of the stories.
type recollection struct{ l *Linker }

func (r recollection) Recall(articles []string) []story.Kept {
	var kept []story.Kept
	for _, shape := range r.l.memory.Shapes(articles) {
		kept = append(kept, keptOf(shape))
	}
	return kept
}

func (r recollection) Story(id string) (story.Story, bool) { return r.l.memory.Story(id) }

func keptOf(shape Shape) story.Kept {
	return story.Kept{Signature: shape.Story, Links: shape.Likenesses, Story: shape.In}
}

// hold puts the articles of a stretch and of those beside it where arriving
// ones look.
func (l *Linker) hold(stretch int64) {
	for number := stretch - 1; number <= stretch+1; number++ {
		if l.stretches[number] {
			continue
		}
		l.stretches[number] = true
		for _, shape := range l.memory.Stretch(number) {
			if l.gone[shape.Origin.ID] {
				continue
			}
			l.origins.Hold(shape.Origin)
			l.stories.Hold(keptOf(shape))
			l.crowd.add(shape.Origin.ID, shape.Origin.Published, shape.Keys)
		}
	}
}

// Put takes an article in. One that is there already is taken out first.
func (l *Linker) Put(s Signature) {
	l.hold(stretchOf(s.Published))
	l.Drop(s.Article)
	l.texts[s.Article] = origin.Read(s.Text)
	l.putOrigins(s)
	l.delta.Likenesses = append(l.delta.Likenesses, l.stories.Add(s.Shape.Story)...)
	l.putVoices(s)
	l.delta.Added = append(l.delta.Added, Added{s.Article, stretchOf(s.Published), s.Shape, s.Voices})
}

// putOrigins finds what the article shares with others.
func (l *Linker) putOrigins(s Signature) {
	l.edges[s.Article] = nil
	l.join(s.Shape.Origin.Edges()...)
	var near []origin.Signature
	var ids []string
	for _, other := range l.origins.Add(s.Shape.Origin) {
		if origin.MayShare(s.Shape.Origin, other) || s.Shape.Origin.Revises == other.ID || other.Revises == s.Article {
			near = append(near, other)
			ids = append(ids, other.ID)
		}
	}
	l.recallTexts(ids)
	for _, other := range near {
		l.join(origin.Compare(s.Shape.Origin, other, l.texts[s.Article], l.texts[other.ID])...)
	}
}

// join notes edges at both ends.
func (l *Linker) join(edges ...origin.Edge) {
	for _, edge := range edges {
		if origin.IsPublisher(edge.A) { // who owns whom does not come with articles
			continue
		}
		l.recallEdges([]string{edge.A, edge.B})
		for _, end := range []string{edge.A, edge.B} {
			if !origin.IsPublisher(end) {
				l.edges[end] = append(l.edges[end], edge)
			}
		}
		l.delta.Edges = append(l.delta.Edges, edge)
	}
}

// putVoices relates the article's claims to those of others and to each other.
func (l *Linker) putVoices(s Signature) {
	voices := s.Voices
	voices.Statements = map[string]string{}
	l.voices[s.Article] = &voices
	l.crowd.add(s.Article, s.Published, s.Shape.Keys)
	candidates := make([][]voice, len(voices.Claims))
	var ids []string
	for i := range voices.Claims {
		for _, other := range l.crowd.near(s.Article, s.Published, i, s.Shape.Keys[i]) {
			if name := l.crowd.name(other); name != s.Article || int(other.claim) < i {
				candidates[i] = append(candidates[i], other)
				ids = append(ids, name)
			}
		}
	}
	l.hear(ids)
	for i, claim := range voices.Claims {
		l.touched[claim.Ref()] = true
		for _, candidate := range candidates[i] {
			other := l.voices[l.crowd.name(candidate)]
			if other == nil || int(candidate.claim) >= len(other.Claims) {
				continue
			}
			if tie, related := statement.Relate(other.Claims[candidate.claim], claim); related {
				l.tie(tie)
			}
		}
	}
}

// tie notes a link at both ends.
func (l *Linker) tie(link statement.Link) {
	for _, article := range distinct([]string{link.A.Article, link.B.Article}) {
		if voices := l.voices[article]; voices != nil {
			voices.Ties = append(voices.Ties, link)
		}
	}
	l.touched[link.A], l.touched[link.B] = true, true
	l.delta.Ties = append(l.delta.Ties, link)
}

// Drop takes an article out; one that is not there makes no difference.
func (l *Linker) Drop(article string) {
	shapes := l.memory.Shapes([]string{article})
	if i := slices.IndexFunc(l.delta.Added, func(added Added) bool { return added.Article == article }); i >= 0 {
		shapes = []Shape{l.delta.Added[i].Shape}
		l.delta.Added = slices.Delete(l.delta.Added, i, i+1)
	}
	if len(shapes) == 0 {
		return
	}
	shape := shapes[0]
	l.hold(stretchOf(shape.Origin.Published))
	l.origins.Remove(shape.Origin)
	l.crowd.remove(article, shape.Origin.Published, shape.Keys)
	l.stories.Remove(article)
	l.dropEdges(article)
	l.dropVoices(article)
	if !l.gone[article] {
		l.gone[article] = true
		l.delta.Gone = append(l.delta.Gone, article)
	}
	l.delta.Likenesses = slices.DeleteFunc(l.delta.Likenesses, func(link story.Link) bool { return link.Article == article || link.Other == article })
}

func (l *Linker) dropEdges(article string) {
	l.recallEdges([]string{article})
	ends := func(edge origin.Edge) bool { return edge.A == article || edge.B == article }
	for _, edge := range l.edges[article] {
		for _, end := range []string{edge.A, edge.B} {
			if known, here := l.edges[end]; here && end != article {
				l.edges[end] = slices.DeleteFunc(known, ends)
			}
		}
	}
	delete(l.edges, article)
	l.delta.Edges = slices.DeleteFunc(l.delta.Edges, ends)
}

func (l *Linker) dropVoices(article string) {
	l.hear([]string{article})
	gone := l.voices[article]
	if gone == nil {
		return
	}
	for _, id := range gone.Statements {
		l.bereft[id] = true
	}
	ends := func(link statement.Link) bool { return link.A.Article == article || link.B.Article == article }
	var others []string
	for _, link := range gone.Ties {
		l.touched[link.A], l.touched[link.B] = true, true
		others = append(others, link.A.Article, link.B.Article)
	}
	l.hear(others)
	for _, other := range distinct(others) {
		if voices := l.voices[other]; voices != nil {
			voices.Ties = slices.DeleteFunc(voices.Ties, ends)
		}
	}
	for _, claim := range gone.Claims {
		delete(l.touched, claim.Ref())
	}
	delete(l.voices, article)
	l.delta.Ties = slices.DeleteFunc(l.delta.Ties, ends)
}

// Judge sets the analysts' pins and verdicts, all of them, in the order in
// which they were made.
func (l *Linker) Judge(pins []story.Pin, verdicts map[tocsin.Ref]tocsin.Judgement) {
	for ref, verdict := range l.verdicts {
		if verdicts[ref] != verdict {
			l.touched[statement.Ref(ref)] = true
		}
	}
	for ref, verdict := range verdicts {
		if l.verdicts[ref] != verdict {
			l.touched[statement.Ref(ref)] = true
		}
	}
	l.pins, l.verdicts = pins, verdicts
	l.stories.Pin(pins)
}

// Settle makes the stories and statements anew that the articles since the last
// Settle concern, and returns all that changed. The Delta must be kept before
// the Linker goes on: what it forgets it will look for in its Memory.
func (l *Linker) Settle() (Delta, error) {
	l.delta.Stories = l.stories.Update()
	l.settleStatements()
	delta := l.delta
	l.delta = Delta{}
	clear(l.touched)
	clear(l.bereft)
	clear(l.gone)
	return delta, l.memory.Err()
}

// Rest lets go of what is more than a Linker should hold. It is called when
// the last Delta has been kept.
func (l *Linker) Rest() {
	switch {
	case l.stories.Len() > mostShapes:
		l.forget()
	case len(l.voices) > mostHeard:
		l.forgetVoices()
	}
	if len(l.texts) > mostTexts {
		l.texts = map[string]origin.Text{}
	}
}

// hear recalls the claims of articles that are not at hand.
func (l *Linker) hear(articles []string) {
	missing := distinct(articles)
	missing = slices.DeleteFunc(missing, func(article string) bool { return l.voices[article] != nil })
	if len(missing) == 0 {
		return
	}
	for _, voices := range l.memory.Voices(missing) {
		if l.gone[voices.Article] {
			continue
		}
		voices.Ties = slices.DeleteFunc(voices.Ties, func(link statement.Link) bool { return l.gone[link.A.Article] || l.gone[link.B.Article] })
		l.voices[voices.Article] = &voices
	}
}

func (l *Linker) recallEdges(nodes []string) {
	var missing []string
	for _, node := range nodes {
		if _, known := l.edges[node]; !known && !origin.IsPublisher(node) {
			missing = append(missing, node)
			l.edges[node] = nil
		}
	}
	if len(missing) == 0 {
		return
	}
	for _, edge := range l.memory.Edges(missing) {
		for _, end := range missing {
			if (edge.A == end || edge.B == end) && !l.gone[edge.A] && !l.gone[edge.B] {
				l.edges[end] = append(l.edges[end], edge)
			}
		}
	}
}

func (l *Linker) recallTexts(articles []string) {
	var missing []string
	for _, article := range articles {
		if _, known := l.texts[article]; !known {
			missing = append(missing, article)
		}
	}
	if len(missing) == 0 {
		return
	}
	for article, text := range l.memory.Texts(missing) {
		l.texts[article] = origin.Read(text)
	}
}

func distinct(list []string) []string {
	sorted := slices.Sorted(slices.Values(list))
	return slices.Compact(sorted)
}
