package ingest

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"tocsin"
	"tocsin/ask"
	"tocsin/link"
	"tocsin/link/origin"
	"tocsin/link/statement"
	"tocsin/link/story"
	"tocsin/store"
)

// Links follows a ledger's log and keeps in the ledger what joins its articles:
// origins, stories, statements. Several processes may do so at once: what one
// has linked the others do not link again. It is not safe for concurrent use.
type Links struct {
	ledger *store.Ledger
	linker *link.Linker
	memory *memory
	at     store.Linked // how far the linker has got
}

// NewLinks makes Links of a ledger.
func NewLinks(ledger *store.Ledger) *Links { return &Links{ledger: ledger} }

// How many entries are looked at together, and how many articles are linked in
// one transaction. Within the former articles are taken in the order of their
// publication, so that an archive in any order is gone through once.
const (
	manyEntries  = 4000
	manyArticles = 200
)

// Follow links what the log has more than was linked, and tells told how many of
// how many entries it has come to; told may be nil.
func (k *Links) Follow(ctx context.Context, told func(entry, of int64)) error {
	for {
		from, err := k.ledger.Linked(ctx)
		if err != nil {
			return err
		}
		if told != nil {
			told(from.Seq, from.Size)
		}
		if from.Seq > 0 && from.Linker != link.Version {
			if err := k.ledger.Unlink(ctx); err != nil {
				return err
			}
			continue
		}
		if from.Seq == from.Size {
			return nil
		}
		if err := k.some(ctx, from); errors.Is(err, store.ErrMoved) {
			k.linker = nil // another process was here
		} else if err != nil {
			k.linker = nil
			return err
		}
	}
}

// Again links everything anew.
func (k *Links) Again(ctx context.Context, told func(entry, of int64)) error {
	k.linker = nil
	if err := k.ledger.Unlink(ctx); err != nil {
		return err
	}
	return k.Follow(ctx, told)
}

// some links the next entries of the log.
func (k *Links) some(ctx context.Context, from store.Linked) error {
	changed, next, err := k.ledger.Unlinked(ctx, from.Seq, manyEntries)
	if err != nil {
		return err
	}
	if err := k.ready(ctx, from); err != nil {
		return err
	}
	signatures, err := k.sign(ctx, changed)
	if err != nil {
		return err
	}
	k.memory.ctx = ctx
	pins, verdicts, err := k.judgements(ctx, tocsin.Filter{})
	if err != nil {
		return err
	}
	k.linker.Judge(pins, verdicts)
	chunks := slices.Collect(slices.Chunk(signatures, manyArticles))
	if len(chunks) == 0 {
		chunks = append(chunks, nil)
	}
	for i, chunk := range chunks {
		for _, s := range chunk {
			if s.present {
				k.linker.Put(s.Signature)
			} else {
				k.linker.Drop(s.Article)
			}
		}
		delta, err := k.linker.Settle()
		if err != nil {
			return err
		}
		to := from
		if i == len(chunks)-1 {
			to = store.Linked{Seq: next, Linker: link.Version}
		}
		change, err := changeOf(delta)
		if err != nil {
			return err
		}
		change.From, change.To, change.At = from, to, next-1
		if err := k.ledger.Link(ctx, change); err != nil {
			return err
		}
		k.linker.Rest()
	}
	k.at = store.Linked{Seq: next, Linker: link.Version}
	return nil
}

// ready makes a linker where there is none that is up to date.
func (k *Links) ready(ctx context.Context, from store.Linked) error {
	if k.linker != nil && k.at.Seq == from.Seq && k.at.Linker == from.Linker {
		return nil
	}
	var pins []story.Pin
	var verdicts map[tocsin.Ref]tocsin.Judgement
	if from.Seq > 0 {
		var err error
		if pins, verdicts, err = k.judgements(ctx, tocsin.Filter{AsOf: from.At}); err != nil {
			return err
		}
	}
	k.memory = &memory{ctx: ctx, ledger: k.ledger}
	k.linker = link.New(k.memory, pins, verdicts)
	return nil
}

// signed is an article that is to be put in, or taken out.
type signed struct {
	link.Signature
	present bool
}

