package ingest

import (
	"context"
	"sync"

	"tocsin"
	"tocsin/extract"
	"tocsin/store"
)

// Reread reads the articles that a filter selects once more, where another
// reader than this program's has read them last. Their earlier findings stay in
// the ledger's past. It may be stopped at any moment and begun again.
func (f *Flow) Reread(ctx context.Context, filter tocsin.Filter) error {
	ids, err := f.ledger.IDs(ctx, filter)
	if err != nil {
		return err
	}
	f.counts.Taken.Add(int64(len(ids)))
	waiting := make(chan string)
	var group sync.WaitGroup
	for range f.opts.Workers {
		group.Go(func() {
			for id := range waiting {
				if err := f.again(ctx, id); err != nil && ctx.Err() == nil {
					f.fail(ctx, id, err)
				}
			}
		})
	}
	for _, id := range ids {
		select {
		case waiting <- id:
		case <-ctx.Done():
		}
	}
	close(waiting)
	group.Wait()
	return ctx.Err()
}

// again reads one article of the ledger.
func (f *Flow) again(ctx context.Context, id string) error {
	for findings, err := range f.ledger.Select(ctx, tocsin.NounArticle, tocsin.Filter{Article: id}) {
		article := findings.Article
		if err != nil || article.Language != "en" && article.Language != "" {
			return err
		}
		is, err := f.ledger.IdentifyKnown(ctx, article, extract.Reader())
		if err != nil {
			return err
		}
		outcomes := []store.Outcome{store.Known}
		if !is.Known {
			outcomes, err = f.ledger.Save(ctx, store.Delivery{Findings: extract.Findings(article), Identity: is})
		}
		if err == nil {
			f.counted(outcomes[0])
		}
		return err
	}
	return nil
}
