package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tocsin"
)

// Correct adds an analyst's word, which may consist of several corrections that
// hold together or not at all, and returns their numbers. It says what to do
// where a correction makes no sense.
func (l *Ledger) Correct(ctx context.Context, corrections ...tocsin.Correction) ([]int64, error) {
	for _, c := range corrections {
		if err := checkCorrection(c); err != nil {
			return nil, err
		}
	}
	var numbers []int64
	err := l.appending(ctx, func(b *batch) error {
		for _, c := range corrections {
			number, err := b.correct(c)
			if err != nil {
				return err
			}
			numbers = append(numbers, number)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("correct ledger: %w", err)
	}
	return numbers, nil
}

func (b *batch) correct(c tocsin.Correction) (int64, error) {
	c.At = moment(b.at)
	affected, err := b.affected(&c)
	if err != nil {
		return 0, err
	}
	body := c
	body.Seq = 0
	if c.Seq, err = b.append(kindCorrection, c.Article, body); err != nil {
		return 0, err
	}
	if err := b.record(c); err != nil {
		return 0, err
	}
	for _, article := range affected {
		if err := b.reproject(article, c.Seq); err != nil {
			return 0, err
		}
	}
	return c.Seq, nil
}

func checkCorrection(c tocsin.Correction) error {
	switch {
	case strings.TrimSpace(c.Who) == "":
		return errors.New("a correction needs a name: say who makes it")
	case strings.TrimSpace(c.Why) == "":
		return errors.New("a correction needs a reason: say why")
	}
	switch c.Kind {
	case tocsin.Dismiss, tocsin.Confirm, tocsin.Relocate:
		if c.Article == "" || c.Span.IsZero() {
			return errors.New("the correction must name an article and words of it")
		}
	case tocsin.Merge:
		if Folded(c.Name) == "" || Folded(c.Into) == "" || c.Name == c.Into {
			return errors.New("a merge needs two different names")
		}
	case tocsin.Together, tocsin.Apart, tocsin.Assign:
		if c.Article == "" || c.With == "" || c.Article == c.With {
			return errors.New("the correction must name two different articles, or an article and a story")
		}
	case tocsin.Judge:
		if c.Article == "" || c.Span.IsZero() || !slices.Contains(tocsin.Standings, c.Standing) {
			return errors.New("a verdict must name a claim's words and a standing: single-source, corroborated, disputed, denied, corrected or withdrawn")
		}
	case tocsin.Undo:
	default:
		return fmt.Errorf("no correction is called %q", c.Kind)
	}
	return nil
}

func (b *batch) record(c tocsin.Correction) error {
	if c.Kind == tocsin.Undo {
		return b.run("UPDATE corrections SET until = ? WHERE seq = ?", b.at, c.Undoes)
	}
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return b.run("INSERT INTO corrections (seq, kind, article, at, body) VALUES (?, ?, ?, ?, ?)", c.Seq, string(c.Kind), c.Article, b.at, string(body))
}

// affected lists the articles that hold now whose findings a correction
// changes, and completes an Undo with the article that it is about.
func (b *batch) affected(c *tocsin.Correction) ([]int64, error) {
	about := *c
	if c.Kind == tocsin.Undo {
		undone, err := b.correction(c.Undoes)
		if err != nil {
			return nil, err
		}
		c.Article, about = undone.Article, undone
	}
	if about.Kind == tocsin.Merge {
		return b.naming(about.Name, about.Into)
	}
	var seq int64
	var until sql.NullInt64
	err := b.l.askOne(b.ctx, b.tx, "SELECT seq, until FROM articles WHERE id = ?", about.Article).Scan(&seq, &until)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("the ledger has no article %s", about.Article)
	case err != nil:
		return nil, err
	case until.Valid:
		return nil, nil // replaced: what it said no longer holds
	case about.Kind == tocsin.Together || about.Kind == tocsin.Apart:
		return nil, b.exists(about.With)
	case about.Kind == tocsin.Assign || about.Kind == tocsin.Judge:
		return nil, nil // what was read stays as it is; linking obeys
	}
	return []int64{seq}, nil
}

func (b *batch) exists(article string) error {
	var count int
	err := b.l.askOne(b.ctx, b.tx, "SELECT COUNT(*) FROM articles WHERE id = ?", article).Scan(&count)
	if err == nil && count == 0 {
		err = fmt.Errorf("the ledger has no article %s", article)
	}
	return err
}

func (b *batch) correction(seq int64) (tocsin.Correction, error) {
	var c tocsin.Correction
	var body string
	err := b.l.askOne(b.ctx, b.tx, "SELECT body FROM corrections WHERE seq = ? AND until IS NULL", seq).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fmt.Errorf("there is no correction %d that holds; “tocsin corrections” lists them", seq)
	}
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(body), &c)
}