// sign reads the articles and makes their signatures, in the order of
// publication.
func (k *Links) sign(ctx context.Context, changed []store.Changed) ([]signed, error) {
	signatures := make([]signed, len(changed))
	errs := make([]error, len(changed))
	var wait sync.WaitGroup
	next := make(chan int)
	for range cores() {
		wait.Go(func() {
			for i := range next {
				signatures[i], errs[i] = k.signOne(ctx, changed[i])
			}
		})
	}
	for i := range changed {
		next <- i
	}
	close(next)
	wait.Wait()
	slices.SortStableFunc(signatures, func(a, b signed) int { return a.Published.Compare(b.Published) })
	return signatures, errors.Join(errs...)
}

func (k *Links) signOne(ctx context.Context, changed store.Changed) (signed, error) {
	s := signed{present: changed.Holds && changed.Read}
	s.Article = changed.Article
	if !s.present {
		return s, nil
	}
	for findings, err := range k.ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: changed.Article}) {
		if err != nil {
			return s, err
		}
		s.Signature = link.Of(findings, changed.At)
	}
	s.Article = changed.Article
	return s, nil
}

// judgements are the analysts' pins and verdicts as they held at the filter's
// time.
func (k *Links) judgements(ctx context.Context, filter tocsin.Filter) ([]story.Pin, map[tocsin.Ref]tocsin.Judgement, error) {
	corrections, err := k.ledger.Corrections(ctx, filter)
	if err != nil {
		return nil, nil, err
	}
	var pins []story.Pin
	verdicts := map[tocsin.Ref]tocsin.Judgement{}
	for _, c := range slices.Backward(corrections) { // the oldest first
		switch c.Kind {
		case tocsin.Together:
			pins = append(pins, story.Pin{Verdict: story.Together, Article: c.Article, With: c.With})
		case tocsin.Apart:
			pins = append(pins, story.Pin{Verdict: story.Apart, Article: c.Article, With: c.With})
		case tocsin.Assign:
			pins = append(pins, story.Pin{Verdict: story.In, Article: c.Article, With: c.With})
		case tocsin.Judge:
			ref, found, err := k.claimAt(ctx, c)
			if err != nil {
				return nil, nil, err
			}
			if found {
				verdicts[ref] = tocsin.Judgement{Standing: c.Standing, Who: c.Who, Why: c.Why}
			}
		}
	}
	return pins, verdicts, nil
}

// claimAt is the claim that a verdict points at, as the article is read now.
func (k *Links) claimAt(ctx context.Context, c tocsin.Correction) (tocsin.Ref, bool, error) {
	for findings, err := range k.ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: c.Article}) {
		if err != nil {
			return tocsin.Ref{}, false, err
		}
		for _, claim := range findings.Claims {
			if store.Anchor(claim).Overlaps(c.Span) {
				return tocsin.Ref{Article: c.Article, Claim: claim.ID}, true, nil
			}
		}
	}
	return tocsin.Ref{}, false, nil
}

// changeOf writes a Delta as the ledger keeps it.
func changeOf(delta link.Delta) (store.LinkChange, error) {
	change := store.LinkChange{
		Gone: delta.Gone, Stories: delta.Stories.Stories, Ended: delta.Stories.Ended,
		Statements: delta.Statements, Withdrawn: delta.Ended,
	}
	for _, step := range delta.Stories.Changes {
		change.History = append(change.History, tocsin.StoryChange{What: string(step.What), Story: step.Story, From: step.From, Articles: step.Articles})
	}
	var errs []error
	written := func(value any) []byte {
		body, err := json.Marshal(value)
		errs = append(errs, err)
		return body
	}
	for _, added := range delta.Added {
		keys := added.Shape.Keys
		added.Shape.Keys = nil
		change.Shapes = append(change.Shapes, store.Shape{
			Article: added.Article, Stretch: added.Stretch, Shape: written(added.Shape), Keys: packKeys(keys), Voices: written(added.Voices),
		})
	}
	for _, edge := range delta.Edges {
		change.Joins = append(change.Joins, store.Join{Sort: store.JoinOrigin, A: edge.A, B: edge.B, Score: edge.Score, Body: written(edge)})
	}
	for _, likeness := range delta.Likenesses {
		change.Joins = append(change.Joins, store.Join{Sort: store.JoinStory, A: likeness.Article, B: likeness.Other, Score: likeness.Score, Body: []byte("{}")})
	}
	for _, tie := range delta.Ties {
		change.Joins = append(change.Joins, store.Join{Sort: store.JoinStatement, A: tie.A.Article, B: tie.B.Article, Score: tie.Score, Body: written(tie)})
	}
	return change, errors.Join(errs...)
}

