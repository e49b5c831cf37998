package main

import (
	"context"
	"errors"

	"tocsin"
	"tocsin/link/story"
	"tocsin/store"
)

type togetherCommand struct {
	wordFlags
	Article string `arg:"" help:"ID of an article."`
	Other   string `arg:"" help:"ID of another."`
}

// Run puts two articles into one story.
func (c *togetherCommand) Run(ctx context.Context, term terminal) error {
	return c.correct(ctx, term, tocsin.Correction{Kind: tocsin.Together, Article: c.Article, With: c.Other}, nil)
}

type apartCommand struct {
	wordFlags
	Article string `arg:"" help:"ID of an article."`
	Other   string `arg:"" help:"ID of another."`
}

// Run keeps two articles apart.
func (c *apartCommand) Run(ctx context.Context, term terminal) error {
	return c.correct(ctx, term, tocsin.Correction{Kind: tocsin.Apart, Article: c.Article, With: c.Other}, nil)
}

type storyCommand struct {
	wordFlags
	Story string   `arg:"" help:"ID of the story."`
	Of    []string `arg:"" help:"IDs of articles, or of stories that become part of it."`
}

// Run moves articles into a story.
func (c *storyCommand) Run(ctx context.Context, term terminal) error {
	return c.pin(ctx, term, func(ledger *store.Ledger) ([]story.Pin, error) {
		into, err := storyNamed(ctx, ledger, c.Story)
		if err != nil {
			return nil, err
		}
		var pins []story.Pin
		for _, id := range c.Of {
			from, err := storyNamed(ctx, ledger, id)
			switch {
			case err != nil:
				return nil, err
			case from.ID == into.ID:
			case from.ID == id:
				pins = append(pins, story.Merge(into, from)...)
			default:
				pins = append(pins, story.Move(from, into, id)...)
			}
		}
		return pins, nil
	})
}

type splitCommand struct {
	wordFlags
	Articles []string `arg:"" help:"IDs of articles of one story."`
}

// Run makes a story of articles of another.
func (c *splitCommand) Run(ctx context.Context, term terminal) error {
	return c.pin(ctx, term, func(ledger *store.Ledger) ([]story.Pin, error) {
		from, err := storyNamed(ctx, ledger, c.Articles[0])
		if err != nil {
			return nil, err
		}
		for _, article := range c.Articles {
			if at, err := storyNamed(ctx, ledger, article); err != nil || at.ID != from.ID {
				return nil, errors.Join(err, usagef("the articles are not of one story: split one story at a time"))
			}
		}
		return story.Split(from, c.Articles...), nil
	})
}

// storyNamed is the story of an ID, or of an article.
func storyNamed(ctx context.Context, ledger *store.Ledger, id string) (tocsin.Story, error) {
	found, err := ledger.Story(ctx, id, tocsin.Filter{})
	if errors.Is(err, store.ErrNoStory) {
		err = usagef("the ledger has no story or article %s now; “tocsin stories” shows them", id)
	}
	return found, err
}

// pin makes corrections of pins, all or none.
func (w wordFlags) pin(ctx context.Context, term terminal, pins func(*store.Ledger) ([]story.Pin, error)) error {
	return w.with(ctx, func(ledger *store.Ledger) error {
		if err := catchUp(ctx, term, ledger); err != nil {
			return err
		}
		made, err := pins(ledger)
		if err != nil {
			return err
		}
		var corrections []tocsin.Correction
		for _, pin := range made {
			corrections = append(corrections, tocsin.Correction{Kind: tocsin.Assign, Article: pin.Article, With: pin.With, Who: w.me(), Why: w.Why})
		}
		return told(ctx, term, ledger, corrections...)
	})
}

type verdictCommand struct {
	wordFlags
	Statement string `arg:"" help:"ID of the statement, or of one of its claims."`
	Standing  string `arg:"" help:"single-source, corroborated, disputed, denied, corrected or withdrawn." enum:"single-source,corroborated,disputed,denied,corrected,withdrawn"`
}

// Run says how a statement stands.
func (c *verdictCommand) Run(ctx context.Context, term terminal) error {
	verdict := tocsin.Correction{Kind: tocsin.Judge, Standing: tocsin.Standing(c.Standing)}
	return c.correct(ctx, term, verdict, func(ledger *store.Ledger, correction *tocsin.Correction) error {
		if err := catchUp(ctx, term, ledger); err != nil {
			return err
		}
		statement, err := ledger.Statement(ctx, c.Statement, tocsin.Filter{})
		if errors.Is(err, store.ErrNoStatement) {
			return usagef("the ledger has no statement %s now; “tocsin statements” shows them", c.Statement)
		}
		if err != nil {
			return err
		}
		first := statement.Claims[0]
		correction.Article = first.Article
		correction.Noun, correction.Span, err = finding(ctx, ledger, first.Article, first.Claim)
		return err
	})
}