// naming lists the articles whose rows name one of two actors.
func (b *batch) naming(names ...string) ([]int64, error) {
	var found []int64
	for _, name := range names {
		rows, err := b.l.ask(b.ctx, b.tx, "SELECT DISTINCT actors.article FROM actors JOIN names ON names.id = actors.name WHERE names.name = ? AND actors.until IS NULL", name)
		if err != nil {
			return nil, err
		}
		if err := eachRow(rows, func(scan func(...any) error) error {
			var article int64
			err := scan(&article)
			found = append(found, article)
			return err
		}); err != nil {
			return nil, err
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// reproject makes the rows of an article anew after a correction.
func (b *batch) reproject(article, line int64) error {
	findings, err := b.l.load(b.ctx, b.tx, article, ever-1, false)
	if err != nil || findings.Reader == (tocsin.Reader{}) {
		return err
	}
	return b.project(article, line, findings)
}

// Corrections lists the corrections that held at a time, the latest first; the
// zero time stands for now.
func (l *Ledger) Corrections(ctx context.Context, filter tocsin.Filter) ([]tocsin.Correction, error) {
	var found []tocsin.Correction
	err := l.reading(ctx, func(tx *sql.Tx) error {
		var err error
		found, err = l.corrections(ctx, tx, filter.Article, asOf(filter.AsOf))
		return err
	})
	slices.Reverse(found)
	return found, err
}

// corrections are those that concern an article, in the order in which they
// were made; "" for all there are.
func (l *Ledger) corrections(ctx context.Context, tx *sql.Tx, article string, at int64) ([]tocsin.Correction, error) {
	query, args := "SELECT seq, body FROM corrections WHERE at <= ? AND (until IS NULL OR until > ?)", []any{at, at}
	if article != "" {
		query, args = query+" AND article IN (?, '')", append(args, article)
	}
	rows, err := l.ask(ctx, tx, query+" ORDER BY seq", args...)
	if err != nil {
		return nil, err
	}
	var found []tocsin.Correction
	err = eachRow(rows, func(scan func(...any) error) error {
		var c tocsin.Correction
		var seq int64
		var body string
		if err := scan(&seq, &body); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(body), &c)
		c.Seq = seq
		found = append(found, c)
		return err
	})
	return found, err
}

// corrected applies corrections to what was read, in their order. It changes
// copies, never what it is given.
func corrected(f tocsin.Findings, corrections []tocsin.Correction) tocsin.Findings {
	for _, c := range corrections {
		switch c.Kind {
		case tocsin.Dismiss:
			f = dismissed(f, c)
		case tocsin.Confirm:
			f = confirmed(f, c)
		case tocsin.Merge:
			f = merged(f, c.Name, c.Into)
		case tocsin.Relocate:
			f = relocated(f, c)
		}
	}
	return f
}

// dismissed leaves out the findings of a noun whose words are those that the
// correction points at.
func dismissed(f tocsin.Findings, c tocsin.Correction) tocsin.Findings {
	gone := map[string]bool{}
	hit := func(id string, span tocsin.Span) bool {
		if span.Overlaps(c.Span) {
			gone[id] = true
		}
		return gone[id]
	}
	switch c.Noun {
	case tocsin.NounClaim:
		f.Claims = without(f.Claims, func(claim tocsin.Claim) bool { return hit(claim.ID, Anchor(claim)) })
	case tocsin.NounEvent:
		f.Events = without(f.Events, func(event tocsin.Event) bool { return hit(event.ID, event.Trigger) })
	case tocsin.NounQuantity:
		f.Quantities = without(f.Quantities, func(q tocsin.Quantity) bool { return hit(q.ID, q.Span) })
	case tocsin.NounPlace:
		f.Places = without(f.Places, func(place tocsin.Place) bool { return hit(place.ID, place.Span) })
	case tocsin.NounWhen:
		f.Whens = without(f.Whens, func(when tocsin.When) bool { return hit(when.ID, when.Span) })
	case tocsin.NounActor:
		f.Actors = without(f.Actors, func(actor tocsin.Actor) bool {
			return slices.ContainsFunc(actor.Mentions, func(mention tocsin.Span) bool { return mention == c.Span }) && hit(actor.ID, c.Span)
		})
	}
	return unlinked(f, gone)
}

// confirmed makes sure of the findings of a noun whose words are those that the
// correction points at.
func confirmed(f tocsin.Findings, c tocsin.Correction) tocsin.Findings {
	switch c.Noun {
	case tocsin.NounClaim:
		f.Claims = slices.Clone(f.Claims)
		for i := range f.Claims {
			if Anchor(f.Claims[i]).Overlaps(c.Span) {
				f.Claims[i].Score = 1
			}
		}
	case tocsin.NounEvent:
		f.Events = slices.Clone(f.Events)
		for i := range f.Events {
			if f.Events[i].Trigger.Overlaps(c.Span) {
				f.Events[i].Score = 1
			}
		}
	case tocsin.NounPlace:
		f.Places = slices.Clone(f.Places)
		for i := range f.Places {
			if f.Places[i].Span.Overlaps(c.Span) {
				f.Places[i].Score = 1
			}
		}
	case tocsin.NounActor:
		f.Actors = slices.Clone(f.Actors)
		for i := range f.Actors {
			if slices.Contains(f.Actors[i].Mentions, c.Span) {
				f.Actors[i].Score = 1
			}
		}
	}
	return f
}

// unlinked takes out what names findings that are gone.
func unlinked(f tocsin.Findings, gone map[string]bool) tocsin.Findings {
	if len(gone) == 0 {
		return f
	}
	f.Claims = slices.Clone(f.Claims)
	for i := range f.Claims {
		claim := &f.Claims[i]
		claim.Denies = without(claim.Denies, func(id string) bool { return gone[id] })
		if gone[claim.Within] {
			claim.Within = ""
		}
		if gone[claim.Source.Actor] {
			claim.Source.Actor = ""
		}
	}
	f.Events = slices.Clone(f.Events)
	for i := range f.Events {
		event := &f.Events[i]
		for _, id := range []*string{&event.By, &event.Place, &event.When, &event.Actor.ID, &event.Recipient.ID} {
			if gone[*id] {
				*id = ""
			}
		}
	}
	return f
}

// merged calls an actor by another name.
func merged(f tocsin.Findings, name, into string) tocsin.Findings {
	f.Actors, f.Claims, f.Events = slices.Clone(f.Actors), slices.Clone(f.Claims), slices.Clone(f.Events)
	rename := func(at *string) {
		if *at == name {
			*at = into
		}
	}
	for i := range f.Actors {
		rename(&f.Actors[i].Name)
	}
	for i := range f.Claims {
		rename(&f.Claims[i].Source.Name)
	}
	for i := range f.Events {
		rename(&f.Events[i].Actor.Name)
		rename(&f.Events[i].Recipient.Name)
	}
	return f
}

// relocated puts a toponym where the correction says.
func relocated(f tocsin.Findings, c tocsin.Correction) tocsin.Findings {
	f.Places = slices.Clone(f.Places)
	for i := range f.Places {
		if place := &f.Places[i]; place.Span.Overlaps(c.Span) {
			right := c.Place
			right.ID, right.Span, right.Score = place.ID, place.Span, 1
			*place = right
		}
	}
	return f
}

// Anchor is the words that a claim is known by: its cue, else its content.
func Anchor(claim tocsin.Claim) tocsin.Span {
	if !claim.Cue.Span.IsZero() || len(claim.Content) == 0 {
		return claim.Cue.Span
	}
	return claim.Content[0]
}

// without copies a list and leaves out what gone reports.
func without[T any](list []T, gone func(T) bool) []T {
	var kept []T
	for _, item := range list {
		if !gone(item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// eachRow hands every row to work and closes the rows.
func eachRow(rows *sql.Rows, work func(scan func(...any) error) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := work(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