// packKeys writes the keys of claims, each claim's behind their number.
func packKeys(keys [][]uint32) []byte {
	out := []byte{}
	for _, own := range keys {
		out = binary.AppendUvarint(out, uint64(len(own)))
		for _, key := range own {
			out = binary.LittleEndian.AppendUint32(out, key)
		}
	}
	return out
}

func unpackKeys(body []byte) [][]uint32 {
	var keys [][]uint32
	for len(body) > 0 {
		count, size := binary.Uvarint(body)
		body = body[max(size, 1):]
		own := make([]uint32, 0, min(count, uint64(len(body)/4)))
		for len(own) < cap(own) {
			own = append(own, binary.LittleEndian.Uint32(body))
			body = body[4:]
		}
		keys = append(keys, own)
	}
	return keys
}

// memory is what the ledger keeps, as the linker wants it. It remembers the
// first thing that goes wrong.
type memory struct {
	ctx    context.Context
	ledger *store.Ledger
	err    error
}

func (m *memory) Err() error { return m.err }

func (m *memory) note(err error) {
	if m.err == nil {
		m.err = err
	}
}

func (m *memory) read(body []byte, into any) { m.note(json.Unmarshal(body, into)) }

func (m *memory) Stretch(number int64) []link.Shape {
	shapes, err := m.ledger.Shapes(m.ctx, number)
	m.note(err)
	return m.shapes(shapes)
}

func (m *memory) Shapes(articles []string) []link.Shape {
	shapes, err := m.ledger.ShapesOf(m.ctx, articles)
	m.note(err)
	return m.shapes(shapes)
}

func (m *memory) shapes(kept []store.Shape) []link.Shape {
	shapes := make([]link.Shape, len(kept))
	at := map[string]int{}
	var articles []string
	for i, one := range kept {
		m.read(one.Shape, &shapes[i])
		shapes[i].Keys, shapes[i].In = unpackKeys(one.Keys), one.Story
		at[one.Article] = i
		articles = append(articles, one.Article)
	}
	joins, err := m.ledger.Joins(m.ctx, store.JoinStory, articles, tocsin.Filter{})
	m.note(err)
	for _, join := range joins {
		for _, end := range []string{join.A, join.B} {
			if i, known := at[end]; known {
				shapes[i].Likenesses = append(shapes[i].Likenesses, story.Link{Article: join.A, Other: join.B, Score: join.Score})
			}
		}
	}
	return shapes
}

func (m *memory) Voices(articles []string) []link.Voices {
	kept, err := m.ledger.VoicesOf(m.ctx, articles)
	m.note(err)
	voices := make([]link.Voices, len(kept))
	at := map[string]int{}
	for i, one := range kept {
		m.read(one.Voices, &voices[i])
		voices[i].Statements = map[string]string{}
		at[one.Article] = i
	}
	joins, err := m.ledger.Joins(m.ctx, store.JoinStatement, articles, tocsin.Filter{})
	m.note(err)
	for _, join := range joins {
		var tie statement.Link
		m.read(join.Body, &tie)
		for _, end := range ends(join) {
			if i, known := at[end]; known {
				voices[i].Ties = append(voices[i].Ties, tie)
			}
		}
	}
	statements, err := m.ledger.StatementsOf(m.ctx, articles)
	m.note(err)
	for ref, id := range statements {
		if i, known := at[ref.Article]; known {
			voices[i].Statements[ref.Claim] = id
		}
	}
	return voices
}

// ends are the articles that a join links, each once.
func ends(join store.Join) []string {
	if join.A == join.B {
		return []string{join.A}
	}
	return []string{join.A, join.B}
}

func (m *memory) Edges(articles []string) []origin.Edge {
	edges, err := ask.Edges(m.ctx, m.ledger, articles, tocsin.Filter{})
	m.note(err)
	return edges
}

func (m *memory) Texts(articles []string) map[string]string {
	texts := map[string]string{}
	for _, article := range articles {
		text, err := m.ledger.Text(m.ctx, article)
		m.note(err)
		texts[article] = text
	}
	return texts
}

func (m *memory) Story(id string) (tocsin.Story, bool) {
	found, err := m.ledger.Story(m.ctx, id, tocsin.Filter{})
	if errors.Is(err, store.ErrNoStory) {
		return found, false
	}
	m.note(err)
	return found, err == nil
}
